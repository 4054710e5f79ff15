//! The second step of staff sign-ins: turned on by its owner, asked for at the door, and
//! given back by whoever keeps the accounts when the telephone is lost.

use super::accounts::{Knock, SignedIn, WINDOW_MINUTES, hash, new_token, note_refusal, open};
use super::staff::{audit, check_current, keeps};
use super::{Act, Answer, Error, Letter, Office, Step};
use crate::db::school_days::{set_settings, settings};
use crate::db::two_step::{self as rows, HalfSignIn};
use crate::db::{accounts, limits, passkeys, staff};
use crate::domain::access::{AccountKind, Actor};
use crate::domain::accounts::{CurrentForm, Way};
use crate::domain::ids::*;
use crate::domain::organisations::{needs_two_step, with_two_step};
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::two_step::{
    CodeForm, ProofForm, RECOVERY_CODES, TwoStepRefusal, Typed, recovery_code, recovery_shown,
    secret, step_of, uri,
};

/// Codes tried within [`WINDOW_MINUTES`]. They are counted per account: only who has the
/// password gets as far, so no stranger can shut this door for its owner.
const TRIES: i64 = 10;
/// How long a right password waits for its code.
const HALF_MINUTES: i64 = 10;

/// What one's own account page says about the second step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Pupils have none.
    None,
    Off,
    /// A secret waits for its first code; it is never shown again after that.
    Waiting {
        secret: String,
        uri: String,
    },
    On {
        codes_left: i64,
    },
}

/// Remembers that the first step was right; the answer goes into a cookie of its own.
pub(super) fn half_open(
    act: &mut Act<'_>,
    account: AccountId,
    device: &str,
    way: Way,
) -> Answer<String> {
    let token = new_token();
    let half = HalfSignIn {
        token_hash: hash(&token),
        account_id: account,
        way,
        device: device.chars().take(120).collect(),
        expires_at: act.now.plus_minutes(HALF_MINUTES),
    };
    rows::add_half(act.conn, &half, act.now)?;
    Ok(token)
}

/// Is a second step asked for at the door?
pub(super) fn is_on(act: &mut Act<'_>, account: AccountId) -> Answer<bool> {
    Ok(rows::find(act.conn, account)?.is_some_and(|step| step.confirmed_at.is_some()))
}

/// Finishes a sign-in with the code.
pub async fn finish(
    office: &Office,
    token: &str,
    form: &CodeForm,
    knock: &Knock,
) -> Answer<SignedIn> {
    let (token_hash, code, device) = (hash(token), form.code.clone(), knock.device.clone());
    // A refusal would undo the count of tries, so it is carried out as a value.
    let finished = office
        .write(&Actor::Visitor, move |act| {
            let Some(half) = rows::half(act.conn, &token_hash, act.now)? else {
                return Ok(Err(TwoStepRefusal::TooLate));
            };
            if let Err(refusal) = prove(act, half.account_id, &code)? {
                note_refusal(Some(half.account_id), refusal.code());
                return Ok(Err(refusal));
            }
            if !rows::end_half(act.conn, &token_hash)? {
                return Ok(Err(TwoStepRefusal::TooLate));
            }
            Ok(Ok(open(act, half.account_id, &device, half.way)?))
        })
        .await?;
    Ok(finished?)
}

/// Checks a code, counts the try, and uses the code up.
fn prove(act: &mut Act<'_>, account: AccountId, code: &str) -> Answer<Result<(), TwoStepRefusal>> {
    let key = hash(&format!("two_step:{account}"));
    if limits::count(act.conn, &key, act.now, WINDOW_MINUTES)? > TRIES {
        return Ok(Err(TwoStepRefusal::TooManyTries));
    }
    let Some(step) = rows::find(act.conn, account)? else {
        return Ok(Err(TwoStepRefusal::IsOff));
    };
    let right = match Typed::read(code) {
        None => false,
        Some(Typed::Time(code)) => {
            let secret = act.rules.vault.reveal(account.0, &step.secret)?;
            if act.rules.vault.would_seal(&step.secret) {
                let sealed = act.rules.vault.seal(account.0, &secret)?;
                rows::reseal(act.conn, account, &step.secret, &sealed)?;
            }
            match step_of(&secret, code, act.now, step.last_step) {
                Some(step) => rows::use_step(act.conn, account, step)?,
                None => false,
            }
        }
        // Until it is confirmed there are no recovery codes.
        Some(Typed::Recovery(code)) => {
            rows::use_recovery_code(act.conn, account, &recovery_hash(account, &code), act.now)?
        }
    };
    Ok(if right { Ok(()) } else { Err(TwoStepRefusal::WrongCode) })
}

fn recovery_hash(account: AccountId, code: &str) -> String {
    hash(&format!("recovery:{account}:{code}"))
}

/// Where one's own second step stands.
pub fn standing(act: &mut Act<'_>) -> Answer<Standing> {
    let person = act.person()?;
    let (account, kind) = (person.account, person.kind);
    if kind != AccountKind::Staff {
        return Ok(Standing::None);
    }
    let Some(step) = rows::find(act.conn, account)? else { return Ok(Standing::Off) };
    if step.confirmed_at.is_some() {
        return Ok(Standing::On { codes_left: rows::recovery_codes_left(act.conn, account)? });
    }
    let name = accounts::sign_in_name_of(act.conn, account)?;
    let secret = act.rules.vault.reveal(account.0, &step.secret)?;
    Ok(Standing::Waiting { uri: uri(&secret, &name), secret })
}

/// Makes a secret for one's own account; one that waits already stays.
pub async fn begin(office: &Office, actor: &Actor, form: &CurrentForm) -> Answer<()> {
    let begin = |act: &mut Act<'_>| {
        let account = staff_member(act)?;
        if is_on(act, account)? { Err(TwoStepRefusal::IsOn.into()) } else { Ok(account) }
    };
    office.read(actor, begin).await?;
    check_current(office, actor, &form.current).await?;
    office
        .write(actor, move |act| {
            let account = begin(act)?;
            let sealed = act.rules.vault.seal(account.0, &secret(rand::random()))?;
            Ok(rows::begin(act.conn, account, &sealed)?)
        })
        .await
}

/// Turns it on with a first code; answers the recovery codes, which are shown this once.
pub async fn confirm(office: &Office, actor: &Actor, form: &CodeForm) -> Answer<Vec<String>> {
    let code = form.code.clone();
    let done = office
        .write(actor, move |act| {
            let account = staff_member(act)?;
            if is_on(act, account)? {
                return Ok(Err(TwoStepRefusal::IsOn));
            }
            if let Err(refusal) = prove(act, account, &code)? {
                return Ok(Err(refusal));
            }
            if !rows::confirm(act.conn, account, act.now)? {
                return Ok(Err(TwoStepRefusal::IsOn));
            }
            let here = act.person()?.sign_in;
            staff::end_sign_ins(act.conn, account, Some(here), act.now)?;
            audit(act, None, account, "two_step_on", "")?;
            Ok(Ok(new_codes(act, account)?))
        })
        .await?;
    done.map_err(beside_code)
}

/// Turns it off, with password and code.
pub async fn turn_off(office: &Office, actor: &Actor, form: &ProofForm) -> Answer<()> {
    let done = proved(office, actor, form, |act, account| {
        rows::remove(act.conn, account)?;
        audit(act, None, account, "two_step_off", "")
    });
    done.await
}

/// New recovery codes in place of the old ones, with password and code.
pub async fn renew_codes(office: &Office, actor: &Actor, form: &ProofForm) -> Answer<Vec<String>> {
    let done = proved(office, actor, form, |act, account| {
        audit(act, None, account, "renew_recovery_codes", "")?;
        new_codes(act, account)
    });
    done.await
}

/// Does what only password and code together allow.
async fn proved<T: Send + 'static>(
    office: &Office,
    actor: &Actor,
    form: &ProofForm,
    mut act_on: impl FnMut(&mut Act<'_>, AccountId) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let on = office
        .read(actor, |act| {
            let account = staff_member(act)?;
            is_on(act, account)
        })
        .await?;
    if !on {
        return Err(TwoStepRefusal::IsOff.into());
    }
    check_current(office, actor, &form.current).await?;
    let code = form.code.clone();
    let done = office
        .write(actor, move |act| {
            let account = staff_member(act)?;
            if let Err(refusal) = prove(act, account, &code)? {
                return Ok(Err(refusal));
            }
            Ok(Ok(act_on(act, account)?))
        })
        .await?;
    done.map_err(beside_code)
}

fn beside_code(refusal: TwoStepRefusal) -> Error {
    match refusal {
        TwoStepRefusal::WrongCode | TwoStepRefusal::TooManyTries => {
            Problems::one("code", refusal.message()).into()
        }
        other => other.into(),
    }
}

/// One's own account, if it is one of staff; 404 for pupils.
pub(super) fn staff_member(act: &Act<'_>) -> Answer<AccountId> {
    let person = act.person()?;
    match person.kind {
        AccountKind::Staff => Ok(person.account),
        AccountKind::Ambassador => Err(Error::NotFound),
    }
}

fn new_codes(act: &mut Act<'_>, account: AccountId) -> Answer<Vec<String>> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(rand::random())).collect();
    let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(account, code)).collect();
    rows::set_recovery_codes(act.conn, account, &hashes)?;
    Ok(codes.iter().map(|code| recovery_shown(code)).collect())
}

/// Turns the second step off for somebody who has lost the telephone and the codes, and takes
/// the passkeys away, which may be on that telephone; the person is signed out everywhere and
/// told by mail.
pub fn reset(act: &mut Act<'_>, role_id: i64) -> Answer<()> {
    let (account, organisation) = staff::role(act.conn, role_id)?;
    keeps(act, organisation)?;
    if act.person()?.account == account {
        return Err(TwoStepRefusal::Own.into());
    }
    for place in rows::places_of(act.conn, account, act.now.day())? {
        keeps(act, place).map_err(|_| TwoStepRefusal::Elsewhere)?;
    }
    let had_passkeys = passkeys::remove_all(act.conn, account)?;
    if !rows::remove(act.conn, account)? && !had_passkeys {
        return Err(TwoStepRefusal::IsOff.into());
    }
    staff::end_sign_ins(act.conn, account, None, act.now)?;
    audit(act, organisation, account, "two_step_reset", "")?;
    let (name, email) = staff::contact(act.conn, account)?;
    match email {
        Some(email) => act.send(&reset_letter(&name, &email, act.now)),
        None => Ok(()),
    }
}

fn reset_letter(name: &str, email: &str, now: crate::domain::at::At) -> Letter {
    let vi = "Xác thực hai bước và khóa truy cập của tài khoản Đại sứ số đã được đặt lại, mọi thiết \
              bị đã đăng xuất. Nếu anh chị không yêu cầu, hãy báo ngay cho người quản lý tài khoản.";
    let en = "The second step and the passkeys of your Đại sứ số account were reset and all devices \
              were signed out. \
              If you did not ask for it, tell the keeper of the accounts at once.";
    let html = maud::html! {
        p { "Chào " (name) "," }
        p { (vi) }
        p lang="en" { (en) }
    };
    Letter {
        event_key: format!("two_step_reset:{email}:{}", now.datetime().timestamp()),
        email: email.to_owned(),
        subject: "Xác thực hai bước đã được đặt lại".to_owned(),
        text: format!("Chào {name},\n\n{vi}\n\n{en}\n"),
        html: html.into_string(),
    }
}

/// Does this organisation ask its staff for a second step?
pub fn is_required(act: &mut Act<'_>, organisation: OrganisationId) -> Answer<bool> {
    Ok(needs_two_step(&settings(act.conn, organisation)?))
}

/// Asks an organisation's staff for a second step, or no longer.
pub fn set_required(act: &mut Act<'_>, organisation: OrganisationId, required: bool) -> Answer<()> {
    keeps(act, Some(organisation))?;
    let old = settings(act.conn, organisation)?;
    set_settings(act.conn, organisation, &with_two_step(&old, required))?;
    let word = |on| if on { "required" } else { "optional" };
    act.audit(Step {
        organisation: Some(organisation),
        entity: "organisation",
        id: organisation.0,
        act: "set_two_step",
        from: word(needs_two_step(&old)),
        to: word(required),
        detail: "",
    })
}
