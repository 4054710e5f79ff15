//! The printed copy of everything that is kept about somebody.

use chrono::{NaiveDate, NaiveDateTime};
use maud::{Markup, html};

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
            "Sinh ra từ sổ xử lý dữ liệu, gồm mọi cột có khai báo. Giờ Việt Nam.",
            "Made from the register of processing, with every declared column. Times of Việt Nam.",
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
                @for row in &part.rows { (one(lang, part, row)) }
            }))
        }
    }
}

fn one(lang: Lang, part: &Part, row: &[Option<String>]) -> Markup {
    let pairs: Vec<(&str, Markup)> = part
        .columns
        .iter()
        .zip(row)
        .filter_map(|(column, value)| Some((*column, value.as_deref().filter(|v| !v.is_empty())?)))
        .map(|(column, value)| (label(lang, column), html! { (shown(lang, value)) }))
        .collect();
    html! { div.copy { (definitions(&pairs)) } }
}

/// An instant or a day as people read it; anything else as it stands.
fn shown(lang: Lang, value: &str) -> String {
    if value == KEPT_UNSAID {
        return lang.t("có giữ, không hiện ra", "kept, not shown").to_owned();
    }
    if let Ok(at) = NaiveDateTime::parse_from_str(value, "%Y-%m-%d %H:%M:%S%.f") {
        return lang.moment(At::from_utc(at));
    }
    match NaiveDate::parse_from_str(value, "%Y-%m-%d") {
        Ok(day) => lang.date(day),
        Err(_) => value.to_owned(),
    }
}

/// A column in words; one without a word yet is shown by its own name.
fn label(lang: Lang, column: &'static str) -> &'static str {
    match column {
        "id" => lang.t("Số trong hệ thống", "Number inside"),
        "name" => lang.t("Tên", "Name"),
        "phone" => lang.t("Điện thoại", "Telephone"),
        "email" => lang.t("Địa chỉ thư", "E-mail"),
        "birth_year" => lang.t("Năm sinh", "Year of birth"),
        "access_needs" => lang.t("Cần hỗ trợ", "Access needs"),
        "search" => lang.t("Tên để tìm", "Name for searching"),
        "person_key" => lang.t("Dấu nhận ra cùng một người", "Mark of the same person"),
        "code" => lang.t("Mã", "Code"),
        "topic_code" => lang.t("Thủ tục", "Topic"),
        "state" => lang.t("Tình trạng", "State"),
        "channel" => lang.t("Đặt bằng cách nào", "Booked by"),
        "day" => lang.t("Ngày", "Day"),
        "created_at" => lang.t("Ghi lúc", "Written at"),
        "arrived_at" => lang.t("Đến lúc", "Arrived at"),
        "started_at" => lang.t("Bắt đầu lúc", "Began at"),
        "finished_at" | "ended_at" => lang.t("Xong lúc", "Ended at"),
        "phrase" => lang.t("Hai chữ nhận ra", "The two words"),
        "tear_off" => lang.t("Mã xé", "Tear-off code"),
        "language" | "lang" | "languages" => lang.t("Ngôn ngữ", "Language"),
        "proxy_name" => lang.t("Người đặt hộ", "Booked for by"),
        "proxy_phone" => lang.t("Điện thoại người đặt hộ", "Telephone of who booked"),
        "felt_helped" => lang.t("Thấy có ích", "Felt helped"),
        "cancel_reason" | "reason" => lang.t("Lý do", "Reason"),
        "guardian_name" => lang.t("Phụ huynh", "Guardian"),
        "guardian_phone" => lang.t("Điện thoại phụ huynh", "Guardian's telephone"),
        "guardian_email" => lang.t("Địa chỉ thư phụ huynh", "Guardian's e-mail"),
        "sign_in_name" => lang.t("Tên đăng nhập", "Sign-in name"),
        "password_hash" => lang.t("Dấu của mật khẩu", "Fingerprint of the password"),
        "level" => lang.t("Cấp", "Level"),
        "badge" => lang.t("Mã thẻ", "Badge"),
        "purpose" => lang.t("Mục đích", "Purpose"),
        "side" => lang.t("Ai đồng ý", "Who agreed"),
        "school_year" => lang.t("Năm học", "School year"),
        "given_at" => lang.t("Đồng ý lúc", "Given at"),
        "given_by" => lang.t("Người ký", "Signed by"),
        "withdrawn_at" => lang.t("Rút lúc", "Withdrawn at"),
        "minutes" => lang.t("Số phút", "Minutes"),
        "outcome" => lang.t("Kết quả", "Outcome"),
        "device" => lang.t("Thiết bị", "Device"),
        "last_seen_at" => lang.t("Dùng lần cuối", "Last seen"),
        "weekday" => lang.t("Thứ (1 là thứ Hai)", "Weekday (1 is Monday)"),
        "from_minute" => lang.t("Từ phút", "From minute"),
        "to_minute" => lang.t("Đến phút", "To minute"),
        "kind" => lang.t("Loại", "Kind"),
        "number" => lang.t("Số", "Number"),
        "issued_at" => lang.t("Ban hành lúc", "Issued at"),
        "what" => lang.t("Việc đã xảy ra", "What happened"),
        "happened_on" | "done_on" | "earned_on" => lang.t("Ngày xảy ra", "Day"),
        "restricted_at" => lang.t("Hạn chế từ", "Restricted since"),
        "wish" => lang.t("Nội dung yêu cầu", "Wish"),
        "answer" => lang.t("Trả lời", "Answer"),
        other => other,
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
