//! Who is told what when a plan is published, and sessions that lost a pupil since.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::ids::*;

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
           AND 2 = (SELECT COUNT(*) FROM consents k WHERE k.ambassador_id = am.id \
              AND k.purpose = 'schedule_messages' AND k.school_year = $1 \
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

/// Open sessions to come in which a pupil declined or left since `since`, somebody is
/// without a match for it, and the session was not planned again after that.
pub fn due(conn: &mut Conn, since: At, now: At) -> Result<Vec<SessionId>, DbError> {
    let rows: Vec<Due> = diesel::sql_query(
        "SELECT DISTINCT b.session_id FROM matches m \
         JOIN bookings b ON b.id = m.booking_id JOIN sessions s ON s.id = b.session_id \
         WHERE m.state IN ('declined', 'replaced') AND m.decided_at > $1 \
           AND b.state IN ('booked', 'arrived') AND s.state = 'open' AND s.starts_at > $2 \
           AND EXISTS (SELECT 1 FROM shifts sh WHERE sh.session_id = b.session_id \
             AND sh.ambassador_id = m.ambassador_id AND sh.state IN ('declined', 'withdrawn')) \
           AND NOT EXISTS (SELECT 1 FROM matches o WHERE o.booking_id = b.id \
             AND o.state NOT IN ('declined', 'replaced')) \
           AND NOT EXISTS (SELECT 1 FROM matching_runs r WHERE r.session_id = b.session_id \
             AND r.state <> 'preview' AND r.created_at >= m.decided_at) \
         ORDER BY b.session_id",
    )
    .bind::<Timestamp, _>(since)
    .bind::<Timestamp, _>(now)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.session_id).collect())
}
