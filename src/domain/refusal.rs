//! How the house says no: a named reason the person can act on, in both languages,
//! and a list of problems beside the fields of a form.

use std::borrow::Cow;
use std::fmt;

use super::lang::Lang;

/// A sentence in both languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    vi: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Message {
    /// Vietnamese first, English second.
    pub fn new(vi: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Message {
        Message { vi: vi.into(), en: en.into() }
    }

    /// The sentence in one language.
    pub fn say(&self, lang: Lang) -> &str {
        lang.t(&self.vi, &self.en)
    }
}

/// A reason for refusing, one variant of a drawer's enum.
pub trait Refuse: fmt::Debug + Send + Sync {
    /// The reason's name, as in logs and tests: `slot_full`.
    fn code(&self) -> &'static str;
    /// What it means and what to do, in a plain sentence.
    fn message(&self) -> Message;
}

/// What is wrong with a form, field by field, in the order the fields stand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Problems(Vec<(String, Message)>);

impl Problems {
    /// No problem yet.
    pub fn none() -> Problems {
        Problems::default()
    }

    /// One problem, for early returns.
    pub fn one(field: &str, message: Message) -> Problems {
        let mut problems = Problems::none();
        problems.add(field, message);
        problems
    }

    /// Notes a problem; a field keeps its first one.
    pub fn add(&mut self, field: &str, message: Message) {
        if self.of(field).is_none() {
            self.0.push((field.to_owned(), message));
        }
    }

    /// Takes the value, or notes the problem beside the field.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Message>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(message) => {
                self.add(field, message);
                None
            }
        }
    }

    /// Adds those of another list.
    pub fn extend(&mut self, others: Problems) {
        for (field, message) in others.0 {
            self.add(&field, message);
        }
    }

    /// The problem of a field.
    pub fn of(&self, field: &str) -> Option<&Message> {
        self.0.iter().find(|(f, _)| f == field).map(|(_, m)| m)
    }

    /// The field's sentence in one language.
    pub fn say(&self, field: &str, lang: Lang) -> Option<&str> {
        self.of(field).map(|m| m.say(lang))
    }

    /// (field, sentence) pairs for the summary above a form.
    pub fn all(&self, lang: Lang) -> Vec<(&str, &str)> {
        self.0.iter().map(|(f, m)| (f.as_str(), m.say(lang))).collect()
    }

    /// The first of them, for a page that has no form to show it in.
    pub fn first(&self) -> Message {
        self.0.first().map(|(_, message)| message.clone()).unwrap_or_else(|| {
            Message::new("Có mục chưa đúng.", "Something in the form is not right.")
        })
    }

    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing is wrong.
    pub fn done(self) -> Result<(), Problems> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}
