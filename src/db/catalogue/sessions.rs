//! Sessions to come and their slots, for whoever looks for help.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::fixed::Fixed;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;

/// Sessions last hours, never days: what began earlier than this is over.
const LONGEST_MINUTES: i64 = 24 * 60;

/// Which sessions are asked for. An area is narrower than a ward.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Filter {
    pub ward: Option<OrganisationId>,
    pub area: Option<AreaId>,
    pub topic: Option<String>,
    /// Only this one, if it is still to be had.
    pub session: Option<SessionId>,
}

/// A session in the public list.
#[derive(Queryable, Clone, PartialEq, Eq, Debug)]
pub struct Card {
    pub id: SessionId,
    pub ward_id: OrganisationId,
    pub title: String,
    pub starts_at: At,
    pub ends_at: At,
    pub place: String,
    pub landmark: String,
    pub accessible: bool,
    pub area: String,
    /// Codes of its topics, with spaces between.
    pub topics: String,
    /// How much room its best slot to come has: see `domain::bookings::Room::from_rank`.
    pub room: i64,
}

type CardRow = (BigInt, BigInt, Text, Timestamp, Timestamp, Text, Text, Bool, Text, Text, BigInt);

/// The rank of a slot's room, as `domain::bookings::Left::room` has it.
const ROOM: &str = "CASE WHEN l.booked_ahead >= l.bookable OR l.taken >= l.seats THEN 0 \
     WHEN l.bookable - l.booked_ahead = 1 OR l.seats - l.taken = 1 \
     OR (l.bookable - l.booked_ahead) * 4 <= l.bookable \
     OR (l.seats - l.taken) * 4 <= l.bookable THEN 1 ELSE 2 END";

/// Sessions that take bookings or run now, the next first. It walks along the index of
/// public sessions and stops at the limit, however many there are.
pub fn sessions(
    conn: &mut Conn,
    filter: &Filter,
    now: At,
    (limit, offset): (i64, i64),
) -> Result<Vec<Card>, DbError> {
    // Asks for the best rank first and stops at the first slot that has it: the highest of all
    // would be worked out for every slot of every card.
    let with = |rank: i64| {
        format!(
            "EXISTS (SELECT 1 FROM slots l WHERE l.session_id = s.id AND l.starts_at > ? \
             AND {ROOM} = {rank})"
        )
    };
    let (with_2, with_1) = (with(2), with(1));
    let mut sql = format!(
        "SELECT s.id, s.ward_id, s.title, s.starts_at, s.ends_at, p.name, p.landmark, \
         p.accessible, a.name, \
         COALESCE((SELECT STRING_AGG(t.topic_code, ' ') FROM session_topics t \
         WHERE t.session_id = s.id), ''), \
         CAST(CASE WHEN {with_2} THEN 2 WHEN {with_1} THEN 1 ELSE 0 END AS BIGINT) \
         FROM sessions s JOIN places p ON p.id = s.place_id JOIN areas a ON a.id = p.area_id \
         WHERE s.state IN ('open', 'running') AND s.starts_at > ? AND s.ends_at > ?"
    );
    if filter.ward.is_some() {
        sql.push_str(" AND s.ward_id = ?");
    }
    if filter.area.is_some() {
        sql.push_str(" AND p.area_id = ?");
    }
    if filter.topic.is_some() {
        sql.push_str(
            " AND EXISTS (SELECT 1 FROM session_topics t \
             WHERE t.session_id = s.id AND t.topic_code = ?)",
        );
    }
    if filter.session.is_some() {
        sql.push_str(" AND s.id = ?");
    }
    sql.push_str(" ORDER BY s.starts_at, s.id LIMIT ? OFFSET ?");
    let mut query = Fixed::<CardRow>::new(sql)
        .with(now)
        .with(now)
        .with(now.plus_minutes(-LONGEST_MINUTES))
        .with(now);
    if let Some(ward) = filter.ward {
        query = query.with(ward);
    }
    if let Some(area) = filter.area {
        query = query.with(area);
    }
    if let Some(topic) = &filter.topic {
        query = query.with(topic.as_str());
    }
    if let Some(session) = filter.session {
        query = query.with(session);
    }
    Ok(query.with(limit).with(offset).load(conn)?)
}

/// A session that the public may see, with where it is.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct PublicSession {
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
    #[diesel(sql_type = BigInt)]
    pub walk_in_percent: i64,
    #[diesel(sql_type = Text)]
    pub access_notes: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub cancel_reason: Option<String>,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub address: String,
    #[diesel(sql_type = Text)]
    pub landmark: String,
    #[diesel(sql_type = Bool)]
    pub accessible: bool,
    #[diesel(sql_type = Text)]
    pub area: String,
    #[diesel(sql_type = BigInt)]
    pub ward_id: OrganisationId,
    #[diesel(sql_type = Text)]
    pub ward: String,
    #[diesel(sql_type = Text)]
    pub ward_phone: String,
    #[diesel(sql_type = Text)]
    pub topics: String,
}

/// One session, if it has ever been public.
pub fn session(conn: &mut Conn, id: SessionId) -> Result<PublicSession, DbError> {
    Ok(diesel::sql_query(
        "SELECT s.id, s.state, s.title, s.starts_at, s.ends_at, s.walk_in_percent, \
         s.access_notes, s.cancel_reason, p.name AS place, p.address, p.landmark, p.accessible, \
         a.name AS area, s.ward_id, o.name AS ward, o.phone AS ward_phone, \
         COALESCE((SELECT STRING_AGG(t.topic_code, ' ') FROM session_topics t \
         WHERE t.session_id = s.id), '') AS topics \
         FROM sessions s JOIN places p ON p.id = s.place_id JOIN areas a ON a.id = p.area_id \
         JOIN organisations o ON o.id = s.ward_id \
         WHERE s.id = $1 AND s.state NOT IN ('draft', 'awaiting_school')",
    )
    .bind::<BigInt, _>(id)
    .get_result(conn)?)
}

/// A slot to come, as somebody who books sees it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct SlotToCome {
    #[diesel(sql_type = BigInt)]
    pub id: SlotId,
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = BigInt)]
    pub room: i64,
    /// How many wait for a seat in it.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
}

/// The slots to come of a few sessions, in order. The ids are numbers of this program.
pub fn slots(conn: &mut Conn, of: &[SessionId], now: At) -> Result<Vec<SlotToCome>, DbError> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let ids = of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Ok(diesel::sql_query(format!(
        "SELECT l.id, l.session_id, l.starts_at, l.ends_at, CAST({ROOM} AS BIGINT) AS room, \
         (SELECT COUNT(*) FROM bookings b WHERE b.slot_id = l.id AND b.state = 'waiting') \
         AS waiting FROM slots l WHERE l.session_id IN ({ids}) AND l.starts_at > $1 \
         ORDER BY l.starts_at, l.id"
    ))
    .bind::<Timestamp, _>(now)
    .load(conn)?)
}

/// A session and its slots that somebody may choose from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Times {
    pub session: Card,
    pub slots: Vec<SlotToCome>,
}

/// What one slot is part of, for the steps after it has been chosen.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct ChosenSlot {
    #[diesel(sql_type = BigInt)]
    pub id: SlotId,
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    pub ward_id: OrganisationId,
    #[diesel(sql_type = Text)]
    pub ward: String,
    #[diesel(sql_type = Text)]
    pub ward_phone: String,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub address: String,
    #[diesel(sql_type = Text)]
    pub landmark: String,
    #[diesel(sql_type = BigInt)]
    pub room: i64,
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// The session helps with the topic asked for.
    #[diesel(sql_type = Bool)]
    pub offered: bool,
}

const CHOSEN: &str = "SELECT l.id, s.id AS session_id, s.ward_id, o.name AS ward, \
     o.phone AS ward_phone, l.starts_at, l.ends_at, p.name AS place, p.address, p.landmark, \
     (SELECT COUNT(*) FROM bookings b WHERE b.slot_id = l.id AND b.state = 'waiting') AS waiting";

const CHOSEN_FROM: &str = "FROM sessions s JOIN slots l ON l.session_id = s.id \
     JOIN places p ON p.id = s.place_id JOIN organisations o ON o.id = s.ward_id \
     WHERE s.state IN ('open', 'running')";

/// A slot of a session that takes bookings, and whether it may be booked for a topic.
pub fn chosen_slot(conn: &mut Conn, id: SlotId, topic: &str) -> Result<ChosenSlot, DbError> {
    let sql = format!(
        "{CHOSEN}, CAST({ROOM} AS BIGINT) AS room, EXISTS (SELECT 1 FROM session_topics t \
         WHERE t.session_id = s.id AND t.topic_code = $1) AS offered {CHOSEN_FROM} AND l.id = $2"
    );
    Ok(diesel::sql_query(sql).bind::<Text, _>(topic).bind::<BigInt, _>(id).get_result(conn)?)
}

/// The next slots of a ward with a seat for a topic, but none that begins at `but.0` or
/// later and before `but.1`.
pub fn free_slots(
    conn: &mut Conn,
    ward: OrganisationId,
    topic: &str,
    now: At,
    but: (At, At),
    limit: i64,
) -> Result<Vec<ChosenSlot>, DbError> {
    Ok(diesel::sql_query(format!(
        "{CHOSEN}, CAST({ROOM} AS BIGINT) AS room, TRUE AS offered {CHOSEN_FROM} \
         AND s.starts_at > $1 AND l.starts_at > $2 AND s.ward_id = $3 \
         AND l.taken < l.seats AND l.booked_ahead < l.bookable \
         AND EXISTS (SELECT 1 FROM session_topics t \
         WHERE t.session_id = s.id AND t.topic_code = $4) \
         AND (l.starts_at < $5 OR l.starts_at >= $6) \
         ORDER BY s.starts_at, s.id, l.starts_at LIMIT $7"
    ))
    .bind::<Timestamp, _>(now.plus_minutes(-LONGEST_MINUTES))
    .bind::<Timestamp, _>(now)
    .bind::<BigInt, _>(ward)
    .bind::<Text, _>(topic)
    .bind::<Timestamp, _>(but.0)
    .bind::<Timestamp, _>(but.1)
    .bind::<BigInt, _>(limit)
    .load(conn)?)
}
