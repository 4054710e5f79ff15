//! Passkeys of staff, from the first key to the last refusal.

mod around;
mod device;

use dai_su_so::db::DbError;
use dai_su_so::domain::passkeys::{MOST, PasskeySignInForm};
use dai_su_so::domain::retention::Rule;
use dai_su_so::service::accounts::Knock;
use dai_su_so::service::{outbox, passkeys, retention};
use device::{Bent, Device, straight};
use diesel::prelude::*;

use crate::house::world::{
    COORDINATOR, MINH_ANH, OTHER_COORDINATOR, SCHOOL_OFFICER, SUPERVISOR, World,
};
use crate::house::{Browser, PASSWORD, Page, TestApp};

const PAGE: &str = "/account/passkeys";
const BEGIN: &str = "/account/passkeys/begin";
const ADD: &str = "/account/passkeys/add";
const DOOR: &str = "/sign-in/passkey";
const QUESTION: &str = "/sign-in/passkey/question";
const SAME_WORDS: &str = "Chưa đăng nhập được bằng khóa truy cập này";

/// Up to the page that asks the device: (options, key).
fn asked(browser: &mut Browser, fields: &[(&str, &str)]) -> (String, String) {
    let page = browser.post(BEGIN, fields);
    page.is(200).shows("Tạo khóa");
    let options = page.attributes("form[data-options]", "data-options");
    let key = page.attributes("form[data-options] input[name=key]", "value");
    (options[0].clone(), key[0].clone())
}

/// Adds a passkey as a person does.
pub fn add(browser: &mut Browser, name: &str) -> Device {
    let (options, key) = asked(browser, &[("name", name), ("current", PASSWORD)]);
    let (device, proof) = Device::make(&options, &straight());
    let fields = [("name", name), ("key", &*key), ("proof", &*proof)];
    browser.submit(ADD, &fields).is(200).shows("Đã thêm khóa truy cập").shows(name);
    device
}

/// What the script of the sign-in page gets: (options, key).
fn question(browser: &mut Browser) -> (String, String) {
    let page = browser.post(QUESTION, &[]);
    page.is(200);
    let told: serde_json::Value = serde_json::from_slice(&page.bytes).unwrap();
    (told["options"].to_string(), told["key"].as_str().unwrap().to_owned())
}

fn knock_with(browser: &mut Browser, device: &mut Device, bent: &Bent) -> Page {
    let (options, key) = question(browser);
    let proof = device.sign(&options, bent);
    browser.post(DOOR, &[("key", &key), ("proof", &proof), ("back", "/account")])
}

fn signed_in_by(app: &TestApp, device: &mut Device) -> Browser {
    let mut browser = app.browser();
    assert_eq!(knock_with(&mut browser, device, &straight()).is(303).location(), "/account");
    browser
}

fn newest_letter(app: &TestApp) -> (String, String) {
    let (rows, _) = app.read(|act| outbox::newest(act, 1)).unwrap();
    (rows[0].recipient.clone(), rows[0].body_text.clone())
}

fn later(app: &TestApp, minutes: i64) {
    app.clock.move_to(app.office.now().plus_minutes(minutes));
}

#[test]
fn a_key_is_made_opens_the_door_and_is_removed() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let mut elsewhere = app.signed_in(COORDINATOR);
    diem.get(PAGE).is(200).hides("Các khóa đang có").hides("name=\"current\"");
    let mut telephone = add(&mut diem, "Điện thoại của Diễm");
    let (to, letter) = newest_letter(&app);
    assert_eq!(to, COORDINATOR);
    assert!(letter.contains("có thêm khóa truy cập “Điện thoại của Diễm”"), "{letter}");
    elsewhere.get("/account").is(303);
    diem.get(PAGE).shows("Chưa dùng").shows("28/11/2026");
    // Password and the second step's code are asked of nobody who brings the key.
    super::two_step::turn_on(&app, &mut diem);
    later(&app, 60);
    let (compared, mut by_key) = app.comparisons(|| signed_in_by(&app, &mut telephone));
    assert_eq!(compared, 0);
    by_key.get("/account").is(200).shows("Khóa truy cập");
    by_key.get("/staff/people").is(200);
    by_key.get(PAGE).hides("Chưa dùng");
    diem.get("/staff/audit").is(200).shows("thêm khóa truy cập");

    let forms = by_key.get(PAGE).attributes("form", "action");
    let remove = forms.iter().find(|to| to.ends_with("/remove")).unwrap();
    by_key.post(remove, &[("current", "sai")]).is(422).shows("Mật khẩu hiện tại chưa đúng");
    by_key.post(remove, &[]).is(422);
    app.signed_in(SUPERVISOR).post(remove, &[("current", PASSWORD)]).is(404);
    by_key.submit(remove, &[("current", PASSWORD)]).is(200).shows("Đã xóa khóa truy cập");
    assert!(newest_letter(&app).1.contains("vừa được xóa"));
    by_key.post(remove, &[("current", PASSWORD)]).is(404);
    let mut browser = app.browser();
    knock_with(&mut browser, &mut telephone, &straight()).is(422).shows(SAME_WORDS);
}

#[test]
fn whatever_is_wrong_the_door_says_the_same() {
    let (app, _) = TestApp::with_world();
    let mut telephone = add(&mut app.signed_in(COORDINATOR), "Điện thoại");
    let mut other = add(&mut app.signed_in(SUPERVISOR), "Máy bàn");
    let mut words = std::collections::BTreeSet::new();
    let mut refused = |page: Page| {
        page.is(422).shows(SAME_WORDS);
        assert!(page.header("set-cookie").is_none_or(|cookie| !cookie.contains("sign-in=")));
        words.insert(page.all("main").concat());
    };
    let other_user = {
        let (options, _) = question(&mut app.browser());
        let proof: serde_json::Value =
            serde_json::from_str(&other.sign(&options, &straight())).unwrap();
        proof["response"]["userHandle"].as_str().unwrap().to_owned()
    };
    let bends = [
        Bent { origin: "http://127.0.0.1:8080", ..straight() },
        Bent { origin: "https://localhost:8080", ..straight() },
        Bent { origin: "http://localhost:8081", ..straight() },
        Bent { origin: "https://evil.example", host: "evil.example", ..straight() },
        Bent { host: "evil.example", ..straight() },
        Bent { kind: "webauthn.create", ..straight() },
        Bent { flags: 0x01, ..straight() },
        Bent { flags: 0x04, ..straight() },
        Bent { challenge: Some("AAAAAAAAAAAAAAAAAAAAAA".into()), ..straight() },
        Bent { user: Some(other_user), ..straight() },
        Bent { broken: true, ..straight() },
        Bent { across: true, ..straight() },
    ];
    for bent in bends {
        // Each from an address of its own, so that it is never the count that refuses.
        let mut browser = app.browser();
        let address = format!("10.0.0.{}", words_address(&bent));
        browser.headers.push(("x-forwarded-for", address));
        refused(knock_with(&mut browser, &mut telephone, &bent));
    }

    // A question is answered once, by the browser it was put to, and not by somebody else's.
    let mut browser = app.browser();
    let (options, key) = question(&mut browser);
    let proof = telephone.sign(&options, &straight());
    let fields = [("key", &*key), ("proof", &*proof)];
    let mut thief = app.browser();
    refused(thief.post(DOOR, &fields));
    let own = browser.cookie_line();
    let own = own.split("passkey-browser=").nth(1).unwrap().split(';').next().unwrap();
    browser.post(DOOR, &fields).is(303);
    browser.set_cookie("passkey-browser", own);
    refused(browser.post(DOOR, &fields));
    let (options, key) = question(&mut browser);
    let (_, foreign) = question(&mut browser);
    let proof = telephone.sign(&options, &straight());
    refused(browser.post(DOOR, &[("key", &foreign), ("proof", &proof)]));
    browser.post(DOOR, &[("key", &key), ("proof", &proof)]).is(303);

    // The counter goes back, or stands still: a copy of the key.
    telephone.counter -= 1;
    refused(knock_with(&mut app.browser(), &mut telephone, &straight()));
    telephone.counter -= 3;
    refused(knock_with(&mut app.browser(), &mut telephone, &straight()));
    telephone.counter += 10;
    signed_in_by(&app, &mut telephone);

    // Nobody's key, no key at all, an answer that comes after five minutes.
    let (options, _) = asked(&mut app.signed_in(COORDINATOR), &[("name", "Thử")]);
    let (mut nobodys, _) = Device::make(&options, &straight());
    refused(knock_with(&mut app.browser(), &mut nobodys, &straight()));
    for proof in ["", "{}", "[]", "không phải JSON"] {
        refused(app.browser().post(DOOR, &[("key", "x"), ("proof", proof)]));
    }
    let (options, key) = question(&mut browser);
    let proof = telephone.sign(&options, &straight());
    later(&app, 5);
    refused(browser.post(DOOR, &[("key", &key), ("proof", &proof)]));

    // Somebody who is paused.
    app.write(|act| {
        use dai_su_so::db::schema::accounts as a;
        diesel::update(a::table.filter(a::sign_in_name.eq(SUPERVISOR)))
            .set(a::active.eq(false))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
    refused(knock_with(&mut app.browser(), &mut other, &straight()));
    assert_eq!(words.len(), 1, "one refusal in the same words: {words:#?}");
}

/// A number of its own for each way of being wrong.
fn words_address(bent: &Bent) -> usize {
    1 + format!("{bent:?}").bytes().map(usize::from).sum::<usize>() % 250
}

#[test]
fn an_answer_about_a_new_key_is_good_once_and_only_as_it_was_asked() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let bends = [
        Bent { origin: "https://evil.example", ..straight() },
        Bent { host: "evil.example", ..straight() },
        Bent { kind: "webauthn.get", ..straight() },
        Bent { flags: 0x01, ..straight() },
        Bent { challenge: Some("AAAAAAAAAAAAAAAAAAAAAA".into()), ..straight() },
    ];
    for bent in bends {
        let (options, key) = asked(&mut diem, &[("name", "Máy")]);
        let (_, proof) = Device::make(&options, &bent);
        let fields = [("name", "Máy"), ("key", &*key), ("proof", &*proof)];
        diem.submit(ADD, &fields).shows("Chưa thêm được khóa truy cập");
    }
    let (options, key) = asked(&mut diem, &[("name", "Máy")]);
    let (_, proof) = Device::make(&options, &straight());
    let fields = [("name", "Máy"), ("key", &*key), ("proof", &*proof)];
    // Somebody else's sign-in, another browser of the same person, too late.
    app.signed_in(SUPERVISOR).submit(ADD, &fields).shows("Chưa thêm được");
    app.signed_in(COORDINATOR).submit(ADD, &fields).shows("Chưa thêm được");
    diem.submit(ADD, &fields).shows("Đã thêm");
    diem.submit(ADD, &fields).shows("Chưa thêm được");
    let (options, key) = asked(&mut diem, &[("name", "Máy")]);
    let (_, proof) = Device::make(&options, &straight());
    later(&app, 5);
    diem.submit(ADD, &[("name", "Máy"), ("key", &key), ("proof", &proof)]).shows("Chưa thêm được");
    diem.post(ADD, &[]).is(303);
    assert_eq!(diem.get(PAGE).all("main tbody tr").len(), 1);
}

#[test]
fn the_password_is_asked_unless_one_has_just_signed_in() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    diem.post(BEGIN, &[("name", " ")]).is(422).shows("Hãy đặt tên");
    diem.post(BEGIN, &[("name", "mật khẩu: abc12345")]).is(422);
    later(&app, 10);
    let page = diem.get(PAGE);
    assert_eq!(page.attributes("input[name=current]", "type"), ["password"]);
    diem.post(BEGIN, &[("name", "Máy")]).is(422).shows("Mật khẩu hiện tại chưa đúng");
    let wrong = diem.post(BEGIN, &[("name", "Máy"), ("current", "sai mất rồi")]);
    wrong.is(422).hides("sai mất rồi");
    add(&mut diem, "Máy");
    for _ in 0..10 {
        diem.post(BEGIN, &[("name", "Máy"), ("current", "sai")]).is(422);
    }
    let tired = diem.post(BEGIN, &[("name", "Máy"), ("current", PASSWORD)]);
    tired.is(422).shows("quá nhiều lần");
}

#[test]
fn passkeys_are_for_staff() {
    let (app, _) = TestApp::with_world();
    let mut pupil = app.signed_in(MINH_ANH);
    pupil.get("/account").is(200).hides(PAGE);
    pupil.get(PAGE).is(404);
    pupil.post(BEGIN, &[("name", "Máy")]).is(404);
    let (options, key) = asked(&mut app.signed_in(COORDINATOR), &[("name", "Máy")]);
    let (_, proof) = Device::make(&options, &straight());
    pupil.post(ADD, &[("name", "Máy"), ("key", &key), ("proof", &proof)]).is(404);
    pupil.post("/account/passkeys/1/remove", &[("current", PASSWORD)]).is(404);
}

#[test]
fn ten_keys_are_enough() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let devices: Vec<Device> =
        (1..MOST).map(|n| add(&mut diem, &format!("Khóa thứ {n}"))).collect();
    let (options, key) = asked(&mut diem, &[("name", "Khóa trễ")]);
    let (_, late) = Device::make(&options, &straight());
    let queries = app.queries(|| {
        diem.get(PAGE).is(200);
    });
    let mut last = add(&mut diem, "Khóa cuối");
    assert_eq!(devices.len() + 1, MOST);
    diem.get(PAGE).is(200).shows("Đã có 10 khóa").hides("Tiếp tục");
    diem.submit(BEGIN, &[("name", "Nữa")]).shows("Đã có 10 khóa");
    let fields = [("name", "Khóa trễ"), ("key", &*key), ("proof", &*late)];
    diem.submit(ADD, &fields).shows("Đã có 10 khóa");
    signed_in_by(&app, &mut last);
    let mut phuoc = app.signed_in(SUPERVISOR);
    add(&mut phuoc, "Một khóa");
    let few = app.queries(|| {
        phuoc.get(PAGE).is(200);
    });
    assert_eq!(few, queries, "as many queries for one key as for nine");
}

#[test]
fn a_device_shows_one_account_and_is_not_asked_twice() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    add(&mut diem, "Một");
    let (options, _) = asked(&mut diem, &[("name", "Hai")]);
    let told: serde_json::Value = serde_json::from_str(&options).unwrap();
    assert_eq!(told["excludeCredentials"].as_array().unwrap().len(), 1);
    assert_eq!(told["user"]["name"], COORDINATOR);
    assert_eq!(told["rp"]["id"], "localhost");
    let (options, _) = asked(&mut diem, &[("name", "Ba")]);
    let again: serde_json::Value = serde_json::from_str(&options).unwrap();
    assert_eq!(again["user"]["id"], told["user"]["id"]);
    assert_ne!(again["challenge"], told["challenge"]);
}

#[test]
fn tries_are_counted_as_with_passwords() {
    let (app, _) = TestApp::with_world();
    let mut telephone = add(&mut app.signed_in(COORDINATOR), "Điện thoại");
    let broken = Bent { broken: true, ..straight() };
    let mut browser = app.browser();
    for _ in 0..10 {
        knock_with(&mut browser, &mut telephone, &broken).is(422).shows(SAME_WORDS);
    }
    knock_with(&mut browser, &mut telephone, &straight()).is(422).shows("quá nhiều lần");
    // From elsewhere the owner comes in, and here after a while.
    let mut elsewhere = app.browser();
    elsewhere.headers.push(("x-forwarded-for", "10.9.9.9".into()));
    knock_with(&mut elsewhere, &mut telephone, &straight()).is(303);
    later(&app, 16);
    knock_with(&mut browser, &mut telephone, &straight()).is(303);
    for _ in 0..12 {
        knock_with(&mut browser, &mut telephone, &straight()).is(303);
    }
}

#[test]
fn a_passkey_is_the_second_step_that_an_organisation_asks_for() {
    let (app, world) = TestApp::with_world();
    let mut telephone = add(&mut app.signed_in(SUPERVISOR), "Điện thoại");
    let setting = format!("/staff/organisations/{}/two-step", world.ward);
    app.signed_in(COORDINATOR).submit(&setting, &[("required", "yes")]);
    let mut by_password = app.signed_in(SUPERVISOR);
    assert_eq!(by_password.get("/desk").is(303).location(), "/account/two-step");
    by_password.get("/account/two-step").shows("khóa truy cập");
    signed_in_by(&app, &mut telephone).get("/desk").is(200);
}

#[test]
fn who_keeps_the_accounts_takes_lost_keys_away() {
    let (app, _) = TestApp::with_world();
    let mut telephone = add(&mut app.signed_in(SUPERVISOR), "Điện thoại");
    let mut diem = app.signed_in(COORDINATOR);
    let list = diem.get("/staff/people?q=phuoc");
    list.shows("Khóa truy cập");
    let actions = list.attributes("form", "action");
    let reset = actions.iter().find(|to| to.ends_with("/two-step-reset")).unwrap();
    for stranger in [OTHER_COORDINATOR, SCHOOL_OFFICER] {
        app.signed_in(stranger).post(reset, &[]).is(404);
    }
    diem.submit(reset, &[]).shows("Đã đặt lại");
    knock_with(&mut app.browser(), &mut telephone, &straight()).is(422).shows(SAME_WORDS);
    assert!(newest_letter(&app).1.contains("khóa truy cập"));
    app.signed_in(SUPERVISOR);
}
