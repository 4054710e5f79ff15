//! Signing in and out, and who is signed in.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use super::{Act, Answer, Error, Office};
use crate::db::accounts::{self, NewSignIn};
use crate::db::limits;
use crate::domain::access::{Actor, Person};
use crate::domain::accounts::{SignInForm, SignInRefusal};
use crate::domain::ids::SignInId;
use crate::domain::names::fold;

/// Tries on one name within [`WINDOW_MINUTES`] before the door stays shut for the rest of it.
const TRIES: i64 = 10;
const WINDOW_MINUTES: i64 = 15;

/// A fresh sign-in: the token goes into the cookie, only its hash is stored.
#[derive(Debug)]
pub struct SignedIn {
    pub token: String,
    pub person: Person,
}

/// Signs in with name and password.
///
/// An unknown name costs the same time as a wrong password and gives the same answer.
pub async fn sign_in(office: &Office, form: &SignInForm, device: &str) -> Answer<SignedIn> {
    let name = fold(&form.name);
    let key = hash(&format!("sign_in:{name}"));
    let found = office
        .write(&Actor::Visitor, {
            let name = name.clone();
            move |act| {
                let tries = limits::count(act.conn, &key, act.now, WINDOW_MINUTES)?;
                let found = accounts::credentials(act.conn, &name)?;
                Ok((tries <= TRIES).then_some(found))
            }
        })
        .await?;
    let Some(found) = found else { return Err(SignInRefusal::TooManyTries.into()) };
    let known = found.as_ref().filter(|c| c.active).and_then(|c| c.password_hash.clone());
    let right = verify(form.password.clone(), known).await?;
    let Some(credentials) = found.filter(|_| right) else {
        return Err(SignInRefusal::WrongNameOrPassword.into());
    };
    let token = new_token();
    let token_hash = hash(&token);
    let device = device.chars().take(120).collect::<String>();
    let person = office
        .write(&Actor::Visitor, move |act| {
            let expires_at = act.now.plus_minutes(act.rules.sign_in_days * 24 * 60);
            let new = NewSignIn {
                account_id: credentials.id,
                token_hash: &token_hash,
                device: &device,
                created_at: act.now,
                last_seen_at: act.now,
                expires_at,
            };
            accounts::add_sign_in(act.conn, &new)?;
            accounts::signed_in(act.conn, &token_hash, act.now)?.ok_or(Error::Forbidden)
        })
        .await?;
    Ok(SignedIn { token, person })
}

/// Who holds this token; nobody when it is unknown, ended or too old.
pub fn who(act: &mut Act<'_>, token: &str) -> Answer<Option<Person>> {
    Ok(accounts::signed_in(act.conn, &hash(token), act.now)?)
}

/// Ends one of one's own sign-ins.
pub fn sign_out(act: &mut Act<'_>, sign_in: SignInId) -> Answer<()> {
    let account = act.person()?.account;
    accounts::revoke_sign_in(act.conn, account, sign_in, act.now)?;
    Ok(())
}

/// 256 random bits for a cookie or a one-time link.
pub fn new_token() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>())
}

/// What is stored instead of a token or a counter's key.
pub fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// The argon2id hash that is stored for a password; slow on purpose, so off the async threads.
pub async fn hash_password(password: String) -> Answer<String> {
    off_thread(move || password_hash(&password)).await?
}

/// The argon2id hash that is stored for a password; takes tens of milliseconds.
pub fn password_hash(password: &str) -> Answer<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Fault(format!("password hash: {error}")))
}

/// Checks against the stored hash, or against one that nothing matches, in the same time.
pub(super) async fn verify(password: String, stored: Option<String>) -> Answer<bool> {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                          PdvwTFm3mdMVtBKfMlBgeHVlZlOcOTFxFc8GjQxTfJE";
    off_thread(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
        let matches = argon2::PasswordHash::new(&stored).is_ok_and(|hash| {
            Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
        });
        known && matches
    })
    .await
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    tokio::task::spawn_blocking(work).await.map_err(|fault| Error::Fault(fault.to_string()))
}
