//! The school's own days, lesson hours and tighter limits.

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use validator::Validate;

use crate::domain::availability::span;
use crate::domain::eligibility::{Limits, OwnLimits, Weekly, joined};
use crate::domain::names::tidy;
use crate::domain::privacy::refuse_secrets;
use crate::domain::refusal::{Message, Problems};
use crate::domain::school_year::ClosedKind;
use crate::domain::typed;

/// Days on which the school's pupils are not scheduled, as typed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ClosedForm {
    #[validate(length(max = 20))]
    pub kind: String,
    #[validate(length(max = 20))]
    pub from_day: String,
    #[validate(length(max = 20))]
    pub to_day: String,
    #[validate(length(max = 80))]
    pub name: String,
    #[validate(length(max = 80))]
    pub name_en: String,
}

/// Days to be closed, both included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewClosed {
    pub kind: ClosedKind,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    pub name_vi: String,
    pub name_en: String,
}

/// The longest time that is closed at once: a mistyped year would close the school.
const MOST_DAYS: u64 = 92;

impl NewClosed {
    /// Reads the form; a last day left empty closes one day.
    pub fn parse(form: &ClosedForm, today: NaiveDate) -> Result<NewClosed, Problems> {
        let mut problems = Problems::none();
        let kind = ClosedKind::from_code(&form.kind)
            .ok_or_else(|| Message::new("Hãy chọn một mục.", "Choose one."));
        let kind = problems.take("kind", kind);
        let from = typed::day(&form.from_day);
        let from = problems.take("from_day", from.ok_or_else(no_day));
        let to = match form.to_day.trim() {
            "" => from,
            typed => problems.take("to_day", typed::day(typed).ok_or_else(no_day)),
        };
        if let (Some(from), Some(to)) = (from, to)
            && !(from..=from + Days::new(MOST_DAYS)).contains(&to)
        {
            problems.add(
                "to_day",
                Message::new(
                    "Ngày cuối phải sau ngày đầu và không quá ba tháng.",
                    "The last day comes after the first, within three months.",
                ),
            );
        } else if to.is_some_and(|to| to < today) {
            problems.add("to_day", Message::new("Những ngày này đã qua.", "These days are over."));
        }
        let name = tidy(&form.name);
        if name.chars().count() < 3 {
            problems.add(
                "name",
                Message::new(
                    "Ghi tên đợt, ví dụ: Kiểm tra cuối học kỳ 1.",
                    "Give it a name, such as: exams of the first term.",
                ),
            );
        }
        if let Err(secret) = refuse_secrets(&format!("{name} {}", form.name_en)) {
            problems.add("name", secret);
        }
        match (problems.is_empty(), kind, from, to) {
            (true, Some(kind), Some(from_day), Some(to_day)) => {
                let name_en = match tidy(&form.name_en) {
                    none if none.is_empty() => name.clone(),
                    some => some,
                };
                Ok(NewClosed { kind, from_day, to_day, name_vi: name, name_en })
            }
            _ => Err(problems),
        }
    }
}

fn no_day() -> Message {
    Message::new("Hãy chọn một ngày.", "Choose a day.")
}

/// Lesson hours of a class: for Monday to Sunday two rows each, morning and afternoon.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct LessonsForm {
    #[validate(length(max = 14))]
    pub from: Vec<String>,
    #[validate(length(max = 14))]
    pub to: Vec<String>,
    /// "yes": the same hours for every class of the school.
    #[validate(length(max = 5))]
    pub all: String,
}

/// Rows for each weekday.
pub const SPANS_A_DAY: usize = 2;

impl LessonsForm {
    /// The form that shows these hours; more than two spans a day are joined to two.
    pub fn of(lessons: &[Weekly]) -> LessonsForm {
        let mut form = LessonsForm::default();
        for weekday in 1..=7 {
            let spans = lessons.iter().filter(|l| l.weekday == weekday).map(|l| l.minutes);
            let mut spans = joined(spans.collect());
            while spans.len() > SPANS_A_DAY {
                let (_, end) = spans.remove(SPANS_A_DAY);
                spans[SPANS_A_DAY - 1].1 = end;
            }
            for row in 0..SPANS_A_DAY {
                let span = spans.get(row);
                let text = |minute: i64| crate::domain::availability::clock(minute);
                form.from.push(span.map(|s| text(s.0)).unwrap_or_default());
                form.to.push(span.map(|s| text(s.1)).unwrap_or_default());
            }
        }
        form
    }

    /// The hours, joined where they meet; rows without any time are passed over.
    pub fn parse(&self) -> Result<Vec<Weekly>, Problems> {
        let mut problems = Problems::none();
        let mut lessons = Vec::new();
        for weekday in 1..=7_i64 {
            let mut spans = Vec::new();
            for row in 0..SPANS_A_DAY {
                let at = (weekday as usize - 1) * SPANS_A_DAY + row;
                let cell = |list: &[String]| list.get(at).cloned().unwrap_or_default();
                let (from, to) = (cell(&self.from), cell(&self.to));
                if from.trim().is_empty() && to.trim().is_empty() {
                    continue;
                }
                match span(&from, &to) {
                    Some(span) => spans.push(span),
                    None => problems.add("lessons", wrong_row()),
                }
            }
            lessons.extend(joined(spans).into_iter().map(|minutes| Weekly { weekday, minutes }));
        }
        problems.done().map(|()| lessons)
    }
}

fn wrong_row() -> Message {
    Message::new(
        "Mỗi dòng cần giờ vào và giờ ra sau đó, ví dụ 7:00–11:15; để trống nếu không học.",
        "Each row needs a beginning and a later end, such as 7:00–11:15; leave it empty without lessons.",
    )
}

/// Tighter limits for the school's pupils, as typed; empty means as in the whole house.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct LimitsForm {
    #[validate(length(max = 4))]
    pub session_minutes: String,
    #[validate(length(max = 4))]
    pub week_hours: String,
    #[validate(length(max = 10))]
    pub latest_end: String,
}

impl LimitsForm {
    /// The form that shows these limits.
    pub fn of(own: &OwnLimits) -> LimitsForm {
        let text = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
        LimitsForm {
            session_minutes: text(own.session_minutes),
            week_hours: text(own.week_minutes.map(|minutes| minutes / 60)),
            latest_end: own.latest_end.map(crate::domain::availability::clock).unwrap_or_default(),
        }
    }
}

/// Reads a school's own limits; they can only tighten those of the house.
pub fn read_limits(form: &LimitsForm) -> Result<OwnLimits, Problems> {
    let house = Limits::default();
    let mut problems = Problems::none();
    let mut read = |field: &str, text: &str, least: i64, most: i64, scale: i64| {
        if text.trim().is_empty() {
            return None;
        }
        let number = typed::whole(text).filter(|n| (least..=most).contains(n));
        let say = || {
            Message::new(
                format!("Ghi một số từ {least} đến {most}, hoặc để trống."),
                format!("Enter a number from {least} to {most}, or leave it empty."),
            )
        };
        problems.take(field, number.ok_or_else(say)).map(|n| n * scale)
    };
    let session_minutes =
        read("session_minutes", &form.session_minutes, 30, house.session_minutes, 1);
    let week_minutes = read("week_hours", &form.week_hours, 1, house.week_minutes / 60, 60);
    let latest_end = match form.latest_end.trim() {
        "" => None,
        text => {
            let minute = span("0:00", text).map(|(_, end)| end);
            let minute = minute.filter(|m| (12 * 60..=house.latest_end).contains(m));
            problems.take(
                "latest_end",
                minute.ok_or_else(|| {
                    Message::new(
                        "Ghi giờ từ 12:00 đến 19:00, hoặc để trống.",
                        "Enter a time from 12:00 to 19:00, or leave it empty.",
                    )
                }),
            )
        }
    };
    problems.done().map(|()| OwnLimits { session_minutes, week_minutes, latest_end })
}
