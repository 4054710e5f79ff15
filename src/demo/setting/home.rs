//! The ward Đông Hưng Thuận and its two schools.

use super::{Desk, SchoolPlan, Ward};
use crate::db::organisations::{NewOrganisation, NewPlace};
use crate::demo::staff::{self, Staff};
use crate::domain::access::OrganisationKind;
use crate::service::Answer;

/// The three wards that became one in July 2025, by neighbourhood.
const AREAS: [&str; 10] = [
    "Tân Thới Nhất",
    "Tân Thới Nhất",
    "Tân Thới Nhất",
    "Tân Thới Nhất",
    "Đông Hưng Thuận",
    "Đông Hưng Thuận",
    "Đông Hưng Thuận",
    "Tân Hưng Thuận",
    "Tân Hưng Thuận",
    "Tân Hưng Thuận",
];

/// (neighbourhood, name, address, landmark, step-free, metres east and north).
type PlacePlan = (usize, &'static str, &'static str, &'static str, bool, (i64, i64));

/// The ward's help points; addresses other than the ward's own are invented.
const PLACES: [PlacePlan; 8] = [
    (
        3,
        "Trung tâm Phục vụ hành chính công phường",
        "68 Tân Thới Nhất 14",
        "trong sân UBND phường",
        true,
        (0, 0),
    ),
    (5, "Văn phòng khu phố 5", "25 đường Đông Hưng Thuận 10", "cạnh cây xăng", true, (900, 300)),
    (
        7,
        "Nhà văn hóa khu phố 7",
        "112 đường Nguyễn Văn Quá",
        "đối diện trạm xe buýt",
        true,
        (1500, -400),
    ),
    (
        6,
        "Phòng Tin học Trường THCS Nguyễn Vĩnh Nghiệp",
        "cổng số 2 của trường",
        "vào cổng, rẽ phải, tầng trệt",
        true,
        (1200, 100),
    ),
    (
        1,
        "Nhà lồng chợ Tân Thới Nhất",
        "khu A, ban quản lý chợ",
        "quầy số 3, cạnh hàng bún",
        false,
        (-700, 500),
    ),
    (2, "Trạm Y tế phường", "40 Tân Thới Nhất 8", "phòng chờ tầng trệt", true, (-300, 700)),
    (9, "Văn phòng khu phố 9", "7 đường Tân Hưng Thuận 3", "sau đình", false, (1800, -1100)),
    (
        10,
        "Nhà sinh hoạt cộng đồng khu phố 10",
        "hẻm 55 Trường Chinh",
        "gần chân cầu vượt",
        true,
        (800, -1500),
    ),
];

const CLASSES: [&str; 15] = [
    "6/1", "6/2", "6/3", "6/4", "7/1", "7/2", "7/3", "7/4", "8A1", "8A2", "8A3", "8A4", "9A1",
    "9A2", "9A3",
];
const SMALL_CLASSES: [&str; 4] = ["6A", "7A", "8A", "9A"];

pub(super) fn build(desk: &mut Desk<'_, '_>) -> Answer<Ward> {
    let id = desk.organisation(&NewOrganisation {
        kind: OrganisationKind::Ward,
        ward: None,
        name: "Phường Đông Hưng Thuận",
        short_name: "Phường Đông Hưng Thuận",
        code: "DHT",
        parent_name: "Thành phố Hồ Chí Minh",
        aliases: "Tân Thới Nhất, Tân Hưng Thuận, Quận 12",
        phone: "0900 000 100",
        address: "68 Tân Thới Nhất 14, phường Đông Hưng Thuận, Thành phố Hồ Chí Minh",
    })?;
    let areas = desk.areas(id, &AREAS)?;
    let mut places = Vec::new();
    for (area, name, address, landmark, accessible, at) in PLACES {
        let area = areas[area - 1];
        places.push(desk.place(&NewPlace {
            ward: id,
            area,
            name,
            address,
            landmark,
            accessible,
            at,
        })?);
    }
    let coordinator = staff::coordinator(desk, id, &staff::DIEM)?;
    staff::coordinator(desk, id, &staff::PHUC)?;
    let mut supervisors = Vec::new();
    for person in &staff::WARD_SUPERVISORS {
        supervisors.push(staff::supervisor(desk, id, person)?);
    }
    let nvn = desk.school(
        id,
        &SchoolPlan {
            name: "Trường THCS Nguyễn Vĩnh Nghiệp",
            short_name: "THCS Nguyễn Vĩnh Nghiệp",
            code: "NVN",
            parent_name: "UBND phường Đông Hưng Thuận",
            phone: "0900 000 200",
            address: "phường Đông Hưng Thuận, Thành phố Hồ Chí Minh",
            classes: &CLASSES,
        },
        &staff::KHOA,
        &staff::HIEU,
    )?;
    let small = desk.school(
        id,
        &SchoolPlan {
            name: "Trường THCS Hoa Sen",
            short_name: "THCS Hoa Sen",
            code: "HS",
            parent_name: "UBND phường Đông Hưng Thuận",
            phone: "0900 000 300",
            address: "khu phố 9, phường Đông Hưng Thuận, Thành phố Hồ Chí Minh",
            classes: &SMALL_CLASSES,
        },
        &Staff {
            name: "Bùi Thị Thanh Hương",
            title: "Tổng phụ trách Đội",
            mail: "huong@hs.example",
        },
        &Staff { name: "Lâm Quang Trí", title: "Hiệu trưởng", mail: "tri@hs.example" },
    )?;
    // Teachers of the school are also adults in the room.
    supervisors.push(nvn.officer);
    supervisors.push(small.officer);
    Ok(Ward { id, areas, places, coordinator, supervisors, schools: vec![nvn, small] })
}
