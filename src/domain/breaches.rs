//! Safety breaches: what a pupil did against the rules of the movement, noted by the
//! school. A breach bars the tiers that ask for a clean record.

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use super::ids::AmbassadorId;
use super::names::tidy;
use super::privacy::refuse_secrets;
use super::refusal::{Message, Problems, Refuse};
use super::school_year;

/// As typed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct BreachForm {
    #[validate(length(max = 20))]
    pub ambassador: String,
    #[validate(length(max = 10))]
    pub happened_on: String,
    #[validate(length(max = 500))]
    pub what: String,
}

/// A breach that can be noted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedBreach {
    pub ambassador: AmbassadorId,
    pub happened_on: NaiveDate,
    pub what: String,
}

impl ParsedBreach {
    /// Reads it: a day of the running school year, not in the future, and a plain account.
    pub fn parse(form: &BreachForm, today: NaiveDate) -> Result<ParsedBreach, Problems> {
        let mut problems = Problems::none();
        let choose = || Message::new("Hãy chọn một em.", "Choose a pupil.");
        let ambassador = problems.take("ambassador", form.ambassador.parse().map_err(|_| choose()));
        let day = NaiveDate::parse_from_str(form.happened_on.trim(), "%Y-%m-%d")
            .map_err(|_| Message::new("Hãy chọn một ngày.", "Choose a day."));
        let happened_on = problems.take("happened_on", day);
        let (first, _) = school_year::days(today);
        if happened_on.is_some_and(|day| day > today || day < first) {
            problems.add(
                "happened_on",
                Message::new(
                    "Ngày phải nằm trong năm học này và không ở tương lai.",
                    "The day must lie in this school year and not in the future.",
                ),
            );
        }
        let what = tidy(&form.what);
        if what.chars().count() < 10 {
            problems.add(
                "what",
                Message::new(
                    "Hãy ghi ngắn gọn việc đã xảy ra (ít nhất 10 ký tự).",
                    "Say shortly what happened (at least 10 characters).",
                ),
            );
        }
        if let Err(message) = refuse_secrets(&what) {
            problems.add("what", message);
        }
        match (ambassador, happened_on, problems.is_empty()) {
            (Some(ambassador), Some(happened_on), true) => {
                Ok(ParsedBreach { ambassador, happened_on, what })
            }
            _ => Err(problems),
        }
    }
}

/// Why a breach is not withdrawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BreachRefusal {
    AlreadyWithdrawn,
}

impl Refuse for BreachRefusal {
    fn code(&self) -> &'static str {
        "breach_already_withdrawn"
    }

    fn message(&self) -> Message {
        Message::new("Ghi nhận này đã được rút lại rồi.", "This note has already been withdrawn.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breach_names_a_pupil_a_day_of_this_year_and_what_happened() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let parse = |ambassador: &str, day: &str, what: &str| {
            let form = BreachForm {
                ambassador: ambassador.into(),
                happened_on: day.into(),
                what: what.into(),
            };
            ParsedBreach::parse(&form, today)
        };
        let fine = parse("7", "2026-11-21", "Tự cầm điện thoại của bà con để nhập mã").unwrap();
        assert_eq!(fine.ambassador, AmbassadorId(7));
        let wrong = parse("", "2026-07-31", "nhầm").unwrap_err();
        for field in ["ambassador", "happened_on", "what"] {
            assert!(wrong.of(field).is_some(), "{field}");
        }
    }
}
