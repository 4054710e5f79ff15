//! The desk on the day.

use crate::domain::ids::{BookingId, SessionId, SupportId};

pub const LIST: &str = "/desk";
pub const BOARD: &str = "/desk/{session}";
/// The board without its page, for the live part.
pub const BODY: &str = "/desk/{session}/board";
pub const EVENTS: &str = "/desk/{session}/events";
pub const OPEN: &str = "/desk/{session}/open";
pub const ADULTS: &str = "/desk/{session}/adults";
pub const PUPILS: &str = "/desk/{session}/pupils";
pub const JOIN: &str = "/desk/{session}/pupils/join";
pub const PUPILS_OUT: &str = "/desk/{session}/pupils/out";
pub const ARRIVE: &str = "/desk/{session}/arrive";
pub const WALK_IN: &str = "/desk/{session}/walk-in";
pub const NEXT: &str = "/desk/{session}/next";
pub const VISIT: &str = "/desk/{session}/bookings/{booking}";
pub const HELPER: &str = "/desk/{session}/bookings/{booking}/helper";
pub const BACK: &str = "/desk/{session}/bookings/{booking}/back";
pub const FINISH: &str = "/desk/{session}/bookings/{booking}/finish";
pub const RESCHEDULE: &str = "/desk/{session}/bookings/{booking}/reschedule";
pub const LEAVE: &str = "/desk/{session}/bookings/{booking}/leave";
pub const ABSENT: &str = "/desk/{session}/bookings/{booking}/absent";
pub const END: &str = "/desk/{session}/end";
pub const REST_ABSENT: &str = "/desk/{session}/absent";
pub const CONFIRM: &str = "/desk/{session}/supports";
pub const SEND_BACK: &str = "/desk/{session}/supports/{support}/return";
pub const CLOSE: &str = "/desk/{session}/close";

pub fn board(session: SessionId) -> String {
    format!("/desk/{session}")
}

/// A door of the session: `of(session, "walk-in")`.
pub fn of(session: SessionId, door: &str) -> String {
    format!("/desk/{session}/{door}")
}

pub fn visit(session: SessionId, booking: BookingId) -> String {
    format!("/desk/{session}/bookings/{booking}")
}

/// A door of one resident's visit: `of_visit(session, booking, "back")`.
pub fn of_visit(session: SessionId, booking: BookingId, door: &str) -> String {
    format!("/desk/{session}/bookings/{booking}/{door}")
}

pub fn send_back(session: SessionId, support: SupportId) -> String {
    format!("/desk/{session}/supports/{support}/return")
}
