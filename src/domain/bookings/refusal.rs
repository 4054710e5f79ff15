//! Why a booking is not made or changed.

use crate::domain::refusal::{Message, Refuse};

/// A named reason, with what to do instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BookingRefusal {
    /// The session does not help with this topic.
    NotOffered,
    /// The slot has begun.
    Over,
    /// The session takes no bookings: not published, cancelled or closed.
    NotOpen,
    /// This person holds as many bookings for that day as the ward allows.
    EnoughForTheDay { limit: i64 },
    /// This person is in that slot already.
    SameSlot,
    /// This person is somewhere else at that time.
    Elsewhere,
    /// One of the three above, said to somebody who has shown nothing but what they typed:
    /// which of them it is would tell where and when the person of that name will be.
    NotThatDay { limit: i64 },
    /// Only the person who comes may change it.
    NotForProxies,
    /// It has been used, cancelled or taken over by somebody else's hand meanwhile.
    NotChangeable,
    /// It stands at the chosen time already.
    SameTime,
    /// Its own time has begun.
    TooLateToChange,
    /// The time to say yes to the offered seat is over.
    OfferOver,
    /// The form has made this booking already, and said something else then.
    SentBefore,
    /// The neighbourhood is not one of this ward.
    UnknownArea,
}

impl Refuse for BookingRefusal {
    fn code(&self) -> &'static str {
        match self {
            BookingRefusal::NotOffered => "topic_not_offered",
            BookingRefusal::Over => "slot_over",
            BookingRefusal::NotOpen => "session_not_open",
            BookingRefusal::EnoughForTheDay { .. } => "enough_for_the_day",
            BookingRefusal::SameSlot => "same_slot",
            BookingRefusal::Elsewhere => "elsewhere_then",
            BookingRefusal::NotThatDay { .. } => "not_that_day",
            BookingRefusal::NotForProxies => "not_for_proxies",
            BookingRefusal::NotChangeable => "not_changeable",
            BookingRefusal::SameTime => "same_time",
            BookingRefusal::TooLateToChange => "too_late_to_change",
            BookingRefusal::OfferOver => "offer_over",
            BookingRefusal::SentBefore => "sent_before",
            BookingRefusal::UnknownArea => "unknown_area",
        }
    }

    fn message(&self) -> Message {
        match self {
            BookingRefusal::NotOffered => Message::new(
                "Buổi này không hướng dẫn việc ông/bà cần. Hãy chọn buổi khác.",
                "This session does not help with what you need. Please choose another one.",
            ),
            BookingRefusal::Over => Message::new(
                "Khung giờ này đã bắt đầu hoặc đã qua. Hãy chọn giờ khác.",
                "This time has begun or is over. Please choose another one.",
            ),
            BookingRefusal::NotOpen => Message::new(
                "Buổi này không còn nhận đặt lịch. Hãy chọn buổi khác.",
                "This session takes no more bookings. Please choose another one.",
            ),
            BookingRefusal::EnoughForTheDay { limit } => Message::new(
                format!(
                    "Mỗi người đặt nhiều nhất {limit} lượt trong một ngày, để ai cũng có chỗ. \
                     Hãy chọn ngày khác, hoặc hủy bớt một lượt."
                ),
                format!(
                    "One person may hold at most {limit} bookings a day, so that there is room \
                     for everybody. Choose another day, or cancel one of them."
                ),
            ),
            BookingRefusal::SameSlot => Message::new(
                "Người này đã có tên trong khung giờ này rồi. Nếu là hai người khác nhau, hãy ghi đủ họ tên.",
                "This person is already in this time slot. If they are two people, give their full names.",
            ),
            BookingRefusal::Elsewhere => Message::new(
                "Vào giờ này người này đã đặt một buổi khác. Hãy chọn giờ khác.",
                "This person has booked something else at that time. Please choose another time.",
            ),
            BookingRefusal::NotThatDay { limit } => Message::new(
                format!(
                    "Chưa đặt thêm được cho ngày này với tên và thông tin đã ghi. Mỗi người đặt \
                     nhiều nhất {limit} lượt một ngày và mỗi giờ một nơi. Đã đặt rồi thì hãy mở \
                     bằng mã trên phiếu; mất phiếu thì gọi phường. Nếu trùng tên với người khác, \
                     hãy sửa lại cho đủ họ tên và năm sinh."
                ),
                format!(
                    "No more can be booked for this day with the name and details given. One \
                     person may hold at most {limit} bookings a day and be in one place at a \
                     time. If you have booked already, open the booking with the code on your \
                     slip; if it is lost, call the ward. If you share the name with somebody, \
                     give the full name and year of birth."
                ),
            ),
            BookingRefusal::SentBefore => Message::new(
                "Trang này đã đặt lượt dưới đây rồi, nên phần sửa thêm chưa được ghi. Muốn đổi giờ \
                 thì bấm “Đổi giờ”; muốn đổi việc hay thông tin thì hủy lượt này rồi đặt lại.",
                "That page had made the booking below already, so what was changed after is not \
                 kept. To change the time press “Change the time”; for another topic or other \
                 details cancel it and book again.",
            ),
            BookingRefusal::NotForProxies => Message::new(
                "Chỉ người đến mới được đổi hoặc hủy lượt này. Hãy nhờ chính người đó, hoặc gọi số của phường.",
                "Only the person who comes may change or cancel this. Ask them, or call the ward's number.",
            ),
            BookingRefusal::NotChangeable => Message::new(
                "Lượt này không còn đổi hay hủy được nữa.",
                "This booking can no longer be changed or cancelled.",
            ),
            BookingRefusal::SameTime => Message::new(
                "Lượt này đang ở đúng giờ đó rồi. Hãy chọn giờ khác, hoặc giữ giờ cũ.",
                "The booking is at that time already. Choose another one, or keep the old time.",
            ),
            BookingRefusal::TooLateToChange => Message::new(
                "Giờ hẹn đã bắt đầu nên không đổi hay hủy trên máy được nữa. Cần gì, hãy gọi phường.",
                "The time has begun, so it can no longer be changed or cancelled here. Call the ward if you need to.",
            ),
            BookingRefusal::OfferOver => Message::new(
                "Đã quá hạn nhận chỗ, nên chỗ này đã chuyển cho người tiếp theo.",
                "The time to accept is over, so the seat has gone to the next person.",
            ),
            BookingRefusal::UnknownArea => Message::new(
                "Khu phố này không thuộc phường của buổi hỗ trợ. Hãy chọn lại.",
                "This neighbourhood is not in the session's ward. Please choose again.",
            ),
        }
    }
}
