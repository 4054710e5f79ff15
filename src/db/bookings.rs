//! Residents and what they book.

pub mod line;
pub mod mine;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::fixed::Fixed;
use super::schema::{bookings, residents};
use crate::domain::at::At;
use crate::domain::bookings::{Agreed, BookingState, Channel, Relation};
use crate::domain::ids::*;
use crate::domain::names::fold;
use crate::domain::sessions::SessionState;

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
    let insert = diesel::insert_into(residents::table).values((
        r::ward_id.eq(new.ward),
        r::name.eq(new.name),
        r::phone.eq(new.phone),
        r::birth_year.eq(new.birth_year),
        r::area_id.eq(new.area),
        r::access_needs.eq(new.access_needs),
        r::search.eq(fold(new.name)),
        r::person_key.eq(new.person_key),
        r::created_at.eq(now),
    ));
    let id: Option<ResidentId> = crate::insert_for_id!(conn, insert, r::id)?;
    Ok(id.ok_or(diesel::result::Error::NotFound)?)
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

/// Adds a booking unless its code is somebody else's already; then the caller makes another.
pub fn add_if_code_is_new(
    conn: &mut Conn,
    new: &NewBooking<'_>,
) -> Result<Option<BookingId>, DbError> {
    let insert =
        diesel::insert_into(bookings::table).values(new).on_conflict(bookings::code).do_nothing();
    Ok(crate::insert_for_id!(conn, insert, bookings::id)?)
}

/// Lets no other instance book for this person until this act is over: the limits of a
/// person are counted, not constrained. SQLite has one writer anyway.
pub fn lock_person(conn: &mut Conn, person_key: &str) -> Result<(), DbError> {
    if let Conn::Pg(c) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
            .bind::<Text, _>(person_key)
            .execute(c)?;
    }
    Ok(())
}

/// The booking that a form has already made.
pub fn by_key(
    conn: &mut Conn,
    key: &str,
) -> Result<Option<(BookingId, String, BookingState)>, DbError> {
    Ok(bookings::table
        .filter(bookings::idempotency_key.eq(key))
        .select((bookings::id, bookings::code, bookings::state))
        .first(conn)
        .optional()?)
}

/// What the form that made a booking said of the person and the topic.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Said {
    #[diesel(sql_type = Text)]
    pub topic: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub birth_year: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub area: Option<AreaId>,
    #[diesel(sql_type = Text)]
    pub needs: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub proxy_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub proxy_phone: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub proxy_relation: Option<Relation>,
    #[diesel(sql_type = Bool)]
    pub proxy_may_change: bool,
}

/// What was said when this booking was made.
pub fn said(conn: &mut Conn, id: BookingId) -> Result<Said, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.topic_code AS topic, r.name, r.phone, r.birth_year, r.area_id AS area, \
         r.access_needs AS needs, b.proxy_name, b.proxy_phone, b.proxy_relation, \
         b.proxy_may_change FROM bookings b JOIN residents r ON r.id = b.resident_id \
         WHERE b.id = $1",
    )
    .bind::<BigInt, _>(id)
    .get_result(conn)?)
}

/// What decides whether a slot can be booked for a topic.
#[derive(Queryable, Clone, PartialEq, Eq, Debug)]
pub struct SlotFacts {
    pub slot: SlotId,
    pub session: SessionId,
    pub ward: OrganisationId,
    pub state: SessionState,
    pub starts_at: At,
    pub ends_at: At,
    /// The session helps with the topic.
    pub offered: bool,
}

type SlotFactsRow = (BigInt, BigInt, BigInt, Text, Timestamp, Timestamp, Bool);

const SLOT_FACTS: &str = "SELECT l.id, s.id, s.ward_id, s.state, l.starts_at, l.ends_at, \
     EXISTS (SELECT 1 FROM session_topics t WHERE t.session_id = s.id AND t.topic_code = ?) \
     FROM slots l JOIN sessions s ON s.id = l.session_id WHERE l.id = ?";

/// The facts of a slot.
pub fn slot_facts(conn: &mut Conn, slot: SlotId, topic: &str) -> Result<SlotFacts, DbError> {
    Ok(Fixed::<SlotFactsRow>::new(SLOT_FACTS).with(topic).with(slot).get_result(conn)?)
}

/// One of a person's bookings of a day.
#[derive(Queryable, Clone, PartialEq, Eq, Debug)]
pub struct OfTheDay {
    pub id: BookingId,
    pub slot: SlotId,
    pub state: BookingState,
    pub starts_at: At,
    pub ends_at: At,
}

const OF_THE_DAY: &str = "SELECT b.id, b.slot_id, b.state, l.starts_at, l.ends_at \
     FROM bookings b JOIN slots l ON l.id = b.slot_id \
     WHERE b.ward_id = ? AND b.person_key = ? AND b.day = ? \
     AND b.state NOT IN ('cancelled', 'rescheduled', 'absent')";

/// What a person has booked in a ward for a day, other than what came to nothing.
pub fn of_the_day(
    conn: &mut Conn,
    ward: OrganisationId,
    person_key: &str,
    day: NaiveDate,
) -> Result<Vec<OfTheDay>, DbError> {
    Ok(Fixed::<(BigInt, BigInt, Text, Timestamp, Timestamp)>::new(OF_THE_DAY)
        .with(ward)
        .with(person_key)
        .with(day)
        .load(conn)?)
}

/// Moves a booking on, if it still stands where the caller saw it and its seat does not
/// change; false when it moved meanwhile.
pub fn advance(
    conn: &mut Conn,
    id: BookingId,
    from: BookingState,
    to: BookingState,
    reason: Option<&str>,
) -> Result<bool, DbError> {
    let moved = diesel::update(bookings::table.find(id).filter(bookings::state.eq(from)))
        .set((bookings::state.eq(to), bookings::cancel_reason.eq(reason)))
        .execute(conn)?;
    Ok(moved == 1)
}
