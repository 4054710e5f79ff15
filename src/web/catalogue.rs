//! The public list of sessions, and a session's own page.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::Answer;
use super::cache::{Public, Rendered};
use crate::db::catalogue::sessions::Filter;
use crate::domain::ids::SessionId;
use crate::paths;
use crate::service;
use crate::view;

/// As asked in the address: everything is text, so that an empty choice is no error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub ward: String,
    pub area: String,
    pub topic: String,
    pub session: String,
    pub page: String,
}

impl Asked {
    /// Which sessions are meant; what is not understood is not asked for.
    pub fn filter(&self) -> Filter {
        Filter {
            ward: self.ward.parse().ok(),
            area: self.area.parse().ok(),
            topic: (!self.topic.is_empty()).then(|| self.topic.chars().take(20).collect()),
            session: self.session.parse().ok(),
        }
    }

    /// The page, from 1. Nobody turns ten thousand pages.
    pub fn number(&self) -> i64 {
        self.page.parse().ok().filter(|page| (1..=10_000).contains(page)).unwrap_or(1)
    }
}

/// The address of a page of sessions at `path`, the same for the same question.
pub fn link(path: &str, filter: &Filter, number: i64) -> String {
    let asked = [
        ("topic", filter.topic.clone()),
        ("ward", filter.ward.map(|id| id.to_string())),
        ("area", filter.area.map(|id| id.to_string())),
        ("session", filter.session.map(|id| id.to_string())),
        ("page", (number > 1).then(|| number.to_string())),
    ];
    let asked: Vec<_> = asked.into_iter().filter_map(|(name, v)| Some((name, v?))).collect();
    match serde_html_form::to_string(&asked) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// Sessions to come, fifty a page.
pub async fn sessions(public: Public, asked: Query<Asked>) -> Answer {
    let (filter, number) = (asked.filter(), asked.number());
    let here = link(paths::catalogue::SESSIONS, &filter, number);
    public
        .page(&here, async move |visitor| {
            let lang = visitor.lang;
            let now = visitor.office().now();
            let asked = filter.clone();
            let (catalogue, page) = visitor
                .look(move |act, _| service::catalogue::sessions(act, &asked, number))
                .await?;
            let to = |number| link(paths::catalogue::SESSIONS, &filter, number);
            Ok(Rendered {
                title: lang.t("Các buổi hỗ trợ", "Help sessions").to_owned(),
                body: view::catalogue::sessions(lang, &catalogue, &filter, &page, now, to),
            })
        })
        .await
}

/// One session.
pub async fn session(public: Public, id: Path<SessionId>) -> Answer {
    let id = id.into_inner();
    public
        .page(&paths::catalogue::session(id), async move |visitor| {
            let lang = visitor.lang;
            let (catalogue, (session, slots)) =
                visitor.look(move |act, _| service::catalogue::session(act, id)).await?;
            Ok(Rendered {
                title: format!("{} – {}", lang.day(session.starts_at.day()), session.place),
                body: view::catalogue::session(lang, &catalogue, &session, &slots),
            })
        })
        .await
}
