//! A resident's way to a seat, and back to it with the code.

use crate::domain::codes;

/// POST: books. GET leads to the first step.
pub const BOOK: &str = "/book";
pub const WHEN: &str = "/book/when";
pub const WHO: &str = "/book/who";
pub const CHECK: &str = "/book/check";
/// Where a code is entered.
pub const ENTER: &str = "/b";
pub const LEAVE: &str = "/b/leave";
pub const MINE: &str = "/b/{code}";
pub const SLIP: &str = "/b/{code}/slip";
pub const CALENDAR: &str = "/b/{code}/calendar.ics";
pub const MOVE: &str = "/b/{code}/move";
pub const CANCEL: &str = "/b/{code}/cancel";
pub const ACCEPT: &str = "/b/{code}/accept";
pub const CALLS: &str = "/staff/calls";
pub const CALL_YES: &str = "/staff/calls/{code}/yes";
pub const CALL_NO: &str = "/staff/calls/{code}/no";

pub fn mine(code: &str) -> String {
    format!("/b/{}", codes::shown(code))
}

pub fn slip(code: &str) -> String {
    format!("{}/slip", mine(code))
}

pub fn calendar(code: &str) -> String {
    format!("{}/calendar.ics", mine(code))
}

pub fn change(code: &str) -> String {
    format!("{}/move", mine(code))
}

pub fn cancel(code: &str) -> String {
    format!("{}/cancel", mine(code))
}

pub fn accept(code: &str) -> String {
    format!("{}/accept", mine(code))
}

pub fn call_yes(code: &str) -> String {
    format!("/staff/calls/{code}/yes")
}

pub fn call_no(code: &str) -> String {
    format!("/staff/calls/{code}/no")
}
