//! Every URL once: routes, links, mails and tests all take it from here.
//!
//! `CONST` names are route patterns; functions make links.

mod people;
mod pupils;
mod safety;

pub use people::{accounts, staff, two_step};
pub use pupils::{ambassadors, family_supports, roster, shifts, supports};
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

/// Recognition: programmes, candidates, awards, papers, and the public page of each award.
pub mod recognition {
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

/// A resident's way to a seat, and back to it with the code.
pub mod bookings {
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

/// The desk on the day.
pub mod desk {
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
}

/// A ward's sessions.
pub mod sessions {
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

/// The hours of a school's pupils.
pub mod hours {
    use crate::domain::ids::{AmbassadorId, ClassId, HoursEntryId, SupportId};

    pub const SCHOOL: &str = "/school/hours";
    pub const CLASS: &str = "/school/hours/classes/{class}";
    pub const SHEET: &str = "/school/hours/classes/{class}/sheet.pdf";
    pub const EXPORT: &str = "/school/hours/hours.csv";
    pub const PUPIL: &str = "/school/hours/pupils/{pupil}";
    pub const REVERSE: &str = "/school/hours/entries/{entry}/reverse";
    pub const CREDIT_AGAIN: &str = "/school/hours/entries/{entry}/credit";
    pub const SUPPORTS: &str = "/school/hours/supports";
    pub const SEND_BACK: &str = "/school/hours/supports/{support}/return";

    pub fn class(class: ClassId) -> String {
        format!("/school/hours/classes/{class}")
    }

    pub fn sheet(class: ClassId) -> String {
        format!("/school/hours/classes/{class}/sheet.pdf")
    }

    /// The spreadsheet, of one class when one is named.
    pub fn export(class: Option<ClassId>) -> String {
        match class {
            Some(class) => format!("/school/hours/hours.csv?class={class}"),
            None => EXPORT.to_owned(),
        }
    }

    pub fn pupil(pupil: AmbassadorId) -> String {
        format!("/school/hours/pupils/{pupil}")
    }

    pub fn reverse(entry: HoursEntryId) -> String {
        format!("/school/hours/entries/{entry}/reverse")
    }

    pub fn credit_again(reversal: HoursEntryId) -> String {
        format!("/school/hours/entries/{reversal}/credit")
    }

    pub fn send_back(support: SupportId) -> String {
        format!("/school/hours/supports/{support}/return")
    }
}

/// Which pupil helps which resident: planned, changed by hand, published.
pub mod matching {
    use crate::domain::ids::{BookingId, RunId};

    /// Also where a new plan is asked for.
    pub const LIST: &str = "/staff/matching";
    pub const RUN: &str = "/staff/matching/{run}";
    pub const AGAIN: &str = "/staff/matching/{run}/again";
    pub const STOP: &str = "/staff/matching/{run}/stop";
    pub const HURRY: &str = "/staff/matching/{run}/hurry";
    /// What one more session or more certificates would bring; the question is in the address.
    pub const WHAT_IF: &str = "/staff/matching/{run}/what-if";
    /// What a change would do: `?act=pin&booking=7&ambassador=3`.
    pub const EFFECT: &str = "/staff/matching/{run}/effect";
    pub const PIN: &str = "/staff/matching/{run}/pin";
    pub const UNPIN: &str = "/staff/matching/{run}/unpin";
    pub const FORBID: &str = "/staff/matching/{run}/forbid";
    pub const ALLOW: &str = "/staff/matching/{run}/allow";
    pub const SWAP: &str = "/staff/matching/{run}/swap";
    pub const PUBLISH: &str = "/staff/matching/{run}/publish";
    pub const DISCARD: &str = "/staff/matching/{run}/discard";
    pub const CHOOSE: &str = "/staff/matching/{run}/bookings/{booking}";

    /// One plan.
    pub fn run(run: RunId) -> String {
        format!("/staff/matching/{run}")
    }

    /// An act on a plan: `run_act(run, "publish")`.
    pub fn run_act(run: RunId, act: &str) -> String {
        format!("/staff/matching/{run}/{act}")
    }

    /// Where a question about a plan is asked and answered.
    pub fn what_if(run: RunId) -> String {
        format!("/staff/matching/{run}/what-if")
    }

    /// What a change would do, by [`Change::code`](crate::domain::matches::Change::code).
    pub fn effect(run: RunId, act: &str, fields: &[(&str, &str)]) -> String {
        let fields: Vec<String> = fields.iter().map(|(k, v)| format!("&{k}={v}")).collect();
        format!("/staff/matching/{run}/effect?act={act}{}", fields.concat())
    }

    /// Who could help one booking of a plan.
    pub fn choose(run: RunId, booking: BookingId) -> String {
        format!("/staff/matching/{run}/bookings/{booking}")
    }
}
