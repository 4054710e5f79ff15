//! The words of the trail. It stores short codes, which never change; people read these.

use crate::domain::lang::Lang;

/// (code, Vietnamese, English) of what an act is done to.
const THINGS: &[(&str, &str, &str)] = &[
    ("account", "Tài khoản", "Account"),
    ("adult_attendance", "Điểm danh người lớn", "Adult's attendance"),
    ("ambassador", "Đại sứ số", "Ambassador"),
    ("award", "Khen thưởng", "Award"),
    ("booking", "Lượt đặt", "Booking"),
    ("breach", "Vi phạm an toàn", "Safety breach"),
    ("class", "Lớp", "Class"),
    ("closed_days", "Ngày nghỉ của trường", "Closed days"),
    ("family_support", "Giúp người nhà", "Help at home"),
    ("hours_entry", "Dòng giờ", "Hours entry"),
    ("match", "Cặp ghép", "Match"),
    ("matching_run", "Lần ghép", "Matching run"),
    ("organisation", "Đơn vị", "Organisation"),
    ("place", "Nơi hỗ trợ", "Place"),
    ("programme", "Chương trình khen thưởng", "Recognition programme"),
    ("request", "Yêu cầu", "Request"),
    ("series", "Chuỗi hằng tuần", "Weekly series"),
    ("session", "Buổi hỗ trợ", "Session"),
    ("shift", "Ca trực", "Shift"),
    ("support", "Lượt hỗ trợ", "Support"),
];

/// (code, Vietnamese, English) of what was done.
const ACTS: &[(&str, &str, &str)] = &[
    ("absent", "ghi không đến", "marked absent"),
    ("accept", "đồng ý", "accepted"),
    ("accept_invitation", "nhận lời mời", "accepted the invitation"),
    ("accept_offer", "nhận chỗ được giữ", "took the offered seat"),
    ("add", "thêm", "added"),
    ("add_administrator", "thêm quản trị", "added an administrator"),
    ("add_exception", "báo ngày bận, rảnh", "noted days away or free"),
    ("add_parts", "thêm lớp, khu phố", "added classes or neighbourhoods"),
    ("allow", "cho ghép lại", "allowed again"),
    ("answer", "trả lời", "answered"),
    ("approve", "phê duyệt", "approved"),
    ("arrive", "ghi đã đến", "arrived"),
    ("ask", "gửi yêu cầu", "asked"),
    ("book", "đặt lịch", "booked"),
    ("booking_left", "người đặt đã rút", "the booking left"),
    ("cancel", "hủy", "cancelled"),
    ("certify", "cấp chứng nhận", "certified"),
    ("change", "sửa", "changed"),
    ("change_password", "đổi mật khẩu", "changed the password"),
    ("change_tiers", "sửa mức khen", "changed the tiers"),
    ("check", "đồng ý đề nghị", "checked"),
    ("check_in", "điểm danh vào", "checked in"),
    ("check_out", "điểm danh ra", "checked out"),
    ("close", "chốt", "closed"),
    ("compute", "tính danh sách", "computed"),
    ("confirm", "xác nhận", "confirmed"),
    ("create", "tạo", "created"),
    ("credit_again", "ghi giờ lại", "credited again"),
    ("credit_hours", "ghi giờ", "credited hours"),
    ("decline", "từ chối", "declined"),
    ("discard", "bỏ bản xem trước", "discarded"),
    ("edit", "sửa", "edited"),
    ("end", "kết thúc", "ended"),
    ("end_other_sign_ins", "đăng xuất thiết bị khác", "signed other devices out"),
    ("end_role", "kết thúc vai trò", "ended the role"),
    ("finish", "xong lượt", "finished"),
    ("fit", "xếp lịch", "fitted"),
    ("forbid", "không cho ghép", "forbade"),
    ("hand", "xếp bằng tay", "assigned by hand"),
    ("invite", "mời", "invited"),
    ("invite_again", "mời lại", "invited again"),
    ("issue", "ban hành", "issued"),
    ("issue_password", "cấp mật khẩu", "issued a password"),
    ("join", "vào ca tại bàn", "joined at the desk"),
    ("leave", "ra về", "left"),
    ("log", "ghi lượt", "logged"),
    ("lost", "dở dang vì máy dừng", "lost when a process stopped"),
    ("mark_absent", "ghi vắng", "marked absent"),
    ("matching", "nhận qua ghép", "given by the matching"),
    ("mend", "tự ghép lại", "mended"),
    ("move", "đổi giờ", "moved"),
    ("new_link", "gửi đường dẫn mới", "sent a new link"),
    ("note", "ghi nhận", "noted"),
    ("offer", "giữ chỗ cho người chờ", "offered a seat"),
    ("offer_over", "hết hạn giữ chỗ", "the offer ran out"),
    ("open", "mở nhận đặt", "opened"),
    ("own", "tự nhận ca", "taken by the pupil"),
    ("pause", "tạm nghỉ", "paused"),
    ("pin", "ghim", "pinned"),
    ("post", "soạn", "posted"),
    ("preview", "xem trước", "previewed"),
    ("publish", "công bố", "published"),
    ("reopen", "đưa lại vào danh sách", "made a candidate again"),
    ("remove", "bỏ", "removed"),
    ("restore", "dùng lại", "restored"),
    ("resume", "hoạt động lại", "resumed"),
    ("retire", "ngừng dùng", "retired"),
    ("return", "trả lại", "returned"),
    ("reverse", "hủy giờ", "reversed"),
    ("revoke", "thu hồi", "revoked"),
    ("run", "bắt đầu", "began"),
    ("run_again", "ghép lại", "ran again"),
    ("school_approved", "trường đồng ý", "the school agreed"),
    ("school_declined", "trường từ chối", "the school declined"),
    ("set_aside", "chưa đề nghị", "set aside"),
    ("set_details", "sửa thông tin", "set details"),
    ("set_lessons", "đặt giờ học", "set lesson hours"),
    ("set_limits", "đặt giới hạn giờ", "set limits"),
    ("set_standing", "đổi tình trạng", "set the standing"),
    ("set_week", "đặt lịch rảnh", "set the free times"),
    ("sign", "ghi phiếu đồng ý", "recorded a consent"),
    ("start", "bắt đầu giúp", "began to help"),
    ("stop", "dừng", "stopped"),
    ("swap", "đổi người", "swapped"),
    ("take", "nhận ca", "took the shift"),
    ("take_off", "rút khỏi danh sách", "took off the list"),
    ("tell", "báo giúp người nhà", "told of help at home"),
    ("uncertify", "bỏ chứng nhận", "took the certification back"),
    ("undo", "làm lại", "undid"),
    ("unpin", "bỏ ghim", "unpinned"),
    ("verify", "xác minh", "verified"),
    ("wait", "ghi tên chờ", "joined the waiting list"),
    ("walk_in", "đến không đặt trước", "walked in"),
    ("withdraw", "rút", "withdrew"),
    ("withdraw_all", "rút mọi ca", "withdrew every shift"),
    ("withdraw_consent", "rút đồng ý", "withdrew a consent"),
];

/// "Buổi hỗ trợ"; an unknown code is shown as it is.
pub fn thing(lang: Lang, code: &str) -> &str {
    find(THINGS, lang, code)
}

/// "công bố"; an unknown code is shown as it is.
pub fn act(lang: Lang, code: &str) -> &str {
    find(ACTS, lang, code)
}

/// Codes and words of all kinds of things, for the filter.
pub fn things(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    THINGS.iter().map(move |(code, vi, en)| (*code, lang.t(*vi, *en)))
}

fn find<'a>(words: &[(&str, &'static str, &'static str)], lang: Lang, code: &'a str) -> &'a str {
    words.iter().find(|(known, ..)| *known == code).map_or(code, |(_, vi, en)| lang.t(*vi, *en))
}
