//! Which pupil helps which resident: planned, changed by hand, published.

use crate::domain::ids::{BookingId, RunId};

/// Also where a new plan is asked for.
pub const LIST: &str = "/staff/matching";
pub const RUN: &str = "/staff/matching/{run}";
pub const AGAIN: &str = "/staff/matching/{run}/again";
pub const STOP: &str = "/staff/matching/{run}/stop";
pub const HURRY: &str = "/staff/matching/{run}/hurry";
/// What one more session or more certificates would bring; the question is in the address.
pub const WHAT_IF: &str = "/staff/matching/{run}/what-if";
/// What a change would do: `?act=pin&booking=7&ambassador=3`.
pub const EFFECT: &str = "/staff/matching/{run}/effect";
pub const PIN: &str = "/staff/matching/{run}/pin";
pub const UNPIN: &str = "/staff/matching/{run}/unpin";
pub const FORBID: &str = "/staff/matching/{run}/forbid";
pub const ALLOW: &str = "/staff/matching/{run}/allow";
pub const SWAP: &str = "/staff/matching/{run}/swap";
pub const PUBLISH: &str = "/staff/matching/{run}/publish";
pub const DISCARD: &str = "/staff/matching/{run}/discard";
pub const CHOOSE: &str = "/staff/matching/{run}/bookings/{booking}";

/// One plan.
pub fn run(run: RunId) -> String {
    format!("/staff/matching/{run}")
}

/// An act on a plan: `run_act(run, "publish")`.
pub fn run_act(run: RunId, act: &str) -> String {
    format!("/staff/matching/{run}/{act}")
}

/// Where a question about a plan is asked and answered.
pub fn what_if(run: RunId) -> String {
    format!("/staff/matching/{run}/what-if")
}

/// What a change would do, by [`Change::code`](crate::domain::matches::Change::code).
pub fn effect(run: RunId, act: &str, fields: &[(&str, &str)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(k, v)| format!("&{k}={v}")).collect();
    format!("/staff/matching/{run}/effect?act={act}{}", fields.concat())
}

/// Who could help one booking of a plan.
pub fn choose(run: RunId, booking: BookingId) -> String {
    format!("/staff/matching/{run}/bookings/{booking}")
}
