//! Every URL once: routes, links, mails and tests all take it from here.
//!
//! `CONST` names are route patterns; functions make links.

pub mod bookings;
pub mod data_leaks;
pub mod data_requests;
pub mod desk;
pub mod hours;
pub mod matching;
mod people;
mod pupils;
pub mod recognition;
mod safety;
pub mod sessions;

pub use people::{accounts, openid, passkeys, staff, two_step};
pub use pupils::{ambassadors, consents, family_supports, guardians, roster, shifts, supports};
pub use safety::{conduct, incidents};

/// Everybody's pages.
pub mod home {
    pub const INDEX: &str = "/";
    pub const LANGUAGE: &str = "/language";
    pub const ASSET: &str = "/assets/{name:.*}";
    pub const HEALTHZ: &str = "/healthz";
    pub const READYZ: &str = "/readyz";
    pub const FAVICON: &str = "/favicon.ico";
}

/// The trail of what happened.
pub mod audit {
    pub const LIST: &str = "/staff/audit";
}

/// What is kept, for what, and how long.
pub mod register {
    pub const PAGE: &str = "/staff/register";
}

/// Pages for development and demonstration, closed in real use.
pub mod dev {
    pub const MAIL: &str = "/dev/mail";
    pub const PARTS: &str = "/dev/parts";
}

/// Wards and schools.
pub mod organisations {
    use crate::domain::ids::OrganisationId;

    pub const LIST: &str = "/staff/organisations";
    pub const NEW: &str = "/staff/organisations/new";
    pub const ONE: &str = "/staff/organisations/{organisation}";

    pub fn one(id: OrganisationId) -> String {
        format!("/staff/organisations/{id}")
    }
}

/// What residents choose from: topics, sessions, times.
pub mod catalogue {
    use crate::domain::ids::SessionId;

    pub const TOPICS: &str = "/topics";
    pub const TOPIC: &str = "/topics/{code}";
    pub const SESSIONS: &str = "/sessions";
    pub const SESSION: &str = "/sessions/{session}";

    pub fn topic(code: &str) -> String {
        format!("/topics/{code}")
    }

    pub fn session(id: SessionId) -> String {
        format!("/sessions/{id}")
    }
}

/// Wishes that no session fits yet.
pub mod requests {
    use crate::domain::ids::RequestId;

    pub const ASK: &str = "/request";
    pub const LIST: &str = "/staff/requests";
    pub const ONE: &str = "/staff/requests/{request}";
    pub const FIT: &str = "/staff/requests/{request}/fit";
    pub const CLOSE: &str = "/staff/requests/{request}/close";

    pub fn one(id: RequestId) -> String {
        format!("/staff/requests/{id}")
    }

    pub fn fit(id: RequestId) -> String {
        format!("/staff/requests/{id}/fit")
    }

    pub fn close(id: RequestId) -> String {
        format!("/staff/requests/{id}/close")
    }
}

/// What schools are asked.
pub mod approvals {
    use crate::domain::ids::{OrganisationId, SessionId};

    pub const LIST: &str = "/staff/approvals";
    pub const ONE: &str = "/staff/approvals/{session}/{school}";

    pub fn one(session: SessionId, school: OrganisationId) -> String {
        format!("{LIST}/{session}/{school}")
    }
}

/// A ward's help points.
pub mod places {
    use crate::domain::ids::PlaceId;

    pub const LIST: &str = "/staff/places";
    pub const NEW: &str = "/staff/places/new";
    pub const ONE: &str = "/staff/places/{place}";
    pub const RETIRE: &str = "/staff/places/{place}/retire";
    pub const RESTORE: &str = "/staff/places/{place}/restore";

    pub fn one(id: PlaceId) -> String {
        format!("{LIST}/{id}")
    }

    pub fn retire(id: PlaceId) -> String {
        format!("{LIST}/{id}/retire")
    }

    pub fn restore(id: PlaceId) -> String {
        format!("{LIST}/{id}/restore")
    }
}
