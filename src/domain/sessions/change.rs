//! What a change of a posting does to its slots and to the other sessions of its series.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::release::reason;
use super::steps::{Step, cut};
use super::{Posting, SessionRefusal};
use crate::domain::at::At;
use crate::domain::ids::SlotId;
use crate::domain::refusal::{Message, Problems};
use crate::text_enum;

text_enum! {
    /// How far a change or a cancellation reaches in a weekly series.
    pub enum Scope {
        This = "this",
        /// This one and those after it.
        Following = "following",
        /// All that are still ahead.
        All = "all",
    }
}

/// Calling off, as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize, Validate)]
#[serde(default)]
pub struct CancelForm {
    #[validate(length(max = 300))]
    pub reason: String,
    #[validate(length(max = 20))]
    pub scope: String,
}

/// Why a session is called off; residents and guardians read it.
pub fn cancel_reason(form: &CancelForm) -> Result<String, Problems> {
    let missing = Message::new(
        "Ghi lý do hủy: người dân và các em sẽ được đọc.",
        "Give the reason: residents and pupils will read it.",
    );
    reason(&form.reason, missing)
}

/// A slot as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SlotNow {
    pub id: SlotId,
    pub step: Step,
    /// Residents who hold a seat in it.
    pub taken: i64,
    /// Bookings that still count, those waiting for a seat included.
    pub live: i64,
}

/// What becomes of a session's slots.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SlotPlan {
    /// The whole session moves by so many minutes, each slot with its bookings.
    pub shifted_by: i64,
    /// Slots that stay, at the time they then have.
    pub kept: Vec<(SlotId, Step)>,
    pub removed: Vec<SlotId>,
    pub added: Vec<Step>,
}

/// Compares the slots with a posting's new time. A session that keeps its length and its
/// slots' length moves as a whole; otherwise a slot stays when its time is among the new ones.
pub fn plan_slots(now: &[SlotNow], before: &Posting, after: &Posting) -> SlotPlan {
    let shift = after.starts_at.minutes_since(before.starts_at);
    let as_long = after.ends_at.minutes_since(before.ends_at) == shift;
    if as_long && before.slot_minutes == after.slot_minutes {
        let moved = |step: Step| Step {
            from: step.from.plus_minutes(shift),
            to: step.to.plus_minutes(shift),
        };
        let kept = now.iter().map(|slot| (slot.id, moved(slot.step))).collect();
        return SlotPlan { shifted_by: shift, kept, ..SlotPlan::default() };
    }
    let mut plan = SlotPlan::default();
    let steps = cut(after.starts_at, after.ends_at, after.slot_minutes);
    for slot in now {
        if steps.contains(&slot.step) {
            plan.kept.push((slot.id, slot.step));
        } else {
            plan.removed.push(slot.id);
        }
    }
    let there: HashSet<NaiveDateTime> = plan.kept.iter().map(|(_, s)| s.from.utc()).collect();
    plan.added = steps.into_iter().filter(|s| !there.contains(&s.from.utc())).collect();
    plan
}

/// Why the slots cannot become what the plan says: nobody loses a seat by an edit.
pub fn refuse(plan: &SlotPlan, now: &[SlotNow], seats: i64) -> Result<(), SessionRefusal> {
    let bookings: i64 =
        now.iter().filter(|slot| plan.removed.contains(&slot.id)).map(|slot| slot.live).sum();
    if bookings > 0 {
        return Err(SessionRefusal::BookingsInTheWay { bookings });
    }
    let taken = now.iter().map(|slot| slot.taken).max().unwrap_or_default();
    if taken > seats {
        return Err(SessionRefusal::SeatsTaken { taken });
    }
    Ok(())
}

impl Posting {
    /// The other session of the series with what the edit changed: only answers that
    /// differ from what the form showed carry over, so what was special there stays.
    pub fn carried_to(&self, shown: &Posting, target: &Posting) -> Posting {
        fn pick<T: PartialEq + Clone>(edited: &T, shown: &T, target: &T) -> T {
            if edited == shown { target.clone() } else { edited.clone() }
        }
        let days = self.starts_at.day() - shown.starts_at.day();
        let day = target.starts_at.day() + days;
        let at = |edited: At, shown: At, target: At| {
            At::local(day, pick(&edited.time(), &shown.time(), &target.time()))
        };
        Posting {
            title: pick(&self.title, &shown.title, &target.title),
            place: pick(&self.place, &shown.place, &target.place),
            starts_at: at(self.starts_at, shown.starts_at, target.starts_at),
            ends_at: at(self.ends_at, shown.ends_at, target.ends_at),
            slot_minutes: pick(&self.slot_minutes, &shown.slot_minutes, &target.slot_minutes),
            seats: pick(&self.seats, &shown.seats, &target.seats),
            walk_in_percent: pick(
                &self.walk_in_percent,
                &shown.walk_in_percent,
                &target.walk_in_percent,
            ),
            ambassadors_wanted: pick(
                &self.ambassadors_wanted,
                &shown.ambassadors_wanted,
                &target.ambassadors_wanted,
            ),
            pupils_per_adult: pick(
                &self.pupils_per_adult,
                &shown.pupils_per_adult,
                &target.pupils_per_adult,
            ),
            access_notes: pick(&self.access_notes, &shown.access_notes, &target.access_notes),
            notes: pick(&self.notes, &shown.notes, &target.notes),
            topics: pick(&self.topics, &shown.topics, &target.topics),
            supervisors: pick(&self.supervisors, &shown.supervisors, &target.supervisors),
        }
    }

    /// Do people have to be told? Only of another time or place.
    pub fn moves(&self, other: &Posting) -> bool {
        (self.starts_at, self.ends_at, self.place) != (other.starts_at, other.ends_at, other.place)
    }
}

#[cfg(test)]
mod tests;
