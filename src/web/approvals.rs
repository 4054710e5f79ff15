//! Schools answer what they are asked.

use actix_web::web::Path;

use super::{Answer, Fields, May};
use crate::domain::access::ApproveRelease;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::release::{Decision, DecisionForm};
use crate::paths;
use crate::service::Error;
use crate::service::sessions::release;
use crate::view;
use crate::view::layout::Audience;

fn title(lang: Lang) -> &'static str {
    lang.t("Duyệt cho học sinh tham gia", "Releasing pupils")
}

/// What one's school is asked.
pub async fn list(who: May<ApproveRelease>) -> Answer {
    let lines = who.read(release::asked_of_me).await?;
    let body = view::sessions::approvals::list(who.lang, &lines, &Problems::none());
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// Agrees to several questions at once.
pub async fn approve(who: May<ApproveRelease>, form: Fields<DecisionForm>) -> Answer {
    let chosen = match form.questions() {
        Ok(chosen) => chosen,
        Err(problems) => {
            let lines = who.read(release::asked_of_me).await?;
            let body = view::sessions::approvals::list(who.lang, &lines, &problems);
            return Ok(who.again(title(who.lang), Audience::Staff, body));
        }
    };
    let done = who.write(move |act| release::approve_all(act, &chosen)).await;
    let notice = done.as_ref().map(|agreed| agreed_words(who.lang, *agreed)).unwrap_or_default();
    super::sessions::told(&who, paths::approvals::LIST, done, &notice)
}

fn agreed_words(lang: Lang, agreed: release::Agreed) -> String {
    let done = lang.count(
        agreed.done as i64,
        "buổi đã được đồng ý.",
        "session agreed to.",
        "sessions agreed to.",
    );
    if agreed.left_out == 0 {
        return done;
    }
    let left = lang.count(
        agreed.left_out as i64,
        "buổi không còn chờ trả lời nên được bỏ qua.",
        "no longer waited for an answer and was left out.",
        "no longer waited for an answer and were left out.",
    );
    format!("{done} {left}")
}

/// One question.
pub async fn one(who: May<ApproveRelease>, ids: Path<(i64, i64)>) -> Answer {
    let (id, school) = (SessionId(ids.0), OrganisationId(ids.1));
    let question = who.read(move |act| release::question(act, id, school)).await?;
    let (form, none) = (DecisionForm::default(), Problems::none());
    let body = view::sessions::approvals::one(who.lang, &question, &form, &none);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// Answers one question.
pub async fn decide(
    who: May<ApproveRelease>,
    ids: Path<(i64, i64)>,
    form: Fields<DecisionForm>,
) -> Answer {
    let (id, school) = (SessionId(ids.0), OrganisationId(ids.1));
    let (form, mut problems) = form.into_parts();
    match Decision::parse(&form) {
        Ok(decision) if problems.is_empty() => {
            let seen = form.seen.clone();
            let done =
                who.write(move |act| release::decide(act, id, school, &decision, &seen)).await;
            match done {
                Err(Error::NotFound) => return Err(Error::NotFound.into()),
                // The page below shows the session as it is now.
                Err(Error::Invalid(changed)) => problems.extend(changed),
                done => {
                    let notice = who
                        .lang
                        .t("Đã ghi câu trả lời của trường.", "The school's answer is recorded.");
                    return super::sessions::told(&who, paths::approvals::LIST, done, notice);
                }
            }
        }
        Ok(_) => {}
        Err(more) => problems.extend(more),
    }
    let question = who.read(move |act| release::question(act, id, school)).await?;
    let body = view::sessions::approvals::one(who.lang, &question, &form, &problems);
    Ok(who.again(title(who.lang), Audience::Staff, body))
}
