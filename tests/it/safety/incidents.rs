//! A report takes two taps, is seen at once by those it concerns, and by nobody else.

use chrono::TimeDelta;
use dai_su_so::domain::retention::Rule;
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::service::retention;

use crate::house::world::*;
use crate::house::{Browser, TestApp};

const REPORT: &str = "/me/safety/report";

/// A running session with Minh Anh in it; another ward and school look on.
fn scene() -> (TestApp, World, dai_su_so::domain::ids::SessionId) {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    let session = app.open_session(world);
    app.write(move |act| {
        use dai_su_so::db::shifts::{NewShift, add};
        use diesel::prelude::*;
        let new = NewShift {
            session_id: session,
            ambassador_id: world.minh_anh,
            state: ShiftState::Present,
            source: ShiftSource::Own,
            reason: "",
            created_at: act.now,
        };
        add(act.conn, &new)?;
        use dai_su_so::db::schema::sessions::dsl as s;
        diesel::update(s::sessions.find(session))
            .set(s::state.eq("running"))
            .execute(act.conn)
            .map_err(dai_su_so::db::DbError::from)?;
        Ok(())
    })
    .unwrap();
    (app, world, session)
}

fn report(app: &TestApp, kind: &str, extra: &[(&str, &str)]) -> Browser {
    let mut pupil = app.signed_in(MINH_ANH);
    let fields = [&[("kind", kind)], extra].concat();
    pupil.submit(REPORT, &fields).is(200).shows("Đã báo");
    pupil
}

fn letters(app: &TestApp) -> Vec<String> {
    app.read(|act| {
        use dai_su_so::db::schema::outbox::dsl as o;
        use diesel::prelude::*;
        let rows = o::outbox.filter(o::event_key.like("incident.%")).order(o::recipient);
        Ok(rows.select(o::recipient).load(act.conn).map_err(dai_su_so::db::DbError::from)?)
    })
    .unwrap()
}

#[test]
fn two_taps_of_a_pupil_reach_supervisor_school_and_ward_and_nobody_else() {
    let (app, _, session) = scene();
    let mut pupil = app.signed_in(MINH_ANH);
    pupil.get("/me").is(200).shows("Báo người lớn");
    let page = pupil.get(REPORT);
    page.is(200).shows("Có người làm em khó chịu").shows("111").shows("113");
    assert!(page.attributes("a", "href").contains(&"tel:111".to_owned()));
    let version = |app: &TestApp| {
        app.read(move |act| dai_su_so::service::desk::version(act, session)).unwrap()
    };
    let before = version(&app);
    pupil.submit(REPORT, &[("kind", "uncomfortable")]).is(200).shows("đã báo");
    assert_ne!(version(&app), before, "open boards are told to fetch again");
    let board = format!("/desk/{session}");
    for who in [COORDINATOR, SUPERVISOR, SCHOOL_OFFICER, CLASS_TEACHER] {
        let mut adult = app.signed_in(who);
        adult.get("/start").shows("báo cáo an toàn chưa khép lại");
        adult.get("/incidents").is(200).shows("làm em khó chịu").shows("Minh Anh");
        adult.get("/incidents/1").is(200).shows("Buổi hỗ trợ thứ Bảy");
    }
    app.signed_in(SUPERVISOR).get(&board).shows("Báo cáo an toàn").shows("Mở và xử lý");
    for who in [OTHER_COORDINATOR, OTHER_OFFICER] {
        let mut stranger = app.signed_in(who);
        stranger.get("/start").hides("báo cáo an toàn chưa");
        stranger.get("/incidents").is(200).hides("Minh Anh");
        stranger.get("/incidents/1").is(404);
        for step in ["seen", "handle", "close"] {
            let fields = [("outcome", "settled"), ("follow_up", "đã nói chuyện với em")];
            stranger.post(&format!("/incidents/1/{step}"), &fields).is(404);
        }
    }
    for who in [GIA_HAN, QUOC_BAO, BOARD, ADMINISTRATOR] {
        app.signed_in(who).get("/incidents/1").is(403);
    }
    app.signed_in(GIA_HAN).get("/me/safety").hides("làm em khó chịu · ");
    assert_eq!(letters(&app), [COORDINATOR, SUPERVISOR_TWO, SCHOOL_OFFICER, SUPERVISOR]);
}

#[test]
fn what_is_about_an_adult_of_the_session_is_kept_from_them() {
    let (app, _, session) = scene();
    report(&app, "uncomfortable", &[("away", "yes")]);
    app.signed_in(SUPERVISOR).get("/incidents/1").is(404);
    app.signed_in(SUPERVISOR).get(&format!("/desk/{session}")).hides("Mở và xử lý");
    app.signed_in(SCHOOL_OFFICER).get("/incidents/1").is(200).shows("đừng hỏi em trước mặt họ");
    assert_eq!(letters(&app), [COORDINATOR, SCHOOL_OFFICER]);
}

#[test]
fn a_report_is_seen_taken_and_closed_and_its_pupil_can_follow_it() {
    let (app, ..) = scene();
    let mut pupil = report(&app, "quarrel", &[("what", "Có bác to tiếng với bạn em")]);
    pupil.submit(REPORT, &[("kind", "quarrel"), ("what", "Có bác to tiếng với bạn em")]);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.get("/incidents").shows("Cãi nhau");
    officer.get("/incidents/2").is(404);
    officer.submit("/incidents/1/seen", &[]).shows("đã có người xem");
    pupil.get("/me/safety").shows("Đã có người xem: Trần Đăng Khoa");
    officer.submit("/incidents/1/handle", &[]).shows("đang xử lý");
    app.signed_in(COORDINATOR).submit("/incidents/1/handle", &[]).shows("Người khác vừa nhận");
    let page = officer.post("/incidents/1/close", &[("follow_up", "xong")]);
    page.is(422).shows("Hãy chọn kết quả").shows("ít nhất 10 ký tự");
    assert_eq!(page.all("#follow_up"), ["xong"]);
    let end = [("outcome", "settled"), ("follow_up", "Đã nói chuyện với cả hai bên")];
    officer.submit("/incidents/1/close", &end).shows("Đã khép lại").shows("cả hai bên");
    officer.submit("/incidents/1/close", &end).shows("đã khép lại");
    pupil.get("/me/safety").shows("Đã khép lại").hides("cả hai bên");
    officer.get("/start").hides("báo cáo an toàn chưa");
    assert_eq!(letters(&app).len(), 8, "four at the report, four at its end");
    let trail = app.signed_in(COORDINATOR).get("/staff/audit").text();
    assert!(trail.contains("Sự cố") && !trail.contains("to tiếng"), "{trail}");
    app.clock.move_to(app.clock.now() + TimeDelta::days(2 * 365 + 2));
    let done = app.block_on(retention::apply_all(&app.office)).unwrap();
    assert_eq!(done.iter().find(|r| r.rule == Rule::Incidents).unwrap().total(), 1);
}

#[test]
fn the_desk_reports_about_its_own_pupils_and_takes_no_secrets() {
    let (app, world, session) = scene();
    let path = format!("/desk/{session}/incident");
    let mut desk = app.signed_in(SUPERVISOR);
    desk.get(&path).is(200).shows("Minh Anh").hides("Gia Hân");
    let stranger = world.gia_han.to_string();
    desk.post(&path, &[("kind", "accident"), ("pupil", &stranger)]).is(404);
    desk.post(&path, &[]).is(422).shows("Hãy bấm vào chuyện");
    let secret = [("kind", "other"), ("what", "giữ căn cước số 079201001234")];
    desk.post(&path, &secret).is(422).shows("số căn cước");
    app.signed_in(MINH_ANH).post(REPORT, &secret).is(422).shows("số căn cước");
    let pupil = world.minh_anh.to_string();
    desk.submit(&path, &[("kind", "accident"), ("pupil", &pupil)]).shows("Đã báo");
    app.signed_in(SCHOOL_OFFICER).get("/incidents").shows("Bị ngã");
    desk.submit(&path, &[("kind", "lost_device")]).shows("Đã báo");
    app.signed_in(SCHOOL_OFFICER).get("/incidents").hides("Mất điện thoại");
    app.signed_in(COORDINATOR).get("/incidents").shows("Mất điện thoại");
    app.signed_in(OTHER_COORDINATOR).get(&path).is(404);
}

#[test]
fn the_list_costs_the_same_queries_for_two_and_for_twenty() {
    let (app, ..) = scene();
    let mut pupil = app.signed_in(MINH_ANH);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let mut costs = Vec::new();
    for more in [2, 18] {
        for n in 0..more {
            let what = format!("chuyện thứ {n} trong {more}");
            pupil.submit(REPORT, &[("kind", "other"), ("what", &what)]);
        }
        costs.push(app.queries(|| {
            officer.get("/incidents").is(200);
        }));
    }
    assert_eq!(costs[0], costs[1]);
}

#[test]
fn the_pages_that_explain_stand_for_pupils_and_for_parents() {
    let (app, ..) = scene();
    let mut pupil = app.signed_in(MINH_ANH);
    pupil.get("/me/safety").is(200).shows("Không ai được nhờ em").shows("em không bao giờ có lỗi");
    app.signed_in(QUOC_BAO).get("/me/safety").is(200);
    let mut anybody = app.browser();
    anybody.get("/").shows("Dành cho phụ huynh");
    anybody.get("/for-parents").is(200).shows("hai chữ ký").shows("111").shows("2 ngày làm việc");
    app.browser().in_english().get("/for-parents").shows("How the children are protected");
}
