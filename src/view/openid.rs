//! Signing in with an account that somebody else keeps: the button, and the way there.

use maud::{Markup, html};

use super::parts::{Button, form, hidden, page_head};
use crate::domain::lang::Lang;
use crate::paths;

fn with(lang: Lang, provider: &str) -> String {
    format!("{} {provider}", lang.t("Đăng nhập bằng", "Sign in with"))
}

/// The button below name and password.
pub fn button(lang: Lang, provider: &str, back: &str) -> Markup {
    form(
        paths::openid::BEGIN,
        html! {
            (hidden(&[("back", back)]))
            (Button::quiet(with(lang, provider)).wide())
        },
    )
}

/// Shown for the moment until the browser is at the provider's page.
pub fn going(lang: Lang, provider: &str, address: &str) -> Markup {
    html! {
        (page_head(
            &with(lang, provider),
            lang.t("Đang chuyển sang trang đăng nhập…", "Taking you to the sign-in page…"),
            html! {},
        ))
        (Button::primary(lang.t("Tiếp tục", "Continue")).to(address).wide())
    }
}
