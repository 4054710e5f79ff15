//! What is typed and pressed at the desk.

use serde::Deserialize;
use validator::Validate;

use crate::domain::ids::{AccountId, AmbassadorId};
use crate::domain::names::tidy;
use crate::domain::people;
use crate::domain::privacy::refuse_secrets;
use crate::domain::refusal::{Message, Problems};
use crate::domain::supports::{CanDoAlone, OperatedBy, Outcome};

/// The one field: who has come?
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ArriveForm {
    #[validate(length(max = 200))]
    pub q: String,
    /// Set by the button beside one of several hits.
    #[validate(length(max = 20))]
    pub booking: String,
}

/// Roll call: one adult or pupil, in, out or absent; empty `who` means everybody.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct RollForm {
    #[validate(length(max = 20))]
    pub who: String,
    #[validate(length(max = 20))]
    pub act: String,
    /// "end" when pressed on the closing page, which is shown again then.
    #[validate(length(max = 20))]
    pub back: String,
    /// The other session at which an adult is to be checked out first.
    #[validate(length(max = 20))]
    pub leaving: String,
}

/// Pupils who leave together: the shifts that were ticked.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct LeaveForm {
    #[validate(length(max = 200))]
    pub who: Vec<String>,
}

/// A step of the roll call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RollStep {
    In,
    Out,
    Absent,
}

impl RollForm {
    /// Which step; anything unknown is none.
    pub fn step(&self) -> Option<RollStep> {
        match self.act.as_str() {
            "in" => Some(RollStep::In),
            "out" => Some(RollStep::Out),
            "absent" => Some(RollStep::Absent),
            _ => None,
        }
    }
}

/// A pupil who came without a shift, by badge or sign-in name.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct JoinForm {
    #[validate(length(max = 100))]
    pub badge: String,
}

/// Who helps: "p12" a pupil, "a3" an adult.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct HelperForm {
    #[validate(length(max = 20))]
    pub helper: String,
    /// "start" begins at once, "assign" only chooses.
    #[validate(length(max = 20))]
    pub then: String,
}

/// Calling the next in: whom the page showed as the next, so that pressing twice calls once.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct NextForm {
    #[validate(length(max = 20))]
    pub booking: String,
}

/// Who leads the help with one resident.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lead {
    Pupil(AmbassadorId),
    Adult(AccountId),
}

impl Lead {
    /// As it stands in the form.
    pub fn word(self) -> String {
        match self {
            Lead::Pupil(id) => format!("p{id}"),
            Lead::Adult(id) => format!("a{id}"),
        }
    }

    /// Reads it back.
    pub fn read(word: &str) -> Result<Lead, Problems> {
        let id = |rest: &str| rest.parse::<i64>().ok();
        let lead = match word.split_at_checked(1) {
            Some(("p", rest)) => id(rest).map(|id| Lead::Pupil(AmbassadorId(id))),
            Some(("a", rest)) => id(rest).map(|id| Lead::Adult(AccountId(id))),
            _ => None,
        };
        lead.ok_or_else(|| {
            Problems::one("helper", Message::new("Hãy chọn ai sẽ giúp.", "Choose who helps."))
        })
    }
}

/// A walk-in in two fields.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct WalkInForm {
    #[validate(length(max = 100))]
    pub name: String,
    #[validate(length(max = 20))]
    pub topic: String,
    /// The same form sent twice takes one seat.
    #[validate(length(max = 100))]
    pub key: String,
}

/// A walk-in as it is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WalkIn {
    pub name: String,
    pub topic: String,
    pub key: String,
}

impl WalkIn {
    /// Reads the form; the topic must be one that the session offers.
    pub fn parse(form: &WalkInForm, offered: &[String]) -> Result<WalkIn, Problems> {
        let mut problems = Problems::none();
        let name = problems.take("name", people::name(&form.name));
        if !offered.contains(&form.topic) {
            problems.add(
                "topic",
                Message::new(
                    "Hãy chọn một thủ tục của buổi này.",
                    "Choose one of this session's topics.",
                ),
            );
        }
        if form.key.is_empty() {
            problems.add("name", again());
        }
        problems.done()?;
        let name = name.unwrap_or_default();
        Ok(WalkIn { name, topic: form.topic.clone(), key: format!("walk-in:{}", form.key) })
    }
}

fn again() -> Message {
    Message::new(
        "Trang đã cũ. Hãy tải lại trang rồi ghi lại.",
        "The page is stale. Reload it and enter it again.",
    )
}

/// How help by an adult ended; a pupil logs these things without help.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct FinishForm {
    #[validate(length(max = 20))]
    pub outcome: String,
    #[validate(length(max = 20))]
    pub operated_by: String,
    #[validate(length(max = 20))]
    pub can_do_alone: String,
    #[validate(length(max = 120))]
    pub handed_to: String,
    #[validate(length(max = 10))]
    pub tear_off: String,
}

/// How help by an adult ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finish {
    pub outcome: Outcome,
    pub operated_by: OperatedBy,
    pub can_do_alone: CanDoAlone,
    /// The office it was handed to; empty when it was not.
    pub handed_to: String,
    /// The four digits of the resident's slip; empty when not handed over.
    pub tear_off: String,
}

impl Finish {
    /// Reads the form; a referral says to whom.
    pub fn parse(form: &FinishForm) -> Result<Finish, Problems> {
        let mut problems = Problems::none();
        let choose = || Message::new("Hãy chọn một mục.", "Choose one.");
        let outcome = Outcome::from_code(&form.outcome).ok_or_else(choose);
        let outcome = problems.take("outcome", outcome);
        let operated_by = OperatedBy::from_code(&form.operated_by).ok_or_else(choose);
        let operated_by = problems.take("operated_by", operated_by);
        let can_do_alone = CanDoAlone::from_code(&form.can_do_alone).ok_or_else(choose);
        let can_do_alone = problems.take("can_do_alone", can_do_alone);
        let handed_to = tidy(&form.handed_to);
        if let Err(secret) = refuse_secrets(&handed_to) {
            problems.add("handed_to", secret);
        }
        if outcome == Some(Outcome::Referred) && handed_to.is_empty() {
            problems.add(
                "handed_to",
                Message::new(
                    "Chuyển đến đâu? Ví dụ: Công an phường, bưu điện.",
                    "Referred to whom? For example: ward police, post office.",
                ),
            );
        }
        match (problems.is_empty(), outcome, operated_by, can_do_alone) {
            (true, Some(outcome), Some(operated_by), Some(can_do_alone)) => Ok(Finish {
                outcome,
                operated_by,
                can_do_alone,
                handed_to,
                tear_off: tidy(&form.tear_off),
            }),
            _ => Err(problems),
        }
    }
}

/// A later time for somebody who could not be served.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct RescheduleForm {
    #[validate(length(max = 20))]
    pub slot: String,
}

/// Confirming supports: one, or all that are logged when none is named.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ConfirmForm {
    #[validate(length(max = 20))]
    pub support: String,
}

/// The word for ending a session before everybody's time has come.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct EndForm {
    /// `yes`, or nothing.
    #[validate(length(max = 10))]
    pub early: String,
}

/// Why a booking came to nothing when its session ended before its time.
pub const ENDED_EARLY: &str = "ended_early";

/// Sending a support back to the pupil.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ReturnForm {
    #[validate(length(max = 300))]
    pub reason: String,
}

impl ReturnForm {
    /// What the pupil is to mend; it may hold no secret.
    pub fn parse(&self) -> Result<String, Problems> {
        reason(
            &self.reason,
            Message::new(
                "Hãy ghi em cần sửa gì, ví dụ: “giờ bắt đầu chưa đúng”.",
                "Say what is to be mended, for example: “the start is wrong”.",
            ),
        )
    }
}

/// A typed reason of at least a word or two, without secrets.
pub fn reason(typed: &str, ask: Message) -> Result<String, Problems> {
    let reason = tidy(typed);
    if reason.chars().count() < 5 {
        return Err(Problems::one("reason", ask));
    }
    refuse_secrets(&reason).map_err(|secret| Problems::one("reason", secret))?;
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_helper_is_read_back_as_written() {
        for lead in [Lead::Pupil(AmbassadorId(12)), Lead::Adult(AccountId(3))] {
            assert_eq!(Lead::read(&lead.word()).unwrap(), lead);
        }
        for wrong in ["", "12", "x1", "p", "đ1"] {
            assert!(Lead::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_referral_says_to_whom_and_keeps_no_secret() {
        let form = FinishForm {
            outcome: "referred".into(),
            operated_by: "resident".into(),
            can_do_alone: "no".into(),
            ..FinishForm::default()
        };
        assert!(Finish::parse(&form).unwrap_err().of("handed_to").is_some());
        let told = FinishForm { handed_to: "Công an phường".into(), ..form.clone() };
        assert_eq!(Finish::parse(&told).unwrap().outcome, Outcome::Referred);
        let secret = FinishForm { handed_to: "CCCD 079155001234".into(), ..form };
        assert!(Finish::parse(&secret).unwrap_err().of("handed_to").is_some());
    }
}
