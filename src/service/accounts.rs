//! Signing in and out, and who is signed in.

use std::sync::atomic::Ordering;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use super::{Act, Answer, Error, Office, two_step};
pub use crate::db::accounts::Known;
use crate::db::accounts::{self, NewSignIn};
use crate::db::ambassadors::cards;
use crate::db::limits;
use crate::domain::access::{AccountKind, Actor, Person};
use crate::domain::accounts::{SignInForm, SignInRefusal, Way};
use crate::domain::at::At;
use crate::domain::ids::{AccountId, SignInId};
use crate::domain::names::fold;
use crate::domain::refusal::Refuse;

/// Tries on one name from one address within [`WINDOW_MINUTES`] before the door stays shut
/// for the rest of it. It is never the account that is shut: whoever knows a name could
/// lock its owner out from anywhere.
const TRIES: i64 = 10;
/// Tries from one address on any names; a school's classes share an address.
pub(super) const TRIES_HERE: i64 = 300;
pub(super) const WINDOW_MINUTES: i64 = 15;

/// Who knocks: the browser's own words, kept to tell devices apart, and the address, of
/// which only a hash is counted.
#[derive(Clone, Debug, Default)]
pub struct Knock {
    pub device: String,
    pub address: String,
}

/// A fresh sign-in: the token goes into the cookie, only its hash is stored.
#[derive(Debug)]
pub struct SignedIn {
    pub token: String,
    pub person: Person,
}

/// The key under which tries from one address are counted.
pub(super) fn here(knock: &Knock) -> String {
    hash(&format!("sign_in_here:{}", knock.address))
}

/// How far somebody has come in.
#[derive(Debug)]
pub enum Entered {
    In(SignedIn),
    /// The second step is still to come; the token says for whom.
    HalfWay {
        token: String,
    },
}

/// Signs in with name and password.
///
/// An unknown name costs the same time as a wrong password and gives the same answer. A try
/// that was right is none any more: it wipes out the wrong ones on that name from there.
pub async fn sign_in(office: &Office, form: &SignInForm, knock: &Knock) -> Answer<Entered> {
    let name = fold(&form.name);
    let key = hash(&format!("sign_in:{name} {}", knock.address));
    let here = here(knock);
    let counted = (key.clone(), here.clone());
    let found = office
        .write(&Actor::Visitor, move |act| {
            let tries = limits::count(act.conn, &key, act.now, WINDOW_MINUTES)?;
            let all = limits::count(act.conn, &here, act.now, WINDOW_MINUTES)?;
            let found = accounts::credentials(act.conn, &name)?;
            Ok((tries <= TRIES && all <= TRIES_HERE).then_some(found))
        })
        .await?;
    let Some(found) = found else {
        note_refusal(None, "too_many_tries");
        return Err(SignInRefusal::TooManyTries.into());
    };
    let stored = found.as_ref().filter(|c| c.active).and_then(|c| c.password_hash.clone());
    let right = verify(office, form.password.clone(), stored.clone()).await?;
    let Some(credentials) = found.as_ref().filter(|_| right) else {
        let why = match &found {
            None => "unknown_name",
            Some(known) if !known.active => "paused",
            Some(_) => "wrong_password",
        };
        note_refusal(found.map(|known| known.id), why);
        return Err(SignInRefusal::WrongNameOrPassword.into());
    };
    // The password is here only now: a hash of an earlier strength is made anew.
    let weak = stored.filter(|stored| !is_of_today(stored));
    let renewed = match weak {
        Some(old) => Some((old, hash_password(form.password.clone()).await?)),
        None => None,
    };
    let device = knock.device.clone();
    let account = credentials.id;
    let (key, here) = counted;
    office
        .write(&Actor::Visitor, move |act| {
            limits::clear(act.conn, &key)?;
            limits::take_back(act.conn, &here, act.now, WINDOW_MINUTES)?;
            if let Some((old, new)) = &renewed {
                accounts::renew_hash(act.conn, account, old, new)?;
            }
            match two_step::is_on(act, account)? {
                true => {
                    let token = two_step::half_open(act, account, &device, Way::Password)?;
                    Ok(Entered::HalfWay { token })
                }
                false => Ok(Entered::In(open(act, account, &device, Way::Password)?)),
            }
        })
        .await
}

/// A refused try in the log: whose account, if there is one, and why; never what was typed.
pub(super) fn note_refusal(account: Option<AccountId>, reason: &'static str) {
    tracing::warn!(account = account.map(|id| id.0), reason, "A sign-in was refused");
}

/// Signs a device in: everything that was asked has been answered.
pub(super) fn open(
    act: &mut Act<'_>,
    account: AccountId,
    device: &str,
    way: Way,
) -> Answer<SignedIn> {
    let hours = match (way, &act.rules.openid) {
        (Way::Openid | Way::OpenidTwoStep, Some(policy)) => policy.hours,
        _ => act.rules.sign_in_days * 24,
    };
    open_until(act, account, device, (way, act.now.plus_minutes(hours * 60)))
}

fn open_until(
    act: &mut Act<'_>,
    account: AccountId,
    device: &str,
    (way, until): (Way, At),
) -> Answer<SignedIn> {
    let token = new_token();
    let token_hash = hash(&token);
    let device: String = device.chars().take(120).collect();
    let new = NewSignIn {
        account_id: account,
        token_hash: &token_hash,
        way,
        device: &device,
        created_at: act.now,
        last_seen_at: act.now,
        expires_at: until,
    };
    accounts::add_sign_in(act.conn, &new)?;
    let known = accounts::signed_in(act.conn, &token_hash, act.now)?.ok_or(Error::Forbidden)?;
    tracing::info!(account = account.0, way = way.code(), "A sign-in");
    Ok(SignedIn { token, person: known.person })
}

/// Numbers tried with one card within [`WINDOW_MINUTES`]. A card's code cannot be guessed, so
/// only who has held the card can use these tries up.
const CARD_TRIES: i64 = 5;
/// Wrong numbers one after another, whenever they come, that end a card for good: four digits
/// would not stand a finder who tries a few every day.
pub(super) const CARD_MISSES: i64 = 10;
/// A card's own sign-ins last shorter than those by password.
const CARD_DAYS: i64 = 7;

/// What is stored of a card's code and of its number. The number's hash needs the code, so
/// its four digits cannot be found from the database.
pub(in crate::service) fn card_hashes(token: &str, number: &str) -> (String, String) {
    (hash(token), hash(&format!("card_number:{token}:{number}")))
}

/// Signs a pupil in with the code of a card and its number. A card that is unknown, replaced,
/// expired or dead gets the answer of a wrong number.
pub async fn sign_in_by_card(
    office: &Office,
    token: &str,
    number: &str,
    knock: &Knock,
) -> Answer<SignedIn> {
    let number: String = number.chars().filter(char::is_ascii_digit).collect();
    let (token_hash, number_hash) = card_hashes(token, &number);
    let key = hash(&format!("card:{token}"));
    let here = here(knock);
    let device = knock.device.clone();
    // A refusal would undo the count of tries, so it is carried out as a value.
    let entered = office
        .write(&Actor::Visitor, move |act| {
            let tries = limits::count(act.conn, &key, act.now, WINDOW_MINUTES)?;
            let all = limits::count(act.conn, &here, act.now, WINDOW_MINUTES)?;
            if tries > CARD_TRIES || all > TRIES_HERE {
                return Ok(Err(SignInRefusal::TooManyTries));
            }
            let card = cards::take_up(act.conn, &token_hash, CARD_MISSES, act.now)?;
            let Some(card) = card.filter(|card| card.number_hash == number_hash) else {
                return Ok(Err(SignInRefusal::WrongCard));
            };
            cards::forgive(act.conn, &token_hash)?;
            let until = act.now.plus_minutes(CARD_DAYS * 24 * 60).min(card.expires_at);
            Ok(Ok(open_until(act, card.account, &device, (Way::Card, until))?))
        })
        .await?;
    if let Err(refusal) = &entered {
        note_refusal(None, refusal.code());
    }
    Ok(entered?)
}

/// Minutes after which a device's being in use is noted again: a write at every request would
/// cost more than the hours of idleness need.
const NOTED_EVERY: i64 = 5;

/// Who holds this token; nobody when it is unknown, ended, too old, or of staff and idle too
/// long. Says, too, whether it is time to note that the device is in use.
pub fn who(act: &mut Act<'_>, token: &str) -> Answer<Option<(Known, bool)>> {
    let known = accounts::signed_in(act.conn, &hash(token), act.now)?;
    let Some(known) = known else { return Ok(None) };
    let idle = act.now.minutes_since(known.seen);
    if known.person.kind == AccountKind::Staff && idle > act.rules.staff_idle_hours * 60 {
        return Ok(None);
    }
    Ok(Some((known, idle >= NOTED_EVERY)))
}

/// Notes that a device is in use.
pub fn in_use(act: &mut Act<'_>, sign_in: SignInId) -> Answer<()> {
    Ok(accounts::note_seen(act.conn, sign_in, act.now)?)
}

/// Ends one of one's own sign-ins; false when it had ended already.
pub fn sign_out(act: &mut Act<'_>, sign_in: SignInId) -> Answer<bool> {
    let account = act.person()?.account;
    Ok(accounts::revoke_sign_in(act.conn, account, sign_in, act.now)?)
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

/// A hash that costs what a stored one costs and that nothing matches.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                      PdvwTFm3mdMVtBKfMlBgeHVlZlOcOTFxFc8GjQxTfJE";

/// Kind, version and costs of a stored hash: what stands before salt and digest.
fn strength(stored: &str) -> Vec<&str> {
    stored.split('$').take(4).collect()
}

/// Was this hash made with today's strength?
fn is_of_today(stored: &str) -> bool {
    strength(stored) == strength(NOBODY)
}

/// Checks against the stored hash, or against one that nothing matches, with the same work.
pub(super) async fn verify(
    office: &Office,
    password: String,
    stored: Option<String>,
) -> Answer<bool> {
    let compared = office.compared.clone();
    off_thread(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
        let matches = argon2::PasswordHash::new(&stored).is_ok_and(|hash| {
            compared.fetch_add(1, Ordering::Relaxed);
            Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
        });
        known && matches
    })
    .await
}

/// Does work that keeps a thread busy or waiting where it holds nobody up.
pub(super) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Answer<T> {
    tokio::task::spawn_blocking(work).await.map_err(|fault| Error::Fault(fault.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_hash_costs_what_a_stored_one_costs_and_is_really_computed() {
        let fresh = password_hash("con mèo trèo cây cau").unwrap();
        let cost = |hash: &str| {
            let parts: Vec<&str> = hash.split('$').collect();
            (parts[1..4].join("$"), parts[4].len(), parts[5].len())
        };
        assert_eq!(cost(NOBODY), cost(&fresh));
        assert!(is_of_today(&fresh));
        assert!(!is_of_today(&fresh.replace("m=19456", "m=9728")));
        let nobody = argon2::PasswordHash::new(NOBODY).unwrap();
        let answer = Argon2::default().verify_password(b"con", &nobody);
        assert!(matches!(answer, Err(argon2::password_hash::Error::PasswordInvalid)), "{answer:?}");
    }
}
