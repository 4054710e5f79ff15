//! Moving, cancelling and answering an offer: by its owner, by whoever may speak for
//! them, or by the ward's coordinator who has them on the telephone.

use super::line::pass_on;
use super::{Opened, refuse_person, refuse_slot};
use crate::db::bookings::mine::Mine;
use crate::db::{bookings, seats};
use crate::domain::bookings::{BookingRefusal, BookingState, By};
use crate::domain::ids::{BookingId, SlotId};
use crate::service::{Act, Answer, Step, matching};

/// Who cancelled, as it is kept with the booking.
const BY_RESIDENT: &str = "by_resident";
const BY_WARD: &str = "by_ward";

/// What became of moving a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moving {
    Moved,
    /// The other time has no seat; the old one is kept.
    Full,
}

/// Moves a booking to another slot of the same topic. The old seat is given back only
/// when the new one is taken, in the same transaction.
pub fn move_to(act: &mut Act<'_>, opened: &Opened, slot: SlotId) -> Answer<Moving> {
    let mine = &opened.mine;
    refuse_change(act, opened)?;
    if slot == mine.slot_id {
        return Ok(Moving::Moved);
    }
    bookings::lock_person(act.conn, &mine.person_key)?;
    let facts = bookings::slot_facts(act.conn, slot, &mine.topic_code)?;
    refuse_slot(act, &facts)?;
    if facts.ward != mine.ward_id {
        return Err(BookingRefusal::NotOpen.into());
    }
    let day = facts.starts_at.day();
    let mut others = bookings::of_the_day(act.conn, mine.ward_id, &mine.person_key, day)?;
    others.retain(|other| other.id != mine.id);
    refuse_person(act, &facts, &others)?;
    let target = seats::Target { slot, session: facts.session, day };
    let moved = seats::move_ahead(act.conn, mine.id, mine.state, mine.slot_id, &target)?;
    let Some(moved) = moved else { return Ok(Moving::Full) };
    if moved.taken.was_said_otherwise_before_taking() {
        act.sessions_changed()?;
    }
    if let Some(freed) = moved.freed {
        pass_on(act, freed)?;
    }
    matching::booking_left(act, mine.session_id, mine.id)?;
    audit(act, mine, "move", BookingState::Booked)?;
    Ok(Moving::Moved)
}

/// Cancels a booking, leaves the waiting line or says no to an offer.
pub fn cancel(act: &mut Act<'_>, opened: &Opened) -> Answer<()> {
    refuse_change(act, opened)?;
    end(act, &opened.mine, "cancel", if opened.by == By::Ward { BY_WARD } else { BY_RESIDENT })
}

/// Says no to an offered seat.
pub fn decline(act: &mut Act<'_>, opened: &Opened) -> Answer<()> {
    if opened.mine.state != BookingState::Offered {
        return Err(BookingRefusal::NotChangeable.into());
    }
    cancel(act, opened)
}

fn end(act: &mut Act<'_>, mine: &Mine, verb: &str, reason: &str) -> Answer<()> {
    let to = BookingState::Cancelled;
    if mine.state == BookingState::Waiting {
        if !bookings::advance(act.conn, mine.id, mine.state, to, Some(reason))? {
            return Err(BookingRefusal::NotChangeable.into());
        }
    } else {
        let freed = seats::give_back(act.conn, mine.id, mine.state, to, Some(reason))?;
        let Some(freed) = freed else { return Err(BookingRefusal::NotChangeable.into()) };
        pass_on(act, freed)?;
        matching::booking_left(act, mine.session_id, mine.id)?;
    }
    audit(act, mine, verb, to)
}

/// Says yes to an offered seat.
pub fn accept(act: &mut Act<'_>, opened: &Opened) -> Answer<()> {
    let mine = &opened.mine;
    if mine.state != BookingState::Offered {
        return Err(BookingRefusal::NotChangeable.into());
    }
    if !bookings::line::accept(act.conn, mine.id, act.now)? {
        return Err(BookingRefusal::OfferOver.into());
    }
    audit(act, mine, "accept_offer", BookingState::Booked)
}

/// Why this person may not change this booking any more.
fn refuse_change(act: &Act<'_>, opened: &Opened) -> Answer<()> {
    if opened.by == By::Proxy && !opened.mine.proxy_may_change {
        return Err(BookingRefusal::NotForProxies.into());
    }
    if !opened.mine.state.is_changeable() {
        return Err(BookingRefusal::NotChangeable.into());
    }
    if opened.mine.starts_at <= act.now {
        return Err(BookingRefusal::Over.into());
    }
    Ok(())
}

fn audit(act: &mut Act<'_>, mine: &Mine, verb: &str, to: BookingState) -> Answer<()> {
    let BookingId(id) = mine.id;
    act.audit(Step {
        organisation: Some(mine.ward_id),
        entity: "booking",
        id,
        act: verb,
        from: mine.state.code(),
        to: to.code(),
        detail: "",
    })
}
