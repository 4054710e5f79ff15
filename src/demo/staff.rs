//! Who signs in as staff: the people of the dossier, and invented colleagues.

use chrono::{Days, NaiveDate};

use super::names;
use super::setting::Desk;
use crate::db::accounts::{self, NewAccount, NewRole};
use crate::domain::access::{AccountKind, Role};
use crate::domain::ids::*;
use crate::domain::school_year;
use crate::service::{Act, Answer};

/// The password of every account of the demo: part of the movement's own motto,
/// "mỗi người biết một ít, cùng nhau tiến bộ".
pub const PASSWORD: &str = "moi nguoi biet mot it";

/// Somebody of the staff.
pub struct Staff<'a> {
    pub name: &'a str,
    pub title: &'a str,
    /// Also the sign-in name.
    pub mail: &'a str,
}

const fn person(name: &'static str, title: &'static str, mail: &'static str) -> Staff<'static> {
    Staff { name, title, mail }
}

pub const ADMINISTRATOR: Staff<'_> =
    person("Ngô Thanh Bình", "Quản trị hệ thống", "quantri@daisuso.example");
pub const DIEM: Staff<'_> =
    person("Nguyễn Thị Ngọc Diễm", "Bí thư Đoàn phường", "diem@dht.example");
pub const PHUC: Staff<'_> = person("Phạm Hoàng Phúc", "Phó Bí thư Đoàn phường", "phuc@dht.example");
pub const PHUOC: Staff<'_> = person("Lê Văn Phước", "Trưởng khu phố 7", "phuoc@dht.example");
/// The adults of the ward who are present at sessions.
pub const WARD_SUPERVISORS: [Staff<'_>; 6] = [
    PHUOC,
    person("Phạm Thị Hoa", "Tổ công nghệ số cộng đồng", "hoa@dht.example"),
    person("Trần Quốc Dũng", "Công chức Văn hóa - Xã hội", "dung@dht.example"),
    person("Đặng Thị Mai", "Hội Liên hiệp Phụ nữ", "mai@dht.example"),
    person("Võ Thành Trung", "Tổ công nghệ số cộng đồng", "trung@dht.example"),
    person("Huỳnh Kim Yến", "Trung tâm Phục vụ hành chính công", "yen@dht.example"),
];
pub const KHOA: Staff<'_> = person("Trần Đăng Khoa", "Tổng phụ trách Đội", "khoa@nvn.example");
pub const HIEU: Staff<'_> = person("Đỗ Minh Hiếu", "Hiệu trưởng", "hieutruong@nvn.example");
/// Class teacher of 8A1, the class of the demo's best-known pupils.
pub const THU: Staff<'_> = person("Võ Thị Minh Thu", "Giáo viên chủ nhiệm 8A1", "thu@nvn.example");

/// The administrator, made last: whoever finds this account finds a whole demo.
pub fn administrator(act: &mut Act<'_>, hash: &str) -> Answer<()> {
    let mut desk = Desk::new(act, hash, String::new(), 0);
    let account = account(&mut desk, &ADMINISTRATOR)?;
    role(&mut desk, account, Role::Administrator, None, None)
}

pub fn coordinator(
    desk: &mut Desk<'_, '_>,
    ward: OrganisationId,
    who: &Staff<'_>,
) -> Answer<AccountId> {
    let account = account(desk, who)?;
    role(desk, account, Role::Coordinator, Some(ward), None)?;
    Ok(account)
}

pub fn supervisor(
    desk: &mut Desk<'_, '_>,
    ward: OrganisationId,
    who: &Staff<'_>,
) -> Answer<AccountId> {
    let account = account(desk, who)?;
    role(desk, account, Role::Supervisor, Some(ward), None)?;
    Ok(account)
}

/// Keeps the school's roster and is one of the adults at its pupils' sessions.
pub fn school_officer(
    desk: &mut Desk<'_, '_>,
    school: OrganisationId,
    who: &Staff<'_>,
) -> Answer<AccountId> {
    let account = account(desk, who)?;
    role(desk, account, Role::SchoolOfficer, Some(school), None)?;
    role(desk, account, Role::Supervisor, Some(school), None)?;
    Ok(account)
}

pub fn board(
    desk: &mut Desk<'_, '_>,
    school: OrganisationId,
    who: &Staff<'_>,
) -> Answer<AccountId> {
    let account = account(desk, who)?;
    role(desk, account, Role::Board, Some(school), None)?;
    Ok(account)
}

pub fn class_teacher(
    desk: &mut Desk<'_, '_>,
    school: OrganisationId,
    school_code: &str,
    class: ClassId,
    class_name: &str,
) -> Answer<AccountId> {
    let account = if (school_code, class_name) == ("NVN", "8A1") {
        account(desk, &THU)?
    } else {
        let name = names::adult(&mut desk.chance);
        let title = format!("Giáo viên chủ nhiệm {class_name}");
        let short = class_name.replace('/', "-").to_lowercase();
        let mail = format!("gvcn{short}@{}.example", school_code.to_lowercase());
        account(desk, &Staff { name: &name, title: &title, mail: &mail })?
    };
    role(desk, account, Role::ClassTeacher, Some(school), Some(class))?;
    Ok(account)
}

fn account(desk: &mut Desk<'_, '_>, who: &Staff<'_>) -> Answer<AccountId> {
    let new = NewAccount {
        kind: AccountKind::Staff,
        sign_in_name: who.mail,
        password_hash: Some(desk.hash),
        name: who.name,
        title: who.title,
        email: Some(who.mail),
        phone: None,
    };
    let id = accounts::add(desk.act.conn, &new, desk.act.now)?;
    desk.accounts = desk.accounts.max(id.0);
    Ok(id)
}

fn role(
    desk: &mut Desk<'_, '_>,
    account_id: AccountId,
    role: Role,
    organisation_id: Option<OrganisationId>,
    class_id: Option<ClassId>,
) -> Answer<()> {
    let since = since(desk.act.now.day());
    let new = NewRole { account_id, organisation_id, class_id, role, since, until: None };
    accounts::add_role(desk.act.conn, &new)?;
    Ok(())
}

/// Roles are held since the school year before this one began.
fn since(today: NaiveDate) -> NaiveDate {
    let (first, _) = school_year::days(today);
    first - Days::new(365)
}
