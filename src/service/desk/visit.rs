//! How a resident's visit ends.

use super::queue::add_with_new_code;
use super::{audit, me, undecided_board};
use crate::db::bookings::{self, NewBooking};
use crate::db::desk::{self, AdultSupport, Board, Guest, LaterSlot};
use crate::db::seats;
use crate::domain::bookings::{BookingState, Channel};
use crate::domain::codes;
use crate::domain::desk::{DeskRefusal, Finish, FinishForm, Lead, RescheduleForm};
use crate::domain::ids::*;
use crate::domain::supports::{Outcome, SupportState};
use crate::service::{Act, Answer, Error};

/// One resident's page: the board around it, and later times that could be offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visit {
    pub board: Board,
    pub guest: Guest,
    pub later: Vec<LaterSlot>,
}

/// One resident of the session.
pub fn visit(act: &mut Act<'_>, session: SessionId, booking: BookingId) -> Answer<Visit> {
    let board = super::board(act, session)?;
    let guest = board.guest(booking).ok_or(Error::NotFound)?.clone();
    let later = desk::later_slots(act.conn, board.head.ward_id, &guest, act.now)?;
    Ok(Visit { board, guest, later })
}

/// The resident of an act, in one of these states.
fn standing<'b>(board: &'b Board, id: BookingId, states: &[BookingState]) -> Answer<&'b Guest> {
    let guest = board.guest(id).ok_or(Error::NotFound)?;
    if states.contains(&guest.state) { Ok(guest) } else { Err(DeskRefusal::Moved.into()) }
}

/// Ends the help. Beside a pupil one press is enough, because the pupil logs what was
/// done; what an adult did is said here and becomes a support to be confirmed.
pub fn finish(
    act: &mut Act<'_>,
    session: SessionId,
    booking: BookingId,
    form: &FinishForm,
) -> Answer<BookingState> {
    let board = undecided_board(act, session)?;
    let so_far = board.guest(booking).ok_or(Error::NotFound)?.state;
    let referred = form.outcome == Outcome::Referred.code();
    if so_far == (if referred { BookingState::Referred } else { BookingState::Helped }) {
        return Ok(so_far);
    }
    let guest = standing(&board, booking, &[BookingState::BeingHelped, BookingState::Arrived])?;
    let by_pupil = matches!(guest.lead(), Some(Lead::Pupil(_)));
    if by_pupil && guest.state == BookingState::BeingHelped {
        let to = if referred { BookingState::Referred } else { BookingState::Helped };
        return end_help(act, &board, guest, to);
    }
    let finish = Finish::parse(form)?;
    let to = match finish.outcome {
        Outcome::Referred => BookingState::Referred,
        _ => BookingState::Helped,
    };
    if !matches!(guest.lead(), Some(Lead::Adult(_))) {
        // Sent on without any help: whoever sits at the desk did that.
        let me = me(act)?;
        desk::set_lead(act.conn, booking, Lead::Adult(me), act.now)?;
    }
    let support = AdultSupport {
        booking_id: booking,
        session_id: session,
        topic_code: guest.topic.clone(),
        state: SupportState::Logged,
        started_at: guest.started_at.unwrap_or(act.now),
        ended_at: act.now,
        outcome: finish.outcome,
        operated_by: finish.operated_by,
        can_do_alone: finish.can_do_alone,
        handed_to: finish.handed_to,
        tear_off_matched: !finish.tear_off.is_empty() && finish.tear_off == guest.tear_off,
        logged_at: act.now,
        logged_by: me(act)?,
    };
    let support = desk::add_support(act.conn, &support)?;
    let states = ("log", "", SupportState::Logged.code());
    audit(act, &board.head, ("support", support.0), states, "")?;
    end_help(act, &board, guest, to)
}

fn end_help(
    act: &mut Act<'_>,
    board: &Board,
    guest: &Guest,
    to: BookingState,
) -> Answer<BookingState> {
    if !desk::finish(act.conn, guest.id, guest.state, to, act.now)? {
        return Err(DeskRefusal::Moved.into());
    }
    desk::match_done(act.conn, guest.id, act.now)?;
    let states = ("finish", guest.state.code(), to.code());
    audit(act, &board.head, ("booking", guest.id.0), states, "")?;
    Ok(to)
}

/// Gives somebody who could not be served a later time: a booking of its own, with a new
/// code; answers that code.
pub fn reschedule(
    act: &mut Act<'_>,
    session: SessionId,
    booking: BookingId,
    form: &RescheduleForm,
) -> Answer<String> {
    use BookingState::{Arrived, BeingHelped, Booked};
    let board = undecided_board(act, session)?;
    let key = format!("rescheduled:{booking}");
    if let Some((_, code, _)) = bookings::by_key(act.conn, &key)? {
        let new = bookings::mine::by_code(act.conn, &code)?.ok_or(Error::NotFound)?;
        if new.slot_id.to_string() == form.slot {
            return Ok(code);
        }
    }
    let guest = standing(&board, booking, &[Booked, Arrived, BeingHelped])?;
    let later = desk::later_slots(act.conn, board.head.ward_id, guest, act.now)?;
    let slot = later.iter().find(|later| later.slot.to_string() == form.slot);
    let slot = slot.ok_or(DeskRefusal::SlotGone)?;
    if !seats::take_ahead(act.conn, slot.slot)? {
        return Err(DeskRefusal::SlotGone.into());
    }
    let new = NewBooking {
        code: "",
        ward_id: board.head.ward_id,
        session_id: slot.session,
        slot_id: slot.slot,
        resident_id: guest.resident,
        topic_code: &guest.topic,
        state: Booked,
        channel: Channel::Desk,
        seat_held: true,
        ahead: true,
        day: slot.starts_at.day(),
        person_key: &guest.person_key,
        phrase: &codes::phrase(rand::random()),
        tear_off: &codes::tear_off(rand::random()),
        language: &guest.language,
        proxy_name: None,
        proxy_relation: None,
        proxy_agreed: None,
        proxy_may_change: false,
        proxy_phone: None,
        idempotency_key: &key,
        created_at: act.now,
        arrived_at: None,
    };
    let new = add_with_new_code(act, &new)?;
    let_go(act, &board, guest, ("reschedule", BookingState::Rescheduled), None)?;
    let states = ("book", "", Booked.code());
    audit(act, &board.head, ("booking", new.0), states, Channel::Desk.code())?;
    act.sessions_changed()?;
    Ok(desk::code_of(act.conn, new)?)
}

/// The resident left before anybody could help.
pub fn leave(act: &mut Act<'_>, session: SessionId, booking: BookingId) -> Answer<()> {
    let board = undecided_board(act, session)?;
    let gone = board.guest(booking).ok_or(Error::NotFound)?;
    if gone.state == BookingState::Cancelled && gone.arrived_at.is_some() {
        return Ok(());
    }
    let guest = standing(&board, booking, &[BookingState::Arrived])?;
    let_go(act, &board, guest, ("leave", BookingState::Cancelled), Some("left_before_help"))
}

pub(super) fn let_go(
    act: &mut Act<'_>,
    board: &Board,
    guest: &Guest,
    step: (&str, BookingState),
    reason: Option<&str>,
) -> Answer<()> {
    let (name, to) = step;
    if seats::give_back(act.conn, guest.id, guest.state, to, reason)?.is_none() {
        return Err(DeskRefusal::Moved.into());
    }
    desk::drop_match(act.conn, guest.id, act.now)?;
    let states = (name, guest.state.code(), to.code());
    audit(act, &board.head, ("booking", guest.id.0), states, "")?;
    act.sessions_changed()
}

/// Somebody did not come: said by a person, after the slot is over.
pub fn absent(act: &mut Act<'_>, session: SessionId, booking: BookingId) -> Answer<()> {
    let board = undecided_board(act, session)?;
    let guest = standing(&board, booking, &[BookingState::Booked, BookingState::Absent])?;
    if guest.state == BookingState::Absent {
        return Ok(());
    }
    if act.now < guest.slot_ends {
        return Err(DeskRefusal::TooSoonForAbsence { from: guest.slot_ends }.into());
    }
    if !bookings::advance(act.conn, booking, BookingState::Booked, BookingState::Absent, None)? {
        return Err(DeskRefusal::Moved.into());
    }
    let states = ("mark_absent", BookingState::Booked.code(), BookingState::Absent.code());
    audit(act, &board.head, ("booking", booking.0), states, "")
}
