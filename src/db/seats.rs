//! Seats of a slot: taken and given back by conditional updates, so that no two
//! people ever sit on the same one (invariant 1).

use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{bookings, slots};
use crate::domain::ids::{BookingId, SlotId};

/// Takes a seat ahead of the day; false when none is left for booking.
pub fn take_ahead(conn: &mut Conn, slot: SlotId) -> Result<bool, DbError> {
    let taken = diesel::update(slots::table.find(slot))
        .filter(slots::taken.lt(slots::seats).and(slots::booked_ahead.lt(slots::bookable)))
        .set((slots::taken.eq(slots::taken + 1), slots::booked_ahead.eq(slots::booked_ahead + 1)))
        .execute(conn)?;
    Ok(taken == 1)
}

/// Takes a seat at the desk; false when the slot is full.
pub fn take_walk_in(conn: &mut Conn, slot: SlotId) -> Result<bool, DbError> {
    let taken = diesel::update(slots::table.find(slot))
        .filter(slots::taken.lt(slots::seats))
        .set(slots::taken.eq(slots::taken + 1))
        .execute(conn)?;
    Ok(taken == 1)
}

/// Gives a booking's seat back, once; false when it held none. The caller has set,
/// or sets next, the state in which the booking holds no seat.
pub fn give_back(conn: &mut Conn, booking: BookingId) -> Result<bool, DbError> {
    let held: Option<(SlotId, bool)> = bookings::table
        .find(booking)
        .filter(bookings::seat_held.eq(true))
        .select((bookings::slot_id, bookings::ahead))
        .first(conn)
        .optional()?;
    let Some((slot, ahead)) = held else { return Ok(false) };
    let freed = diesel::update(slots::table.find(slot))
        .set((
            slots::taken.eq(slots::taken - 1),
            slots::booked_ahead.eq(slots::booked_ahead - i64::from(ahead)),
        ))
        .execute(conn)?;
    Ok(freed == 1)
}
