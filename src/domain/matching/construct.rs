//! Plans from nothing: first come, first served, for comparison; and the start of a search.

use super::model::{LinkId, Model, PIN_WEIGHT, PostId};
use super::moves::{Chains, force};
use super::rng::Rng;
use super::search::{Ranking, repair};
use super::state::{Seat, State};

/// Requests a chain may look at when a plan is mended: for those hurt, and for others.
const MENDING_CHAIN: usize = 200;
const ASKING_CHAIN: usize = 40;
/// Requests seated between two questions whether to go on.
const BETWEEN_QUESTIONS: usize = 64;

/// Asked between two pieces of work: shall it go on?
pub(super) type Patience<'p> = &'p mut dyn FnMut() -> bool;

/// Requests as first come, first served would do it: in order of arrival, each takes its
/// first free slot with the first ambassador who can. What the page compares the plan to.
pub(super) fn first_come(model: &Model) -> State<'_> {
    let mut state = State::new(model);
    let unpinned = |r: &u32| model.requests[*r as usize].weight < PIN_WEIGHT;
    let mut order: Vec<u32> = (0..model.requests.len() as u32).collect();
    order.sort_by_key(unpinned);
    for r in order {
        let first = model.requests[r as usize].first;
        let seat = (first..).zip(model.links_of(r)).find_map(|(link, l)| {
            let free = state.free_slots(l.post, l.slots);
            (free != 0).then(|| Seat { link, rel: free.trailing_zeros() as u16 })
        });
        if let Some(seat) = seat {
            state.put(r, seat);
        }
    }
    state.close_small_sessions();
    state.commit();
    state
}

/// What was published, as far as it still stands. Where not all of a team may stay, those do
/// who serve most.
pub(super) fn published(model: &Model) -> State<'_> {
    let mut state = State::new(model);
    let mut served = vec![0; model.posts.len()];
    let post = |link: LinkId| model.links[link as usize].post as usize;
    for (request, place) in model.requests.iter().zip(&model.published) {
        if let Some((link, _)) = place {
            served[post(*link)] += request.weight;
        }
    }
    let mut order = heaviest_first(model);
    order.sort_by_key(|r| model.published[*r as usize].map(|(link, _)| -served[post(link)]));
    for r in order {
        let Some((link, rel)) = model.published[r as usize] else { continue };
        if state.refuses(model.links[link as usize].post, rel).is_none() {
            state.put(r, Seat { link, rel });
        }
    }
    state.commit();
    state
}

fn heaviest_first(model: &Model) -> Vec<u32> {
    let mut order: Vec<u32> = (0..model.requests.len() as u32).collect();
    order.sort_by_key(|r| -model.requests[*r as usize].weight);
    order
}

/// Seats everybody a chain of at most `limit` requests can seat, the heaviest first. Teams
/// are filled in rounds: first only by ambassadors whose post is used a lot in nearly best
/// plans, at last by anybody. No `usage` known means a single round. Whoever runs out of
/// patience has what was seated until then.
pub(super) fn extend(
    state: &mut State,
    ranking: Ranking,
    usage: &[f64],
    limit: usize,
    rng: &mut Rng,
    patience: Patience,
) {
    let model = state.model;
    let mut chains = Chains::new(model.requests.len());
    let order = heaviest_first(model);
    let rounds: &[f64] = if usage.is_empty() { &[0.0] } else { &[0.8, 0.4, 0.1, 0.0] };
    for least in rounds {
        chains.closed = usage.iter().map(|u| u < least).collect();
        for (at, r) in order.iter().copied().enumerate() {
            if at % BETWEEN_QUESTIONS == 0 && !patience() {
                return;
            }
            seat_by_chain(state, &mut chains, r, limit, ranking, rng);
        }
    }
}

/// Seats those of `people` whom a chain of at most `limit` requests can seat, heaviest first.
pub(super) fn extend_by(
    state: &mut State,
    ranking: Ranking,
    people: &[u32],
    limit: usize,
    rng: &mut Rng,
) {
    let mut chains = Chains::new(state.model.requests.len());
    let mut people = people.to_vec();
    people.sort_by_key(|r| (-state.model.requests[*r as usize].weight, *r));
    people.dedup();
    for r in people {
        seat_by_chain(state, &mut chains, r, limit, ranking, rng);
    }
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
    // Whoever still sits alone sits in the wrong session and is tried in the others.
    state.close_small_sessions();
    state.commit();
    let mut left_out = state.unserved.clone();
    left_out.sort_by_key(|r| (-model.requests[*r as usize].weight, *r));
    for r in left_out {
        let first = model.requests[r as usize].first;
        for (link, l) in (first..).zip(model.links_of(r)) {
            let session = model.posts[l.post as usize].session;
            for rel in (0..64).filter(|rel| l.slots >> rel & 1 == 1) {
                // A pinned request is worth breaking up a team for.
                let runs = state.team[session as usize] >= model.min_team;
                if state.seat(r).is_some() || (runs && !model.is_pinned(r)) {
                    continue;
                }
                let (before, mark) = (ranking.key(&state.score), state.mark());
                let mut ejected = Vec::new();
                if force(state, r, Seat { link, rel }, rng, &mut ejected) {
                    repair(state, &mut chains, &mut ejected, rng);
                    complete_team(state, &mut chains, session, ranking, rng);
                }
                settle(state, ranking, before, mark);
                state.commit();
            }
        }
    }
}

/// Keeps what happened since the mark only if the plan is better for it.
fn settle(state: &mut State, ranking: Ranking, before: [i64; 4], mark: usize) -> bool {
    let better = ranking.key(&state.score) > before;
    if !better {
        state.rollback(mark);
    }
    better
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
    if state.team[session as usize] >= model.min_team {
        return;
    }
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
                if force(state, l.request, Seat { link: *link, rel }, rng, &mut ejected) {
                    repair(state, chains, &mut ejected, rng);
                }
                settle(state, ranking, before, mark);
            }
        }
    }
}

/// Fits the life that happened since into a published plan: whoever lost a match or is new
/// gets a seat by a long chain; then those left out are asked whom a seat in a `touched` post
/// could suit. A pin is worth every forced step that makes the plan better.
pub(super) fn mend(
    state: &mut State,
    ranking: Ranking,
    hurt: &[u32],
    touched: &[PostId],
    rng: &mut Rng,
) {
    let model = state.model;
    extend_by(state, ranking, hurt, MENDING_CHAIN, rng);
    let mut chains = Chains::new(model.requests.len());
    for r in hurt.iter().filter(|r| model.is_pinned(**r)) {
        if state.seat(*r).is_none() {
            seat_by_force(state, &mut chains, *r, ranking, rng);
        }
    }
    let asking = touched.iter().flat_map(|p| model.back(*p));
    let others: Vec<u32> = asking.map(|l| model.links[*l as usize].request).collect();
    extend_by(state, ranking, &others, ASKING_CHAIN, rng);
}

fn seat_by_chain(
    state: &mut State,
    chains: &mut Chains,
    request: u32,
    limit: usize,
    ranking: Ranking,
    rng: &mut Rng,
) {
    if state.seat(request).is_none() {
        let (before, mark) = (ranking.promises(&state.score), state.mark());
        chains.augment(state, request, limit, rng);
        if ranking.promises(&state.score) < before {
            state.rollback(mark);
        }
        state.commit();
    }
}

fn seat_by_force(
    state: &mut State,
    chains: &mut Chains,
    request: u32,
    ranking: Ranking,
    rng: &mut Rng,
) {
    let first = state.model.requests[request as usize].first;
    for (link, l) in (first..).zip(state.model.links_of(request)) {
        for rel in (0..64).filter(|rel| l.slots >> rel & 1 == 1) {
            let (before, mark) = (ranking.key(&state.score), state.mark());
            let mut ejected = Vec::new();
            if force(state, request, Seat { link, rel }, rng, &mut ejected) {
                repair(state, chains, &mut ejected, rng);
            }
            let better = settle(state, ranking, before, mark);
            state.commit();
            if better {
                return;
            }
        }
    }
}
