//! Schools are asked, answer, and sessions open or go back.

use dai_su_so::db::shifts::{self, NewShift};
use dai_su_so::domain::sessions::SessionState;
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::paths::{approvals, sessions as paths};

use super::{Typed, posted};
use crate::house::TestApp;
use crate::house::world::*;

#[test]
fn the_school_agrees_and_the_session_opens() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let id = posted(&mut browser, &Typed::posting(world), "publish");
    browser.get(&paths::one(id)).shows("Chờ nhà trường");
    let asked = app.letters_to(SCHOOL_OFFICER);
    assert_eq!(asked.len(), 1);
    assert!(asked[0].body_text.contains("/staff/approvals"), "{}", asked[0].body_text);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.get(approvals::LIST).is(200).shows("Chờ trường trả lời").shows("5/12/2026");
    let path = approvals::one(id, world.school);
    officer.get(&path).is(200).shows("Lê Văn Phước").shows("Văn phòng khu phố 5");
    officer.submit(&path, &[("act", "approve")]).is(200).shows("Đã ghi câu trả lời");
    assert_eq!(app.session(id).state, SessionState::Open);
    let told = app.letters_to(COORDINATOR);
    assert_eq!(told[0].subject, "Nhà trường đã đồng ý");
    assert_eq!(app.letters_to(SUPERVISOR).len(), 1, "the adults learn that it is open");
    browser.get(&paths::one(id)).shows("Đang mở").shows("Nhà trường đồng ý");
    officer.submit(&path, &[("act", "approve")]).shows("Đã ghi câu trả lời");
    assert_eq!(app.letters_to(COORDINATOR).len(), 1, "the second press tells nobody anew");
}

#[test]
fn the_school_agrees_only_to_the_time_that_stood_on_its_page() {
    let (app, world) = TestApp::with_world();
    let id = posted(&mut app.coordinator(), &Typed::posting(world), "publish");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let path = approvals::one(id, world.school);
    let seen = officer.get(&path).attributes("input[name=seen]", "value")[0].clone();
    let ticked = officer.get(approvals::LIST).attributes("input[name=questions]", "value");
    app.write(move |act| {
        use diesel::prelude::*;
        diesel::sql_query("UPDATE sessions SET title = 'Buổi khác giờ', starts_at = '2026-12-05 02:00:00', ends_at = '2026-12-05 04:00:00'")
            .execute(act.conn)
            .map_err(dai_su_so::db::DbError::from)?;
        Ok(())
    })
    .unwrap();
    let page = officer.post(&path, &[("act", "approve"), ("seen", &seen)]);
    page.is(422).shows("Phường đã sửa buổi này").shows("9:00–11:00");
    officer
        .submit(approvals::LIST, &[("act", "approve"), ("questions", &ticked[0])])
        .shows("Phường đã sửa buổi này");
    assert_eq!(app.session(id).state, SessionState::AwaitingSchool);
    let now = page.attributes("input[name=seen]", "value")[0].clone();
    officer.submit(&path, &[("act", "approve"), ("seen", &now)]).shows("Đã ghi câu trả lời");
    assert_eq!(app.session(id).state, SessionState::Open);
}

#[test]
fn a_declined_session_is_a_draft_again_with_the_reason() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let id = posted(&mut browser, &Typed::posting(world), "publish");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let path = approvals::one(id, world.school);
    officer.post(&path, &[("act", "decline"), ("reason", " ")]).is(422).shows("Ghi lý do");
    officer.post(&path, &[]).is(422);
    officer.submit(&path, &[("act", "decline"), ("reason", "Tuần thi giữa kỳ")]).is(200);
    assert_eq!(app.session(id).state, SessionState::Draft);
    browser.get(&paths::one(id)).shows("Không trường nào đồng ý").shows("Tuần thi giữa kỳ");
    assert!(app.letters_to(COORDINATOR)[0].body_text.contains("Tuần thi giữa kỳ"));
    // Asked anew, the school may answer otherwise.
    let school = world.school.to_string();
    browser.submit(&paths::publish(id), &[("schools", &school)]).shows("Chờ nhà trường");
    assert_eq!(app.letters_to(SCHOOL_OFFICER).len(), 2);
    officer.submit(&path, &[("act", "approve")]).is(200);
    assert_eq!(app.session(id).state, SessionState::Open);
}

#[test]
fn publishing_with_pupils_needs_a_school_that_is_not_away() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).without("schools");
    let page = browser.post(paths::NEW, &typed.clone().with("act", "check").fields());
    page.is(200).shows("cần hỏi ít nhất một trường");
    browser.post(paths::NEW, &typed.clone().with("act", "publish").fields()).is(409);
    let id = posted(&mut browser, &typed, "draft");
    browser.submit(&paths::publish(id), &[]).shows("cần hỏi ít nhất một trường");
    let foreign = world.other_school.to_string();
    browser.submit(&paths::publish(id), &[("schools", &foreign)]).shows("không thuộc phường này");
    browser.submit(&paths::publish(id), &[("schools", "x")]).shows("không thuộc phường này");
    let odd = Typed::posting(world).with("schools", &foreign).with("act", "check");
    browser.post(paths::NEW, &odd.fields()).is(422).shows("không thuộc phường này");
    assert_eq!(app.session(id).state, SessionState::Draft);
}

#[test]
fn a_draft_whose_time_has_come_is_not_published() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let id = posted(&mut browser, &Typed::posting(world), "draft");
    app.clock.move_to(app.session(id).starts_at);
    let school = world.school.to_string();
    browser.submit(&paths::publish(id), &[("schools", &school)]).shows("Đã đến giờ bắt đầu");
    browser.get(&paths::one(id)).shows("đã quá ngày");
}

#[test]
fn an_unanswered_question_can_be_taken_back() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let id = posted(&mut browser, &Typed::posting(world), "publish");
    browser.submit(&paths::take_back(id, world.school), &[]).shows("Đã rút lời hỏi");
    assert_eq!(app.session(id).state, SessionState::Draft, "nobody is asked any more");
    browser.submit(&paths::take_back(id, world.school), &[]).shows("đã trả lời rồi");
}

#[test]
fn several_sessions_are_agreed_to_at_once() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("until", "2026-12-19");
    posted(&mut browser, &typed, "publish");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let page = officer.get(approvals::LIST);
    let questions = page.attributes("input[name=questions]", "value");
    assert_eq!(questions.len(), 3);
    officer.post(approvals::LIST, &[("act", "approve")]).is(422).shows("Chọn ít nhất một buổi");
    let fields: Vec<_> = questions.iter().map(|q| ("questions", q.as_str())).collect();
    officer.post(approvals::LIST, &[fields[0], ("act", "decline")]).is(422);
    officer.submit(approvals::LIST, &fields).shows("3 buổi đã được đồng ý");
    assert_eq!(app.rows("sessions WHERE state = 'open'"), 3);
}

#[test]
fn one_question_that_is_gone_does_not_stop_the_others() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("until", "2026-12-19");
    let first = posted(&mut browser, &typed, "publish");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let questions = officer.get(approvals::LIST).attributes("input[name=questions]", "value");
    // Meanwhile the ward calls the first of them off; somebody also wrote a number by hand.
    browser.submit(&paths::cancel(first), &[("reason", "Mưa lớn")]).is(200);
    let unknown = format!("999999-{}", world.school);
    let mut fields: Vec<_> = questions.iter().map(|q| ("questions", q.as_str())).collect();
    fields.push(("questions", &unknown));
    officer
        .submit(approvals::LIST, &fields)
        .shows("2 buổi đã được đồng ý. 2 buổi không còn chờ trả lời");
    assert_eq!(app.rows("sessions WHERE state = 'open'"), 2);
    officer.submit(approvals::LIST, &fields[..1]).shows("không đổi được nữa");
    officer.post(approvals::LIST, &fields[3..]).is(404);
}

#[test]
fn an_unknown_answer_is_neither_yes_nor_no() {
    let (app, world) = TestApp::with_world();
    let id = posted(&mut app.coordinator(), &Typed::posting(world), "publish");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let path = approvals::one(id, world.school);
    for act in ["aprove", "", "later"] {
        officer.post(&path, &[("act", act), ("reason", "Tuần thi")]).is(422).shows("Chọn đồng ý");
    }
    assert_eq!(app.session(id).state, SessionState::AwaitingSchool);
}

#[test]
fn a_school_that_takes_its_word_back_takes_its_pupils_back() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    app.write(move |act| {
        let new = NewShift {
            session_id: id,
            ambassador_id: world.minh_anh,
            state: ShiftState::Taken,
            source: ShiftSource::Own,
            reason: "",
            created_at: act.now,
        };
        Ok(shifts::add(act.conn, &new)?)
    })
    .unwrap();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let path = approvals::one(id, world.school);
    officer.get(&path).shows("Nguyễn Ngọc Minh Anh").shows("Rút lại đồng ý");
    officer.submit(&path, &[("act", "decline"), ("reason", "Trường họp phụ huynh")]).is(200);
    assert_eq!(app.session(id).state, SessionState::Open, "residents keep their seats");
    assert_eq!(app.rows("shifts WHERE state = 'withdrawn'"), 1);
    assert!(app.letters_to("phuhuynh@example.vn").is_empty(), "no consent to messages");
    app.coordinator().get(&paths::one(id)).shows("chưa trường nào đồng ý");
}

#[test]
fn another_schools_officer_sees_and_decides_nothing_here() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let id = posted(&mut browser, &Typed::posting(world), "publish");
    let mut other = app.signed_in(OTHER_OFFICER);
    other.get(approvals::LIST).is(200).hides("5/12/2026");
    for school in [world.school, world.other_school] {
        let path = approvals::one(id, school);
        other.get(&path).is(404);
        other.post(&path, &[("act", "approve")]).is(404);
    }
    let question = format!("{id}-{}", world.school);
    other.post(approvals::LIST, &[("questions", &question)]).is(404);
    assert_eq!(app.session(id).state, SessionState::AwaitingSchool);
}

#[test]
fn the_officers_page_costs_the_same_for_two_questions_and_for_twenty() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let mut cost = |until: &str, from: &str| {
        let typed = Typed::posting(world).with("day", from).with("until", until);
        posted(&mut browser, &typed, "publish");
        app.queries(|| {
            officer.get(approvals::LIST).is(200);
        })
    };
    assert_eq!(cost("2026-12-12", "2026-12-05"), cost("2027-04-24", "2026-12-19"));
}
