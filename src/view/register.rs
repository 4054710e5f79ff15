//! The register of processing, generated from the declarations beside the schema.

use maud::{Markup, html};

use super::parts::{Table, disclosure, page_head, print_button, section};
use crate::db::register::{Column, columns};
use crate::domain::lang::Lang;
use crate::domain::register::{Use, Why};
use crate::domain::retention::{Days, Rule};

/// All purposes, each with what is kept for it.
/// `tonight` is what each rule would reach now, for whoever looks after the installation.
pub fn page(lang: Lang, days: &Days, tonight: Option<&[(Rule, i64)]>) -> Markup {
    html! {
        (page_head(
            lang.t("Sổ xử lý dữ liệu cá nhân", "Register of processing"),
            lang.t(
                "Giữ những gì, để làm gì, dựa vào đâu, bao lâu. Trang này sinh ra từ chính khai báo của từng cột dữ liệu, nên luôn khớp với hệ thống đang chạy.",
                "What is kept, for what, on which ground, how long. Generated from the declaration of each column, so it always matches the running system.",
            ),
            html! { (print_button(lang)) },
        ))
        (section(lang.t("Thời hạn đang áp dụng", "The terms that apply"), terms(lang, days, tonight)))
        @for purpose in Use::ALL {
            @let groups = groups(*purpose);
            @if *purpose == Use::Running {
                // About nobody: there for completeness, folded away.
                (disclosure(purpose.name(lang), table(lang, days, *purpose, &groups)))
            } @else if !groups.is_empty() {
                (section(purpose.name(lang), table(lang, days, *purpose, &groups)))
            }
        }
    }
}

/// Every rule with its days, and the setting that may shorten them.
fn terms(lang: Lang, days: &Days, tonight: Option<&[(Rule, i64)]>) -> Markup {
    let mut table = Table::new(lang.t("Thời hạn giữ dữ liệu", "How long data are kept"))
        .text(lang.t("Việc làm", "What is done"))
        .text(lang.t("Khi nào", "When"))
        .text(lang.t("Thiết lập", "Setting"));
    if tonight.is_some() {
        table = table.number(lang.t("Số dòng đã tới hạn", "Rows due now"));
    }
    let due = |rule: Rule| {
        let found = tonight?.iter().find(|(of, _)| *of == rule);
        found.map(|(_, rows)| html! { (lang.number(*rows)) })
    };
    let table = table.rows(Rule::ALL.iter().map(|rule| {
        let cells = [
            html! { (rule.what(lang)) },
            html! { (days.after(*rule, lang)) },
            html! { code { "retention." (rule.code()) } },
        ];
        cells.into_iter().chain(due(*rule))
    }));
    html! {
        p.note {
            (lang.t(
                "Người quản trị chỉ có thể rút ngắn các thời hạn này trong tệp cấu hình, không thể kéo dài.",
                "In the settings the administrator can shorten these terms, never lengthen them.",
            ))
        }
        @if tonight.is_some() {
            p.note {
                (lang.t(
                    "Cột cuối là chạy thử: số dòng mà việc dọn dẹp đêm nay sẽ xử lý. Trang này không thay đổi gì.",
                    "The last column is a dry run: rows that tonight's errand would take. This page changes nothing.",
                ))
            }
        }
        (table)
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

fn table(lang: Lang, days: &Days, purpose: Use, groups: &[Group]) -> Markup {
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
                html! { (group.why.keep.name(lang, days)) },
            ]
        }));
    html! { div.register { (table) } }
}
