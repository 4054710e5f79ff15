//! What goes and what stays, before the last click.

use maud::{Markup, html};

use super::copy::table_name;
use super::title;
use crate::db::data_requests::DataRequest;
use crate::domain::data_requests::Subject;
use crate::domain::lang::Lang;
use crate::paths::data_requests as at;
use crate::view::parts::{Button, Field, Table, breadcrumb, button_row, form, page_head, section};

/// What goes and what stays, before the last click.
pub fn page(lang: Lang, request: &DataRequest, rows: &[(&'static str, i64)]) -> Markup {
    let (goes, stays) = fate(lang, request.subject);
    let table =
        Table::new(lang.t("Dữ liệu đang giữ", "What is kept now"))
            .text(lang.t("Loại", "Kind"))
            .number(lang.t("Số dòng", "Rows"))
            .rows(rows.iter().map(|(table, n)| {
                [html! { (table_name(lang, table)) }, html! { (lang.number(*n)) }]
            }));
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST), (&request.name, &at::one(request.id))], lang.t("Xóa dữ liệu", "Delete the data")))
        (page_head(&format!("{} {}", lang.t("Xóa dữ liệu của", "Delete the data of"), request.name), "", html! {}))
        (section(lang.t("Sẽ mất, không lấy lại được", "Goes, and never comes back"), html! { ul.points { @for line in goes { li { (line) } } } }))
        (section(lang.t("Còn lại, không kèm tên", "Stays, without the name"), html! { ul.points { @for line in stays { li { (line) } } } }))
        (section(lang.t("Đang giữ", "Kept now"), html! { (table) }))
        (form(&at::of(request.id, "delete"), html! {
            (Field::tick("sure", lang.t("Tôi đã đọc và đã xác minh người yêu cầu", "I have read this and checked who asks")))
            (button_row(html! {
                (Button::danger(lang.t("Xóa dữ liệu của người này", "Delete this person's data")))
                (Button::quiet(lang.t("Thôi", "Not now")).to(at::one(request.id)))
            }))
        }))
    }
}

fn fate(lang: Lang, subject: Subject) -> (Vec<&'static str>, Vec<&'static str>) {
    match subject {
        Subject::Resident => (
            vec![
                lang.t(
                    "Tên, điện thoại, năm sinh, nhu cầu hỗ trợ",
                    "Name, telephone, year of birth, access needs",
                ),
                lang.t(
                    "Mã lượt đặt; lịch hẹn sắp tới được hủy",
                    "Booking codes; coming appointments are cancelled",
                ),
                lang.t("Ghi nhận ứng xử", "Notes on conduct"),
                lang.t("Yêu cầu được giúp và giờ tiện", "Wishes for help and their times"),
                lang.t(
                    "Tên người này trong mọi ghi chú và tin nhắn",
                    "The name in every note and message",
                ),
            ],
            vec![
                lang.t(
                    "Số lượt đã giúp, theo thủ tục và ngày (báo cáo của phường)",
                    "Visits by topic and day (the ward's reports)",
                ),
                lang.t("Giờ mà các em đã giúp", "The hours that pupils helped"),
                lang.t(
                    "Việc tạm dừng nhận đặt, nếu có, cho đến hết hạn (bảo vệ các em)",
                    "A bar of the ward, if any, until its end (it protects the pupils)",
                ),
            ],
        ),
        Subject::Pupil => (
            vec![
                lang.t(
                    "Họ tên, mã đăng nhập, mật khẩu, liên hệ phụ huynh",
                    "Name, sign-in code, password, guardian's contacts",
                ),
                lang.t(
                    "Lịch rảnh, khu phố nơi ở; ca trực sắp tới được trả lại",
                    "Free times, home area; coming shifts are given back",
                ),
                lang.t(
                    "Tên em trong mọi ghi chú, tin nhắn và trang công khai",
                    "The name in every note, message and public page",
                ),
            ],
            vec![
                lang.t(
                    "Số giờ, số lượt đã giúp (sổ giờ, 5 năm)",
                    "Hours and visits (ledger, 5 years)",
                ),
                lang.t(
                    "Số và loại giấy khen trong sổ (5 năm)",
                    "Numbers and kinds of awards in the register (5 years)",
                ),
                lang.t(
                    "Ngày đồng ý và ngày rút (bằng chứng theo luật)",
                    "Days of consent and withdrawal (proof by law)",
                ),
            ],
        ),
        Subject::Guardian => (
            vec![
                lang.t("Họ tên, điện thoại, địa chỉ thư", "Name, telephone, e-mail address"),
                lang.t("Tên người ký trên các phiếu đồng ý", "The name on consents"),
            ],
            vec![lang.t(
                "Ngày đồng ý và ngày rút, không kèm tên",
                "Days of consent and withdrawal, without the name",
            )],
        ),
    }
}
