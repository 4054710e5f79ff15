//! Schools' answers: who is asked to release pupils for which session.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::SeriesFrom;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::school_approvals as r;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::sessions::{ApprovalState, SessionState};

/// Asks a school; one that had answered before is asked anew.
pub fn ask(
    conn: &mut Conn,
    session: SessionId,
    school: OrganisationId,
    now: At,
) -> Result<(), DbError> {
    let row = (
        r::session_id.eq(session),
        r::school_id.eq(school),
        r::state.eq(ApprovalState::Asked),
        r::asked_at.eq(now),
    );
    let anew = (
        r::state.eq(ApprovalState::Asked),
        r::asked_at.eq(now),
        r::decided_by.eq(None::<AccountId>),
        r::decided_at.eq(None::<At>),
        r::reason.eq(""),
    );
    crate::each_backend!(conn, |c| diesel::insert_into(r::table)
        .values(row)
        .on_conflict((r::session_id, r::school_id))
        .do_update()
        .set(anew)
        .execute(c))?;
    Ok(())
}

/// Asks anew every school that has not declined, for a session that is not what it was;
/// answers with those whose consent thereby ended.
pub fn reopen(
    conn: &mut Conn,
    session: SessionId,
    now: At,
) -> Result<Vec<OrganisationId>, DbError> {
    let standing: Vec<(OrganisationId, ApprovalState)> = r::table
        .filter(r::session_id.eq(session).and(r::state.ne(ApprovalState::Declined)))
        .order(r::school_id)
        .select((r::school_id, r::state))
        .load(conn)?;
    let mut ended = Vec::new();
    for (school, state) in standing {
        ask(conn, session, school, now)?;
        if state == ApprovalState::Approved {
            ended.push(school);
        }
    }
    Ok(ended)
}

#[derive(QueryableByName)]
struct Agreed {
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
    #[diesel(sql_type = Text)]
    school: String,
}

/// The schools that agreed to a session and to those of its series that begin no earlier
/// than the given moment, by name.
pub fn agreed(
    conn: &mut Conn,
    session: SessionId,
    series: Option<SeriesFrom>,
) -> Result<Vec<(SessionId, String)>, DbError> {
    let rows: Vec<Agreed> = diesel::sql_query(
        "SELECT r.session_id, o.short_name AS school FROM school_approvals r \
         JOIN organisations o ON o.id = r.school_id JOIN sessions s ON s.id = r.session_id \
         WHERE (s.id = $1 OR (s.series_id = $2 AND s.starts_at >= $3)) \
            AND r.state = 'approved' ORDER BY o.short_name",
    )
    .bind::<BigInt, _>(session)
    .bind::<Nullable<BigInt>, _>(series.map(|s| s.0))
    .bind::<Nullable<Timestamp>, _>(series.map(|s| s.1))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.session_id, row.school)).collect())
}

/// Forgets every answer to a session that is to be asked about anew.
pub fn forget(conn: &mut Conn, session: SessionId) -> Result<(), DbError> {
    diesel::delete(r::table.filter(r::session_id.eq(session))).execute(conn)?;
    Ok(())
}

/// Takes back a question that is not answered; false when it was answered or never asked.
pub fn take_back(
    conn: &mut Conn,
    session: SessionId,
    school: OrganisationId,
) -> Result<bool, DbError> {
    let asked = r::table.find((session, school)).filter(r::state.eq(ApprovalState::Asked));
    Ok(diesel::delete(asked).execute(conn)? == 1)
}

/// A school's answer to be written.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    pub from: ApprovalState,
    pub to: ApprovalState,
    pub by: AccountId,
    pub at: At,
    pub reason: &'a str,
}

/// Writes a school's answer, if the question still stands where the caller saw it.
pub fn decide(
    conn: &mut Conn,
    session: SessionId,
    school: OrganisationId,
    answer: &Answer<'_>,
) -> Result<bool, DbError> {
    let row = r::table.find((session, school)).filter(r::state.eq(answer.from));
    let written = diesel::update(row)
        .set((
            r::state.eq(answer.to),
            r::decided_by.eq(answer.by),
            r::decided_at.eq(answer.at),
            r::reason.eq(answer.reason),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// Where a school's answer stands.
pub fn state(
    conn: &mut Conn,
    session: SessionId,
    school: OrganisationId,
) -> Result<ApprovalState, DbError> {
    Ok(r::table.find((session, school)).select(r::state).first(conn)?)
}

/// The same of a school that may never have been asked.
pub fn state_of(
    conn: &mut Conn,
    session: SessionId,
    school: OrganisationId,
) -> Result<Option<ApprovalState>, DbError> {
    Ok(r::table.find((session, school)).select(r::state).first(conn).optional()?)
}

/// All answers to a session.
pub fn states(conn: &mut Conn, session: SessionId) -> Result<Vec<ApprovalState>, DbError> {
    Ok(r::table.filter(r::session_id.eq(session)).select(r::state).load(conn)?)
}

/// A session as a school sees it that is asked for its pupils.
#[derive(QueryableByName, Clone, Debug)]
pub struct ReleaseLine {
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub series_id: Option<SeriesId>,
    #[diesel(sql_type = BigInt)]
    pub school_id: OrganisationId,
    #[diesel(sql_type = Text)]
    pub school: String,
    #[diesel(sql_type = Text)]
    pub answer: ApprovalState,
    #[diesel(sql_type = Timestamp)]
    pub asked_at: At,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub decided_at: Option<At>,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Text)]
    pub state: SessionState,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = BigInt)]
    pub place_id: PlaceId,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub address: String,
    #[diesel(sql_type = BigInt)]
    pub ambassadors_wanted: i64,
    /// Adults named for it.
    #[diesel(sql_type = BigInt)]
    pub adults: i64,
    /// Of the school's pupils, those who have a place.
    #[diesel(sql_type = BigInt)]
    pub joined: i64,
}

/// What a school is or was asked, sessions ahead only, the nearest first, of the schools
/// at which this account is an officer.
pub fn asked_of(
    conn: &mut Conn,
    account: AccountId,
    now: At,
    limit: i64,
) -> Result<Vec<ReleaseLine>, DbError> {
    Ok(diesel::sql_query(
        "SELECT r.session_id, s.series_id, r.school_id, o.short_name AS school, \
            r.state AS answer, r.asked_at, r.decided_at, r.reason, s.state, s.title, \
            s.starts_at, s.ends_at, s.place_id, p.name AS place, p.address, s.ambassadors_wanted, \
            (SELECT COUNT(*) FROM session_supervisors v WHERE v.session_id = s.id) AS adults, \
            (SELECT COUNT(*) FROM shifts sh JOIN ambassadors am ON am.id = sh.ambassador_id \
                WHERE sh.session_id = s.id AND am.school_id = r.school_id \
                AND sh.state NOT IN ('declined', 'withdrawn', 'absent')) AS joined \
         FROM school_approvals r \
         JOIN organisations o ON o.id = r.school_id \
         JOIN sessions s ON s.id = r.session_id JOIN places p ON p.id = s.place_id \
         WHERE r.school_id IN (SELECT h.organisation_id FROM roles h WHERE h.account_id = $1 \
                AND h.role = 'school_officer' AND h.since <= $2 \
                AND (h.until IS NULL OR h.until >= $2)) \
            AND s.ends_at > $3 AND s.state <> 'cancelled' \
         ORDER BY s.starts_at, s.id, r.school_id LIMIT $4",
    )
    .bind::<BigInt, _>(account)
    .bind::<diesel::sql_types::Date, _>(now.day())
    .bind::<Timestamp, _>(now)
    .bind::<BigInt, _>(limit)
    .load(conn)?)
}

/// A school's answer on the session's own page.
#[derive(QueryableByName, Clone, Debug)]
pub struct AnswerLine {
    #[diesel(sql_type = BigInt)]
    pub school_id: OrganisationId,
    #[diesel(sql_type = Text)]
    pub school: String,
    #[diesel(sql_type = Text)]
    pub state: ApprovalState,
    #[diesel(sql_type = Timestamp)]
    pub asked_at: At,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub decided_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decided_by: Option<String>,
    #[diesel(sql_type = Text)]
    pub reason: String,
}

/// Every school's answer to a session.
pub fn answers(conn: &mut Conn, session: SessionId) -> Result<Vec<AnswerLine>, DbError> {
    Ok(diesel::sql_query(
        "SELECT r.school_id, o.short_name AS school, r.state, r.asked_at, r.decided_at, \
            a.name AS decided_by, r.reason \
         FROM school_approvals r JOIN organisations o ON o.id = r.school_id \
         LEFT JOIN accounts a ON a.id = r.decided_by \
         WHERE r.session_id = $1 ORDER BY o.short_name",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?)
}
