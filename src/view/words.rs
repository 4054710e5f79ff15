//! Names of things that several pages say.

use crate::domain::access::Role;
use crate::domain::lang::Lang;

/// A role's name.
pub fn role_name(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Administrator => lang.t("Quản trị", "Administrator"),
        Role::Coordinator => lang.t("Cán bộ Đoàn phường", "Coordinator"),
        Role::Supervisor => lang.t("Người lớn phụ trách", "Supervisor"),
        Role::SchoolOfficer => lang.t("Cán bộ nhà trường", "School officer"),
        Role::ClassTeacher => lang.t("Giáo viên chủ nhiệm", "Class teacher"),
        Role::Board => lang.t("Ban giám hiệu", "School board"),
    }
}
