//! A plan for real sessions, in which every new shift is one that may be given.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::ids::*;
use crate::domain::matching::{Budget, Plan, plan};

use super::facts::Translator;
use super::grounds::Grounds;
use super::remedy::{Remedy, nearest};
use super::roster::Roster;
use super::scene::Scene;

/// A drafted plan, as it is kept with its run: ids only, no names.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub sessions: Vec<SessionId>,
    pub pairs: Vec<Pairing>,
    pub left_out: Vec<LeftOut>,
    /// Decided by hand.
    pub pins: BTreeMap<BookingId, AmbassadorId>,
    pub worth: Worth,
    /// After publishing: what could not be kept, because life went on.
    pub passed: Vec<Passed>,
}

/// One resident and the pupil who is to help.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pairing {
    pub booking: BookingId,
    pub session: SessionId,
    pub step: SlotId,
    pub ambassador: AmbassadorId,
    /// [`Grounds::code`].
    pub grounds: String,
    /// The pupil has no shift there yet and would be asked to come.
    pub joins: bool,
}

/// A booking without a pupil, and what would help.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    pub booking: BookingId,
    pub session: SessionId,
    pub remedy: Remedy,
}

/// What the plan is worth, beside the simplest way and the best conceivable.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Worth {
    pub total: usize,
    pub served: usize,
    /// Priority points.
    pub value: i64,
    pub first_come_served: usize,
    pub first_come_value: i64,
    /// No plan is worth more points.
    pub bound: i64,
    /// Proved to be the best.
    pub optimal: bool,
    /// Matches already announced that this plan changes.
    pub changes: i64,
}

/// A match that was planned and not published, with the reason in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Passed {
    pub booking: BookingId,
    pub ambassador: AmbassadorId,
    pub vi: String,
    pub en: String,
}

impl Draft {
    /// The pupil planned for a booking.
    pub fn pair(&self, booking: BookingId) -> Option<&Pairing> {
        self.pairs.iter().find(|pair| pair.booking == booking)
    }

    /// Whether the booking was there when the plan was made.
    pub fn knows(&self, booking: BookingId) -> bool {
        self.pair(booking).is_some() || self.left_out.iter().any(|l| l.booking == booking)
    }
}

/// How often a plan is made again because its shifts together exceed a ceiling. Each time
/// at least one pupil is kept from one session; what is left after the last is taken out.
const ROUNDS: usize = 8;

/// Plans a scene with these pins. Deterministic: the same scene gives the same draft.
pub fn draft(scene: &Scene, pins: &BTreeMap<BookingId, AmbassadorId>, iterations: u64) -> Draft {
    let translator = Translator::new(scene);
    let mut barred = BTreeSet::new();
    let mut bound = None;
    let mut rounds = ROUNDS;
    loop {
        let facts = translator.facts(pins, &barred);
        let planned = plan(&facts, &scene.weights, Budget { iterations, ..Budget::default() });
        // The first plan knows no bars, so its bound holds for every later one.
        let bound = *bound.get_or_insert(planned.bound);
        let mut roster = Roster::of(scene);
        let refused = promise(&mut roster, scene, &planned, pins);
        rounds -= 1;
        if refused.is_empty() || rounds == 0 {
            return Write { scene, pins, roster, refused, bound }.down(&planned);
        }
        barred.extend(refused);
    }
}

/// Promises the shifts a plan needs, those with pins first and then the most useful; those
/// refused come back.
fn promise(
    roster: &mut Roster<'_>,
    scene: &Scene,
    planned: &Plan,
    pins: &BTreeMap<BookingId, AmbassadorId>,
) -> BTreeSet<(SessionId, AmbassadorId)> {
    let mut worth: BTreeMap<(SessionId, AmbassadorId), (bool, i64)> = BTreeMap::new();
    for m in &planned.matches {
        let a = m.assigned;
        let booking = BookingId(a.request.0);
        let weight = scene.booking(booking).map_or(0, |b| b.weight(scene.now));
        let of_shift = worth.entry((a.session, a.ambassador)).or_default();
        of_shift.0 |= pins.get(&booking) == Some(&a.ambassador);
        of_shift.1 += weight;
    }
    let mut order: Vec<_> = worth.into_iter().collect();
    order.sort_by_key(|(who, worth)| (Reverse(*worth), *who));
    let refused = order.into_iter().filter(|((s, a), _)| roster.join(*s, *a).is_err());
    refused.map(|(who, _)| who).collect()
}

/// A plan about to be written down.
struct Write<'s> {
    scene: &'s Scene,
    pins: &'s BTreeMap<BookingId, AmbassadorId>,
    /// With the shifts of the plan promised.
    roster: Roster<'s>,
    /// Shifts that could not be promised in the end.
    refused: BTreeSet<(SessionId, AmbassadorId)>,
    bound: i64,
}

impl Write<'_> {
    fn down(self, planned: &Plan) -> Draft {
        let before = Roster::of(self.scene);
        let (mut pairs, mut left_out) = (Vec::new(), Vec::new());
        for m in &planned.matches {
            let a = m.assigned;
            let Some(booking) = self.scene.booking(BookingId(a.request.0)) else { continue };
            if self.refused.contains(&(a.session, a.ambassador)) {
                let remedy = nearest(self.scene, &self.roster, booking);
                left_out.push(LeftOut { booking: booking.id, session: a.session, remedy });
                continue;
            }
            pairs.push(Pairing {
                booking: booking.id,
                session: a.session,
                step: booking.step,
                ambassador: a.ambassador,
                grounds: Grounds::from(m.why).code(),
                joins: !before.has(a.session, a.ambassador),
            });
        }
        for out in &planned.unserved {
            let Some(booking) = self.scene.booking(BookingId(out.request.0)) else { continue };
            let remedy = Remedy::of(out.remedy, self.scene, &self.roster, booking);
            left_out.push(LeftOut { booking: booking.id, session: booking.session, remedy });
        }
        left_out.sort_by_key(|l| l.booking);
        let worth = self.worth(planned, &pairs, left_out.len());
        let sessions = self.scene.sessions.iter().map(|s| s.facts.id).collect();
        Draft { sessions, pairs, left_out, pins: self.pins.clone(), worth, passed: Vec::new() }
    }

    fn worth(&self, planned: &Plan, pairs: &[Pairing], left_out: usize) -> Worth {
        let weight =
            |p: &Pairing| self.scene.booking(p.booking).map_or(0, |b| b.weight(self.scene.now));
        let value = pairs.iter().map(weight).sum();
        Worth {
            total: pairs.len() + left_out,
            served: pairs.len(),
            value,
            first_come_served: planned.first_come.served,
            first_come_value: planned.first_come.priority,
            bound: self.bound.max(value),
            optimal: value >= self.bound,
            changes: planned.objective.changes,
        }
    }
}
