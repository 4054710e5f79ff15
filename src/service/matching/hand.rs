//! Changes by hand to a preview, each followed by a new plan around it.

use super::{audit, draft_of, drafted, gather, own, planned, wanted_of};
use crate::db::matching::{self, Chooser, Planned, Run};
use crate::domain::access::Actor;
use crate::domain::ids::*;
use crate::domain::matches::{
    Change, Draft, MatchingRefusal, RunState, Scene, Verdict, choices, swapped,
};
use crate::domain::refusal::Message;
use crate::service::{Act, Answer, Error, Office};

use super::pages::choosing;

/// Who could help a booking of a preview: everybody certified, with what stands against it.
pub fn chooser(act: &mut Act<'_>, run: RunId, booking: BookingId) -> Answer<Chooser> {
    let run = own(act, run)?;
    if run.state != RunState::Preview {
        return Err(MatchingRefusal::Decided.into());
    }
    let draft = draft_of(&run)?;
    let scene = gather(act, &wanted_of(&run))?;
    let found = choices(&scene, &draft, booking);
    choosing(act, run, draft, scene, booking, found)
}

/// Applies one change to a preview and plans again, keeping every pin. What the rules do
/// not allow is refused with its reason, and nothing changes.
pub async fn revise(office: &Office, actor: &Actor, run: RunId, change: Change) -> Answer<()> {
    let read = move |act: &mut Act<'_>| {
        let run = own(act, run)?;
        if run.state != RunState::Preview {
            return Err(MatchingRefusal::Decided.into());
        }
        let scene = gather(act, &wanted_of(&run))?;
        Ok((run, scene))
    };
    let (run, mut scene) = office.read(actor, read).await?;
    let before = draft_of(&run)?;
    let pins = changed(&mut scene, &before, change)?;
    let waiting: Vec<BookingId> = scene.waiting.iter().map(|b| b.id).collect();
    let pins = pins.into_iter().filter(|(b, _)| waiting.contains(b)).collect();
    let after = drafted(scene, pins).await?;
    if let Change::Pin(..) | Change::Swap(..) = change {
        kept(&before, &after)?;
    }
    let planned = planned(&after)?;
    office.write(actor, move |act| write(act, &run, &planned, change)).await
}

type Pins = std::collections::BTreeMap<BookingId, AmbassadorId>;

/// The pins after the change; what else it changes, it changes in the scene.
fn changed(scene: &mut Scene, draft: &Draft, change: Change) -> Answer<Pins> {
    let mut pins = draft.pins.clone();
    match change {
        Change::Again => {}
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
        return Err(MatchingRefusal::Decided.into());
    }
    let detail = match change {
        Change::Again => format!("served {}", planned.served),
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
