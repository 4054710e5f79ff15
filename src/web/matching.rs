//! The matching: asked for, looked at, changed by hand, published or dropped.

use actix_web::web::Path;

use super::{Answer, Fields, May, WebError};
use crate::domain::access::RunMatching;
use crate::domain::ids::{AmbassadorId, BookingId, RunId};
use crate::domain::matches::{Change, PairForm, Scope, ScopeForm};
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
    match matching::preview(who.office(), who.actor(), scope).await {
        Ok(run) => {
            let notice = who.lang.t(
                "Đã xếp xong. Đây là bản xem trước, chưa ai được báo.",
                "Planned. This is a preview; nobody has been told.",
            );
            Ok(who.done(&paths::matching::run(run), notice))
        }
        Err(Error::Refused(refusal)) => Ok(who.refused(paths::matching::LIST, &refusal.message())),
        Err(error) => Err(error.into()),
    }
}

/// One plan.
pub async fn run(who: May<RunMatching>, id: Path<i64>) -> Answer {
    let id = RunId(id.into_inner());
    let page = who.read(move |act| matching::page(act, id)).await?;
    let body = view::matching::run(who.lang, &page);
    Ok(who.page(who.lang.t("Ghép", "Matching"), Audience::Staff, body))
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
    change(&who, id, Some(Change::Again), ("Đã xếp lại.", "Planned again.")).await
}

/// This pupil helps this booking.
pub async fn pin(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let wish = booking(&form.booking).zip(ambassador(&form)).map(|(b, a)| Change::Pin(b, a));
    let notice = ("Đã ghim và xếp lại quanh lựa chọn này.", "Pinned, and planned again around it.");
    change(&who, id, wish, notice).await
}

/// The plan decides again.
pub async fn unpin(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let wish = booking(&form.booking).map(Change::Unpin);
    change(&who, id, wish, ("Đã bỏ ghim và xếp lại.", "Unpinned, and planned again.")).await
}

/// Never these two.
pub async fn forbid(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let wish = booking(&form.booking).zip(ambassador(&form)).map(|(b, a)| Change::Forbid(b, a));
    let notice = ("Cặp này sẽ không được ghép.", "This pair will not be matched.");
    change(&who, id, wish, notice).await
}

/// These two after all.
pub async fn allow(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let wish = booking(&form.booking).zip(ambassador(&form)).map(|(b, a)| Change::Allow(b, a));
    let notice = ("Cặp này lại được ghép.", "This pair may be matched again.");
    change(&who, id, wish, notice).await
}

/// Two bookings change pupils.
pub async fn swap(who: May<RunMatching>, id: Path<i64>, form: Fields<PairForm>) -> Answer {
    let wish = booking(&form.booking)
        .zip(booking(&form.with))
        .map(|(one, other)| Change::Swap(one, other));
    change(&who, id, wish, ("Đã đổi người và ghim cả hai.", "Swapped, and both pinned.")).await
}

/// Tells everybody concerned, once.
pub async fn publish(who: May<RunMatching>, id: Path<i64>) -> Answer {
    let id = RunId(id.into_inner());
    let back = paths::matching::run(id);
    match who.write(move |act| matching::publish(act, id)).await {
        Ok(outcome) => Ok(who.done(&back, &said(who.lang, outcome))),
        Err(Error::Refused(refusal)) => Ok(who.refused(&back, &refusal.message())),
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
            "lượt bỏ qua vì đã thay đổi.",
            "booking was passed over because it had changed.",
            "bookings were passed over because they had changed.",
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

fn booking(typed: &str) -> Option<BookingId> {
    typed.parse().ok()
}

fn ambassador(form: &PairForm) -> Option<AmbassadorId> {
    form.ambassador.parse().ok()
}
