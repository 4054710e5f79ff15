//! Buttons and questions.

use maud::{Markup, html};

use crate::domain::lang::Lang;
use crate::view::icons::Icon;
use crate::view::parts::*;

pub(super) fn buttons(lang: Lang) -> Markup {
    let reason = lang.t("Cần thêm một người lớn", "One more adult is needed");
    section(
        lang.t("Nút bấm", "Buttons"),
        html! {
            (button_row(html! {
                (Button::primary(lang.t("Đặt lịch này", "Book this")).icon(Icon::Check).to("/book"))
                (Button::quiet(lang.t("Tìm buổi khác", "Another session")).to("/sessions"))
                (Button::danger(lang.t("Xoá", "Delete")).icon(Icon::Trash).to("/delete"))
                (Button::quiet(lang.t("Nhỏ", "Small")).small().to("/small"))
                (post_button("/arrive", Button::quiet(lang.t("Đã đến", "Arrived")), &[("id", "7")]))
            }))
            p { (Button::primary(lang.t("Mở đăng ký", "Open for booking")).blocked(Some(reason))) }
            (confirm_box(
                lang.t("Hủy buổi này…", "Cancel this session…"),
                lang.t("12 người đã đặt sẽ được báo.", "12 people who booked will be told."),
                "/sessions/7/cancel",
                Button::danger(lang.t("Hủy buổi", "Cancel the session")),
                html! { (Field::text("reason", lang.t("Lý do", "Reason"))) },
            ))
        },
    )
}

pub(super) fn fields(lang: Lang) -> Markup {
    let mut filled = Form::default();
    filled.set("name", "Nguyễn Văn Sáu");
    filled.set("phone", "09123");
    filled.set("slot", "8:30");
    filled.refuse("phone", lang.t("Số điện thoại có 10 chữ số.", "A phone number has 10 digits."));
    filled.refuse("needs", lang.t("Chọn ít nhất một ý.", "Choose at least one."));
    let fill = |field| filled.fill(field);
    section(
        lang.t("Câu hỏi", "Questions"),
        html! {
            (filled.summary(lang))
            (form("/gallery", html! {
                (fill(Field::text("name", lang.t("Họ và tên", "Name"))
                    .hint(lang.t("Như bà con vẫn gọi.", "As people call you."))))
                (fill(Field::tel("phone", lang.t("Điện thoại", "Phone")).optional(lang)))
                (fill(Field::radios("slot", lang.t("Giờ đến", "Time"), times(lang)).grid()))
                (fill(Field::radios("topic", lang.t("Cần giúp gì?", "What do you need?"), topics(lang)).cards()))
                (fill(Field::checks("needs", lang.t("Cần lưu ý", "To keep in mind"), vec![
                    Choice::new("wheelchair", lang.t("Đi xe lăn", "Wheelchair")),
                    Choice::new("eyes", lang.t("Mắt kém", "Poor eyesight")),
                    Choice::new("ears", lang.t("Nghe kém", "Poor hearing")),
                ])))
                (fill(Field::select("area", lang.t("Khu phố", "Neighbourhood"), vec![
                    Choice::new("5", "Khu phố 5"), Choice::new("7", "Khu phố 7"),
                ])))
                (fieldset(lang.t("Buổi", "Session"), side_by_side(html! {
                    (fill(Field::date("day", lang.t("Ngày", "Day"))))
                    (fill(Field::time("from", lang.t("Từ", "From"))))
                    (fill(Field::number("seats", lang.t("Số chỗ", "Seats"))))
                })))
                (fill(Field::email("mail", "E-mail").optional(lang)))
                (fill(Field::password("password", lang.t("Mật khẩu", "Password"))))
                (fill(Field::textarea("note", lang.t("Ghi chú", "Note")).optional(lang)))
                (fill(Field::tick("agree", lang.t("Tôi đã đọc nội quy.", "I have read the rules."))))
                (button_row(html! {
                    (Button::primary(lang.t("Lưu", "Save")))
                    (Button::quiet(lang.t("Thôi", "Never mind")).to("/"))
                }))
            }))
            (upload_form("/gallery", html! {
                (Field::file("roster", lang.t("Danh sách lớp (CSV)", "Class list (CSV)")).attribute("accept", ".csv"))
                (Button::quiet(lang.t("Tải lên", "Upload")).icon(Icon::Upload))
            }))
            (search_form("/gallery", html! {
                (Field::search("q", lang.t("Tìm buổi", "Find a session")))
                (Button::quiet(lang.t("Tìm", "Find")).icon(Icon::Search))
            }))
        },
    )
}

fn times(lang: Lang) -> Vec<Choice> {
    let left = |n: i64| lang.count(n, "chỗ trống", "place left", "places left");
    vec![
        Choice::new("7:30", "7:30").note(left(3)),
        Choice::new("8:00", "8:00").note(lang.t("hết chỗ", "full")).closed(true),
        Choice::new("8:30", "8:30").note(left(1)),
        Choice::new("9:00", "9:00").note(left(4)),
        Choice::new("9:30", "9:30").note(left(2)),
    ]
}

fn topics(lang: Lang) -> Vec<Choice> {
    vec![
        Choice::new("A2", lang.t("Quên mật khẩu VNeID", "Forgotten VNeID password"))
            .icon(Icon::Key)
            .note(lang.t("khoảng 20 phút", "about 20 minutes")),
        Choice::new("D2", lang.t("Thẻ bảo hiểm y tế", "Health insurance card"))
            .icon(Icon::Accessible)
            .note(lang.t("khoảng 15 phút", "about 15 minutes")),
        Choice::new("H1", lang.t("Nhận diện lừa đảo", "Recognise fraud"))
            .icon(Icon::Shield)
            .note(lang.t("khoảng 30 phút", "about 30 minutes")),
    ]
}
