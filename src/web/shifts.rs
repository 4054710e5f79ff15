//! Shifts, for pupils.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May, told};
use crate::domain::access::Help;
use crate::domain::ids::{SessionId, ShiftId};
use crate::domain::refusal::Problems;
use crate::domain::shifts::ReasonForm;
use crate::domain::typed;
use crate::paths::shifts as paths;
use crate::service::{self, Act, Error, shifts};
use crate::view;
use crate::view::layout::Audience;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskedWeek {
    week: String,
    page: u32,
}

/// What can be taken in a week, and why the rest cannot.
pub async fn open(who: May<Help>, asked: Query<AskedWeek>) -> Answer {
    let (day, page) = (typed::day(&asked.week), asked.page);
    let week = who.read(move |act| shifts::open_sessions(act, day, page)).await?;
    let title = who.lang.t("Ca trực có thể nhận", "Shifts you can take");
    Ok(who.page(title, Audience::Pupil, view::shifts::open(who.lang, &week)))
}

/// Takes one.
pub async fn take(who: May<Help>, id: Path<i64>) -> Answer {
    let session = SessionId(*id);
    match who.write(move |act| shifts::take(act, session)).await {
        Ok(shift) => {
            let notice =
                who.lang.t("Đã nhận ca. Hẹn gặp em!", "The shift is yours. See you there!");
            Ok(who.done(&paths::one(shift), notice))
        }
        refused => told(&who, paths::OPEN, refused, |_| String::new()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskedPage {
    pub page: u32,
}

/// One's own.
pub async fn mine(who: May<Help>, asked: Query<AskedPage>) -> Answer {
    let page = asked.page;
    let own = who.read(move |act| shifts::mine(act, page)).await?;
    let title = who.lang.t("Ca trực của em", "My shifts");
    Ok(who.page(title, Audience::Pupil, view::shifts::mine(who.lang, &own)))
}

/// One of them.
pub async fn one(who: May<Help>, id: Path<i64>) -> Answer {
    let shift = ShiftId(*id);
    let page = who.read(move |act| shifts::one(act, shift)).await?;
    let (form, none) = (ReasonForm::default(), Problems::none());
    let body = view::shifts::one(who.lang, &page, &form, &none);
    Ok(who.page(&page.shift.title, Audience::Pupil, body))
}

/// Agrees to a proposed one.
pub async fn accept(who: May<Help>, id: Path<i64>) -> Answer {
    let shift = ShiftId(*id);
    let accepted = who.write(move |act| shifts::accept(act, shift)).await;
    told(&who, &paths::one(shift), accepted, |()| {
        who.lang.t("Đã nhận lời. Cảm ơn em!", "Accepted. Thank you!").into()
    })
}

/// Says no to a proposed one.
pub async fn decline(who: May<Help>, id: Path<i64>, form: Fields<ReasonForm>) -> Answer {
    let notice = who.lang.t("Đã báo Đoàn phường.", "The youth union is told.");
    leave(&who, ShiftId(*id), form, shifts::decline, notice).await
}

/// Gives one back.
pub async fn withdraw(who: May<Help>, id: Path<i64>, form: Fields<ReasonForm>) -> Answer {
    let notice = who.lang.t("Đã rút và báo Đoàn phường.", "Given back; the youth union is told.");
    leave(&who, ShiftId(*id), form, shifts::withdraw, notice).await
}

type Leaving = fn(&mut Act<'_>, ShiftId, &ReasonForm) -> service::Answer<()>;

/// Back to the shift with a good word, or to its form with what is wrong in it.
async fn leave(
    who: &May<Help>,
    shift: ShiftId,
    form: Fields<ReasonForm>,
    leaving: Leaving,
    notice: &str,
) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| leaving(act, shift, &typed)).await {
            Err(Error::Invalid(found)) => problems = found,
            answer => {
                if answer.is_ok() {
                    service::matching::mend_soon(who.office(), None);
                }
                return told(who, &paths::one(shift), answer, |()| notice.to_owned());
            }
        }
    }
    let page = who.read(move |act| shifts::one(act, shift)).await?;
    let body = view::shifts::one(who.lang, &page, &form, &problems);
    Ok(who.again(&page.shift.title, Audience::Pupil, body))
}
