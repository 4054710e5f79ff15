//! What is matched at once: a session, a day or a week.

use chrono::{Datelike, Days, IsoWeek, NaiveDate, Weekday};
use serde::Deserialize;
use validator::Validate;

use crate::domain::hours::week_of;
use crate::domain::ids::SessionId;
use crate::domain::refusal::{Message, Problems};

/// As chosen on the page: "session:12", "day:2026-11-28" or "week:2026-W48".
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ScopeForm {
    #[validate(length(max = 40))]
    pub scope: String,
}

/// What to match. Always within one week from Monday to Sunday: pupils' hours are counted
/// by the week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    Session(SessionId),
    Day(NaiveDate),
    Week(Week),
}

impl Scope {
    /// Reads what was chosen.
    pub fn parse(form: &ScopeForm) -> Result<Scope, Problems> {
        let chosen = form.scope.split_once(':').and_then(|(kind, value)| match kind {
            "session" => value.parse().ok().map(Scope::Session),
            "day" => value.parse().ok().map(Scope::Day),
            "week" => Week::parse(value).map(Scope::Week),
            _ => None,
        });
        let message = || {
            Message::new(
                "Hãy chọn một buổi, một ngày hoặc một tuần.",
                "Choose a session, a day or a week.",
            )
        };
        chosen.ok_or_else(|| Problems::one("scope", message()))
    }

    /// As sent by the page.
    pub fn code(self) -> String {
        match self {
            Scope::Session(id) => format!("session:{id}"),
            Scope::Day(day) => format!("day:{day}"),
            Scope::Week(week) => format!("week:{}", week.code()),
        }
    }
}

/// An ISO week, Monday to Sunday: "2026-W48".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Week {
    monday: NaiveDate,
}

impl Week {
    /// The week a day lies in.
    pub fn of(day: NaiveDate) -> Week {
        Week { monday: week_of(day).0 }
    }

    /// Reads "2026-W48".
    pub fn parse(text: &str) -> Option<Week> {
        let (year, week) = text.trim().split_once("-W")?;
        let monday =
            NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
        Some(Week { monday })
    }

    /// "2026-W48".
    pub fn code(self) -> String {
        let week: IsoWeek = self.monday.iso_week();
        format!("{}-W{:02}", week.year(), week.week())
    }

    /// Monday and Sunday.
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        (self.monday, self.monday + Days::new(6))
    }

    /// The week after.
    pub fn next(self) -> Week {
        Week { monday: self.monday + Days::new(7) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_read_and_written_the_same_even_around_new_year() {
        for code in ["2026-W48", "2026-W01", "2026-W53"] {
            assert_eq!(Week::parse(code).unwrap().code(), code);
        }
        let (monday, sunday) = Week::parse("2026-W48").unwrap().days();
        assert_eq!(
            (monday.to_string(), sunday.to_string()),
            ("2026-11-23".into(), "2026-11-29".into())
        );
        assert_eq!(Week::of(sunday).next().code(), "2026-W49");
        for wrong in ["", "2026", "2026-48", "2026-W54", "W48"] {
            assert_eq!(Week::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_scope_comes_back_as_it_was_sent() {
        for code in ["session:12", "day:2026-11-28", "week:2026-W48"] {
            let form = ScopeForm { scope: code.into() };
            assert_eq!(Scope::parse(&form).unwrap().code(), code);
        }
        for wrong in ["", "session:x", "day:28/11/2026", "month:2026-11"] {
            assert!(Scope::parse(&ScopeForm { scope: wrong.into() }).is_err(), "{wrong}");
        }
    }
}
