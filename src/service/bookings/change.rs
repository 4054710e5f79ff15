//! Moving, cancelling and answering an offer: by its owner, by whoever may speak for
//! them, or by the ward's coordinator who has them on the telephone.

use super::line::pass_on;
use super::{Opened, refuse_person, refuse_slot};
use crate::db::bookings::mine::Mine;
use crate::db::{bookings, seats};
use crate::domain::at::At;
use crate::domain::bookings::{BookingRefusal, BookingState, By};
use crate::domain::ids::{BookingId, SlotId};
use crate::domain::sessions::SessionState;
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
/// when the new one is taken, in the same transaction. `from` is the slot at which whoever
/// asks saw it: the same form sent again finds it moved, and that is what was wanted.
pub fn move_to(
    act: &mut Act<'_>,
    opened: &Opened,
    from: Option<SlotId>,
    slot: SlotId,
) -> Answer<Moving> {
    let mine = &opened.mine;
    may_change(opened, act.now)?;
    if slot == mine.slot_id {
        let sent_again = from.is_some_and(|from| from != slot);
        return if sent_again { Ok(Moving::Moved) } else { Err(BookingRefusal::SameTime.into()) };
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

/// Cancels a booking, leaves the waiting line or says no to an offer; once more changes
/// nothing.
pub fn cancel(act: &mut Act<'_>, opened: &Opened) -> Answer<()> {
    if is_cancelled_by(opened) {
        return Ok(());
    }
    may_change(opened, act.now)?;
    end(act, &opened.mine, "cancel", reason(opened.by))
}

fn reason(by: By) -> &'static str {
    if by == By::Ward { BY_WARD } else { BY_RESIDENT }
}

/// Has this side cancelled it before?
fn is_cancelled_by(opened: &Opened) -> bool {
    let (mine, by) = (&opened.mine, opened.by);
    mine.state == BookingState::Cancelled
        && mine.cancel_reason.as_deref() == Some(reason(by))
        && (by != By::Proxy || mine.proxy_may_change)
}

/// Says no to an offered seat.
pub fn decline(act: &mut Act<'_>, opened: &Opened) -> Answer<()> {
    if opened.mine.state != BookingState::Offered && !is_cancelled_by(opened) {
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

/// Says yes to an offered seat; once more changes nothing.
pub fn accept(act: &mut Act<'_>, opened: &Opened) -> Answer<()> {
    let mine = &opened.mine;
    if mine.state == BookingState::Booked && mine.offered_until.is_some() {
        return Ok(());
    }
    if mine.state != BookingState::Offered {
        return Err(BookingRefusal::NotChangeable.into());
    }
    if !bookings::line::accept(act.conn, mine.id, act.now)? {
        return Err(BookingRefusal::OfferOver.into());
    }
    audit(act, mine, "accept_offer", BookingState::Booked)
}

/// Why this person may not change this booking any more.
pub fn may_change(opened: &Opened, now: At) -> Result<(), BookingRefusal> {
    let mine = &opened.mine;
    if opened.by == By::Proxy && !mine.proxy_may_change {
        return Err(BookingRefusal::NotForProxies);
    }
    if !mine.state.is_changeable() || mine.session_state == SessionState::Cancelled {
        return Err(BookingRefusal::NotChangeable);
    }
    if mine.starts_at <= now {
        return Err(BookingRefusal::TooLateToChange);
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
