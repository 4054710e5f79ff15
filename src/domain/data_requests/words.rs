//! The words of the rights desk.

use super::{AskedBy, DataRequestState, IdentityCheck, RightKind, Subject, Way};
use crate::domain::lang::Lang;

impl RightKind {
    /// "Xem dữ liệu".
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            RightKind::See => lang.t("Xem dữ liệu", "See the data"),
            RightKind::Correct => lang.t("Sửa cho đúng", "Correct the data"),
            RightKind::Restrict => lang.t("Tạm ngừng sử dụng", "Restrict their use"),
            RightKind::Withdraw => lang.t("Rút lại đồng ý", "Withdraw consent"),
            RightKind::Delete => lang.t("Xóa dữ liệu", "Delete the data"),
        }
    }

    /// What it brings, for whoever chooses.
    pub fn explain(self, lang: Lang) -> &'static str {
        match self {
            RightKind::See => lang.t(
                "Nhận bản in mọi điều chúng tôi đang giữ về mình",
                "A printed copy of all that is kept about you",
            ),
            RightKind::Correct => lang.t(
                "Sửa tên, điện thoại, năm sinh ghi sai",
                "Mend a wrong name, telephone or year of birth",
            ),
            RightKind::Restrict => lang.t(
                "Vẫn giữ nhưng không xếp lịch, không gửi tin cho đến khi báo lại",
                "Kept, but not used for scheduling or messages until you say so",
            ),
            RightKind::Withdraw => lang.t(
                "Không tham gia nữa: hủy lịch hẹn, ca trực sắp tới",
                "No longer take part: coming appointments and shifts are cancelled",
            ),
            RightKind::Delete => lang.t(
                "Bỏ tên và mọi thông tin liên hệ khỏi hệ thống",
                "Take name and contacts out of the system",
            ),
        }
    }
}

impl Subject {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Subject::Resident => lang.t("Người dân", "Resident"),
            Subject::Pupil => lang.t("Học sinh", "Pupil"),
            Subject::Guardian => lang.t("Phụ huynh", "Guardian"),
        }
    }
}

impl AskedBy {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            AskedBy::Person => lang.t("Chính người đó", "The person"),
            AskedBy::Guardian => lang.t("Cha mẹ, người giám hộ", "Parent or guardian"),
            AskedBy::Representative => lang.t("Người được ủy quyền", "Somebody authorised"),
        }
    }
}

impl Way {
    /// May staff enter it? The others come by themselves.
    pub fn is_entered(self) -> bool {
        matches!(self, Way::Paper | Way::InPerson | Way::Telephone)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Way::BookingCode => lang.t("Qua trang lượt đặt", "On the booking's page"),
            Way::Account => lang.t("Đăng nhập và gửi", "Signed in"),
            Way::GuardianLink => lang.t("Qua trang phụ huynh", "On the guardian's page"),
            Way::Paper => lang.t("Đơn trên giấy", "On paper"),
            Way::InPerson => lang.t("Nói trực tiếp", "In person"),
            Way::Telephone => lang.t("Qua điện thoại", "By telephone"),
        }
    }
}

impl IdentityCheck {
    /// May staff enter it? What a page has proved by itself they have not seen.
    pub fn is_entered(self) -> bool {
        !matches!(self, IdentityCheck::SignedIn | IdentityCheck::GuardianLink)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            IdentityCheck::BookingCode => {
                lang.t("Mã lượt đặt và tên khớp", "Booking code and name agree")
            }
            IdentityCheck::SignedIn => lang.t("Đã đăng nhập", "Signed in"),
            IdentityCheck::GuardianLink => lang.t(
                "Đường dẫn phụ huynh và năm sinh của con",
                "Guardian's link and the child's year of birth",
            ),
            IdentityCheck::PaperShown => lang.t(
                "Đã xem giấy tờ tùy thân (không ghi số)",
                "An identity paper was shown (no number noted)",
            ),
            IdentityCheck::KnownInPerson => {
                lang.t("Cán bộ, thầy cô biết mặt", "Known to the staff in person")
            }
            IdentityCheck::CalledBack => {
                lang.t("Gọi lại đúng số đã lưu", "Called back on the stored number")
            }
        }
    }
}

impl DataRequestState {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            DataRequestState::Received => lang.t("Mới nhận", "Received"),
            DataRequestState::Acknowledged => lang.t("Đã báo nhận", "Acknowledged"),
            DataRequestState::Done => lang.t("Đã thực hiện", "Done"),
            DataRequestState::Refused => lang.t("Từ chối", "Refused"),
        }
    }

    pub fn is_open(self) -> bool {
        matches!(self, DataRequestState::Received | DataRequestState::Acknowledged)
    }
}
