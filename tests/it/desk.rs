//! The desk on the day: one Saturday from opening to closed, and the rules of the room.

mod adults;
mod confirming;
mod ending;
mod live;
mod saturday;

use dai_su_so::db::DbError;
use dai_su_so::db::schema::{bookings, residents, slots, supports};
use dai_su_so::db::shifts::{self, NewShift};
use dai_su_so::domain::bookings::BookingState;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::sessions::ApprovalState;
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::domain::supports::{CanDoAlone, OperatedBy, Outcome, SupportState};
use diesel::prelude::*;

use crate::house::counting::TWENTY;
use crate::house::world::{COORDINATOR, MINH_ANH, OTHER_COORDINATOR, SUPERVISOR, SUPERVISOR_TWO};
use crate::house::{Browser, TestApp, World, saturday_at};

/// A pupil's agreed place in the session.
fn shift(app: &TestApp, session: SessionId, pupil: AmbassadorId) -> ShiftId {
    app.write(move |act| {
        let new = NewShift {
            session_id: session,
            ambassador_id: pupil,
            state: ShiftState::Accepted,
            source: ShiftSource::Own,
            reason: "",
            created_at: act.now,
        };
        Ok(shifts::add(act.conn, &new)?)
    })
    .unwrap()
}

fn state_of(app: &TestApp, booking: BookingId) -> BookingState {
    app.read(move |act| {
        let row = bookings::table.find(booking).select(bookings::state);
        Ok(row.first(act.conn).map_err(DbError::from)?)
    })
    .unwrap()
}

/// (seats, bookable, taken) of the session's slots in order.
fn seats(app: &TestApp, session: SessionId) -> Vec<(i64, i64, i64)> {
    app.read(move |act| {
        Ok(slots::table
            .filter(slots::session_id.eq(session))
            .order(slots::starts_at)
            .select((slots::seats, slots::bookable, slots::taken))
            .load(act.conn)
            .map_err(DbError::from)?)
    })
    .unwrap()
}

#[test]
fn access_needs_are_said_in_words() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let booking = app.booking(session, 0, "Bà Sáu");
    app.write(move |act| {
        diesel::update(residents::table)
            .set(residents::access_needs.eq("eyesight,companion"))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
    let page = app.signed_in(SUPERVISOR).get(&format!("/desk/{session}/bookings/{booking}"));
    page.shows("Mắt kém, cần chữ to; Có người nhà đi cùng").hides("eyesight");
}

/// What a pupil logs after the help.
fn log(app: &TestApp, session: SessionId, booking: BookingId, pupil: AmbassadorId) -> SupportId {
    app.write(move |act| {
        use supports::dsl as u;
        let from = act.now.plus_minutes(-20);
        Ok(diesel::insert_into(supports::table)
            .values((
                u::booking_id.eq(booking),
                u::session_id.eq(session),
                u::ambassador_id.eq(pupil),
                u::topic_code.eq("A2"),
                u::state.eq(SupportState::Logged),
                u::started_at.eq(from),
                u::ended_at.eq(act.now),
                u::outcome.eq(Outcome::Guided),
                u::operated_by.eq(OperatedBy::Resident),
                u::can_do_alone.eq(CanDoAlone::Yes),
                u::logged_at.eq(act.now),
            ))
            .returning(u::id)
            .get_result(act.conn)
            .map_err(DbError::from)?)
    })
    .unwrap()
}

/// Checks an adult in or out and shows the board.
fn adult(
    browser: &mut Browser,
    session: SessionId,
    who: AccountId,
    act: &str,
) -> crate::house::Page {
    let who = who.to_string();
    browser.submit(&format!("/desk/{session}/adults"), &[("who", &who), ("act", act)])
}

/// Presses "call next" as the board shows it.
fn next(browser: &mut Browser, session: SessionId) -> crate::house::Page {
    let page = browser.get(&format!("/desk/{session}"));
    let shown = page.attributes("form[action$='/next'] input[name=booking]", "value");
    let shown = shown.first().map_or("", String::as_str);
    browser.submit(&format!("/desk/{session}/next"), &[("booking", shown)])
}

fn pupil(browser: &mut Browser, session: SessionId, who: ShiftId, act: &str) -> crate::house::Page {
    let who = who.to_string();
    browser.submit(&format!("/desk/{session}/pupils"), &[("who", &who), ("act", act)])
}

/// A running session with two adults and two pupils at its desk.
fn running(app: &TestApp, world: World) -> (SessionId, Browser, [ShiftId; 2]) {
    let session = app.open_session(world);
    let shifts = [shift(app, session, world.minh_anh), shift(app, session, world.gia_han)];
    let mut desk = app.signed_in(COORDINATOR);
    adult(&mut desk, session, world.supervisor, "in");
    adult(&mut desk, session, world.supervisor_two, "in");
    desk.submit(&format!("/desk/{session}/open"), &[]).shows("Buổi đã mở");
    for shift in shifts {
        pupil(&mut desk, session, shift, "in").shows("Đã điểm danh");
    }
    (session, desk, shifts)
}

#[test]
fn the_desk_is_for_the_ward_and_the_named_supervisors_only() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let board = format!("/desk/{session}");
    app.signed_in(COORDINATOR).get(&board).is(200).shows("Buổi hỗ trợ thứ Bảy");
    app.signed_in(SUPERVISOR).get(&board).is(200);
    app.signed_in(SUPERVISOR_TWO).get(&board).is(200);
    app.signed_in(MINH_ANH).get(&board).is(403);
    let mut other = app.signed_in(OTHER_COORDINATOR);
    for door in ["", "/board", "/events", "/end"] {
        other.get(&format!("{board}{door}")).is(404);
    }
    for door in ["/open", "/arrive", "/walk-in", "/next", "/end", "/close", "/supports"] {
        other.post(&format!("{board}{door}"), &[("q", "lan")]).is(404);
    }
    other.get("/desk").is(200).hides("Buổi hỗ trợ thứ Bảy");
}

#[test]
fn who_is_named_but_has_no_role_any_more_is_not_called_at_the_roll() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut desk = app.signed_in(COORDINATOR);
    let board = format!("/desk/{session}");
    desk.get(&board).is(200).shows("Lê Văn Phước").shows("Phạm Thị Hoa");
    // Hoa is in the room already when the roles of both end with yesterday.
    adult(&mut desk, session, world.supervisor_two, "in");
    app.write(move |act| {
        use dai_su_so::db::schema::roles::dsl as r;
        let both = r::account_id.eq_any([world.supervisor, world.supervisor_two]);
        let yesterday = act.now.day().pred_opt();
        let ended = diesel::update(r::roles.filter(both)).set(r::until.eq(yesterday));
        assert_eq!(ended.execute(act.conn).map_err(DbError::from)?, 2);
        Ok(())
    })
    .unwrap();
    desk.get(&board).is(200).hides("Lê Văn Phước").shows("Phạm Thị Hoa");
    adult(&mut desk, session, world.supervisor, "in").shows("không có trong danh sách");
    // She can still be checked out, and then is no longer there either.
    adult(&mut desk, session, world.supervisor_two, "out");
    desk.get(&board).is(200).hides("Phạm Thị Hoa");
    adult(&mut desk, session, world.supervisor_two, "in").shows("không có trong danh sách");
}

#[test]
fn a_supervisor_of_a_school_runs_the_desk_when_the_session_names_him() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let teacher = app
        .write(move |act| crate::house::world::school_supervisor(act, world.other_school))
        .unwrap();
    let board = format!("/desk/{session}");
    let mut desk = app.signed_in("giamthi@khac.example");
    desk.get(&board).is(404);
    desk.get("/desk").is(200).shows("Chưa có buổi nào");
    app.write(move |act| {
        use dai_su_so::db::schema::session_supervisors::dsl as v;
        diesel::insert_into(v::session_supervisors)
            .values((v::session_id.eq(session), v::account_id.eq(teacher)))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
    desk.get("/desk").is(200).shows("Buổi hỗ trợ thứ Bảy");
    adult(&mut desk, session, teacher, "in").is(200).shows("có mặt từ 7:00");
}

#[test]
fn a_session_opens_only_beside_two_adults_and_not_before_its_time() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut desk = app.signed_in(COORDINATOR);
    let open = format!("/desk/{session}/open");
    app.clock.move_to(saturday_at(5, 30));
    adult(&mut desk, session, world.supervisor, "in").shows("Bàn mở từ 28/11/2026 6:00");
    app.clock.move_to(saturday_at(7, 15));
    desk.submit(&open, &[]).shows("Cần ít nhất 2 người lớn đã điểm danh, hiện có 0");
    adult(&mut desk, session, world.supervisor, "in");
    desk.submit(&open, &[]).shows("hiện có 1");
    adult(&mut desk, session, world.coordinator, "in");
    desk.submit(&open, &[]).shows("Buổi đã mở").shows("đang diễn ra");
    desk.submit(&open, &[]).shows("Buổi đã mở");
}

#[test]
fn open_seats_follow_the_adults_and_never_fall_below_those_taken() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| {
        new.seats = 20;
        new.walk_in_percent = 50;
    });
    let booking = app.booking(session, 3, "Trần Thị Lan");
    let mut desk = app.signed_in(COORDINATOR);
    adult(&mut desk, session, world.supervisor, "in");
    adult(&mut desk, session, world.supervisor_two, "in");
    assert_eq!(seats(&app, session)[0], (20, 10, 0), "before the opening the posting counts");
    desk.submit(&format!("/desk/{session}/open"), &[]);
    assert_eq!(seats(&app, session)[0], (16, 8, 0), "two adults, eight pupils each");
    adult(&mut desk, session, world.coordinator, "in");
    assert_eq!(seats(&app, session)[0], (20, 10, 0));
    app.clock.move_to(saturday_at(8, 40));
    adult(&mut desk, session, world.supervisor, "out");
    let page = adult(&mut desk, session, world.supervisor_two, "out");
    page.shows("Mới có 1 người lớn");
    let now = seats(&app, session);
    assert_eq!(now[0], (20, 10, 0), "a slot that is over stays as it was");
    assert_eq!((now[2], now[3]), ((0, 0, 0), (1, 1, 1)), "the booked resident keeps the seat");
    adult(&mut desk, session, world.supervisor, "in");
    assert_eq!(seats(&app, session)[3], (16, 8, 1), "seats reopen when an adult returns");
    assert_eq!(state_of(&app, booking), BookingState::Booked);
}

#[test]
fn a_pupil_starts_only_once_the_school_said_yes() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, shifts) = running(&app, world);
    let answer = |state: ApprovalState| {
        app.write(move |act| {
            use dai_su_so::db::schema::school_approvals::dsl as a;
            diesel::update(a::school_approvals.filter(a::session_id.eq(session)))
                .set((
                    a::state.eq(state),
                    a::decided_at.eq((state == ApprovalState::Approved).then_some(act.now)),
                ))
                .execute(act.conn)
                .map_err(DbError::from)?;
            Ok(())
        })
        .unwrap();
    };
    pupil(&mut desk, session, shifts[0], "out").shows("Đã điểm danh");
    answer(ApprovalState::Asked);
    pupil(&mut desk, session, shifts[0], "in").shows("Nhà trường chưa đồng ý");
    answer(ApprovalState::Approved);
    pupil(&mut desk, session, shifts[0], "in").shows("Đã điểm danh: Nguyễn Ngọc Minh Anh");
}

#[test]
fn pupils_come_in_only_beside_two_adults_with_both_consents_and_in_one_place() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, shifts) = running(&app, world);
    let bao = shift(&app, session, world.quoc_bao);
    pupil(&mut desk, session, bao, "in").shows("chưa có đủ đồng ý");
    pupil(&mut desk, session, shifts[0], "in").shows("Đã điểm danh: Nguyễn Ngọc Minh Anh");
    let second = app.open_session(world);
    let there = shift(&app, second, world.minh_anh);
    adult(&mut desk, second, world.supervisor, "in")
        .shows("đang có mặt ở buổi “Buổi hỗ trợ thứ Bảy”");
    adult(&mut desk, session, world.supervisor, "out");
    adult(&mut desk, second, world.supervisor, "in");
    adult(&mut desk, second, world.coordinator, "in");
    desk.submit(&format!("/desk/{second}/open"), &[]);
    pupil(&mut desk, second, there, "in").shows("đang có mặt ở một buổi khác");
    pupil(&mut desk, session, shifts[0], "out").shows("Đã điểm danh");
    pupil(&mut desk, second, there, "in").shows("Đã điểm danh");
    let page = desk.get(&format!("/desk/{session}"));
    page.shows("Chỉ còn 1 người lớn bên 1 em").shows("Không để em nào ở riêng");
}

#[test]
fn a_check_out_by_mistake_is_taken_back_for_ten_minutes() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, shifts) = running(&app, world);
    app.clock.move_to(saturday_at(8, 30));
    pupil(&mut desk, session, shifts[0], "out").shows("Ghi ra nhầm");
    app.clock.move_to(saturday_at(8, 40));
    pupil(&mut desk, session, shifts[0], "in").shows("Đã điểm danh");
    pupil(&mut desk, session, shifts[0], "out");
    app.clock.move_to(saturday_at(8, 51));
    pupil(&mut desk, session, shifts[0], "in").shows("quá 10 phút");
}

#[test]
fn walk_ins_at_once_take_the_last_seats_and_nobody_shares_one() {
    let (app, world) = TestApp::with_world();
    let (session, _, _) = running(&app, world);
    app.clock.move_to(saturday_at(9, 35));
    let answers: Vec<_> = std::thread::scope(|scope| {
        let desks: Vec<_> = (0..8)
            .map(|n| {
                let mut desk = app.signed_in(if n % 2 == 0 { COORDINATOR } else { SUPERVISOR });
                scope.spawn(move || {
                    let key = format!("k{n}");
                    let fields = [("name", "Bà Tư"), ("topic", "A2"), ("key", &*key)];
                    desk.submit(&format!("/desk/{session}/walk-in"), &fields).text()
                })
            })
            .collect();
        desks.into_iter().map(|desk| desk.join().unwrap()).collect()
    });
    let full = answers.iter().filter(|text| text.contains("không còn chỗ")).count();
    assert_eq!(full, 6, "{answers:?}");
    for number in ["Số 1 · Bà Tư", "Số 2 · Bà Tư"] {
        assert!(answers.iter().any(|text| text.contains(number)), "{number}");
    }
    assert_eq!(seats(&app, session)[3].2, 2);
}

#[test]
fn the_same_walk_in_form_sent_twice_takes_one_seat_and_wrong_input_is_kept() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    let walk_in = format!("/desk/{session}/walk-in");
    let fields = [("name", "Bà Tư"), ("topic", "A2"), ("key", "one")];
    desk.submit(&walk_in, &fields).shows("Số 1 · Bà Tư · giờ 8:00–8:30");
    desk.submit(&walk_in, &fields).shows("Số 1 · Bà Tư");
    assert_eq!(seats(&app, session)[0].2, 1);
    let wrong = desk.post(&walk_in, &[("name", "123"), ("topic", "R1"), ("key", "two")]);
    wrong.is(422).shows("Hãy chọn một thủ tục của buổi này");
    assert_eq!(wrong.attributes("#name", "value"), ["123"]);
    assert_eq!(wrong.attributes("input[name=key]", "value"), ["two"]);
    // Another guest in the form of the first: nobody is swallowed, and one press adds them.
    let other = desk.post(&walk_in, &[("name", "Ông Tám"), ("topic", "A2"), ("key", "one")]);
    other.is(422).shows("đã ghi khách số 1 rồi").shows("Bà Tư");
    assert_eq!(other.attributes("#name", "value"), ["Ông Tám"]);
    let key = &other.attributes("input[name=key]", "value")[0];
    let again = [("name", "Ông Tám"), ("topic", "A2"), ("key", key.as_str())];
    desk.submit(&walk_in, &again).shows("Số 2 · Ông Tám");
}

#[test]
fn the_one_field_acts_on_one_hit_lists_several_and_explains_none() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    let lan = app.booking(session, 0, "Trần Thị Lan");
    app.booking(session, 1, "Đặng Văn Sáu");
    app.booking(session, 1, "Lê Thị Lan");
    let arrive = format!("/desk/{session}/arrive");
    desk.submit(&arrive, &[("q", "dan")]).shows("Số 1 · Đặng Văn Sáu. Câu chào: “sen hồng”");
    desk.post(&arrive, &[("q", "dan")]).is(422).shows("Đã ghi đến trước đó rồi, số 1");
    let several = desk.submit(&arrive, &[("q", "lan")]);
    several.is(200).shows("Chọn đúng người").shows("Trần Thị Lan").shows("Lê Thị Lan");
    assert!(several.attributes("#q", "autofocus").len() == 1);
    desk.submit(&arrive, &[("booking", &lan.to_string())]).shows("Số 2 · Trần Thị Lan");
    let nobody = desk.post(&arrive, &[("q", "Bà Chín")]);
    nobody.is(422).shows("Không tìm thấy ai trong buổi này");
    assert_eq!(nobody.attributes("#name", "value"), ["Bà Chín"], "ready for a walk-in");
    desk.submit(&arrive, &[("q", "nvn-0001")]).shows("Nguyễn Ngọc Minh Anh: đã ra về");
    let mut english = app.signed_in(COORDINATOR).in_english();
    english.post(&arrive, &[("q", "xyz")]).is(422).shows("Nobody in this session matches");
}

#[test]
fn the_board_costs_the_same_number_of_queries_however_full_it_is() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| new.seats = 30);
    for name in ["Bà Tư", "Bà Năm"] {
        app.booking(session, 0, name);
    }
    let mut desk = app.signed_in(COORDINATOR);
    let pages = ["", "/board", "/end"].map(|door| format!("/desk/{session}{door}"));
    let pages = pages.each_ref().map(String::as_str);
    app.same_queries(&mut desk, &pages, 18, || {
        for name in TWENTY {
            app.booking(session, 0, name);
        }
    });
}
