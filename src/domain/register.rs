//! The words of the register of processing: for what, on which ground, about whom, how long.

use super::lang::Lang;
use super::retention::{Days, Rule};
use crate::text_enum;

text_enum! {
    /// What something is kept for.
    pub enum Use {
        Visits = "visits",
        Sessions = "sessions",
        Pupils = "pupils",
        Consent = "consent",
        Safety = "safety",
        Hours = "hours",
        Recognition = "recognition",
        Accounts = "accounts",
        Messages = "messages",
        Rights = "rights",
        Trail = "trail",
        Running = "running",
    }
}

text_enum! {
    /// Whom it tells about.
    pub enum Whose {
        Nobody = "nobody",
        Resident = "resident",
        Proxy = "proxy",
        Pupil = "pupil",
        Guardian = "guardian",
        Staff = "staff",
        Everybody = "everybody",
    }
}

text_enum! {
    /// Why it may be kept (Luật 91/2025/QH15).
    pub enum Ground {
        /// No personal data.
        None = "none",
        /// The person agreed.
        Consent = "consent",
        /// The child and the guardian agreed.
        BothConsents = "both_consents",
        /// A duty by law: proof of consent, safety of children, records of awards.
        Duty = "duty",
        /// The task of the ward and the school, and the safety of the service.
        Task = "task",
    }
}

/// Until when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    /// No personal data: as long as it is of use.
    Standing,
    /// Until the rule reaches it.
    Until(Rule),
    /// Stays as a number or a state when the rule has taken the person out of it.
    Nameless(Rule),
    /// Never changed, because its worth is that nobody can change it; it holds
    /// codes, numbers and states, nothing that somebody typed.
    Sealed,
}

/// Why a column is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Why {
    pub purpose: Use,
    pub whose: Whose,
    pub ground: Ground,
    pub keep: Keep,
}

impl Use {
    /// The heading of its part of the register.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Use::Visits => lang.t("Đặt lịch và đón tiếp bà con", "Booking and receiving residents"),
            Use::Sessions => {
                lang.t("Tổ chức buổi hỗ trợ và ghép người giúp", "Running sessions and matching")
            }
            Use::Pupils => {
                lang.t("Danh sách và lịch của đại sứ số", "The pupils' roster and times")
            }
            Use::Consent => lang.t("Đồng ý của em và phụ huynh", "Consent of child and guardian"),
            Use::Safety => lang.t("An toàn cho trẻ em", "Children's safety"),
            Use::Hours => lang.t("Ghi và xác minh giờ", "Logging and verifying hours"),
            Use::Recognition => lang.t("Khen thưởng", "Recognition"),
            Use::Accounts => lang.t("Tài khoản và đăng nhập", "Accounts and sign-in"),
            Use::Messages => lang.t("Gửi tin", "Sending messages"),
            Use::Rights => {
                lang.t("Trả lời yêu cầu về dữ liệu", "Answering requests about personal data")
            }
            Use::Trail => lang.t("Nhật ký chống sửa", "The tamper-evident trail"),
            Use::Running => {
                lang.t("Vận hành, không có dữ liệu cá nhân", "Running the system, no personal data")
            }
        }
    }
}

impl Whose {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Whose::Nobody => lang.t("không của ai", "nobody"),
            Whose::Resident => lang.t("người dân", "residents"),
            Whose::Proxy => lang.t("người đặt hộ", "who books for somebody"),
            Whose::Pupil => lang.t("học sinh", "pupils"),
            Whose::Guardian => lang.t("phụ huynh", "guardians"),
            Whose::Staff => lang.t("cán bộ, giáo viên", "staff and teachers"),
            Whose::Everybody => lang.t("người dùng nói chung", "whoever uses the system"),
        }
    }
}

impl Ground {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Ground::None => lang.t("không phải dữ liệu cá nhân", "no personal data"),
            Ground::Consent => lang.t("người đó đồng ý khi đặt lịch", "agreed to when booking"),
            Ground::BothConsents => {
                lang.t("em và phụ huynh cùng đồng ý", "agreed to by child and guardian")
            }
            Ground::Duty => lang.t("nghĩa vụ theo luật", "duty by law"),
            Ground::Task => {
                lang.t("nhiệm vụ của phường, nhà trường", "task of the ward and the school")
            }
        }
    }
}

impl Keep {
    /// "ẩn danh … · sau 90 ngày".
    pub fn name(self, lang: Lang, days: &Days) -> String {
        match self {
            Keep::Standing => lang.t("khi còn dùng", "while in use").to_owned(),
            Keep::Until(rule) => format!("{}: {}", days.after(rule, lang), rule.what(lang)),
            Keep::Nameless(rule) => format!(
                "{} {}",
                lang.t("còn lại không kèm tên,", "stays without the name,"),
                days.after(rule, lang)
            ),
            Keep::Sealed => lang
                .t(
                    "không sửa, không xóa; chỉ có mã số và trạng thái",
                    "never changed or deleted; only numbers and states",
                )
                .to_owned(),
        }
    }
}
