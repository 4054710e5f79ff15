//! The way back to a booking, by its code: opened, moved, cancelled, called from the line.

use dai_su_so::domain::access::Actor;
use dai_su_so::domain::ids::*;
use dai_su_so::service::bookings;

use super::seats::wish;
use super::{booked, checked, post, slots_on, who};
use crate::house::world::*;
use crate::house::{TestApp, saturday_at};

#[test]
fn a_code_opens_with_the_name_or_the_telephone_and_with_nothing_else() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let code = booked(&mut app.browser(), "Nguyễn Văn Sáu");
    for proof in ["sau", "NGUYỄN VĂN SÁU", "3456", "0903123456"] {
        let mut browser = app.browser();
        let typed = code.to_lowercase().replace('-', " ");
        let page = browser.submit("/b", &[("code", &typed), ("proof", proof)]);
        page.is(200).shows("Đã đặt chỗ").shows("Nguyễn Văn Sáu");
    }
    let mut stranger = app.browser();
    let wrong_name = stranger.post("/b", &[("code", &code), ("proof", "Lan")]);
    let no_code = stranger.post("/b", &[("code", "7K2QM9X"), ("proof", "sau")]);
    let nothing = stranger.post("/b", &[("code", &code), ("proof", "")]);
    for page in [&wrong_name, &no_code, &nothing] {
        page.is(404).shows("Không tìm thấy lượt đặt").hides("Văn phòng khu phố 5");
    }
    for door in ["", "/slip", "/move", "/cancel", "/calendar.ics"] {
        let to = stranger.get(&format!("/b/{code}{door}")).is(303).location();
        assert!(to.starts_with("/b?code="), "{to}");
    }
}

#[test]
fn guessing_is_counted_and_then_even_the_right_name_must_wait() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let code = booked(&mut app.browser(), "Nguyễn Văn Sáu");
    let mut stranger = app.browser();
    for _ in 0..20 {
        stranger.post("/b", &[("code", &code), ("proof", "1234")]).is(404);
    }
    let right = [("code", code.as_str()), ("proof", "sau")];
    stranger.post("/b", &right).is(429).shows("đợi 15 phút");
    let mut neighbour = app.browser();
    neighbour.headers.push(("x-forwarded-for", "203.0.113.9".into()));
    neighbour.submit("/b", &right).is(200).shows("Đã đặt chỗ");
    app.clock.move_to(saturday_at(7, 15));
    stranger.submit("/b", &right).is(200);
}

#[test]
fn a_forged_pass_is_a_guess_like_any_other() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let code = booked(&mut app.browser(), "Nguyễn Văn Sáu");
    let plain = code.replace('-', "");
    for n in 0..21 {
        let pass = data_encoding::BASE64URL_NOPAD.encode(format!("{plain}\n{n:04}").as_bytes());
        let mut forger = app.browser();
        forger.set_cookie("booking", &pass);
        let status = if n < 20 { 404 } else { 429 };
        forger.get(&format!("/b/{code}")).is(status).hides("Văn phòng khu phố 5");
    }
}

#[test]
fn a_booking_is_moved_and_cancelled_by_its_code() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let code = booked(&mut browser, "Bà Chín");
    let times = browser.get(&format!("/b/{code}/move"));
    times.is(200).shows("Đổi sang giờ khác").shows("9:30–10:00");
    let last = slots_on(&times).pop().unwrap();
    let slip = browser.submit(&format!("/b/{code}/move"), &[("slot", &last)]);
    slip.is(200).shows("Đã đổi sang giờ mới").shows("9:30–10:00");
    let own = [("slot", last.as_str())];
    browser.post(&format!("/b/{code}/move"), &[]).is(422).shows("Hãy chọn một khung giờ");
    browser.post(&format!("/b/{code}/move"), &own).is(422).shows("đang ở đúng giờ đó rồi");
    // The first form sent once more: it is where it was wanted.
    let again = [own[0], ("from", "1")];
    browser.submit(&format!("/b/{code}/move"), &again).shows("Đã đổi sang giờ mới");
    assert!(!slots_on(&browser.get(&format!("/b/{code}/move"))).contains(&last));
    let file = browser.get(&format!("/b/{code}/calendar.ics")).html();
    assert!(file.contains("SEQUENCE:2"), "calendars notice the change: {file}");
    browser.get(&format!("/b/{code}/cancel")).is(200).shows("Hủy lượt này?");
    let page = browser.submit(&format!("/b/{code}/cancel"), &[]);
    page.is(200).shows("Đã hủy").shows("Đặt lại việc này");
    browser.submit(&format!("/b/{code}/cancel"), &[]).shows("Đã hủy. Cảm ơn");
    for door in ["move", "cancel"] {
        let page = browser.get(&format!("/b/{code}/{door}"));
        page.is(410).shows("không còn đổi hay hủy được").shows("Đặt vào giờ khác");
    }
    browser.post(&format!("/b/{code}/move"), &own).is(410);
    assert_eq!(browser.get(&format!("/b/{code}/slip")).is(303).location(), format!("/b/{code}"));
    browser.submit("/b/leave", &[]).shows("Đã đóng trên máy này");
    browser.get(&format!("/b/{code}")).is(303);
}

#[test]
fn past_and_called_off_bookings_say_so() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut browser = app.browser();
    let code = booked(&mut browser, "Bà Chín");
    app.clock.move_to(saturday_at(8, 31));
    browser.get(&format!("/b/{code}")).is(200).shows("Buổi này đã qua").hides("/cancel\"");
    app.clock.move_to(saturday_at(7, 0));
    app.write(move |act| {
        use diesel::prelude::*;
        diesel::sql_query("UPDATE sessions SET state = 'cancelled', cancel_reason = 'Mưa lớn'")
            .execute(act.conn)
            .map_err(dai_su_so::db::DbError::from)?;
        act.sessions_changed()
    })
    .unwrap();
    browser.get(&format!("/b/{code}")).is(200).shows("Buổi hỗ trợ này đã hủy").shows("Mưa lớn");
    browser.get(&format!("/sessions/{session}")).is(200).shows("Buổi này đã hủy").shows("Mưa lớn");
    browser.get("/sessions").hides("Văn phòng khu phố 5");
}

#[test]
fn a_proxy_says_how_the_other_agreed_and_changes_only_if_allowed() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let slot = slots_on(&browser.get("/book/when?topic=A2"))[0].clone();
    browser
        .get(&format!("/book/who?topic=A2&slot={slot}&whom=other"))
        .shows("Người đó đã đồng ý chưa?");
    let mut answers = who(&slot, "Bà Chín");
    answers.retain(|(name, _)| !matches!(*name, "whom" | "phone"));
    answers.extend([("whom", "other"), ("proxy_name", "Ông Phước")]);
    browser.post("/book/check", &answers).is(422).shows("Chỉ đặt hộ khi người đó đã đồng ý");
    answers.extend([("proxy_relation", "area_head"), ("proxy_agreed", "spoken")]);
    let answers = checked(&mut browser, answers);
    let slip = post(&mut browser, "/book", &answers).is(303).location();
    let code = slip.trim_start_matches("/b/").trim_end_matches("/slip").to_owned();
    let mut proxy = app.browser();
    proxy.submit("/b", &[("code", &code), ("proof", "phước")]).is(200).shows("Chỉ người sẽ đến");
    proxy.submit(&format!("/b/{code}/cancel"), &[]).shows("Chỉ người đến mới được");
    for door in ["move", "cancel"] {
        proxy.get(&format!("/b/{code}/{door}")).is(409).shows("Chỉ người đến mới được");
    }
    let mut owner = app.browser();
    owner.submit("/b", &[("code", &code), ("proof", "chín")]).is(200);
    owner.submit(&format!("/b/{code}/cancel"), &[]).shows("Đã hủy");
}

/// One seat tomorrow, taken; two people wait. Returns their codes, the first cancelled.
fn an_offer(app: &TestApp, world: World) -> [String; 3] {
    app.session_with(world, |new| {
        new.seats = 1;
        new.starts_at = saturday_at(8, 0).plus_minutes(24 * 60);
        new.ends_at = saturday_at(8, 30).plus_minutes(24 * 60);
    });
    let mut codes = Vec::new();
    for name in ["Bà Một", "Bà Hai", "Bà Ba"] {
        let booking = app.write_as(&Actor::Visitor, move |act| {
            use diesel::prelude::*;
            let slot: i64 = dai_su_so::db::schema::slots::table
                .select(dai_su_so::db::schema::slots::id)
                .first(act.conn)
                .map_err(dai_su_so::db::DbError::from)?;
            let mut wish = wish(SlotId(slot), name);
            wish.wait = true;
            bookings::book(act, &wish)
        });
        match booking.unwrap() {
            bookings::Booked::Seat(ticket) | bookings::Booked::Waiting(ticket) => {
                codes.push(ticket.code);
            }
            other => panic!("somebody may always wait: {other:?}"),
        }
    }
    let mut owner = app.browser();
    owner.submit("/b", &[("code", &codes[0]), ("proof", "một")]);
    owner.submit(&format!("/b/{}/cancel", codes[0]), &[]).shows("Đã hủy");
    codes.try_into().unwrap()
}

#[test]
fn the_coordinator_calls_whoever_waits_and_notes_the_answer() {
    let (app, world) = TestApp::with_world();
    let [_, second, third] = an_offer(&app, world);
    let mut staff = app.signed_in(COORDINATOR);
    staff.get("/staff/calls").is(200).shows("Bà Hai").hides("Bà Ba");
    let page = staff.submit(&format!("/staff/calls/{second}/no"), &[]);
    page.is(200).shows("Bà Ba").hides("Bà Hai");
    let page = staff.submit(&format!("/staff/calls/{third}/yes"), &[]);
    page.is(200).shows("Đã giữ chỗ").shows("Không có ai cần gọi");
    staff.submit(&format!("/staff/calls/{third}/yes"), &[]).shows("Đã giữ chỗ");
    let once = staff.submit(&format!("/staff/calls/{second}/no"), &[]).text();
    let words = "không còn đổi hay hủy được";
    assert!(!once.contains(words), "{once}");
    let mut stranger = app.signed_in(OTHER_COORDINATOR);
    stranger.post(&format!("/staff/calls/{third}/no"), &[]).is(404);
    stranger.get("/staff/calls").is(200).hides("Bà Ba");
}

#[test]
fn somebody_without_telephone_accepts_by_the_code() {
    let (app, world) = TestApp::with_world();
    let [_, second, _] = an_offer(&app, world);
    let mut owner = app.browser();
    let page = owner.submit("/b", &[("code", &second), ("proof", "hai")]);
    page.is(200).shows("Đã có chỗ cho ông/bà").shows("29/11/2026 6:00");
    owner.submit(&format!("/b/{second}/accept"), &[]).shows("Đã đặt chỗ");
    owner.submit(&format!("/b/{second}/accept"), &[]).shows("Chỗ này là của ông/bà");
}
