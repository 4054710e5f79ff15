//! One Saturday, from the first adult to the credited hours.

use dai_su_so::db::hours::{Period, Whose, totals};
use dai_su_so::domain::bookings::BookingState;

use super::*;
use crate::house::world::day;

#[test]
fn one_saturday_from_opening_to_closed() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| {
        new.topics = &SATURDAY_TOPICS.get_or_init(|| ["A2".into(), "A4".into(), "B6".into()])[..];
    });
    let shifts = [shift(&app, session, world.minh_anh), shift(&app, session, world.gia_han)];
    let away = shift(&app, session, world.quoc_bao);
    let lan = app.booking(session, 0, "Trần Thị Lan");
    let sau = app.booking(session, 0, "Đặng Văn Sáu");
    let chin = app.booking(session, 1, "Bà Chín");
    let mut desk = app.signed_in(COORDINATOR);
    let to = |door: &str| format!("/desk/{session}{door}");
    desk.get("/desk").is(200).shows("Hôm nay").shows("Buổi hỗ trợ thứ Bảy");

    // 7:15, adults; 7:45, pupils.
    app.clock.move_to(saturday_at(7, 15));
    desk.get(&to("")).is(200).shows("Cần ít nhất 2 người lớn");
    adult(&mut desk, session, world.supervisor, "in");
    adult(&mut desk, session, world.coordinator, "in");
    desk.submit(&to("/open"), &[]).shows("Buổi đã mở");
    app.clock.move_to(saturday_at(7, 45));
    pupil(&mut desk, session, shifts[0], "in");
    pupil(&mut desk, session, shifts[1], "in");
    pupil(&mut desk, session, away, "absent").shows("hãy đợi đến 8:30");

    // 8:00, residents come; one without a booking gets the next free slot.
    app.clock.move_to(saturday_at(8, 0));
    next(&mut desk, session).shows("Chưa có ai đang chờ");
    desk.submit(&to("/arrive"), &[("q", "sau")]).shows("Số 1 · Đặng Văn Sáu");
    app.clock.move_to(saturday_at(8, 2));
    desk.submit(&to("/arrive"), &[("q", "lan")]).shows("Số 2 · Trần Thị Lan");
    let fields = [("name", "Ông Bảy"), ("topic", "B6"), ("key", "walk-in-1")];
    desk.submit(&to("/walk-in"), &fields).shows("Số 3 · Ông Bảy · giờ 8:30–9:00");
    let board = desk.get(&to(""));
    board.shows("giờ hẹn 8:00 · đến lúc 8:00").shows("chỉ người lớn");
    let called = next(&mut desk, session);
    called.shows("Mời số 1 Đặng Văn Sáu").shows("Vì: giờ hẹn 8:00");
    next(&mut desk, session).shows("Mời số 2 Trần Thị Lan");

    // The walk-in's topic is for adults: a pupil is refused, an adult is suggested.
    let bay = guest(&app, session, "Ông Bảy");
    next(&mut desk, session).shows("Cả 2 chỗ đang có người");
    app.clock.move_to(saturday_at(8, 25));
    desk.submit(&to(&format!("/bookings/{sau}/finish")), &[]).shows("Đã xong một lượt");
    let page = desk.get(&to(&format!("/bookings/{bay}")));
    page.is(200).shows("chỉ người lớn").shows("Lê Văn Phước (người lớn)").hides("Lê Gia Hân (em");
    let helper = to(&format!("/bookings/{bay}/helper"));
    let of_pupil = format!("p{}", world.minh_anh);
    let refused = desk.submit(&helper, &[("helper", &of_pupil), ("then", "start")]);
    refused.shows("chỉ người lớn được hướng dẫn");
    next(&mut desk, session).shows("Mời số 3 Ông Bảy").shows("Lê Văn Phước");

    // An adult says what was done; a referral says to whom.
    let finish = to(&format!("/bookings/{bay}/finish"));
    let told = [("outcome", "referred"), ("operated_by", "resident"), ("can_do_alone", "no")];
    let page = desk.post(&finish, &told);
    page.is(422).shows("Chuyển đến đâu?");
    let told = [told[0], told[1], told[2], ("handed_to", "Công an phường")];
    desk.submit(&finish, &told).shows("Đã chuyển cán bộ");
    assert_eq!(state_of(&app, bay), BookingState::Referred);

    // Called by mistake, back, and on again.
    let lan_door = |door: &str| to(&format!("/bookings/{lan}/{door}"));
    desk.submit(&lan_door("back"), &[]).shows("Đã đưa về hàng đợi");
    assert_eq!(state_of(&app, lan), BookingState::Arrived);
    next(&mut desk, session).shows("Mời số 2");
    pupil(&mut desk, session, shifts[0], "absent").shows("Có người vừa xử lý");
    app.clock.move_to(saturday_at(9, 0));
    desk.submit(&lan_door("finish"), &[]).shows("Đã xong");

    // Bà Chín never came: nobody may say so before the slot is over.
    app.clock.move_to(saturday_at(8, 55));
    let absent = to(&format!("/bookings/{chin}/absent"));
    desk.submit(&absent, &[]).shows("hãy đợi đến 9:00");

    end_and_close(&app, world, session, &mut desk, (sau, lan, chin));
}

static SATURDAY_TOPICS: std::sync::OnceLock<[String; 3]> = std::sync::OnceLock::new();

/// The booking of a resident by name.
pub fn guest(app: &TestApp, session: SessionId, name: &'static str) -> BookingId {
    let guests = app.read(move |act| Ok(dai_su_so::db::desk::guests(act.conn, session)?)).unwrap();
    guests.into_iter().find(|guest| guest.name == name).expect(name).id
}

fn end_and_close(
    app: &TestApp,
    world: World,
    session: SessionId,
    desk: &mut Browser,
    (sau, lan, chin): (BookingId, BookingId, BookingId),
) {
    let to = |door: &str| format!("/desk/{session}{door}");
    app.clock.move_to(saturday_at(10, 5));
    desk.submit(&to("/end"), &[]).shows("Còn 2 em chưa ra về");
    desk.pupils_out(session).shows("2 em đã ra về");
    desk.submit(&to("/end"), &[]).shows("Buổi đã kết thúc").shows("chờ chốt");

    // Nothing is decided by itself.
    desk.submit(&to("/close"), &[]).shows("Còn 1 lượt đặt chưa rõ");
    desk.submit(&to("/absent"), &[]).shows("1 lượt ghi không đến");
    assert_eq!(state_of(app, chin), BookingState::Absent);
    desk.submit(&to("/close"), &[]).shows("Còn 1 em chưa điểm danh");
    let away = shift_of(app, session, world.quoc_bao);
    pupil(desk, session, away, "absent").shows("Đã điểm danh");

    // Supports: what the adult did waits, what pupils have not logged is shown.
    let page = desk.get(&to("/end"));
    page.shows("2 lượt chưa được ghi").shows("chưa ghi").shows("Công an phường");
    let first = log(app, session, sau, world.minh_anh);
    let second = log(app, session, lan, world.gia_han);
    desk.submit(&to("/close"), &[]).shows("Còn 2 lượt hỗ trợ chưa xác nhận");
    let back = to(&format!("/supports/{first}/return"));
    desk.post(&back, &[("reason", "x")]).is(422).shows("Hãy ghi em cần sửa gì");
    desk.submit(&back, &[("reason", "giờ bắt đầu chưa đúng")]).shows("trả lại để sửa");
    let one = second.to_string();
    desk.submit(&to("/supports"), &[("support", &one)]).shows("1 lượt đã xác nhận");
    // The coordinator entered what Phước did: neither of them confirms it, and it keeps nobody
    // from closing.
    desk.submit(&to("/supports"), &[]).shows("thì người khác xác nhận");

    let mut english = app.signed_in(SUPERVISOR).in_english();
    english.get(&to("/end")).is(200).shows("Close the session").shows("sent back");
    desk.submit(&to("/close"), &[]).shows("Đã chốt. Ghi giờ cho 2 em · 4 giờ.");
    desk.submit(&to("/close"), &[]).shows("Buổi đã chốt.");
    english.get(&to("")).is(200).shows("The session is closed and hours are credited");

    // 7:45–10:05 within 8:00–10:00 is two hours each; absence shows in the attendance.
    let year = Period::school_year(day(2026, 11, 28));
    let totals =
        app.read(move |act| Ok(totals(act.conn, Whose::School(world.school), year)?)).unwrap();
    let of = |pupil| totals.iter().find(|total| total.ambassador == pupil).unwrap();
    let hours = [world.minh_anh, world.gia_han, world.quoc_bao].map(|pupil| {
        let total = of(pupil);
        (total.minutes, total.supports, total.attendance_percent())
    });
    assert_eq!(hours, [(120, 0, Some(100)), (120, 1, Some(100)), (0, 0, Some(0))]);

    // The pupil mends what was sent back; it is confirmed after the close as well.
    app.write(move |act| {
        diesel::update(supports::table.find(first))
            .set((
                supports::state.eq(SupportState::Logged),
                supports::returned_reason.eq(None::<String>),
            ))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
    desk.submit(&to("/supports"), &[]).shows("1 lượt đã xác nhận");
}

fn shift_of(app: &TestApp, session: SessionId, pupil: AmbassadorId) -> ShiftId {
    let pupils = app.read(move |act| Ok(dai_su_so::db::desk::pupils(act.conn, session)?)).unwrap();
    pupils.iter().find(|line| line.ambassador == pupil).unwrap().shift
}

#[test]
fn somebody_who_could_not_be_served_gets_another_time_or_goes_home() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    let next = app.session_with(world, |new| {
        new.starts_at = saturday_at(8, 0).plus_minutes(7 * 24 * 60);
        new.ends_at = saturday_at(10, 0).plus_minutes(7 * 24 * 60);
    });
    let lan = app.booking(session, 0, "Trần Thị Lan");
    let tu = app.booking(session, 0, "Bà Tư");
    let to = |door: &str| format!("/desk/{session}{door}");
    for name in ["lan", "ba tu"] {
        desk.submit(&to("/arrive"), &[("q", name)]).shows("Số");
    }
    let page = desk.get(&to(&format!("/bookings/{lan}")));
    page.is(200).shows("Hẹn lại buổi khác").shows("Thứ Bảy, 5/12/2026");
    let slot = page.attributes("select[name=slot] option", "value").last().unwrap().clone();
    desk.submit(&to(&format!("/bookings/{lan}/reschedule")), &[("slot", &slot)])
        .shows("Đã hẹn lại. Mã mới:");
    assert_eq!(state_of(&app, lan), BookingState::Rescheduled);
    assert_eq!(seats(&app, next)[3].2, 1);
    desk.submit(&to(&format!("/bookings/{lan}/reschedule")), &[("slot", &slot)]);
    assert_eq!(seats(&app, next)[3].2, 1, "once");
    desk.submit(&to(&format!("/bookings/{tu}/leave")), &[]).shows("Đã ghi là về trước");
    assert_eq!(state_of(&app, tu), BookingState::Cancelled);
    assert_eq!(seats(&app, session)[0].2, 0, "both seats are free again");
}
