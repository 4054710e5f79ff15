//! The desk for requests about personal data.

mod file;
pub mod guardian;
pub mod mine;

use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May};
use crate::db::data_requests::people::Kept;
use crate::domain::access::AnswerDataRequests;
use crate::domain::data_requests::{AnswerForm, CorrectionForm, DataRequestForm, Subject};
use crate::domain::ids::DataRequestId;
use crate::domain::refusal::Problems;
use crate::paths::data_requests as at;
use crate::service::{self, Act, Error, matching};
use crate::view::data_requests as view;
use crate::view::layout::Audience;

type Who = May<AnswerDataRequests>;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
    /// "done": the answered ones.
    show: String,
    q: String,
    subject: String,
    who: String,
}

/// The open requests by their term, or the answered ones.
pub async fn list(who: Who, asked: Query<Asked>) -> Answer {
    let page = asked.page.parse().unwrap_or(1).clamp(1, 100_000);
    let open = asked.show != "done";
    let (rows, waiting, answered) =
        who.read(move |act| service::data_requests::list(act, open, page)).await?;
    let list = view::List {
        rows: &rows,
        open,
        waiting,
        answered,
        page,
        per_page: service::data_requests::PER_PAGE,
        today: who.office().now().day(),
    };
    let lang = who.lang;
    let title = lang.t("Yêu cầu về dữ liệu cá nhân", "Requests about personal data");
    Ok(who.page(title, Audience::Staff, view::list(lang, &list)))
}

/// Finds the person, then asks for the request.
pub async fn new_page(who: Who, asked: Query<Asked>) -> Answer {
    if let (Some(subject), Ok(id)) = (Subject::from_code(&asked.subject), asked.who.parse()) {
        let form = DataRequestForm {
            subject: subject.code().to_owned(),
            who: asked.who.clone(),
            asked_on: crate::domain::typed::day_value(who.office().now().day()),
            ..DataRequestForm::default()
        };
        return ask(&who, subject, id, &form, &Problems::none()).await;
    }
    let typed = asked.q.clone();
    let found = who.read(move |act| service::data_requests::search(act, &typed)).await?;
    let lang = who.lang;
    let body = view::find::page(lang, &asked.q, &found);
    Ok(who.page(lang.t("Nhận yêu cầu mới", "A new request"), Audience::Staff, body))
}

async fn ask(
    who: &Who,
    subject: Subject,
    id: i64,
    form: &DataRequestForm,
    problems: &Problems,
) -> Answer {
    let found = who.read(move |act| service::data_requests::person(act, subject, id)).await?;
    let lang = who.lang;
    let body = view::find::ask(lang, &found, form, problems);
    let title = lang.t("Nhận yêu cầu mới", "A new request");
    Ok(match problems.is_empty() {
        true => who.page(title, Audience::Staff, body),
        false => who.again(title, Audience::Staff, body),
    })
}

/// Keeps a request that came in on paper, by telephone or in person.
pub async fn receive(who: Who, form: Fields<DataRequestForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    let (Some(subject), Ok(id)) = (Subject::from_code(&form.subject), form.who.parse()) else {
        return Ok(who.go(at::NEW));
    };
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::data_requests::receive(act, &typed)).await {
            Ok(id) => {
                let notice = who.lang.t("Đã nhận yêu cầu.", "The request is kept.");
                return Ok(who.done(&at::one(id), notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    ask(&who, subject, id, &form, &problems).await
}

fn correction_of(kept: &Kept) -> CorrectionForm {
    CorrectionForm {
        name: kept.name.clone(),
        phone: kept.phone.clone().unwrap_or_default(),
        birth_year: kept.birth_year.map(|year| year.to_string()).unwrap_or_default(),
    }
}

/// One request with what can be done next.
pub async fn one(who: Who, id: Path<i64>) -> Answer {
    let id = DataRequestId(id.into_inner());
    show(&who, id, &view::Typed::default()).await
}

async fn show(who: &Who, id: DataRequestId, typed: &view::Typed) -> Answer {
    let lang = who.lang;
    let (request, kept) = who.read(move |act| service::data_requests::look(act, id)).await?;
    let correction = typed.correction.clone().or_else(|| kept.as_ref().map(correction_of));
    let page = view::One {
        request: &request,
        correction: correction.as_ref(),
        typed,
        now: who.office().now(),
    };
    let body = view::one(lang, &page);
    let title = lang.t("Yêu cầu về dữ liệu", "Request about data");
    Ok(match typed.problems.is_empty() {
        true => who.page(title, Audience::Staff, body),
        false => who.again(title, Audience::Staff, body),
    })
}

/// One step of a request that takes an answer; what is wrong with it comes back on the page.
async fn step(
    who: &Who,
    id: Path<i64>,
    form: Fields<AnswerForm>,
    notice: (&'static str, &'static str),
    deed: fn(&mut Act<'_>, DataRequestId, &AnswerForm) -> service::Answer<()>,
) -> Answer {
    let id = DataRequestId(id.into_inner());
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| deed(act, id, &typed)).await {
            Ok(()) => return Ok(who.done(&at::one(id), who.lang.t(notice.0, notice.1))),
            Err(Error::Refused(why)) => return Ok(who.refused(&at::one(id), &why.message())),
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    show(who, id, &view::Typed { answer: form.answer, correction: None, problems }).await
}

/// Tells the person that the request has arrived.
pub async fn acknowledge(who: Who, id: Path<i64>) -> Answer {
    let id = DataRequestId(id.into_inner());
    plain(&who, id, ("Đã báo nhận.", "Acknowledged."), service::data_requests::acknowledge).await
}

/// Lets the person's data be used again.
pub async fn lift(who: Who, id: Path<i64>) -> Answer {
    let id = DataRequestId(id.into_inner());
    let notice = ("Dữ liệu được dùng lại.", "The data may be used again.");
    plain(&who, id, notice, service::data_requests::lift).await
}

async fn plain(
    who: &Who,
    id: DataRequestId,
    notice: (&'static str, &'static str),
    deed: fn(&mut Act<'_>, DataRequestId) -> service::Answer<()>,
) -> Answer {
    match who.write(move |act| deed(act, id)).await {
        Ok(()) => Ok(who.done(&at::one(id), who.lang.t(notice.0, notice.1))),
        Err(Error::Refused(why)) => Ok(who.refused(&at::one(id), &why.message())),
        Err(error) => Err(error.into()),
    }
}

/// Refuses with a reason.
pub async fn refuse(who: Who, id: Path<i64>, form: Fields<AnswerForm>) -> Answer {
    let notice = ("Đã từ chối và ghi lý do.", "Refused with the reason.");
    step(&who, id, form, notice, service::data_requests::refuse).await
}

/// Notes the request as answered.
pub async fn answer(who: Who, id: Path<i64>, form: Fields<AnswerForm>) -> Answer {
    let notice = ("Đã trả lời.", "Answered.");
    step(&who, id, form, notice, service::data_requests::answer).await
}

/// Stops the use of the person's data.
pub async fn restrict(who: Who, id: Path<i64>, form: Fields<AnswerForm>) -> Answer {
    let notice = ("Dữ liệu không còn được sử dụng.", "The data are no longer used.");
    let answer = step(&who, id, form, notice, service::data_requests::restrict).await;
    // Shifts may have fallen with it: their residents get somebody else.
    matching::mend_soon(who.office(), None);
    answer
}

/// Takes the consent back.
pub async fn withdraw(who: Who, id: Path<i64>, form: Fields<AnswerForm>) -> Answer {
    let notice = ("Đã rút lại đồng ý.", "The consent is withdrawn.");
    let answer = step(&who, id, form, notice, service::data_requests::withdraw).await;
    matching::mend_soon(who.office(), None);
    answer
}

/// Puts a resident right.
pub async fn correct(who: Who, id: Path<i64>, form: Fields<CorrectionForm>) -> Answer {
    let id = DataRequestId(id.into_inner());
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::data_requests::correct(act, id, &typed)).await {
            Ok(()) => {
                let notice = who.lang.t("Đã sửa và trả lời.", "Corrected and answered.");
                return Ok(who.done(&at::one(id), notice));
            }
            Err(Error::Refused(why)) => return Ok(who.refused(&at::one(id), &why.message())),
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let correction = Some(form);
    show(&who, id, &view::Typed { answer: String::new(), correction, problems }).await
}

/// Everything kept about the person, to be printed.
pub async fn copy(who: Who, id: Path<i64>) -> Answer {
    let id = DataRequestId(id.into_inner());
    let (request, parts) = who.read(move |act| service::data_requests::copy(act, id)).await?;
    let lang = who.lang;
    let head = view::copy::Head {
        name: &request.name,
        above: &[(view::title(lang), at::LIST), (&request.name, &at::one(id))],
        file: &at::of(id, "copy.json"),
    };
    let body = view::copy::page(lang, &head, &parts, who.office().now());
    Ok(who.page(lang.t("Bản sao dữ liệu", "Copy of the data"), Audience::Staff, body))
}

/// The same for machines.
pub async fn copy_file(who: Who, id: Path<i64>) -> Answer {
    let id = DataRequestId(id.into_inner());
    let (request, parts) = who.read(move |act| service::data_requests::copy(act, id)).await?;
    let about = serde_json::json!({
        "request": request.id.0,
        "subject": request.subject.code(),
        "asked_on": request.asked_on.to_string(),
    });
    file::copy(&format!("data-{id}.json"), about, parts, who.office().now())
}

/// What goes and what stays, before anything is done.
pub async fn delete_page(who: Who, id: Path<i64>) -> Answer {
    let id = DataRequestId(id.into_inner());
    let fate = who.read(move |act| service::data_requests::fate(act, id)).await;
    let fate = match fate {
        Ok(fate) => fate,
        Err(Error::Refused(why)) => return Ok(who.refused(&at::one(id), &why.message())),
        Err(error) => return Err(error.into()),
    };
    let lang = who.lang;
    let body = view::deletion::page(lang, &fate.request, &fate.rows);
    Ok(who.page(lang.t("Xóa dữ liệu", "Delete the data"), Audience::Staff, body))
}

/// Takes the person out of the data, and proves it.
pub async fn delete(who: Who, id: Path<i64>, form: Fields<AnswerForm>) -> Answer {
    let id = DataRequestId(id.into_inner());
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return Ok(who.go(&at::of(id, "delete")));
    }
    match who.write(move |act| service::data_requests::delete(act, id, &form)).await {
        Ok(0) => {
            let notice = who.lang.t(
                "Đã xóa. Không còn dấu vết nào của người này.",
                "Deleted. Nothing leads to the person any more.",
            );
            Ok(who.done(&at::one(id), notice))
        }
        Ok(_) => Ok(who.go(&at::one(id))),
        Err(Error::Refused(why)) => Ok(who.refused(&at::of(id, "delete"), &why.message())),
        Err(error) => Err(error.into()),
    }
}

/// The answer to be printed and handed over.
pub async fn letter(who: Who, id: Path<i64>) -> Answer {
    let id = DataRequestId(id.into_inner());
    let lang = who.lang;
    let (request, letter) =
        who.read(move |act| service::data_requests::letter(act, id, lang)).await?;
    let today = who.office().now().day();
    let body = view::letter::page(lang, &request, &letter.subject, &letter.paragraphs, today);
    Ok(who.page(&letter.subject, Audience::Staff, body))
}
