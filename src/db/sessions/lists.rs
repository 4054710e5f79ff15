//! Sessions as the ward's list and its week show them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;

/// A session in the ward's list.
#[derive(QueryableByName, Clone, Debug)]
pub struct SessionLine {
    #[diesel(sql_type = BigInt)]
    pub id: SessionId,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub series_id: Option<SeriesId>,
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
    pub area: String,
    /// Of all slots together.
    #[diesel(sql_type = BigInt)]
    pub seats: i64,
    #[diesel(sql_type = BigInt)]
    pub taken: i64,
    /// Residents on the waiting list.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// Pupils who have a place.
    #[diesel(sql_type = BigInt)]
    pub ambassadors: i64,
    #[diesel(sql_type = BigInt)]
    pub ambassadors_wanted: i64,
    #[diesel(sql_type = BigInt)]
    pub adults: i64,
    /// Schools that have not answered.
    #[diesel(sql_type = BigInt)]
    pub asked: i64,
}

impl SessionLine {
    /// Every seat is taken. A figure for the eye: the slots themselves decide.
    pub fn is_full(&self) -> bool {
        self.seats > 0 && self.taken >= self.seats
    }
}

/// The columns of a line around an inner query that picks the sessions, so that counting
/// is done for the rows of the page only.
macro_rules! lines_of {
    ($chosen:literal, $order:literal) => {
        concat!(
            "SELECT s.id, s.series_id, s.state, s.title, s.starts_at, s.ends_at, \
                p.name AS place, a.name AS area, s.ambassadors_wanted, \
                (SELECT CAST(COALESCE(SUM(sl.seats), 0) AS BIGINT) FROM slots sl \
                    WHERE sl.session_id = s.id) AS seats, \
                (SELECT CAST(COALESCE(SUM(sl.taken), 0) AS BIGINT) FROM slots sl \
                    WHERE sl.session_id = s.id) AS taken, \
                (SELECT COUNT(*) FROM bookings b WHERE b.session_id = s.id \
                    AND b.state = 'waiting') AS waiting, \
                (SELECT COUNT(*) FROM shifts sh WHERE sh.session_id = s.id \
                    AND sh.state NOT IN ('declined', 'withdrawn', 'absent')) AS ambassadors, \
                (SELECT COUNT(*) FROM session_supervisors v WHERE v.session_id = s.id) AS adults, \
                (SELECT COUNT(*) FROM school_approvals r WHERE r.session_id = s.id \
                    AND r.state = 'asked') AS asked \
             FROM (",
            $chosen,
            ") chosen JOIN sessions s ON s.id = chosen.id \
             JOIN places p ON p.id = s.place_id JOIN areas a ON a.id = p.area_id ORDER BY ",
            $order
        )
    };
}

/// Which part of a ward's sessions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum When {
    #[default]
    Upcoming,
    Past,
    All,
}

impl When {
    /// As it stands in an address.
    pub fn word(self) -> &'static str {
        match self {
            When::Upcoming => "upcoming",
            When::Past => "past",
            When::All => "all",
        }
    }

    /// Reads the word; an unknown one is what is ahead.
    pub fn from_word(word: &str) -> When {
        match word {
            "past" => When::Past,
            "all" => When::All,
            _ => When::Upcoming,
        }
    }
}

/// A page of a ward's sessions, first page 1: those ahead from the nearest, others from
/// the newest. Called-off sessions stand among those ahead only when asked for.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    pub ward: OrganisationId,
    pub when: When,
    pub state: Option<SessionState>,
    pub now: At,
}

/// The rows of a page.
pub fn page(
    conn: &mut Conn,
    filter: &Filter,
    page: i64,
    per_page: i64,
) -> Result<Vec<SessionLine>, DbError> {
    Ok(diesel::sql_query(lines_of!(
        "SELECT s.id, CASE WHEN $1 = 'upcoming' THEN s.starts_at END AS nearest \
         FROM sessions s WHERE s.ward_id = $2 AND ($1 = 'all' \
            OR ($1 = 'upcoming' AND s.ends_at > $3 \
                AND (s.state <> 'cancelled' OR $4 = 'cancelled')) \
            OR ($1 = 'past' AND s.ends_at <= $3)) \
            AND ($4 = '' OR s.state = $4) \
         ORDER BY CASE WHEN $1 = 'upcoming' THEN s.starts_at END, s.starts_at DESC, s.id \
         LIMIT $5 OFFSET $6",
        "chosen.nearest, s.starts_at DESC, s.id"
    ))
    .bind::<Text, _>(filter.when.word())
    .bind::<BigInt, _>(filter.ward)
    .bind::<Timestamp, _>(filter.now)
    .bind::<Text, _>(filter.state.map_or("", SessionState::code))
    .bind::<BigInt, _>(per_page)
    .bind::<BigInt, _>((page - 1).max(0) * per_page)
    .load(conn)?)
}

/// How many sessions each part holds under the same state.
#[derive(QueryableByName, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    #[diesel(sql_type = BigInt)]
    pub upcoming: i64,
    #[diesel(sql_type = BigInt)]
    pub past: i64,
    #[diesel(sql_type = BigInt)]
    pub total: i64,
}

impl Counts {
    /// Of one part.
    pub fn of(self, when: When) -> i64 {
        match when {
            When::Upcoming => self.upcoming,
            When::Past => self.past,
            When::All => self.total,
        }
    }
}

/// Counts for the tabs and the pager.
pub fn counts(conn: &mut Conn, filter: &Filter) -> Result<Counts, DbError> {
    Ok(diesel::sql_query(
        "SELECT CAST(COALESCE(SUM(CASE WHEN s.ends_at > $1 \
                AND (s.state <> 'cancelled' OR $2 = 'cancelled') THEN 1 ELSE 0 END), 0) \
                AS BIGINT) AS upcoming, \
            CAST(COALESCE(SUM(CASE WHEN s.ends_at <= $1 THEN 1 ELSE 0 END), 0) AS BIGINT) \
                AS past, \
            COUNT(*) AS total \
         FROM sessions s WHERE s.ward_id = $3 AND ($2 = '' OR s.state = $2)",
    )
    .bind::<Timestamp, _>(filter.now)
    .bind::<Text, _>(filter.state.map_or("", SessionState::code))
    .bind::<BigInt, _>(filter.ward)
    .get_result(conn)?)
}

/// A ward's sessions that begin in `[from, to)`, in order.
pub fn between(
    conn: &mut Conn,
    ward: OrganisationId,
    from: At,
    to: At,
) -> Result<Vec<SessionLine>, DbError> {
    Ok(diesel::sql_query(lines_of!(
        "SELECT s.id FROM sessions s \
         WHERE s.ward_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3",
        "s.starts_at, s.id"
    ))
    .bind::<BigInt, _>(ward)
    .bind::<Timestamp, _>(from)
    .bind::<Timestamp, _>(to)
    .load(conn)?)
}
