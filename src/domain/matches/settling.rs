//! From a drafted plan to what is written when it is published, asked against the facts of
//! that moment: what changed meanwhile is passed over and reported, never forced.

use std::collections::BTreeSet;

use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Refuse};

use super::drafting::{Draft, Pairing, Passed, mended};
use super::remedy::has_declined;
use super::roster::Roster;
use super::scene::{Live, Scene};

/// What publishing a plan writes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settlement {
    /// Matches that stand and no longer will.
    pub replaced: Vec<Live>,
    /// Matches that stand as planned, with whether they are pinned from now on.
    pub kept: Vec<(Live, bool)>,
    pub made: Vec<Made>,
    /// Shifts to be proposed, each allowed beside all before it.
    pub shifts: Vec<(SessionId, AmbassadorId)>,
    pub passed: Vec<Passed>,
}

/// A new match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    pub pair: Pairing,
    pub pinned: bool,
    /// The pupil has agreed to come already.
    pub agreed: bool,
}

impl Settlement {
    /// Everybody whose work changes, each once.
    pub fn concerned(&self) -> BTreeSet<AmbassadorId> {
        let made = self.made.iter().map(|m| m.pair.ambassador);
        made.chain(self.replaced.iter().map(|m| m.ambassador)).collect()
    }
}

/// Settles a plan against the scene as it is now.
pub fn settle(scene: &Scene, draft: &Draft) -> Settlement {
    let mut desk = Settling {
        scene,
        roster: Roster::of(scene),
        busy: BTreeSet::new(),
        settled: BTreeSet::new(),
        done: Settlement::default(),
    };
    desk.note_others(draft);
    // Who has a shift already goes first, so that new ones are asked beside them.
    let mut pairs: Vec<&Pairing> = draft.pairs.iter().collect();
    pairs.sort_by_key(|p| (p.joins, p.booking));
    for pair in pairs {
        let pinned = draft.pins.get(&pair.booking) == Some(&pair.ambassador);
        match desk.obstacle(pair) {
            Some(why) => desk.pass(pair, &why),
            None => desk.make(pair, pinned),
        }
    }
    desk.clear(draft);
    desk.done
}

/// A plan mended around what happened since it was made: every pair that no longer holds is
/// noted with its reason and with whoever helps instead, and bookings that came in since are
/// planned too. A plan to which nothing happened comes back as it is.
pub fn resolved(scene: &Scene, draft: Draft) -> Draft {
    let mut passed = settle(scene, &draft).passed;
    if passed.is_empty() && scene.waiting.iter().all(|b| draft.knows(b.id)) {
        return draft;
    }
    let mut pins = draft.pins.clone();
    pins.retain(|booking, _| {
        scene.booking(*booking).is_some() && passed.iter().all(|p| p.booking != *booking)
    });
    let mut after = mended(scene, &draft, &pins);
    for gone in &mut passed {
        gone.instead = after.pair(gone.booking).map(|pair| pair.ambassador);
    }
    after.passed = passed;
    after
}

struct Settling<'s> {
    scene: &'s Scene,
    roster: Roster<'s>,
    /// Who helps somebody in which step.
    busy: BTreeSet<(AmbassadorId, SlotId)>,
    /// Bookings whose pair was published.
    settled: BTreeSet<BookingId>,
    done: Settlement,
}

impl Settling<'_> {
    /// What others published since for bookings the plan does not know.
    fn note_others(&mut self, draft: &Draft) {
        for live in self.scene.live.iter().filter(|live| !draft.knows(live.booking)) {
            if let Some(booking) = self.scene.booking(live.booking) {
                self.busy.insert((live.ambassador, booking.step));
            }
        }
    }

    /// Why the pair cannot be published any more.
    fn obstacle(&mut self, pair: &Pairing) -> Option<Message> {
        let Some(posted) = self.scene.session(pair.session) else {
            return Some(Message::new(
                "Buổi đã bắt đầu hoặc không còn mở.",
                "The session has begun or is no longer open.",
            ));
        };
        let Some(booking) = self.scene.booking(pair.booking) else {
            return Some(Message::new(
                "Người đặt đã hủy hoặc không còn chờ.",
                "The booking was cancelled or no longer waits.",
            ));
        };
        if (booking.session, booking.step) != (pair.session, pair.step) {
            return Some(Message::new(
                "Người đặt đã đổi sang giờ khác.",
                "The resident has moved to another time.",
            ));
        }
        if self.scene.forbidden.contains(&(pair.booking, pair.ambassador)) {
            return Some(Message::new(
                "Cặp này đã bị loại bằng tay.",
                "This pair was ruled out by hand.",
            ));
        }
        if self.busy.contains(&(pair.ambassador, pair.step)) {
            return Some(Message::new(
                "Lúc đó em đã được xếp giúp người khác.",
                "The ambassador helps somebody else at that time.",
            ));
        }
        let helper = self.scene.helper(pair.ambassador);
        let day = posted.facts.starts_at.day();
        let able = |c: &crate::domain::eligibility::Candidate| {
            c.is_certified(&booking.topic, booking.tier, day)
        };
        if !helper.is_some_and(|h| able(&h.candidate)) {
            return Some(Message::new(
                "Em không còn chứng nhận cho thủ tục này.",
                "The ambassador is no longer certified for this topic.",
            ));
        }
        if !posted.has_adults() {
            return Some(Message::new(
                "Buổi không còn đủ hai người lớn phụ trách.",
                "The session no longer has two adults.",
            ));
        }
        if self.roster.declined(pair.session, pair.ambassador) {
            return Some(has_declined());
        }
        let had = self.roster.has(pair.session, pair.ambassador);
        match self.roster.join(pair.session, pair.ambassador) {
            Ok(()) if had => None,
            Ok(()) => {
                self.done.shifts.push((pair.session, pair.ambassador));
                None
            }
            Err(refusals) => refusals.first().map(Refuse::message),
        }
    }

    fn pass(&mut self, pair: &Pairing, why: &Message) {
        let say = |lang| why.say(lang).to_owned();
        self.done.passed.push(Passed {
            booking: pair.booking,
            ambassador: pair.ambassador,
            vi: say(Lang::Vi),
            en: say(Lang::En),
            instead: None,
        });
    }

    fn make(&mut self, pair: &Pairing, pinned: bool) {
        self.busy.insert((pair.ambassador, pair.step));
        self.settled.insert(pair.booking);
        match self.scene.standing(pair.booking) {
            Some(live) if live.ambassador == pair.ambassador => {
                self.done.kept.push((*live, pinned));
            }
            other => {
                self.done.replaced.extend(other.copied());
                let agreed = self
                    .scene
                    .session(pair.session)
                    .is_some_and(|s| s.agreed.contains(&pair.ambassador));
                self.done.made.push(Made { pair: pair.clone(), pinned, agreed });
            }
        }
    }

    /// Ends standing matches of planned bookings that the plan no longer has room for: the
    /// pupil helps somebody else then, was ruled out, or may not stay. The others stand.
    fn clear(&mut self, draft: &Draft) {
        for live in &self.scene.live {
            let Some(booking) = self.scene.booking(live.booking) else { continue };
            if self.settled.contains(&live.booking) || !draft.knows(live.booking) {
                continue;
            }
            let elsewhere = self.busy.contains(&(live.ambassador, booking.step));
            let ruled_out = self.scene.forbidden.contains(&(live.booking, live.ambassador));
            let gone = !self.roster.has(booking.session, live.ambassador)
                || !self.roster.refusals(booking.session, live.ambassador).is_empty();
            if elsewhere || ruled_out || gone {
                self.done.replaced.push(*live);
            }
        }
    }
}
