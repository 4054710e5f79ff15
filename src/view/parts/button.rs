//! Things to press: buttons, links that look like them, and one-button forms.

use maud::{Markup, Render, html};

use super::form::hidden;
use crate::view::icons::Icon;

/// A submit button, or a link that looks like one when it has somewhere to lead [`to`].
///
/// `Button::primary("Đặt lịch này").icon(Icon::Check)`
///
/// [`to`]: Button::to
#[derive(Clone, Debug)]
pub struct Button {
    look: &'static str,
    label: String,
    icon: Option<Icon>,
    href: Option<String>,
    entry: Option<(String, String)>,
    form: Option<String>,
    small: bool,
    wide: bool,
    says: Option<String>,
    blocked: Option<String>,
}

impl Button {
    fn new(look: &'static str, label: impl Into<String>) -> Button {
        Button {
            look,
            label: label.into(),
            icon: None,
            href: None,
            entry: None,
            form: None,
            small: false,
            wide: false,
            says: None,
            blocked: None,
        }
    }

    /// The one thing this page is for.
    pub fn primary(label: impl Into<String>) -> Button {
        Button::new("primary", label)
    }

    /// Everything else.
    pub fn quiet(label: impl Into<String>) -> Button {
        Button::new("quiet", label)
    }

    /// What cannot be taken back.
    pub fn danger(label: impl Into<String>) -> Button {
        Button::new("danger", label)
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Button {
        self.icon = Some(icon);
        self
    }

    /// Leads to a page instead of sending the form.
    pub fn to(mut self, href: impl Into<String>) -> Button {
        self.href = Some(href.into());
        self
    }

    /// Sends this name and value with the form: which of several buttons was pressed.
    pub fn named(mut self, name: impl Into<String>, value: impl Into<String>) -> Button {
        self.entry = Some((name.into(), value.into()));
        self
    }

    /// Sends the form with this id, when the button stands outside it.
    pub fn form(mut self, id: impl Into<String>) -> Button {
        self.form = Some(id.into());
        self
    }

    /// A small one, for rows of a table.
    pub fn small(mut self) -> Button {
        self.small = true;
        self
    }

    /// As wide as the column.
    pub fn wide(mut self) -> Button {
        self.wide = true;
        self
    }

    /// What a screen reader says instead of the label, when the label alone does not tell
    /// which row it acts on: `.says("Hủy lượt đặt 7K2Q-M")`. Begin with the label's own words.
    pub fn says(mut self, text: impl Into<String>) -> Button {
        self.says = Some(text.into());
        self
    }

    /// Shows why it cannot be pressed now; `None` leaves the button as it is.
    pub fn blocked(mut self, reason: Option<impl Into<String>>) -> Button {
        self.blocked = reason.map(Into::into);
        self
    }

    fn class(&self) -> String {
        let mut class = format!("button {}", self.look);
        for (on, word) in [(self.small, " small"), (self.wide, " wide")] {
            if on {
                class.push_str(word);
            }
        }
        class
    }

    fn inside(&self) -> Markup {
        html! { @if let Some(icon) = self.icon { (icon) } span { (self.label) } }
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        html! {
            @if let Some(reason) = &self.blocked {
                span class="blocked" {
                    button class=(self.class()) type="button" disabled { (self.inside()) }
                    span class="reason" { (Icon::Lock) span { (reason) } }
                }
            } @else if let Some(href) = &self.href {
                a class=(self.class()) href=(href) aria-label=[self.says.as_deref()] {
                    (self.inside())
                }
            } @else {
                button class=(self.class()) form=[self.form.as_deref()]
                    name=[self.entry.as_ref().map(|(name, _)| name)]
                    value=[self.entry.as_ref().map(|(_, value)| value)]
                    aria-label=[self.says.as_deref()] {
                    (self.inside())
                }
            }
        }
    }
}

/// Buttons side by side; on a phone one below the other.
pub fn button_row(buttons: Markup) -> Markup {
    html! { div class="buttons" { (buttons) } }
}

/// A form that is only a button: `post_button("/bookings/7/arrive", Button::primary("Đã đến"),
/// &[("slot", "3")])`.
pub fn post_button(action: &str, button: Button, fields: &[(&str, &str)]) -> Markup {
    html! {
        form class="post" method="post" action=(action) { (hidden(fields)) (button) }
    }
}

/// Asks once more before something that cannot be taken back, without script: a button that
/// opens an explanation, further fields (a reason) and the button that really does it.
///
/// `confirm_box("Hủy buổi này…", "12 người đã đặt sẽ được báo.", "/sessions/7/cancel",
/// Button::danger("Hủy buổi và báo 12 người"), html! { (reason_field) })`
pub fn confirm_box(
    ask: &str,
    explain: &str,
    action: &str,
    button: Button,
    fields: Markup,
) -> Markup {
    confirm(ask, explain, action, button, fields, false)
}

/// The same, already open: something that was typed in it has to be put right.
pub fn confirm_box_again(
    ask: &str,
    explain: &str,
    action: &str,
    button: Button,
    fields: Markup,
) -> Markup {
    confirm(ask, explain, action, button, fields, true)
}

fn confirm(
    ask: &str,
    explain: &str,
    action: &str,
    button: Button,
    fields: Markup,
    open: bool,
) -> Markup {
    html! {
        details class="confirm" open[open] {
            summary class="button quiet" { (Icon::ChevronDown) span { (ask) } }
            form class="confirm-body form" method="post" action=(action) novalidate {
                p { (explain) }
                (fields)
                (button)
            }
        }
    }
}
