//! Bookings: their states, who comes, and who speaks for whom.

mod form;
mod refusal;
mod room;

pub use form::{Booking, Proxy, Who, WhoForm, needs, needs_stored};
pub use refusal::BookingRefusal;
pub use room::{Left, Room};

use super::refusal::Message;
use crate::text_enum;

text_enum! {
    /// Where a booking stands.
    pub enum BookingState {
        Held = "held",
        Booked = "booked",
        Arrived = "arrived",
        BeingHelped = "being_helped",
        Helped = "helped",
        Referred = "referred",
        Rescheduled = "rescheduled",
        Cancelled = "cancelled",
        Absent = "absent",
        Waiting = "waiting",
        Offered = "offered",
    }
}

impl BookingState {
    /// Somebody still means to come, or is here: it counts towards the limit of a day.
    pub fn is_live(self) -> bool {
        use BookingState as S;
        matches!(self, S::Held | S::Booked | S::Arrived | S::BeingHelped | S::Waiting | S::Offered)
    }

    /// The resident may still move or cancel it.
    pub fn is_changeable(self) -> bool {
        use BookingState as S;
        matches!(self, S::Held | S::Booked | S::Waiting | S::Offered)
    }

    /// The state in words, as a resident reads it.
    pub fn message(self) -> Message {
        use BookingState as S;
        match self {
            S::Held => Message::new("Đang giữ chỗ", "Seat held"),
            S::Booked => Message::new("Đã đặt chỗ", "Booked"),
            S::Arrived => Message::new("Đã đến, đang chờ gọi", "Arrived, waiting to be called"),
            S::BeingHelped => Message::new("Đang được hướng dẫn", "Being helped"),
            S::Helped => Message::new("Đã được hướng dẫn xong", "Helped"),
            S::Referred => Message::new("Đã chuyển cho cán bộ", "Passed on to an official"),
            S::Rescheduled => Message::new("Đã hẹn lại lần khác", "To come again another day"),
            S::Cancelled => Message::new("Đã hủy", "Cancelled"),
            S::Absent => Message::new("Không đến", "Did not come"),
            S::Waiting => Message::new("Đang chờ chỗ trống", "On the waiting list"),
            S::Offered => Message::new("Có chỗ, chờ ông/bà đồng ý", "A seat is kept for you"),
        }
    }
}

text_enum! {
    /// How a booking came in.
    pub enum Channel {
        Web = "web",
        Proxy = "proxy",
        Desk = "desk",
        WalkIn = "walk_in",
        Request = "request",
    }
}

text_enum! {
    /// What somebody who books for another is to them.
    pub enum Relation {
        Child = "child",
        Relative = "relative",
        Neighbour = "neighbour",
        AreaHead = "area_head",
        Officer = "officer",
        Other = "other",
    }
}

impl Relation {
    /// "con, cháu" – what the proxy is to the person who comes.
    pub fn message(self) -> Message {
        match self {
            Relation::Child => Message::new("Con, cháu", "Child or grandchild"),
            Relation::Relative => Message::new("Người thân khác", "Another relative"),
            Relation::Neighbour => Message::new("Hàng xóm, bạn bè", "Neighbour or friend"),
            Relation::AreaHead => {
                Message::new("Trưởng khu phố, tổ trưởng", "Head of the neighbourhood")
            }
            Relation::Officer => Message::new("Cán bộ, đoàn viên", "Official or union member"),
            Relation::Other => Message::new("Người khác", "Somebody else"),
        }
    }
}

/// As whom somebody has opened a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// The person who comes.
    Owner,
    /// Whoever booked for them.
    Proxy,
    /// The ward's coordinator.
    Ward,
}

text_enum! {
    /// What somebody needs so that they can come and be helped; never why they need it.
    pub enum AccessNeed {
        Wheelchair = "wheelchair",
        Eyesight = "eyesight",
        Hearing = "hearing",
        Reading = "reading",
        Companion = "companion",
    }
}

impl AccessNeed {
    /// What the people at the session prepare for.
    pub fn message(self) -> Message {
        match self {
            AccessNeed::Wheelchair => {
                Message::new("Đi xe lăn hoặc khó đi lại", "Wheelchair or hard to walk")
            }
            AccessNeed::Eyesight => {
                Message::new("Mắt kém, cần chữ to", "Poor eyesight, large type")
            }
            AccessNeed::Hearing => {
                Message::new("Tai kém, cần nói to, chậm", "Hard of hearing, speak up slowly")
            }
            AccessNeed::Reading => Message::new("Khó đọc, khó viết", "Reading or writing is hard"),
            AccessNeed::Companion => Message::new("Có người nhà đi cùng", "A relative comes along"),
        }
    }
}

text_enum! {
    /// How the person who will come agreed to be booked for.
    pub enum Agreed { Present = "present", Spoken = "spoken", Phone = "phone" }
}

impl Agreed {
    /// How the person who comes said yes to being booked for.
    pub fn message(self) -> Message {
        match self {
            Agreed::Present => {
                Message::new("Người đó đang ở đây và đồng ý", "They are here with me and agree")
            }
            Agreed::Spoken => {
                Message::new("Người đó đã nói với tôi là đồng ý", "They told me that they agree")
            }
            Agreed::Phone => {
                Message::new("Người đó đồng ý qua điện thoại", "They agreed by telephone")
            }
        }
    }
}

text_enum! {
    /// Whether the resident felt helped, asked on the slip.
    pub enum FeltHelped { Yes = "yes", Partly = "partly", No = "no" }
}

text_enum! {
    /// A wish for help that no session fits yet.
    pub enum RequestState { Open = "open", Fitted = "fitted", Cancelled = "cancelled" }
}
