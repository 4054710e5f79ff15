//! What people type into boxes for days, times and numbers, read kindly.

use chrono::{NaiveDate, NaiveTime};

/// "2026-11-28" as browsers send it, or "28/11/2026" as people write it.
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"))
        .ok()
        .filter(|day| (2000..=2200).contains(&chrono::Datelike::year(day)))
}

/// "07:30", "7:30", "7:30:00" or "7h30"; hours alone as "7h".
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_lowercase().replace('h', ":");
    let mut parts = text.split(':').map(str::trim);
    let hour = parts.next()?.parse().ok()?;
    let minute = match parts.next() {
        None | Some("") => 0,
        Some(minute) => minute.parse().ok()?,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// A whole number, with or without blanks around it.
pub fn whole(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

/// The first character that paper cannot carry: outside Latin letters, digits and the
/// punctuation of both languages. Emoji and signs that turn the line around are such.
pub fn unprintable(text: &str) -> Option<char> {
    let prints = |c: char| {
        matches!(c, ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
            || "–—‘’“”…•₫".contains(c)
    };
    text.chars().find(|c| !prints(*c))
}

/// As a date box expects it: "2026-11-28".
pub fn day_value(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// As a time box expects it: "07:30".
pub fn time_value(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_carries_both_languages_and_no_pictures() {
        for text in ["45/QĐ-NVN", "Trường THCS Nguyễn Vĩnh Nghiệp", "“Đại sứ số” – năm 2026…"]
        {
            assert_eq!(unprintable(text), None, "{text}");
        }
        assert_eq!(unprintable("1/QĐ 😀"), Some('😀'));
        assert_eq!(unprintable("1/QĐ \u{202e}abc"), Some('\u{202e}'));
        assert_eq!(unprintable("1\n2"), Some('\n'));
    }

    #[test]
    fn days_and_times_are_read_as_browsers_send_and_as_people_write_them() {
        let saturday = NaiveDate::from_ymd_opt(2026, 11, 28);
        assert_eq!((day("2026-11-28"), day(" 28/11/2026 ")), (saturday, saturday));
        assert_eq!((day("30/2/2026"), day("mai"), day("0001-01-01")), (None, None, None));
        let early = NaiveTime::from_hms_opt(7, 30, 0);
        for text in ["07:30", "7:30", "7h30", "7:30:00", " 7H30 "] {
            assert_eq!(time(text), early, "{text}");
        }
        assert_eq!(time("7h"), NaiveTime::from_hms_opt(7, 0, 0));
        assert_eq!((time(""), time("25:00"), time("sáng")), (None, None, None));
    }
}
