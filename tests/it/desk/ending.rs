//! Ending a session before everybody's time has come.

use super::*;

#[test]
fn ending_before_everybodys_time_takes_a_word_and_leaves_people_to_call() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    let late = app.booking(session, 3, "Bà Ba Muộn");
    app.clock.move_to(saturday_at(8, 30));
    desk.pupils_out(session);
    let end = format!("/desk/{session}/end");
    desk.get(&end).is(200).shows("Buổi còn đến 10:00: 1 người đã hẹn hoặc đang chờ");
    desk.submit(&end, &[]).shows("Muốn dừng sớm");
    assert_eq!(state_of(&app, late), BookingState::Booked);
    desk.submit(&end, &[("early", "yes")]).shows("Buổi đã kết thúc");
    assert_eq!(state_of(&app, late), BookingState::Rescheduled);
    let calls = format!("/staff/sessions/{session}/calls");
    app.signed_in(COORDINATOR).get(&calls).is(200).shows("Bà Ba Muộn");
    desk.submit(&format!("/desk/{session}/close"), &[]).shows("Ghi giờ");
}

#[test]
fn ending_early_seats_nobody_any_more() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    app.clock.move_to(saturday_at(9, 0));
    desk.pupils_out(session);
    desk.submit(&format!("/desk/{session}/end"), &[]).shows("Buổi đã kết thúc");
    assert_eq!(seats(&app, session)[3], (0, 0, 0));
    desk.submit(&format!("/desk/{session}/open"), &[]).shows("không ở lúc đang diễn ra");
    let fields = [("name", "Bà Tư"), ("topic", "A2"), ("key", "late")];
    desk.submit(&format!("/desk/{session}/walk-in"), &fields).shows("không ở lúc đang diễn ra");
}

#[test]
fn pupils_leave_by_name_and_whoever_helps_stays() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, [minh_anh, gia_han]) = running(&app, world);
    let out = format!("/desk/{session}/pupils/out");
    let lan = app.booking(session, 0, "Trần Thị Lan");
    desk.submit(&format!("/desk/{session}/arrive"), &[("q", "lan")]);
    next(&mut desk, session).shows("Mời số 1");
    assert_eq!(state_of(&app, lan), BookingState::BeingHelped);
    let end = desk.get(&format!("/desk/{session}/end"));
    end.shows("Ai ra về bây giờ?").shows("Đang giúp Trần Thị Lan: kết thúc lượt đó trước");
    let ticked = end.attributes("input[name=who][checked]", "value");
    assert_eq!(end.attributes("input[name=who][disabled]", "value").len(), 1);
    assert_eq!(ticked.len(), 1);

    desk.submit(&out, &[]).shows("Chưa chọn em nào");
    let both = [minh_anh, gia_han].map(|shift| shift.to_string());
    let fields = [("who", both[0].as_str()), ("who", both[1].as_str())];
    desk.submit(&out, &fields).shows("Em đang giúp một người");
    assert_eq!(app.rows("shifts WHERE state = 'present'"), 2, "all of them or none");
    desk.submit(&out, &[("who", &ticked[0])]).shows("1 em đã ra về");
    assert_eq!(app.rows("shifts WHERE state = 'present'"), 1);
    desk.get(&format!("/desk/{session}/end")).shows("Em nào cũng đang giúp");
}
