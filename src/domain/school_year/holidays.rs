//! The public holidays of the country, computed: nobody has to enter them each year.
//!
//! Labour Code 2019, article 112, with the Day of Vietnamese Culture added by resolution
//! 28/2026/QH16 from 1 July 2026. Of Tết's five days the law fixes the number only; the
//! usual choice, the last day of the old year and four of the new, is taken. The second
//! day of National Day and days swapped by the Government are entered as closed days.

use chrono::{Datelike, Days, NaiveDate};

use super::{ClosedKind, ClosedSpan, moon};
use crate::domain::refusal::Message;

/// Holidays that touch `[from, to]`, in order.
pub fn holidays(from: NaiveDate, to: NaiveDate) -> Vec<ClosedSpan> {
    let mut found: Vec<ClosedSpan> = (from.year()..=to.year())
        .flat_map(of_year)
        .filter(|span| span.from_day <= to && from <= span.to_day)
        .collect();
    found.sort_by_key(|span| span.from_day);
    found
}

/// The first Day of Vietnamese Culture as a public holiday.
const CULTURE_DAY_SINCE: i32 = 2026;

fn of_year(year: i32) -> Vec<ClosedSpan> {
    let fixed = |month, day, vi, en| {
        NaiveDate::from_ymd_opt(year, month, day).map(|day| span(day, day, vi, en))
    };
    let tet = moon::month_begins(year, 1);
    let founders = moon::month_begins(year, 3) + Days::new(9);
    let culture = (year >= CULTURE_DAY_SINCE)
        .then(|| fixed(11, 24, "Ngày Văn hóa Việt Nam", "Day of Vietnamese Culture"))
        .flatten();
    [
        fixed(1, 1, "Tết Dương lịch", "New Year's Day"),
        Some(span(tet - Days::new(1), tet + Days::new(3), "Tết Nguyên đán", "Lunar New Year")),
        Some(span(founders, founders, "Giỗ Tổ Hùng Vương", "Hùng Kings' Commemoration Day")),
        fixed(4, 30, "Ngày Chiến thắng 30/4", "Reunification Day"),
        fixed(5, 1, "Ngày Quốc tế Lao động", "Labour Day"),
        fixed(9, 2, "Quốc khánh", "National Day"),
        culture,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn span(from_day: NaiveDate, to_day: NaiveDate, vi: &'static str, en: &'static str) -> ClosedSpan {
    ClosedSpan {
        organisation: None,
        kind: ClosedKind::Holiday,
        from_day,
        to_day,
        name: Message::new(vi, en),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;

    #[test]
    fn the_day_of_culture_is_a_holiday_since_2026() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let names = |day| -> Vec<String> {
            holidays(day, day).iter().map(|h| h.name.say(Lang::Vi).to_owned()).collect()
        };
        assert_eq!(names(day(2026, 11, 24)), ["Ngày Văn hóa Việt Nam"]);
        assert!(names(day(2025, 11, 24)).is_empty());
        assert_eq!(names(day(2027, 2, 5)), ["Tết Nguyên đán"]);
        assert_eq!(names(day(2027, 2, 9)), ["Tết Nguyên đán"]);
        assert!(names(day(2027, 2, 10)).is_empty());
    }

    #[test]
    fn a_school_year_meets_all_seven_in_their_order() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let found = holidays(day(2026, 8, 1), day(2027, 7, 31));
        let days: Vec<_> = found.iter().map(|h| (h.from_day.month(), h.from_day.day())).collect();
        assert_eq!(days, [(9, 2), (11, 24), (1, 1), (2, 5), (4, 16), (4, 30), (5, 1)]);
    }
}
