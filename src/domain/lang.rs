//! The two languages of the product, and how each writes days, hours and numbers.
//!
//! Every sentence is written in both languages at the place that says it,
//! `lang.t("Đặt lịch", "Book")`, so the compiler refuses a missing translation.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::at::At;

/// Vietnamese is the default; English is the second language of every page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

const WEEKDAYS_VI: [&str; 7] =
    ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"];
const WEEKDAYS_EN: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Lang {
    /// The text in this language.
    pub fn t<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// BCP 47 tag, as in `<html lang>` and the language cookie.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// The other of the two.
    pub fn other(self) -> Lang {
        match self {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        }
    }

    /// Reads a BCP 47 tag; anything but English is Vietnamese.
    pub fn from_tag(tag: &str) -> Lang {
        if tag.starts_with("en") { Lang::En } else { Lang::Vi }
    }

    /// "Thứ Bảy" or "Saturday".
    pub fn weekday(self, day: NaiveDate) -> &'static str {
        let index = day.weekday().num_days_from_monday() as usize;
        match self {
            Lang::Vi => WEEKDAYS_VI[index],
            Lang::En => WEEKDAYS_EN[index],
        }
    }

    /// "Thứ Bảy, 28/11/2026" or "Saturday 28 November 2026".
    pub fn day(self, day: NaiveDate) -> String {
        match self {
            Lang::Vi => format!("{}, {}", self.weekday(day), self.date(day)),
            Lang::En => format!("{} {}", self.weekday(day), self.date(day)),
        }
    }

    /// "28/11/2026" or "28 November 2026".
    pub fn date(self, day: NaiveDate) -> String {
        match self {
            Lang::Vi => format!("{}/{}/{}", day.day(), day.month(), day.year()),
            Lang::En => {
                format!("{} {} {}", day.day(), MONTHS_EN[day.month0() as usize], day.year())
            }
        }
    }

    /// The day in words, to be read aloud: "Thứ Bảy, ngày 28 tháng 11 năm 2026".
    pub fn day_in_words(self, day: NaiveDate) -> String {
        match self {
            Lang::Vi => format!(
                "{}, ngày {} tháng {} năm {}",
                self.weekday(day),
                day.day(),
                day.month(),
                day.year()
            ),
            Lang::En => self.day(day),
        }
    }

    /// "7:30", a 24-hour clock in both languages.
    pub fn time(self, time: NaiveTime) -> String {
        format!("{}:{:02}", time.hour(), time.minute())
    }

    /// "7:30–11:00".
    pub fn times(self, from: NaiveTime, to: NaiveTime) -> String {
        format!("{}–{}", self.time(from), self.time(to))
    }

    /// "28/11/2026 7:30" for an instant.
    pub fn moment(self, at: At) -> String {
        format!("{} {}", self.date(at.day()), self.time(at.time()))
    }

    /// A whole number with its group mark: "1.234" or "1,234".
    pub fn number(self, n: i64) -> String {
        let mark = match self {
            Lang::Vi => '.',
            Lang::En => ',',
        };
        let digits = n.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if n < 0 {
            out.push('-');
        }
        for (i, d) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(d);
        }
        out
    }

    /// Minutes as hours, to the quarter hour: "2,25 giờ" or "2.25 hours".
    pub fn hours(self, minutes: i64) -> String {
        let hundredths = minutes.abs() * 100 / 60;
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        let sign = if minutes < 0 { "-" } else { "" };
        let whole = format!("{sign}{}", self.number(whole));
        let number = match rest {
            0 => whole,
            r if r % 10 == 0 => format!("{whole}{}{}", self.decimal_mark(), r / 10),
            r => format!("{whole}{}{r:02}", self.decimal_mark()),
        };
        match self {
            Lang::Vi => format!("{number} giờ"),
            Lang::En if minutes == 60 => format!("{number} hour"),
            Lang::En => format!("{number} hours"),
        }
    }

    /// "3 lượt", "1 booking", "2 bookings".
    pub fn count(self, n: i64, vi: &str, one: &str, many: &str) -> String {
        let noun = match self {
            Lang::Vi => vi,
            Lang::En if n == 1 => one,
            Lang::En => many,
        };
        format!("{} {noun}", self.number(n))
    }

    fn decimal_mark(self) -> char {
        match self {
            Lang::Vi => ',',
            Lang::En => '.',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saturday_reads_in_both_languages() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        assert_eq!(Lang::Vi.day(day), "Thứ Bảy, 28/11/2026");
        assert_eq!(Lang::En.day(day), "Saturday 28 November 2026");
        assert_eq!(Lang::Vi.day_in_words(day), "Thứ Bảy, ngày 28 tháng 11 năm 2026");
    }

    #[test]
    fn numbers_and_hours_carry_each_languages_marks() {
        assert_eq!(Lang::Vi.number(1_234_567), "1.234.567");
        assert_eq!(Lang::En.number(-1234), "-1,234");
        assert_eq!(Lang::Vi.hours(135), "2,25 giờ");
        assert_eq!(Lang::En.hours(90), "1.5 hours");
        assert_eq!(Lang::En.hours(60), "1 hour");
        assert_eq!(Lang::Vi.hours(-105), "-1,75 giờ");
    }
}
