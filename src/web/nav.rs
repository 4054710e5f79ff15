//! The way through the house for a signed-in person: only what that person may open.

use crate::domain::access::{Permission, Person, Role};
use crate::domain::lang::Lang;
use crate::paths;
use crate::view::layout::NavItem;

/// The navigation, in working order.
pub fn items(lang: Lang, person: Option<&Person>) -> Vec<NavItem> {
    let Some(person) = person else { return Vec::new() };
    let all: [(Permission, &str, &str, &str); 1] =
        [(Permission::OwnAccount, paths::accounts::START, "Bắt đầu", "Start")];
    all.into_iter()
        .filter(|(permission, ..)| person.may(*permission))
        .map(|(_, href, vi, en)| NavItem {
            label: lang.t(vi, en).to_owned(),
            href: href.to_owned(),
        })
        .collect()
}

/// "Cán bộ Đoàn phường · Phường Đông Hưng Thuận": who somebody is, under the name.
pub fn role_line(lang: Lang, person: &Person) -> String {
    if let Some(pupil) = &person.pupil {
        return format!("{} · {}", lang.t("Đại sứ số", "Ambassador"), pupil.class_name);
    }
    let mut line = String::new();
    for held in &person.roles {
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(role(lang, held.role));
        if !held.organisation_name.is_empty() {
            line.push_str(" · ");
            line.push_str(&held.organisation_name);
        }
    }
    line
}

/// A role's name.
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Administrator => lang.t("Quản trị", "Administrator"),
        Role::Coordinator => lang.t("Cán bộ Đoàn phường", "Coordinator"),
        Role::Supervisor => lang.t("Người lớn phụ trách", "Supervisor"),
        Role::SchoolOfficer => lang.t("Cán bộ nhà trường", "School officer"),
        Role::ClassTeacher => lang.t("Giáo viên chủ nhiệm", "Class teacher"),
        Role::Board => lang.t("Ban giám hiệu", "School board"),
    }
}
