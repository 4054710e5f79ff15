//! Pages for what went wrong: what it means and what to do next.

use maud::{Markup, html};

use super::layout::{Audience, Shell, page as framed};
use super::parts::{Button, button_row, page_head};
use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::paths;

/// Why a request got no ordinary page.
#[derive(Clone, Debug)]
pub enum Why {
    NotFound,
    Forbidden,
    ForeignForm,
    Refused(Message),
    BadRequest,
    TooLarge,
    /// The address takes forms and is no page.
    FormOnly,
    TooMany,
    Busy,
    Fault,
}

/// The whole page. `reference` is shown only where the fault is ours; `known`: the visitor
/// comes with a sign-in.
pub fn page(lang: Lang, status: u16, why: &Why, reference: &str, known: bool) -> Markup {
    let (title, text) = words(lang, why);
    let shell =
        Shell { lang, title: &title, audience: Audience::Bare, here: "/", ..Shell::default() };
    framed(
        &shell,
        html! {
            (page_head(&title, &text, html! {}))
            @if matches!(why, Why::Fault | Why::Busy) && !reference.is_empty() {
                p { (lang.t("Mã tham chiếu để báo cho chúng tôi:", "Reference to tell us:")) " " code { (reference) } }
            }
            (button_row(html! {
                (Button::primary(lang.t("Về trang chủ", "Go to the home page")).to(paths::home::INDEX))
                @if known {
                    (Button::quiet(lang.t("Trang bắt đầu", "Start page")).to(paths::accounts::START))
                } @else {
                    (Button::quiet(lang.t("Đăng nhập", "Sign in")).to(paths::accounts::SIGN_IN))
                }
            }))
            p.note { (lang.t("Mã lỗi", "Status")) " " (status) }
        },
    )
}

fn words(lang: Lang, why: &Why) -> (String, String) {
    let (title, text) = match why {
        Why::NotFound => (
            lang.t("Không tìm thấy trang này", "This page cannot be found"),
            lang.t(
                "Địa chỉ có thể gõ nhầm, hoặc trang không còn nữa. Nếu ông/bà có mã đặt lịch, hãy nhập mã ở trang chủ.",
                "The address may be mistyped, or the page is gone. If you have a booking code, enter it on the home page.",
            ),
        ),
        Why::Forbidden => (
            lang.t("Tài khoản này không được làm việc đó", "This account may not do that"),
            lang.t(
                "Việc này thuộc quyền của người khác. Nếu cần, hãy nhờ người quản lý của đơn vị cấp quyền.",
                "Somebody else has the right to do this. Ask the manager of your organisation if you need it.",
            ),
        ),
        Why::ForeignForm => (
            lang.t("Biểu mẫu được gửi từ trang khác", "The form came from another site"),
            lang.t(
                "Để an toàn, chúng tôi không nhận biểu mẫu gửi từ trang khác. Hãy mở lại trang và gửi lần nữa.",
                "For safety we take no forms sent from other sites. Open the page again and send it once more.",
            ),
        ),
        Why::Refused(message) => {
            return (
                lang.t("Chưa làm được", "This could not be done").to_owned(),
                message.say(lang).to_owned(),
            );
        }
        Why::BadRequest => (
            lang.t("Không đọc được yêu cầu", "The request could not be read"),
            lang.t("Hãy quay lại, tải lại trang rồi thử lần nữa.", "Go back, reload the page and try again."),
        ),
        Why::TooLarge => (
            lang.t("Nội dung gửi lên dài quá", "Too much was sent"),
            lang.t(
                "Máy chưa nhận gì cả. Hãy quay lại, rút ngắn rồi gửi lần nữa; danh sách dài thì chia làm nhiều lần.",
                "Nothing was taken. Go back, shorten it and send it again; split a long list into several.",
            ),
        ),
        Why::FormOnly => (
            lang.t("Trang này không mở trực tiếp được", "This address is not a page"),
            lang.t(
                "Địa chỉ này chỉ nhận biểu mẫu. Hãy bấm nút quay lại của trình duyệt, hoặc bắt đầu lại từ trang chủ.",
                "This address only takes forms. Use the browser's back button, or begin again at the home page.",
            ),
        ),
        Why::TooMany => (
            lang.t("Thử quá nhiều lần", "Too many tries"),
            lang.t("Vui lòng đợi một phút rồi thử lại.", "Please wait a minute and try again."),
        ),
        Why::Busy => (
            lang.t("Hệ thống đang bận", "The system is busy"),
            lang.t("Chưa có gì bị mất. Vui lòng thử lại sau ít phút.", "Nothing is lost. Please try again in a few minutes."),
        ),
        Why::Fault => (
            lang.t("Có lỗi ở phía chúng tôi", "Something went wrong on our side"),
            lang.t(
                "Lỗi đã được ghi lại. Vui lòng thử lại; nếu vẫn vậy, hãy báo cho Đoàn phường mã dưới đây.",
                "The fault is logged. Please try again; if it stays, tell the youth union the reference below.",
            ),
        ),
    };
    (title.to_owned(), text.to_owned())
}
