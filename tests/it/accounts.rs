//! Coming in and going out.

use std::time::Instant;

use dai_su_so::domain::accounts::SignInForm;
use dai_su_so::service::accounts::{Knock, hash, sign_in};

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
fn a_right_password_wipes_out_the_wrong_ones_before_it() {
    let (app, _) = TestApp::with_world();
    let right = [("name", COORDINATOR), ("password", crate::house::PASSWORD)];
    for _ in 0..12 {
        app.browser().post("/sign-in", &right).is(303);
    }
    let mut browser = app.browser();
    for _ in 0..2 {
        for _ in 0..9 {
            browser.post("/sign-in", &[("name", COORDINATOR), ("password", "sai")]).is(422);
        }
        app.browser().post("/sign-in", &right).is(303);
    }
}

#[test]
fn a_stranger_who_knows_a_name_locks_nobody_out() {
    let (app, _) = TestApp::with_world();
    let right = [("name", COORDINATOR), ("password", crate::house::PASSWORD)];
    let mut stranger = app.browser();
    stranger.headers.push(("x-forwarded-for", "203.0.113.9".into()));
    for _ in 0..11 {
        stranger.post("/sign-in", &[("name", COORDINATOR), ("password", "sai")]).is(422);
    }
    stranger.post("/sign-in", &right).is(422).shows("quá nhiều lần");
    app.browser().post("/sign-in", &right).is(303);
}

#[test]
fn an_address_that_tries_one_name_after_another_is_stopped() {
    let (app, _) = TestApp::with_world();
    let knock = Knock { device: String::new(), address: "198.51.100.4".into() };
    let try_name = |name: String| {
        let form = SignInForm { name, password: "sai".into(), ..SignInForm::default() };
        app.block_on(sign_in(&app.office, &form, &knock)).unwrap_err().code()
    };
    assert_eq!(try_name("nvn-0001".into()), "wrong_name_or_password");
    let address = knock.address.clone();
    app.write(move |act| {
        let key = hash(&format!("sign_in_here:{address}"));
        for _ in 0..300 {
            dai_su_so::db::limits::count(act.conn, &key, act.now, 15)?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(try_name("nvn-0002".into()), "too_many_tries");
}

#[test]
fn an_unknown_name_costs_the_work_of_a_known_one() {
    let (app, _) = TestApp::with_world();
    let fastest = |name: &str| {
        let form =
            SignInForm { name: name.into(), password: "sai".into(), ..SignInForm::default() };
        let one = |_| {
            let begun = Instant::now();
            let answer = app.block_on(sign_in(&app.office, &form, &Knock::default()));
            assert_eq!(answer.unwrap_err().code(), "wrong_name_or_password");
            begun.elapsed()
        };
        (0..4).map(one).min().unwrap()
    };
    let (known, unknown) = (fastest(COORDINATOR), fastest("ai@example.vn"));
    assert!(unknown > known / 2, "{unknown:?} is not the work of {known:?}");
}

#[test]
fn each_of_ones_own_devices_is_signed_out_by_itself() {
    let (app, _) = TestApp::with_world();
    let (mut here, mut there) = (app.signed_in(MINH_ANH), app.signed_in(MINH_ANH));
    let mut stranger = app.signed_in(COORDINATOR);
    let ends = here.get("/account").attributes("form[action^='/account/sign-ins/']", "action");
    assert_eq!(ends.len(), 1, "this device has its own way out");
    stranger.post(&ends[0], &[]).is(404);
    there.get("/start").is(200);
    here.submit(&ends[0], &[]).is(200).shows("đã đăng xuất");
    there.get("/start").is(303);
    here.get("/start").is(200);
    here.post(&ends[0], &[]).is(404);
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
