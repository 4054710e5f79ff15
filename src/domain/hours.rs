//! Hours: credits from check-in and check-out or a confirmed family support, never
//! edited, only reversed (invariant 8; dossier §3.2).

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use validator::Validate;

use super::at::At;
use super::refusal::{Message, Problems, Refuse};
use crate::text_enum;

text_enum! {
    /// What a ledger row is.
    pub enum HoursKind { Session = "session", Family = "family", Reversal = "reversal" }
}

/// Minutes are credited in steps of a quarter hour, rounded down.
pub const STEP: i64 = 15;

/// The most that is credited in a time, in minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Caps {
    pub day: i64,
    /// Monday to Sunday.
    pub week: i64,
}

impl Caps {
    /// Three hours a session or day, eight a week.
    pub const SESSIONS: Caps = Caps { day: 180, week: 480 };
    /// One hour a week for help at home.
    pub const FAMILY: Caps = Caps { day: 60, week: 60 };
}

/// A stretch of time, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub from: At,
    pub to: At,
}

/// Whole minutes of `stay` that lie within the session's posted `window`, before any
/// rounding. A stay outside it, or one that ends before it begins, is worth nothing.
pub fn attended(stay: Span, window: Span) -> i64 {
    let (from, to) = (stay.from.max(window.from), stay.to.min(window.to));
    to.minutes_since(from).max(0)
}

/// Monday and Sunday of the week a day lies in.
pub fn week_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = day - Days::new(day.weekday().num_days_from_monday().into());
    (monday, monday + Days::new(6))
}

/// One pupil's credited minutes by day, net of reversals, under caps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Book {
    caps: Caps,
    days: BTreeMap<NaiveDate, i64>,
}

impl Book {
    /// Opens it with what the ledger already says.
    pub fn open(caps: Caps, credited: impl IntoIterator<Item = (NaiveDate, i64)>) -> Book {
        let mut days = BTreeMap::new();
        for (day, minutes) in credited {
            *days.entry(day).or_insert(0) += minutes;
        }
        Book { caps, days }
    }

    /// Notes what a day's work of `minutes` earns and answers it: rounded down to
    /// [`STEP`], no more than the caps leave; zero means no row.
    pub fn credit(&mut self, day: NaiveDate, minutes: i64) -> i64 {
        let room = (self.caps.day - self.of_day(day)).min(self.caps.week - self.of_week(day));
        let earned = minutes.min(room).max(0) / STEP * STEP;
        *self.days.entry(day).or_insert(0) += earned;
        earned
    }

    /// Minutes credited on a day.
    pub fn of_day(&self, day: NaiveDate) -> i64 {
        self.days.get(&day).copied().unwrap_or(0)
    }

    /// Minutes credited in the week of a day.
    pub fn of_week(&self, day: NaiveDate) -> i64 {
        let (monday, sunday) = week_of(day);
        self.days.range(monday..=sunday).map(|(_, minutes)| minutes).sum()
    }
}

/// Shifts kept of those that came due, in percent, rounded down; none when none came due.
pub fn attendance_percent(done: i64, absent: i64) -> Option<i64> {
    match done + absent {
        0 => None,
        due => Some(done * 100 / due),
    }
}

/// "92 %", or a dash when no shift came due.
pub fn percent_shown(percent: Option<i64>) -> String {
    percent.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

/// As typed when a credit is taken back.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ReverseForm {
    #[validate(length(max = 300))]
    pub reason: String,
}

/// The reason for a reversal; there must be one.
pub fn reason_of(form: &ReverseForm) -> Result<String, Problems> {
    super::desk::reason(
        &form.reason,
        Message::new(
            "Hãy ghi rõ lý do hủy giờ, ví dụ: “điểm danh nhầm ca”.",
            "Say why the hours are taken back, for example: “checked in to the wrong shift”.",
        ),
    )
}

/// The reason for crediting anew what was taken back; there must be one.
pub fn reason_to_credit(form: &ReverseForm) -> Result<String, Problems> {
    super::desk::reason(
        &form.reason,
        Message::new(
            "Hãy ghi rõ vì sao ghi lại, ví dụ: “đã đối chiếu sổ điểm danh”.",
            "Say why the hours are credited anew, for example: “checked against the roll”.",
        ),
    )
}

/// Verifying supports: one, a session's, or all that wait.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct VerifyForm {
    #[validate(length(max = 20))]
    pub support: String,
    #[validate(length(max = 20))]
    pub session: String,
    #[validate(length(max = 10))]
    pub all: String,
}

/// Why the ledger takes no row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HoursRefusal {
    SessionNotClosed,
    FamilyNotConfirmed,
    AlreadyReversed,
    IsAReversal,
    /// Only what was taken back is credited anew.
    NotAReversal,
    AlreadyCreditedAgain,
    /// The stay was too short, or the day and the week are full.
    NothingToCredit,
    /// Somebody else has verified it, or it was sent back.
    NothingToVerify,
    /// Whoever confirmed it as supervisor does not verify it for the school as well.
    OwnConfirmation,
}

impl Refuse for HoursRefusal {
    fn code(&self) -> &'static str {
        match self {
            HoursRefusal::SessionNotClosed => "session_not_closed",
            HoursRefusal::FamilyNotConfirmed => "family_not_confirmed",
            HoursRefusal::AlreadyReversed => "already_reversed",
            HoursRefusal::IsAReversal => "is_a_reversal",
            HoursRefusal::NotAReversal => "not_a_reversal",
            HoursRefusal::AlreadyCreditedAgain => "already_credited_again",
            HoursRefusal::NothingToCredit => "nothing_to_credit",
            HoursRefusal::NothingToVerify => "nothing_to_verify",
            HoursRefusal::OwnConfirmation => "own_confirmation",
        }
    }

    fn message(&self) -> Message {
        match self {
            HoursRefusal::SessionNotClosed => Message::new(
                "Buổi chưa chốt nên chưa ghi giờ. Hãy chốt buổi trước.",
                "The session is not closed yet, so no hours are credited. Close it first.",
            ),
            HoursRefusal::FamilyNotConfirmed => Message::new(
                "Phụ huynh chưa xác nhận lần giúp này nên chưa ghi giờ.",
                "The guardian has not confirmed this help yet, so no hours are credited.",
            ),
            HoursRefusal::AlreadyReversed => Message::new(
                "Dòng giờ này đã được hủy trước đó rồi.",
                "This row has already been reversed.",
            ),
            HoursRefusal::IsAReversal => Message::new(
                "Đây là dòng hủy giờ, không hủy lại được.",
                "This row is itself a reversal and cannot be reversed.",
            ),
            HoursRefusal::NotAReversal => Message::new(
                "Dòng này không phải dòng hủy giờ nên không có gì để ghi lại.",
                "This row is no reversal, so there is nothing to credit anew.",
            ),
            HoursRefusal::AlreadyCreditedAgain => Message::new(
                "Giờ này đã được ghi lại rồi.",
                "These hours have been credited anew already.",
            ),
            HoursRefusal::NothingToCredit => Message::new(
                "Không ghi lại được: thời gian dưới 15 phút, hoặc ngày và tuần đó đã đủ giờ tối đa.",
                "Nothing can be credited: less than 15 minutes, or that day and week are full.",
            ),
            HoursRefusal::NothingToVerify => Message::new(
                "Không còn lượt nào chờ xác minh ở đây. Có người vừa xử lý rồi.",
                "Nothing waits to be verified here any more. Somebody has just dealt with it.",
            ),
            HoursRefusal::OwnConfirmation => Message::new(
                "Chính thầy cô đã xác nhận lượt này khi phụ trách buổi. Xin nhờ một người khác của trường xác minh.",
                "You confirmed this support yourself as the session's supervisor. Somebody else of the school has to verify it.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn at(minute: i64) -> At {
        At::local(day(28), chrono::NaiveTime::MIN).plus_minutes(minute)
    }

    fn span(from: i64, to: i64) -> Span {
        Span { from: at(from), to: at(to) }
    }

    #[test]
    fn only_time_inside_the_session_counts() {
        let window = span(480, 600);
        assert_eq!(attended(span(450, 630), window), 120);
        assert_eq!(attended(span(490, 545), window), 55);
        assert_eq!(attended(span(400, 470), window), 0);
        assert_eq!(attended(span(590, 500), window), 0);
    }

    #[test]
    fn quarters_are_rounded_down_and_the_week_fills_up() {
        let mut book = Book::open(Caps::SESSIONS, [(day(23), 180), (day(24), 180)]);
        assert_eq!(book.credit(day(25), 59), 45);
        assert_eq!(book.credit(day(26), 14), 0);
        assert_eq!(book.credit(day(28), 300), 75);
        assert_eq!(book.credit(day(29), 60), 0, "the week is full");
        assert_eq!(book.credit(day(30), 60), 60, "Monday begins another");
        let mut family = Book::open(Caps::FAMILY, []);
        assert_eq!(family.credit(day(23), 45), 45);
        assert_eq!(family.credit(day(29), 45), 15);
    }

    #[test]
    fn a_reversal_makes_room_again() {
        let mut book = Book::open(Caps::SESSIONS, [(day(28), 180), (day(28), -180)]);
        assert_eq!(book.credit(day(28), 200), 180);
    }

    #[test]
    fn attendance_counts_only_shifts_that_came_due() {
        assert_eq!(attendance_percent(0, 0), None);
        assert_eq!(attendance_percent(9, 1), Some(90));
        assert_eq!(attendance_percent(2, 1), Some(66));
        assert_eq!((percent_shown(Some(90)).as_str(), percent_shown(None).as_str()), ("90 %", "–"));
    }

    proptest! {
        /// Whatever stays are credited in whatever order, no day and no week exceeds
        /// its cap, every credit is whole quarters and none is more than was attended.
        #[test]
        fn caps_hold_in_any_order(stays in prop::collection::vec((1u32..=30, 0i64..1440, 0i64..1440, 0i64..1440, 0i64..1440), 0..40)) {
            let mut book = Book::open(Caps::SESSIONS, []);
            for (d, came, left, from, to) in stays {
                let minutes = attended(span(came, left), span(from, to));
                let earned = book.credit(day(d), minutes);
                prop_assert!(earned >= 0 && earned <= minutes && earned % STEP == 0);
            }
            for d in 1..=30 {
                prop_assert!(book.of_day(day(d)) <= 180);
                prop_assert!(book.of_week(day(d)) <= 480);
            }
        }
    }
}
