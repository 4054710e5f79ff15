//! The resident's way through the pages, as a person walks it: without script.

use dai_su_so::domain::access::Actor;
use dai_su_so::domain::ids::*;
use dai_su_so::service::bookings;

use super::seats::wish;
use crate::house::world::*;
use crate::house::{Browser, Page, TestApp, saturday_at};

/// The slots offered on the page of times.
fn slots_on(page: &Page) -> Vec<String> {
    page.attributes("input[name=slot]", "value")
}

fn who<'a>(slot: &'a str, name: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("topic", "A2"),
        ("slot", slot),
        ("whom", "self"),
        ("name", name),
        ("area", "other"),
        ("phone", "0903 123 456"),
    ]
}

/// The answers checked, with the key the page made.
fn checked<'a>(
    browser: &mut Browser,
    mut answers: Vec<(&'a str, &'a str)>,
) -> Vec<(&'a str, String)> {
    let page = browser.post("/book/check", &answers);
    page.is(200).shows("Xem lại rồi đặt");
    let sent = |name: &str| page.attributes(&format!("input[name={name}]"), "value")[0].clone();
    let (key, wait) = (sent("key"), sent("wait"));
    let mut all: Vec<_> = answers.drain(..).map(|(n, v)| (n, v.to_owned())).collect();
    all.extend([("key", key), ("wait", wait)]);
    all
}

fn post(browser: &mut Browser, path: &str, fields: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post(path, &fields)
}

/// Books the first slot of the page and returns the code.
fn booked(browser: &mut Browser, name: &str) -> String {
    let page = browser.get("/book/when?topic=A2");
    let slot = slots_on(&page)[0].clone();
    let answers = checked(browser, who(&slot, name));
    let to = post(browser, "/book", &answers).is(303).location();
    to.trim_start_matches("/b/").trim_end_matches("/slip").to_owned()
}

#[test]
fn a_resident_books_in_four_steps_and_gets_a_slip() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    browser.get("/").is(200).shows("Đặt lịch giúp đỡ").shows("Văn phòng khu phố 5");
    browser.get("/topics?q=quen+mat+khau").is(200).shows("Tôi quên mật khẩu VNeID").hides("eTax");
    browser.get("/topics/A2").is(200).shows("Nhớ mang theo").shows("Người lớn phụ trách đứng ngay");
    let when = browser.get("/book/when?topic=A2");
    when.is(200).shows("8:00–8:30").shows("Còn nhiều chỗ");
    let slots = slots_on(&when);
    assert_eq!(slots.len(), 4);
    let link = format!("/book/who?topic=A2&slot={}", slots[1]);
    browser.get(&link).is(200).shows("Tôi đặt hộ người khác");
    let form = browser.get(&format!("{link}&whom=self"));
    form.is(200).shows("8:30–9:00").hides("proxy_name");
    let answers = checked(&mut browser, who(&slots[1], "Nguyễn Văn Sáu"));
    let slip = post(&mut browser, "/book", &answers).is(303).location();
    let page = browser.get(&slip);
    page.is(200).shows("8:30–9:00").shows("Căn cước").shows("028 3891 0000").shows("Mã cảm ơn");
    page.hides("0903").hides("href=\"http");
    assert_eq!(page.all(".phrase").len(), 1);
    assert_eq!(page.all("svg[role=img]").len(), 1, "the code as QR");
    let code = page.all(".big-code")[0].replace(' ', "");
    assert!(slip.contains(&code), "{slip} {code}");
    let file = browser.get(&format!("/b/{code}/calendar.ics"));
    assert_eq!(file.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert!(file.html().contains("DTSTART:20261128T013000Z") && !file.html().contains("Sáu"));
    let again = post(&mut browser, "/book", &answers).is(303).location();
    assert_eq!(again, slip, "the same form sent twice shows the same slip");
}

#[test]
fn every_step_speaks_english_too() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser().in_english();
    browser.get("/").shows("Book help").shows("For wards and schools");
    browser.get("/topics").shows("I forgot my VNeID password");
    browser.get("/topics/A2").shows("Your own phone").hides("Người lớn phụ trách");
    browser.get("/sessions").shows("Saturday 28 November 2026").shows("Seats available");
    let when = browser.get("/book/when?topic=A2");
    when.shows("Where and when?");
    let slot = slots_on(&when)[0].clone();
    browser.post("/book/check", &who(&slot, "An")).is(200).shows("Check, then book");
    browser.get("/request?topic=A2").shows("Leave a request");
    browser.get("/b").shows("Open a booking");
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let slot = slots_on(&browser.get("/book/when?topic=A2"))[0].clone();
    let mut answers = who(&slot, "079155001234");
    answers.push(("birth_year", "12/3/1955"));
    answers.push(("needs", "eyesight"));
    let page = browser.post("/book/check", &answers);
    page.is(422).shows("số căn cước").shows("Chỉ ghi năm sinh");
    assert_eq!(page.attributes("#phone", "value"), ["0903 123 456"]);
    assert_eq!(page.attributes("input[name=needs][checked]", "value"), ["eyesight"]);
    assert_eq!(page.attributes("form.language input[name=back]", "value").len(), 1);
    let back = &page.attributes("form.language input[name=back]", "value")[0];
    browser.get(back).is(200).shows("8:00–8:30");
    let long = "a".repeat(90);
    browser.post("/book/check", &who(&slot, &long)).is(422).shows("tối đa 80");
    browser.get("/book/who?topic=A2").is(422).shows("Hãy chọn một khung giờ");
    browser.post("/book/check", &[]).is(303);
    browser.post("/book", &[]).is(303);
}

#[test]
fn whoever_comes_too_late_is_shown_other_times_and_the_waiting_list() {
    let (app, world) = TestApp::with_world();
    app.session_with(world, |new| new.seats = 1);
    let mut first = app.browser();
    let mut second = app.browser();
    let slot = slots_on(&first.get("/book/when?topic=A2"))[0].clone();
    let quick = checked(&mut first, who(&slot, "Bà Nhanh"));
    let slow = checked(&mut second, who(&slot, "Bà Chậm"));
    post(&mut first, "/book", &quick).is(303);
    let page = post(&mut second, "/book", &slow);
    page.is(200).shows("Chỗ này vừa có người đặt").shows("8:30–9:00").shows("danh sách chờ");
    let names = page.attributes("form[action='/book/check'] input[name=name]", "value");
    assert!(names.iter().all(|name| name == "Bà Chậm"), "nothing to type again");
    second.get("/book/when?topic=A2").shows("ghi tên chờ");
    let waiting = checked(&mut second, who(&slot, "Bà Chậm"));
    let mine = post(&mut second, "/book", &waiting).is(303).location();
    second.get(&mine).is(200).shows("vị trí thứ 1").shows("Đang chờ chỗ trống");
    let again = checked(&mut second, who(&slot, "Bà Chậm"));
    post(&mut second, "/book", &again).is(422).shows("Chưa đặt thêm được cho ngày này");
}

#[test]
fn whoever_has_enough_for_a_day_is_shown_other_days_and_told_nothing_of_the_first() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let next = app.session_with(world, |new| {
        new.starts_at = saturday_at(8, 0).plus_minutes(24 * 60);
        new.ends_at = saturday_at(10, 0).plus_minutes(24 * 60);
    });
    let mut owner = app.browser();
    let saturday: Vec<String> = slots_on(&owner.get("/book/when?topic=A2"))[..4].to_vec();
    let said: Vec<Page> = (0..3)
        .map(|n| {
            // The same slot twice, then another one after two are held.
            let slot = [&saturday[0], &saturday[0], &saturday[3]][n];
            let answers = checked(&mut owner, who(slot, "Bà Chín"));
            let page = post(&mut owner, "/book", &answers);
            if n == 1 {
                let answers = checked(&mut owner, who(&saturday[1], "Bà Chín"));
                post(&mut owner, "/book", &answers).is(303);
            }
            page
        })
        .collect();
    assert_eq!(said[0].status, 303);
    for page in &said[1..] {
        page.is(422).shows("Ngày khác còn chỗ").shows("Sửa lại tên").hides("đã có tên");
        let offered = page.attributes("form[action='/book/check'] input[name=slot]", "value");
        assert!(!offered.is_empty() && offered.iter().all(|slot| !saturday.contains(slot)));
        assert_eq!(page.text(), said[1].text(), "one answer, whatever it is that they hold");
    }
    owner.get(&format!("/sessions/{next}")).is(200);
}

#[test]
fn an_address_that_books_too_much_waits_and_keeps_what_it_typed() {
    let (app, world) = TestApp::with_world();
    app.session_with(world, |new| new.seats = 100);
    let mut crowd = app.browser();
    let slot = slots_on(&crowd.get("/book/when?topic=A2"))[0].clone();
    let keyed = |name: &str| {
        let mut answers: Vec<_> =
            who(&slot, "").into_iter().map(|(n, v)| (n, v.to_owned())).collect();
        answers.retain(|(field, _)| !matches!(*field, "name" | "phone"));
        answers.extend([("name", name.to_owned()), ("key", name.to_owned())]);
        answers
    };
    let people: Vec<String> =
        ('a'..='z').flat_map(|x| ["Bà", "Ông", "Cô"].map(|t| format!("{t} {x}"))).collect();
    for name in &people[..60] {
        post(&mut crowd, "/book", &keyed(name)).is(303);
    }
    app.clock.move_to(saturday_at(7, 50));
    let page = post(&mut crowd, "/book", &keyed(&people[60]));
    page.is(429).shows("Xin thử lại sau 10 phút").shows("028 3891 0000");
    assert_eq!(page.header("retry-after"), Some("600"));
    let kept = page.attributes("form[action='/book'] input[name=name]", "value");
    assert_eq!(kept, [people[60].clone()]);
    let ward = world.ward.to_string();
    let asked = [
        ("topic", "A2"),
        ("name", "Bà Chín"),
        ("area", "other"),
        ("times", "6-morning"),
        ("ward", &ward),
        ("key", "one"),
    ];
    let page = crowd.post("/request", &asked);
    page.is(429).shows("gửi lại sau 10 phút");
    assert_eq!(page.attributes("#name", "value"), ["Bà Chín"]);
    let mut elsewhere = app.browser();
    elsewhere.headers.push(("x-forwarded-for", "203.0.113.9".into()));
    post(&mut elsewhere, "/book", &keyed("Bà Xa")).is(303);
    let mut staff = app.signed_in(COORDINATOR);
    post(&mut staff, "/book", &keyed("Bà Quen")).is(303);
    app.clock.move_to(saturday_at(8, 0).plus_minutes(-1));
    post(&mut crowd, "/book", &keyed(&people[60])).is(429).shows("1 phút");
}

#[test]
fn a_neighbourhood_of_elsewhere_is_mended_on_the_page_of_the_form() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let slot = slots_on(&browser.get("/book/when?topic=A2"))[0].clone();
    let mut answers = who(&slot, "Bà Chín");
    answers.retain(|(name, _)| *name != "area");
    answers.extend([("area", "999999"), ("key", "k")]);
    let page = browser.post("/book", &answers);
    page.is(422).shows("Khu phố này không thuộc phường");
    assert_eq!(page.all("select[name=area]").len(), 1, "the field to mend it in");
    assert_eq!(page.attributes("#name", "value"), ["Bà Chín"]);
}

#[test]
fn other_answers_under_a_used_key_say_that_the_first_were_kept() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let slot = slots_on(&browser.get("/book/when?topic=A2"))[0].clone();
    let mut answers = checked(&mut browser, who(&slot, "Bà Chín"));
    post(&mut browser, "/book", &answers).is(303);
    answers.retain(|(name, _)| *name != "topic");
    answers.push(("topic", "A4".to_owned()));
    let to = post(&mut browser, "/book", &answers).is(303).location();
    browser.get(&to).is(200).shows("phần sửa thêm chưa được ghi").shows("Đổi giờ");
    let ward = world.ward.to_string();
    let mut asked = vec![
        ("topic", "A2"),
        ("name", "Bà Chín"),
        ("area", "other"),
        ("times", "6-morning"),
        ("ward", &ward),
        ("key", "one"),
    ];
    let first = browser.post("/request", &asked).is(303).location();
    browser.get(&first).is(200).shows("Đã nhận yêu cầu");
    assert_eq!(browser.post("/request", &asked).is(303).location(), first);
    asked.push(("times", "7-evening"));
    assert_eq!(browser.post("/request", &asked).is(303).location(), first);
    browser.get(&first).is(200).shows("phần sửa thêm chưa được ghi").hides("Chủ nhật");
}

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

#[test]
fn the_times_of_two_and_of_twenty_sessions_cost_the_same_questions() {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    let mut browser = app.browser();
    let mut count = |sessions: usize| {
        for _ in 0..sessions {
            app.open_session(world);
        }
        browser.get("/book/when?topic=A2").is(200);
        app.queries(|| {
            browser.get("/book/when?topic=A2").is(200);
        })
    };
    let few = count(2);
    assert_eq!(few, count(18));
    assert!(few <= 4, "{few}");
}
