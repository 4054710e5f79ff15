//! Requests about personal data: what people may ask for, by when the law wants an answer
//! (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP), and why something is not done.

mod forms;
mod words;

use chrono::{Datelike, Days, NaiveDate, Weekday};

pub use forms::{
    AnswerForm, Asker, Correction, CorrectionForm, DataRequestForm, GuardianDataForm, OwnDataForm,
    ParsedDataRequest,
};

use super::refusal::{Message, Refuse};
use super::school_year::{ClosedKind, ClosedSpan};
use crate::text_enum;

text_enum! {
    /// What somebody asks for.
    pub enum RightKind {
        See = "see",
        Correct = "correct",
        Restrict = "restrict",
        Withdraw = "withdraw",
        Delete = "delete",
    }
}

text_enum! {
    /// Whose data it is about.
    pub enum Subject { Resident = "resident", Pupil = "pupil", Guardian = "guardian" }
}

text_enum! {
    /// Who asks.
    pub enum AskedBy {
        Person = "person",
        Guardian = "guardian",
        Representative = "representative",
    }
}

text_enum! {
    /// How the request came in.
    pub enum Way {
        BookingCode = "booking_code",
        Account = "account",
        GuardianLink = "guardian_link",
        Paper = "paper",
        InPerson = "in_person",
        Telephone = "telephone",
    }
}

text_enum! {
    /// How it was made sure that the person may ask. No document's number is kept.
    pub enum IdentityCheck {
        BookingCode = "booking_code",
        SignedIn = "signed_in",
        GuardianLink = "guardian_link",
        PaperShown = "paper_shown",
        KnownInPerson = "known_in_person",
        CalledBack = "called_back",
    }
}

text_enum! {
    /// Where a request stands.
    pub enum DataRequestState {
        Received = "received",
        Acknowledged = "acknowledged",
        Done = "done",
        Refused = "refused",
    }
}

/// Working days within which a request is acknowledged.
const ACKNOWLEDGE_DAYS: u64 = 2;

impl RightKind {
    /// Days, Saturdays and Sundays included, within which it is done.
    pub fn days(self) -> u64 {
        match self {
            RightKind::See | RightKind::Correct => 10,
            RightKind::Restrict | RightKind::Withdraw => 15,
            RightKind::Delete => 20,
        }
    }

    /// The last day for the answer.
    pub fn answer_by(self, asked_on: NaiveDate) -> NaiveDate {
        asked_on + Days::new(self.days())
    }
}

/// The last of the working days after `asked_on` by which a request is acknowledged:
/// Saturdays, Sundays, public holidays and the organisation's own closures do not count.
pub fn acknowledge_by(asked_on: NaiveDate, closed: &[ClosedSpan]) -> NaiveDate {
    let works = |day: NaiveDate| {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let closes = |span: &ClosedSpan| {
            span.kind != ClosedKind::ExamWeek && span.from_day <= day && day <= span.to_day
        };
        !weekend && !closed.iter().any(closes)
    };
    let mut day = asked_on;
    let mut left = ACKNOWLEDGE_DAYS;
    // A year without two working days is no calendar: the walk ends all the same.
    for _ in 0..400 {
        day = day + Days::new(1);
        if works(day) {
            left -= 1;
        }
        if left == 0 {
            break;
        }
    }
    day
}

/// Why a request is not moved on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DataRequestRefusal {
    MovedOn,
    /// A visit of the person is under way.
    BeingHelped,
    /// The person has been taken out of the data before.
    Forgotten,
    /// There is nothing of the kind to do for this person.
    NotForThem,
    /// Other requests of the person wait; what they ask for goes with the data.
    OthersFirst,
    /// It has a step of its own; words alone would say what was not done.
    OwnStep,
    NotSure,
}

impl Refuse for DataRequestRefusal {
    fn code(&self) -> &'static str {
        match self {
            DataRequestRefusal::MovedOn => "data_request_moved_on",
            DataRequestRefusal::BeingHelped => "being_helped",
            DataRequestRefusal::Forgotten => "already_forgotten",
            DataRequestRefusal::NotForThem => "not_for_them",
            DataRequestRefusal::OthersFirst => "others_first",
            DataRequestRefusal::OwnStep => "own_step",
            DataRequestRefusal::NotSure => "not_sure",
        }
    }

    fn message(&self) -> Message {
        match self {
            DataRequestRefusal::MovedOn => Message::new(
                "Yêu cầu này đã có người xử lý. Hãy xem lại trang.",
                "Somebody has dealt with this request already. Look at the page again.",
            ),
            DataRequestRefusal::BeingHelped => Message::new(
                "Người này đang có mặt ở buổi hỗ trợ. Hãy chốt lượt đó rồi làm tiếp.",
                "The person is at a session right now. Close that visit first.",
            ),
            DataRequestRefusal::Forgotten => Message::new(
                "Người này đã được ẩn danh; không còn gì để tìm ra họ.",
                "The person was pseudonymised before; nothing leads to them any more.",
            ),
            DataRequestRefusal::NotForThem => Message::new(
                "Việc này làm ở trang của em trong danh sách đại sứ số, hoặc trả lời bằng lời.",
                "Do this on the pupil's page of the roster, or answer in words.",
            ),
            DataRequestRefusal::OthersFirst => Message::new(
                "Người này còn yêu cầu khác đang chờ. Hãy trả lời các yêu cầu đó trước, vì xóa rồi thì không trả lời được nữa.",
                "Other requests of this person are waiting. Answer them first: after the deletion nobody can.",
            ),
            DataRequestRefusal::OwnStep => Message::new(
                "Yêu cầu này phải được thực hiện bằng nút của nó, không thể chỉ ghi là đã trả lời.",
                "This request is carried out with its own button; it cannot just be noted as answered.",
            ),
            DataRequestRefusal::NotSure => Message::new(
                "Hãy đọc phần sẽ mất và phần còn lại, rồi đánh dấu ô xác nhận.",
                "Read what goes and what stays, then tick the box.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::school_year::holidays;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn two_working_days_go_over_weekends_and_holidays() {
        let closed = holidays(day(2026, 11, 1), day(2027, 3, 1));
        // Friday, the weekend, then Monday and Tuesday.
        assert_eq!(acknowledge_by(day(2026, 11, 27), &closed), day(2026, 12, 1));
        // 24/11/2026 is a holiday: Monday, then Wednesday and Thursday.
        assert_eq!(acknowledge_by(day(2026, 11, 23), &closed), day(2026, 11, 26));
        assert_eq!(acknowledge_by(day(2026, 11, 30), &[]), day(2026, 12, 2));
    }

    #[test]
    fn each_kind_has_its_own_term() {
        let asked = day(2026, 11, 28);
        let by: Vec<NaiveDate> = RightKind::ALL.iter().map(|kind| kind.answer_by(asked)).collect();
        let (ten, fifteen, twenty) = (day(2026, 12, 8), day(2026, 12, 13), day(2026, 12, 18));
        assert_eq!(by, [ten, ten, fifteen, fifteen, twenty]);
    }
}
