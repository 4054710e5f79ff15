//! Safety breaches of a school's pupils. A row is never changed but to be withdrawn.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::safety_breaches;
use crate::domain::at::At;
use crate::domain::breaches::ParsedBreach;
use crate::domain::ids::*;

/// Notes a breach; the session is the one the pupil had a shift in on that day, if any.
pub fn add(
    conn: &mut Conn,
    new: &ParsedBreach,
    session: Option<SessionId>,
    by: AccountId,
    now: At,
) -> Result<BreachId, DbError> {
    use safety_breaches::dsl as b;
    Ok(diesel::insert_into(safety_breaches::table)
        .values((
            b::ambassador_id.eq(new.ambassador),
            b::session_id.eq(session),
            b::happened_on.eq(new.happened_on),
            b::what.eq(&new.what),
            b::entered_by.eq(by),
            b::created_at.eq(now),
        ))
        .returning(b::id)
        .get_result(conn)?)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The session in which the pupil had a shift between two instants; none when there is
/// none or more than one.
pub fn session_of(
    conn: &mut Conn,
    pupil: AmbassadorId,
    from: At,
    to: At,
) -> Result<Option<SessionId>, DbError> {
    let found: Vec<Id> = diesel::sql_query(
        "SELECT s.id FROM sessions s JOIN shifts sh ON sh.session_id = s.id \
         WHERE sh.ambassador_id = $1 AND sh.state IN ('present', 'done') \
           AND s.starts_at >= $2 AND s.starts_at < $3 LIMIT 2",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Timestamp, _>(from)
    .bind::<Timestamp, _>(to)
    .load(conn)?;
    Ok(match found.as_slice() {
        [only] => Some(SessionId(only.id)),
        _ => None,
    })
}

/// A breach as the school's list shows it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct BreachRow {
    #[diesel(sql_type = BigInt)]
    pub id: BreachId,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = Date)]
    pub happened_on: NaiveDate,
    #[diesel(sql_type = Nullable<Text>)]
    pub session: Option<String>,
    #[diesel(sql_type = Text)]
    pub what: String,
    #[diesel(sql_type = Text)]
    pub entered_by: String,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub withdrawn_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub withdrawn_reason: Option<String>,
}

const BREACH: &str = "SELECT b.id, am.school_id AS school, n.name, c.name AS class_name, \
        b.happened_on, s.title AS session, b.what, e.name AS entered_by, b.created_at, \
        b.withdrawn_at, b.withdrawn_reason \
     FROM safety_breaches b JOIN ambassadors am ON am.id = b.ambassador_id \
     JOIN accounts n ON n.id = am.account_id \
     JOIN classes c ON c.id = am.class_id \
     JOIN accounts e ON e.id = b.entered_by \
     LEFT JOIN sessions s ON s.id = b.session_id";

/// A page of a school's breaches, newest first.
pub fn list(
    conn: &mut Conn,
    school: OrganisationId,
    rows: (i64, i64),
) -> Result<Vec<BreachRow>, DbError> {
    Ok(diesel::sql_query(format!(
        "{BREACH} WHERE am.school_id = $1 ORDER BY b.happened_on DESC, b.id DESC LIMIT $2 OFFSET $3"
    ))
    .bind::<BigInt, _>(school)
    .bind::<BigInt, _>(rows.0)
    .bind::<BigInt, _>(rows.1)
    .load(conn)?)
}

/// How many breaches a school has noted.
pub fn count(conn: &mut Conn, school: OrganisationId) -> Result<i64, DbError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let row: Count = diesel::sql_query(
        "SELECT COUNT(*) AS n FROM safety_breaches b \
         JOIN ambassadors am ON am.id = b.ambassador_id WHERE am.school_id = $1",
    )
    .bind::<BigInt, _>(school)
    .get_result(conn)?;
    Ok(row.n)
}

/// One breach.
pub fn get(conn: &mut Conn, id: BreachId) -> Result<BreachRow, DbError> {
    let query = diesel::sql_query(format!("{BREACH} WHERE b.id = $1"));
    Ok(query.bind::<BigInt, _>(id).get_result(conn)?)
}

/// Withdraws a note made by mistake; false when it was withdrawn before.
pub fn withdraw(
    conn: &mut Conn,
    id: BreachId,
    by: AccountId,
    reason: &str,
    now: At,
) -> Result<bool, DbError> {
    use safety_breaches::dsl as b;
    let moved = diesel::update(safety_breaches::table.find(id).filter(b::withdrawn_at.is_null()))
        .set((b::withdrawn_at.eq(now), b::withdrawn_by.eq(by), b::withdrawn_reason.eq(reason)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// A pupil of the school, for choosing one.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct PupilChoice {
    #[diesel(sql_type = BigInt)]
    pub id: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
}

/// A school's active pupils by class and given name.
pub fn pupils(conn: &mut Conn, school: OrganisationId) -> Result<Vec<PupilChoice>, DbError> {
    Ok(diesel::sql_query(
        "SELECT am.id, n.name, c.name AS class_name FROM ambassadors am \
         JOIN accounts n ON n.id = am.account_id JOIN classes c ON c.id = am.class_id \
         WHERE am.school_id = $1 AND am.active ORDER BY c.grade, c.name, c.id, n.sort_key, am.id",
    )
    .bind::<BigInt, _>(school)
    .load(conn)?)
}
