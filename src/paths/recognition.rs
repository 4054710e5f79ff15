//! Recognition: programmes, candidates, awards, papers, and the public page of each award.

use crate::domain::ids::{AwardId, BreachId, ProgrammeId};

pub const LIST: &str = "/school/recognition";
pub const NEW: &str = "/school/recognition/programmes/new";
pub const ONE: &str = "/school/recognition/programmes/{programme}";
pub const EDIT: &str = "/school/recognition/programmes/{programme}/edit";
pub const COMPUTE: &str = "/school/recognition/programmes/{programme}/candidates";
pub const MISSING: &str = "/school/recognition/programmes/{programme}/missing";
pub const CLASSES: &str = "/school/recognition/programmes/{programme}/classes";
pub const CHECK: &str = "/school/recognition/programmes/{programme}/check";
pub const APPROVE: &str = "/school/recognition/programmes/{programme}/approve";
pub const ISSUE: &str = "/school/recognition/programmes/{programme}/issue";
pub const PROPOSAL: &str = "/school/recognition/programmes/{programme}/proposal.pdf";
pub const CERTIFICATES: &str = "/school/recognition/programmes/{programme}/certificates.pdf";
pub const AWARD: &str = "/school/recognition/awards/{award}";
pub const SET_ASIDE: &str = "/school/recognition/awards/{award}/set-aside";
pub const REOPEN: &str = "/school/recognition/awards/{award}/reopen";
pub const TAKE_OFF: &str = "/school/recognition/awards/{award}/take-off";
pub const REVOKE: &str = "/school/recognition/awards/{award}/revoke";
pub const CERTIFICATE: &str = "/school/recognition/awards/{award}/certificate.pdf";
pub const BREACHES: &str = "/school/recognition/breaches";
pub const WITHDRAW: &str = "/school/recognition/breaches/{breach}/withdraw";
pub const MINE: &str = "/me/awards";
pub const MY_CERTIFICATE: &str = "/me/awards/{award}/certificate.pdf";
pub const PUBLIC: &str = "/v/{token}";

/// A programme's candidates and awards.
pub fn one(id: ProgrammeId) -> String {
    format!("{LIST}/programmes/{id}")
}

/// A page of a programme: "edit", "missing", "approve", "proposal.pdf" …
pub fn of(id: ProgrammeId, what: &str) -> String {
    format!("{LIST}/programmes/{id}/{what}")
}

/// One award, for staff.
pub fn award(id: AwardId) -> String {
    format!("{LIST}/awards/{id}")
}

/// A step of an award or its paper: "set-aside", "revoke", "certificate.pdf" …
pub fn of_award(id: AwardId, what: &str) -> String {
    format!("{LIST}/awards/{id}/{what}")
}

pub fn withdraw(id: BreachId) -> String {
    format!("{BREACHES}/{id}/withdraw")
}

/// The pupil's own paper.
pub fn my_certificate(id: AwardId) -> String {
    format!("{MINE}/{id}/certificate.pdf")
}

/// The page behind the QR code.
pub fn public(token: &str) -> String {
    format!("/v/{token}")
}
