//! The printed copy of everything that is kept about somebody.

use chrono::{NaiveDate, NaiveDateTime};
use maud::{Markup, html};

use super::labels::label;
use crate::db::data_requests::copy::{KEPT_UNSAID, Part};
use crate::domain::at::At;
use crate::domain::lang::Lang;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, breadcrumb, definitions, empty_state, page_head, print_button, section,
};

/// Whose copy it is, and where the page stands.
pub struct Head<'a> {
    pub name: &'a str,
    /// Pages above this one.
    pub above: &'a [(&'a str, &'a str)],
    /// The same for machines.
    pub file: &'a str,
}

/// Everything, purpose by purpose.
pub fn page(lang: Lang, head: &Head<'_>, parts: &[Part], now: At) -> Markup {
    let kept: Vec<&Part> = parts.iter().filter(|part| !part.rows.is_empty()).collect();
    let lead = format!(
        "{} {} · {}",
        lang.t("Lập lúc", "Made at"),
        lang.moment(now),
        lang.t(
            "Giờ Việt Nam. Các mã số bên trong hệ thống chỉ có trong tệp cho máy đọc.",
            "Times of Việt Nam. Numbers that only the system uses stand in the file for machines.",
        )
    );
    html! {
        (breadcrumb(lang, head.above, lang.t("Bản sao", "Copy")))
        (page_head(
            &format!("{} {}", lang.t("Dữ liệu đang giữ về", "Data kept about"), head.name),
            &lead,
            html! {
                (print_button(lang))
                (Button::quiet(lang.t("Tệp cho máy đọc", "File for machines")).icon(Icon::Download).to(head.file))
            },
        ))
        @if kept.is_empty() {
            (empty_state(
                Icon::Info,
                lang.t("Không giữ gì", "Nothing is kept"),
                lang.t("Không có dòng nào về người này.", "There is no row about this person."),
                html! {},
            ))
        }
        @for part in kept {
            (section(table_name(lang, part.table), html! {
                p.note { (lang.t("Để:", "For:")) " " (part.purpose.name(lang)) }
                @if part.rows.len() > FEW {
                    ul.points { @for row in &part.rows { li { (line(lang, part, row)) } } }
                } @else {
                    @for row in &part.rows { div.copy { (definitions(&pairs(lang, part, row))) } }
                }
            }))
        }
    }
}

/// More rows than this stand in a line each.
const FEW: usize = 3;

/// What a row says, column by column; what is empty is left out.
fn pairs<'a>(lang: Lang, part: &Part, row: &'a [Option<String>]) -> Vec<(&'a str, Markup)> {
    let said = part.columns.iter().zip(row).filter_map(|(column, value)| {
        let value = value.as_deref().filter(|v| !v.is_empty())?;
        Some((label(lang, column)?, html! { (shown(lang, column, value)) }))
    });
    said.collect()
}

fn line(lang: Lang, part: &Part, row: &[Option<String>]) -> Markup {
    html! {
        @for (i, (label, value)) in pairs(lang, part, row).into_iter().enumerate() {
            @if i > 0 { " · " }
            span.note { (label) ":" } " " (value)
        }
    }
}

/// An instant or a day as people read it, a code in words, anything else as it stands.
fn shown(lang: Lang, column: &str, value: &str) -> String {
    if value == KEPT_UNSAID {
        return lang.t("có giữ, không hiện ra", "kept, not shown").to_owned();
    }
    if let Ok(at) = NaiveDateTime::parse_from_str(value, "%Y-%m-%d %H:%M:%S%.f") {
        return lang.moment(At::from_utc(at));
    }
    match NaiveDate::parse_from_str(value, "%Y-%m-%d") {
        Ok(day) => lang.date(day),
        Err(_) => super::labels::value(lang, column, value),
    }
}

/// A table in words.
pub fn table_name(lang: Lang, table: &'static str) -> &'static str {
    match table {
        "residents" => lang.t("Người được giúp", "Person helped"),
        "bookings" => lang.t("Lượt đặt", "Bookings"),
        "requests" => lang.t("Yêu cầu được giúp", "Wishes for help"),
        "request_times" => lang.t("Giờ tiện", "Times that suit"),
        "supports" => lang.t("Lượt hỗ trợ", "Supports"),
        "matches" => lang.t("Cặp ghép", "Matches"),
        "forbidden_matches" => lang.t("Cặp không ghép", "Pairs ruled out"),
        "data_requests" => lang.t("Yêu cầu về dữ liệu", "Requests about data"),
        "accounts" => lang.t("Tài khoản", "Account"),
        "sign_ins" => lang.t("Lần đăng nhập", "Sign-ins"),
        "ambassadors" => lang.t("Hồ sơ đại sứ số", "Ambassador"),
        "consents" => lang.t("Điều đã đồng ý", "Consents"),
        "guardian_links" => lang.t("Đường dẫn phụ huynh", "Guardian's link"),
        "guardian_visits" => lang.t("Nơi đang mở đường dẫn", "Where the link is open"),
        "certifications" => lang.t("Chứng nhận thủ tục", "Certifications"),
        "availability" => lang.t("Lịch rảnh hằng tuần", "Weekly free times"),
        "availability_exceptions" => lang.t("Ngày bận, ngày rảnh riêng", "Single days"),
        "kept_apart" => lang.t("Không xếp cùng", "Kept apart"),
        "shifts" => lang.t("Ca trực", "Shifts"),
        "family_supports" => lang.t("Giúp người nhà", "Help at home"),
        "hours_entries" => lang.t("Sổ giờ", "Hours"),
        "safety_breaches" => lang.t("Vi phạm an toàn", "Safety breaches"),
        "incidents" => lang.t("Báo cáo an toàn", "Safety reports"),
        "conduct_notes" => lang.t("Ghi nhận ứng xử", "Notes on conduct"),
        "ward_bars" => lang.t("Tạm dừng nhận đặt", "Bars of the ward"),
        "sign_in_cards" => lang.t("Thẻ lớp", "Class card"),
        "awards" => lang.t("Khen thưởng", "Awards"),
        other => other,
    }
}
