//! What the schools' answers make of a session that waits for them.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{ApprovalState, SessionRefusal, SessionState};
use crate::domain::at::At;
use crate::domain::ids::{OrganisationId, PlaceId, SessionId};
use crate::domain::names::tidy_lines;
use crate::domain::privacy::refuse_secrets;
use crate::domain::refusal::{Message, Problems};

/// A school officer's answer, as typed: to one question, or yes to several at once.
#[derive(Clone, Debug, Default, Deserialize, Serialize, Validate)]
#[serde(default)]
pub struct DecisionForm {
    /// `approve` or `decline`.
    #[validate(length(max = 20))]
    pub act: String,
    #[validate(length(max = 300))]
    pub reason: String,
    /// "session-school-seen" of each question.
    #[validate(length(max = 200))]
    pub questions: Vec<String>,
    /// What [`seen`] gave for the page.
    #[validate(length(max = 60))]
    pub seen: String,
}

/// The schools to be asked, as ticked.
#[derive(Clone, Debug, Default, Deserialize, Serialize, Validate)]
#[serde(default)]
pub struct SchoolsForm {
    #[validate(length(max = 60))]
    pub schools: Vec<String>,
}

impl SchoolsForm {
    /// The schools' ids; whose they are is asked later.
    pub fn ids(&self) -> Result<Vec<OrganisationId>, SessionRefusal> {
        let unknown = |_| SessionRefusal::UnknownSchool;
        self.schools.iter().map(|school| school.parse().map_err(unknown)).collect()
    }
}

impl DecisionForm {
    /// The questions that were ticked, each once, to be agreed to together; nothing else can
    /// be done with several.
    pub fn questions(&self) -> Result<Vec<Ticked>, Problems> {
        if !matches!(self.act.as_str(), "" | "approve") {
            return Err(Problems::one("questions", unknown_act()));
        }
        let read = |text: &String| {
            let mut parts = text.split('-');
            let (session, school) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some(Ticked { session, school, seen: parts.next().unwrap_or_default().to_owned() })
        };
        let mut chosen: Vec<Ticked> = Vec::new();
        for question in self.questions.iter().filter_map(read) {
            if !chosen.contains(&question) {
                chosen.push(question);
            }
        }
        if chosen.is_empty() {
            let none = Message::new("Chọn ít nhất một buổi.", "Choose at least one session.");
            return Err(Problems::one("questions", none));
        }
        Ok(chosen)
    }
}

/// A question that was ticked, with [`seen`] of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ticked {
    pub session: SessionId,
    pub school: OrganisationId,
    pub seen: String,
}

/// When and where the session on a page is held, to tell whether it has moved since.
pub fn seen(starts_at: At, ends_at: At, place: PlaceId) -> String {
    let minute = |at: At| letters(at.datetime().timestamp() / 60);
    format!("{}.{}.{}", minute(starts_at), minute(ends_at), letters(place.0))
}

/// A number in letters: long rows of digits in a form are taken for somebody's secret.
fn letters(number: i64) -> String {
    let mut rest = number.unsigned_abs();
    let mut out = String::new();
    while rest > 0 {
        out.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    out
}

/// A school's word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decision {
    Approve,
    /// With its reason.
    Decline(String),
}

impl Decision {
    /// Whoever declines says why.
    pub fn parse(form: &DecisionForm) -> Result<Decision, Problems> {
        match form.act.as_str() {
            "approve" => return Ok(Decision::Approve),
            "decline" => {}
            _ => return Err(Problems::one("act", unknown_act())),
        }
        let missing = Message::new(
            "Ghi lý do để phường biết và sắp xếp lại.",
            "Give the reason, so that the ward can plan anew.",
        );
        reason(&form.reason, missing).map(Decision::Decline)
    }
}

fn unknown_act() -> Message {
    Message::new("Chọn đồng ý hoặc chưa đồng ý.", "Choose whether you agree or decline.")
}

/// A reason that others will read: given, and free of secrets.
pub(super) fn reason(typed: &str, missing: Message) -> Result<String, Problems> {
    let reason = tidy_lines(typed);
    if reason.is_empty() {
        return Err(Problems::one("reason", missing));
    }
    refuse_secrets(&reason).map_err(|message| Problems::one("reason", message))?;
    Ok(reason)
}

/// The state a waiting session moves to: none while a school has not answered; open with
/// one school's word; back to draft when all declined.
pub fn settle(answers: &[ApprovalState]) -> Option<SessionState> {
    if answers.contains(&ApprovalState::Asked) {
        return None;
    }
    let declined = !answers.is_empty() && answers.iter().all(|a| *a == ApprovalState::Declined);
    Some(if declined { SessionState::Draft } else { SessionState::Open })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_act_is_neither_yes_nor_no() {
        let form = |act: &str| DecisionForm {
            act: act.into(),
            reason: "Tuần thi".into(),
            questions: vec!["3-2-1.2.3".into(), "x".into(), "3-2-1.2.3".into()],
            seen: String::new(),
        };
        assert_eq!(Decision::parse(&form("decline")), Ok(Decision::Decline("Tuần thi".into())));
        for unknown in ["", "aprove", "back"] {
            assert!(Decision::parse(&form(unknown)).is_err(), "{unknown}");
        }
        let (session, school) = (SessionId(3), OrganisationId(2));
        let chosen = vec![Ticked { session, school, seen: "1.2.3".into() }];
        assert_eq!(form("approve").questions(), Ok(chosen), "each once");
        assert!(form("decline").questions().is_err());
    }

    #[test]
    fn one_school_is_enough_but_all_are_waited_for() {
        use ApprovalState::{Approved, Asked, Declined};
        assert_eq!(settle(&[Approved, Asked]), None);
        assert_eq!(settle(&[Approved, Declined]), Some(SessionState::Open));
        assert_eq!(settle(&[Declined, Declined]), Some(SessionState::Draft));
        assert_eq!(settle(&[]), Some(SessionState::Open), "nobody was asked");
    }
}
