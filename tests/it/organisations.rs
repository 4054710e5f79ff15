//! An administrator sets up a ward and its school from nothing.

use crate::house::TestApp;
use crate::house::world::{ADMINISTRATOR, COORDINATOR};

fn school(under: &str) -> [(&'static str, String); 4] {
    [
        ("under", under.to_owned()),
        ("name", "Trường THCS Trần Quang Khải".to_owned()),
        ("code", "tqk".to_owned()),
        ("phone", "028 3891 1234".to_owned()),
    ]
}

fn fields<'a>(typed: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    typed.iter().map(|(k, v)| (*k, v.as_str())).collect()
}

#[test]
fn a_ward_gets_its_school_and_the_school_its_classes() {
    let (app, world) = TestApp::with_world();
    let mut admin = app.signed_in(ADMINISTRATOR);
    admin.get("/staff/organisations").is(200).shows("Phường Đông Hưng Thuận");
    let typed = school(&world.ward.to_string());
    let page = admin.post("/staff/organisations/new", &fields(&typed));
    page.is(303);
    let path = page.location();
    admin.get(&path).is(200).shows("TQK").shows("Chưa có");
    admin.submit(&path, &[("lines", "6A1\n\n 8A2 \n6A1")]).shows("2 mục mới").shows("8A2");
    admin.post(&path, &[("lines", "Lớp chồi")]).is(422).shows("khối 6 đến 9").shows("Lớp chồi");
    admin.post("/staff/organisations/new", &fields(&typed)).is(422).shows("đã có đơn vị khác dùng");
    admin
        .post("/staff/organisations/new", &fields(&school("999")))
        .is(422)
        .shows("phường của trường");
}

#[test]
fn a_coordinator_keeps_only_the_own_ward() {
    let (app, world) = TestApp::with_world();
    let mut diem = app.signed_in(COORDINATOR);
    let own = format!("/staff/organisations/{}", world.ward);
    diem.submit(&own, &[("lines", "Khu phố 9")]).shows("Khu phố 9").shows("Khu phố 5");
    diem.get(&format!("/staff/organisations/{}", world.other_ward)).is(404);
    diem.get("/staff/organisations").is(403);
}
