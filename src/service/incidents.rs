//! Reports about somebody's safety: told by a pupil or an adult, seen at once by those in
//! charge, followed until an adult closes them.

use super::letters::{Words, compose};
use super::{Act, Answer, Error, Step, desk};
use crate::db::incidents::{self, Eyes, Here, Incident, MySafety, NewIncident};
use crate::db::organisations;
use crate::domain::access::{Person, Role};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::incidents::{
    CloseForm, Closing, IncidentKind, IncidentState, Report, ReportForm,
};
use crate::domain::lang::Lang;
use crate::paths;

/// Reports on a page.
pub const PER_PAGE: i64 = 25;
/// A pupil's own reports that are shown.
const MINE_SHOWN: i64 = 5;
/// The way to a session and the way home belong to it.
const AROUND_MINUTES: i64 = 180;
/// The same report within so many minutes is the same press.
const PRESSED_TWICE: i64 = 10;

/// From where this person sees reports: coordinators their ward, officers their school, class
/// teachers their class, and everybody the sessions they are or were in charge of.
pub fn eyes(person: &Person) -> Eyes {
    let at = |role: Role| {
        let held = person.roles.iter().filter(move |held| held.role == role);
        held.filter_map(|held| held.organisation).collect()
    };
    Eyes {
        account: person.account,
        wards: at(Role::Coordinator),
        schools: at(Role::SchoolOfficer),
        classes: person.roles.iter().filter_map(|held| held.class).collect(),
    }
}

/// Gathers it; `session` is the page one comes from.
pub fn my_safety(act: &mut Act<'_>, session: Option<SessionId>) -> Answer<MySafety> {
    let person = act.person()?;
    let (account, pupil) = (person.account, person.pupil.clone().ok_or(Error::Forbidden)?);
    Ok(MySafety {
        here: here(act, pupil.ambassador, session)?,
        mine: incidents::mine(act.conn, account, MINE_SHOWN)?,
        ward: organisations::get(act.conn, pupil.ward)?,
        school: organisations::get(act.conn, pupil.school)?,
    })
}

fn here(
    act: &mut Act<'_>,
    pupil: AmbassadorId,
    session: Option<SessionId>,
) -> Answer<Option<Here>> {
    if let Some(session) = session
        && let Some(own) = incidents::own_session(act.conn, pupil, session)?
    {
        return Ok(Some(own));
    }
    let (before, after) =
        (act.now.plus_minutes(AROUND_MINUTES), act.now.plus_minutes(-AROUND_MINUTES));
    Ok(incidents::here(act.conn, pupil, before, after)?)
}

/// A pupil reports something.
pub fn report_mine(act: &mut Act<'_>, form: &ReportForm) -> Answer<IncidentId> {
    let person = act.person()?;
    let (account, pupil) = (person.account, person.pupil.clone().ok_or(Error::Forbidden)?);
    let report = Report::parse(form)?;
    let here = here(act, pupil.ambassador, report.session)?;
    let new = NewIncident {
        ward_id: here.as_ref().map_or(pupil.ward, |here| here.ward),
        school_id: Some(pupil.school),
        session_id: here.as_ref().map(|here| here.session),
        ambassador_id: Some(pupil.ambassador),
        reported_by: account,
        kind: report.kind,
        what: &report.what,
        away: report.away,
        state: IncidentState::Reported,
        created_at: act.now,
    };
    keep(act, &new)
}

/// Whoever runs the desk reports something, about a pupil on duty or about nobody in particular.
pub fn report_at_desk(
    act: &mut Act<'_>,
    session: SessionId,
    form: &ReportForm,
) -> Answer<IncidentId> {
    let head = desk::board(act, session)?.head;
    let report = Report::parse(form)?;
    let school = match report.pupil {
        Some(pupil) => {
            let school = incidents::school_on_duty(act.conn, session, pupil)?;
            Some(school.ok_or(Error::NotFound)?)
        }
        None => None,
    };
    let new = NewIncident {
        ward_id: head.ward_id,
        school_id: school,
        session_id: Some(session),
        ambassador_id: report.pupil,
        reported_by: act.person()?.account,
        kind: report.kind,
        what: &report.what,
        away: false,
        state: IncidentState::Reported,
        created_at: act.now,
    };
    keep(act, &new)
}

fn keep(act: &mut Act<'_>, new: &NewIncident<'_>) -> Answer<IncidentId> {
    let since = act.now.plus_minutes(-PRESSED_TWICE);
    if let Some(id) = incidents::told_before(act.conn, new, since)? {
        return Ok(id);
    }
    let id = incidents::add(act.conn, new)?;
    audit(act, new.ward_id, id, ("report", "", IncidentState::Reported))?;
    let about = About {
        id,
        ward: new.ward_id,
        school: new.school_id,
        session: new.session_id.filter(|_| !new.away),
        kind: new.kind,
        at: new.created_at,
    };
    tell(act, &about, IncidentState::Reported)?;
    Ok(id)
}

/// A page of the reports this person may see, and how many there are.
pub fn list(act: &mut Act<'_>, page: i64) -> Answer<(Vec<Incident>, i64)> {
    let eyes = eyes(act.person()?);
    let rows = incidents::list(act.conn, &eyes, (PER_PAGE, (page - 1) * PER_PAGE))?;
    Ok((rows, incidents::count(act.conn, &eyes)?))
}

/// One report; 404 for those whom it does not concern.
pub fn one(act: &mut Act<'_>, id: IncidentId) -> Answer<Incident> {
    let eyes = eyes(act.person()?);
    Ok(incidents::get(act.conn, &eyes, id)?)
}

/// The open reports of a session, for those at its desk whom they concern.
pub(super) fn at_desk(act: &mut Act<'_>, session: SessionId) -> Answer<Vec<Incident>> {
    let Some(person) = act.actor.person() else { return Ok(Vec::new()) };
    let eyes = eyes(person);
    Ok(incidents::open_at(act.conn, &eyes, session)?)
}

/// An adult has seen it; once more changes nothing.
pub fn see(act: &mut Act<'_>, id: IncidentId) -> Answer<()> {
    let found = one(act, id)?;
    if found.state != IncidentState::Reported {
        return Ok(());
    }
    let by = act.person()?.account;
    if incidents::see(act.conn, id, by, act.now)? {
        audit(act, found.ward, id, ("see", found.state.code(), IncidentState::Seen))?;
    }
    Ok(())
}

/// An adult takes care of it.
pub fn handle(act: &mut Act<'_>, id: IncidentId) -> Answer<()> {
    let found = one(act, id)?;
    found.state.may_become(IncidentState::Handling)?;
    let by = act.person()?.account;
    if !incidents::handle(act.conn, id, by, act.now)? {
        return Err(crate::domain::incidents::IncidentRefusal::Moved.into());
    }
    audit(act, found.ward, id, ("handle", found.state.code(), IncidentState::Handling))
}

/// An adult closes it with what came of it and what will be watched; those whom it concerned
/// are told.
pub fn close(act: &mut Act<'_>, id: IncidentId, form: &CloseForm) -> Answer<()> {
    let found = one(act, id)?;
    found.state.may_become(IncidentState::Closed)?;
    let closing = Closing::parse(form)?;
    let by = act.person()?.account;
    if !incidents::close(act.conn, id, &closing, (by, act.now))? {
        return Err(crate::domain::incidents::IncidentRefusal::Closed.into());
    }
    audit(act, found.ward, id, ("close", found.state.code(), IncidentState::Closed))?;
    let about = About {
        id,
        ward: found.ward,
        school: found.school,
        session: found.session.filter(|_| !found.away),
        kind: found.kind,
        at: found.created_at,
    };
    tell(act, &about, IncidentState::Closed)
}

/// What a letter may say: the kind and the hour, never a name.
struct About {
    id: IncidentId,
    ward: OrganisationId,
    school: Option<OrganisationId>,
    /// None when the session's adults are not to know.
    session: Option<SessionId>,
    kind: IncidentKind,
    at: At,
}

fn tell(act: &mut Act<'_>, about: &About, state: IncidentState) -> Answer<()> {
    let today = act.now.day();
    let readers = incidents::readers(act.conn, (about.ward, about.school), about.session, today)?;
    for reader in readers {
        let lang = Lang::from_tag(&reader.lang);
        let (subject, first) = match state {
            IncidentState::Closed => (
                lang.t("Báo cáo an toàn đã khép lại", "A safety report is closed"),
                lang.t(
                    "Một báo cáo an toàn đã có kết quả. Mời mở trang để xem đã làm gì và còn theo dõi gì.",
                    "A safety report has come to its end. Open the page to see what was done and what is watched.",
                ),
            ),
            _ => (
                lang.t("Báo cáo an toàn mới, cần xem ngay", "A new safety report, please look now"),
                lang.t(
                    "Vừa có một báo cáo an toàn. Thư này không ghi tên em nào. Mời mở trang để xem và nhận xử lý. Nguy cấp: gọi 113, hoặc 111 về bảo vệ trẻ em.",
                    "A safety report has just come in. This letter names no child. Open the page, look and take charge. In danger call 113, or 111 for child protection.",
                ),
            ),
        };
        let url = format!("{}{}", act.rules.public_url, paths::incidents::one(about.id));
        let words = Words {
            subject: subject.to_owned(),
            to: reader.name,
            paragraphs: vec![first.to_owned()],
            facts: vec![
                (lang.t("Chuyện", "What").to_owned(), about.kind.name(lang).to_owned()),
                (lang.t("Báo lúc", "Reported").to_owned(), lang.moment(about.at)),
            ],
            link: Some((lang.t("Mở báo cáo", "Open the report").to_owned(), url)),
            also: None,
        };
        let key = format!("incident.{}:{}:{}", state.code(), about.id, reader.account);
        act.send(&compose(key, &reader.email, lang, &words))?;
    }
    Ok(())
}

/// The trail says that something was told and how far it came, never what.
fn audit(
    act: &mut Act<'_>,
    ward: OrganisationId,
    id: IncidentId,
    (what, from, to): (&str, &str, IncidentState),
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(ward),
        entity: "incident",
        id: id.0,
        act: what,
        from,
        to: to.code(),
        detail: "",
    })
}
