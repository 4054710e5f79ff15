//! After a pupil declines or leaves: the session is planned again at once, everything else
//! in it kept, and whoever can take over is asked.

use std::collections::BTreeMap;

use super::{Outcome, drafted, gather, keep, planned, publish, wanted};
use crate::db::leases;
use crate::db::matching::{self, Wanted};
use crate::domain::access::Actor;
use crate::domain::ids::*;
use crate::domain::matches::{Draft, RunState, Scene, Scope};
use crate::service::{Act, Answer, Office};

/// Declines older than this were seen by somebody by now.
const LOOK_BACK_MINUTES: i64 = 2 * 24 * 60;
/// Longer than a round takes.
const LEASE_MINUTES: i64 = 2;

/// Plans every session that lost a pupil and was not planned since; answers how many.
pub async fn mend_all(office: &Office) -> Answer<usize> {
    let claim = |act: &mut Act<'_>| {
        let holder = act.rules.instance.clone();
        let until = act.now.plus_minutes(LEASE_MINUTES);
        Ok(leases::take(act.conn, "mend", &holder, act.now, until)?)
    };
    let look = |act: &mut Act<'_>| {
        let since = act.now.plus_minutes(-LOOK_BACK_MINUTES);
        Ok(matching::due(act.conn, since, act.now)?)
    };
    let due = office.read(&Actor::House, look).await?;
    if due.is_empty() || !office.write(&Actor::House, claim).await? {
        return Ok(0);
    }
    // Asked again under the lease: another instance may have done it meanwhile.
    let due = office.read(&Actor::House, look).await?;
    let count = due.len();
    for session in due {
        mend(office, session).await?;
    }
    Ok(count)
}

/// Finds somebody for the bookings of a session that have nobody, leaves all others alone,
/// and publishes it. The run is kept even when nobody was found, so that coordinators see
/// that it was tried.
pub async fn mend(office: &Office, session: SessionId) -> Answer<Outcome> {
    let read = move |act: &mut Act<'_>| {
        let wanted = wanted(act, Scope::Session(session))?;
        Ok((wanted, gather(act, &wanted)?))
    };
    let (wanted, scene) = office.read(&Actor::House, read).await?;
    let standing: BTreeMap<BookingId, AmbassadorId> =
        scene.live.iter().map(|live| (live.booking, live.ambassador)).collect();
    let open = gaps(&scene);
    let draft = only(drafted(scene, standing).await?, &open);
    office.write(&Actor::House, move |act| write(act, &wanted, &draft)).await
}

/// Bookings without a standing match.
fn gaps(scene: &Scene) -> Vec<BookingId> {
    let waiting = scene.waiting.iter().map(|b| b.id);
    waiting.filter(|id| scene.standing(*id).is_none()).collect()
}

/// The part of a plan that concerns these bookings alone.
fn only(mut draft: Draft, open: &[BookingId]) -> Draft {
    draft.pairs.retain(|pair| open.contains(&pair.booking));
    draft.left_out.retain(|left| open.contains(&left.booking));
    draft.pins.clear();
    draft.worth.served = draft.pairs.len();
    draft.worth.total = open.len();
    draft
}

fn write(act: &mut Act<'_>, wanted: &Wanted, draft: &Draft) -> Answer<Outcome> {
    let run = keep(act, wanted, &planned(draft)?)?;
    if draft.pairs.is_empty() {
        matching::decide(act.conn, run, RunState::Discarded, act.now)?;
        return Ok(Outcome::default());
    }
    publish(act, run)
}
