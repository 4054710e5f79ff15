//! The second step: at the door, on one's own account page, and for those who keep accounts.

use actix_web::cookie::time::Duration;
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use validator::Validate;

use super::accounts::{Back, knock, let_in};
use super::extract::cookie_of;
use super::home::inside;
use super::{Answer, Fields, May, Visitor, WebError, told};
use crate::document::qr;
use crate::domain::access::{KeepAccounts, OwnAccount};
use crate::domain::accounts::CurrentForm;
use crate::domain::ids::OrganisationId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::two_step::{CodeForm, ProofForm};
use crate::paths;
use crate::service::Error;
use crate::service::two_step::{self, Standing};
use crate::view;
use crate::view::layout::Audience;

/// Holds the sign-in that is half done, out of reach of scripts.
const HALF_COOKIE: &str = "half-sign-in";

/// From the right password on to the page that asks for the code.
pub(super) fn ask(visitor: &Visitor, token: String, back: &str) -> HttpResponse {
    let query = serde_html_form::to_string([("back", back)]).unwrap_or_default();
    let mut response = visitor.go(&format!("{}?{query}", paths::accounts::CODE));
    let mut cookie = visitor.cookie(HALF_COOKIE, token);
    cookie.set_max_age(Duration::minutes(10));
    // A cookie that the framework has just built is well-formed.
    let _ = response.add_cookie(&cookie);
    response
}

fn door_title(lang: Lang) -> &'static str {
    lang.t("Bước thứ hai", "The second step")
}

/// Asks for the code.
pub async fn code_page(visitor: Visitor, request: HttpRequest, back: Query<Back>) -> Answer {
    if cookie_of(&request, HALF_COOKIE).is_none() {
        return Ok(visitor.go(paths::accounts::SIGN_IN));
    }
    let form = CodeForm { back: back.into_inner().back, ..CodeForm::default() };
    let body = view::two_step::door(visitor.lang, &form, None);
    Ok(visitor.page(door_title(visitor.lang), Audience::Bare, body))
}

/// Checks the code and lets in.
pub async fn code(visitor: Visitor, request: HttpRequest, form: Fields<CodeForm>) -> Answer {
    let Some(half) = cookie_of(&request, HALF_COOKIE) else {
        return Ok(visitor.go(paths::accounts::SIGN_IN));
    };
    let (form, _) = form.into_parts();
    match two_step::finish(visitor.office(), half.value(), &form, &knock(&request)).await {
        Ok(signed_in) => {
            let to = inside(&form.back, paths::accounts::START);
            let mut response = let_in(&visitor, signed_in, to).await?;
            let mut used = visitor.cookie(HALF_COOKIE, String::new());
            used.make_removal();
            let _ = response.add_cookie(&used);
            Ok(response)
        }
        Err(Error::Refused(refusal)) if refusal.code() == "second_step_too_late" => {
            Ok(visitor.refused(paths::accounts::SIGN_IN, &refusal.message()))
        }
        Err(Error::Refused(refusal)) => {
            let message = refusal.message();
            let body = view::two_step::door(visitor.lang, &form, Some(message.say(visitor.lang)));
            Ok(visitor.again(door_title(visitor.lang), Audience::Bare, body))
        }
        Err(error) => Err(error.into()),
    }
}

fn title(lang: Lang) -> &'static str {
    lang.t("Xác thực hai bước", "Two-step sign-in")
}

/// One's own second step.
pub async fn page(who: May<OwnAccount>) -> Answer {
    let body = body(&who, &Problems::none()).await?;
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

async fn body(who: &May<OwnAccount>, problems: &Problems) -> Result<maud::Markup, WebError> {
    let standing = who.read(two_step::standing).await?;
    let lang = who.lang;
    match &standing {
        Standing::None => Err(WebError::NotFound),
        Standing::Off => Ok(view::two_step::off(lang, who.two_step_due, problems)),
        Standing::Waiting { secret, uri } => {
            let label = lang.t("Mã QR cho ứng dụng xác thực", "QR code for the authenticator");
            let svg = qr::svg(uri, label).map_err(|e| WebError::Fault(e.to_string()))?;
            Ok(view::two_step::waiting(lang, secret, &svg, problems))
        }
        Standing::On { codes_left } => Ok(view::two_step::on(lang, *codes_left, problems)),
    }
}

/// Makes a secret and shows it.
pub async fn begin(who: May<OwnAccount>, form: Fields<CurrentForm>) -> Answer {
    let begun = two_step::begin(who.office(), who.actor(), &form).await;
    if let Err(Error::Invalid(problems)) = &begun {
        return again(&who, problems).await;
    }
    told(&who, paths::two_step::PAGE, begun, |()| {
        who.lang
            .t("Còn một bước nữa: nhập mã đầu tiên.", "One step left: enter the first code.")
            .into()
    })
}

/// Turns it on and shows the recovery codes. It answers the POST itself: the codes are kept
/// nowhere and could not be shown after a redirect.
pub async fn confirm(who: May<OwnAccount>, form: Fields<CodeForm>) -> Answer {
    let codes = two_step::confirm(who.office(), who.actor(), &form).await;
    shown(&who, codes).await
}

/// New recovery codes.
pub async fn renew_codes(who: May<OwnAccount>, form: Fields<ProofForm>) -> Answer {
    let codes = two_step::renew_codes(who.office(), who.actor(), &form).await;
    shown(&who, codes).await
}

async fn shown(who: &May<OwnAccount>, codes: crate::service::Answer<Vec<String>>) -> Answer {
    match codes {
        Ok(codes) => {
            let body = view::two_step::codes(who.lang, &codes);
            Ok(who.page(title(who.lang), Audience::Staff, body))
        }
        Err(Error::Invalid(problems)) => again(who, &problems).await,
        other => told(who, paths::two_step::PAGE, other, |_| String::new()),
    }
}

async fn again(who: &May<OwnAccount>, problems: &Problems) -> Answer {
    let body = body(who, problems).await?;
    Ok(who.again(title(who.lang), Audience::Staff, body))
}

/// Turns it off.
pub async fn turn_off(who: May<OwnAccount>, form: Fields<ProofForm>) -> Answer {
    match two_step::turn_off(who.office(), who.actor(), &form).await {
        Err(Error::Invalid(problems)) => again(&who, &problems).await,
        other => told(&who, paths::staff::ACCOUNT, other, |()| {
            who.lang.t("Đã tắt xác thực hai bước.", "Two-step sign-in is off.").into()
        }),
    }
}

/// Gives somebody a way back in who has lost telephone and codes.
pub async fn reset(who: May<KeepAccounts>, role: Path<i64>) -> Answer {
    let role = role.into_inner();
    let done = who.write(move |act| two_step::reset(act, role)).await;
    told(&who, paths::staff::LIST, done, |()| {
        who.lang
            .t(
                "Đã đặt lại xác thực hai bước; người ấy sẽ nhận thư báo.",
                "The second step is reset; the person gets a letter.",
            )
            .into()
    })
}

/// What an organisation asks of its staff.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct RequiredForm {
    #[validate(length(max = 10))]
    required: String,
}

/// Asks for a second step, or no longer.
pub async fn set_required(
    who: May<KeepAccounts>,
    id: Path<i64>,
    form: Fields<RequiredForm>,
) -> Answer {
    let (id, required) = (OrganisationId(id.into_inner()), form.required == "yes");
    let done = who.write(move |act| two_step::set_required(act, id, required)).await;
    told(&who, &paths::organisations::one(id), done, |()| who.lang.t("Đã lưu.", "Saved.").into())
}
