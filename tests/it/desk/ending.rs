//! Ending a session before everybody's time has come.

use super::*;

#[test]
fn ending_before_everybodys_time_takes_a_word_and_leaves_people_to_call() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    let late = app.booking(session, 3, "Bà Ba Muộn");
    app.clock.move_to(saturday_at(8, 30));
    desk.submit(&format!("/desk/{session}/pupils/out"), &[]);
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
    desk.submit(&format!("/desk/{session}/pupils/out"), &[]);
    desk.submit(&format!("/desk/{session}/end"), &[]).shows("Buổi đã kết thúc");
    assert_eq!(seats(&app, session)[3], (0, 0, 0));
    desk.submit(&format!("/desk/{session}/open"), &[]).shows("không ở lúc đang diễn ra");
    let fields = [("name", "Bà Tư"), ("topic", "A2"), ("key", "late")];
    desk.submit(&format!("/desk/{session}/walk-in"), &fields).shows("không ở lúc đang diễn ra");
}
