//! From the form over the check page to a draft, an open session or a series.

use dai_su_so::db::sessions::{self, series};
use dai_su_so::domain::sessions::SessionState;
use dai_su_so::paths::sessions as paths;

use super::{Typed, form_of, posted};
use crate::house::TestApp;
use crate::house::world::*;

#[test]
fn a_posting_is_checked_shown_and_kept_as_a_draft() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    browser.get(paths::NEW).is(200).shows("Nơi hỗ trợ").shows("Phạm Thị Hoa");
    let typed = Typed::posting(world).with("notes", "Chìa khoá ở bác Tư").with("act", "check");
    let page = browser.post(paths::NEW, &typed.fields());
    page.is(200)
        .shows("Người dân sẽ thấy")
        .shows("Hỗ trợ số tại Văn phòng khu phố 5")
        .shows("Thứ Bảy, 5/12/2026, 7:30–10:30")
        .shows("khung giờ 6")
        .shows("chỗ 24")
        .shows("chỗ đặt trước được 18");
    assert_eq!(app.rows("sessions"), 0, "nothing is saved by looking");
    let id = posted(&mut browser, &form_of(&page), "draft");
    browser.get(&paths::one(id)).is(200).shows("Bản nháp").shows("Chìa khoá ở bác Tư");
    let session = app.session(id);
    assert_eq!((session.state, session.seats), (SessionState::Draft, 4));
    let slots = app.read(move |act| Ok(sessions::slots(act.conn, id)?)).unwrap();
    assert_eq!(slots.iter().map(|s| (s.seats, s.bookable)).collect::<Vec<_>>(), [(4, 3); 6]);
}

#[test]
fn a_suggested_session_comes_with_its_day_and_time() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let id = posted(&mut browser, &Typed::posting(world), "draft");
    let page = browser.get(&paths::copy_at(id, "2026-12-13", ("14:00", "16:00")));
    page.is(200);
    for (field, value) in [("#day", "2026-12-13"), ("#from", "14:00"), ("#to", "16:00")] {
        assert_eq!(page.attributes(field, "value"), [value]);
    }
    let page = browser.get(&paths::copy_at(id, "someday", ("", "late")));
    assert_eq!(page.is(200).attributes("#from", "value"), ["07:30"], "as in the session copied");
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    for (name, value, says) in [
        ("day", "2026-11-20", "đã qua"),
        ("day", "2027-01-01", "Tết Dương lịch là ngày nghỉ lễ"),
        ("to", "7:00", "sau giờ bắt đầu"),
        ("to", "7:45", "ngắn hơn một khung giờ"),
        ("to", "11:00", "tối đa 3 giờ"),
        ("supervisors", "999", "ít nhất hai người lớn"),
        ("ambassadors_wanted", "17", "tối đa 16 đại sứ số"),
        ("pupils_per_adult", "9", "từ 1 đến 8 em"),
        ("topics", "KHONG", "ít nhất một nội dung"),
        ("notes", "Mật khẩu wifi: abc12345", "ghi chú"),
        ("until", "2026-12-06", "ít nhất một tuần"),
    ] {
        for act in ["check", "draft", "publish"] {
            let typed = Typed::posting(world).with("title", "Buổi thử").with(name, value);
            let page = browser.post(paths::NEW, &typed.with("act", act).fields());
            page.is(422);
            if says != "ghi chú" {
                page.shows(says);
            }
            assert_eq!(page.attributes("#title", "value"), ["Buổi thử"], "{name} {act}");
        }
    }
    let evening = Typed::posting(world).with("from", "17:30").with("to", "19:30");
    browser.post(paths::NEW, &evening.fields()).is(422).shows("trước 19:00");
    let adults_only = evening.with("ambassadors_wanted", 0).with("act", "check");
    browser.post(paths::NEW, &adults_only.fields()).is(200);
    browser.post(paths::NEW, &[]).is(422).shows("Chọn nơi hỗ trợ");
    let long = "x".repeat(200);
    let too_long = Typed::posting(world).with("title", &long);
    browser.post(paths::NEW, &too_long.fields()).is(422).shows("Dài quá");
}

#[test]
fn going_back_from_the_check_page_keeps_every_answer() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("until", "2026-12-26");
    let page = browser.post(paths::NEW, &typed.clone().with("act", "check").fields());
    let again = browser.post(paths::NEW, &form_of(&page).with("act", "back").fields());
    again.is(200);
    assert_eq!(again.attributes("#until", "value"), ["2026-12-26"]);
    assert_eq!(again.attributes("input[name=topics][checked]", "value"), ["A2", "A4"]);
    assert_eq!(again.attributes("input[name=supervisors][checked]", "value").len(), 2);
}

#[test]
fn a_place_or_an_adult_needed_twice_is_pointed_out() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    posted(&mut browser, &Typed::posting(world), "draft");
    let later = Typed::posting(world).with("from", "10:00").with("to", "12:00");
    let page = browser.post(paths::NEW, &later.clone().with("act", "check").fields());
    page.is(200)
        .shows("Trùng giờ")
        .shows("Lê Văn Phước đã có buổi")
        .shows("Văn phòng khu phố 5 đã có buổi");
    let after = later.with("from", "10:30").with("act", "check");
    browser.post(paths::NEW, &after.fields()).is(200).hides("Trùng giờ");
}

#[test]
fn a_session_without_pupils_opens_at_once_and_its_adults_are_told() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let before = app.read(|act| Ok(dai_su_so::db::trail::version(act.conn, "sessions")?)).unwrap();
    let typed = Typed::posting(world).with("ambassadors_wanted", 0).without("schools");
    let id = posted(&mut browser, &typed, "publish");
    assert_eq!(app.session(id).state, SessionState::Open);
    browser.get(&paths::one(id)).shows("Đang mở");
    let letters = app.letters_to(SUPERVISOR);
    assert_eq!(letters.len(), 1);
    assert!(letters[0].body_text.contains("Thứ Bảy, 5/12/2026, 7:30–10:30"));
    let after = app.read(|act| Ok(dai_su_so::db::trail::version(act.conn, "sessions")?)).unwrap();
    assert!(after > before, "public pages are rendered anew");
}

#[test]
fn nobody_is_counted_as_an_adult_of_two_sessions_at_once() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    posted(&mut browser, &Typed::posting(world), "publish");
    let again = Typed::posting(world).with("title", "Buổi thứ hai").with("from", "8:00");
    let page = browser.post(paths::NEW, &again.clone().with("act", "publish").fields());
    page.is(422).shows("đã phụ trách buổi khác, nên không đủ hai người lớn");
    assert_eq!(page.attributes("#title", "value"), ["Buổi thứ hai"]);
    posted(&mut browser, &again, "draft");
}

#[test]
fn a_clash_is_told_once_for_the_place_and_once_for_each_adult() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    posted(&mut browser, &Typed::posting(world), "draft");
    let typed = Typed::posting(world).with("from", "8:00").with("until", "2026-12-19");
    let page = browser.post(paths::NEW, &typed.with("act", "check").fields());
    let text = page.is(200).text();
    assert_eq!(text.matches("Văn phòng khu phố 5 đã có buổi").count(), 1, "{text}");
    assert_eq!(text.matches("đã có buổi").count(), 3, "{text}");
}

#[test]
fn the_form_says_how_many_seats_the_share_of_walk_ins_makes() {
    let (app, _) = TestApp::with_world();
    let page = app.coordinator().get(paths::NEW);
    page.is(200).shows("30 % của 4 chỗ: dành 1 chỗ mỗi khung (làm tròn)");
}

#[test]
fn the_same_form_sent_twice_makes_one_session() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let first = posted(&mut browser, &Typed::posting(world), "draft");
    assert_eq!(posted(&mut browser, &Typed::posting(world), "draft"), first);
    assert_eq!(app.rows("sessions"), 1);
}

#[test]
fn a_copy_is_prefilled_for_the_next_week() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("access_notes", "Có bảng chữ to");
    let id = posted(&mut browser, &typed, "draft");
    let page = browser.get(&paths::copy(id));
    assert_eq!(page.attributes("#day", "value"), ["2026-12-12"]);
    assert_eq!(page.attributes("#access_notes", "value"), ["Có bảng chữ to"]);
    let copy = posted(&mut browser, &form_of(&page).with("schools", world.school), "draft");
    assert_eq!(app.session(copy).starts_at.day(), day(2026, 12, 12));
    assert_eq!(app.session(copy).series_id, None);
}

#[test]
fn a_weekly_series_skips_holidays_and_exam_weeks_and_makes_real_sessions() {
    let (app, world) = TestApp::with_world();
    exams(&app, world);
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("day", "2026-12-12").with("until", "2027-01-09");
    let page = browser.post(paths::NEW, &typed.clone().with("act", "check").fields());
    page.is(200).shows("4 buổi sẽ được tạo").shows("Thứ Bảy, 19/12/2026 Bỏ qua Kiểm tra học kỳ I");
    let id = posted(&mut browser, &form_of(&page), "publish");
    let series_id = app.session(id).series_id.expect("a series");
    let days = app
        .read(move |act| Ok(series::of(act.conn, series_id)?))
        .unwrap()
        .iter()
        .map(|s| (s.state, s.starts_at.day()))
        .collect::<Vec<_>>();
    let awaiting = SessionState::AwaitingSchool;
    let held = [day(2026, 12, 12), day(2026, 12, 26), day(2027, 1, 2), day(2027, 1, 9)];
    assert_eq!(days, held.map(|day| (awaiting, day)));
    let letters = app.letters_to(SCHOOL_OFFICER);
    assert_eq!(letters.len(), 1, "one letter for the whole series");
    assert!(letters[0].body_text.contains("Và: Thứ Bảy, 9/1/2027"));
    browser.get(&paths::one(id)).shows("Chuỗi hằng tuần").shows("Thứ Bảy, 26/12/2026");
}

#[test]
fn a_tuesday_series_leaves_out_the_day_of_culture() {
    let (app, world) = TestApp::with_world();
    app.clock.move_to(dai_su_so::domain::at::At::local(day(2026, 11, 1), chrono::NaiveTime::MIN));
    let mut browser = app.coordinator();
    let typed = Typed::posting(world)
        .with("day", "2026-11-17")
        .with("from", "16:45")
        .with("to", "18:45")
        .with("until", "2026-12-01")
        .with("act", "check");
    browser
        .post(paths::NEW, &typed.fields())
        .is(200)
        .shows("2 buổi sẽ được tạo")
        .shows("Thứ Ba, 24/11/2026 Bỏ qua Ngày Văn hóa Việt Nam");
}

#[test]
fn a_session_can_become_the_first_of_a_series() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let first = posted(&mut browser, &Typed::posting(world), "draft");
    let page = browser.get(&paths::repeat(first));
    page.is(200).shows("Lặp lại hằng tuần");
    let typed = form_of(&page).with("until", "2026-12-19").with("schools", world.school);
    let next = posted(&mut browser, &typed, "draft");
    let series = app.session(first).series_id.expect("it joined the series");
    assert_eq!(app.session(next).series_id, Some(series));
    assert_eq!(app.rows("sessions"), 3);
}

#[test]
fn nobody_posts_for_another_ward() {
    let (app, world) = TestApp::with_world();
    let id = posted(&mut app.coordinator(), &Typed::posting(world), "draft");
    let mut other = app.signed_in(OTHER_COORDINATOR);
    for path in
        [paths::one(id), paths::edit(id), paths::cancel(id), paths::calls(id), paths::copy(id)]
    {
        other.get(&path).is(404);
    }
    other.post(&paths::publish(id), &[]).is(404);
    other.post(&paths::cancel(id), &[("reason", "Mưa")]).is(404);
    let theirs = Typed::posting(world).with("act", "draft");
    other
        .post(dai_su_so::paths::sessions::NEW, &theirs.fields())
        .is(422)
        .shows("Chưa có nơi hỗ trợ");
}

fn exams(app: &TestApp, world: World) {
    use dai_su_so::db::organisations::{self, ClosedDays};
    use dai_su_so::domain::school_year::ClosedKind;
    app.write(move |act| {
        let days = ClosedDays {
            organisation_id: Some(world.school),
            kind: ClosedKind::ExamWeek,
            from_day: day(2026, 12, 14),
            to_day: day(2026, 12, 20),
            name_vi: "Kiểm tra học kỳ I".into(),
            name_en: "Term exams".into(),
        };
        Ok(organisations::add_closed_days(act.conn, &days)?)
    })
    .unwrap();
}
