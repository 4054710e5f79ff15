//! Shifts as a pupil sees them: what can be taken and why not, and one's own.

mod one;
mod open;

pub use one::{one, who};
pub use open::{open, reasons};

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{Button, Mark, Table, badge, empty_state, link_card, page_head, pager, section};
use crate::db::shifts::pages::{MyShift, MyShifts};
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;
use crate::paths;

/// A shift's state: its look and its word.
pub fn state(lang: Lang, state: ShiftState) -> (Mark, &'static str) {
    match state {
        ShiftState::Taken => (Mark::Taken, lang.t("Đã nhận", "Taken")),
        ShiftState::Proposed => (Mark::Waiting, lang.t("Chờ em trả lời", "Waiting for you")),
        ShiftState::Accepted => (Mark::Taken, lang.t("Đã đồng ý", "Accepted")),
        ShiftState::Declined => (Mark::Stopped, lang.t("Đã từ chối", "Declined")),
        ShiftState::Withdrawn => (Mark::Stopped, lang.t("Đã rút", "Given back")),
        ShiftState::Present => (Mark::Running, lang.t("Đang trực", "On duty")),
        ShiftState::Done => (Mark::Done, lang.t("Đã xong", "Done")),
        ShiftState::Absent => (Mark::Warning, lang.t("Vắng", "Absent")),
    }
}

/// "Thứ Bảy, 28/11/2026 · 8:00–10:00".
pub fn when(lang: Lang, shift: &MyShift) -> String {
    let (from, to) = (shift.starts_at, shift.ends_at);
    format!("{}\u{a0}· {}", lang.day(from.day()), lang.times(from.time(), to.time()))
}

/// A pupil's own shifts.
pub fn mine(lang: Lang, shifts: &MyShifts) -> Markup {
    html! {
        (page_head(
            lang.t("Ca trực của em", "My shifts"),
            "",
            html! { (Button::primary(lang.t("Nhận thêm ca", "Take another")).icon(Icon::Plus).to(paths::shifts::OPEN)) },
        ))
        (section(lang.t("Sắp tới", "Coming up"), html! {
            @if shifts.coming.is_empty() {
                (empty_state(
                    Icon::Calendar,
                    lang.t("Chưa có ca nào sắp tới", "No shifts ahead"),
                    lang.t("Xem các buổi đang mở và chọn một ca hợp với em.", "Look at the open sessions and choose one that suits you."),
                    html! { (Button::primary(lang.t("Xem ca trực", "See shifts")).to(paths::shifts::OPEN)) },
                ))
            }
            div.cards { @for shift in &shifts.coming { (my_card(lang, shift)) } }
        }))
        @if !shifts.past.is_empty() {
            (section(lang.t("Đã qua", "Past"), html! {
                (past_table(lang, &shifts.past))
                (pager(lang, shifts.page, shifts.pages, paths::shifts::mine))
            }))
        }
    }
}

/// One shift as a card that leads to its page.
pub fn my_card(lang: Lang, shift: &MyShift) -> Markup {
    let (mark, word) = state(lang, shift.state);
    link_card(
        &paths::shifts::one(shift.id),
        &when(lang, shift),
        html! {
            p { strong { (shift.place) } ", " (shift.area) }
            p { (badge(mark, word)) }
        },
    )
}

fn past_table(lang: Lang, past: &[MyShift]) -> Markup {
    let table = Table::new(lang.t("Ca trực đã qua", "Past shifts"))
        .text(lang.t("Ngày", "Day"))
        .text(lang.t("Nơi", "Place"))
        .text(lang.t("Trạng thái", "State"))
        .rows(past.iter().map(|shift| {
            let (mark, word) = match shift.session_state {
                SessionState::Cancelled => {
                    (Mark::Stopped, lang.t("Buổi bị hủy", "Session cancelled"))
                }
                _ => state(lang, shift.state),
            };
            [
                html! { a href=(paths::shifts::one(shift.id)) { (when(lang, shift)) } },
                html! { (shift.place) },
                html! { (badge(mark, word)) },
            ]
        }));
    html! { (table) }
}
