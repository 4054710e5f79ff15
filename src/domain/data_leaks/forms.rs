//! What staff type about a leak.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::LeakKind;
use crate::domain::at::At;
use crate::domain::ids::OrganisationId;
use crate::domain::names::tidy_lines;
use crate::domain::refusal::{Message, Problems};
use crate::domain::typed;

/// What happened, whose data, since when.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct LeakForm {
    #[validate(length(max = 20))]
    pub organisation: String,
    #[validate(length(max = 10))]
    pub kinds: Vec<String>,
    #[validate(length(max = 10))]
    pub from_day: String,
    #[validate(length(max = 10))]
    pub to_day: String,
    #[validate(length(max = 10))]
    pub noticed_on: String,
    #[validate(length(max = 8))]
    pub noticed_time: String,
    #[validate(length(max = 2000))]
    pub what: String,
    #[validate(length(max = 2000))]
    pub cause: String,
    #[validate(length(max = 2000))]
    pub measures: String,
}

/// A leak that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedLeak {
    pub organisation: OrganisationId,
    pub kinds: Vec<LeakKind>,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    pub noticed_at: At,
    pub what: String,
    pub cause: String,
    pub measures: String,
}

fn choose() -> Message {
    Message::new("Hãy chọn ít nhất một mục.", "Choose at least one.")
}

fn day(typed: &str) -> Result<NaiveDate, Message> {
    typed::day(typed).ok_or_else(|| Message::new("Hãy chọn một ngày.", "Choose a day."))
}

/// At least a short sentence.
fn sentence(typed: &str) -> Result<String, Message> {
    let text = tidy_lines(typed);
    if text.chars().count() < 10 {
        return Err(Message::new(
            "Hãy ghi rõ (ít nhất 10 ký tự).",
            "Say it in words (at least 10 characters).",
        ));
    }
    Ok(text)
}

impl ParsedLeak {
    /// Reads it: noticed in the past, a period that does not end before it began.
    pub fn parse(form: &LeakForm, now: At) -> Result<ParsedLeak, Problems> {
        let mut problems = Problems::none();
        let organisation =
            problems.take("organisation", form.organisation.parse().map_err(|_| choose()));
        let typed = |kind: &LeakKind| form.kinds.iter().any(|code| code == kind.code());
        let kinds: Vec<LeakKind> = LeakKind::ALL.iter().copied().filter(typed).collect();
        if kinds.is_empty() {
            problems.add("kinds", choose());
        }
        let from_day = problems.take("from_day", day(&form.from_day));
        let to_day = problems.take("to_day", day(&form.to_day));
        if matches!((from_day, to_day), (Some(from), Some(to)) if to < from) {
            let order = Message::new(
                "Ngày cuối không thể trước ngày đầu.",
                "The last day is not before the first.",
            );
            problems.add("to_day", order);
        }
        let noticed_at = noticed(form, now, &mut problems);
        let what = problems.take("what", sentence(&form.what));
        match (organisation, from_day, to_day, noticed_at, what) {
            (Some(organisation), Some(from_day), Some(to_day), Some(noticed_at), Some(what))
                if problems.is_empty() =>
            {
                Ok(ParsedLeak {
                    organisation,
                    kinds,
                    from_day,
                    to_day,
                    noticed_at,
                    what,
                    cause: tidy_lines(&form.cause),
                    measures: tidy_lines(&form.measures),
                })
            }
            _ => Err(problems),
        }
    }
}

fn noticed(form: &LeakForm, now: At, problems: &mut Problems) -> Option<At> {
    let on = problems.take("noticed_on", day(&form.noticed_on));
    let time = typed::time(&form.noticed_time)
        .ok_or_else(|| Message::new("Hãy ghi giờ, ví dụ 7:30.", "Give a time, such as 7:30."));
    let time = problems.take("noticed_time", time);
    let at = At::local(on?, time?);
    if at > now {
        let future = Message::new(
            "Lúc phát hiện không thể ở tương lai.",
            "It was not noticed in the future.",
        );
        problems.add("noticed_on", future);
    }
    Some(at)
}

/// The notices as edited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct NoticesForm {
    #[validate(length(max = 8000))]
    pub authority_vi: String,
    #[validate(length(max = 8000))]
    pub authority_en: String,
    #[validate(length(max = 8000))]
    pub people_vi: String,
    #[validate(length(max = 8000))]
    pub people_en: String,
}

/// The authority was told; why so late, when it was late.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct NotifiedForm {
    #[validate(length(max = 1000))]
    pub late_reason: String,
}

impl NotifiedForm {
    /// The reason, which the law asks for after the term only.
    pub fn parse(&self, late: bool) -> Result<String, Problems> {
        match late {
            true => sentence(&self.late_reason).map_err(|why| Problems::one("late_reason", why)),
            false => Ok(tidy_lines(&self.late_reason)),
        }
    }
}

/// How a leak ended.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct CloseForm {
    #[validate(length(max = 2000))]
    pub closing: String,
}

impl CloseForm {
    /// What was learnt, in words.
    pub fn parse(&self) -> Result<String, Problems> {
        sentence(&self.closing).map_err(|why| Problems::one("closing", why))
    }
}
