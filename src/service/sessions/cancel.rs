//! Calling a session off, alone or with the rest of its series: bookings end and give
//! their seats back, pupils are released, and whoever can be written to is.

use super::edit::{changeable, reached, scope_of};
use super::{letters, mine, note, note_part, withdraw};
use crate::db::desk;
use crate::db::sessions::people::{self, OnDuty};
use crate::db::sessions::screens::Concerned;
use crate::db::sessions::{Session, change, series};
use crate::domain::ids::*;
use crate::domain::school_year;
use crate::domain::sessions::change::{CancelForm, cancel_reason};
use crate::domain::sessions::{SessionRefusal, SessionState};
use crate::service::{Act, Answer};

/// Whom calling this session off would concern.
pub fn concerned(act: &mut Act<'_>, id: SessionId) -> Answer<Concerned> {
    let session = changeable(act, id)?;
    let year = school_year::of(session.starts_at.day());
    let in_series = match session.series_id {
        Some(series) => series::ahead(act.conn, series, act.now, act.now)?.len(),
        None => 0,
    };
    Ok(Concerned {
        in_series,
        expected: people::expected(act.conn, id, None)?,
        on_duty: people::on_duty(act.conn, id, None, &year)?,
        session,
    })
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cancelled {
    pub sessions: usize,
    /// Residents who have to be called.
    pub to_call: usize,
}

/// Calls the session off, and those of its series that the scope reaches. Once more with the
/// same reason changes nothing.
pub fn cancel(act: &mut Act<'_>, id: SessionId, form: &CancelForm) -> Answer<Cancelled> {
    let found = mine(act, id)?;
    if found.state == SessionState::Cancelled
        && found.cancel_reason.as_deref() == Some(cancel_reason(form)?.as_str())
    {
        return Ok(Cancelled { sessions: 1, to_call: 0 });
    }
    let session = changeable(act, id)?;
    let reason = cancel_reason(form)?;
    let (reached, range) = reached(act, &session, scope_of(&form.scope))?;
    let year = school_year::of(session.starts_at.day());
    let on_duty = people::on_duty(act.conn, id, range, &year)?;
    let mut to_call = 0;
    for target in &reached {
        let pupils: Vec<&OnDuty> =
            on_duty.iter().filter(|pupil| pupil.session_id == target.id).collect();
        to_call += cancel_one(act, target, &pupils, &reason)?;
    }
    act.sessions_changed()?;
    Ok(Cancelled { sessions: reached.len(), to_call })
}

fn cancel_one(
    act: &mut Act<'_>,
    session: &Session,
    pupils: &[&OnDuty],
    reason: &str,
) -> Answer<usize> {
    if !change::cancel(act.conn, session.id, session.revision, reason)? {
        return Err(SessionRefusal::ChangedMeanwhile.into());
    }
    note(act, session, "cancel", SessionState::Cancelled, "")?;
    let bookings = change::cancel_bookings(act.conn, session.id, reason)?;
    for (booking, from) in &bookings {
        note_part(act, session, ("booking", booking.0), (from.code(), "cancelled"), "")?;
    }
    withdraw(act, session, None, reason)?;
    // Adults who had come early are free for another session.
    for adult in desk::adults_out(act.conn, session.id, None, act.now)? {
        note_part(act, session, ("adult_attendance", adult.0), ("present", "left"), "")?;
    }
    if session.state != SessionState::Draft {
        letters::cancelled(act, session, pupils, reason)?;
    }
    Ok(bookings.len())
}
