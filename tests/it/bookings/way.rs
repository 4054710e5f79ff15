//! The resident's way through the pages, as a person walks it: without script.

use super::{checked, post, slots_on, who};
use crate::house::world::*;
use crate::house::{Browser, Page, TestApp, saturday_at};

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
    page.is(200).shows("Đã giữ chỗ cho ông/bà").shows("Phiếu hẹn của ông/bà");
    browser.get(&slip).hides("Đã giữ chỗ cho ông/bà").shows("Phiếu hẹn của ông/bà");
    page.shows("8:30–9:00").shows("Căn cước").shows("028 3891 0000").shows("Mã cảm ơn");
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
    let long = "a".repeat(90);
    browser.post("/book/check", &who(&slot, &long)).is(422).shows("tối đa 80");
    browser.get("/book/who?topic=A2").is(422).shows("Hãy chọn một khung giờ");
    browser.post("/book/check", &[]).is(303);
    browser.post("/book", &[]).is(303);
}

/// What the language switch of a page sends.
fn switched(browser: &mut Browser, page: &Page) -> Page {
    let to = &page.attributes("form.language", "action")[0];
    let names = page.attributes("form.language input", "name");
    let values = page.attributes("form.language input", "value");
    let fields: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
    browser.post(to, &fields)
}

#[test]
fn the_language_changes_on_every_step_and_nothing_typed_is_lost() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let slot = slots_on(&browser.get("/book/when?topic=A2"))[0].clone();
    let mut answers = who(&slot, "Bà Chín");
    answers.push(("birth_year", "12/3/1955"));
    let wrong = browser.post("/book/check", &answers);
    let english = switched(&mut browser, wrong.is(422));
    english.is(422).shows("Only the year of birth").hides("Chỉ ghi năm sinh");
    assert_eq!(english.attributes("#name", "value"), ["Bà Chín"]);
    assert_eq!(english.attributes("#birth_year", "value"), ["12/3/1955"]);
    browser.get("/").is(200).shows("Book help");
    let once_more = switched(&mut browser, &english);
    once_more.is(422).shows("Chỉ ghi năm sinh");
    assert_eq!(once_more.attributes("form.language", "action"), ["/book/check?language=en"]);
    let check = browser.post("/book/check", &who(&slot, "Bà Chín"));
    let english = switched(&mut browser, check.is(200));
    english.is(200).shows("Check, then book").shows("Bà Chín");
}

#[test]
fn a_name_that_books_more_than_one_person_may_is_shown_to_the_coordinator() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut browser = app.browser();
    let page = format!("/staff/sessions/{session}");
    for (at, (phone, year)) in [("", "1951"), ("", "1952"), ("0903 123 456", "")].iter().enumerate()
    {
        app.signed_in(COORDINATOR).get(&page).is(200).hides("Cùng tên trong ngày này");
        let slot = slots_on(&browser.get("/book/when?topic=A2"))[at].clone();
        let mut answers = who(&slot, "Nguyễn Thị Hoa");
        answers.retain(|(name, _)| *name != "phone");
        answers.extend([("phone", *phone), ("birth_year", *year)]);
        let answers = checked(&mut browser, answers);
        post(&mut browser, "/book", &answers).is(303);
    }
    let seen = app.signed_in(COORDINATOR).get(&page);
    seen.is(200).shows("Cùng tên trong ngày này").shows("Nguyễn Thị Hoa: 3 lượt");
}

#[test]
fn answers_that_no_page_offers_lead_back_to_the_question() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.browser();
    let slot = slots_on(&browser.get("/book/when?topic=A2"))[0].clone();
    let mut with = |field: &'static str, value: &'static str| {
        let mut answers = who(&slot, "Bà Chín");
        answers.retain(|(name, _)| *name != field);
        answers.push((field, value));
        browser.post("/book/check", &answers)
    };
    with("area", "999999").is(422).shows("Khu phố này không thuộc phường");
    with("birth_year", "2024").is(422).shows("không phải của em bé");
    let back = with("whom", "zzz").is(303).location();
    assert!(back.starts_with("/book/who?topic=A2&slot="), "{back}");
    let other = with("topic", "C1").is(303).location();
    browser.get(&other).is(200).shows("Buổi này không hướng dẫn việc ông/bà cần");
    let mut answers = who(&slot, "Bà Chín");
    answers.retain(|(name, _)| *name != "topic");
    answers.push(("topic", "Z9"));
    let unknown = browser.post("/book/check", &answers).is(303).location();
    assert_eq!(unknown, "/topics");
    browser.get(&unknown).is(200).shows("Hãy chọn việc cần hướng dẫn trong danh sách");
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
