//! Signing in with an account that an OpenID provider keeps: there and back, whose account
//! it is here, and the roles that the provider's claims give.

use std::sync::Arc;

use super::accounts::{
    Entered, Knock, TRIES_HERE, WINDOW_MINUTES, hash, here, new_token, off_thread, open,
};
use super::staff::{audit, keeps};
use super::{Act, Answer, Error, Letter, Office, two_step};
use crate::db::accounts::{self, NewAccount, NewRole};
use crate::db::openid::{self as rows, Place, Start};
use crate::db::{limits, organisations, staff};
use crate::domain::access::{AccountKind, Actor};
use crate::domain::accounts::{SignInRefusal, Way};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::names::fold;
use crate::domain::openid::{Identity, Policy, RoleRule, Why};
use crate::domain::school_year;
use crate::domain::staff::StaffRefusal;
use crate::openid::{Provider, Trouble, Words};

/// How long somebody may take at the provider.
const START_MINUTES: i64 = 10;

/// A sign-in begun.
#[derive(Debug)]
pub struct Begun {
    /// The provider's page.
    pub address: String,
    /// Goes into a cookie: only this browser finishes the sign-in.
    pub browser: String,
}

/// What the provider sends a browser back with.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    pub code: String,
    pub state: String,
    /// Who says so (RFC 9207).
    pub issuer: Option<String>,
    /// Why there is no code.
    pub error: String,
}

/// A sign-in finished as far as it goes here.
#[derive(Debug)]
pub struct Finished {
    pub entered: Entered,
    /// Where the person wanted to go.
    pub back: String,
}

fn provider(office: &Office) -> Answer<(Arc<Provider>, &Policy)> {
    office.provider.clone().zip(office.rules.openid.as_ref()).ok_or(Error::NotFound)
}

/// A refusal that says no more than a visitor needs; the log has the rest.
fn refused(policy: &Policy, trouble: &Trouble) -> Error {
    tracing::warn!(error = %trouble, "A sign-in by OpenID Connect failed");
    match trouble {
        Trouble::Away(_) => policy.refuse(Why::Away).into(),
        Trouble::Doubtful(_) => policy.refuse(Why::Doubtful).into(),
    }
}

/// Begins a sign-in: makes its one-time words and answers where to go.
pub async fn begin(office: &Office, lang: Lang, back: &str, knock: &Knock) -> Answer<Begun> {
    let (provider, policy) = provider(office)?;
    let here = here(knock);
    let tries = office
        .write(&Actor::Visitor, move |act| {
            Ok(limits::count(act.conn, &here, act.now, WINDOW_MINUTES)?)
        })
        .await?;
    if tries > TRIES_HERE {
        return Err(SignInRefusal::TooManyTries.into());
    }
    let words = Words { state: new_token(), nonce: new_token(), verifier: new_token() };
    let browser = new_token();
    let start = Start {
        state_hash: hash(&words.state),
        browser_hash: hash(&browser),
        nonce: words.nonce.clone(),
        verifier: words.verifier.clone(),
        back: back.to_owned(),
        expires_at: office.now().plus_minutes(START_MINUTES),
    };
    let now = office.now();
    let asked = off_thread(move || provider.address(&words, lang.tag(), now)).await?;
    let address = asked.map_err(|trouble| refused(policy, &trouble))?;
    office
        .write(&Actor::Visitor, move |act| Ok(rows::add_start(act.conn, &start, act.now)?))
        .await?;
    Ok(Begun { address, browser })
}

/// Finishes a sign-in with what the provider sent back. What was begun is used up first,
/// whatever comes of it.
pub async fn finish(
    office: &Office,
    returned: &Returned,
    browser: &str,
    knock: &Knock,
) -> Answer<Finished> {
    let (provider, policy) = provider(office)?;
    let hashes = (hash(&returned.state), hash(browser));
    let start = office
        .write(&Actor::Visitor, move |act| {
            Ok(rows::take_start(act.conn, &hashes.0, &hashes.1, act.now)?)
        })
        .await?;
    let Some(start) = start else { return Err(policy.refuse(Why::TooLate).into()) };
    let (now, asked, sent, known) = (office.now(), policy.clone(), returned.clone(), start.clone());
    let claims = off_thread(move || {
        provider.answered_by(sent.issuer.as_deref(), now)?;
        if !sent.error.is_empty() || sent.code.is_empty() {
            return Ok(None);
        }
        let words = Words { state: sent.state, nonce: known.nonce, verifier: known.verifier };
        provider.claims(&sent.code, &words, &asked, now).map(Some)
    });
    let claims = claims.await?.map_err(|trouble| refused(policy, &trouble))?;
    let Some(claims) = claims else { return Err(policy.refuse(Why::Stopped).into()) };
    let identity = policy.identify(&claims).ok_or_else(|| policy.refuse(Why::Doubtful))?;
    let (policy, device, here) = (policy.clone(), knock.device.clone(), here(knock));
    let entered = office
        .write(&Actor::Visitor, move |act| {
            // A try that was right is none any more.
            limits::take_back(act.conn, &here, act.now, WINDOW_MINUTES)?;
            enter(act, &policy, &identity, &device)
        })
        .await?;
    Ok(Finished { entered, back: start.back })
}

/// Lets somebody in whom the provider has described.
fn enter(act: &mut Act<'_>, policy: &Policy, identity: &Identity, device: &str) -> Answer<Entered> {
    let wanted = wanted(act, &identity.roles)?;
    let account = account_of(act, policy, identity, &wanted)?;
    give_and_end(act, &policy.issuer, account, &wanted)?;
    if identity.second_step {
        return Ok(Entered::In(open(act, account, device, Way::OpenidTwoStep)?));
    }
    if two_step::is_on(act, account)? {
        let token = two_step::half_open(act, account, device, Way::Openid)?;
        return Ok(Entered::HalfWay { token });
    }
    Ok(Entered::In(open(act, account, device, Way::Openid)?))
}

/// The account of somebody at the provider: the one that is connected; at the first time the
/// one with the verified address, or a new one.
fn account_of(
    act: &mut Act<'_>,
    policy: &Policy,
    identity: &Identity,
    wanted: &[Place],
) -> Answer<AccountId> {
    let whom = (policy.issuer.as_str(), identity.subject.as_str());
    if let Some((account, active)) = rows::bound(act.conn, whom.0, whom.1)? {
        return if active { Ok(account) } else { Err(policy.refuse(Why::Paused).into()) };
    }
    let Some(email) = &identity.email else { return Err(policy.refuse(Why::Unverified).into()) };
    let account = match rows::staff_with(act.conn, email)?[..] {
        [(account, true)] => account,
        [(_, false)] => return Err(policy.refuse(Why::Paused).into()),
        [] if policy.create && wanted.is_empty() => return Err(policy.refuse(Why::NoRole).into()),
        // A pupil's sign-in name, or one that only looks the same, is not taken over.
        [] if policy.create && staff::find(act.conn, &fold(email))?.is_none() => {
            create(act, email, identity, wanted)?
        }
        _ => return Err(policy.refuse(Why::Unknown).into()),
    };
    if !rows::bind(act.conn, whom, account, act.now)? {
        return Err(policy.refuse(Why::BoundElsewhere).into());
    }
    let place = workplace(act, account, wanted)?;
    audit(act, place, account, "openid_bind", "")?;
    act.send(&bound_letter(policy, email, act.now))?;
    Ok(account)
}

/// In whose trail it stands that somebody was connected.
fn workplace(
    act: &mut Act<'_>,
    account: AccountId,
    wanted: &[Place],
) -> Answer<Option<OrganisationId>> {
    let held = rows::held(act.conn, account, act.now.day())?;
    let of_held = held.iter().find_map(|role| role.organisation);
    Ok(of_held.or_else(|| wanted.iter().find_map(|(_, organisation, _)| *organisation)))
}

fn create(
    act: &mut Act<'_>,
    email: &str,
    identity: &Identity,
    wanted: &[Place],
) -> Answer<AccountId> {
    let before_at = email.split('@').next().unwrap_or(email);
    let new = NewAccount {
        kind: AccountKind::Staff,
        sign_in_name: email,
        password_hash: None,
        name: identity.name.as_deref().unwrap_or(before_at),
        title: "",
        email: Some(email),
        phone: None,
    };
    let account = accounts::add(act.conn, &new, act.now)?;
    let place = workplace(act, account, wanted)?;
    audit(act, place, account, "openid_create", "")?;
    Ok(account)
}

/// The roles that rules give, with their places. A rule whose place does not exist, or has
/// no such role, gives nothing; the log tells the operator.
fn wanted(act: &mut Act<'_>, rules: &[RoleRule]) -> Answer<Vec<Place>> {
    let mut places = Vec::new();
    for rule in rules {
        match place_of(act, rule)? {
            Some(place) if !places.contains(&place) => places.push(place),
            Some(_) => {}
            None => tracing::warn!(
                claim = rule.claim,
                role = rule.role.code(),
                organisation = rule.organisation,
                "sign_in.openid.roles: there is no such place for this role"
            ),
        }
    }
    Ok(places)
}

fn place_of(act: &mut Act<'_>, rule: &RoleRule) -> Answer<Option<Place>> {
    let Some(code) = &rule.organisation else { return Ok(Some((rule.role, None, None))) };
    let found = rows::organisation(act.conn, code)?;
    let Some((organisation, _)) = found.filter(|(_, kind)| rule.fits(*kind)) else {
        return Ok(None);
    };
    let Some(class) = &rule.class else { return Ok(Some((rule.role, Some(organisation), None))) };
    let year = school_year::of(act.now.day());
    let classes = organisations::classes(act.conn, organisation, &year)?;
    let class = classes.iter().find(|known| known.name == *class);
    Ok(class.map(|class| (rule.role, Some(organisation), Some(class.id))))
}

/// Gives what the claims give and ends what they gave and give no longer. What people gave
/// by hand is not touched.
fn give_and_end(
    act: &mut Act<'_>,
    issuer: &str,
    account: AccountId,
    wanted: &[Place],
) -> Answer<()> {
    let held = rows::held(act.conn, account, act.now.day())?;
    let yesterday = act.now.plus_minutes(-24 * 60).day();
    for role in held.iter().filter(|role| role.given_by.as_deref() == Some(issuer)) {
        if !wanted.contains(&role.place()) {
            staff::end_role(act.conn, role.id, yesterday)?;
            audit(act, role.organisation, account, "openid_end_role", role.role.code())?;
        }
    }
    for (role, organisation_id, class_id) in wanted.iter().copied() {
        if held.iter().any(|held| held.place() == (role, organisation_id, class_id)) {
            continue;
        }
        let since = act.now.day();
        let new =
            NewRole { account_id: account, organisation_id, class_id, role, since, until: None };
        let id = accounts::add_role(act.conn, &new)?;
        rows::mark_role(act.conn, id, issuer)?;
        audit(act, organisation_id, account, "openid_give_role", role.code())?;
    }
    Ok(())
}

/// Tells whom it concerns that there is a further way into the account.
fn bound_letter(policy: &Policy, email: &str, now: At) -> Letter {
    let (by_vi, by_en) = (policy.name(Lang::Vi), policy.name(Lang::En));
    let vi = format!(
        "Tài khoản Đại sứ số của bạn vừa được nối với {by_vi}: từ nay có thể đăng nhập bằng cách \
         ấy. Nếu không phải bạn, hãy báo ngay cho người quản lý tài khoản."
    );
    let en = format!(
        "Your Đại sứ số account was connected to {by_en}, which can now be used to sign in. If it \
         was not you, tell the keeper of the accounts at once."
    );
    let html = maud::html! {
        p { (vi) }
        p lang="en" { (en) }
    };
    Letter {
        event_key: format!("openid_bind:{email}:{}", now.datetime().timestamp()),
        email: email.to_owned(),
        subject: format!("Đã nối tài khoản với {by_vi}"),
        text: format!("{vi}\n\n{en}\n"),
        html: html.into_string(),
    }
}

/// Disconnects somebody's account, so that another user of the provider with the same address
/// can be connected; what the old one signed in ends.
pub fn release(act: &mut Act<'_>, role_id: i64) -> Answer<()> {
    let (account, organisation) = staff::role(act.conn, role_id)?;
    keeps(act, organisation)?;
    if act.person()?.account == account {
        return Err(StaffRefusal::OwnRole.into());
    }
    if !rows::release(act.conn, account)? {
        return Err(StaffRefusal::NotConnected.into());
    }
    staff::end_sign_ins(act.conn, account, None, act.now)?;
    audit(act, organisation, account, "openid_release", "")
}
