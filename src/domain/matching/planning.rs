//! A week planned from nothing, or from what was published.

use std::sync::atomic::{AtomicBool, Ordering};

use super::facts::{Assigned, Facts, Weights};
use super::index::Index;
use super::model::{Model, PIN_WEIGHT, PostId};
use super::report::{assigned, report};
use super::search::{Ranking, Search, Watch};
use super::state::{Score, State};
use super::{Budget, Pace, Plan, Progress, bound, construct, core, exact, rng, rosters, verify};

/// Steps of the prices behind the bound.
const PRICE_STEPS: usize = 400;
/// Prices of whole weeks lower the bound further while the search runs, on a thread of their
/// own; the search does not look at them. A step costs as much as one of the search for every
/// so many links, and takes no more than its share of this work, within limits.
const LINKS_PER_STEP: u64 = 100;
const ROSTER_WORK: u64 = 40_000_000;
const FEWEST_ROSTER_STEPS: u64 = 300;
const MOST_ROSTER_STEPS: u64 = 1_500;
/// Posts used less than this in nearly best plans are left out of the search.
const WORTH_SEARCHING: f64 = 0.001;
/// With fewer posts than this, all of them are searched after those; and the prices of whole
/// weeks, of which so many steps are made first, say which are worth it.
const SMALL_ENOUGH: usize = 2_000;
const FIRST_ROSTER_STEPS: usize = 800;
/// Requests a chain may look at for the first plan, which must come at once, and for the
/// start and the end of the search, where every seat found is found for good.
const QUICK_CHAIN: usize = 10;
const LONG_CHAIN: usize = 400;

/// Plans the week. Pins that the rules allow are kept before anything else; a pin they do not
/// allow comes back as [`Remedy::PinImpossible`].
pub fn plan(facts: &Facts, weights: &Weights, budget: Budget) -> Plan {
    let index = Index::new(facts);
    let model = Model::new(&index, weights);
    let ranking = Ranking { stability: weights.stability };
    let greedy = construct::first_come(&model);
    let mut rng = rng::Rng::new(budget.seed);
    let Budget { iterations, mut watch, .. } = budget;
    let mut tell = |done: u64, score: &Score| match &mut watch {
        Some(watch) => watch(Progress { done, iterations, priority: score.served % PIN_WEIGHT }),
        None => Pace::Go,
    };
    let mut best = construct::published(&model);
    construct::extend(&mut best, ranking, &[], QUICK_CHAIN, &mut rng, &mut || true);
    let mut bound = possible_weight(&model);
    let mut done = 0;
    if tell(0, &best.score) != Pace::Stop && iterations > 0 {
        let searched;
        (searched, bound, done) =
            search_week(&model, ranking, (iterations, best.score), &mut rng, &mut tell);
        best = better(ranking, best, searched);
    }
    construct::open_small_sessions(&mut best, ranking, &mut rng);
    best.close_small_sessions();
    best = better(ranking, best, greedy.clone());
    bound = bound.min(settle_exactly(ranking, &mut best, exact::nodes(&model)));
    let plan = report(&index, weights, &best, &greedy, bound, done);
    debug_assert_eq!(verify(facts, &assigned(&index, &best)), [], "a plan broke a hard rule");
    plan
}

/// First come, first served and nothing more: what plans are measured against.
pub fn first_come(facts: &Facts, weights: &Weights) -> Vec<Assigned> {
    let index = Index::new(facts);
    let model = Model::new(&index, weights);
    assigned(&index, &construct::first_come(&model))
}

fn better<'m>(ranking: Ranking, a: State<'m>, b: State<'m>) -> State<'m> {
    if ranking.key(&b.score) > ranking.key(&a.score) { b } else { a }
}

/// The search proper: prices first, for the bound and for what is worth searching; then
/// annealing on that core; then the leftovers on the whole week. `first` is what the plan at
/// hand is worth.
fn search_week<'m>(
    model: &'m Model,
    ranking: Ranking,
    (iterations, first): (u64, Score),
    rng: &mut rng::Rng,
    tell: Watch,
) -> (State<'m>, i64, u64) {
    let mut relaxation = bound::Relaxation::new(model);
    relaxation.steps(PRICE_STEPS, &mut || tell(0, &first) != Pace::Stop);
    let known = (first.served % PIN_WEIGHT) as f64;
    let mut rosters = None;
    if model.posts.len() < SMALL_ENOUGH {
        rosters = rosters::Rosters::new(model, relaxation.prices());
    }
    if let Some(rosters) = &mut rosters {
        rosters.lower(FIRST_ROSTER_STEPS, known, &mut || tell(0, &first) != Pace::Stop);
    }
    let usage = rosters.as_ref().map_or(relaxation.usage(), |r| r.usage()).to_vec();
    let keep = |p: PostId| {
        let used = usage[p as usize] >= WORTH_SEARCHING || model.posts[p as usize].fixed;
        used || model.back(p).iter().any(|l| model.is_spoken_for(*l))
    };
    let core = core::Core::new(model, keep);
    let ended = AtomicBool::new(false);
    let (mut found, bound, done) = std::thread::scope(|scope| {
        let lower = scope.spawn(|| {
            let mut patience = || !ended.load(Ordering::Relaxed);
            let rosters = rosters.or_else(|| rosters::Rosters::new(model, relaxation.prices()));
            let steps = roster_steps(model, iterations);
            let lower = rosters.map(|mut r| r.lower(steps, known, &mut patience));
            lower.unwrap_or(f64::MAX).min(relaxation.bound())
        });
        let mut start = construct::published(&core.model);
        let mut go_on = || tell(0, &first) != Pace::Stop;
        construct::extend(&mut start, ranking, &core.usage(&usage), LONG_CHAIN, rng, &mut go_on);
        let (found, done) = anneal(model, &core, start, ranking, iterations, rng, tell);
        // Somebody who ended the search does not wait for a better bound either.
        ended.store(done < iterations, Ordering::Relaxed);
        (found, lower.join().unwrap_or(f64::MAX), done)
    });
    let pins: i64 = model.requests.iter().map(|r| r.weight / PIN_WEIGHT * PIN_WEIGHT).sum();
    let bound = possible_weight(model).min(pins.saturating_add((bound + 1e-3).floor() as i64));
    let reached = found.score;
    let mut go_on = || tell(done, &reached) != Pace::Stop;
    construct::extend(&mut found, ranking, &[], LONG_CHAIN, rng, &mut go_on);
    (found, bound, done)
}

/// Anneals on the core, and a small week then once more with every post. The caller's patience
/// is used up half by each.
fn anneal<'m>(
    model: &'m Model,
    core: &core::Core,
    start: State,
    ranking: Ranking,
    iterations: u64,
    rng: &mut rng::Rng,
    tell: Watch,
) -> (State<'m>, u64) {
    let small = model.posts.len() < SMALL_ENOUGH;
    let each = if small { iterations / 2 } else { iterations };
    let mut stopped = false;
    let mut search = Search::new(start, ranking, rng);
    let done = search.run(each, &mut |done, score| {
        let pace = tell(done, score);
        stopped |= pace == Pace::Stop;
        match pace {
            Pace::Used(share) if small => Pace::Used((2.0 * share).min(1.0)),
            pace => pace,
        }
    });
    let found = core.in_whole(model, search.best());
    if stopped || !small {
        return (found, done);
    }
    let mut search = Search::new(found, ranking, rng);
    let more = search.run(iterations - each, &mut |more, score| match tell(done + more, score) {
        Pace::Used(share) => Pace::Used((2.0 * share - 1.0).max(0.0)),
        pace => pace,
    });
    (State::seated(model, search.best()), done + more)
}

/// How often the prices of whole weeks are moved beside a search of so many steps.
fn roster_steps(model: &Model, iterations: u64) -> usize {
    let links = model.links.len().max(1) as u64;
    let most = (ROSTER_WORK / links).clamp(FEWEST_ROSTER_STEPS, MOST_ROSTER_STEPS);
    (iterations.saturating_mul(LINKS_PER_STEP) / links).min(most) as usize
}

/// Replaces the plan of a small week by an exact one where that is better; gives the bound.
fn settle_exactly(ranking: Ranking, best: &mut State, nodes: u32) -> i64 {
    if nodes == 0 {
        return i64::MAX;
    }
    let exact = exact::solve(best, nodes);
    if let Some(seats) = exact.seats {
        let mut state = State::new(best.model);
        for (request, seat) in seats {
            state.put(request, seat);
        }
        if ranking.key(&state.score) > ranking.key(&best.score) {
            *best = state;
        }
    }
    exact.bound
}

/// Everything anybody could ever serve: a first bound.
pub(super) fn possible_weight(model: &Model) -> i64 {
    let possible = (0u32..).zip(&model.requests).filter(|(r, _)| !model.links_of(*r).is_empty());
    possible.map(|(_, r)| r.weight).sum()
}
