//! What one can be helped with.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::cache::{Public, Rendered};
use super::{Answer, WebError};
use crate::paths;
use crate::view;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
}

/// The list, or what was searched for in it.
pub async fn list(public: Public, search: Query<Search>) -> Answer {
    let question: String = search.into_inner().q.chars().take(80).collect();
    public
        .page(paths::catalogue::TOPICS, async move |visitor| {
            let lang = visitor.lang;
            let (catalogue, ()) = visitor.look(|_, _| Ok(())).await?;
            let found = catalogue.found(&question);
            Ok(Rendered {
                title: lang.t("Việc cần giúp", "Topics").to_owned(),
                body: view::topics::list(lang, &question, &found),
            })
        })
        .await
}

/// One topic.
pub async fn one(public: Public, code: Path<String>) -> Answer {
    let link = paths::catalogue::topic(&code);
    public
        .page(&link, async move |visitor| {
            let lang = visitor.lang;
            let (catalogue, ()) = visitor.look(|_, _| Ok(())).await?;
            let topic = catalogue.topic(&code).ok_or(WebError::NotFound)?;
            Ok(Rendered {
                title: topic.name(lang).to_owned(),
                body: view::topics::one(lang, topic),
            })
        })
        .await
}
