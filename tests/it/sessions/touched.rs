//! Whom a change touches beyond times and seats: schools that agreed, residents whose topic
//! goes, and whoever reads the preview or the page of a session that is called off.

use dai_su_so::domain::sessions::SessionState;
use dai_su_so::paths::{approvals, catalogue, sessions as paths};
use diesel::RunQueryDsl;

use super::change::on_duty;
use super::{Typed, form_of, posted};
use crate::house::world::*;
use crate::house::{TestApp, book};

#[test]
fn a_school_that_agreed_is_asked_again_when_the_session_moves() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    on_duty(&app, world, id);
    let mut browser = app.coordinator();
    let later = form_of(&browser.get(&paths::edit(id))).with("from", "8:00").with("to", "11:00");
    let page = browser.post(&paths::edit(id), &later.clone().with("act", "check").fields());
    page.is(200).shows("Phải hỏi lại trường: Trường THCS Nguyễn Vĩnh Nghiệp");
    browser.submit(&paths::edit(id), &later.with("act", "save").fields()).shows("Đã lưu");
    assert_eq!(app.rows("school_approvals WHERE state = 'asked' AND decided_by IS NULL"), 1);
    assert_eq!(app.session(id).state, SessionState::Open, "residents keep their seats");
    assert_eq!(app.rows("shifts WHERE state = 'taken'"), 1, "pupils keep their shifts");
    browser.get(&paths::one(id)).shows("Hỏi lại nhà trường: Trường THCS Nguyễn Vĩnh Nghiệp");
    let letter = &app.letters_to(SCHOOL_OFFICER)[0].body_text;
    assert!(letter.contains("trả lời lại") && letter.contains("/staff/approvals"), "{letter}");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let waiting = officer.get(approvals::LIST).attributes("input[name=questions]", "value");
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].starts_with(&format!("{id}-{}-", world.school)), "{waiting:?}");
    let path = approvals::one(id, world.school);
    officer.get(&path).shows("8:00–11:00").shows("Ca của các em trường mình");
    officer.submit(&path, &[("act", "decline"), ("reason", "Trường học bù")]).is(200);
    assert_eq!(app.rows("shifts WHERE state = 'withdrawn'"), 1);
}

#[test]
fn a_question_about_the_old_time_that_waits_is_asked_about_the_new_one() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let id = posted(&mut browser, &Typed::posting(world), "publish");
    let elsewhere = form_of(&browser.get(&paths::edit(id))).with("place", world.far_place);
    let page = browser.post(&paths::edit(id), &elsewhere.clone().with("act", "check").fields());
    page.is(200).hides("Phải hỏi lại trường");
    browser.submit(&paths::edit(id), &elsewhere.with("act", "save").fields()).shows("Đã lưu");
    assert_eq!(app.session(id).state, SessionState::AwaitingSchool);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.submit(&approvals::one(id, world.school), &[("act", "approve")]).is(200);
    assert_eq!(app.session(id).state, SessionState::Open);
}

#[test]
fn what_is_neither_time_nor_place_leaves_the_schools_word_standing() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    let mut browser = app.coordinator();
    let more = form_of(&browser.get(&paths::edit(id))).with("seats", 6);
    browser.submit(&paths::edit(id), &more.with("act", "save").fields()).shows("Đã lưu");
    assert_eq!(app.rows("school_approvals WHERE state = 'approved'"), 1);
}

#[test]
fn a_question_taken_back_takes_the_pupils_of_that_school_too() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    on_duty(&app, world, id);
    let mut browser = app.coordinator();
    let later = form_of(&browser.get(&paths::edit(id))).with("from", "8:00").with("to", "11:00");
    browser.submit(&paths::edit(id), &later.with("act", "save").fields()).shows("Đã lưu");
    browser.submit(&paths::take_back(id, world.school), &[]).shows("Đã rút lời hỏi");
    assert_eq!(app.rows("shifts WHERE state = 'withdrawn'"), 1);
}

#[test]
fn residents_whose_topic_goes_are_shown_and_called() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    app.booking(id, 0, "Trần Thị Lan");
    app.write(move |act| book(act, id, 1, "Lê Văn Ba", "A4").map(|_| ())).unwrap();
    let mut browser = app.coordinator();
    let fewer = form_of(&browser.get(&paths::edit(id))).with("topics", "A2");
    let page = browser.post(&paths::edit(id), &fewer.clone().with("act", "check").fields());
    page.is(200).shows("Lê Văn Ba").shows("Nội dung bị bỏ").hides("Trần Thị Lan");
    page.shows("hãy gọi từng người");
    let calls = browser.submit(&paths::edit(id), &fewer.with("act", "save").fields());
    calls.shows("1 người cần gọi báo").shows("Danh sách gọi điện").shows("Nội dung bị bỏ");
    calls.shows("1 người đặt nội dung mà buổi này không còn");
    // Nobody is called twice because of a later change that touches nobody.
    let notes = form_of(&browser.get(&paths::edit(id))).with("notes", "Chìa khoá ở bác Tư");
    let saved = browser.submit(&paths::edit(id), &notes.with("act", "save").fields());
    saved.shows("Đã lưu thay đổi").hides("người cần gọi báo");
}

#[test]
fn the_preview_shows_every_answer_before_and_after() {
    let (app, world) = TestApp::with_world();
    let third = app.write(move |act| school_supervisor(act, world.school)).unwrap();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("until", "2026-12-19");
    let id = posted(&mut browser, &typed, "draft");
    let changed = form_of(&browser.get(&paths::edit(id)))
        .with("title", "Sáng thứ Bảy số")
        .with("seats", 10)
        .with("walk_in_percent", 30)
        .with("topics", "A2")
        .with("supervisors", world.supervisor)
        .and("supervisors", third)
        .with("ambassadors_wanted", 6)
        .with("pupils_per_adult", 5)
        .with("access_notes", "Có bảng chữ to")
        .with("notes", "Chìa khoá ở bác Tư")
        .with("scope", "following");
    let page = browser.post(&paths::edit(id), &changed.with("act", "check").fields());
    let text = page.is(200).text();
    for row in [
        "Tên buổi Hỗ trợ số tại Văn phòng khu phố 5 Sáng thứ Bảy số",
        "Số chỗ mỗi khung 4 10",
        "Dành cho người đến thẳng 25 % = 1 chỗ mỗi khung 30 % = 3 chỗ mỗi khung",
        "Phạm Thị Hoa Bỏ",
        "Ngô Văn Giám Thêm",
        "Số đại sứ số cần 4 6",
        "Mỗi người lớn phụ trách (em) 8 5",
        "Lối đi, hỗ trợ đặc biệt – Có bảng chữ to",
        "Ghi chú cho người phụ trách – Chìa khoá ở bác Tư",
    ] {
        assert_eq!(text.matches(row).count(), 3, "each of the three sessions: {row} in {text}");
    }
    page.hides("Không có gì thay đổi");
}

#[test]
fn every_session_of_a_series_that_clashes_is_named_before_it_is_saved() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let id = posted(&mut browser, &Typed::posting(world).with("until", "2026-12-19"), "draft");
    // An afternoon in the same place, on the second and the third Saturday alone.
    let afternoon = Typed::posting(world)
        .with("title", "Buổi chiều")
        .with("from", "14:00")
        .with("to", "16:00")
        .with("day", "2026-12-12")
        .with("until", "2026-12-19");
    posted(&mut browser, &afternoon, "draft");
    let later = form_of(&browser.get(&paths::edit(id))).with("from", "13:30").with("to", "15:30");
    let alone = later.clone().with("act", "check");
    browser.post(&paths::edit(id), &alone.fields()).is(200).hides("Trùng giờ");
    let rest = later.with("scope", "following").with("act", "check");
    let page = browser.post(&paths::edit(id), &rest.fields());
    page.is(200).shows("Trùng giờ");
    let text = page.text();
    for day in ["12/12/2026", "19/12/2026"] {
        let place = format!("Văn phòng khu phố 5 đã có buổi «Buổi chiều» lúc Thứ Bảy, {day}");
        assert!(text.contains(&place), "{place}: {text}");
    }
    assert_eq!(text.matches("Phạm Thị Hoa đã có buổi").count(), 2, "{text}");
}

#[test]
fn codes_and_numbers_are_shown_as_they_are_read_out() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    app.booking(id, 0, "Trần Thị Lan");
    app.write(|act| {
        for sql in
            ["UPDATE bookings SET code = 'RPPG5H9'", "UPDATE residents SET phone = '+84900000455'"]
        {
            diesel::sql_query(sql).execute(act.conn).map_err(dai_su_so::db::DbError::from)?;
        }
        Ok(())
    })
    .unwrap();
    let mut browser = app.coordinator();
    let list = browser.get(&paths::calls(id));
    list.shows("0900 000 455").shows("RPPG-5H9").hides("+84").hides("RPPG5H9");
    let later = form_of(&browser.get(&paths::edit(id))).with("from", "8:00").with("to", "11:00");
    let page = browser.post(&paths::edit(id), &later.with("act", "check").fields());
    page.shows("0900 000 455").shows("RPPG-5H9").hides("+84").hides("RPPG5H9");
}

#[test]
fn a_session_called_off_offers_no_seats() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    let mut resident = app.browser();
    resident.get(&catalogue::session(id)).shows("Khung giờ").shows("có chỗ để dành");
    let mut browser = app.coordinator();
    browser.get(&paths::one(id)).shows("Chỗ theo khung giờ");
    browser.submit(&paths::cancel(id), &[("reason", "Mưa lớn, mất điện")]).is(200);
    let page = resident.get(&catalogue::session(id));
    page.is(200).shows("Buổi này đã hủy").shows("Mưa lớn, mất điện");
    page.hides("có chỗ để dành").hides("Còn nhiều chỗ").hides("Khung giờ");
    page.hides(&format!("session={id}"));
    browser.get(&paths::one(id)).is(200).hides("Chỗ theo khung giờ").hides("chỗ đã đặt");
}
