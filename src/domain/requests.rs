//! A wish for help that no session fits yet: for what, and when one could come.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use validator::Validate;

use super::at::At;
use super::bookings::{Who, WhoForm};
use super::lang::Lang;
use super::refusal::{Message, Problems, Refuse};
use crate::text_enum;

text_enum! {
    /// A part of a day, as people say when they are free.
    pub enum Part { Morning = "morning", Afternoon = "afternoon", Evening = "evening" }
}

impl Part {
    /// `[from, to)` in minutes after midnight.
    pub fn minutes(self) -> (i64, i64) {
        match self {
            Part::Morning => (7 * 60, 11 * 60 + 30),
            Part::Afternoon => (13 * 60, 17 * 60),
            Part::Evening => (17 * 60, 19 * 60 + 30),
        }
    }

    /// The part whose minutes begin here.
    pub fn from_minute(from: i64) -> Option<Part> {
        Part::ALL.iter().copied().find(|part| part.minutes().0 == from)
    }

    /// "Sáng".
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Part::Morning => lang.t("Sáng", "Morning"),
            Part::Afternoon => lang.t("Chiều", "Afternoon"),
            Part::Evening => lang.t("Tối", "Evening"),
        }
    }
}

/// A weekday (1 Monday … 7 Sunday) and a part of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Time {
    pub weekday: i64,
    pub part: Part,
}

impl Time {
    /// As forms send it: "6-morning".
    pub fn code(self) -> String {
        format!("{}-{}", self.weekday, self.part)
    }

    /// Does the instant fall into this part of this day of the week?
    pub fn covers(self, at: At) -> bool {
        let (from, to) = self.part.minutes();
        i64::from(at.day().weekday().number_from_monday()) == self.weekday
            && (from..to).contains(&at.minute_of_day())
    }

    /// "Thứ Bảy, buổi sáng".
    pub fn say(self, lang: Lang) -> String {
        let index = usize::try_from(self.weekday - 1).unwrap_or_default();
        let day = weekdays(lang).get(index).map_or("", |(_, name)| name);
        match lang {
            Lang::Vi => format!("{day}, buổi {}", self.part.name(lang).to_lowercase()),
            Lang::En => format!("{day} {}", self.part.name(lang).to_lowercase()),
        }
    }

    fn from_code(code: &str) -> Option<Time> {
        let (weekday, part) = code.split_once('-')?;
        let weekday = weekday.parse().ok().filter(|day| (1..=7).contains(day))?;
        Some(Time { weekday, part: Part::from_code(part)? })
    }
}

/// The days of the week from Monday: (number, name).
pub fn weekdays(lang: Lang) -> [(i64, &'static str); 7] {
    // Any Monday names the days; this one is the first of the tests' week.
    let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    let mut days = [(0, ""); 7];
    for ((day, date), number) in days.iter_mut().zip(monday.iter_days()).zip(1..) {
        *day = (number, lang.weekday(date));
    }
    days
}

/// A request as typed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct RequestForm {
    #[validate(length(max = 20))]
    pub topic: String,
    #[validate(length(max = 20))]
    pub ward: String,
    #[validate(length(max = 80))]
    pub name: String,
    #[validate(length(max = 30))]
    pub phone: String,
    #[validate(length(max = 10))]
    pub birth_year: String,
    #[validate(length(max = 20))]
    pub area: String,
    #[validate(length(max = 10))]
    pub needs: Vec<String>,
    /// Days and their parts: "6-morning".
    #[validate(length(max = 21))]
    pub times: Vec<String>,
    #[validate(length(max = 64))]
    pub key: String,
}

impl RequestForm {
    /// All answers as (field, value), but the times and the key.
    pub fn answers(&self) -> Vec<(&'static str, &str)> {
        let mut answers = vec![
            ("topic", self.topic.as_str()),
            ("name", &self.name),
            ("phone", &self.phone),
            ("birth_year", &self.birth_year),
            ("area", &self.area),
        ];
        answers.extend(self.needs.iter().map(|need| ("needs", need.as_str())));
        answers
    }
}

/// A request understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    pub topic: String,
    pub who: Who,
    pub times: Vec<Time>,
    pub key: String,
}

impl Request {
    /// Understands a form, or says what is wrong beside each field.
    pub fn parse(form: &RequestForm, today: NaiveDate) -> Result<Request, Problems> {
        let mut problems = Problems::none();
        let person = WhoForm {
            name: form.name.clone(),
            phone: form.phone.clone(),
            birth_year: form.birth_year.clone(),
            area: form.area.clone(),
            needs: form.needs.clone(),
            ..WhoForm::default()
        };
        let who = Who::parse(&person, today, &mut problems);
        let mut times: Vec<Time> =
            form.times.iter().filter_map(|code| Time::from_code(code)).collect();
        times.sort();
        times.dedup();
        if times.is_empty() {
            problems.add(
                "times",
                Message::new(
                    "Hãy đánh dấu ít nhất một buổi có thể đến.",
                    "Please tick at least one time when you could come.",
                ),
            );
        }
        match who {
            Some(who) if problems.is_empty() => {
                Ok(Request { topic: form.topic.clone(), who, times, key: form.key.clone() })
            }
            _ => Err(problems),
        }
    }
}

/// Why a request is not taken or ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RequestRefusal {
    /// It has found its session, or was called off.
    NotOpen,
    /// This person waits for so many things already.
    Enough,
    /// The form has made this request already, and said something else then.
    SentBefore,
}

/// Requests one person may have open: more than one visit can serve helps nobody.
pub const OPEN_AT_ONCE: i64 = 3;

impl Refuse for RequestRefusal {
    fn code(&self) -> &'static str {
        match self {
            RequestRefusal::NotOpen => "request_not_open",
            RequestRefusal::Enough => "enough_requests",
            RequestRefusal::SentBefore => "sent_before",
        }
    }

    fn message(&self) -> Message {
        match self {
            RequestRefusal::NotOpen => Message::new(
                "Yêu cầu này đã được xếp lịch hoặc đã đóng.",
                "This request has found its session or is closed.",
            ),
            RequestRefusal::Enough => Message::new(
                "Chưa nhận thêm yêu cầu với tên và thông tin đã ghi. Nếu ông/bà đã gửi yêu cầu rồi, hãy mở bằng mã đã ghi lại, hoặc gọi phường.",
                "No more requests are taken with the name and details given. If you have left one already, open it with its code, or call the ward.",
            ),
            RequestRefusal::SentBefore => Message::new(
                "Trang này đã gửi yêu cầu dưới đây rồi, nên phần sửa thêm chưa được ghi. Muốn đổi thì rút yêu cầu này rồi gửi lại.",
                "That page had left the request below already, so what was changed after is not kept. To change it, withdraw it and leave a new one.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_needs_a_person_and_a_time() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let mut form = RequestForm {
            topic: "A2".into(),
            name: "Anh Tuấn".into(),
            area: "other".into(),
            times: vec!["9-morning".into(), "6-night".into()],
            ..RequestForm::default()
        };
        let problems = Request::parse(&form, today).unwrap_err();
        assert!(problems.of("times").is_some());
        form.times = vec!["7-evening".into(), "6-morning".into(), "7-evening".into()];
        let request = Request::parse(&form, today).unwrap();
        let codes: Vec<_> = request.times.iter().map(|time| time.code()).collect();
        assert_eq!(codes, ["6-morning", "7-evening"]);
    }

    #[test]
    fn the_week_begins_on_monday() {
        assert_eq!(weekdays(Lang::Vi)[0], (1, "Thứ Hai"));
        assert_eq!(weekdays(Lang::En)[6], (7, "Sunday"));
        assert_eq!(Part::from_minute(780), Some(Part::Afternoon));
    }
}
