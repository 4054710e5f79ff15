//! Names of things that several pages say.

use super::parts::Mark;
use crate::domain::access::Role;
use crate::domain::lang::Lang;
use crate::domain::sessions::{ApprovalState, SessionState};
use crate::domain::shifts::ShiftState;
use crate::domain::topics::Tier;

/// A role's name.
pub fn role_name(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Administrator => lang.t("Quản trị", "Administrator"),
        Role::Coordinator => lang.t("Cán bộ Đoàn phường", "Coordinator"),
        Role::Supervisor => lang.t("Người lớn phụ trách", "Supervisor"),
        Role::SchoolOfficer => lang.t("Cán bộ nhà trường", "School officer"),
        Role::ClassTeacher => lang.t("Giáo viên chủ nhiệm", "Class teacher"),
        Role::Board => lang.t("Ban giám hiệu", "School board"),
    }
}

/// Where a session stands, as staff read it.
pub fn session_state(lang: Lang, state: SessionState) -> (Mark, &'static str) {
    match state {
        SessionState::Draft => (Mark::Draft, lang.t("Bản nháp", "Draft")),
        SessionState::AwaitingSchool => {
            (Mark::Waiting, lang.t("Chờ nhà trường", "Waits for the school"))
        }
        SessionState::Open => (Mark::Open, lang.t("Đang mở", "Open")),
        SessionState::Running => (Mark::Running, lang.t("Đang diễn ra", "Running")),
        SessionState::ToConfirm => (Mark::Warning, lang.t("Chờ xác nhận", "To be confirmed")),
        SessionState::Closed => (Mark::Done, lang.t("Đã chốt", "Closed")),
        SessionState::Cancelled => (Mark::Stopped, lang.t("Đã hủy", "Called off")),
    }
}

/// A school's word.
pub fn approval_state(lang: Lang, state: ApprovalState) -> (Mark, &'static str) {
    match state {
        ApprovalState::Asked => (Mark::Waiting, lang.t("Chờ trả lời", "Waits for an answer")),
        ApprovalState::Approved => (Mark::Done, lang.t("Đồng ý", "Agreed")),
        ApprovalState::Declined => (Mark::Stopped, lang.t("Chưa đồng ý", "Declined")),
    }
}

/// Where a pupil's place in a session stands.
pub fn shift_state(lang: Lang, state: ShiftState) -> (Mark, &'static str) {
    match state {
        ShiftState::Taken => (Mark::Taken, lang.t("Đã nhận ca", "Taken")),
        ShiftState::Proposed => (Mark::Waiting, lang.t("Chờ em trả lời", "Waits for an answer")),
        ShiftState::Accepted => (Mark::Taken, lang.t("Đã nhận lời", "Accepted")),
        ShiftState::Declined => (Mark::Stopped, lang.t("Không nhận", "Declined")),
        ShiftState::Withdrawn => (Mark::Stopped, lang.t("Đã rút", "Withdrawn")),
        ShiftState::Present => (Mark::Running, lang.t("Có mặt", "Present")),
        ShiftState::Done => (Mark::Done, lang.t("Đã xong", "Done")),
        ShiftState::Absent => (Mark::Stopped, lang.t("Vắng", "Absent")),
    }
}

/// Who may help with a topic.
pub fn tier(lang: Lang, tier: Tier) -> &'static str {
    match tier {
        Tier::Guide => lang.t("Đại sứ số hướng dẫn", "An ambassador guides"),
        Tier::Adult => lang.t("Có người lớn bên cạnh", "An adult stands beside"),
        Tier::Reserved => lang.t("Chỉ người lớn", "Adults only"),
    }
}
