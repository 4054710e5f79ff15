//! The register of processing, generated from the declarations beside the schema.

use maud::{Markup, html};

use super::parts::{Table, disclosure, page_head, print_button, section};
use crate::db::register::{Column, columns};
use crate::domain::lang::Lang;
use crate::domain::register::{Use, Why};

/// All purposes, each with what is kept for it.
pub fn page(lang: Lang) -> Markup {
    html! {
        (page_head(
            lang.t("Sổ xử lý dữ liệu cá nhân", "Register of processing"),
            lang.t(
                "Giữ những gì, để làm gì, dựa vào đâu, bao lâu. Trang này sinh ra từ chính khai báo của từng cột dữ liệu, nên luôn khớp với hệ thống đang chạy.",
                "What is kept, for what, on which ground, how long. Generated from the declaration of each column, so it always matches the running system.",
            ),
            html! { (print_button(lang)) },
        ))
        @for purpose in Use::ALL {
            @let groups = groups(*purpose);
            @if *purpose == Use::Running {
                // About nobody: there for completeness, folded away.
                (disclosure(purpose.name(lang), table(lang, *purpose, &groups)))
            } @else if !groups.is_empty() {
                (section(purpose.name(lang), table(lang, *purpose, &groups)))
            }
        }
    }
}

/// Columns of one table that are kept for the same reason.
struct Group {
    table: &'static str,
    columns: Vec<&'static str>,
    why: Why,
}

fn groups(purpose: Use) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for Column { table, column, why } in columns().filter(|c| c.why.purpose == purpose) {
        match groups.iter_mut().find(|group| group.table == table && group.why == why) {
            Some(group) => group.columns.push(column),
            None => groups.push(Group { table, columns: vec![column], why }),
        }
    }
    groups
}

fn table(lang: Lang, purpose: Use, groups: &[Group]) -> Markup {
    let table = Table::new(purpose.name(lang))
        .text(lang.t("Bảng", "Table"))
        .text(lang.t("Dữ liệu", "Columns"))
        .text(lang.t("Của ai", "About whom"))
        .text(lang.t("Căn cứ", "Ground"))
        .text(lang.t("Giữ bao lâu", "Kept until"))
        .rows(groups.iter().map(|group| {
            [
                html! { code { (group.table) } },
                html! { span.note { (group.columns.join(", ")) } },
                html! { (group.why.whose.name(lang)) },
                html! { (group.why.ground.name(lang)) },
                html! { (group.why.keep.name(lang)) },
            ]
        }));
    html! { div.register { (table) } }
}
