//! Whose account it is, what it may do, and who stays outside.

use chrono::TimeDelta;
use dai_su_so::service::Error;
use diesel::prelude::*;
use serde_json::json;

use super::story::{Story, person, rule};
use crate::house::world::{ADMINISTRATOR, COORDINATOR, PASSWORD, SCHOOL_OFFICER, SUPERVISOR};
use crate::two_step::turn_on;

#[test]
fn the_first_time_the_verified_address_tells_whose_account_it_is() {
    let story = Story::new();
    story.is(person("a-1", "Diem@Phuong.Example", &[]));
    let mut visitor = story.app.browser();
    visitor.get("/sign-in").is(200).shows("Đăng nhập bằng Cổng Phường");
    let to = story.come(&mut visitor, "/staff/people?q=diem").is(303).location();
    assert_eq!(to, "/staff/people?q=diem");
    visitor.get(&to).is(200).shows("Đã nối với nơi đăng nhập khác");
    let own = visitor.get("/account");
    own.is(200).shows("Đã nối với").shows("Cổng Phường · từ 28/11/2026").shows("Đổi mật khẩu");
    visitor.get("/staff/audit").shows("nối với nơi đăng nhập khác");
    // From now on it is the subject that counts, whatever becomes of the address.
    story.is(json!({ "sub": "a-1" }));
    story.let_in().get("/account").shows("Nguyễn Thị Diễm");
    // The password is as good as before, and nobody goes out of the house.
    story.app.signed_in(COORDINATOR);
    for back in ["//evil.example", "https://evil.example", "/\\evil.example", ""] {
        assert_eq!(story.come(&mut story.app.browser(), back).location(), "/start", "{back}");
    }
}

#[test]
fn claims_give_roles_and_take_them_and_what_was_given_by_hand_stays() {
    let story = Story::new();
    story.is(person("p-1", SUPERVISOR, &["dieu-phoi", "giam-sat", "nguoi-la"]));
    let mut first = story.let_in();
    first.get("/staff/people").is(200);
    story.is(person("p-1", SUPERVISOR, &[]));
    let mut later = story.let_in();
    later.get("/staff/people").is(403);
    first.get("/staff/people").is(403);
    // The supervisor's role was there before the provider came.
    later.get("/desk").is(200);
    story.is(person("p-1", SUPERVISOR, &["dieu-phoi"]));
    story.let_in().get("/staff/people").is(200);
    let mut keeper = story.app.signed_in(COORDINATOR);
    let trail = keeper.get("/staff/audit");
    trail.shows("giao vai trò qua nơi đăng nhập khác");
    trail.shows("kết thúc vai trò qua nơi đăng nhập khác");
}

#[test]
fn a_rule_whose_place_does_not_exist_gives_nothing() {
    let story = Story::told(|config| {
        config.sign_in.openid.roles = vec![
            rule("x", "coordinator", Some("KHONG")),
            rule("x", "coordinator", Some("NVN")),
            dai_su_so::config::OpenidRule {
                class: Some("9A9".into()),
                ..rule("x", "class_teacher", Some("NVN"))
            },
            dai_su_so::config::OpenidRule {
                class: Some("8A1".into()),
                ..rule("x", "class_teacher", Some("NVN"))
            },
            rule("x", "administrator", None),
        ];
    });
    story.is(person("p-1", SUPERVISOR, &["x"]));
    let own = story.let_in().get("/account").text();
    assert!(own.contains("Giáo viên chủ nhiệm") && own.contains("Quản trị"), "{own}");
    assert!(!own.contains("Cán bộ Đoàn") && !own.contains("9A9"), "{own}");
}

#[test]
fn whoever_is_not_known_stays_outside_and_reads_why() {
    let story = Story::new();
    let unverified = json!({ "sub": "u", "email": COORDINATOR, "email_verified": false });
    story.is(unverified);
    story.refused("chưa xác nhận địa chỉ thư");
    story.is(json!({ "sub": "u", "email": COORDINATOR }));
    story.refused("chưa xác nhận địa chỉ thư");
    story.is(person("u", "la@khac.example", &["dieu-phoi"]));
    story.refused("Chưa có tài khoản cán bộ nào");
    // Looks the same without accents, is somebody else.
    story.is(person("u", "diem@phường.example", &[]));
    story.refused("Chưa có tài khoản cán bộ nào");
    story.app.write(|act| give_pupil_an_address(act.conn)).unwrap();
    story.is(person("u", "minhanh@truong.example", &["dieu-phoi"]));
    story.refused("Chưa có tài khoản cán bộ nào");
}

fn give_pupil_an_address(conn: &mut dai_su_so::db::Conn) -> Result<(), Error> {
    let given = diesel::sql_query(
        "UPDATE accounts SET email = 'minhanh@truong.example' WHERE sign_in_name = 'nvn-0001'",
    );
    given.execute(conn).map_err(dai_su_so::db::DbError::from)?;
    Ok(())
}

fn pause(story: &Story) {
    let paused = |conn: &mut dai_su_so::db::Conn| -> Result<(), Error> {
        let paused = diesel::sql_query(
            "UPDATE accounts SET active = FALSE WHERE sign_in_name = 'phuoc@phuong.example'",
        );
        paused.execute(conn).map_err(dai_su_so::db::DbError::from)?;
        Ok(())
    };
    story.app.write(move |act| paused(act.conn)).unwrap();
}

#[test]
fn a_paused_account_opens_to_nobody() {
    let story = Story::new();
    story.is(person("p-1", SUPERVISOR, &[]));
    story.let_in();
    pause(&story);
    story.refused("đang tạm dừng");
    story.is(person("p-2", SUPERVISOR, &[]));
    story.refused("đang tạm dừng");
}

#[test]
fn an_address_that_went_to_somebody_else_opens_nothing_until_it_is_released() {
    let story = Story::new();
    story.is(person("old", SUPERVISOR, &[]));
    let mut old = story.let_in();
    story.is(person("new", SUPERVISOR, &[]));
    story.refused("đã nối với một người dùng khác ở Cổng Phường");
    let mut keeper = story.app.signed_in(COORDINATOR);
    let list = keeper.get("/staff/people?q=phuoc");
    let ways = list.attributes("form", "action");
    let release = ways.iter().find(|way| way.ends_with("openid-release")).unwrap();
    story.app.signed_in(SCHOOL_OFFICER).post(release, &[]).is(404);
    keeper.submit(release, &[]).shows("Đã gỡ kết nối");
    keeper.submit(release, &[]).shows("không còn nối với");
    old.get("/start").is(303);
    story.let_in();
}

#[test]
fn whoever_a_rule_gives_a_role_gets_an_account_where_that_is_wished() {
    let story = Story::told(|config| config.sign_in.openid.create = true);
    story.is(person("n", "moi@phuong.example", &[]));
    story.refused("chưa giao cho bạn vai trò nào");
    story.is(person("n", "moi@phuong.example", &["dieu-phoi"]));
    let mut new = story.let_in();
    new.get("/start").is(200).shows("Lê Thị Mới");
    new.get("/account").hides("/account/password");
    // It is in use: nobody is sent a link into it.
    let mut keeper = story.app.signed_in(ADMINISTRATOR);
    let list = keeper.get("/staff/people?q=moi");
    list.is(200).shows("moi@phuong.example").hides("Chờ nhận lời mời");
    // It has no password, so the empty one is none either.
    let fields = [("name", "moi@phuong.example"), ("password", "")];
    story.app.browser().post("/sign-in", &fields).is(422);
    // A name that only looks the same is not made twice.
    story.is(person("m", "moi@phường.example", &["dieu-phoi"]));
    story.refused("Chưa có tài khoản cán bộ nào");
}

#[test]
fn the_second_step_is_asked_for_unless_the_provider_says_it_has() {
    let story = Story::new();
    let (_, codes) = turn_on(&story.app, &mut story.app.signed_in(COORDINATOR));
    let with_step = |story: &Story, amr: &[&str]| {
        let mut diem = person("d", COORDINATOR, &[]);
        diem["amr"] = json!(amr);
        story.is(diem);
    };
    with_step(&story, &["pwd", "mfa"]);
    let mut diem = story.app.browser();
    let to = story.come(&mut diem, "/account").is(303).location();
    assert_eq!(to, "/sign-in/code?back=%2Faccount");
    diem.get("/start").is(303);
    let fields = [("code", &*codes[0]), ("back", "/account")];
    assert_eq!(diem.post("/sign-in/code", &fields).is(303).location(), "/account");
    let own = diem.get("/account").text();
    assert_eq!(own.matches("Cổng Phường").count(), 2, "connected, and how it came in: {own}");

    let story = Story::told(|config| {
        config.sign_in.openid.second_step_values = vec!["mfa".into(), "otp".into()];
    });
    turn_on(&story.app, &mut story.app.signed_in(COORDINATOR));
    with_step(&story, &["pwd", "mfa"]);
    story.let_in();
    with_step(&story, &["pwd"]);
    let to = story.come(&mut story.app.browser(), "").location();
    assert!(to.starts_with("/sign-in/code"), "{to}");
    // Where an organisation asks for one, the provider's is as good as one's own.
    let ward = story.world.ward;
    let required = format!("/staff/organisations/{ward}/two-step");
    story.app.signed_in(ADMINISTRATOR).post(&required, &[("required", "yes")]).is(303);
    let mut phuoc = person("p", SUPERVISOR, &[]);
    story.is(phuoc.clone());
    assert_eq!(story.let_in().get("/desk").is(303).location(), "/account/two-step");
    phuoc["amr"] = json!(["otp"]);
    story.is(phuoc);
    story.let_in().get("/desk").is(200);
}

#[test]
fn what_the_token_lacks_is_asked_for_and_a_sign_in_ends_with_the_day() {
    let story = Story::new();
    story.is(json!({ "sub": "a-1" }));
    story.provider.now().page = person("a-1", COORDINATOR, &["dieu-phoi"]);
    let mut diem = story.let_in();
    story.provider.now().page = person("a-2", COORDINATOR, &["dieu-phoi"]);
    story.is(json!({ "sub": "a-3" }));
    story.refused("Chưa xác minh được câu trả lời của Cổng Phường");
    story.app.clock.move_to(story.app.office.now() + TimeDelta::minutes(12 * 60 - 1));
    diem.get("/start").is(200);
    story.app.clock.move_to(story.app.office.now() + TimeDelta::minutes(2));
    diem.get("/start").is(303);
}

#[test]
fn the_password_still_works_while_the_provider_is_away() {
    let story = Story::new();
    story.is(person("a-1", COORDINATOR, &[]));
    story.provider.now().broken = true;
    let mut diem = story.app.browser();
    let to = diem.post("/sign-in/openid", &[]).is(303).location();
    story.outside(&mut diem, &to, "chưa liên lạc được với Cổng Phường");
    let mut english = story.app.browser().in_english();
    let to = english.post("/sign-in/openid", &[]).is(303).location();
    english.get(&to).shows("Ward Portal cannot be reached");
    let fields = [("name", COORDINATOR), ("password", PASSWORD)];
    diem.post("/sign-in", &fields).is(303);
    // It is not asked at every knock, and found again when it is back.
    story.provider.now().broken = false;
    story.app.browser().post("/sign-in/openid", &[]).is(303);
    story.app.clock.move_to(story.app.office.now() + TimeDelta::seconds(11));
    let mut later = story.app.browser();
    let address = story.begin(&mut later, "");
    // Away again before the code is turned in.
    story.provider.now().broken = true;
    let to = later.get(&story.provider.agree(&address)).is(303).location();
    story.outside(&mut later, &to, "chưa liên lạc được");
}
