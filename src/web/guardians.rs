//! The guardian's page behind the link: no account, no script needed.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::consents::{recorded_words, withdrawn_words};
use super::extract::{address_of, cookie_of};
use super::{Answer, Fields, Visitor};
use crate::domain::consent::{RepliesForm, WithdrawForm};
use crate::domain::guardians::{AddressForm, DoorForm};
use crate::domain::ids::ShiftId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths::guardians as paths;
use crate::paths::incidents::FOR_PARENTS;
use crate::service::guardians::{self, Key};
use crate::service::{self, Error, matching};
use crate::view;
use crate::view::guardians::Typed;
use crate::view::layout::Audience;

/// Keeps the link open in one browser.
const COOKIE: &str = "guardian";

fn title(lang: Lang) -> &'static str {
    lang.t("Trang phụ huynh", "Guardian's page")
}

/// The link and this browser's key to it.
pub(super) fn key(request: &HttpRequest, token: &str) -> Key {
    let visit = cookie_of(request, COOKIE).map(|cookie| cookie.value().to_owned());
    Key { token: token.to_owned(), visit: visit.unwrap_or_default() }
}

/// The page, or its door where it is not open.
pub async fn page(visitor: Visitor, request: HttpRequest, token: Path<String>) -> Answer {
    let token = token.into_inner();
    shown(&visitor, key(&request, &token), Typed::default()).await
}

async fn shown(visitor: &Visitor, key: Key, typed: Typed) -> Answer {
    let (lang, token) = (visitor.lang, key.token.clone());
    match visitor.read(move |act| guardians::page(act, &key)).await {
        Ok(page) => {
            let body = view::guardians::page(lang, &page, &token, &typed);
            match typed.problems.is_empty() {
                true => Ok(visitor.page(title(lang), Audience::Resident, body)),
                false => Ok(visitor.again(title(lang), Audience::Resident, body)),
            }
        }
        Err(Error::Refused(_)) => door(visitor, &token, &DoorForm::default(), None).await,
        Err(error) => Err(error.into()),
    }
}

/// The door asks one question. Of a dead link it says that it is dead, and no more.
async fn door(
    visitor: &Visitor,
    token: &str,
    form: &DoorForm,
    problems: Option<Problems>,
) -> Answer {
    let (lang, asked) = (visitor.lang, token.to_owned());
    match visitor.read(move |act| guardians::knock(act, &asked)).await {
        Ok(()) => {
            let none = Problems::none();
            let shown = problems.as_ref().unwrap_or(&none);
            let body = view::guardians::door(lang, token, form, shown);
            match problems {
                None => Ok(visitor.page(title(lang), Audience::Resident, body)),
                Some(_) => Ok(visitor.again(title(lang), Audience::Resident, body)),
            }
        }
        Err(Error::Refused(why)) => {
            let body = view::guardians::dead(lang, &why.message());
            Ok(visitor.respond(StatusCode::NOT_FOUND, title(lang), Audience::Resident, body))
        }
        Err(error) => Err(error.into()),
    }
}

/// Opens the page with the child's year of birth.
pub async fn open(
    visitor: Visitor,
    request: HttpRequest,
    token: Path<String>,
    form: Fields<DoorForm>,
) -> Answer {
    let token = token.into_inner();
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return door(&visitor, &token, &form, Some(problems)).await;
    }
    let from = address_of(&request);
    match guardians::open(visitor.office(), &token, &from, &form).await {
        Ok(visit) => {
            let mut response = visitor.go(&paths::page(&token));
            let cookie = visitor.cookie(COOKIE, visit);
            response.add_cookie(&cookie).map_err(|e| super::WebError::Fault(e.to_string()))?;
            Ok(response)
        }
        Err(Error::Invalid(problems)) => door(&visitor, &token, &form, Some(problems)).await,
        Err(Error::Refused(why)) => {
            let problems = Problems::one("birth_year", why.message());
            door(&visitor, &token, &form, Some(problems)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Back to the page with a good word, or with the reason for a refusal.
fn settled<T>(
    visitor: &Visitor,
    token: &str,
    done: service::Answer<T>,
    say: impl FnOnce(T) -> String,
) -> Answer {
    let back = paths::page(token);
    match done {
        Ok(value) => Ok(visitor.done(&back, &say(value))),
        Err(Error::Refused(why)) => Ok(visitor.refused(&back, &why.message())),
        Err(Error::Invalid(problems)) => Ok(visitor.refused(&back, &problems.first())),
        Err(error) => Err(error.into()),
    }
}

/// The guardian's yes and no.
pub async fn reply(
    visitor: Visitor,
    request: HttpRequest,
    token: Path<String>,
    form: Fields<RepliesForm>,
) -> Answer {
    let key = key(&request, &token);
    let (form, problems) = form.into_parts();
    let (typed, opened) = (form.clone(), key.clone());
    let done = match problems.is_empty() {
        true => visitor.write(move |act| guardians::reply(act, &opened, &typed)).await,
        false => Err(Error::Invalid(problems)),
    };
    match done {
        Err(Error::Invalid(problems)) => {
            let typed = Typed { replies: form, problems, ..Typed::default() };
            shown(&visitor, key, typed).await
        }
        done => {
            if done.as_ref().is_ok_and(|recorded| recorded.fell > 0) {
                matching::mend_soon(visitor.office(), None);
            }
            settled(&visitor, &token, done, |recorded| recorded_words(visitor.lang, recorded))
        }
    }
}

/// The guardian withdraws one purpose.
pub async fn withdraw(
    visitor: Visitor,
    request: HttpRequest,
    token: Path<String>,
    form: Fields<WithdrawForm>,
) -> Answer {
    let key = key(&request, &token);
    let (form, problems) = form.into_parts();
    let done = match problems.is_empty() {
        true => visitor.write(move |act| guardians::withdraw(act, &key, &form)).await,
        false => Err(Error::Invalid(problems)),
    };
    if done.is_ok() {
        matching::mend_soon(visitor.office(), None);
    }
    settled(&visitor, &token, done, |fell| withdrawn_words(visitor.lang, fell))
}

/// The guardian adds an address for messages.
pub async fn address(
    visitor: Visitor,
    request: HttpRequest,
    token: Path<String>,
    form: Fields<AddressForm>,
) -> Answer {
    let key = key(&request, &token);
    let (form, problems) = form.into_parts();
    let (typed, opened) = (form.clone(), key.clone());
    let done = match problems.is_empty() {
        true => visitor.write(move |act| guardians::add_address(act, &opened, &typed)).await,
        false => Err(Error::Invalid(problems)),
    };
    match done {
        Err(Error::Invalid(problems)) => {
            shown(&visitor, key, Typed { email: form.email, problems, ..Typed::default() }).await
        }
        done => settled(&visitor, &token, done, |()| {
            visitor.lang.t("Đã ghi địa chỉ của anh/chị.", "Your address is noted.").into()
        }),
    }
}

/// The guardian says no to a shift.
pub async fn veto(visitor: Visitor, request: HttpRequest, path: Path<(String, i64)>) -> Answer {
    let (token, shift) = path.into_inner();
    let key = key(&request, &token);
    let done = visitor.write(move |act| guardians::veto(act, &key, ShiftId(shift))).await;
    if done.is_ok() {
        matching::mend_soon(visitor.office(), None);
    }
    settled(&visitor, &token, done, |()| {
        visitor
            .lang
            .t(
                "Đã rút con khỏi ca này và báo Đoàn phường. Không ai xếp con vào buổi này nữa.",
                "Your child is taken off this shift and the youth union is told. Nobody will schedule your child for this session.",
            )
            .into()
    })
}

/// The guardian takes the no back.
pub async fn allow(visitor: Visitor, request: HttpRequest, path: Path<(String, i64)>) -> Answer {
    let (token, shift) = path.into_inner();
    let key = key(&request, &token);
    let done = visitor.write(move |act| guardians::allow(act, &key, ShiftId(shift))).await;
    settled(&visitor, &token, done, |()| {
        visitor
            .lang
            .t(
                "Con có thể nhận lại buổi này nếu còn chỗ.",
                "Your child may take this session again if there is room.",
            )
            .into()
    })
}

/// Closes the page in this browser.
pub async fn leave(visitor: Visitor, request: HttpRequest, token: Path<String>) -> Answer {
    let visit = key(&request, &token).visit;
    visitor.write(move |act| guardians::leave(act, &visit)).await?;
    let mut gone = visitor.cookie(COOKIE, String::new());
    gone.make_removal();
    let notice = visitor.lang.t("Đã đóng trang phụ huynh.", "The page is closed.");
    let mut response = visitor.done(FOR_PARENTS, notice);
    response.add_cookie(&gone).map_err(|e| super::WebError::Fault(e.to_string()))?;
    Ok(response)
}
