//! The append-only ledger of hours: what is due, what was credited, and sums of it.

mod ledger;
mod totals;
pub mod verify;

pub use ledger::{Entry, LedgerRow, Reversed, entry, ledger, reversed};
pub use totals::{Total, Whose, totals};

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Text, Timestamp};

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
    /// The reversal after which this credit stands anew.
    pub recredits_id: Option<HoursEntryId>,
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
