//! Safety breaches: noted and withdrawn by the school's officer.

use chrono::{Days, NaiveTime};

use super::{Act, Answer, Error, Step};
use crate::db::breaches::{self, BreachRow, PupilChoice};
use crate::domain::access::Permission;
use crate::domain::at::At;
use crate::domain::breaches::{BreachForm, BreachRefusal, ParsedBreach};
use crate::domain::ids::BreachId;
use crate::domain::recognition::{ReasonForm, reason};

/// Rows of a page.
pub const PER_PAGE: i64 = 25;

/// A page of the own school's breaches, how many there are, and whom one may name.
pub fn page(act: &mut Act<'_>, page: i64) -> Answer<(Vec<BreachRow>, i64, Vec<PupilChoice>)> {
    let school = act.place(Permission::KeepRoster)?;
    let rows = breaches::list(act.conn, school, (PER_PAGE, (page - 1) * PER_PAGE))?;
    let total = breaches::count(act.conn, school)?;
    Ok((rows, total, breaches::pupils(act.conn, school)?))
}

/// Notes a breach of a pupil of the own school.
pub fn note(act: &mut Act<'_>, form: &BreachForm) -> Answer<BreachId> {
    let school = act.place(Permission::KeepRoster)?;
    let new = ParsedBreach::parse(form, act.now.day())?;
    let pupils = breaches::pupils(act.conn, school)?;
    if !pupils.iter().any(|pupil| pupil.id == new.ambassador) {
        return Err(Error::NotFound);
    }
    let day = new.happened_on;
    let midnight = |day| At::local(day, NaiveTime::MIN);
    let (from, to) = (midnight(day), midnight(day + Days::new(1)));
    let session = breaches::session_of(act.conn, new.ambassador, from, to)?;
    let by = act.person()?.account;
    let id = breaches::add(act.conn, &new, session, by, act.now)?;
    let detail = format!("ambassador {}", new.ambassador);
    act.audit(Step {
        organisation: Some(school),
        entity: "breach",
        id: id.0,
        act: "note",
        from: "",
        to: "noted",
        detail: &detail,
    })?;
    Ok(id)
}

/// Withdraws a note that was made by mistake.
pub fn withdraw(act: &mut Act<'_>, id: BreachId, form: &ReasonForm) -> Answer<()> {
    let breach = breaches::get(act.conn, id)?;
    act.within(Permission::KeepRoster, breach.school)?;
    let reason = reason(form)?;
    let by = act.person()?.account;
    if !breaches::withdraw(act.conn, id, by, &reason, act.now)? {
        return Err(BreachRefusal::AlreadyWithdrawn.into());
    }
    act.audit(Step {
        organisation: Some(breach.school),
        entity: "breach",
        id: id.0,
        act: "withdraw",
        from: "noted",
        to: "withdrawn",
        detail: "",
    })
}
