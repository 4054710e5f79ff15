//! Supports that supervisors confirmed and the pupils' school has still to verify.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::supports::{CanDoAlone, OperatedBy, Outcome};

/// A support as the school sees it: no resident's name.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct ToVerify {
    #[diesel(sql_type = BigInt)]
    pub support: SupportId,
    #[diesel(sql_type = BigInt)]
    pub session: SessionId,
    #[diesel(sql_type = Text)]
    pub session_title: String,
    #[diesel(sql_type = Timestamp)]
    pub session_starts: At,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub pupil: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
    #[diesel(sql_type = Timestamp)]
    pub started_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ended_at: At,
    #[diesel(sql_type = Text)]
    pub outcome: Outcome,
    #[diesel(sql_type = Text)]
    pub operated_by: OperatedBy,
    #[diesel(sql_type = Text)]
    pub can_do_alone: CanDoAlone,
    #[diesel(sql_type = Bool)]
    pub tear_off_matched: bool,
    #[diesel(sql_type = Nullable<Text>)]
    pub confirmed_by: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub closed_by: Option<AccountId>,
}

/// Supports of a school's pupils that wait to be verified, session by session, then by
/// given name; no more than `most`.
pub fn to_verify(
    conn: &mut Conn,
    school: OrganisationId,
    most: i64,
) -> Result<Vec<ToVerify>, DbError> {
    Ok(diesel::sql_query(
        "SELECT u.id AS support, s.id AS session, s.title AS session_title, \
            s.starts_at AS session_starts, p.name AS place, am.id AS ambassador, \
            a.name AS pupil, c.name AS class_name, t.name_vi AS topic_vi, \
            t.name_en AS topic_en, u.started_at, u.ended_at, u.outcome, u.operated_by, \
            u.can_do_alone, u.tear_off_matched, b.name AS confirmed_by, u.closed_by \
         FROM supports u \
         JOIN ambassadors am ON am.id = u.ambassador_id \
         JOIN accounts a ON a.id = am.account_id \
         JOIN classes c ON c.id = am.class_id \
         JOIN sessions s ON s.id = u.session_id \
         JOIN places p ON p.id = s.place_id \
         JOIN topics t ON t.code = u.topic_code \
         LEFT JOIN accounts b ON b.id = u.closed_by \
         WHERE am.school_id = $1 AND u.state = 'closed_by_supervisor' \
         ORDER BY s.starts_at, s.id, a.sort_key, u.started_at, u.id LIMIT $2",
    )
    .bind::<BigInt, _>(school)
    .bind::<BigInt, _>(most)
    .load(conn)?)
}

/// Which of the waiting supports are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    One(SupportId),
    Session(SessionId),
    All,
}

#[derive(QueryableByName)]
struct Verified {
    #[diesel(sql_type = BigInt)]
    id: SupportId,
}

/// Verifies waiting supports of the school's own pupils, but none that the same person confirmed
/// as supervisor: two pairs of eyes. Answers which.
pub fn verify(
    conn: &mut Conn,
    school: OrganisationId,
    which: Which,
    by: AccountId,
    now: At,
) -> Result<Vec<SupportId>, DbError> {
    let (condition, id) = match which {
        Which::One(id) => ("id =", id.0),
        Which::Session(id) => ("session_id =", id.0),
        Which::All => ("id >", 0),
    };
    let verified: Vec<Verified> = diesel::sql_query(format!(
        "UPDATE supports SET state = 'verified', verified_by = $1, verified_at = $2 \
         WHERE state = 'closed_by_supervisor' AND (closed_by IS NULL OR closed_by <> $1) \
            AND ambassador_id IN \
            (SELECT am.id FROM ambassadors am WHERE am.school_id = $3) AND {condition} $4 \
         RETURNING id"
    ))
    .bind::<BigInt, _>(by)
    .bind::<Timestamp, _>(now)
    .bind::<BigInt, _>(school)
    .bind::<BigInt, _>(id)
    .load(conn)?;
    Ok(verified.into_iter().map(|row| row.id).collect())
}

/// Sends a confirmed support of one of the school's pupils back; false when there is none.
pub fn send_back(
    conn: &mut Conn,
    school: OrganisationId,
    support: SupportId,
    reason: &str,
) -> Result<bool, DbError> {
    let sent = diesel::sql_query(
        "UPDATE supports SET state = 'returned', returned_reason = $1, \
            closed_by = NULL, closed_at = NULL \
         WHERE id = $2 AND state = 'closed_by_supervisor' AND ambassador_id IN \
            (SELECT am.id FROM ambassadors am WHERE am.school_id = $3)",
    )
    .bind::<Text, _>(reason)
    .bind::<BigInt, _>(support)
    .bind::<BigInt, _>(school)
    .execute(conn)?;
    Ok(sent == 1)
}
