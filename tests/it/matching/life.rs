//! What happens around a plan: made in the background, changed with its effect shown first,
//! published while life goes on, and mended afterwards.

use dai_su_so::app::matching::{ending, summary};
use dai_su_so::db::matching::{Wanted, begin as add_run, scene};
use dai_su_so::demo::{self, ProgressBar, Size};
use dai_su_so::domain::matches::{Draft, RunState, draft};
use dai_su_so::service::bookings as at_the_phone;

use super::*;
use crate::house::world::day;

/// A run that some process is still computing.
fn under_way(app: &TestApp, world: World, session: SessionId) -> RunId {
    app.write(move |act| {
        let saturday = act.now.day();
        let wanted =
            Wanted { ward: world.ward, days: (saturday, saturday), session: Some(session) };
        let plan = serde_json::to_string(&Draft { sessions: vec![session], ..Draft::default() });
        Ok(add_run(act.conn, &wanted, &plan.unwrap(), None, act.now)?)
    })
    .unwrap()
}

fn state_of(app: &TestApp, run: RunId) -> RunState {
    app.read(move |act| Ok(dai_su_so::db::matching::run(act.conn, run)?.state)).unwrap()
}

#[test]
fn a_long_run_shows_how_far_it_is_and_can_be_stopped_from_any_instance() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    app.booking(session, 0, "Bà Chín");
    let run = under_way(&app, world, session);
    let path = format!("/staff/matching/{run}");
    let other = app.another_instance();
    let beat =
        move |act: &mut Act<'_>| Ok(dai_su_so::db::matching::beat(act.conn, run, 620, act.now)?);
    app.block_on(other.write(&Actor::House, beat)).unwrap();
    let mut diem = app.signed_in(COORDINATOR);
    let page = diem.get(&path);
    page.is(200).shows("62 %").shows("1 lượt đặt").shows("Đang xếp");
    assert_eq!(page.header("refresh"), Some("2"), "it works without script");
    diem.get("/staff/matching").shows("Đang xếp").shows("62 %");
    for act in ["publish", "again", "pin"] {
        let fields = [("booking", "1"), ("ambassador", "1")];
        diem.submit(&format!("{path}/{act}"), &fields).shows("còn đang được xếp");
    }
    diem.submit(&format!("{path}/hurry"), &[]).shows("Đang lấy bản tốt nhất");
    assert_eq!(app.block_on(other.write(&Actor::House, beat)).unwrap(), Beat::Hurry);
    let stopped = diem.submit(&format!("{path}/stop"), &[]);
    stopped.shows("Đã dừng").shows("Xếp lại");
    assert_eq!(app.block_on(other.write(&Actor::House, beat)).unwrap(), Beat::Over);
    assert_eq!(diem.get(&path).header("refresh"), None);
    diem.submit(&format!("{path}/stop"), &[]).shows("đã công bố hoặc đã bỏ");
    let again = diem.post(&format!("{path}/again"), &[]).location();
    ready(&mut diem, &again).shows("1/1");
}

#[test]
fn a_run_whose_process_died_says_so() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    app.booking(session, 0, "Bà Chín");
    let run = under_way(&app, world, session);
    let mut diem = app.signed_in(COORDINATOR);
    app.clock.move_to(saturday_at(7, 2));
    let page = diem.get(&format!("/staff/matching/{run}"));
    page.is(200).shows("đã tắt giữa chừng");
    assert_eq!(page.header("refresh"), None);
    app.write(matching::mark_lost).unwrap();
    assert_eq!(state_of(&app, run), RunState::Lost);
    diem.get("/staff/audit").shows("dở dang vì máy dừng");
    diem.get("/staff/matching").shows("Dở dang");
}

#[test]
fn the_effect_of_a_change_is_shown_before_it_is_kept() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let chin = app.booking(session, 0, "Bà Chín");
    let tu = app.booking(session, 0, "Ông Tư");
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    let before = row(diem.get(&path).all("tbody tr"), "Bà Chín");
    let swap = format!("{path}/effect?act=swap&booking={chin}&with={tu}");
    let page = diem.get(&swap);
    page.is(200).shows("Bà Chín và Ông Tư đổi em cho nhau").shows("Giữ thay đổi này");
    assert_eq!(page.all("#effect tbody tr").len(), 2, "both bookings change");
    assert_eq!(row(diem.get(&path).all("tbody tr"), "Bà Chín"), before, "nothing is kept");

    let helper = if before.contains("Minh Anh") { world.minh_anh } else { world.gia_han };
    let forbid = format!("{path}/effect?act=forbid&booking={chin}&ambassador={helper}");
    diem.get(&forbid).is(200).shows("Không ghép").shows("2").hides("chưa có người");
    let bao = world.quoc_bao;
    let no = diem.get(&format!("{path}/effect?act=pin&booking={chin}&ambassador={bao}"));
    no.is(200).shows("chưa có chứng nhận").hides("Giữ thay đổi này");
    for wrong in ["", "?act=pin", "?act=dance&booking=1", "?act=pin&booking=x&ambassador=1"] {
        diem.get(&format!("{path}/effect{wrong}")).is(404);
    }
    app.signed_in(OTHER_COORDINATOR).get(&swap).is(404);
    let mut english = app.signed_in(COORDINATOR).in_english();
    english.get(&swap).shows("Keep this change");
}

#[test]
fn a_board_has_a_row_for_every_ambassador_and_those_without_anybody() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| new.seats = 4);
    for name in ["Bà Chín", "Ông Tư", "Cô Ba"] {
        app.booking(session, 0, name);
    }
    app.booking(session, 1, "Bác Năm");
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    let list = diem.get(&path);
    list.shows("Chứng nhận bậc 2").shows("Cần thêm một đại sứ số có chứng nhận");
    let board = diem.get(&format!("{path}?view=board"));
    board.is(200).shows("Chưa có người");
    let rows = board.all("table.board tbody tr");
    assert_eq!(rows.len(), 3, "nobody's row and two pupils: {rows:?}");
    assert_eq!(board.all("a.match-card").len(), 4);
    assert!(board.html().contains("/assets/board-"), "the script is this page's own");
    assert!(!list.html().contains("/assets/board-"));
}

#[test]
fn what_happened_meanwhile_is_resolved_on_publishing_and_not_lost() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| new.ambassadors_wanted = 3);
    let chin = app.booking(session, 0, "Bà Chín");
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    let before = row(diem.get(&path).all("tbody tr"), "Bà Chín");
    let helper = if before.contains("Minh Anh") { world.minh_anh } else { world.gia_han };
    app.write(move |act| {
        use dai_su_so::db::schema::availability::dsl as v;
        diesel::delete(v::availability.filter(v::ambassador_id.eq(helper)))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
    let tu = app.booking(session, 1, "Ông Tư");
    let page = diem.submit(&format!("{path}/publish"), &[]);
    page.shows("2 lượt đã có người").shows("đã được xử lý khi công bố").shows("Ngoài giờ rảnh");
    page.shows("Thay bằng");
    let live: Vec<_> = matches(&app).into_iter().map(|m| (m.0, m.2)).collect();
    assert_eq!(live, [(chin, MatchState::Published), (tu, MatchState::Published)]);
    assert!(matches(&app).iter().all(|m| m.1 != helper));
}

#[test]
fn a_resident_who_cancels_frees_the_pupil_for_another_and_the_family_is_told() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| {
        new.starts_at = new.starts_at.plus_minutes(24 * 60);
        new.ends_at = new.ends_at.plus_minutes(24 * 60);
        new.ambassadors_wanted = 1;
    });
    let names = ["Bà Chín", "Ông Tư"];
    let booked = names.map(|name| app.booking(session, 0, name));
    app.write(move |act| {
        for pupil in [world.minh_anh, world.gia_han] {
            agree_to_messages(act, pupil, &[Side::Child, Side::Guardian])?;
        }
        Ok(())
    })
    .unwrap();
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    diem.submit(&format!("{path}/publish"), &[]).shows("1/2");
    let (served, helper) = (matches(&app)[0].0, matches(&app)[0].1);
    let other = if served == booked[0] { booked[1] } else { booked[0] };
    assert_eq!(letters(&app).len(), 1);

    app.clock.move_to(saturday_at(7, 5));
    app.write(move |act| {
        let code = bookings_table::table.find(served).select(bookings_table::code);
        let code: String = code.first(act.conn).map_err(DbError::from)?;
        let opened = at_the_phone::open_as_ward(act, &code)?;
        at_the_phone::cancel(act, &opened)
    })
    .unwrap();
    app.block_on(matching::mend_all(&app.office)).unwrap();
    let expected = vec![
        (served, helper, MatchState::Replaced, false),
        (other, helper, MatchState::Published, false),
    ];
    let mut expected = expected;
    expected.sort_by_key(|m| m.0);
    wait_until(|| matches(&app) == expected, || format!("{:?}", matches(&app)));
    assert_eq!(letters(&app).len(), 3, "freed, then asked for another");
    assert_eq!(app.block_on(matching::mend_all(&app.office)).unwrap(), 0, "once is enough");
}

#[test]
fn a_session_nobody_published_a_plan_for_is_left_to_its_coordinator() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    app.booking(session, 0, "Bà Chín");
    let done = app.block_on(matching::mend(&app.office, session)).unwrap();
    assert_eq!((done.made, matches(&app).len()), (0, 0));
}

#[test]
fn a_session_page_leads_to_its_matching() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| {
        new.starts_at = new.starts_at.plus_minutes(24 * 60);
        new.ends_at = new.ends_at.plus_minutes(24 * 60);
    });
    let mut diem = app.signed_in(COORDINATOR);
    let page = format!("/staff/sessions/{session}");
    diem.get(&page).is(200).shows("Ghép buổi này").shows("Chưa ai đặt chỗ");
    app.booking(session, 0, "Bà Chín");
    let scopes = diem.get(&page).attributes("input[name=scope]", "value");
    assert_eq!(scopes, [format!("session:{session}")]);
}

#[test]
fn the_command_line_says_who_helps_whom_and_what_would_help() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| new.seats = 4);
    for (slot, name) in [(0, "Bà Chín"), (0, "Ông Tư"), (0, "Cô Ba")] {
        app.booking(session, slot, name);
    }
    let week = Week::parse("2026-W48").unwrap();
    let named = |name| app.block_on(matching::week(&app.office, week, Some(name), false)).unwrap();
    for name in ["dht", "dong hung thuan", "phuong dong hung thuan", "Phường Đông Hưng Thuận"]
    {
        assert_eq!(named(name).len(), 1, "{name}");
    }
    let reports = named("DHT");
    let text = summary(Lang::Vi, week, &reports[0]);
    for part in ["2026-W48", "2/3", "Minh Anh (8A1)", "chưa có người", "Chạy thử", "1 × Cần thêm"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(summary(Lang::En, week, &reports[0]).contains("A dry run"));
    assert_eq!(ending(&reports), 5);
    assert_eq!(ending(&named("TMT")), 6, "nobody is booked there");
    let done = app.block_on(matching::week(&app.office, week, Some("DHT"), true)).unwrap();
    assert!(summary(Lang::Vi, week, &done[0]).contains("Đã công bố: 2 lượt"));
}

/// The same town in an SQLite file and in the database under test.
#[test]
fn either_database_gives_the_same_plan() {
    let size = Size { seed: 5, ambassadors: 40, sessions: 30, residents: 200 };
    let planned = |app: TestApp| {
        app.block_on(demo::fill(&app.office, size, &ProgressBar::hidden())).unwrap();
        app.read(|act| {
            let ward = dai_su_so::db::organisations::wards(act.conn)?[0].id;
            let weeks = [day(2026, 11, 23), day(2026, 11, 30)].map(Week::of);
            let mut plans = Vec::new();
            for week in weeks {
                let wanted = Wanted { ward, days: week.days(), session: None };
                let scene = scene(act.conn, &wanted, act.now)?;
                let plan = draft(&scene, &Default::default(), 200);
                plans.push((scene, plan));
            }
            Ok(plans)
        })
        .unwrap()
    };
    let (one, other) = (planned(TestApp::in_a_file()), planned(TestApp::mail_unattended()));
    assert!(one.iter().all(|(scene, plan)| !scene.waiting.is_empty() && !plan.pairs.is_empty()));
    assert_eq!(one, other);
}
