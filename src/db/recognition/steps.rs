//! Each step of an award as a conditional update, which fails when somebody else was faster.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::awards::BY_CLASS;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::{awards, registers};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::recognition::{AwardForm, AwardState};

/// The class teacher agrees; false when it is no candidate any more.
pub fn check(conn: &mut Conn, id: AwardId, by: AccountId, now: At) -> Result<bool, DbError> {
    use awards::dsl as a;
    let moved = diesel::update(awards::table.find(id).filter(a::state.eq(AwardState::Candidate)))
        .set((a::state.eq(AwardState::Checked), a::checked_by.eq(by), a::checked_at.eq(now)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Sets an award aside that stands in one of these states; false when it does not.
pub fn set_aside(
    conn: &mut Conn,
    id: AwardId,
    from: &[AwardState],
    reason: &str,
) -> Result<bool, DbError> {
    use awards::dsl as a;
    let moved = diesel::update(awards::table.find(id).filter(a::state.eq_any(from.to_vec())))
        .set((a::state.eq(AwardState::SetAside), a::set_aside_reason.eq(reason)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Takes an award that was set aside back among the candidates; false when it is not
/// set aside, or the pupil has another award by now.
pub fn reopen(conn: &mut Conn, id: AwardId) -> Result<bool, DbError> {
    let moved = diesel::sql_query(
        "UPDATE awards SET state = 'candidate', checked_by = NULL, \
            checked_at = NULL, decision_id = NULL \
         WHERE id = $1 AND state = 'set_aside' AND NOT EXISTS (SELECT 1 FROM awards o \
            WHERE o.programme_id = awards.programme_id AND o.ambassador_id = awards.ambassador_id \
              AND o.state NOT IN ('revoked', 'set_aside'))",
    )
    .bind::<BigInt, _>(id)
    .execute(conn)?;
    Ok(moved == 1)
}

/// All checked awards of a programme now rest on the decision; answers which.
pub fn approve(
    conn: &mut Conn,
    programme: ProgrammeId,
    decision: DecisionId,
) -> Result<Vec<AwardId>, DbError> {
    use awards::dsl as a;
    Ok(diesel::update(
        awards::table
            .filter(a::programme_id.eq(programme))
            .filter(a::state.eq(AwardState::Checked)),
    )
    .set((a::state.eq(AwardState::Approved), a::decision_id.eq(decision)))
    .returning(a::id)
    .get_results(conn)?)
}

/// An approved award as issuing needs it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct ToIssue {
    #[diesel(sql_type = BigInt)]
    pub id: AwardId,
    #[diesel(sql_type = Text)]
    pub form: AwardForm,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub guardian_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub guardian_email: Option<String>,
    /// Both sides agree to messages in the programme's year.
    #[diesel(sql_type = Bool)]
    pub may_write: bool,
}

/// A programme's approved awards in the order of their numbers: by class and name.
pub fn to_issue(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<ToIssue>, DbError> {
    Ok(diesel::sql_query(format!(
        "SELECT a.id, t.form, n.name, am.guardian_name, am.guardian_email, \
            (SELECT COUNT(DISTINCT k.side) FROM consents k WHERE k.ambassador_id = am.id \
               AND k.purpose = 'schedule_messages' AND k.school_year = g.school_year \
               AND k.withdrawn_at IS NULL) = 2 AS may_write \
         FROM awards a JOIN programmes g ON g.id = a.programme_id \
         JOIN tiers t ON t.id = a.tier_id \
         JOIN ambassadors am ON am.id = a.ambassador_id \
         JOIN accounts n ON n.id = am.account_id \
         JOIN classes c ON c.id = a.class_id \
         WHERE a.programme_id = $1 AND a.state = 'approved' {BY_CLASS}"
    ))
    .bind::<BigInt, _>(programme)
    .load(conn)?)
}

/// Takes the next `count` numbers of a register and answers the first of them. Whoever
/// else wants some waits; an act that is undone gives its numbers back.
pub fn take_numbers(conn: &mut Conn, register: &str, count: i64) -> Result<i64, DbError> {
    use registers::dsl as r;
    crate::each_backend!(conn, |c| diesel::insert_into(registers::table)
        .values((r::register.eq(register), r::last_number.eq(0)))
        .on_conflict(r::register)
        .do_nothing()
        .execute(c))?;
    let last: i64 = diesel::update(registers::table.find(register))
        .set(r::last_number.eq(r::last_number + count))
        .returning(r::last_number)
        .get_result(conn)?;
    Ok(last - count + 1)
}

/// Enters an approved award in its register; false when it is not approved any more.
pub fn issue(
    conn: &mut Conn,
    id: AwardId,
    entry: (&str, i64),
    token: &str,
    now: At,
) -> Result<bool, DbError> {
    use awards::dsl as a;
    let moved = diesel::update(awards::table.find(id).filter(a::state.eq(AwardState::Approved)))
        .set((
            a::state.eq(AwardState::Issued),
            a::register.eq(entry.0),
            a::number.eq(entry.1),
            a::token.eq(token),
            a::issued_at.eq(now),
        ))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Revokes an issued award; its number stays in the register. False when it is not issued.
pub fn revoke(conn: &mut Conn, id: AwardId, reason: &str, now: At) -> Result<bool, DbError> {
    use awards::dsl as a;
    let moved = diesel::update(awards::table.find(id).filter(a::state.eq(AwardState::Issued)))
        .set((
            a::state.eq(AwardState::Revoked),
            a::revoked_at.eq(now),
            a::revoked_reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(moved == 1)
}
