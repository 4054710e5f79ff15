//! The second step: at the door, and on one's own account page.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Field, Notice, Tone, breadcrumb, button_row, checklist, code_block, disclosure,
    error_summary, form, hidden, hint_box, notice, page_head, print_button, qr_code, section,
};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::two_step::CodeForm;
use crate::paths;

fn name(lang: Lang) -> &'static str {
    lang.t("Xác thực hai bước", "Two-step sign-in")
}

fn code_field(lang: Lang) -> Field {
    Field::text("code", lang.t("Mã 6 chữ số", "Six-digit code"))
        .autocomplete("one-time-code")
        .attribute("inputmode", "numeric")
        .max_len(40)
        .short()
}

/// Asks for the code after a right password.
pub fn door(lang: Lang, typed: &CodeForm, why: Option<&str>) -> Markup {
    html! {
        (page_head(
            lang.t("Bước thứ hai", "The second step"),
            lang.t("Mật khẩu đã đúng. Mở ứng dụng xác thực trên điện thoại và nhập mã đang hiện.", "The password is right. Open the authenticator on your telephone and enter the code it shows."),
            html! {},
        ))
        @if let Some(why) = why { (notice(&Notice::problem(why))) }
        (form(paths::accounts::CODE, html! {
            (hidden(&[("back", &typed.back)]))
            (Field::text("code", lang.t("Mã 6 chữ số, hoặc một mã khôi phục", "Six-digit code, or a recovery code"))
                .autocomplete("one-time-code").max_len(40).attribute("autocapitalize", "none"))
            (Button::primary(lang.t("Vào", "Go in")).wide())
        }))
        (disclosure(lang.t("Mất điện thoại?", "Lost your telephone?"), html! {
            p { (lang.t("Dùng một trong mười mã khôi phục đã in. Hết mã thì nhờ người quản lý tài khoản của đơn vị đặt lại.", "Use one of the ten recovery codes you printed. If none is left, ask the keeper of accounts to reset the second step.")) }
        }))
    }
}

fn head(lang: Lang, lead: &str) -> Markup {
    let account = lang.t("Tài khoản của tôi", "My account");
    html! {
        (breadcrumb(lang, &[(account, paths::staff::ACCOUNT)], name(lang)))
        (page_head(name(lang), lead, html! {}))
    }
}

/// Not on: what it is, and how to begin.
pub fn off(lang: Lang, due: bool, problems: &Problems) -> Markup {
    html! {
        (head(lang, lang.t("Kẻ gian biết mật khẩu cũng không vào được nếu không cầm điện thoại của anh chị.", "Whoever learns the password still cannot get in without your telephone.")))
        @if due {
            (hint_box(Tone::Warn, html! {
                p { (lang.t("Đơn vị của anh chị yêu cầu bật xác thực hai bước trước khi làm việc tiếp.", "Your organisation asks for two-step sign-in before you go on.")) }
                p {
                    (lang.t("Cách khác: thêm một ", "Or add a "))
                    a href=(paths::passkeys::PAGE) { (lang.t("khóa truy cập", "passkey")) }
                    (lang.t(", rồi lần sau đăng nhập bằng khóa đó.", " and sign in with it from then on."))
                }
            }))
        }
        (checklist(&[
            lang.t("Cài một ứng dụng xác thực trên điện thoại (loại nào đọc được mã TOTP cũng được).", "Install an authenticator on your telephone (any that reads TOTP codes)."),
            lang.t("Quét mã QR ở trang sau, rồi nhập mã đầu tiên.", "Scan the QR code on the next page and enter the first code."),
            lang.t("In mười mã khôi phục, cất nơi kín.", "Print ten recovery codes and keep them safe."),
        ]))
        (error_summary(lang, &problems.all(lang)))
        (form(paths::two_step::BEGIN, html! {
            (Field::password("current", lang.t("Mật khẩu hiện tại", "Current password"))
                .autocomplete("current-password").error(problems.say("current", lang)))
            (Button::primary(lang.t("Bắt đầu", "Begin")).icon(Icon::ArrowRight))
        }))
    }
}

/// A secret waits for its first code.
pub fn waiting(lang: Lang, secret: &str, svg: &str, problems: &Problems) -> Markup {
    let groups: Vec<&str> =
        secret.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
    html! {
        (head(lang, lang.t("Quét mã bằng ứng dụng xác thực, rồi nhập mã 6 chữ số ứng dụng hiện ra.", "Scan the code with your authenticator, then enter the six digits it shows.")))
        (error_summary(lang, &problems.all(lang)))
        div.to-scan { (qr_code(svg)) }
        (disclosure(lang.t("Không quét được? Nhập khoá bằng tay", "Cannot scan? Type the key"), html! {
            div.to-type { (code_block(&groups.join(" "))) }
            p.note { (lang.t("Loại: theo thời gian (TOTP), 6 chữ số, 30 giây.", "Kind: time-based (TOTP), 6 digits, 30 seconds.")) }
        }))
        (form(paths::two_step::CONFIRM, html! {
            (code_field(lang).error(problems.say("code", lang)))
            (button_row(html! {
                (Button::primary(lang.t("Bật xác thực hai bước", "Turn it on")))
                (Button::quiet(lang.t("Để sau", "Later")).to(paths::staff::ACCOUNT))
            }))
        }))
    }
}

/// It is on: recovery codes, and the way off.
pub fn on(lang: Lang, codes_left: i64, problems: &Problems) -> Markup {
    let left = lang.count(
        codes_left,
        "mã khôi phục còn dùng được.",
        "recovery code left.",
        "recovery codes left.",
    );
    let proof = |suffix: &str, button: Button| {
        html! {
            (Field::password("current", lang.t("Mật khẩu hiện tại", "Current password")).id(format!("current{suffix}"))
                .autocomplete("current-password").error(problems.say("current", lang)))
            (code_field(lang).id(format!("code{suffix}")).error(problems.say("code", lang)))
            (button)
        }
    };
    html! {
        (head(lang, lang.t("Đang bật.", "It is on.")))
        (error_summary(lang, &problems.all(lang)))
        (section(lang.t("Mã khôi phục", "Recovery codes"), html! {
            p { (left) }
            (disclosure(lang.t("Làm mã mới", "Make new ones"), html! {
                p { (lang.t("Các mã cũ sẽ không dùng được nữa.", "The old ones stop working at once.")) }
                (form(paths::two_step::CODES, proof("-codes", Button::primary(lang.t("Làm mã mới", "Make new codes")))))
            }))
        }))
        (section(lang.t("Tắt xác thực hai bước", "Turn it off"), html! {
            (disclosure(lang.t("Tắt…", "Turn off…"), html! {
                (form(paths::two_step::OFF, proof("", Button::danger(lang.t("Tắt", "Turn off")))))
            }))
        }))
    }
}

/// The recovery codes, shown this once.
pub fn codes(lang: Lang, codes: &[String]) -> Markup {
    html! {
        (head(lang, lang.t("Đang bật. In mười mã này: mỗi mã dùng một lần khi không có điện thoại.", "It is on. Print these ten codes: each works once when you have no telephone.")))
        (hint_box(Tone::Warn, html! { p { (lang.t("Các mã chỉ hiện lần này. Đừng chụp ảnh, đừng gửi qua tin nhắn.", "They are shown only now. Do not photograph or send them.")) } }))
        (section(lang.t("Mã khôi phục Đại sứ số", "Đại sứ số recovery codes"), html! {
            ol.recovery-codes { @for code in codes { li { code { (code) } } } }
        }))
        (button_row(html! {
            (print_button(lang))
            (Button::quiet(lang.t("Đã cất mã", "They are safe")).to(paths::staff::ACCOUNT))
        }))
    }
}
