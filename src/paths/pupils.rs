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

/// Consents: the child's own page, and what the school still lacks.
pub mod consents {
    use crate::domain::ids::AmbassadorId;

    /// What a pupil agrees to.
    pub const MINE: &str = "/me/consents";
    pub const WITHDRAW_MINE: &str = "/me/consents/withdraw";
    pub const LIST: &str = "/school/consents";
    pub const EXPORT: &str = "/school/consents.csv";
    pub const FORMS: &str = "/school/consents/forms.pdf";
    pub const DEADLINE: &str = "/school/consents/deadline";
    pub const FORM: &str = "/school/ambassadors/{ambassador}/form.pdf";
    pub const LINK: &str = "/school/ambassadors/{ambassador}/guardian-link";

    /// "?which=missing&class=3", as the list's filters send it.
    fn query(which: &str, class: &str) -> String {
        match class {
            "" => format!("?which={which}"),
            class => format!("?which={which}&class={class}"),
        }
    }

    pub fn list(which: &str, class: &str, page: u32) -> String {
        format!("{LIST}{}&page={page}", query(which, class))
    }

    pub fn narrowed(which: &str, class: &str) -> String {
        format!("{LIST}{}", query(which, class))
    }

    pub fn export(which: &str, class: &str) -> String {
        format!("{EXPORT}{}", query(which, class))
    }

    pub fn forms(class: &str) -> String {
        format!("{FORMS}?class={class}")
    }

    pub fn form(id: AmbassadorId) -> String {
        format!("/school/ambassadors/{id}/form.pdf")
    }

    pub fn link(id: AmbassadorId) -> String {
        format!("/school/ambassadors/{id}/guardian-link")
    }
}

/// The guardian's page behind the link.
pub mod guardians {
    use crate::domain::ids::ShiftId;

    pub const PAGE: &str = "/guardian/{token}";
    pub const REPLY: &str = "/guardian/{token}/replies";
    pub const WITHDRAW: &str = "/guardian/{token}/withdraw";
    pub const ADDRESS: &str = "/guardian/{token}/address";
    pub const VETO: &str = "/guardian/{token}/shifts/{shift}/veto";
    pub const ALLOW: &str = "/guardian/{token}/shifts/{shift}/allow";
    pub const LEAVE: &str = "/guardian/{token}/leave";

    pub fn page(token: &str) -> String {
        format!("/guardian/{token}")
    }

    /// One of the acts on the page: `of(token, "replies")`.
    pub fn of(token: &str, act: &str) -> String {
        format!("/guardian/{token}/{act}")
    }

    pub fn veto(token: &str, shift: ShiftId) -> String {
        format!("/guardian/{token}/shifts/{shift}/veto")
    }

    pub fn allow(token: &str, shift: ShiftId) -> String {
        format!("/guardian/{token}/shifts/{shift}/allow")
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
    pub const KEEP_APART: &str = "/school/ambassadors/{ambassador}/apart";
    pub const END_APART: &str = "/school/ambassadors/{ambassador}/apart/{other}/end";
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

    pub fn end_apart(id: AmbassadorId, other: AmbassadorId) -> String {
        format!("/school/ambassadors/{id}/apart/{other}/end")
    }

    pub fn remove_days(id: i64) -> String {
        format!("/school/calendar/{id}/remove")
    }

    pub fn lessons(class: ClassId) -> String {
        format!("/school/classes/{class}/lessons")
    }
}
