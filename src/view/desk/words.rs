//! States and topics in the desk's words, each with its mark.

use maud::{Markup, html};

use crate::db::desk::Guest;
use crate::domain::bookings::BookingState;
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;
use crate::domain::supports::{CanDoAlone, OperatedBy, Outcome, SupportState};
use crate::domain::topics::Tier;
use crate::view::parts::{Mark, badge};

/// Where the session stands.
pub fn session_badge(lang: Lang, state: SessionState) -> Markup {
    let (mark, word) = match state {
        SessionState::Draft => (Mark::Draft, lang.t("nháp", "draft")),
        SessionState::AwaitingSchool => {
            (Mark::Waiting, lang.t("chờ nhà trường", "waiting for the school"))
        }
        SessionState::Open => (Mark::Open, lang.t("đang nhận đặt lịch", "open")),
        SessionState::Running => (Mark::Running, lang.t("đang diễn ra", "running")),
        SessionState::ToConfirm => (Mark::Warning, lang.t("chờ chốt", "to be closed")),
        SessionState::Closed => (Mark::Done, lang.t("đã chốt", "closed")),
        SessionState::Cancelled => (Mark::Stopped, lang.t("đã hủy", "cancelled")),
    };
    badge(mark, word)
}

/// Where a resident stands.
pub fn booking_badge(lang: Lang, state: BookingState) -> Markup {
    let (mark, word) = match state {
        BookingState::Held | BookingState::Offered => (Mark::Waiting, lang.t("giữ chỗ", "held")),
        BookingState::Booked => (Mark::Taken, lang.t("chưa đến", "expected")),
        BookingState::Arrived => (Mark::Waiting, lang.t("đang chờ", "waiting")),
        BookingState::BeingHelped => (Mark::Running, lang.t("đang hỗ trợ", "being helped")),
        BookingState::Helped => (Mark::Done, lang.t("đã hỗ trợ", "helped")),
        BookingState::Referred => (Mark::Done, lang.t("đã chuyển cán bộ", "referred")),
        BookingState::Rescheduled => (Mark::Stopped, lang.t("đã hẹn lại", "rescheduled")),
        BookingState::Cancelled => (Mark::Stopped, lang.t("đã hủy", "cancelled")),
        BookingState::Absent => (Mark::Stopped, lang.t("không đến", "did not come")),
        BookingState::Waiting => (Mark::Waiting, lang.t("danh sách chờ", "waiting list")),
    };
    badge(mark, word)
}

/// Where a pupil stands.
pub fn shift_badge(lang: Lang, state: ShiftState) -> Markup {
    let (mark, word) = match state {
        ShiftState::Taken | ShiftState::Accepted => (Mark::Taken, lang.t("chưa đến", "expected")),
        ShiftState::Proposed => (Mark::Waiting, lang.t("chưa trả lời", "not answered")),
        ShiftState::Declined | ShiftState::Withdrawn => {
            (Mark::Stopped, lang.t("đã rút", "withdrawn"))
        }
        ShiftState::Present => (Mark::Running, lang.t("có mặt", "here")),
        ShiftState::Done => (Mark::Done, lang.t("đã ra về", "left")),
        ShiftState::Absent => (Mark::Stopped, lang.t("vắng", "absent")),
    };
    badge(mark, word)
}

/// Where a support stands.
pub fn support_badge(lang: Lang, state: SupportState) -> Markup {
    let (mark, word) = match state {
        SupportState::Logged => (Mark::Waiting, lang.t("chờ xác nhận", "to be confirmed")),
        SupportState::ClosedBySupervisor => (Mark::Taken, lang.t("đã xác nhận", "confirmed")),
        SupportState::Verified => {
            (Mark::Done, lang.t("nhà trường đã xác minh", "verified by the school"))
        }
        SupportState::Returned => (Mark::Warning, lang.t("trả lại để sửa", "sent back")),
    };
    badge(mark, word)
}

/// How close an adult must stand.
pub fn tier_word(lang: Lang, tier: Tier) -> &'static str {
    match tier {
        Tier::Guide => lang.t("em hướng dẫn được", "a pupil may guide"),
        Tier::Adult => lang.t("người lớn đứng cạnh", "an adult within reach"),
        Tier::Reserved => lang.t("chỉ người lớn", "adults only"),
    }
}

/// A resident's topic with its tier, where the tier asks for an adult.
pub fn topic(lang: Lang, guest: &Guest) -> Markup {
    html! {
        (lang.t(&guest.topic_vi, &guest.topic_en))
        @if guest.tier != Tier::Guide { " " (badge(Mark::Plain, tier_word(lang, guest.tier))) }
    }
}

/// "8:00–8:30".
pub fn slot_time(lang: Lang, guest: &Guest) -> String {
    lang.times(guest.slot_starts.time(), guest.slot_ends.time())
}

/// How a support ended.
pub fn outcome_word(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Alone => lang.t("bà con tự làm được", "did it alone"),
        Outcome::Guided => lang.t("làm được khi có hướng dẫn", "did it with guidance"),
        Outcome::Unfinished => lang.t("chưa xong", "not finished"),
        Outcome::Referred => lang.t("chuyển cán bộ", "referred to an official"),
        Outcome::Declined => lang.t("bà con không làm nữa", "declined"),
    }
}

/// Who held the device.
pub fn operated_word(lang: Lang, by: OperatedBy) -> &'static str {
    match by {
        OperatedBy::Resident => lang.t("chính bà con", "the resident"),
        OperatedBy::Relative => lang.t("người nhà", "a relative"),
        OperatedBy::Official => lang.t("cán bộ", "an official"),
    }
}

/// Alone next time?
pub fn alone_word(lang: Lang, can: CanDoAlone) -> &'static str {
    match can {
        CanDoAlone::Yes => lang.t("lần sau tự làm được", "alone next time"),
        CanDoAlone::WithHelp => lang.t("lần sau cần nhắc", "with a little help next time"),
        CanDoAlone::No => lang.t("lần sau vẫn cần giúp", "needs help next time"),
    }
}
