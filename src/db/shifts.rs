//! Ambassadors' places in sessions: taken, proposed, answered and given back.

pub mod facts;
pub mod pages;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::{ambassadors, sessions, shifts};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::matches::MatchState;
use crate::domain::shifts::{ShiftSource, ShiftState};

/// A shift as it stands.
#[derive(Queryable, QueryableByName, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = shifts)]
pub struct Shift {
    pub id: ShiftId,
    pub session_id: SessionId,
    pub ambassador_id: AmbassadorId,
    pub state: ShiftState,
    pub source: ShiftSource,
    /// Why it was declined or withdrawn, or why the matching chose it.
    pub reason: String,
    pub checked_in_at: Option<At>,
    pub checked_out_at: Option<At>,
}

/// One shift.
pub fn get(conn: &mut Conn, id: ShiftId) -> Result<Shift, DbError> {
    Ok(shifts::table.find(id).select(Shift::as_select()).first(conn)?)
}

/// Keeps other instances from deciding about these sessions and pupils until this act is
/// done: room, caps and overlaps hold over several rows, which no constraint can express.
/// SQLite has one writer anyway. Always in this order, each by id, so that nobody waits
/// in a circle.
pub fn lock(
    conn: &mut Conn,
    of_sessions: &[SessionId],
    pupils: &[AmbassadorId],
) -> Result<(), DbError> {
    if let Conn::Pg(c) = conn {
        sessions::table
            .filter(sessions::id.eq_any(of_sessions))
            .order(sessions::id)
            .select(sessions::id)
            .for_update()
            .load::<SessionId>(c)?;
        ambassadors::table
            .filter(ambassadors::id.eq_any(pupils))
            .order(ambassadors::id)
            .select(ambassadors::id)
            .for_update()
            .load::<AmbassadorId>(c)?;
    }
    Ok(())
}

/// A shift to be added. The caller holds the lock and has asked `domain::eligibility`.
#[derive(Insertable, Clone, Copy, Debug)]
#[diesel(table_name = shifts)]
pub struct NewShift<'a> {
    pub session_id: SessionId,
    pub ambassador_id: AmbassadorId,
    pub state: ShiftState,
    pub source: ShiftSource,
    pub reason: &'a str,
    pub created_at: At,
}

/// Adds a shift.
pub fn add(conn: &mut Conn, new: &NewShift<'_>) -> Result<ShiftId, DbError> {
    Ok(diesel::insert_into(shifts::table).values(new).returning(shifts::id).get_result(conn)?)
}

/// Moves a shift on, if it still stands where the caller saw it; false when it moved meanwhile.
pub fn advance(
    conn: &mut Conn,
    id: ShiftId,
    from: ShiftState,
    to: ShiftState,
    reason: &str,
) -> Result<bool, DbError> {
    let moved = diesel::update(shifts::table.find(id).filter(shifts::state.eq(from)))
        .set((shifts::state.eq(to), shifts::reason.eq(reason)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Shifts of a pupil that are agreed or proposed, in sessions that begin after `now`.
pub fn still_to_come(conn: &mut Conn, pupil: AmbassadorId, now: At) -> Result<Vec<Shift>, DbError> {
    Ok(diesel::sql_query(
        "SELECT sh.id, sh.session_id, sh.ambassador_id, sh.state, sh.source, sh.reason, \
            sh.checked_in_at, sh.checked_out_at \
         FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
         WHERE sh.ambassador_id = $1 AND sh.state IN ('taken', 'proposed', 'accepted') \
           AND s.starts_at > $2 ORDER BY sh.id",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Timestamp, _>(now)
    .load(conn)?)
}

/// Shifts of a school's pupils that are agreed or proposed, in sessions that begin after
/// `now`, the latest session first.
pub fn still_to_come_of(
    conn: &mut Conn,
    school: OrganisationId,
    now: At,
) -> Result<Vec<Shift>, DbError> {
    Ok(diesel::sql_query(
        "SELECT sh.id, sh.session_id, sh.ambassador_id, sh.state, sh.source, sh.reason, \
            sh.checked_in_at, sh.checked_out_at \
         FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
         JOIN ambassadors am ON am.id = sh.ambassador_id \
         WHERE am.school_id = $1 AND sh.state IN ('taken', 'proposed', 'accepted') \
           AND s.state IN ('awaiting_school', 'open') AND s.starts_at > $2 \
         ORDER BY s.starts_at DESC, sh.id DESC",
    )
    .bind::<BigInt, _>(school)
    .bind::<Timestamp, _>(now)
    .load(conn)?)
}

/// Ids of all shifts a pupil ever had.
pub fn ids_of(conn: &mut Conn, pupil: AmbassadorId) -> Result<Vec<ShiftId>, DbError> {
    let of = shifts::table.filter(shifts::ambassador_id.eq(pupil));
    Ok(of.select(shifts::id).load(conn)?)
}

/// Notes that the guardian said no to a shift that was taken back, or takes that no back.
pub fn set_veto(conn: &mut Conn, id: ShiftId, vetoed: bool) -> Result<bool, DbError> {
    let given_back = shifts::table
        .find(id)
        .filter(shifts::state.eq(ShiftState::Withdrawn).and(shifts::vetoed.ne(vetoed)));
    Ok(diesel::update(given_back).set(shifts::vetoed.eq(vetoed)).execute(conn)? == 1)
}

/// What becomes of a pupil's matches in a session when the shift is answered or given back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MatchesTo {
    Accepted,
    Declined,
    /// Somebody else will have to help.
    Replaced,
}

/// Moves a pupil's matches of a session whose help has not begun; answers how many.
pub fn move_matches(
    conn: &mut Conn,
    session: SessionId,
    pupil: AmbassadorId,
    to: MatchesTo,
    now: At,
) -> Result<usize, DbError> {
    let (from, to) = match to {
        MatchesTo::Accepted => ("'published'", MatchState::Accepted),
        MatchesTo::Declined => ("'published'", MatchState::Declined),
        MatchesTo::Replaced => ("'proposed', 'published', 'accepted'", MatchState::Replaced),
    };
    Ok(diesel::sql_query(format!(
        "UPDATE matches SET state = $1, decided_at = $2 \
         WHERE ambassador_id = $3 AND state IN ({from}) AND booking_id IN \
            (SELECT b.id FROM bookings b WHERE b.session_id = $4)"
    ))
    .bind::<Text, _>(to)
    .bind::<Timestamp, _>(now)
    .bind::<BigInt, _>(pupil)
    .bind::<BigInt, _>(session)
    .execute(conn)?)
}
