//! A ward's sessions: listing and posting them, asking schools, changing, calling off.

mod adults;
pub mod calls;
pub mod cancel;
pub mod edit;
mod letters;
pub mod post;
pub mod release;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::{Act, Answer, Step};
use crate::db::audit::{self, TrailRow};
use crate::db::organisations;
use crate::db::sessions::lists::{self, Filter, When};
use crate::db::sessions::people::{self, NamedOften};
use crate::db::sessions::screens::{List, Options, Page, WeekOf};
use crate::db::sessions::staff_page;
use crate::db::sessions::{self, Session};
use crate::db::topics;
use crate::domain::access::Permission;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::school_year::{self, ClosedSpan};
use crate::domain::sessions::SessionState;
use crate::domain::sessions::series::WEEKS_AT_MOST;

/// Rows of a page of the list.
pub const PER_PAGE: i64 = 25;

/// A page of one's ward's sessions, first page 1.
pub fn list(act: &mut Act<'_>, when: When, state: Option<SessionState>, page: i64) -> Answer<List> {
    let ward = act.place(Permission::PostSessions)?;
    let filter = Filter { ward, when, state, now: act.now };
    Ok(List {
        lines: lists::page(act.conn, &filter, page, PER_PAGE)?,
        counts: lists::counts(act.conn, &filter)?,
        now: act.now,
    })
}

/// The week a day lies in.
pub fn week(act: &mut Act<'_>, day: Option<NaiveDate>) -> Answer<WeekOf> {
    let ward = act.place(Permission::PostSessions)?;
    let today = act.now.day();
    let day = day.unwrap_or(today);
    let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    let (from, to) = (At::local(monday, NaiveTime::MIN), monday + Days::new(7));
    let lines = lists::between(act.conn, ward, from, At::local(to, NaiveTime::MIN))?;
    let closed = organisations::closed_days(act.conn, &[ward], monday, to - Days::new(1))?;
    Ok(WeekOf { monday, today, lines, closed: closed.into_iter().map(ClosedSpan::from).collect() })
}

/// One session of a ward at which this person posts sessions.
pub fn one(act: &mut Act<'_>, id: SessionId) -> Answer<Page> {
    let session = mine(act, id)?;
    let year = school_year::of(session.starts_at.day());
    Ok(Page {
        around: staff_page::surroundings(act.conn, id)?,
        topics: staff_page::topics(act.conn, id, None)?,
        supervisors: people::supervisors(act.conn, id)?,
        answers: sessions::release::answers(act.conn, id)?,
        schools: organisations::schools(act.conn, session.ward_id)?,
        slots: sessions::slots(act.conn, id)?,
        counts: staff_page::slot_counts(act.conn, id)?,
        on_duty: people::on_duty(act.conn, id, None, &year)?,
        siblings: staff_page::siblings(act.conn, id)?,
        named_often: named_often(act, &session)?,
        trail: history(act, &session)?,
        now: act.now,
        session,
    })
}

/// The session's trail with the numbers of schools and places in words.
fn history(act: &mut Act<'_>, session: &Session) -> Answer<Vec<TrailRow>> {
    let schools = organisations::schools(act.conn, session.ward_id)?;
    let places = organisations::places(act.conn, session.ward_id)?;
    let mut trail = audit::of(act.conn, "session", session.id.0)?;
    for row in &mut trail {
        if row.act == "move" {
            row.detail = edit::before_and_after(&places, &row.detail);
            continue;
        }
        let name = |part: &str| {
            let id = part.strip_prefix("school ").and_then(|id| id.parse().ok());
            let school = id.and_then(|id| schools.iter().find(|school| school.id == id));
            school.map_or_else(|| part.to_owned(), |school| school.short_name.clone())
        };
        row.detail = row.detail.split(", ").map(name).collect::<Vec<_>>().join(", ");
    }
    Ok(trail)
}

fn named_often(act: &mut Act<'_>, session: &Session) -> Answer<Vec<NamedOften>> {
    let midnight = At::local(session.starts_at.day(), NaiveTime::MIN);
    if midnight.plus_minutes(24 * 60) <= act.now {
        return Ok(Vec::new());
    }
    let (ward, limit) = (session.ward_id, act.rules.bookings_per_day);
    Ok(people::named_often(act.conn, ward, (midnight, midnight.plus_minutes(24 * 60)), limit)?)
}

/// A session, or 404 when it is not of a ward at which this person posts sessions.
fn mine(act: &mut Act<'_>, id: SessionId) -> Answer<Session> {
    let session = sessions::get(act.conn, id)?;
    act.within(Permission::PostSessions, session.ward_id)?;
    Ok(session)
}

/// What a form of the ward offers today.
pub fn options(act: &mut Act<'_>) -> Answer<Options> {
    let ward = act.place(Permission::PostSessions)?;
    options_of(act, ward)
}

fn options_of(act: &mut Act<'_>, ward: OrganisationId) -> Answer<Options> {
    let today = act.now.day();
    let schools = organisations::schools(act.conn, ward)?;
    let everybody: Vec<OrganisationId> =
        schools.iter().map(|s| s.id).chain(std::iter::once(ward)).collect();
    let last = today + Days::new(7 * (2 * WEEKS_AT_MOST));
    let closed = organisations::closed_days(act.conn, &everybody, today, last)?;
    Ok(Options {
        ward: organisations::get(act.conn, ward)?,
        places: organisations::places(act.conn, ward)?,
        topics: topics::all(act.conn)?,
        adults: people::adults(act.conn, ward, today)?,
        schools,
        closed: closed.into_iter().map(ClosedSpan::from).collect(),
        today,
    })
}

/// A transition or change of a session, for the trail.
fn note(
    act: &mut Act<'_>,
    session: &Session,
    what: &str,
    to: SessionState,
    detail: &str,
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(session.ward_id),
        entity: "session",
        id: session.id.0,
        act: what,
        from: session.state.code(),
        to: to.code(),
        detail,
    })
}

/// Audits what became of something that hangs on a session.
fn note_part(
    act: &mut Act<'_>,
    session: &Session,
    part: (&str, i64),
    states: (&str, &str),
    detail: &str,
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(session.ward_id),
        entity: part.0,
        id: part.1,
        act: "session_changed",
        from: states.0,
        to: states.1,
        detail,
    })
}

/// Withdraws pupils (all, or these) and the matches that counted on them.
fn withdraw(
    act: &mut Act<'_>,
    session: &Session,
    pupils: Option<&[AmbassadorId]>,
    reason: &str,
) -> Answer<()> {
    use crate::db::sessions::change;
    for (shift, _, from) in change::withdraw_shifts(act.conn, session.id, pupils, reason)? {
        note_part(act, session, ("shift", shift.0), (from.code(), "withdrawn"), "")?;
    }
    for (id, from) in change::replace_matches(act.conn, session.id, pupils, act.now)? {
        note_part(act, session, ("match", id.0), (from.code(), "replaced"), "")?;
    }
    Ok(())
}
