//! Messages, headings, lists and the slip.

use maud::{Markup, html};

use super::saturday;
use crate::domain::lang::Lang;
use crate::view::icons::Icon;
use crate::view::parts::*;

pub(super) fn blocks(lang: Lang) -> Markup {
    html! {
        (breadcrumb(lang, &[(lang.t("Buổi hỗ trợ", "Sessions"), "/sessions")], &lang.day(saturday())))
        (tabs(lang.t("Danh sách", "Lists"), &[
            Tab::new(lang.t("Hôm nay", "Today"), "/desk").count(12).current(true),
            Tab::new(lang.t("Chờ xác nhận", "To confirm"), "/desk?tab=confirm").count(3),
            Tab::new(lang.t("Đã chốt", "Closed"), "/desk?tab=closed"),
        ]))
        (steps(lang, &[
            lang.t("Thủ tục", "Topic"), lang.t("Buổi", "Session"),
            lang.t("Giờ", "Time"), lang.t("Xác nhận", "Confirm"),
        ], 2))
        (notice(&Notice::done(lang.t("Đã lưu buổi thứ Bảy.", "Saturday's session is saved."))))
        (notice(&Notice::info(lang.t("Còn hai chỗ lúc 9:00.", "Two places left at 9:00."))))
        (notice(&Notice::warn(lang.t("Chưa đủ hai người lớn.", "Not yet two adults."))))
        (notice(&Notice::problem(lang.t("Chỗ này vừa có người đặt.", "This place was just taken."))))
        (stats(html! {
            (stat(&lang.number(1204), lang.t("lượt hỗ trợ", "visits"), Some(lang.t("từ 1/9", "since 1 September"))))
            (stat("86 %", lang.t("tự làm được", "did it themselves"), None))
            (stat(&lang.hours(3630), lang.t("đã xác nhận", "verified"), None))
        }))
        div class="cards" {
            (link_card("/sessions/7", lang.t("Văn phòng khu phố 5", "Office of neighbourhood 5"), html! {
                p { (lang.day(saturday())) ", 7:30–10:30" }
                p class="row" { (badge(Mark::Open, lang.t("Còn 6 chỗ", "6 places left"))) }
            }))
            (card(lang.t("Địa điểm", "Place"), definitions(&[
                (lang.t("Nơi", "Where"), html! { "12 Lê Văn Lương, phường Phú Thuận" }),
                (lang.t("Người phụ trách", "Supervisors"), html! { "Trần Thị Diễm, Nguyễn Đăng Khoa" }),
                (lang.t("Xe lăn", "Wheelchair"), html! { (lang.t("Vào được", "Yes")) }),
            ])))
        }
        (disclosure(lang.t("Vì sao cần hai người lớn?", "Why two adults?"), html! {
            p { (lang.t("Một em không bao giờ ở riêng với một người lớn.", "One child is never alone with one adult.")) }
        }))
        (code_block("otpauth://totp/dai-su-so?secret=JBSWY3DPEHPK3PXP"))
    }
}

pub(super) fn lists(lang: Lang) -> Markup {
    let hours = |n| html! { (lang.hours(n)) };
    let state = |mark, vi, en| badge(mark, lang.t(vi, en));
    let open = |name: &str| {
        let label = lang.t("Mở", "Open");
        html! { (Button::quiet(label).to("/people/1").small().says(format!("{label}: {name}"))) }
    };
    html! {
        (section(lang.t("Danh sách", "Lists"), html! {
            (filter_box("people", lang.t("Lọc theo tên hoặc lớp", "Filter by name or class")))
            (Table::new(lang.t("Đại sứ số", "Ambassadors")).id("people")
                .text(lang.t("Họ tên", "Name")).text(lang.t("Lớp", "Class"))
                .number(lang.t("Giờ", "Hours")).text(lang.t("Tình trạng", "State"))
                .actions(lang.t("Việc", "Actions"))
                .row([html! { "Lê Minh Anh" }, html! { "8A1" }, hours(750),
                    state(Mark::Done, "Đủ đồng ý", "Consents complete"), open("Lê Minh Anh")])
                .row([html! { "Nguyễn Quốc Bảo" }, html! { "6/3" }, hours(45),
                    state(Mark::Waiting, "Chờ phụ huynh", "Waiting for the guardian"), open("Nguyễn Quốc Bảo")])
                .row([html! { "Đỗ Phương Thủy" }, html! { "9A2" }, hours(1515),
                    state(Mark::Warning, "Sắp hết giờ tuần này", "Close to the weekly cap"), open("Đỗ Phương Thủy")])
                .total([html! { (lang.t("Cộng", "Total")) }, html! {}, hours(2310), html! {}, html! {}]))
            (pager(lang, 2, 7, |n| format!("/people?page={n}")))
            (empty_state(Icon::Calendar, lang.t("Chưa có buổi nào", "No session yet"),
                lang.t("Buổi mới được đăng mỗi thứ Hai.", "New sessions are posted on Mondays."),
                html! { (Button::primary(lang.t("Đăng buổi", "Post a session")).icon(Icon::Plus).to("/sessions/new")) }))
            (timeline(&[
                Moment { at: "28/11/2026 7:42".into(), what: lang.t("Bác Sáu đã đến.", "Mr Sáu arrived.").into(), who: "Cô Diễm".into(), tone: Tone::Info },
                Moment { at: "28/11/2026 8:05".into(), what: lang.t("Đã hỗ trợ xong.", "Helped.").into(), who: "Minh Anh".into(), tone: Tone::Good },
                Moment { at: "28/11/2026 9:10".into(), what: lang.t("Một lượt bị trả lại.", "One record was returned.").into(), who: "Thầy Khoa".into(), tone: Tone::Bad },
            ]))
        }))
    }
}

pub(super) fn booking_slip(lang: Lang) -> Markup {
    let bring = ["Căn cước gắn chip", "Điện thoại đã sạc pin", "SIM chính chủ"].map(str::to_owned);
    let slip = Slip {
        lang,
        code: "7K2Q-M",
        day: saturday(),
        time: "8:00–8:30",
        place: "Văn phòng khu phố 5",
        address: "12 Lê Văn Lương, phường Phú Thuận",
        landmark: Some("Cạnh chợ, đối diện trạm y tế"),
        topic: "Lấy lại mật khẩu hoặc passcode VNeID",
        bring: &bring,
        phrase: "sông xanh",
        tear_code: "H4TP-9",
        phone: "028 3773 1234",
        qr: None,
    };
    section(lang.t("Phiếu đặt lịch", "Booking slip"), html! { (slip) (print_button(lang)) })
}
