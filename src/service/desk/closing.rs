//! The end: everybody out, supports confirmed, absences decided, hours credited.

use super::visit::let_go;
use super::{audit, head, locked, me, undecided, undecided_board};
use crate::db::desk::{self, AdultStay, Board, Done, Guest};
use crate::db::sessions;
use crate::db::shifts::pages::topic_names;
use crate::domain::bookings::BookingState;
use crate::domain::desk::{ConfirmForm, DeskRefusal, ENDED_EARLY, Open, ReturnForm};
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;
use crate::domain::supports::SupportState;
use crate::service::hours::{self, Appended};
use crate::service::{Act, Answer, Error};

/// The closing page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ending {
    pub board: Board,
    /// Helped visits with their supports, those without one among them.
    pub done: Vec<Done>,
    /// (code, name, English name) of every topic.
    pub topics: Vec<(String, String, String)>,
    pub adults: Vec<AdultStay>,
    pub open: Open,
    /// Who looks: nobody confirms what he or she gave or entered.
    pub me: AccountId,
}

/// Everything that is to be decided before the session is closed.
pub fn ending(act: &mut Act<'_>, session: SessionId) -> Answer<Ending> {
    let board = super::board(act, session)?;
    Ok(Ending {
        done: desk::done(act.conn, session, board.head.starts_at.day())?,
        topics: topic_names(act.conn)?,
        adults: desk::adult_stays(act.conn, session)?,
        open: desk::undecided(act.conn, session)?,
        me: me(act)?,
        board,
    })
}

/// Ends the session: all pupils have gone, nobody is being helped; the adults who are
/// still here are noted as leaving now. Before everybody's time has come it ends only
/// `early`, by a word of its own: those who were still to come are to come another day, and
/// stand on the call list.
pub fn end(act: &mut Act<'_>, session: SessionId, early: bool) -> Answer<()> {
    let board = undecided_board(act, session)?;
    let (head, room) = (&board.head, board.room());
    if head.state == SessionState::ToConfirm {
        return Ok(());
    }
    if room.pupils > 0 {
        return Err(DeskRefusal::PupilsPresent { count: room.pupils }.into());
    }
    if room.helping > 0 {
        return Err(DeskRefusal::StillHelping { count: room.helping }.into());
    }
    let sent_home: Vec<&Guest> = board.still_to_come(act.now).collect();
    if !sent_home.is_empty() && !early {
        return Err(DeskRefusal::EndsEarly { count: sent_home.len() as i64 }.into());
    }
    for guest in sent_home {
        let to = ("reschedule", BookingState::Rescheduled);
        let_go(act, &board, guest, to, Some(ENDED_EARLY))?;
    }
    let (from, to) = (SessionState::Running, SessionState::ToConfirm);
    if !sessions::advance(act.conn, session, from, to)? {
        return Err(DeskRefusal::Moved.into());
    }
    for adult in desk::adults_out(act.conn, session, None, act.now)? {
        let of = ("adult_attendance", adult.0);
        audit(act, head, of, ("check_out", "present", "left"), &session.to_string())?;
    }
    // Nobody is seated any more, whatever time is left.
    desk::open_seats(act.conn, session, 0, 0, act.now)?;
    audit(act, head, ("session", session.0), ("end", from.code(), to.code()), "")?;
    act.sessions_changed()
}

/// Marks all who were booked and have not come absent, once their slots are over; a
/// person pressed for it. Answers how many.
pub fn mark_rest_absent(act: &mut Act<'_>, session: SessionId) -> Answer<usize> {
    let head = undecided(act, session)?;
    let marked = desk::absent_rest(act.conn, session, act.now)?;
    for booking in &marked {
        let states = ("mark_absent", BookingState::Booked.code(), BookingState::Absent.code());
        audit(act, &head, ("booking", booking.0), states, "")?;
    }
    Ok(marked.len())
}

/// How many supports were confirmed, and how many wait for somebody else because whoever
/// pressed gave or entered them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Confirmed {
    pub count: usize,
    pub own: usize,
}

/// Confirms one support, or all that are logged, never one's own. Also after the session is
/// closed, when a pupil mends what was sent back.
pub fn confirm(act: &mut Act<'_>, session: SessionId, form: &ConfirmForm) -> Answer<Confirmed> {
    let head = head(act, session)?;
    let by = me(act)?;
    let mut rows = desk::done(act.conn, session, head.starts_at.day())?;
    if !form.support.is_empty() {
        let meant = |row: &Done| row.support.is_some_and(|id| id.to_string() == form.support);
        rows.retain(meant);
    }
    let logged = |row: &&Done| row.state == Some(SupportState::Logged);
    let own = rows.iter().filter(logged).filter(|row| row.is_of(by)).count();
    let others = rows.iter().filter(logged).filter(|row| !row.is_of(by));
    let others: Vec<SupportId> = others.filter_map(|row| row.support).collect();
    let confirmed = desk::confirm(act.conn, &others, by, act.now)?;
    if confirmed.is_empty() {
        let confirmed_before = |row: &&Done| {
            matches!(row.state, Some(SupportState::ClosedBySupervisor | SupportState::Verified))
        };
        return match rows.iter().filter(confirmed_before).count() {
            _ if own > 0 => Err(DeskRefusal::OwnSupports.into()),
            0 => Err(DeskRefusal::Moved.into()),
            count => Ok(Confirmed { count, own }),
        };
    }
    let (from, to) = (SupportState::Logged, SupportState::ClosedBySupervisor);
    for support in &confirmed {
        audit(act, &head, ("support", support.0), ("confirm", from.code(), to.code()), "")?;
    }
    Ok(Confirmed { count: confirmed.len(), own })
}

/// Sends one support back to the pupil with what is to be mended.
pub fn send_back(
    act: &mut Act<'_>,
    session: SessionId,
    support: SupportId,
    form: &ReturnForm,
) -> Answer<()> {
    let head = head(act, session)?;
    let done = desk::done(act.conn, session, head.starts_at.day())?;
    let row = done.iter().find(|row| row.support == Some(support)).ok_or(Error::NotFound)?;
    let reason = form.parse()?;
    if row.state == Some(SupportState::Returned) {
        return Ok(());
    }
    if !desk::send_back(act.conn, session, support, &reason)? {
        return Err(DeskRefusal::Moved.into());
    }
    let (from, to) = (SupportState::Logged, SupportState::Returned);
    audit(act, &head, ("support", support.0), ("return", from.code(), to.code()), "")
}

/// Closes the session, which credits the hours. Everything has been decided by somebody.
/// `None` when it was closed before.
pub fn close(act: &mut Act<'_>, session: SessionId) -> Answer<Option<Appended>> {
    let head = locked(act, session)?;
    if head.state == SessionState::Closed {
        return Ok(None);
    }
    if head.state != SessionState::ToConfirm {
        return Err(DeskRefusal::NotRunning.into());
    }
    desk::undecided(act.conn, session)?.decided()?;
    let (from, to) = (SessionState::ToConfirm, SessionState::Closed);
    if !sessions::advance(act.conn, session, from, to)? {
        return Err(DeskRefusal::Moved.into());
    }
    audit(act, &head, ("session", session.0), ("close", from.code(), to.code()), "")?;
    let appended = hours::credit_session(act, session)?;
    act.sessions_changed()?;
    Ok(Some(appended))
}
