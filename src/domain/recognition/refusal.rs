//! Why an award does not take its next step.

use crate::domain::refusal::{Message, Refuse};

/// A named reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AwardRefusal {
    /// Somebody else moved it meanwhile, or it is not its turn.
    MovedOn,
    NothingToCheck,
    NothingToApprove,
    NothingToIssue,
    NothingToPrint,
    /// Awards already rest on the criteria.
    TiersFixed,
    /// Awards refer to the tier that would be left out.
    TierInUse,
    /// The achievement has another award already.
    HasAnother,
    /// A revoked award has no paper.
    RevokedHasNoPaper,
    /// The bundled fonts cannot draw a character of a name.
    CannotPrint(char),
    /// A text does not fit on the paper.
    DoesNotFit,
}

impl Refuse for AwardRefusal {
    fn code(&self) -> &'static str {
        match self {
            AwardRefusal::MovedOn => "award_moved_on",
            AwardRefusal::NothingToCheck => "nothing_to_check",
            AwardRefusal::NothingToApprove => "nothing_to_approve",
            AwardRefusal::NothingToIssue => "nothing_to_issue",
            AwardRefusal::NothingToPrint => "nothing_to_print",
            AwardRefusal::TiersFixed => "tiers_fixed",
            AwardRefusal::TierInUse => "tier_in_use",
            AwardRefusal::HasAnother => "has_another_award",
            AwardRefusal::RevokedHasNoPaper => "revoked_has_no_paper",
            AwardRefusal::CannotPrint(_) => "cannot_print",
            AwardRefusal::DoesNotFit => "does_not_fit",
        }
    }

    fn message(&self) -> Message {
        let (vi, en) = match self {
            AwardRefusal::MovedOn => (
                "Hồ sơ này vừa được người khác xử lý, hoặc chưa đến bước này. Hãy xem lại trạng thái hiện tại.",
                "Somebody else has just handled this, or it is not at this step. Look at where it stands now.",
            ),
            AwardRefusal::NothingToCheck => (
                "Không còn hồ sơ nào của lớp chờ kiểm tra.",
                "No candidate of the class waits to be checked.",
            ),
            AwardRefusal::NothingToApprove => (
                "Chưa có hồ sơ nào được giáo viên chủ nhiệm kiểm tra.",
                "No candidate has been checked by a class teacher yet.",
            ),
            AwardRefusal::NothingToIssue => (
                "Chưa có hồ sơ nào được phê duyệt để ban hành.",
                "No approved award waits to be issued.",
            ),
            AwardRefusal::NothingToPrint => ("Chưa có gì để in.", "There is nothing to print yet."),
            AwardRefusal::TiersFixed => (
                "Đã có khen thưởng được phê duyệt theo các mức này nên không sửa được mức nữa. Các mục khác vẫn sửa được.",
                "Awards have been approved under these tiers, so the tiers can no longer change. Everything else can.",
            ),
            AwardRefusal::TierInUse => (
                "Không bỏ được mức này: đã có hồ sơ được xét theo nó. Hãy sửa tiêu chí thay vì bỏ.",
                "This tier cannot be left out: candidates were decided under it. Change its criteria instead.",
            ),
            AwardRefusal::HasAnother => (
                "Em này đã có một hồ sơ khác trong chương trình. Mỗi thành tích chỉ được khen một lần.",
                "This pupil already has another award in the programme. One achievement earns one award.",
            ),
            AwardRefusal::RevokedHasNoPaper => (
                "Khen thưởng này đã bị thu hồi nên không in giấy được nữa.",
                "This award has been revoked, so there is no paper to print.",
            ),
            AwardRefusal::CannotPrint(character) => {
                return Message::new(
                    format!(
                        "Phông chữ của giấy không có ký tự “{character}”. Hãy sửa lại tên rồi in lại."
                    ),
                    format!(
                        "The paper's font has no character “{character}”. Correct the name and print again."
                    ),
                );
            }
            AwardRefusal::DoesNotFit => (
                "Có nội dung dài quá khổ giấy. Hãy rút gọn tên chương trình hoặc chức danh người ký.",
                "A text is too long for the paper. Shorten the programme's name or the signatory's office.",
            ),
        };
        Message::new(vi, en)
    }
}
