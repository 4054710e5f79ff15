//! Why a session, its release or its place cannot be changed in a way.

use crate::domain::refusal::{Message, Refuse};

/// The named reasons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionRefusal {
    /// Running or over: the desk leads it, and what happened stays.
    NotAhead,
    /// Its time has come, though nobody opened the desk yet.
    Started,
    NotADraft,
    /// Somebody else changed it since the form was made.
    ChangedMeanwhile,
    /// Pupils are wanted and no school is asked for them.
    NoSchool,
    /// A school was chosen that is none of the ward's.
    UnknownSchool,
    /// Every school to be asked is away that day.
    SchoolsAway,
    /// Bookings stand in slots that would disappear.
    BookingsInTheWay {
        bookings: i64,
    },
    /// A slot already holds more residents than it would have seats.
    SeatsTaken {
        taken: i64,
    },
    /// More pupils have a place than would be wanted.
    PupilsInTheWay {
        pupils: i64,
    },
    /// The school has answered already.
    AlreadyDecided,
    /// Sessions ahead are held there.
    PlaceInUse {
        sessions: i64,
    },
}

impl Refuse for SessionRefusal {
    fn code(&self) -> &'static str {
        use SessionRefusal::*;
        match self {
            NotAhead => "session_not_ahead",
            Started => "session_started",
            NotADraft => "session_not_a_draft",
            ChangedMeanwhile => "session_changed_meanwhile",
            NoSchool => "session_no_school",
            UnknownSchool => "session_unknown_school",
            SchoolsAway => "session_schools_away",
            BookingsInTheWay { .. } => "session_bookings_in_the_way",
            SeatsTaken { .. } => "session_seats_taken",
            PupilsInTheWay { .. } => "session_pupils_in_the_way",
            AlreadyDecided => "release_already_decided",
            PlaceInUse { .. } => "place_in_use",
        }
    }

    fn message(&self) -> Message {
        use SessionRefusal::*;
        match *self {
            BookingsInTheWay { bookings } => Message::new(
                format!(
                    "Còn {bookings} lượt đặt trong những khung giờ sẽ bị bỏ. Hãy dời các lượt này sang khung giờ khác, hoặc hủy cả buổi."
                ),
                format!(
                    "{bookings} bookings stand in slots that would disappear. Move them to other slots first, or call off the session."
                ),
            ),
            SeatsTaken { taken } => Message::new(
                format!("Có khung giờ đã có {taken} người: số chỗ không thể ít hơn {taken}."),
                format!(
                    "A slot already holds {taken} people: there cannot be fewer than {taken} seats."
                ),
            ),
            PupilsInTheWay { pupils } => Message::new(
                format!(
                    "Đã có {pupils} đại sứ số nhận ca: số đại sứ số không thể ít hơn {pupils}."
                ),
                format!(
                    "{pupils} ambassadors already have a place: no fewer than {pupils} can be wanted."
                ),
            ),
            PlaceInUse { sessions } => Message::new(
                format!(
                    "Còn {sessions} buổi sắp tới ở đây. Hãy chuyển các buổi sang nơi khác hoặc hủy trước."
                ),
                format!(
                    "{sessions} sessions ahead are held here. Move them elsewhere or call them off first."
                ),
            ),
            _ => {
                let (vi, en) = self.words();
                Message::new(vi, en)
            }
        }
    }
}

impl SessionRefusal {
    fn words(self) -> (&'static str, &'static str) {
        use SessionRefusal::*;
        match self {
            NotAhead => (
                "Buổi này đang diễn ra, đã kết thúc hoặc đã hủy, nên không đổi được nữa.",
                "This session is running, over or called off, so it can no longer be changed.",
            ),
            Started => (
                "Đã đến giờ bắt đầu buổi này. Hãy mở bàn đón tiếp để điều hành.",
                "This session's time has come. Please lead it from the desk.",
            ),
            NotADraft => ("Buổi này đã được đăng rồi.", "This session has been published already."),
            ChangedMeanwhile => (
                "Có người vừa sửa buổi này. Hãy xem lại bản mới nhất rồi sửa tiếp.",
                "Somebody has just changed this session. Please look at the latest version and try again.",
            ),
            NoSchool => (
                "Buổi có đại sứ số thì cần hỏi ít nhất một trường. Hãy chọn trường, hoặc sửa số đại sứ số thành 0.",
                "A session with ambassadors needs at least one school's consent. Choose a school, or ask for 0 ambassadors.",
            ),
            UnknownSchool => (
                "Có trường được chọn không thuộc phường này. Hãy tải lại trang rồi chọn lại.",
                "One of the chosen schools is not in this ward. Reload the page and choose again.",
            ),
            SchoolsAway => (
                "Ngày này các trường được chọn đều nghỉ hoặc có tuần kiểm tra, nên không hỏi được.",
                "On that day every chosen school is closed or has exams, so none can be asked.",
            ),
            _ => ("Nhà trường đã trả lời rồi.", "The school has answered already."),
        }
    }
}
