//! The door, and where a signed-in person starts.

use maud::{Markup, html};

use super::parts::{Button, Field, Notice, form, hidden, link_card, notice, page_head, section};
use crate::domain::access::Person;
use crate::domain::accounts::SignInForm;
use crate::domain::duties::Duty;
use crate::domain::lang::Lang;
use crate::paths;

/// Name and password.
pub fn sign_in(lang: Lang, typed: &SignInForm, why: Option<&str>) -> Markup {
    html! {
        (page_head(
            lang.t("Đăng nhập", "Sign in"),
            lang.t(
                "Dành cho cán bộ, thầy cô và đại sứ số. Người dân không cần tài khoản.",
                "For staff, teachers and ambassadors. Residents need no account.",
            ),
            html! {},
        ))
        @if let Some(why) = why { (notice(&Notice::problem(why))) }
        (form(paths::accounts::SIGN_IN, html! {
            (hidden(&[("back", &typed.back)]))
            (Field::text("name", lang.t("Tên đăng nhập", "Sign-in name"))
                .hint(lang.t("Địa chỉ thư của cán bộ, hoặc mã trường cấp cho em", "Staff: e-mail address. Pupils: the code from school"))
                .value(&typed.name).autocomplete("username webauthn").attribute("autocapitalize", "none"))
            (Field::password("password", lang.t("Mật khẩu", "Password")).autocomplete("current-password"))
            (Button::primary(lang.t("Đăng nhập", "Sign in")).wide())
        }))
    }
}

/// The number that goes with a card.
pub fn card(lang: Lang, token: &str, why: Option<&str>) -> Markup {
    html! {
        (page_head(
            lang.t("Vào bằng thẻ", "Sign in with the card"),
            lang.t("Nhập số riêng 4 chữ số thầy cô đưa kèm thẻ.", "Enter the four digits your teacher gave you with the card."),
            html! {},
        ))
        @if let Some(why) = why { (notice(&Notice::problem(why))) }
        (form(&paths::accounts::card(token), html! {
            (Field::password("card_number", lang.t("Số riêng", "Your number")).autocomplete("off").attribute("inputmode", "numeric").max_len(10).short())
            (Button::primary(lang.t("Vào", "Go in")).wide())
        }))
        p { a href=(paths::accounts::SIGN_IN) { (lang.t("Vào bằng tên và mật khẩu", "Sign in with name and password")) } }
    }
}

/// Where it is done.
fn place_of(duty: Duty) -> &'static str {
    match duty {
        Duty::Incidents => paths::incidents::LIST,
        Duty::Desk => paths::desk::LIST,
        Duty::Calls => paths::bookings::CALLS,
        Duty::Requests => paths::requests::LIST,
        Duty::Releases => paths::approvals::LIST,
        Duty::Supports => paths::hours::SUPPORTS,
        Duty::Consents => paths::consents::LIST,
        Duty::Family => paths::family_supports::WAITING,
        Duty::DataLeaks => paths::data_leaks::LIST,
        Duty::DataRequests | Duty::LateDataRequests => paths::data_requests::LIST,
        Duty::Candidates | Duty::Approvals | Duty::Issues => paths::recognition::LIST,
    }
}

/// What this person can do next: (address, name, purpose) of each page.
pub fn start(
    lang: Lang,
    me: &Person,
    waiting: &[(Duty, i64)],
    tiles: &[(&str, &str, &str)],
) -> Markup {
    html! {
        (page_head(
            &format!("{} {}", lang.t("Chào", "Hello"), me.name),
            lang.t("Hôm nay mình làm gì?", "What shall we do today?"),
            html! {},
        ))
        @if !waiting.is_empty() {
            (section(lang.t("Đang chờ mình", "Waiting for you"), html! {
                ul.duties {
                    @for (duty, n) in waiting {
                        li { a href=(place_of(*duty)) { strong { (n) } span { (duty.name(lang)) } } }
                    }
                }
            }))
        }
        div.cards {
            @for (href, name, purpose) in tiles { (link_card(href, name, html! { p { (purpose) } })) }
        }
    }
}
