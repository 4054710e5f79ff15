//! One question of a form: label, hint, input, message.

use maud::{Markup, Render, html};

use crate::domain::lang::Lang;
use crate::view::icons::Icon;

mod input;

/// One answer of a select, a group of checkboxes or a group of radio buttons.
#[derive(Clone, Debug)]
pub struct Choice {
    value: String,
    label: String,
    note: Option<String>,
    icon: Option<Icon>,
    closed: bool,
    lesser: bool,
}

impl Choice {
    /// `Choice::new("8:00", "8:00–8:30")`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice {
            value: value.into(),
            label: label.into(),
            note: None,
            icon: None,
            closed: false,
            lesser: false,
        }
    }

    /// A smaller line below the label: "còn 3 chỗ".
    pub fn note(mut self, note: impl Into<String>) -> Choice {
        self.note = Some(note.into());
        self
    }

    /// An icon before the label.
    pub fn icon(mut self, icon: Icon) -> Choice {
        self.icon = Some(icon);
        self
    }

    /// Can be chosen, but the eye should find the others first.
    pub fn lesser(mut self, lesser: bool) -> Choice {
        self.lesser = lesser;
        self
    }

    /// Shown, but cannot be chosen; say why in the note.
    pub fn closed(mut self, closed: bool) -> Choice {
        self.closed = closed;
        self
    }
}

#[derive(Clone, Debug)]
enum Kind {
    /// An `<input>` of this type.
    Line(&'static str),
    Area,
    Select(Vec<Choice>),
    Checks(Vec<Choice>),
    Radios(Vec<Choice>),
    /// A single box to tick, with the label beside it.
    Tick,
}

/// How answers of a group are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Layout {
    List,
    Cards,
    Grid,
    RoomyGrid,
}

/// One question of a form. It is required unless it is [`optional`], and its id is its name.
///
/// `Field::text("name", "Họ và tên").hint("Như bà con gọi nhau").autocomplete("name")`
///
/// [`optional`]: Field::optional
#[derive(Clone, Debug)]
pub struct Field {
    kind: Kind,
    name: String,
    id: String,
    label: String,
    hint: Option<String>,
    optional: Option<Lang>,
    required: bool,
    values: Vec<String>,
    error: Option<String>,
    layout: Layout,
    short: bool,
    quiet_label: bool,
    attributes: Vec<(&'static str, String)>,
}

impl Field {
    fn new(kind: Kind, name: impl Into<String>, label: impl Into<String>) -> Field {
        let name = name.into();
        Field {
            kind,
            id: name.clone(),
            name,
            label: label.into(),
            hint: None,
            optional: None,
            required: true,
            values: Vec::new(),
            error: None,
            layout: Layout::List,
            short: false,
            quiet_label: false,
            attributes: Vec::new(),
        }
    }

    /// One line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("text"), name, label)
    }

    /// A phone number; phones show their number pad.
    pub fn tel(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("tel"), name, label).autocomplete("tel").short()
    }

    /// An e-mail address.
    pub fn email(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("email"), name, label).autocomplete("email")
    }

    /// A password; its value is never shown again.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("password"), name, label).autocomplete("current-password")
    }

    /// A whole number. It is a text line with the number pad, because number inputs lose
    /// what was typed wrongly and change when the wheel turns over them.
    pub fn number(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("text"), name, label).attribute("inputmode", "numeric").short()
    }

    /// A day, `2026-11-28` on the wire.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("date"), name, label).short()
    }

    /// A time of day, `07:30` on the wire.
    pub fn time(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("time"), name, label).short()
    }

    /// Words to search for; never required.
    pub fn search(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("search"), name, label).attribute("enterkeyhint", "search").filter()
    }

    /// A file to bring in, inside an [`upload_form`](super::upload_form).
    pub fn file(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Line("file"), name, label)
    }

    /// Several lines of text.
    pub fn textarea(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Area, name, label).attribute("rows", "4")
    }

    /// One of many, folded away.
    pub fn select(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: Vec<Choice>,
    ) -> Field {
        Field::new(Kind::Select(choices), name, label)
    }

    /// Any number of several.
    pub fn checks(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: Vec<Choice>,
    ) -> Field {
        Field::new(Kind::Checks(choices), name, label)
    }

    /// One of several, all in sight.
    pub fn radios(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: Vec<Choice>,
    ) -> Field {
        Field::new(Kind::Radios(choices), name, label)
    }

    /// One box to tick; it sends `yes` when ticked and nothing otherwise.
    pub fn tick(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(Kind::Tick, name, label)
    }

    /// The name it sends.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Another id, where the same name stands on the page twice.
    pub fn id(mut self, id: impl Into<String>) -> Field {
        self.id = id.into();
        self
    }

    /// A line below the label: an example, or why it is asked.
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = Some(hint.into());
        self
    }

    /// Need not be answered, and says so.
    pub fn optional(mut self, lang: Lang) -> Field {
        self.optional = Some(lang);
        self.required = false;
        self
    }

    /// Need not be answered and need not say so: one of the filters above a list.
    pub fn filter(mut self) -> Field {
        self.required = false;
        self
    }

    /// What the input shows; for checkboxes, one more that is ticked.
    pub fn value(mut self, value: impl Into<String>) -> Field {
        self.values.push(value.into());
        self
    }

    /// Exactly these values, instead of any given before.
    pub fn values(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Field {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// The message beside the field.
    pub fn error(mut self, message: Option<impl Into<String>>) -> Field {
        self.error = message.map(Into::into);
        self
    }

    /// Answers as large cards, one below the other: for residents.
    pub fn cards(mut self) -> Field {
        self.layout = Layout::Cards;
        self
    }

    /// Answers as small cards side by side: times, days, classes.
    pub fn grid(mut self) -> Field {
        self.layout = Layout::Grid;
        self
    }

    /// Answers of a few words side by side.
    pub fn roomy_grid(mut self) -> Field {
        self.layout = Layout::RoomyGrid;
        self
    }

    /// Typing also narrows the list with this id at once, where there is script.
    pub fn narrows(self, list: &str) -> Field {
        self.attribute("data-filter", list)
    }

    /// An input only as wide as a short answer.
    pub fn short(mut self) -> Field {
        self.short = true;
        self
    }

    /// The label is only for screen readers, because the place says it already.
    pub fn quiet_label(mut self) -> Field {
        self.quiet_label = true;
        self
    }

    /// What the browser may fill in: `name`, `tel`, `one-time-code`, `off`.
    pub fn autocomplete(self, what: &'static str) -> Field {
        self.attribute("autocomplete", what)
    }

    /// The longest answer, in characters.
    pub fn max_len(self, characters: usize) -> Field {
        self.attribute("maxlength", characters.to_string())
    }

    /// The smallest number, first day or earliest time.
    pub fn min(self, value: impl Into<String>) -> Field {
        self.attribute("min", value)
    }

    /// The largest number, last day or latest time.
    pub fn max(self, value: impl Into<String>) -> Field {
        self.attribute("max", value)
    }

    /// Any further attribute of the input; a later one replaces an earlier of the same name.
    pub fn attribute(mut self, name: &'static str, value: impl Into<String>) -> Field {
        self.attributes.retain(|(n, _)| *n != name);
        self.attributes.push((name, value.into()));
        self
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// Ids of the texts that belong to the input, for screen readers.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| self.hint_id());
        let error = self.error.as_ref().map(|_| self.error_id());
        let ids: Vec<String> = error.into_iter().chain(hint).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn label_text(&self) -> Markup {
        html! {
            (self.label)
            @if let Some(lang) = self.optional {
                " " span class="optional" { (lang.t("(không bắt buộc)", "(optional)")) }
            }
        }
    }

    fn hint_and_error(&self) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p class="hint" id=(self.hint_id()) { (hint) } }
            @if let Some(error) = &self.error {
                p class="error" id=(self.error_id()) { (Icon::CircleAlert) span { (error) } }
            }
        }
    }
}

impl Render for Field {
    fn render(&self) -> Markup {
        let class = if self.error.is_some() { "field wrong" } else { "field" };
        let hide = self.quiet_label.then_some("unseen");
        match &self.kind {
            Kind::Checks(choices) => self.group("checkbox", choices),
            Kind::Radios(choices) => self.group("radio", choices),
            Kind::Tick => html! {
                div class=(class) { (self.tick_box()) (self.hint_and_error()) }
            },
            kind => html! {
                div class=(class) {
                    label class=[hide] for=(self.id) { (self.label_text()) }
                    (self.hint_and_error())
                    (self.input(kind))
                }
            },
        }
    }
}
