//! What the desk reads and writes on the day: the room, the roll, the queue, the end.

mod board;
mod closing;
mod queue;
mod roll;

pub use board::{Board, board};
pub use closing::*;
pub use queue::*;
pub use roll::*;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::sessions;
use crate::domain::at::At;
use crate::domain::desk::Room;
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;

/// A session as the desk's pages head themselves.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Head {
    #[diesel(sql_type = BigInt)]
    pub id: SessionId,
    #[diesel(sql_type = BigInt)]
    pub ward_id: OrganisationId,
    #[diesel(sql_type = Text)]
    pub state: SessionState,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    /// Residents at once, as posted.
    #[diesel(sql_type = BigInt)]
    pub seats: i64,
    #[diesel(sql_type = BigInt)]
    pub walk_in_percent: i64,
    #[diesel(sql_type = BigInt)]
    pub pupils_per_adult: i64,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub ward: String,
    /// The person who asks is one of the session's supervisors.
    #[diesel(sql_type = Bool)]
    pub named: bool,
}

/// A session's head, seen by somebody.
pub fn head(
    conn: &mut Conn,
    session: SessionId,
    account: Option<AccountId>,
) -> Result<Head, DbError> {
    Ok(diesel::sql_query(
        "SELECT s.id, s.ward_id, s.state, s.title, s.starts_at, s.ends_at, s.seats, \
            s.walk_in_percent, s.pupils_per_adult, p.name AS place, o.short_name AS ward, \
            EXISTS (SELECT 1 FROM session_supervisors v \
                WHERE v.session_id = s.id AND v.account_id = $1) AS named \
         FROM sessions s JOIN places p ON p.id = s.place_id \
         JOIN organisations o ON o.id = s.ward_id WHERE s.id = $2",
    )
    .bind::<Nullable<BigInt>, _>(account)
    .bind::<BigInt, _>(session)
    .get_result(conn)?)
}

/// A session on the desk's first page.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    #[diesel(sql_type = BigInt)]
    pub id: SessionId,
    #[diesel(sql_type = Text)]
    pub state: SessionState,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub ward: String,
    /// Residents booked, here or being helped.
    #[diesel(sql_type = BigInt)]
    pub residents: i64,
    /// Pupils with a place, here or done.
    #[diesel(sql_type = BigInt)]
    pub pupils: i64,
    #[diesel(sql_type = BigInt)]
    pub adults: i64,
}

/// Sessions of these wards, and those where the account is a named supervisor: what is
/// running or waits to be closed, what was left unopened since `since`, what closed
/// since `today`, and what comes next.
pub fn listed(
    conn: &mut Conn,
    wards: &[OrganisationId],
    account: AccountId,
    since: At,
    today: At,
) -> Result<Vec<Listed>, DbError> {
    let wards: Vec<String> = wards.iter().map(ToString::to_string).collect();
    let wards = if wards.is_empty() { "NULL".to_owned() } else { wards.join(", ") };
    Ok(diesel::sql_query(format!(
        "SELECT s.id, s.state, s.title, s.starts_at, s.ends_at, p.name AS place, \
            o.short_name AS ward, \
            (SELECT COUNT(*) FROM bookings b WHERE b.session_id = s.id \
                AND b.state IN ('booked', 'arrived', 'being_helped', 'helped', 'referred')) AS residents, \
            (SELECT COUNT(*) FROM shifts h WHERE h.session_id = s.id \
                AND h.state IN ('taken', 'accepted', 'present', 'done')) AS pupils, \
            (SELECT COUNT(*) FROM session_supervisors v WHERE v.session_id = s.id) AS adults \
         FROM sessions s JOIN places p ON p.id = s.place_id \
         JOIN organisations o ON o.id = s.ward_id \
         WHERE (s.ward_id IN ({wards}) OR EXISTS (SELECT 1 FROM session_supervisors v \
                WHERE v.session_id = s.id AND v.account_id = $1)) \
           AND (s.state IN ('running', 'to_confirm') \
                OR (s.state = 'open' AND s.ends_at >= $2) \
                OR (s.state = 'closed' AND s.ends_at >= $3)) \
         ORDER BY s.starts_at, s.id LIMIT 80"
    ))
    .bind::<BigInt, _>(account)
    .bind::<Timestamp, _>(since)
    .bind::<Timestamp, _>(today)
    .load(conn)?)
}

/// Lets desk acts of one session follow each other: counts of people and queue numbers
/// are read and then written. SQLite has one writer anyway.
pub fn lock(conn: &mut Conn, session: SessionId) -> Result<(), DbError> {
    if let Conn::Pg(c) = conn {
        sessions::table.find(session).select(sessions::id).for_update().first::<i64>(c)?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    adults: i64,
    #[diesel(sql_type = BigInt)]
    pupils: i64,
    #[diesel(sql_type = BigInt)]
    helping: i64,
}

/// Who is in the room now.
pub fn room(conn: &mut Conn, head: &Head) -> Result<Room, DbError> {
    let counts: Counts = diesel::sql_query(
        "SELECT (SELECT COUNT(*) FROM adult_attendance t \
                WHERE t.session_id = $1 AND t.checked_out_at IS NULL) AS adults, \
            (SELECT COUNT(*) FROM shifts h \
                WHERE h.session_id = $1 AND h.state = 'present') AS pupils, \
            (SELECT COUNT(*) FROM bookings b \
                WHERE b.session_id = $1 AND b.state = 'being_helped') AS helping",
    )
    .bind::<BigInt, _>(head.id)
    .get_result(conn)?;
    Ok(Room {
        posted: head.seats,
        per_adult: head.pupils_per_adult,
        adults: counts.adults,
        pupils: counts.pupils,
        helping: counts.helping,
    })
}

/// Sets the seats of all slots that are not over, never below those taken; answers how
/// many slots changed.
pub fn open_seats(
    conn: &mut Conn,
    session: SessionId,
    seats: i64,
    bookable: i64,
    now: At,
) -> Result<usize, DbError> {
    let changed = diesel::sql_query(
        "UPDATE slots SET \
            seats = CASE WHEN taken > $1 THEN taken ELSE $1 END, \
            bookable = CASE WHEN booked_ahead > $2 THEN booked_ahead ELSE $2 END \
         WHERE session_id = $3 AND ends_at > $4 \
           AND (seats <> CASE WHEN taken > $1 THEN taken ELSE $1 END \
             OR bookable <> CASE WHEN booked_ahead > $2 THEN booked_ahead ELSE $2 END)",
    )
    .bind::<BigInt, _>(seats)
    .bind::<BigInt, _>(bookable)
    .bind::<BigInt, _>(session)
    .bind::<Timestamp, _>(now)
    .execute(conn)?;
    Ok(changed)
}

/// A later time that can be offered to somebody who could not be served.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct LaterSlot {
    #[diesel(sql_type = BigInt)]
    pub slot: SlotId,
    #[diesel(sql_type = BigInt)]
    pub session: SessionId,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = BigInt)]
    pub free: i64,
}

/// The ward's next slots for a resident's topic that still have a seat ahead and in which
/// this person does not sit already, soonest first.
pub fn later_slots(
    conn: &mut Conn,
    ward: OrganisationId,
    guest: &Guest,
    now: At,
) -> Result<Vec<LaterSlot>, DbError> {
    Ok(diesel::sql_query(
        "SELECT sl.id AS slot, s.id AS session, sl.starts_at, sl.ends_at, p.name AS place, \
            sl.bookable - sl.booked_ahead AS free \
         FROM slots sl JOIN sessions s ON s.id = sl.session_id \
         JOIN places p ON p.id = s.place_id \
         JOIN session_topics st ON st.session_id = s.id \
         WHERE s.ward_id = $1 AND st.topic_code = $2 AND s.state IN ('open', 'running') \
           AND sl.starts_at > $3 AND sl.taken < sl.seats AND sl.booked_ahead < sl.bookable \
           AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.slot_id = sl.id \
                AND b.person_key = $4 AND b.state NOT IN ('cancelled', 'rescheduled', 'absent')) \
         ORDER BY sl.starts_at, sl.id LIMIT 24",
    )
    .bind::<BigInt, _>(ward)
    .bind::<Text, _>(&guest.topic)
    .bind::<Timestamp, _>(now)
    .bind::<Text, _>(&guest.person_key)
    .load(conn)?)
}

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = Text)]
    part: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = BigInt)]
    n: i64,
    #[diesel(sql_type = BigInt)]
    sum: i64,
}

/// A text that differs whenever the board would: cheap enough to be asked every second.
pub fn version(conn: &mut Conn, session: SessionId) -> Result<String, DbError> {
    let parts: Vec<Part> = diesel::sql_query(
        "SELECT 'b' AS part, state, COUNT(*) AS n, CAST(SUM(id) AS BIGINT) AS sum \
            FROM bookings WHERE session_id = $1 GROUP BY state \
         UNION ALL SELECT 'l', 'led', COUNT(*), CAST(COALESCE(SUM(led_by), 0) AS BIGINT) \
            FROM bookings WHERE session_id = $1 \
         UNION ALL SELECT 'h', state, COUNT(*), CAST(SUM(id) AS BIGINT) \
            FROM shifts WHERE session_id = $1 GROUP BY state \
         UNION ALL SELECT 'm', m.state, COUNT(*), CAST(SUM(m.id) AS BIGINT) \
            FROM matches m JOIN bookings b ON b.id = m.booking_id \
            WHERE b.session_id = $1 GROUP BY m.state \
         UNION ALL SELECT 'a', 'adults', COUNT(*), COUNT(checked_out_at) \
            FROM adult_attendance WHERE session_id = $1 \
         UNION ALL SELECT 's', 'slots', CAST(COALESCE(SUM(seats), 0) AS BIGINT), \
            CAST(COALESCE(SUM(taken), 0) AS BIGINT) FROM slots WHERE session_id = $1 \
         UNION ALL SELECT 'u', state, COUNT(*), CAST(SUM(id) AS BIGINT) \
            FROM supports WHERE session_id = $1 GROUP BY state \
         UNION ALL SELECT 'i', state, COUNT(*), CAST(SUM(id) AS BIGINT) \
            FROM incidents WHERE session_id = $1 GROUP BY state \
         UNION ALL SELECT 'e', state, revision, 0 FROM sessions WHERE id = $1 \
         ORDER BY 1, 2",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?;
    let texts = parts.iter().map(|p| format!("{}{}{}.{}", p.part, p.state, p.n, p.sum));
    Ok(texts.collect::<Vec<_>>().join(" "))
}
