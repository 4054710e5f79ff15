//! Ending and closing a session.

use actix_web::web::Path;

use super::told;
use crate::domain::access::{ConfirmHours, RunDesk};
use crate::domain::desk::{ConfirmForm, EndForm, ReturnForm};
use crate::domain::ids::{SessionId, SupportId};
use crate::domain::refusal::Problems;
use crate::paths::desk as paths;
use crate::service::{Error, desk};
use crate::view::desk as view;
use crate::view::layout::Audience;
use crate::web::{Answer, Fields, May};

/// The closing page.
pub async fn page(who: May<RunDesk>, id: Path<i64>) -> Answer {
    let session = SessionId(*id);
    let ending = who.read(move |act| desk::ending(act, session)).await?;
    let body = view::ending(who.lang, &shown(&ending, None), who.office().now());
    Ok(who.page(&ending.board.head.title, Audience::Staff, body))
}

fn shown<'a>(
    ending: &'a desk::Ending,
    refused: Option<(SupportId, &'a str, &'a Problems)>,
) -> view::Ending<'a> {
    view::Ending {
        board: &ending.board,
        done: &ending.done,
        topics: &ending.topics,
        adults: &ending.adults,
        open: ending.open,
        me: ending.me,
        refused,
    }
}

/// Ends the session.
pub async fn end(who: May<RunDesk>, id: Path<i64>, form: Fields<EndForm>) -> Answer {
    let (session, early) = (SessionId(*id), form.early == "yes");
    let ended = who.write(move |act| desk::end(act, session, early)).await;
    told(&who, &paths::of(session, "end"), ended, |()| {
        who.lang.t("Buổi đã kết thúc.", "The session is over.").into()
    })
}

/// All the rest did not come.
pub async fn rest_absent(who: May<RunDesk>, id: Path<i64>) -> Answer {
    let session = SessionId(*id);
    let marked = who.write(move |act| desk::mark_rest_absent(act, session)).await;
    told(&who, &paths::of(session, "end"), marked, |count| {
        let count = count as i64;
        who.lang.count(
            count,
            "lượt ghi không đến.",
            "booking marked absent.",
            "bookings marked absent.",
        )
    })
}

/// Confirms one support or all.
pub async fn confirm(who: May<ConfirmHours>, id: Path<i64>, form: Fields<ConfirmForm>) -> Answer {
    let session = SessionId(*id);
    let (form, _) = form.into_parts();
    let confirmed = who.write(move |act| desk::confirm(act, session, &form)).await;
    told(&who, &paths::of(session, "end"), confirmed, |confirmed| {
        let (lang, count, own) = (who.lang, confirmed.count as i64, confirmed.own as i64);
        let done =
            lang.count(count, "lượt đã xác nhận.", "support confirmed.", "supports confirmed.");
        if own == 0 {
            return done;
        }
        let left = lang.count(
            own,
            "lượt ông/bà giúp hoặc ghi thì chờ người khác xác nhận.",
            "that you gave or entered waits for somebody else.",
            "that you gave or entered wait for somebody else.",
        );
        format!("{done} {left}")
    })
}

/// Sends one support back to the pupil.
pub async fn send_back(
    who: May<ConfirmHours>,
    path: Path<(i64, i64)>,
    form: Fields<ReturnForm>,
) -> Answer {
    let (session, support) = (SessionId(path.0), SupportId(path.1));
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| desk::send_back(act, session, support, &typed)).await {
            Err(Error::Invalid(found)) => problems = found,
            sent => {
                return told(&who, &paths::of(session, "end"), sent, |()| {
                    who.lang.t("Đã trả lại cho em.", "Sent back to the pupil.").into()
                });
            }
        }
    }
    let ending = who.read(move |act| desk::ending(act, session)).await?;
    let page = shown(&ending, Some((support, &form.reason, &problems)));
    let body = view::ending(who.lang, &page, who.office().now());
    Ok(who.again(&ending.board.head.title, Audience::Staff, body))
}

/// Closes the session and credits hours.
pub async fn close(who: May<ConfirmHours>, id: Path<i64>) -> Answer {
    let session = SessionId(*id);
    let closed = who.write(move |act| desk::close(act, session)).await;
    told(&who, &paths::of(session, "end"), closed, |credited| {
        let lang = who.lang;
        let Some(credited) = credited else {
            return lang.t("Buổi đã chốt.", "The session is closed.").into();
        };
        format!(
            "{} {} · {}.",
            lang.t("Đã chốt. Ghi giờ cho", "Closed. Hours credited to"),
            lang.count(credited.rows as i64, "em", "pupil", "pupils"),
            lang.hours(credited.minutes),
        )
    })
}
