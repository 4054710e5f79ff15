//! Leaks of personal data.

use crate::domain::data_leaks::LeakReader;
use crate::domain::ids::DataLeakId;

pub const LIST: &str = "/staff/data-leaks";
pub const NEW: &str = "/staff/data-leaks/new";
pub const ONE: &str = "/staff/data-leaks/{leak}";
pub const EDIT: &str = "/staff/data-leaks/{leak}/edit";
pub const NOTICES: &str = "/staff/data-leaks/{leak}/notices";
pub const PAPER: &str = "/staff/data-leaks/{leak}/paper/{reader}";
pub const NOTIFIED: &str = "/staff/data-leaks/{leak}/notified";
pub const TOLD: &str = "/staff/data-leaks/{leak}/told";
pub const CLOSE: &str = "/staff/data-leaks/{leak}/close";
pub const AFFECTED: &str = "/staff/data-leaks/{leak}/affected";
pub const AFFECTED_FILE: &str = "/staff/data-leaks/{leak}/affected.csv";

pub fn one(id: DataLeakId) -> String {
    format!("{LIST}/{id}")
}

/// A page or step of a leak: "edit", "notices", "affected.csv" …
pub fn of(id: DataLeakId, what: &str) -> String {
    format!("{LIST}/{id}/{what}")
}

/// A notice to print.
pub fn paper(id: DataLeakId, reader: LeakReader) -> String {
    format!("{LIST}/{id}/paper/{reader}")
}
