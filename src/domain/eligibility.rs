//! May this pupil take a place in this session? One pure function, asked before a
//! click (why a session is greyed out), at the click, by the matching and at the desk.
//!
//! The answer carries every reason, not only the first, so that a pupil or a
//! coordinator sees at once what would have to change. Hours follow the ceilings of
//! invariant 2; intervals are half-open, so a shift may begin when another ends.

mod facts;
mod refusal;
#[cfg(test)]
mod tests;
mod time;

pub use facts::{Candidate, Certified, DayException, Held, Limits, OwnLimits, SessionFacts, Spot};
pub use refusal::{Ineligible, Refusal};
pub use time::{Weekly, free_spans, joined, travel_minutes, without};

use super::at::At;
use super::consent::Side;
use super::hours::week_of;
use super::school_year::{self, ClosedSpan, closing};
use super::sessions::SessionState;
use super::topics::Tier;

/// Fewer adults than this never receive pupils: no child is alone with one adult.
pub const ADULTS_AT_LEAST: i64 = 2;

/// Between the end of a shift and the lessons or the shift of the next day (dossier §4.3).
pub const REST_MINUTES: i64 = 12 * 60;

/// Every reason why `candidate` may not take a place in `session`; none means yes.
///
/// `closed` holds the days on which nobody is scheduled, of any organisation; those
/// that do not concern the pupil's school or the session's ward are passed over.
/// Shifts of the candidate in the session itself make it [`Refusal::AlreadyIn`] and
/// are otherwise left out of account, so the same facts can be asked after the event.
pub fn check(
    candidate: &Candidate,
    session: &SessionFacts,
    closed: &[ClosedSpan],
    now: At,
) -> Result<(), Vec<Refusal>> {
    let mut why = Vec::new();
    standing(candidate, session, &mut why);
    the_moment(candidate, session, now, &mut why);
    the_time(candidate, session, closed, &mut why);
    the_room(candidate, session, &mut why);
    answer(why)
}

/// The same question for a pupil who stands at the desk of a running session without a
/// place in it. Everything is asked but whether the session is open to sign up for, which
/// it no longer is once it runs.
pub fn may_join(
    candidate: &Candidate,
    session: &SessionFacts,
    closed: &[ClosedSpan],
) -> Result<(), Vec<Refusal>> {
    let mut why = Vec::new();
    standing(candidate, session, &mut why);
    the_entry(candidate, session, &mut why);
    the_time(candidate, session, closed, &mut why);
    the_room(candidate, session, &mut why);
    answer(why)
}

/// The same question for a pupil who already has a place in the session: do the rules
/// about the pupil still hold? Whether the session is open and has room is not asked
/// again, since this pupil's place is already counted.
pub fn may_stay(
    candidate: &Candidate,
    session: &SessionFacts,
    closed: &[ClosedSpan],
) -> Result<(), Vec<Refusal>> {
    let mut why = Vec::new();
    standing(candidate, session, &mut why);
    the_release(candidate, session, &mut why);
    the_time(candidate, session, closed, &mut why);
    the_company(candidate, session, &mut why);
    answer(why)
}

/// The same question for a pupil who has said yes to the session at its time. A promise
/// counts as free time: hours of the week that were never marked, or were changed since, do
/// not take it back. Whoever cannot come gives the shift back.
pub fn may_keep(
    candidate: &Candidate,
    session: &SessionFacts,
    closed: &[ClosedSpan],
) -> Result<(), Vec<Refusal>> {
    let mut why = may_stay(candidate, session, closed).err().unwrap_or_default();
    why.retain(|refusal| *refusal != Refusal::NotFree);
    answer(why)
}

fn answer(why: Vec<Refusal>) -> Result<(), Vec<Refusal>> {
    if why.is_empty() { Ok(()) } else { Err(why) }
}

/// May be scheduled at all, and for these topics.
fn standing(candidate: &Candidate, session: &SessionFacts, why: &mut Vec<Refusal>) {
    if !candidate.active {
        why.push(Refusal::Inactive);
    }
    let day = session.starts_at.day();
    if !candidate.limits.ages.contains(&age_on(candidate.birth_year, day)) {
        why.push(Refusal::Age);
    }
    let year = school_year::of(day);
    let signed = |side| candidate.signatures.iter().any(|(s, y)| *s == side && *y == year);
    if !signed(Side::Child) {
        why.push(Refusal::ChildConsent);
    }
    if !signed(Side::Guardian) {
        why.push(Refusal::GuardianConsent);
    }
    if candidate.vetoed.contains(&session.id) {
        why.push(Refusal::GuardianVeto);
    }
    if !session.topics.iter().any(|(topic, tier)| candidate.is_certified(topic, *tier, day)) {
        why.push(Refusal::NotCertified);
    }
}

/// The age a birth year gives on a day. Only the year is kept, so the age is the one
/// reached in the course of that calendar year.
pub fn age_on(birth_year: i64, day: chrono::NaiveDate) -> i64 {
    i64::from(chrono::Datelike::year(&day)) - birth_year
}

/// The lowest level that may help with a topic of this tier; none for adults only.
pub fn level_for(tier: Tier) -> Option<i64> {
    match tier {
        Tier::Guide => Some(1),
        Tier::Adult => Some(2),
        Tier::Reserved => None,
    }
}

/// The session takes pupils now, this one among them.
fn the_moment(candidate: &Candidate, session: &SessionFacts, now: At, why: &mut Vec<Refusal>) {
    if session.starts_at <= now {
        why.push(Refusal::Started);
    } else if session.state != SessionState::Open {
        why.push(Refusal::NotOpen);
    }
    the_entry(candidate, session, why);
}

/// The school releases this pupil for it.
fn the_release(candidate: &Candidate, session: &SessionFacts, why: &mut Vec<Refusal>) {
    if !session.approved_by.contains(&candidate.school) {
        why.push(Refusal::NotApproved);
    }
}

/// Beside nobody kept apart from this pupil.
fn the_company(candidate: &Candidate, session: &SessionFacts, why: &mut Vec<Refusal>) {
    if session.members.iter().any(|member| candidate.kept_apart.contains(member)) {
        why.push(Refusal::KeptApart);
    }
}

/// The school releases this pupil for it, who is not in it yet.
fn the_entry(candidate: &Candidate, session: &SessionFacts, why: &mut Vec<Refusal>) {
    the_release(candidate, session, why);
    let in_it = session.members.contains(&candidate.ambassador)
        || candidate.shifts.iter().any(|held| held.session == session.id);
    if in_it {
        why.push(Refusal::AlreadyIn);
    }
}

/// Free then, within the ceilings, and nowhere else.
fn the_time(
    candidate: &Candidate,
    session: &SessionFacts,
    closed: &[ClosedSpan],
    why: &mut Vec<Refusal>,
) {
    the_day(candidate, session, closed, why);
    the_hours(candidate, session, why);
    other_shifts(candidate, session, why);
    the_rest(candidate, session, why);
}

/// The pupil is free then, not at school, and the day is not closed.
fn the_day(
    candidate: &Candidate,
    session: &SessionFacts,
    closed: &[ClosedSpan],
    why: &mut Vec<Refusal>,
) {
    let day = session.starts_at.day();
    let minutes = session.minutes_of_day();
    let free = free_spans(&candidate.free, &candidate.exceptions, day);
    if !free.iter().any(|(from, to)| *from <= minutes.0 && minutes.1 <= *to) {
        why.push(Refusal::NotFree);
    }
    if candidate.lessons.iter().any(|lesson| lesson.touches(day, minutes)) {
        why.push(Refusal::AtSchool);
    }
    let at_school = closing(closed, candidate.school, day);
    if let Some(span) = at_school.or_else(|| closing(closed, session.ward, day)) {
        why.push(Refusal::Closed(span.kind));
    }
    if minutes.1 > candidate.limits.latest_end {
        why.push(Refusal::TooLate { latest: candidate.limits.latest_end });
    }
}

/// Within the ceilings of a session, a day and a week.
fn the_hours(candidate: &Candidate, session: &SessionFacts, why: &mut Vec<Refusal>) {
    let limits = &candidate.limits;
    let length = session.minutes();
    if length > limits.session_minutes {
        why.push(Refusal::SessionTooLong { most: limits.session_minutes });
    }
    let others = || candidate.shifts.iter().filter(|held| held.session != session.id);
    let day = session.starts_at.day();
    let on_day: i64 = others().filter(|h| h.starts_at.day() == day).map(|h| h.minutes()).sum();
    if on_day + length > limits.day_minutes {
        why.push(Refusal::DayFull { most: limits.day_minutes });
    }
    let week = week_of(day);
    let in_week: i64 =
        others().filter(|h| week_of(h.starts_at.day()) == week).map(|h| h.minutes()).sum();
    let cap = limits.week_minutes.min(candidate.week_cap);
    if in_week + length > cap {
        why.push(Refusal::WeekFull { most: cap });
    }
}

/// In one place at a time, with the way between.
fn other_shifts(candidate: &Candidate, session: &SessionFacts, why: &mut Vec<Refusal>) {
    let mut overlaps = false;
    let mut too_far = None;
    for held in candidate.shifts.iter().filter(|held| held.session != session.id) {
        let way = travel_minutes(held.spot, session.spot);
        let reach = |earlier_end: At, later_start: At| later_start.minutes_since(earlier_end);
        if held.starts_at < session.ends_at && session.starts_at < held.ends_at {
            overlaps = true;
        } else if held.ends_at <= session.starts_at {
            if reach(held.ends_at, session.starts_at) < way {
                too_far = too_far.max(Some(way));
            }
        } else if reach(session.ends_at, held.starts_at) < way {
            too_far = too_far.max(Some(way));
        }
    }
    if overlaps {
        why.push(Refusal::Overlaps);
    }
    if let Some(minutes) = too_far {
        why.push(Refusal::TooFar { minutes });
    }
}

/// A night lies between a shift and what the next day begins with.
fn the_rest(candidate: &Candidate, session: &SessionFacts, why: &mut Vec<Refusal>) {
    let day = session.starts_at.day();
    let ends = session.minutes_of_day().1;
    let next_day = day + chrono::Days::new(1);
    let to_lesson = candidate
        .lessons
        .iter()
        .filter(|lesson| lesson.touches(next_day, (0, 1440)))
        .map(|lesson| 1440 - ends + lesson.minutes.0)
        .min();
    let others = candidate.shifts.iter().filter(|held| held.session != session.id);
    let to_shift = others
        .filter(|held| held.starts_at.day() != day)
        .map(|held| {
            let after = held.starts_at.minutes_since(session.ends_at);
            if after >= 0 { after } else { session.starts_at.minutes_since(held.ends_at) }
        })
        .min();
    if to_lesson.into_iter().chain(to_shift).any(|minutes| minutes < REST_MINUTES) {
        why.push(Refusal::NoRest { hours: REST_MINUTES / 60 });
    }
}

/// There is a place left, with enough adults, and beside nobody kept apart from this pupil.
fn the_room(candidate: &Candidate, session: &SessionFacts, why: &mut Vec<Refusal>) {
    let others = session.members.iter().filter(|m| **m != candidate.ambassador);
    let there = others.count() as i64;
    the_company(candidate, session, why);
    let enough = session.supervisors >= ADULTS_AT_LEAST
        && there < session.pupils_per_adult * session.supervisors;
    if !enough {
        why.push(Refusal::TooFewAdults);
    }
    if there >= session.ambassadors_wanted {
        why.push(Refusal::EnoughPupils);
    }
}
