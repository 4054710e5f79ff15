//! The coordinator's list of people to call because a seat is kept for them.

use maud::{Markup, html};

use super::moment;
use crate::db::bookings::line::Call;
use crate::domain::codes;
use crate::domain::lang::Lang;
use crate::domain::phone;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{Button, Table, empty_state, page_head, post_button};

/// The list, the most urgent first.
pub fn calls(lang: Lang, calls: &[Call]) -> Markup {
    let yes = lang.t("Đồng ý", "Says yes");
    let no = lang.t("Từ chối", "Says no");
    html! {
        (page_head(
            lang.t("Cần gọi điện", "People to call"),
            lang.t(
                "Có chỗ trống đang giữ cho những người này. Đọc mã và hai bên hẹn giờ; không bao giờ hỏi mật khẩu hay OTP.",
                "A seat is kept for them. Say the code and the time; never ask for a password or one-time code.",
            ),
            html! {},
        ))
        @if calls.is_empty() {
            (empty_state(
                Icon::Phone,
                lang.t("Không có ai cần gọi", "Nobody to call"),
                lang.t("Khi có người hủy, người chờ lâu nhất sẽ hiện ở đây.", "When somebody cancels, whoever waits longest appears here."),
                html! {},
            ))
        } @else {
            (Table::new(lang.t("Người cần gọi", "People to call"))
                .text(lang.t("Tên", "Name")).text(lang.t("Điện thoại", "Telephone"))
                .text(lang.t("Chỗ đang giữ", "The seat")).text(lang.t("Hạn trả lời", "Answer before"))
                .actions(lang.t("Trả lời", "Answer"))
                .rows(calls.iter().map(|call| [
                    html! { (call.name) br; span class="note" { (codes::shown(&call.code)) } },
                    telephone(lang, call),
                    html! {
                        (moment(lang, call.starts_at, call.ends_at)) br;
                        span class="note" { (call.place) " · " (lang.t(&call.topic_vi, &call.topic_en)) }
                    },
                    html! { (lang.moment(call.offered_until)) },
                    html! { div class="row" {
                        (post_button(&paths::bookings::call_yes(&call.code), Button::primary(yes).small().says(format!("{yes}: {}", call.name)), &[]))
                        (post_button(&paths::bookings::call_no(&call.code), Button::quiet(no).small().says(format!("{no}: {}", call.name)), &[]))
                    } },
                ])))
        }
    }
}

fn telephone(lang: Lang, call: &Call) -> Markup {
    let link = |number: &str| html! { a href=(format!("tel:{number}")) { (phone::shown(number)) } };
    html! {
        @match (&call.phone, &call.proxy_phone) {
            (Some(number), _) => (link(number)),
            (None, Some(number)) => {
                (link(number)) br;
                span class="note" { (lang.t("người đặt hộ: ", "booked by ")) (call.proxy_name.as_deref().unwrap_or_default()) }
            }
            (None, None) => span class="note" { (lang.t("Không có số; chờ họ mở bằng mã", "No number; they may open it by code")) },
        }
    }
}
