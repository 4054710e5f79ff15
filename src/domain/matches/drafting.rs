//! A plan for real sessions, in which every new shift is one that may be given.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::matching::{Assigned, Budget, Pace, Plan, Progress, plan, replan};

use super::facts::Translator;
use super::grounds::Grounds;
use super::remedy::{Remedy, nearest};
use super::roster::Roster;
use super::scene::Scene;
use super::share::{ClassShare, shares};
use super::what_if::Suggestion;

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
    /// How the hours are spread, by class.
    pub classes: Vec<ClassShare>,
    /// What would help most of those left out.
    pub ideas: Vec<Suggestion>,
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
    /// Who helps instead.
    #[serde(default)]
    pub instead: Option<AmbassadorId>,
}

impl Worth {
    /// How near the best conceivable plan it is: "trong vòng 2 % mức tốt nhất có thể".
    pub fn said(self, lang: Lang) -> String {
        match self.short_of_best() {
            0 => lang.t("đúng mức tốt nhất có thể", "the best possible").to_owned(),
            percent => match lang {
                Lang::Vi => format!("trong vòng {percent} % mức tốt nhất có thể"),
                Lang::En => format!("within {percent} % of the best possible"),
            },
        }
    }

    /// Percent of the bound that may be missing, rounded up; none only when it is proved.
    pub fn short_of_best(self) -> i64 {
        if self.optimal || self.bound <= self.value {
            return 0;
        }
        (((self.bound - self.value) * 100 + self.bound - 1) / self.bound).clamp(1, 100)
    }
}

impl Draft {
    /// The pupil planned for a booking.
    pub fn pair(&self, booking: BookingId) -> Option<&Pairing> {
        self.pairs.iter().find(|pair| pair.booking == booking)
    }

    /// Why a booking has nobody, if the plan leaves it out.
    pub fn left_out_of(&self, booking: BookingId) -> Option<&LeftOut> {
        self.left_out.iter().find(|left| left.booking == booking)
    }

    /// Whether the booking was there when the plan was made.
    pub fn knows(&self, booking: BookingId) -> bool {
        self.pair(booking).is_some() || self.left_out_of(booking).is_some()
    }
}

/// How often a plan is made again because its shifts together exceed a ceiling. Each time
/// at least one pupil is kept from one session; what is left after the last is taken out.
const ROUNDS: usize = 8;

/// Plans a scene with these pins. Deterministic: the same scene gives the same draft.
pub fn draft(scene: &Scene, pins: &BTreeMap<BookingId, AmbassadorId>, iterations: u64) -> Draft {
    draft_watched(scene, pins, iterations, &mut |_| Pace::Go)
}

/// The same, telling how far it is (0 to 1); the watch may end it with the best so far.
pub fn draft_watched(
    scene: &Scene,
    pins: &BTreeMap<BookingId, AmbassadorId>,
    iterations: u64,
    watch: &mut dyn FnMut(f64) -> Pace,
) -> Draft {
    let mut behind = 0.0;
    rounds(scene, pins, |translator, barred| {
        let facts = translator.facts(pins, barred);
        // The first plan is nearly always the last; each further one halves what is left.
        let share = (1.0 - behind) * FIRST_SHARE;
        let mut tell =
            |now: Progress| watch(behind + share * now.done as f64 / now.iterations.max(1) as f64);
        let budget = Budget { iterations, watch: Some(&mut tell), ..Budget::default() };
        let planned = plan(&facts, &scene.weights, budget);
        behind += share;
        planned
    })
}

/// What part of the work to come the next plan is taken for.
const FIRST_SHARE: f64 = 0.9;

/// Mends a draft around a change: what still holds of it is kept, and only what must be is
/// planned anew. Quick enough for every click; the bound is looser than that of [`draft`],
/// unless the change can only have lowered it.
pub fn mended(scene: &Scene, before: &Draft, pins: &BTreeMap<BookingId, AmbassadorId>) -> Draft {
    let mut after = rounds(scene, pins, |translator, barred| {
        let mut facts = translator.facts(pins, barred);
        facts.published = still_there(translator, before);
        replan(&facts, &scene.weights)
    });
    after.ideas = before.ideas.clone();
    let loosened = before.pins.keys().any(|b| !pins.contains_key(b));
    if !loosened && scene.waiting.iter().all(|b| before.knows(b.id)) {
        after.worth.bound = after.worth.bound.min(before.worth.bound).max(after.worth.value);
        after.worth.optimal = after.worth.value >= after.worth.bound;
    }
    after
}

/// The pairs of a draft whose bookings stand where they stood.
fn still_there(translator: &Translator<'_>, before: &Draft) -> Vec<Assigned> {
    let mut pairs: Vec<Assigned> = before
        .pairs
        .iter()
        .filter(|p| translator.stands(p.booking, p.session, p.step))
        .filter_map(|p| translator.assigned(p.booking, p.ambassador))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Plans until every shift of the plan may be given.
fn rounds(
    scene: &Scene,
    pins: &BTreeMap<BookingId, AmbassadorId>,
    mut engine: impl FnMut(&Translator<'_>, &BTreeSet<(SessionId, AmbassadorId)>) -> Plan,
) -> Draft {
    let translator = Translator::new(scene);
    let mut barred = BTreeSet::new();
    let mut bound = None;
    let mut rounds = ROUNDS;
    loop {
        let planned = engine(&translator, &barred);
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
            let mut grounds = Grounds::from(m.why);
            grounds.kept =
                self.scene.standing(booking.id).is_some_and(|l| l.ambassador == a.ambassador);
            pairs.push(Pairing {
                booking: booking.id,
                session: a.session,
                step: booking.step,
                ambassador: a.ambassador,
                grounds: grounds.code(),
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
        let classes = shares(self.scene, &pairs);
        let pins = self.pins.clone();
        Draft { sessions, pairs, left_out, pins, worth, classes, ..Draft::default() }
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
            changes: self.changes(pairs),
        }
    }

    /// Matches people were told about that the plan does not keep.
    fn changes(&self, pairs: &[Pairing]) -> i64 {
        let planned: BTreeMap<BookingId, AmbassadorId> =
            pairs.iter().map(|p| (p.booking, p.ambassador)).collect();
        let live = self.scene.live.iter().filter(|l| self.scene.booking(l.booking).is_some());
        live.filter(|l| planned.get(&l.booking) != Some(&l.ambassador)).count() as i64
    }
}
