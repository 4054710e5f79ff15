//! Signing in and out, and where a signed-in person starts.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::extract::{SIGN_IN_COOKIE, address_of};
use super::home::inside;
use super::{Answer, Fields, May, Visitor, nav, two_step};
use crate::domain::access::OwnAccount;
use crate::domain::accounts::{CardForm, SignInForm};
use crate::domain::passkeys::Home;
use crate::domain::refusal::Message;
use crate::paths;
use crate::service::accounts::{Entered, Knock, SignedIn};
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    pub(super) back: String,
}

/// The door.
pub async fn sign_in_page(visitor: Visitor, back: Query<Back>) -> Answer {
    let form = SignInForm { back: back.into_inner().back, ..SignInForm::default() };
    let lang = visitor.lang;
    Ok(visitor.page(
        lang.t("Đăng nhập", "Sign in"),
        Audience::Bare,
        sign_in_body(&visitor, &form, None),
    ))
}

/// Checks name and password.
pub async fn sign_in(visitor: Visitor, request: HttpRequest, form: Fields<SignInForm>) -> Answer {
    let (form, _) = form.into_parts();
    match service::accounts::sign_in(visitor.office(), &form, &knock(&request)).await {
        Ok(Entered::HalfWay { token }) => Ok(two_step::ask(&visitor, token, &form.back)),
        Ok(Entered::In(signed_in)) => {
            let_in(&visitor, signed_in, inside(&form.back, paths::accounts::START)).await
        }
        Err(Error::Refused(refusal)) => Ok(again(&visitor, &form, &refusal.message())),
        Err(error) => Err(error.into()),
    }
}

/// Who knocks, from the request.
pub(super) fn knock(request: &HttpRequest) -> Knock {
    let device = request.headers().get("user-agent").and_then(|v| v.to_str().ok());
    Knock { device: device.unwrap_or_default().to_owned(), address: address_of(request) }
}

/// On to a page, with the cookie of a fresh sign-in; the one it replaces in this browser ends.
pub(super) async fn let_in(visitor: &Visitor, signed_in: SignedIn, to: &str) -> Answer {
    if let Some(before) = visitor.person().map(|person| person.sign_in) {
        visitor.write(move |act| service::accounts::sign_out(act, before)).await?;
    }
    let mut cookie = visitor.cookie(SIGN_IN_COOKIE, signed_in.token);
    let days = visitor.office().rules().sign_in_days;
    cookie.set_max_age(actix_web::cookie::time::Duration::days(days));
    let mut response = visitor.go(to);
    // A cookie that the framework has just built is well-formed.
    let _ = response.add_cookie(&cookie);
    Ok(response)
}

fn sign_in_body(visitor: &Visitor, form: &SignInForm, why: Option<&Message>) -> maud::Markup {
    let lang = visitor.lang;
    let rules = visitor.office().rules();
    let passkeys = Home::of(&rules.public_url);
    let provider = rules.openid.as_ref().map(|policy| policy.name(lang));
    maud::html! {
        (view::accounts::sign_in(lang, form, why.map(|why| why.say(lang))))
        @if let Some(home) = &passkeys { (view::passkeys::door(lang, home, &form.back)) }
        @if let Some(provider) = provider { (view::openid::button(lang, provider, &form.back)) }
    }
}

/// The door again, with the reason why it stayed shut.
pub(super) fn again(visitor: &Visitor, form: &SignInForm, why: &Message) -> HttpResponse {
    let lang = visitor.lang;
    visitor.again(
        lang.t("Đăng nhập", "Sign in"),
        Audience::Bare,
        sign_in_body(visitor, form, Some(why)),
    )
}

/// Behind a card's QR code: asks for the number. It says nothing about the card itself.
pub async fn card_page(visitor: Visitor, token: Path<String>) -> Answer {
    let lang = visitor.lang;
    let body = view::accounts::card(lang, &token, None);
    Ok(visitor.page(lang.t("Vào bằng thẻ", "Sign in with the card"), Audience::Bare, body))
}

/// Checks card and number.
pub async fn card(
    visitor: Visitor,
    request: HttpRequest,
    token: Path<String>,
    form: Fields<CardForm>,
) -> Answer {
    let (office, knock) = (visitor.office(), knock(&request));
    match service::accounts::sign_in_by_card(office, &token, &form.card_number, &knock).await {
        Ok(signed_in) => let_in(&visitor, signed_in, paths::accounts::START).await,
        Err(Error::Refused(refusal)) => {
            let (lang, why) = (visitor.lang, refusal.message());
            let body = view::accounts::card(lang, &token, Some(why.say(lang)));
            let title = lang.t("Vào bằng thẻ", "Sign in with the card");
            Ok(visitor.again(title, Audience::Bare, body))
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends this device's sign-in.
pub async fn sign_out(who: May<OwnAccount>) -> Answer {
    let sign_in = who.me().sign_in;
    who.write(move |act| service::accounts::sign_out(act, sign_in)).await?;
    let mut response = who.done(
        paths::home::INDEX,
        who.lang.t("Đã đăng xuất khỏi thiết bị này.", "Signed out on this device."),
    );
    // Whatever the browser kept of the pages goes, too; the language stays, it is nobody's secret.
    let kept = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), kept);
    let mut cookie = who.cookie(SIGN_IN_COOKIE, String::new());
    cookie.make_removal();
    let _ = response.add_cookie(&cookie);
    Ok(response)
}

/// Sends everybody to the page they work on.
pub async fn start(who: May<OwnAccount>) -> Answer {
    let lang = who.lang;
    let waiting = who.read(service::duties::waiting).await?;
    Ok(who.page(
        lang.t("Bắt đầu", "Start"),
        Audience::Staff,
        view::accounts::start(lang, who.me(), &waiting, &nav::tiles(lang, who.me())),
    ))
}
