//! The search over a whole week: simulated annealing whose steps force one match and repair
//! what that breaks by chains, so that a step is nearly a whole re-plan of its neighbourhood.

use super::Pace;
use super::facts::Stability;
use super::halves::{Half, Neighbours};
use super::moves::{Chains, force};
use super::rng::{Rng, thresholds};
use super::state::{Score, Seat, State};

/// Requests a chain may look at in one step: short chains and many steps won in every trial.
const CHAIN: usize = 5;
/// Temperatures of the first part, in points of priority.
const WARM: f64 = 2.5;
const COLD: f64 = 1.0;
/// Where every cycle of a small week begins and ends.
const HOT: f64 = 8.0;
const COOL: f64 = 2.0;
/// Weeks of so many requests are searched once, smaller ones in as many more cycles; a cycle
/// has at least so many steps.
const SMALL_WEEK: u64 = 2_000;
const MOST_CYCLES: u64 = 12;
const STEPS_OF_A_CYCLE: u64 = 5_000;
/// Large weeks are searched in halves, cut anew after so many steps in each half, if there is
/// work for many cuts.
const STRETCH: u64 = 4_096;
const MANY_STRETCHES: u64 = 20;
/// How often somebody is drawn to find one of the half at work.
const TRIES: usize = 8;
/// Share of the caller's patience after which the search ends: the rest is for the leftovers.
const SEARCHED: f64 = 0.95;
/// Share of the work after which priority is only kept, and quality is improved.
const SETTLED: f64 = 0.9;
/// Temperatures of the second part, in points of quality.
const QUALITY_WARM: f64 = 8.0;
const QUALITY_COLD: f64 = 0.5;

/// Points of priority that a published match changed while mending has to be worth. Cheaper
/// ones only move people about: the plan serves no more in the end.
const DISTURBANCE: f64 = 1.0;
/// Temperatures of a short annealing, in points of priority.
const NEAR_WARM: f64 = 1.0;
const NEAR_COLD: f64 = 0.2;

/// How the parts of a score are ranked.
#[derive(Clone, Copy)]
pub(super) struct Ranking {
    pub stability: Stability,
}

impl Ranking {
    /// Compare these as tuples: lexicographic, larger is better.
    pub fn key(self, s: &Score) -> [i64; 4] {
        match self.stability {
            Stability::BeforeQuality => [s.served, s.kept, s.quality, -s.spread],
            Stability::Last => [s.served, s.quality, -s.spread, s.kept],
        }
    }

    /// The part of the key that no seat found may cost. Quality and spread are not in it: the
    /// first seat of a session counts for nothing until its team is complete.
    pub fn promises(self, s: &Score) -> (i64, i64) {
        match self.stability {
            Stability::BeforeQuality => (s.served, s.kept),
            Stability::Last => (s.served, 0),
        }
    }

    /// One number for annealing priority: the rest counts only between near equals.
    fn energy(self, from: &Score, to: &Score) -> f64 {
        let kept = match self.stability {
            Stability::BeforeQuality => 0.3,
            Stability::Last => 0.0,
        };
        (to.served - from.served) as f64
            + kept * (to.kept - from.kept) as f64
            + 0.01 * (to.quality - from.quality) as f64
            - 0.001 * (to.spread - from.spread) as f64
    }

    /// One number for annealing quality, with priority held.
    fn polish(self, from: &Score, to: &Score) -> f64 {
        let kept = match self.stability {
            Stability::BeforeQuality => 1e3,
            Stability::Last => 0.0,
        };
        if to.served < from.served {
            return f64::NEG_INFINITY;
        }
        1e3 * (to.served - from.served) as f64
            + kept * (to.kept - from.kept) as f64
            + (to.quality - from.quality) as f64
            - 0.1 * (to.spread - from.spread) as f64
    }
}

/// What a search tells its caller now and then, and asks whether to go on.
pub(super) type Watch<'w> = &'w mut dyn FnMut(u64, &Score) -> Pace;

/// One annealing under way.
pub(super) struct Search<'m, 'r> {
    pub state: State<'m>,
    pub(super) ranking: Ranking,
    pub(super) rng: &'r mut Rng,
    /// What the search may touch, if not everything.
    pub(super) half: Option<Half<'r>>,
    chains: Chains,
    down: Vec<f64>,
    ejected: Vec<(u32, Seat)>,
    people: Vec<u32>,
    pub(super) best: Vec<Seat>,
    pub(super) best_score: Score,
}

impl<'m, 'r> Search<'m, 'r> {
    pub fn new(state: State<'m>, ranking: Ranking, rng: &'r mut Rng) -> Self {
        let mut chains = Chains::new(state.model.requests.len());
        chains.hasty = true;
        Self {
            ranking,
            rng,
            half: None,
            chains,
            down: thresholds(),
            ejected: Vec::new(),
            people: Vec::new(),
            best: state.seats().to_vec(),
            best_score: state.score,
            state,
        }
    }

    /// The best seats met.
    pub fn best(&self) -> &[Seat] {
        &self.best
    }

    /// At most `iterations` steps; gives how many were made.
    pub fn run(&mut self, iterations: u64, watch: Watch) -> u64 {
        let (mut temperature, mut settled) = (WARM, false);
        let cycles = cycles(self.state.model.requests.len(), iterations);
        let (start, mut cycle) = (self.best.clone(), 0);
        let mut done = 0;
        let requests = self.state.model.requests.len() as u64;
        let stretch = (requests / 2).max(STRETCH);
        let large = requests >= SMALL_WEEK && iterations >= MANY_STRETCHES * stretch;
        let near = large.then(|| Neighbours::new(self.state.model));
        while done < iterations {
            if done % 256 == 0 || near.is_some() && !settled {
                let used = match watch(done, &self.best_score) {
                    Pace::Stop => break,
                    Pace::Go => 0.0,
                    Pace::Used(share) if share >= SEARCHED => break,
                    Pace::Used(share) => share / SEARCHED,
                };
                let share = used.max(done as f64 / iterations as f64).min(1.0);
                if share >= SETTLED && !settled {
                    settled = true;
                    self.state = State::seated(self.state.model, &self.best);
                }
                let now = (share / SETTLED * cycles as f64) as u64;
                if !settled && now != cycle {
                    cycle = now;
                    self.state = State::seated(self.state.model, &start);
                }
                temperature = schedule(share, cycles as f64);
            }
            let each = stretch.min((iterations - done) / 2);
            match &near {
                Some(near) if !settled && each > 0 => {
                    self.run_halves(near, each, temperature);
                    done += 2 * each;
                    continue;
                }
                _ => {}
            }
            done += 1;
            self.step(temperature, settled);
        }
        done
    }

    /// One step, kept or taken back.
    pub(super) fn step(&mut self, temperature: f64, settled: bool) {
        let before = self.state.score;
        let mark = self.state.mark();
        let made = if settled { self.shift() } else { self.serve() };
        let allowed = -temperature * self.down[(self.rng.next() >> 56) as usize];
        let gain = match settled {
            true => self.ranking.polish(&before, &self.state.score),
            false => self.ranking.energy(&before, &self.state.score),
        };
        let outside = self.half.is_some_and(|half| !half.holds(&self.state, mark));
        if !made || gain < allowed || outside {
            self.state.rollback(mark);
            return;
        }
        self.state.commit();
        if self.ranking.key(&self.state.score) > self.ranking.key(&self.best_score) {
            self.best_score = self.state.score;
            self.best.clear();
            self.best.extend_from_slice(self.state.seats());
        }
    }

    /// A short annealing among `people` only, kept when it serves more than it disturbs: what
    /// is left of the time a mended plan may take goes to the neighbourhood of what happened,
    /// so that many small events do not wear a good plan out.
    pub fn anneal_near(&mut self, people: &[u32], steps: u64) {
        if people.is_empty() {
            return;
        }
        let start = self.state.score;
        let worth = |s: &Score| {
            (s.served - start.served) as f64 + DISTURBANCE * (s.kept - start.kept) as f64
        };
        let (mut best, mut length) = (worth(&start), self.state.mark());
        let origin = length;
        for step in 0..steps {
            let share = step as f64 / steps as f64;
            let temperature = NEAR_WARM + (NEAR_COLD - NEAR_WARM) * share;
            let from = self.rng.below(people.len());
            let turned = people[from..].iter().chain(&people[..from]);
            let Some(request) = turned.copied().find(|r| self.state.seat(*r).is_none()) else {
                break;
            };
            let (before, mark) = (self.state.score, self.state.mark());
            let made = self.serve_one(request);
            let allowed = -temperature * self.down[(self.rng.next() >> 56) as usize];
            if !made || worth(&self.state.score) - worth(&before) < allowed {
                self.state.rollback(mark);
            } else if worth(&self.state.score) > best {
                best = worth(&self.state.score);
                length = self.state.mark();
            }
        }
        self.state.rollback(length.max(origin));
        self.state.commit();
    }

    /// Serves somebody who is left out, by a chain or by force.
    fn serve(&mut self) -> bool {
        if self.state.unserved.is_empty() {
            return false;
        }
        for _ in 0..TRIES {
            let request = self.state.unserved[self.rng.below(self.state.unserved.len())];
            if self.half.is_none_or(|half| half.has_request(request)) {
                return self.serve_one(request);
            }
        }
        false
    }

    fn serve_one(&mut self, request: u32) -> bool {
        if self.chains.augment(&mut self.state, request, CHAIN, self.rng) {
            return true;
        }
        let Some(seat) = self.any_seat(request) else { return false };
        self.force_and_repair(request, seat)
    }

    /// Moves somebody who is served to another seat, for quality.
    fn shift(&mut self) -> bool {
        let request = self.rng.below(self.state.model.requests.len()) as u32;
        let Some(seat) = self.any_seat(request) else { return false };
        match self.state.seat(request) {
            Some(now) if now == seat => return false,
            Some(_) => {
                let old = self.state.take(request);
                if self.exchange(request, old, seat) {
                    return true;
                }
            }
            None => {}
        }
        self.force_and_repair(request, seat)
    }

    /// Whoever sits in the wanted seat takes the old one, if they can.
    fn exchange(&mut self, request: u32, old: Seat, seat: Seat) -> bool {
        let model = self.state.model;
        let post = model.links[seat.link as usize].post;
        if self.state.occupied[post as usize] >> seat.rel & 1 == 0 {
            return false;
        }
        let other = self.state.occupant(post, seat.rel);
        let back = model.links[old.link as usize].post;
        let Some(link) = model.find_link(other, back) else { return false };
        if model.links[link as usize].slots >> old.rel & 1 == 0 {
            return false;
        }
        self.state.take(other);
        // The same seats are taken as before, so no rule can object.
        self.state.put(request, seat);
        self.state.put(other, Seat { link, rel: old.rel });
        true
    }

    fn any_seat(&mut self, request: u32) -> Option<Seat> {
        let links = self.state.model.links_of(request);
        if links.is_empty() {
            return None;
        }
        let i = self.rng.below(links.len());
        if self.half.is_some_and(|half| !half.has_post(links[i].post)) {
            return None;
        }
        let link = self.state.model.requests[request as usize].first + i as u32;
        Some(Seat { link, rel: self.rng.bit(links[i].slots) })
    }

    fn force_and_repair(&mut self, request: u32, seat: Seat) -> bool {
        self.ejected.clear();
        if !force(&mut self.state, request, seat, self.rng, &mut self.ejected) {
            return false;
        }
        let model = self.state.model;
        repair(&mut self.state, &mut self.chains, &mut self.ejected, self.rng);
        // Whoever lost a match has time again, and the newcomer may have more to offer.
        self.refill(model.links[seat.link as usize].post);
        self.people.clear();
        for (_, seat) in &self.ejected {
            let post = model.links[seat.link as usize].post;
            self.people.push(model.posts[post as usize].ambassador);
        }
        self.people.sort_unstable();
        self.people.dedup();
        for i in 0..self.people.len() {
            for post in model.ambassador_posts(self.people[i]) {
                if self.state.occupied[*post as usize] != 0 {
                    self.refill(*post);
                }
            }
        }
        true
    }

    /// Gives free slots of a post to whoever is left out and fits.
    fn refill(&mut self, post: u32) {
        let model = self.state.model;
        for link in model.back(post) {
            let l = &model.links[*link as usize];
            if self.state.seat(l.request).is_none() {
                let free = self.state.free_slots(post, l.slots);
                if free != 0 {
                    let seat = Seat { link: *link, rel: free.trailing_zeros() as u16 };
                    self.state.put(l.request, seat);
                }
            }
        }
    }
}

/// How often a search starts again from its first plan: a small week is soon as cold as it
/// gets, and another start finds what the first one missed.
fn cycles(requests: usize, iterations: u64) -> u64 {
    (SMALL_WEEK / requests.max(1) as u64).min(iterations / STEPS_OF_A_CYCLE).clamp(1, MOST_CYCLES)
}

fn schedule(share: f64, cycles: f64) -> f64 {
    if share < SETTLED {
        let (warm, cold) = if cycles > 1.0 { (HOT, COOL) } else { (WARM, COLD) };
        warm + (cold - warm) * (share / SETTLED * cycles).fract()
    } else {
        QUALITY_WARM + (QUALITY_COLD - QUALITY_WARM) * (share - SETTLED) / (1.0 - SETTLED)
    }
}

/// Finds those shown out another seat, heaviest first.
pub(super) fn repair(
    state: &mut State,
    chains: &mut Chains,
    ejected: &mut [(u32, Seat)],
    rng: &mut Rng,
) {
    ejected.sort_by_key(|(r, _)| (-state.model.requests[*r as usize].weight, *r));
    for (r, _) in ejected {
        if state.seat(*r).is_none() {
            chains.augment(state, *r, CHAIN, rng);
        }
    }
}
