//! What nobody may store is refused at every free text a resident can type, by the server.

use crate::house::TestApp;
use crate::house::world::*;

#[test]
fn secrets_are_refused_at_the_door_of_every_resident_form() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let when = browser.get("/book/when?topic=A2");
    let slot = when.attributes("input[name=slot]", "value")[0].clone();
    let ward = world.ward.to_string();
    for (typed, said) in [
        ("Bà Chín 079155001234", "số căn cước"),
        ("0791 5500 1234 Chín", "số căn cước"),
        ("Chín OTP 482913", "mã OTP"),
        ("Chín stk 0071001234567", "số tài khoản"),
        ("Chín mật khẩu là Chin1946@", "mật khẩu"),
    ] {
        let person = [
            ("whom", "self"),
            ("name", typed),
            ("area", "other"),
            ("topic", "A2"),
            ("slot", &slot),
        ];
        browser.post("/book/check", &person).is(422).shows(said);
        browser.post("/book", &person).is(422).shows(said);
        let proxy = [
            ("whom", "other"),
            ("name", "Bà Chín"),
            ("area", "other"),
            ("topic", "A2"),
            ("slot", &slot),
            ("proxy_name", typed),
            ("proxy_relation", "child"),
            ("proxy_agreed", "spoken"),
        ];
        browser.post("/book", &proxy).is(422).shows(said);
        let request = [
            ("name", typed),
            ("area", "other"),
            ("topic", "A2"),
            ("ward", &ward),
            ("times", "6-morning"),
        ];
        browser.post("/request", &request).is(422).shows(said);
    }
    let kept: i64 = app
        .read(|act| {
            use diesel::prelude::*;
            dai_su_so::db::schema::residents::table
                .count()
                .get_result(act.conn)
                .map_err(|error| dai_su_so::db::DbError::from(error).into())
        })
        .unwrap();
    assert_eq!(kept, 0);
}

/// The free texts that staff and pupils type: each form is sent with a secret in each.
#[test]
fn secrets_are_refused_in_the_forms_of_staff_and_pupils() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let (pupil, secret) =
        (world.minh_anh, "bác đọc không bảy chín một năm năm không không một hai ba bốn");
    let refused: Vec<(&str, String, &str)> = vec![
        (COORDINATOR, format!("/staff/sessions/{session}/cancel"), "reason"),
        (COORDINATOR, "/staff/sessions/new".into(), "title"),
        (COORDINATOR, "/staff/sessions/new".into(), "access_notes"),
        (COORDINATOR, "/staff/sessions/new".into(), "notes"),
        (COORDINATOR, dai_su_so::paths::places::NEW.into(), "name"),
        (COORDINATOR, dai_su_so::paths::places::NEW.into(), "address"),
        (COORDINATOR, dai_su_so::paths::places::NEW.into(), "landmark"),
        (COORDINATOR, dai_su_so::paths::staff::INVITE.into(), "name"),
        (COORDINATOR, dai_su_so::paths::staff::INVITE.into(), "title"),
        (SCHOOL_OFFICER, dai_su_so::paths::roster::NEW.into(), "name"),
        (SCHOOL_OFFICER, dai_su_so::paths::roster::NEW.into(), "guardian_name"),
        (SCHOOL_OFFICER, format!("/school/ambassadors/{pupil}/details"), "name"),
        (SCHOOL_OFFICER, dai_su_so::paths::roster::PASTE.into(), "lines"),
        (SCHOOL_OFFICER, dai_su_so::paths::roster::CALENDAR.into(), "name"),
        (SCHOOL_OFFICER, dai_su_so::paths::recognition::NEW.into(), "name"),
        (SCHOOL_OFFICER, dai_su_so::paths::recognition::NEW.into(), "signatory_name"),
        (SCHOOL_OFFICER, dai_su_so::paths::recognition::BREACHES.into(), "what"),
        (ADMINISTRATOR, dai_su_so::paths::organisations::NEW.into(), "name"),
        (ADMINISTRATOR, dai_su_so::paths::organisations::NEW.into(), "address"),
    ];
    let mut taken = Vec::new();
    for (who, path, field) in refused {
        let page = app.signed_in(who).post(&path, &[(field, secret)]);
        if page.status != 422 || !page.text().contains("số căn cước") {
            taken.push(format!("{path} {field}: {}", page.status));
        }
    }
    assert!(taken.is_empty(), "{taken:#?}");
}
