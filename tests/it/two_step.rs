//! The second step of staff sign-ins, from the first code to a lost telephone.

use dai_su_so::domain::two_step::shown_at;

use crate::house::world::{
    ADMINISTRATOR, COORDINATOR, MINH_ANH, OTHER_COORDINATOR, SCHOOL_OFFICER, SUPERVISOR,
};
use crate::house::{Browser, PASSWORD, TestApp};

const PAGE: &str = "/account/two-step";
const CODE: &str = "/sign-in/code";

/// What the authenticator shows now.
fn code(app: &TestApp, secret: &str) -> String {
    shown_at(secret, app.office.now()).unwrap()
}

fn next_half_minute(app: &TestApp) {
    app.clock.move_to(app.office.now() + chrono::TimeDelta::seconds(30));
}

/// Turns it on; answers the secret and the recovery codes.
pub fn turn_on(app: &TestApp, browser: &mut Browser) -> (String, Vec<String>) {
    let page = browser.submit("/account/two-step/begin", &[("current", PASSWORD)]);
    page.is(200).shows("nhập mã đầu tiên");
    let secret = page.all("main pre code")[0].replace(' ', "");
    let on = browser.post("/account/two-step/confirm", &[("code", &code(app, &secret))]);
    on.is(200).shows("Đang bật");
    (secret, on.all("ol code"))
}

/// Name and password; answers a browser that stands before the second step.
fn half_way(app: &TestApp, name: &str) -> Browser {
    let mut browser = app.browser();
    let fields = [("name", name), ("password", PASSWORD), ("back", "/staff/people")];
    let to = browser.post("/sign-in", &fields).is(303).location();
    assert_eq!(to, "/sign-in/code?back=%2Fstaff%2Fpeople");
    browser
}

#[test]
fn a_code_is_asked_for_once_the_first_one_was_right() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let mut there = app.signed_in(COORDINATOR);
    diem.get(PAGE).is(200).shows("Bắt đầu").hides("otpauth");
    diem.post("/account/two-step/begin", &[]).is(422).shows("Mật khẩu hiện tại chưa đúng");
    diem.submit("/account/two-step/begin", &[("current", PASSWORD)]);
    // Not confirmed: the door asks for nothing more yet.
    app.signed_in(COORDINATOR);
    diem.post("/account/two-step/confirm", &[("code", "abc")]).is(422).shows("Mã chưa đúng");
    let (secret, codes) = turn_on(&app, &mut diem);
    assert_eq!(codes.len(), 10);
    diem.get(PAGE).is(200).shows("10 mã khôi phục").hides(&secret).hides(&codes[0]);
    there.get("/start").is(303);

    let mut later = half_way(&app, COORDINATOR);
    later.get("/start").is(303);
    let again = code(&app, &secret);
    later.post(CODE, &[("code", &again)]).is(422).shows("đã dùng rồi");
    next_half_minute(&app);
    let fresh = code(&app, &secret);
    let fields = [("code", &*fresh), ("back", "/staff/people")];
    assert_eq!(later.post(CODE, &fields).is(303).location(), "/staff/people");
    later.get("/staff/people").is(200).shows("Xác thực hai bước");
    let mut replay = half_way(&app, COORDINATOR);
    replay.post(CODE, &[("code", &fresh)]).is(422);
    diem.get("/staff/audit").is(200).shows("hai bước");
}

#[test]
fn a_recovery_code_works_once() {
    let (app, _) = TestApp::with_world();
    let (_, codes) = turn_on(&app, &mut app.signed_in(COORDINATOR));
    let mut lost = half_way(&app, COORDINATOR);
    lost.post(CODE, &[("code", &codes[3].to_uppercase())]).is(303);
    lost.get(PAGE).shows("9 mã khôi phục");
    half_way(&app, COORDINATOR).post(CODE, &[("code", &codes[3])]).is(422);
}

#[test]
fn codes_are_not_guessed_and_a_password_does_not_wait_for_ever() {
    let (app, _) = TestApp::with_world();
    let (secret, _) = turn_on(&app, &mut app.signed_in(COORDINATOR));
    next_half_minute(&app);
    let mut slow = half_way(&app, COORDINATOR);
    let mut guesser = half_way(&app, COORDINATOR);
    for _ in 0..10 {
        guesser.post(CODE, &[("code", "000000")]).is(422);
    }
    let right = code(&app, &secret);
    guesser.post(CODE, &[("code", &right)]).is(422).shows("quá nhiều lần");
    app.clock.move_to(app.office.now().plus_minutes(16));
    let right = code(&app, &secret);
    slow.submit(CODE, &[("code", &right)]).shows("Đã quá 10 phút");
    app.browser().get(CODE).is(303);
    app.browser().post(CODE, &[("code", &right)]).is(303);
}

#[test]
fn it_goes_off_only_with_password_and_code() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let (secret, old) = turn_on(&app, &mut diem);
    next_half_minute(&app);
    let off = "/account/two-step/off";
    let right = code(&app, &secret);
    diem.post(off, &[("current", "sai"), ("code", &right)]).is(422).shows("chưa đúng");
    diem.post(off, &[("current", PASSWORD), ("code", "000000")]).is(422).shows("Mã chưa đúng");
    let fields = [("current", PASSWORD), ("code", &*right)];
    let fresh = diem.post("/account/two-step/codes", &fields).is(200).all("ol code");
    assert!(fresh.len() == 10 && !fresh.contains(&old[0]));
    diem.post(off, &[("current", PASSWORD), ("code", &old[0])]).is(422);
    diem.submit(off, &[("current", PASSWORD), ("code", &fresh[0])]).shows("Đã tắt");
    app.signed_in(COORDINATOR);
    diem.post(off, &fields).is(303);
    app.signed_in(MINH_ANH).get(PAGE).is(404);
}

#[test]
fn who_keeps_the_accounts_gives_a_way_back_in() {
    let (app, _) = TestApp::with_world();
    let mut phuoc = app.signed_in(SUPERVISOR);
    turn_on(&app, &mut phuoc);
    let mut diem = app.signed_in(COORDINATOR);
    let list = diem.get("/staff/people?q=phuoc");
    let actions = list.attributes("form", "action");
    let reset = actions.iter().find(|to| to.ends_with("/two-step-reset")).unwrap();
    for stranger in [OTHER_COORDINATOR, SCHOOL_OFFICER] {
        app.signed_in(stranger).post(reset, &[]).is(404);
    }
    diem.submit(reset, &[]).shows("Đã đặt lại");
    phuoc.get("/start").is(303);
    app.signed_in(SUPERVISOR);
    let (rows, _) = app.read(|act| dai_su_so::service::outbox::newest(act, 1)).unwrap();
    assert!(rows[0].subject.contains("hai bước") && rows[0].recipient == SUPERVISOR);
    diem.submit(reset, &[]).shows("đang tắt");
    let (_, _) = turn_on(&app, &mut diem);
    let own = diem.get("/staff/people?q=diem").attributes("form", "action");
    let own = own.iter().find(|to| to.ends_with("/two-step-reset")).unwrap();
    diem.submit(own, &[]).shows("bằng mật khẩu và mã");
    app.signed_in(ADMINISTRATOR).submit(own, &[]).shows("Đã đặt lại");
}

#[test]
fn an_organisation_may_ask_its_staff_for_it() {
    let (app, world) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let mut phuoc = app.signed_in(SUPERVISOR);
    phuoc.get("/desk").is(200);
    let setting = format!("/staff/organisations/{}/two-step", world.ward);
    app.signed_in(SCHOOL_OFFICER).post(&setting, &[("required", "yes")]).is(404);
    diem.submit(&setting, &[("required", "yes")]);
    assert_eq!(phuoc.get("/desk").is(303).location(), PAGE);
    phuoc.get(PAGE).is(200).shows("yêu cầu bật xác thực hai bước");
    phuoc.get("/staff/people").is(403);
    turn_on(&app, &mut phuoc);
    phuoc.get("/desk").is(200);
    app.signed_in(SCHOOL_OFFICER).get("/school/hours").is(200);
}

#[test]
fn the_second_step_tells_nothing_about_who_is_known() {
    let (app, _) = TestApp::with_world();
    let (secret, _) = turn_on(&app, &mut app.signed_in(COORDINATOR));
    next_half_minute(&app);
    let right = code(&app, &secret);
    let (compared, mut half) = app.comparisons(|| half_way(&app, COORDINATOR));
    assert_eq!(compared, 1);
    // The code is compared without any password hash, whatever it is and whoever brings it.
    let (compared, _) = app.comparisons(|| {
        half.post(CODE, &[("code", "000000")]).is(422);
        half.post(CODE, &[("code", &right)]).is(303);
    });
    assert_eq!(compared, 0);
    // A half sign-in that was made up is one that is over.
    let mut stranger = app.browser();
    stranger.set_cookie("half-sign-in", &"x".repeat(43));
    let mut over = half_way(&app, COORDINATOR);
    app.clock.move_to(app.office.now().plus_minutes(11));
    let (compared, [made_up, over]) =
        app.comparisons(|| [&mut stranger, &mut over].map(|b| b.post(CODE, &[("code", &right)])));
    assert_eq!(compared, 0);
    assert_eq!((made_up.status, made_up.location()), (over.status, over.location()));
    assert_eq!(made_up.header("set-cookie"), over.header("set-cookie"), "the same notice");
}

#[test]
fn with_a_key_the_database_does_not_show_the_secret() {
    let app = TestApp::with_a_key();
    let world = crate::house::World::build(&app);
    let mut diem = app.signed_in(COORDINATOR);
    let (secret, _) = turn_on(&app, &mut diem);
    let stored = move |app: &TestApp| {
        app.read(move |act| {
            use dai_su_so::db::schema::two_steps::dsl as t;
            use diesel::prelude::*;
            let own = t::two_steps.find(world.coordinator).select(t::secret);
            Ok(own.first::<String>(act.conn).map_err(dai_su_so::db::DbError::from)?)
        })
        .unwrap()
    };
    assert!(stored(&app).starts_with("v1:") && !stored(&app).contains(&secret));
    next_half_minute(&app);
    half_way(&app, COORDINATOR).post(CODE, &[("code", &code(&app, &secret))]).is(303);
    // One from before there was a key still opens, and is sealed with that.
    let plain = secret.clone();
    app.write(move |act| {
        let sealed = dai_su_so::db::two_step::find(act.conn, world.coordinator)?.unwrap().secret;
        Ok(dai_su_so::db::two_step::reseal(act.conn, world.coordinator, &sealed, &plain)?)
    })
    .unwrap();
    assert_eq!(stored(&app), secret);
    next_half_minute(&app);
    half_way(&app, COORDINATOR).post(CODE, &[("code", &code(&app, &secret))]).is(303);
    assert!(stored(&app).starts_with("v1:"));
}
