//! Where a code is entered.

use maud::{Markup, html};

use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{Button, Field, Notice, disclosure, form, notice, page_head};

/// What was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    pub code: &'a str,
    pub proof: &'a str,
}

/// The page; `why` tells that nothing was found, never which half was wrong.
pub fn enter(lang: Lang, typed: Typed<'_>, why: Option<&Message>) -> Markup {
    html! {
        (page_head(
            lang.t("Mở lượt đã đặt", "Open a booking"),
            lang.t(
                "Xem lại phiếu, đổi giờ, hủy, hoặc nhận chỗ đang chờ.",
                "See the slip, change the time, cancel, or accept a seat you wait for.",
            ),
            html! {},
        ))
        @if let Some(why) = why { (notice(&Notice::problem(why.say(lang)))) }
        (form(paths::bookings::ENTER, html! {
            (Field::text("code", lang.t("Mã trên phiếu", "Code on the slip"))
                .hint(lang.t("Bảy chữ và số, ví dụ 7K2Q-M9X; chữ hoa, chữ thường đều được", "Seven letters and digits such as 7K2Q-M9X, in capitals or not"))
                .value(typed.code).max_len(20).autocomplete("off").attribute("autocapitalize", "characters"))
            (Field::text("proof", lang.t("Tên người đến, hoặc 4 số cuối điện thoại", "Name of the person who comes, or the last 4 digits of the telephone"))
                .hint(lang.t("Như đã ghi khi đặt, gõ không dấu cũng được", "As given when booking; accents are not needed"))
                .value(typed.proof).max_len(80).autocomplete("off"))
            (Button::primary(lang.t("Mở", "Open")).icon(Icon::ArrowRight).wide())
        }))
        (disclosure(lang.t("Mất phiếu, quên mã?", "Lost the slip or the code?"), html! {
            p {
                (lang.t(
                    "Gọi số điện thoại của phường, hoặc đến thẳng buổi hỗ trợ: bàn đón tiếp tìm được theo tên và năm sinh. Không ai được bắt ông/bà đọc mật khẩu hay mã OTP.",
                    "Call the ward, or come to the session: the desk finds you by name and year of birth. Nobody may ask for a password or one-time code.",
                ))
            }
        }))
    }
}
