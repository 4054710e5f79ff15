//! Passkeys of staff: added and removed by their owner, and taken at the door in place of
//! password and second step.

pub mod ceremony;

use ceremony::{Owner, Question, Signed};

use super::accounts::{Knock, SignedIn, WINDOW_MINUTES, hash, new_token, off_thread, open};
use super::staff::{audit, check_current};
use super::two_step::staff_member;
use super::{Act, Answer, Error, Letter, Office};
use crate::db::passkeys::{self as rows, Mine, NewChallenge, NewPasskey, StoredPasskey};
use crate::db::{accounts, limits, staff};
use crate::domain::access::Actor;
use crate::domain::accounts::{SignInRefusal, Way};
use crate::domain::ids::*;
use crate::domain::passkeys::{
    Ask, Asked, CHALLENGE_MINUTES, FRESH_MINUTES, Home, MOST, NewPasskeyForm, PasskeyForm,
    PasskeyRefusal, PasskeySignInForm, RemovePasskeyForm, name,
};
use crate::domain::refusal::Problems;

/// Tries with one passkey from one address within [`WINDOW_MINUTES`], as with a name.
const TRIES: i64 = 10;
/// Tries from one address with any passkeys.
const TRIES_HERE: i64 = 300;
/// Questions asked for from one address: browsers ask at each sight of the sign-in page.
const QUESTIONS_HERE: i64 = 3000;

/// One's own passkeys; 404 for pupils.
pub fn mine(act: &mut Act<'_>) -> Answer<Mine> {
    let account = staff_member(act)?;
    let (fresh, has_password) = (is_fresh(act)?, staff::has_password(act.conn, account)?);
    Ok(Mine {
        passkeys: rows::of(act.conn, account)?,
        home: Home::of(&act.rules.public_url),
        to_add: Ask::to_add(fresh, has_password),
        to_remove: Ask::to_remove(fresh, has_password),
    })
}

fn is_fresh(act: &mut Act<'_>) -> Answer<bool> {
    let sign_in = act.person()?.sign_in;
    let since = rows::signed_in_at(act.conn, sign_in)?;
    Ok(since.plus_minutes(FRESH_MINUTES) > act.now)
}

fn home(office: &Office) -> Answer<Home> {
    Ok(Home::of(&office.rules().public_url).ok_or(PasskeyRefusal::Off)?)
}

/// What is stored of a question's key: nobody can answer it from another browser.
fn bound(browser: &str, key: &str) -> String {
    hash(&format!("passkey:{browser}:{key}"))
}

/// Begins a passkey: asks for the proof that it is its owner, then gives the question for the
/// device.
pub async fn begin(
    office: &Office,
    actor: &Actor,
    browser: &str,
    form: &PasskeyForm,
    mut problems: Problems,
) -> Answer<Asked> {
    let home = home(office)?;
    let mine = office.read(actor, mine).await?;
    problems.take("name", name(&form.name));
    if !problems.is_empty() {
        return Err(problems.into());
    }
    prove(office, actor, mine.to_add, &form.current).await?;
    let key = new_token();
    let (token_hash, asked) = (bound(browser, &key), key.clone());
    office
        .write(actor, move |act| {
            let account = staff_member(act)?;
            let known = rows::handles(act.conn, account)?;
            if known.len() >= MOST {
                return Err(PasskeyRefusal::TooMany.into());
            }
            let sign_in_name = accounts::sign_in_name_of(act.conn, account)?;
            let name = act.person()?.name.clone();
            let owner = Owner { sign_in_name: &sign_in_name, name: &name, known: &known };
            let question = ceremony::ask_to_add(&home, &owner)?;
            remember(act, &token_hash, Some(account), &question)?;
            Ok(Asked { key: asked.clone(), options: question.options })
        })
        .await
}

fn remember(
    act: &mut Act<'_>,
    token_hash: &str,
    account: Option<AccountId>,
    question: &Question,
) -> Answer<()> {
    let new = NewChallenge {
        token_hash,
        account_id: account,
        state: &question.state,
        expires_at: act.now.plus_minutes(CHALLENGE_MINUTES),
    };
    Ok(rows::add_challenge(act.conn, &new, act.now)?)
}

async fn prove(office: &Office, actor: &Actor, ask: Ask, current: &str) -> Answer<()> {
    match ask {
        Ask::Nothing => Ok(()),
        Ask::Password => check_current(office, actor, current).await,
        Ask::SignInAgain => Err(PasskeyRefusal::SignInAgain.beside_password().into()),
    }
}

/// Keeps the key that the device has made. The other devices are signed out and a letter goes
/// out, as with every change of how one signs in.
pub async fn add(
    office: &Office,
    actor: &Actor,
    browser: &str,
    form: &NewPasskeyForm,
    problems: Problems,
) -> Answer<()> {
    let home = home(office)?;
    let token_hash = bound(browser, &form.key);
    let asked = office
        .write(actor, move |act| {
            let account = staff_member(act)?;
            Ok(rows::take_challenge(act.conn, &token_hash, Some(account), act.now)?)
        })
        .await?;
    let asked = asked.ok_or(PasskeyRefusal::NotAdded)?;
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let name = name(&form.name).map_err(|message| Problems::one("name", message))?;
    let proof = form.proof.clone();
    let key = off_thread(move || ceremony::added(&home, &asked, &proof)).await?;
    let key = key.map_err(|why| {
        tracing::info!(why, "A new passkey was not accepted");
        PasskeyRefusal::NotAdded
    })?;
    office
        .write(actor, move |act| {
            let account = staff_member(act)?;
            if rows::handles(act.conn, account)?.len() >= MOST {
                return Err(PasskeyRefusal::TooMany.into());
            }
            let new = NewPasskey {
                account_id: account,
                credential_id: &key.credential_id,
                user_handle: &key.user_handle,
                public_key: &key.public_key,
                state: &key.state,
                name: &name,
                created_at: act.now,
            };
            if !rows::add(act.conn, &new)? {
                return Err(PasskeyRefusal::NotAdded.into());
            }
            changed(act, account, Change::Added, &name)
        })
        .await
}

/// Removes one of one's own passkeys, with the password.
pub async fn remove(
    office: &Office,
    actor: &Actor,
    id: PasskeyId,
    form: &RemovePasskeyForm,
) -> Answer<()> {
    let mine = office.read(actor, mine).await?;
    if mine.passkeys.iter().all(|passkey| passkey.id != id) {
        return Err(Error::NotFound);
    }
    prove(office, actor, mine.to_remove, &form.current).await?;
    office
        .write(actor, move |act| {
            let account = staff_member(act)?;
            let name = rows::remove(act.conn, account, id)?.ok_or(Error::NotFound)?;
            changed(act, account, Change::Removed, &name)
        })
        .await
}

#[derive(Clone, Copy)]
enum Change {
    Added,
    Removed,
}

/// What follows every change: the other devices are signed out, the trail, and the letter.
fn changed(act: &mut Act<'_>, account: AccountId, what: Change, name: &str) -> Answer<()> {
    let here = act.person()?.sign_in;
    staff::end_sign_ins(act.conn, account, Some(here), act.now)?;
    let (step, vi, en) = match what {
        Change::Added => (
            "passkey_added",
            format!("Tài khoản Đại sứ số của anh chị vừa có thêm khóa truy cập “{name}”"),
            format!("The passkey “{name}” was added to your Đại sứ số account"),
        ),
        Change::Removed => (
            "passkey_removed",
            format!("Khóa truy cập “{name}” vừa được xóa khỏi tài khoản Đại sứ số của anh chị"),
            format!("The passkey “{name}” was removed from your Đại sứ số account"),
        ),
    };
    audit(act, None, account, step, "")?;
    let (person, email) = staff::contact(act.conn, account)?;
    let Some(email) = email else { return Ok(()) };
    let vi = format!(
        "{vi}; các thiết bị khác đã đăng xuất. Nếu không phải anh chị làm, hãy đổi mật khẩu và \
         báo ngay cho người quản lý tài khoản."
    );
    let en = format!(
        "{en}; other devices were signed out. If it was not you, change your password and tell \
         the keeper of the accounts at once."
    );
    let html = maud::html! {
        p { "Chào " (person) "," }
        p { (vi) }
        p lang="en" { (en) }
    };
    // The same person may do the same again later.
    let moment = act.now.datetime().timestamp();
    act.send(&Letter {
        event_key: format!("{step}:{account}:{name}:{moment}"),
        email,
        subject: "Khóa truy cập của tài khoản đã thay đổi".to_owned(),
        text: format!("Chào {person},\n\n{vi}\n\n{en}\n"),
        html: html.into_string(),
    })
}

/// The question for whoever wants to come in. Nobody is named yet.
pub async fn ask(office: &Office, browser: &str, knock: &Knock) -> Answer<Asked> {
    let home = home(office)?;
    let here = hash(&format!("passkey_question:{}", knock.address));
    let key = new_token();
    let (token_hash, asked) = (bound(browser, &key), key.clone());
    let question = office
        .write(&Actor::Visitor, move |act| {
            if limits::count(act.conn, &here, act.now, WINDOW_MINUTES)? > QUESTIONS_HERE {
                return Ok(None);
            }
            let question = ceremony::ask_to_sign(&home)?;
            remember(act, &token_hash, None, &question)?;
            Ok(Some(Asked { key: asked.clone(), options: question.options }))
        })
        .await?;
    Ok(question.ok_or(SignInRefusal::TooManyTries)?)
}

/// What is known when an answer comes to the door.
struct AtTheDoor {
    state: Option<String>,
    passkey: Option<StoredPasskey>,
}

/// Signs in with a passkey. Whatever is wrong, the answer is the same; the log tells them apart.
/// A try that was right is none any more.
pub async fn sign_in(
    office: &Office,
    browser: &str,
    form: &PasskeySignInForm,
    knock: &Knock,
) -> Answer<SignedIn> {
    let home = home(office)?;
    let token_hash = bound(browser, &form.key);
    let signed = Signed::read(&form.proof);
    let credential = signed.as_ref().map(Signed::credential_id).unwrap_or_default();
    let key = hash(&format!("passkey:{credential} {}", knock.address));
    let here = hash(&format!("sign_in_here:{}", knock.address));
    let counted = (key.clone(), here.clone());
    let found = office
        .write(&Actor::Visitor, move |act| {
            let tries = limits::count(act.conn, &key, act.now, WINDOW_MINUTES)?;
            let all = limits::count(act.conn, &here, act.now, WINDOW_MINUTES)?;
            if tries > TRIES || all > TRIES_HERE {
                return Ok(None);
            }
            Ok(Some(AtTheDoor {
                state: rows::take_challenge(act.conn, &token_hash, None, act.now)?,
                passkey: rows::find(act.conn, &credential)?,
            }))
        })
        .await?;
    let Some(AtTheDoor { state, passkey }) = found else {
        return Err(SignInRefusal::TooManyTries.into());
    };
    let (Some(signed), Some(state), Some(passkey)) = (signed, state, passkey) else {
        return Err(refused("no such question, or no such passkey"));
    };
    let stored = passkey.clone();
    let checked = off_thread(move || signed.check(&home, &state, &stored)).await?;
    let next = checked.map_err(|why| refused(&why))?;
    let (device, (key, here)) = (knock.device.clone(), counted);
    office
        .write(&Actor::Visitor, move |act| {
            if !rows::used(act.conn, &passkey, &next, act.now)? {
                return Err(refused("another use of this passkey was first"));
            }
            limits::clear(act.conn, &key)?;
            limits::take_back(act.conn, &here, act.now, WINDOW_MINUTES)?;
            open(act, passkey.account_id, &device, Way::Passkey)
        })
        .await
}

fn refused(why: &str) -> Error {
    tracing::info!(why, "A passkey was not accepted at the door");
    PasskeyRefusal::NotAccepted.into()
}
