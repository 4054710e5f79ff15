//! The search over a whole week: forced moves repaired by chains, accepted as in annealing.

use super::facts::Stability;
use super::model::Model;
use super::moves::{Chains, force};
use super::rng::{Rng, thresholds};
use super::state::{Score, Seat, State};

/// Requests a chain may look at while a plan is being improved.
const CHAIN: usize = 40;
/// The same for the first plan, where every seat found is found for good.
const FIRST_CHAIN: usize = 400;
/// Temperatures, in points of priority.
const WARM: f64 = 6.0;
const COLD: f64 = 0.4;

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

    /// One number for annealing: priority counts whole, the rest only between near equals.
    fn energy(self, from: &Score, to: &Score) -> f64 {
        let (a, b) = (self.key(from), self.key(to));
        (b[0] - a[0]) as f64 + 1e-2 * (b[1] - a[1]) as f64 + 1e-4 * (b[2] - a[2]) as f64
    }
}

/// Requests as first come, first served would do it: in order of arrival, each takes its
/// first free slot with the first ambassador who can. What the page compares the plan to.
pub(super) fn first_come(model: &Model) -> State<'_> {
    let mut state = State::new(model);
    let pinned = |r: &u32| model.requests[*r as usize].weight < super::model::PIN_WEIGHT;
    let mut order: Vec<u32> = (0..model.requests.len() as u32).collect();
    order.sort_by_key(pinned);
    for r in order {
        let first = model.requests[r as usize].first;
        let seat = (first..).zip(model.links_of(r)).find_map(|(link, l)| {
            let fits = |rel: &u16| l.slots >> rel & 1 == 1 && state.refuses(l.post, *rel).is_none();
            (0..64).find(fits).map(|rel| Seat { link, rel })
        });
        if let Some(seat) = seat {
            state.put(r, seat);
        }
    }
    state.close_small_sessions();
    state.commit();
    state
}

/// A first good plan: what was published, then the heaviest requests, each by a chain.
pub(super) fn construct<'m>(model: &'m Model, ranking: Ranking, rng: &mut Rng) -> State<'m> {
    let mut state = State::new(model);
    let mut chains = Chains::new(model.requests.len());
    let mut order: Vec<u32> = (0..model.requests.len() as u32).collect();
    order.sort_by_key(|r| -model.requests[*r as usize].weight);
    for r in &order {
        let Some((link, rel)) = model.published[*r as usize] else { continue };
        if state.refuses(model.links[link as usize].post, rel).is_none() {
            state.put(*r, Seat { link, rel });
        }
    }
    for r in order {
        if state.seat(r).is_none() {
            let (before, mark) = (ranking.key(&state.score), state.mark());
            chains.augment(&mut state, r, FIRST_CHAIN, rng);
            if ranking.key(&state.score) < before {
                state.rollback(mark);
            }
            state.commit();
        }
    }
    state
}

/// A session nobody is in is worth nothing until its whole team is there (H10), which single
/// steps cannot see. So every request left out is seated where the team is too small, and
/// then every second ambassador is tried beside it; what makes the plan better is kept.
pub(super) fn open_small_sessions(state: &mut State, ranking: Ranking, rng: &mut Rng) {
    let model = state.model;
    let mut chains = Chains::new(model.requests.len());
    for s in 0..model.sessions.len() as u32 {
        if state.team[s as usize] > 0 {
            complete_team(state, &mut chains, s, ranking, rng);
        }
    }
    let mut left_out = state.unserved.clone();
    left_out.sort_by_key(|r| (-model.requests[*r as usize].weight, *r));
    for r in left_out {
        let first = model.requests[r as usize].first;
        for (link, l) in (first..).zip(model.links_of(r)) {
            let session = model.posts[l.post as usize].session;
            for rel in (0..64).filter(|rel| l.slots >> rel & 1 == 1) {
                if state.seat(r).is_some() || state.team[session as usize] >= model.min_team {
                    continue;
                }
                let (before, mark) = (ranking.key(&state.score), state.mark());
                let mut ejected = Vec::new();
                force(state, r, Seat { link, rel }, rng, &mut ejected);
                repair(state, &mut chains, &mut ejected, rng);
                complete_team(state, &mut chains, session, ranking, rng);
                settle(state, ranking, before, mark);
                state.commit();
            }
        }
    }
}

/// Keeps what happened since the mark only if the plan is better for it.
fn settle(state: &mut State, ranking: Ranking, before: [i64; 4], mark: usize) {
    if ranking.key(&state.score) <= before {
        state.rollback(mark);
    }
}

/// Tries every idle ambassador of a session whose team is too small, with every request they
/// could take.
fn complete_team(
    state: &mut State,
    chains: &mut Chains,
    session: u32,
    ranking: Ranking,
    rng: &mut Rng,
) {
    let model = state.model;
    for post in model.session_posts(session) {
        for link in model.back(*post) {
            let l = &model.links[*link as usize];
            for rel in (0..64).filter(|rel| l.slots >> rel & 1 == 1) {
                let idle = state.occupied[*post as usize] == 0;
                if !idle || state.team[session as usize] >= model.min_team {
                    continue;
                }
                let (before, mark) = (ranking.key(&state.score), state.mark());
                let mut ejected = Vec::new();
                if state.seat(l.request).is_some() {
                    state.take(l.request);
                }
                force(state, l.request, Seat { link: *link, rel }, rng, &mut ejected);
                repair(state, chains, &mut ejected, rng);
                settle(state, ranking, before, mark);
            }
        }
    }
}

/// Finds those shown out another seat, heaviest first.
fn repair(state: &mut State, chains: &mut Chains, ejected: &mut [u32], rng: &mut Rng) {
    ejected.sort_by_key(|r| (-state.model.requests[*r as usize].weight, *r));
    for r in ejected {
        if state.seat(*r).is_none() {
            chains.augment(state, *r, CHAIN, rng);
        }
    }
}

/// What a search tells its caller now and then, and asks whether to go on.
pub(super) type Watch<'w> = &'w mut dyn FnMut(u64, &Score) -> super::Pace;

/// Improves `state` for at most `iterations` steps; the best state met comes back.
pub(super) fn anneal<'m>(
    mut state: State<'m>,
    ranking: Ranking,
    iterations: u64,
    rng: &mut Rng,
    watch: Watch,
) -> (State<'m>, u64) {
    let down = thresholds();
    let mut chains = Chains::new(state.model.requests.len());
    let mut best = state.clone();
    let mut ejected = Vec::new();
    let mut temperature = WARM;
    let mut done = 0;
    while done < iterations && !state.unserved.is_empty() {
        if done % 256 == 0 {
            let share = match watch(done, &best.score) {
                super::Pace::Stop => break,
                super::Pace::Go => 0.0,
                super::Pace::Used(share) => share,
            };
            let share = share.max(done as f64 / iterations as f64).min(1.0);
            temperature = WARM + (COLD - WARM) * share;
        }
        done += 1;
        let request = state.unserved[rng.below(state.unserved.len())];
        let links = state.model.links_of(request);
        if links.is_empty() {
            continue;
        }
        let before = state.score;
        let mark = state.mark();
        if !chains.augment(&mut state, request, CHAIN, rng) {
            let first = state.model.requests[request as usize].first;
            let i = rng.below(links.len());
            let seat = Seat { link: first + i as u32, rel: rng.bit(links[i].slots) };
            ejected.clear();
            force(&mut state, request, seat, rng, &mut ejected);
            repair(&mut state, &mut chains, &mut ejected, rng);
        }
        let allowed = -temperature * down[(rng.next() >> 56) as usize];
        if ranking.energy(&before, &state.score) < allowed {
            state.rollback(mark);
            continue;
        }
        state.commit();
        if ranking.key(&state.score) > ranking.key(&best.score) {
            best.clone_from(&state);
        }
    }
    (best, done)
}
