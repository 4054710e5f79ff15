//! Staff accounts and one's own account.

mod account;

pub use account::{Typed, account, device_name};

use chrono::NaiveDate;
use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Mark, Table, badge, button_row, confirm_box, empty_state, error_summary,
    form, page_head, pager, post_button, search_form, side_by_side,
};
use super::words::role_name;
use crate::db::organisations::{Class, Organisation};
use crate::db::staff::StaffRow;
use crate::domain::access::{OrganisationKind, roles_at};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::staff::InviteForm;
use crate::paths;

/// A page of the list.
pub struct List<'a> {
    pub rows: &'a [StaffRow],
    pub total: i64,
    pub page: i64,
    pub per_page: i64,
    pub q: &'a str,
    pub today: NaiveDate,
}

/// Who holds which role.
pub fn list(lang: Lang, list: &List<'_>) -> Markup {
    let table = Table::new(lang.t("Cán bộ và vai trò", "Staff and their roles"))
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Vai trò", "Role"))
        .text(lang.t("Đơn vị", "Organisation"))
        .text(lang.t("Tình trạng", "State"))
        .actions(lang.t("Việc", "Actions"))
        .rows(list.rows.iter().map(|row| cells(lang, list.today, row)))
        .empty(empty_state(
            Icon::Users,
            lang.t("Chưa có ai", "Nobody here"),
            lang.t("Không ai khớp với tìm kiếm này.", "Nobody matches this search."),
            html! {},
        ));
    let pages = (list.total + list.per_page - 1) / list.per_page;
    let query = serde_html_form::to_string([("q", list.q)]).unwrap_or_default();
    html! {
        (page_head(
            lang.t("Cán bộ", "Staff"),
            lang.t(
                "Mời người mới bằng thư; họ tự đặt mật khẩu. Vai trò kết thúc thì quyền cũng hết.",
                "Invite by mail; people set their own password. Rights end with the role.",
            ),
            html! { (Button::quiet(lang.t("Ai được làm gì", "Who may do what")).to(paths::staff::RIGHTS)) (Button::primary(lang.t("Mời cán bộ", "Invite staff")).icon(Icon::Plus).to(paths::staff::INVITE)) },
        ))
        (search_form(paths::staff::LIST, html! {
            (Field::search("q", lang.t("Tìm theo tên", "Search by name")).value(list.q).filter())
            (Button::quiet(lang.t("Tìm", "Search")))
        }))
        (table)
        (pager(lang, list.page as u32, pages.max(1) as u32, |n| format!("{}?{query}&page={n}", paths::staff::LIST)))
    }
}

fn cells(lang: Lang, today: NaiveDate, row: &StaffRow) -> [Markup; 5] {
    let ended = row.until.is_some_and(|last| last < today);
    [
        html! { (row.name) @if !row.title.is_empty() { div.note { (row.title) } } div.note { (row.sign_in_name) } },
        html! { (role_name(lang, row.role)) @if let Some(class) = &row.class { " " (class) } },
        html! { (row.organisation.as_deref().unwrap_or("—")) },
        html! {
            @if ended { (badge(Mark::Stopped, lang.t("Đã kết thúc", "Ended"))) }
            @else if row.invited { (badge(Mark::Waiting, lang.t("Chờ nhận lời mời", "Invited"))) }
            @else if row.since > today { (badge(Mark::Draft, lang.t("Chưa bắt đầu", "Not begun"))) }
            @else { (badge(Mark::Open, lang.t("Đang giữ", "Active"))) }
            @if let Some(days) = days(lang, today, row) { div.note { (days) } }
            @if row.two_step { div.note { (lang.t("Xác thực hai bước", "Two-step sign-in")) } }
            @if row.passkey { div.note { (lang.t("Khóa truy cập", "Passkey")) } }
            @if row.connected { div.note { (lang.t("Đã nối với nơi đăng nhập khác", "Connected to another sign-in")) } }
        },
        html! {
            @if !ended {
                @if row.invited {
                    (post_button(&paths::staff::invite_again(row.role_id),
                        Button::quiet(lang.t("Gửi lại lời mời", "Invite again")).small()
                            .says(format!("{}: {}", lang.t("Gửi lại lời mời", "Invite again"), row.name)), &[]))
                }
                @if row.two_step || row.passkey {
                    (confirm_box(
                        lang.t("Đặt lại hai bước…", "Reset two-step…"),
                        lang.t("Chỉ khi người này mất điện thoại và hết mã khôi phục; các khóa truy cập cũng bị xóa. Hãy gặp hoặc gọi để chắc là đúng người.", "Only when telephone and recovery codes are lost; passkeys are removed too. Meet or call to be sure who asks."),
                        &paths::two_step::reset(row.role_id),
                        Button::danger(lang.t("Đặt lại", "Reset it")).small(),
                        html! {},
                    ))
                }
                @if !row.invited {
                    (confirm_box(
                        lang.t("Đăng xuất mọi nơi…", "Sign out everywhere…"),
                        lang.t("Khi người này mất điện thoại hoặc quên đăng xuất ở máy lạ. Họ đăng nhập lại được ngay.", "When a telephone is lost or a shared machine was left open. The person can sign in again at once."),
                        &paths::staff::end_sign_ins(row.role_id),
                        Button::danger(lang.t("Đăng xuất", "Sign out")).small(),
                        html! {},
                    ))
                }
                @if row.connected {
                    (confirm_box(
                        lang.t("Gỡ kết nối đăng nhập…", "Disconnect the other sign-in…"),
                        lang.t("Mọi thiết bị của người này sẽ đăng xuất. Lần sau, ai có địa chỉ thư này đã xác nhận ở nơi đăng nhập kia thì được nối lại.", "All devices of this person are signed out. Next time, whoever has this address verified at the other sign-in is connected."),
                        &paths::openid::release(row.role_id),
                        Button::danger(lang.t("Gỡ kết nối", "Disconnect")).small(),
                        html! {},
                    ))
                }
                (confirm_box(
                    lang.t("Kết thúc vai trò…", "End role…"),
                    lang.t("Người này mất quyền ngay.", "This person loses the rights at once."),
                    &paths::staff::end_role(row.role_id),
                    Button::danger(lang.t("Kết thúc", "End it")).small(),
                    html! {},
                ))
            }
        },
    ]
}

/// "1/12/2026 – 24/12/2026" of a role that has not begun or ends by itself.
fn days(lang: Lang, today: NaiveDate, row: &StaffRow) -> Option<String> {
    match row.until {
        // It was ended before it began.
        Some(last) if last < row.since => None,
        Some(last) => Some(format!("{} – {}", lang.date(row.since), lang.date(last))),
        None if row.since > today => {
            Some(format!("{} {}", lang.t("Từ", "From"), lang.date(row.since)))
        }
        None => None,
    }
}

/// The invitation form.
pub fn invite(
    lang: Lang,
    typed: &InviteForm,
    problems: &Problems,
    organisations: &[Organisation],
    classes: &[Class],
) -> Markup {
    let places = organisations
        .iter()
        .map(|o| Choice::new(o.id.to_string(), o.name.as_str()))
        .collect::<Vec<_>>();
    let kinds = [OrganisationKind::Ward, OrganisationKind::School];
    let mut roles: Vec<Choice> = Vec::new();
    let mut known = Vec::new();
    for kind in kinds.into_iter().filter(|k| organisations.iter().any(|o| o.kind == *k)) {
        for role in roles_at(kind).iter().filter(|role| !known.contains(*role)).collect::<Vec<_>>()
        {
            known.push(*role);
            roles.push(Choice::new(role.code(), role_name(lang, *role)));
        }
    }
    let class_choices: Vec<Choice> =
        classes.iter().map(|c| Choice::new(c.id.to_string(), c.name.as_str())).collect();
    let error = |field: &str| problems.say(field, lang);
    html! {
        (page_head(lang.t("Mời cán bộ", "Invite staff"), "", html! {}))
        (error_summary(lang, &problems.all(lang)))
        (form(paths::staff::INVITE, html! {
            (Field::text("name", lang.t("Họ và tên", "Full name")).value(&typed.name).error(error("name")))
            (Field::text("title", lang.t("Chức danh", "Title")).hint(lang.t("Ví dụ: Bí thư Đoàn phường", "For example: secretary of the youth union")).value(&typed.title).optional(lang).error(error("title")))
            (Field::email("email", lang.t("Địa chỉ thư", "E-mail address")).hint(lang.t("Cũng là tên đăng nhập", "Also the sign-in name")).value(&typed.email).error(error("email")))
            (Field::select("organisation", lang.t("Đơn vị", "Organisation"), places).value(&typed.organisation).error(error("organisation")))
            (Field::radios("role", lang.t("Vai trò", "Role"), roles).value(&typed.role).error(error("role")))
            @if !class_choices.is_empty() {
                (Field::select("class", lang.t("Lớp (giáo viên chủ nhiệm)", "Class (class teachers)"), class_choices).value(&typed.class).optional(lang).error(error("class")))
            }
            (side_by_side(html! {
                (Field::date("since", lang.t("Từ ngày", "From")).hint(lang.t("Để trống: từ hôm nay", "Empty: from today")).value(&typed.since).optional(lang).error(error("since")))
                (Field::date("until", lang.t("Đến hết ngày", "Last day")).hint(lang.t("Cho người làm thay: vai trò tự kết thúc", "For deputies: the role ends by itself")).value(&typed.until).optional(lang).error(error("until")))
            }))
            (button_row(html! {
                (Button::primary(lang.t("Gửi lời mời", "Send the invitation")))
                (Button::quiet(lang.t("Thôi", "Cancel")).to(paths::staff::LIST))
            }))
        }))
    }
}

/// Where an invited person sets a password.
pub fn invitation(lang: Lang, token: &str, name: &str, problems: &Problems) -> Markup {
    html! {
        (page_head(
            &format!("{} {name}", lang.t("Chào", "Hello")),
            lang.t("Hãy đặt mật khẩu để bắt đầu.", "Set a password to begin."),
            html! {},
        ))
        (error_summary(lang, &problems.all(lang)))
        (form(&paths::staff::invitation(token), html! {
            (new_password(lang, problems))
            (Button::primary(lang.t("Đặt mật khẩu", "Set the password")).wide())
        }))
    }
}

fn new_password(lang: Lang, problems: &Problems) -> Markup {
    html! {
        (Field::password("password", lang.t("Mật khẩu mới", "New password"))
            .hint(lang.t("Ít nhất 10 ký tự; một câu ngắn dễ nhớ là tốt nhất", "10 characters or more; a short sentence is best"))
            .autocomplete("new-password").error(problems.say("password", lang)))
        (Field::password("again", lang.t("Nhập lại mật khẩu mới", "New password again"))
            .autocomplete("new-password").error(problems.say("again", lang)))
    }
}
