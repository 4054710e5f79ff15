//! Reports about somebody's safety, and residents' conduct.

/// Reports about somebody's safety, and the pages that explain how the children are protected.
pub mod incidents {
    use crate::domain::ids::{IncidentId, SessionId};

    pub const LIST: &str = "/incidents";
    pub const ONE: &str = "/incidents/{incident}";
    pub const SEEN: &str = "/incidents/{incident}/seen";
    pub const HANDLE: &str = "/incidents/{incident}/handle";
    pub const CLOSE: &str = "/incidents/{incident}/close";
    pub const AT_DESK: &str = "/desk/{session}/incident";
    /// "An toàn của em".
    pub const SAFETY: &str = "/me/safety";
    pub const REPORT: &str = "/me/safety/report";
    pub const FOR_PARENTS: &str = "/for-parents";

    pub fn one(id: IncidentId) -> String {
        format!("/incidents/{id}")
    }

    /// A step of one report: "seen", "handle", "close".
    pub fn of(id: IncidentId, step: &str) -> String {
        format!("/incidents/{id}/{step}")
    }

    pub fn page(page: u32) -> String {
        format!("/incidents?page={page}")
    }

    pub fn at_desk(session: SessionId) -> String {
        format!("/desk/{session}/incident")
    }

    /// The report page, opened from a session.
    pub fn report_from(session: SessionId) -> String {
        format!("/me/safety/report?session={session}")
    }
}

/// Residents' conduct: notes and bars.
pub mod conduct {
    use crate::domain::ids::{BarId, BookingId, ResidentId, SessionId};

    pub const NOTE: &str = "/desk/{session}/bookings/{booking}/conduct";
    pub const LIST: &str = "/staff/conduct";
    pub const ONE: &str = "/staff/conduct/{resident}";
    pub const BAR: &str = "/staff/conduct/{resident}/bar";
    pub const LIFT: &str = "/staff/conduct/bars/{bar}/lift";

    pub fn note(session: SessionId, booking: BookingId) -> String {
        format!("/desk/{session}/bookings/{booking}/conduct")
    }

    pub fn page(page: u32) -> String {
        format!("/staff/conduct?page={page}")
    }

    pub fn one(resident: ResidentId) -> String {
        format!("/staff/conduct/{resident}")
    }

    pub fn bar(resident: ResidentId) -> String {
        format!("/staff/conduct/{resident}/bar")
    }

    pub fn lift(bar: BarId) -> String {
        format!("/staff/conduct/bars/{bar}/lift")
    }
}
