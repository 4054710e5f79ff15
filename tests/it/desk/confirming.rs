//! Four eyes: nobody confirms a support that he or she gave or entered.

use super::*;

/// An adult's visit as the desk enters it.
fn finished_by(desk: &mut Browser, session: SessionId, booking: BookingId, who: AccountId) {
    let visit = format!("/desk/{session}/bookings/{booking}");
    let helper = format!("a{who}");
    desk.submit(&format!("{visit}/helper"), &[("helper", &helper), ("then", "start")])
        .shows("Mời số");
    let told = [("outcome", "guided"), ("operated_by", "resident"), ("can_do_alone", "yes")];
    desk.submit(&format!("{visit}/finish"), &told).shows("Đã xong một lượt");
}

#[test]
fn nobody_confirms_what_he_gave_or_entered_himself() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, shifts) = running(&app, world);
    let [own, given, pupils] = ["Bà Tư", "Bà Năm", "Bà Sáu"].map(|name| {
        let booking = app.booking(session, if name == "Bà Sáu" { 1 } else { 0 }, name);
        desk.submit(&format!("/desk/{session}/arrive"), &[("q", name)]).shows("Số");
        booking
    });
    adult(&mut desk, session, world.coordinator, "in");
    // The coordinator gives one visit, and enters another that Phước gives.
    finished_by(&mut desk, session, own, world.coordinator);
    finished_by(&mut desk, session, given, world.supervisor);
    let helper = format!("p{}", world.minh_anh);
    let visit = format!("/desk/{session}/bookings/{pupils}");
    desk.submit(&format!("{visit}/helper"), &[("helper", &helper), ("then", "start")]);
    desk.submit(&format!("{visit}/finish"), &[]).shows("Đã xong một lượt");
    log(&app, session, pupils, world.minh_anh);

    let end = format!("/desk/{session}/end");
    let door = format!("/desk/{session}/supports");
    let page = desk.get(&end);
    page.shows("Xác nhận tất cả: 1 lượt").shows("2 lượt do chính ông/bà giúp hoặc ghi");
    assert_eq!(page.attributes("input[name=support]", "value").len(), 1);
    // All: the pupil's is confirmed, one's own ones stay; one by one they are refused by name.
    desk.submit(&door, &[]).shows("1 lượt đã xác nhận").shows("chờ người khác xác nhận");
    let done = app
        .read(move |act| Ok(dai_su_so::db::desk::done(act.conn, session, act.now.day())?))
        .unwrap();
    for booking in [own, given] {
        let row = done.iter().find(|row| row.booking == booking).unwrap();
        assert_eq!(row.state, Some(SupportState::Logged));
        let support = row.support.unwrap().to_string();
        desk.submit(&door, &[("support", &support)]).shows("thì người khác xác nhận");
    }
    // Phước may not confirm what he gave; he confirms the coordinator's, and Hoa the rest.
    let mut phuoc = app.signed_in(SUPERVISOR);
    phuoc.submit(&door, &[]).shows("1 lượt đã xác nhận").shows("1 lượt ông/bà giúp hoặc ghi");
    phuoc.submit(&door, &[]).shows("thì người khác xác nhận");

    // What adults did earns no hours, so the pupils' hours do not wait for it.
    app.clock.move_to(saturday_at(10, 5));
    for shift in shifts {
        pupil(&mut desk, session, shift, "out");
    }
    desk.submit(&end, &[]).shows("Buổi đã kết thúc");
    desk.submit(&format!("/desk/{session}/close"), &[]).shows("Đã chốt");
    app.signed_in(SUPERVISOR_TWO).submit(&door, &[]).shows("1 lượt đã xác nhận");
}
