//! Planning in the background: a run stands in the database from the first moment, tells
//! how far it is, and can be stopped from any instance.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use super::{
    audit, draft_of, effort, gather, own, planned, standing_pins, wanted, wanted_of, written,
};
use crate::db::matching::{self, Beat, Run, Wanted};
use crate::domain::access::Actor;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::matches::{
    Draft, MatchingRefusal, RunState, Scene, Scope, best_three, draft_watched,
};
use crate::domain::matching::Pace;
use crate::service::{Act, Answer, Error, Office};

/// A plan that is ready by then is shown at once, without the page of its progress.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How often a run says that it lives and hears what is wanted.
const BEAT: Duration = Duration::from_millis(400);
/// Minutes of silence after which its process is taken for gone.
const SILENCE_MINUTES: i64 = 1;

/// Plans a session, a day or a week; the answer is ready at once or follows in the
/// background.
pub async fn begin(office: &Office, actor: &Actor, scope: Scope) -> Answer<RunId> {
    let read = move |act: &mut Act<'_>| {
        let wanted = wanted(act, scope)?;
        Ok((wanted, gather(act, &wanted)?))
    };
    let (wanted, scene) = office.read(actor, read).await?;
    let pins = standing_pins(&scene);
    start(office, actor, wanted, scene, pins, None).await
}

/// Plans what a run planned once more, with the facts of today and its pins; the run itself
/// is dropped.
pub async fn again(office: &Office, actor: &Actor, id: RunId) -> Answer<RunId> {
    let read = move |act: &mut Act<'_>| {
        let run = own(act, id)?;
        match state_of(&run, act.now) {
            RunState::Planning => return Err(MatchingRefusal::StillPlanning.into()),
            RunState::Published | RunState::Discarded => {
                return Err(MatchingRefusal::Decided.into());
            }
            RunState::Preview | RunState::Stopped | RunState::Lost => {}
        }
        let wanted = wanted_of(&run);
        Ok((draft_of(&run)?.pins, wanted, gather(act, &wanted)?))
    };
    let (mut pins, wanted, scene) = office.read(actor, read).await?;
    pins.retain(|booking, _| scene.booking(*booking).is_some());
    start(office, actor, wanted, scene, pins, Some(id)).await
}

/// Where a run stands, silence counted as the end of its process.
pub(super) fn state_of(run: &Run, now: At) -> RunState {
    let silent = run.seen_at.is_some_and(|seen| now.minutes_since(seen) >= SILENCE_MINUTES);
    if run.state == RunState::Planning && silent { RunState::Lost } else { run.state }
}

type Pins = BTreeMap<BookingId, AmbassadorId>;

async fn start(
    office: &Office,
    actor: &Actor,
    wanted: Wanted,
    scene: Scene,
    pins: Pins,
    instead_of: Option<RunId>,
) -> Answer<RunId> {
    if wanted.session.is_some() && scene.sessions.is_empty() {
        return Err(MatchingRefusal::NotToCome.into());
    }
    if scene.waiting.is_empty() {
        return Err(MatchingRefusal::NobodyBooked.into());
    }
    let sessions = scene.sessions.iter().map(|s| s.facts.id).collect();
    let first = written(&Draft { sessions, pins: pins.clone(), ..Draft::default() })?;
    let add = move |act: &mut Act<'_>| {
        if let Some(old) = instead_of {
            matching::decide(act.conn, old, RunState::Discarded, act.now)?;
            matching::stop(act.conn, old, RunState::Stopped)?;
        }
        let by = act.actor.person().map(|person| person.account);
        let id = matching::begin(act.conn, &wanted, &first, by, act.now)?;
        let states = ("", RunState::Planning.code());
        audit(
            act,
            wanted.ward,
            id,
            if instead_of.is_some() { "run_again" } else { "run" },
            states,
            "",
        )?;
        Ok(id)
    };
    let id = office.write(actor, add).await?;
    let work = tokio::spawn(work(office.clone(), actor.clone(), id, wanted.ward, scene, pins));
    // Whether it is ready or not, and even if it failed: the run's page says how it stands.
    let _ = tokio::time::timeout(PATIENCE, work).await;
    Ok(id)
}

/// What the planning thread and its beat tell each other.
#[derive(Default)]
struct Tally {
    /// Of 1000.
    progress: AtomicI64,
    enough: AtomicBool,
}

/// Computes the plan and keeps it as a preview, unless nobody waits for it any more.
async fn work(
    office: Office,
    actor: Actor,
    id: RunId,
    ward: OrganisationId,
    scene: Scene,
    pins: Pins,
) {
    if let Err(error) = compute(&office, &actor, id, ward, scene, pins).await {
        tracing::error!(run = id.0, ?error, "A matching run failed");
        let lost = move |act: &mut Act<'_>| Ok(matching::stop(act.conn, id, RunState::Lost)?);
        if let Err(error) = office.write(&Actor::House, lost).await {
            tracing::error!(run = id.0, ?error, "A failed matching run could not be marked");
        }
    }
}

async fn compute(
    office: &Office,
    actor: &Actor,
    id: RunId,
    ward: OrganisationId,
    scene: Scene,
    pins: Pins,
) -> Answer<()> {
    let tally = Arc::new(Tally::default());
    let told = tally.clone();
    let mut thread = tokio::task::spawn_blocking(move || {
        let mut draft = draft_watched(&scene, &pins, effort(&scene), &mut |share| {
            told.progress.store((share * 1000.0) as i64, Ordering::Relaxed);
            if told.enough.load(Ordering::Relaxed) { Pace::Stop } else { Pace::Go }
        });
        if !told.enough.load(Ordering::Relaxed) {
            draft.ideas = best_three(&scene, &draft);
        }
        draft
    });
    let draft = loop {
        tokio::select! {
            done = &mut thread => {
                break done.map_err(|fault| Error::Fault(format!("the plan was not made: {fault}")))?;
            }
            () = tokio::time::sleep(BEAT) => {
                let progress = tally.progress.load(Ordering::Relaxed).clamp(0, 999);
                let beat = move |act: &mut Act<'_>| {
                    Ok(matching::beat(act.conn, id, progress, act.now)?)
                };
                if office.write(&Actor::House, beat).await? != Beat::GoOn {
                    tally.enough.store(true, Ordering::Relaxed);
                }
            }
        }
    };
    let planned = planned(&draft)?;
    let keep = move |act: &mut Act<'_>| {
        if matching::finish(act.conn, id, &planned)? {
            let detail = format!("served {}", planned.served);
            let states = (RunState::Planning.code(), RunState::Preview.code());
            audit(act, ward, id, "preview", states, &detail)?;
        }
        Ok(())
    };
    office.write(actor, keep).await
}

/// Asks a run to end with the best plan so far.
pub fn hurry(act: &mut Act<'_>, id: RunId) -> Answer<()> {
    own(act, id)?;
    if !matching::hurry(act.conn, id)? {
        return Err(MatchingRefusal::Decided.into());
    }
    Ok(())
}

/// Ends a run that is still computed, without a plan.
pub fn stop(act: &mut Act<'_>, id: RunId) -> Answer<()> {
    let run = own(act, id)?;
    if !matching::stop(act.conn, id, RunState::Stopped)? {
        return Err(MatchingRefusal::Decided.into());
    }
    let states = (RunState::Planning.code(), RunState::Stopped.code());
    audit(act, run.ward_id, id, "stop", states, "")
}

/// Marks runs whose process is gone; answers how many.
pub fn mark_lost(act: &mut Act<'_>) -> Answer<usize> {
    let lost = matching::lose(act.conn, act.now.plus_minutes(-SILENCE_MINUTES))?;
    for (id, ward) in &lost {
        let states = (RunState::Planning.code(), RunState::Lost.code());
        audit(act, *ward, *id, "lost", states, "")?;
    }
    Ok(lost.len())
}
