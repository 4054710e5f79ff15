//! What the schools' answers make of a session that waits for them.

use super::{ApprovalState, SessionState};

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
    fn one_school_is_enough_but_all_are_waited_for() {
        use ApprovalState::{Approved, Asked, Declined};
        assert_eq!(settle(&[Approved, Asked]), None);
        assert_eq!(settle(&[Approved, Declined]), Some(SessionState::Open));
        assert_eq!(settle(&[Declined, Declined]), Some(SessionState::Draft));
        assert_eq!(settle(&[]), Some(SessionState::Open), "nobody was asked");
    }
}
