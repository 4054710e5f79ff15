//! Further wards of the city, each with one school, for large sizes.

use super::{Desk, SchoolPlan, Ward};
use crate::db::organisations::{NewOrganisation, NewPlace};
use crate::demo::names;
use crate::demo::staff::{self, Staff};
use crate::domain::access::OrganisationKind;
use crate::domain::names::fold;
use crate::service::Answer;

/// How many there are at most.
pub const COUNT: usize = 24;

/// Their names; people and schools in them are invented.
pub const NAMES: [&str; COUNT] = [
    "Trung Mỹ Tây",
    "Tân Thới Hiệp",
    "Thới An",
    "An Phú Đông",
    "An Hội Tây",
    "An Hội Đông",
    "Thông Tây Hội",
    "Hạnh Thông",
    "Gò Vấp",
    "An Nhơn",
    "Tân Sơn",
    "Tân Bình",
    "Bảy Hiền",
    "Tây Thạnh",
    "Tân Sơn Nhì",
    "Phú Thọ Hòa",
    "Phú Thạnh",
    "Tân Phú",
    "Bình Hưng Hòa",
    "Bình Trị Đông",
    "Bình Tân",
    "An Lạc",
    "Tân Tạo",
    "Bình Quới",
];

const CLASSES: [&str; 12] =
    ["6A1", "6A2", "6A3", "7A1", "7A2", "7A3", "8A1", "8A2", "8A3", "9A1", "9A2", "9A3"];

/// (neighbourhood, name, metres east and north).
const PLACES: [(usize, &str, (i64, i64)); 6] = [
    (0, "Trung tâm Phục vụ hành chính công phường", (0, 0)),
    (1, "Văn phòng khu phố 2", (700, 300)),
    (3, "Nhà văn hóa khu phố 4", (-600, 800)),
    (4, "Trạm Y tế phường", (300, -900)),
    (5, "Văn phòng khu phố 6", (1300, -200)),
    (7, "Nhà sinh hoạt cộng đồng khu phố 8", (-1100, -700)),
];

pub(super) fn build(desk: &mut Desk<'_, '_>, name: &str) -> Answer<Ward> {
    let code: String =
        fold(name).split(' ').filter_map(|w| w.chars().next()).collect::<String>().to_uppercase();
    // Two wards may share their initials; the number keeps codes apart.
    let code = format!("{code}{}", desk.accounts);
    let low = code.to_lowercase();
    let id = desk.organisation(&NewOrganisation {
        kind: OrganisationKind::Ward,
        ward: None,
        name: &format!("Phường {name}"),
        short_name: &format!("Phường {name}"),
        code: &format!("P{code}"),
        parent_name: "Thành phố Hồ Chí Minh",
        aliases: "",
        phone: "0900 000 100",
        address: &format!("phường {name}, Thành phố Hồ Chí Minh"),
    })?;
    let areas = desk.areas(id, &[""; 8])?;
    let mut places = Vec::new();
    for (number, (area, place, at)) in PLACES.into_iter().enumerate() {
        places.push(desk.place(&NewPlace {
            ward: id,
            area: areas[area],
            name: place,
            address: &format!("{} đường số {}, phường {name}", 10 + number * 7, number + 1),
            landmark: "",
            accessible: number % 3 != 2,
            at,
        })?);
    }
    let person = |desk: &mut Desk<'_, '_>| names::adult(&mut desk.chance);
    let coordinator = {
        let (person, mail) = (person(desk), format!("doan@p{low}.example"));
        let new = Staff { name: &person, title: "Bí thư Đoàn phường", mail: &mail };
        staff::coordinator(desk, id, &new)?
    };
    let mut supervisors = Vec::new();
    for number in 1..=8 {
        let (person, mail) = (person(desk), format!("phutrach{number}@p{low}.example"));
        let new =
            Staff { name: &person, title: "Tổ công nghệ số cộng đồng", mail: &mail };
        supervisors.push(staff::supervisor(desk, id, &new)?);
    }
    let (officer, officer_mail) = (person(desk), format!("doi@{low}.example"));
    let (head, head_mail) = (person(desk), format!("hieutruong@{low}.example"));
    let school = desk.school(
        id,
        &SchoolPlan {
            name: &format!("Trường THCS {name}"),
            short_name: &format!("THCS {name}"),
            code: &code,
            parent_name: &format!("UBND phường {name}"),
            phone: "0900 000 200",
            address: &format!("phường {name}, Thành phố Hồ Chí Minh"),
            classes: &CLASSES,
        },
        &Staff { name: &officer, title: "Tổng phụ trách Đội", mail: &officer_mail },
        &Staff { name: &head, title: "Hiệu trưởng", mail: &head_mail },
    )?;
    supervisors.push(school.officer);
    Ok(Ward { id, areas, places, coordinator, supervisors, schools: vec![school] })
}
