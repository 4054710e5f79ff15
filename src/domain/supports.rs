//! The record of what was done for a resident, in a session or at home.

mod done;

pub use done::*;

use chrono::NaiveTime;
use serde::Deserialize;
use validator::Validate;

use super::at::At;
use super::bookings::BookingState;
use super::desk::{Finish, FinishForm};
use super::hours::Span;
use super::lang::Lang;
use super::names::{fold, initial};
use super::refusal::{Message, Problems, Refuse};
use super::sessions::SessionState;
use super::shifts::ShiftState;
use super::typed;
use crate::text_enum;

text_enum! {
    /// Where a support stands.
    pub enum SupportState {
        Logged = "logged",
        ClosedBySupervisor = "closed_by_supervisor",
        Verified = "verified",
        Returned = "returned",
    }
}

text_enum! {
    /// How it ended.
    pub enum Outcome {
        /// The resident did it alone.
        Alone = "alone",
        Guided = "guided",
        Unfinished = "unfinished",
        /// Handed to an official.
        Referred = "referred",
        Declined = "declined",
    }
}

text_enum! {
    /// Who operated the device; never the pupil.
    pub enum OperatedBy { Resident = "resident", Relative = "relative", Official = "official" }
}

text_enum! {
    /// Could the resident do it alone next time?
    pub enum CanDoAlone { Yes = "yes", WithHelp = "with_help", No = "no" }
}

text_enum! {
    /// Whom a pupil helped at home.
    pub enum Relative {
        Grandparent = "grandparent",
        Parent = "parent",
        Sibling = "sibling",
        Other = "other",
    }
}

text_enum! {
    /// Where a family support stands.
    pub enum FamilyState { Logged = "logged", Confirmed = "confirmed", Returned = "returned" }
}

text_enum! {
    /// How a family support was confirmed.
    pub enum ConfirmedHow { GuardianLink = "guardian_link", Paper = "paper" }
}

/// What was done can be logged for so many days after a session that is closed.
pub const LOG_DAYS: i64 = 7;

/// As a pupil types it after helping. What was done is asked like from an adult at the
/// desk ([`FinishForm`]); the times come filled in.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct SupportForm {
    #[validate(length(max = 10))]
    pub started: String,
    #[validate(length(max = 10))]
    pub ended: String,
    #[validate(length(max = 20))]
    pub outcome: String,
    #[validate(length(max = 20))]
    pub operated_by: String,
    #[validate(length(max = 20))]
    pub can_do_alone: String,
    #[validate(length(max = 120))]
    pub handed_to: String,
    #[validate(length(max = 10))]
    pub tear_off: String,
    /// What was really done; empty means what was booked.
    #[validate(length(max = 20))]
    pub topic: String,
    /// What was done besides.
    pub also: Vec<String>,
}

/// A support as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Logged {
    pub span: Span,
    pub finish: Finish,
    pub done: TopicsDone,
}

impl Logged {
    /// Reads the form. Both times lie within the session, on its day and not ahead of
    /// `now`; a box left empty takes the time of `proposed`.
    pub fn parse(
        form: &SupportForm,
        session: Span,
        proposed: Span,
        topics: Topics<'_>,
        now: At,
    ) -> Result<Logged, Problems> {
        let mut problems = Problems::none();
        let done = match topics.done(form) {
            Ok(done) => Some(done),
            Err(wrong) => {
                problems.extend(wrong);
                None
            }
        };
        let from = problems.take("started", read_time(&form.started, session, proposed.from));
        let to = problems.take("ended", read_time(&form.ended, session, proposed.to));
        if let (Some(from), Some(to)) = (from, to) {
            for (field, at) in [("started", from), ("ended", to)] {
                if at < whole_minute(session.from) || at > session.to || at > now {
                    problems.add(field, outside(session, now));
                }
            }
            if to <= from {
                problems.add("ended", no_time_passed());
            }
        }
        let told = FinishForm {
            outcome: form.outcome.clone(),
            operated_by: form.operated_by.clone(),
            can_do_alone: form.can_do_alone.clone(),
            handed_to: form.handed_to.clone(),
            tear_off: form.tear_off.clone(),
        };
        let finish = match Finish::parse(&told) {
            Ok(finish) => Some(finish),
            Err(others) => {
                problems.extend(others);
                None
            }
        };
        match (problems.is_empty(), from, to, finish, done) {
            (true, Some(from), Some(to), Some(finish), Some(done)) => {
                Ok(Logged { span: Span { from, to }, finish, done })
            }
            _ => Err(problems),
        }
    }
}

/// Said where another support of the pupil stands at that time: nobody helps two residents
/// at once (invariant 5).
pub fn overlapping(other: Span) -> Problems {
    use Lang::{En, Vi};
    let (from, to) = (other.from.time(), other.to.time());
    let message = Message::new(
        format!(
            "Lúc {} em đã ghi đang giúp người khác. Hãy sửa giờ cho khỏi trùng.",
            Vi.times(from, to)
        ),
        format!(
            "You logged helping somebody else at {}. Correct the times so that they do not overlap.",
            En.times(from, to)
        ),
    );
    Problems::one("started", message)
}

fn read_time(typed: &str, session: Span, otherwise: At) -> Result<At, Message> {
    if typed.trim().is_empty() {
        return Ok(otherwise);
    }
    let read = typed::time(typed).map(|time| At::local(session.from.day(), time));
    read.ok_or_else(|| {
        Message::new("Ghi giờ và phút, ví dụ 8:15.", "Enter hour and minute, such as 8:15.")
    })
}

/// The instant with its seconds cut off, as time boxes show it.
pub fn whole_minute(at: At) -> At {
    let minute = at.minute_of_day();
    At::local(at.day(), NaiveTime::MIN).plus_minutes(minute)
}

fn outside(session: Span, now: At) -> Message {
    use Lang::{En, Vi};
    let (from, to) = (session.from.time(), session.to.min(now).time());
    Message::new(
        format!("Giờ phải nằm trong khoảng {}.", Vi.times(from, to)),
        format!("The time must lie within {}.", En.times(from, to)),
    )
}

fn no_time_passed() -> Message {
    Message::new(
        "Giờ kết thúc phải sau giờ bắt đầu ít nhất một phút.",
        "The end must come at least a minute after the beginning.",
    )
}

/// When a support began and ended as far as the house knows: from the start that was
/// noted (or the session's) to the desk's end of it, or else `now`, both inside the session.
pub fn proposed(session: Span, started_at: Option<At>, finished_at: Option<At>, now: At) -> Span {
    let from = whole_minute(started_at.unwrap_or(session.from).max(session.from)).min(session.to);
    let to = finished_at.unwrap_or(now).min(now).min(session.to);
    Span { from, to: whole_minute(to).max(from) }
}

/// What becomes of a visit when the pupil logs how it ended; none: the desk decides
/// (a later time, an official, or it was enough).
pub fn visit_after(outcome: Outcome) -> Option<BookingState> {
    match outcome {
        Outcome::Alone | Outcome::Guided => Some(BookingState::Helped),
        Outcome::Referred => Some(BookingState::Referred),
        Outcome::Unfinished | Outcome::Declined => None,
    }
}

/// Where a pupil stands with a resident at the moment of starting or logging.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    pub session: SessionState,
    /// The pupil's own shift in it.
    pub shift: Option<ShiftState>,
    pub booking: BookingState,
    pub support: Option<SupportState>,
    /// The pupil helps somebody else at this moment.
    pub busy: bool,
    /// The session ended more than [`LOG_DAYS`] ago.
    pub late: bool,
}

/// May the pupil begin to help?
pub fn may_start(standing: Standing) -> Result<(), SupportRefusal> {
    if standing.session != SessionState::Running {
        return Err(SupportRefusal::NotRunning);
    }
    if standing.shift != Some(ShiftState::Present) {
        return Err(SupportRefusal::NotCheckedIn);
    }
    match standing.booking {
        BookingState::Arrived if standing.busy => Err(SupportRefusal::HelpingAnother),
        BookingState::Arrived => Ok(()),
        BookingState::Booked | BookingState::Held => Err(SupportRefusal::NotArrived),
        _ => Err(SupportRefusal::Moved),
    }
}

/// May the pupil log what was done, or mend what was logged?
pub fn may_log(standing: Standing) -> Result<(), SupportRefusal> {
    match standing.session {
        SessionState::Running | SessionState::ToConfirm => {}
        // Hours come from the roll and are credited; what was done may still be told for a
        // while, and mended whenever an adult asks for it.
        SessionState::Closed if standing.support == Some(SupportState::Returned) => {}
        SessionState::Closed if !standing.late => {}
        SessionState::Closed => return Err(SupportRefusal::TooLate),
        _ => return Err(SupportRefusal::NotRunning),
    }
    // Whoever checked out still logs what was done before.
    if !matches!(standing.shift, Some(ShiftState::Present | ShiftState::Done)) {
        return Err(SupportRefusal::NotCheckedIn);
    }
    if let Some(SupportState::ClosedBySupervisor | SupportState::Verified) = standing.support {
        return Err(SupportRefusal::Closed);
    }
    use BookingState::{Arrived, BeingHelped, Booked, Held, Helped, Referred, Rescheduled};
    match (standing.booking, standing.support) {
        (BeingHelped | Helped | Referred, _) | (Rescheduled, Some(_)) => Ok(()),
        (Booked | Held | Arrived, _) => Err(SupportRefusal::NotStarted),
        _ => Err(SupportRefusal::Moved),
    }
}

/// Why a pupil cannot begin or log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SupportRefusal {
    NotRunning,
    NotCheckedIn,
    NotArrived,
    NotStarted,
    HelpingAnother,
    /// An adult has confirmed it.
    Closed,
    /// The session was closed and is long over.
    TooLate,
    /// Somebody else dealt with it meanwhile.
    Moved,
}

impl Refuse for SupportRefusal {
    fn code(&self) -> &'static str {
        match self {
            SupportRefusal::NotRunning => "session_not_running",
            SupportRefusal::NotCheckedIn => "not_checked_in",
            SupportRefusal::NotArrived => "not_arrived",
            SupportRefusal::NotStarted => "not_started",
            SupportRefusal::HelpingAnother => "helping_another",
            SupportRefusal::Closed => "support_closed",
            SupportRefusal::TooLate => "support_too_late",
            SupportRefusal::Moved => "visit_moved",
        }
    }

    fn message(&self) -> Message {
        match self {
            SupportRefusal::NotRunning => {
                Message::new("Buổi hỗ trợ không đang diễn ra.", "The session is not under way.")
            }
            SupportRefusal::NotCheckedIn => Message::new(
                "Em chưa được điểm danh. Hãy gặp người lớn phụ trách trước.",
                "You are not checked in yet. See the supervisor first.",
            ),
            SupportRefusal::NotArrived => Message::new(
                "Người dân chưa đến. Hãy đợi bàn đón tiếp gọi.",
                "The resident has not arrived. Wait until the desk calls.",
            ),
            SupportRefusal::NotStarted => Message::new(
                "Lượt hỗ trợ này chưa bắt đầu. Hãy bấm Bắt đầu trước.",
                "This support has not begun. Press Start first.",
            ),
            SupportRefusal::HelpingAnother => Message::new(
                "Em đang giúp một người khác. Hãy ghi xong lượt đó trước.",
                "You are helping somebody else. Log that first.",
            ),
            SupportRefusal::Closed => Message::new(
                "Người lớn đã xác nhận lượt này nên không sửa được nữa.",
                "An adult has confirmed this support; it cannot be changed any more.",
            ),
            SupportRefusal::TooLate => Message::new(
                "Buổi đã chốt quá một tuần nên không ghi thêm được. Em báo người lớn phụ trách nhé.",
                "The session was over more than a week ago, so nothing can be added. Tell the supervisor.",
            ),
            SupportRefusal::Moved => Message::new(
                "Lượt này vừa được bàn đón tiếp xử lý. Hãy xem lại.",
                "The desk has just dealt with this visit. Look again.",
            ),
        }
    }
}

/// "Ông/bà L.": all a pupil sees of a resident's name. A form of address that stands in
/// the name is kept; otherwise the age, when known, chooses one.
pub fn shown_to_pupil(lang: Lang, name: &str, birth_year: Option<i64>, this_year: i64) -> String {
    let initial = initial(name);
    if let Some((first, rest)) = name.split_once(' ')
        && !rest.is_empty()
        && ADDRESS.contains(&fold(first).as_str())
    {
        return format!("{first} {initial}");
    }
    let address = match birth_year.map(|year| this_year - year) {
        Some(60..) => lang.t("Ông/bà", "Mr/Ms"),
        Some(..35) => lang.t("Anh/chị", "Mr/Ms"),
        _ => lang.t("Cô/chú", "Mr/Ms"),
    };
    format!("{address} {initial}")
}

/// Forms of address that neighbours put before a name, folded.
const ADDRESS: [&str; 10] = ["ong", "ba", "co", "chu", "bac", "anh", "chi", "di", "cau", "mo"];

#[cfg(test)]
mod tests;
