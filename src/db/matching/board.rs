//! Read models of the pages: sessions to be matched, and a plan with names.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use super::scene::listed;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::matches::{MatchState, RunState};
use crate::domain::sessions::SessionState;
use crate::domain::topics::Tier;

/// A session that could be matched, with how far it is.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Outlook {
    #[diesel(sql_type = BigInt)]
    pub id: SessionId,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub state: SessionState,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = Text)]
    pub place: String,
    /// Bookings that wait for help or have it.
    #[diesel(sql_type = BigInt)]
    pub booked: i64,
    /// Of them, those with a match that stands.
    #[diesel(sql_type = BigInt)]
    pub matched: i64,
    /// Of those, the ones whose pupil has not answered yet.
    #[diesel(sql_type = BigInt)]
    pub unanswered: i64,
    /// Of the others, those whose pupil declined or left.
    #[diesel(sql_type = BigInt)]
    pub lost: i64,
    /// Pupils with a shift.
    #[diesel(sql_type = BigInt)]
    pub pupils: i64,
    #[diesel(sql_type = BigInt)]
    pub wanted: i64,
}

/// A ward's open sessions that begin after `from` and before `to`: one query.
pub fn outlook(
    conn: &mut Conn,
    ward: OrganisationId,
    from: At,
    to: At,
) -> Result<Vec<Outlook>, DbError> {
    Ok(diesel::sql_query(
        "SELECT s.id, s.title, s.state, s.starts_at, s.ends_at, p.name AS place, \
            s.ambassadors_wanted AS wanted, \
            (SELECT COUNT(*) FROM bookings b WHERE b.session_id = s.id \
               AND b.state IN ('booked', 'arrived')) AS booked, \
            (SELECT COUNT(*) FROM bookings b JOIN matches m ON m.booking_id = b.id \
               WHERE b.session_id = s.id AND b.state IN ('booked', 'arrived') \
                 AND m.state IN ('proposed', 'published', 'accepted')) AS matched, \
            (SELECT COUNT(*) FROM bookings b JOIN matches m ON m.booking_id = b.id \
               WHERE b.session_id = s.id AND b.state IN ('booked', 'arrived') \
                 AND m.state IN ('proposed', 'published')) AS unanswered, \
            (SELECT COUNT(*) FROM bookings b \
               WHERE b.session_id = s.id AND b.state IN ('booked', 'arrived') \
                 AND EXISTS (SELECT 1 FROM matches m WHERE m.booking_id = b.id) \
                 AND NOT EXISTS (SELECT 1 FROM matches m WHERE m.booking_id = b.id \
                   AND m.state IN ('proposed', 'published', 'accepted'))) AS lost, \
            (SELECT COUNT(*) FROM shifts sh WHERE sh.session_id = s.id \
               AND sh.state IN ('taken', 'proposed', 'accepted', 'present')) AS pupils \
         FROM sessions s JOIN places p ON p.id = s.place_id \
         WHERE s.ward_id = $1 AND s.starts_at > $2 AND s.starts_at < $3 \
           AND s.state = 'open' ORDER BY s.starts_at, s.id",
    )
    .bind::<BigInt, _>(ward)
    .bind::<Timestamp, _>(from)
    .bind::<Timestamp, _>(to)
    .load(conn)?)
}

/// A run in the list.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct RunRow {
    #[diesel(sql_type = BigInt)]
    pub id: RunId,
    #[diesel(sql_type = Date)]
    pub from_day: NaiveDate,
    #[diesel(sql_type = Date)]
    pub to_day: NaiveDate,
    /// Of the one session, where it was only one.
    #[diesel(sql_type = Nullable<Text>)]
    pub title: Option<String>,
    #[diesel(sql_type = Text)]
    pub state: RunState,
    #[diesel(sql_type = BigInt)]
    pub served: i64,
    /// Of 1000, while it is planned.
    #[diesel(sql_type = BigInt)]
    pub progress: i64,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
    /// None: the house itself.
    #[diesel(sql_type = Nullable<Text>)]
    pub made_by: Option<String>,
}

/// The newest runs of a ward: one query.
pub fn runs(conn: &mut Conn, ward: OrganisationId, most: i64) -> Result<Vec<RunRow>, DbError> {
    Ok(diesel::sql_query(
        "SELECT r.id, r.from_day, r.to_day, s.title, r.state, r.served, r.progress, r.created_at, \
            a.name AS made_by \
         FROM matching_runs r LEFT JOIN sessions s ON s.id = r.session_id \
         LEFT JOIN accounts a ON a.id = r.created_by \
         WHERE r.ward_id = $1 ORDER BY r.created_at DESC, r.id DESC LIMIT $2",
    )
    .bind::<BigInt, _>(ward)
    .bind::<BigInt, _>(most)
    .load(conn)?)
}

/// A session of a plan.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Head {
    #[diesel(sql_type = BigInt)]
    pub id: SessionId,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub state: SessionState,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = BigInt)]
    pub wanted: i64,
    #[diesel(sql_type = BigInt)]
    pub adults: i64,
}

/// Sessions by their ids, by time: one query.
pub fn heads(conn: &mut Conn, ids: &[SessionId]) -> Result<Vec<Head>, DbError> {
    let list = listed(ids.iter().copied());
    Ok(diesel::sql_query(format!(
        "SELECT s.id, s.title, s.state, s.starts_at, s.ends_at, p.name AS place, \
            s.ambassadors_wanted AS wanted, \
            (SELECT COUNT(*) FROM session_supervisors v WHERE v.session_id = s.id) AS adults \
         FROM sessions s JOIN places p ON p.id = s.place_id \
         WHERE s.id IN ({list}) ORDER BY s.starts_at, s.id"
    ))
    .load(conn)?)
}

/// A booking of a plan as it is now, with the match that stands.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Line {
    #[diesel(sql_type = BigInt)]
    pub id: BookingId,
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    pub slot_id: SlotId,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub state: BookingState,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub area: Option<String>,
    #[diesel(sql_type = Bool)]
    pub has_needs: bool,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
    #[diesel(sql_type = Text)]
    pub tier: Tier,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub ambassador: Option<AmbassadorId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub match_state: Option<MatchState>,
    #[diesel(sql_type = Nullable<Text>)]
    pub grounds: Option<String>,
    #[diesel(sql_type = Nullable<Bool>)]
    pub pinned: Option<bool>,
}

impl Line {
    /// The topic's name in one language.
    pub fn topic(&self, lang: Lang) -> &str {
        lang.t(&self.topic_vi, &self.topic_en)
    }

    /// Still waits for a pupil.
    pub fn waits(&self) -> bool {
        matches!(self.state, BookingState::Booked | BookingState::Arrived)
    }
}

/// Bookings of these sessions, by time and arrival: one query.
pub fn lines(conn: &mut Conn, ids: &[SessionId]) -> Result<Vec<Line>, DbError> {
    let list = listed(ids.iter().copied());
    Ok(diesel::sql_query(format!(
        "SELECT b.id, b.session_id, b.slot_id, sl.starts_at, sl.ends_at, b.code, b.state, r.name, \
            a.name AS area, (r.access_needs <> '') AS has_needs, t.name_vi AS topic_vi, \
            t.name_en AS topic_en, t.tier, m.ambassador_id AS ambassador, \
            m.state AS match_state, m.reason AS grounds, m.pinned \
         FROM bookings b JOIN slots sl ON sl.id = b.slot_id \
         JOIN residents r ON r.id = b.resident_id JOIN topics t ON t.code = b.topic_code \
         LEFT JOIN areas a ON a.id = r.area_id \
         LEFT JOIN matches m ON m.booking_id = b.id AND m.state NOT IN ('declined', 'replaced') \
         WHERE b.session_id IN ({list}) AND b.state NOT IN ('held', 'waiting', 'offered') \
         ORDER BY sl.starts_at, b.id"
    ))
    .load(conn)?)
}

#[derive(QueryableByName)]
struct Mate {
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    ambassador_id: AmbassadorId,
}

/// Pupils with a shift in these sessions: one query.
pub fn team(conn: &mut Conn, ids: &[SessionId]) -> Result<Vec<(SessionId, AmbassadorId)>, DbError> {
    let list = listed(ids.iter().copied());
    let rows: Vec<Mate> = diesel::sql_query(format!(
        "SELECT session_id, ambassador_id FROM shifts WHERE session_id IN ({list}) \
           AND state IN ('taken', 'proposed', 'accepted', 'present') \
         ORDER BY session_id, ambassador_id"
    ))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.session_id, row.ambassador_id)).collect())
}

/// What a coordinator knows a pupil by.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Name {
    #[diesel(sql_type = BigInt)]
    id: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub class: String,
}

/// Names of pupils: one query.
pub fn names(
    conn: &mut Conn,
    ids: impl Iterator<Item = AmbassadorId>,
) -> Result<HashMap<AmbassadorId, Name>, DbError> {
    let mut ids: Vec<i64> = ids.map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    // No pupil has this number; an empty list is no SQL.
    ids.push(0);
    let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let rows: Vec<Name> = diesel::sql_query(format!(
        "SELECT am.id, a.name, c.name AS class FROM ambassadors am \
         JOIN accounts a ON a.id = am.account_id JOIN classes c ON c.id = am.class_id \
         WHERE am.id IN ({list})"
    ))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
