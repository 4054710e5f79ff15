//! The school's calendar: closed days, lesson hours, tighter limits.

use actix_web::web::Path;

use crate::domain::access::KeepRoster;
use crate::domain::ids::ClassId;
use crate::domain::refusal::Problems;
use crate::domain::roster::{ClosedForm, LessonsForm, LimitsForm};
use crate::paths::roster as paths;
use crate::service::{Error, roster};
use crate::view::layout::Audience;
use crate::view::roster as view;
use crate::web::{Answer, Fields, May, told};

/// The page.
pub async fn page(who: May<KeepRoster>) -> Answer {
    shown(&who, (ClosedForm::default(), Problems::none()), None).await
}

async fn shown(
    who: &May<KeepRoster>,
    days: (ClosedForm, Problems),
    limits: Option<(LimitsForm, Problems)>,
) -> Answer {
    let calendar = who.read(roster::calendar).await?;
    let fine = days.1.is_empty() && limits.as_ref().is_none_or(|(_, p)| p.is_empty());
    let limits = limits.unwrap_or_else(|| (LimitsForm::of(&calendar.limits), Problems::none()));
    let body = view::calendar(who.lang, &calendar, (&days.0, &days.1), (&limits.0, &limits.1));
    let title = who.lang.t("Lịch của trường", "The school's calendar");
    match fine {
        true => Ok(who.page(title, Audience::Staff, body)),
        false => Ok(who.again(title, Audience::Staff, body)),
    }
}

/// Closes days.
pub async fn add_days(who: May<KeepRoster>, form: Fields<ClosedForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| roster::add_days(act, &typed)).await {
            Ok(()) => {
                let notice = who.lang.t("Đã thêm ngày nghỉ.", "The days are closed.");
                return Ok(who.done(paths::CALENDAR, notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    shown(&who, (form, problems), None).await
}

/// Opens days again.
pub async fn remove_days(who: May<KeepRoster>, id: Path<i64>) -> Answer {
    let id = *id;
    let removed = who.write(move |act| roster::remove_days(act, id)).await;
    told(&who, paths::CALENDAR, removed, |()| who.lang.t("Đã bỏ.", "Removed.").into())
}

/// Changes the school's own limits.
pub async fn set_limits(who: May<KeepRoster>, form: Fields<LimitsForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| roster::set_limits(act, &typed)).await {
            Ok(()) => {
                return Ok(who.done(paths::CALENDAR, who.lang.t("Đã lưu giới hạn.", "Saved.")));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    shown(&who, (ClosedForm::default(), Problems::none()), Some((form, problems))).await
}

/// The lesson hours of a class.
pub async fn lessons(who: May<KeepRoster>, id: Path<i64>) -> Answer {
    let class = ClassId(*id);
    let own = who.read(move |act| roster::lessons(act, class)).await?;
    let body = view::lessons(who.lang, &own, &LessonsForm::of(&own.lessons), &Problems::none());
    Ok(who.page(who.lang.t("Giờ học", "Lesson hours"), Audience::Staff, body))
}

/// Changes them.
pub async fn set_lessons(who: May<KeepRoster>, id: Path<i64>, form: Fields<LessonsForm>) -> Answer {
    let class = ClassId(*id);
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| roster::set_lessons(act, class, &typed)).await {
            Ok(count) => {
                let notice = who.lang.count(
                    count as i64,
                    "lớp đã lưu giờ học.",
                    "class saved.",
                    "classes saved.",
                );
                return Ok(who.done(paths::CALENDAR, &notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let own = who.read(move |act| roster::lessons(act, class)).await?;
    let body = view::lessons(who.lang, &own, &form, &problems);
    Ok(who.again(who.lang.t("Giờ học", "Lesson hours"), Audience::Staff, body))
}
