//! What waits for somebody to do it, so that the start page says it before it is asked.

use super::access::Permission;
use super::lang::Lang;
use crate::text_enum;

text_enum! {
    /// A kind of work that waits.
    pub enum Duty {
        /// Reports about somebody's safety that are not closed.
        Incidents = "incidents",
        /// Sessions that run or are to be confirmed.
        Desk = "desk",
        /// People to be called about a seat that is kept for them.
        Calls = "calls",
        /// Wishes that no session fits yet.
        Requests = "requests",
        /// Sessions that ask the school for its pupils.
        Releases = "releases",
        /// Supports that the school has still to verify.
        Supports = "supports",
        /// Pupils who cannot be scheduled because a consent is missing.
        Consents = "consents",
        /// Help at home that waits for a paper.
        Family = "family",
        /// Candidates that their class teacher has not checked.
        Candidates = "candidates",
        /// Checked candidates that the board has not approved.
        Approvals = "approvals",
        /// Approved awards without number and paper.
        Issues = "issues",
        /// Requests about personal data that are not answered.
        DataRequests = "data_requests",
        /// Such requests whose legal term is over.
        LateDataRequests = "late_data_requests",
        /// Leaks of which the authority has not been told.
        DataLeaks = "data_leaks",
    }
}

impl Duty {
    /// Who does it.
    pub fn needs(self) -> Permission {
        match self {
            Duty::Incidents => Permission::SeeIncidents,
            Duty::Desk => Permission::RunDesk,
            Duty::Calls | Duty::Requests => Permission::PostSessions,
            Duty::Releases => Permission::ApproveRelease,
            Duty::Supports | Duty::Family => Permission::VerifyHours,
            Duty::Consents => Permission::KeepRoster,
            Duty::Candidates => Permission::CheckCandidates,
            Duty::Approvals => Permission::ApproveAwards,
            Duty::Issues => Permission::IssueAwards,
            Duty::DataRequests | Duty::LateDataRequests | Duty::DataLeaks => {
                Permission::AnswerDataRequests
            }
        }
    }

    /// "người cần gọi": stands below the number.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Duty::Incidents => lang.t("báo cáo an toàn chưa khép lại", "safety reports still open"),
            Duty::Desk => lang.t("buổi đang chạy hoặc chờ chốt", "sessions running or to confirm"),
            Duty::Calls => lang.t("người cần gọi", "people to call"),
            Duty::Requests => lang.t("yêu cầu chưa có lịch", "requests without a session"),
            Duty::Releases => lang.t("buổi chờ trường duyệt", "sessions awaiting the school"),
            Duty::Supports => lang.t("lượt hỗ trợ chờ xác minh", "supports to verify"),
            Duty::Consents => lang.t("em còn thiếu ý kiến đồng ý", "pupils without all consents"),
            Duty::Family => lang.t("lượt giúp người nhà chờ giấy", "visits at home awaiting paper"),
            Duty::Candidates => lang.t("em chờ kiểm tra để khen", "candidates to check"),
            Duty::Approvals => lang.t("đề nghị khen chờ phê duyệt", "awards to approve"),
            Duty::Issues => lang.t("giấy khen chờ ban hành", "awards to issue"),
            Duty::DataRequests => {
                lang.t("yêu cầu về dữ liệu chờ trả lời", "requests about personal data to answer")
            }
            Duty::LateDataRequests => lang.t(
                "yêu cầu về dữ liệu đã quá hạn luật định",
                "requests about personal data past their legal term",
            ),
            Duty::DataLeaks => lang
                .t("vụ lộ dữ liệu phải báo trong 72 giờ", "data leaks to report within 72 hours"),
        }
    }
}
