//! A ward's sessions.

use chrono::NaiveDate;

use crate::domain::ids::{OrganisationId, SessionId};

pub const LIST: &str = "/staff/sessions";
pub const WEEK: &str = "/staff/sessions/week";
pub const NEW: &str = "/staff/sessions/new";
pub const ONE: &str = "/staff/sessions/{session}";
pub const EDIT: &str = "/staff/sessions/{session}/edit";
pub const PUBLISH: &str = "/staff/sessions/{session}/publish";
pub const SCHOOLS: &str = "/staff/sessions/{session}/schools";
pub const TAKE_BACK: &str = "/staff/sessions/{session}/schools/{school}/take-back";
pub const CANCEL: &str = "/staff/sessions/{session}/cancel";
pub const CALLS: &str = "/staff/sessions/{session}/calls";

/// A page of the list; `state` empty: all states.
pub fn list(when: &str, state: &str, page: u32) -> String {
    format!("{LIST}?when={when}&state={state}&page={page}")
}

pub fn week(day: NaiveDate) -> String {
    format!("{WEEK}?of={}", day.format("%Y-%m-%d"))
}

/// A new session like this one.
pub fn copy(id: SessionId) -> String {
    format!("{NEW}?copy={id}")
}

/// A copy at another day and time, as form fields hold them.
pub fn copy_at(id: SessionId, day: &str, (from, to): (&str, &str)) -> String {
    format!("{NEW}?copy={id}&day={day}&from={from}&to={to}")
}

/// The weeks after this one, as a series.
pub fn repeat(id: SessionId) -> String {
    format!("{NEW}?copy={id}&weekly=yes")
}

pub fn one(id: SessionId) -> String {
    format!("{LIST}/{id}")
}

pub fn edit(id: SessionId) -> String {
    format!("{LIST}/{id}/edit")
}

pub fn publish(id: SessionId) -> String {
    format!("{LIST}/{id}/publish")
}

pub fn schools(id: SessionId) -> String {
    format!("{LIST}/{id}/schools")
}

pub fn take_back(id: SessionId, school: OrganisationId) -> String {
    format!("{LIST}/{id}/schools/{school}/take-back")
}

pub fn cancel(id: SessionId) -> String {
    format!("{LIST}/{id}/cancel")
}

pub fn calls(id: SessionId) -> String {
    format!("{LIST}/{id}/calls")
}
