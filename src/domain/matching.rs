//! Who helps whom: the engine the product exists for.
//!
//! A pure function from one week's [`Facts`] to a [`Plan`]: no clock, no I/O, no thread that
//! could change what comes out, and chance only from a given seed, so the same facts give the
//! same plan on every machine.
//! Hard rules have one definition ([`check_pair`], [`Desk`]); [`verify`] is an independent
//! second opinion. The objective is lexicographic: priority served, then quality, fairness
//! of hours and changes to what was published, in the order [`Stability`] says.
//!
//! Reading order: `facts`, `feasible`, `model` (facts in dense numbers), `state` (a plan in
//! the making), `moves`, `search`, `halves` (of a large week, at once), `planning` (a week),
//! `mending` (a published plan after something happened), `exact` (one session, proved),
//! `report`, `explain`, `verify`.

mod bound;
mod compile;
mod construct;
mod core;
mod exact;
mod explain;
mod facts;
mod feasible;
mod flow;
mod halves;
mod index;
pub mod instance;
mod mending;
mod model;
mod moves;
mod planning;
mod quality;
mod report;
mod rng;
mod rosters;
mod search;
mod state;
#[cfg(test)]
mod tests;
mod verify;

pub use explain::{Remedy, Unserved};
pub use facts::*;
pub use feasible::{Desk, Refusal, check_pair};
pub use mending::replan;
pub use planning::{first_come, plan};
pub use quality::Why;
pub use verify::{Violation, verify};

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
