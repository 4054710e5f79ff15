//! What is printed: certificates, one or all, and the list of proposals for the board.

use super::{Act, Answer, Error, classes_of, programme_for};
use crate::db::organisations::{self, Organisation};
use crate::db::recognition::awards::{self, AwardRow};
use crate::db::recognition::papers::{self, PaperRow};
use crate::db::recognition::{self, Programme, Tier};
use crate::document::DocumentError;
use crate::document::certificate::{Certificate, Decision, Kind, Signatory, certificates};
use crate::document::letterhead::{Letterhead, written_date};
use crate::document::paper::{Align, Block, Column, Paper, Table};
use crate::domain::access::Permission;
use crate::domain::hours::percent_shown;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::recognition::{AwardForm, AwardRefusal, AwardState, number, ward_in};
use crate::paths;

/// The certificate of one issued award, for the school.
pub fn one(act: &mut Act<'_>, id: AwardId) -> Answer<Vec<Certificate>> {
    let paper = papers::one(act.conn, id)?;
    act.within(Permission::IssueAwards, paper.school)?;
    valid(act, paper)
}

/// The certificate of one's own award.
pub fn my_own(act: &mut Act<'_>, id: AwardId) -> Answer<Vec<Certificate>> {
    let pupil = act.person()?.pupil.as_ref().ok_or(Error::Forbidden)?.ambassador;
    let paper = papers::one(act.conn, id)?;
    if paper.ambassador != pupil {
        return Err(Error::NotFound);
    }
    valid(act, paper)
}

fn valid(act: &Act<'_>, paper: PaperRow) -> Answer<Vec<Certificate>> {
    if paper.state != AwardState::Issued {
        return Err(AwardRefusal::RevokedHasNoPaper.into());
    }
    Ok(vec![certificate(paper, &act.rules.public_url)])
}

/// The certificates of all issued awards of a programme, in the order of the registers.
pub fn all(act: &mut Act<'_>, id: ProgrammeId) -> Answer<Vec<Certificate>> {
    programme_for(act, id, Permission::IssueAwards)?;
    let papers = papers::all(act.conn, id)?;
    if papers.is_empty() {
        return Err(AwardRefusal::NothingToPrint.into());
    }
    let url = &act.rules.public_url;
    Ok(papers.into_iter().map(|paper| certificate(paper, url)).collect())
}

fn certificate(paper: PaperRow, public_url: &str) -> Certificate {
    Certificate {
        kind: match paper.form {
            AwardForm::Certificate => Kind::Certificate,
            AwardForm::Letter => Kind::LetterOfPraise,
            AwardForm::Commendation => Kind::Commendation,
        },
        number: number(paper.number, paper.form, &paper.school_code),
        // The principal commends even where a deputy signs (TT 19/2025/TT-BGDĐT).
        presenter: format!("Hiệu trưởng {}", paper.school_name),
        holder: paper.holder,
        holder_of: format!("Học sinh lớp {}", paper.class_name),
        achievement: paper.form.achievement().to_owned(),
        minutes: paper.minutes,
        supports: paper.supports,
        programme: paper.programme,
        school_year: paper.school_year,
        decision: Some(Decision { number: paper.decision_number, day: paper.decided_on }),
        place: paper.place_name,
        day: paper.issued_at.day(),
        signatory: signatory(&paper.signatory_title, &paper.signatory_name),
        verify_url: format!("{public_url}{}", paths::recognition::public(&paper.token)),
        letterhead: letterhead(&paper.parent_name, &paper.ward_name, &paper.school_name),
    }
}

fn signatory(title: &str, name: &str) -> Signatory {
    Signatory { office: title.lines().map(str::to_uppercase).collect(), name: name.to_owned() }
}

/// The school under the body above it, by default the ward's people's committee.
pub(in crate::service) fn letterhead(parent: &str, ward: &str, school: &str) -> Letterhead {
    let parent = match (parent, ward_in(ward)) {
        ("", (kind, place)) => {
            format!("UBND {} {place}", if kind.is_empty() { "phường" } else { kind })
        }
        (parent, _) => parent.to_owned(),
    };
    Letterhead::State { parent, name: school.to_owned() }
}

/// The list of proposals, as the annex to the submission the board decides on.
pub fn proposal(act: &mut Act<'_>, id: ProgrammeId) -> Answer<Paper> {
    let programme = programme_for(act, id, Permission::SeeSchool)?;
    let mut rows = awards::proposals(act.conn, id)?;
    if let Some(own) = classes_of(act, Permission::SeeSchool) {
        rows.retain(|row| own.contains(&row.class));
    }
    if rows.is_empty() {
        return Err(AwardRefusal::NothingToPrint.into());
    }
    let tiers = recognition::tiers(act.conn, id)?;
    let school = organisations::get(act.conn, programme.school_id)?;
    let ward = match school.ward_id {
        Some(ward) => organisations::get(act.conn, ward)?.name,
        None => String::new(),
    };
    Ok(annex(&programme, &tiers, &school, &ward, &rows))
}

fn annex(
    programme: &Programme,
    tiers: &[Tier],
    school: &Organisation,
    ward: &str,
    rows: &[AwardRow],
) -> Paper {
    let grounds = match (programme.plan_number.as_str(), programme.plan_date) {
        ("", _) => Vec::new(),
        (plan, None) => vec![format!("Căn cứ Kế hoạch số {plan} của {}", school.name)],
        (plan, Some(day)) => {
            let day = written_date(day);
            vec![format!("Căn cứ Kế hoạch số {plan} {day} của {}", school.name)]
        }
    };
    let sign = |office: &str| Signatory { office: vec![office.to_owned()], name: String::new() };
    Paper {
        letterhead: letterhead(&school.parent_name, ward, &school.name),
        number: None,
        place: programme.place_name.clone(),
        day: None,
        title: "Danh sách đề nghị khen thưởng".to_owned(),
        subject: Some(format!(
            "Học sinh tham gia chương trình “{}”, năm học {}",
            programme.name, programme.school_year
        )),
        attached_to: Some(
            "Kèm theo Tờ trình số ........ ngày .... tháng .... năm ......".to_owned(),
        ),
        addressees: Vec::new(),
        grounds,
        body: vec![Block::Table(table(tiers, rows)), Block::Text(summary(tiers, rows))],
        signatures: vec![
            sign("Người lập danh sách"),
            signatory(&programme.signatory_title, &programme.signatory_name),
        ],
        // The submission it is annexed to names the recipients.
        recipients: Vec::new(),
    }
}

fn table(tiers: &[Tier], rows: &[AwardRow]) -> Table {
    let columns = vec![
        Column::new("STT", 5.0, Align::Centre),
        Column::new("Họ và tên", 25.0, Align::Left),
        Column::new("Lớp", 7.0, Align::Centre),
        Column::new("Số giờ", 10.0, Align::Right),
        Column::new("Số lượt", 8.0, Align::Right),
        Column::new("Chuyên cần", 10.0, Align::Right),
        Column::new("Hình thức đề nghị", 22.0, Align::Left),
        Column::new("Ghi chú", 13.0, Align::Left),
    ];
    let hours = |minutes| Lang::Vi.hours(minutes).trim_end_matches(" giờ").to_owned();
    let (mut minutes, mut supports) = (0, 0);
    let cells = rows.iter().zip(1..).map(|(row, at)| {
        minutes += row.minutes;
        supports += row.supports;
        let tier = tiers.iter().find(|tier| tier.id == row.tier);
        vec![
            at.to_string(),
            row.name.clone(),
            row.class_name.clone(),
            hours(row.minutes),
            Lang::Vi.number(row.supports),
            percent_shown(row.attendance_percent),
            tier.map(|tier| tier.name_vi.clone()).unwrap_or_default(),
            row.decision.clone().unwrap_or_default(),
        ]
    });
    let rows = cells.collect();
    let mut total = vec![String::new(); 8];
    total[1] = "Tổng cộng".to_owned();
    (total[3], total[4]) = (hours(minutes), Lang::Vi.number(supports));
    Table { columns, rows, total: Some(total) }
}

/// "Danh sách gồm 12 học sinh: 10 Giấy chứng nhận, 2 Thư khen."
fn summary(tiers: &[Tier], rows: &[AwardRow]) -> String {
    let parts: Vec<String> = tiers
        .iter()
        .map(|tier| (tier, rows.iter().filter(|row| row.tier == tier.id).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(tier, n)| format!("{n} {}", tier.name_vi))
        .collect();
    format!("Danh sách gồm {} học sinh: {}.", rows.len(), parts.join(", "))
}

/// Draws certificates, off the async threads and without holding a connection.
pub async fn print(papers: Vec<Certificate>) -> Answer<Vec<u8>> {
    draw(move || certificates(&papers)).await
}

/// Draws an official paper in the same way.
pub async fn print_paper(paper: Paper) -> Answer<Vec<u8>> {
    draw(move || paper.pdf()).await
}

/// Draws whatever `work` draws, off the async threads.
pub(in crate::service) async fn print_with(
    work: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static,
) -> Answer<Vec<u8>> {
    draw(work).await
}

async fn draw(
    work: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static,
) -> Answer<Vec<u8>> {
    let drawn = tokio::task::spawn_blocking(work).await;
    drawn.map_err(|fault| Error::Fault(fault.to_string()))?.map_err(|error| match error {
        DocumentError::MissingGlyph { character, .. } => {
            AwardRefusal::CannotPrint(character).into()
        }
        DocumentError::TooLong { .. } => AwardRefusal::DoesNotFit.into(),
        DocumentError::Empty => AwardRefusal::NothingToPrint.into(),
        other => Error::Fault(other.to_string()),
    })
}
