//! Residents' conduct: a note from the desk, the coordinators' page, bars.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May, told};
use crate::domain::access::{KeepConduct, RunDesk};
use crate::domain::conduct::{BarForm, LiftForm, NoteForm};
use crate::domain::ids::{BarId, BookingId, ResidentId, SessionId};
use crate::domain::refusal::Problems;
use crate::paths;
use crate::paths::conduct as at;
use crate::service::{Error, conduct};
use crate::view::conduct as view;
use crate::view::layout::Audience;

/// Writes a note about the resident of a visit.
pub async fn note(who: May<RunDesk>, path: Path<(i64, i64)>, form: Fields<NoteForm>) -> Answer {
    let (session, booking) = (SessionId(path.0), BookingId(path.1));
    let (form, problems) = form.into_parts();
    let to = paths::desk::visit(session, booking);
    if !problems.is_empty() {
        return Ok(who.refused(&to, &problems.first()));
    }
    let done = who.write(move |act| conduct::note(act, session, booking, &form)).await;
    told(&who, &to, done, |()| {
        who.lang
            .t(
                "Đã ghi nhận. Chỉ cán bộ phường đọc được.",
                "Noted. Only the ward's coordinators can read it.",
            )
            .into()
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Paged {
    page: String,
}

/// The bars that stand, and the notes.
pub async fn list(who: May<KeepConduct>, query: Query<Paged>) -> Answer {
    let page = query.page.parse().unwrap_or(1).clamp(1, 100_000);
    let overview = who.read(move |act| conduct::overview(act, page)).await?;
    let pages = (overview.total + conduct::PER_PAGE - 1) / conduct::PER_PAGE;
    let body = view::list(who.lang, &overview.bars, &overview.notes, (page, pages));
    Ok(who.page(who.lang.t("Ứng xử", "Conduct"), Audience::Staff, body))
}

/// One person.
pub async fn one(who: May<KeepConduct>, id: Path<i64>) -> Answer {
    show(&who, ResidentId(*id), &BarForm::default(), &Problems::none()).await
}

async fn show(
    who: &May<KeepConduct>,
    id: ResidentId,
    typed: &BarForm,
    problems: &Problems,
) -> Answer {
    let about = who.read(move |act| conduct::about(act, id)).await?;
    let page = view::Page {
        person: &about.person,
        notes: &about.notes,
        bars: &about.bars,
        blocked: about.blocked,
        days_most: about.days_most,
        now: who.office().now(),
    };
    let body = view::one(who.lang, &page, typed, problems);
    Ok(match problems.is_empty() {
        true => who.page(&about.person.name, Audience::Staff, body),
        false => who.again(&about.person.name, Audience::Staff, body),
    })
}

/// Bars new bookings of one person.
pub async fn bar(who: May<KeepConduct>, id: Path<i64>, form: Fields<BarForm>) -> Answer {
    let id = ResidentId(*id);
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| conduct::bar(act, id, &typed)).await {
            Err(Error::Invalid(found)) => problems.extend(found),
            done => {
                return told(&who, &at::one(id), done, |()| {
                    who.lang.t("Đã tạm dừng nhận đặt.", "Bookings are barred.").into()
                });
            }
        }
    }
    show(&who, id, &form, &problems).await
}

/// Lifts a bar.
pub async fn lift(who: May<KeepConduct>, id: Path<i64>, form: Fields<LiftForm>) -> Answer {
    let id = BarId(*id);
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return Ok(who.refused(at::LIST, &problems.first()));
    }
    let done = who.write(move |act| conduct::lift(act, id, &form)).await;
    told(&who, at::LIST, done, |_| who.lang.t("Đã gỡ.", "Lifted.").into())
}
