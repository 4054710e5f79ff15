//! What a finished search hands out: matches with reasons, those left out with remedies, and
//! what the plan is worth.

use super::facts::{Assigned, Weights};
use super::index::Index;
use super::model::PIN_WEIGHT;
use super::quality::{self, Why};
use super::state::State;
use super::{Match, Objective, Plan, Unserved, construct, explain};

/// The matches of a state, in order of request.
pub(super) fn assigned(index: &Index, state: &State) -> Vec<Assigned> {
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

pub(super) fn report(
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

/// Published matches that would still stand had nobody touched them, and do not.
fn moved(state: &State) -> usize {
    let standing = construct::published(state.model);
    let requests = 0..state.model.requests.len() as u32;
    requests.filter(|r| standing.seat(*r).is_some_and(|s| state.seat(*r) != Some(s))).count()
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
