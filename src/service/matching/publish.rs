//! Publishing: asked again against this moment's facts, under lock, in one act.

use super::hand::preview_only;
use super::{aside, audit, draft_of, gather, letters, own, wanted_of, written};
use crate::db::matching::{self, NewMatch};
use crate::db::shifts::{self, NewShift};
use crate::domain::access::Actor;
use crate::domain::ids::*;
use crate::domain::matches::{
    Draft, MatchState, MatchingRefusal, RunState, Settlement, resolved, settle,
};
use crate::domain::shifts::{ShiftSource, ShiftState};
use crate::service::{Act, Answer, Office, Step};

/// What publishing did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    pub made: usize,
    pub kept: usize,
    pub replaced: usize,
    pub shifts: usize,
    /// Planned otherwise in the preview, and resolved because life went on.
    pub passed: usize,
    pub letters: usize,
}

/// Publishes a preview. What happened since it was planned is resolved first: pairs that no
/// longer hold are planned anew, and bookings that came in since are included.
pub async fn publish(office: &Office, actor: &Actor, id: RunId) -> Answer<Outcome> {
    let read = move |act: &mut Act<'_>| {
        let run = own(act, id)?;
        preview_only(&run)?;
        let draft = draft_of(&run)?;
        if draft.pairs.is_empty() {
            return Err(MatchingRefusal::NothingToPublish.into());
        }
        let scene = gather(act, &wanted_of(&run))?;
        Ok((run, draft, scene))
    };
    let (run, draft, scene) = office.read(actor, read).await?;
    let draft = aside(move || resolved(&scene, draft)).await?;
    let write = move |act: &mut Act<'_>| {
        let now = own(act, id)?;
        preview_only(&now)?;
        if now.plan != run.plan {
            return Err(MatchingRefusal::ChangedMeanwhile.into());
        }
        publish_now(act, id, draft.clone())
    };
    office.write(actor, write).await
}

/// Publishes this draft of a preview as it is. Asked again under lock: what does not hold at
/// this very moment is passed over and reported in the run.
pub(super) fn publish_now(act: &mut Act<'_>, id: RunId, mut draft: Draft) -> Answer<Outcome> {
    let run = own(act, id)?;
    if !matching::decide(act.conn, id, RunState::Published, act.now)? {
        return Err(MatchingRefusal::Decided.into());
    }
    lock(act, &draft)?;
    let scene = gather(act, &wanted_of(&run))?;
    let done = settle(&scene, &draft);
    write(act, id, run.ward_id, &done)?;
    let letters = letters::tell(act, id, &run, &draft, &done)?;
    draft.passed.extend(done.passed.iter().cloned());
    let served = done.made.len() + done.kept.len();
    matching::note_outcome(act.conn, id, &written(&draft)?, served as i64)?;
    let outcome = Outcome {
        made: done.made.len(),
        kept: done.kept.len(),
        replaced: done.replaced.len(),
        shifts: done.shifts.len(),
        passed: draft.passed.len(),
        letters,
    };
    let states = (RunState::Preview.code(), RunState::Published.code());
    let Outcome { made, kept, replaced, shifts, passed, .. } = outcome;
    let detail = format!(
        "made {made}, kept {kept}, replaced {replaced}, shifts {shifts}, passed over {passed}"
    );
    audit(act, run.ward_id, id, "publish", states, &detail)?;
    Ok(outcome)
}

/// Sessions, pupils and bookings stay as they are until this act is done. In the order of
/// `shifts::lock`, bookings last.
fn lock(act: &mut Act<'_>, draft: &Draft) -> Answer<()> {
    let mut pupils: Vec<AmbassadorId> = draft.pairs.iter().map(|p| p.ambassador).collect();
    pupils.sort_unstable();
    pupils.dedup();
    let bookings: Vec<BookingId> = draft
        .pairs
        .iter()
        .map(|p| p.booking)
        .chain(draft.left_out.iter().map(|l| l.booking))
        .collect();
    shifts::lock(act.conn, &draft.sessions, &pupils)?;
    matching::lock_bookings(act.conn, &bookings)?;
    Ok(())
}

fn write(act: &mut Act<'_>, run: RunId, ward: OrganisationId, done: &Settlement) -> Answer<()> {
    let replaced: Vec<MatchId> = done.replaced.iter().map(|live| live.id).collect();
    matching::replace(act.conn, &replaced, act.now)?;
    for (session, ambassador) in &done.shifts {
        propose(act, ward, *session, *ambassador)?;
    }
    let new: Vec<NewMatch<'_>> = done
        .made
        .iter()
        .map(|made| NewMatch {
            booking_id: made.pair.booking,
            ambassador_id: made.pair.ambassador,
            run_id: run,
            // Whoever has agreed to come has nothing more to answer.
            state: if made.agreed { MatchState::Accepted } else { MatchState::Published },
            pinned: made.pinned,
            reason: &made.pair.grounds,
            created_at: act.now,
        })
        .collect();
    matching::add_matches(act.conn, &new)?;
    for pinned in [true, false] {
        let changed = done.kept.iter().filter(|(live, now)| live.pinned != *now && *now == pinned);
        let ids: Vec<MatchId> = changed.map(|(live, _)| live.id).collect();
        if !ids.is_empty() {
            matching::pin(act.conn, &ids, pinned)?;
        }
    }
    Ok(())
}

/// The settlement asked `domain::eligibility` for this shift, beside all before it and
/// under the lock.
fn propose(
    act: &mut Act<'_>,
    ward: OrganisationId,
    session: SessionId,
    ambassador: AmbassadorId,
) -> Answer<()> {
    let new = NewShift {
        session_id: session,
        ambassador_id: ambassador,
        state: ShiftState::Proposed,
        source: ShiftSource::Matching,
        reason: "",
        created_at: act.now,
    };
    let shift = shifts::add(act.conn, &new)?;
    act.audit(Step {
        organisation: Some(ward),
        entity: "shift",
        id: shift.0,
        act: ShiftSource::Matching.code(),
        from: "",
        to: ShiftState::Proposed.code(),
        detail: "",
    })
}
