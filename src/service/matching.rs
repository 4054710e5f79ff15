//! The matching: planned as a preview that nobody is told about, changed by hand, and
//! published in one act. The plan is computed outside any transaction; what is written is
//! asked against the facts of that moment.

mod hand;
mod letters;
mod mend;
mod pages;
mod planning;
mod publish;
mod week;

pub use hand::{chooser, effect, revise};
pub use mend::{booking_left, mend, mend_all, mend_soon};
pub use pages::{overview, page, question};
pub use planning::{again, begin, hurry, mark_lost, stop};
pub use publish::{Outcome, publish};
pub use week::{WeekReport, week};

use std::collections::BTreeMap;

use super::{Act, Answer, Error, Step};
use crate::db::matching::{self, Planned, Run, Wanted};
use crate::db::sessions;
use crate::domain::access::Permission;
use crate::domain::ids::*;
use crate::domain::matches::{Draft, MatchingRefusal, RunState, Scene, Scope, draft};

/// Steps of the search for every booking that waits, within these bounds.
const EFFORT: u64 = 200;
const LEAST_EFFORT: u64 = 1_000;
const MOST_EFFORT: u64 = 300_000;

/// Which sessions a scope means; 404 outside one's ward.
fn wanted(act: &mut Act<'_>, scope: Scope) -> Answer<Wanted> {
    match scope {
        Scope::Session(id) => {
            let session = sessions::get(act.conn, id)?;
            act.within(Permission::RunMatching, session.ward_id)?;
            let day = session.starts_at.day();
            Ok(Wanted { ward: session.ward_id, days: (day, day), session: Some(id) })
        }
        Scope::Day(day) => {
            let ward = act.place(Permission::RunMatching)?;
            Ok(Wanted { ward, days: (day, day), session: None })
        }
        Scope::Week(week) => {
            let ward = act.place(Permission::RunMatching)?;
            Ok(Wanted { ward, days: week.days(), session: None })
        }
    }
}

/// What a run planned.
fn wanted_of(run: &Run) -> Wanted {
    Wanted { ward: run.ward_id, days: (run.from_day, run.to_day), session: run.session_id }
}

/// Everything about the wanted sessions, in a fixed number of queries.
pub fn gather(act: &mut Act<'_>, wanted: &Wanted) -> Answer<Scene> {
    Ok(matching::scene(act.conn, wanted, act.now)?)
}

/// Matches people were told about that were decided by hand.
fn standing_pins(scene: &Scene) -> BTreeMap<BookingId, AmbassadorId> {
    let pinned = scene.live.iter().filter(|live| live.pinned);
    pinned.map(|live| (live.booking, live.ambassador)).collect()
}

/// How long a search a scene is worth.
fn effort(scene: &Scene) -> u64 {
    (scene.waiting.len() as u64 * EFFORT).clamp(LEAST_EFFORT, MOST_EFFORT)
}

/// Plans on a thread of its own.
async fn drafted(scene: Scene, pins: BTreeMap<BookingId, AmbassadorId>) -> Answer<Draft> {
    aside(move || draft(&scene, &pins, effort(&scene))).await
}

/// Computes on a thread of its own.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|fault| Error::Fault(format!("the plan was not made: {fault}")))
}

/// A draft as it is stored.
fn planned(draft: &Draft) -> Answer<Planned> {
    let worth = draft.worth;
    Ok(Planned {
        plan: written(draft)?,
        served: worth.served as i64,
        value: worth.value,
        greedy_value: worth.first_come_value,
        bound: worth.bound,
    })
}

fn written(draft: &Draft) -> Answer<String> {
    serde_json::to_string(draft).map_err(|fault| Error::Fault(fault.to_string()))
}

/// The draft of a run.
fn draft_of(run: &Run) -> Answer<Draft> {
    serde_json::from_str(&run.plan).map_err(|fault| Error::Fault(fault.to_string()))
}

fn keep(act: &mut Act<'_>, wanted: &Wanted, planned: &Planned) -> Answer<RunId> {
    let by = act.actor.person().map(|person| person.account);
    let id = matching::add_run(act.conn, wanted, planned, by, act.now)?;
    let detail = format!("served {}", planned.served);
    audit(act, wanted.ward, id, "preview", ("", RunState::Preview.code()), &detail)?;
    Ok(id)
}

/// A run of one's own ward; 404 otherwise.
fn own(act: &mut Act<'_>, id: RunId) -> Answer<Run> {
    let run = matching::run(act.conn, id)?;
    act.within(Permission::RunMatching, run.ward_id)?;
    Ok(run)
}

/// Drops a preview; nobody ever hears of it.
pub fn discard(act: &mut Act<'_>, id: RunId) -> Answer<()> {
    let run = own(act, id)?;
    if run.state == RunState::Discarded {
        return Ok(());
    }
    if !matching::decide(act.conn, id, RunState::Discarded, act.now)? {
        return Err(MatchingRefusal::Decided.into());
    }
    let states = (RunState::Preview.code(), RunState::Discarded.code());
    audit(act, run.ward_id, id, "discard", states, "")
}

/// Has this run been published?
pub fn is_published(act: &mut Act<'_>, id: RunId) -> Answer<bool> {
    Ok(own(act, id)?.state == RunState::Published)
}

fn audit(
    act: &mut Act<'_>,
    ward: OrganisationId,
    run: RunId,
    what: &str,
    (from, to): (&str, &str),
    detail: &str,
) -> Answer<()> {
    let organisation = Some(ward);
    act.audit(Step { organisation, entity: "matching_run", id: run.0, act: what, from, to, detail })
}
