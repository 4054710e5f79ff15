//! The matching: asked for, looked at, changed by hand, published or dropped.

use actix_web::http::header::{HeaderValue, REFRESH};
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May, WebError, told};
use crate::domain::access::RunMatching;
use crate::domain::ids::{BookingId, RunId};
use crate::domain::matches::{Change, PairForm, QuestionForm, RunState, Scope, ScopeForm};
use crate::domain::refusal::Problems;
use crate::paths;
use crate::service::Error;
use crate::service::matching::{self, Outcome};
use crate::view;
use crate::view::layout::Audience;

/// What could be matched, and what was.
pub async fn list(who: May<RunMatching>) -> Answer {
    let page = who.read(matching::overview).await?;
    let body = view::matching::overview(who.lang, &page, &Problems::none());
    Ok(who.page(who.lang.t("Ghép", "Matching"), Audience::Staff, body))
}

/// Plans a session, a day or a week.
pub async fn plan(who: May<RunMatching>, form: Fields<ScopeForm>) -> Answer {
    let scope = match Scope::parse(&form) {
        Ok(scope) => scope,
        Err(problems) => {
            let page = who.read(matching::overview).await?;
            let body = view::matching::overview(who.lang, &page, &problems);
            return Ok(who.again(who.lang.t("Ghép", "Matching"), Audience::Staff, body));
        }
    };
    match matching::begin(who.office(), who.actor(), scope).await {
        Ok(run) => Ok(who.go(&paths::matching::run(run))),
        Err(Error::Refused(refusal)) => Ok(who.refused(paths::matching::LIST, &refusal.message())),
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    view: String,
}

/// One plan: while it is made, how far it is; then as a board or as a list.
pub async fn run(who: May<RunMatching>, id: Path<i64>, asked: Query<Asked>) -> Answer {
    let id = RunId(id.into_inner());
    let page = who.read(move |act| matching::page(act, id)).await?;
    let look = view::matching::Look::from_code(&asked.view);
    let body = view::matching::run(who.lang, &page, look);
    let mut response = who.page(who.lang.t("Ghép", "Matching"), Audience::Staff, body);
    if page.run.state == RunState::Planning {
        response.headers_mut().insert(REFRESH, HeaderValue::from_static("2"));
    }
    Ok(response)
}

/// What a change would do, before it is kept.
pub async fn effect(who: May<RunMatching>, id: Path<i64>, asked: Query<PairForm>) -> Answer {
    let id = RunId(id.into_inner());
    let change = asked.change(&asked.act).ok_or(WebError::NotFound)?;
    match who.read(move |act| matching::effect(act, id, change)).await {
        Ok(page) => {
            let body = view::matching::effect(who.lang, &page);
            Ok(who.page(who.lang.t("Ảnh hưởng", "What it changes"), Audience::Staff, body))
        }
        Err(Error::Refused(refusal)) => {
            Ok(who.refused(&paths::matching::run(id), &refusal.message()))
        }
        Err(error) => Err(error.into()),
    }
}

/// What one more session or more certificates would bring.
pub async fn what_if(who: May<RunMatching>, id: Path<i64>, form: Query<QuestionForm>) -> Answer {
    let id = RunId(id.into_inner());
    let form = form.into_inner();
    let asked = form.clone();
    let page = match who.read(move |act| matching::question(act, id, &asked)).await {
        Ok(page) => page,
        Err(Error::Refused(refusal)) => {
            return Ok(who.refused(&paths::matching::run(id), &refusal.message()));
        }
        Err(error) => return Err(error.into()),
    };
    let title = who.lang.t("Nếu làm thêm", "What if");
    let body = view::matching::what_if(who.lang, &page, &form);
    Ok(match page.problems.is_empty() {
        true => who.page(title, Audience::Staff, body),
        false => who.again(title, Audience::Staff, body),
    })
}

/// Who could help one booking.
pub async fn choose(who: May<RunMatching>, ids: Path<(i64, i64)>) -> Answer {
    let (run, booking) = ids.into_inner();
    let (run, booking) = (RunId(run), BookingId(booking));
    let page = who.read(move |act| matching::chooser(act, run, booking)).await?;
    let body = view::matching::choose(who.lang, &page);
    Ok(who.page(who.lang.t("Chọn người giúp", "Choose who helps"), Audience::Staff, body))
}

/// Plans again with today's facts.
pub async fn again(who: May<RunMatching>, id: Path<i64>) -> Answer {
    let id = RunId(id.into_inner());
    match matching::again(who.office(), who.actor(), id).await {
        Ok(run) => Ok(who.go(&paths::matching::run(run))),
        Err(Error::Refused(refusal)) => {
            Ok(who.refused(&paths::matching::run(id), &refusal.message()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends a plan that is still being made, without a result.
pub async fn stop(who: May<RunMatching>, id: Path<i64>) -> Answer {
    let id = RunId(id.into_inner());
    let stopped = who.write(move |act| matching::stop(act, id)).await;
    told(&who, &paths::matching::run(id), stopped, |()| who.lang.t("Đã dừng.", "Stopped.").into())
}

/// Ends a plan that is still being made with the best so far.
pub async fn hurry(who: May<RunMatching>, id: Path<i64>) -> Answer {
    let id = RunId(id.into_inner());
    let asked = who.write(move |act| matching::hurry(act, id)).await;
    told(&who, &paths::matching::run(id), asked, |()| {
        who.lang.t("Lấy bản tốt nhất đến lúc này.", "The best plan so far is taken.").into()
    })
}

/// This pupil helps this booking.
pub async fn pin(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let notice = ("Đã ghim và xếp lại quanh lựa chọn này.", "Pinned, and planned again around it.");
    change(&who, id, form.change("pin"), notice).await
}

/// The plan decides again.
pub async fn unpin(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let notice = ("Đã bỏ ghim.", "Unpinned.");
    change(&who, id, form.change("unpin"), notice).await
}

/// Never these two.
pub async fn forbid(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let notice = ("Cặp này sẽ không được ghép.", "This pair will not be matched.");
    change(&who, id, form.change("forbid"), notice).await
}

/// These two after all.
pub async fn allow(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let notice = ("Cặp này lại được ghép.", "This pair may be matched again.");
    change(&who, id, form.change("allow"), notice).await
}

/// Two bookings change pupils.
pub async fn swap(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let notice = ("Đã đổi người và ghim cả hai.", "Swapped, and both pinned.");
    change(&who, id, form.change("swap"), notice).await
}

/// Tells everybody concerned, once.
pub async fn publish(who: May<RunMatching>, id: Path<i64>) -> Answer {
    let id = RunId(id.into_inner());
    let back = paths::matching::run(id);
    match matching::publish(who.office(), who.actor(), id).await {
        Ok(outcome) => Ok(who.done(&back, &said(who.lang, outcome))),
        Err(Error::Refused(refusal)) => {
            // Pressed twice: everybody concerned has been told, once.
            if who.read(move |act| matching::is_published(act, id)).await? {
                return Ok(who.done(&back, who.lang.t("Đã công bố.", "Published.")));
            }
            Ok(who.refused(&back, &refusal.message()))
        }
        Err(error) => Err(error.into()),
    }
}

fn said(lang: crate::domain::lang::Lang, outcome: Outcome) -> String {
    let matched = lang.count(
        (outcome.made + outcome.kept) as i64,
        "lượt đã có người giúp",
        "booking has somebody",
        "bookings have somebody",
    );
    let asked = lang.count(outcome.shifts as i64, "ca trực mới", "new shift", "new shifts");
    let letters = lang.count(outcome.letters as i64, "thư cho phụ huynh", "letter", "letters");
    let mut text =
        format!("{} {matched}, {asked}, {letters}.", lang.t("Đã công bố:", "Published:"));
    if outcome.passed > 0 {
        text.push(' ');
        text.push_str(&lang.count(
            outcome.passed as i64,
            "lượt đã thay đổi từ lúc xem trước, xem cách xử lý bên dưới.",
            "booking had changed since the preview; see below how it was resolved.",
            "bookings had changed since the preview; see below how they were resolved.",
        ));
    }
    text
}

/// Drops a preview.
pub async fn discard(who: May<RunMatching>, id: Path<i64>) -> Answer {
    let id = RunId(id.into_inner());
    match who.write(move |act| matching::discard(act, id)).await {
        Ok(()) => {
            let notice = who.lang.t("Đã bỏ bản xem trước.", "The preview is discarded.");
            Ok(who.done(paths::matching::LIST, notice))
        }
        Err(Error::Refused(refusal)) => {
            Ok(who.refused(&paths::matching::run(id), &refusal.message()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Applies a change and leads back to the plan; a form without the ids it needs is about
/// nothing there is.
async fn change(
    who: &May<RunMatching>,
    id: Path<i64>,
    wish: Option<Change>,
    (vi, en): (&'static str, &'static str),
) -> Answer {
    let id = RunId(id.into_inner());
    let back = paths::matching::run(id);
    let wish = wish.ok_or(WebError::NotFound)?;
    match matching::revise(who.office(), who.actor(), id, wish).await {
        Ok(()) => Ok(who.done(&back, who.lang.t(vi, en))),
        Err(Error::Refused(refusal)) => Ok(who.refused(&back, &refusal.message())),
        Err(error) => Err(error.into()),
    }
}
