//! Who may do what: the table that guards the doors, in words.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{Table, breadcrumb, disclosure, page_head};
use super::words::role_name;
use crate::domain::access::{Permission, Role, grants};
use crate::domain::lang::Lang;
use crate::paths;

/// A way into the house and what it asks for.
pub struct Way {
    pub needs: Permission,
    pub method: &'static str,
    pub path: &'static str,
}

/// Who a column stands for.
#[derive(Clone, Copy)]
enum Who {
    Role(Role),
    Pupil,
}

impl Who {
    fn name(self, lang: Lang) -> &'static str {
        match self {
            Who::Role(role) => role_name(lang, role),
            Who::Pupil => lang.t("Đại sứ số", "Ambassador"),
        }
    }

    /// As [`Person::may`](crate::domain::access::Person::may) decides.
    fn may(self, permission: Permission) -> bool {
        match (self, permission) {
            (_, Permission::OwnAccount) | (Who::Pupil, Permission::Help) => true,
            (Who::Pupil, _) | (_, Permission::Help) => false,
            (Who::Role(role), _) => grants(role).contains(&permission),
        }
    }
}

/// Every permission with who holds it, and the doors that ask for it.
pub fn matrix(lang: Lang, ways: &[Way]) -> Markup {
    let people: Vec<Who> =
        Role::ALL.iter().map(|role| Who::Role(*role)).chain([Who::Pupil]).collect();
    let mut table =
        Table::new(lang.t("Quyền và vai trò", "Rights and roles")).text(lang.t("Việc", "May"));
    for who in &people {
        table = table.text(who.name(lang));
    }
    let rows = Permission::ALL.iter().map(|permission| {
        let mut cells = vec![html! { (words(lang, *permission)) }];
        cells.extend(people.iter().map(|who| mark(lang, who.may(*permission))));
        cells
    });
    let title = lang.t("Ai được làm gì", "Who may do what");
    html! {
        (breadcrumb(lang, &[(lang.t("Cán bộ", "Staff"), paths::staff::LIST)], title))
        (page_head(
            title,
            lang.t(
                "Lấy từ chính bảng canh các trang. Quyền chỉ có ở đơn vị nơi giữ vai trò, trong những ngày giữ vai trò.",
                "Taken from the very table that guards the pages. A right holds only at the organisation of the role, on the days of the role.",
            ),
            html! {},
        ))
        div.rights { (table.rows(rows)) }
        (disclosure(lang.t("Mỗi quyền mở những trang nào", "Which pages each right opens"), html! {
            @for permission in Permission::ALL {
                h3 { (words(lang, *permission)) }
                ul.doors {
                    @for way in ways.iter().filter(|way| way.needs == *permission) {
                        li { code { (way.method) " " (way.path) } }
                    }
                }
            }
        }))
    }
}

fn mark(lang: Lang, may: bool) -> Markup {
    html! {
        @if may { (Icon::Check) span.unseen { (lang.t("Được", "May")) } }
        @else { span.note { "–" } }
    }
}

/// A permission in words.
fn words(lang: Lang, permission: Permission) -> &'static str {
    match permission {
        Permission::PostSessions => {
            lang.t("Đăng, sửa, hủy buổi hỗ trợ", "Post, change and call off sessions")
        }
        Permission::RunMatching => {
            lang.t("Ghép đại sứ số với người cần giúp", "Match ambassadors with residents")
        }
        Permission::RunDesk => {
            lang.t("Trực bàn: điểm danh, đón người đến", "Run the desk: roll call, arrivals")
        }
        Permission::ConfirmHours => lang.t(
            "Chốt lượt hỗ trợ, xác nhận giờ của buổi",
            "Close supports and confirm a session's hours",
        ),
        Permission::ApproveRelease => {
            lang.t("Cho học sinh tham gia một buổi", "Release pupils for a session")
        }
        Permission::SeeSchool => lang.t(
            "Xem đại sứ số của trường và giờ của các em",
            "See the school's ambassadors and their hours",
        ),
        Permission::KeepRoster => lang.t(
            "Giữ danh sách, phiếu đồng ý, chứng nhận",
            "Keep roster, consents and certifications",
        ),
        Permission::IssueCards => lang.t(
            "In, cấp lại và thu hồi thẻ đăng nhập của các em",
            "Print, reissue and revoke the pupils' sign-in cards",
        ),
        Permission::VerifyHours => {
            lang.t("Xác minh lượt hỗ trợ, đảo giờ", "Verify supports, reverse hours")
        }
        Permission::CheckCandidates => {
            lang.t("Xét em được đề nghị khen của lớp", "Check one's class's award candidates")
        }
        Permission::IssueAwards => lang.t(
            "Giữ chương trình khen, ban hành và thu hồi",
            "Keep the programme, issue and revoke awards",
        ),
        Permission::ApproveAwards => {
            lang.t("Phê duyệt khen thưởng bằng quyết định", "Approve awards with a decision")
        }
        Permission::KeepAccounts => {
            lang.t("Mời cán bộ, kết thúc vai trò", "Invite staff and end roles")
        }
        Permission::KeepOrganisations => lang.t("Thêm phường và trường", "Add wards and schools"),
        Permission::ReadAudit => {
            lang.t("Đọc nhật ký của đơn vị", "Read the organisation's audit trail")
        }
        Permission::SeeIncidents => lang.t(
            "Xem và xử lý báo cáo an toàn thuộc phạm vi của mình",
            "See and handle safety reports within one's reach",
        ),
        Permission::KeepConduct => lang.t(
            "Xem ghi nhận ứng xử của người dân, tạm dừng nhận đặt",
            "Read notes on residents' conduct, bar bookings for a time",
        ),
        Permission::AnswerDataRequests => lang.t(
            "Trả lời yêu cầu về dữ liệu cá nhân, báo vụ lộ dữ liệu",
            "Answer requests about personal data, report leaks of it",
        ),
        Permission::Help => lang.t(
            "Nhận ca, ghi lượt hỗ trợ, xem giờ của mình",
            "Take shifts, log supports, see one's hours",
        ),
        Permission::OwnAccount => lang.t("Tài khoản của mình", "One's own account"),
    }
}
