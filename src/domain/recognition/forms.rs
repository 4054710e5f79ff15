//! What people type on an award's way: a decision, a reason.

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use super::programme::{cannot_print, day};
use crate::domain::names::tidy;
use crate::domain::privacy::refuse_secrets;
use crate::domain::refusal::{Message, Problems};
use crate::domain::typed::unprintable;

/// The board's decision, as typed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct DecisionForm {
    #[validate(length(max = 40))]
    pub number: String,
    #[validate(length(max = 10))]
    pub decided_on: String,
}

/// A decision that awards may rest on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedDecision {
    /// "45/QĐ-NVN".
    pub number: String,
    pub decided_on: NaiveDate,
}

impl ParsedDecision {
    /// Reads it: a decision is dated within the programme and not in the future.
    pub fn parse(
        form: &DecisionForm,
        from_day: NaiveDate,
        today: NaiveDate,
    ) -> Result<ParsedDecision, Problems> {
        let mut problems = Problems::none();
        let number = tidy(&form.number);
        if !number.chars().any(|c| c.is_ascii_digit()) {
            problems.add(
                "number",
                Message::new(
                    "Hãy nhập số quyết định, ví dụ 45/QĐ-NVN.",
                    "Enter the decision's number, for example 45/QĐ-NVN.",
                ),
            );
        }
        if let Some(character) = unprintable(&number) {
            problems.add("number", cannot_print(character));
        }
        let decided_on = problems.take("decided_on", day(&form.decided_on));
        if decided_on.is_some_and(|day| day > today) {
            problems.add(
                "decided_on",
                Message::new(
                    "Ngày quyết định còn ở tương lai.",
                    "The decision's date is in the future.",
                ),
            );
        }
        if decided_on.is_some_and(|day| day < from_day) {
            problems.add(
                "decided_on",
                Message::new(
                    "Ngày quyết định đứng trước ngày bắt đầu chương trình.",
                    "The decision is dated before the programme begins.",
                ),
            );
        }
        match (decided_on, problems.is_empty()) {
            (Some(decided_on), true) => Ok(ParsedDecision { number, decided_on }),
            _ => Err(problems),
        }
    }
}

/// Why something is set aside, taken off or revoked, as typed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ReasonForm {
    #[validate(length(max = 300))]
    pub reason: String,
}

/// The reason in plain words, without anything secret; there must be one.
pub fn reason(form: &ReasonForm) -> Result<String, Problems> {
    let reason = tidy(&form.reason);
    if reason.chars().count() < 5 {
        return Err(Problems::one(
            "reason",
            Message::new("Hãy ghi lý do, ít nhất vài chữ.", "Say why, in a few words at least."),
        ));
    }
    refuse_secrets(&reason).map_err(|message| Problems::one("reason", message))?;
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;

    fn on(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_decision_is_neither_from_before_the_programme_nor_from_the_future() {
        let parse = |number: &str, decided_on: &str| {
            let form = DecisionForm { number: number.into(), decided_on: decided_on.into() };
            ParsedDecision::parse(&form, on(2026, 8, 1), on(2026, 11, 28))
        };
        assert_eq!(parse(" 45/QĐ-NVN ", "2026-11-28").unwrap().number, "45/QĐ-NVN");
        assert!(parse("45/QĐ-NVN", "2026-11-29").unwrap_err().of("decided_on").is_some());
        assert!(parse("45/QĐ-NVN", "2026-07-31").unwrap_err().of("decided_on").is_some());
        let empty = parse("", "").unwrap_err();
        assert!(empty.of("number").is_some() && empty.of("decided_on").is_some());
    }

    #[test]
    fn a_reason_says_something() {
        let typed = |text: &str| reason(&ReasonForm { reason: text.into() });
        assert_eq!(typed("  nhầm   lớp học ").unwrap(), "nhầm lớp học");
        assert!(typed("ok").unwrap_err().say("reason", Lang::Vi).is_some());
    }
}
