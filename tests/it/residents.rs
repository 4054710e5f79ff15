//! Public pages: the front door, topics, the list of sessions, requests, and how fresh
//! what is kept in memory is.

use dai_su_so::db::DbError;
use dai_su_so::domain::access::Actor;
use dai_su_so::domain::sessions::SessionState;
use diesel::prelude::*;

use crate::house::world::*;
use crate::house::{TestApp, saturday_at};

#[test]
fn the_front_door_says_what_to_do_and_hides_small_counts() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let page = browser.get("/");
    page.is(200)
        .shows("Đặt lịch giúp đỡ")
        .shows("Tôi đã có mã")
        .shows("Dành cho phường và nhà trường");
    page.hides("lượt đã hỗ trợ").hides("class=\"stat\"");
    assert!(page.bytes.len() < 30_000, "{} bytes", page.bytes.len());
}

#[test]
fn topics_are_found_in_the_words_people_use() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.browser();
    let all = browser.get("/topics");
    assert_eq!(all.all(".ways strong").len(), 48);
    assert_eq!(all.all(".ways-head h2").len(), 8);
    for (question, found) in
        [("bang+lai", "bằng lái"), ("Ph%E1%BA%A1t+ngu%E1%BB%99i", "phạt giao thông")]
    {
        browser.get(&format!("/topics?q={question}")).is(200).shows(found);
    }
    browser.get("/topics?q=may+bay").is(200).shows("Chưa tìm thấy việc này");
    browser.get("/topics/Z9").is(404);
}

#[test]
fn only_public_sessions_are_listed_the_next_first() {
    let (app, world) = TestApp::with_world();
    app.session_with(world, |new| {
        new.title = "Buổi nháp";
        new.state = SessionState::Draft;
    });
    let later = app.session_with(world, |new| {
        new.starts_at = saturday_at(14, 0);
        new.ends_at = saturday_at(16, 0);
    });
    let first = app.open_session(world);
    let mut browser = app.browser();
    let page = browser.get("/sessions");
    let links = page.attributes(".link-card h2 a", "href");
    assert_eq!(links, [format!("/sessions/{first}"), format!("/sessions/{later}")]);
    browser.get(&format!("/sessions/{first}")).is(200).shows("Còn nhiều chỗ").shows("8:30–9:00");
    browser.get("/sessions/999999").is(404);
    let draft = first.0 - 2;
    browser.get(&format!("/sessions/{draft}")).is(404);
    app.clock.move_to(saturday_at(8, 10));
    browser.get("/sessions").shows("Đang diễn ra");
    app.clock.move_to(saturday_at(10, 0));
    let links = browser.get("/sessions").attributes(".link-card h2 a", "href");
    assert_eq!(links, [format!("/sessions/{later}")]);
}

#[test]
fn the_list_is_filtered_by_place_and_topic_and_turned_page_by_page() {
    let (app, world) = TestApp::with_world();
    for _ in 0..51 {
        app.open_session(world);
    }
    let far = app.session_with(world, |new| {
        new.starts_at = saturday_at(9, 0);
        new.place = dai_su_so::domain::ids::PlaceId(2);
    });
    let mut browser = app.browser();
    let page = browser.get("/sessions");
    assert_eq!(page.all(".link-card").len(), 50);
    assert_eq!(page.attributes("a[rel=next]", "href"), ["/sessions?page=2"]);
    assert_eq!(browser.get("/sessions?page=2").all(".link-card").len(), 2);
    browser.get("/sessions?topic=H1").is(200).shows("Chưa có buổi nào như vậy");
    assert_eq!(browser.get("/sessions?topic=A2&area=&page=").all(".link-card").len(), 50);
    let there = browser.get(&format!("/sessions?ward={}&area={}", world.ward, world.next_area));
    assert_eq!(there.attributes(".link-card h2 a", "href"), [format!("/sessions/{far}")]);
    browser.get("/sessions?area=x&page=-3&topic=no&ward=99999999999999999999").is(200);
    browser.get("/sessions?topic=%00").is(400);
}

#[test]
fn pages_cost_the_same_questions_for_two_sessions_and_for_twenty() {
    let (app, world) = quiet();
    let mut browser = app.browser();
    // An address of its own each time, so that nothing kept answers.
    for path in ["/sessions", "/topics", "/"] {
        let mut count = |sessions: usize| {
            for _ in 0..sessions {
                app.open_session(world);
            }
            browser.get(&format!("{path}?x=1")).is(200);
            app.queries(|| {
                browser.get(&format!("{path}?x=2")).is(200);
            })
        };
        let few = count(2);
        assert_eq!(few, count(18), "{path}");
        assert!(few <= 3, "{path}: {few}");
    }
}

#[test]
fn a_kept_page_is_served_again_and_never_stale() {
    let (app, world) = quiet();
    let session = app.session_with(world, |new| new.seats = 1);
    let mut browser = app.browser();
    let first = browser.get("/sessions");
    first.is(200).shows("Còn ít chỗ");
    let asked = app.queries(|| {
        assert_eq!(browser.get("/sessions").bytes, first.bytes);
    });
    let shared = app.office.db().is_shared();
    // PostgreSQL is asked for the version, after the pool has made sure that the connection lives.
    assert!(asked <= if shared { 2 } else { 0 }, "kept: {asked} statements");

    let tag = first.header("etag").unwrap().to_owned();
    browser.headers.push(("if-none-match", tag.clone()));
    let unchanged = browser.get("/sessions");
    assert_eq!((unchanged.status, unchanged.bytes.len()), (304, 0));
    app.clock.move_to(saturday_at(7, 1));
    let later = browser.get("/sessions");
    assert_eq!(later.status, 200, "another minute, another page");
    browser.headers.pop();

    for slot in 0..4 {
        let name = ["Bà Một", "Bà Hai", "Bà Ba", "Bà Tư"][slot];
        crate::bookings::seats::book_slot(&app, session, slot, name);
    }
    browser.get("/sessions").shows("Đã đủ chỗ");
    browser.get(&format!("/sessions/{session}")).shows("Đã đủ chỗ");
}

#[test]
fn a_kept_page_notices_what_another_process_writes() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    browser.get("/sessions").shows("Văn phòng khu phố 5");
    let other = app.another_instance();
    let write = |sql: &'static str| {
        app.block_on(other.write(&Actor::House, move |act| {
            diesel::sql_query(sql).execute(act.conn).map_err(DbError::from)?;
            act.sessions_changed()
        }))
        .unwrap();
    };
    write("UPDATE places SET name = 'Nhà văn hóa mới' WHERE name = 'Văn phòng khu phố 5'");
    browser.get("/sessions").shows("Nhà văn hóa mới");
    browser.get("/topics/A2").shows("Lấy lại mật khẩu");
    write("UPDATE topics SET name_vi = 'Việc mới' WHERE code = 'A2'");
    browser.get("/topics/A2").shows("Việc mới");
}

#[test]
fn whoever_is_signed_in_or_has_a_notice_gets_a_page_of_their_own() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut visitor = app.browser();
    visitor.get("/sessions").is(200);
    let mut staff = app.signed_in(COORDINATOR);
    staff.get("/sessions").is(200).shows("Nguyễn Thị Diễm");
    visitor.get("/sessions").hides("Nguyễn Thị Diễm");
    staff.submit("/sign-out", &[]).is(200).shows("Đã đăng xuất");
    visitor.get("/").hides("Đã đăng xuất");
    let english = app.browser().in_english().get("/sessions");
    english.shows("Help sessions");
    visitor.get("/sessions").shows("Các buổi hỗ trợ");
}

/// A house in which nothing happens by itself, for counting questions.
fn quiet() -> (TestApp, World) {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    (app, world)
}

/// A request for topic A2 by somebody who could come on Sunday afternoon.
fn request(world: World) -> Vec<(&'static str, String)> {
    [
        ("topic", "A2".to_owned()),
        ("ward", world.ward.to_string()),
        ("name", "Anh Tuấn".to_owned()),
        ("phone", "0912345678".to_owned()),
        ("area", world.area.to_string()),
        ("times", "7-afternoon".to_owned()),
        ("key", "k1".to_owned()),
    ]
    .into()
}

fn send(
    browser: &mut crate::house::Browser,
    path: &str,
    fields: &[(&str, String)],
) -> crate::house::Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post(path, &fields)
}

#[test]
fn a_request_is_kept_under_a_code_and_fitted_into_a_session() {
    let (app, world) = TestApp::with_world();
    let mut resident = app.browser();
    resident.get("/request?topic=A2").is(200).shows("Ông/bà ở phường nào?");
    let link = format!("/request?topic=A2&ward={}", world.ward);
    resident.get(&link).is(200).shows("Chủ nhật").shows("Gửi yêu cầu");
    let answers = request(world);
    let missing: Vec<_> = answers.iter().filter(|(n, _)| *n != "times").cloned().collect();
    let again = send(&mut resident, "/request", &missing);
    again.is(422).shows("ít nhất một buổi");
    assert_eq!(again.attributes("#name", "value"), ["Anh Tuấn"]);
    let mine = send(&mut resident, "/request", &answers).is(303).location();
    assert_eq!(send(&mut resident, "/request", &answers).is(303).location(), mine);
    resident.get(&mine).is(200).shows("Đang chờ xếp lịch").shows("Chủ nhật, buổi chiều");

    let mut staff = app.signed_in(COORDINATOR);
    let list = staff.get("/staff/requests");
    list.is(200).shows("Anh Tuấn").shows("Chủ nhật, buổi chiều");
    let one = list.attributes("a[href^='/staff/requests/']", "href").pop().unwrap();
    staff.get(&one).is(200).shows("Chưa có buổi nào còn chỗ").shows("0912 345 678");
    app.open_session(world);
    app.session_with(world, |new| {
        new.starts_at = saturday_at(14, 0).plus_minutes(24 * 60);
        new.ends_at = saturday_at(15, 0).plus_minutes(24 * 60);
    });
    let page = staff.get(&one);
    let slots = page.attributes("input[name=slot]", "value");
    assert_eq!(slots.len(), 6);
    assert_eq!(page.all("tbody tr")[0].matches("Đúng giờ đã nêu").count(), 1);
    staff.submit(&format!("{one}/fit"), &[("slot", &slots[0])]).is(200).shows("Đã xếp lịch");
    staff
        .submit(&format!("{one}/fit"), &[("slot", &slots[1])])
        .shows("đã được xếp lịch hoặc đã đóng");
    resident.get(&mine).is(200).shows("Đã đặt chỗ").shows("14:00–14:30, Chủ nhật");

    let mut stranger = app.signed_in(OTHER_COORDINATOR);
    stranger.get(&one).is(404);
    stranger.post(&format!("{one}/close"), &[]).is(404);
}

#[test]
fn a_request_is_withdrawn_by_its_owner_or_closed_by_the_ward_and_few_are_open_at_once() {
    let (app, world) = TestApp::with_world();
    let mut resident = app.browser();
    let mut codes = Vec::new();
    for n in 0..4 {
        let mut answers = request(world);
        answers.retain(|(name, _)| *name != "key");
        answers.push(("key", format!("k{n}")));
        let page = send(&mut resident, "/request", &answers);
        if n < 3 {
            codes.push(page.is(303).location());
        } else {
            page.is(422).shows("Chưa nhận thêm yêu cầu");
        }
    }
    resident.submit(&format!("{}/cancel", codes[2]), &[]).is(200).shows("Đã đóng");
    let mut staff = app.signed_in(COORDINATOR);
    let one = staff.get("/staff/requests").attributes("a[href^='/staff/requests/']", "href");
    assert_eq!(one.len(), 2);
    staff.submit(&format!("{}/close", one[0]), &[]).is(200).shows("Đã đóng yêu cầu");
    assert_eq!(staff.get("/staff/requests").all("tbody tr").len(), 1);
}
