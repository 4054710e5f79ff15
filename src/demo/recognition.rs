//! The school's programme: candidates at every step, two decisions, one award revoked.
//! All of it is done by the product's own services, at the hours at which it would have
//! been done.

use chrono::NaiveDate;

use super::setting::{School, Setting};
use super::staff;
use super::trail::Trail;
use crate::clock::Clock;
use crate::db::recognition::candidates;
use crate::domain::access::{AccountKind, Actor, Held, OrganisationKind, Person, Role};
use crate::domain::at::At;
use crate::domain::breaches::BreachForm;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::recognition::{DecisionForm, Known, ProgrammeForm, ReasonForm};
use crate::domain::school_year;
use crate::service::{Act, Answer, Office, breaches, recognition};

/// Where the computed candidates end up, in turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Revoked,
    Issued,
    Approved,
    Checked,
    SetAside,
    Candidate,
}

const ENDS: [End; 6] =
    [End::Revoked, End::Issued, End::Approved, End::Checked, End::SetAside, End::Candidate];

/// Plays it at the known school, letting the trail catch up before each step.
pub async fn play(office: &Office, setting: &Setting, trail: &mut Trail) -> Answer<()> {
    let school = &setting.wards[0].schools[0];
    let mut story = Story { office, setting, school, trail };
    let officer = story.staff(school.officer, Role::SchoolOfficer, None);
    let board = story.staff(school.board, Role::Board, None);
    let form = programme_form(setting);
    let programme = story.at(-40, &officer, move |act| recognition::create(act, &form)).await?;
    let day = setting.today - chrono::Days::new(10);
    story.at(-9, &officer, move |act| note_breach(act, day)).await?;
    story.at(-8, &officer, move |act| recognition::compute(act, programme).map(|_| ())).await?;
    let known =
        office.read(&Actor::House, move |act| Ok(candidates::known(act.conn, programme)?)).await?;
    let ends = ends(&known);
    let first: Vec<&Known> = of(&ends, &[End::Revoked, End::Issued]).collect();
    story.check(programme, &first, -7).await?;
    story.approve(programme, &board, first.len(), ("45/QĐ-NVN", -6)).await?;
    if !first.is_empty() {
        story.at(-5, &officer, move |act| recognition::issue(act, programme).map(|_| ())).await?;
    }
    for award in of(&ends, &[End::Revoked]).map(|known| known.award) {
        let why = reason("Giờ được ghi nhầm của một bạn cùng tên");
        story.at(-3, &officer, move |act| recognition::revoke(act, award, &why)).await?;
    }
    let second: Vec<&Known> = of(&ends, &[End::Approved]).collect();
    story.check(programme, &second, -3).await?;
    story.approve(programme, &board, second.len(), ("52/QĐ-NVN", -2)).await?;
    let third: Vec<&Known> = of(&ends, &[End::Checked]).collect();
    story.check(programme, &third, -1).await?;
    for known in of(&ends, &[End::SetAside]) {
        let (award, why) = (known.award, reason("Em xin nhận cùng đợt cuối năm học"));
        let teacher = story.teacher(known.earned.class);
        story
            .at(-1, &teacher, move |act| recognition::set_aside(act, award, &why).map(|_| ()))
            .await?;
    }
    Ok(())
}

/// Minh Anh waits for her teacher; Gia Hân holds an award; the others take turns.
fn ends(known: &[Known]) -> Vec<(End, &Known)> {
    let mut turn =
        ENDS.into_iter().chain([End::Issued, End::Checked, End::Candidate].into_iter().cycle());
    known
        .iter()
        .map(|known| match known.earned.ambassador.0 {
            1 => (End::Candidate, known),
            3 => (End::Issued, known),
            _ => (turn.next().unwrap_or(End::Candidate), known),
        })
        .collect()
}

fn of<'k>(ends: &'k [(End, &'k Known)], wanted: &'k [End]) -> impl Iterator<Item = &'k Known> {
    ends.iter().filter(|(end, _)| wanted.contains(end)).map(|(_, known)| *known)
}

fn reason(text: &str) -> ReasonForm {
    ReasonForm { reason: text.to_owned() }
}

/// Of the school year in which most of the demo's sessions lie.
fn programme_form(setting: &Setting) -> ProgrammeForm {
    let within = setting.today - chrono::Days::new(35);
    let (from_day, to_day) = school_year::days(within);
    let form = ProgrammeForm {
        name: "Đại sứ số – Bình dân học vụ số".to_owned(),
        plan_number: "126/KH-NVN".to_owned(),
        plan_date: "2025-10-11".to_owned(),
        from_day: from_day.to_string(),
        to_day: to_day.to_string(),
        signatory_title: staff::HIEU.title.to_owned(),
        signatory_name: staff::HIEU.name.to_owned(),
        place_name: "Đông Hưng Thuận".to_owned(),
        ..ProgrammeForm::default()
    };
    form.with_tiers(&crate::domain::recognition::default_tiers())
}

/// The known pupils behave; another one once did not.
fn note_breach(act: &mut Act<'_>, day: NaiveDate) -> Answer<()> {
    let (_, _, pupils) = breaches::page(act, 1)?;
    let Some(pupil) = pupils.iter().find(|pupil| pupil.id.0 > 3) else { return Ok(()) };
    let form = BreachForm {
        ambassador: pupil.id.to_string(),
        happened_on: day.to_string(),
        what: "Cầm điện thoại của bà con để bấm giúp thay vì chỉ dẫn".to_owned(),
    };
    breaches::note(act, &form).map(|_| ())
}

struct Story<'a> {
    office: &'a Office,
    setting: &'a Setting,
    school: &'a School,
    trail: &'a mut Trail,
}

impl Story<'_> {
    /// Does something as somebody, so many days from now (before it: a negative number).
    async fn at<T: Send + 'static>(
        &mut self,
        days: i64,
        who: &Actor,
        act: impl FnMut(&mut Act<'_>) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let now = self.moment(days);
        self.trail.write(self.office, now).await?;
        let then = Office::new(
            self.office.db().clone(),
            Clock::standing(now),
            self.office.rules().clone(),
        );
        then.write(who, act).await
    }

    /// In the first lesson of that day.
    fn moment(&self, days: i64) -> At {
        let now = self.setting.now;
        let day = now.plus_minutes(days * 24 * 60).day();
        At::local(day, chrono::NaiveTime::MIN).plus_minutes(7 * 60 + 40).min(now)
    }

    /// Each class teacher checks the own pupils.
    async fn check(&mut self, programme: ProgrammeId, known: &[&Known], days: i64) -> Answer<()> {
        for one in known {
            let (award, teacher) = (one.award, self.teacher(one.earned.class));
            self.at(days, &teacher, move |act| {
                recognition::check(act, programme, &[award]).map(|_| ())
            })
            .await?;
        }
        Ok(())
    }

    async fn approve(
        &mut self,
        programme: ProgrammeId,
        board: &Actor,
        seen: usize,
        (number, days): (&str, i64),
    ) -> Answer<()> {
        if seen == 0 {
            return Ok(());
        }
        let decided_on = self.moment(days).day().to_string();
        let form = DecisionForm { number: number.to_owned(), decided_on };
        self.at(days, board, move |act| {
            recognition::approve(act, programme, &form, seen).map(|_| ())
        })
        .await
    }

    fn teacher(&self, class: ClassId) -> Actor {
        let teacher = self.school.classes.iter().find(|one| one.id == class);
        let account = teacher.map_or(self.school.officer, |class| class.teacher);
        self.staff(account, Role::ClassTeacher, Some(class))
    }

    fn staff(&self, account: AccountId, role: Role, class: Option<ClassId>) -> Actor {
        Actor::Person(Box::new(Person {
            account,
            sign_in: SignInId(0),
            kind: AccountKind::Staff,
            name: String::new(),
            lang: Lang::Vi,
            roles: vec![Held {
                role,
                organisation: Some(self.school.id),
                organisation_kind: Some(OrganisationKind::School),
                organisation_name: String::new(),
                class,
                since: self.setting.today,
                until: None,
            }],
            pupil: None,
        }))
    }
}
