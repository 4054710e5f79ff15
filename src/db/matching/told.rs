//! Who is told what when a plan is published, and where life changed since.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::Wanted;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::matches::MatchState;

/// One session of a pupil whose guardian is told, with how many people the pupil helps there.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct ToTell {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub guardian: String,
    #[diesel(sql_type = Text)]
    pub pupil: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub title: Option<String>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub starts_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub ends_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub place: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub address: Option<String>,
    /// Residents matched to the pupil there.
    #[diesel(sql_type = BigInt)]
    pub residents: i64,
}

/// Guardians of these pupils who agreed, with the child, to be told of schedules in this
/// school year, each with the pupil's matched sessions among `sessions`, or one row without
/// a session: one query.
pub fn to_tell(
    conn: &mut Conn,
    pupils: impl Iterator<Item = AmbassadorId>,
    sessions: &[SessionId],
    year: &str,
) -> Result<Vec<ToTell>, DbError> {
    let pupils: Vec<String> = pupils.map(|id| id.0.to_string()).collect();
    if pupils.is_empty() {
        return Ok(Vec::new());
    }
    let (pupils, sessions) = (pupils.join(", "), super::scene::listed(sessions.iter().copied()));
    Ok(diesel::sql_query(format!(
        "SELECT am.id AS ambassador, am.guardian_email AS email, am.guardian_name AS guardian, \
            a.name AS pupil, s.title, s.starts_at, s.ends_at, p.name AS place, p.address, \
            CAST(COALESCE(w.residents, 0) AS BIGINT) AS residents \
         FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         LEFT JOIN (SELECT m.ambassador_id, b.session_id, COUNT(*) AS residents \
            FROM matches m JOIN bookings b ON b.id = m.booking_id \
            WHERE b.session_id IN ({sessions}) AND b.state IN ('booked', 'arrived') \
              AND m.state IN ('published', 'accepted') \
            GROUP BY m.ambassador_id, b.session_id) w ON w.ambassador_id = am.id \
         LEFT JOIN sessions s ON s.id = w.session_id LEFT JOIN places p ON p.id = s.place_id \
         WHERE am.id IN ({pupils}) AND am.guardian_email IS NOT NULL AND am.guardian_email <> '' \
           AND am.restricted_at IS NULL \
           AND 2 = (SELECT COUNT(*) FROM consents k WHERE k.ambassador_id = am.id \
              AND k.purpose = 'schedule_messages' AND k.school_year = $1 \
              AND k.withdrawn_at IS NULL) \
           AND 2 = (SELECT COUNT(*) FROM consents k WHERE k.ambassador_id = am.id \
              AND k.purpose = 'taking_part' AND k.school_year = $1 \
              AND k.withdrawn_at IS NULL) \
         ORDER BY am.id, s.starts_at"
    ))
    .bind::<Text, _>(year)
    .load(conn)?)
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
}

/// Runs that cover a booking `b`, published or, by the house itself, tried in vain.
const COVERING: &str = "SELECT 1 FROM matching_runs r \
    WHERE r.ward_id = b.ward_id AND r.from_day <= b.day AND r.to_day >= b.day \
      AND (r.session_id IS NULL OR r.session_id = b.session_id) \
      AND (r.state = 'published' OR (r.state = 'discarded' AND r.created_by IS NULL))";

/// A booking `w` has no match that stands.
const UNMATCHED: &str = "NOT EXISTS (SELECT 1 FROM matches o WHERE o.booking_id = w.id \
    AND o.state NOT IN ('declined', 'replaced'))";

/// Open sessions to come, of which a plan was published, that were not planned again since
/// life changed there after `since`: a booking lost its match, or a booking with a match was
/// cancelled while others of the session have nobody.
pub fn due(conn: &mut Conn, since: At, now: At) -> Result<Vec<SessionId>, DbError> {
    let rows: Vec<Due> = diesel::sql_query(format!(
        "SELECT DISTINCT b.session_id FROM matches m \
         JOIN bookings b ON b.id = m.booking_id JOIN sessions s ON s.id = b.session_id \
         WHERE m.state IN ('declined', 'replaced') AND m.decided_at > $1 \
           AND s.state = 'open' AND s.starts_at > $2 \
           AND b.state IN ('booked', 'arrived', 'cancelled') \
           AND EXISTS (SELECT 1 FROM bookings w WHERE w.session_id = b.session_id \
             AND w.state IN ('booked', 'arrived') \
             AND (w.id = b.id OR b.state = 'cancelled') AND {UNMATCHED}) \
           AND EXISTS ({COVERING} AND r.published_at IS NOT NULL) \
           AND NOT EXISTS ({COVERING} AND COALESCE(r.published_at, r.created_at) >= m.decided_at) \
         ORDER BY b.session_id"
    ))
    .bind::<Timestamp, _>(since)
    .bind::<Timestamp, _>(now)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.session_id).collect())
}

#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = BigInt)]
    ambassador_id: AmbassadorId,
}

/// Pupils who declined or left the session since `since` while they had somebody to help,
/// and after whom it was not planned again.
pub fn left_since(
    conn: &mut Conn,
    session: SessionId,
    since: At,
) -> Result<Vec<AmbassadorId>, DbError> {
    let rows: Vec<Left> = diesel::sql_query(format!(
        "SELECT DISTINCT m.ambassador_id FROM matches m JOIN bookings b ON b.id = m.booking_id \
         WHERE b.session_id = $1 AND m.state IN ('declined', 'replaced') AND m.decided_at > $2 \
           AND NOT EXISTS (SELECT 1 FROM shifts sh WHERE sh.session_id = b.session_id \
             AND sh.ambassador_id = m.ambassador_id \
             AND sh.state NOT IN ('declined', 'withdrawn')) \
           AND NOT EXISTS ({COVERING} AND COALESCE(r.published_at, r.created_at) >= m.decided_at) \
         ORDER BY m.ambassador_id"
    ))
    .bind::<BigInt, _>(session)
    .bind::<Timestamp, _>(since)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.ambassador_id).collect())
}

/// A match that ended because its resident does not come there any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Freed {
    pub id: MatchId,
    pub ambassador: AmbassadorId,
}

/// Ends the standing match of a booking, if it has one.
pub fn end_match(conn: &mut Conn, booking: BookingId, now: At) -> Result<Option<Freed>, DbError> {
    use crate::db::schema::matches::dsl as m;
    let live = m::booking_id.eq(booking).and(m::state.eq_any(MatchState::LIVE));
    let freed: Option<(MatchId, AmbassadorId)> = diesel::update(m::matches.filter(live))
        .set((m::state.eq(MatchState::Replaced), m::decided_at.eq(now)))
        .returning((m::id, m::ambassador_id))
        .get_result(conn)
        .optional()?;
    Ok(freed.map(|(id, ambassador)| Freed { id, ambassador }))
}

/// Whoever posted a session, to be told how it stands.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Poster {
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    #[diesel(sql_type = Text)]
    pub lang: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
}

/// Who posted it.
pub fn poster(conn: &mut Conn, session: SessionId) -> Result<Poster, DbError> {
    Ok(diesel::sql_query(
        "SELECT co.id AS account, co.name, co.email, co.lang, s.title, s.starts_at \
         FROM sessions s JOIN accounts co ON co.id = s.created_by WHERE s.id = $1",
    )
    .bind::<BigInt, _>(session)
    .get_result(conn)?)
}

#[derive(QueryableByName)]
struct Times {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Whether a plan that covers the session was ever published: only then is it mended without
/// being asked for.
pub fn was_published(conn: &mut Conn, wanted: &Wanted) -> Result<bool, DbError> {
    let found: Times = diesel::sql_query(
        "SELECT COUNT(*) AS n FROM matching_runs WHERE ward_id = $1 AND state = 'published' \
           AND from_day <= $2 AND to_day >= $3 AND (session_id IS NULL OR session_id = $4)",
    )
    .bind::<BigInt, _>(wanted.ward)
    .bind::<Date, _>(wanted.days.0)
    .bind::<Date, _>(wanted.days.1)
    .bind::<BigInt, _>(wanted.session.map_or(0, |id| id.0))
    .get_result(conn)?;
    Ok(found.n > 0)
}
