//! An ambassador's place in a session.

use serde::Deserialize;
use validator::Validate;

use super::at::At;
use super::names::tidy;
use super::privacy::refuse_secrets;
use super::refusal::{Message, Problems, Refuse};
use crate::text_enum;

text_enum! {
    /// Where a shift stands.
    pub enum ShiftState {
        /// The pupil took it.
        Taken = "taken",
        /// The matching proposes it, published, not yet answered.
        Proposed = "proposed",
        Accepted = "accepted",
        Declined = "declined",
        Withdrawn = "withdrawn",
        /// Checked in.
        Present = "present",
        /// Checked out.
        Done = "done",
        /// Did not come; said by a named adult.
        Absent = "absent",
    }
}

text_enum! {
    /// How a shift came about.
    pub enum ShiftSource { Own = "own", Matching = "matching", Hand = "hand" }
}

impl ShiftState {
    /// The pupil is expected to come.
    pub fn is_agreed(self) -> bool {
        matches!(self, ShiftState::Taken | ShiftState::Accepted)
    }

    /// Can still be given back: agreed, or waiting for an answer.
    pub fn is_to_come(self) -> bool {
        self.is_agreed() || self == ShiftState::Proposed
    }
}

/// Minutes before the session up to which a pupil gives a shift back alone; after that
/// the adults have planned with it, and a call is needed.
pub const WITHDRAW_BEFORE: i64 = 24 * 60;

/// The moment until which a shift of a session can be given back.
pub fn withdraw_until(starts_at: At) -> At {
    starts_at.plus_minutes(-WITHDRAW_BEFORE)
}

/// May the pupil still give this shift back alone?
pub fn may_withdraw(state: ShiftState, starts_at: At, now: At) -> Result<(), ShiftRefusal> {
    if !state.is_to_come() || starts_at <= now {
        return Err(ShiftRefusal::NotToCome);
    }
    if now > withdraw_until(starts_at) {
        return Err(ShiftRefusal::TooLateToWithdraw);
    }
    Ok(())
}

/// As typed when a shift is declined or given back.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ReasonForm {
    #[validate(length(max = 200))]
    pub reason: String,
}

impl ReasonForm {
    /// The reason, which there must be: whoever plans anew wants to know it.
    pub fn parse(&self) -> Result<String, Problems> {
        let reason = tidy(&self.reason);
        let mut problems = too_short(&reason);
        if let Err(message) = refuse_secrets(&reason) {
            problems.add("reason", message);
        }
        problems.done().map(|()| reason)
    }
}

fn too_short(reason: &str) -> Problems {
    if reason.chars().filter(|c| c.is_alphanumeric()).count() >= 2 {
        return Problems::none();
    }
    Problems::one(
        "reason",
        Message::new(
            "Ghi ngắn gọn lý do, ví dụ: “bận học thêm”.",
            "Give a short reason, for example: “an extra lesson”.",
        ),
    )
}

/// Why a shift stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShiftRefusal {
    /// Only a proposed shift is accepted or declined.
    NotProposed,
    /// Over, under way, or given back already.
    NotToCome,
    TooLateToWithdraw,
    /// Somebody changed it meanwhile.
    Moved,
}

impl Refuse for ShiftRefusal {
    fn code(&self) -> &'static str {
        match self {
            ShiftRefusal::NotProposed => "not_proposed",
            ShiftRefusal::NotToCome => "not_to_come",
            ShiftRefusal::TooLateToWithdraw => "too_late_to_withdraw",
            ShiftRefusal::Moved => "shift_moved",
        }
    }

    fn message(&self) -> Message {
        match self {
            ShiftRefusal::NotProposed => Message::new(
                "Ca trực này đã được trả lời rồi.",
                "This shift has been answered already.",
            ),
            ShiftRefusal::NotToCome => Message::new(
                "Ca trực này đã qua, đang diễn ra hoặc đã rút.",
                "This shift is over, under way or given back already.",
            ),
            ShiftRefusal::TooLateToWithdraw => Message::new(
                "Còn dưới 24 giờ nên không tự rút được. Hãy gọi cho Đoàn phường để có người thay.",
                "Less than 24 hours are left. Call the youth union, so that somebody can stand in.",
            ),
            ShiftRefusal::Moved => Message::new(
                "Ca trực vừa được thay đổi. Hãy xem lại rồi thử lần nữa.",
                "The shift has just been changed. Look again and try once more.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, NaiveTime};

    #[test]
    fn a_shift_is_given_back_until_a_day_before() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let starts = At::local(day, NaiveTime::from_hms_opt(8, 0, 0).unwrap());
        let at = |minutes: i64| starts.plus_minutes(-minutes);
        assert_eq!(may_withdraw(ShiftState::Taken, starts, at(24 * 60)), Ok(()));
        let late = Err(ShiftRefusal::TooLateToWithdraw);
        assert_eq!(may_withdraw(ShiftState::Accepted, starts, at(24 * 60 - 1)), late);
        let over = Err(ShiftRefusal::NotToCome);
        assert_eq!(may_withdraw(ShiftState::Taken, starts, starts), over);
        assert_eq!(may_withdraw(ShiftState::Withdrawn, starts, at(3000)), over);
    }

    #[test]
    fn a_reason_says_something_and_holds_no_secret() {
        let parse = |text: &str| ReasonForm { reason: text.into() }.parse();
        assert_eq!(parse("  em  ốm ").unwrap(), "em ốm");
        assert!(parse(" - ").is_err());
        assert!(parse("số căn cước 079155001234").is_err());
    }
}
