//! The pages of pupils, of their guardians and of the school that keeps the roster.

/// An ambassador's own pages.
pub mod ambassadors {
    pub const HOME: &str = "/me";
    pub const WEEK: &str = "/me/week";
    pub const EXCEPTIONS: &str = "/me/week/exceptions";
    pub const REMOVE_EXCEPTION: &str = "/me/week/exceptions/{exception}/remove";
    pub const HOURS: &str = "/me/hours";

    pub fn remove_exception(id: i64) -> String {
        format!("/me/week/exceptions/{id}/remove")
    }
}

/// Places in sessions.
pub mod shifts {
    use crate::domain::ids::{SessionId, ShiftId};
    use chrono::NaiveDate;

    pub const OPEN: &str = "/me/sessions";
    pub const TAKE: &str = "/me/sessions/{session}/take";
    pub const MINE: &str = "/me/shifts";
    pub const ONE: &str = "/me/shifts/{shift}";
    pub const ACCEPT: &str = "/me/shifts/{shift}/accept";
    pub const DECLINE: &str = "/me/shifts/{shift}/decline";
    pub const WITHDRAW: &str = "/me/shifts/{shift}/withdraw";

    pub fn open_in(week: NaiveDate) -> String {
        format!("/me/sessions?week={week}")
    }

    pub fn open_page(week: NaiveDate, page: u32) -> String {
        format!("/me/sessions?week={week}&page={page}")
    }

    pub fn take(session: SessionId) -> String {
        format!("/me/sessions/{session}/take")
    }

    pub fn mine(page: u32) -> String {
        format!("/me/shifts?page={page}")
    }

    pub fn one(shift: ShiftId) -> String {
        format!("/me/shifts/{shift}")
    }

    pub fn accept(shift: ShiftId) -> String {
        format!("/me/shifts/{shift}/accept")
    }

    pub fn decline(shift: ShiftId) -> String {
        format!("/me/shifts/{shift}/decline")
    }

    pub fn withdraw(shift: ShiftId) -> String {
        format!("/me/shifts/{shift}/withdraw")
    }
}

/// What a pupil does for a resident.
pub mod supports {
    use crate::domain::ids::BookingId;

    pub const START: &str = "/me/bookings/{booking}/start";
    pub const LOG: &str = "/me/bookings/{booking}/support";

    pub fn start(booking: BookingId) -> String {
        format!("/me/bookings/{booking}/start")
    }

    pub fn log(booking: BookingId) -> String {
        format!("/me/bookings/{booking}/support")
    }
}

/// Help at home.
pub mod family_supports {
    use crate::domain::ids::FamilySupportId;

    pub const MINE: &str = "/me/family";
    pub const LINK: &str = "/me/family/{support}/link";
    /// The guardian's one-time page.
    pub const ANSWER: &str = "/family/{token}";
    pub const WAITING: &str = "/school/family";
    pub const PAPER: &str = "/school/family/{support}";

    pub fn mine(page: u32) -> String {
        format!("/me/family?page={page}")
    }

    pub fn link(id: FamilySupportId) -> String {
        format!("/me/family/{id}/link")
    }

    pub fn answer(token: &str) -> String {
        format!("/family/{token}")
    }

    pub fn waiting(page: u32) -> String {
        format!("/school/family?page={page}")
    }

    pub fn paper(id: FamilySupportId) -> String {
        format!("/school/family/{id}")
    }
}

/// The school's roster and calendar.
pub mod roster {
    use crate::domain::ids::{AmbassadorId, ClassId};

    pub const LIST: &str = "/school/ambassadors";
    pub const NEW: &str = "/school/ambassadors/new";
    pub const PASTE: &str = "/school/ambassadors/paste";
    pub const CARDS: &str = "/school/ambassadors/cards";
    pub const ONE: &str = "/school/ambassadors/{ambassador}";
    pub const DETAILS: &str = "/school/ambassadors/{ambassador}/details";
    pub const STANDING: &str = "/school/ambassadors/{ambassador}/standing";
    pub const SIGN: &str = "/school/ambassadors/{ambassador}/consents";
    pub const UNSIGN: &str = "/school/ambassadors/{ambassador}/consents/withdraw";
    pub const CERTIFY: &str = "/school/ambassadors/{ambassador}/certifications";
    pub const UNCERTIFY: &str = "/school/ambassadors/{ambassador}/certifications/{topic}/remove";
    pub const REVOKE_CARD: &str = "/school/ambassadors/{ambassador}/revoke-card";
    pub const PAUSE: &str = "/school/ambassadors/{ambassador}/pause";
    pub const RESUME: &str = "/school/ambassadors/{ambassador}/resume";
    pub const CALENDAR: &str = "/school/calendar";
    pub const REMOVE_DAYS: &str = "/school/calendar/{days}/remove";
    pub const LESSONS: &str = "/school/classes/{class}/lessons";
    pub const LIMITS: &str = "/school/limits";

    pub fn one(id: AmbassadorId) -> String {
        format!("/school/ambassadors/{id}")
    }

    /// One of the acts on a pupil's page: `of(id, "pause")`.
    pub fn of(id: AmbassadorId, act: &str) -> String {
        format!("/school/ambassadors/{id}/{act}")
    }

    pub fn uncertify(id: AmbassadorId, topic: &str) -> String {
        format!("/school/ambassadors/{id}/certifications/{topic}/remove")
    }

    pub fn remove_days(id: i64) -> String {
        format!("/school/calendar/{id}/remove")
    }

    pub fn lessons(class: ClassId) -> String {
        format!("/school/classes/{class}/lessons")
    }
}
