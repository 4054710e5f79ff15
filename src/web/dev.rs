//! Pages for demonstration and development; in real use they are not there.

use actix_web::web::Query;
use serde::Deserialize;

use super::{Answer, Visitor, WebError};
use crate::service::outbox;
use crate::view;
use crate::view::layout::Audience;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageOf {
    page: Option<i64>,
}

/// The messages that would have been sent.
pub async fn mail(visitor: Visitor, query: Query<PageOf>) -> Answer {
    open_only_in_demo(&visitor)?;
    let page = query.page.unwrap_or(1).clamp(1, 100_000);
    let (rows, total) = visitor.read(move |act| outbox::newest(act, page)).await?;
    let lang = visitor.lang;
    let body = view::dev::mail(lang, &rows, page, total, outbox::NEWEST_PER_PAGE);
    Ok(visitor.page(lang.t("Thư đã gửi", "Messages"), Audience::Staff, body))
}

/// Every part of the design system on one page.
pub async fn parts(visitor: Visitor) -> Answer {
    open_only_in_demo(&visitor)?;
    Ok(visitor.page("Parts", Audience::Staff, view::gallery::page(visitor.lang)))
}

fn open_only_in_demo(visitor: &Visitor) -> Result<(), WebError> {
    if visitor.site.demo { Ok(()) } else { Err(WebError::NotFound) }
}
