//! Read models of the pages about shifts.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::fixed::Fixed;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::eligibility::Refusal;
use crate::domain::hours::Span;
use crate::domain::ids::*;
use crate::domain::matches::MatchState;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;
use crate::domain::supports::SupportState;

/// A session a pupil might take.
#[derive(Queryable, Clone, PartialEq, Eq, Debug)]
pub struct OpenSession {
    pub id: SessionId,
    pub title: String,
    pub starts_at: At,
    pub ends_at: At,
    pub place: String,
    pub area: String,
    pub wanted: i64,
    /// The asking pupil's own shift.
    pub own_shift: Option<ShiftId>,
}

type OpenRowSql = (BigInt, Text, Timestamp, Timestamp, Text, Text, BigInt, Nullable<BigInt>);

/// Open sessions from `from` on, before `to`, for which the pupil's school was asked and has
/// not said no; in order, a part of them: at most so many after so many. The state is asked
/// for twice, because the index of public sessions is known only by its own words.
pub fn open_to(
    conn: &mut Conn,
    pupil: AmbassadorId,
    school: OrganisationId,
    (from, to): (At, At),
    (most, skip): (i64, i64),
) -> Result<Vec<OpenSession>, DbError> {
    Ok(Fixed::<OpenRowSql>::new(
        "SELECT s.id, s.title, s.starts_at, s.ends_at, p.name, ar.name, s.ambassadors_wanted, \
            (SELECT o.id FROM shifts o WHERE o.session_id = s.id AND o.ambassador_id = ? \
                AND o.state NOT IN ('declined', 'withdrawn')) \
         FROM sessions s JOIN places p ON p.id = s.place_id JOIN areas ar ON ar.id = p.area_id \
         WHERE s.state IN ('open', 'running') AND s.state = 'open' \
           AND s.starts_at >= ? AND s.starts_at < ? \
           AND EXISTS (SELECT 1 FROM school_approvals r WHERE r.session_id = s.id \
                AND r.school_id = ? AND r.state <> 'declined') \
         ORDER BY s.starts_at, s.id LIMIT ? OFFSET ?",
    )
    .with(pupil)
    .with(from)
    .with(to)
    .with(school)
    .with(most)
    .with(skip)
    .load(conn)?)
}

/// (code, name, English name) of every topic.
pub fn topic_names(conn: &mut Conn) -> Result<Vec<(String, String, String)>, DbError> {
    let all = Fixed::<(Text, Text, Text)>::new("SELECT code, name_vi, name_en FROM topics");
    Ok(all.load(conn)?)
}

/// A pupil's shift with its session.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct MyShift {
    #[diesel(sql_type = BigInt)]
    pub id: ShiftId,
    #[diesel(sql_type = Text)]
    pub state: ShiftState,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub checked_in_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub checked_out_at: Option<At>,
    #[diesel(sql_type = BigInt)]
    pub session: SessionId,
    #[diesel(sql_type = Text)]
    pub session_state: SessionState,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = BigInt)]
    pub ward: OrganisationId,
    #[diesel(sql_type = Text)]
    pub ward_phone: String,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub address: String,
    #[diesel(sql_type = Text)]
    pub landmark: String,
    #[diesel(sql_type = Text)]
    pub area: String,
}

impl MyShift {
    /// The session's posted time.
    pub fn span(&self) -> Span {
        Span { from: self.starts_at, to: self.ends_at }
    }
}

const MY_SHIFT: &str = "SELECT sh.id, sh.state, sh.reason, sh.checked_in_at, sh.checked_out_at, \
        s.id AS session, s.state AS session_state, s.title, s.starts_at, s.ends_at, \
        s.ward_id AS ward, w.phone AS ward_phone, p.name AS place, p.address, p.landmark, \
        ar.name AS area \
     FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
     JOIN organisations w ON w.id = s.ward_id \
     JOIN places p ON p.id = s.place_id JOIN areas ar ON ar.id = p.area_id \
     WHERE sh.ambassador_id = $1";

/// One shift of a pupil.
pub fn my_shift(conn: &mut Conn, pupil: AmbassadorId, shift: ShiftId) -> Result<MyShift, DbError> {
    Ok(diesel::sql_query(format!("{MY_SHIFT} AND sh.id = $2"))
        .bind::<BigInt, _>(pupil)
        .bind::<BigInt, _>(shift)
        .get_result(conn)?)
}

/// Shifts of sessions that end after `now` and still concern the pupil, the next first.
pub fn coming(conn: &mut Conn, pupil: AmbassadorId, now: At) -> Result<Vec<MyShift>, DbError> {
    Ok(diesel::sql_query(format!(
        "{MY_SHIFT} AND s.ends_at > $2 AND s.state <> 'cancelled' \
         AND sh.state IN ('taken', 'proposed', 'accepted', 'present') \
         ORDER BY s.starts_at, sh.id"
    ))
    .bind::<BigInt, _>(pupil)
    .bind::<Timestamp, _>(now)
    .load(conn)?)
}

/// Shifts ahead to which the guardian said no, in sessions that still take pupils.
pub fn vetoed(conn: &mut Conn, pupil: AmbassadorId, now: At) -> Result<Vec<MyShift>, DbError> {
    Ok(diesel::sql_query(format!(
        "{MY_SHIFT} AND s.starts_at > $2 AND s.state = 'open' AND sh.vetoed \
         ORDER BY s.starts_at, sh.id"
    ))
    .bind::<BigInt, _>(pupil)
    .bind::<Timestamp, _>(now)
    .load(conn)?)
}

/// All other shifts, the latest first: a page of them.
pub fn past(
    conn: &mut Conn,
    pupil: AmbassadorId,
    now: At,
    (most, skip): (i64, i64),
) -> Result<Vec<MyShift>, DbError> {
    Ok(diesel::sql_query(format!(
        "{MY_SHIFT} AND NOT (s.ends_at > $2 AND s.state <> 'cancelled' \
         AND sh.state IN ('taken', 'proposed', 'accepted', 'present')) \
         ORDER BY s.starts_at DESC, sh.id DESC LIMIT $3 OFFSET $4"
    ))
    .bind::<BigInt, _>(pupil)
    .bind::<Timestamp, _>(now)
    .bind::<BigInt, _>(most)
    .bind::<BigInt, _>(skip)
    .load(conn)?)
}

/// How many those are.
pub fn past_count(conn: &mut Conn, pupil: AmbassadorId, now: At) -> Result<i64, DbError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let row: Count = diesel::sql_query(format!(
        "SELECT COUNT(*) AS n FROM ({MY_SHIFT} AND NOT (s.ends_at > $2 AND s.state <> 'cancelled' \
         AND sh.state IN ('taken', 'proposed', 'accepted', 'present'))) x"
    ))
    .bind::<BigInt, _>(pupil)
    .bind::<Timestamp, _>(now)
    .get_result(conn)?;
    Ok(row.n)
}

/// Somebody a pupil helps in a session. The name is for making the short form that the
/// pupil sees; telephone and address are not even asked for.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Helped {
    #[diesel(sql_type = BigInt)]
    pub booking: BookingId,
    #[diesel(sql_type = Text)]
    pub state: BookingState,
    #[diesel(sql_type = Text)]
    pub match_state: MatchState,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub birth_year: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub area: Option<String>,
    #[diesel(sql_type = Text)]
    pub access_needs: String,
    #[diesel(sql_type = Timestamp)]
    pub slot_starts_at: At,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub queue_number: Option<i64>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub started_at: Option<At>,
    #[diesel(sql_type = Text)]
    pub topic: String,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
    #[diesel(sql_type = Text)]
    pub safety_vi: String,
    #[diesel(sql_type = Bool)]
    pub adult_beside: bool,
    #[diesel(sql_type = Nullable<Text>)]
    pub support_state: Option<SupportState>,
    #[diesel(sql_type = Nullable<Text>)]
    pub returned_reason: Option<String>,
}

const HELPED: &str = "SELECT b.id AS booking, b.state, m.state AS match_state, r.name, \
        r.birth_year, ar.name AS area, r.access_needs, sl.starts_at AS slot_starts_at, \
        b.queue_number, b.started_at, t.code AS topic, t.name_vi AS topic_vi, \
        t.name_en AS topic_en, t.safety_vi, (t.tier = 'A') AS adult_beside, \
        su.state AS support_state, su.returned_reason \
     FROM matches m JOIN bookings b ON b.id = m.booking_id \
     JOIN residents r ON r.id = b.resident_id LEFT JOIN areas ar ON ar.id = r.area_id \
     JOIN slots sl ON sl.id = b.slot_id JOIN topics t ON t.code = b.topic_code \
     LEFT JOIN supports su ON su.booking_id = b.id AND su.ambassador_id = m.ambassador_id \
     WHERE m.ambassador_id = $1 AND m.state IN ('published', 'accepted', 'done')";

/// Everybody the pupil helps in a session, in the order of their time.
pub fn helped_in(
    conn: &mut Conn,
    pupil: AmbassadorId,
    session: SessionId,
) -> Result<Vec<Helped>, DbError> {
    Ok(diesel::sql_query(format!(
        "{HELPED} AND b.session_id = $2 \
         AND b.state NOT IN ('cancelled', 'rescheduled', 'absent', 'waiting') \
         ORDER BY sl.starts_at, b.id"
    ))
    .bind::<BigInt, _>(pupil)
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// One booking the pupil is matched to.
pub fn helped(conn: &mut Conn, pupil: AmbassadorId, booking: BookingId) -> Result<Helped, DbError> {
    Ok(diesel::sql_query(format!("{HELPED} AND b.id = $2"))
        .bind::<BigInt, _>(pupil)
        .bind::<BigInt, _>(booking)
        .get_result(conn)?)
}

/// Names of the adults of a session.
pub fn adults(conn: &mut Conn, session: SessionId) -> Result<Vec<String>, DbError> {
    #[derive(QueryableByName)]
    struct Adult {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let rows: Vec<Adult> = diesel::sql_query(
        "SELECT a.name FROM session_supervisors v JOIN accounts a ON a.id = v.account_id \
         WHERE v.session_id = $1 ORDER BY a.sort_key",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// The adults of several sessions, in one query.
pub fn adults_of(
    conn: &mut Conn,
    sessions: &[SessionId],
) -> Result<Vec<(SessionId, String)>, DbError> {
    #[derive(QueryableByName)]
    struct Adult {
        #[diesel(sql_type = BigInt)]
        session_id: SessionId,
        #[diesel(sql_type = Text)]
        name: String,
    }
    // A list that holds nothing still is one query: pages ask as often for few as for many.
    let ids: Vec<String> = sessions.iter().map(ToString::to_string).collect();
    let ids = if ids.is_empty() { "NULL".to_owned() } else { ids.join(", ") };
    let rows: Vec<Adult> = diesel::sql_query(format!(
        "SELECT v.session_id, a.name FROM session_supervisors v \
         JOIN accounts a ON a.id = v.account_id \
         WHERE v.session_id IN ({ids}) ORDER BY v.session_id, a.sort_key"
    ))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.session_id, row.name)).collect())
}

/// What the coordinator of a session is told when a pupil leaves it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Departure {
    #[diesel(sql_type = BigInt)]
    pub coordinator: AccountId,
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
    #[diesel(sql_type = BigInt)]
    pub ward: OrganisationId,
    #[diesel(sql_type = Text)]
    pub pupil: String,
    #[diesel(sql_type = Text)]
    pub class: String,
}

/// Gathers it.
pub fn departure(conn: &mut Conn, shift: ShiftId) -> Result<Departure, DbError> {
    Ok(diesel::sql_query(
        "SELECT co.id AS coordinator, co.name, co.email, co.lang, s.title, s.starts_at, \
            s.ward_id AS ward, a.name AS pupil, c.name AS class \
         FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
         JOIN accounts co ON co.id = s.created_by \
         JOIN ambassadors am ON am.id = sh.ambassador_id \
         JOIN accounts a ON a.id = am.account_id JOIN classes c ON c.id = am.class_id \
         WHERE sh.id = $1",
    )
    .bind::<BigInt, _>(shift)
    .get_result(conn)?)
}

/// A topic of a session, and whether the pupil is certified for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicChip {
    pub name_vi: String,
    pub name_en: String,
    pub certified: bool,
}

/// A session with every reason why this pupil may not take it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenRow {
    pub session: OpenSession,
    /// Pupils who have a place in it.
    pub coming: usize,
    pub topics: Vec<TopicChip>,
    pub why_not: Vec<Refusal>,
}

/// What a pupil could take in a week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenWeek {
    pub monday: NaiveDate,
    pub sunday: NaiveDate,
    pub today: NaiveDate,
    /// The weeks before and after, where there is something to look at.
    pub earlier: Option<NaiveDate>,
    pub later: Option<NaiveDate>,
    pub rows: Vec<OpenRow>,
    /// Which part of the week's sessions this is, from 1.
    pub page: u32,
    /// There are more than fit on this page.
    pub more: bool,
}

/// A pupil's shifts: all to come, and a page of the others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MyShifts {
    pub now: At,
    pub coming: Vec<MyShift>,
    pub past: Vec<MyShift>,
    /// From 1.
    pub page: u32,
    pub pages: u32,
}

/// One shift with the people the pupil helps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShiftPage {
    pub now: At,
    pub shift: MyShift,
    /// Names of the adults to turn to.
    pub adults: Vec<String>,
    pub helped: Vec<Helped>,
}
