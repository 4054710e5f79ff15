//! Hours as the school sees them.

use dai_su_so::db::schema::supports;
use dai_su_so::domain::supports::{OperatedBy, Outcome, SupportState};

use super::*;
use crate::house::counting::TWENTY;
use crate::house::world::pupil;
use crate::house::world::{BOARD, CLASS_TEACHER, MINH_ANH, OTHER_OFFICER, SCHOOL_OFFICER};

/// Minh Anh and Quốc Bảo each earned an hour in a closed session.
fn two_with_hours(app: &TestApp, world: World) -> SessionId {
    let session = closed_session(app, world, 0, 120);
    for pupil in [world.minh_anh, world.quoc_bao] {
        shift(app, session, pupil, saturday_at(8, 0), saturday_at(9, 0));
    }
    app.clock.move_to(saturday_at(11, 0));
    app.write(move |act| service::credit_session(act, session)).unwrap();
    session
}

/// A support of the pupil that a supervisor has confirmed.
fn confirmed(
    app: &TestApp,
    session: SessionId,
    pupil: AmbassadorId,
    resident: &'static str,
) -> SupportId {
    let booking = app.booking(session, 0, resident);
    app.write(move |act| {
        use supports::dsl as u;
        Ok(diesel::insert_into(supports::table)
            .values((
                u::booking_id.eq(booking),
                u::session_id.eq(session),
                u::ambassador_id.eq(pupil),
                u::topic_code.eq("A2"),
                u::state.eq(SupportState::ClosedBySupervisor),
                u::started_at.eq(saturday_at(8, 5)),
                u::ended_at.eq(saturday_at(8, 25)),
                u::outcome.eq(Outcome::Guided),
                u::operated_by.eq(OperatedBy::Relative),
                u::can_do_alone.eq(CanDoAlone::Yes),
                u::logged_at.eq(act.now),
            ))
            .returning(u::id)
            .get_result(act.conn)
            .map_err(dai_su_so::db::DbError::from)?)
    })
    .unwrap()
}

#[test]
fn the_school_sees_its_classes_a_teacher_the_own_class_and_nobody_elses_pupils() {
    let (app, world) = TestApp::with_world();
    two_with_hours(&app, world);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let page = officer.get("/school/hours");
    page.is(200).shows("8A1").shows("6/3").shows("Toàn trường 3 2 giờ 0 100 %");
    let class = format!("/school/hours/classes/{}", world.class);
    officer.get(&class).is(200).shows("Nguyễn Ngọc Minh Anh 1 giờ").hides("Trần Quốc Bảo");
    let bao = format!("/school/hours/pupils/{}", world.quoc_bao);
    officer.get(&bao).is(200).shows("Buổi hỗ trợ thứ Bảy").shows("28/11/2026");

    let mut teacher = app.signed_in(CLASS_TEACHER);
    teacher.get("/school/hours").is(200).shows("8A1").hides("6/3").hides("Chờ xác minh");
    teacher.get(&bao).is(404);
    let anh = format!("/school/hours/pupils/{}", world.minh_anh);
    teacher.get(&anh).is(200).hides("Hủy giờ…");
    app.signed_in(BOARD).in_english().get(&class).is(200).shows("Hours of school year");

    let mut other = app.signed_in(OTHER_OFFICER);
    for path in [&class, &bao, &anh, &format!("{class}/sheet.pdf")] {
        other.get(path).is(404);
    }
    other.get("/school/hours").is(200).hides("Nguyễn Ngọc Minh Anh").shows("Chưa có đại sứ số nào");
    app.signed_in(MINH_ANH).get("/school/hours").is(403);
}

#[test]
fn a_credit_is_taken_back_with_a_reason_on_the_pupils_page() {
    let (app, world) = TestApp::with_world();
    two_with_hours(&app, world);
    let entry = rows(&app, world.minh_anh)[0].2;
    let door = format!("/school/hours/entries/{entry}/reverse");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.post(&door, &[("reason", "")]).is(422).shows("Hãy ghi rõ lý do");
    let secret = officer.post(&door, &[("reason", "CCCD của em là 079155001234")]);
    secret.is(422).hides("Đã hủy giờ");
    app.signed_in(OTHER_OFFICER).post(&door, &[("reason", "điểm danh nhầm ca")]).is(404);
    let page = officer.submit(&door, &[("reason", "điểm danh nhầm ca")]);
    page.shows("Đã hủy giờ")
        .shows("Hủy giờ: điểm danh nhầm ca")
        .shows("-1 giờ")
        .shows("đã ghi sổ 0 giờ");
    officer.submit(&door, &[("reason", "điểm danh nhầm ca")]).shows("đã được hủy trước đó rồi");
    assert_eq!(sum(&app, world.minh_anh), 0);
}

#[test]
fn what_was_taken_back_by_mistake_is_credited_anew_once_for_each_reversal() {
    let (app, world) = TestApp::with_world();
    two_with_hours(&app, world);
    let newest = || rows(&app, world.minh_anh).last().unwrap().2;
    let door = |what: &str| format!("/school/hours/entries/{}/{what}", newest());
    let reason = [("reason", "đã đối chiếu sổ điểm danh")];
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.submit(&door("credit"), &reason).shows("không phải dòng hủy giờ");
    for _ in 0..2 {
        officer.submit(&door("reverse"), &reason).shows("Đã hủy giờ").shows("Ghi lại…");
        assert_eq!(sum(&app, world.minh_anh), 0);
        let credit = door("credit");
        officer.post(&credit, &[("reason", "")]).is(422).shows("Hãy ghi rõ vì sao ghi lại");
        app.signed_in(OTHER_OFFICER).post(&credit, &reason).is(404);
        app.signed_in(CLASS_TEACHER).post(&credit, &reason).is(403);
        let page = officer.submit(&credit, &reason);
        page.shows("Đã ghi lại giờ").shows("Ghi lại: đã đối chiếu sổ điểm danh").hides("Ghi lại…");
        officer.submit(&credit, &reason).shows("đã được ghi lại rồi");
        assert_eq!(sum(&app, world.minh_anh), 60);
    }
    app.signed_in(MINH_ANH).get("/me/hours").shows("Ghi lại: đã đối chiếu").shows("Tổng 1 giờ");
}

#[test]
fn crediting_anew_keeps_to_the_caps() {
    let (app, world) = TestApp::with_world();
    let first = closed_session(&app, world, 0, 180);
    shift(&app, first, world.minh_anh, saturday_at(8, 0), saturday_at(11, 0));
    app.clock.move_to(saturday_at(16, 0));
    app.write(move |act| service::credit_session(act, first)).unwrap();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let reason = [("reason", "điểm danh nhầm ca")];
    let entry = rows(&app, world.minh_anh)[0].2;
    officer.submit(&format!("/school/hours/entries/{entry}/reverse"), &reason);
    let reversal = rows(&app, world.minh_anh)[1].2;
    let second = closed_session(&app, world, 4 * 60, 180);
    shift(&app, second, world.minh_anh, saturday_at(12, 0), saturday_at(15, 0));
    app.write(move |act| service::credit_session(act, second)).unwrap();
    let credit = format!("/school/hours/entries/{reversal}/credit");
    officer.submit(&credit, &reason).shows("đã đủ giờ tối đa");
    assert_eq!(sum(&app, world.minh_anh), 180, "three hours a day");
}

#[test]
fn the_school_verifies_its_own_pupils_supports_one_by_one_or_all() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| new.seats = 9);
    let first = confirmed(&app, session, world.minh_anh, "Bà Tư");
    confirmed(&app, session, world.gia_han, "Bà Năm");
    let third = confirmed(&app, session, world.quoc_bao, "Bà Sáu");
    app.signed_in(CLASS_TEACHER).get("/school/hours/supports").is(403);
    let mut other = app.signed_in(OTHER_OFFICER);
    other.get("/school/hours/supports").is(200).shows("Không có lượt nào chờ");
    other.submit("/school/hours/supports", &[("all", "yes")]).shows("Không còn lượt nào chờ");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let page = officer.get("/school/hours/supports");
    page.is(200).shows("Xác minh tất cả: 3 lượt").shows("thao tác: người nhà").hides("Bà Tư");
    officer
        .submit("/school/hours/supports", &[("support", &first.to_string())])
        .shows("1 lượt đã xác minh");
    let back = format!("/school/hours/supports/{third}/return");
    other.post(&back, &[("reason", "ai đã bấm máy?")]).is(404);
    officer.post(&back, &[("reason", "?")]).is(422).shows("Hãy ghi em cần sửa gì");
    officer.submit(&back, &[("reason", "ai đã bấm máy?")]).shows("Đã trả lại");
    let whole = [("session", &*session.to_string())];
    officer
        .submit("/school/hours/supports", &whole)
        .shows("1 lượt đã xác minh")
        .shows("Không có lượt nào chờ");
    officer.post("/school/hours/supports", &[]).is(404);
    app.signed_in(SCHOOL_OFFICER).in_english().get("/school/hours/supports").shows("Nothing waits");
}

#[test]
fn hours_leave_the_house_as_a_spreadsheet_and_as_a_sheet_of_paper() {
    let (app, world) = TestApp::with_world();
    two_with_hours(&app, world);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let csv = officer.get("/school/hours/hours.csv");
    csv.is(200);
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(
        csv.html().contains("8A1,Nguyễn Ngọc Minh Anh,nvn-0001,60,1,0,1,0,100\r\n"),
        "{}",
        csv.html()
    );
    assert!(csv.html().contains(",0,0,0,0,0,\r\n"), "no shift, no attendance: {}", csv.html());
    let only = officer.get(&format!("/school/hours/hours.csv?class={}", world.class));
    assert!(!only.html().contains("Quốc Bảo"));
    let pdf = officer.get(&format!("/school/hours/classes/{}/sheet.pdf", world.class));
    pdf.is(200);
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    assert_eq!(pdf.header("cache-control"), Some("private, no-store"));
}

#[test]
fn each_page_costs_the_same_number_of_queries_for_two_and_for_twenty() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| new.seats = 30);
    confirmed(&app, session, world.minh_anh, "Bà Tư");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let class = format!("/school/hours/classes/{}", world.class);
    let pupils = format!("/school/hours/pupils/{}", world.minh_anh);
    let pages = ["/school/hours", &class, &pupils, "/school/hours/supports"];
    app.same_queries(&mut officer, &pages, 8, || {
        for name in TWENTY {
            let added = app.write(move |act| {
                pupil(act, "", name, name, world.school, world.class, 2013, world.area)
            });
            confirmed(&app, session, added.unwrap(), name);
        }
        let day = closed_session(&app, world, 0, 60);
        shift(&app, day, world.minh_anh, saturday_at(8, 0), saturday_at(9, 0));
        app.write(move |act| service::credit_session(act, day)).unwrap();
    });
}
