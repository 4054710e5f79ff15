//! A session's trail in words.

use crate::db::audit::TrailRow;
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::view::parts::{Moment, Tone};
use crate::view::words::session_state;

/// The trail, oldest first.
pub(super) fn moments(lang: Lang, trail: &[TrailRow]) -> Vec<Moment> {
    trail
        .iter()
        .map(|row| Moment {
            at: lang.moment(row.at),
            what: what(lang, row),
            who: row.name.clone().unwrap_or_default(),
            tone: tone(row),
        })
        .collect()
}

fn what(lang: Lang, row: &TrailRow) -> String {
    let said = match row.act.as_str() {
        "post" => lang.t("Soạn buổi", "Written"),
        "publish" => lang.t("Đăng", "Published"),
        "ask_school" => lang.t("Hỏi thêm trường", "Another school asked"),
        "ask_again" => lang.t("Hỏi lại nhà trường", "Schools asked again"),
        "take_back" => lang.t("Rút lời hỏi", "Question taken back"),
        "school_approved" => lang.t("Nhà trường đồng ý", "A school agreed"),
        "school_declined" => lang.t("Nhà trường chưa đồng ý", "A school declined"),
        "open" => lang.t("Mở cho người dân", "Opened to residents"),
        "back_to_draft" => lang.t("Trở về bản nháp", "A draft again"),
        "join_series" => lang.t("Thành buổi đầu của chuỗi", "Became the first of a series"),
        "edit" => return format!("{}: {}", lang.t("Sửa", "Changed"), fields(lang, &row.detail)),
        "move" => lang.t("Đổi giờ hoặc nơi", "Moved"),
        "cancel" => lang.t("Hủy buổi", "Called off"),
        "run" => lang.t("Bắt đầu", "Started"),
        "close" => lang.t("Kết thúc", "Ended"),
        _ => state_word(lang, &row.to_state).unwrap_or(&row.act),
    };
    match row.detail.is_empty() {
        true => said.to_owned(),
        false => format!("{said}: {}", row.detail),
    }
}

fn state_word(lang: Lang, code: &str) -> Option<&'static str> {
    SessionState::from_code(code).map(|state| session_state(lang, state).1)
}

/// The names of changed fields, as the trail keeps them.
fn fields(lang: Lang, detail: &str) -> String {
    let word = |field: &str| match field {
        "title" => lang.t("tên buổi", "title"),
        "topics" => lang.t("nội dung", "topics"),
        "slot_minutes" => lang.t("độ dài khung giờ", "length of slots"),
        "seats" => lang.t("số chỗ", "seats"),
        "walk_in_percent" => lang.t("phần cho người đến thẳng", "share for walk-ins"),
        "supervisors" => lang.t("người phụ trách", "supervisors"),
        "ambassadors_wanted" => lang.t("số đại sứ số", "ambassadors wanted"),
        "pupils_per_adult" => lang.t("số em mỗi người lớn", "pupils per adult"),
        "access_notes" => lang.t("lối đi", "access"),
        _ => lang.t("ghi chú", "notes"),
    };
    detail.split(", ").map(word).collect::<Vec<_>>().join(", ")
}

fn tone(row: &TrailRow) -> Tone {
    match row.act.as_str() {
        "cancel" | "school_declined" | "back_to_draft" => Tone::Bad,
        "move" | "edit" => Tone::Warn,
        "open" | "school_approved" | "run" | "close" => Tone::Good,
        "publish" if row.to_state == SessionState::Open.code() => Tone::Good,
        _ => Tone::Info,
    }
}
