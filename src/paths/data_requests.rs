//! Requests about personal data.

use crate::domain::codes;
use crate::domain::ids::DataRequestId;

pub const LIST: &str = "/staff/data-requests";
pub const NEW: &str = "/staff/data-requests/new";
pub const ONE: &str = "/staff/data-requests/{request}";
pub const ACKNOWLEDGE: &str = "/staff/data-requests/{request}/acknowledge";
pub const REFUSE: &str = "/staff/data-requests/{request}/refuse";
pub const ANSWER: &str = "/staff/data-requests/{request}/answer";
pub const CORRECT: &str = "/staff/data-requests/{request}/correct";
pub const RESTRICT: &str = "/staff/data-requests/{request}/restrict";
pub const LIFT: &str = "/staff/data-requests/{request}/lift";
pub const WITHDRAW: &str = "/staff/data-requests/{request}/withdraw";
pub const COPY: &str = "/staff/data-requests/{request}/copy";
pub const COPY_FILE: &str = "/staff/data-requests/{request}/copy.json";
pub const DELETE: &str = "/staff/data-requests/{request}/delete";
pub const LETTER: &str = "/staff/data-requests/{request}/letter";
/// A resident's own, behind the code of a booking.
pub const OWN: &str = "/b/{code}/data";
/// A pupil's own.
pub const MINE: &str = "/me/data";
pub const MY_COPY: &str = "/me/data/copy";
pub const MY_COPY_FILE: &str = "/me/data/copy.json";
/// A guardian's, behind the link.
pub const GUARDIAN: &str = "/guardian/{token}/data";

pub fn one(id: DataRequestId) -> String {
    format!("{LIST}/{id}")
}

/// A page or step of a request: "copy", "refuse", "delete" …
pub fn of(id: DataRequestId, what: &str) -> String {
    format!("{LIST}/{id}/{what}")
}

pub fn own(code: &str) -> String {
    format!("/b/{}/data", codes::shown(code))
}

pub fn guardian(token: &str) -> String {
    format!("/guardian/{token}/data")
}
