//! Adults in the room: nobody leaves in the middle of a visit, nobody leaves children alone,
//! nobody counts in two rooms.

use super::*;

/// Bà Tư is in the queue of the running session and Phước helps her.
fn helped_by_an_adult(app: &TestApp, world: World) -> (SessionId, Browser, [ShiftId; 2], String) {
    let (session, mut desk, shifts) = running(app, world);
    let booking = app.booking(session, 0, "Bà Tư");
    desk.submit(&format!("/desk/{session}/arrive"), &[("q", "ba tu")]).shows("Số 1");
    let helper = format!("a{}", world.supervisor);
    let visit = format!("/desk/{session}/bookings/{booking}");
    desk.submit(&format!("{visit}/helper"), &[("helper", &helper), ("then", "start")])
        .shows("Mời số 1 Bà Tư → Lê Văn Phước");
    (session, desk, shifts, visit)
}

#[test]
fn an_adult_does_not_leave_in_the_middle_of_a_visit() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _, visit) = helped_by_an_adult(&app, world);
    let page = adult(&mut desk, session, world.supervisor, "out");
    page.shows("Người này đang giúp Bà Tư").hides("Mới có 1 người lớn");
    let mut english = app.signed_in(COORDINATOR).in_english();
    adult(&mut english, session, world.supervisor, "out").shows("This adult is helping Bà Tư");
    desk.submit(&format!("{visit}/back"), &[]);
    adult(&mut desk, session, world.supervisor, "out")
        .shows("Đã ghi ra về: Lê Văn Phước")
        .shows("đã về lúc 7:00");
}

#[test]
fn the_second_adult_may_leave_then_nothing_begins_and_the_last_one_stays_with_the_pupils() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, shifts, visit) = helped_by_an_adult(&app, world);
    app.booking(session, 0, "Ông Bảy");
    desk.submit(&format!("/desk/{session}/arrive"), &[("q", "ong bay")]).shows("Số 2");
    // The second of two leaves: what runs is finished, nothing new begins, and the desk says so.
    let page = adult(&mut desk, session, world.supervisor_two, "out");
    page.shows("Chỉ còn 1 người lớn bên 2 em").shows("không bắt đầu lượt mới");
    page.shows("Cần ít nhất 2 người lớn đã điểm danh, hiện có 1");
    next(&mut desk, session).shows("Cần ít nhất 2 người lớn").hides("Mời số 2");
    // The last one leaves neither a visit nor a pupil behind.
    desk.submit(&format!("{visit}/back"), &[]);
    adult(&mut desk, session, world.supervisor, "out").shows("còn 2 em trong buổi");
    for shift in shifts {
        pupil(&mut desk, session, shift, "out").shows("Đã điểm danh");
    }
    adult(&mut desk, session, world.supervisor, "out").shows("Đã ghi ra về: Lê Văn Phước");
}

#[test]
fn an_adult_of_another_session_comes_over_in_one_press_and_counts_once() {
    let (app, world) = TestApp::with_world();
    let (first, mut desk, _, visit) = helped_by_an_adult(&app, world);
    let second = app.session_with(world, |new| new.title = "Buổi ở khu phố 9");
    let board = format!("/desk/{second}");
    let page = desk.get(&board);
    page.shows("ở buổi khác từ 7:00").shows("Ghi ra ở đó và vào đây");
    adult(&mut desk, second, world.supervisor_two, "in")
        .shows("đang có mặt ở buổi “Buổi hỗ trợ thứ Bảy”")
        .shows("Mỗi người chỉ tính là có mặt ở một buổi");
    let over = |desk: &mut Browser, who: AccountId| {
        let (who, from) = (who.to_string(), first.to_string());
        let fields = [("who", &*who), ("act", "in"), ("leaving", &*from)];
        desk.submit(&format!("{board}/adults"), &fields)
    };
    // Not out of a visit either.
    over(&mut desk, world.supervisor).shows("đang giúp Bà Tư");
    over(&mut desk, world.supervisor_two).shows("Đã điểm danh: Phạm Thị Hoa").shows("hiện có 1");
    desk.get(&format!("/desk/{first}")).shows("Chỉ còn 1 người lớn bên 2 em");
    desk.submit(&format!("{visit}/back"), &[]);
    over(&mut desk, world.supervisor).shows("còn 2 em trong buổi");
}

#[test]
fn a_session_called_off_keeps_no_adult() {
    let (app, world) = TestApp::with_world();
    let first = app.open_session(world);
    let second = app.open_session(world);
    let mut desk = app.signed_in(COORDINATOR);
    adult(&mut desk, first, world.supervisor, "in").shows("có mặt từ 7:00");
    desk.submit(&format!("/staff/sessions/{first}/cancel"), &[("reason", "Mưa ngập cả khu phố")]);
    adult(&mut desk, second, world.supervisor, "in").shows("có mặt từ 7:00");
}

#[test]
fn two_desks_at_once_check_an_adult_in_once() {
    let (app, world) = TestApp::with_world();
    let sessions = [0; 6].map(|_| app.open_session(world));
    std::thread::scope(|scope| {
        for session in sessions {
            let mut desk = app.signed_in(COORDINATOR);
            scope.spawn(move || adult(&mut desk, session, world.supervisor, "in").is(200).status);
        }
    });
    let present: i64 = app
        .read(move |act| {
            use dai_su_so::db::schema::adult_attendance::dsl as t;
            let here = t::adult_attendance.filter(t::checked_out_at.is_null());
            Ok(here.count().get_result(act.conn).map_err(DbError::from)?)
        })
        .unwrap();
    assert_eq!(present, 1);
}

#[test]
fn calling_the_next_twice_calls_one() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    for name in ["Bà Tư", "Bà Năm"] {
        app.booking(session, 0, name);
        desk.submit(&format!("/desk/{session}/arrive"), &[("q", name)]).shows("Số");
    }
    let page = desk.get(&format!("/desk/{session}"));
    let shown = page.attributes("form[action$='/next'] input[name=booking]", "value");
    let press = |desk: &mut Browser| {
        desk.submit(&format!("/desk/{session}/next"), &[("booking", &shown[0])])
    };
    press(&mut desk).shows("Mời số 1 Bà Tư");
    let mut other = app.signed_in(SUPERVISOR);
    press(&mut other).shows("Mời số 1 Bà Tư");
    press(&mut desk).hides("Mời số 2");
    let helping = app
        .read(move |act| {
            let being = bookings::table.filter(bookings::state.eq(BookingState::BeingHelped));
            Ok(being.count().get_result::<i64>(act.conn).map_err(DbError::from)?)
        })
        .unwrap();
    assert_eq!(helping, 1);
    // A page from before that visit ended calls nobody else either.
    let finish = format!("/desk/{session}/bookings/{}/finish", shown[0]);
    desk.submit(&finish, &[]).shows("Đã xong một lượt");
    press(&mut desk).shows("Có người vừa xử lý rồi");
    next(&mut desk, session).shows("Mời số 2 Bà Năm");
}

#[test]
fn when_nobody_is_free_the_desk_says_why_for_each() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, shifts) = running(&app, world);
    let board = format!("/desk/{session}");
    for (name, slot) in [("Bà Tư", 0), ("Bà Năm", 0), ("Ông Bảy", 1)] {
        app.booking(session, slot, name);
        desk.submit(&format!("{board}/arrive"), &[("q", name)]).shows("Số");
    }
    next(&mut desk, session).shows("Mời số 1 Bà Tư");
    // One is busy, the other is meant for whoever comes first.
    let page = desk.get(&board);
    page.shows("chưa ai rảnh, vì sao?").shows("đang giúp Bà Tư").shows("sẽ giúp trước Bà Năm");
    page.shows("Lê Văn Phước: người lớn, đang rảnh");
    next(&mut desk, session).shows("Mời số 2 Bà Năm");
    desk.get(&board).shows("đang giúp Bà Năm").shows("Số 3 · Ông Bảy, ");
    // Whoever has left, has no certificate, or is ruled out is named as that.
    let ruled = saturday::guest(&app, session, "Ông Bảy");
    let over = saturday::guest(&app, session, "Bà Năm");
    desk.submit(&format!("{board}/bookings/{over}/finish"), &[]).shows("Đã xong một lượt");
    app.write(move |act| {
        use dai_su_so::db::schema::{certifications, forbidden_matches};
        let hers = certifications::table.filter(certifications::ambassador_id.eq(world.minh_anh));
        diesel::delete(hers).execute(act.conn).map_err(DbError::from)?;
        diesel::insert_into(forbidden_matches::table)
            .values((
                forbidden_matches::booking_id.eq(ruled),
                forbidden_matches::ambassador_id.eq(world.gia_han),
                forbidden_matches::created_by.eq(world.coordinator),
                forbidden_matches::created_at.eq(act.now),
            ))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
    desk.get(&board).shows("chưa được chứng nhận").shows("cán bộ phường ghi không ghép");
    let first = saturday::guest(&app, session, "Bà Tư");
    desk.submit(&format!("{board}/bookings/{first}/finish"), &[]);
    for shift in shifts {
        pupil(&mut desk, session, shift, "out").shows("Đã điểm danh");
    }
    desk.get(&board).shows("đã ra hoặc chưa vào");
    let mut english = app.signed_in(COORDINATOR).in_english();
    english.get(&board).shows("nobody free: why?").shows("is not in the room");
}

#[test]
fn the_roll_comes_first_until_the_pupils_are_in() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    let late = shift(&app, session, world.quoc_bao);
    let order = |desk: &mut Browser| {
        desk.get(&format!("/desk/{session}")).attributes("[data-live] > [id]", "id")
    };
    app.clock.move_to(saturday_at(8, 5));
    assert_eq!(order(&mut desk), ["roll", "queue", "helping", "expected-residents"]);
    app.clock.move_to(saturday_at(8, 31));
    assert_eq!(order(&mut desk), ["queue", "helping", "expected-residents", "roll"]);
    pupil(&mut desk, session, late, "absent").shows("Đã điểm danh");
    app.clock.move_to(saturday_at(8, 10));
    assert_eq!(order(&mut desk)[0], "queue");
    let page = desk.get(&format!("/desk/{session}"));
    let ways = page.attributes(".jump a", "href");
    let all = ["#roll", "#arrivals", "#queue", "#helping", "#expected-residents"];
    assert_eq!(ways, all);
    for way in all {
        assert_eq!(page.attributes(&format!("[id='{}']", &way[1..]), "id").len(), 1, "{way}");
    }
}
