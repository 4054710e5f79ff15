//! Coming in and going out.

use dai_su_so::domain::accounts::SignInForm;
use dai_su_so::service::accounts::{Knock, hash, sign_in};

use crate::house::world::{COORDINATOR, GIA_HAN, MINH_ANH, SCHOOL_OFFICER, SUPERVISOR};
use crate::house::{TestApp, World};

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

/// A wrong password for somebody: hashes computed, status, and the page without the name typed.
fn wrong_password(app: &TestApp, name: &str) -> (u64, u16, String) {
    let (compared, page) = app.comparisons(|| {
        app.browser().post("/sign-in", &[("name", name), ("password", "sai mật khẩu rồi")])
    });
    (compared, page.status, page.html().replace(name, "…"))
}

#[test]
fn an_unknown_name_costs_the_work_of_a_known_one() {
    let (app, world) = TestApp::with_world();
    super::two_step::turn_on(&app, &mut app.signed_in(SUPERVISOR));
    app.signed_in(SCHOOL_OFFICER)
        .submit(&format!("/school/ambassadors/{}/pause", world.gia_han), &[]);
    let known = wrong_password(&app, COORDINATOR);
    assert_eq!((known.0, known.1), (1, 422));
    // Nobody at all, a pupil, somebody with a second step, somebody who is paused.
    for name in ["ai@example.vn", "nvn-9999", MINH_ANH, SUPERVISOR, GIA_HAN] {
        assert_eq!(wrong_password(&app, name), known, "{name}");
    }
    let (compared, _) = app.comparisons(|| app.signed_in(COORDINATOR));
    assert_eq!(compared, 1, "a right password is the same work");
}

#[test]
fn each_of_ones_own_devices_is_signed_out_by_itself() {
    let (app, _) = TestApp::with_world();
    let (mut here, mut there) = (app.signed_in(MINH_ANH), app.signed_in(MINH_ANH));
    let mut stranger = app.signed_in(COORDINATOR);
    let ends = here.get("/account").attributes("form[action^='/account/sign-ins/']", "action");
    assert_eq!(ends.len(), 1, "this device has its own way out");
    let right = [("current", crate::house::PASSWORD)];
    stranger.post(&ends[0], &right).is(404);
    there.get("/start").is(200);
    here.submit(&ends[0], &right).is(200).shows("đã đăng xuất");
    there.get("/start").is(303);
    here.get("/start").is(200);
    here.post(&ends[0], &right).is(404);
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

#[test]
fn by_https_every_cookie_belongs_to_this_host_alone_and_is_kept_in_no_cache() {
    let app = TestApp::by_https();
    World::build(&app);
    super::two_step::turn_on(&app, &mut app.signed_in(SUPERVISOR));
    let mut browser = app.browser();
    let right = |name| [("name", name), ("password", crate::house::PASSWORD)];
    let answers = [
        browser.post("/language", &[("to", "en")]),
        browser.post("/sign-in", &right(SUPERVISOR)),
        browser.post("/sign-in", &right(COORDINATOR)),
        browser.get("/start"),
        browser.post("/sign-out", &[]),
    ];
    let mut set = Vec::new();
    for page in &answers {
        let cookies = page.headers.iter().filter(|(name, _)| name == "set-cookie");
        for (_, cookie) in cookies {
            assert!(cookie.starts_with("__Host-"), "{cookie}");
            for word in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(cookie.contains(word), "{word} in {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
            assert_eq!(page.header("cache-control"), Some("private, no-store"), "{cookie}");
            set.push(cookie.split('=').next().unwrap_or_default().to_owned());
        }
    }
    for page in answers.iter().chain([&browser.get("/khong-co"), &browser.get("/healthz")]) {
        let says = |name: &str| page.header(name).unwrap_or_default().to_owned();
        assert_eq!(says("strict-transport-security"), "max-age=63072000; includeSubDomains");
        assert_eq!(says("x-content-type-options"), "nosniff");
        assert_eq!(says("x-frame-options"), "DENY");
        assert_eq!(says("referrer-policy"), "same-origin");
        let policy = says("content-security-policy");
        for rule in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(rule) && !policy.contains("unsafe"), "{rule} in {policy}");
        }
    }
    for name in ["lang", "half-sign-in", "sign-in", "notice"] {
        assert!(set.contains(&format!("__Host-{name}")), "{name}: {set:?}");
    }
    assert!(answers[3].html().contains("lang=\"en\""), "the cookies are read under these names");
    answers[3].is(200);
}

#[test]
fn idle_staff_are_signed_out_and_busy_ones_and_pupils_are_not() {
    let app = TestApp::watching_idleness();
    World::build(&app);
    let mut staff = app.signed_in(COORDINATOR);
    let mut pupil = app.signed_in(MINH_ANH);
    let wait = |hours: i64| app.clock.move_to(app.office.now().plus_minutes(hours * 60));
    for _ in 0..3 {
        wait(11);
        staff.get("/start").is(200);
    }
    wait(13);
    staff.get("/start").is(303);
    pupil.get("/start").is(200);
    // Knocking does not wake it up again.
    wait(0);
    staff.get("/start").is(303);
}

#[test]
fn a_new_sign_in_ends_the_one_the_browser_held_and_signing_out_clears_it() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.signed_in(COORDINATOR);
    let mut old = app.browser();
    let held = browser.cookie_line();
    let token = held.split("sign-in=").nth(1).unwrap().split(';').next().unwrap().to_owned();
    old.set_cookie("sign-in", &token);
    old.get("/start").is(200);
    let again = [("name", SUPERVISOR), ("password", crate::house::PASSWORD)];
    browser.post("/sign-in", &again).is(303);
    old.get("/start").is(303);
    browser.get("/start").is(200).shows("Lê Văn Phước");
    let out = browser.post("/sign-out", &[]);
    assert_eq!(out.header("clear-site-data"), Some("\"cache\", \"storage\""));
}

#[test]
fn a_hash_of_an_earlier_strength_is_made_anew_at_the_next_sign_in() {
    use argon2::password_hash::PasswordHasher;
    use dai_su_so::db::schema::accounts::dsl as a;
    use diesel::prelude::*;
    let (app, world) = TestApp::with_world();
    let weak = argon2::Params::new(8192, 1, 1, None).unwrap();
    let weak = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, weak);
    let old = weak.hash_password(crate::house::PASSWORD.as_bytes()).unwrap().to_string();
    let stored = |app: &TestApp| {
        app.read(move |act| {
            let own = a::accounts.find(world.coordinator).select(a::password_hash);
            let hash: Option<String> = own.first(act.conn).map_err(dai_su_so::db::DbError::from)?;
            Ok(hash.unwrap())
        })
        .unwrap()
    };
    let given = old.clone();
    app.write(move |act| {
        diesel::update(a::accounts.find(world.coordinator))
            .set(a::password_hash.eq(&given))
            .execute(act.conn)
            .map_err(dai_su_so::db::DbError::from)?;
        Ok(())
    })
    .unwrap();
    app.browser().post("/sign-in", &[("name", COORDINATOR), ("password", "sai")]).is(422);
    assert_eq!(stored(&app), old);
    app.signed_in(COORDINATOR);
    assert!(stored(&app).contains("m=19456,t=2,p=1"), "{}", stored(&app));
    app.signed_in(COORDINATOR);
}
