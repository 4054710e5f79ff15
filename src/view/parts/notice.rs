//! What the page tells: that something was done, that there is a problem, that nothing is here.

use maud::{Markup, html};

use crate::view::icons::Icon;

/// The mood of a message. Colour never carries it alone: each has its own icon.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// To know.
    #[default]
    Info,
    /// Done, in order.
    Good,
    /// Look here before you go on.
    Warn,
    /// It did not work, or it must not be.
    Bad,
}

impl Tone {
    /// The word that stands for it in a class and in the notice cookie.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Info => "info",
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
        }
    }

    /// The tone a word stands for; an unknown word is plain information.
    pub fn from_word(word: &str) -> Tone {
        match word {
            "good" => Tone::Good,
            "warn" => Tone::Warn,
            "bad" => Tone::Bad,
            _ => Tone::Info,
        }
    }

    fn icon(self) -> Icon {
        match self {
            Tone::Info => Icon::Info,
            Tone::Good => Icon::CircleCheck,
            Tone::Warn => Icon::Alert,
            Tone::Bad => Icon::CircleAlert,
        }
    }
}

/// One sentence about what just happened, carried over a redirect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Its mood.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

impl Notice {
    /// It is done: `Notice::done("Đã lưu.")`.
    pub fn done(text: impl Into<String>) -> Notice {
        Notice { tone: Tone::Good, text: text.into() }
    }

    /// To know: `Notice::info("Buổi này đã đủ chỗ.")`.
    pub fn info(text: impl Into<String>) -> Notice {
        Notice { tone: Tone::Info, text: text.into() }
    }

    /// Careful: `Notice::warn("Còn 2 ca chưa có người lớn.")`.
    pub fn warn(text: impl Into<String>) -> Notice {
        Notice { tone: Tone::Warn, text: text.into() }
    }

    /// It did not work: `Notice::problem("Chỗ này vừa có người đặt.")`.
    pub fn problem(text: impl Into<String>) -> Notice {
        Notice { tone: Tone::Bad, text: text.into() }
    }
}

/// A sentence in a coloured box with its icon.
pub fn notice(said: &Notice) -> Markup {
    hint_box(said.tone, html! { p { (said.text) } })
}

/// A coloured box for more than a sentence: a safety rule, a reason, a list of what is missing.
pub fn hint_box(tone: Tone, body: Markup) -> Markup {
    html! {
        div class=(format!("notice {}", tone.word())) {
            (tone.icon())
            div { (body) }
        }
    }
}

/// Where a list would be, but nothing is there yet: why, and what to do about it.
///
/// `empty_state(Icon::Calendar, "Chưa có buổi nào", "Buổi mới được đăng mỗi thứ Hai.",
/// html! { (Button::primary("Đăng buổi").to("/sessions/new")) })`
pub fn empty_state(icon: Icon, title: &str, text: &str, action: Markup) -> Markup {
    html! {
        div class="empty" {
            (icon)
            p class="empty-title" { (title) }
            p { (text) }
            (action)
        }
    }
}
