//! The day itself: the roll call, whom the pupil helps, what is logged and mended.

use dai_su_so::db::DbError;
use dai_su_so::db::ambassadors::{self, Signature};
use dai_su_so::db::schema::supports;
use dai_su_so::domain::consent::{ConsentMethod, Purpose, Side};
use dai_su_so::domain::ids::*;
use diesel::prelude::*;

use super::{letters, matched};
use crate::house::world::{COORDINATOR, GIA_HAN, MINH_ANH, QUOC_BAO, SUPERVISOR, YEAR};
use crate::house::{Browser, TestApp, World, saturday_at};

/// The guardian asks for a line on arrival and on leaving.
fn asks_for_messages(app: &TestApp, pupil: AmbassadorId) {
    app.write(move |act| {
        let signature = Signature {
            ambassador: pupil,
            purpose: Purpose::ArrivalMessages,
            side: Side::Guardian,
            school_year: YEAR,
            method: ConsentMethod::Paper,
            given_at: act.now,
            given_by: "Phụ huynh",
            entered_by: None,
        };
        ambassadors::sign(act.conn, &signature)?;
        Ok(())
    })
    .unwrap();
}

/// A desk with two adults in the room and the session open.
fn opened(app: &TestApp, world: World, session: SessionId) -> Browser {
    let mut desk = app.signed_in(SUPERVISOR);
    app.clock.move_to(saturday_at(7, 40));
    for adult in [world.supervisor, world.supervisor_two] {
        let who = adult.to_string();
        desk.submit(&format!("/desk/{session}/adults"), &[("who", &who), ("act", "in")]);
    }
    desk.submit(&format!("/desk/{session}/open"), &[]).shows("Buổi đã mở");
    desk
}

fn roll(desk: &mut Browser, session: SessionId, shift: &str, act: &str) {
    let who = shift.rsplit('/').next().unwrap();
    desk.submit(&format!("/desk/{session}/pupils"), &[("who", who), ("act", act)]);
}

fn support_of(app: &TestApp, booking: BookingId) -> SupportId {
    app.read(move |act| {
        let one = supports::table.filter(supports::booking_id.eq(booking)).select(supports::id);
        Ok(one.first(act.conn).map_err(DbError::from)?)
    })
    .unwrap()
}

#[test]
fn a_saturday_as_a_pupil_lives_it() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut pupil = app.signed_in(MINH_ANH);
    let shift = pupil.post(&format!("/me/sessions/{session}/take"), &[]).is(303).location();
    let lan = app.booking(session, 0, "Trần Thị Lan");
    matched(&app, lan, world.minh_anh);

    // The day's list: a short name and no telephone, neither shown nor hidden in the page.
    let page = pupil.get(&shift);
    page.is(200).shows("8:00 · Ông/bà L.").shows("Chưa đến").shows("Nhớ khi giúp");
    page.hides("Trần Thị Lan").hides("0903123456").hides("0903 123 456");

    let start = format!("/me/bookings/{lan}/start");
    pupil.submit(&start, &[]).shows("không đang diễn ra");
    let mut desk = opened(&app, world, session);
    pupil.submit(&start, &[]).shows("Em chưa được điểm danh");
    roll(&mut desk, session, &shift, "in");
    pupil.get(&shift).shows("Đang trực");
    pupil.submit(&start, &[]).shows("Người dân chưa đến");
    app.clock.move_to(saturday_at(8, 1));
    desk.submit(&format!("/desk/{session}/arrive"), &[("q", "lan")]).shows("Số 1");
    pupil.get(&shift).shows("Đã đến, đang đợi").shows("Bắt đầu giúp");
    app.signed_in(GIA_HAN).post(&start, &[]).is(404);
    app.clock.move_to(saturday_at(8, 4));
    pupil.submit(&start, &[]).shows("Đã bắt đầu").shows("Đang giúp");

    // Logged with the times that the house knows; wrong input is kept.
    app.clock.move_to(saturday_at(8, 26));
    let log = format!("/me/bookings/{lan}/support");
    let form = pupil.get(&log);
    assert_eq!(form.is(200).attributes("#started", "value"), ["08:04"]);
    assert_eq!(form.attributes("#ended", "value"), ["08:26"]);
    let wrong =
        pupil.post(&log, &[("outcome", "referred"), ("started", "7:00"), ("ended", "9:30")]);
    wrong.is(422).shows("Giờ phải nằm trong khoảng 8:00–8:26").shows("Chuyển đến đâu?");
    let told = [
        ("outcome", "referred"),
        ("operated_by", "resident"),
        ("can_do_alone", "with_help"),
        ("handed_to", "Công an phường"),
        ("tear_off", "1234"),
    ];
    let page = pupil.submit(&log, &told);
    page.shows("Đã ghi lượt hỗ trợ").shows("Mã xé đúng").shows("Đã ghi, chờ xác nhận");

    // Sent back by the supervisor, mended, confirmed; then it stands.
    let support = support_of(&app, lan);
    let back = format!("/desk/{session}/supports/{support}/return");
    desk.submit(&back, &[("reason", "kết quả chưa đúng")]);
    pupil.get(&shift).shows("Trả lại để sửa").shows("Cần sửa lại: kết quả chưa đúng");
    let again = pupil.get(&log);
    again.shows("Người lớn nhờ em sửa: kết quả chưa đúng").shows("Đã nhận mã xé");
    assert_eq!(again.attributes("#handed_to", "value"), ["Công an phường"]);
    let told = [
        ("outcome", "guided"),
        ("operated_by", "resident"),
        ("can_do_alone", "yes"),
        ("started", "8:05"),
        ("ended", "8:25"),
    ];
    pupil.submit(&log, &told).shows("Đã ghi lượt hỗ trợ").hides("Cần sửa lại");
    for said in ["Mã xé chưa khớp", "Mã xé chưa khớp", "thử mã xé quá nhiều lần"]
    {
        let guess: Vec<_> = told.iter().copied().chain([("tear_off", "9999")]).collect();
        pupil.submit(&log, &guess).shows(said);
    }

    app.clock.move_to(saturday_at(10, 2));
    roll(&mut desk, session, &shift, "out");
    pupil.get("/me/hours").is(200).shows("2 giờ đang chờ người lớn chốt buổi");
    pupil.get("/me").shows("chờ chốt buổi 2 giờ").shows("đã xác nhận 0 giờ");
    desk.submit(&format!("/desk/{session}/end"), &[]).shows("Buổi đã kết thúc");
    desk.submit(&format!("/desk/{session}/supports"), &[]).shows("1 lượt đã xác nhận");
    pupil.submit(&log, &told).shows("Người lớn đã xác nhận lượt này");
    desk.submit(&format!("/desk/{session}/close"), &[]).shows("Ghi giờ cho 1 em · 2 giờ");
    pupil.get("/me/hours").shows("Buổi hỗ trợ thứ Bảy 2 giờ").hides("đang chờ người lớn");
    pupil.get("/me").shows("đã xác nhận 2 giờ").shows("chờ chốt buổi 0 giờ");
    pupil.in_english().get(&shift).is(200).shows("Confirmed").shows("Done");
}

#[test]
fn a_pupil_logs_one_resident_at_a_time_and_no_novel() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut pupil = app.signed_in(MINH_ANH);
    let shift = pupil.post(&format!("/me/sessions/{session}/take"), &[]).location();
    let booked = ["Trần Thị Lan", "Ông Tư"].map(|name| app.booking(session, 0, name));
    for booking in booked {
        matched(&app, booking, world.minh_anh);
    }
    let mut desk = opened(&app, world, session);
    roll(&mut desk, session, &shift, "in");
    let told = |from, to| {
        [
            ("outcome", "guided"),
            ("operated_by", "resident"),
            ("can_do_alone", "yes"),
            ("started", from),
            ("ended", to),
        ]
    };
    let log = |booking: BookingId| format!("/me/bookings/{booking}/support");
    app.clock.move_to(saturday_at(8, 1));
    for (booking, (name, begin, end)) in
        booked.into_iter().zip([("lan", (8, 2), (8, 20)), ("tư", (8, 21), (8, 40))])
    {
        desk.submit(&format!("/desk/{session}/arrive"), &[("q", name)]);
        app.clock.move_to(saturday_at(begin.0, begin.1));
        pupil.submit(&format!("/me/bookings/{booking}/start"), &[]).shows("Đã bắt đầu");
        app.clock.move_to(saturday_at(end.0, end.1));
        if name == "lan" {
            let long = "a".repeat(121);
            let mut novel = told("8:02", "8:20").to_vec();
            novel[0].1 = "referred";
            novel.push(("handed_to", &long));
            let page = pupil.post(&log(booking), &novel);
            page.is(422).shows("chỉ nhận tối đa 120 ký tự");
            pupil.submit(&log(booking), &told("8:02", "8:20")).shows("Đã ghi lượt hỗ trợ");
        }
    }
    let page = pupil.post(&log(booked[1]), &told("8:15", "8:40"));
    page.is(422).shows("Lúc 8:02–8:20 em đã ghi đang giúp người khác");
    assert_eq!(page.attributes("#started", "value"), ["8:15"]);
    pupil.submit(&log(booked[1]), &told("8:20", "8:40")).shows("Đã ghi lượt hỗ trợ");
    pupil.post(&log(booked[0]), &told("8:02", "8:21")).is(422).shows("8:20–8:40");
    pupil.submit(&log(booked[0]), &told("8:03", "8:19")).shows("Đã ghi lượt hỗ trợ");
}

#[test]
fn guardians_who_asked_are_told_of_check_in_and_check_out() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let take = format!("/me/sessions/{session}/take");
    let shifts = [MINH_ANH, GIA_HAN].map(|name| app.signed_in(name).post(&take, &[]).location());
    asks_for_messages(&app, world.minh_anh);
    let mut desk = opened(&app, world, session);
    for shift in &shifts {
        roll(&mut desk, session, shift, "in");
    }
    let subjects = || -> Vec<String> {
        let of_guardian = |(to, subject, _): (String, String, String)| {
            (to == "phuhuynh@example.vn").then_some(subject)
        };
        letters(&app).into_iter().filter_map(of_guardian).collect()
    };
    let came = "Em Nguyễn Ngọc Minh Anh đã đến buổi hỗ trợ lúc 7:40";
    assert_eq!(subjects(), [came], "nobody who did not ask");
    app.clock.move_to(saturday_at(9, 50));
    roll(&mut desk, session, &shifts[0], "out");
    app.clock.move_to(saturday_at(9, 52));
    roll(&mut desk, session, &shifts[0], "in");
    app.clock.move_to(saturday_at(10, 0));
    desk.pupils_out(session).shows("2 em đã ra về");
    let told = subjects();
    assert_eq!(told[1], "Em Nguyễn Ngọc Minh Anh đã ra về lúc 9:50");
    assert_eq!(told[2], "Em Nguyễn Ngọc Minh Anh vẫn đang ở buổi hỗ trợ");
    assert_eq!(told[3], "Em Nguyễn Ngọc Minh Anh đã ra về lúc 10:00");
    assert_eq!(told.len(), 4);
    let (_, _, text) = letters(&app).into_iter().find(|(_, subject, _)| subject == came).unwrap();
    assert!(text.contains("Văn phòng khu phố 5") && !text.contains("http"), "{text}");
}

#[test]
fn a_pupil_without_a_shift_joins_at_the_desk_if_the_rules_allow_it() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let join = format!("/desk/{session}/pupils/join");
    app.signed_in(COORDINATOR).submit(&join, &[("badge", MINH_ANH)]).shows("đang diễn ra");
    let mut desk = opened(&app, world, session);
    app.clock.move_to(saturday_at(8, 10));
    desk.get(&format!("/desk/{session}")).shows("Có em đến mà chưa có ca?");
    desk.submit(&join, &[("badge", "ai đó")]).shows("Không có em nào mang thẻ");
    let page = desk.submit(&join, &[("badge", " NVN-0001 ")]);
    page.shows("Đã nhận ca và điểm danh: Nguyễn Ngọc Minh Anh");
    desk.submit(&join, &[("badge", MINH_ANH)]).shows("Đã có ca trực ở buổi này rồi");
    let refused = desk.submit(&join, &[("badge", QUOC_BAO)]);
    refused.shows("Chưa có chữ ký đồng ý của phụ huynh").shows("Chưa được cấp chứng nhận");
    app.signed_in(MINH_ANH).get("/me/shifts").is(200).shows("Đang trực");
}

#[test]
fn a_pupil_tells_what_was_really_done_and_the_supervisor_sees_what_differs() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut pupil = app.signed_in(MINH_ANH);
    let shift = pupil.post(&format!("/me/sessions/{session}/take"), &[]).location();
    let lan = app.booking(session, 0, "Trần Thị Lan");
    matched(&app, lan, world.minh_anh);
    let mut desk = opened(&app, world, session);
    app.clock.move_to(saturday_at(7, 50));
    roll(&mut desk, session, &shift, "in");
    app.clock.move_to(saturday_at(8, 1));
    desk.submit(&format!("/desk/{session}/arrive"), &[("q", "lan")]).shows("Số 1");
    app.clock.move_to(saturday_at(8, 10));
    pupil.submit(&format!("/me/bookings/{lan}/start"), &[]).shows("Đã bắt đầu");
    // The desk ends the visit; the pupil writes it down much later.
    app.clock.move_to(saturday_at(8, 35));
    desk.submit(&format!("/desk/{session}/bookings/{lan}/finish"), &[]).shows("Đã xong một lượt");
    app.clock.move_to(saturday_at(9, 50));
    let log = format!("/me/bookings/{lan}/support");
    let page = pupil.get(&log);
    assert_eq!(page.is(200).attributes("#started", "value"), ["08:10"]);
    assert_eq!(page.attributes("#ended", "value"), ["08:35"], "the desk's end, not now");
    assert_eq!(page.attributes("#topic option[selected]", "value"), ["A2"]);
    let reserved = page.attributes("#topic option[value='B6']", "value");
    assert!(reserved.is_empty(), "reserved topics are not a pupil's");
    let told = |topic, also, started, ended| {
        [
            ("outcome", "guided"),
            ("operated_by", "resident"),
            ("can_do_alone", "yes"),
            ("topic", topic),
            ("also", also),
            ("also", ""),
            ("started", started),
            ("ended", ended),
        ]
    };
    let wrong = pupil.post(&log, &told("B6", "X9", "8:10", "8:35"));
    wrong.is(422).shows("Hãy chọn thủ tục trong danh sách của chương trình");
    pupil.submit(&log, &told("B1", "A4", "8:02", "9:40")).shows("Đã ghi lượt hỗ trợ");
    let again = pupil.get(&log);
    assert_eq!(again.attributes("#topic option[selected]", "value"), ["B1"]);
    assert_eq!(again.attributes("#also-0 option[selected]", "value"), ["A4"]);

    let end = format!("/desk/{session}/end");
    let page = desk.get(&end);
    page.shows("đã đặt:").shows("em chưa được chứng nhận").shows("bàn trực ghi 8:10–8:35");
    page.hides("ngoài giờ em có mặt");
    app.clock.move_to(saturday_at(9, 55));
    roll(&mut desk, session, &shift, "out");
    pupil.submit(&log, &told("A2", "", "8:10", "9:55")).shows("Đã ghi lượt hỗ trợ");
    let page = desk.get(&end);
    page.hides("đã đặt:").hides("em chưa được chứng nhận").shows("bàn trực ghi 8:10–8:35");

    // Sent back and closed: what was promised on the closing page holds, the pupil mends it.
    let support = support_of(&app, lan);
    let back = format!("/desk/{session}/supports/{support}/return");
    desk.submit(&back, &[("reason", "giờ kết thúc chưa đúng")]);
    app.clock.move_to(saturday_at(10, 5));
    desk.submit(&end, &[]).shows("Buổi đã kết thúc");
    desk.submit(&format!("/desk/{session}/close"), &[]).shows("Đã chốt");
    app.clock.move_to(saturday_at(10, 5).plus_minutes(9 * 24 * 60));
    pupil.submit(&log, &told("A2", "", "8:10", "8:35")).shows("Đã ghi lượt hỗ trợ");
    desk.submit(&format!("/desk/{session}/supports"), &[]).shows("1 lượt đã xác nhận");
    app.signed_in(COORDINATOR).in_english().get(&end).is(200).hides("the desk noted");
}
