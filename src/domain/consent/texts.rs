//! What people sign, word for word. A text is never changed once somebody has signed it: a
//! new edition is added below with a new version, and old signatures keep theirs.

use super::{Purpose, Side};
use crate::domain::refusal::Message;

/// The texts of one version.
#[derive(Clone, Copy, Debug)]
pub struct Edition {
    /// Stored with every signature.
    pub version: &'static str,
    texts: &'static [(Purpose, Side, &'static str, &'static str)],
}

impl Edition {
    /// What this side agrees to for this purpose; none where nobody asks that side.
    pub fn text(&self, purpose: Purpose, side: Side) -> Option<Message> {
        let found = self.texts.iter().find(|(p, s, _, _)| (*p, *s) == (purpose, side));
        found.map(|(_, _, vi, en)| Message::new(*vi, *en))
    }
}

/// The edition people sign today.
pub const TODAY: &Edition = &EDITIONS[EDITIONS.len() - 1];

/// The edition of a signature.
pub fn edition(version: &str) -> Option<&'static Edition> {
    EDITIONS.iter().find(|edition| edition.version == version)
}

/// Every edition ever signed, the newest last.
pub const EDITIONS: &[Edition] = &[Edition { version: "2026-1", texts: FIRST }];

const FIRST: &[(Purpose, Side, &str, &str)] = &[
    (
        Purpose::TakingPart,
        Side::Child,
        "Em muốn tham gia Đại sứ số và được xếp ca giúp người dân dùng dịch vụ số. Nhà trường và Đoàn phường được lưu họ tên, lớp, năm sinh, giờ rảnh, các ca và số giờ của em để xếp ca, giữ an toàn và ghi nhận. Luôn có ít nhất hai người lớn ở cùng; em không bao giờ phải ở riêng với một người lạ.",
        "I want to take part in Đại sứ số and be scheduled to help people use digital services. The school and the ward's youth union may keep my name, class, birth year, free times, shifts and hours to schedule me, keep me safe and recognise my work. At least two adults are always there; I am never alone with a stranger.",
    ),
    (
        Purpose::TakingPart,
        Side::Guardian,
        "Tôi đồng ý cho con tham gia Đại sứ số và được xếp ca giúp người dân dùng dịch vụ số, ở nơi công cộng, luôn có ít nhất hai người lớn. Nhà trường và Đoàn phường được lưu họ tên, lớp, năm sinh, giờ rảnh, các ca và số giờ của con, cùng tên và số liên hệ của tôi, để xếp ca, giữ an toàn và ghi nhận.",
        "I agree that my child takes part in Đại sứ số and is scheduled to help people use digital services, in public places, with at least two adults always there. The school and the ward's youth union may keep my child's name, class, birth year, free times, shifts and hours, and my name and contact, to schedule, keep safe and recognise.",
    ),
    (
        Purpose::ScheduleMessages,
        Side::Child,
        "Em đồng ý để phụ huynh nhận tin về lịch trực của em: ngày, giờ, nơi trực và mọi thay đổi.",
        "I agree that my guardian is told of my shifts: day, time, place and every change.",
    ),
    (
        Purpose::ScheduleMessages,
        Side::Guardian,
        "Tôi muốn nhận tin về lịch trực của con: ngày, giờ, nơi trực và mọi thay đổi.",
        "I want to be told of my child's shifts: day, time, place and every change.",
    ),
    (
        Purpose::ArrivalMessages,
        Side::Guardian,
        "Tôi muốn nhận một dòng tin khi con được điểm danh đến nơi trực và một dòng khi con ra về.",
        "I want one line when my child is checked in at a shift and one when my child leaves.",
    ),
    (
        Purpose::Photo,
        Side::Child,
        "Em đồng ý để nhà trường và Đoàn phường dùng ảnh hoạt động có em trong bản tin và báo cáo của chương trình.",
        "I agree that the school and the youth union use photos of activities with me in the programme's news and reports.",
    ),
    (
        Purpose::Photo,
        Side::Guardian,
        "Tôi đồng ý để nhà trường và Đoàn phường dùng ảnh hoạt động có con tôi trong bản tin và báo cáo của chương trình.",
        "I agree that the school and the youth union use photos of activities with my child in the programme's news and reports.",
    ),
    (
        Purpose::PublicName,
        Side::Child,
        "Em đồng ý để chữ viết tắt tên, lớp và số giờ của em được nêu ở trang khen thưởng mà ai cũng xem được.",
        "I agree that my initials, class and hours are shown on the recognition pages that everybody can see.",
    ),
    (
        Purpose::PublicName,
        Side::Guardian,
        "Tôi đồng ý để chữ viết tắt tên, lớp và số giờ của con được nêu ở trang khen thưởng mà ai cũng xem được.",
        "I agree that my child's initials, class and hours are shown on the recognition pages that everybody can see.",
    ),
];

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn every_side_that_is_asked_has_a_text_and_no_other() {
        for edition in EDITIONS {
            for purpose in Purpose::ALL {
                for side in Side::ALL {
                    let asked = purpose.sides().contains(side);
                    assert_eq!(edition.text(*purpose, *side).is_some(), asked, "{purpose} {side}");
                }
            }
        }
        assert_eq!(edition(TODAY.version).map(|e| e.version), Some("2026-1"));
    }

    #[test]
    fn what_was_signed_is_never_reworded() {
        // A change of wording fails here: it needs a new edition, not a new print.
        let prints: Vec<(&str, String)> = EDITIONS.iter().map(|e| (e.version, print(e))).collect();
        let known: Vec<(&str, String)> =
            PRINTS.iter().map(|(version, print)| (*version, (*print).to_owned())).collect();
        assert_eq!(prints, known);
    }

    /// The fingerprint of an edition's words.
    fn print(edition: &Edition) -> String {
        let all: Vec<String> =
            edition.texts.iter().map(|(p, s, vi, en)| format!("{p}|{s}|{vi}|{en}")).collect();
        HEXLOWER.encode(&Sha256::digest(all.join("\n").as_bytes()))
    }

    const PRINTS: &[(&str, &str)] =
        &[("2026-1", "85cb139c370ccb30a6ddbb880d688607f7b68c7400f9cf44b4b43c8296d08753")];
}
