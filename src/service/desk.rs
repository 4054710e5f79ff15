//! The desk on the day. Whoever may run it stands either at the session's ward or on
//! the session's own list of supervisors; for everybody else there is no such desk.

mod closing;
mod guardians;
mod queue;
mod roll;
mod visit;

pub use closing::{Confirmed, Ending, close, confirm, end, ending, mark_rest_absent, send_back};
pub use queue::{Called, Came, arrive, back, call_next, start, take_next, walk_in};
pub use roll::{adult, join, open, pupil, pupils_out};
pub use visit::{Visit, absent, finish, leave, reschedule, visit};

use chrono::NaiveTime;

use super::{Act, Answer, Error, Step, conduct, incidents};
use crate::db;
use crate::db::desk::{self, Board, Head, Listed};
use crate::db::sessions;
use crate::domain::access::{Actor, Permission};
use crate::domain::at::At;
use crate::domain::desk::DeskRefusal;
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;

/// Sessions left unopened are shown for so many days.
const LOOK_BACK_DAYS: i64 = 14;

/// The sessions whose desk this person may run, by time.
pub fn list(act: &mut Act<'_>) -> Answer<Vec<Listed>> {
    let person = act.person()?;
    let wards: Vec<_> = person.places(Permission::RunDesk).collect();
    let account = person.account;
    let today = At::local(act.now.day(), NaiveTime::MIN);
    let since = today.plus_minutes(-LOOK_BACK_DAYS * 24 * 60);
    Ok(desk::listed(act.conn, &wards, account, since, today)?)
}

/// The session's head, for those who may run its desk; 404 for others and before it is posted.
fn head(act: &mut Act<'_>, session: SessionId) -> Answer<Head> {
    let account = act.actor.person().map(|person| person.account);
    let head = desk::head(act.conn, session, account)?;
    let at_ward = match act.actor {
        Actor::House => true,
        Actor::Person(person) => person.may_at(Permission::RunDesk, head.ward_id),
        Actor::Visitor => false,
    };
    let has_desk = !matches!(
        head.state,
        SessionState::Draft | SessionState::AwaitingSchool | SessionState::Cancelled
    );
    if has_desk && (at_ward || head.named) { Ok(head) } else { Err(Error::NotFound) }
}

/// The head under the session's lock, for acts that count and then write.
fn locked(act: &mut Act<'_>, session: SessionId) -> Answer<Head> {
    head(act, session)?;
    desk::lock(act.conn, session)?;
    // Read again: somebody may have opened or ended the session before the lock was had.
    head(act, session)
}

/// The same, and the session is running.
fn running(act: &mut Act<'_>, session: SessionId) -> Answer<Head> {
    let head = locked(act, session)?;
    match head.state {
        SessionState::Running => Ok(head),
        _ => Err(DeskRefusal::NotRunning.into()),
    }
}

/// The same, and the session is running or over but not closed: what became of people
/// can still be said.
fn undecided(act: &mut Act<'_>, session: SessionId) -> Answer<Head> {
    let head = locked(act, session)?;
    match head.state {
        SessionState::Running | SessionState::ToConfirm => Ok(head),
        _ => Err(DeskRefusal::NotRunning.into()),
    }
}

/// The board of a running session, to be changed.
fn running_board(act: &mut Act<'_>, session: SessionId) -> Answer<Board> {
    let head = running(act, session)?;
    Ok(desk::board(act.conn, head, act.now.day())?)
}

/// The board of a session in which something can still be decided.
fn undecided_board(act: &mut Act<'_>, session: SessionId) -> Answer<Board> {
    let head = undecided(act, session)?;
    Ok(desk::board(act.conn, head, act.now.day())?)
}

/// The board as it stands.
pub fn board(act: &mut Act<'_>, session: SessionId) -> Answer<Board> {
    let head = head(act, session)?;
    let ward = head.ward_id;
    let mut board = desk::board(act.conn, head, act.now.day())?;
    board.incidents = incidents::at_desk(act, session)?;
    // Only the keys of the session's guests are asked about, not all bars of the ward.
    let guests = board.guests.iter();
    let keys: Vec<_> = guests.map(|g| (g.id, conduct::key_hash(ward, &g.person_key))).collect();
    let hashes: Vec<String> = keys.iter().map(|(_, hash)| hash.clone()).collect();
    let bars = db::conduct::barred_among(act.conn, ward, &hashes, act.now.day())?;
    let until = |hash: &String| bars.iter().find(|(key, _)| key == hash).map(|(_, until)| *until);
    board.barred = keys.iter().filter_map(|(id, hash)| Some((*id, until(hash)?))).collect();
    Ok(board)
}

/// Differs whenever the board would; 404 for those who may not see it.
pub fn version(act: &mut Act<'_>, session: SessionId) -> Answer<String> {
    head(act, session)?;
    Ok(desk::version(act.conn, session)?)
}

/// Open seats follow the adults who are present, from the running slot on.
fn follow_adults(act: &mut Act<'_>, head: &Head) -> Answer<()> {
    let room = desk::room(act.conn, head)?;
    let seats = room.open_seats();
    let bookable = sessions::bookable(seats, head.walk_in_percent);
    if desk::open_seats(act.conn, head.id, seats, bookable, act.now)? > 0 {
        act.sessions_changed()?;
        let detail = format!("adults {}, seats {seats}", room.adults);
        let state = head.state.code();
        audit(act, head, ("session", head.id.0), ("follow_adults", state, state), &detail)?;
    }
    Ok(())
}

/// The account under which something is entered; the house itself enters nothing here.
fn me(act: &Act<'_>) -> Answer<AccountId> {
    Ok(act.person()?.account)
}

/// A step of one booking, shift or support in the audit trail of the session's ward.
fn audit(
    act: &mut Act<'_>,
    head: &Head,
    of: (&str, i64),
    step: (&str, &str, &str),
    detail: &str,
) -> Answer<()> {
    let (entity, id) = of;
    let (name, from, to) = step;
    let organisation = Some(head.ward_id);
    act.audit(Step { organisation, entity, id, act: name, from, to, detail })
}
