//! Who comes, who waits, who is called.

use super::roll::step_of;
use super::{audit, running, running_board};
use crate::db::bookings::{self, NewBooking, NewResident};
use crate::db::desk::{self, Board, Guest, Head};
use crate::db::{DbError, seats};
use crate::domain::bookings::{BookingState, Channel};
use crate::domain::codes;
use crate::domain::desk::{
    ArriveForm, DeskRefusal, HelperForm, Lead, NextForm, RollStep, Sought, WalkIn, WalkInForm, find,
};
use crate::domain::ids::*;
use crate::domain::shifts::ShiftState;
use crate::service::{Act, Answer, Error};

/// Who came, or left, by the one field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Came {
    /// A resident, called under this number; the greeter says the two words.
    Guest { number: i64, name: String, phrase: String },
    /// A pupil by the badge, in or out.
    Pupil { name: String, came: bool },
}

/// The one field: a code, a scanned square, a queue number, a few letters of a name, or
/// a pupil's badge. One hit acts; several are shown to choose from.
pub fn arrive(act: &mut Act<'_>, session: SessionId, form: &ArriveForm) -> Answer<Came> {
    let board = running_board(act, session)?;
    if !form.booking.is_empty() {
        let guest = board.guests.iter().find(|guest| guest.id.to_string() == form.booking);
        let guest = guest.ok_or(Error::NotFound)?;
        if let (BookingState::Arrived, Some(number)) = (guest.state, guest.queue_number) {
            let (name, phrase) = (guest.name.clone(), guest.phrase.clone());
            return Ok(Came::Guest { number, name, phrase });
        }
        return check_in(act, &board.head, guest);
    }
    let hits = find(&form.q, &board.guests, Guest::sought);
    let given_up =
        |guest: &Guest| matches!(guest.state, BookingState::Cancelled | BookingState::Rescheduled);
    // Of several with the same letters a person chooses, also when only one is still expected:
    // somebody else with that name may stand at the desk.
    let here: Vec<_> = hits.iter().filter(|guest| !given_up(guest)).collect();
    match (here.as_slice(), hits.len()) {
        ([one], _) if one.is_expected() => check_in(act, &board.head, one),
        ([one], _) => Err(match one.queue_number {
            None => DeskRefusal::NotToday,
            Some(number) => DeskRefusal::AlreadyHere { number },
        }
        .into()),
        ([], 0) => by_badge(act, &board, &form.q),
        ([], _) => Err(DeskRefusal::NotToday.into()),
        (several, _) => Err(DeskRefusal::SeveralFound { count: several.len() }.into()),
    }
}

fn check_in(act: &mut Act<'_>, head: &Head, guest: &Guest) -> Answer<Came> {
    if !guest.is_expected() {
        return Err(DeskRefusal::Moved.into());
    }
    let number = desk::next_number(act.conn, head.id)?;
    if !desk::arrive(act.conn, guest.id, guest.state, number, act.now)? {
        return Err(DeskRefusal::Moved.into());
    }
    let states = ("arrive", guest.state.code(), BookingState::Arrived.code());
    audit(act, head, ("booking", guest.id.0), states, "")?;
    Ok(Came::Guest { number, name: guest.name.clone(), phrase: guest.phrase.clone() })
}

/// A pupil's badge in the same field checks the pupil in, and out the next time.
fn by_badge(act: &mut Act<'_>, board: &Board, typed: &str) -> Answer<Came> {
    let badges =
        find(typed, &board.pupils, |pupil| Sought { code: &pupil.badge, name: "", number: None });
    let Some(pupil) = badges.first() else { return elsewhere(act, board, typed) };
    let came = pupil.state != ShiftState::Present;
    step_of(act, &board.head, pupil, if came { RollStep::In } else { RollStep::Out })?;
    Ok(Came::Pupil { name: pupil.name.clone(), came })
}

/// Nobody here: says so, or says for which other time of this ward the code is good.
fn elsewhere(act: &mut Act<'_>, board: &Board, typed: &str) -> Answer<Came> {
    let Some(code) = codes::read(typed) else { return Err(DeskRefusal::NobodyFound.into()) };
    match desk::time_of_code(act.conn, board.head.ward_id, &code)? {
        Some(at) => Err(DeskRefusal::OtherSession { at }.into()),
        None => Err(DeskRefusal::NobodyFound.into()),
    }
}

/// Takes somebody who comes without a booking: the next slot with a seat, at once in the
/// queue. The same form sent again shows the same guest; another guest under its key is
/// refused by name of the first.
pub fn walk_in(act: &mut Act<'_>, session: SessionId, form: &WalkInForm) -> Answer<Guest> {
    let head = running(act, session)?;
    let offered = desk::offered(act.conn, session)?;
    let topics: Vec<String> = offered.into_iter().map(|topic| topic.code).collect();
    let walk_in = WalkIn::parse(form, &topics)?;
    let earlier = bookings::by_key(act.conn, &walk_in.key)?;
    let booking = match earlier {
        Some((earlier, ..)) => earlier,
        None => add_walk_in(act, &head, &walk_in)?,
    };
    let guests = desk::guests(act.conn, session)?;
    let guest = guests.into_iter().find(|guest| guest.id == booking).ok_or(Error::NotFound)?;
    let same = guest.name == walk_in.name && guest.topic == walk_in.topic;
    match guest.queue_number {
        Some(number) if !same => Err(DeskRefusal::FormUsed { number }.into()),
        _ => Ok(guest),
    }
}

fn add_walk_in(act: &mut Act<'_>, head: &Head, walk_in: &WalkIn) -> Answer<BookingId> {
    let mut slot = None;
    for (id, from, _) in desk::seatable(act.conn, head.id, act.now)? {
        if seats::take_walk_in(act.conn, id)? {
            slot = Some((id, from));
            break;
        }
    }
    let (slot, from) = slot.ok_or(DeskRefusal::WalkInFull)?;
    // With nothing but a name two people may share it: each visit is a person of its own.
    let person_key = format!("walk-in/{}", walk_in.key);
    let resident = NewResident {
        ward: head.ward_id,
        name: &walk_in.name,
        phone: None,
        birth_year: None,
        area: None,
        access_needs: "",
        person_key: &person_key,
    };
    let resident = bookings::add_resident(act.conn, &resident, act.now)?;
    let number = desk::next_number(act.conn, head.id)?;
    let booking = add_with_new_code(
        act,
        &NewBooking {
            code: "",
            ward_id: head.ward_id,
            session_id: head.id,
            slot_id: slot,
            resident_id: resident,
            topic_code: &walk_in.topic,
            state: BookingState::Arrived,
            channel: Channel::WalkIn,
            seat_held: true,
            ahead: false,
            day: from.day(),
            person_key: &person_key,
            phrase: &codes::phrase(rand::random()),
            tear_off: &codes::tear_off(rand::random()),
            language: "vi",
            proxy_name: None,
            proxy_relation: None,
            proxy_agreed: None,
            proxy_may_change: false,
            proxy_phone: None,
            idempotency_key: &walk_in.key,
            created_at: act.now,
            arrived_at: Some(act.now),
        },
    )?;
    desk::number(act.conn, booking, number)?;
    let states = ("walk_in", "", BookingState::Arrived.code());
    audit(act, head, ("booking", booking.0), states, "")?;
    // One seat fewer to be booked by others.
    act.sessions_changed()?;
    Ok(booking)
}

/// Adds the booking under a code that nobody else has.
pub(super) fn add_with_new_code(act: &mut Act<'_>, new: &NewBooking<'_>) -> Answer<BookingId> {
    for _ in 0..8 {
        let code = codes::code(rand::random());
        let new = NewBooking { code: &code, ..new.clone() };
        match bookings::add_if_code_is_new(act.conn, &new) {
            Ok(Some(id)) => return Ok(id),
            Ok(None) => {}
            // The same person has just taken a seat of that slot by another way.
            Err(DbError::Conflict(_)) => return Err(DeskRefusal::SlotGone.into()),
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::Fault("no free booking code in eight tries".into()))
}

/// A resident who has been called to a helper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Called {
    pub guest: Guest,
    pub lead_name: String,
}

/// Calls in whom the page showed as the next. Pressed twice, or by two people at once, it
/// calls one: the second press finds the same resident called already.
pub fn call_next(act: &mut Act<'_>, session: SessionId, form: &NextForm) -> Answer<Called> {
    let board = running_board(act, session)?;
    let shown = board.guests.iter().find(|guest| guest.id.to_string() == form.booking);
    if let Some(guest) = shown.filter(|guest| guest.state == BookingState::BeingHelped) {
        let lead_name = guest.lead_name.clone().unwrap_or_default();
        return Ok(Called { guest: guest.clone(), lead_name });
    }
    board.room().start_help()?;
    let Some(guest) = shown.filter(|guest| guest.state == BookingState::Arrived) else {
        return Err(match board.waiting().is_empty() {
            true => DeskRefusal::NobodyWaiting,
            false => DeskRefusal::Moved,
        }
        .into());
    };
    let lead = board.suggestion(guest).ok_or(DeskRefusal::NobodyFree)?;
    begin(act, &board, guest, lead)
}

/// Begins the help with one who waits; without a chosen helper, with whoever is free and able.
pub fn start(
    act: &mut Act<'_>,
    session: SessionId,
    booking: BookingId,
    form: &HelperForm,
) -> Answer<Called> {
    let board = running_board(act, session)?;
    let guest = board.guest(booking).ok_or(Error::NotFound)?;
    if guest.state != BookingState::Arrived {
        return Err(DeskRefusal::Moved.into());
    }
    board.room().start_help()?;
    let lead = match form.helper.as_str() {
        "" => board.suggestion(guest).ok_or(DeskRefusal::NobodyFree)?,
        word => Lead::read(word)?,
    };
    board.may_help(guest, lead)?;
    begin(act, &board, guest, lead)
}

fn begin(act: &mut Act<'_>, board: &Board, guest: &Guest, lead: Lead) -> Answer<Called> {
    if guest.lead() != Some(lead) {
        desk::set_lead(act.conn, guest.id, lead, act.now)?;
    }
    if !desk::start(act.conn, guest.id, act.now)? {
        return Err(DeskRefusal::Moved.into());
    }
    let states = ("start", BookingState::Arrived.code(), BookingState::BeingHelped.code());
    audit(act, &board.head, ("booking", guest.id.0), states, &lead.word())?;
    Ok(Called { guest: guest.clone(), lead_name: board.name_of(lead).to_owned() })
}

/// Chooses who takes a resident next, without beginning yet.
pub fn take_next(
    act: &mut Act<'_>,
    session: SessionId,
    booking: BookingId,
    form: &HelperForm,
) -> Answer<String> {
    let board = running_board(act, session)?;
    let guest = board.guest(booking).ok_or(Error::NotFound)?;
    if !matches!(guest.state, BookingState::Arrived | BookingState::Booked) {
        return Err(DeskRefusal::Moved.into());
    }
    let lead = Lead::read(&form.helper)?;
    board.may_take(guest, lead)?;
    if guest.lead() != Some(lead) {
        desk::set_lead(act.conn, guest.id, lead, act.now)?;
        let states = ("assign", guest.state.code(), guest.state.code());
        audit(act, &board.head, ("booking", guest.id.0), states, &lead.word())?;
    }
    Ok(board.name_of(lead).to_owned())
}

/// Back to the queue: called by mistake, or the helper had to stop.
pub fn back(act: &mut Act<'_>, session: SessionId, booking: BookingId) -> Answer<()> {
    let board = running_board(act, session)?;
    board.guest(booking).ok_or(Error::NotFound)?;
    if !desk::back(act.conn, booking)? {
        return Err(DeskRefusal::Moved.into());
    }
    let states = ("back", BookingState::BeingHelped.code(), BookingState::Arrived.code());
    audit(act, &board.head, ("booking", booking.0), states, "")
}
