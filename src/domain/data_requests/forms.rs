//! What people and staff type at the rights desk.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{AskedBy, IdentityCheck, RightKind, Subject, Way};
use crate::domain::names::{tidy, tidy_lines};
use crate::domain::people;
use crate::domain::phone::Phone;
use crate::domain::refusal::{Message, Problems};
use crate::domain::typed;

/// A request as staff type it in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct DataRequestForm {
    #[validate(length(max = 20))]
    pub subject: String,
    #[validate(length(max = 20))]
    pub who: String,
    #[validate(length(max = 20))]
    pub kind: String,
    #[validate(length(max = 20))]
    pub asked_by: String,
    #[validate(length(max = 20))]
    pub way: String,
    #[validate(length(max = 20))]
    pub identity_check: String,
    #[validate(length(max = 80))]
    pub asker_name: String,
    #[validate(length(max = 200))]
    pub reply_email: String,
    #[validate(length(max = 1000))]
    pub wish: String,
    #[validate(length(max = 10))]
    pub asked_on: String,
}

/// A request that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedDataRequest {
    pub subject: Subject,
    pub who: i64,
    pub kind: RightKind,
    pub asked_by: AskedBy,
    pub way: Way,
    pub identity_check: IdentityCheck,
    pub asker_name: String,
    pub reply_email: Option<String>,
    pub wish: String,
    pub asked_on: NaiveDate,
}

fn choose() -> Message {
    Message::new("Hãy chọn một mục.", "Choose one.")
}

/// An address to answer to; nothing typed is none.
fn reply_email(typed: &str) -> Result<Option<String>, Message> {
    let email = tidy(typed);
    let parts = email.split_once('@');
    match parts {
        None if email.is_empty() => Ok(None),
        Some((name, host)) if !name.is_empty() && host.contains('.') && !email.contains(' ') => {
            Ok(Some(email))
        }
        _ => Err(Message::new(
            "Địa chỉ thư chưa đúng, ví dụ ten@example.vn.",
            "This is not an e-mail address, such as name@example.vn.",
        )),
    }
}

impl ParsedDataRequest {
    /// Reads it; a paper may be older than today, by a month at most.
    pub fn parse(form: &DataRequestForm, today: NaiveDate) -> Result<ParsedDataRequest, Problems> {
        let mut problems = Problems::none();
        let subject = problems.take("who", Subject::from_code(&form.subject).ok_or_else(choose));
        let who = problems.take("who", form.who.parse().map_err(|_| choose()));
        let kind = problems.take("kind", RightKind::from_code(&form.kind).ok_or_else(choose));
        let by = problems.take("asked_by", AskedBy::from_code(&form.asked_by).ok_or_else(choose));
        let way = Way::from_code(&form.way).filter(|way| way.is_entered());
        let way = problems.take("way", way.ok_or_else(choose));
        let check =
            IdentityCheck::from_code(&form.identity_check).filter(|check| check.is_entered());
        let check = problems.take("identity_check", check.ok_or_else(choose));
        let email = problems.take("reply_email", reply_email(&form.reply_email));
        let asked_on = typed::day(&form.asked_on)
            .filter(|day| *day <= today && today - Days::new(31) <= *day)
            .ok_or_else(|| {
                Message::new(
                    "Ngày yêu cầu không ở tương lai và không quá một tháng trước.",
                    "The day is not in the future and not more than a month ago.",
                )
            });
        let asked_on = problems.take("asked_on", asked_on);
        let asker_name = tidy(&form.asker_name);
        if by.is_some_and(|by| by != AskedBy::Person) && asker_name.is_empty() {
            problems.add(
                "asker_name",
                Message::new("Hãy ghi tên người yêu cầu.", "Give the name of who asks."),
            );
        }
        match (subject, who, kind, by, way, check, email, asked_on) {
            (
                Some(subject),
                Some(who),
                Some(kind),
                Some(asked_by),
                Some(way),
                Some(identity_check),
                Some(reply_email),
                Some(asked_on),
            ) if problems.is_empty() => Ok(ParsedDataRequest {
                subject,
                who,
                kind,
                asked_by,
                way,
                identity_check,
                asker_name,
                reply_email,
                wish: tidy_lines(&form.wish),
                asked_on,
            }),
            _ => Err(problems),
        }
    }
}

/// What a resident sends from the page of a booking, or a pupil from their own.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct OwnDataForm {
    #[validate(length(max = 20))]
    pub kind: String,
    #[validate(length(max = 200))]
    pub reply_email: String,
    #[validate(length(max = 1000))]
    pub wish: String,
}

/// What a guardian sends from the page behind the link.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct GuardianDataForm {
    /// "child" or "own".
    #[validate(length(max = 5))]
    pub whose: String,
    #[validate(length(max = 20))]
    pub kind: String,
    #[validate(length(max = 1000))]
    pub wish: String,
}

impl GuardianDataForm {
    /// The child is the pupil of the link; the guardian is kept beside the pupil.
    pub fn parse(&self, pupil: i64, today: NaiveDate) -> Result<ParsedDataRequest, Problems> {
        let (subject, asked_by) = match self.whose.as_str() {
            "child" => (Subject::Pupil, AskedBy::Guardian),
            "own" => (Subject::Guardian, AskedBy::Person),
            _ => return Err(Problems::one("whose", choose())),
        };
        let asker = Asker {
            subject,
            who: pupil,
            asked_by,
            way: Way::GuardianLink,
            identity_check: IdentityCheck::GuardianLink,
        };
        let form = OwnDataForm {
            kind: self.kind.clone(),
            reply_email: String::new(),
            wish: self.wish.clone(),
        };
        form.parse(asker, today)
    }
}

/// Who sends a request without staff in between, and what has proved it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asker {
    pub subject: Subject,
    pub who: i64,
    pub asked_by: AskedBy,
    pub way: Way,
    pub identity_check: IdentityCheck,
}

impl OwnDataForm {
    /// The same as a request on paper; what the person came in with has proved who asks.
    pub fn parse(&self, asker: Asker, today: NaiveDate) -> Result<ParsedDataRequest, Problems> {
        let mut problems = Problems::none();
        let kind = problems.take("kind", RightKind::from_code(&self.kind).ok_or_else(choose));
        let email = problems.take("reply_email", reply_email(&self.reply_email));
        match (kind, email) {
            (Some(kind), Some(reply_email)) => Ok(ParsedDataRequest {
                subject: asker.subject,
                who: asker.who,
                kind,
                asked_by: asker.asked_by,
                way: asker.way,
                identity_check: asker.identity_check,
                asker_name: String::new(),
                reply_email,
                wish: tidy_lines(&self.wish),
                asked_on: today,
            }),
            _ => Err(problems),
        }
    }
}

/// What is answered, or why it is refused.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct AnswerForm {
    #[validate(length(max = 1000))]
    pub answer: String,
    /// "yes" when what goes and what stays has been read.
    #[validate(length(max = 3))]
    pub sure: String,
}

impl AnswerForm {
    /// A refusal needs a reason that can be told.
    pub fn reason(&self) -> Result<String, Problems> {
        let reason = tidy_lines(&self.answer);
        if reason.chars().count() < 10 {
            return Err(Problems::one(
                "answer",
                Message::new(
                    "Hãy ghi lý do để người yêu cầu hiểu (ít nhất 10 ký tự).",
                    "Give a reason that the person understands (at least 10 characters).",
                ),
            ));
        }
        Ok(reason)
    }
}

/// What may be put right about a resident.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(default)]
pub struct CorrectionForm {
    #[validate(length(max = 200))]
    pub name: String,
    #[validate(length(max = 30))]
    pub phone: String,
    #[validate(length(max = 4))]
    pub birth_year: String,
}

/// A resident as corrected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    pub name: String,
    pub phone: Option<Phone>,
    pub birth_year: Option<i64>,
}

impl CorrectionForm {
    pub fn parse(&self, today: NaiveDate) -> Result<Correction, Problems> {
        let mut problems = Problems::none();
        let name = problems.take("name", people::name(&self.name));
        let phone = problems.take("phone", Phone::optional(&self.phone));
        let year = match self.birth_year.trim() {
            "" => Ok(None),
            typed => typed
                .parse::<i64>()
                .ok()
                .filter(|year| (1900..=i64::from(today.year())).contains(year))
                .map(Some)
                .ok_or_else(|| {
                    Message::new("Năm sinh có bốn chữ số.", "A year of birth has four digits.")
                }),
        };
        let year = problems.take("birth_year", year);
        match (name, phone, year) {
            (Some(name), Some(phone), Some(birth_year)) => {
                Ok(Correction { name, phone, birth_year })
            }
            _ => Err(problems),
        }
    }
}
