//! The front door: in five seconds what a resident does, in thirty what a ward and a
//! school get from it.

use maud::{Markup, html};

use super::catalogue::session_card;
use super::icons::Icon;
use super::parts::{Button, Tone, button_row, hint_box, page_head, section, stat, stats};
use super::topics::way;
use crate::db::catalogue::sessions::Card;
use crate::db::catalogue::{Catalogue, Figures};
use crate::domain::at::At;
use crate::domain::lang::Lang;
use crate::paths;

/// What people ask for most at the counters (dossier §0.6).
const ASKED_MOST: [&str; 6] = ["A2", "A4", "D2", "B5", "G2", "H1"];
/// Counts below this are not shown: they would be about somebody (invariant 12).
const SMALLEST_SHOWN: i64 = 5;

/// For residents first, for schools and wards below.
pub fn index(
    lang: Lang,
    catalogue: &Catalogue,
    next: &[Card],
    figures: &Figures,
    now: At,
) -> Markup {
    html! {
        (door(lang))
        @if !next.is_empty() {
            (section(lang.t("Buổi gần nhất", "The next sessions"), html! {
                div class="cards" { @for session in next { (session_card(lang, catalogue, session, now)) } }
                (button_row(html! {
                    (Button::quiet(lang.t("Xem tất cả các buổi", "See all sessions")).to(paths::catalogue::SESSIONS))
                }))
            }))
        }
        (asked_most(lang, catalogue))
        (how_residents(lang))
        (for_organisations(lang, figures))
    }
}

fn door(lang: Lang) -> Markup {
    html! {
        div class="door" {
            (page_head(
                lang.t("Cần giúp làm thủ tục trên điện thoại?", "Need help with online services?"),
                lang.t(
                    "Mời ông bà, cô bác đến gần nhà, có người hướng dẫn tận tay. Miễn phí, không cần tài khoản.",
                    "Come to a place near your home and be guided step by step. Free, no account needed.",
                ),
                html! {},
            ))
            (button_row(html! {
                (Button::primary(lang.t("Đặt lịch giúp đỡ", "Book help")).icon(Icon::Calendar).to(paths::catalogue::TOPICS).wide())
                (Button::quiet(lang.t("Tôi đã có mã", "I have a code")).icon(Icon::Ticket).to(paths::bookings::ENTER).wide())
            }))
            (hint_box(Tone::Good, html! {
                p {
                    (lang.t(
                        "Không ai ở đây hỏi mật khẩu, mã OTP hay số tài khoản của ông/bà. Ai hỏi là lừa đảo.",
                        "Nobody here asks for your password, one-time code or account number. Whoever does is a fraud.",
                    ))
                }
            }))
        }
    }
}

fn asked_most(lang: Lang, catalogue: &Catalogue) -> Markup {
    let topics: Vec<_> = ASKED_MOST.iter().filter_map(|code| catalogue.topic(code)).collect();
    html! {
        @if !topics.is_empty() {
            (section(lang.t("Bà con hay cần", "What people often need"), html! {
                ul class="ways" { @for topic in topics { li { (way(lang, topic)) } } }
            }))
        }
    }
}

fn how_residents(lang: Lang) -> Markup {
    let steps = [
        (
            lang.t("Chọn việc và giờ", "Choose a topic and a time"),
            lang.t("Chỉ cần tên; số điện thoại có thì ghi. Đặt hộ người nhà cũng được.", "A name is enough; a phone number helps. You can book for somebody else."),
        ),
        (
            lang.t("Giữ phiếu hẹn", "Keep the slip"),
            lang.t("Có mã, nơi đến, giấy tờ cần mang và hai chữ mà người đón phải nói đúng.", "It has a code, the place, what to bring and two words the greeter must say."),
        ),
        (
            lang.t("Đến và tự tay làm", "Come and do it yourself"),
            lang.t("Đại sứ số chỉ dẫn, người lớn ở bên cạnh. Máy và giấy tờ luôn ở trong tay ông/bà.", "Ambassadors show the way with an adult nearby. Phone and papers stay in your hands."),
        ),
    ];
    section(lang.t("Ba bước là xong", "Three steps"), numbered(&steps))
}

fn numbered(steps: &[(&str, &str)]) -> Markup {
    html! {
        ol class="how" {
            @for (name, text) in steps { li { div { strong { (name) } p { (text) } } } }
        }
    }
}

fn for_organisations(lang: Lang, figures: &Figures) -> Markup {
    let steps = [
        (
            lang.t("Đoàn phường đăng buổi hỗ trợ", "The ward posts a session"),
            lang.t("Nơi, giờ, việc giúp được, người lớn phụ trách; nhà trường duyệt cho các em tham gia.", "Place, time, topics, adults in charge; the school releases its pupils."),
        ),
        (
            lang.t("Bà con đặt lịch, các em nhận ca", "Residents book, pupils take shifts"),
            lang.t("Xếp lịch tự động theo năng lực, giờ rảnh và giới hạn an toàn cho trẻ em.", "Matching follows skills, free time and safety limits for children."),
        ),
        (
            lang.t("Ngày hỗ trợ có bàn điều phối", "The day runs from one desk"),
            lang.t("Điểm danh, gọi số, khách vãng lai; luôn đủ người lớn bên cạnh các em.", "Roll call, queue, walk-ins; always enough adults beside the pupils."),
        ),
        (
            lang.t("Giờ được xác nhận thành khen thưởng", "Verified hours become recognition"),
            lang.t("Sổ giờ minh bạch, giấy chứng nhận có mã QR, hồ sơ khen thưởng đúng mẫu của nhà trường.", "A clear ledger of hours, certificates with a QR code, papers in the school's own form."),
        ),
    ];
    html! {
        (section(lang.t("Dành cho phường và nhà trường", "For wards and schools"), html! {
            p {
                (lang.t(
                    "Đại sứ số giúp phong trào Bình dân học vụ số: học sinh THCS hướng dẫn bà con dùng dịch vụ công trực tuyến, dưới sự phụ trách của người lớn.",
                    "Đại sứ số serves the movement “Bình dân học vụ số”: pupils guide residents through online public services, with adults in charge.",
                ))
            }
            (numbered(&steps))
            (numbers(lang, figures))
            (button_row(html! {
                (Button::quiet(lang.t("Cán bộ, thầy cô, đại sứ số đăng nhập", "Staff, teachers, ambassadors: sign in"))
                    .icon(Icon::SignIn).to(paths::accounts::SIGN_IN))
            }))
        }))
    }
}

fn numbers(lang: Lang, figures: &Figures) -> Markup {
    let shown: Vec<_> = [
        (figures.supports, lang.t("lượt đã hỗ trợ", "visits helped")),
        (figures.sessions, lang.t("buổi đã tổ chức", "sessions held")),
        (figures.ambassadors, lang.t("đại sứ số", "ambassadors")),
    ]
    .into_iter()
    .filter(|(n, _)| *n >= SMALLEST_SHOWN)
    .collect();
    html! {
        @if !shown.is_empty() {
            (stats(html! { @for (n, label) in shown { (stat(&lang.number(n), label, None)) } }))
        }
    }
}
