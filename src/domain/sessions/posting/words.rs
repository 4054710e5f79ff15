//! What is said beside the fields of a posting.

use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::domain::school_year::{ClosedKind, ClosedSpan};

pub fn no_day() -> Message {
    Message::new("Chọn một ngày, ví dụ 28/11/2026.", "Choose a day, for example 28/11/2026.")
}

pub fn no_time() -> Message {
    Message::new("Điền giờ, ví dụ 7:30.", "Enter a time, for example 7:30.")
}

pub fn past() -> Message {
    Message::new(
        "Thời điểm này đã qua. Chọn một ngày giờ sắp tới.",
        "This time has passed. Choose one ahead.",
    )
}

pub fn too_far_ahead() -> Message {
    Message::new(
        "Ngày này còn quá xa: chỉ đăng trước tối đa một năm.",
        "This day is too far off: post at most a year ahead.",
    )
}

pub fn ends_before_it_starts() -> Message {
    Message::new(
        "Giờ kết thúc phải sau giờ bắt đầu, trong cùng một ngày.",
        "The end must come after the start, on the same day.",
    )
}

pub fn shorter_than_a_slot(minutes: i64) -> Message {
    Message::new(
        format!("Buổi ngắn hơn một khung giờ ({minutes} phút)."),
        format!("The session is shorter than one slot ({minutes} minutes)."),
    )
}

pub fn at_night() -> Message {
    Message::new(
        "Buổi hỗ trợ diễn ra trong khoảng 6:00–21:00.",
        "Sessions are held between 6:00 and 21:00.",
    )
}

pub fn closed(span: &ClosedSpan) -> Message {
    let (vi, en) = (span.name.say(Lang::Vi), span.name.say(Lang::En));
    let (what_vi, what_en) = match span.kind {
        ClosedKind::Holiday => ("ngày nghỉ lễ", "a public holiday"),
        ClosedKind::ExamWeek => ("tuần kiểm tra", "an exam week"),
        ClosedKind::Closure => ("ngày nghỉ", "a closed day"),
    };
    Message::new(
        format!("{vi} là {what_vi}: không tổ chức buổi hỗ trợ."),
        format!("{en} is {what_en}: no session is held."),
    )
}

pub fn too_late_for_pupils() -> Message {
    Message::new(
        "Có đại sứ số thì buổi phải kết thúc trước 19:00.",
        "With ambassadors a session must end by 19:00.",
    )
}

pub fn too_long_for_pupils() -> Message {
    Message::new(
        "Có đại sứ số thì buổi dài tối đa 3 giờ. Hãy chia thành hai buổi.",
        "With ambassadors a session lasts at most 3 hours. Please make it two sessions.",
    )
}

pub fn too_many_pupils(adults: i64, per_adult: i64) -> Message {
    let most = adults * per_adult;
    Message::new(
        format!(
            "{adults} người lớn, mỗi người {per_adult} em: tối đa {most} đại sứ số. Thêm người lớn hoặc bớt số em."
        ),
        format!(
            "{adults} adults with {per_adult} pupils each: at most {most} ambassadors. Add adults or ask for fewer pupils."
        ),
    )
}

pub fn nothing_for_pupils() -> Message {
    Message::new(
        "Các nội dung đã chọn chỉ người lớn làm, nên buổi này không cần đại sứ số. Điền 0 hoặc thêm nội dung khác.",
        "The chosen topics are for adults only, so no ambassadors are needed. Enter 0 or add other topics.",
    )
}

pub fn not_a_series() -> Message {
    Message::new(
        "Ngày cuối của chuỗi phải sau ngày đầu ít nhất một tuần và không quá một năm.",
        "The series' last day must be at least a week and at most a year after the first.",
    )
}
