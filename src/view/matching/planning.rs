//! A plan that is still being made, or that never came to be.

use maud::{Markup, html};

use crate::db::matching::RunPage;
use crate::domain::lang::Lang;
use crate::domain::matches::RunState;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{Button, Tone, button_row, card, hint_box, post_button};

/// How far it is; the page asks for itself anew until it is done.
pub fn planning(lang: Lang, page: &RunPage) -> Markup {
    let act = |act: &str| paths::matching::run_act(page.run.id, act);
    let percent = page.run.progress / 10;
    let bookings = page.lines.iter().filter(|line| line.waits()).count() as i64;
    card(
        lang.t("Đang xếp…", "Planning…"),
        html! {
            p {
                (lang.count(bookings, "lượt đặt", "booking", "bookings")) " · "
                (lang.count(page.heads.len() as i64, "buổi", "session", "sessions")) " · "
                (percent) " %"
            }
            progress class="run-progress" max="1000" value=(page.run.progress)
                aria-label=(lang.t("Đã xếp được bao nhiêu", "How far the plan is")) {
                (percent) " %"
            }
            p.note {
                (lang.t(
                    "Trang tự cập nhật sau vài giây. Bạn có thể làm việc khác rồi quay lại.",
                    "This page refreshes every few seconds. You may do something else and come back.",
                ))
            }
            @if page.run.hurry {
                p { (lang.t("Đang lấy bản tốt nhất đến lúc này…", "Taking the best plan so far…")) }
            } @else {
                (button_row(html! {
                    (post_button(&act("hurry"), Button::quiet(lang.t("Lấy bản tốt nhất đến lúc này", "Take the best so far")).icon(Icon::Check), &[]))
                    (post_button(&act("stop"), Button::quiet(lang.t("Dừng, không cần nữa", "Stop, not needed")).icon(Icon::X), &[]))
                }))
            }
        },
    )
}

/// Why there is no plan, and the way to another one.
pub fn ended(lang: Lang, page: &RunPage) -> Markup {
    let why = match page.run.state {
        RunState::Lost => lang.t(
            "Máy chủ đang xếp bản này đã tắt giữa chừng. Chưa ai được báo; hãy xếp lại.",
            "The server that made this plan stopped half-way. Nobody was told; plan again.",
        ),
        _ => lang.t(
            "Bản này đã được dừng trước khi xếp xong. Chưa ai được báo.",
            "This plan was stopped before it was ready. Nobody was told.",
        ),
    };
    let again = paths::matching::run_act(page.run.id, "again");
    html! {
        (hint_box(Tone::Warn, html! { p { (why) } }))
        (button_row(html! {
            (post_button(&again, Button::primary(lang.t("Xếp lại", "Plan again")).icon(Icon::Refresh), &[]))
        }))
    }
}
