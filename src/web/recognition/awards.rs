//! Single awards, a pupil's own, and the public page.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Path;

use super::settled;
use crate::domain::access::{ApproveAwards, CheckCandidates, Help, IssueAwards, SeeSchool};
use crate::domain::ids::{AwardId, ProgrammeId};
use crate::domain::recognition::ReasonForm;
use crate::domain::refusal::Problems;
use crate::paths::recognition as at;
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;
use crate::view::recognition::Refused;
use crate::web::{Answer, Fields, May, Visitor};

/// One award with its history.
pub async fn one(who: May<SeeSchool>, id: Path<i64>) -> Answer {
    let id = AwardId(id.into_inner());
    let page = who.read(move |act| service::recognition::award(act, id)).await?;
    let body = view::recognition::award(who.lang, who.me(), &page, None);
    Ok(who.page(&page.award.name, Audience::Staff, body))
}

/// The award again, after a step that asked for a reason and did not get a good one.
async fn again<P>(
    who: &May<P>,
    id: AwardId,
    step: &str,
    typed: &ReasonForm,
    problems: &Problems,
) -> Answer {
    let page = who.read(move |act| service::recognition::award(act, id)).await?;
    let refused = Refused { step, typed, problems };
    let body = view::recognition::award(who.lang, who.me(), &page, Some(refused));
    Ok(who.again(&page.award.name, Audience::Staff, body))
}

/// The class teacher sets a candidate aside.
pub async fn set_aside(
    who: May<CheckCandidates>,
    id: Path<i64>,
    form: Fields<ReasonForm>,
) -> Answer {
    let id = AwardId(id.into_inner());
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return again(&who, id, "set-aside", &form, &problems).await;
    }
    let typed = form.clone();
    let done = who.write(move |act| service::recognition::set_aside(act, id, &typed)).await;
    put_aside(&who, id, "set-aside", &form, done).await
}

/// The board takes an award off the list.
pub async fn take_off(who: May<ApproveAwards>, id: Path<i64>, form: Fields<ReasonForm>) -> Answer {
    let id = AwardId(id.into_inner());
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return again(&who, id, "take-off", &form, &problems).await;
    }
    let typed = form.clone();
    let done = who.write(move |act| service::recognition::take_off(act, id, &typed)).await;
    put_aside(&who, id, "take-off", &form, done).await
}

async fn put_aside<P>(
    who: &May<P>,
    id: AwardId,
    step: &str,
    form: &ReasonForm,
    done: service::Answer<ProgrammeId>,
) -> Answer {
    let lang = who.lang;
    match done {
        Ok(programme) => {
            let notice = lang.t(
                "Đã đưa ra khỏi danh sách đề nghị.",
                "It is no longer on the list of proposals.",
            );
            Ok(who.done(&at::one(programme), notice))
        }
        Err(Error::Invalid(problems)) => again(who, id, step, form, &problems).await,
        Err(Error::Refused(refusal)) => Ok(who.refused(&at::award(id), &refusal.message())),
        Err(error) => Err(error.into()),
    }
}

/// The class teacher takes back what was set aside.
pub async fn reopen(who: May<CheckCandidates>, id: Path<i64>) -> Answer {
    let id = AwardId(id.into_inner());
    let done = who.write(move |act| service::recognition::reopen(act, id)).await;
    let notice = who.lang.t("Đã đưa lại vào danh sách xét.", "It is a candidate again.");
    settled(&who, &at::award(id), done.map(|_| notice.to_owned()))
}

/// Revokes an issued award.
pub async fn revoke(who: May<IssueAwards>, id: Path<i64>, form: Fields<ReasonForm>) -> Answer {
    let id = AwardId(id.into_inner());
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return again(&who, id, "revoke", &form, &problems).await;
    }
    let typed = form.clone();
    match who.write(move |act| service::recognition::revoke(act, id, &typed)).await {
        Err(Error::Invalid(problems)) => again(&who, id, "revoke", &form, &problems).await,
        done => {
            let notice = who
                .lang
                .t("Đã thu hồi. Trang công khai đã ghi rõ.", "Revoked. The public page says so.");
            settled(&who, &at::award(id), done.map(|()| notice.to_owned()))
        }
    }
}

/// The pupil's own awards.
pub async fn mine(who: May<Help>) -> Answer {
    let page = who.read(service::recognition::mine).await?;
    let body = view::recognition::mine(who.lang, &page);
    Ok(who.page(who.lang.t("Khen thưởng của em", "My awards"), Audience::Pupil, body))
}

/// The page behind the QR code. No search engine keeps it: it is for who holds the paper.
pub async fn public(visitor: Visitor, token: Path<String>) -> Answer {
    let token = token.into_inner();
    let award = visitor.read(move |act| service::recognition::public(act, &token)).await?;
    let title = visitor.lang.t("Kiểm tra giấy khen thưởng", "Check an award");
    let body = view::recognition::public(visitor.lang, &award);
    let mut response = visitor.page(title, Audience::Bare, body);
    response.headers_mut().insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    Ok(response)
}
