//! Hours: credited when a session is closed or a family support confirmed, reversed
//! with a reason, and summed up.

mod mending;
pub mod sheet;
pub mod verify;

pub use mending::{credit_again, pupil_of, reverse};

use super::{Act, Answer, Error, Step};
use crate::db::hours::{self as ledger, Credited, LedgerRow, NewEntry, Period, Total, Whose};
use crate::db::{organisations, sessions};
use crate::domain::access::{Actor, Permission};
use crate::domain::at::At;
use crate::domain::hours::{Book, Caps, HoursKind, HoursRefusal, attended, week_of};
use crate::domain::ids::*;
use crate::domain::school_year;
use crate::domain::sessions::SessionState;
use crate::domain::supports::FamilyState;

/// What crediting a session appended to the ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Appended {
    pub rows: usize,
    pub minutes: i64,
}

/// Credits every finished shift of a closed session: once each, whatever is done to
/// the session afterwards. Whoever closes the session calls it in the same act.
pub fn credit_session(act: &mut Act<'_>, session: SessionId) -> Answer<Appended> {
    let held = sessions::get(act.conn, session)?;
    if held.state != SessionState::Closed {
        return Err(HoursRefusal::SessionNotClosed.into());
    }
    let pupils: Vec<_> =
        ledger::due_of_session(act.conn, session)?.iter().map(|due| due.ambassador).collect();
    ledger::lock_pupils(act.conn, &pupils)?;
    let day = held.starts_at.day();
    let credited = ledger::credited_in_session(act.conn, session, week_of(day))?;
    let mut rows = Vec::new();
    // Read again under the lock: another instance may have been at it.
    for due in ledger::due_of_session(act.conn, session)? {
        let mut stay = due.stay();
        stay.to = stay.to.min(act.now);
        let mut book = book_of(due.ambassador, Caps::SESSIONS, &credited);
        let minutes = book.credit(day, attended(stay, due.window()));
        if minutes > 0 {
            let entry = new_entry(act, due.ambassador, HoursKind::Session, minutes, day);
            rows.push(NewEntry { shift_id: Some(due.shift), ..entry });
        }
    }
    ledger::append(act.conn, &rows)?;
    let appended = Appended { rows: rows.len(), minutes: rows.iter().map(|row| row.minutes).sum() };
    act.audit(Step {
        organisation: Some(held.ward_id),
        entity: "session",
        id: session.0,
        act: "credit_hours",
        from: "",
        to: "",
        detail: &format!("rows {}, minutes {}", appended.rows, appended.minutes),
    })?;
    Ok(appended)
}

/// Credits a confirmed family support, once, as far as the week's hour allows;
/// answers the minutes. Whoever confirms it calls it in the same act.
pub fn credit_family(act: &mut Act<'_>, id: FamilySupportId) -> Answer<i64> {
    let work = ledger::family_work(act.conn, id)?;
    if work.state != FamilyState::Confirmed || work.done_on > act.now.day() {
        return Err(HoursRefusal::FamilyNotConfirmed.into());
    }
    let pupil = work.ambassador;
    ledger::lock_pupils(act.conn, &[pupil])?;
    if ledger::family_is_credited(act.conn, id)? {
        return Ok(0);
    }
    let week = week_of(work.done_on);
    let credited = ledger::credited_to_pupil(act.conn, pupil, HoursKind::Family, week)?;
    let minutes = book_of(pupil, Caps::FAMILY, &credited).credit(work.done_on, work.minutes);
    if minutes > 0 {
        let entry = new_entry(act, pupil, HoursKind::Family, minutes, work.done_on);
        ledger::append(act.conn, &[NewEntry { family_support_id: Some(id), ..entry }])?;
    }
    act.audit(Step {
        organisation: Some(work.school),
        entity: "family_support",
        id: id.0,
        act: "credit_hours",
        from: "",
        to: "",
        detail: &format!("minutes {minutes}"),
    })?;
    Ok(minutes)
}

fn book_of(pupil: AmbassadorId, caps: Caps, credited: &[Credited]) -> Book {
    let own = credited.iter().filter(|row| row.ambassador == pupil);
    Book::open(caps, own.map(|row| (row.day, row.minutes)))
}

fn new_entry(
    act: &Act<'_>,
    pupil: AmbassadorId,
    kind: HoursKind,
    minutes: i64,
    earned_on: chrono::NaiveDate,
) -> NewEntry {
    NewEntry {
        ambassador_id: pupil,
        school_year: school_year::of(earned_on),
        kind,
        shift_id: None,
        family_support_id: None,
        reverses_id: None,
        recredits_id: None,
        minutes,
        earned_on,
        reason: String::new(),
        created_by: act.actor.person().map(|person| person.account),
        created_at: act.now,
    }
}

/// Where a pupil stands: what the ledger says and what still waits for its session to close.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    pub total: Total,
    /// Minutes that closing the open sessions would credit.
    pub pending: i64,
}

/// A pupil's standing and ledger of the running school year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PupilLedger {
    pub standing: Standing,
    pub rows: Vec<LedgerRow>,
}

/// The signed-in pupil's own hours.
pub fn mine(act: &mut Act<'_>) -> Answer<PupilLedger> {
    let pupil = act.person()?.pupil.as_ref().ok_or(Error::Forbidden)?.ambassador;
    pupil_ledger(act, pupil)
}

/// A pupil's hours, for the school's staff.
pub fn of_pupil(act: &mut Act<'_>, pupil: AmbassadorId) -> Answer<PupilLedger> {
    let page = pupil_ledger(act, pupil)?;
    let total = &page.standing.total;
    act.within(Permission::SeeSchool, total.school)?;
    if !sees_class(act, total.class)? {
        return Err(Error::NotFound);
    }
    Ok(page)
}

fn pupil_ledger(act: &mut Act<'_>, pupil: AmbassadorId) -> Answer<PupilLedger> {
    let period = Period::school_year(act.now.day());
    let standing = standing(act, pupil, period)?;
    Ok(PupilLedger { standing, rows: ledger::ledger(act.conn, pupil, period)? })
}

/// Where a pupil stands in a period. The caller has checked who may see it.
pub fn standing(act: &mut Act<'_>, pupil: AmbassadorId, period: Period) -> Answer<Standing> {
    let total = ledger::totals(act.conn, Whose::Pupil(pupil), period)?.pop();
    let total = total.ok_or(Error::NotFound)?;
    let due = ledger::due_of_pupil(act.conn, pupil)?;
    let days = (period.from - chrono::Days::new(6), period.to + chrono::Days::new(6));
    let credited = ledger::credited_to_pupil(act.conn, pupil, HoursKind::Session, days)?;
    let mut book = book_of(pupil, Caps::SESSIONS, &credited);
    let pending = due.iter().map(|due| {
        let window = due.window();
        book.credit(window.from.day(), attended(due.stay(), window))
    });
    Ok(Standing { pending: pending.sum(), total })
}

/// The hours of a school's pupils, class by class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SchoolHours {
    pub school: organisations::Organisation,
    pub school_year: String,
    pub period: Period,
    pub at: At,
    /// By grade and class, then by given name.
    pub totals: Vec<Total>,
}

/// The running school year's hours of one's own school; a class teacher sees the own class.
pub fn of_school(act: &mut Act<'_>) -> Answer<SchoolHours> {
    let school = act.place(Permission::SeeSchool)?;
    let day = act.now.day();
    let period = Period::school_year(day);
    let mut totals = ledger::totals(act.conn, Whose::School(school), period)?;
    if let Some(classes) = act.person()?.only_classes(Permission::SeeSchool) {
        totals.retain(|total| classes.contains(&total.class));
    }
    Ok(SchoolHours {
        school: organisations::get(act.conn, school)?,
        school_year: school_year::of(day),
        period,
        at: act.now,
        totals,
    })
}

/// The same of one class.
pub fn of_class(act: &mut Act<'_>, class: ClassId) -> Answer<SchoolHours> {
    let mut hours = of_school(act)?;
    hours.totals.retain(|total| total.class == class);
    if hours.totals.is_empty() { Err(Error::NotFound) } else { Ok(hours) }
}

fn sees_class(act: &Act<'_>, class: ClassId) -> Answer<bool> {
    if matches!(act.actor, Actor::House) {
        return Ok(true);
    }
    let only = act.person()?.only_classes(Permission::SeeSchool);
    Ok(only.is_none_or(|classes| classes.contains(&class)))
}
