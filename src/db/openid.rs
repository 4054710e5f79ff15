//! Sign-ins begun at an OpenID provider, who is who there, and the roles it gave.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text};

use super::conn::Conn;
use super::error::DbError;
use super::schema::{accounts, openid_bindings, openid_roles, openid_starts, organisations};
use crate::domain::access::{AccountKind, OrganisationKind, Role};
use crate::domain::at::At;
use crate::domain::ids::*;

/// A sign-in begun and not finished.
#[derive(Insertable, Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = openid_starts)]
pub struct Start {
    pub state_hash: String,
    pub browser_hash: String,
    pub nonce: String,
    pub verifier: String,
    pub back: String,
    pub expires_at: At,
}

/// Remembers a beginning, and forgets those that were never finished.
pub fn add_start(conn: &mut Conn, new: &Start, now: At) -> Result<(), DbError> {
    diesel::delete(openid_starts::table.filter(openid_starts::expires_at.le(now))).execute(conn)?;
    diesel::insert_into(openid_starts::table).values(new).execute(conn)?;
    Ok(())
}

/// Takes away what this browser began; none when it did not, when it is too old, or when
/// somebody was first.
pub fn take_start(
    conn: &mut Conn,
    state_hash: &str,
    browser_hash: &str,
    now: At,
) -> Result<Option<Start>, DbError> {
    let begun = openid_starts::table
        .find(state_hash)
        .filter(openid_starts::browser_hash.eq(browser_hash))
        .filter(openid_starts::expires_at.gt(now));
    let found: Option<Start> = begun.select(Start::as_select()).first(conn).optional()?;
    let taken = diesel::delete(openid_starts::table.find(state_hash)).execute(conn)? == 1;
    Ok(found.filter(|_| taken))
}

/// Whose account somebody at a provider has, and whether it is in use.
pub fn bound(
    conn: &mut Conn,
    issuer: &str,
    subject: &str,
) -> Result<Option<(AccountId, bool)>, DbError> {
    let account: Option<AccountId> = openid_bindings::table
        .find((issuer, subject))
        .select(openid_bindings::account_id)
        .first(conn)
        .optional()?;
    let Some(account) = account else { return Ok(None) };
    let active = accounts::table.find(account).select(accounts::active).first(conn)?;
    Ok(Some((account, active)))
}

/// Since when an account is connected to a provider.
pub fn bound_at(conn: &mut Conn, issuer: &str, account: AccountId) -> Result<Option<At>, DbError> {
    Ok(openid_bindings::table
        .filter(openid_bindings::issuer.eq(issuer))
        .filter(openid_bindings::account_id.eq(account))
        .select(openid_bindings::bound_at)
        .first(conn)
        .optional()?)
}

/// Connects an account to somebody at a provider; false when either is connected already.
pub fn bind(
    conn: &mut Conn,
    (issuer, subject): (&str, &str),
    account: AccountId,
    now: At,
) -> Result<bool, DbError> {
    use openid_bindings::dsl as b;
    let row = (
        b::issuer.eq(issuer),
        b::subject.eq(subject),
        b::account_id.eq(account),
        b::bound_at.eq(now),
    );
    let added = crate::each_backend!(conn, |c| diesel::insert_into(b::openid_bindings)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// Disconnects an account from every provider; false when it is connected to none.
pub fn release(conn: &mut Conn, account: AccountId) -> Result<bool, DbError> {
    let of_account = openid_bindings::account_id.eq(account);
    Ok(diesel::delete(openid_bindings::table.filter(of_account)).execute(conn)? > 0)
}

/// Staff accounts with exactly this address, which is in lower case. It is compared as it
/// is, never folded: two addresses that look alike belong to two people.
pub fn staff_with(conn: &mut Conn, email: &str) -> Result<Vec<(AccountId, bool)>, DbError> {
    Ok(accounts::table
        .filter(accounts::kind.eq(AccountKind::Staff).and(accounts::email.eq(email)))
        .select((accounts::id, accounts::active))
        .limit(2)
        .load(conn)?)
}

/// An organisation by its code.
pub fn organisation(
    conn: &mut Conn,
    code: &str,
) -> Result<Option<(OrganisationId, OrganisationKind)>, DbError> {
    Ok(organisations::table
        .filter(organisations::code.eq(code))
        .select((organisations::id, organisations::kind))
        .first(conn)
        .optional()?)
}

/// A role with its place, as one is held or to be held.
pub type Place = (Role, Option<OrganisationId>, Option<ClassId>);

/// A role held on some day.
#[derive(QueryableByName, Clone, Debug)]
pub struct HeldRole {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub role: Role,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub organisation: Option<OrganisationId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub class: Option<ClassId>,
    /// The provider that gave it.
    #[diesel(sql_type = Nullable<Text>)]
    pub given_by: Option<String>,
}

impl HeldRole {
    /// The role with its place.
    pub fn place(&self) -> Place {
        (self.role, self.organisation, self.class)
    }
}

/// The roles an account holds on a day, and who gave them.
pub fn held(conn: &mut Conn, account: AccountId, day: NaiveDate) -> Result<Vec<HeldRole>, DbError> {
    Ok(diesel::sql_query(
        "SELECT r.id, r.role, r.organisation_id AS organisation, r.class_id AS class, \
                g.issuer AS given_by \
         FROM roles r LEFT JOIN openid_roles g ON g.role_id = r.id \
         WHERE r.account_id = $1 AND r.since <= $2 AND (r.until IS NULL OR r.until >= $2) \
         ORDER BY r.id",
    )
    .bind::<BigInt, _>(account)
    .bind::<Date, _>(day)
    .load(conn)?)
}

/// Remembers that a provider gave a role.
pub fn mark_role(conn: &mut Conn, role: i64, issuer: &str) -> Result<(), DbError> {
    use openid_roles::dsl as r;
    diesel::insert_into(r::openid_roles)
        .values((r::role_id.eq(role), r::issuer.eq(issuer)))
        .execute(conn)?;
    Ok(())
}
