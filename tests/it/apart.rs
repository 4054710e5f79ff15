//! Two wards and two schools whose data never mix: what belongs to one is neither shown nor
//! touched by people of the other, on any page, in any list, file or count.

use std::collections::BTreeMap;

use dai_su_so::db::shifts::{self, NewShift};
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::web::routes::DOORS;

use crate::house::world::*;
use crate::house::{Browser, TestApp};

/// Names that only the first ward and school may read.
const THEIRS: [&str; 3] = ["Bà Chín Riêng", "Nguyễn Ngọc Minh Anh", "Trần Quốc Bảo"];

/// The first ward and school with something in every drawer; the numbers of what is there,
/// by the name that a path gives them.
fn scene() -> (TestApp, BTreeMap<&'static str, String>) {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    let session = app.open_session(world);
    let booking = app.booking(session, 0, "Bà Chín Riêng");
    let shift = app
        .write(move |act| {
            let new = NewShift {
                session_id: session,
                ambassador_id: world.minh_anh,
                state: ShiftState::Taken,
                source: ShiftSource::Own,
                reason: "",
                created_at: act.now,
            };
            Ok(shifts::add(act.conn, &new)?)
        })
        .unwrap();
    let mut coordinator = app.signed_in(COORDINATOR);
    let asked = [
        ("subject", "resident"),
        ("who", "1"),
        ("kind", "see"),
        ("asked_by", "person"),
        ("way", "paper"),
        ("identity_check", "known_in_person"),
        ("asked_on", "2026-11-28"),
    ];
    coordinator.post("/staff/data-requests/new", &asked).is(303);
    let leak = [
        ("organisation", world.ward.to_string()),
        ("kinds", "residents".to_owned()),
        ("from_day", "2026-11-28".to_owned()),
        ("to_day", "2026-11-28".to_owned()),
        ("noticed_on", "2026-11-28".to_owned()),
        ("noticed_time", "6:30".to_owned()),
        ("what", "Mất một tờ danh sách sáng nay".to_owned()),
    ];
    let leak: Vec<(&str, &str)> = leak.iter().map(|(n, v)| (*n, v.as_str())).collect();
    coordinator.post("/staff/data-leaks/new", &leak).is(303);
    let report = [("kind", "uncomfortable"), ("what", "Em Minh Anh thấy không thoải mái")];
    app.signed_in(MINH_ANH).post("/me/safety/report", &report).is(303);
    let numbers = BTreeMap::from([
        ("session", session.to_string()),
        ("booking", booking.to_string()),
        ("ambassador", world.minh_anh.to_string()),
        ("pupil", world.minh_anh.to_string()),
        ("shift", shift.to_string()),
        ("class", world.class.to_string()),
        ("school", world.school.to_string()),
        ("organisation", world.ward.to_string()),
        ("place", world.place.to_string()),
    ]);
    (app, numbers)
}

/// The path with the first organisation's own numbers; what is not named is the first of its
/// kind, and none of the other's.
fn filled(path: &str, numbers: &BTreeMap<&str, String>) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push_str(match name {
            "reader" => "people",
            _ => numbers.get(name).map_or("1", String::as_str),
        });
        rest = after;
    }
    out + rest
}

fn asked(browser: &mut Browser, method: &str, path: &str) -> crate::house::Page {
    match method {
        "GET" => browser.get(path),
        _ => browser.post(path, &[]),
    }
}

#[test]
fn nothing_of_one_ward_or_school_opens_to_another() {
    let (app, numbers) = scene();
    let mut own = app.signed_in(COORDINATOR);
    for path in ["/staff/data-requests/1", "/staff/data-leaks/1", "/incidents/1"] {
        own.get(path).is(200);
    }
    let mut open = Vec::new();
    for who in [OTHER_COORDINATOR, OTHER_OFFICER] {
        let mut browser = app.signed_in(who);
        for door in DOORS.iter().copied().flatten() {
            let own = door.path.starts_with("/account") || door.path.starts_with("/sign-out");
            if door.needs.is_none() || own {
                continue;
            }
            let path = filled(door.path, &numbers);
            let page = asked(&mut browser, door.method, &path);
            let line = format!("{who}: {} {path} answered {}", door.method, page.status);
            let bare = !door.path.contains('{');
            if !bare && !matches!(page.status, 403 | 404) {
                open.push(line.clone());
            }
            let bytes = String::from_utf8_lossy(&page.bytes).into_owned();
            for name in THEIRS.iter().filter(|name| bytes.contains(**name)) {
                open.push(format!("{line} and names {name}"));
            }
        }
    }
    assert!(open.is_empty(), "these open to strangers: {open:#?}");
}

#[test]
fn counts_and_searches_know_their_own_people_only() {
    let (app, _) = scene();
    let waiting = ["chờ trả lời", "72 giờ", "báo cáo an toàn"];
    let start = app.signed_in(COORDINATOR).get("/start");
    assert!(waiting.iter().any(|word| start.text().contains(word)), "{}", start.text());
    for who in [OTHER_COORDINATOR, OTHER_OFFICER] {
        let mut browser = app.signed_in(who);
        let start = browser.get("/start");
        assert!(start.all(".duties").is_empty(), "{who}: {}", start.text());
        for path in ["/staff/data-requests/new?q=Ch%C3%ADn", "/staff/data-requests/new?q=Minh"] {
            browser.get(path).is(200).shows("Không tìm thấy ai");
        }
        let trail = browser.get("/staff/audit");
        assert!(!trail.text().contains("Yêu cầu về dữ liệu #1"), "{who} reads another's trail");
    }
}

#[test]
fn a_pupil_opens_nothing_of_another_pupil() {
    let (app, numbers) = scene();
    let mut other = app.signed_in(QUOC_BAO);
    let mut open = Vec::new();
    for door in DOORS.iter().copied().flatten() {
        let of_pupils = door.path.starts_with("/me/");
        if !of_pupils || door.needs.is_none() || !door.path.contains("{shift}") {
            continue;
        }
        let path = filled(door.path, &numbers);
        let page = asked(&mut other, door.method, &path);
        if !matches!(page.status, 403 | 404) {
            open.push(format!("{} {path} answered {}", door.method, page.status));
        }
    }
    assert!(open.is_empty(), "{open:#?}");
}
