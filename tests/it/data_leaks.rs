//! A leak of personal data, from the noticing to the closing.

use dai_su_so::service::retention;

use crate::house::world::*;
use crate::house::{Browser, TestApp, book};

/// The test clock stands at 7:00 on this day.
const WHAT: [(&str, &str); 8] = [
    ("organisation", "1"),
    ("kinds", "residents"),
    ("kinds", "guardians"),
    ("from_day", "2026-11-28"),
    ("to_day", "2026-11-28"),
    ("noticed_on", "2026-11-28"),
    ("noticed_time", "6:30"),
    ("what", "Mất một tờ danh sách của buổi sáng nay"),
];

/// A ward with one booking, and a leak written down by its coordinator.
fn scene() -> (TestApp, Browser, String) {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    let session = app.open_session(world);
    app.write(move |act| {
        book(act, session, 0, "Bà Chín", "A2")?;
        book(act, session, 1, "Bà Chín", "A2")
    })
    .unwrap();
    let mut staff = app.signed_in(COORDINATOR);
    let mut fields = WHAT.to_vec();
    fields[0].1 = "1";
    let page = staff.post("/staff/data-leaks/new", &fields);
    assert_eq!(page.status, 303, "{}", page.text());
    let one = page.location();
    (app, staff, one)
}

fn pass_hours(app: &TestApp, hours: i64) {
    app.clock.move_to(app.clock.now() + chrono::TimeDelta::hours(hours));
}

#[test]
fn the_form_asks_what_whose_and_since_when_and_guesses_nothing() {
    let (app, _) = TestApp::with_world();
    let mut staff = app.signed_in(COORDINATOR);
    staff.get("/staff/data-leaks").is(200).shows("Chưa có vụ nào");
    staff.get("/staff/data-leaks/new").is(200).shows("Dữ liệu của ai?");
    let page = staff.post("/staff/data-leaks/new", &[("organisation", "1")]);
    page.is(422).shows("ít nhất một mục").shows("ít nhất 10 ký tự").shows("Hãy chọn một ngày");
    let mut later = WHAT.to_vec();
    later[6].1 = "23:00";
    staff.post("/staff/data-leaks/new", &later).is(422).shows("không thể ở tương lai");
    let mut secret = WHAT.to_vec();
    secret[7].1 = "Lộ số căn cước 079203001234 của một người";
    staff.post("/staff/data-leaks/new", &secret).is(422);
    app.signed_in(CLASS_TEACHER).get("/staff/data-leaks").is(403);
}

#[test]
fn the_clock_runs_from_the_noticing_and_the_list_names_those_affected_once() {
    let (app, mut staff, one) = scene();
    staff.get(&one).is(200).shows("1/12/2026").shows("còn 71 giờ").shows(": 1");
    staff.get("/start").shows("phải báo trong 72 giờ");
    staff.get(&format!("{one}/affected")).is(200).shows("Bà Chín").shows("Người đặt lịch");
    let file = staff.get(&format!("{one}/affected.csv"));
    file.is(200);
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert_eq!(text.matches("Bà Chín").count(), 1, "two bookings, one person: {text}");
    // Another day, nobody.
    let mut earlier = WHAT.to_vec();
    (earlier[3].1, earlier[4].1) = ("2026-11-01", "2026-11-02");
    staff.submit(&format!("{one}/edit"), &earlier).shows("Đã lưu");
    staff.get(&format!("{one}/affected")).is(200).shows("Không có ai");
    // Nobody else's ward or school sees any of it.
    for who in [OTHER_COORDINATOR, SCHOOL_OFFICER] {
        let mut other = app.signed_in(who);
        other.get("/staff/data-leaks").is(200).hides("số 1");
        for part in ["", "/edit", "/notices", "/affected", "/affected.csv", "/paper/people"] {
            other.get(&format!("{one}{part}")).is(404);
        }
        other.post(&format!("{one}/notified"), &[]).is(404);
        other.post("/staff/data-leaks/new", &WHAT).is(404);
    }
    app.signed_in(ADMINISTRATOR).get(&one).is(200);
}

#[test]
fn notices_are_drafted_in_both_languages_and_mended_ones_stay() {
    let (_app, mut staff, one) = scene();
    let authority = format!("{one}/paper/authority");
    let people = format!("{one}/paper/people");
    staff.get(&authority).is(200).shows("A05").shows("Mất một tờ danh sách").shows("1 người");
    staff.get(&people).is(200).shows("thành thật xin lỗi").hides("Bà Chín");
    staff.get(&format!("{one}/paper/nobody")).is(404);
    // Saved as they stand, they still follow what is learnt.
    let page = staff.get(&format!("{one}/notices"));
    page.is(200).shows("Tiếng Anh");
    let drafts: Vec<(String, String)> = ["authority_vi", "authority_en", "people_vi", "people_en"]
        .iter()
        .map(|name| ((*name).to_owned(), page.all(&format!("textarea[name={name}]")).join("")))
        .collect();
    let mut typed: Vec<(&str, &str)> =
        drafts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    typed[2].1 = "Kính gửi bà con, chúng tôi xin lỗi.";
    staff.submit(&format!("{one}/notices"), &typed).shows("Đã lưu lời thông báo");
    staff.get(&people).shows("Kính gửi bà con, chúng tôi xin lỗi.").hides("thành thật");
    let mut more = WHAT.to_vec();
    more.push(("cause", "Gió thổi bay khỏi bàn trực"));
    staff.submit(&format!("{one}/edit"), &more).shows("Gió thổi bay");
    staff.get(&authority).shows("Gió thổi bay");
    staff.get(&people).shows("Kính gửi bà con, chúng tôi xin lỗi.");
    staff.in_english().get(&people).shows("is sorry to tell you");
}

#[test]
fn a_leak_is_reported_told_and_closed_in_this_order() {
    let (app, mut staff, one) = scene();
    let closing = [("closing", "Từ nay không in danh sách nữa")];
    staff.submit(&format!("{one}/close"), &closing).shows("trước khi khép lại");
    pass_hours(&app, 73);
    staff.get(&one).shows("đã quá 1 giờ");
    staff.post(&format!("{one}/notified"), &[]).is(422).shows("ít nhất 10 ký tự");
    let why = [("late_reason", "Bàn trực báo muộn một ngày")];
    staff
        .submit(&format!("{one}/notified"), &why)
        .shows("sau hạn 72 giờ")
        .shows("Bàn trực báo muộn");
    staff.submit(&format!("{one}/notified"), &why).shows("đã có người cập nhật");
    staff.get(&format!("{one}/paper/authority")).shows("Lý do báo sau 72 giờ");
    staff.get("/start").hides("phải báo trong 72 giờ");
    staff.submit(&format!("{one}/told"), &[]).shows("Đã báo người bị ảnh hưởng");
    staff.post(&format!("{one}/close"), &[]).is(422);
    staff
        .submit(&format!("{one}/close"), &closing)
        .shows("Đã khép lại")
        .shows("không in danh sách");
    staff.submit(&format!("{one}/edit"), &WHAT).shows("đã có người cập nhật");
    staff.get("/staff/audit").shows("Vụ lộ dữ liệu").shows("báo cơ quan chức năng");
    pass_hours(&app, 24 * 366 * 5);
    let done = app.block_on(retention::apply_all(&app.office)).unwrap();
    let leaks = done.iter().find(|reach| reach.rule.code() == "data_leaks").unwrap();
    assert_eq!(leaks.total(), 1);
}

#[test]
fn the_pages_cost_the_same_queries_for_two_and_for_twenty() {
    let (app, mut staff, one) = scene();
    let mut write = |n: usize| {
        for _ in 0..n {
            staff.post("/staff/data-leaks/new", &WHAT).is(303);
        }
        let list = app.queries(|| drop(staff.get("/staff/data-leaks")));
        (list, app.queries(|| drop(staff.get(&one))))
    };
    let few = write(2);
    assert_eq!(write(18), few);
}
