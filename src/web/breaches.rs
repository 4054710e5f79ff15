//! Safety breaches of a school's pupils.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May};
use crate::domain::access::KeepRoster;
use crate::domain::breaches::BreachForm;
use crate::domain::ids::BreachId;
use crate::domain::recognition::ReasonForm;
use crate::paths::recognition as at;
use crate::service::{self, Error};
use crate::view::breaches::{self, Typed};
use crate::view::layout::Audience;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Paged {
    page: String,
}

/// The breaches noted, newest first, and the form for another.
pub async fn page(who: May<KeepRoster>, query: Query<Paged>) -> Answer {
    let page = query.page.parse().unwrap_or(1).clamp(1, 100_000);
    show(&who, page, &Typed::default()).await
}

/// The page with what was typed; 422 when something is wrong with it.
async fn show(who: &May<KeepRoster>, page: i64, typed: &Typed<'_>) -> Answer {
    let lang = who.lang;
    let (rows, total, pupils) = who.read(move |act| service::breaches::page(act, page)).await?;
    let per_page = service::breaches::PER_PAGE;
    let pages = (total + per_page - 1) / per_page;
    let list = breaches::Page { rows: &rows, pupils: &pupils, page, pages };
    let title = lang.t("Vi phạm an toàn", "Safety breaches");
    let body = breaches::page(lang, &list, typed);
    Ok(match typed.problems.is_empty() {
        true => who.page(title, Audience::Staff, body),
        false => who.again(title, Audience::Staff, body),
    })
}

/// Notes a breach.
pub async fn note(who: May<KeepRoster>, form: Fields<BreachForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::breaches::note(act, &typed)).await {
            Ok(_) => {
                let notice = who.lang.t("Đã ghi nhận.", "Noted.");
                return Ok(who.done(at::BREACHES, notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    show(&who, 1, &Typed { note: form, withdraw: None, problems }).await
}

/// Withdraws a note made by mistake.
pub async fn withdraw(who: May<KeepRoster>, id: Path<i64>, form: Fields<ReasonForm>) -> Answer {
    let id = BreachId(id.into_inner());
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::breaches::withdraw(act, id, &typed)).await {
            Ok(()) => {
                let notice = who.lang.t("Đã rút lại ghi nhận.", "The note is withdrawn.");
                return Ok(who.done(at::BREACHES, notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(Error::Refused(refusal)) => {
                return Ok(who.refused(at::BREACHES, &refusal.message()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let withdraw = Some((id, &form));
    show(&who, 1, &Typed { note: BreachForm::default(), withdraw, problems }).await
}
