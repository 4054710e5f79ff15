//! The input elements of a [`Field`].

use maud::{Markup, PreEscaped, html};

use super::{Choice, Field, Kind, Layout};

impl Field {
    pub(super) fn input(&self, kind: &Kind) -> Markup {
        match kind {
            Kind::Line(line) => self.with_attributes(html! {
                input type=(line) id=(self.id) name=(self.name) class=[self.width()]
                    value=[self.shown(line)] required[self.required]
                    aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
            }),
            Kind::Area => self.with_attributes(html! {
                textarea id=(self.id) name=(self.name) required[self.required]
                    aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] {
                    // A first line break is swallowed by the browser, so one that was typed
                    // survives only behind another.
                    "\n" (self.first())
                }
            }),
            Kind::Select(choices) => self.with_attributes(html! {
                select id=(self.id) name=(self.name) class=[self.width()]
                    required[self.required && begins_empty(choices)]
                    aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] {
                    @for choice in choices {
                        option value=(choice.value) selected[self.has(choice)]
                            disabled[choice.closed] {
                            (choice.label)
                            @if let Some(note) = &choice.note { " – " (note) }
                        }
                    }
                }
            }),
            Kind::Checks(_) | Kind::Radios(_) | Kind::Tick => html! {},
        }
    }

    pub(super) fn group(&self, kind: &'static str, choices: &[Choice]) -> Markup {
        let layout = match self.layout {
            Layout::List => "choices",
            Layout::Cards => "choices cards",
            Layout::Grid => "choices grid",
            Layout::RoomyGrid => "choices grid roomy",
        };
        let class = if self.error.is_some() { "field wrong" } else { "field" };
        html! {
            fieldset class=(class) aria-describedby=[self.described_by()] {
                legend class=[self.quiet_label.then_some("unseen")] { (self.label_text()) }
                (self.hint_and_error())
                div class=(layout) {
                    @for (i, choice) in choices.iter().enumerate() {
                        (self.choice(kind, i, choice))
                    }
                }
            }
        }
    }

    /// The first answer carries the field's own id, so that a link in the error summary
    /// leads to it.
    fn choice(&self, kind: &'static str, index: usize, choice: &Choice) -> Markup {
        let id = match index {
            0 => self.id.clone(),
            _ => format!("{}-{}", self.id, index + 1),
        };
        let required = kind == "radio" && self.required;
        html! {
            label class={ "choice" @if choice.lesser { " lesser" } } for=(id) {
                input type=(kind) id=(id) name=(self.name) value=(choice.value)
                    checked[self.has(choice)] disabled[choice.closed] required[required];
                @if let Some(icon) = choice.icon { (icon) }
                span {
                    span class="choice-label" { (choice.label) }
                    @if let Some(note) = &choice.note { span class="note" { (note) } }
                }
            }
        }
    }

    pub(super) fn tick_box(&self) -> Markup {
        html! {
            label class="choice" for=(self.id) {
                input type="checkbox" id=(self.id) name=(self.name) value="yes"
                    checked[self.first() == "yes"] required[self.required]
                    aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
                span { (self.label_text()) }
            }
        }
    }

    fn has(&self, choice: &Choice) -> bool {
        self.values.contains(&choice.value)
    }

    fn first(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    /// A password or a file is never sent back to the page.
    fn shown(&self, line: &str) -> Option<&str> {
        (line != "password" && line != "file" && !self.first().is_empty()).then(|| self.first())
    }

    fn width(&self) -> Option<&'static str> {
        self.short.then_some("short")
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    /// Puts the further attributes into the opening tag. Their names are literals of this
    /// program and their values are escaped, so the page stays well formed.
    fn with_attributes(&self, element: Markup) -> Markup {
        let more: String = self
            .attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", html! { (value) }.into_string()))
            .collect();
        let text = element.into_string();
        match text.find(' ') {
            Some(at) => PreEscaped(format!("{}{more}{}", &text[..at], &text[at..])),
            None => PreEscaped(text),
        }
    }
}

/// HTML allows `required` on a select only when its first answer is "none yet"; otherwise
/// something is always chosen.
fn begins_empty(choices: &[Choice]) -> bool {
    choices.first().is_some_and(|first| first.value.is_empty())
}

#[cfg(test)]
mod tests {
    use maud::Render;

    use crate::domain::lang::Lang;
    use crate::view::parts::{Choice, Field, Form};

    #[test]
    fn a_refused_field_keeps_its_value_and_is_tied_to_its_message() {
        let mut form = Form::default();
        form.set("phone", "09\"12");
        form.refuse("phone", "Số điện thoại có 10 chữ số.");
        let field = form.fill(Field::tel("phone", "Điện thoại").hint("Để gọi khi đổi giờ"));
        let html = field.render().into_string();
        assert!(html.contains("value=\"09&quot;12\""));
        assert!(html.contains("aria-describedby=\"phone-error phone-hint\""));
        assert!(html.contains("aria-invalid=\"true\""));
        assert!(html.contains("id=\"phone-error\""));
        assert!(html.contains("<input autocomplete=\"tel\" type=\"tel\""));
    }

    #[test]
    fn an_attribute_is_escaped_and_replaced_by_a_later_one() {
        let field = Field::text("a", "A").max_len(5).attribute("maxlength", "9\" x=\"");
        let html = field.render().into_string();
        assert!(html.contains("maxlength=\"9&quot; x=&quot;\""));
        assert!(!html.contains("maxlength=\"5\""));
    }

    #[test]
    fn a_password_is_never_sent_back() {
        let html = Field::password("secret", "Mật khẩu").value("mat-khau-cu").render();
        assert!(!html.into_string().contains("mat-khau-cu"));
    }

    #[test]
    fn the_first_answer_of_a_group_carries_the_fields_id() {
        let choices = vec![Choice::new("a", "A"), Choice::new("b", "B").closed(true)];
        let field = Field::radios("slot", "Giờ", choices).optional(Lang::Vi).value("a");
        let html = field.render().into_string();
        assert!(html.contains("id=\"slot\" name=\"slot\" value=\"a\" checked"));
        assert!(html.contains("id=\"slot-2\" name=\"slot\" value=\"b\" disabled"));
        assert!(html.contains("(không bắt buộc)"));
    }
}
