//! The trail of what happened.

use actix_web::web::Query;
use serde::Deserialize;

use super::{Answer, May};
use crate::domain::access::ReadAudit;
use crate::service;
use crate::view;
use crate::view::layout::Audience;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    entity: String,
    before: i64,
}

/// Newest first, a page at a time.
pub async fn list(who: May<ReadAudit>, filter: Query<Filter>) -> Answer {
    let Filter { entity, before } = filter.into_inner();
    let kind = entity.clone();
    let rows = who.read(move |act| service::audit::list(act, &kind, before)).await?;
    let more = rows.len() as i64 == service::audit::PER_PAGE;
    let lang = who.lang;
    Ok(who.page(
        lang.t("Nhật ký", "Audit trail"),
        Audience::Staff,
        view::audit::list(lang, &rows, &entity, more),
    ))
}
