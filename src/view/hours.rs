//! Hours as the school sees them: by class, by pupil, and what waits to be verified.

mod ledger;
mod verify;

pub use ledger::{Refused, ledger};
pub use verify::verify;

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::*;
use crate::db::hours::Total;
use crate::domain::hours::{attendance_percent, percent_shown};
use crate::domain::ids::ClassId;
use crate::domain::lang::Lang;
use crate::paths::hours as paths;

/// The two pages of hours; the second only for whoever verifies.
fn ways(lang: Lang, verifies: bool, at_supports: bool) -> Markup {
    let mut pages =
        vec![Tab::new(lang.t("Theo lớp", "By class"), paths::SCHOOL).current(!at_supports)];
    if verifies {
        let supports = Tab::new(lang.t("Chờ xác minh", "To verify"), paths::SUPPORTS);
        pages.push(supports.current(at_supports));
    }
    tabs(lang.t("Giờ", "Hours"), &pages)
}

/// The pupils of one class among the totals, in their order.
struct ClassTotals<'a> {
    class: ClassId,
    name: &'a str,
    pupils: &'a [Total],
}

fn by_class(totals: &[Total]) -> Vec<ClassTotals<'_>> {
    totals
        .chunk_by(|one, next| one.class == next.class)
        .map(|pupils| ClassTotals { class: pupils[0].class, name: &pupils[0].class_name, pupils })
        .collect()
}

fn sum(pupils: &[Total], of: fn(&Total) -> i64) -> i64 {
    pupils.iter().map(of).sum()
}

/// The classes with their sums.
pub fn school(lang: Lang, year: &str, totals: &[Total], verifies: bool) -> Markup {
    let classes = by_class(totals);
    let rows = classes.iter().map(|class| {
        let pupils = class.pupils;
        [
            html! { a href=(paths::class(class.class)) { (class.name) } },
            html! { (lang.number(pupils.len() as i64)) },
            html! { (lang.hours(sum(pupils, |t| t.minutes))) },
            html! { (lang.number(sum(pupils, |t| t.supports))) },
            html! { (percent(pupils)) },
        ]
    });
    let total = [
        html! { (lang.t("Toàn trường", "Whole school")) },
        html! { (lang.number(totals.len() as i64)) },
        html! { (lang.hours(sum(totals, |t| t.minutes))) },
        html! { (lang.number(sum(totals, |t| t.supports))) },
        html! { (percent(totals)) },
    ];
    html! {
        (page_head(
            lang.t("Giờ của các em", "Pupils' hours"),
            &format!("{} {year}", lang.t("Năm học", "School year")),
            html! { (Button::quiet(lang.t("Tải CSV", "Download CSV")).icon(Icon::Download).to(paths::export(None))) },
        ))
        (ways(lang, verifies, false))
        (Table::new(lang.t("Giờ theo lớp", "Hours by class"))
            .text(lang.t("Lớp", "Class"))
            .number(lang.t("Số em", "Pupils"))
            .number(lang.t("Giờ", "Hours"))
            .number(lang.t("Lượt hỗ trợ", "Supports"))
            .number(lang.t("Chuyên cần", "Attendance"))
            .rows(rows)
            .total(total)
            .empty(empty_state(
                Icon::Users,
                lang.t("Chưa có đại sứ số nào", "No ambassadors yet"),
                lang.t("Thêm các em ở trang danh sách trước.", "Add pupils to the roster first."),
                html! {},
            )))
    }
}

/// "92 %", or a dash when no shift came due.
fn percent(pupils: &[Total]) -> String {
    let (done, absent) = (sum(pupils, |t| t.shifts_done), sum(pupils, |t| t.shifts_absent));
    percent_shown(attendance_percent(done, absent))
}

/// One class, pupil by pupil.
pub fn class(lang: Lang, year: &str, totals: &[Total]) -> Markup {
    let Some(class) = by_class(totals).into_iter().next() else { return html! {} };
    let rows = class.pupils.iter().map(|total| {
        [
            html! { a href=(paths::pupil(total.ambassador)) { (total.name) } },
            html! { (lang.hours(total.minutes)) },
            html! { (lang.number(total.supports)) },
            html! { (lang.number(total.shifts_done)) },
            html! { (lang.number(total.shifts_absent)) },
            html! { (percent(std::slice::from_ref(total))) },
        ]
    });
    let title = format!("{} {}", lang.t("Lớp", "Class"), class.name);
    html! {
        (breadcrumb(lang, &[(lang.t("Giờ của các em", "Pupils' hours"), paths::SCHOOL)], &title))
        (page_head(
            &title,
            &format!("{} {year}", lang.t("Giờ trong năm học", "Hours of school year")),
            html! {
                (Button::quiet(lang.t("Bảng giờ để in (PDF)", "Hours sheet (PDF)")).icon(Icon::Document).to(paths::sheet(class.class)))
                (Button::quiet(lang.t("Tải CSV", "Download CSV")).icon(Icon::Download).to(paths::export(Some(class.class))))
            },
        ))
        (filter_box("hours", lang.t("Lọc theo tên", "Filter by name")))
        (Table::new(title.clone())
            .id("hours")
            .text(lang.t("Họ tên", "Name"))
            .number(lang.t("Giờ", "Hours"))
            .number(lang.t("Lượt hỗ trợ", "Supports"))
            .number(lang.t("Ca đã trực", "Shifts done"))
            .number(lang.t("Ca vắng", "Shifts missed"))
            .number(lang.t("Chuyên cần", "Attendance"))
            .rows(rows)
            .total([
                html! { (lang.t("Cả lớp", "Whole class")) },
                html! { (lang.hours(sum(class.pupils, |t| t.minutes))) },
                html! { (lang.number(sum(class.pupils, |t| t.supports))) },
                html! { (lang.number(sum(class.pupils, |t| t.shifts_done))) },
                html! { (lang.number(sum(class.pupils, |t| t.shifts_absent))) },
                html! { (percent(class.pupils)) },
            ]))
    }
}
