//! A ward's sessions: list, week, posting, changing, calling off.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May, Visitor};
use crate::db::sessions::lists::When;
use crate::domain::access::PostSessions;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::change::CancelForm;
use crate::domain::sessions::release::SchoolsForm;
use crate::domain::sessions::{PostingForm, SessionState};
use crate::domain::typed;
use crate::paths;
use crate::service::sessions::post::{self, Finish};
use crate::service::sessions::{self, calls, cancel, edit, release};
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;

/// Which part of the list, and which page of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    when: String,
    state: String,
    page: String,
}

/// The ward's sessions.
pub async fn list(who: May<PostSessions>, query: Query<ListQuery>) -> Answer {
    let (when, state) = (When::from_word(&query.when), SessionState::from_code(&query.state));
    let page = query.page.parse().unwrap_or(1).clamp(1, 100_000);
    let list = who.read(move |act| sessions::list(act, when, state, i64::from(page))).await?;
    let pages = (list.counts.of(when) - 1).max(0) / sessions::PER_PAGE + 1;
    let pages = u32::try_from(pages).unwrap_or(u32::MAX);
    let body = view::sessions::list(who.lang, &list, when, state, page, pages);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

fn title(lang: Lang) -> &'static str {
    lang.t("Buổi hỗ trợ", "Sessions")
}

/// Which week.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WeekQuery {
    of: String,
}

/// The ward's week.
pub async fn week(who: May<PostSessions>, query: Query<WeekQuery>) -> Answer {
    let day = typed::day(&query.of);
    let week = who.read(move |act| sessions::week(act, day)).await?;
    Ok(who.page(title(who.lang), Audience::Staff, view::sessions::week(who.lang, &week)))
}

/// From which session a new one is copied.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    copy: String,
    weekly: String,
    /// When the new one is to be, where somebody suggests it.
    day: String,
    from: String,
    to: String,
}

/// The form for a new session.
pub async fn new_page(who: May<PostSessions>, query: Query<NewQuery>) -> Answer {
    let (copy, weekly) = (query.copy.parse().ok(), query.weekly == "yes");
    let (offered, mut form) = who.read(move |act| post::blank(act, copy, weekly)).await?;
    if let Some(day) = typed::day(&query.day) {
        form.day = typed::day_value(day);
    }
    for (asked, shown) in [(&query.from, &mut form.from), (&query.to, &mut form.to)] {
        if let Some(time) = typed::time(asked) {
            *shown = typed::time_value(time);
        }
    }
    let body = view::sessions::form::new(who.lang, &form, &Problems::none(), &offered);
    Ok(who.page(posting_title(who.lang), Audience::Staff, body))
}

fn posting_title(lang: Lang) -> &'static str {
    lang.t("Đăng buổi hỗ trợ", "Post a session")
}

/// Shows what the answers would become, takes them back to the form, or posts them.
pub async fn post(who: May<PostSessions>, form: Fields<PostingForm>) -> Answer {
    let (form, problems) = form.into_parts();
    let typed = form.clone();
    let finish = match form.act.as_str() {
        "back" => return typed_again(&who, &form, &problems, false).await,
        "draft" => Some(Finish::Draft),
        "publish" => Some(Finish::Publish),
        _ => None,
    };
    if !problems.is_empty() {
        return typed_again(&who, &form, &problems, true).await;
    }
    let done = match finish {
        None => who.read(move |act| post::check(act, &typed)).await.map(|checked| {
            let body = view::sessions::check::new(who.lang, &form, &checked);
            who.shown(posting_title(who.lang), Audience::Staff, body)
        }),
        Some(finish) => who
            .write(move |act| post::post(act, &typed, finish))
            .await
            .map(|(first, count)| posted(&who, first, count, finish)),
    };
    match done {
        Err(Error::Invalid(problems)) => typed_again(&who, &form, &problems, true).await,
        done => Ok(done?),
    }
}

fn posted(who: &Visitor, first: SessionId, count: usize, finish: Finish) -> HttpResponse {
    let lang = who.lang;
    let said = match finish {
        Finish::Draft => lang.t("Đã lưu bản nháp.", "Kept as a draft."),
        Finish::Publish => lang.t("Đã đăng.", "Published."),
    };
    let sessions = match count {
        0 | 1 => String::new(),
        n => format!(" {}", lang.count(n as i64, "buổi.", "session.", "sessions.")),
    };
    who.done(&paths::sessions::one(first), &format!("{said}{sessions}"))
}

async fn typed_again(
    who: &Visitor,
    form: &PostingForm,
    problems: &Problems,
    refused: bool,
) -> Answer {
    let offered = who.read(sessions::options).await?;
    let body = view::sessions::form::new(who.lang, form, problems, &offered);
    let title = posting_title(who.lang);
    Ok(match refused {
        true => who.again(title, Audience::Staff, body),
        false => who.shown(title, Audience::Staff, body),
    })
}

/// One session.
pub async fn one(who: May<PostSessions>, id: Path<i64>) -> Answer {
    let id = SessionId(*id);
    let page = who.read(move |act| sessions::one(act, id)).await?;
    let body = view::sessions::page::one(who.lang, &page);
    Ok(who.page(&page.session.title, Audience::Staff, body))
}

/// 303 with a notice, or with the reason why not.
pub(super) fn told<T>(who: &Visitor, to: &str, done: service::Answer<T>, notice: &str) -> Answer {
    match done {
        Ok(_) => Ok(who.done(to, notice)),
        Err(Error::Refused(refusal)) => Ok(who.refused(to, &refusal.message())),
        Err(Error::Invalid(problems)) => Ok(who.refused(to, &problems.first())),
        Err(error) => Err(error.into()),
    }
}

/// Publishes a draft.
pub async fn publish(who: May<PostSessions>, id: Path<i64>, form: Fields<SchoolsForm>) -> Answer {
    let (id, schools) = (SessionId(*id), form.ids());
    let done = who
        .write(move |act| release::publish(act, id, schools.as_ref().map_err(|why| *why)?))
        .await;
    told(&who, &paths::sessions::one(id), done, who.lang.t("Đã đăng.", "Published."))
}

/// Asks further schools.
pub async fn ask_more(who: May<PostSessions>, id: Path<i64>, form: Fields<SchoolsForm>) -> Answer {
    let (id, schools) = (SessionId(*id), form.ids());
    let done = who
        .write(move |act| release::ask_more(act, id, schools.as_ref().map_err(|why| *why)?))
        .await;
    let notice = who.lang.t("Đã hỏi thêm trường.", "The schools are asked.");
    told(&who, &paths::sessions::one(id), done, notice)
}

/// Takes a question to a school back.
pub async fn take_back(who: May<PostSessions>, ids: Path<(i64, i64)>) -> Answer {
    let (id, school) = (SessionId(ids.0), OrganisationId(ids.1));
    let done = who.write(move |act| release::take_back(act, id, school)).await;
    let notice = who.lang.t("Đã rút lời hỏi.", "The question is taken back.");
    told(&who, &paths::sessions::one(id), done, notice)
}

/// The form for a change.
pub async fn edit_page(who: May<PostSessions>, id: Path<i64>) -> Answer {
    let id = SessionId(*id);
    match who.read(move |act| edit::form(act, id)).await {
        Ok(editing) => {
            let body = edit_body(who.lang, &editing.form, &Problems::none(), &editing);
            Ok(who.page(edit_title(who.lang), Audience::Staff, body))
        }
        Err(error) => told::<()>(&who, &paths::sessions::one(id), Err(error), ""),
    }
}

fn edit_title(lang: Lang) -> &'static str {
    lang.t("Sửa buổi hỗ trợ", "Change the session")
}

fn edit_body(
    lang: Lang,
    form: &PostingForm,
    problems: &Problems,
    editing: &crate::db::sessions::screens::Editing,
) -> maud::Markup {
    let id = editing.session.id;
    view::sessions::form::edit(
        lang,
        &paths::sessions::edit(id),
        (&editing.session.title, &paths::sessions::one(id)),
        form,
        problems,
        &editing.options,
        editing.in_series,
    )
}

/// Shows whom a change touches, takes it back to the form, or saves it.
pub async fn change(who: May<PostSessions>, id: Path<i64>, form: Fields<PostingForm>) -> Answer {
    let id = SessionId(*id);
    let (form, problems) = form.into_parts();
    if form.act == "back" || !problems.is_empty() {
        return change_again(&who, id, &form, &problems).await;
    }
    let typed = form.clone();
    let done = match form.act.as_str() {
        "save" => who.write(move |act| edit::save(act, id, &typed)).await.map(|saved| {
            let to = if saved.to_call > 0 {
                paths::sessions::calls(id)
            } else {
                paths::sessions::one(id)
            };
            who.done(&to, &saved_words(who.lang, saved))
        }),
        _ => who.read(move |act| edit::preview(act, id, &typed)).await.map(|preview| {
            let body = view::sessions::edit::preview(who.lang, &form, &preview);
            who.shown(edit_title(who.lang), Audience::Staff, body)
        }),
    };
    match done {
        Ok(response) => Ok(response),
        Err(Error::Invalid(problems)) => change_again(&who, id, &form, &problems).await,
        Err(error) => told::<()>(&who, &paths::sessions::one(id), Err(error), ""),
    }
}

fn saved_words(lang: Lang, saved: edit::Saved) -> String {
    let mut said = match saved.sessions {
        1 => lang.t("Đã lưu thay đổi.", "The change is saved.").to_owned(),
        n => lang.count(n as i64, "buổi đã đổi.", "session changed.", "sessions changed."),
    };
    if saved.to_call > 0 {
        let calls = lang.count(
            saved.to_call as i64,
            "người cần gọi báo.",
            "person to call.",
            "people to call.",
        );
        said = format!("{said} {calls}");
    }
    said
}

async fn change_again(
    who: &Visitor,
    id: SessionId,
    form: &PostingForm,
    problems: &Problems,
) -> Answer {
    match who.read(move |act| edit::around(act, id)).await {
        Ok(editing) => {
            let body = edit_body(who.lang, form, problems, &editing);
            let title = edit_title(who.lang);
            Ok(match problems.is_empty() {
                true => who.shown(title, Audience::Staff, body),
                false => who.again(title, Audience::Staff, body),
            })
        }
        Err(error) => told::<()>(who, &paths::sessions::one(id), Err(error), ""),
    }
}

/// Asks before a session is called off.
pub async fn cancel_page(who: May<PostSessions>, id: Path<i64>) -> Answer {
    let form = CancelForm { scope: "this".into(), ..CancelForm::default() };
    cancel_form(&who, SessionId(*id), &form, &Problems::none()).await
}

async fn cancel_form(
    who: &Visitor,
    id: SessionId,
    form: &CancelForm,
    problems: &Problems,
) -> Answer {
    match who.read(move |act| cancel::concerned(act, id)).await {
        Ok(concerned) => {
            let body = view::sessions::cancel::ask(who.lang, form, problems, &concerned);
            let title = who.lang.t("Hủy buổi hỗ trợ", "Call the session off");
            Ok(match problems.is_empty() {
                true => who.shown(title, Audience::Staff, body),
                false => who.again(title, Audience::Staff, body),
            })
        }
        Err(error) => told::<()>(who, &paths::sessions::one(id), Err(error), ""),
    }
}

/// Calls a session off.
pub async fn cancel(who: May<PostSessions>, id: Path<i64>, form: Fields<CancelForm>) -> Answer {
    let id = SessionId(*id);
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return cancel_form(&who, id, &form, &problems).await;
    }
    let typed = form.clone();
    match who.write(move |act| cancel::cancel(act, id, &typed)).await {
        Ok(done) => {
            let to = if done.to_call > 0 {
                paths::sessions::calls(id)
            } else {
                paths::sessions::one(id)
            };
            let said = match done.sessions {
                1 => who.lang.t("Đã hủy buổi.", "The session is called off.").to_owned(),
                n => who.lang.count(
                    n as i64,
                    "buổi đã hủy.",
                    "session called off.",
                    "sessions called off.",
                ),
            };
            Ok(who.done(&to, &said))
        }
        Err(Error::Invalid(problems)) => cancel_form(&who, id, &form, &problems).await,
        Err(error) => told::<()>(&who, &paths::sessions::one(id), Err(error), ""),
    }
}

/// The call list.
pub async fn calls(who: May<PostSessions>, id: Path<i64>) -> Answer {
    let id = SessionId(*id);
    let found = who.read(move |act| calls::calls(act, id)).await?;
    let body = view::sessions::calls::list(who.lang, &found);
    Ok(who.page(who.lang.t("Danh sách gọi điện", "Call list"), Audience::Staff, body))
}
