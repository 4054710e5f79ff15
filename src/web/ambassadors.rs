//! A pupil's own pages.

use actix_web::web::Path;

use super::{Answer, Fields, May, told};
use crate::db::shifts::pages::MyShift;
use crate::domain::access::Help;
use crate::domain::availability::{ExceptionForm, WeekForm};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths;
use crate::service::{Error, ambassadors};
use crate::view;
use crate::view::ambassadors::WeekTyped;
use crate::view::layout::Audience;

/// The day.
pub async fn home(who: May<Help>) -> Answer {
    let home = who.read(ambassadors::home).await?;
    let body = view::ambassadors::home(who.lang, &who.me().name, &home);
    Ok(who.page(who.lang.t("Ngày của em", "My day"), Audience::Pupil, body))
}

/// The hours.
pub async fn hours(who: May<Help>) -> Answer {
    let (ledger, to_award) = who.read(ambassadors::hours).await?;
    let minutes = (ledger.standing.total.minutes, ledger.standing.pending);
    let body = view::ambassadors::hours(who.lang, minutes, &ledger.rows, &to_award);
    Ok(who.page(who.lang.t("Giờ của em", "My hours"), Audience::Pupil, body))
}

/// The week.
pub async fn week(who: May<Help>) -> Answer {
    let own = who.read(ambassadors::my_week).await?;
    let typed = WeekTyped {
        week: &WeekForm::of(&own.free),
        week_problems: &Problems::none(),
        exception: &ExceptionForm::default(),
        exception_problems: &Problems::none(),
    };
    let body = view::ambassadors::week(who.lang, &own, &typed);
    Ok(who.page(who.lang.t("Lịch rảnh", "My free times"), Audience::Pupil, body))
}

/// Changes the week.
pub async fn set_week(who: May<Help>, form: Fields<WeekForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| ambassadors::set_week(act, &typed)).await {
            Ok(()) => {
                let notice = who.lang.t("Đã lưu lịch rảnh.", "Your free times are saved.");
                return Ok(who.done(paths::ambassadors::WEEK, notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let typed = WeekTyped {
        week: &form,
        week_problems: &problems,
        exception: &ExceptionForm::default(),
        exception_problems: &Problems::none(),
    };
    again(&who, &typed).await
}

async fn again(who: &May<Help>, typed: &WeekTyped<'_>) -> Answer {
    let own = who.read(ambassadors::my_week).await?;
    let body = view::ambassadors::week(who.lang, &own, typed);
    Ok(who.again(who.lang.t("Lịch rảnh", "My free times"), Audience::Pupil, body))
}

/// Adds a day that differs.
pub async fn add_exception(who: May<Help>, form: Fields<ExceptionForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| ambassadors::add_exception(act, &typed)).await {
            Ok(shift) => {
                let said = added(who.lang, shift.as_ref());
                return Ok(who.done(paths::ambassadors::WEEK, &said));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let own = who.read(ambassadors::my_week).await?;
    let typed = WeekTyped {
        week: &WeekForm::of(&own.free),
        week_problems: &Problems::none(),
        exception: &form,
        exception_problems: &problems,
    };
    again(&who, &typed).await
}

/// The day is added; a shift in it is named, because it is not given back by itself.
fn added(lang: Lang, shift: Option<&MyShift>) -> String {
    let done = lang.t("Đã thêm ngày này.", "The day is added.");
    let Some(shift) = shift else { return done.to_owned() };
    format!(
        "{done} {} {}, {}. {}",
        lang.t("Hôm đó em vẫn còn ca", "You still have a shift:"),
        lang.times(shift.starts_at.time(), shift.ends_at.time()),
        shift.place,
        lang.t(
            "Không đi được thì trả lại ca ở bên dưới.",
            "If you cannot come, give it back below."
        ),
    )
}

/// Takes one away.
pub async fn remove_exception(who: May<Help>, id: Path<i64>) -> Answer {
    let id = *id;
    let removed = who.write(move |act| ambassadors::remove_exception(act, id)).await;
    told(&who, paths::ambassadors::WEEK, removed, |()| who.lang.t("Đã bỏ.", "Removed.").into())
}
