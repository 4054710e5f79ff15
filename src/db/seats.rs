//! Seats of a slot: taken and given back by conditional updates, so that no two
//! people ever sit on the same one (invariant 1).

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::conn::Conn;
use super::error::DbError;
use super::fixed::Fixed;
use super::schema::{bookings, slots};
use crate::domain::bookings::{BookingState, Left};
use crate::domain::ids::{BookingId, SessionId, SlotId};

type Counters = (BigInt, BigInt, BigInt, BigInt);

const BOOK_AHEAD: &str = "UPDATE slots SET taken = taken + 1, booked_ahead = booked_ahead + 1 \
     WHERE id = ? AND taken < seats AND booked_ahead < bookable \
     RETURNING seats, bookable, taken, booked_ahead";

const FREE: &str = "UPDATE slots SET taken = taken - 1, booked_ahead = booked_ahead - ? \
     WHERE id = ? RETURNING seats, bookable, taken, booked_ahead";

/// Takes a seat ahead of the day and tells what is left; `None` when there was none.
pub fn book_ahead(conn: &mut Conn, slot: SlotId) -> Result<Option<Left>, DbError> {
    let counters: Option<(i64, i64, i64, i64)> =
        Fixed::<Counters>::new(BOOK_AHEAD).with(slot).get_result(conn).optional()?;
    Ok(counters.map(left))
}

/// Takes a seat ahead of the day; false when none is left for booking.
pub fn take_ahead(conn: &mut Conn, slot: SlotId) -> Result<bool, DbError> {
    Ok(book_ahead(conn, slot)?.is_some())
}

/// Takes a seat at the desk; false when the slot is full.
pub fn take_walk_in(conn: &mut Conn, slot: SlotId) -> Result<bool, DbError> {
    let taken = diesel::update(slots::table.find(slot))
        .filter(slots::taken.lt(slots::seats))
        .set(slots::taken.eq(slots::taken + 1))
        .execute(conn)?;
    Ok(taken == 1)
}

/// What a booking gave back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Freed {
    pub slot: SlotId,
    pub left: Left,
}

/// Moves a booking from a state that holds a seat to one that holds none, and gives the
/// seat back, once: `None` when the booking is no longer in that state or held no seat.
pub fn give_back(
    conn: &mut Conn,
    booking: BookingId,
    from: BookingState,
    to: BookingState,
    reason: Option<&str>,
) -> Result<Option<Freed>, DbError> {
    for ahead in [true, false] {
        let slot: Option<SlotId> = diesel::update(bookings::table.find(booking))
            .filter(bookings::state.eq(from).and(bookings::seat_held.eq(true)))
            .filter(bookings::ahead.eq(ahead))
            .set((
                bookings::state.eq(to),
                bookings::seat_held.eq(false),
                bookings::ahead.eq(false),
                bookings::cancel_reason.eq(reason),
            ))
            .returning(bookings::slot_id)
            .get_result(conn)
            .optional()?;
        if let Some(slot) = slot {
            return Ok(Some(Freed { slot, left: free(conn, slot, ahead)? }));
        }
    }
    Ok(None)
}

/// Puts a booking into another slot, both changed or neither; `None` when the new slot has
/// no seat or the booking moved on meanwhile. Whoever waits gives no seat back.
pub fn move_ahead(
    conn: &mut Conn,
    booking: BookingId,
    state: BookingState,
    from: SlotId,
    to: &Target,
) -> Result<Option<Moved>, DbError> {
    let Some(taken) = book_ahead(conn, to.slot)? else { return Ok(None) };
    let held = state != BookingState::Waiting;
    let moved = diesel::update(bookings::table.find(booking))
        .filter(bookings::state.eq(state).and(bookings::slot_id.eq(from)))
        .filter(bookings::seat_held.eq(held).and(bookings::ahead.eq(held)))
        .set((
            bookings::slot_id.eq(to.slot),
            bookings::session_id.eq(to.session),
            bookings::day.eq(to.day),
            bookings::state.eq(BookingState::Booked),
            bookings::seat_held.eq(true),
            bookings::ahead.eq(true),
        ))
        .execute(conn)?;
    if moved != 1 {
        free(conn, to.slot, true)?;
        return Ok(None);
    }
    let freed = if held { Some(Freed { slot: from, left: free(conn, from, true)? }) } else { None };
    Ok(Some(Moved { taken, freed }))
}

/// Where a booking moves to.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub slot: SlotId,
    pub session: SessionId,
    /// The local day of the slot.
    pub day: NaiveDate,
}

/// What a move changed on both sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moved {
    pub taken: Left,
    /// Nothing for somebody who waited.
    pub freed: Option<Freed>,
}

fn free(conn: &mut Conn, slot: SlotId, ahead: bool) -> Result<Left, DbError> {
    let counters: (i64, i64, i64, i64) =
        Fixed::<Counters>::new(FREE).with(i64::from(ahead)).with(slot).get_result(conn)?;
    Ok(left(counters))
}

fn left((seats, bookable, taken, booked_ahead): (i64, i64, i64, i64)) -> Left {
    Left::of(seats, bookable, taken, booked_ahead)
}
