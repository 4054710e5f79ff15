//! One ward, one school, one person of every role: where most stories begin.

use std::sync::OnceLock;

use chrono::NaiveDate;
use dai_su_so::db::accounts::{self, NewAccount, NewRole};
use dai_su_so::db::ambassadors::{self, NewAmbassador, Signature};
use dai_su_so::db::organisations::{self, NewOrganisation, NewPlace};
use dai_su_so::db::topics;
use dai_su_so::domain::access::{AccountKind, OrganisationKind, Role};
use dai_su_so::domain::consent::{ConsentMethod, Purpose, Side};
use dai_su_so::domain::ids::*;
use dai_su_so::service::accounts::password_hash;
use dai_su_so::service::{Act, Answer};

use super::TestApp;

/// The password of every test account.
pub const PASSWORD: &str = "mot-mat-khau-dai";

/// The school year of the tests' Saturday.
pub const YEAR: &str = "2026–2027";

/// Ids of what the stories need, each some of them.
#[allow(dead_code, reason = "each story takes the ids it needs")]
#[derive(Clone, Copy, Debug)]
pub struct World {
    pub ward: OrganisationId,
    pub school: OrganisationId,
    /// Another ward with its school: what happens here must not show there.
    pub other_ward: OrganisationId,
    pub other_school: OrganisationId,
    /// Areas of the ward: khu phố 5 and its neighbour khu phố 7.
    pub area: AreaId,
    pub next_area: AreaId,
    pub place: PlaceId,
    pub far_place: PlaceId,
    pub class: ClassId,
    pub coordinator: AccountId,
    pub supervisor: AccountId,
    pub supervisor_two: AccountId,
    pub school_officer: AccountId,
    /// Minh Anh, 13, class 8A1: both consents, certified for A2 and A4, free all Saturday and Sunday.
    pub minh_anh: AmbassadorId,
    /// Quốc Bảo, 11, class 6/3: no consent yet.
    pub quoc_bao: AmbassadorId,
    /// Gia Hân, 14, class 8A1: as Minh Anh.
    pub gia_han: AmbassadorId,
}

/// Sign-in names.
pub const COORDINATOR: &str = "diem@phuong.example";
pub const SUPERVISOR: &str = "phuoc@phuong.example";
pub const SUPERVISOR_TWO: &str = "hoa@phuong.example";
pub const SCHOOL_OFFICER: &str = "khoa@truong.example";
pub const CLASS_TEACHER: &str = "thu@truong.example";
pub const BOARD: &str = "hieutruong@truong.example";
pub const ADMINISTRATOR: &str = "quantri@example.vn";
pub const MINH_ANH: &str = "nvn-0001";
pub const QUOC_BAO: &str = "nvn-0002";
pub const GIA_HAN: &str = "nvn-0003";
pub const OTHER_COORDINATOR: &str = "dieu@khac.example";
pub const OTHER_OFFICER: &str = "truong@khac.example";

fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password_hash(PASSWORD).unwrap())
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

impl World {
    pub fn build(app: &TestApp) -> World {
        let hash = hash();
        app.write(move |act| World::insert(act, hash)).expect("the world can be built")
    }

    fn insert(act: &mut Act<'_>, hash: &str) -> Answer<World> {
        let shipped = dai_su_so::domain::topics::shipped().unwrap();
        topics::add_missing(act.conn, &shipped, day(2026, 11, 1))?;
        let ward = organisation(act, None, "Phường Đông Hưng Thuận", "DHT")?;
        let school = organisation(act, Some(ward), "Trường THCS Nguyễn Vĩnh Nghiệp", "NVN")?;
        let other_ward = organisation(act, None, "Phường Trung Mỹ Tây", "TMT")?;
        let other_school = organisation(act, Some(other_ward), "Trường THCS Phan Bội Châu", "PBC")?;
        let area = organisations::add_area(act.conn, ward, "Khu phố 5", "", 5)?;
        let next_area = organisations::add_area(act.conn, ward, "Khu phố 7", "Tân Hưng Thuận", 7)?;
        organisations::add_neighbours(act.conn, area, next_area)?;
        let place = place(act, ward, area, "Văn phòng khu phố 5", (0, 0))?;
        let far_place = place_far(act, ward, next_area)?;
        let class = organisations::add_class(act.conn, school, YEAR, "8A1", 8)?;
        let small_class = organisations::add_class(act.conn, school, YEAR, "6/3", 6)?;
        for weekday in 1..=5 {
            organisations::add_lesson_hours(act.conn, class, weekday, (7 * 60, 11 * 60 + 30))?;
        }
        let coordinator =
            staff(act, hash, COORDINATOR, "Nguyễn Thị Diễm", Role::Coordinator, Some(ward), None)?;
        let supervisor =
            staff(act, hash, SUPERVISOR, "Lê Văn Phước", Role::Supervisor, Some(ward), None)?;
        let supervisor_two =
            staff(act, hash, SUPERVISOR_TWO, "Phạm Thị Hoa", Role::Supervisor, Some(ward), None)?;
        let school_officer = staff(
            act,
            hash,
            SCHOOL_OFFICER,
            "Trần Đăng Khoa",
            Role::SchoolOfficer,
            Some(school),
            None,
        )?;
        staff(
            act,
            hash,
            CLASS_TEACHER,
            "Võ Thị Thu",
            Role::ClassTeacher,
            Some(school),
            Some(class),
        )?;
        staff(act, hash, BOARD, "Đỗ Minh Hiếu", Role::Board, Some(school), None)?;
        staff(act, hash, ADMINISTRATOR, "Quản Trị", Role::Administrator, None, None)?;
        staff(
            act,
            hash,
            OTHER_COORDINATOR,
            "Hồ Thị Điều",
            Role::Coordinator,
            Some(other_ward),
            None,
        )?;
        staff(
            act,
            hash,
            OTHER_OFFICER,
            "Bùi Văn Trường",
            Role::SchoolOfficer,
            Some(other_school),
            None,
        )?;
        let minh_anh =
            pupil(act, hash, MINH_ANH, "Nguyễn Ngọc Minh Anh", school, class, 2013, area)?;
        let quoc_bao =
            pupil(act, hash, QUOC_BAO, "Trần Quốc Bảo", school, small_class, 2015, area)?;
        let gia_han = pupil(act, hash, GIA_HAN, "Lê Gia Hân", school, class, 2012, next_area)?;
        for ambassador in [minh_anh, gia_han] {
            make_ready(act, ambassador)?;
        }
        Ok(World {
            ward,
            school,
            other_ward,
            other_school,
            area,
            next_area,
            place,
            far_place,
            class,
            coordinator,
            supervisor,
            supervisor_two,
            school_officer,
            minh_anh,
            quoc_bao,
            gia_han,
        })
    }
}

/// A supervisor of a school who signs in as giamthi@khac.example.
pub fn school_supervisor(act: &mut Act<'_>, school: OrganisationId) -> Answer<AccountId> {
    let name = "giamthi@khac.example";
    staff(act, hash(), name, "Ngô Văn Giám", Role::Supervisor, Some(school), None)
}

fn organisation(
    act: &mut Act<'_>,
    ward: Option<OrganisationId>,
    name: &str,
    code: &str,
) -> Answer<OrganisationId> {
    let kind = if ward.is_some() { OrganisationKind::School } else { OrganisationKind::Ward };
    let new = NewOrganisation {
        kind,
        ward,
        name,
        short_name: name,
        code,
        parent_name: "",
        aliases: "",
        phone: "028 3891 0000",
        address: "Thành phố Hồ Chí Minh",
    };
    Ok(organisations::add(act.conn, &new, act.now)?)
}

fn place(
    act: &mut Act<'_>,
    ward: OrganisationId,
    area: AreaId,
    name: &str,
    at: (i64, i64),
) -> Answer<PlaceId> {
    let new = NewPlace {
        ward,
        area,
        name,
        address: "12 Tân Thới Nhất 14",
        landmark: "cạnh chợ",
        accessible: true,
        at,
    };
    Ok(organisations::add_place(act.conn, &new)?)
}

fn place_far(act: &mut Act<'_>, ward: OrganisationId, area: AreaId) -> Answer<PlaceId> {
    place(act, ward, area, "Nhà văn hóa khu phố 7", (4000, 3000))
}

fn staff(
    act: &mut Act<'_>,
    hash: &str,
    sign_in_name: &str,
    name: &str,
    role: Role,
    organisation: Option<OrganisationId>,
    class: Option<ClassId>,
) -> Answer<AccountId> {
    let new = NewAccount {
        kind: AccountKind::Staff,
        sign_in_name,
        password_hash: Some(hash),
        name,
        title: "",
        email: Some(sign_in_name),
        phone: None,
    };
    let account_id = accounts::add(act.conn, &new, act.now)?;
    let role = NewRole {
        account_id,
        organisation_id: organisation,
        class_id: class,
        role,
        since: day(2026, 8, 1),
        until: None,
    };
    accounts::add_role(act.conn, &role)?;
    Ok(account_id)
}

#[expect(clippy::too_many_arguments, reason = "a row of a table of sample people")]
pub fn pupil(
    act: &mut Act<'_>,
    hash: &str,
    code: &str,
    name: &str,
    school: OrganisationId,
    class: ClassId,
    birth_year: i64,
    home: AreaId,
) -> Answer<AmbassadorId> {
    let account = NewAccount {
        kind: AccountKind::Ambassador,
        sign_in_name: code,
        password_hash: Some(hash),
        name,
        title: "",
        email: None,
        phone: None,
    };
    let account_id = accounts::add(act.conn, &account, act.now)?;
    let new = NewAmbassador {
        account_id,
        school_id: school,
        class_id: class,
        birth_year,
        home_area_id: Some(home),
        guardian_name: "Phụ huynh",
        guardian_phone: Some("0903000111"),
        guardian_email: Some("phuhuynh@example.vn"),
        level: 2,
        badge: code,
    };
    Ok(ambassadors::add(act.conn, &new)?)
}

/// Both consents to take part, certified for topics of both tiers, free at weekends.
pub fn make_ready(act: &mut Act<'_>, ambassador: AmbassadorId) -> Answer<()> {
    for side in [Side::Child, Side::Guardian] {
        let signature = Signature {
            ambassador,
            purpose: Purpose::TakingPart,
            side,
            school_year: YEAR,
            method: ConsentMethod::Paper,
            given_at: act.now,
            given_by: "Phụ huynh",
            entered_by: None,
        };
        ambassadors::sign(act.conn, &signature)?;
    }
    let valid = (day(2026, 9, 5), day(2027, 7, 31));
    for topic in ["A2", "A4"] {
        ambassadors::certify(act.conn, ambassador, topic, 2, valid, None)?;
    }
    for weekday in [6, 7] {
        ambassadors::add_availability(act.conn, ambassador, weekday, (6 * 60, 19 * 60))?;
    }
    Ok(())
}
