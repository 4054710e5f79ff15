//! Coming in and going out.

use crate::house::TestApp;
use crate::house::world::{COORDINATOR, MINH_ANH};

#[test]
fn staff_and_pupils_sign_in_and_out() {
    let (app, _) = TestApp::with_world();
    for name in [COORDINATOR, MINH_ANH, "DIEM@phuong.example"] {
        let mut browser = app.signed_in(name);
        browser.get("/start").is(200);
        browser.submit("/sign-out", &[]).is(200).shows("Đã đăng xuất");
        assert_eq!(browser.get("/start").is(303).location(), "/sign-in?back=%2Fstart");
    }
}

#[test]
fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.browser();
    let wrong = browser.post("/sign-in", &[("name", COORDINATOR), ("password", "sai")]);
    let unknown = browser.post("/sign-in", &[("name", "ai@example.vn"), ("password", "sai")]);
    for page in [&wrong, &unknown] {
        page.is(422).shows("chưa đúng");
    }
    assert_eq!(wrong.attributes("#name", "value"), [COORDINATOR], "what was typed is kept");
}

#[test]
fn the_door_stays_shut_after_many_tries_even_for_the_right_password() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.browser();
    for _ in 0..10 {
        browser.post("/sign-in", &[("name", COORDINATOR), ("password", "sai")]).is(422);
    }
    let right = [("name", COORDINATOR), ("password", crate::house::PASSWORD)];
    browser.post("/sign-in", &right).is(422).shows("quá nhiều lần");
    app.clock.move_to(crate::house::saturday_at(7, 16));
    browser.post("/sign-in", &right).is(303);
}

#[test]
fn after_signing_in_the_way_leads_back_but_never_out_of_the_house() {
    let (app, _) = TestApp::with_world();
    for (back, to) in [
        ("/start?x=1", "/start?x=1"),
        ("//evil.example", "/start"),
        ("https://evil.example", "/start"),
    ] {
        let fields = [("name", COORDINATOR), ("password", crate::house::PASSWORD), ("back", back)];
        assert_eq!(app.browser().post("/sign-in", &fields).is(303).location(), to);
    }
}

#[test]
fn a_form_from_another_site_is_refused() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.signed_in(COORDINATOR);
    browser.headers = vec![("sec-fetch-site", "cross-site".into())];
    browser.post("/sign-out", &[]).is(403).shows("trang khác");
    browser.headers = vec![("origin", "https://evil.example".into())];
    browser.post("/sign-out", &[]).is(403);
    browser.headers.clear();
    browser.get("/start").is(200);
}
