//! School years ("2026–2027"), their turn, and the days on which nobody is scheduled.

mod holidays;
mod moon;

use chrono::{Datelike, NaiveDate};

pub use holidays::holidays;

use super::ids::OrganisationId;
use super::refusal::Message;
use crate::text_enum;

text_enum! {
    /// Why nobody is scheduled on a day.
    pub enum ClosedKind { Holiday = "holiday", ExamWeek = "exam_week", Closure = "closure" }
}

/// Days on which nobody is scheduled, both included, with their name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosedSpan {
    /// A ward or a school; none: the whole country.
    pub organisation: Option<OrganisationId>,
    pub kind: ClosedKind,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    pub name: Message,
}

impl ClosedSpan {
    /// Does it close this organisation on that day?
    pub fn closes(&self, organisation: OrganisationId, day: NaiveDate) -> bool {
        let concerns = self.organisation.is_none_or(|own| own == organisation);
        concerns && self.from_day <= day && day <= self.to_day
    }
}

/// What closes an organisation on a day, if anything.
pub fn closing(
    spans: &[ClosedSpan],
    organisation: OrganisationId,
    day: NaiveDate,
) -> Option<&ClosedSpan> {
    spans.iter().find(|span| span.closes(organisation, day))
}

/// The school year turns on 1 August.
const FIRST_MONTH: u32 = 8;

/// The school year a day belongs to: "2026–2027".
pub fn of(day: NaiveDate) -> String {
    let first = if day.month() >= FIRST_MONTH { day.year() } else { day.year() - 1 };
    format!("{first}–{}", first + 1)
}

/// First and last day of the school year a day belongs to.
pub fn days(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = if day.month() >= FIRST_MONTH { day.year() } else { day.year() - 1 };
    let turn = |year| NaiveDate::from_ymd_opt(year, FIRST_MONTH, 1).unwrap_or(day);
    (turn(first), turn(first + 1) - chrono::Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_turns_in_august() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(of(day(2026, 7, 31)), "2025–2026");
        assert_eq!(of(day(2026, 8, 1)), "2026–2027");
        assert_eq!(days(day(2026, 11, 28)), (day(2026, 8, 1), day(2027, 7, 31)));
    }
}
