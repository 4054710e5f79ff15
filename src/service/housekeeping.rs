//! What has to happen as time passes: one instance at a time does it.

use super::{Act, Answer, Office, bookings, data_requests, matching};
use crate::db::{leases, limits};
use crate::domain::access::Actor;

/// Longer than a round takes, shorter than anybody would notice.
const LEASE_MINUTES: i64 = 2;
/// Counters of attempts older than this decide nothing any more.
const FORGET_MINUTES: i64 = 24 * 60;

/// Does what is due; returns how many things that were.
pub async fn run(office: &Office) -> Answer<usize> {
    office.write(&Actor::House, round).await
}

fn round(act: &mut Act<'_>) -> Answer<usize> {
    let holder = act.rules.instance.clone();
    let until = act.now.plus_minutes(LEASE_MINUTES);
    if !leases::take(act.conn, "housekeeping", &holder, act.now, until)? {
        return Ok(0);
    }
    let forgotten = limits::forget(act.conn, act.now.plus_minutes(-FORGET_MINUTES))?;
    let passed_on = bookings::expire_offers(act)?;
    let lost = matching::mark_lost(act)?;
    let called = data_requests::call_the_late(act)?;
    Ok(forgotten + passed_on + lost + called)
}
