//! Reports about somebody's safety, and the pages that explain how the children are protected.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May, Visitor, told};
use crate::domain::access::{Help, RunDesk, SeeIncidents};
use crate::domain::ids::{IncidentId, SessionId};
use crate::domain::incidents::{CloseForm, ReportForm};
use crate::domain::refusal::Problems;
use crate::paths;
use crate::paths::incidents as at;
use crate::service::{Error, desk, incidents};
use crate::view::incidents as view;
use crate::view::layout::Audience;

/// For parents, and for everybody who wants to know.
pub async fn for_parents(visitor: Visitor) -> Answer {
    let lang = visitor.lang;
    let title = lang.t("Dành cho phụ huynh", "For parents");
    Ok(visitor.page(title, Audience::Resident, view::for_parents(lang)))
}

/// "An toàn của em".
pub async fn safety(who: May<Help>) -> Answer {
    let safety = who.read(|act| incidents::my_safety(act, None)).await?;
    let title = who.lang.t("An toàn của em", "My safety");
    Ok(who.page(title, Audience::Pupil, view::safety(who.lang, &safety)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    session: String,
}

/// Where a pupil presses what has happened.
pub async fn report_page(who: May<Help>, from: Query<From>) -> Answer {
    let session = from.session.parse().map(SessionId).ok();
    let safety = who.read(move |act| incidents::my_safety(act, session)).await?;
    let body = view::report(who.lang, &safety, &ReportForm::default(), &Problems::none());
    Ok(who.page(who.lang.t("Báo người lớn", "Tell an adult"), Audience::Pupil, body))
}

/// A pupil has pressed it.
pub async fn report(who: May<Help>, form: Fields<ReportForm>) -> Answer {
    let lang = who.lang;
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| incidents::report_mine(act, &typed)).await {
            Ok(_) => {
                let notice = lang.t(
                    "Đã báo. Người lớn phụ trách thấy ngay. Em hãy đến đứng cạnh người lớn em tin.",
                    "Told. The adults in charge see it at once. Go and stand by an adult you trust.",
                );
                return Ok(who.done(at::SAFETY, notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let session = form.session.parse().map(SessionId).ok();
    let safety = who.read(move |act| incidents::my_safety(act, session)).await?;
    let body = view::report(lang, &safety, &form, &problems);
    Ok(who.again(lang.t("Báo người lớn", "Tell an adult"), Audience::Pupil, body))
}

/// Where whoever runs the desk presses it.
pub async fn desk_page(who: May<RunDesk>, id: Path<i64>) -> Answer {
    let session = SessionId(*id);
    let board = who.read(move |act| desk::board(act, session)).await?;
    let body = view::at_desk(who.lang, &board, &ReportForm::default(), &Problems::none());
    Ok(who.page(who.lang.t("Báo sự cố", "Report an incident"), Audience::Staff, body))
}

/// The desk has pressed it.
pub async fn desk_report(who: May<RunDesk>, id: Path<i64>, form: Fields<ReportForm>) -> Answer {
    let session = SessionId(*id);
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| incidents::report_at_desk(act, session, &typed)).await {
            Ok(_) => {
                let notice = who.lang.t(
                    "Đã báo. Phường và nhà trường của em được báo ngay.",
                    "Told. The ward and the pupil's school know at once.",
                );
                return Ok(who.done(&paths::desk::board(session), notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let board = who.read(move |act| desk::board(act, session)).await?;
    let body = view::at_desk(who.lang, &board, &form, &problems);
    Ok(who.again(who.lang.t("Báo sự cố", "Report an incident"), Audience::Staff, body))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Paged {
    page: String,
}

/// The reports one may see.
pub async fn list(who: May<SeeIncidents>, query: Query<Paged>) -> Answer {
    let page = query.page.parse().unwrap_or(1).clamp(1, 100_000);
    let (rows, total) = who.read(move |act| incidents::list(act, page)).await?;
    let pages = (total + incidents::PER_PAGE - 1) / incidents::PER_PAGE;
    let title = who.lang.t("Báo cáo an toàn", "Safety reports");
    Ok(who.page(title, Audience::Staff, view::list(who.lang, &rows, (page, pages))))
}

/// One report.
pub async fn one(who: May<SeeIncidents>, id: Path<i64>) -> Answer {
    show(&who, IncidentId(*id), &CloseForm::default(), &Problems::none()).await
}

async fn show(
    who: &May<SeeIncidents>,
    id: IncidentId,
    typed: &CloseForm,
    problems: &Problems,
) -> Answer {
    let incident = who.read(move |act| incidents::one(act, id)).await?;
    let body = view::one(who.lang, &incident, typed, problems);
    let title = who.lang.t("Báo cáo an toàn", "Safety report");
    Ok(match problems.is_empty() {
        true => who.page(title, Audience::Staff, body),
        false => who.again(title, Audience::Staff, body),
    })
}

/// "I have seen it."
pub async fn seen(who: May<SeeIncidents>, id: Path<i64>) -> Answer {
    let id = IncidentId(*id);
    let done = who.write(move |act| incidents::see(act, id)).await;
    told(&who, &at::one(id), done, |()| who.lang.t("Đã ghi là đã xem.", "Noted as seen.").into())
}

/// "I take care of it."
pub async fn handle(who: May<SeeIncidents>, id: Path<i64>) -> Answer {
    let id = IncidentId(*id);
    let done = who.write(move |act| incidents::handle(act, id)).await;
    told(&who, &at::one(id), done, |()| {
        who.lang.t("Ông/bà đã nhận xử lý.", "You are taking care of it.").into()
    })
}

/// Closes it.
pub async fn close(who: May<SeeIncidents>, id: Path<i64>, form: Fields<CloseForm>) -> Answer {
    let id = IncidentId(*id);
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| incidents::close(act, id, &typed)).await {
            Err(Error::Invalid(found)) => problems.extend(found),
            done => {
                return told(&who, &at::one(id), done, |()| {
                    who.lang.t("Đã khép lại.", "Closed.").into()
                });
            }
        }
    }
    show(&who, id, &form, &problems).await
}
