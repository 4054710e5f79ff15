//! When a pupil is free: a week of half days and other times, and days that differ.

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use validator::Validate;

use super::eligibility::{Weekly, joined, without};
use super::hours::Span;
use super::refusal::{Message, Problems};
use super::typed;
use crate::text_enum;

text_enum! {
    /// A part of the day that is ticked as a whole. They meet, so that whoever is free
    /// all day is free across noon too.
    pub enum Band { Morning = "morning", Afternoon = "afternoon", Evening = "evening" }
}

impl Band {
    /// Minutes after midnight, `[from, to)`.
    pub fn minutes(self) -> (i64, i64) {
        match self {
            Band::Morning => (6 * 60, 12 * 60),
            Band::Afternoon => (12 * 60, 17 * 60),
            Band::Evening => (17 * 60, 19 * 60),
        }
    }
}

/// The week as typed: ticks such as "6-morning", and rows of weekday, from, to.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct WeekForm {
    #[validate(length(max = 21))]
    pub free: Vec<String>,
    #[validate(length(max = 40))]
    pub weekday: Vec<String>,
    #[validate(length(max = 40))]
    pub from: Vec<String>,
    #[validate(length(max = 40))]
    pub to: Vec<String>,
}

/// A tick of a weekday and a part of it, as the form sends it.
pub fn tick(weekday: i64, band: Band) -> String {
    format!("{weekday}-{band}")
}

impl WeekForm {
    /// The form that shows these free times: each part of a day that is free as a whole
    /// is ticked, what is left stands in rows.
    pub fn of(free: &[Weekly]) -> WeekForm {
        let mut form = WeekForm::default();
        for weekday in 1..=7 {
            let spans = free.iter().filter(|f| f.weekday == weekday).map(|f| f.minutes);
            let mut left = joined(spans.collect());
            for band in Band::ALL {
                let (from, to) = band.minutes();
                if left.iter().any(|span| span.0 <= from && to <= span.1) {
                    form.free.push(tick(weekday, *band));
                }
            }
            for band in Band::ALL.iter().filter(|b| form.free.contains(&tick(weekday, **b))) {
                left = left.into_iter().flat_map(|span| without(span, band.minutes())).collect();
            }
            for (from, to) in left {
                form.weekday.push(weekday.to_string());
                form.from.push(clock(from));
                form.to.push(clock(to));
            }
        }
        form
    }

    /// The rows as typed: (weekday, from, to).
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let longest = self.weekday.len().max(self.from.len()).max(self.to.len());
        (0..longest).map(|i| (cell(&self.weekday, i), cell(&self.from, i), cell(&self.to, i)))
    }

    /// The free times, joined where they meet. A row without any time is passed over.
    pub fn parse(&self) -> Result<Vec<Weekly>, Problems> {
        let mut spans: Vec<Vec<(i64, i64)>> = vec![Vec::new(); 7];
        for weekday in 1..=7_i64 {
            for band in Band::ALL.iter().filter(|band| self.free.contains(&tick(weekday, **band))) {
                spans[weekday as usize - 1].push(band.minutes());
            }
        }
        let mut problems = Problems::none();
        for (weekday, from, to) in self.rows() {
            if from.trim().is_empty() && to.trim().is_empty() {
                continue;
            }
            let day = typed::whole(weekday).filter(|day| (1..=7).contains(day));
            match day.zip(span(from, to)) {
                Some((day, span)) => spans[day as usize - 1].push(span),
                None => problems.add("rows", wrong_row()),
            }
        }
        problems.done()?;
        let weekly = spans.into_iter().zip(1..).flat_map(|(spans, weekday)| {
            joined(spans).into_iter().map(move |minutes| Weekly { weekday, minutes })
        });
        Ok(weekly.collect())
    }
}

fn cell(column: &[String], row: usize) -> &str {
    column.get(row).map_or("", String::as_str)
}

fn wrong_row() -> Message {
    Message::new(
        "Giờ khác cần giờ bắt đầu và giờ kết thúc sau đó, ví dụ Thứ Bảy 8:00–10:30.",
        "Other hours need a beginning and a later end, such as Saturday 8:00–10:30.",
    )
}

/// Two typed times as minutes after midnight, the second later than the first.
pub fn span(from: &str, to: &str) -> Option<(i64, i64)> {
    let minute = |text: &str| {
        let time = typed::time(text)?;
        Some((time - chrono::NaiveTime::MIN).num_minutes())
    };
    let to = if to.trim() == "24:00" { 24 * 60 } else { minute(to)? };
    let from = minute(from)?;
    (from < to).then_some((from, to))
}

/// Minutes after midnight as "7:30"; the end of the day as "24:00".
pub fn clock(minute: i64) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// A day that differs from the week, as typed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ExceptionForm {
    #[validate(length(max = 20))]
    pub day: String,
    /// "away_all_day", "away" or "free".
    #[validate(length(max = 20))]
    pub kind: String,
    #[validate(length(max = 10))]
    pub from: String,
    #[validate(length(max = 10))]
    pub to: String,
}

/// A day that differs from the week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DifferentDay {
    pub day: NaiveDate,
    pub available: bool,
    pub minutes: (i64, i64),
}

/// Days ahead that can be entered.
const DAYS_AHEAD: u64 = 366;

impl DifferentDay {
    /// Reads the form; the day is today or later.
    pub fn parse(form: &ExceptionForm, today: NaiveDate) -> Result<DifferentDay, Problems> {
        let mut problems = Problems::none();
        let within = today..=today + Days::new(DAYS_AHEAD);
        let day = typed::day(&form.day).filter(|day| within.contains(day));
        let day = problems.take(
            "day",
            day.ok_or_else(|| {
                Message::new("Chọn một ngày từ hôm nay trở đi.", "Choose a day from today on.")
            }),
        );
        let minutes = match form.kind.as_str() {
            "away_all_day" => Some((0, 24 * 60)),
            "away" | "free" => span(&form.from, &form.to),
            _ => {
                problems
                    .add("kind", Message::new("Hãy chọn bận hay rảnh.", "Choose away or free."));
                None
            }
        };
        if minutes.is_none() && problems.of("kind").is_none() {
            problems.add(
                "from",
                Message::new(
                    "Ghi giờ bắt đầu và giờ kết thúc sau đó, ví dụ 8:00 và 10:30.",
                    "Enter a beginning and a later end, such as 8:00 and 10:30.",
                ),
            );
        }
        match (day, minutes) {
            (Some(day), Some(minutes)) => {
                Ok(DifferentDay { day, available: form.kind == "free", minutes })
            }
            _ => Err(problems),
        }
    }
}

/// Does a time that somebody is away, in minutes of a day, take something of a span?
pub fn takes_from(day: NaiveDate, (from, to): (i64, i64), span: Span) -> bool {
    let end = if span.to.day() > day { 24 * 60 } else { span.to.minute_of_day() };
    span.from.day() == day && from < end && span.from.minute_of_day() < to
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::at::At;

    #[test]
    fn a_time_away_takes_from_a_shift_only_where_they_meet() {
        let at = |hour| {
            let day = NaiveDate::from_ymd_opt(2026, 12, 5).unwrap();
            At::local(day, chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap())
        };
        let shift = Span { from: at(8), to: at(10) };
        let day = shift.from.day();
        for (minutes, meets) in
            [((0, 1440), true), ((540, 660), true), ((600, 660), false), ((420, 480), false)]
        {
            assert_eq!(takes_from(day, minutes, shift), meets, "{minutes:?}");
        }
        assert!(!takes_from(day.succ_opt().unwrap(), (0, 1440), shift));
    }

    #[test]
    fn ticks_and_rows_make_one_week() {
        let form = WeekForm {
            free: vec!["6-morning".into(), "6-afternoon".into(), "9-morning".into()],
            weekday: vec!["7".into(), "".into(), "7".into()],
            from: vec!["8:00".into(), "".into(), "9h30".into()],
            to: vec!["10:00".into(), "".into(), "11:00".into()],
        };
        let week = form.parse().unwrap();
        assert_eq!(
            week,
            [
                Weekly { weekday: 6, minutes: (360, 1020) },
                Weekly { weekday: 7, minutes: (480, 660) },
            ]
        );
        let wrong = WeekForm { to: vec!["7:00".into()], ..form };
        assert!(wrong.parse().unwrap_err().of("rows").is_some());
    }

    #[test]
    fn a_different_day_is_away_or_free() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let form = |day: &str, kind: &str, from: &str, to: &str| ExceptionForm {
            day: day.into(),
            kind: kind.into(),
            from: from.into(),
            to: to.into(),
        };
        let parse = |form| DifferentDay::parse(&form, today);
        let all_day = parse(form("2026-12-05", "away_all_day", "", "")).unwrap();
        assert_eq!((all_day.available, all_day.minutes), (false, (0, 1440)));
        assert!(parse(form("2026-12-05", "free", "14:00", "16:00")).unwrap().available);
        assert!(parse(form("2026-11-27", "away_all_day", "", "")).unwrap_err().of("day").is_some());
        assert!(parse(form("2026-12-05", "away", "", "")).unwrap_err().of("from").is_some());
        assert!(parse(form("2026-12-05", "", "", "")).unwrap_err().of("kind").is_some());
    }

    proptest! {
        /// What is shown and saved again unchanged stays the same.
        #[test]
        fn a_week_survives_being_shown(spans in prop::collection::vec((1i64..=7, 0i64..1400, 1i64..300), 0..12)) {
            let free: Vec<Weekly> = spans
                .iter()
                .map(|(weekday, from, length)| Weekly { weekday: *weekday, minutes: (*from, (from + length).min(1439)) })
                .collect();
            let once = WeekForm::of(&free).parse().unwrap();
            prop_assert_eq!(WeekForm::of(&once).parse().unwrap(), once.clone());
            for weekly in free {
                prop_assert!(once.iter().any(|f| f.weekday == weekly.weekday
                    && f.minutes.0 <= weekly.minutes.0 && weekly.minutes.1 <= f.minutes.1));
            }
        }
    }
}
