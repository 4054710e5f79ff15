//! A pupil's own pages: the day, the week, the hours.

mod week;

pub use week::{WeekTyped, week};

use maud::{Markup, html};

use super::icons::Icon;
use super::incidents::tell_button;
use super::parts::{
    Button, Mark, Notice, Table, Tone, badge, card, empty_state, hint_box, notice, page_head,
    section, stat, stats,
};
use super::recognition::progress;
use super::shifts::{my_card, state, when};
use crate::db::ambassadors::pages::Home;
use crate::db::hours::LedgerRow;
use crate::domain::hours::HoursKind;
use crate::domain::lang::Lang;
use crate::domain::names::given;
use crate::domain::recognition::Progress;
use crate::domain::shifts::ShiftState;
use crate::paths;

/// Where a pupil starts: what comes next, and how far the way has led.
pub fn home(lang: Lang, name: &str, home: &Home) -> Markup {
    let next = home.coming.iter().find(|shift| shift.state != ShiftState::Proposed);
    let asked: Vec<_> =
        home.coming.iter().filter(|shift| shift.state == ShiftState::Proposed).collect();
    html! {
        (page_head(
            &format!("{} {}!", lang.t("Chào", "Hello"), given(name)),
            lang.t("Hôm nay mình giúp được ai?", "Whom can we help today?"),
            html! {},
        ))
        (unready(lang, home))
        (tell_button(lang, paths::incidents::REPORT.to_owned()))
        @if !asked.is_empty() {
            (section(lang.t("Cần em trả lời", "Waiting for your answer"), html! {
                div.cards { @for shift in &asked { (my_card(lang, shift)) } }
            }))
        }
        (section(lang.t("Ca trực tiếp theo", "Your next shift"), html! {
            @match next {
                Some(shift) => {
                    @let (mark, word) = state(lang, shift.state);
                    (card(&when(lang, shift), html! {
                        p { strong { (shift.place) } ", " (shift.area) }
                        @if !shift.landmark.is_empty() { p.note { (shift.landmark) } }
                        p { (badge(mark, word)) }
                        (Button::primary(lang.t("Mở ca trực", "Open the shift")).icon(Icon::ArrowRight).wide().to(paths::shifts::one(shift.id)))
                    }))
                },
                None => {
                    (empty_state(
                        Icon::Calendar,
                        lang.t("Chưa có ca trực nào", "No shift yet"),
                        lang.t("Chọn một buổi gần nhà, hợp giờ em rảnh.", "Choose a session near home at a time you are free."),
                        html! { (Button::primary(lang.t("Xem ca có thể nhận", "See what I can take")).to(paths::shifts::OPEN)) },
                    ))
                },
            }
        }))
        (section(lang.t("Giờ của em năm học này", "My hours this school year"), html! {
            (progress(lang, &home.progress))
            (figures(lang, home.minutes, home.pending, home.family_minutes))
            p { a href=(paths::ambassadors::HOURS) { (lang.t("Xem từng dòng", "See every row")) } }
        }))
    }
}

/// What still stands between the pupil and a first shift.
fn unready(lang: Lang, home: &Home) -> Markup {
    html! {
        @if home.certificates.is_empty() {
            (notice(&Notice::info(lang.t("Em chưa được cấp chứng nhận thủ tục nào. Học xong phần an toàn rồi nhờ thầy cô xác nhận.", "You are not certified for any topic yet. Finish the safety lessons and ask your teacher."))))
        }
        @if !home.has_week {
            (hint_box(Tone::Info, html! {
                p { (lang.t("Cho biết khi nào em rảnh để thấy các ca hợp với mình.", "Say when you are free, to see the shifts that suit you.")) }
                (Button::primary(lang.t("Khai lịch rảnh", "Enter my free times")).to(paths::ambassadors::WEEK))
            }))
        }
    }
}

fn figures(lang: Lang, minutes: i64, pending: i64, family: i64) -> Markup {
    stats(html! {
        (stat(&lang.hours(minutes), lang.t("đã xác nhận", "verified"), None))
        (stat(&lang.hours(pending), lang.t("chờ chốt buổi", "until sessions close"), None))
        (stat(&lang.hours(family), lang.t("gia đình số chờ phụ huynh", "at home, until confirmed"), None))
    })
}

/// The ledger: every row that counts, and those taken back.
pub fn hours(
    lang: Lang,
    (minutes, pending): (i64, i64),
    rows: &[LedgerRow],
    to_award: &Progress,
) -> Markup {
    let table = Table::new(lang.t("Sổ giờ", "Ledger of hours"))
        .text(lang.t("Ngày", "Day"))
        .text(lang.t("Nội dung", "What"))
        .number(lang.t("Giờ", "Hours"))
        .rows(rows.iter().map(|row| {
            [
                html! { (lang.date(row.earned_on)) },
                html! {
                    (what(lang, row))
                    @if row.kind != HoursKind::Reversal && !row.reason.is_empty() { span.note { " " (lang.t("Ghi lại: ", "Credited anew: ")) (row.reason) } }
                    @if row.reversed_by.is_some() { " " (badge(Mark::Stopped, lang.t("Đã hủy", "Taken back"))) }
                },
                html! { (lang.hours(row.minutes)) },
            ]
        }))
        .total([html! { (lang.t("Tổng", "Total")) }, html! {}, html! { (lang.hours(minutes)) }])
        .empty(empty_state(
            Icon::Clock,
            lang.t("Chưa có giờ nào", "No hours yet"),
            lang.t("Giờ được ghi khi người lớn chốt buổi em đã trực.", "Hours are credited when an adult closes a session you worked in."),
            html! {},
        ));
    html! {
        (page_head(
            lang.t("Giờ của em", "My hours"),
            lang.t("Tính từ lúc điểm danh vào đến lúc điểm danh ra, làm tròn xuống 15 phút.", "From check-in to check-out, rounded down to a quarter of an hour."),
            html! {},
        ))
        (progress(lang, to_award))
        @if pending > 0 {
            (notice(&Notice::info(format!("{} {}", lang.hours(pending), lang.t("đang chờ người lớn chốt buổi.", "wait for sessions to be closed.")))))
        }
        (table)
    }
}

fn what(lang: Lang, row: &LedgerRow) -> Markup {
    match row.kind {
        HoursKind::Session => html! { (row.session_title.as_deref().unwrap_or_default()) },
        HoursKind::Family => {
            let topic = lang.t(
                row.topic_vi.as_deref().unwrap_or_default(),
                row.topic_en.as_deref().unwrap_or_default(),
            );
            html! { (lang.t("Gia đình số", "At home")) ": " (topic) }
        }
        HoursKind::Reversal => {
            html! { (lang.t("Hủy giờ", "Taken back")) ": " (row.reason) }
        }
    }
}

/// The days as ticks and rows name them, Monday first.
pub fn weekdays(lang: Lang) -> [(&'static str, &'static str); 7] {
    [
        ("1", lang.t("Thứ Hai", "Monday")),
        ("2", lang.t("Thứ Ba", "Tuesday")),
        ("3", lang.t("Thứ Tư", "Wednesday")),
        ("4", lang.t("Thứ Năm", "Thursday")),
        ("5", lang.t("Thứ Sáu", "Friday")),
        ("6", lang.t("Thứ Bảy", "Saturday")),
        ("7", lang.t("Chủ nhật", "Sunday")),
    ]
}
