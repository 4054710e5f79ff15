//! Passkeys and the house around them: several instances, its address, the nightly sweep.

use dai_su_so::db::DbError;
use diesel::prelude::*;

use super::*;

#[test]
fn a_question_of_one_instance_is_answered_at_another() {
    let (app, _) = TestApp::with_world();
    let mut telephone = add(&mut app.signed_in(COORDINATOR), "Điện thoại");
    let other = app.another_instance();
    let knock = Knock::default();
    let asked = app.block_on(passkeys::ask(&app.office, "một trình duyệt", &knock)).unwrap();
    let form = PasskeySignInForm {
        key: asked.key.clone(),
        proof: telephone.sign(&asked.options, &straight()),
        back: String::new(),
    };
    let enter = |browser| app.block_on(passkeys::sign_in(&other, browser, &form, &knock));
    assert_eq!(enter("một trình duyệt").unwrap().person.name, "Nguyễn Thị Diễm");
    assert_eq!(enter("một trình duyệt").unwrap_err().code(), "passkey_not_accepted");
}

#[test]
fn the_address_decides_where_passkeys_work() {
    let app = TestApp::by_https();
    World::build(&app);
    let mut diem = app.signed_in(COORDINATOR);
    for path in [PAGE, "/sign-in"] {
        let part = diem.get(path).attributes("[data-passkeys]", "data-origin");
        assert_eq!(part, ["https://daisuso.example"], "{path}");
    }
    let page = diem.post(BEGIN, &[("name", "Máy")]);
    let browser = page.header("set-cookie").unwrap();
    assert!(browser.starts_with("__Host-passkey-browser="), "{browser}");
    assert!(browser.contains("HttpOnly") && browser.contains("Secure"), "{browser}");
    let told = page.attributes("form[data-options]", "data-options")[0].clone();
    assert!(told.contains(r#""id":"daisuso.example""#), "{told}");

    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    diem.get("/sign-in").is(200).shows("JavaScript");
    assert_eq!(
        diem.get(PAGE).attributes("[data-when=elsewhere] a", "href"),
        ["http://localhost:8080/account/passkeys"]
    );

    let app = TestApp::by_number();
    World::build(&app);
    let mut diem = app.signed_in(COORDINATOR);
    diem.get(PAGE).is(200).shows("cần trang có tên miền");
    diem.post(BEGIN, &[("name", "Máy")]).is(303);
    diem.get("/sign-in").is(200).hides("passkey");
    diem.post(QUESTION, &[]).is(409);
    diem.post(DOOR, &[]).is(422);
}

#[test]
fn what_is_over_is_swept_away() {
    let app = TestApp::mail_unattended();
    World::build(&app);
    let mut phuoc = app.signed_in(SUPERVISOR);
    add(&mut phuoc, "Điện thoại");
    question(&mut app.browser());
    let rows = |app: &TestApp| {
        app.read(|act| {
            use dai_su_so::db::schema::{passkey_challenges as c, passkeys as p};
            let challenges: i64 = c::table.count().get_result(act.conn).map_err(DbError::from)?;
            let keys: i64 = p::table.count().get_result(act.conn).map_err(DbError::from)?;
            Ok((challenges, keys))
        })
        .unwrap()
    };
    assert_eq!(rows(&app), (1, 1));
    later(&app, 2 * 24 * 60);
    app.block_on(retention::apply_all(&app.office)).unwrap();
    assert_eq!(rows(&app), (0, 1));
    let mut diem = app.signed_in(COORDINATOR);
    let list = diem.get("/staff/people?q=phuoc").attributes("form", "action");
    diem.submit(list.iter().find(|to| to.ends_with("/end")).unwrap(), &[]);
    let staff = |app: &TestApp| {
        let plan = app.read(retention::plan).unwrap();
        plan.iter().find(|reach| reach.rule == Rule::Staff).unwrap().total()
    };
    later(&app, 5 * 366 * 24 * 60);
    assert!(staff(&app) > 0);
    app.block_on(retention::apply_all(&app.office)).unwrap();
    assert_eq!(rows(&app), (0, 0));
}
