//! School years ("2026–2027"), their turn, and the days on which nobody is scheduled.

use chrono::{Datelike, NaiveDate};

use crate::text_enum;

text_enum! {
    /// Why nobody is scheduled on a day.
    pub enum ClosedKind { Holiday = "holiday", ExamWeek = "exam_week", Closure = "closure" }
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
