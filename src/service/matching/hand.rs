//! Changes by hand to a preview, each followed by a new plan around it.

use super::{aside, audit, draft_of, effort, gather, own, planned, wanted_of};
use crate::db::matching::{self, Chooser, EffectPage, Planned, Run};
use crate::domain::access::Actor;
use crate::domain::ids::*;
use crate::domain::matches::{
    Change, Draft, MatchingRefusal, RunState, Scene, Verdict, choices, draft, mended, swapped,
};
use crate::domain::refusal::Message;
use crate::service::{Act, Answer, Error, Office};

use super::pages::{choosing, comparing};

/// Who could help a booking of a preview: everybody certified, with what stands against it.
pub fn chooser(act: &mut Act<'_>, run: RunId, booking: BookingId) -> Answer<Chooser> {
    let run = own(act, run)?;
    preview_only(&run)?;
    let draft = draft_of(&run)?;
    let scene = gather(act, &wanted_of(&run))?;
    let found = choices(&scene, &draft, booking);
    choosing(act, run, draft, scene, booking, found)
}

/// What a change would do, computed and not kept.
pub fn effect(act: &mut Act<'_>, run: RunId, change: Change) -> Answer<EffectPage> {
    let run = own(act, run)?;
    preview_only(&run)?;
    let before = draft_of(&run)?;
    let scene = gather(act, &wanted_of(&run))?;
    let after = match tried(scene, &before, change) {
        Ok(after) => Ok(after),
        Err(Error::Refused(refusal)) => Err(refusal.message()),
        Err(error) => return Err(error),
    };
    comparing(act, run, before, after, change)
}

/// Refuses anything but a preview.
pub(super) fn preview_only(run: &Run) -> Answer<()> {
    match run.state {
        RunState::Preview => Ok(()),
        RunState::Planning => Err(MatchingRefusal::StillPlanning.into()),
        _ => Err(MatchingRefusal::Decided.into()),
    }
}

/// Applies one change to a preview and mends it around the change, keeping every pin. What
/// the rules do not allow is refused with its reason, and nothing changes.
pub async fn revise(office: &Office, actor: &Actor, run: RunId, change: Change) -> Answer<()> {
    let read = move |act: &mut Act<'_>| {
        let run = own(act, run)?;
        preview_only(&run)?;
        let scene = gather(act, &wanted_of(&run))?;
        Ok((run, scene))
    };
    let (run, scene) = office.read(actor, read).await?;
    let before = draft_of(&run)?;
    let after = aside(move || tried(scene, &before, change)).await??;
    let planned = planned(&after)?;
    office.write(actor, move |act| write(act, &run, &planned, change)).await
}

/// The plan after a change.
fn tried(mut scene: Scene, before: &Draft, change: Change) -> Answer<Draft> {
    let mut pins = changed(&mut scene, before, change)?;
    pins.retain(|booking, _| scene.booking(*booking).is_some());
    let mut after = mended(&scene, before, &pins);
    if let Change::Pin(..) | Change::Swap(..) = change
        && kept(before, &after).is_err()
    {
        // Mending moves few; planning anew may still find room for the pin.
        after = draft(&scene, &pins, effort(&scene));
        kept(before, &after)?;
    }
    Ok(after)
}

type Pins = std::collections::BTreeMap<BookingId, AmbassadorId>;

/// The pins after the change; what else it changes, it changes in the scene.
fn changed(scene: &mut Scene, draft: &Draft, change: Change) -> Answer<Pins> {
    let mut pins = draft.pins.clone();
    match change {
        Change::Pin(booking, ambassador) => {
            allowed(scene, draft, booking, ambassador)?;
            pins.insert(booking, ambassador);
        }
        Change::Unpin(booking) => {
            scene.booking(booking).ok_or(Error::NotFound)?;
            pins.remove(&booking);
        }
        Change::Forbid(booking, ambassador) => {
            scene.booking(booking).ok_or(Error::NotFound)?;
            scene.helper(ambassador).ok_or(Error::NotFound)?;
            scene.forbidden.insert((booking, ambassador));
            pins.retain(|b, a| (*b, *a) != (booking, ambassador));
        }
        Change::Allow(booking, ambassador) => {
            scene.booking(booking).ok_or(Error::NotFound)?;
            scene.forbidden.remove(&(booking, ambassador));
        }
        Change::Swap(one, other) => {
            let pairs = swapped(scene, draft, one, other).ok_or(MatchingRefusal::NoSwap)?;
            pins.extend(pairs);
        }
    }
    Ok(pins)
}

/// Refuses a pin that no plan could keep, with its first reason.
fn allowed(
    scene: &Scene,
    draft: &Draft,
    booking: BookingId,
    ambassador: AmbassadorId,
) -> Answer<()> {
    scene.booking(booking).ok_or(Error::NotFound)?;
    scene.helper(ambassador).ok_or(Error::NotFound)?;
    let found = choices(scene, draft, booking);
    match found.into_iter().find(|c| c.ambassador == ambassador).map(|c| c.answer) {
        Some(Verdict::No(why)) => {
            let first = why.into_iter().next().unwrap_or_else(not_certified);
            Err(MatchingRefusal::Pair(first).into())
        }
        Some(_) => Ok(()),
        None => Err(MatchingRefusal::Pair(not_certified()).into()),
    }
}

fn not_certified() -> Message {
    Message::new(
        "Em chưa có chứng nhận cho thủ tục này.",
        "The ambassador is not certified for this topic.",
    )
}

/// The plan keeps every pin that could be kept before; a new one may not push out another.
fn kept(before: &Draft, after: &Draft) -> Answer<()> {
    let holds = |draft: &Draft, booking, ambassador| {
        draft.pair(booking).is_some_and(|pair| pair.ambassador == ambassador)
    };
    let lost = after.pins.iter().any(|(booking, ambassador)| {
        let before_held =
            before.pins.get(booking) != Some(ambassador) || holds(before, *booking, *ambassador);
        before_held && !holds(after, *booking, *ambassador)
    });
    if lost {
        let message = Message::new(
            "Không ghim được: trùng với một lượt đã ghim khác. Hãy bỏ ghim lượt kia trước.",
            "It cannot be pinned: it collides with another pin. Unpin that one first.",
        );
        return Err(MatchingRefusal::Pair(message).into());
    }
    Ok(())
}

fn write(act: &mut Act<'_>, run: &Run, planned: &Planned, change: Change) -> Answer<()> {
    if !matching::replan(act.conn, run.id, &run.plan, planned)? {
        return Err(MatchingRefusal::ChangedMeanwhile.into());
    }
    let detail = match change {
        Change::Unpin(booking) => format!("booking {booking}"),
        Change::Swap(one, other) => format!("bookings {one} and {other}"),
        Change::Pin(booking, ambassador) => format!("booking {booking}, ambassador {ambassador}"),
        Change::Forbid(booking, ambassador) => {
            let by = act.person()?.account;
            matching::forbid(act.conn, booking, ambassador, by, act.now)?;
            format!("booking {booking}, ambassador {ambassador}")
        }
        Change::Allow(booking, ambassador) => {
            matching::allow(act.conn, booking, ambassador)?;
            format!("booking {booking}, ambassador {ambassador}")
        }
    };
    audit(act, run.ward_id, run.id, change.code(), ("", ""), &detail)
}
