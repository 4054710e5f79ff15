//! The waiting line: a seat that comes free is kept for whoever has waited longest, who
//! is called, because not everybody has e-mail.

use crate::db::bookings::line::{self, Call};
use crate::db::{bookings, seats};
use crate::domain::access::Permission;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::ids::{BookingId, SlotId};
use crate::domain::sessions::SessionState;
use crate::service::{Act, Answer, Error, Step};

/// An offer ends this long before the slot begins, so that the next one can still come.
const BEFORE_START_MINUTES: i64 = 120;
/// Offers ended in one act: it should not hold the writer for long.
const AT_ONCE: i64 = 100;

/// Keeps a free seat of the slot for the first in its line; `None` when there is no seat,
/// nobody waits, or the slot begins too soon. Call it whenever a seat comes free.
pub fn offer_next(act: &mut Act<'_>, slot: SlotId) -> Answer<Option<BookingId>> {
    let Some(first) = line::first(act.conn, slot)? else { return Ok(None) };
    let facts = bookings::slot_facts(act.conn, slot, "")?;
    let until = offer_until(act, facts.starts_at);
    let open = matches!(facts.state, SessionState::Open | SessionState::Running);
    if !open || until <= act.now {
        return Ok(None);
    }
    let Some(left) = seats::book_ahead(act.conn, slot)? else { return Ok(None) };
    if !line::offer(act.conn, first, until)? {
        // Another instance offered to the same person first: look again.
        return Err(Error::Busy("the waiting line moved".into()));
    }
    if left.was_said_otherwise_before_taking() {
        act.sessions_changed()?;
    }
    act.audit(Step {
        organisation: Some(facts.ward),
        entity: "booking",
        id: first.0,
        act: "offer",
        from: BookingState::Waiting.code(),
        to: BookingState::Offered.code(),
        detail: "",
    })?;
    Ok(Some(first))
}

/// The ward's hours to answer, but never into the last two hours before the slot.
fn offer_until(act: &Act<'_>, starts_at: At) -> At {
    let answer_by = act.now.plus_minutes(act.rules.offer_hours * 60);
    answer_by.min(starts_at.plus_minutes(-BEFORE_START_MINUTES))
}

/// Ends offers that nobody answered in time, passes their seats on, and offers seats that
/// were added to a slot with a line. Returns how many offers ended or began; call it again
/// until there are none.
pub fn expire_offers(act: &mut Act<'_>) -> Answer<usize> {
    let lapsed = line::lapsed(act.conn, act.now, AT_ONCE)?;
    let mut moved = 0;
    for offer in lapsed {
        let (from, to) = (BookingState::Offered, BookingState::Cancelled);
        let freed = seats::give_back(act.conn, offer.id, from, to, Some(OFFER_OVER))?;
        let Some(freed) = freed else { continue };
        moved += 1;
        act.audit(Step {
            organisation: Some(offer.ward),
            entity: "booking",
            id: offer.id.0,
            act: "offer_over",
            from: from.code(),
            to: to.code(),
            detail: "",
        })?;
        pass_on(act, freed)?;
    }
    let earliest = act.now.plus_minutes(BEFORE_START_MINUTES);
    for slot in line::slots_to_fill(act.conn, earliest, AT_ONCE)? {
        moved += usize::from(offer_next(act, slot)?.is_some());
    }
    Ok(moved)
}

/// Why a booking was cancelled when its owner did not answer an offer.
pub const OFFER_OVER: &str = "offer_over";

/// A seat has come free: to whoever waits first, or to the public.
pub(super) fn pass_on(act: &mut Act<'_>, freed: seats::Freed) -> Answer<()> {
    let offered = offer_next(act, freed.slot)?;
    if offered.is_none() && freed.left.was_said_otherwise_before_freeing() {
        act.sessions_changed()?;
    }
    Ok(())
}

/// Where somebody stands in the line, from 1.
pub fn place_in_line(act: &mut Act<'_>, slot: SlotId, booking: BookingId) -> Answer<i64> {
    Ok(line::length(act.conn, slot, Some(booking))? + 1)
}

/// The ward's people to call because a seat is kept for them.
pub fn calls(act: &mut Act<'_>) -> Answer<Vec<Call>> {
    let ward = act.place(Permission::PostSessions)?;
    Ok(line::calls(act.conn, ward, act.now)?)
}
