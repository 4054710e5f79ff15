//! One booking with everything its owner's page shows.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::bookings::{BookingState, Left, Relation};
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;

/// A booking as its owner sees it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Mine {
    #[diesel(sql_type = BigInt)]
    pub id: BookingId,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub state: BookingState,
    #[diesel(sql_type = BigInt)]
    pub ward_id: OrganisationId,
    #[diesel(sql_type = Text)]
    pub ward: String,
    #[diesel(sql_type = Text)]
    pub ward_phone: String,
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = Text)]
    pub session_state: SessionState,
    #[diesel(sql_type = Nullable<Text>)]
    pub session_cancelled: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub slot_id: SlotId,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = BigInt)]
    seats: i64,
    #[diesel(sql_type = BigInt)]
    bookable: i64,
    #[diesel(sql_type = BigInt)]
    taken: i64,
    #[diesel(sql_type = BigInt)]
    booked_ahead: i64,
    #[diesel(sql_type = Date)]
    pub day: NaiveDate,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub address: String,
    #[diesel(sql_type = Text)]
    pub landmark: String,
    #[diesel(sql_type = Text)]
    pub topic_code: String,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
    #[diesel(sql_type = Text)]
    pub bring_vi: String,
    #[diesel(sql_type = Text)]
    pub phrase: String,
    #[diesel(sql_type = Text)]
    pub tear_off: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    #[diesel(sql_type = Text)]
    pub person_key: String,
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
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub offered_until: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub cancel_reason: Option<String>,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
}

impl Mine {
    /// What is left of its slot.
    pub fn left(&self) -> Left {
        Left::of(self.seats, self.bookable, self.taken, self.booked_ahead)
    }
}

/// The resident of a booking.
pub fn resident(conn: &mut Conn, id: BookingId) -> Result<ResidentId, DbError> {
    use crate::db::schema::bookings;
    Ok(bookings::table.find(id).select(bookings::resident_id).first(conn)?)
}

/// The booking with this code.
pub fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Mine>, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.id, b.code, b.state, b.ward_id, o.name AS ward, o.phone AS ward_phone, \
         b.session_id, s.state AS session_state, s.cancel_reason AS session_cancelled, \
         b.slot_id, l.starts_at, l.ends_at, l.seats, l.bookable, l.taken, l.booked_ahead, b.day, \
         p.name AS place, p.address, p.landmark, b.topic_code, t.name_vi AS topic_vi, \
         t.name_en AS topic_en, t.bring_vi, b.phrase, b.tear_off, r.name, r.phone, b.person_key, \
         r.access_needs AS needs, b.proxy_name, b.proxy_phone, b.proxy_relation, \
         b.proxy_may_change, b.offered_until, b.cancel_reason, b.created_at \
         FROM bookings b JOIN residents r ON r.id = b.resident_id \
         JOIN slots l ON l.id = b.slot_id JOIN sessions s ON s.id = b.session_id \
         JOIN places p ON p.id = s.place_id JOIN topics t ON t.code = b.topic_code \
         JOIN organisations o ON o.id = b.ward_id WHERE b.code = $1",
    )
    .bind::<Text, _>(code)
    .get_result(conn)
    .optional()?)
}
