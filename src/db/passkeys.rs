//! Passkeys of staff, and what authenticators were asked to sign.

use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{accounts, passkey_challenges, passkeys, sign_ins};
use crate::domain::access::AccountKind;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::passkeys::{Ask, Home};

/// A passkey as its owner sees it.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = passkeys)]
pub struct Passkey {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: At,
    pub last_used_at: Option<At>,
}

/// What the page of one's own passkeys shows.
#[derive(Clone, Debug)]
pub struct Mine {
    pub passkeys: Vec<Passkey>,
    /// None where passkeys do not work.
    pub home: Option<Home>,
    pub to_add: Ask,
    pub to_remove: Ask,
}

/// An account's passkeys, the oldest first.
pub fn of(conn: &mut Conn, account: AccountId) -> Result<Vec<Passkey>, DbError> {
    Ok(passkeys::table
        .filter(passkeys::account_id.eq(account))
        .order(passkeys::id)
        .select(Passkey::as_select())
        .load(conn)?)
}

/// The names under which authenticators know an account's passkeys, and the account.
pub fn handles(conn: &mut Conn, account: AccountId) -> Result<Vec<(String, String)>, DbError> {
    Ok(passkeys::table
        .filter(passkeys::account_id.eq(account))
        .order(passkeys::id)
        .select((passkeys::credential_id, passkeys::user_handle))
        .load(conn)?)
}

/// A passkey to be added.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = passkeys)]
pub struct NewPasskey<'a> {
    pub account_id: AccountId,
    pub credential_id: &'a str,
    pub user_handle: &'a str,
    pub public_key: &'a str,
    pub state: &'a str,
    pub name: &'a str,
    pub created_at: At,
}

/// Adds a passkey; false when this one is known already.
pub fn add(conn: &mut Conn, new: &NewPasskey<'_>) -> Result<bool, DbError> {
    let added = crate::each_backend!(conn, |c| diesel::insert_into(passkeys::table)
        .values(new)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// What is needed to check a signature.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = passkeys)]
pub struct StoredPasskey {
    pub id: PasskeyId,
    pub account_id: AccountId,
    pub user_handle: String,
    pub public_key: String,
    pub state: String,
}

/// The passkey with this credential's name, while its owner is of staff and not paused.
pub fn find(conn: &mut Conn, credential: &str) -> Result<Option<StoredPasskey>, DbError> {
    let found: Option<StoredPasskey> = passkeys::table
        .filter(passkeys::credential_id.eq(credential))
        .select(StoredPasskey::as_select())
        .first(conn)
        .optional()?;
    let Some(found) = found else { return Ok(None) };
    let (kind, active): (AccountKind, bool) = accounts::table
        .find(found.account_id)
        .select((accounts::kind, accounts::active))
        .first(conn)?;
    Ok((active && kind == AccountKind::Staff).then_some(found))
}

/// Remembers a use; false when another use was first.
pub fn used(
    conn: &mut Conn,
    passkey: &StoredPasskey,
    state: &str,
    now: At,
) -> Result<bool, DbError> {
    let unused = passkeys::table.find(passkey.id).filter(passkeys::state.eq(&passkey.state));
    let done = diesel::update(unused)
        .set((passkeys::state.eq(state), passkeys::last_used_at.eq(now)))
        .execute(conn)?;
    Ok(done == 1)
}

/// Removes one of an account's passkeys; answers its name.
pub fn remove(
    conn: &mut Conn,
    account: AccountId,
    id: PasskeyId,
) -> Result<Option<String>, DbError> {
    let own = || passkeys::table.find(id).filter(passkeys::account_id.eq(account));
    let name: Option<String> = own().select(passkeys::name).first(conn).optional()?;
    let gone = diesel::delete(own()).execute(conn)? == 1;
    Ok(name.filter(|_| gone))
}

/// Removes all of them; false when there were none.
pub fn remove_all(conn: &mut Conn, account: AccountId) -> Result<bool, DbError> {
    let own = passkeys::table.filter(passkeys::account_id.eq(account));
    Ok(diesel::delete(own).execute(conn)? > 0)
}

/// What an authenticator was asked.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = passkey_challenges)]
pub struct NewChallenge<'a> {
    pub token_hash: &'a str,
    pub account_id: Option<AccountId>,
    pub state: &'a str,
    pub expires_at: At,
}

/// Remembers a challenge, and forgets those that were never answered.
pub fn add_challenge(conn: &mut Conn, new: &NewChallenge<'_>, now: At) -> Result<(), DbError> {
    use passkey_challenges::dsl as c;
    diesel::delete(c::passkey_challenges.filter(c::expires_at.le(now))).execute(conn)?;
    diesel::insert_into(c::passkey_challenges).values(new).execute(conn)?;
    Ok(())
}

/// Takes a challenge out, to be answered this once: one of this account, or of somebody at
/// the door.
pub fn take_challenge(
    conn: &mut Conn,
    token_hash: &str,
    account: Option<AccountId>,
    now: At,
) -> Result<Option<String>, DbError> {
    use passkey_challenges::dsl as c;
    let found: Option<(Option<AccountId>, String)> = c::passkey_challenges
        .find(token_hash)
        .filter(c::expires_at.gt(now))
        .select((c::account_id, c::state))
        .first(conn)
        .optional()?;
    let gone = diesel::delete(c::passkey_challenges.find(token_hash)).execute(conn)? == 1;
    Ok(found.filter(|(of, _)| gone && *of == account).map(|(_, state)| state))
}

/// When a sign-in began.
pub fn signed_in_at(conn: &mut Conn, sign_in: SignInId) -> Result<At, DbError> {
    Ok(sign_ins::table.find(sign_in).select(sign_ins::created_at).first(conn)?)
}
