//! One resident's visit: who helps, and how it ends.

use actix_web::web::Path;

use super::{back_to, called_word, told};
use crate::domain::access::RunDesk;
use crate::domain::bookings::BookingState;
use crate::domain::desk::{FinishForm, HelperForm, RescheduleForm, RollForm};
use crate::domain::ids::{BookingId, SessionId};
use crate::domain::refusal::Problems;
use crate::paths::desk as paths;
use crate::service::{Error, desk};
use crate::view::desk as view;
use crate::view::layout::Audience;
use crate::web::{Answer, Fields, May};

fn ids(path: &Path<(i64, i64)>) -> (SessionId, BookingId) {
    (SessionId(path.0), BookingId(path.1))
}

/// The resident's page.
pub async fn page(who: May<RunDesk>, path: Path<(i64, i64)>) -> Answer {
    let (session, booking) = ids(&path);
    let visit = who.read(move |act| desk::visit(act, session, booking)).await?;
    let (form, none) = (FinishForm::default(), Problems::none());
    let body = view::visit(who.lang, &visit.board, &visit.guest, &visit.later, &form, &none);
    Ok(who.page(&visit.guest.name, Audience::Staff, body))
}

/// Chooses who helps, and begins when asked to.
pub async fn helper(who: May<RunDesk>, path: Path<(i64, i64)>, form: Fields<HelperForm>) -> Answer {
    let (session, booking) = ids(&path);
    let (form, _) = form.into_parts();
    let board = paths::board(session);
    if form.then == "assign" {
        let name = who.write(move |act| desk::take_next(act, session, booking, &form)).await;
        return told(&who, &board, name, |name| {
            format!("{} {name}.", who.lang.t("Sẽ giúp:", "Will help:"))
        });
    }
    let called = who.write(move |act| desk::start(act, session, booking, &form)).await;
    told(&who, &board, called, |called| called_word(&who, &called))
}

/// Back to the queue.
pub async fn back(who: May<RunDesk>, path: Path<(i64, i64)>) -> Answer {
    let (session, booking) = ids(&path);
    let done = who.write(move |act| desk::back(act, session, booking)).await;
    told(&who, &paths::board(session), done, |()| {
        who.lang.t("Đã đưa về hàng đợi.", "Back in the queue.").into()
    })
}

/// Ends the help; what an adult did is asked for and kept when something is missing.
pub async fn finish(who: May<RunDesk>, path: Path<(i64, i64)>, form: Fields<FinishForm>) -> Answer {
    let (session, booking) = ids(&path);
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| desk::finish(act, session, booking, &typed)).await {
            Err(Error::Invalid(found)) => problems = found,
            done => {
                return told(&who, &paths::board(session), done, |state| match state {
                    BookingState::Referred => {
                        who.lang.t("Đã chuyển cán bộ.", "Referred to an official.").into()
                    }
                    _ => who.lang.t("Đã xong một lượt.", "One visit done.").into(),
                });
            }
        }
    }
    let visit = who.read(move |act| desk::visit(act, session, booking)).await?;
    let body = view::visit(who.lang, &visit.board, &visit.guest, &visit.later, &form, &problems);
    Ok(who.again(&visit.guest.name, Audience::Staff, body))
}

/// Another time.
pub async fn reschedule(
    who: May<RunDesk>,
    path: Path<(i64, i64)>,
    form: Fields<RescheduleForm>,
) -> Answer {
    let (session, booking) = ids(&path);
    let (form, _) = form.into_parts();
    let code = who.write(move |act| desk::reschedule(act, session, booking, &form)).await;
    told(&who, &paths::board(session), code, |code| {
        let code = crate::domain::codes::shown(&code);
        format!("{} {code}", who.lang.t("Đã hẹn lại. Mã mới:", "Rescheduled. The new code:"))
    })
}

/// Gone before being helped.
pub async fn leave(who: May<RunDesk>, path: Path<(i64, i64)>) -> Answer {
    let (session, booking) = ids(&path);
    let done = who.write(move |act| desk::leave(act, session, booking)).await;
    told(&who, &paths::board(session), done, |()| {
        who.lang.t("Đã ghi là về trước.", "Noted as left.").into()
    })
}

/// Did not come.
pub async fn absent(who: May<RunDesk>, path: Path<(i64, i64)>, form: Fields<RollForm>) -> Answer {
    let (session, booking) = ids(&path);
    let done = who.write(move |act| desk::absent(act, session, booking)).await;
    told(&who, &back_to(session, &form), done, |()| {
        who.lang.t("Đã ghi không đến.", "Noted as absent.").into()
    })
}
