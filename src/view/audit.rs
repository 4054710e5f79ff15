//! The trail of what happened.

mod words;

pub use words::state as state_word;

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{Button, Choice, Field, Table, empty_state, page_head, search_form};
use crate::db::audit::TrailRow;
use crate::domain::lang::Lang;
use crate::paths;

/// Newest first; `more`: older rows follow.
pub fn list(lang: Lang, rows: &[TrailRow], entity: &str, more: bool) -> Markup {
    let table = Table::new(lang.t("Nhật ký", "Audit trail"))
        .text(lang.t("Lúc", "When"))
        .text(lang.t("Ai", "Who"))
        .text(lang.t("Với", "What"))
        .text(lang.t("Việc", "Act"))
        .text(lang.t("Chi tiết", "Detail"))
        .rows(rows.iter().map(|row| {
            [
                html! { (lang.moment(row.at)) },
                html! { (actor(lang, row)) },
                html! { (words::thing(lang, &row.entity)) " " span.note { "#" (row.entity_id) } },
                html! { (words::act(lang, &row.act)) },
                html! { @if !row.to_state.is_empty() || !row.detail.is_empty() { span.note { (steps(lang, row)) } } },
            ]
        }))
        .empty(empty_state(
            Icon::Info,
            lang.t("Chưa có gì", "Nothing yet"),
            lang.t("Mọi thay đổi trạng thái sẽ hiện ở đây.", "Every change of state appears here."),
            html! {},
        ));
    let mut kinds = vec![Choice::new("", lang.t("Mọi loại", "Every kind"))];
    kinds.extend(words::things(lang).map(|(code, name)| Choice::new(code, name)));
    html! {
        (page_head(
            lang.t("Nhật ký", "Audit trail"),
            lang.t("Chỉ thêm, không sửa, không xóa.", "Rows are added, never changed or removed."),
            html! {},
        ))
        (search_form(paths::audit::LIST, html! {
            (Field::select("entity", lang.t("Loại", "Kind"), kinds).value(entity).filter())
            (Button::quiet(lang.t("Lọc", "Filter")).icon(Icon::Filter))
        }))
        (table)
        @if let Some(last) = rows.last().filter(|_| more) {
            (Button::quiet(lang.t("Cũ hơn", "Older")).to(older(entity, last.id)))
        }
    }
}

/// From which state to which, and what was noted.
fn steps(lang: Lang, row: &TrailRow) -> String {
    let states = match (row.from_state.as_str(), row.to_state.as_str()) {
        (_, "") => String::new(),
        ("", to) => words::state(lang, to).to_owned(),
        (from, to) => format!("{} → {}", words::state(lang, from), words::state(lang, to)),
    };
    [states.as_str(), row.detail.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn older(entity: &str, before: i64) -> String {
    let before = before.to_string();
    let query = serde_html_form::to_string([("entity", entity), ("before", &before)]);
    format!("{}?{}", paths::audit::LIST, query.unwrap_or_default())
}

fn actor(lang: Lang, row: &TrailRow) -> String {
    match (&row.name, row.actor.as_str()) {
        (Some(name), _) => name.clone(),
        (None, "house") => lang.t("Hệ thống", "The system").to_owned(),
        (None, _) => lang.t("Người dân", "A resident").to_owned(),
    }
}
