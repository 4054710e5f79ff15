//! Reading the audit trail.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::staff::Reach;
use crate::domain::at::At;

/// A row of the trail with the name of who acted.
#[derive(QueryableByName, Clone, Debug)]
pub struct TrailRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamp)]
    pub at: At,
    #[diesel(sql_type = Text)]
    pub actor: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    #[diesel(sql_type = Text)]
    pub entity: String,
    #[diesel(sql_type = BigInt)]
    pub entity_id: i64,
    #[diesel(sql_type = Text)]
    pub act: String,
    #[diesel(sql_type = Text)]
    pub from_state: String,
    #[diesel(sql_type = Text)]
    pub to_state: String,
    #[diesel(sql_type = Text)]
    pub detail: String,
}

const ROWS: &str = "SELECT r.id, r.at, r.actor, a.name, r.entity, r.entity_id, r.act, \
     r.from_state, r.to_state, r.detail \
     FROM audit r LEFT JOIN accounts a ON a.id = r.account_id";

/// Rows before `before` (0: the newest) within reach, newest first; `entity` empty: all.
pub fn list(
    conn: &mut Conn,
    reach: &Reach,
    entity: &str,
    before: i64,
    limit: i64,
) -> Result<Vec<TrailRow>, DbError> {
    let place = reach.condition();
    let before = if before > 0 { before } else { i64::MAX };
    Ok(diesel::sql_query(format!(
        "{ROWS} WHERE r.id < $1 AND ($2 = '' OR r.entity = $2) AND {place} \
         ORDER BY r.id DESC LIMIT $3"
    ))
    .bind::<BigInt, _>(before)
    .bind::<Text, _>(entity)
    .bind::<BigInt, _>(limit)
    .load(conn)?)
}

/// What happened to one thing, oldest first. The caller has checked that it may be seen.
pub fn of(conn: &mut Conn, entity: &str, id: i64) -> Result<Vec<TrailRow>, DbError> {
    Ok(diesel::sql_query(format!(
        "{ROWS} WHERE r.entity = $1 AND r.entity_id = $2 ORDER BY r.id LIMIT 200"
    ))
    .bind::<Text, _>(entity)
    .bind::<BigInt, _>(id)
    .load(conn)?)
}
