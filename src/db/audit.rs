//! Reading the audit trail.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::audit_seals;
use super::staff::Reach;
use crate::domain::at::At;
use crate::domain::audit_chain::Link;

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

/// A row as it goes into the chain; its seal when it has one.
#[derive(QueryableByName, Clone, Debug)]
pub struct ChainRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamp)]
    pub at: At,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub account_id: Option<i64>,
    #[diesel(sql_type = Text)]
    pub actor: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub organisation_id: Option<i64>,
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

impl ChainRow {
    /// The row as it is hashed.
    pub fn link(&self) -> Link<'_> {
        Link {
            id: self.id,
            at: self.at.datetime().timestamp_micros(),
            account: self.account_id,
            actor: &self.actor,
            organisation: self.organisation_id,
            entity: &self.entity,
            entity_id: self.entity_id,
            act: &self.act,
            from: &self.from_state,
            to: &self.to_state,
            detail: &self.detail,
        }
    }
}

/// A row's place in the chain.
#[derive(Queryable, Selectable, Insertable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = audit_seals)]
pub struct Seal {
    pub number: i64,
    pub audit_id: i64,
    pub hash: String,
}

/// The end of the chain.
pub fn last_seal(conn: &mut Conn) -> Result<Option<Seal>, DbError> {
    let seals = audit_seals::table.order(audit_seals::number.desc());
    Ok(seals.select(Seal::as_select()).first(conn).optional()?)
}

/// Rows without seal whose id is above `above`, in their order.
pub fn unsealed(conn: &mut Conn, above: i64, at_most: i64) -> Result<Vec<ChainRow>, DbError> {
    Ok(diesel::sql_query(
        "SELECT r.id, r.at, r.account_id, r.actor, r.organisation_id, r.entity, r.entity_id, \
            r.act, r.from_state, r.to_state, r.detail \
         FROM audit r LEFT JOIN audit_seals s ON s.audit_id = r.id \
         WHERE r.id > $1 AND s.audit_id IS NULL ORDER BY r.id LIMIT $2",
    )
    .bind::<BigInt, _>(above)
    .bind::<BigInt, _>(at_most)
    .load(conn)?)
}

/// Appends to the chain.
pub fn seal(conn: &mut Conn, seals: &[Seal]) -> Result<(), DbError> {
    crate::each_backend!(conn, |c| diesel::insert_into(audit_seals::table)
        .values(seals)
        .execute(c))?;
    Ok(())
}

/// The chain from a number on.
pub fn seals(conn: &mut Conn, from: i64, at_most: i64) -> Result<Vec<Seal>, DbError> {
    Ok(audit_seals::table
        .filter(audit_seals::number.ge(from))
        .order(audit_seals::number)
        .limit(at_most)
        .select(Seal::as_select())
        .load(conn)?)
}

/// The rows that a stretch of the chain seals, in any order.
pub fn sealed_rows(conn: &mut Conn, from: i64, to: i64) -> Result<Vec<ChainRow>, DbError> {
    Ok(diesel::sql_query(
        "SELECT r.id, r.at, r.account_id, r.actor, r.organisation_id, r.entity, r.entity_id, \
            r.act, r.from_state, r.to_state, r.detail \
         FROM audit_seals s JOIN audit r ON r.id = s.audit_id \
         WHERE s.number >= $1 AND s.number <= $2",
    )
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(to)
    .load(conn)?)
}
