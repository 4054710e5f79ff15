//! The frame around every page: head, wordmark, navigation, notice, footer.

use maud::{DOCTYPE, Markup, html};

use super::assets::asset_url;
use super::icons::Icon;
use super::parts::{Notice, notice};
use crate::domain::lang::Lang;

mod chrome;

/// For whom a page is made; it decides type size, density and navigation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Audience {
    /// Large type, one column, large targets.
    #[default]
    Resident,
    /// Dense, keyboard first, navigation at the side.
    Staff,
    /// A pupil on a phone: between the two.
    Pupil,
    /// No navigation: signing in, public award pages, errors.
    Bare,
}

impl Audience {
    fn class(self) -> &'static str {
        match self {
            Audience::Resident => "resident",
            Audience::Staff => "staff",
            Audience::Pupil => "pupil",
            Audience::Bare => "bare",
        }
    }
}

/// The person signed in, as the header shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// "Trần Thị Diễm".
    pub name: String,
    /// "Cán bộ Đoàn, Phường Phú Thuận".
    pub role_line: String,
}

/// One entry of the navigation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NavItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// What the frame needs to know. Fill what the page has and take the rest from `default()`.
#[derive(Default)]
pub struct Shell<'a> {
    /// The language of the page.
    pub lang: Lang,
    /// The page's own title, without the product's name.
    pub title: &'a str,
    /// For whom the page is.
    pub audience: Audience,
    /// Who is signed in, if anybody.
    pub who: Option<&'a Signed>,
    /// The navigation; the entry that leads closest to `here` is marked as current.
    pub nav: &'a [NavItem],
    /// The path of this page, where the language switch returns to.
    pub here: &'a str,
    /// The form whose answer this page is: the language switch sends it once more.
    pub sent: Option<&'a Sent<'a>>,
    /// What just happened, said once after a redirect.
    pub notice: Option<Notice>,
    /// Whether the people and numbers are invented, which the page then says on top.
    pub demo: bool,
    /// The number to call about a session, shown in the footer.
    pub hotline: Option<&'a str>,
}

/// A form that was sent, to be sent again.
#[derive(Clone, Debug)]
pub struct Sent<'a> {
    /// The path and query it goes to.
    pub to: String,
    /// Its fields, by name and value.
    pub fields: &'a [(String, String)],
}

/// A whole page: the frame with `body` in its middle.
pub fn page(shell: &Shell, body: Markup) -> Markup {
    let lang = shell.lang;
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (head(shell))
            body class=(shell.audience.class()) {
                a class="skip" href="#main" { (lang.t("Đến nội dung chính", "Skip to content")) }
                @if shell.demo { (demo_line(lang)) }
                (chrome::header(shell))
                (chrome::navigation(shell))
                main id="main" tabindex="-1" {
                    div class="notices" role="status" {
                        @if let Some(said) = &shell.notice { (notice(said)) }
                    }
                    (body)
                }
                (chrome::footer(shell))
            }
        }
    }
}

fn head(shell: &Shell) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="theme-color" content="#0b5cad" media="(prefers-color-scheme: light)";
            meta name="theme-color" content="#0e1722" media="(prefers-color-scheme: dark)";
            title { (shell.title) " – Đại sứ số" }
            link rel="stylesheet" href=(asset_url("site.css"));
            link rel="icon" type="image/svg+xml" href=(asset_url("favicon.svg"));
            link rel="apple-touch-icon" href=(asset_url("apple-touch-icon.png"));
            link rel="manifest" href=(asset_url("site.webmanifest"));
            script src=(asset_url("site.js")) defer {}
        }
    }
}

fn demo_line(lang: Lang) -> Markup {
    html! {
        aside class="demo" aria-label=(lang.t("Bản dùng thử", "Demonstration")) {
            (Icon::Info)
            span {
                (lang.t(
                    "Bản dùng thử: người và số liệu ở đây đều không có thật.",
                    "Demonstration: the people and numbers here are invented.",
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nav() -> Vec<NavItem> {
        ["/desk", "/desk/sessions", "/people"]
            .map(|href| NavItem { label: href.to_owned(), href: href.to_owned() })
            .into()
    }

    #[test]
    fn only_the_closest_entry_is_current() {
        let nav = nav();
        let shell = Shell { nav: &nav, here: "/desk/sessions/7?tab=desk", ..Shell::default() };
        let page = page(&shell, html! {}).into_string();
        assert_eq!(page.matches("aria-current=\"page\"").count(), 1);
        assert!(page.contains("href=\"/desk/sessions\" aria-current=\"page\""));
    }

    #[test]
    fn the_language_switch_returns_to_this_page_in_the_other_language() {
        let shell = Shell { here: "/sessions/7?day=2", ..Shell::default() };
        let page = page(&shell, html! {}).into_string();
        assert!(page.contains("name=\"to\" value=\"en\""));
        assert!(page.contains("name=\"back\" value=\"/sessions/7?day=2\""));
    }

    #[test]
    fn on_the_answer_to_a_form_the_switch_sends_the_form_once_more() {
        let fields = [("name".to_owned(), "Bà \"Chín\"".to_owned())];
        let sent = Sent { to: "/book/check?language=en".into(), fields: &fields };
        let shell = Shell { here: "/book/who", sent: Some(&sent), ..Shell::default() };
        let page = page(&shell, html! {}).into_string();
        assert!(page.contains("action=\"/book/check?language=en\""));
        assert!(page.contains("name=\"name\" value=\"Bà &quot;Chín&quot;\""));
        assert!(!page.contains("name=\"back\""));
    }

    #[test]
    fn nothing_in_the_frame_needs_inline_style_or_script() {
        let page = page(&Shell::default(), html! {}).into_string();
        assert!(!page.contains("style="));
        assert!(!page.contains("onclick"));
        assert!(page.contains("defer></script>"));
    }
}
