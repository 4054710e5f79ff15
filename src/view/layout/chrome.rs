//! What surrounds the content: header, navigation, footer. None of it is printed.

use maud::{Markup, PreEscaped, html};

use super::{Audience, NavItem, Shell};
use crate::domain::lang::Lang;
use crate::paths::{accounts, home, incidents};
use crate::view::icons::Icon;

/// The wordmark's picture: a speech bubble whose tick is two arms, a small warm one
/// and a long one.
const LOGO: &str = concat!(
    r#"<path class="bubble" d="M8 3h16a6 6 0 0 1 6 6v10a6 6 0 0 1-6 6h-8l-7 5v-5H8a6 6 0 0 1-6-6V9a6 6 0 0 1 6-6z"/>"#,
    r#"<path class="arm" d="M14.6 18.6 22.6 9.8"/><path class="hand" d="m9.4 13.4 5.2 5.2"/>"#,
);

pub(super) fn header(shell: &Shell) -> Markup {
    let lang = shell.lang;
    html! {
        header class="top" {
            a class="brand" href=(if shell.who.is_some() { accounts::START } else { home::INDEX }) {
                svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" {
                    (PreEscaped(LOGO))
                }
                span { "Đại sứ số" }
            }
            @if has_menu(shell) {
                button class="menu-button" type="button" popovertarget="menu" {
                    (Icon::Menu) span { (lang.t("Mục lục", "Menu")) }
                }
            }
            div class="tools" {
                @if let Some(who) = shell.who {
                    p class="who" {
                        strong { (who.name) }
                        span { (who.role_line) }
                    }
                }
                (language_switch(shell))
                (door(shell))
            }
        }
    }
}

/// On a phone the staff navigation is a popover behind the menu button, which works without
/// script; where there is room the stylesheet shows it at the side.
pub(super) fn navigation(shell: &Shell) -> Markup {
    if shell.nav.is_empty() || shell.audience == Audience::Bare {
        return html! {};
    }
    let current = current(shell.nav, shell.here);
    html! {
        nav class="nav" id="menu" popover[has_menu(shell)]
            aria-label=(shell.lang.t("Các trang", "Pages")) {
            @if let (true, Some(who)) = (has_menu(shell), shell.who) {
                p class="nav-who" { strong { (who.name) } (who.role_line) }
            }
            ul {
                @for (i, item) in shell.nav.iter().enumerate() {
                    li {
                        a href=(item.href) aria-current=[(current == Some(i)).then_some("page")] {
                            (item.label)
                        }
                    }
                }
            }
        }
    }
}

fn has_menu(shell: &Shell) -> bool {
    shell.audience == Audience::Staff && !shell.nav.is_empty()
}

/// The entry whose address is the longest beginning of the page's path.
fn current(nav: &[NavItem], here: &str) -> Option<usize> {
    let path = here.split(['?', '#']).next().unwrap_or_default();
    let leads_to = |href: &str| {
        path == href || (href != "/" && path.strip_prefix(href).is_some_and(|r| r.starts_with('/')))
    };
    (0..nav.len()).filter(|&i| leads_to(&nav[i].href)).max_by_key(|&i| nav[i].href.len())
}

/// A POST, because it changes something: the language that is remembered. On the answer to a
/// form the form goes along, so that nothing has to be typed again.
fn language_switch(shell: &Shell) -> Markup {
    let other = shell.lang.other();
    let name = match other {
        Lang::En => "English",
        Lang::Vi => "Tiếng Việt",
    };
    let button = html! {
        button class="tool" lang=(other.tag()) { (Icon::Languages) span { (name) } }
    };
    match shell.sent {
        Some(sent) => html! {
            form class="language" method="post" action=(sent.to) {
                @for (name, value) in sent.fields { input type="hidden" name=(name) value=(value); }
                (button)
            }
        },
        None => html! {
            form class="language" method="post" action=(home::LANGUAGE) {
                input type="hidden" name="to" value=(other.tag());
                input type="hidden" name="back" value=(shell.here);
                (button)
            }
        },
    }
}

/// The way in or out. Residents have no account, so their way in is in the footer.
fn door(shell: &Shell) -> Markup {
    let lang = shell.lang;
    html! {
        @if shell.who.is_some() {
            form method="post" action=(accounts::SIGN_OUT) {
                button class="tool" { (Icon::SignOut) span { (lang.t("Đăng xuất", "Sign out")) } }
            }
        } @else if shell.audience != Audience::Resident && shell.here != accounts::SIGN_IN {
            a class="tool" href=(accounts::SIGN_IN) {
                (Icon::SignIn) span { (lang.t("Đăng nhập", "Sign in")) }
            }
        }
    }
}

pub(super) fn footer(shell: &Shell) -> Markup {
    let lang = shell.lang;
    html! {
        footer class="foot" {
            p class="safety" {
                (Icon::Shield)
                span {
                    (lang.t(
                        "Không đưa mật khẩu, mã OTP, số tài khoản hay giấy tờ cho bất cứ ai, kể cả người hướng dẫn. Nghi bị lừa, gọi Công an ",
                        "Never give a password, one-time code, account number or paper to anybody, the helpers included. If you suspect fraud, call the police: ",
                    ))
                    a href="tel:113" { "113" } "."
                }
            }
            p {
                (lang.t(
                    "Tình nguyện viên hướng dẫn để bà con tự làm, không giải quyết thủ tục và không thu tiền.",
                    "Volunteers guide you to do it yourself; they do not decide procedures and take no money.",
                ))
            }
            p class="foot-links" {
                a href=(incidents::FOR_PARENTS) {
                    (Icon::Shield) (lang.t("Dành cho phụ huynh", "For parents"))
                }
                @if let Some(number) = shell.hotline {
                    a href=(format!("tel:{}", dialled(number))) {
                        (Icon::Phone) (lang.t("Gọi hỏi: ", "Call us: ")) (number)
                    }
                }
                @if shell.audience == Audience::Resident && shell.who.is_none() {
                    a href=(accounts::SIGN_IN) {
                        (Icon::SignIn)
                        (lang.t("Đại sứ số và cán bộ đăng nhập", "Ambassadors and staff sign in"))
                    }
                }
            }
        }
    }
}

/// A number as the telephone wants it: digits and a leading plus.
fn dialled(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}
