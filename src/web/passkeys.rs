//! Passkeys: on one's own account page, and at the door.

use actix_web::cookie::time::Duration;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::accounts::{again, knock, let_in};
use super::extract::cookie_of;
use super::home::inside;
use super::{Answer, Fields, May, Visitor, WebError, told};
use crate::domain::access::OwnAccount;
use crate::domain::accounts::SignInForm;
use crate::domain::ids::PasskeyId;
use crate::domain::lang::Lang;
use crate::domain::passkeys::{
    CHALLENGE_MINUTES, Home, NewPasskeyForm, PasskeyForm, PasskeySignInForm, RemovePasskeyForm,
};
use crate::domain::refusal::Problems;
use crate::paths;
use crate::service::accounts::new_token;
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;
use crate::view::passkeys::Wrong;

/// Tells browsers apart, so that a question can be answered only by the one it was put to.
const BROWSER_COOKIE: &str = "passkey-browser";

/// This browser's own token; one that has none gets one.
fn browser_of(request: &HttpRequest) -> String {
    let known = cookie_of(request, BROWSER_COOKIE).map(|cookie| cookie.value().to_owned());
    known.unwrap_or_else(new_token)
}

fn keep_browser(visitor: &Visitor, response: &mut HttpResponse, browser: String) {
    let mut cookie = visitor.cookie(BROWSER_COOKIE, browser);
    cookie.set_max_age(Duration::minutes(2 * CHALLENGE_MINUTES));
    // A cookie that the framework has just built is well-formed.
    let _ = response.add_cookie(&cookie);
}

fn forget_browser(visitor: &Visitor, response: &mut HttpResponse) {
    let mut used = visitor.cookie(BROWSER_COOKIE, String::new());
    used.make_removal();
    let _ = response.add_cookie(&used);
}

fn title(lang: Lang) -> &'static str {
    lang.t("Khóa truy cập (passkey)", "Passkeys")
}

/// One's own passkeys.
pub async fn page(who: May<OwnAccount>, request: HttpRequest) -> Answer {
    let body = body(&who, &proposed(&request), &Problems::none(), Wrong::Adding).await?;
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// What tells the owner's devices apart is a good beginning for the name of a key on one.
fn proposed(request: &HttpRequest) -> PasskeyForm {
    let device = view::staff::device_name(&knock(request).device);
    let name = if device == "—" { String::new() } else { device };
    PasskeyForm { name, ..PasskeyForm::default() }
}

async fn body(
    who: &May<OwnAccount>,
    form: &PasskeyForm,
    problems: &Problems,
    wrong: Wrong,
) -> Result<maud::Markup, WebError> {
    let mine = who.read(service::passkeys::mine).await?;
    Ok(view::passkeys::page(who.lang, &mine, form, problems, wrong))
}

/// Goes on to the page that asks the device. It answers the POST itself: the question is put
/// once, to this browser.
pub async fn begin(
    who: May<OwnAccount>,
    request: HttpRequest,
    form: Fields<PasskeyForm>,
) -> Answer {
    let (form, problems) = form.into_parts();
    let browser = browser_of(&request);
    let asked =
        service::passkeys::begin(who.office(), who.actor(), &browser, &form, problems).await;
    match (asked, Home::of(&who.office().rules().public_url)) {
        (Ok(asked), Some(home)) => {
            let body = view::passkeys::begun(who.lang, &home, &asked, form.name.trim());
            let mut response = who.page(title(who.lang), Audience::Staff, body);
            keep_browser(&who, &mut response, browser);
            Ok(response)
        }
        (Err(Error::Invalid(problems)), _) => {
            let body = body(&who, &form, &problems, Wrong::Adding).await?;
            Ok(who.again(title(who.lang), Audience::Staff, body))
        }
        (other, _) => told(&who, paths::passkeys::PAGE, other, |_| String::new()),
    }
}

/// Keeps the key that the device has made.
pub async fn add(
    who: May<OwnAccount>,
    request: HttpRequest,
    form: Fields<NewPasskeyForm>,
) -> Answer {
    let (form, problems) = form.into_parts();
    let browser = browser_of(&request);
    let added = service::passkeys::add(who.office(), who.actor(), &browser, &form, problems).await;
    if let Err(Error::Invalid(problems)) = &added {
        let typed = PasskeyForm { name: form.name, ..PasskeyForm::default() };
        let body = body(&who, &typed, problems, Wrong::Adding).await?;
        return Ok(who.again(title(who.lang), Audience::Staff, body));
    }
    let mut response = told(&who, paths::passkeys::PAGE, added, |()| {
        who.lang
            .t(
                "Đã thêm khóa truy cập. Lần sau anh chị có thể đăng nhập bằng khóa này; các thiết bị khác đã đăng xuất.",
                "The passkey is added. You can sign in with it from now on; other devices are signed out.",
            )
            .into()
    })?;
    forget_browser(&who, &mut response);
    Ok(response)
}

/// Removes a passkey.
pub async fn remove(
    who: May<OwnAccount>,
    request: HttpRequest,
    passkey: Path<i64>,
    form: Fields<RemovePasskeyForm>,
) -> Answer {
    let id = PasskeyId(passkey.into_inner());
    match service::passkeys::remove(who.office(), who.actor(), id, &form).await {
        Err(Error::Invalid(problems)) => {
            let body = body(&who, &proposed(&request), &problems, Wrong::Removing(id)).await?;
            Ok(who.again(title(who.lang), Audience::Staff, body))
        }
        other => told(&who, paths::passkeys::PAGE, other, |()| {
            who.lang
                .t(
                    "Đã xóa khóa truy cập; các thiết bị khác đã đăng xuất.",
                    "The passkey is removed; other devices are signed out.",
                )
                .into()
        }),
    }
}

/// The question for the script of the sign-in page.
pub async fn question(visitor: Visitor, request: HttpRequest) -> Answer {
    let browser = browser_of(&request);
    let asked = service::passkeys::ask(visitor.office(), &browser, &knock(&request)).await?;
    let body = format!(r#"{{"key":"{}","options":{}}}"#, asked.key, asked.options);
    let mut response = HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(body);
    keep_browser(&visitor, &mut response, browser);
    Ok(response)
}

/// Checks what the device has signed, and lets in.
pub async fn sign_in(
    visitor: Visitor,
    request: HttpRequest,
    form: Fields<PasskeySignInForm>,
) -> Answer {
    let (form, _) = form.into_parts();
    let browser = browser_of(&request);
    let entered =
        service::passkeys::sign_in(visitor.office(), &browser, &form, &knock(&request)).await;
    match entered {
        Ok(signed_in) => {
            let to = inside(&form.back, paths::accounts::START);
            let mut response = let_in(&visitor, signed_in, to).await?;
            forget_browser(&visitor, &mut response);
            Ok(response)
        }
        Err(Error::Refused(refusal)) => {
            let back = SignInForm { back: form.back, ..SignInForm::default() };
            Ok(again(&visitor, &back, &refusal.message()))
        }
        Err(error) => Err(error.into()),
    }
}
