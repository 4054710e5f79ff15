//! After a pupil declines or leaves, or a resident cancels or moves: the session is planned
//! again at once, everything else in it kept, whoever can take over is asked, and both sides
//! are told.

use std::collections::BTreeMap;

use super::publish::publish_now;
use super::{Outcome, drafted, gather, keep, letters, planned, wanted};
use crate::db::leases;
use crate::db::matching::{self, Wanted};
use crate::db::sessions;
use crate::domain::access::Actor;
use crate::domain::ids::*;
use crate::domain::matches::{Draft, MatchState, RunState, Scene, Scope};
use crate::service::{Act, Answer, Office, Step};

/// What is older than this was seen by somebody by now.
const LOOK_BACK_MINUTES: i64 = 2 * 24 * 60;
/// Longer than a round takes.
const LEASE_MINUTES: i64 = 2;

/// Plans every session in which somebody lost their pupil or a pupil became free, and that
/// was not planned since; answers how many.
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

/// The same right after something happened, in the background: `left` is a session that a
/// resident has left for another one. A fault is only noted: what happened has happened, and
/// the next round tries again.
pub fn mend_soon(office: &Office, left: Option<SessionId>) {
    let office = office.clone();
    tokio::spawn(async move {
        let mended = async {
            if let Some(session) = left {
                mend(&office, session).await?;
            }
            mend_all(&office).await
        };
        if let Err(error) = mended.await {
            tracing::warn!(?error, "The matching was not mended at once");
        }
    });
}

/// Finds somebody for the bookings of a session that have nobody, leaves all others alone,
/// and publishes it. A session of which no plan was published yet is left to its coordinator.
/// The run is kept even when nobody was found, so that coordinators see that it was tried.
pub async fn mend(office: &Office, session: SessionId) -> Answer<Outcome> {
    let read = move |act: &mut Act<'_>| {
        let wanted = wanted(act, Scope::Session(session))?;
        if !matching::was_published(act.conn, &wanted)? {
            return Ok(None);
        }
        let since = act.now.plus_minutes(-LOOK_BACK_MINUTES);
        let left = matching::left_since(act.conn, session, since)?;
        Ok(Some((wanted, gather(act, &wanted)?, left)))
    };
    let Some((wanted, scene, left)) = office.read(&Actor::House, read).await? else {
        return Ok(Outcome::default());
    };
    let open = gaps(&scene);
    if open.is_empty() {
        return Ok(Outcome::default());
    }
    let standing: BTreeMap<BookingId, AmbassadorId> =
        scene.live.iter().map(|live| (live.booking, live.ambassador)).collect();
    let draft = only(drafted(scene, standing).await?, &open);
    office.write(&Actor::House, move |act| write(act, &wanted, &draft, &left)).await
}

/// A resident does not come to this session any more: cancelled, or moved to another time.
/// The pupil is free for somebody else, and the family is told.
pub fn booking_left(act: &mut Act<'_>, session: SessionId, booking: BookingId) -> Answer<()> {
    let Some(freed) = matching::end_match(act.conn, booking, act.now)? else { return Ok(()) };
    let posted = sessions::get(act.conn, session)?;
    act.audit(Step {
        organisation: Some(posted.ward_id),
        entity: "match",
        id: freed.id.0,
        act: "booking_left",
        from: "",
        to: MatchState::Replaced.code(),
        detail: "",
    })?;
    letters::freed(act, freed, &posted)
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

fn write(
    act: &mut Act<'_>,
    wanted: &Wanted,
    draft: &Draft,
    left: &[AmbassadorId],
) -> Answer<Outcome> {
    let run = keep(act, wanted, &planned(draft)?)?;
    let outcome = if draft.pairs.is_empty() {
        matching::decide(act.conn, run, RunState::Discarded, act.now)?;
        Outcome::default()
    } else {
        publish_now(act, run, draft.clone())?
    };
    let told = letters::tell_those_who_left(act, run, wanted, left)?;
    letters::tell_poster(act, run, wanted, draft, &outcome)?;
    Ok(Outcome { letters: outcome.letters + told, ..outcome })
}
