//! The rows that every act leaves behind: audit, outbox, versions of public pages.

use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{audit, outbox, versions};
use crate::domain::at::At;
use crate::domain::ids::{AccountId, OrganisationId};

/// A row of the audit trail: who, when, what, from which state to which.
#[derive(Insertable)]
#[diesel(table_name = audit)]
pub struct AuditRow<'a> {
    pub at: At,
    pub account_id: Option<AccountId>,
    pub actor: &'a str,
    pub organisation_id: Option<OrganisationId>,
    pub entity: &'a str,
    pub entity_id: i64,
    pub act: &'a str,
    pub from_state: &'a str,
    pub to_state: &'a str,
    pub detail: &'a str,
}

/// Appends to the audit trail.
pub fn record(conn: &mut Conn, row: &AuditRow<'_>) -> Result<(), DbError> {
    diesel::insert_into(audit::table).values(row).execute(conn)?;
    Ok(())
}

/// How often something has changed by its trail, and when it last did.
pub fn changes(conn: &mut Conn, entity: &str, id: i64) -> Result<(i64, Option<At>), DbError> {
    use diesel::dsl::{count_star, max};
    Ok(audit::table
        .filter(audit::entity.eq(entity).and(audit::entity_id.eq(id)))
        .select((count_star(), max(audit::at)))
        .first(conn)?)
}

/// A message that leaves once the transaction stands.
#[derive(Insertable)]
#[diesel(table_name = outbox)]
pub struct OutboxRow<'a> {
    /// One per person and event: a second message for the same is silently left out.
    pub event_key: &'a str,
    pub channel: &'a str,
    pub recipient: &'a str,
    pub subject: &'a str,
    pub body_text: &'a str,
    pub body_html: &'a str,
    pub state: &'a str,
    pub next_attempt_at: At,
    pub created_at: At,
}

/// Queues a message unless the same event already queued it.
pub fn queue(conn: &mut Conn, row: &OutboxRow<'_>) -> Result<(), DbError> {
    crate::each_backend!(conn, |c| diesel::insert_into(outbox::table)
        .values(row)
        .on_conflict(outbox::event_key)
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Marks a family of public pages as changed.
pub fn advance(conn: &mut Conn, name: &str) -> Result<(), DbError> {
    diesel::update(versions::table.find(name))
        .set(versions::version.eq(versions::version + 1))
        .execute(conn)?;
    Ok(())
}

/// The version of a family of public pages.
pub fn version(conn: &mut Conn, name: &str) -> Result<i64, DbError> {
    Ok(versions::table.find(name).select(versions::version).first(conn)?)
}
