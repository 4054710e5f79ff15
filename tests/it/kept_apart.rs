//! Pupils who are not to be in one session: the school's officer says so, and signing up and
//! the matching obey from then on.

use dai_su_so::db::ambassadors::apart::{self, Said};
use dai_su_so::db::ambassadors::roster;
use dai_su_so::db::data_requests::copy::{self, Person};
use dai_su_so::domain::ids::AmbassadorId;

use crate::house::counting::TWENTY;
use crate::house::world::*;
use crate::house::{Browser, Page, TestApp, World, saturday_at};

const ROSTER: &str = "/school/ambassadors";
const REASON: &str = "Gia đình hai em đề nghị từ học kỳ trước";
const REFUSED: &str = "Nhóm của buổi này đã được thầy cô sắp xếp";

fn keep(officer: &mut Browser, one: AmbassadorId, other: AmbassadorId) -> Page {
    let other = other.to_string();
    officer.submit(&format!("{ROSTER}/{one}/apart"), &[("other", &other), ("reason", REASON)])
}

/// The path that signs up for a session of the next Saturday.
fn take_next_week(app: &TestApp, world: World) -> String {
    let session = app.session_with(world, |new| {
        new.starts_at = saturday_at(8, 0).plus_minutes(7 * 24 * 60);
        new.ends_at = saturday_at(10, 0).plus_minutes(7 * 24 * 60);
    });
    format!("/me/sessions/{session}/take")
}

#[test]
fn a_pair_holds_from_both_sides_until_it_is_ended() {
    let (app, world) = TestApp::with_world();
    let take = take_next_week(&app, world);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let (anh, han) = (world.minh_anh, world.gia_han);
    let of = |pupil: AmbassadorId| format!("{ROSTER}/{pupil}");
    let page = keep(&mut officer, han, anh);
    page.is(200).shows("Từ giờ hai em không được xếp cùng ca").shows("Nguyễn Ngọc Minh Anh");
    page.shows(REASON).shows("28/11/2026").shows("Trần Đăng Khoa");
    assert_eq!(app.rows("kept_apart"), 1);
    officer.get(&of(anh)).shows(REASON).hides("ca chung với");
    officer.get("/staff/audit").shows("giữ không xếp cùng ca");
    officer.in_english().get(&of(anh)).is(200).shows("Not in the same session").shows(REASON);
    app.signed_in(CLASS_TEACHER).get(&of(anh)).is(200).hides("Không xếp cùng ca").hides(REASON);

    let (mut first, mut second) = (app.signed_in(MINH_ANH), app.signed_in(GIA_HAN));
    first.post(&take, &[]).is(303);
    second.submit(&take, &[]).shows(REFUSED).hides("Minh Anh").hides(REASON);
    second.get("/me/sessions?week=2026-12-05").hides(REASON);

    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let page = officer.submit(&format!("{}/apart/{han}/end", of(anh)), &[]);
    page.is(200).shows("Hai em lại có thể trực cùng ca").hides(REASON);
    officer.get(&of(han)).hides(REASON);
    officer.get("/staff/audit").shows("cho xếp cùng ca lại");
    assert_eq!(app.rows("kept_apart"), 0);
    officer.post(&format!("{}/apart/{han}/end", of(anh)), &[]).is(404);
    second.post(&take, &[]).is(303);
}

#[test]
fn wrong_input_is_kept_and_other_schools_find_nothing() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let (anh, han) = (world.minh_anh.to_string(), world.gia_han.to_string());
    let add = format!("{ROSTER}/{anh}/apart");
    let page = officer.post(&add, &[("other", &han), ("reason", "–")]);
    page.is(422).shows("Ghi ngắn gọn lý do");
    assert_eq!(page.attributes("#other option[selected]", "value"), [han.as_str()]);
    let page = officer.post(&add, &[("other", &anh), ("reason", REASON)]);
    page.is(422).shows("Hãy chọn một em khác trong trường");
    assert_eq!(page.attributes("#reason", "value"), [REASON]);
    officer.post(&add, &[]).is(422);
    officer.post(&add, &[("other", &han), ("reason", "Số căn cước 079155001234")]).is(422);
    assert_eq!(app.rows("kept_apart"), 0);
    keep(&mut officer, world.minh_anh, world.gia_han);
    let from_her = format!("{ROSTER}/{han}/apart");
    let page = officer.post(&from_her, &[("other", &anh), ("reason", REASON)]);
    page.is(422).shows("Hai em này đã được giữ để không xếp cùng ca rồi");

    let mut other = app.signed_in(OTHER_OFFICER);
    other.post(&add, &[("other", &han), ("reason", REASON)]).is(404);
    other.post(&format!("{add}/{han}/end"), &[]).is(404);
    app.signed_in(CLASS_TEACHER).post(&add, &[]).is(403);
    assert_eq!(app.rows("kept_apart"), 1);
}

#[test]
fn shifts_both_hold_already_stand_and_are_named_to_an_adult() {
    let (app, world) = TestApp::with_world();
    let take = take_next_week(&app, world);
    for who in [MINH_ANH, GIA_HAN] {
        app.signed_in(who).post(&take, &[]).is(303);
    }
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let page = keep(&mut officer, world.minh_anh, world.gia_han);
    page.shows("Em đang có ca chung với");
    let link = page.attributes(".notice a[href^='/staff/approvals/']", "href")[0].clone();
    officer.get(&link).is(200);
    let other = format!("{ROSTER}/{}", world.gia_han);
    officer.get(&other).shows("Em đang có ca chung với");
    // A later change of the roster takes neither shift back behind the adults' backs.
    let standing = [("level", "2"), ("week_hours", "5"), ("home_area", "")];
    officer.submit(&format!("{other}/standing"), &standing).shows("Em đang có ca chung với");
    assert_eq!(app.rows("shifts WHERE state = 'taken'"), 2);
}

#[test]
fn the_matching_does_not_put_them_together() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    app.booking(session, 0, "Bà Chín");
    app.booking(session, 0, "Ông Tư");
    let mut diem = app.signed_in(COORDINATOR);
    let path = crate::matching::plan(&mut diem, session);
    diem.get(&path).shows("2/2");
    diem.submit(&format!("{path}/discard"), &[]);
    keep(&mut app.signed_in(SCHOOL_OFFICER), world.minh_anh, world.gia_han);
    let path = crate::matching::plan(&mut diem, session);
    diem.get(&path).shows("1/2").hides(REASON);
}

#[test]
fn a_pupils_copy_says_neither_who_nor_why() {
    let (app, world) = TestApp::with_world();
    keep(&mut app.signed_in(SCHOOL_OFFICER), world.minh_anh, world.gia_han);
    let pupil = world.gia_han;
    let parts = app
        .read(move |act| {
            let account = roster::dossier(act.conn, pupil)?.account;
            Ok(copy::read(act.conn, &Person::Pupil(pupil, account))?)
        })
        .unwrap();
    let part = parts.iter().find(|part| part.table == "kept_apart").unwrap();
    assert_eq!(part.rows.len(), 1);
    assert!(!format!("{part:?}").contains("Gia đình"), "{part:?}");
}

#[test]
fn a_pupils_page_asks_as_much_for_one_pair_as_for_many() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    keep(&mut officer, world.minh_anh, world.gia_han);
    let page = format!("{ROSTER}/{}", world.minh_anh);
    app.same_queries(&mut officer, &[&page], 40, || {
        app.write(move |act| {
            for (number, name) in TWENTY.iter().enumerate() {
                let code = format!("nvn-1{number:03}");
                let (school, class, home) = (world.school, world.class, world.area);
                let other = pupil(act, "", &code, name, school, class, 2013, home)?;
                let said = Said { reason: REASON, by: Some(world.school_officer), at: act.now };
                assert!(apart::add(act.conn, other, world.minh_anh, said)?);
            }
            Ok(())
        })
        .unwrap();
    });
    officer.get(&page).shows("A Mười").shows("B Mười");
}
