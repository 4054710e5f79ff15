//! The trail of what happened.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{Button, Table, empty_state, page_head};
use crate::db::audit::TrailRow;
use crate::domain::lang::Lang;
use crate::paths;

/// Newest first; `more`: older rows follow.
pub fn list(lang: Lang, rows: &[TrailRow], entity: &str, more: bool) -> Markup {
    let table = Table::new(lang.t("Nhật ký", "Audit trail"))
        .text(lang.t("Lúc", "When"))
        .text(lang.t("Ai", "Who"))
        .text(lang.t("Việc", "Act"))
        .text(lang.t("Trạng thái", "State"))
        .text(lang.t("Ghi chú", "Detail"))
        .rows(rows.iter().map(|row| {
            [
                html! { (lang.moment(row.at)) },
                html! { (actor(lang, row)) },
                html! { code { (row.entity) "." (row.act) } " " span.note { "#" (row.entity_id) } },
                html! { @if !row.to_state.is_empty() { (row.from_state) " → " (row.to_state) } },
                html! { (row.detail) },
            ]
        }))
        .empty(empty_state(
            Icon::Info,
            lang.t("Chưa có gì", "Nothing yet"),
            lang.t("Mọi thay đổi trạng thái sẽ hiện ở đây.", "Every change of state appears here."),
            html! {},
        ));
    html! {
        (page_head(
            lang.t("Nhật ký", "Audit trail"),
            lang.t("Chỉ thêm, không sửa, không xóa.", "Rows are added, never changed or removed."),
            html! {},
        ))
        (table)
        @if let Some(last) = rows.last().filter(|_| more) {
            (Button::quiet(lang.t("Cũ hơn", "Older")).to(older(entity, last.id)))
        }
    }
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
