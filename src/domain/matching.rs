//! Who helps whom: the engine the product exists for.
//!
//! A pure function from one week's [`Facts`] to a [`Plan`]: no clock, no thread, no I/O, and
//! chance only from a given seed, so the same facts give the same plan on every machine.
//! Hard rules have one definition ([`check_pair`], [`Desk`]); [`verify`] is an independent
//! second opinion. The objective is lexicographic: priority served, then quality, fairness
//! of hours and changes to what was published, in the order [`Stability`] says.
//!
//! Reading order: `facts`, `feasible`, `model` (facts in dense numbers), `state` (a plan in
//! the making), `moves`, `search`, `exact` (one session, proved), `explain`, `verify`.

mod bound;
mod compile;
mod construct;
mod core;
mod exact;
mod explain;
mod facts;
mod fairness;
mod feasible;
mod flow;
mod index;
pub mod instance;
mod model;
mod moves;
mod quality;
mod rng;
mod search;
mod state;
#[cfg(test)]
mod tests;
mod verify;
mod what_if;

pub use explain::{Remedy, Unserved};
pub use facts::*;
pub use fairness::{Hours, Share, spread};
pub use feasible::{Desk, Refusal, check_pair};
pub use quality::Why;
pub use verify::{Violation, verify};
pub use what_if::{Change, Gain, Suggestion, best_three, what_if};

use std::sync::atomic::{AtomicBool, Ordering};

use index::Index;
use model::{Model, PIN_WEIGHT};
use search::Ranking;
use state::State;

/// How much work a plan may cost.
pub struct Budget<'w> {
    /// Steps of the search; the whole of the work that decides the result.
    pub iterations: u64,
    /// Where chance starts.
    pub seed: u64,
    /// Told now and then how far the search is; its answer may end it.
    pub watch: Option<&'w mut dyn FnMut(Progress) -> Pace>,
}

impl Default for Budget<'_> {
    /// Enough for a ward's week in a second or so.
    fn default() -> Self {
        Self { iterations: 20_000, seed: 1, watch: None }
    }
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: u64,
    /// Steps allowed.
    pub iterations: u64,
    /// Priority points of the best plan so far.
    pub priority: i64,
}

/// What the caller wants of a running search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// Go on.
    Go,
    /// Go on; this share, 0 to 1, of the caller's patience is used up. A search that knows it
    /// settles in time, but its result then depends on the caller's clock.
    Used(f64),
    /// End with the best plan so far.
    Stop,
}

/// One match with its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Who helps whom, where and when.
    pub assigned: Assigned,
    /// Why this one.
    pub why: Why,
}

/// What a set of matches is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Objective {
    /// P: sum of the weights of requests served.
    pub priority: i64,
    /// Q: sum of quality points.
    pub quality: i64,
    /// F: Σ (recorded + served)² − Σ recorded²; smaller is fairer.
    pub spread: i64,
    /// C: published matches that no longer stand.
    pub changes: i64,
    /// Requests served.
    pub served: usize,
}

/// The engine's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Matches in order of request.
    pub matches: Vec<Match>,
    /// Requests left out, in order, each with what would help.
    pub unserved: Vec<Unserved>,
    /// What the plan is worth.
    pub objective: Objective,
    /// What first come, first served would have been worth.
    pub first_come: Objective,
    /// No plan serves more priority points than this.
    pub bound: i64,
    /// Whether the plan's priority was proved to be the best possible.
    pub optimal: bool,
    /// Steps the search took.
    pub iterations: u64,
    /// Published matches that could have stood and were changed all the same.
    pub moved: usize,
}

/// Relaxations the exact solver may look at for a single session.
const EXACT_NODES: u32 = 2_000;

/// Steps of the prices behind the bound.
const PRICE_STEPS: usize = 400;
/// Further ones lower the bound while the search runs, on a thread of their own: at most so
/// many, and one for so many steps of the search. The search does not look at them.
const MORE_PRICE_STEPS: usize = 1_600;
const STEPS_PER_PRICE_STEP: u64 = 200;
/// Posts used less than this in nearly best plans are left out of the search.
const WORTH_SEARCHING: f64 = 0.001;
/// With fewer posts than this, all of them are searched.
const SMALL_ENOUGH: usize = 2_000;
/// Requests a chain may look at for the first plan, which must come at once, and for the
/// start and the end of the search, where every seat found is found for good.
const QUICK_CHAIN: usize = 10;
const LONG_CHAIN: usize = 400;

/// Sessions around what happened that a mended plan looks at once more, and with how many steps.
const NEAR_SESSIONS: usize = 6;
const MENDING_STEPS: u64 = 400;

/// How many of the latest requests count as new when a plan is mended.
const NEWEST: usize = 20;

/// Plans the week. Pins that the rules allow are kept before anything else; a pin they do not
/// allow comes back as [`Remedy::PinImpossible`].
pub fn plan(facts: &Facts, weights: &Weights, budget: Budget) -> Plan {
    let index = Index::new(facts);
    let model = Model::new(&index, weights);
    let ranking = Ranking { stability: weights.stability };
    let greedy = construct::first_come(&model);
    let mut rng = rng::Rng::new(budget.seed);
    let Budget { iterations, mut watch, .. } = budget;
    let mut tell = |done: u64, score: &state::Score| match &mut watch {
        Some(watch) => watch(Progress { done, iterations, priority: score.served % PIN_WEIGHT }),
        None => Pace::Go,
    };
    let mut best = construct::published(&model);
    construct::extend(&mut best, ranking, &[], QUICK_CHAIN, &mut rng);
    let mut bound = possible_weight(&model);
    let mut done = 0;
    if tell(0, &best.score) != Pace::Stop && iterations > 0 {
        let searched;
        (searched, bound, done) = search_week(&model, ranking, iterations, &mut rng, &mut tell);
        best = better(ranking, best, searched);
    }
    construct::open_small_sessions(&mut best, ranking, &mut rng);
    best.close_small_sessions();
    best = better(ranking, best, greedy.clone());
    if model.sessions.len() == 1 {
        bound = bound.min(one_session(&model, ranking, &mut best));
    }
    let plan = report(&index, weights, &best, &greedy, bound, done);
    debug_assert_eq!(verify(facts, &assigned(&index, &best)), [], "a plan broke a hard rule");
    plan
}

/// Plans again after something happened: somebody cancelled, booked, left or was pinned.
/// Starts from `facts.published` and touches only what it must, so it is quick enough for
/// every click; [`plan`] is for the night. The bound is the simple one.
pub fn replan(facts: &Facts, weights: &Weights) -> Plan {
    let index = Index::new(facts);
    let model = Model::new(&index, weights);
    let ranking = Ranking { stability: Stability::BeforeQuality };
    let mut rng = rng::Rng::new(1);
    let mut best = construct::published(&model);
    let told: std::collections::HashSet<RequestId> =
        facts.published.iter().map(|m| m.request).collect();
    // Requests nobody was told about are new, or were left out for a reason that may be gone.
    let lost = |r: &u32| told.contains(&index.requests[*r as usize].id);
    let newest = model.requests.len().saturating_sub(NEWEST) as u32;
    let hurt: Vec<u32> = best
        .unserved
        .iter()
        .copied()
        .filter(|r| lost(r) || *r >= newest || model.is_pinned(*r))
        .collect();
    let touched = touched(&index, &best);
    construct::mend(&mut best, ranking, &hurt, &touched, &mut rng);
    let near = neighbourhood(&best, &hurt, &touched, &mut rng);
    let mut search = search::Search::new(best, ranking, &mut rng);
    search.anneal_near(&near, MENDING_STEPS);
    best = search.state;
    construct::open_small_sessions(&mut best, ranking, &mut rng);
    best.close_small_sessions();
    let greedy = construct::first_come(&model);
    let plan = report(&index, weights, &best, &greedy, possible_weight(&model), 0);
    debug_assert_eq!(verify(facts, &assigned(&index, &best)), [], "a plan broke a hard rule");
    plan
}

/// Requests that could be served in one of a few sessions: those where something happened,
/// and, while these are few, some that a request left out would accept.
fn neighbourhood(
    state: &State,
    hurt: &[u32],
    touched: &[model::PostId],
    rng: &mut rng::Rng,
) -> Vec<u32> {
    let model = state.model;
    let session = |p: model::PostId| model.posts[p as usize].session;
    let mut sessions: Vec<u32> = touched.iter().map(|p| session(*p)).collect();
    sessions.extend(hurt.iter().flat_map(|r| model.links_of(*r)).map(|l| session(l.post)));
    sessions.sort_unstable();
    sessions.dedup();
    while sessions.len() > NEAR_SESSIONS {
        sessions.swap_remove(rng.below(sessions.len()));
    }
    for _ in 0..NEAR_SESSIONS {
        if sessions.len() < NEAR_SESSIONS && !state.unserved.is_empty() {
            let r = state.unserved[rng.below(state.unserved.len())];
            sessions.extend(model.links_of(r).iter().map(|l| session(l.post)));
            sessions.sort_unstable();
            sessions.dedup();
        }
    }
    let posts = sessions.iter().flat_map(|s| model.session_posts(*s));
    let links = posts.flat_map(|p| model.back(*p));
    let mut people: Vec<u32> = links.map(|l| model.links[*l as usize].request).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Posts where something happened: all of an ambassador's and of a session's whose published
/// match no longer stands.
fn touched(index: &Index, state: &State) -> Vec<model::PostId> {
    let model = state.model;
    let mut posts = Vec::new();
    for m in &index.facts.published {
        let request = index.request_number(m.request);
        let stands = request.is_some_and(|r| {
            model.published[r as usize]
                .is_some_and(|(link, rel)| state.seat(r) == Some(state::Seat { link, rel }))
        });
        if !stands {
            let session = index.session_number(m.session);
            let ambassador = index.ambassador_number(m.ambassador);
            posts.extend(session.into_iter().flat_map(|s| model.session_posts(s)));
            posts.extend(ambassador.into_iter().flat_map(|a| model.ambassador_posts(a)));
        }
    }
    posts.sort_unstable();
    posts.dedup();
    posts
}

fn better<'m>(ranking: Ranking, a: State<'m>, b: State<'m>) -> State<'m> {
    if ranking.key(&b.score) > ranking.key(&a.score) { b } else { a }
}

/// The search proper: prices first, for the bound and for what is worth searching; then
/// annealing on that core; then the leftovers on the whole week.
fn search_week<'m>(
    model: &'m Model,
    ranking: Ranking,
    iterations: u64,
    rng: &mut rng::Rng,
    tell: search::Watch,
) -> (State<'m>, i64, u64) {
    let mut relaxation = bound::Relaxation::new(model);
    relaxation.steps(PRICE_STEPS, &AtomicBool::new(false));
    let usage = relaxation.usage().to_vec();
    let small = model.posts.len() < SMALL_ENOUGH;
    let worth_searching = if small { 0.0 } else { WORTH_SEARCHING };
    let keep = |p: model::PostId| {
        let used = usage[p as usize] >= worth_searching || model.posts[p as usize].fixed;
        used || model.back(p).iter().any(|l| model.is_spoken_for(*l))
    };
    let core = core::Core::new(model, keep);
    let mut start = construct::published(&core.model);
    construct::extend(&mut start, ranking, &core.usage(&usage), LONG_CHAIN, rng);
    let mut search = search::Search::new(start, ranking, rng);
    let ended = AtomicBool::new(false);
    let more = (iterations / STEPS_PER_PRICE_STEP).min(MORE_PRICE_STEPS as u64) as usize;
    let (bound, done) = std::thread::scope(|scope| {
        let lower = scope.spawn(|| {
            relaxation.steps(more, &ended);
            relaxation.bound()
        });
        let done = search.run(iterations, tell);
        // Somebody who ended the search does not wait for a better bound either.
        ended.store(done < iterations, Ordering::Relaxed);
        (lower.join().unwrap_or(f64::MAX), done)
    });
    let pins: i64 = model.requests.iter().map(|r| r.weight / PIN_WEIGHT * PIN_WEIGHT).sum();
    let bound = possible_weight(model).min(pins.saturating_add((bound + 1e-3).floor() as i64));
    let mut found = core.in_whole(model, search.best());
    construct::extend(&mut found, ranking, &[], LONG_CHAIN, rng);
    (found, bound, done)
}

/// Replaces the plan of a week with a single session by the exact one where that is better;
/// gives the bound.
fn one_session<'m>(model: &'m Model, ranking: Ranking, best: &mut State<'m>) -> i64 {
    let exact = exact::solve(model, 0, EXACT_NODES);
    let mut state = State::new(model);
    for (request, seat) in &exact.seats {
        state.put(*request, *seat);
    }
    if ranking.key(&state.score) > ranking.key(&best.score) {
        *best = state;
    }
    exact.bound
}

/// Everything anybody could ever serve: a first bound.
fn possible_weight(model: &Model) -> i64 {
    let possible = (0u32..).zip(&model.requests).filter(|(r, _)| !model.links_of(*r).is_empty());
    possible.map(|(_, r)| r.weight).sum()
}

/// The matches of a state, in order of request.
fn assigned(index: &Index, state: &State) -> Vec<Assigned> {
    let rows = (0u32..).zip(&index.requests).filter_map(|(r, request)| {
        let seat = state.seat(r)?;
        let post = &state.model.posts[state.model.links[seat.link as usize].post as usize];
        Some(Assigned {
            request: request.id,
            session: index.sessions[post.session as usize].id,
            slot: state.model.sessions[post.session as usize].start + seat.rel,
            ambassador: index.ambassadors[post.ambassador as usize].id,
        })
    });
    rows.collect()
}

fn report(
    index: &Index,
    weights: &Weights,
    best: &State,
    greedy: &State,
    bound: i64,
    iterations: u64,
) -> Plan {
    let matches = assigned(index, best).into_iter().map(|m| explained(index, weights, m));
    let unserved = (0u32..).zip(&index.requests).filter(|(r, _)| best.seat(*r).is_none());
    let unserved = unserved.map(|(r, request)| Unserved {
        request: request.id,
        remedy: explain::remedy(index, best, r),
    });
    let pins = |state: &State| state.score.served / PIN_WEIGHT * PIN_WEIGHT;
    let objective = objective(index, best);
    let bound = bound - pins(best);
    // A pin the rules leave out makes the bound vast; the plan is then not proved.
    let bound = bound.min(index.requests.iter().map(|r| r.weight).sum());
    Plan {
        matches: matches.collect(),
        unserved: unserved.collect(),
        objective,
        first_come: self::objective(index, greedy),
        bound,
        optimal: objective.priority >= bound,
        iterations,
        moved: moved(best),
    }
}

fn moved(state: &State) -> usize {
    let published = (0u32..).zip(&state.model.published);
    let moved = published.filter(|(r, place)| {
        place.is_some_and(|(link, rel)| state.seat(*r) != Some(state::Seat { link, rel }))
    });
    moved.count()
}

fn explained(index: &Index, weights: &Weights, m: Assigned) -> Match {
    let found =
        (index.request(m.request), index.session(m.session), index.ambassador(m.ambassador));
    let mut why = match found {
        (Some(r), Some(s), Some(a)) => quality::why(index, weights, r, s, a),
        _ => Why::default(),
    };
    why.pinned = index.request_number(m.request).is_some_and(|r| index.pin(r).is_some());
    why.kept = index.was_published(&m);
    Match { assigned: m, why }
}

fn objective(index: &Index, state: &State) -> Objective {
    let matches = assigned(index, state);
    let kept = matches.iter().filter(|m| index.was_published(m)).count();
    let weight = |m: &Assigned| index.request(m.request).map_or(0, |r| r.weight);
    Objective {
        priority: matches.iter().map(weight).sum(),
        quality: state.score.quality,
        spread: state.score.spread,
        changes: (index.facts.published.len() - kept) as i64,
        served: matches.len(),
    }
}
