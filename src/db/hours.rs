//! The append-only ledger of hours: what is due, what was credited, and sums of it.

pub mod verify;

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Date, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::{ambassadors, hours_entries};
use crate::domain::at::At;
use crate::domain::hours::{HoursKind, Span};
use crate::domain::ids::*;
use crate::domain::supports::FamilyState;

/// Days, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// The school year a day belongs to.
    pub fn school_year(day: NaiveDate) -> Period {
        let (from, to) = crate::domain::school_year::days(day);
        Period { from, to }
    }

    /// The instants it covers, `[from, to)`.
    fn instants(self) -> (At, At) {
        let midnight = |day| At::local(day, NaiveTime::MIN);
        (midnight(self.from), midnight(self.to + Days::new(1)))
    }
}

/// Which pupils a sum is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    School(OrganisationId),
    Class(ClassId),
    Pupil(AmbassadorId),
}

impl Whose {
    /// A condition on `ambassadors am`, with `$1` for the id.
    fn condition(self) -> &'static str {
        match self {
            Whose::School(_) => "am.school_id = $1",
            Whose::Class(_) => "am.class_id = $1",
            Whose::Pupil(_) => "am.id = $1",
        }
    }

    fn id(self) -> i64 {
        match self {
            Whose::School(id) => id.0,
            Whose::Class(id) => id.0,
            Whose::Pupil(id) => id.0,
        }
    }
}

/// A row to be appended.
#[derive(Insertable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = hours_entries)]
pub struct NewEntry {
    pub ambassador_id: AmbassadorId,
    pub school_year: String,
    pub kind: HoursKind,
    pub shift_id: Option<ShiftId>,
    pub family_support_id: Option<FamilySupportId>,
    pub reverses_id: Option<HoursEntryId>,
    /// Negative for a reversal.
    pub minutes: i64,
    pub earned_on: NaiveDate,
    pub reason: String,
    pub created_by: Option<AccountId>,
    pub created_at: At,
}

/// Appends rows.
pub fn append(conn: &mut Conn, rows: &[NewEntry]) -> Result<(), DbError> {
    if !rows.is_empty() {
        crate::each_backend!(conn, |c| diesel::insert_into(hours_entries::table)
            .values(rows)
            .execute(c))?;
    }
    Ok(())
}

/// Keeps other instances from crediting these pupils until this act is done: the
/// caps hold over sums, which no constraint can express. SQLite has one writer anyway.
pub fn lock_pupils(conn: &mut Conn, pupils: &[AmbassadorId]) -> Result<(), DbError> {
    if let Conn::Pg(c) = conn {
        ambassadors::table
            .filter(ambassadors::id.eq_any(pupils))
            .order(ambassadors::id)
            .select(ambassadors::id)
            .for_update()
            .load::<i64>(c)?;
    }
    Ok(())
}

/// A shift that ended with a check-out and has no credit row.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct DueShift {
    #[diesel(sql_type = BigInt)]
    pub shift: ShiftId,
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = Timestamp)]
    came: At,
    #[diesel(sql_type = Timestamp)]
    left: At,
    #[diesel(sql_type = Timestamp)]
    starts_at: At,
    #[diesel(sql_type = Timestamp)]
    ends_at: At,
}

impl DueShift {
    /// From check-in to check-out.
    pub fn stay(&self) -> Span {
        Span { from: self.came, to: self.left }
    }

    /// The session's posted time.
    pub fn window(&self) -> Span {
        Span { from: self.starts_at, to: self.ends_at }
    }
}

const DUE: &str = "SELECT sh.id AS shift, sh.ambassador_id AS ambassador, \
        sh.checked_in_at AS came, sh.checked_out_at AS \"left\", s.starts_at, s.ends_at \
     FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
     LEFT JOIN hours_entries e ON e.shift_id = sh.id \
     WHERE sh.state = 'done' AND e.id IS NULL AND sh.checked_out_at IS NOT NULL";

/// A session's shifts that are due for credit, in the order they were taken.
pub fn due_of_session(conn: &mut Conn, session: SessionId) -> Result<Vec<DueShift>, DbError> {
    Ok(diesel::sql_query(format!("{DUE} AND sh.session_id = $1 ORDER BY sh.id"))
        .bind::<BigInt, _>(session)
        .load(conn)?)
}

/// A pupil's finished shifts of sessions that are not closed yet.
pub fn due_of_pupil(conn: &mut Conn, pupil: AmbassadorId) -> Result<Vec<DueShift>, DbError> {
    Ok(diesel::sql_query(format!(
        "{DUE} AND sh.ambassador_id = $1 AND s.state IN ('running', 'to_confirm') \
         ORDER BY s.starts_at, sh.id"
    ))
    .bind::<BigInt, _>(pupil)
    .load(conn)?)
}

/// Minutes credited to a pupil on a day, net of reversals.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Credited {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = Date)]
    pub day: NaiveDate,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
}

const CREDITED: &str = "SELECT e.ambassador_id AS ambassador, e.earned_on AS day, \
        CAST(SUM(e.minutes) AS BIGINT) AS minutes \
     FROM hours_entries e LEFT JOIN hours_entries o ON o.id = e.reverses_id \
     WHERE COALESCE(o.kind, e.kind) = $1 AND e.earned_on BETWEEN $2 AND $3";

/// What everybody with a shift in the session was credited for sessions in these days.
pub fn credited_in_session(
    conn: &mut Conn,
    session: SessionId,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Credited>, DbError> {
    Ok(diesel::sql_query(format!(
        "{CREDITED} AND e.ambassador_id IN \
            (SELECT ambassador_id FROM shifts WHERE session_id = $4) \
         GROUP BY e.ambassador_id, e.earned_on"
    ))
    .bind::<Text, _>(HoursKind::Session)
    .bind::<Date, _>(days.0)
    .bind::<Date, _>(days.1)
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// What one pupil was credited in these days for sessions, or for help at home.
pub fn credited_to_pupil(
    conn: &mut Conn,
    pupil: AmbassadorId,
    kind: HoursKind,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Credited>, DbError> {
    Ok(diesel::sql_query(format!(
        "{CREDITED} AND e.ambassador_id = $4 GROUP BY e.ambassador_id, e.earned_on"
    ))
    .bind::<Text, _>(kind)
    .bind::<Date, _>(days.0)
    .bind::<Date, _>(days.1)
    .bind::<BigInt, _>(pupil)
    .load(conn)?)
}

/// A family support as the ledger needs it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct FamilyWork {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = Text)]
    pub state: FamilyState,
    #[diesel(sql_type = Date)]
    pub done_on: NaiveDate,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
}

/// A family support's work.
pub fn family_work(conn: &mut Conn, id: FamilySupportId) -> Result<FamilyWork, DbError> {
    Ok(diesel::sql_query(
        "SELECT f.ambassador_id AS ambassador, am.school_id AS school, f.state, f.done_on, f.minutes \
         FROM family_supports f JOIN ambassadors am ON am.id = f.ambassador_id WHERE f.id = $1",
    )
    .bind::<BigInt, _>(id)
    .get_result(conn)?)
}

/// Was this family support credited before?
pub fn family_is_credited(conn: &mut Conn, id: FamilySupportId) -> Result<bool, DbError> {
    let rows: i64 = hours_entries::table
        .filter(hours_entries::family_support_id.eq(id))
        .count()
        .get_result(conn)?;
    Ok(rows > 0)
}

/// A ledger row with whose it is, for its reversal.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    #[diesel(sql_type = BigInt)]
    pub id: HoursEntryId,
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = Text)]
    pub school_year: String,
    #[diesel(sql_type = Text)]
    pub kind: HoursKind,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    #[diesel(sql_type = Date)]
    pub earned_on: NaiveDate,
    /// The row that reverses it.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub reversed_by: Option<HoursEntryId>,
}

/// One row of the ledger.
pub fn entry(conn: &mut Conn, id: HoursEntryId) -> Result<Entry, DbError> {
    Ok(diesel::sql_query(
        "SELECT e.id, e.ambassador_id AS ambassador, am.school_id AS school, e.school_year, \
            e.kind, e.minutes, e.earned_on, r.id AS reversed_by \
         FROM hours_entries e JOIN ambassadors am ON am.id = e.ambassador_id \
         LEFT JOIN hours_entries r ON r.reverses_id = e.id WHERE e.id = $1",
    )
    .bind::<BigInt, _>(id)
    .get_result(conn)?)
}

/// A ledger row as the ledger page shows it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct LedgerRow {
    #[diesel(sql_type = BigInt)]
    pub id: HoursEntryId,
    #[diesel(sql_type = Text)]
    pub kind: HoursKind,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    #[diesel(sql_type = Date)]
    pub earned_on: NaiveDate,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub reversed_by: Option<HoursEntryId>,
    /// Of a session's credit.
    #[diesel(sql_type = Nullable<Text>)]
    pub session_title: Option<String>,
    /// Of a family support.
    #[diesel(sql_type = Nullable<Text>)]
    pub topic_vi: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub topic_en: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub entered_by: Option<String>,
}

/// A pupil's ledger, newest first.
pub fn ledger(
    conn: &mut Conn,
    pupil: AmbassadorId,
    period: Period,
) -> Result<Vec<LedgerRow>, DbError> {
    Ok(diesel::sql_query(
        "SELECT e.id, e.kind, e.minutes, e.earned_on, e.reason, e.created_at, \
            r.id AS reversed_by, s.title AS session_title, t.name_vi AS topic_vi, \
            t.name_en AS topic_en, b.name AS entered_by \
         FROM hours_entries e \
         LEFT JOIN hours_entries r ON r.reverses_id = e.id \
         LEFT JOIN shifts sh ON sh.id = e.shift_id \
         LEFT JOIN sessions s ON s.id = sh.session_id \
         LEFT JOIN family_supports f ON f.id = e.family_support_id \
         LEFT JOIN topics t ON t.code = f.topic_code \
         LEFT JOIN accounts b ON b.id = e.created_by \
         WHERE e.ambassador_id = $1 AND e.earned_on BETWEEN $2 AND $3 \
         ORDER BY e.earned_on DESC, e.id DESC",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Date, _>(period.from)
    .bind::<Date, _>(period.to)
    .load(conn)?)
}

/// What a pupil has earned in a period, as recognition and the hours pages need it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Total {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = BigInt)]
    pub grade: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Binary)]
    pub sort_key: Vec<u8>,
    #[diesel(sql_type = Text)]
    pub badge: String,
    /// Verified: the ledger's sum.
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    /// Supports a supervisor confirmed that helped: done alone, guided, or handed to an official.
    #[diesel(sql_type = BigInt)]
    pub supports: i64,
    #[diesel(sql_type = BigInt)]
    pub shifts_done: i64,
    #[diesel(sql_type = BigInt)]
    pub shifts_absent: i64,
}

impl Total {
    /// Shifts kept of those that came due, in percent.
    pub fn attendance_percent(&self) -> i64 {
        crate::domain::hours::attendance_percent(self.shifts_done, self.shifts_absent)
    }
}

/// Sums per pupil in one query, by class and then by given name. Pupils who are no
/// longer active stand in it as long as they have earned something.
pub fn totals(conn: &mut Conn, whose: Whose, period: Period) -> Result<Vec<Total>, DbError> {
    let of = whose.condition();
    let (from, to) = period.instants();
    Ok(diesel::sql_query(format!(
        "SELECT am.id AS ambassador, am.school_id AS school, am.class_id AS class, \
            c.name AS class_name, c.grade, a.name, a.sort_key, am.badge, \
            COALESCE(h.minutes, 0) AS minutes, COALESCE(u.supports, 0) AS supports, \
            COALESCE(w.done, 0) AS shifts_done, COALESCE(w.absent, 0) AS shifts_absent \
         FROM ambassadors am \
         JOIN accounts a ON a.id = am.account_id \
         JOIN classes c ON c.id = am.class_id \
         LEFT JOIN (SELECT e.ambassador_id, CAST(SUM(e.minutes) AS BIGINT) AS minutes \
            FROM hours_entries e JOIN ambassadors am ON am.id = e.ambassador_id \
            WHERE {of} AND e.earned_on BETWEEN $2 AND $3 \
            GROUP BY e.ambassador_id) h ON h.ambassador_id = am.id \
         LEFT JOIN (SELECT su.ambassador_id, COUNT(*) AS supports \
            FROM supports su JOIN ambassadors am ON am.id = su.ambassador_id \
            WHERE {of} AND su.state IN ('closed_by_supervisor', 'verified') \
              AND su.outcome IN ('alone', 'guided', 'referred') \
              AND su.started_at >= $4 AND su.started_at < $5 \
            GROUP BY su.ambassador_id) u ON u.ambassador_id = am.id \
         LEFT JOIN (SELECT sh.ambassador_id, \
              CAST(SUM(CASE WHEN sh.state = 'done' THEN 1 ELSE 0 END) AS BIGINT) AS done, \
              CAST(SUM(CASE WHEN sh.state = 'absent' THEN 1 ELSE 0 END) AS BIGINT) AS absent \
            FROM shifts sh JOIN ambassadors am ON am.id = sh.ambassador_id \
            JOIN sessions s ON s.id = sh.session_id \
            WHERE {of} AND sh.state IN ('done', 'absent') \
              AND s.starts_at >= $4 AND s.starts_at < $5 \
            GROUP BY sh.ambassador_id) w ON w.ambassador_id = am.id \
         WHERE {of} AND (am.active OR h.minutes IS NOT NULL) \
         ORDER BY c.grade, c.name, c.id, a.sort_key, am.id"
    ))
    .bind::<BigInt, _>(whose.id())
    .bind::<Date, _>(period.from)
    .bind::<Date, _>(period.to)
    .bind::<Timestamp, _>(from)
    .bind::<Timestamp, _>(to)
    .load(conn)?)
}
