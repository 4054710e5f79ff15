//! Programmes, tiers and awards: what a school year's work must amount to, who
//! reaches it, and the way an award takes from candidate to paper.
//!
//! The law behind it: Luật Thi đua, khen thưởng (one achievement earns one award, a
//! false one is revoked) and TT 19/2025/TT-BGDĐT (the forms a school gives its pupils).

mod candidates;
mod criteria;
mod forms;
mod programme;
mod refusal;

pub use candidates::{Changes, Earned, Known, changes};
pub use criteria::{Criteria, Criterion, Figures, Measure, Progress, Step, highest, next};
pub use forms::{DecisionForm, ParsedDecision, ReasonForm, reason};
pub use programme::{ParsedProgramme, ParsedTier, ProgrammeForm, default_tiers};
pub use refusal::AwardRefusal;

use super::codes::SIGNS;
use super::lang::Lang;
use crate::text_enum;

text_enum! {
    /// Where an award stands.
    pub enum AwardState {
        Candidate = "candidate",
        /// The class teacher agrees.
        Checked = "checked",
        /// Stands in a decision of the board.
        Approved = "approved",
        /// Has a number in the register, and a paper.
        Issued = "issued",
        Revoked = "revoked",
        SetAside = "set_aside",
    }
}

impl AwardState {
    /// Its name on pages.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            AwardState::Candidate => lang.t("Chờ kiểm tra", "To check"),
            AwardState::Checked => lang.t("Đã kiểm tra", "Checked"),
            AwardState::Approved => lang.t("Đã phê duyệt", "Approved"),
            AwardState::Issued => lang.t("Đã ban hành", "Issued"),
            AwardState::Revoked => lang.t("Đã thu hồi", "Revoked"),
            AwardState::SetAside => lang.t("Không đề nghị", "Set aside"),
        }
    }
}

text_enum! {
    /// The forms a school may give (TT 19/2025/TT-BGDĐT; a certificate is free of form).
    pub enum AwardForm {
        Certificate = "certificate",
        Letter = "letter",
        Commendation = "commendation",
    }
}

impl AwardForm {
    /// Its name on pages.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            AwardForm::Certificate => lang.t("Giấy chứng nhận", "Certificate"),
            AwardForm::Letter => lang.t("Thư khen", "Letter of praise"),
            AwardForm::Commendation => {
                lang.t("Giấy khen của hiệu trưởng", "Principal's commendation")
            }
        }
    }

    /// As it stands in numbers: "01/GCN-NVN".
    pub fn abbreviation(self) -> &'static str {
        match self {
            AwardForm::Certificate => "GCN",
            AwardForm::Letter => "TK",
            AwardForm::Commendation => "GK",
        }
    }

    /// What for, as the paper says it, without a full stop; the figures follow it.
    pub fn achievement(self) -> &'static str {
        match self {
            AwardForm::Certificate => {
                "Đã hoàn thành nhiệm vụ Đại sứ số, hướng dẫn người dân sử dụng dịch vụ công trực tuyến"
            }
            AwardForm::Letter => {
                "Đã nhiệt tình, kiên nhẫn và lễ phép giúp người dân tự tay sử dụng dịch vụ công trực tuyến"
            }
            AwardForm::Commendation => {
                "Đã có thành tích xuất sắc trong hoạt động Đại sứ số, góp phần vào phong trào “Bình dân học vụ số”"
            }
        }
    }
}

/// The register an award of this form is entered in: "NVN/2026/GCN". `school_year` is
/// "2026–2027" and is kept by its first year.
pub fn register(school_code: &str, school_year: &str, form: AwardForm) -> String {
    let first: String = school_year.chars().take(4).collect();
    format!("{school_code}/{first}/{}", form.abbreviation())
}

/// The number as papers and pages print it: "01/GCN-NVN".
pub fn number(number: i64, form: AwardForm, school_code: &str) -> String {
    format!("{number:02}/{}-{school_code}", form.abbreviation())
}

/// The ward, as papers are dated at it and as its people's committee is called, out of
/// the name of the ward's organisation: "Đông Hưng Thuận" of "Đoàn TNCS Hồ Chí Minh
/// phường Đông Hưng Thuận". A name without such a word is taken as it is.
pub fn ward_in(name: &str) -> (&'static str, &str) {
    let kinds = ["phường", "xã", "đặc khu"];
    let mut words = name.match_indices(' ').map(|(at, _)| at).collect::<Vec<_>>();
    words.insert(0, 0);
    for at in words {
        let rest = name[at..].trim_start();
        for kind in kinds {
            let Some((first, place)) = rest.split_at_checked(kind.len()) else { continue };
            if first.to_lowercase() == kind && place.starts_with(' ') {
                return (kind, place.trim_start());
            }
        }
    }
    ("", name)
}

/// The name of an award's public page: 18 signs without look-alikes, 81 random bits, so
/// that a paper's address can be typed by hand and never be guessed.
pub fn token(random: u128) -> String {
    let signs = SIGNS.len() as u128;
    let mut rest = random;
    (0..18)
        .map(|_| {
            let sign = SIGNS[(rest % signs) as usize];
            rest /= signs;
            char::from(sign)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_eighteen_signs_that_no_eye_mistakes() {
        for random in [0, 1, u128::MAX, u128::MAX / 3] {
            let token = token(random);
            assert_eq!(token.len(), 18);
            assert!(token.bytes().all(|sign| SIGNS.contains(&sign)));
        }
        assert_ne!(token(u128::MAX), token(u128::MAX - 1));
    }

    #[test]
    fn the_ward_is_found_in_the_name_of_its_organisation() {
        let ward = ("phường", "Đông Hưng Thuận");
        assert_eq!(ward_in("Phường Đông Hưng Thuận"), ward);
        assert_eq!(ward_in("Đoàn TNCS Hồ Chí Minh phường Đông Hưng Thuận"), ward);
        assert_eq!(ward_in("Đoàn xã Bình Mỹ"), ("xã", "Bình Mỹ"));
        assert_eq!(ward_in("Côn Đảo"), ("", "Côn Đảo"));
        assert_eq!(ward_in(""), ("", ""));
    }

    #[test]
    fn numbers_read_as_a_clerk_writes_them() {
        assert_eq!(register("NVN", "2026–2027", AwardForm::Letter), "NVN/2026/TK");
        assert_eq!(number(7, AwardForm::Certificate, "NVN"), "07/GCN-NVN");
        assert_eq!(number(123, AwardForm::Commendation, "NVN"), "123/GK-NVN");
    }
}
