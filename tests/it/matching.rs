//! The matching: previewed, changed by hand, published, mended.

mod life;
mod publishing;
mod rules;

use dai_su_so::db::ambassadors::{self, Signature};
use dai_su_so::db::matching::Beat;
use dai_su_so::db::schema::{
    bookings as bookings_table, matches as matches_table, shifts as shifts_table,
};
use dai_su_so::db::{DbError, outbox};
use dai_su_so::domain::access::{AccountKind, Actor, Person, Pupil};
use dai_su_so::domain::bookings::BookingState;
use dai_su_so::domain::consent::{Agreement, ConsentMethod, Purpose, Side};
use dai_su_so::domain::ids::*;
use dai_su_so::domain::lang::Lang;
use dai_su_so::domain::matches::{MatchState, Week};
use dai_su_so::domain::shifts::{ReasonForm, ShiftState};
use dai_su_so::service::{Act, Answer, matching, shifts};
use diesel::prelude::*;

use crate::house::world::{COORDINATOR, MINH_ANH, OTHER_COORDINATOR, SUPERVISOR, YEAR, make_ready};
use crate::house::{Browser, Page, TestApp, World, saturday_at};

/// Matches as (booking, pupil, state, pinned), by booking.
fn matches(app: &TestApp) -> Vec<(BookingId, AmbassadorId, MatchState, bool)> {
    use matches_table::dsl as m;
    let columns = (m::booking_id, m::ambassador_id, m::state, m::pinned);
    let load = move |act: &mut Act<'_>| {
        let rows = m::matches.order((m::booking_id, m::id)).select(columns).load(act.conn);
        Ok(rows.map_err(DbError::from)?)
    };
    app.read(load).unwrap()
}

/// Shifts as (pupil, state).
fn shifts_of(app: &TestApp) -> Vec<(AmbassadorId, ShiftState)> {
    use shifts_table::dsl as s;
    let load = |act: &mut Act<'_>| {
        let rows = s::shifts.order(s::id).select((s::ambassador_id, s::state)).load(act.conn);
        Ok(rows.map_err(DbError::from)?)
    };
    app.read(load).unwrap()
}

fn cancel(app: &TestApp, booking: BookingId) {
    use bookings_table::dsl as b;
    app.write(move |act| {
        diesel::update(b::bookings.find(booking))
            .set((b::state.eq(BookingState::Cancelled), b::seat_held.eq(false), b::ahead.eq(false)))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
}

/// Letters to guardians about a matching.
fn letters(app: &TestApp) -> Vec<outbox::MessageRow> {
    let (rows, _) = app.read(|act| dai_su_so::service::outbox::newest(act, 1)).unwrap();
    rows.into_iter().filter(|row| row.subject.starts_with("Lịch hỗ trợ của")).collect()
}

fn agree_to_messages(act: &mut Act<'_>, pupil: AmbassadorId, sides: &[Side]) -> Answer<()> {
    for side in sides {
        let signature = Signature {
            ambassador: pupil,
            purpose: Purpose::ScheduleMessages,
            side: *side,
            school_year: YEAR,
            method: ConsentMethod::Paper,
            given_at: act.now,
            given_by: "Phụ huynh",
            entered_by: None,
        };
        ambassadors::sign(act.conn, &signature)?;
    }
    Ok(())
}

/// The pupil as the actor of service functions.
fn pupil(app: &TestApp, world: World, ambassador: AmbassadorId) -> Actor {
    use dai_su_so::db::schema::ambassadors::dsl as a;
    let account = app.read(move |act| {
        let mine = a::ambassadors.find(ambassador).select(a::account_id);
        Ok(mine.first::<AccountId>(act.conn).map_err(DbError::from)?)
    });
    Actor::Person(Box::new(Person {
        account: account.unwrap(),
        sign_in: SignInId(0),
        kind: AccountKind::Ambassador,
        name: "Đại sứ số".into(),
        lang: Lang::Vi,
        roles: vec![],
        pupil: Some(Pupil {
            ambassador,
            school: world.school,
            ward: world.ward,
            class: world.class,
            class_name: "8A1".into(),
            agreed: Agreement { child: true, guardian: true },
        }),
    }))
}

/// Plans one session as the coordinator and answers the path of the preview.
pub fn plan(browser: &mut Browser, session: SessionId) -> String {
    let page = browser.post("/staff/matching", &[("scope", &format!("session:{session}"))]);
    assert_eq!(page.status, 303, "{}", page.text());
    let path = page.location();
    ready(browser, &path);
    path
}

/// The page of a run once its plan is made.
fn ready(browser: &mut Browser, path: &str) -> Page {
    for _ in 0..200 {
        let page = browser.get(path);
        if page.header("refresh").is_none() {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{path} is still being planned");
}

fn run_id(path: &str) -> RunId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// The pupil a preview shows in the row of a resident.
fn row(rows: Vec<String>, resident: &str) -> String {
    rows.into_iter().find(|row| row.contains(resident)).expect("the resident has a row")
}

#[test]
fn a_coordinator_previews_pins_and_publishes() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let chin = app.booking(session, 0, "Bà Chín");
    let tu = app.booking(session, 0, "Ông Tư");
    let mut diem = app.signed_in(COORDINATOR);
    diem.get("/staff/matching").is(200).shows("Buổi hỗ trợ thứ Bảy").shows("0/2");
    let path = plan(&mut diem, session);
    let page = diem.get(&path);
    page.is(200).shows("2/2").shows("chưa ai được báo").shows("Chứng nhận bậc 2");
    assert!(matches(&app).is_empty() && shifts_of(&app).is_empty(), "nobody is told yet");
    assert!(letters(&app).is_empty());

    let first = row(page.all("tbody tr"), "Bà Chín").contains("Minh Anh");
    let (planned, other) =
        if first { (world.minh_anh, world.gia_han) } else { (world.gia_han, world.minh_anh) };
    let chooser = diem.get(&format!("{path}/bookings/{chin}"));
    chooser.is(200).shows("Đang được xếp").shows("người khác xếp lại").shows("Đổi với Ông Tư");
    let fields = [("booking", chin.to_string()), ("ambassador", other.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    diem.submit(&format!("{path}/pin"), &fields).is(200).shows("Đã ghim").shows("2/2");

    diem.submit(&format!("{path}/publish"), &[]).is(200).shows("Đã công bố").shows("Chờ trả lời");
    let expected = vec![
        (chin, other, MatchState::Published, true),
        (tu, planned, MatchState::Published, false),
    ];
    assert_eq!(matches(&app), expected);
    assert!(shifts_of(&app).iter().all(|(_, state)| *state == ShiftState::Proposed));
    assert_eq!(shifts_of(&app).len(), 2);
    diem.submit(&format!("{path}/publish"), &[]).shows("Đã công bố.");
    diem.submit(&format!("{path}/discard"), &[]).shows("đã công bố hoặc đã bỏ");
    for act in ["xem trước", "ghim", "công bố"] {
        diem.get("/staff/audit").shows(act);
    }
}

#[test]
fn swapping_ruling_out_and_dropping_a_preview() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let chin = app.booking(session, 0, "Bà Chín");
    let tu = app.booking(session, 0, "Ông Tư");
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    let before = row(diem.get(&path).all("tbody tr"), "Bà Chín");
    let (chin, tu) = (chin.to_string(), tu.to_string());
    let swap = [("booking", chin.as_str()), ("with", tu.as_str())];
    let after = diem.submit(&format!("{path}/swap"), &swap);
    after.shows("2/2");
    assert_ne!(
        before.contains("Minh Anh"),
        row(after.all("tbody tr"), "Bà Chín").contains("Minh Anh")
    );
    diem.submit(&format!("{path}/unpin"), &[("booking", &chin)]);
    diem.submit(&format!("{path}/unpin"), &[("booking", &tu)]).hides("Đã ghim");

    for pupil in [world.minh_anh, world.gia_han] {
        let pair = [("booking", chin.clone()), ("ambassador", pupil.to_string())];
        let pair: Vec<(&str, &str)> = pair.iter().map(|(k, v)| (*k, v.as_str())).collect();
        diem.submit(&format!("{path}/forbid"), &pair);
    }
    let page = diem.get(&path);
    page.shows("1/2").shows("đều đã bị loại bằng tay");
    let chooser = diem.get(&format!("{path}/bookings/{chin}"));
    chooser.shows("Cho ghép lại").shows("Cặp này đã bị loại bằng tay");
    let pair = [("booking", chin.as_str()), ("ambassador", &world.minh_anh.to_string())];
    diem.submit(&format!("{path}/pin"), &pair).shows("Cặp này đã bị loại bằng tay");
    diem.submit(&format!("{path}/allow"), &pair).shows("2/2");
    let quoc_bao = world.quoc_bao.to_string();
    let uncertified = [("booking", chin.as_str()), ("ambassador", quoc_bao.as_str())];
    diem.submit(&format!("{path}/pin"), &uncertified).shows("chưa có chứng nhận");
    diem.submit(&format!("{path}/discard"), &[]).shows("Đã bỏ bản xem trước");
    diem.submit(&format!("{path}/again"), &[]).shows("đã công bố hoặc đã bỏ");
    diem.get(&format!("{path}/bookings/{chin}")).is(409);
    assert!(matches(&app).is_empty() && letters(&app).is_empty());
}

#[test]
fn every_gap_says_what_would_help() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    for (slot, name) in [(0, "Bà Chín"), (0, "Ông Tư")] {
        app.booking(session, slot, name);
    }
    let withdraw = move |act: &mut Act<'_>| {
        use dai_su_so::db::schema::consents::dsl as c;
        diesel::update(c::consents.filter(c::ambassador_id.eq(world.gia_han)))
            .filter(c::side.eq(Side::Guardian))
            .set(c::withdrawn_at.eq(act.now))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    };
    app.write(withdraw).unwrap();
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    diem.get(&path).shows("1/2").shows("Cần thêm một đại sứ số có chứng nhận");
    let mut english = app.signed_in(COORDINATOR).in_english();
    english.get(&path).is(200).shows("One more ambassador certified for");
    english.get("/staff/matching").is(200).shows("This week");
    let later = app.session_with(world, |new| {
        new.starts_at = new.starts_at.plus_minutes(24 * 60);
        new.ends_at = new.ends_at.plus_minutes(24 * 60);
        new.supervisors = &[];
    });
    app.booking(later, 0, "Cô Ba");
    let path = plan(&mut diem, later);
    diem.get(&path).shows("0/1").shows("ít nhất hai người lớn").shows("Chưa ghép được lượt nào");
    diem.submit(&format!("{path}/publish"), &[]).shows("không có gì để công bố");
}

/// The jobs of the application under test run beside the test.
#[track_caller]
fn wait_until(done: impl Fn() -> bool, story: impl Fn() -> String) {
    for _ in 0..100 {
        if done() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{}", story());
}

#[test]
fn a_plan_is_seen_by_its_own_ward_alone() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let chin = app.booking(session, 0, "Bà Chín");
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    let mut dieu = app.signed_in(OTHER_COORDINATOR);
    dieu.get("/staff/matching").is(200).hides("Buổi hỗ trợ thứ Bảy");
    dieu.get(&path).is(404);
    dieu.get(&format!("{path}/bookings/{chin}")).is(404);
    for act in ["publish", "discard", "again"] {
        dieu.post(&format!("{path}/{act}"), &[]).is(404);
    }
    dieu.post("/staff/matching", &[("scope", &format!("session:{session}"))]).is(404);
    app.signed_in(SUPERVISOR).get(&path).is(403);
    app.signed_in(MINH_ANH).get(&path).is(403);
    diem.post("/staff/matching", &[("scope", "month:5")]).is(422).shows("Hãy chọn một buổi");
    diem.submit("/staff/matching", &[("scope", "week:2030-W01")]).shows("Chưa có ai đặt chỗ");
}

#[test]
fn the_pages_ask_a_fixed_number_of_queries() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| new.seats = 20);
    app.booking(session, 0, "Bà Chín");
    let mut diem = app.signed_in(COORDINATOR);
    let count = |diem: &mut Browser| {
        let path = plan(diem, session);
        let chooser = path.clone() + "/bookings/1";
        diem.get(&path).is(200);
        let list = app.queries(|| drop(diem.get("/staff/matching")));
        let run = app.queries(|| drop(diem.get(&path)));
        let choose = app.queries(|| assert_eq!(diem.get(&chooser).status, 200));
        let form = format!("session:{session}");
        let plan = app.queries(|| drop(diem.post("/staff/matching", &[("scope", &form)])));
        (list, run, choose, plan)
    };
    let few = count(&mut diem);
    app.write(move |act| {
        for number in 0..20 {
            let name = format!("Bà Số {number}");
            crate::house::book(act, session, number % 4, &name, "A2")?;
        }
        Ok(())
    })
    .unwrap();
    app.session_with(world, |new| new.title = "Buổi thứ hai");
    assert_eq!(count(&mut diem), few);
}

#[test]
fn a_coordinator_asks_what_one_more_session_would_bring() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    app.booking(session, 0, "Bà Chín");
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    diem.get("/staff/matching").is(200).shows("Làm thêm gì thì giúp được nhiều nhất");
    let ask = path + "/what-if";
    diem.get(&ask).is(200).shows("Mở thêm một buổi").shows("mọi nội dung đã có em giúp");
    let held = format!("{ask}?kind=session&like={session}&day=2026-11-29&from=9:00&to=");
    diem.get(&format!("{held}11:00")).is(200).shows("như vậy chưa giúp thêm được ai");
    diem.get(&format!("{held}8:00")).is(422).shows("Giờ kết thúc phải sau giờ bắt đầu");
    diem.get(&format!("{ask}?kind=certify&booking=999&pupils=0"))
        .is(422)
        .shows("Hãy chọn nội dung");
    diem.get(&format!("{ask}?kind=dream")).is(422).shows("Hãy chọn một câu hỏi");
    app.signed_in(OTHER_COORDINATOR).get(&ask).is(404);
}
