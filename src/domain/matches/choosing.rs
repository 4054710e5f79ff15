//! Who could help one booking, asked beside a drafted plan: for a choice by hand.

use crate::domain::ids::*;
use crate::domain::matching::{Assigned, Desk, Refusal as Engine};
use crate::domain::refusal::{Message, Refuse};

use super::drafting::Draft;
use super::facts::Translator;
use super::grounds::Grounds;
use super::remedy::{explained, has_declined};
use super::roster::Roster;
use super::scene::{Helper, Scene};

/// A pupil for one booking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    pub ambassador: AmbassadorId,
    pub grounds: Grounds,
    pub answer: Verdict,
}

/// Whether it can be this pupil.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// As the plan has it.
    Planned,
    /// Yes, and nothing else changes.
    Free,
    /// Yes, but others are planned anew; why, and the booking that could simply be swapped.
    Moves { why: Message, swap: Option<BookingId> },
    /// No, with every reason.
    No(Vec<Message>),
}

/// Every pupil certified for the booking's topic, best first: as planned, free, moving
/// others, and those who cannot, nearest first.
pub fn choices(scene: &Scene, draft: &Draft, booking: BookingId) -> Vec<Choice> {
    let Some(waiting) = scene.booking(booking) else { return Vec::new() };
    let Some(posted) = scene.session(waiting.session) else { return Vec::new() };
    let translator = Translator::new(scene);
    let mut pins = draft.pins.clone();
    pins.remove(&booking);
    let facts = translator.facts(&pins, &Default::default());
    let planned = |b, a| translator.assigned(b, a);
    let matched: Vec<Assigned> =
        draft.pairs.iter().filter_map(|p| planned(p.booking, p.ambassador)).collect();
    let counter = Counter {
        scene,
        draft,
        booking,
        roster: Roster::of(scene),
        desk: Desk::new(&facts, &matched),
        translator: &translator,
    };
    let day = posted.facts.starts_at.day();
    let certified = |h: &&Helper| h.candidate.is_certified(&waiting.topic, waiting.tier, day);
    let mut found: Vec<Choice> = scene
        .helpers
        .iter()
        .filter(certified)
        .map(|h| counter.choice(waiting.session, h.candidate.ambassador))
        .collect();
    found.sort_by_key(|choice| {
        let rank = match &choice.answer {
            Verdict::Planned => 0,
            Verdict::Free => 1,
            Verdict::Moves { .. } => 2,
            Verdict::No(why) => 2 + why.len(),
        };
        let grounds = choice.grounds;
        (rank, !grounds.continuity, std::cmp::Reverse(grounds.level), choice.ambassador)
    });
    found
}

/// The two pupils of two bookings, if the plan has both and they may be swapped.
pub fn swapped(
    scene: &Scene,
    draft: &Draft,
    one: BookingId,
    other: BookingId,
) -> Option<[(BookingId, AmbassadorId); 2]> {
    let choice = choices(scene, draft, one);
    let with = draft.pair(other)?.ambassador;
    let may = choice.iter().any(|c| {
        c.ambassador == with
            && matches!(&c.answer, Verdict::Moves { swap: Some(b), .. } if *b == other)
    });
    may.then_some([(one, with), (other, draft.pair(one)?.ambassador)])
}

/// Answers about one booking.
struct Counter<'s, 'f> {
    scene: &'s Scene,
    draft: &'s Draft,
    booking: BookingId,
    roster: Roster<'s>,
    desk: Desk<'f>,
    translator: &'f Translator<'s>,
}

impl Counter<'_, '_> {
    fn choice(&self, session: SessionId, ambassador: AmbassadorId) -> Choice {
        let planned = self.draft.pair(self.booking).is_some_and(|p| p.ambassador == ambassador);
        let wish = self.translator.assigned(self.booking, ambassador);
        let grounds = wish.map_or(Grounds::default(), |wish| {
            Grounds::from(self.desk.why(&self.scene.weights, wish))
        });
        let answer =
            if planned { Verdict::Planned } else { self.answer(session, ambassador, wish) };
        Choice { ambassador, grounds, answer }
    }

    fn answer(
        &self,
        session: SessionId,
        ambassador: AmbassadorId,
        wish: Option<Assigned>,
    ) -> Verdict {
        if self.roster.declined(session, ambassador) {
            return Verdict::No(vec![has_declined()]);
        }
        let refusals = self.roster.refusals(session, ambassador);
        if !refusals.is_empty() {
            return Verdict::No(refusals.iter().map(Refuse::message).collect());
        }
        let Some(wish) = wish else { return Verdict::No(vec![explained(Engine::Unknown)]) };
        match self.desk.check_without(wish, &[wish.request]) {
            Ok(()) => Verdict::Free,
            Err(
                refusal @ (Engine::Busy
                | Engine::TravelTooShort
                | Engine::TeamTooLarge
                | Engine::RunTooLong
                | Engine::NoPair),
            ) => Verdict::Moves { why: explained(refusal), swap: self.swap(wish, ambassador) },
            Err(refusal) => Verdict::No(vec![explained(refusal)]),
        }
    }

    /// The booking this pupil helps at the same time, if its pupil and this one may change
    /// places.
    fn swap(&self, wish: Assigned, ambassador: AmbassadorId) -> Option<BookingId> {
        let own = self.draft.pair(self.booking)?;
        let other = self.draft.pairs.iter().find(|p| {
            p.ambassador == ambassador && p.session == own.session && p.step == own.step
        })?;
        let back = self.translator.assigned(other.booking, own.ambassador)?;
        let leaving = [wish.request, back.request];
        let both = self.desk.check_without(wish, &leaving).is_ok()
            && self.desk.check_without(back, &leaving).is_ok();
        both.then_some(other.booking)
    }
}
