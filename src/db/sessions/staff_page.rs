//! One session with everything its ward knows about it.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::SeriesFrom;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::domain::topics::Tier;

/// Where a session is held, and by whom it was posted.
#[derive(QueryableByName, Clone, Debug)]
pub struct Surroundings {
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub address: String,
    #[diesel(sql_type = Text)]
    pub landmark: String,
    #[diesel(sql_type = Text)]
    pub area: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub accessible: bool,
    #[diesel(sql_type = Text)]
    pub ward: String,
    #[diesel(sql_type = Text)]
    pub ward_phone: String,
    #[diesel(sql_type = Text)]
    pub posted_by: String,
}

/// The place and the people behind a session.
pub fn surroundings(conn: &mut Conn, session: SessionId) -> Result<Surroundings, DbError> {
    Ok(diesel::sql_query(
        "SELECT p.name AS place, p.address, p.landmark, a.name AS area, p.accessible, \
            o.short_name AS ward, o.phone AS ward_phone, c.name AS posted_by \
         FROM sessions s JOIN places p ON p.id = s.place_id JOIN areas a ON a.id = p.area_id \
         JOIN organisations o ON o.id = s.ward_id JOIN accounts c ON c.id = s.created_by \
         WHERE s.id = $1",
    )
    .bind::<BigInt, _>(session)
    .get_result(conn)?)
}

/// A topic of a session.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct SessionTopic {
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub tier: Tier,
    #[diesel(sql_type = Text)]
    pub name_vi: String,
    #[diesel(sql_type = Text)]
    pub name_en: String,
}

impl SessionTopic {
    /// Its name in one language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.t(&self.name_vi, &self.name_en)
    }
}

/// The topics of a session and of those of its series that begin no earlier than the given
/// moment, in the catalogue's order.
pub fn topics(
    conn: &mut Conn,
    session: SessionId,
    series: Option<SeriesFrom>,
) -> Result<Vec<SessionTopic>, DbError> {
    Ok(diesel::sql_query(
        "SELECT st.session_id, t.code, t.tier, t.name_vi, t.name_en \
         FROM session_topics st JOIN sessions s ON s.id = st.session_id \
         JOIN topics t ON t.code = st.topic_code \
         WHERE s.id = $1 OR (s.series_id = $2 AND s.starts_at >= $3) \
         ORDER BY s.starts_at, s.id, t.position",
    )
    .bind::<BigInt, _>(session)
    .bind::<Nullable<BigInt>, _>(series.map(|s| s.0))
    .bind::<Nullable<Timestamp>, _>(series.map(|s| s.1))
    .load(conn)?)
}

/// An adult named for a session.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Named {
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    pub account_id: AccountId,
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// Who is named for a session and for those of its series that begin no earlier than the
/// given moment, in the order of names.
pub fn named(
    conn: &mut Conn,
    session: SessionId,
    series: Option<SeriesFrom>,
) -> Result<Vec<Named>, DbError> {
    Ok(diesel::sql_query(
        "SELECT v.session_id, v.account_id, a.name \
         FROM session_supervisors v JOIN sessions s ON s.id = v.session_id \
         JOIN accounts a ON a.id = v.account_id \
         WHERE s.id = $1 OR (s.series_id = $2 AND s.starts_at >= $3) \
         ORDER BY s.starts_at, s.id, a.sort_key, a.id",
    )
    .bind::<BigInt, _>(session)
    .bind::<Nullable<BigInt>, _>(series.map(|s| s.0))
    .bind::<Nullable<Timestamp>, _>(series.map(|s| s.1))
    .load(conn)?)
}

/// How many bookings of a slot stand in one state.
#[derive(QueryableByName, Clone, Copy, PartialEq, Eq, Debug)]
pub struct SlotCount {
    #[diesel(sql_type = BigInt)]
    pub slot_id: SlotId,
    #[diesel(sql_type = Text)]
    pub state: BookingState,
    #[diesel(sql_type = BigInt)]
    pub n: i64,
}

/// The bookings of a session, counted by slot and state.
pub fn slot_counts(conn: &mut Conn, session: SessionId) -> Result<Vec<SlotCount>, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.slot_id, b.state, COUNT(*) AS n FROM bookings b \
         WHERE b.session_id = $1 GROUP BY b.slot_id, b.state",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// Another session of the same series.
#[derive(QueryableByName, Clone, Debug)]
pub struct Sibling {
    #[diesel(sql_type = BigInt)]
    pub id: SessionId,
    #[diesel(sql_type = Text)]
    pub state: SessionState,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
}

/// The sessions of the series a session belongs to, itself included, in order; none when
/// it stands alone.
pub fn siblings(conn: &mut Conn, session: SessionId) -> Result<Vec<Sibling>, DbError> {
    Ok(diesel::sql_query(
        "SELECT o.id, o.state, o.starts_at FROM sessions s \
         JOIN sessions o ON o.series_id = s.series_id WHERE s.id = $1 \
         ORDER BY o.starts_at, o.id",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?)
}
