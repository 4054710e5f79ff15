//! A published plan mended after something happened, quickly and touching little.

use super::facts::{Assigned, Facts, RequestId, Stability, Weights};
use super::index::Index;
use super::model::{Model, PostId};
use super::planning::possible_weight;
use super::report::{assigned, report};
use super::search::{Ranking, Search};
use super::state::{Seat, State};
use super::{Plan, construct, core, rng, verify};

/// Sessions around what happened that a mended plan looks at once more, and with how many steps.
const NEAR_SESSIONS: usize = 6;
const MENDING_STEPS: u64 = 400;

/// How many of the latest requests count as new when a plan is mended.
const NEWEST: usize = 20;

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
    let told = |r: &u32| told.contains(&index.requests[*r as usize].id);
    let newest = model.requests.len().saturating_sub(NEWEST) as u32;
    let hurt: Vec<u32> = best
        .unserved
        .iter()
        .copied()
        .filter(|r| told(r) || *r >= newest || model.is_pinned(*r))
        .collect();
    let lost = lost(&index, &best);
    let touched = touched(&index, &model, &lost);
    construct::mend(&mut best, ranking, &hurt, &touched, &mut rng);
    let left = hurt.iter().copied().filter(|r| told(r) && best.seat(*r).is_none());
    let near = neighbourhood(&model, &index, &lost, left);
    best = annealed(best, ranking, &near, &mut rng);
    construct::open_small_sessions(&mut best, ranking, &mut rng);
    best.close_small_sessions();
    let greedy = construct::first_come(&model);
    let plan = report(&index, weights, &best, &greedy, possible_weight(&model), 0);
    debug_assert_eq!(verify(facts, &assigned(&index, &best)), [], "a plan broke a hard rule");
    plan
}

/// A short annealing in these sessions. Everywhere else only those stay in reach who serve
/// already: nobody new is asked where nothing happened.
fn annealed<'m>(
    state: State<'m>,
    ranking: Ranking,
    sessions: &[u32],
    rng: &mut rng::Rng,
) -> State<'m> {
    let model = state.model;
    if sessions.is_empty() {
        return state;
    }
    let core = core::Core::new(model, |p| {
        let post = &model.posts[p as usize];
        let near = sessions.contains(&post.session);
        near || post.fixed || state.occupied[p as usize] != 0
    });
    let mut search = Search::new(core.in_core(state.seats()), ranking, rng);
    search.anneal_near(&people(model, sessions), MENDING_STEPS);
    core.in_whole(model, search.state.seats())
}

/// The sessions where something happened, those first that lost a match, then those that
/// residents who lost theirs would accept, then those where somebody has time again.
fn neighbourhood(
    model: &Model,
    index: &Index,
    lost: &[Assigned],
    left: impl Iterator<Item = u32>,
) -> Vec<u32> {
    let session = |p: PostId| model.posts[p as usize].session;
    let of_lost = lost.iter().filter_map(|m| index.session_number(m.session));
    let wanted = left.flat_map(|r| model.links_of(r)).map(|l| session(l.post));
    let free = lost.iter().filter_map(|m| index.ambassador_number(m.ambassador));
    let free = free.flat_map(|a| model.ambassador_posts(a)).map(|p| session(*p));
    let mut sessions: Vec<u32> = Vec::new();
    for s in of_lost.chain(wanted).chain(free) {
        if sessions.len() < NEAR_SESSIONS && !sessions.contains(&s) {
            sessions.push(s);
        }
    }
    sessions
}

/// Everybody who could be served in one of these sessions.
fn people(model: &Model, sessions: &[u32]) -> Vec<u32> {
    let posts = sessions.iter().flat_map(|s| model.session_posts(*s));
    let links = posts.flat_map(|p| model.back(*p));
    let mut people: Vec<u32> = links.map(|l| model.links[*l as usize].request).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Published matches that no longer stand.
fn lost<'f>(index: &Index<'f>, state: &State) -> Vec<Assigned> {
    let model = state.model;
    let stands = |m: &Assigned| {
        index.request_number(m.request).is_some_and(|r| {
            model.published[r as usize]
                .is_some_and(|(link, rel)| state.seat(r) == Some(Seat { link, rel }))
        })
    };
    let mut lost: Vec<Assigned> =
        index.facts.published.iter().copied().filter(|m| !stands(m)).collect();
    lost.sort_unstable();
    lost
}

/// Posts where something happened: all of an ambassador's and of a session's whose published
/// match no longer stands.
fn touched(index: &Index, model: &Model, lost: &[Assigned]) -> Vec<PostId> {
    let mut posts = Vec::new();
    for m in lost {
        let session = index.session_number(m.session);
        let ambassador = index.ambassador_number(m.ambassador);
        posts.extend(session.into_iter().flat_map(|s| model.session_posts(s)));
        posts.extend(ambassador.into_iter().flat_map(|a| model.ambassador_posts(a)));
    }
    posts.sort_unstable();
    posts.dedup();
    posts
}
