//! The school's list of what is missing, the printed forms, and the letters of the night.

use dai_su_so::domain::consent::{Purpose, Side};
use dai_su_so::service::guardians;
use diesel::prelude::*;

use super::{agree, letters, link_in, mailed, opened};
use crate::house::counting::TWENTY;
use crate::house::world::{
    BOARD, CLASS_TEACHER, COORDINATOR, MINH_ANH, OTHER_OFFICER, SCHOOL_OFFICER, day, pupil,
};
use crate::house::{TestApp, saturday_at};

const LIST: &str = "/school/consents";
const DAY: i64 = 24 * 60;

#[test]
fn the_list_says_who_is_missing_with_one_action_each() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.get("/start").shows("1 em còn thiếu ý kiến đồng ý");
    let page = officer.get(LIST);
    page.is(200).shows("Trần Quốc Bảo").hides("Minh Anh").shows("Còn thiếu 1").shows("chưa gửi");
    page.shows("Gửi thư").hides("In phiếu").shows("Nhập phiếu");
    let others = officer.get(&format!("{LIST}?which=others&class={}", world.class));
    others.shows("Nguyễn Ngọc Minh Anh").shows("2/9").shows("In phiếu cả lớp").hides("Quốc Bảo");
    officer.get(&format!("{LIST}?which=said_no")).shows("Không có em nào");
    officer.get(&format!("{LIST}?which=khong&class=x&page=0")).is(200).shows("Trần Quốc Bảo");
    let csv = officer.get("/school/consents.csv?which=missing");
    assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
    assert!(csv.html().contains("6/3,Trần Quốc Bảo,nvn-0002,chưa trả lời,chưa trả lời,0,"));
    assert_eq!(csv.header("cache-control"), Some("private, no-store"));

    // A no is an answer: the pupil leaves the list and stands on another.
    let link = mailed(&app, &mut officer, world.quoc_bao);
    officer.get(LIST).shows("28/11/2026").shows("chưa mở").shows("Gửi lại thư");
    let mut guardian = opened(&app, &link, "2015");
    let no = [("taking_part", "no"), ("given_by", "Trần Văn Ba")];
    guardian.submit(&format!("{link}/replies"), &no).shows("1 mục không đồng ý đã được ghi");
    // Only the child is silent now: it takes the form home, and its guardian is left in peace.
    officer.get(LIST).shows("Trần Quốc Bảo").shows("In phiếu").hides("Gửi lại thư");
    agree(&app, world.quoc_bao, Purpose::TakingPart, &[Side::Child]);
    officer.get(LIST).shows("Không em nào còn thiếu").hides("Trần Quốc Bảo");
    officer.get(&format!("{LIST}?which=said_no")).shows("Trần Quốc Bảo").hides("Gửi lại thư");
    officer.get("/start").hides("còn thiếu ý kiến đồng ý");

    // The class teacher asks for the own class and types nothing in; the board only looks.
    let mut teacher = app.signed_in(CLASS_TEACHER);
    let own = format!("{LIST}?which=agreed");
    teacher.get(&own).shows("Minh Anh").shows("Gửi thư").hides("Nhập phiếu").hides("Quốc Bảo");
    app.signed_in(BOARD).get(&own).is(200).shows("Minh Anh").hides("Gửi thư");
    app.signed_in(OTHER_OFFICER).get(&own).is(200).hides("Minh Anh");
    app.signed_in(COORDINATOR).get(LIST).is(403);
    officer.in_english().get(LIST).is(200).shows("Missing");
}

#[test]
fn the_list_asks_as_often_for_two_as_for_twenty() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let pages = [LIST, "/school/consents?which=agreed", "/school/consents.csv"];
    app.same_queries(&mut officer, &pages, 8, || {
        app.write(move |act| {
            for (i, name) in TWENTY.iter().enumerate() {
                let code = format!("nvn-1{i:03}");
                pupil(act, "x", &code, name, world.school, world.class, 2013, world.area)?;
            }
            Ok(())
        })
        .unwrap();
    });
    officer.get(LIST).shows("Còn thiếu 21");
}

#[test]
fn the_form_is_printed_for_a_pupil_and_for_a_class() {
    let (app, world) = TestApp::with_world();
    let mut teacher = app.signed_in(CLASS_TEACHER);
    let one = teacher.get(&format!("/school/ambassadors/{}/form.pdf", world.minh_anh));
    one.is(200);
    assert_eq!(one.header("content-type"), Some("application/pdf"));
    assert!(one.bytes.starts_with(b"%PDF"));
    let class = format!("/school/consents/forms.pdf?class={}", world.class);
    let all = teacher.get(&class);
    all.is(200);
    assert!(all.bytes.len() > one.bytes.len());
    teacher.get("/school/consents/forms.pdf").is(404);
    teacher.get(&format!("/school/ambassadors/{}/form.pdf", world.quoc_bao)).is(404);
    app.signed_in(OTHER_OFFICER).get(&class).is(404);
}

#[test]
fn the_night_reminds_once_and_says_when_the_year_ends() {
    let (app, world) = TestApp::with_world();
    let office = app.another_instance();
    let night = || app.block_on(guardians::remind(&office)).unwrap();
    assert_eq!(night(), 0, "nobody was asked yet");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let first = mailed(&app, &mut officer, world.quoc_bao);
    app.clock.move_to(saturday_at(7, 0).plus_minutes(8 * DAY));
    assert_eq!(night(), 1);
    assert_eq!(night(), 0, "once a day, and once in all");
    let (event, to, text) = letters(&app).pop().unwrap();
    assert_eq!(event, format!("consent.remind:2026–2027:{}", world.quoc_bao));
    assert_eq!(to, "phuhuynh@example.vn");
    assert!(text.contains("Đồng ý hay không đều được"), "{text}");
    app.browser().get(&first).is(404);
    opened(&app, &link_in(&text), "2015");
    app.clock.move_to(saturday_at(7, 0).plus_minutes(20 * DAY));
    assert_eq!(night(), 0);

    // In the last days of the school year those who agreed are told, and the page says so.
    app.clock.move_to(dai_su_so::domain::at::At::local(
        day(2027, 7, 10),
        chrono::NaiveTime::from_hms_opt(7, 0, 0).unwrap(),
    ));
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.get(LIST).shows("hết hạn sau 22 ngày nữa");
    assert_eq!(night(), 2, "Minh Anh's and Gia Hân's");
    let (_, _, text) = letters(&app).pop().unwrap();
    assert!(text.contains("ngày 31/7/2027"), "{text}");
    let link = link_in(&text);
    // In the new year everybody is asked anew: nobody can act, and the link still works.
    app.clock.move_to(dai_su_so::domain::at::At::local(
        day(2027, 8, 2),
        chrono::NaiveTime::from_hms_opt(7, 0, 0).unwrap(),
    ));
    app.signed_in(MINH_ANH).get("/me").shows("Em chưa đồng ý tham gia năm học này");
    officer = app.signed_in(SCHOOL_OFFICER);
    officer.get(LIST).shows("Còn thiếu 3").shows("Nguyễn Ngọc Minh Anh");
    let mut guardian = opened(&app, &link, "2012");
    guardian.get(&link).shows("Năm học này anh/chị chưa đồng ý").shows("năm học 2026–2027");
    assert_eq!(night(), 3, "those who agreed last year, and the one still silent");
}

#[test]
fn links_and_visits_go_after_their_time() {
    use dai_su_so::db::schema::{guardian_links, guardian_visits};
    use dai_su_so::domain::retention::Rule;
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let link = mailed(&app, &mut officer, world.minh_anh);
    opened(&app, &link, "2013");
    let kept = || -> (i64, i64) {
        app.read(|act| {
            let links = guardian_links::table.count().get_result(act.conn);
            let visits = guardian_visits::table.count().get_result(act.conn);
            Ok((links.unwrap(), visits.unwrap()))
        })
        .unwrap()
    };
    assert_eq!(kept(), (1, 1));
    app.clock.move_to(saturday_at(7, 0).plus_minutes(32 * DAY));
    app.write(|act| dai_su_so::service::retention::apply(act, Rule::GuardianLinks)).unwrap();
    assert_eq!(kept(), (1, 0), "the link still works");
    app.clock.move_to(saturday_at(7, 0).plus_minutes(122 * DAY));
    app.write(|act| dai_su_so::service::retention::apply(act, Rule::GuardianLinks)).unwrap();
    assert_eq!(kept(), (0, 0));
}
