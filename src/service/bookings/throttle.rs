//! How much one address may book: a program that fills every seat, or tries names until one
//! is refused, is slowed down; a ward's Wi-Fi, one address for everybody on it, is not.

use crate::db::limits;
use crate::domain::access::Actor;
use crate::service::accounts::hash;
use crate::service::{Act, Answer};

const WINDOW_MINUTES: i64 = 60;

/// Counts one more booking or request from here, whatever becomes of it, and says how many
/// minutes to wait when they have been too many. Whoever has signed in is not counted.
pub fn wait_before_another(act: &mut Act<'_>, address: &str) -> Answer<Option<i64>> {
    let most = act.rules.bookings_per_hour;
    if most == 0 || matches!(act.actor, Actor::Person(_)) {
        return Ok(None);
    }
    let key = hash(&format!("book:{address}"));
    let sent = limits::count(act.conn, &key, act.now, WINDOW_MINUTES)?;
    let left = WINDOW_MINUTES - act.now.minute_of_day() % WINDOW_MINUTES;
    Ok((sent > most).then_some(left))
}
