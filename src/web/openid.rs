//! There and back: the sign-in with an account that an OpenID provider keeps.

use actix_web::cookie::time::Duration;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::accounts::{knock, let_in};
use super::extract::cookie_of;
use super::home::inside;
use super::{Answer, Fields, May, Visitor, WebError, told, two_step};
use crate::domain::access::KeepAccounts;
use crate::domain::openid::BeginForm;
use crate::paths;
use crate::service::accounts::Entered;
use crate::service::openid::{self, Returned};
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;

/// Tells the browser that began a sign-in from all others, out of reach of scripts.
const COOKIE: &str = "openid";

/// Makes the sign-in and sends the browser to the provider. It goes by a page of our own: the
/// policy of our pages lets no form lead to another site, not even by a redirect.
pub async fn begin(visitor: Visitor, request: HttpRequest, form: Fields<BeginForm>) -> Answer {
    let (office, lang) = (visitor.office(), visitor.lang);
    let policy = office.rules().openid.as_ref().ok_or(WebError::NotFound)?;
    let begun = match openid::begin(office, lang, &form.back, &knock(&request)).await {
        Ok(begun) => begun,
        Err(error) => return refused(&visitor, error),
    };
    let title = lang.t("Đăng nhập", "Sign in");
    let body = view::openid::going(lang, policy.name(lang), &begun.address);
    let mut response = visitor.page(title, Audience::Bare, body);
    let go = HeaderValue::from_str(&format!("0; url={}", begun.address));
    let go = go.map_err(|error| WebError::Fault(error.to_string()))?;
    response.headers_mut().insert(HeaderName::from_static("refresh"), go);
    let mut cookie = visitor.cookie(COOKIE, begun.browser);
    cookie.set_max_age(Duration::minutes(10));
    // A cookie that the framework has just built is well-formed.
    let _ = response.add_cookie(&cookie);
    Ok(response)
}

/// What the provider adds to our address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answered {
    code: String,
    state: String,
    iss: Option<String>,
    error: String,
}

/// Back from the provider.
pub async fn back(visitor: Visitor, request: HttpRequest, sent: Query<Answered>) -> Answer {
    let office = visitor.office();
    if office.rules().openid.is_none() {
        return Err(WebError::NotFound);
    }
    let browser = cookie_of(&request, COOKIE).map(|cookie| cookie.value().to_owned());
    let Answered { code, state, iss, error } = sent.into_inner();
    let returned = Returned { code, state, issuer: iss, error };
    let browser = browser.unwrap_or_default();
    let finished = openid::finish(office, &returned, &browser, &knock(&request)).await;
    let mut response = match finished {
        Ok(finished) => match finished.entered {
            Entered::HalfWay { token } => two_step::ask(&visitor, token, &finished.back),
            Entered::In(signed_in) => {
                let to = inside(&finished.back, paths::accounts::START);
                let_in(&visitor, signed_in, to).await?
            }
        },
        Err(error) => refused(&visitor, error)?,
    };
    let mut used = visitor.cookie(COOKIE, String::new());
    used.make_removal();
    let _ = response.add_cookie(&used);
    Ok(response)
}

/// To the sign-in page, where the reason stands and the password still works.
fn refused(visitor: &Visitor, error: service::Error) -> Result<HttpResponse, WebError> {
    match error {
        Error::Refused(refusal) => {
            Ok(visitor.refused(paths::accounts::SIGN_IN, &refusal.message()))
        }
        error => Err(error.into()),
    }
}

/// Disconnects somebody's account from the provider.
pub async fn release(who: May<KeepAccounts>, role: Path<i64>) -> Answer {
    let role = role.into_inner();
    let done = who.write(move |act| openid::release(act, role)).await;
    told(&who, paths::staff::LIST, done, |()| {
        who.lang
            .t(
                "Đã gỡ kết nối; các thiết bị của người ấy đã đăng xuất.",
                "Disconnected; the person's devices were signed out.",
            )
            .into()
    })
}
