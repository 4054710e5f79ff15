//! Keeping a ward's help points.

use actix_web::web::Path;

use super::{Answer, Fields, May, Visitor};
use crate::domain::access::PostSessions;
use crate::domain::ids::PlaceId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::place::PlaceForm;
use crate::paths;
use crate::service::{Error, places};
use crate::view;
use crate::view::layout::Audience;

fn title(lang: Lang) -> &'static str {
    lang.t("Nơi hỗ trợ", "Help points")
}

/// All of them.
pub async fn list(who: May<PostSessions>) -> Answer {
    let found = who.read(places::list).await?;
    Ok(who.page(title(who.lang), Audience::Staff, view::places::list(who.lang, &found)))
}

/// The form for a new one.
pub async fn new_page(who: May<PostSessions>) -> Answer {
    let areas = who.read(places::areas).await?;
    let (form, none) = (PlaceForm::default(), Problems::none());
    let body = view::places::edit(who.lang, None, &form, &none, &areas);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// Adds one.
pub async fn add(who: May<PostSessions>, form: Fields<PlaceForm>) -> Answer {
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return again(&who, None, &form, &problems).await;
    }
    let typed = form.clone();
    match who.write(move |act| places::add(act, &typed)).await {
        Ok(_) => {
            let notice = who.lang.t("Đã thêm nơi hỗ trợ.", "The help point is added.");
            Ok(who.done(paths::places::LIST, notice))
        }
        Err(Error::Invalid(problems)) => again(&who, None, &form, &problems).await,
        Err(error) => Err(error.into()),
    }
}

async fn again(
    who: &Visitor,
    place: Option<PlaceId>,
    form: &PlaceForm,
    problems: &Problems,
) -> Answer {
    let areas = who.read(places::areas).await?;
    let body = view::places::edit(who.lang, place, form, problems, &areas);
    Ok(who.again(title(who.lang), Audience::Staff, body))
}

/// The form of one.
pub async fn one(who: May<PostSessions>, id: Path<i64>) -> Answer {
    let id = PlaceId(*id);
    let form = who.read(move |act| places::one(act, id)).await?;
    let areas = who.read(places::areas).await?;
    let body = view::places::edit(who.lang, Some(id), &form, &Problems::none(), &areas);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// Changes one.
pub async fn change(who: May<PostSessions>, id: Path<i64>, form: Fields<PlaceForm>) -> Answer {
    let id = PlaceId(*id);
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        who.read(move |act| places::one(act, id)).await?;
        return again(&who, Some(id), &form, &problems).await;
    }
    let typed = form.clone();
    match who.write(move |act| places::change(act, id, &typed)).await {
        Ok(()) => Ok(who.done(paths::places::LIST, who.lang.t("Đã lưu.", "Saved."))),
        Err(Error::Invalid(problems)) => again(&who, Some(id), &form, &problems).await,
        Err(error) => Err(error.into()),
    }
}

/// Takes one out of use.
pub async fn retire(who: May<PostSessions>, id: Path<i64>) -> Answer {
    let id = PlaceId(*id);
    let done = who.write(move |act| places::retire(act, id)).await;
    let notice = who.lang.t("Đã ngừng dùng nơi này.", "The help point is retired.");
    super::sessions::told(&who, paths::places::LIST, done, notice)
}

/// Takes one into use again.
pub async fn restore(who: May<PostSessions>, id: Path<i64>) -> Answer {
    let id = PlaceId(*id);
    let done = who.write(move |act| places::restore(act, id)).await;
    let notice = who.lang.t("Nơi này được dùng lại.", "The help point is in use again.");
    super::sessions::told(&who, paths::places::LIST, done, notice)
}
