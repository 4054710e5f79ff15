//! The way to a seat, one thing per page, and the way back to it with the code.

mod calls;
mod check;
mod door;
mod mine;
mod other_times;
mod when;
mod who;

pub use calls::calls;
pub use check::{Answers, check};
pub use door::{Typed, enter};
pub use mine::{Standing, cancel, mine, move_to, request, slip, stuck};
pub use other_times::{other_times, refused, slow_down};

pub use when::when;
pub use who::{person_fields, who, whom};

use maud::{Markup, html};

use super::parts::{Form, steps};
use crate::domain::at::At;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;

/// Where one is on the way; `at` counts from 0.
fn way_steps(lang: Lang, at: usize) -> Markup {
    let names = [
        lang.t("Việc", "Topic"),
        lang.t("Nơi, giờ", "Place, time"),
        lang.t("Người đến", "Who comes"),
        lang.t("Xem lại", "Check"),
    ];
    steps(lang, &names, at)
}

/// "8:00–8:30, Thứ Bảy, 28/11/2026".
fn moment(lang: Lang, starts_at: At, ends_at: At) -> String {
    let times = lang.times(starts_at.time(), ends_at.time());
    format!("{times}, {}", lang.day(starts_at.day()))
}

/// What was typed, with the messages beside it, as the parts of forms want it.
pub fn filled(lang: Lang, answers: &[(&str, &str)], problems: &Problems) -> Form {
    let mut form = Form::default();
    for (name, value) in answers {
        form.set(*name, *value);
    }
    for (name, message) in problems.all(lang) {
        form.refuse(name, message);
    }
    form
}

/// What is done with what one types, in one breath.
fn kept_for(lang: Lang) -> Markup {
    html! {
        p class="note" {
            (lang.t(
                "Chúng tôi chỉ dùng tên và số điện thoại để giữ chỗ, báo khi có thay đổi, và xóa sau 90 ngày. Không cần số căn cước, không cần ngày sinh.",
                "Name and telephone are used only to keep the seat and to tell you of changes, and are erased after 90 days. No identity number, no date of birth.",
            ))
        }
    }
}
