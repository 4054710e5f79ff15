//! Roll call: adults and pupils, in and out.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::{adult_attendance, shifts};
use crate::domain::at::At;
use crate::domain::desk::Elsewhere;
use crate::domain::ids::*;
use crate::domain::shifts::ShiftState;

/// An adult who is here or might be.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct AdultLine {
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    /// A supervisor of this session.
    #[diesel(sql_type = Bool)]
    pub named: bool,
    /// Since when here; none when not.
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub since: Option<At>,
    /// When last gone; none when never here.
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub gone: Option<At>,
    /// Another session at which the adult is checked in.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub there: Option<SessionId>,
    #[diesel(sql_type = Nullable<Text>)]
    there_title: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    there_place: Option<String>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    there_since: Option<At>,
}

impl AdultLine {
    /// Where else the adult is, as it is said.
    pub fn elsewhere(&self) -> Option<(SessionId, Elsewhere)> {
        let (session, since) = self.there.zip(self.there_since)?;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (title, place) = (text(&self.there_title), text(&self.there_place));
        Some((session, Elsewhere { title, place, since }))
    }
}

/// The session's supervisors first, then the other adults of its ward. Whoever holds no
/// such role that day stands here only to be checked out.
pub fn adults(
    conn: &mut Conn,
    session: SessionId,
    ward: OrganisationId,
    day: NaiveDate,
) -> Result<Vec<AdultLine>, DbError> {
    Ok(diesel::sql_query(
        "SELECT a.id AS account, a.name, a.title, (v.account_id IS NOT NULL) AS named, \
            t.checked_in_at AS since, \
            (SELECT MAX(g.checked_out_at) FROM adult_attendance g \
                WHERE g.session_id = $1 AND g.account_id = a.id) AS gone, \
            x.session_id AS there, xs.title AS there_title, xp.name AS there_place, \
            x.checked_in_at AS there_since \
         FROM accounts a \
         LEFT JOIN session_supervisors v ON v.session_id = $1 AND v.account_id = a.id \
         LEFT JOIN adult_attendance t ON t.session_id = $1 AND t.account_id = a.id \
            AND t.checked_out_at IS NULL \
         LEFT JOIN adult_attendance x ON x.account_id = a.id AND x.session_id <> $1 \
            AND x.checked_out_at IS NULL \
         LEFT JOIN sessions xs ON xs.id = x.session_id \
         LEFT JOIN places xp ON xp.id = xs.place_id \
         WHERE a.kind = 'staff' AND (t.id IS NOT NULL OR (a.active AND EXISTS ( \
            SELECT 1 FROM roles r WHERE r.account_id = a.id \
                AND r.role IN ('coordinator', 'supervisor') \
                AND (r.organisation_id = $2 OR v.account_id IS NOT NULL) \
                AND r.since <= $3 AND (r.until IS NULL OR r.until >= $3)))) \
         ORDER BY (v.account_id IS NULL), a.sort_key, a.id",
    )
    .bind::<BigInt, _>(session)
    .bind::<BigInt, _>(ward)
    .bind::<Date, _>(day)
    .load(conn)?)
}

/// Checks an adult in, who is nowhere else; a conflict when another desk was first.
pub fn adult_in(
    conn: &mut Conn,
    session: SessionId,
    account: AccountId,
    by: AccountId,
    now: At,
) -> Result<(), DbError> {
    use adult_attendance::dsl as t;
    diesel::insert_into(adult_attendance::table)
        .values((
            t::session_id.eq(session),
            t::account_id.eq(account),
            t::checked_in_at.eq(now),
            t::entered_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Checks an adult out, or all who are here; answers who left.
pub fn adults_out(
    conn: &mut Conn,
    session: SessionId,
    account: Option<AccountId>,
    now: At,
) -> Result<Vec<AccountId>, DbError> {
    use adult_attendance::dsl as t;
    let here = t::session_id.eq(session).and(t::checked_out_at.is_null());
    let left = match account {
        Some(account) => {
            diesel::update(adult_attendance::table.filter(here.and(t::account_id.eq(account))))
                .set(t::checked_out_at.eq(now))
                .returning(t::account_id)
                .get_results(conn)?
        }
        None => diesel::update(adult_attendance::table.filter(here))
            .set(t::checked_out_at.eq(now))
            .returning(t::account_id)
            .get_results(conn)?,
    };
    Ok(left)
}

/// An adult's stay, for the closing page.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct AdultStay {
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Timestamp)]
    pub checked_in_at: At,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub checked_out_at: Option<At>,
}

/// Every stay of an adult in the session.
pub fn adult_stays(conn: &mut Conn, session: SessionId) -> Result<Vec<AdultStay>, DbError> {
    Ok(diesel::sql_query(
        "SELECT a.name, t.checked_in_at, t.checked_out_at FROM adult_attendance t \
         JOIN accounts a ON a.id = t.account_id WHERE t.session_id = $1 \
         ORDER BY a.sort_key, t.checked_in_at",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// A pupil with a place in the session.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct PupilLine {
    #[diesel(sql_type = BigInt)]
    pub shift: ShiftId,
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = Text)]
    pub state: ShiftState,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub search: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = Text)]
    pub badge: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub checked_in_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub checked_out_at: Option<At>,
}

/// The session's pupils by given name, without those who declined or withdrew.
pub fn pupils(conn: &mut Conn, session: SessionId) -> Result<Vec<PupilLine>, DbError> {
    Ok(diesel::sql_query(
        "SELECT h.id AS shift, h.ambassador_id AS ambassador, am.school_id AS school, h.state, \
            a.name, a.search, c.name AS class_name, am.badge, h.checked_in_at, h.checked_out_at \
         FROM shifts h JOIN ambassadors am ON am.id = h.ambassador_id \
         JOIN accounts a ON a.id = am.account_id JOIN classes c ON c.id = am.class_id \
         WHERE h.session_id = $1 AND h.state NOT IN ('declined', 'withdrawn') \
         ORDER BY a.sort_key, h.id",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// The pupil who wears this badge, or signs in by this name, at one of the schools that
/// were asked for the session.
pub fn pupil_by_badge(
    conn: &mut Conn,
    session: SessionId,
    badge: &str,
    sign_in_name: &str,
) -> Result<Option<AmbassadorId>, DbError> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        id: AmbassadorId,
    }
    let found: Option<Found> = diesel::sql_query(
        "SELECT am.id FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         WHERE am.school_id IN (SELECT r.school_id FROM school_approvals r \
                WHERE r.session_id = $1) \
           AND (am.badge = $2 OR a.sign_in_name = $3)",
    )
    .bind::<BigInt, _>(session)
    .bind::<Text, _>(badge)
    .bind::<Text, _>(sign_in_name)
    .get_result(conn)
    .optional()?;
    Ok(found.map(|found| found.id))
}

/// A guardian who asked to be told of the child's shifts.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct GuardianToTell {
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// The pupil's guardian, if they asked for a line on arrival and on leaving in this school
/// year and there is an address.
pub fn guardian_to_tell(
    conn: &mut Conn,
    pupil: AmbassadorId,
    school_year: &str,
) -> Result<Option<GuardianToTell>, DbError> {
    Ok(diesel::sql_query(
        "SELECT am.guardian_email AS email, am.guardian_name AS name FROM ambassadors am \
         WHERE am.id = $1 AND am.guardian_email IS NOT NULL AND am.guardian_email <> '' \
           AND am.restricted_at IS NULL \
           AND EXISTS (SELECT 1 FROM consents k WHERE k.ambassador_id = am.id \
              AND k.purpose = 'arrival_messages' AND k.side = 'guardian' \
              AND k.school_year = $2 AND k.withdrawn_at IS NULL)",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Text, _>(school_year)
    .get_result(conn)
    .optional()?)
}

/// Is the pupil checked in at another session?
pub fn pupil_is_elsewhere(
    conn: &mut Conn,
    pupil: AmbassadorId,
    session: SessionId,
) -> Result<bool, DbError> {
    let row: There = diesel::sql_query(
        "SELECT COUNT(*) AS shifts FROM shifts h JOIN sessions s ON s.id = h.session_id \
         WHERE h.ambassador_id = $1 AND h.session_id <> $2 \
           AND h.state = 'present' AND s.state = 'running'",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<BigInt, _>(session)
    .get_result(conn)?;
    Ok(row.shifts > 0)
}

#[derive(QueryableByName)]
struct There {
    #[diesel(sql_type = BigInt)]
    shifts: i64,
}

#[derive(QueryableByName)]
struct Sides {
    #[diesel(sql_type = BigInt)]
    sides: i64,
}

/// Have the child and the guardian both agreed to taking part this school year?
pub fn both_agreed(
    conn: &mut Conn,
    pupil: AmbassadorId,
    school_year: &str,
) -> Result<bool, DbError> {
    let row: Sides = diesel::sql_query(
        "SELECT COUNT(DISTINCT c.side) AS sides FROM consents c \
         WHERE c.ambassador_id = $1 AND c.school_year = $2 AND c.purpose = 'taking_part' \
           AND c.withdrawn_at IS NULL",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Text, _>(school_year)
    .get_result(conn)?;
    Ok(row.sides == 2)
}

/// How a step of the roll call changes a shift.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShiftStep {
    pub from: ShiftState,
    pub to: ShiftState,
    pub checked_in_at: Option<At>,
    pub checked_out_at: Option<At>,
}

/// Moves a shift on if it still stands where the caller saw it.
pub fn move_shift(
    conn: &mut Conn,
    shift: ShiftId,
    step: ShiftStep,
    by: AccountId,
) -> Result<bool, DbError> {
    let moved = diesel::update(shifts::table.find(shift).filter(shifts::state.eq(step.from)))
        .set((
            shifts::state.eq(step.to),
            shifts::checked_in_at.eq(step.checked_in_at),
            shifts::checked_out_at.eq(step.checked_out_at),
            shifts::checked_by.eq(by),
        ))
        .execute(conn)?;
    Ok(moved == 1)
}
