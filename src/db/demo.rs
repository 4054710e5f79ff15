//! What the demo shows of itself when it starts.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::{accounts, organisations};
use crate::domain::at::At;
use crate::domain::ids::SessionId;

/// A database nobody has used: neither an organisation nor an account.
pub fn is_empty(conn: &mut Conn) -> Result<bool, DbError> {
    let organisations: i64 = organisations::table.count().get_result(conn)?;
    let accounts: i64 = accounts::table.count().get_result(conn)?;
    Ok(organisations + accounts == 0)
}

/// A booking that can still be changed, with what its owner says to show it is theirs.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct LiveBooking {
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
}

/// The next booking of the resident of this name.
pub fn next_booking(conn: &mut Conn, name: &str, now: At) -> Result<Option<LiveBooking>, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.code, r.name, r.phone FROM bookings b \
         JOIN residents r ON r.id = b.resident_id JOIN slots s ON s.id = b.slot_id \
         WHERE r.name = $1 AND b.state = 'booked' AND s.starts_at > $2 \
         ORDER BY s.starts_at, b.id LIMIT 1",
    )
    .bind::<Text, _>(name)
    .bind::<Timestamp, _>(now)
    .get_result(conn)
    .optional()?)
}

#[derive(QueryableByName)]
struct Running {
    #[diesel(sql_type = BigInt)]
    id: SessionId,
}

/// The session that runs.
pub fn running_session(conn: &mut Conn) -> Result<Option<SessionId>, DbError> {
    let found: Option<Running> = diesel::sql_query(
        "SELECT id FROM sessions WHERE state = 'running' ORDER BY starts_at DESC, id LIMIT 1",
    )
    .get_result(conn)
    .optional()?;
    Ok(found.map(|row| row.id))
}

#[derive(QueryableByName)]
struct Token {
    #[diesel(sql_type = Text)]
    token: String,
}

/// The public token of an award that is valid.
pub fn issued_award(conn: &mut Conn) -> Result<Option<String>, DbError> {
    let found: Option<Token> = diesel::sql_query(
        "SELECT token FROM awards WHERE state = 'issued' AND token IS NOT NULL ORDER BY id LIMIT 1",
    )
    .get_result(conn)
    .optional()?;
    Ok(found.map(|row| row.token))
}
