//! Passkeys: at the door, and on one's own account page. The script decides which of the
//! alternatives of a part is shown: what works, at which address it would, or that it cannot.

use maud::{Markup, html};

use super::assets::asset_url;
use super::icons::Icon;
use super::parts::{
    Button, Field, Table, Tone, breadcrumb, button_row, confirm_box, confirm_box_again,
    error_summary, form, hidden, hint_box, page_head, section,
};
use crate::db::passkeys::{Mine, Passkey};
use crate::domain::ids::PasskeyId;
use crate::domain::lang::Lang;
use crate::domain::passkeys::{Ask, Asked, Home, MOST, PasskeyForm, PasskeyRefusal};
use crate::domain::refusal::{Problems, Refuse};
use crate::paths;

fn name(lang: Lang) -> &'static str {
    lang.t("Khóa truy cập (passkey)", "Passkeys")
}

/// A part that needs the script: `ready` where passkeys work, else a sentence that says why
/// they do not.
fn part(lang: Lang, home: &Home, path: &str, ready: Markup) -> Markup {
    let there = format!("{}{path}", home.origin);
    html! {
        div data-passkeys data-origin=(home.origin) {
            noscript {
                p.note { (lang.t("Khóa truy cập cần JavaScript, mà trình duyệt này đang tắt. Mật khẩu vẫn dùng được.", "Passkeys need JavaScript, which is off in this browser. The password works as ever.")) }
            }
            p.note data-when="elsewhere" hidden {
                (lang.t("Khóa truy cập gắn với tên của trang, nên chỉ dùng được ở địa chỉ ", "A passkey belongs to the name of a site, so here it works only at "))
                a href=(there) { (home.origin) }
                "."
            }
            p.note data-when="unable" hidden {
                (lang.t("Trình duyệt này chưa dùng được khóa truy cập.", "This browser cannot use passkeys."))
            }
            div data-when="ready" hidden { (ready) }
        }
        script src=(asset_url("passkeys.js")) defer {}
    }
}

/// What the script may have to say after the device was asked.
fn sayings(says: &[(&str, &str)]) -> Markup {
    html! {
        @for (when, text) in says {
            div role="alert" data-says=(when) hidden { (hint_box(Tone::Bad, html! { p { (text) } })) }
        }
    }
}

/// Below name and password at the door.
pub fn door(lang: Lang, home: &Home, back: &str) -> Markup {
    let down = lang.t(
        "Chưa kết nối được với máy chủ. Hãy thử lại sau giây lát.",
        "The server could not be reached. Try again in a moment.",
    );
    let refused = PasskeyRefusal::NotAccepted.message();
    let ready = html! {
        form.form method="post" action=(paths::passkeys::SIGN_IN) data-question=(paths::passkeys::QUESTION) {
            (hidden(&[("back", back), ("key", ""), ("proof", "")]))
            (sayings(&[("failed", refused.say(lang)), ("down", down)]))
            (Button::quiet(lang.t("Đăng nhập bằng khóa truy cập (passkey)", "Sign in with a passkey")).icon(Icon::Key).wide())
        }
    };
    html! {
        div.passkey-door { (part(lang, home, paths::accounts::SIGN_IN, ready)) }
    }
}

fn head(lang: Lang, lead: &str) -> Markup {
    let account = lang.t("Tài khoản của tôi", "My account");
    html! {
        (breadcrumb(lang, &[(account, paths::staff::ACCOUNT)], name(lang)))
        (page_head(name(lang), lead, html! {}))
    }
}

/// Which box of one's own page is to be put right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    Adding,
    Removing(PasskeyId),
}

/// One's own passkeys.
pub fn page(
    lang: Lang,
    mine: &Mine,
    typed: &PasskeyForm,
    problems: &Problems,
    wrong: Wrong,
) -> Markup {
    // A page has one password field per passkey; the summary leads to the one that was wrong.
    let suffix = match wrong {
        Wrong::Adding => String::new(),
        Wrong::Removing(id) => format!("-{id}"),
    };
    let summary: Vec<_> = problems
        .all(lang)
        .into_iter()
        .map(|(field, say)| (format!("{field}{suffix}"), say))
        .collect();
    let say = |field| problems.say(field, lang).filter(|_| wrong == Wrong::Adding);
    html! {
        (head(lang, lang.t("Một khóa nằm trong điện thoại, máy tính hoặc khóa bảo mật của anh chị, mở bằng vân tay, khuôn mặt hoặc mã PIN. Nó thay cả mật khẩu lẫn mã hai bước, và trang giả không lấy được.", "A key in your telephone, computer or security key, opened by fingerprint, face or PIN. It stands for password and second step at once, and no fake page can take it.")))
        (error_summary(lang, &summary))
        @if !mine.passkeys.is_empty() {
            (section(lang.t("Các khóa đang có", "Your passkeys"), html! { (list(lang, mine, problems, wrong)) }))
        }
        (section(lang.t("Thêm khóa truy cập", "Add a passkey"), html! {
            @match &mine.home {
                None => (hint_box(Tone::Info, html! { p { (lang.t("Chưa dùng được ở đây: khóa truy cập cần trang có tên miền và HTTPS, mà trang này chưa có. Người vận hành đặt lại địa chỉ công khai (server.public_url) là dùng được.", "Not possible here: passkeys need a site with a domain name and HTTPS, and this one has none yet. Once the operator sets the public address (server.public_url), they work.")) } })),
                Some(_) if mine.passkeys.len() >= MOST => (hint_box(Tone::Info, html! { p { (PasskeyRefusal::TooMany.message().say(lang)) } })),
                Some(home) => (part(lang, home, paths::passkeys::PAGE, form(paths::passkeys::BEGIN, html! {
                    (Field::text("name", lang.t("Tên khóa", "Name of the passkey"))
                        .hint(lang.t("Để sau này nhận ra nó nằm ở đâu", "So that you know later where it is"))
                        .value(&typed.name).max_len(60).error(say("name")))
                    (asked(lang, mine.to_add, "", say("current")))
                    (Button::primary(lang.t("Tiếp tục", "Continue")).icon(Icon::ArrowRight))
                }))),
            }
        }))
    }
}

/// The password, where it is asked for.
fn asked(lang: Lang, ask: Ask, suffix: &str, problem: Option<&str>) -> Markup {
    html! {
        @match ask {
            Ask::Nothing => {},
            Ask::Password => (Field::password("current", lang.t("Mật khẩu hiện tại", "Current password"))
                .id(format!("current{suffix}")).autocomplete("current-password")
                .error(problem)),
            Ask::SignInAgain => p.note { (PasskeyRefusal::SignInAgain.message().say(lang)) },
        }
    }
}

fn list(lang: Lang, mine: &Mine, problems: &Problems, wrong: Wrong) -> Markup {
    let never = lang.t("Chưa dùng", "Not yet");
    let table = Table::new(lang.t("Khóa truy cập", "Passkeys"))
        .text(lang.t("Tên", "Name"))
        .text(lang.t("Thêm lúc", "Added"))
        .text(lang.t("Dùng lần cuối", "Last used"))
        .actions(lang.t("Việc", "Actions"))
        .rows(mine.passkeys.iter().map(|passkey| {
            [
                html! { (passkey.name) },
                html! { (lang.moment(passkey.created_at)) },
                html! { @match passkey.last_used_at { Some(at) => (lang.moment(at)), None => (never) } },
                removing(lang, mine, passkey, problems, wrong),
            ]
        }));
    html! { (table) }
}

fn removing(
    lang: Lang,
    mine: &Mine,
    passkey: &Passkey,
    problems: &Problems,
    wrong: Wrong,
) -> Markup {
    let here = wrong == Wrong::Removing(passkey.id);
    let open = if here { confirm_box_again } else { confirm_box };
    let remove = lang.t("Xóa khóa này", "Remove this passkey");
    open(
        lang.t("Xóa…", "Remove…"),
        lang.t(
            "Khóa này sẽ không mở được tài khoản nữa, các thiết bị khác sẽ đăng xuất.",
            "It will no longer open your account, and other devices are signed out.",
        ),
        &paths::passkeys::remove(passkey.id),
        Button::danger(remove).small().says(format!("{remove}: {}", passkey.name)),
        asked(
            lang,
            mine.to_remove,
            &format!("-{}", passkey.id),
            problems.say("current", lang).filter(|_| here),
        ),
    )
}

/// The device is asked now. The question stands on the page, because a device answers only to
/// a press of a button.
pub fn begun(lang: Lang, home: &Home, question: &Asked, passkey: &str) -> Markup {
    let failed = lang.t(
        "Thiết bị chưa tạo khóa. Hãy bấm lại và xác nhận trên thiết bị.",
        "The device made no key. Press again and confirm on your device.",
    );
    let known = lang.t(
        "Thiết bị này đã giữ một khóa của tài khoản này rồi.",
        "This device holds a passkey of this account already.",
    );
    let ready = html! {
        form.form method="post" action=(paths::passkeys::ADD) data-options=(question.options) {
            (hidden(&[("name", passkey), ("key", &question.key), ("proof", "")]))
            (sayings(&[("failed", failed), ("known", known)]))
            (button_row(html! {
                (Button::primary(lang.t("Tạo khóa", "Make the key")).icon(Icon::Key))
                (Button::quiet(lang.t("Để sau", "Later")).to(paths::passkeys::PAGE))
            }))
        }
    };
    html! {
        (head(lang, lang.t("Bấm nút, rồi làm theo lời nhắc của máy: đặt ngón tay, nhìn vào máy ảnh hoặc nhập mã PIN.", "Press the button and follow your device: touch, look or enter the PIN.")))
        (section(passkey, part(lang, home, paths::passkeys::PAGE, ready)))
    }
}
