//! The way through the house for a signed-in person: only what that person may open.

use crate::domain::access::{Permission, Person};
use crate::domain::lang::Lang;
use crate::paths;
use crate::view::layout::NavItem;
use crate::view::words::role_name;

/// A page one starts from: who may, where, what it is called and what it is for.
struct Entry {
    needs: Permission,
    href: &'static str,
    name: (&'static str, &'static str),
    purpose: (&'static str, &'static str),
}

/// All of them, in working order.
const ENTRIES: &[Entry] = &[
    Entry {
        needs: Permission::OwnAccount,
        href: paths::accounts::START,
        name: ("Bắt đầu", "Start"),
        purpose: ("Tất cả việc của tôi", "Everything I can do"),
    },
    Entry {
        needs: Permission::PostSessions,
        href: paths::sessions::LIST,
        name: ("Buổi hỗ trợ", "Sessions"),
        purpose: (
            "Đăng, sửa, hủy buổi; hỏi nhà trường; nơi hỗ trợ",
            "Post, change and call off sessions; ask schools; help points",
        ),
    },
    Entry {
        needs: Permission::ApproveRelease,
        href: paths::approvals::LIST,
        name: ("Duyệt học sinh", "Releasing pupils"),
        purpose: (
            "Trả lời phường về việc cho học sinh tham gia",
            "Answer the ward about your pupils",
        ),
    },
    Entry {
        needs: Permission::RunDesk,
        href: paths::desk::LIST,
        name: ("Bàn trực", "Desk"),
        purpose: (
            "Điểm danh, đón bà con, ghép người giúp, chốt buổi",
            "Roll call, arrivals, who helps whom, closing",
        ),
    },
    Entry {
        needs: Permission::SeeIncidents,
        href: paths::incidents::LIST,
        name: ("Báo cáo an toàn", "Safety reports"),
        purpose: (
            "Chuyện các em và người lớn báo: xem, nhận xử lý, khép lại",
            "What pupils and adults reported: look, take charge, close",
        ),
    },
    Entry {
        needs: Permission::KeepConduct,
        href: paths::conduct::LIST,
        name: ("Ứng xử", "Conduct"),
        purpose: (
            "Ghi nhận về người dân, tạm dừng nhận đặt",
            "Notes on residents, bars on bookings",
        ),
    },
    Entry {
        needs: Permission::PostSessions,
        href: paths::bookings::CALLS,
        name: ("Cần gọi điện", "People to call"),
        purpose: ("Báo cho người chờ khi có chỗ", "Tell those who wait that a seat is free"),
    },
    Entry {
        needs: Permission::PostSessions,
        href: paths::requests::LIST,
        name: ("Yêu cầu", "Requests"),
        purpose: ("Xếp lịch cho người chưa có giờ tiện", "Find sessions for those no time suited"),
    },
    Entry {
        needs: Permission::SeeSchool,
        href: paths::hours::SCHOOL,
        name: ("Giờ", "Hours"),
        purpose: (
            "Giờ theo lớp và từng em, xác minh, bảng giờ để in",
            "Hours by class and pupil, verification, sheets to print",
        ),
    },
    Entry {
        needs: Permission::KeepOrganisations,
        href: paths::organisations::LIST,
        name: ("Đơn vị", "Organisations"),
        purpose: (
            "Thêm phường, trường, khu phố và lớp",
            "Add wards, schools, neighbourhoods, classes",
        ),
    },
    Entry {
        needs: Permission::SeeSchool,
        href: paths::recognition::LIST,
        name: ("Khen thưởng", "Recognition"),
        purpose: (
            "Xét, phê duyệt, ban hành và in giấy khen",
            "Compute, approve, issue and print awards",
        ),
    },
    Entry {
        needs: Permission::Help,
        href: paths::ambassadors::HOME,
        name: ("Ngày của em", "My day"),
        purpose: ("Ca trực tiếp theo, giờ của em", "The next shift, my hours"),
    },
    Entry {
        needs: Permission::Help,
        href: paths::shifts::OPEN,
        name: ("Nhận ca", "Take a shift"),
        purpose: ("Các buổi em có thể đến giúp", "Sessions I can help in"),
    },
    Entry {
        needs: Permission::Help,
        href: paths::shifts::MINE,
        name: ("Ca của em", "My shifts"),
        purpose: (
            "Trả lời, xem người cần giúp, ghi lượt hỗ trợ",
            "Answer, see whom to help, log supports",
        ),
    },
    Entry {
        needs: Permission::Help,
        href: paths::ambassadors::WEEK,
        name: ("Lịch rảnh", "My free times"),
        purpose: ("Khi nào em rảnh, ngày nào em bận", "When I am free, and days I am away"),
    },
    Entry {
        needs: Permission::Help,
        href: paths::incidents::SAFETY,
        name: ("An toàn của em", "My safety"),
        purpose: (
            "Điều được và không được yêu cầu ở em, báo chuyện không ổn",
            "What may and may not be asked of me; tell when something is wrong",
        ),
    },
    Entry {
        needs: Permission::Help,
        href: paths::family_supports::MINE,
        name: ("Gia đình số", "Help at home"),
        purpose: ("Giúp người thân, phụ huynh xác nhận", "Help the family; a guardian confirms"),
    },
    Entry {
        needs: Permission::Help,
        href: paths::consents::MINE,
        name: ("Em đồng ý", "What I agree to"),
        purpose: (
            "Điều em và phụ huynh đồng ý, đổi ý lúc nào cũng được",
            "What I and my guardian agree to; one may change one's mind at any time",
        ),
    },
    Entry {
        needs: Permission::Help,
        href: paths::recognition::MINE,
        name: ("Khen thưởng", "My awards"),
        purpose: ("Em còn cách mức khen tiếp theo bao xa", "How far it is to the next award"),
    },
    Entry {
        needs: Permission::SeeSchool,
        href: paths::roster::LIST,
        name: ("Đại sứ số", "Ambassadors"),
        purpose: ("Danh sách, phiếu đồng ý, chứng nhận", "Roster, consents, certifications"),
    },
    Entry {
        needs: Permission::SeeSchool,
        href: paths::consents::LIST,
        name: ("Đồng ý", "Consents"),
        purpose: (
            "Em nào, phụ huynh nào chưa trả lời; gửi đường dẫn, in phiếu",
            "Who has not answered; send links, print forms",
        ),
    },
    Entry {
        needs: Permission::SeeSchool,
        href: paths::family_supports::WAITING,
        name: ("Gia đình số", "Help at home"),
        purpose: ("Xác nhận theo giấy phụ huynh ký", "Confirm from papers that guardians signed"),
    },
    Entry {
        needs: Permission::KeepRoster,
        href: paths::roster::CALENDAR,
        name: ("Lịch của trường", "School calendar"),
        purpose: ("Tuần kiểm tra, ngày nghỉ, giờ học", "Exam weeks, closed days, lesson hours"),
    },
    Entry {
        needs: Permission::RunMatching,
        href: paths::matching::LIST,
        name: ("Ghép", "Matching"),
        purpose: (
            "Ai giúp ai: xem trước, sửa, công bố",
            "Who helps whom: preview, change, publish",
        ),
    },
    Entry {
        needs: Permission::KeepAccounts,
        href: paths::staff::LIST,
        name: ("Cán bộ", "Staff"),
        purpose: (
            "Mời cán bộ, giáo viên; kết thúc vai trò",
            "Invite staff and teachers; end roles",
        ),
    },
    Entry {
        needs: Permission::ReadAudit,
        href: paths::audit::LIST,
        name: ("Nhật ký", "Audit trail"),
        purpose: ("Ai đã làm gì, lúc nào", "Who did what, and when"),
    },
    Entry {
        needs: Permission::ReadAudit,
        href: paths::register::PAGE,
        name: ("Sổ dữ liệu", "Register"),
        purpose: ("Giữ dữ liệu gì, để làm gì, bao lâu", "What is kept, for what, and how long"),
    },
    Entry {
        needs: Permission::AnswerDataRequests,
        href: paths::data_requests::LIST,
        name: ("Dữ liệu cá nhân", "Personal data"),
        purpose: (
            "Yêu cầu xem, sửa, ngừng dùng, rút đồng ý, xóa; thời hạn trả lời",
            "Requests to see, correct, restrict, withdraw, delete; their terms",
        ),
    },
    Entry {
        needs: Permission::AnswerDataRequests,
        href: paths::data_leaks::LIST,
        name: ("Lộ dữ liệu", "Data leaks"),
        purpose: (
            "Khi dữ liệu bị lộ: báo trong 72 giờ, ai bị ảnh hưởng, thông báo",
            "When data leak: report within 72 hours, who is affected, the notices",
        ),
    },
    Entry {
        needs: Permission::OwnAccount,
        href: paths::staff::ACCOUNT,
        name: ("Tài khoản", "Account"),
        purpose: ("Thiết bị đang đăng nhập, mật khẩu", "Signed-in devices, password"),
    },
];

/// What a visitor without account may open: address and name.
const PUBLIC: &[(&str, (&str, &str))] = &[
    (paths::catalogue::TOPICS, ("Việc cần giúp", "Topics")),
    (paths::catalogue::SESSIONS, ("Các buổi", "Sessions")),
    (paths::bookings::ENTER, ("Mã của tôi", "My code")),
];

/// The navigation, in working order.
pub fn items(lang: Lang, person: Option<&Person>) -> Vec<NavItem> {
    if person.is_none() {
        let named = |(href, name): &(&str, (&str, &str))| NavItem {
            label: lang.t(name.0, name.1).to_owned(),
            href: (*href).to_owned(),
        };
        return PUBLIC.iter().map(named).collect();
    }
    // A pupil's own day is the start; the wordmark still leads to the overview.
    let pupil = person.is_some_and(|person| person.pupil.is_some());
    open_to(person)
        .filter(|entry| !pupil || entry.href != paths::accounts::START)
        .map(|entry| NavItem {
            label: lang.t(entry.name.0, entry.name.1).to_owned(),
            href: entry.href.to_owned(),
        })
        .collect()
}

/// (address, name, purpose) of each page for the start page, which itself is left out.
pub fn tiles(lang: Lang, person: &Person) -> Vec<(&'static str, &'static str, &'static str)> {
    open_to(Some(person))
        .filter(|entry| entry.href != paths::accounts::START)
        .map(|entry| {
            let (name, purpose) = (entry.name, entry.purpose);
            (entry.href, lang.t(name.0, name.1), lang.t(purpose.0, purpose.1))
        })
        .collect()
}

fn open_to(person: Option<&Person>) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(move |entry| person.is_some_and(|p| p.may(entry.needs)))
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
        line.push_str(role_name(lang, held.role));
        if !held.organisation_name.is_empty() {
            line.push_str(" · ");
            line.push_str(&held.organisation_name);
        }
    }
    line
}
