//! Which ambassador helps which booking: from what a ward knows to a plan, and from a plan
//! to matches that people are told about.
//!
//! The engine ([`super::matching`]) plans one week of half hours and knows nobody. Here its
//! facts are made from real sessions, bookings and pupils ([`Scene`]), a plan is drafted in
//! which every new shift passes [`super::eligibility`] ([`draft`]), and every choice and
//! every gap is said in a sentence ([`Grounds`], [`Remedy`]).

mod asking;
mod choosing;
mod clash;
mod drafting;
mod effect;
mod facts;
mod grid;
mod grounds;
mod remedy;
mod roster;
mod scene;
mod scope;
mod settling;
mod share;
#[cfg(test)]
mod tests;
mod what_if;

pub use asking::QuestionForm;
pub use choosing::{Choice, Verdict, choices, swapped};
pub use drafting::{Draft, LeftOut, Pairing, Passed, Worth, draft, draft_watched, mended};
pub use effect::{Moved, differences, standing_differences};
pub use grounds::Grounds;
pub use remedy::{Remedy, sentence};
pub use roster::Roster;
pub use scene::{Awaiting, Helper, Live, Occupied, Posted, Scene, Step, Wish};
pub use scope::{Scope, ScopeForm, Week};
pub use settling::{Made, Settlement, resolved, settle};
pub use share::{ClassShare, Minutes};
pub use what_if::{Idea, Suggestion, best_three, what_if};

use serde::Deserialize;
use validator::Validate;

use super::ids::{AmbassadorId, BookingId};
use super::refusal::{Message, Refuse};
use crate::text_enum;

text_enum! {
    /// Where a match stands.
    pub enum MatchState {
        Proposed = "proposed",
        Published = "published",
        Accepted = "accepted",
        Declined = "declined",
        Replaced = "replaced",
        Done = "done",
    }
}

impl MatchState {
    /// States in which the pair still stands.
    pub const LIVE: &'static [MatchState] =
        &[MatchState::Proposed, MatchState::Published, MatchState::Accepted];

    /// Whether a match may go from here to `next`.
    pub fn may_become(self, next: MatchState) -> bool {
        use MatchState::*;
        match self {
            Proposed => matches!(next, Published | Replaced),
            Published => matches!(next, Accepted | Declined | Replaced | Done),
            Accepted => matches!(next, Declined | Replaced | Done),
            Declined | Replaced | Done => false,
        }
    }
}

text_enum! {
    /// What became of a run of the matching.
    pub enum RunState {
        /// Still being computed.
        Planning = "planning",
        Preview = "preview",
        Published = "published",
        Discarded = "discarded",
        /// Stopped by hand before there was a plan.
        Stopped = "stopped",
        /// The process that computed it is gone.
        Lost = "lost",
    }
}

/// As sent by the buttons of a preview: a booking, and where it matters a pupil or another
/// booking.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PairForm {
    #[validate(length(max = 20))]
    pub booking: String,
    #[validate(length(max = 20))]
    pub ambassador: String,
    #[validate(length(max = 20))]
    pub with: String,
    /// What is to happen to them, where the address does not say: [`Change::code`].
    #[validate(length(max = 20))]
    pub act: String,
}

impl PairForm {
    /// The change it asks for; none when it lacks what that needs.
    pub fn change(&self, act: &str) -> Option<Change> {
        let booking: BookingId = self.booking.parse().ok()?;
        let ambassador = || self.ambassador.parse::<AmbassadorId>().ok();
        Some(match act {
            "pin" => Change::Pin(booking, ambassador()?),
            "unpin" => Change::Unpin(booking),
            "forbid" => Change::Forbid(booking, ambassador()?),
            "allow" => Change::Allow(booking, ambassador()?),
            "swap" => Change::Swap(booking, self.with.parse().ok()?),
            _ => return None,
        })
    }
}

/// What the coordinator changes by hand before a preview is planned again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// This pupil helps this booking, whatever else the plan would do.
    Pin(BookingId, AmbassadorId),
    /// The engine decides again.
    Unpin(BookingId),
    /// Never these two.
    Forbid(BookingId, AmbassadorId),
    /// These two may be matched after all.
    Allow(BookingId, AmbassadorId),
    /// The two bookings change pupils.
    Swap(BookingId, BookingId),
}

impl Change {
    /// The pupil it is about.
    pub fn ambassador(self) -> Option<AmbassadorId> {
        match self {
            Change::Pin(_, pupil) | Change::Forbid(_, pupil) | Change::Allow(_, pupil) => {
                Some(pupil)
            }
            Change::Unpin(_) | Change::Swap(..) => None,
        }
    }

    /// The booking it is about.
    pub fn booking(self) -> BookingId {
        match self {
            Change::Pin(booking, _)
            | Change::Unpin(booking)
            | Change::Forbid(booking, _)
            | Change::Allow(booking, _)
            | Change::Swap(booking, _) => booking,
        }
    }

    /// Its name in the audit trail.
    pub fn code(self) -> &'static str {
        match self {
            Change::Pin(..) => "pin",
            Change::Unpin(..) => "unpin",
            Change::Forbid(..) => "forbid",
            Change::Allow(..) => "allow",
            Change::Swap(..) => "swap",
        }
    }
}

/// Why the matching does not do what was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MatchingRefusal {
    /// Published or discarded already, perhaps by a colleague a moment ago.
    Decided,
    /// Still being planned.
    StillPlanning,
    /// Somebody has changed it a moment ago.
    ChangedMeanwhile,
    /// The session asked about has begun or is not open to plan for.
    NotToCome,
    /// Nobody is booked in the sessions asked about.
    NobodyBooked,
    /// The plan matches nobody, so there is nothing to publish.
    NothingToPublish,
    /// The two bookings have no pupils to change.
    NoSwap,
    /// Not these two, with the reason.
    Pair(Message),
}

impl Refuse for MatchingRefusal {
    fn code(&self) -> &'static str {
        match self {
            MatchingRefusal::Decided => "run_decided",
            MatchingRefusal::StillPlanning => "run_planning",
            MatchingRefusal::ChangedMeanwhile => "run_changed",
            MatchingRefusal::NotToCome => "session_not_to_come",
            MatchingRefusal::NobodyBooked => "nobody_booked",
            MatchingRefusal::NothingToPublish => "nothing_to_publish",
            MatchingRefusal::NoSwap => "no_swap",
            MatchingRefusal::Pair(_) => "pair",
        }
    }

    fn message(&self) -> Message {
        let (vi, en) = match self {
            MatchingRefusal::Decided => (
                "Bản ghép này đã công bố hoặc đã bỏ. Hãy chạy một bản mới.",
                "This plan is already published or discarded. Run a new one.",
            ),
            MatchingRefusal::StillPlanning => (
                "Bản ghép này còn đang được xếp. Hãy đợi một chút.",
                "This plan is still being made. Please wait a moment.",
            ),
            MatchingRefusal::ChangedMeanwhile => (
                "Vừa có người sửa bản ghép này. Hãy xem lại rồi làm tiếp.",
                "Somebody has just changed this plan. Look at it again, then go on.",
            ),
            MatchingRefusal::NotToCome => (
                "Buổi này đã bắt đầu hoặc không còn mở: bàn đón tiếp xếp ai giúp ai.",
                "This session has begun or is no longer open: the desk decides who helps whom.",
            ),
            MatchingRefusal::NobodyBooked => (
                "Chưa có ai đặt chỗ trong thời gian này, nên chưa có gì để ghép.",
                "Nobody is booked in this time yet, so there is nothing to match.",
            ),
            MatchingRefusal::NothingToPublish => (
                "Bản ghép này chưa ghép được lượt nào, nên không có gì để công bố.",
                "This plan matches nobody, so there is nothing to publish.",
            ),
            MatchingRefusal::NoSwap => (
                "Hai lượt này không đổi người cho nhau được.",
                "These two bookings cannot change ambassadors.",
            ),
            MatchingRefusal::Pair(message) => return message.clone(),
        };
        Message::new(vi, en)
    }
}
