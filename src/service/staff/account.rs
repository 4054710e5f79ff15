//! One's own account: what it shows, its sign-ins and its password.

use super::audit;
use crate::db::accounts;
use crate::db::limits;
use crate::db::staff::{self, Own};
use crate::domain::access::Actor;
use crate::domain::accounts::{CurrentForm, SignInRefusal};
use crate::domain::ids::SignInId;
use crate::domain::passwords::{PasswordForm, new_password};
use crate::domain::refusal::{Message, Problems, Refuse};
use crate::service::accounts::{WINDOW_MINUTES, hash, hash_password, sign_out, verify};
use crate::service::{Act, Answer, Error, Office};

/// What one's own account page shows.
pub fn own(act: &mut Act<'_>) -> Answer<Own> {
    let account = act.person()?.account;
    let issuer = act.rules.openid.as_ref().map(|policy| policy.issuer.as_str());
    Ok(staff::own(act.conn, account, issuer, act.now)?)
}

/// Ends all of one's sign-ins but this one, with the password.
pub async fn end_other_sign_ins(office: &Office, actor: &Actor, form: &CurrentForm) -> Answer<()> {
    check_current_if_any(office, actor, &form.current).await?;
    office
        .write(actor, |act| {
            let (account, here) = (act.person()?.account, act.person()?.sign_in);
            staff::end_sign_ins(act.conn, account, Some(here), act.now)?;
            audit(act, None, account, "end_other_sign_ins", "")
        })
        .await
}

/// Ends one of one's sign-ins, with the password; false when it had ended already.
pub async fn end_one_sign_in(
    office: &Office,
    actor: &Actor,
    sign_in: SignInId,
    form: &CurrentForm,
) -> Answer<bool> {
    let known = office.read(actor, own).await?.devices;
    if !known.iter().any(|device| device.id == sign_in) {
        return Ok(false);
    }
    check_current_if_any(office, actor, &form.current).await?;
    office.write(actor, move |act| sign_out(act, sign_in)).await
}

/// The same question to those who have a password: a pupil may come by card alone.
async fn check_current_if_any(office: &Office, actor: &Actor, typed: &str) -> Answer<()> {
    let account = actor.person().ok_or(Error::Forbidden)?.account;
    let stored =
        office.read(actor, move |act| Ok(accounts::password_hash_of(act.conn, account)?)).await?;
    if stored.is_some() { check_current(office, actor, typed).await } else { Ok(()) }
}

/// Wrong answers to one's own current password, from a device that is signed in, within
/// [`WINDOW_MINUTES`]: a device left open is no place to guess it.
const CURRENT_TRIES: i64 = 10;

/// Refuses unless this is the current password of who is signed in.
pub(in crate::service) async fn check_current(
    office: &Office,
    actor: &Actor,
    typed: &str,
) -> Answer<()> {
    let person = actor.person().ok_or(Error::Forbidden)?;
    let account = person.account;
    let key = hash(&format!("current_password:{}", person.sign_in));
    let (tries, stored) = office
        .write(actor, move |act| {
            let tries = limits::count(act.conn, &key, act.now, WINDOW_MINUTES)?;
            Ok((tries, accounts::password_hash_of(act.conn, account)?))
        })
        .await?;
    if tries > CURRENT_TRIES {
        return Err(Problems::one("current", SignInRefusal::TooManyTries.message()).into());
    }
    if verify(office, typed.to_owned(), stored).await? {
        return Ok(());
    }
    let wrong = Message::new("Mật khẩu hiện tại chưa đúng.", "The current password is not right.");
    Err(Problems::one("current", wrong).into())
}

/// Changes one's own password; the other devices are signed out.
pub async fn change_password(office: &Office, actor: &Actor, form: &PasswordForm) -> Answer<()> {
    let account = actor.person().ok_or(Error::Forbidden)?.account;
    check_current(office, actor, &form.current).await?;
    let about = office.read(actor, move |act| Ok(staff::about(act.conn, account)?)).await?;
    new_password(form, &about)?;
    let password = hash_password(form.password.clone()).await?;
    office
        .write(actor, move |act| {
            let here = act.person()?.sign_in;
            staff::set_password(act.conn, account, &password, Some(here), act.now)?;
            audit(act, None, account, "change_password", "")
        })
        .await
}
