//! Residents' conduct: noted at the desk, read by coordinators only, barred for a time
//! without telling strangers.

use chrono::TimeDelta;
use dai_su_so::domain::retention::Rule;
use dai_su_so::service::retention;

use crate::house::TestApp;
use crate::house::world::*;

const NOTE: [(&str, &str); 2] = [("kind", "photos"), ("what", "Chụp ảnh em dù đã nhắc hai lần")];

/// A booking made as a resident does it, by the pages; answers its slot and the form.
struct Scene {
    app: TestApp,
    slots: Vec<i64>,
    booking: i64,
    session: i64,
}

fn slots(app: &TestApp, session: dai_su_so::domain::ids::SessionId) -> Vec<i64> {
    app.read(move |act| {
        Ok(dai_su_so::db::sessions::slots(act.conn, session)?.iter().map(|s| s.id.0).collect())
    })
    .unwrap()
}

fn book(app: &TestApp, slot: i64, name: &str, phone: &str, key: &str) -> crate::house::Page {
    let slot = slot.to_string();
    let fields = [
        ("slot", slot.as_str()),
        ("topic", "A2"),
        ("whom", "self"),
        ("name", name),
        ("phone", phone),
        ("birth_year", "1955"),
        ("area", "other"),
        ("key", key),
    ];
    app.browser().post("/book", &fields)
}

fn key(n: u32) -> String {
    format!("{n:0>32}")
}

fn scene() -> Scene {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    let session = app.open_session(world);
    let slots = slots(&app, session);
    let page = book(&app, slots[0], "Ông Sáu", "0903123456", &key(1));
    assert_eq!(page.status, 303, "{}", page.text());
    let booking = app
        .read(|act| {
            use dai_su_so::db::schema::bookings::dsl as b;
            use diesel::prelude::*;
            Ok(b::bookings.select(b::id).first(act.conn).map_err(dai_su_so::db::DbError::from)?)
        })
        .unwrap();
    Scene { app, slots, booking, session: session.0 }
}

impl Scene {
    fn note(&self) {
        let path = format!("/desk/{}/bookings/{}/conduct", self.session, self.booking);
        self.app.signed_in(SUPERVISOR).submit(&path, &NOTE).is(200).shows("Đã ghi nhận");
    }

    fn bar(&self, until: &str) {
        let fields = [
            ("kind", "photos"),
            ("what", "Đã nhắc hai lần ở buổi này"),
            ("until", until),
            ("appeal_phone", "028 3891 0000"),
        ];
        let page = self.app.signed_in(COORDINATOR).submit("/staff/conduct/1/bar", &fields);
        page.is(200).shows("Đã tạm dừng nhận đặt");
    }
}

#[test]
fn notes_are_written_at_the_desk_and_read_by_the_wards_coordinators_alone() {
    let scene = scene();
    let path = format!("/desk/{}/bookings/{}", scene.session, scene.booking);
    let mut desk = scene.app.signed_in(SUPERVISOR);
    desk.get(&path).is(200).shows("Ghi nhận về ứng xử");
    desk.submit(&format!("{path}/conduct"), &[("kind", "photos")]).shows("ít nhất 10 ký tự");
    scene.note();
    desk.get(&path).hides("đã nhắc hai lần");
    desk.get("/staff/conduct").is(403);
    let mut coordinator = scene.app.signed_in(COORDINATOR);
    coordinator.get("/staff/conduct").is(200).shows("đã nhắc hai lần").shows("Ông Sáu");
    coordinator.get("/staff/conduct/1").is(200).shows("Chụp ảnh").shows("Tạm dừng nhận đặt");
    let mut other = scene.app.signed_in(OTHER_COORDINATOR);
    other.get("/staff/conduct").is(200).hides("Ông Sáu");
    other.get("/staff/conduct/1").is(404);
    other.post("/staff/conduct/1/bar", &[]).is(404);
    other.post(&format!("{path}/conduct"), &NOTE).is(404);
    scene.app.signed_in(SCHOOL_OFFICER).get("/staff/conduct").is(403);
}

#[test]
fn a_bar_refuses_new_bookings_in_words_that_tell_strangers_nothing() {
    let scene = scene();
    scene.note();
    // What somebody reads who has booked enough for the day.
    assert_eq!(book(&scene.app, scene.slots[1], "Ông Sáu", "0903123456", &key(2)).status, 303);
    let full = book(&scene.app, scene.slots[2], "Ông Sáu", "0903123456", &key(3));
    full.is(422).shows("gọi phường");
    let mut coordinator = scene.app.signed_in(COORDINATOR);
    let page = coordinator.post("/staff/conduct/1/bar", &[("until", "2030-01-01")]);
    page.is(422).shows("Chọn ngày kết thúc");
    scene.bar("2026-12-31");
    let barred = book(&scene.app, scene.slots[3], "ong sau", "0903 123 456", &key(4));
    let said = |page: &crate::house::Page| page.all(".error-summary, .notice, .message").join(" ");
    assert_eq!(barred.status, full.status);
    assert_eq!(said(&barred), said(&full), "the same sentence as for a full day");
    barred.hides("tạm dừng");
    // A namesake with another telephone books as before.
    assert_eq!(book(&scene.app, scene.slots[3], "Ông Sáu", "0912000111", &key(5)).status, 303);
    // The desk sees it on the booking made before.
    let visit = format!("/desk/{}/bookings/{}", scene.session, scene.booking);
    scene.app.signed_in(SUPERVISOR).get(&visit).shows("tạm dừng nhận đặt của người này");
    coordinator.get("/staff/conduct/1").shows("Đang áp dụng").shows("đang được tạm dừng rồi");
    let lift = coordinator.submit("/staff/conduct/bars/1/lift", &[("reason", "đã xin lỗi các em")]);
    lift.shows("Đã gỡ").shows("Không tạm dừng ai");
    coordinator
        .submit("/staff/conduct/bars/1/lift", &[("reason", "đã xin lỗi các em")])
        .shows("đã được gỡ");
    scene.app.signed_in(OTHER_COORDINATOR).post("/staff/conduct/bars/1/lift", &[]).is(404);
}

#[test]
fn a_bar_ends_by_itself_and_notes_go_in_their_time() {
    let scene = scene();
    scene.note();
    scene.bar("2026-11-30");
    let app = &scene.app;
    let hash = dai_su_so::service::conduct::key_hash;
    let stands = |app: &TestApp| {
        app.read(move |act| {
            let ward = dai_su_so::db::organisations::get(
                act.conn,
                dai_su_so::domain::ids::OrganisationId(1),
            )?;
            let today = act.now.day();
            let key =
                dai_su_so::db::conduct::person(act.conn, dai_su_so::domain::ids::ResidentId(1))?;
            let found = hash(ward.id, &key.person_key);
            Ok(dai_su_so::db::conduct::barred_until(act.conn, ward.id, &found, today)?)
        })
        .unwrap()
    };
    assert!(stands(app).is_some());
    app.clock.move_to(app.clock.now() + TimeDelta::days(3));
    assert!(stands(app).is_none());
    app.clock.move_to(app.clock.now() + TimeDelta::days(366));
    let done = app.block_on(retention::apply_all(&app.office)).unwrap();
    for rule in [Rule::Conduct, Rule::Bars] {
        assert_eq!(done.iter().find(|r| r.rule == rule).unwrap().total(), 1, "{rule}");
    }
}

/// A request of this kind about the first resident, on paper; answers its page.
fn asked(scene: &Scene, kind: &str) -> String {
    let form = [
        ("subject", "resident"),
        ("who", "1"),
        ("kind", kind),
        ("asked_by", "person"),
        ("way", "paper"),
        ("identity_check", "known_in_person"),
        ("asked_on", "2026-11-28"),
    ];
    let page = scene.app.signed_in(COORDINATOR).post("/staff/data-requests/new", &form);
    page.is(303);
    page.location()
}

#[test]
fn a_bar_follows_a_corrected_name_and_outlives_a_deletion_without_one() {
    let scene = scene();
    scene.note();
    scene.bar("2026-12-31");
    let mut coordinator = scene.app.signed_in(COORDINATOR);
    let one = asked(&scene, "correct");
    let right = [("name", "Ông Bảy"), ("phone", "0903123456"), ("birth_year", "1955")];
    coordinator.post(&format!("{one}/correct"), &right).is(303);
    assert_eq!(book(&scene.app, scene.slots[2], "Ông Bảy", "0903123456", &key(6)).status, 422);
    let one = asked(&scene, "delete");
    coordinator.get(&format!("{one}/delete")).shows("Tạm dừng nhận đặt").shows("Ghi nhận ứng xử");
    coordinator.post(&format!("{one}/delete"), &[("sure", "yes")]).is(303);
    coordinator.get(&one).shows("Không còn tìm thấy người này");
    coordinator.get("/staff/conduct").hides("Ông Bảy").hides("đã nhắc hai lần");
    assert_eq!(book(&scene.app, scene.slots[2], "Ông Bảy", "0903123456", &key(7)).status, 422);
}

#[test]
fn the_list_costs_the_same_queries_for_two_and_for_twenty() {
    let scene = scene();
    let mut coordinator = scene.app.signed_in(COORDINATOR);
    let mut costs = Vec::new();
    for more in [2, 18] {
        for _ in 0..more {
            scene.note();
        }
        costs.push(scene.app.queries(|| {
            coordinator.get("/staff/conduct").is(200);
        }));
    }
    assert_eq!(costs[0], costs[1]);
}
