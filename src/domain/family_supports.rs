//! Gia đình số: a pupil helps somebody at home, and the guardian says that it is so.

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use validator::Validate;

use super::names::tidy;
use super::privacy::refuse_secrets;
use super::refusal::{Message, Problems, Refuse};
use super::supports::{CanDoAlone, FamilyState, Relative};
use super::typed;

/// Days back that can still be told.
pub const DAYS_BACK: u64 = 7;
/// The most that is told for a week, Monday to Sunday, waiting or confirmed.
pub const WEEK_MINUTES: i64 = 60;
/// One telling has at least a quarter of an hour and at most an hour.
pub const MINUTES: std::ops::RangeInclusive<i64> = 15..=60;
/// Days in which the guardian's link works.
pub const LINK_DAYS: i64 = 14;

/// As a pupil types it.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct FamilyForm {
    #[validate(length(max = 20))]
    pub topic: String,
    #[validate(length(max = 20))]
    pub relative: String,
    #[validate(length(max = 20))]
    pub done_on: String,
    #[validate(length(max = 10))]
    pub minutes: String,
    #[validate(length(max = 20))]
    pub can_do_alone: String,
}

/// Help at home, as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FamilyHelp {
    pub topic: String,
    pub relative: Relative,
    pub done_on: NaiveDate,
    pub minutes: i64,
    pub can_do_alone: CanDoAlone,
}

impl FamilyHelp {
    /// Reads the form. `topics` are those a pupil may help with.
    pub fn parse(
        form: &FamilyForm,
        topics: &[String],
        today: NaiveDate,
    ) -> Result<FamilyHelp, Problems> {
        let mut problems = Problems::none();
        let choose = || Message::new("Hãy chọn một mục.", "Choose one.");
        if !topics.contains(&form.topic) {
            problems.add("topic", choose());
        }
        let relative = Relative::from_code(&form.relative).ok_or_else(choose);
        let relative = problems.take("relative", relative);
        let done_on = problems.take("done_on", read_day(&form.done_on, today));
        let minutes = typed::whole(&form.minutes).filter(|m| MINUTES.contains(m));
        let minutes = problems.take("minutes", minutes.ok_or_else(how_long));
        let can_do_alone = CanDoAlone::from_code(&form.can_do_alone).ok_or_else(choose);
        let can_do_alone = problems.take("can_do_alone", can_do_alone);
        match (problems.is_empty(), relative, done_on, minutes, can_do_alone) {
            (true, Some(relative), Some(done_on), Some(minutes), Some(can_do_alone)) => {
                let topic = form.topic.clone();
                Ok(FamilyHelp { topic, relative, done_on, minutes, can_do_alone })
            }
            _ => Err(problems),
        }
    }
}

fn how_long() -> Message {
    Message::new("Từ 15 đến 60 phút, ghi bằng số.", "From 15 to 60 minutes, in digits.")
}

fn read_day(text: &str, today: NaiveDate) -> Result<NaiveDate, Message> {
    typed::day(text).filter(|day| *day <= today && *day + Days::new(DAYS_BACK) >= today).ok_or_else(
        || {
            Message::new(
                "Chọn một ngày trong 7 ngày vừa qua.",
                "Choose a day within the last seven days.",
            )
        },
    )
}

/// Is there room in the week for so many minutes beside those told before?
pub fn fits(told: i64, minutes: i64) -> Result<(), Problems> {
    let left = (WEEK_MINUTES - told).max(0);
    if minutes <= left {
        return Ok(());
    }
    Err(Problems::one(
        "minutes",
        Message::new(
            format!("Mỗi tuần tối đa 60 phút. Tuần đó còn {left} phút."),
            format!("At most 60 minutes a week. That week has {left} minutes left."),
        ),
    ))
}

/// What a guardian, or the school from paper, answers.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct AnswerForm {
    /// Of the child; only the guardian's page asks for it.
    #[validate(length(max = 10))]
    pub birth_year: String,
    /// "confirm" or "return".
    #[validate(length(max = 10))]
    pub act: String,
    #[validate(length(max = 200))]
    pub reason: String,
}

/// The answer: it is so, or not, with a reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    Confirmed,
    Returned { reason: String },
}

impl AnswerForm {
    /// Reads the answer; sending it back needs a reason.
    pub fn parse(&self) -> Result<Verdict, Problems> {
        if self.act == "confirm" {
            return Ok(Verdict::Confirmed);
        }
        let reason = tidy(&self.reason);
        if reason.chars().count() < 3 {
            return Err(Problems::one(
                "reason",
                Message::new(
                    "Ghi ngắn gọn điều chưa đúng.",
                    "Say in a few words what is not right.",
                ),
            ));
        }
        refuse_secrets(&reason).map_err(|secret| Problems::one("reason", secret))?;
        Ok(Verdict::Returned { reason })
    }
}

/// Why a family support is not confirmed or returned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FamilyRefusal {
    /// Confirmed or returned before.
    Answered(FamilyState),
    LinkExpired,
    WrongBirthYear,
    TooManyTries,
}

impl Refuse for FamilyRefusal {
    fn code(&self) -> &'static str {
        match self {
            FamilyRefusal::Answered(_) => "family_answered",
            FamilyRefusal::LinkExpired => "link_expired",
            FamilyRefusal::WrongBirthYear => "wrong_birth_year",
            FamilyRefusal::TooManyTries => "too_many_tries",
        }
    }

    fn message(&self) -> Message {
        match self {
            FamilyRefusal::Answered(FamilyState::Confirmed) => {
                Message::new("Lần giúp này đã được xác nhận.", "This help is confirmed already.")
            }
            FamilyRefusal::Answered(_) => Message::new(
                "Lần giúp này đã được trả lại cho em.",
                "This help was sent back to the pupil already.",
            ),
            FamilyRefusal::LinkExpired => Message::new(
                "Đường dẫn đã hết hạn. Phụ huynh có thể ký xác nhận trên giấy gửi giáo viên chủ nhiệm.",
                "The link has expired. You may confirm on paper with the class teacher.",
            ),
            FamilyRefusal::WrongBirthYear => Message::new(
                "Năm sinh của em chưa đúng. Hãy kiểm tra lại.",
                "The child's year of birth is not right. Please check.",
            ),
            FamilyRefusal::TooManyTries => Message::new(
                "Đã thử quá nhiều lần. Vui lòng đợi một giờ, hoặc xác nhận trên giấy với giáo viên chủ nhiệm.",
                "Too many tries. Wait an hour, or confirm on paper with the class teacher.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
    }

    fn form(done_on: &str, minutes: &str) -> FamilyForm {
        FamilyForm {
            topic: "A4".into(),
            relative: "grandparent".into(),
            done_on: done_on.into(),
            minutes: minutes.into(),
            can_do_alone: "yes".into(),
        }
    }

    fn parse(done_on: &str, minutes: &str) -> Result<FamilyHelp, Problems> {
        FamilyHelp::parse(&form(done_on, minutes), &["A4".into()], today())
    }

    #[test]
    fn a_week_back_and_never_ahead() {
        assert!(parse("2026-11-28", "30").is_ok());
        assert!(parse("2026-11-21", "30").is_ok());
        for day in ["2026-11-20", "2026-11-29", "", "hôm qua"] {
            assert!(parse(day, "30").unwrap_err().of("done_on").is_some(), "{day}");
        }
    }

    #[test]
    fn a_quarter_of_an_hour_to_an_hour() {
        for (minutes, fine) in [("14", false), ("15", true), ("60", true), ("61", false)] {
            assert_eq!(parse("2026-11-28", minutes).is_ok(), fine, "{minutes}");
        }
    }

    #[test]
    fn only_topics_a_pupil_may_help_with() {
        let none = FamilyHelp::parse(&form("2026-11-28", "30"), &[], today());
        assert!(none.unwrap_err().of("topic").is_some());
    }

    #[test]
    fn a_week_holds_an_hour() {
        assert!(fits(30, 30).is_ok());
        assert!(fits(30, 31).is_err());
        assert!(fits(75, 15).is_err());
    }

    #[test]
    fn sending_back_needs_a_reason() {
        let answer = |act: &str, reason: &str| {
            AnswerForm { act: act.into(), reason: reason.into(), ..AnswerForm::default() }.parse()
        };
        assert_eq!(answer("confirm", ""), Ok(Verdict::Confirmed));
        assert!(answer("return", "").is_err());
        assert!(answer("", "").is_err(), "nothing pressed confirms nothing");
        assert!(answer("return", "hôm đó em đi học").is_ok());
    }
}
