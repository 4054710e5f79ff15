//! Columns and codes in words, for the printed copy. Columns without a word here are inner
//! numbers and fingerprints; they stand in the file for machines only.

use crate::domain::lang::Lang;
use crate::domain::phone::shown;
use crate::view::audit::state_word;

/// (column, in Vietnamese, in English).
const LABELS: &[(&str, &str, &str)] = &[
    ("access_needs", "Cần hỗ trợ", "Access needs"),
    ("acknowledge_by", "Hạn báo nhận", "Acknowledge by"),
    ("acknowledged_at", "Báo nhận lúc", "Acknowledged at"),
    ("active", "Đang hoạt động", "Active"),
    ("also_done", "Việc khác đã làm", "Also done"),
    ("answer", "Trả lời", "Answer"),
    ("answer_by", "Hạn trả lời", "Answer by"),
    ("appeal_phone", "Điện thoại để hỏi lại", "Telephone to appeal"),
    ("area_id", "Khu phố", "Area"),
    ("arrived_at", "Đến lúc", "Arrived at"),
    ("asked_by", "Ai yêu cầu", "Asked by"),
    ("asked_on", "Ngày yêu cầu", "Asked on"),
    ("asker_name", "Tên người yêu cầu", "Name of who asked"),
    ("attendance_percent", "Tỉ lệ có mặt (%)", "Attendance (%)"),
    ("available", "Rảnh", "Free"),
    ("away", "Không cho người của buổi xem", "Kept from the session's adults"),
    ("badge", "Mã thẻ", "Badge"),
    ("birth_year", "Năm sinh", "Year of birth"),
    ("breaches", "Số lần vi phạm an toàn", "Safety breaches"),
    ("can_do_alone", "Lần sau tự làm được", "Can do it alone"),
    ("cancel_reason", "Lý do hủy", "Reason for cancelling"),
    ("certified_on", "Ngày chứng nhận", "Certified on"),
    ("channel", "Đặt bằng cách nào", "Booked by"),
    ("checked_at", "Kiểm tra lúc", "Checked at"),
    ("checked_in_at", "Vào ca lúc", "Checked in at"),
    ("checked_out_at", "Ra ca lúc", "Checked out at"),
    ("class_id", "Lớp", "Class"),
    ("closed_at", "Khép lại lúc", "Closed at"),
    ("code", "Mã", "Code"),
    ("confirmed_at", "Xác nhận lúc", "Confirmed at"),
    ("confirmed_how", "Xác nhận bằng cách nào", "Confirmed how"),
    ("created_at", "Ghi lúc", "Written at"),
    ("day", "Ngày", "Day"),
    ("decided_at", "Quyết định lúc", "Decided at"),
    ("device", "Thiết bị", "Device"),
    ("done_on", "Ngày giúp", "Day of the help"),
    ("earned_on", "Ngày được tính giờ", "Credited for"),
    ("email", "Địa chỉ thư", "E-mail"),
    ("ended_at", "Xong lúc", "Ended at"),
    ("expires_at", "Hết hạn lúc", "Expires at"),
    ("expires_on", "Hết hạn ngày", "Expires on"),
    ("felt_helped", "Thấy có ích", "Felt helped"),
    ("finished_at", "Xong lúc", "Finished at"),
    ("follow_up", "Việc đã làm tiếp", "Follow-up"),
    ("from_minute", "Từ", "From"),
    ("given_at", "Đồng ý lúc", "Given at"),
    ("given_by", "Người ký", "Signed by"),
    ("guardian_email", "Địa chỉ thư phụ huynh", "Guardian's e-mail"),
    ("guardian_name", "Phụ huynh", "Guardian"),
    ("guardian_phone", "Điện thoại phụ huynh", "Guardian's telephone"),
    ("handed_to", "Chuyển cho", "Handed to"),
    ("handled_at", "Nhận xử lý lúc", "Taken in hand at"),
    ("happened_on", "Ngày xảy ra", "Day it happened"),
    ("home_area_id", "Khu phố nơi ở", "Home area"),
    ("identity_check", "Xác minh", "Identity check"),
    ("issued_at", "Cấp lúc", "Issued at"),
    ("kind", "Loại", "Kind"),
    ("lang", "Ngôn ngữ", "Language"),
    ("language", "Ngôn ngữ", "Language"),
    ("languages", "Ngôn ngữ", "Languages"),
    ("last_seen_at", "Dùng lần cuối", "Last seen"),
    ("level", "Cấp", "Level"),
    ("lifted_at", "Bỏ lúc", "Lifted at"),
    ("lifted_reason", "Lý do bỏ", "Reason for lifting"),
    ("logged_at", "Ghi lúc", "Logged at"),
    ("made_at", "Tạo lúc", "Made at"),
    ("method", "Đồng ý bằng cách nào", "Given how"),
    ("minutes", "Số phút", "Minutes"),
    ("name", "Tên", "Name"),
    ("number", "Số", "Number"),
    ("opened_at", "Mở lúc", "Opened at"),
    ("operated_by", "Ai bấm máy", "Who operated"),
    ("organisation_id", "Đơn vị", "Organisation"),
    ("outcome", "Kết quả", "Outcome"),
    ("password_hash", "Dấu của mật khẩu", "Fingerprint of the password"),
    ("phone", "Điện thoại", "Telephone"),
    ("phrase", "Hai chữ nhận ra", "The two words"),
    ("programme_id", "Chương trình", "Programme"),
    ("proxy_agreed", "Người được đặt hộ đã đồng ý", "Agreed to be booked for"),
    ("proxy_may_change", "Người đặt hộ được sửa", "Who booked may change it"),
    ("proxy_name", "Người đặt hộ", "Booked by"),
    ("proxy_phone", "Điện thoại người đặt hộ", "Telephone of who booked"),
    ("proxy_relation", "Quan hệ của người đặt hộ", "Relation of who booked"),
    ("pseudonymised_at", "Ẩn danh lúc", "Pseudonymised at"),
    ("purpose", "Mục đích", "Purpose"),
    ("queue_number", "Số thứ tự", "Queue number"),
    ("reason", "Lý do", "Reason"),
    ("received_at", "Nhận lúc", "Received at"),
    ("refused", "Không đồng ý", "Said no"),
    ("register", "Sổ", "Register"),
    ("relative", "Người nhà", "Relative"),
    ("reply_email", "Địa chỉ thư để trả lời", "E-mail for the answer"),
    ("restricted_at", "Hạn chế từ", "Restricted since"),
    ("returned_reason", "Lý do trả lại", "Reason for returning"),
    ("revoked_at", "Thu hồi lúc", "Revoked at"),
    ("revoked_reason", "Lý do thu hồi", "Reason for revoking"),
    ("school_id", "Trường", "School"),
    ("school_year", "Năm học", "School year"),
    ("seen_at", "Người lớn xem lúc", "Seen by an adult at"),
    ("session_id", "Buổi hỗ trợ", "Session"),
    ("set_aside_reason", "Lý do chưa đề nghị", "Reason for setting aside"),
    ("side", "Ai đồng ý", "Who agreed"),
    ("sign_in_name", "Tên đăng nhập", "Sign-in name"),
    ("since", "Từ ngày", "Since"),
    ("slot_id", "Giờ hẹn", "Time"),
    ("source", "Nhận ca bằng cách nào", "How the shift came"),
    ("started_at", "Bắt đầu lúc", "Began at"),
    ("state", "Tình trạng", "State"),
    ("supports", "Số lượt giúp", "Supports"),
    ("tear_off", "Mã xé", "Tear-off code"),
    ("tear_off_matched", "Mã xé khớp", "Tear-off code matched"),
    ("text_version", "Bản văn đã đọc", "Version of the text"),
    ("tier_id", "Hình thức khen", "Form of award"),
    ("title", "Chức danh", "Title"),
    ("to_minute", "Đến", "To"),
    ("topic_code", "Thủ tục", "Topic"),
    ("until", "Đến ngày", "Until"),
    ("vetoed", "Phụ huynh từ chối ca", "Guardian said no to the shift"),
    ("verified_at", "Xác minh lúc", "Verified at"),
    ("ward_id", "Phường", "Ward"),
    ("way", "Bằng cách nào", "How"),
    ("week_cap_minutes", "Số phút tối đa một tuần", "Minutes a week at most"),
    ("weekday", "Thứ", "Weekday"),
    ("what", "Nội dung", "What"),
    ("wish", "Nội dung yêu cầu", "Wish"),
    ("withdrawn_at", "Rút lúc", "Withdrawn at"),
    ("withdrawn_method", "Rút bằng cách nào", "Withdrawn how"),
    ("withdrawn_reason", "Lý do rút", "Reason for withdrawing"),
];

/// (code, in Vietnamese, in English); states stand with the words of the trail.
const CODES: &[(&str, &str, &str)] = &[
    ("account", "đăng nhập và gửi", "signed in"),
    ("ambassador", "đại sứ số", "ambassador"),
    ("arrival_messages", "báo khi con đến và ra về", "a line on arrival and on leaving"),
    ("booking_code", "mã lượt đặt", "booking code"),
    ("called_back", "gọi lại số đã lưu", "called back"),
    ("card", "thẻ lớp", "class card"),
    ("child", "học sinh", "pupil"),
    ("credit", "cộng giờ", "credit"),
    ("correct", "sửa cho đúng", "correct"),
    ("delete", "xóa", "delete"),
    ("desk", "tại bàn", "at the desk"),
    ("email", "qua thư điện tử", "by e-mail"),
    ("en", "tiếng Anh", "English"),
    ("guardian", "phụ huynh", "guardian"),
    ("in_person", "trực tiếp", "in person"),
    ("known_in_person", "biết mặt", "known in person"),
    ("link", "đường dẫn một lần", "one-time link"),
    ("matching", "qua ghép", "by the matching"),
    ("online", "qua mạng", "online"),
    ("paper", "trên giấy", "on paper"),
    ("paper_shown", "đã xem giấy tờ", "a paper was shown"),
    ("password", "mật khẩu", "password"),
    ("person", "chính người đó", "the person"),
    ("phone", "qua điện thoại", "by telephone"),
    ("photo", "ảnh", "photos"),
    ("representative", "người được ủy quyền", "somebody authorised"),
    ("restrict", "tạm ngừng sử dụng", "restrict"),
    ("schedule_messages", "tin nhắn lịch cho phụ huynh", "schedule messages to the guardian"),
    ("public_name", "tên trên danh sách công khai", "name on public lists"),
    ("see", "xem dữ liệu", "see the data"),
    ("self", "tự đặt", "by oneself"),
    ("shown", "qua tin nhắn của nhà trường", "by a text message of the school"),
    ("signed_in", "đã đăng nhập", "signed in"),
    ("taking_part", "tham gia", "taking part"),
    ("telephone", "qua điện thoại", "by telephone"),
    ("vi", "tiếng Việt", "Vietnamese"),
    ("walk_in", "đến trực tiếp", "walked in"),
    ("withdraw", "rút lại đồng ý", "withdraw consent"),
];

/// Columns that say yes or no.
const YES_NO: &[&str] = &[
    "active",
    "available",
    "away",
    "can_do_alone",
    "proxy_agreed",
    "proxy_may_change",
    "refused",
    "tear_off_matched",
    "vetoed",
];

/// Columns in which people write; what stands there is shown as it is.
const WRITTEN: &[&str] =
    &["answer", "asker_name", "follow_up", "name", "reason", "relative", "title", "what", "wish"];

fn find<'a>(list: &[(&str, &'a str, &'a str)], lang: Lang, sought: &str) -> Option<&'a str> {
    let (_, vi, en) = list.iter().find(|(of, ..)| *of == sought)?;
    Some(lang.t(vi, en))
}

/// A column in words, if people are told of it.
pub fn label(lang: Lang, column: &str) -> Option<&'static str> {
    find(LABELS, lang, column)
}

/// A code of this column in words; anything else as it stands.
pub fn value(lang: Lang, column: &str, value: &str) -> String {
    if YES_NO.contains(&column) {
        let yes = matches!(value, "1" | "t" | "true");
        return if yes { lang.t("có", "yes") } else { lang.t("không", "no") }.to_owned();
    }
    if column.ends_with("phone") {
        return shown(value);
    }
    if WRITTEN.contains(&column) {
        return value.to_owned();
    }
    if let (true, Ok(minute)) = (column.ends_with("_minute"), value.parse::<u32>()) {
        return format!("{}:{:02}", minute / 60, minute % 60);
    }
    if let ("weekday", Ok(day @ 1..=7)) = (column, value.parse::<usize>()) {
        let vi = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"];
        let en = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        return lang.t(vi[day - 1], en[day - 1]).to_owned();
    }
    match find(CODES, lang, value) {
        Some(word) => word.to_owned(),
        None => state_word(lang, value).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::data_requests::copy::columns_for;
    use crate::domain::data_requests::Subject;

    /// Left to the file for machines on purpose.
    const INNER: &[&str] = &[
        "id",
        "ahead",
        "found_in",
        "finds",
        "idempotency_key",
        "led_by",
        "misses",
        "offered_until",
        "person_key",
        "pinned",
        "scanned_columns",
        "scanned_tables",
        "search",
        "seat_held",
        "sort_key",
        "subject",
        "token",
        "token_expires_at",
    ];

    #[test]
    fn every_column_of_a_copy_has_a_word_or_is_inner() {
        let mut without: Vec<&str> = Vec::new();
        for subject in [Subject::Resident, Subject::Pupil, Subject::Guardian] {
            for column in columns_for(subject) {
                let name = column.column;
                let by_its_end = ["_id", "_by", "_hash"].iter().any(|end| name.ends_with(end));
                if label(Lang::Vi, name).is_none() && !by_its_end && !INNER.contains(&name) {
                    without.push(name);
                }
            }
        }
        assert!(without.is_empty(), "{without:?}");
    }

    #[test]
    fn codes_minutes_and_days_are_said_in_words() {
        assert_eq!(value(Lang::Vi, "from_minute", "450"), "7:30");
        assert_eq!(value(Lang::En, "weekday", "6"), "Saturday");
        assert_eq!(value(Lang::Vi, "available", "true"), "có");
        assert_eq!(value(Lang::Vi, "what", "person"), "person");
        assert_eq!(value(Lang::Vi, "asked_by", "person"), "chính người đó");
    }
}
