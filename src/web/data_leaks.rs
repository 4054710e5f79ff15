//! Leaks of personal data: written down, reported, told, closed.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May, WebError};
use crate::db::data_leaks::Leak;
use crate::document::table;
use crate::domain::access::AnswerDataRequests;
use crate::domain::data_leaks::{CloseForm, LeakForm, LeakReader, NoticesForm, NotifiedForm};
use crate::domain::ids::DataLeakId;
use crate::domain::lang::Lang;
use crate::domain::phone::shown;
use crate::domain::refusal::Problems;
use crate::domain::typed;
use crate::paths::data_leaks as at;
use crate::service::data_leaks as service;
use crate::service::{self as house, Act, Error};
use crate::view::data_leaks as view;
use crate::view::layout::Audience;

type Who = May<AnswerDataRequests>;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

impl Asked {
    fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, 100_000)
    }
}

fn pages(page: i64, total: i64, per_page: i64) -> (u32, u32) {
    let last = ((total + per_page - 1) / per_page).max(1);
    (u32::try_from(page.min(last)).unwrap_or(1), u32::try_from(last).unwrap_or(u32::MAX))
}

/// All leaks within reach.
pub async fn list(who: Who, asked: Query<Asked>) -> Answer {
    let page = asked.page();
    let (leaks, total) = who.read(move |act| service::list(act, page)).await?;
    let pages = pages(page, total, service::PER_PAGE);
    let body = view::list(who.lang, &leaks, pages, who.office().now());
    Ok(who.page(view::title(who.lang), Audience::Staff, body))
}

/// The empty form, with this moment as the one of noticing.
pub async fn new_page(who: Who) -> Answer {
    let now = who.office().now();
    let form = LeakForm {
        noticed_on: typed::day_value(now.day()),
        noticed_time: typed::time_value(now.time()),
        to_day: typed::day_value(now.day()),
        ..LeakForm::default()
    };
    ask(&who, None, &form, &Problems::none()).await
}

async fn ask(who: &Who, leak: Option<&Leak>, form: &LeakForm, problems: &Problems) -> Answer {
    let organisations = who.read(service::choices).await?;
    let typed = view::Typed { leak, organisations: &organisations, form, problems };
    let body = view::edit(who.lang, &typed);
    Ok(match problems.is_empty() {
        true => who.page(view::title(who.lang), Audience::Staff, body),
        false => who.again(view::title(who.lang), Audience::Staff, body),
    })
}

/// Writes a leak down.
pub async fn open(who: Who, form: Fields<LeakForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::open(act, &typed)).await {
            Ok(id) => {
                let notice = who.lang.t(
                    "Đã ghi. Đồng hồ 72 giờ đang chạy.",
                    "Written down. The 72 hours are running.",
                );
                return Ok(who.done(&at::one(id), notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    ask(&who, None, &form, &problems).await
}

fn as_typed(leak: &Leak) -> LeakForm {
    LeakForm {
        organisation: leak.organisation.to_string(),
        kinds: leak.kinds().iter().map(|kind| kind.code().to_owned()).collect(),
        from_day: typed::day_value(leak.from_day),
        to_day: typed::day_value(leak.to_day),
        noticed_on: typed::day_value(leak.noticed_at.day()),
        noticed_time: typed::time_value(leak.noticed_at.time()),
        what: leak.what.clone(),
        cause: leak.cause.clone(),
        measures: leak.measures.clone(),
    }
}

/// What is known, to be put right.
pub async fn edit_page(who: Who, id: Path<i64>) -> Answer {
    let id = DataLeakId(id.into_inner());
    let leak = who.read(move |act| service::one(act, id)).await?;
    ask(&who, Some(&leak), &as_typed(&leak), &Problems::none()).await
}

/// Puts it right.
pub async fn edit(who: Who, id: Path<i64>, form: Fields<LeakForm>) -> Answer {
    let id = DataLeakId(id.into_inner());
    let (form, mut problems) = form.into_parts();
    let leak = who.read(move |act| service::one(act, id)).await?;
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::edit(act, id, &typed)).await {
            Ok(()) => return Ok(who.done(&at::one(id), who.lang.t("Đã lưu.", "Saved."))),
            Err(Error::Refused(why)) => return Ok(who.refused(&at::one(id), &why.message())),
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    ask(&who, Some(&leak), &form, &problems).await
}

/// One leak with its clock and its steps.
pub async fn one(who: Who, id: Path<i64>) -> Answer {
    show(&who, DataLeakId(id.into_inner()), ("", ""), &Problems::none()).await
}

async fn show(
    who: &Who,
    id: DataLeakId,
    (late_reason, closing): (&str, &str),
    problems: &Problems,
) -> Answer {
    let known = who.read(move |act| service::look(act, id)).await?;
    let now = who.office().now();
    let page =
        view::One { leak: &known.leak, people: &known.people, late_reason, closing, problems, now };
    let body = view::one(who.lang, &page);
    let title = view::name(who.lang, &known.leak);
    Ok(match problems.is_empty() {
        true => who.page(&title, Audience::Staff, body),
        false => who.again(&title, Audience::Staff, body),
    })
}

/// The notices, to be mended.
pub async fn notices_page(who: Who, id: Path<i64>) -> Answer {
    let id = DataLeakId(id.into_inner());
    let known = who.read(move |act| service::look(act, id)).await?;
    let body = view::notices(who.lang, &known.leak, &known.notices, &Problems::none());
    Ok(who.page(who.lang.t("Lời thông báo", "The notices"), Audience::Staff, body))
}

/// Keeps them.
pub async fn save_notices(who: Who, id: Path<i64>, form: Fields<NoticesForm>) -> Answer {
    let id = DataLeakId(id.into_inner());
    let (form, problems) = form.into_parts();
    if problems.is_empty() {
        let saved = who.write(move |act| service::save_notices(act, id, &form)).await;
        return moved(&who, id, saved, ("Đã lưu lời thông báo.", "The notices are saved."));
    }
    let leak = who.read(move |act| service::one(act, id)).await?;
    let body = view::notices(who.lang, &leak, &form, &problems);
    Ok(who.again(who.lang.t("Lời thông báo", "The notices"), Audience::Staff, body))
}

/// One notice to print, in the language of the page.
pub async fn paper(who: Who, path: Path<(i64, String)>) -> Answer {
    let (id, reader) = path.into_inner();
    let reader = LeakReader::from_code(&reader).ok_or(Error::NotFound)?;
    let known = who.read(move |act| service::look(act, DataLeakId(id))).await?;
    let texts = &known.notices;
    let text = match (reader, who.lang) {
        (LeakReader::Authority, Lang::Vi) => &texts.authority_vi,
        (LeakReader::Authority, Lang::En) => &texts.authority_en,
        (LeakReader::People, Lang::Vi) => &texts.people_vi,
        (LeakReader::People, Lang::En) => &texts.people_en,
    };
    let body = view::paper(who.lang, &known.leak, reader, text, who.office().now().day());
    Ok(who.page(who.lang.t("Thông báo để in", "Notice to print"), Audience::Staff, body))
}

fn moved(
    who: &Who,
    id: DataLeakId,
    answer: house::Answer<()>,
    notice: (&'static str, &'static str),
) -> Answer {
    match answer {
        Ok(()) => Ok(who.done(&at::one(id), who.lang.t(notice.0, notice.1))),
        Err(Error::Refused(why)) => Ok(who.refused(&at::one(id), &why.message())),
        Err(error) => Err(error.into()),
    }
}

/// Notes that the authority was told.
pub async fn notified(who: Who, id: Path<i64>, form: Fields<NotifiedForm>) -> Answer {
    let id = DataLeakId(id.into_inner());
    let (form, mut problems) = form.into_parts();
    let reason = form.late_reason.clone();
    if problems.is_empty() {
        match who.write(move |act| service::notified(act, id, &form)).await {
            Err(Error::Invalid(found)) => problems.extend(found),
            answer => return moved(&who, id, answer, ("Đã ghi.", "Noted.")),
        }
    }
    show(&who, id, (&reason, ""), &problems).await
}

/// Notes that those affected were told.
pub async fn told(who: Who, id: Path<i64>) -> Answer {
    let id = DataLeakId(id.into_inner());
    let answer = who.write(move |act: &mut Act<'_>| service::told(act, id)).await;
    moved(&who, id, answer, ("Đã ghi.", "Noted."))
}

/// Closes it.
pub async fn close(who: Who, id: Path<i64>, form: Fields<CloseForm>) -> Answer {
    let id = DataLeakId(id.into_inner());
    let (form, mut problems) = form.into_parts();
    let closing = form.closing.clone();
    if problems.is_empty() {
        match who.write(move |act| service::close(act, id, &form)).await {
            Err(Error::Invalid(found)) => problems.extend(found),
            answer => return moved(&who, id, answer, ("Đã khép lại.", "Closed.")),
        }
    }
    show(&who, id, ("", &closing), &problems).await
}

/// Those affected, page by page.
pub async fn affected(who: Who, id: Path<i64>, asked: Query<Asked>) -> Answer {
    let (id, page) = (DataLeakId(id.into_inner()), asked.page());
    let (leak, people, total) = who.read(move |act| service::people(act, id, Some(page))).await?;
    let pages = pages(page, total, service::PEOPLE_PER_PAGE);
    let body = view::affected(who.lang, &leak, &people, total, pages);
    Ok(who.page(who.lang.t("Người bị ảnh hưởng", "Those affected"), Audience::Staff, body))
}

/// All of them as a file.
pub async fn affected_file(who: Who, id: Path<i64>) -> Answer {
    let id = DataLeakId(id.into_inner());
    let lang = who.lang;
    let (_, people, _) = who.read(move |act| service::people(act, id, None)).await?;
    let header = [
        lang.t("Tên", "Name"),
        lang.t("Là ai", "Who"),
        lang.t("Ghi chú", "Note"),
        lang.t("Điện thoại", "Telephone"),
        lang.t("Địa chỉ thư", "E-mail"),
    ];
    let rows = people.iter().map(|one| {
        let phone = if one.phone.is_empty() { String::new() } else { shown(&one.phone) };
        let kind = one.kind.name(lang).to_owned();
        [one.name.clone(), kind, one.mark.clone(), phone, one.email.clone()]
    });
    let bytes = table::csv(&header, rows).map_err(|fault| WebError::Fault(fault.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"leak-{id}.csv\"")))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(bytes))
}
