//! Pupils who are never in one session together. A pair stands in one row, the lower number
//! first, and holds in both directions.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::db::breaches::PupilChoice;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::kept_apart;
use crate::domain::at::At;
use crate::domain::ids::*;

/// Why a pair is kept apart, who said so, and when.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub reason: &'a str,
    pub by: Option<AccountId>,
    pub at: At,
}

/// Keeps two pupils apart; false when they are already.
pub fn add(
    conn: &mut Conn,
    one: AmbassadorId,
    other: AmbassadorId,
    said: Said<'_>,
) -> Result<bool, DbError> {
    use kept_apart::dsl as k;
    let row = (
        k::ambassador_id.eq(one.min(other)),
        k::other_id.eq(one.max(other)),
        k::reason.eq(said.reason),
        k::created_by.eq(said.by),
        k::created_at.eq(said.at),
    );
    let added = crate::each_backend!(conn, |c| diesel::insert_into(kept_apart::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// Ends it, with the reason; false when they are not kept apart.
pub fn end(conn: &mut Conn, one: AmbassadorId, other: AmbassadorId) -> Result<bool, DbError> {
    let pair = kept_apart::table.find((one.min(other), one.max(other)));
    Ok(diesel::delete(pair).execute(conn)? == 1)
}

/// Somebody from whom a pupil is kept apart.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Apart {
    #[diesel(sql_type = BigInt)]
    pub other: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Timestamp)]
    pub since: At,
    #[diesel(sql_type = Nullable<Text>)]
    pub by_whom: Option<String>,
}

/// All of them, by given name.
pub fn of(conn: &mut Conn, pupil: AmbassadorId) -> Result<Vec<Apart>, DbError> {
    Ok(diesel::sql_query(
        "SELECT am.id AS other, a.name, c.name AS class_name, k.reason, k.created_at AS since, \
            w.name AS by_whom \
         FROM kept_apart k JOIN ambassadors am \
            ON am.id = CASE WHEN k.ambassador_id = $1 THEN k.other_id ELSE k.ambassador_id END \
         JOIN accounts a ON a.id = am.account_id JOIN classes c ON c.id = am.class_id \
         LEFT JOIN accounts w ON w.id = k.created_by \
         WHERE k.ambassador_id = $1 OR k.other_id = $1 ORDER BY a.sort_key, am.id",
    )
    .bind::<BigInt, _>(pupil)
    .load(conn)?)
}

/// A session to come in which both of a pair have a shift.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Together {
    #[diesel(sql_type = BigInt)]
    pub other: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub session: SessionId,
}

/// Sessions that end after `now` in which a pupil has a shift beside somebody kept apart.
pub fn together(conn: &mut Conn, pupil: AmbassadorId, now: At) -> Result<Vec<Together>, DbError> {
    Ok(diesel::sql_query(
        "SELECT their.ambassador_id AS other, s.id AS session \
         FROM shifts own JOIN shifts their ON their.session_id = own.session_id \
         JOIN kept_apart k ON (k.ambassador_id = own.ambassador_id \
               AND k.other_id = their.ambassador_id) \
            OR (k.other_id = own.ambassador_id AND k.ambassador_id = their.ambassador_id) \
         JOIN sessions s ON s.id = own.session_id \
         WHERE own.ambassador_id = $1 AND s.ends_at > $2 AND s.state <> 'cancelled' \
           AND own.state IN ('taken', 'proposed', 'accepted', 'present') \
           AND their.state IN ('taken', 'proposed', 'accepted', 'present') \
         ORDER BY s.starts_at, s.id, their.ambassador_id",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Timestamp, _>(now)
    .load(conn)?)
}

/// What whoever keeps the roster reads about one pupil.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApartPart {
    pub pairs: Vec<Apart>,
    pub together: Vec<Together>,
    /// Whom one may add.
    pub choices: Vec<PupilChoice>,
}
