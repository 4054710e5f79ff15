//! Properties over whole small towns of the shape the benches measure.

use super::super::construct;
use super::super::halves::Neighbours;
use super::super::index::Index;
use super::super::model::Model;
use super::super::report::assigned;
use super::super::rng::Rng;
use super::super::search::{Ranking, Search};
use super::super::state::State;
use super::super::*;
use super::{budget, rows};

#[path = "../../../../benches/matching/life.rs"]
mod life;
#[path = "../../../../benches/matching/town.rs"]
mod town;

use town::{Chance, Size, town};

/// A neighbourhood or two: small enough for an unoptimised build.
const HAMLET: Size = Size { ambassadors: 60, requests: 90, sessions: 8, areas: 2 };

fn points(facts: &Facts, matches: &[Assigned]) -> i64 {
    let weight = |m: &Assigned| facts.requests.iter().find(|r| r.id == m.request).map(|r| r.weight);
    matches.iter().filter_map(weight).sum()
}

/// The lists of a week in another order.
fn shuffled(facts: &Facts, seed: u64) -> Facts {
    fn mix<T>(list: &mut [T], chance: &mut Chance) {
        for i in (1..list.len()).rev() {
            list.swap(i, chance.below(i + 1));
        }
    }
    let (mut facts, chance) = (facts.clone(), &mut Chance(seed));
    mix(&mut facts.requests, chance);
    mix(&mut facts.sessions, chance);
    mix(&mut facts.ambassadors, chance);
    mix(&mut facts.places, chance);
    mix(&mut facts.areas, chance);
    mix(&mut facts.published, chance);
    facts.requests.iter_mut().for_each(|r| mix(&mut r.accept, chance));
    facts.ambassadors.iter_mut().for_each(|a| mix(&mut a.topics, chance));
    facts
}

#[test]
fn the_same_week_is_planned_and_mended_the_same_in_any_order() {
    for seed in 1..4 {
        let facts = town(HAMLET, seed);
        let weights = Weights::default();
        let first = plan(&facts, &weights, budget(600));
        assert_eq!(first, plan(&facts, &weights, budget(600)));
        assert_eq!(first, plan(&shuffled(&facts, seed), &weights, budget(600)));
        let mut later = Facts { published: rows(&first), ..facts };
        life::happen(&mut later, 0, &mut Chance(seed));
        let mended = replan(&later, &weights);
        assert_eq!(mended, replan(&shuffled(&later, seed), &weights));
    }
}

#[test]
fn a_plan_never_gets_worse_while_it_is_searched() {
    for seed in 1..4 {
        let facts = town(HAMLET, seed);
        let mut ends = Vec::new();
        for stop_after in [0, 256, 512, 1_024, 2_048] {
            let mut told = Vec::new();
            let mut watch = |now: Progress| {
                told.push(now.priority);
                if now.done >= stop_after { Pace::Stop } else { Pace::Go }
            };
            let budget = Budget { iterations: 4_000, seed, watch: Some(&mut watch) };
            let plan = plan(&facts, &Weights::default(), budget);
            assert!(told.is_sorted(), "seed {seed}: {told:?}");
            assert!(told.last() <= Some(&plan.objective.priority));
            ends.push(plan.objective.priority);
        }
        assert!(ends.is_sorted(), "seed {seed}: {ends:?}");
    }
}

#[test]
fn whoever_says_stop_is_heard_in_every_part_of_the_work() {
    let facts = town(HAMLET, 3);
    let mut asked = 0;
    let mut count = |_: Progress| {
        asked += 1;
        Pace::Go
    };
    let whole = Budget { iterations: 512, seed: 3, watch: Some(&mut count) };
    plan(&facts, &Weights::default(), whole);
    // Prices are asked about one by one, of either kind, then the start, the search and the leftovers.
    assert!(asked > 1_000, "asked {asked} times");
    for stop_at in [1, 2, 200, 400, 900, asked - 1, asked] {
        let mut questions = 0;
        let mut watch = |_: Progress| {
            questions += 1;
            if questions >= stop_at { Pace::Stop } else { Pace::Go }
        };
        let budget = Budget { iterations: 512, seed: 3, watch: Some(&mut watch) };
        let plan = plan(&facts, &Weights::default(), budget);
        assert_eq!(verify(&facts, &rows(&plan)), [], "stopped at {stop_at}");
        assert!(plan.objective.priority > 0);
        // After a stop nothing is begun but to ask once more where a part begins.
        assert!(questions <= stop_at + 4, "{questions} questions, stopped at {stop_at}");
    }
}

#[test]
fn a_mended_plan_stays_near_a_fresh_one() {
    let (mut mended_points, mut fresh_points) = (0, 0);
    for seed in 1..5 {
        let mut facts = town(HAMLET, seed);
        let weights = Weights::default();
        facts.published = rows(&plan(&facts, &weights, budget(3_000)));
        let mut chance = Chance(seed);
        for event in 0..5 {
            life::happen(&mut facts, event, &mut chance);
            let mended = replan(&facts, &weights);
            let matches = rows(&mended);
            assert_eq!(verify(&facts, &matches), [], "seed {seed}, event {event}");
            let gone = facts.published.iter().filter(|m| !matches.contains(m)).count();
            assert_eq!(gone as i64, mended.objective.changes);
            assert!(mended.moved <= gone);
            facts.published = matches;
        }
        mended_points += points(&facts, &facts.published);
        facts.published.clear();
        fresh_points += plan(&facts, &weights, budget(3_000)).objective.priority;
    }
    assert!(
        mended_points * 100 >= fresh_points * 99,
        "mended {mended_points}, afresh {fresh_points}"
    );
}

#[test]
fn two_halves_searched_at_once_fit_together() {
    let weights = Weights::default();
    for seed in 1..5 {
        let facts = town(HAMLET, seed);
        let index = Index::new(&facts);
        let model = Model::new(&index, &weights);
        let near = Neighbours::new(&model);
        let run = || {
            let (start, mut rng) = (construct::first_come(&model), Rng::new(seed));
            let before = start.score.served;
            let ranking = Ranking { stability: Stability::Last };
            let mut search = Search::new(start, ranking, &mut rng);
            for _ in 0..8 {
                search.run_halves(&near, 150, 2.0);
            }
            let (mut now, mut best) = (search.state.clone(), State::seated(&model, search.best()));
            // The sum of two scores is what the whole is worth.
            assert_eq!(best.score, search.best_score, "seed {seed}");
            assert_eq!(now.score, State::seated(&model, now.seats()).score, "seed {seed}");
            assert!(best.score.served > before, "seed {seed}");
            now.close_small_sessions();
            best.close_small_sessions();
            [assigned(&index, &now), assigned(&index, &best)]
        };
        let found = run();
        found.iter().for_each(|matches| assert_eq!(verify(&facts, matches), [], "seed {seed}"));
        assert_eq!(found, run(), "seed {seed}");
    }
}

/// What nobody counts on may go, and what stands may be confirmed, without anybody noticing.
#[test]
fn an_event_that_takes_nothing_from_anybody_moves_nobody() {
    for seed in 1..4 {
        let mut facts = town(HAMLET, seed);
        let weights = Weights::default();
        let first = plan(&facts, &weights, budget(1_000));
        facts.published = rows(&first);
        let before = facts.published.clone();
        if let Some(left_out) = first.unserved.first() {
            facts.requests.retain(|r| r.id != left_out.request);
        }
        let idle = |a: &&mut Ambassador| before.iter().all(|m| m.ambassador != a.id);
        if let Some(idle) = facts.ambassadors.iter_mut().find(idle) {
            idle.available.clear();
        }
        let m = before[0];
        let slot = Some(m.slot);
        facts.pins.push(Pin { request: m.request, ambassador: m.ambassador, slot });
        let mended = replan(&facts, &weights);
        assert_eq!((mended.objective.changes, mended.moved), (0, 0), "seed {seed}");
    }
}

/// A match the event itself ended is a change, but nobody moved it.
#[test]
fn what_an_event_ends_is_not_counted_as_moved() {
    let mut facts = town(HAMLET, 1);
    facts.published = rows(&plan(&facts, &Weights::default(), budget(1_000)));
    // Everybody is gone but the helpers of one match's session: nothing is left to move to.
    let kept = facts.published[0].session;
    let helps =
        |a: &AmbassadorId| facts.published.iter().any(|m| m.ambassador == *a && m.session == kept);
    let stays: Vec<AmbassadorId> = facts.ambassadors.iter().map(|a| a.id).filter(helps).collect();
    for a in facts.ambassadors.iter_mut().filter(|a| !stays.contains(&a.id)) {
        a.available.clear();
    }
    let mended = replan(&facts, &Weights::default());
    assert!(mended.objective.changes > 0);
    let standing = facts.published.iter().filter(|m| stays.contains(&m.ambassador));
    let matches = rows(&mended);
    let moved = standing.filter(|m| !matches.contains(m)).count();
    assert_eq!(mended.moved, moved);
}
