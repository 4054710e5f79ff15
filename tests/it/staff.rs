//! Inviting staff, ending roles, one's own account.

use dai_su_so::domain::access::{Role, grants};
use dai_su_so::web::routes::DOORS;
use diesel::prelude::*;

use crate::house::world::{
    ADMINISTRATOR, COORDINATOR, MINH_ANH, OTHER_COORDINATOR, SCHOOL_OFFICER, SUPERVISOR,
};
use crate::house::{Browser, PASSWORD, TestApp, saturday_at};

const NEW_PASSWORD: &str = "con mèo trèo cây cau";

fn invite(browser: &mut Browser, organisation: i64, role: &str, email: &str) -> u16 {
    let organisation = organisation.to_string();
    let fields = [
        ("name", "Ngô Thị Lành"),
        ("email", email),
        ("organisation", organisation.as_str()),
        ("role", role),
    ];
    browser.post("/staff/people/invite", &fields).status
}

/// The one-time path in the newest letter.
fn invitation_path(app: &TestApp) -> String {
    let (rows, _) = app.read(|act| dai_su_so::service::outbox::newest(act, 1)).unwrap();
    let text = &rows[0].body_text;
    let at = text.find("/invitations/").expect("the letter carries the link");
    text[at..].split_whitespace().next().unwrap().to_owned()
}

#[test]
fn an_invited_supervisor_sets_a_password_and_comes_in() {
    let (app, world) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    diem.get("/staff/people").is(200).shows("Lê Văn Phước").hides("Hồ Thị Điều");
    assert_eq!(invite(&mut diem, world.ward.0, "supervisor", "lanh@phuong.example"), 303);
    let path = invitation_path(&app);
    let mut lanh = app.browser();
    lanh.get(&path).is(200).shows("Ngô Thị Lành");
    let short = lanh.post(&path, &[("password", "ngắn"), ("again", "ngắn")]);
    short.is(422).shows("ít nhất 10 ký tự");
    for (guessed, why) in [
        ("Ngô Thị Lành 1990", "Tên và tên đăng nhập"),
        ("phường Đông Hưng Thuận", "Tên trường, tên phường"),
        ("matkhau123456", "bị lộ nhiều nhất"),
    ] {
        lanh.post(&path, &[("password", guessed), ("again", guessed)]).is(422).shows(why);
    }
    let fields = [("password", NEW_PASSWORD), ("again", NEW_PASSWORD)];
    lanh.submit(&path, &fields).is(200).shows("Mời đăng nhập");
    lanh.get(&path).is(409).shows("đã dùng hoặc hết hạn");
    lanh.post("/sign-in", &[("name", "lanh@phuong.example"), ("password", NEW_PASSWORD)]).is(303);
    lanh.get("/start").is(200);
}

#[test]
fn an_invitation_holds_for_a_week() {
    let (app, world) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    invite(&mut diem, world.ward.0, "supervisor", "lanh@phuong.example");
    let path = invitation_path(&app);
    app.clock.move_to(saturday_at(7, 1).plus_minutes(7 * 24 * 60));
    app.browser().get(&path).is(409);
}

#[test]
fn nobody_gives_roles_outside_their_own_organisation() {
    let (app, world) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    assert_eq!(invite(&mut diem, world.school.0, "board", "a@example.vn"), 404);
    assert_eq!(invite(&mut diem, world.other_ward.0, "coordinator", "a@example.vn"), 404);
    assert_eq!(invite(&mut diem, world.ward.0, "board", "a@example.vn"), 422, "no such role here");
    let mut khoa = app.signed_in(SCHOOL_OFFICER);
    assert_eq!(invite(&mut khoa, world.school.0, "supervisor", "b@example.vn"), 303);
    let mut admin = app.signed_in(ADMINISTRATOR);
    assert_eq!(invite(&mut admin, world.other_ward.0, "coordinator", "c@example.vn"), 303);
}

#[test]
fn officers_appoint_neither_themselves_nor_who_approves_their_awards() {
    let (app, world) = TestApp::with_world();
    let mut khoa = app.signed_in(SCHOOL_OFFICER);
    assert_eq!(invite(&mut khoa, world.school.0, "board", SCHOOL_OFFICER), 409);
    assert_eq!(invite(&mut khoa, world.school.0, "board", "ban@example.vn"), 409);
    assert_eq!(invite(&mut khoa, world.school.0, "supervisor", SCHOOL_OFFICER), 409);
    let mut admin = app.signed_in(ADMINISTRATOR);
    assert_eq!(invite(&mut admin, world.school.0, "board", "ban@example.vn"), 303);
    assert_eq!(invite(&mut admin, world.school.0, "board", "ban@example.vn"), 409, "once");
}

#[test]
fn an_invitation_is_never_a_way_into_an_account_in_use() {
    let (app, world) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let role: i64 = app
        .read(move |act| {
            use dai_su_so::db::schema::roles::dsl as r;
            let held = r::roles.filter(r::account_id.eq(world.supervisor)).select(r::id);
            Ok(held.first(act.conn).map_err(dai_su_so::db::DbError::from)?)
        })
        .unwrap();
    diem.post(&format!("/staff/people/roles/{role}/invite"), &[]).is(409);
    app.signed_in(SUPERVISOR);
    // A further role needs no new password, and its holder is told of it.
    let mut admin = app.signed_in(ADMINISTRATOR);
    assert_eq!(invite(&mut admin, world.other_ward.0, "supervisor", SUPERVISOR), 303);
    let told: Vec<String> = app
        .read(|act| {
            use dai_su_so::db::schema::outbox::dsl as o;
            let told = o::outbox.filter(o::recipient.eq(SUPERVISOR)).select(o::subject);
            Ok(told.load(act.conn).map_err(dai_su_so::db::DbError::from)?)
        })
        .unwrap();
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("Vai trò mới"));
}

#[test]
fn a_deputys_role_begins_and_ends_by_itself() {
    let (app, world) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let ward = world.ward.to_string();
    let mut fields = vec![
        ("name", "Trần Đăng Khoa"),
        ("email", SCHOOL_OFFICER),
        ("organisation", ward.as_str()),
        ("role", "supervisor"),
        ("since", "2026-12-01"),
        ("until", "2026-11-30"),
    ];
    diem.post("/staff/people/invite", &fields).is(422).shows("Ngày cuối không trước");
    fields[5].1 = "2026-12-02";
    diem.submit("/staff/people/invite", &fields).shows("Đã mời");
    let (rows, _) = app.read(|act| dai_su_so::service::outbox::newest(act, 1)).unwrap();
    assert!(rows[0].body_text.contains("từ 1/12/2026 đến hết 2/12/2026"), "{}", rows[0].body_text);
    diem.post("/staff/people/invite", &fields).is(409);
    fields[4].1 = "2026-12-03";
    fields[5].1 = "2026-12-03";
    // Not begun, and ended again before it does.
    diem.submit("/staff/people/invite", &fields).shows("Đã mời");
    let list = diem.get("/staff/people?q=khoa");
    let ends = list.attributes("form", "action");
    diem.submit(ends.iter().rfind(|to| to.ends_with("/end")).unwrap(), &[]).shows("kết thúc");
    diem.get("/staff/people?q=khoa").shows("Chưa bắt đầu").shows("2/12/2026");
    let mut khoa = app.signed_in(SCHOOL_OFFICER);
    let mut at = |days: i64| {
        app.clock.move_to(saturday_at(7, 1).plus_minutes(days * 24 * 60));
        khoa.get("/desk").status
    };
    assert_eq!([at(0), at(3), at(4), at(5)], [403, 200, 200, 403]);
    let ended = diem.get("/staff/people?q=khoa");
    ended.shows("Đã kết thúc");
    assert!(!ended.attributes("form", "action").iter().any(|to| to.ends_with("/end")));
}

#[test]
fn the_page_of_rights_says_what_the_doors_ask() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    diem.get("/staff/people").shows("Ai được làm gì");
    let page = diem.get("/staff/people/rights");
    page.is(200).shows("Đăng, sửa, hủy buổi hỗ trợ").shows("Người lớn phụ trách");
    let doors: Vec<_> = DOORS.iter().copied().flatten().filter(|d| d.needs.is_some()).collect();
    assert_eq!(page.all("ul.doors code").len(), doors.len(), "every guarded door once");
    for door in doors {
        page.shows(&format!("{} {}", door.method, door.path));
    }
    let granted: usize = Role::ALL.iter().map(|role| grants(*role).len()).sum();
    // One's own account is everybody's, helping the pupils'.
    let marks = page.all("td .unseen").iter().filter(|text| *text == "Được").count();
    assert_eq!(marks, granted + Role::ALL.len() + 2);
    app.signed_in(SUPERVISOR).get("/staff/people/rights").is(403);
    diem.in_english().get("/staff/people/rights").shows("Who may do what").shows("Run the desk");
}

#[test]
fn what_was_typed_is_kept_when_it_is_wrong() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR).in_english();
    let page = diem.post(
        "/staff/people/invite",
        &[("name", "7"), ("email", "không phải"), ("title", "Phó Bí thư"), ("organisation", "1")],
    );
    page.is(422).shows("Enter the full name").shows("Enter a whole e-mail address");
    assert_eq!(page.attributes("#title", "value"), ["Phó Bí thư"]);
    assert_eq!(page.attributes("#email", "value"), ["không phải"]);
}

#[test]
fn an_ended_role_takes_its_rights_along_at_once() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let mut phuoc = app.signed_in(SUPERVISOR);
    let list = diem.get("/staff/people?q=phuoc");
    let end = list
        .attributes("form", "action")
        .into_iter()
        .find(|action| action.ends_with("/end"))
        .expect("a role can be ended");
    diem.submit(&end, &[]).shows("Đã kết thúc vai trò");
    phuoc.get("/staff/people").is(403);
    let own = diem.get("/staff/people?q=diem").attributes("form", "action");
    let own = own.into_iter().find(|action| action.ends_with("/end")).unwrap();
    diem.submit(&own, &[]).shows("Không thể tự kết thúc vai trò");
}

#[test]
fn who_keeps_the_accounts_signs_somebody_out_everywhere() {
    let (app, _) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let mut phuoc = [app.signed_in(SUPERVISOR), app.signed_in(SUPERVISOR)];
    let ends = |browser: &mut Browser, who: &str| {
        let list = browser.get(&format!("/staff/people?q={who}"));
        let all = list.attributes("form", "action");
        all.into_iter().find(|to| to.ends_with("/sign-outs")).expect("a way to sign out")
    };
    let end = ends(&mut diem, "phuoc");
    for stranger in [OTHER_COORDINATOR, SCHOOL_OFFICER] {
        app.signed_in(stranger).post(&end, &[]).is(404);
    }
    phuoc[0].post(&end, &[]).is(403);
    diem.submit(&end, &[]).shows("Đã đăng xuất người này");
    for browser in &mut phuoc {
        browser.get("/start").is(303);
    }
    app.signed_in(SUPERVISOR).get("/start").is(200);
    // One's own: the device in hand stays.
    let mut elsewhere = app.signed_in(COORDINATOR);
    let own = ends(&mut diem, "diem");
    diem.submit(&own, &[]).is(200);
    elsewhere.get("/start").is(303);
    diem.get("/staff/audit").shows("đăng xuất");
}

#[test]
fn a_device_is_signed_out_from_afar_with_the_password_only() {
    let (app, _) = TestApp::with_world();
    let (mut here, mut there) = (app.signed_in(COORDINATOR), app.signed_in(COORDINATOR));
    let mut third = app.signed_in(COORDINATOR);
    let forms = here.get("/account").attributes("form", "action");
    let one = forms.iter().find(|to| to.starts_with("/account/sign-ins/")).unwrap();
    here.post(one, &[]).is(422).shows("Mật khẩu hiện tại chưa đúng");
    here.post("/account/sign-out-others", &[("current", "sai")]).is(422).shows("chưa đúng");
    there.get("/start").is(200);
    let right = [("current", PASSWORD)];
    here.submit(one, &right).shows("Thiết bị ấy đã đăng xuất");
    here.post(one, &right).is(404);
    let left = [&mut there, &mut third].map(|browser| browser.get("/start").status);
    assert!(left.contains(&200) && left.contains(&303), "{left:?}");
    here.submit("/account/sign-out-others", &right).shows("Các thiết bị khác đã đăng xuất");
    for browser in [&mut there, &mut third] {
        browser.get("/start").is(303);
    }
    here.get("/start").is(200);
}

#[test]
fn changing_the_password_signs_the_other_devices_out() {
    let (app, _) = TestApp::with_world();
    let (mut here, mut there) = (app.signed_in(COORDINATOR), app.signed_in(COORDINATOR));
    let wrong = [("current", "sai"), ("password", NEW_PASSWORD), ("again", NEW_PASSWORD)];
    here.post("/account/password", &wrong).is(422).shows("hiện tại chưa đúng");
    let known = "truong nguyen vinh nghiep";
    let own = [("current", PASSWORD), ("password", known), ("again", known)];
    app.signed_in(MINH_ANH).post("/account/password", &own).is(422).shows("Tên trường");
    let right = [("current", PASSWORD), ("password", NEW_PASSWORD), ("again", NEW_PASSWORD)];
    here.submit("/account/password", &right).is(200).shows("Đã đổi mật khẩu");
    there.get("/start").is(303);
    here.get("/staff/audit").is(200).shows("đổi mật khẩu").shows("Nguyễn Thị Diễm");
}

#[test]
fn the_list_asks_the_same_number_of_queries_however_long_it_is() {
    let (app, world) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    diem.get("/staff/people");
    let few = app.queries(|| drop(diem.get("/staff/people")));
    for number in 0..20 {
        invite(&mut diem, world.ward.0, "supervisor", &format!("nguoi{number}@phuong.example"));
    }
    assert_eq!(app.queries(|| drop(diem.get("/staff/people"))), few);
}
