//! The front door: in five seconds what to do, in thirty what this is.

use maud::{Markup, html};

use super::parts::page_head;
use crate::domain::lang::Lang;

/// For residents first, for schools and wards below.
pub fn index(lang: Lang) -> Markup {
    page_head(
        lang.t("Cần giúp làm thủ tục trên điện thoại?", "Need help with online services?"),
        lang.t(
            "Đặt lịch miễn phí, không cần tài khoản. Các em đại sứ số và cán bộ phường sẽ hướng dẫn tận tay.",
            "Book for free, without an account. Digital ambassadors and ward staff will guide you.",
        ),
        html! {},
    )
}
