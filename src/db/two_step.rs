//! The second step of staff accounts: secrets, recovery codes, and sign-ins half done.

use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{half_sign_ins, recovery_codes, roles, two_steps};
use crate::domain::accounts::Way;
use crate::domain::at::At;
use crate::domain::ids::*;

/// A second step as it is stored.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = two_steps)]
pub struct TwoStep {
    pub secret: String,
    /// None until a first code has shown that the authenticator holds the secret.
    pub confirmed_at: Option<At>,
    /// The time step of the code used last.
    pub last_step: i64,
}

/// An account's second step, confirmed or not.
pub fn find(conn: &mut Conn, account: AccountId) -> Result<Option<TwoStep>, DbError> {
    Ok(two_steps::table.find(account).select(TwoStep::as_select()).first(conn).optional()?)
}

/// Stores a secret that waits for its first code; one that waits already stays.
pub fn begin(conn: &mut Conn, account: AccountId, secret: &str) -> Result<(), DbError> {
    use two_steps::dsl as t;
    let row = (t::account_id.eq(account), t::secret.eq(secret), t::last_step.eq(0));
    crate::each_backend!(conn, |c| diesel::insert_into(t::two_steps)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Puts a sealed secret in the place of a readable one.
pub fn reseal(conn: &mut Conn, account: AccountId, old: &str, sealed: &str) -> Result<(), DbError> {
    diesel::update(two_steps::table.find(account).filter(two_steps::secret.eq(old)))
        .set(two_steps::secret.eq(sealed))
        .execute(conn)?;
    Ok(())
}

/// Turns the second step on; false when it is on already.
pub fn confirm(conn: &mut Conn, account: AccountId, now: At) -> Result<bool, DbError> {
    let waiting = two_steps::table.find(account).filter(two_steps::confirmed_at.is_null());
    let done = diesel::update(waiting).set(two_steps::confirmed_at.eq(now)).execute(conn)?;
    Ok(done == 1)
}

/// Marks a time step as used; false when it, or a later one, was used before.
pub fn use_step(conn: &mut Conn, account: AccountId, step: i64) -> Result<bool, DbError> {
    let unused = two_steps::table.find(account).filter(two_steps::last_step.lt(step));
    Ok(diesel::update(unused).set(two_steps::last_step.eq(step)).execute(conn)? == 1)
}

/// Removes the second step with its recovery codes and whatever sign-in waits for it.
pub fn remove(conn: &mut Conn, account: AccountId) -> Result<bool, DbError> {
    let of_account = half_sign_ins::account_id.eq(account);
    diesel::delete(half_sign_ins::table.filter(of_account)).execute(conn)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account)))
        .execute(conn)?;
    Ok(diesel::delete(two_steps::table.find(account)).execute(conn)? == 1)
}

/// Replaces the recovery codes by these hashes.
pub fn set_recovery_codes(
    conn: &mut Conn,
    account: AccountId,
    hashes: &[String],
) -> Result<(), DbError> {
    use recovery_codes::dsl as r;
    diesel::delete(r::recovery_codes.filter(r::account_id.eq(account))).execute(conn)?;
    for hash in hashes {
        diesel::insert_into(r::recovery_codes)
            .values((r::account_id.eq(account), r::code_hash.eq(hash)))
            .execute(conn)?;
    }
    Ok(())
}

/// Uses a recovery code up; false when there is none like it left.
pub fn use_recovery_code(
    conn: &mut Conn,
    account: AccountId,
    hash: &str,
    now: At,
) -> Result<bool, DbError> {
    use recovery_codes::dsl as r;
    let unused = r::recovery_codes.find((account, hash)).filter(r::used_at.is_null());
    Ok(diesel::update(unused).set(r::used_at.eq(now)).execute(conn)? == 1)
}

/// Recovery codes that still work.
pub fn recovery_codes_left(conn: &mut Conn, account: AccountId) -> Result<i64, DbError> {
    use recovery_codes::dsl as r;
    let unused = r::account_id.eq(account).and(r::used_at.is_null());
    Ok(r::recovery_codes.filter(unused).count().get_result(conn)?)
}

/// A sign-in whose first step was right and whose code is still to come.
#[derive(Insertable, Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = half_sign_ins)]
pub struct HalfSignIn {
    pub token_hash: String,
    pub account_id: AccountId,
    /// The first step.
    pub way: Way,
    pub device: String,
    pub expires_at: At,
}

/// Remembers a sign-in half done, and forgets those that were never finished.
pub fn add_half(conn: &mut Conn, new: &HalfSignIn, now: At) -> Result<(), DbError> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::expires_at.le(now))).execute(conn)?;
    diesel::insert_into(half_sign_ins::table).values(new).execute(conn)?;
    Ok(())
}

/// A sign-in half done, if it may still be finished.
pub fn half(conn: &mut Conn, token_hash: &str, now: At) -> Result<Option<HalfSignIn>, DbError> {
    Ok(half_sign_ins::table
        .find(token_hash)
        .filter(half_sign_ins::expires_at.gt(now))
        .select(HalfSignIn::as_select())
        .first(conn)
        .optional()?)
}

/// Takes a sign-in half done away; false when somebody was first.
pub fn end_half(conn: &mut Conn, token_hash: &str) -> Result<bool, DbError> {
    Ok(diesel::delete(half_sign_ins::table.find(token_hash)).execute(conn)? == 1)
}

/// Every place of the roles an account holds now or later; none for an administrator's.
pub fn places_of(
    conn: &mut Conn,
    account: AccountId,
    today: chrono::NaiveDate,
) -> Result<Vec<Option<OrganisationId>>, DbError> {
    let lasting = roles::until.is_null().or(roles::until.ge(today));
    Ok(roles::table
        .filter(roles::account_id.eq(account))
        .filter(lasting)
        .select(roles::organisation_id)
        .load(conn)?)
}
