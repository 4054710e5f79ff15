//! Why the desk does not do what was asked, and what to do instead.

use crate::domain::at::At;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Refuse};

/// Each reason, with the figures its sentence needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeskRefusal {
    TooEarly {
        opens: At,
    },
    /// The session is not open for desk work: not begun, or over.
    NotRunning,
    NeedsAdults {
        present: i64,
    },
    RatioFull {
        adults: i64,
        most: i64,
    },
    RoomFull {
        seats: i64,
    },
    PresentElsewhere,
    NoConsent,
    /// The pupil's school has not released its pupils, or was asked anew and has not answered.
    NotReleased,
    NotOnRoll,
    /// No pupil with this badge at the schools of this session.
    NoSuchPupil,
    LeftLongAgo,
    TooSoonForAbsence {
        from: At,
    },
    /// Somebody else dealt with it meanwhile.
    Moved,
    NobodyFound,
    SeveralFound {
        count: usize,
    },
    /// Cancelled or moved to another day.
    NotToday,
    /// Checked in before, under this number.
    AlreadyHere {
        number: i64,
    },
    /// The code is good, for another session.
    OtherSession {
        at: At,
    },
    AdultsOnly,
    HelperNotPresent,
    HelperBusy,
    NotCertified,
    /// A coordinator forbade this pair.
    RuledOut,
    /// The pupil who is to leave is helping somebody.
    PupilHelping,
    NobodyWaiting,
    NobodyFree,
    WalkInFull,
    /// The form has taken another guest already, who has this number.
    FormUsed {
        number: i64,
    },
    SlotGone,
    PupilsPresent {
        count: i64,
    },
    /// Somebody booked or waits whose time is not over.
    EndsEarly {
        count: i64,
    },
    /// Nobody was ticked who should leave.
    NobodyLeaves,
    StillHelping {
        count: i64,
    },
    BookingsUndecided {
        count: i64,
    },
    ShiftsUndecided {
        count: i64,
    },
    SupportsUnconfirmed {
        count: i64,
    },
    /// Given or entered by whoever wants to confirm it.
    OwnSupports,
}

impl Refuse for DeskRefusal {
    fn code(&self) -> &'static str {
        use DeskRefusal as R;
        match self {
            R::TooEarly { .. } => "too_early",
            R::NotRunning => "not_running",
            R::NeedsAdults { .. } => "needs_adults",
            R::RatioFull { .. } => "ratio_full",
            R::RoomFull { .. } => "room_full",
            R::PresentElsewhere => "present_elsewhere",
            R::NoConsent => "no_consent",
            R::NotReleased => "not_released",
            R::NotOnRoll => "not_on_roll",
            R::NoSuchPupil => "no_such_pupil",
            R::LeftLongAgo => "left_long_ago",
            R::TooSoonForAbsence { .. } => "too_soon_for_absence",
            R::Moved => "moved",
            R::NobodyFound => "nobody_found",
            R::SeveralFound { .. } => "several_found",
            R::NotToday => "not_today",
            R::AlreadyHere { .. } => "already_here",
            R::OtherSession { .. } => "other_session",
            R::AdultsOnly => "adults_only",
            R::HelperNotPresent => "helper_not_present",
            R::HelperBusy => "helper_busy",
            R::NotCertified => "not_certified",
            R::RuledOut => "ruled_out",
            R::PupilHelping => "pupil_helping",
            R::NobodyWaiting => "nobody_waiting",
            R::NobodyFree => "nobody_free",
            R::WalkInFull => "walk_in_full",
            R::FormUsed { .. } => "form_used",
            R::SlotGone => "slot_gone",
            R::PupilsPresent { .. } => "pupils_present",
            R::EndsEarly { .. } => "ends_early",
            R::NobodyLeaves => "nobody_leaves",
            R::StillHelping { .. } => "still_helping",
            R::BookingsUndecided { .. } => "bookings_undecided",
            R::ShiftsUndecided { .. } => "shifts_undecided",
            R::SupportsUnconfirmed { .. } => "supports_unconfirmed",
            R::OwnSupports => "own_supports",
        }
    }

    fn message(&self) -> Message {
        use DeskRefusal as R;
        match *self {
            R::TooEarly { .. }
            | R::NotRunning
            | R::NeedsAdults { .. }
            | R::RatioFull { .. }
            | R::RoomFull { .. }
            | R::PresentElsewhere
            | R::NoConsent
            | R::NotReleased
            | R::NotOnRoll
            | R::NoSuchPupil
            | R::LeftLongAgo
            | R::TooSoonForAbsence { .. } => self.about_the_room(),
            R::Moved
            | R::NobodyFound
            | R::SeveralFound { .. }
            | R::NotToday
            | R::AlreadyHere { .. }
            | R::OtherSession { .. }
            | R::RuledOut
            | R::PupilHelping
            | R::AdultsOnly
            | R::HelperNotPresent
            | R::HelperBusy
            | R::NotCertified
            | R::NobodyWaiting
            | R::NobodyFree
            | R::WalkInFull
            | R::FormUsed { .. }
            | R::SlotGone => self.about_the_queue(),
            R::PupilsPresent { .. }
            | R::EndsEarly { .. }
            | R::NobodyLeaves
            | R::StillHelping { .. }
            | R::BookingsUndecided { .. }
            | R::ShiftsUndecided { .. }
            | R::SupportsUnconfirmed { .. }
            | R::OwnSupports => self.about_closing(),
        }
    }
}

impl DeskRefusal {
    fn about_the_room(self) -> Message {
        use DeskRefusal as R;
        match self {
            R::TooEarly { opens } => say(
                format!("Bàn mở từ {}.", Lang::Vi.moment(opens)),
                format!("The desk opens at {}.", Lang::En.moment(opens)),
            ),
            R::NeedsAdults { present } => say(
                format!(
                    "Cần ít nhất 2 người lớn đã điểm danh, hiện có {present}. Mời thêm một người lớn phụ trách vào, hoặc chuyển bà con sang cán bộ hay hẹn lại."
                ),
                format!(
                    "At least two adults must be checked in; now there are {present}. Check in another one, or refer residents to an official or give them another time."
                ),
            ),
            R::RatioFull { adults, most } => say(
                format!(
                    "{adults} người lớn trông được nhiều nhất {most} em. Mời thêm một người lớn vào trước."
                ),
                format!(
                    "{adults} adults may have at most {most} pupils. Check in another adult first."
                ),
            ),
            R::RoomFull { seats } => say(
                format!(
                    "Cả {seats} chỗ đang có người. Đợi một lượt xong, hoặc mời thêm người lớn vào để mở thêm chỗ."
                ),
                format!(
                    "All {seats} seats are in use. Wait for one to finish, or check in another adult to open more."
                ),
            ),
            R::PresentElsewhere => fixed(
                "Em đang có mặt ở một buổi khác. Hãy ghi giờ ra ở buổi kia trước.",
                "The pupil is checked in at another session. Check out there first.",
            ),
            R::NoConsent => fixed(
                "Em chưa có đủ đồng ý của em và của phụ huynh cho năm học này, hoặc đã rút. Hãy gọi nhà trường.",
                "The pupil's or the guardian's consent for this school year is missing or withdrawn. Call the school.",
            ),
            R::NotReleased => fixed(
                "Nhà trường chưa đồng ý cho em trực buổi này. Hãy gọi nhà trường: trường trả lời trên hệ thống xong, em mới vào ca được.",
                "The school has not released this pupil for the session. Call the school: the pupil starts once it has answered in the system.",
            ),
            R::NotOnRoll => fixed(
                "Người này không có trong danh sách của buổi.",
                "This person is not on the session's list.",
            ),
            R::NoSuchPupil => fixed(
                "Không có em nào mang thẻ hay tên đăng nhập này ở các trường được mời tới buổi.",
                "No pupil of the schools asked for this session has this badge or sign-in name.",
            ),
            R::LeftLongAgo => fixed(
                "Em đã ra về quá 10 phút nên giờ đã tính tới lúc ra. Không mở lại ca được nữa.",
                "The pupil left more than 10 minutes ago, so the hours end there. The shift cannot be reopened.",
            ),
            R::TooSoonForAbsence { from } => say(
                format!("Chưa ghi vắng được: hãy đợi đến {}.", Lang::Vi.time(from.time())),
                format!("Too soon to mark absent: wait until {}.", Lang::En.time(from.time())),
            ),
            _ => fixed(
                "Buổi này không ở lúc đang diễn ra. Hãy mở buổi trước, hoặc xem trang chốt buổi.",
                "The session is not running. Open it first, or see the closing page.",
            ),
        }
    }

    fn about_the_queue(self) -> Message {
        use DeskRefusal as R;
        match self {
            R::NobodyFound => fixed(
                "Không tìm thấy ai trong buổi này. Thử vài chữ khác của tên, hoặc ghi ở ô “Khách chưa đặt lịch”.",
                "Nobody in this session matches. Try other letters of the name, or take a walk-in beside.",
            ),
            R::SeveralFound { count } => say(
                format!("Có {count} người trùng. Hãy chọn đúng người bên dưới."),
                format!("{count} people match. Choose the right one below."),
            ),
            R::NotToday => fixed(
                "Lượt đặt này đã hủy hoặc đã hẹn lại. Nếu bà con vẫn muốn làm hôm nay, ghi khách chưa đặt lịch.",
                "This booking was cancelled or moved. To be helped today all the same, take a walk-in.",
            ),
            R::AlreadyHere { number } => say(
                format!("Đã ghi đến trước đó rồi, số {number}."),
                format!("Already checked in, number {number}."),
            ),
            R::OtherSession { at } => say(
                format!(
                    "Mã này hẹn buổi khác: {}. Nếu bà con muốn làm hôm nay, ghi khách chưa đặt lịch.",
                    Lang::Vi.moment(at)
                ),
                format!(
                    "This code is for another session: {}. To be helped today, take a walk-in.",
                    Lang::En.moment(at)
                ),
            ),
            R::RuledOut => fixed(
                "Cán bộ phường đã ghi không ghép hai người này. Hãy chọn em khác.",
                "The coordinator ruled this pair out. Choose another pupil.",
            ),
            R::PupilHelping => fixed(
                "Em đang giúp một người. Hãy kết thúc lượt đó, hoặc đưa về hàng đợi, rồi điểm danh ra.",
                "The pupil is helping somebody. Finish there, or send the resident back to the queue, then check out.",
            ),
            R::AdultsOnly => fixed(
                "Thủ tục này chỉ người lớn được hướng dẫn. Hãy chọn một người lớn.",
                "Only an adult may lead this topic. Choose an adult.",
            ),
            R::HelperNotPresent => fixed(
                "Người được chọn chưa điểm danh hoặc đã ra về.",
                "The chosen helper is not checked in or has left.",
            ),
            R::HelperBusy => fixed(
                "Em này đang giúp người khác. Hãy chọn em đang rảnh.",
                "This pupil is helping somebody else. Choose one who is free.",
            ),
            R::NotCertified => fixed(
                "Em này chưa được chứng nhận cho thủ tục này.",
                "This pupil is not certified for the topic.",
            ),
            R::NobodyWaiting => fixed("Chưa có ai đang chờ.", "Nobody is waiting."),
            R::NobodyFree => fixed(
                "Người đang chờ cần một em khác, hoặc cần người lớn. Hãy chọn tay ở danh sách chờ.",
                "Those who wait need another pupil, or an adult. Choose by hand in the waiting list.",
            ),
            R::WalkInFull => fixed(
                "Từ giờ đến hết buổi không còn chỗ. Hãy hẹn bà con sang buổi khác, hoặc mời thêm người lớn để mở thêm chỗ.",
                "No seat is left until the end of the session. Offer another session, or check in another adult to open seats.",
            ),
            R::FormUsed { number } => say(
                format!(
                    "Ô này đã ghi khách số {number} rồi; khách số {number} vẫn giữ nguyên, người dưới đây chưa được ghi. Bấm lần nữa để ghi thêm người này."
                ),
                format!(
                    "This form has taken number {number} already; number {number} stays as it is and the person below is not taken yet. Press again to add this person."
                ),
            ),
            R::SlotGone => fixed(
                "Khung giờ đó vừa hết chỗ. Hãy chọn giờ khác.",
                "That slot has just filled up. Choose another.",
            ),
            _ => fixed(
                "Có người vừa xử lý rồi. Bảng bên dưới là tình hình mới nhất.",
                "Somebody has just dealt with this. The board below shows how it stands now.",
            ),
        }
    }

    fn about_closing(self) -> Message {
        use DeskRefusal as R;
        match self {
            R::PupilsPresent { count } => say(
                format!("Còn {count} em chưa ra về. Hãy điểm danh ra cho các em trước."),
                format!(
                    "{} still checked in. Check them out first.",
                    Lang::En.count(count, "", "pupil is", "pupils are"),
                ),
            ),
            R::EndsEarly { count } => say(
                format!(
                    "Còn {count} người đã hẹn hoặc đang chờ mà chưa hết giờ. Muốn dừng sớm, hãy đánh dấu vào ô xác nhận rồi bấm lại."
                ),
                format!(
                    "{} booked or waiting for a time that is not over. To end early tick the box and press again.",
                    Lang::En.count(count, "", "person is", "people are"),
                ),
            ),
            R::NobodyLeaves => fixed(
                "Chưa chọn em nào. Hãy đánh dấu những em ra về rồi bấm lại.",
                "No pupil is ticked. Tick those who leave, then press again.",
            ),
            R::StillHelping { count } => say(
                format!("Còn {count} lượt đang hỗ trợ. Hãy kết thúc các lượt đó trước."),
                format!(
                    "{} still being helped. Finish there first.",
                    Lang::En.count(count, "", "resident is", "residents are"),
                ),
            ),
            R::BookingsUndecided { count } => say(
                format!(
                    "Còn {count} lượt đặt chưa rõ có đến hay không. Hãy quyết định từng lượt, hoặc ghi vắng tất cả."
                ),
                format!(
                    "{} undecided. Decide each, or mark the rest absent.",
                    Lang::En.count(count, "", "booking is", "bookings are"),
                ),
            ),
            R::ShiftsUndecided { count } => say(
                format!("Còn {count} em chưa điểm danh: có mặt hay vắng?"),
                format!(
                    "{} neither present nor absent.",
                    Lang::En.count(count, "", "pupil is", "pupils are"),
                ),
            ),
            R::SupportsUnconfirmed { count } => say(
                format!("Còn {count} lượt hỗ trợ chưa xác nhận."),
                format!(
                    "{} to be confirmed.",
                    Lang::En.count(count, "", "support is still", "supports are still"),
                ),
            ),
            R::OwnSupports => fixed(
                "Lượt do chính ông/bà giúp hoặc ghi thì người khác xác nhận: nhờ một người phụ trách khác của buổi, hoặc cán bộ phường.",
                "What you gave or entered yourself is confirmed by somebody else: another supervisor of the session, or a coordinator.",
            ),
            _ => fixed("Chưa chốt được buổi này.", "This session cannot be closed yet."),
        }
    }
}

fn say(vi: String, en: String) -> Message {
    Message::new(vi, en)
}

fn fixed(vi: &'static str, en: &'static str) -> Message {
    Message::new(vi, en)
}
