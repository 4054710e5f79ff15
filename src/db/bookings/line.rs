//! The waiting line of a slot: who is next, and whom a free seat is kept for.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::fixed::Fixed;
use crate::db::schema::bookings;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::ids::*;

/// Who has waited longest for a seat in a slot.
pub fn first(conn: &mut Conn, slot: SlotId) -> Result<Option<BookingId>, DbError> {
    Ok(Fixed::<BigInt>::new(FIRST).with(slot).get_result(conn).optional()?)
}

const FIRST: &str = "SELECT id FROM bookings WHERE slot_id = ? AND state = 'waiting' \
     AND NOT EXISTS (SELECT 1 FROM residents r WHERE r.id = bookings.resident_id \
        AND r.restricted_at IS NOT NULL) ORDER BY id LIMIT 1";

/// How many wait for the slot; those before `booking` when one is given.
pub fn length(conn: &mut Conn, slot: SlotId, before: Option<BookingId>) -> Result<i64, DbError> {
    Ok(bookings::table
        .filter(bookings::slot_id.eq(slot).and(bookings::state.eq(BookingState::Waiting)))
        .filter(bookings::id.lt(before.unwrap_or(BookingId(i64::MAX))))
        .count()
        .get_result(conn)?)
}

/// Keeps the seat that the caller has just taken for somebody who waits; false when that
/// person does not wait any more.
pub fn offer(conn: &mut Conn, id: BookingId, until: At) -> Result<bool, DbError> {
    let offered = diesel::update(bookings::table.find(id))
        .filter(bookings::state.eq(BookingState::Waiting))
        .set((
            bookings::state.eq(BookingState::Offered),
            bookings::seat_held.eq(true),
            bookings::ahead.eq(true),
            bookings::offered_until.eq(until),
        ))
        .execute(conn)?;
    Ok(offered == 1)
}

/// Turns an offer that still stands into a booking.
pub fn accept(conn: &mut Conn, id: BookingId, now: At) -> Result<bool, DbError> {
    let accepted = diesel::update(bookings::table.find(id))
        .filter(bookings::state.eq(BookingState::Offered).and(bookings::offered_until.gt(now)))
        .set(bookings::state.eq(BookingState::Booked))
        .execute(conn)?;
    Ok(accepted == 1)
}

/// An offer nobody answered in time.
#[derive(Queryable, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lapsed {
    pub id: BookingId,
    pub slot: SlotId,
    pub ward: OrganisationId,
}

/// Offers whose time is over, the oldest first, at most so many.
pub fn lapsed(conn: &mut Conn, now: At, at_most: i64) -> Result<Vec<Lapsed>, DbError> {
    Ok(Fixed::<(BigInt, BigInt, BigInt)>::new(LAPSED).with(now).with(at_most).load(conn)?)
}

const LAPSED: &str = "SELECT id, slot_id, ward_id FROM bookings \
     WHERE state = 'offered' AND offered_until <= ? ORDER BY offered_until LIMIT ?";

/// Slots yet to come that have both a free seat and somebody who waits, at most so many:
/// seats were added, or the seat came free while the person was still asking.
pub fn slots_to_fill(conn: &mut Conn, now: At, at_most: i64) -> Result<Vec<SlotId>, DbError> {
    Ok(Fixed::<BigInt>::new(SLOTS_TO_FILL).with(now).with(at_most).load(conn)?)
}

const SLOTS_TO_FILL: &str = "SELECT id FROM slots \
     WHERE id IN (SELECT slot_id FROM bookings WHERE state = 'waiting') AND starts_at > ? \
     AND taken < seats AND booked_ahead < bookable ORDER BY id LIMIT ?";

/// A call to make: somebody has a seat kept and must say yes or no.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Call {
    #[diesel(sql_type = BigInt)]
    pub id: BookingId,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub proxy_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub proxy_phone: Option<String>,
    #[diesel(sql_type = Timestamp)]
    pub offered_until: At,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
}

/// A ward's calls to make, the most urgent first.
pub fn calls(conn: &mut Conn, ward: OrganisationId, now: At) -> Result<Vec<Call>, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.id, b.code, r.name, r.phone, b.proxy_name, b.proxy_phone, b.offered_until, \
         l.starts_at, l.ends_at, p.name AS place, t.name_vi AS topic_vi, t.name_en AS topic_en \
         FROM bookings b JOIN residents r ON r.id = b.resident_id \
         JOIN slots l ON l.id = b.slot_id JOIN sessions s ON s.id = b.session_id \
         JOIN places p ON p.id = s.place_id JOIN topics t ON t.code = b.topic_code \
         WHERE b.ward_id = $1 AND b.state = 'offered' AND b.offered_until > $2 \
           AND r.restricted_at IS NULL \
         ORDER BY b.offered_until, b.id",
    )
    .bind::<BigInt, _>(ward)
    .bind::<Timestamp, _>(now)
    .load(conn)?)
}
