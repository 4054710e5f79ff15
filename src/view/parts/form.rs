//! The form around the fields: what was typed, what is wrong with it, and where to look.

use maud::{Markup, html};
use serde::Serialize;

use super::field::Field;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::view::icons::Icon;

/// What a person typed and what is wrong with it. The page that shows a form for the first
/// time uses an empty one; a refused POST shows the same page with this filled.
///
/// ```
/// use dai_su_so::view::parts::{Field, Form};
/// let mut filled = Form::default();
/// filled.set("name", "Nguyễn Văn Sáu");
/// filled.refuse("phone", "Số điện thoại có 10 chữ số.");
/// let page = maud::html! { (filled.fill(Field::text("name", "Họ tên"))) };
/// assert!(page.into_string().contains("value=\"Nguyễn Văn Sáu\""));
/// ```
#[derive(Clone, Default, Debug)]
pub struct Form {
    values: Vec<(String, String)>,
    problems: Vec<(String, String)>,
}

impl Form {
    /// A typed form as it was sent, with what is wrong with it in the language of the page.
    pub fn of(typed: &impl Serialize, problems: &Problems, lang: Lang) -> Form {
        // A form of text fields always has this shape: it came in it.
        let sent = serde_html_form::to_string(typed).unwrap_or_default();
        let values = serde_html_form::from_str(&sent).unwrap_or_default();
        let problems = problems.all(lang).into_iter();
        Form { values, problems: problems.map(|(f, m)| (f.to_owned(), m.to_owned())).collect() }
    }

    /// Every value as it was sent, to travel unseen to the next page; without `left_out`,
    /// usually the name of the button.
    pub fn unseen(&self, left_out: &str) -> Markup {
        let pairs: Vec<(&str, &str)> = self
            .values
            .iter()
            .filter(|(name, _)| name != left_out)
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        hidden(&pairs)
    }

    /// Keeps a value; called again with the same name it adds one more (checkboxes).
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.values.push((name.into(), value.into()));
    }

    /// Puts a message beside a field.
    pub fn refuse(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.problems.push((name.into(), message.into()));
    }

    /// The first value of a field, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// The message beside a field.
    pub fn problem(&self, name: &str) -> Option<&str> {
        self.problems.iter().find(|(n, _)| n == name).map(|(_, message)| message.as_str())
    }

    /// Whether nothing was refused.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

    /// The field with its kept values and its message. An empty form leaves the field its own
    /// values; a filled one decides alone, so a box that was cleared stays cleared.
    pub fn fill(&self, field: Field) -> Field {
        if self.values.is_empty() && self.problems.is_empty() {
            return field;
        }
        let name = field.name().to_owned();
        let kept: Vec<&str> =
            self.values.iter().filter(|(n, _)| *n == name).map(|(_, v)| v.as_str()).collect();
        field.values(kept).error(self.problem(&name))
    }

    /// All messages on top of the form; nothing when there are none.
    pub fn summary(&self, lang: Lang) -> Markup {
        error_summary(lang, &self.problems)
    }
}

/// All messages on top of a form, each leading to its field. The script moves the focus here,
/// so that whoever cannot see the whole form learns first what is wrong.
pub fn error_summary(lang: Lang, problems: &[(impl AsRef<str>, impl AsRef<str>)]) -> Markup {
    if problems.is_empty() {
        return html! {};
    }
    html! {
        div class="error-summary" id="error-summary" role="alert" tabindex="-1" {
            h2 { (Icon::CircleAlert) (lang.t("Cần xem lại", "Please look again")) }
            ul {
                @for (id, message) in problems {
                    li { a href=(format!("#{}", id.as_ref())) { (message.as_ref()) } }
                }
            }
        }
    }
}

/// A form that sends by POST. The browser's own bubbles are off, because the server says all
/// messages at once, beside the fields, in the language of the page.
///
/// `form("/bookings", html! { (fields) (Button::primary("Đặt lịch")) })`
pub fn form(action: &str, body: Markup) -> Markup {
    html! { form class="form" method="post" action=(action) novalidate { (body) } }
}

/// A form that brings in a file, for [`Field::file`].
pub fn upload_form(action: &str, body: Markup) -> Markup {
    html! {
        form class="form" method="post" action=(action) enctype="multipart/form-data" novalidate {
            (body)
        }
    }
}

/// A form that only asks (GET): a search or the filters above a list, on one line where it fits.
pub fn search_form(action: &str, body: Markup) -> Markup {
    html! { form class="search-form" role="search" method="get" action=(action) novalidate { (body) } }
}

/// Fields that belong together, under a heading.
pub fn fieldset(legend: &str, body: Markup) -> Markup {
    html! { fieldset class="group" { legend { (legend) } (body) } }
}

/// Short fields on one line where there is room: day, from, to.
pub fn side_by_side(fields: Markup) -> Markup {
    html! { div class="side-by-side" { (fields) } }
}

/// Values that travel with the form unseen.
pub fn hidden(fields: &[(&str, &str)]) -> Markup {
    html! {
        @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
    }
}
