//! One's own account: roles, devices, second step, passkeys and password.

use maud::{Markup, html};

use super::new_password;
use crate::db::staff::{Device, Own};
use crate::domain::access::{AccountKind, Permission, Person};
use crate::domain::accounts::Way;
use crate::domain::ids::SignInId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths;
use crate::view::parts::{
    Button, Field, Mark, Table, badge, confirm_box, confirm_box_again, definitions, error_summary,
    form, page_head, section,
};
use crate::view::words::role_name;

/// Which form of the account page is shown again, and what is wrong in it.
pub enum Typed {
    Nothing,
    Password(Problems),
    Device(SignInId, Problems),
    Others(Problems),
}

/// One's own devices and password; `provider` keeps the other accounts that are good here.
pub fn account(
    lang: Lang,
    me: &Person,
    own: &Own,
    provider: Option<&str>,
    typed: &Typed,
) -> Markup {
    let none = Problems::none();
    let problems = if let Typed::Password(problems) = typed { problems } else { &none };
    let devices = &own.devices;
    let mut facts = vec![
        (lang.t("Họ tên", "Name"), html! { (me.name) }),
        (lang.t("Vai trò", "Roles"), roles_held(lang, me)),
    ];
    if let Some((provider, since)) = provider.zip(own.connected) {
        let since = format!(" · {} {}", lang.t("từ", "since"), lang.date(since.day()));
        facts.push((lang.t("Đã nối với", "Connected to"), html! { (provider) (since) }));
    }
    let table = Table::new(lang.t("Thiết bị đang đăng nhập", "Signed-in devices"))
        .text(lang.t("Thiết bị", "Device"))
        .text(lang.t("Đăng nhập lúc", "Signed in"))
        .text(lang.t("Hết hạn", "Expires"))
        .actions(lang.t("Việc", "Actions"))
        .rows(devices.iter().map(|device| {
            [
                html! {
                    (device_name(&device.device))
                    @if let Some(way) = way(lang, device.way, provider) { " " (badge(Mark::Waiting, way)) }
                    @if device.id == me.sign_in { " " (badge(Mark::Open, lang.t("Thiết bị này", "This device"))) }
                },
                html! { (lang.moment(device.created_at)) },
                html! { (lang.moment(device.expires_at)) },
                html! { @if device.id != me.sign_in { (sign_out_box(lang, device, typed)) } },
            ]
        }));
    html! {
        (page_head(lang.t("Tài khoản của tôi", "My account"), "", html! {}))
        (definitions(&facts))
        (section(lang.t("Thiết bị", "Devices"), html! {
            (table)
            @if devices.len() > 1 {
                @let wrong = if let Typed::Others(problems) = typed { Some(problems) } else { None };
                (password_box(
                    lang,
                    lang.t("Đăng xuất các thiết bị khác…", "Sign other devices out…"),
                    paths::staff::OTHERS_OUT,
                    Button::danger(lang.t("Đăng xuất hết", "Sign them all out")),
                    "others",
                    wrong,
                ))
            }
        }))
        @if me.kind == AccountKind::Staff {
            (section(lang.t("Xác thực hai bước", "Two-step sign-in"), html! {
                p { (lang.t("Ngoài mật khẩu còn hỏi một mã trên điện thoại: mật khẩu bị lộ cũng chưa đủ để vào.", "Besides the password, a code from your telephone: a leaked password alone opens nothing.")) }
                (Button::quiet(lang.t("Xem và thay đổi", "See and change")).says(lang.t("Xem và thay đổi: xác thực hai bước", "See and change: two-step sign-in")).to(paths::two_step::PAGE))
            }))
            (section(lang.t("Khóa truy cập (passkey)", "Passkeys"), html! {
                p { (lang.t("Đăng nhập bằng vân tay, khuôn mặt hoặc mã PIN của máy, không cần mật khẩu và mã.", "Sign in with fingerprint, face or the PIN of your device, without password and code.")) }
                (Button::quiet(lang.t("Xem và thay đổi", "See and change")).says(lang.t("Xem và thay đổi: khóa truy cập", "See and change: passkeys")).to(paths::passkeys::PAGE))
            }))
        }
        @if me.pupil.is_some() {
            (section(lang.t("Dữ liệu của em", "My data"), html! {
                p { (lang.t("Xem, in, sửa hoặc xóa những gì hệ thống đang giữ về em.", "Read, print, correct or delete what is kept about you.")) }
                (Button::quiet(lang.t("Mở", "Open")).to(paths::data_requests::MINE))
            }))
        }
        @if own.has_password { (password_section(lang, problems)) }
    }
}

fn password_section(lang: Lang, problems: &Problems) -> Markup {
    html! {
        (section(lang.t("Đổi mật khẩu", "Change the password"), html! {
            (error_summary(lang, &problems.all(lang)))
            (form(paths::staff::PASSWORD, html! {
                (Field::password("current", lang.t("Mật khẩu hiện tại", "Current password")).autocomplete("current-password").error(problems.say("current", lang)))
                (new_password(lang, problems))
                (Button::primary(lang.t("Đổi mật khẩu", "Change it")))
            }))
        }))
    }
}

/// How a device was signed in, unless by password.
fn way(lang: Lang, way: Way, provider: Option<&str>) -> Option<&str> {
    match way {
        Way::Password => None,
        Way::Card => Some(lang.t("Thẻ lớp", "Class card")),
        Way::Passkey => Some(lang.t("Khóa truy cập", "Passkey")),
        Way::Openid | Way::OpenidTwoStep => {
            Some(provider.unwrap_or(lang.t("Nơi đăng nhập khác", "Another sign-in")))
        }
    }
}

fn sign_out_box(lang: Lang, device: &Device, typed: &Typed) -> Markup {
    let name = lang.t("Đăng xuất", "Sign out");
    let says =
        format!("{name}: {}, {}", device_name(&device.device), lang.moment(device.created_at));
    let wrong = match typed {
        Typed::Device(id, problems) if *id == device.id => Some(problems),
        _ => None,
    };
    let to = paths::staff::one_out(device.id);
    let button = Button::danger(name).small().says(says);
    password_box(
        lang,
        lang.t("Đăng xuất…", "Sign out…"),
        &to,
        button,
        &device.id.to_string(),
        wrong,
    )
}

/// Asks for the password once more: a device left open is no place to shut others out from.
fn password_box(
    lang: Lang,
    ask: &str,
    action: &str,
    button: Button,
    id: &str,
    wrong: Option<&Problems>,
) -> Markup {
    let explain =
        lang.t("Nhập mật khẩu để chắc là chính chủ.", "Enter your password to show it is you.");
    let field = Field::password("current", lang.t("Mật khẩu hiện tại", "Current password"))
        .id(format!("current-{id}"))
        .autocomplete("current-password")
        .error(wrong.and_then(|problems| problems.say("current", lang)));
    let show = if wrong.is_some() { confirm_box_again } else { confirm_box };
    show(ask, explain, action, button, html! { (field) })
}

/// Each role with its organisation, which its keeper can open.
fn roles_held(lang: Lang, me: &Person) -> Markup {
    html! {
        @if let Some(pupil) = &me.pupil { div { (lang.t("Đại sứ số", "Ambassador")) " · " (pupil.class_name) } }
        @for held in &me.roles {
            div {
                (role_name(lang, held.role))
                @if let Some(place) = held.organisation {
                    " · "
                    @if me.may_at(Permission::KeepAccounts, place) {
                        a href=(paths::organisations::one(place)) { (held.organisation_name) }
                    } @else { (held.organisation_name) }
                }
            }
        }
    }
}

/// "Chrome, Android": enough to tell one's devices apart.
pub fn device_name(user_agent: &str) -> String {
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    let program = find(&[
        ("Edg/", "Edge"),
        ("coc_coc", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "—".to_owned(),
    }
}
