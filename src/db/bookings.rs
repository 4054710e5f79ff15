//! Residents and what they book.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{bookings, residents};
use crate::domain::at::At;
use crate::domain::bookings::{Agreed, BookingState, Channel, Relation};
use crate::domain::ids::*;
use crate::domain::names::fold;

/// A person who is helped, to be added.
#[derive(Clone, Debug)]
pub struct NewResident<'a> {
    pub ward: OrganisationId,
    pub name: &'a str,
    pub phone: Option<&'a str>,
    pub birth_year: Option<i64>,
    pub area: Option<AreaId>,
    pub access_needs: &'a str,
    /// The same for the same person: see `domain::people`.
    pub person_key: &'a str,
}

/// Adds a resident.
pub fn add_resident(
    conn: &mut Conn,
    new: &NewResident<'_>,
    now: At,
) -> Result<ResidentId, DbError> {
    use residents::dsl as r;
    Ok(diesel::insert_into(residents::table)
        .values((
            r::ward_id.eq(new.ward),
            r::name.eq(new.name),
            r::phone.eq(new.phone),
            r::birth_year.eq(new.birth_year),
            r::area_id.eq(new.area),
            r::access_needs.eq(new.access_needs),
            r::search.eq(fold(new.name)),
            r::person_key.eq(new.person_key),
            r::created_at.eq(now),
        ))
        .returning(r::id)
        .get_result(conn)?)
}

/// A booking to be added. The caller has taken the seat when the state holds one.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = bookings)]
pub struct NewBooking<'a> {
    pub code: &'a str,
    pub ward_id: OrganisationId,
    pub session_id: SessionId,
    pub slot_id: SlotId,
    pub resident_id: ResidentId,
    pub topic_code: &'a str,
    pub state: BookingState,
    pub channel: Channel,
    /// Counts in the slot's `taken`.
    pub seat_held: bool,
    /// Counts in the slot's `booked_ahead` too.
    pub ahead: bool,
    /// The local day of the slot.
    pub day: NaiveDate,
    pub person_key: &'a str,
    /// Two words the greeter must say.
    pub phrase: &'a str,
    /// Handed over by the resident when the help was good.
    pub tear_off: &'a str,
    pub language: &'a str,
    pub proxy_name: Option<&'a str>,
    pub proxy_relation: Option<Relation>,
    pub proxy_agreed: Option<Agreed>,
    pub proxy_may_change: bool,
    pub proxy_phone: Option<&'a str>,
    /// The same form sent twice makes one booking.
    pub idempotency_key: &'a str,
    pub created_at: At,
    pub arrived_at: Option<At>,
}

/// Adds a booking.
pub fn add(conn: &mut Conn, new: &NewBooking<'_>) -> Result<BookingId, DbError> {
    Ok(diesel::insert_into(bookings::table).values(new).returning(bookings::id).get_result(conn)?)
}
