//! The guardian's link and the page behind it.

use dai_su_so::domain::consent::{Purpose, Side};

use super::{agree, letters, link_in, mailed, opened, without_address};
use crate::house::world::{
    BOARD, CLASS_TEACHER, COORDINATOR, MINH_ANH, OTHER_OFFICER, SCHOOL_OFFICER,
};
use crate::house::{TestApp, World, saturday_at};

const DAY: i64 = 24 * 60;

#[test]
fn a_link_opens_with_the_birth_year_and_the_guardian_answers_each_purpose() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let link = mailed(&app, &mut officer, world.quoc_bao);
    let mut guardian = app.browser();
    let door = guardian.get(&link);
    door.is(200).shows("Năm sinh của con").hides("Bảo").hides("6/3").hides("THCS");
    guardian.post(&link, &[("birth_year", "2014")]).is(422).shows("Năm sinh chưa đúng");
    guardian.post(&format!("{link}/replies"), &[("taking_part", "yes")]).is(303);
    let page = guardian.submit(&link, &[("birth_year", "2015")]);
    page.is(200).shows("Phụ huynh của em Bảo").shows("chưa đồng ý cho con tham gia");
    page.shows("Tôi đồng ý cho con tham gia").shows("Báo khi con đến và ra về").shows("111");
    assert!(page.attributes("input[type=radio][checked]", "name").is_empty(), "nothing is ticked");
    assert_eq!(page.header("cache-control"), Some("private, no-store"));

    let replies = format!("{link}/replies");
    let nameless = guardian.post(&replies, &[("taking_part", "yes"), ("photo", "no")]);
    nameless.is(422).shows("Hãy ghi họ và tên");
    assert_eq!(nameless.attributes("input[name=photo][checked]", "value"), ["no"]);
    guardian.post(&replies, &[("given_by", "Trần Văn Ba")]).is(422).shows("ít nhất một mục");
    let said = [
        ("taking_part", "yes"),
        ("arrival_messages", "yes"),
        ("photo", "no"),
        ("given_by", "Trần Văn Ba"),
    ];
    let page = guardian.submit(&replies, &said);
    page.shows("Đã ghi 2 mục đồng ý, 1 mục không đồng ý").shows("Trần Văn Ba");
    page.shows("đường dẫn của phụ huynh").shows("2026-1").shows("Trước đây: không đồng ý");
    guardian.submit(&replies, &said).shows("Không có gì thay đổi");
    let gone = [("purpose", "arrival_messages")];
    guardian.submit(&format!("{link}/withdraw"), &gone).shows("Đã rút, có hiệu lực ngay");
    guardian.post(&format!("{link}/withdraw"), &gone).is(404);
    guardian.get(&link).is(200).shows("Trước đây: đã rút");
    // In English, at the same address.
    let mut english = app.browser().in_english();
    english.submit(&link, &[("birth_year", "2015")]).shows("What you agree to");
    // Closed by hand, and by itself after an hour.
    guardian.submit(&format!("{link}/leave"), &[]).is(200).shows("Đã đóng trang phụ huynh");
    guardian.get(&link).shows("Năm sinh của con").hides("Bảo");
    guardian.submit(&link, &[("birth_year", "2015")]).shows("Phụ huynh của em Bảo");
    app.clock.move_to(saturday_at(8, 1));
    guardian.get(&link).shows("Năm sinh của con").hides("Bảo");
    officer.get(&format!("/school/ambassadors/{}", world.quoc_bao)).shows("đã mở");
    let trail = officer.get("/staff/audit");
    trail
        .shows("phụ huynh mở đường dẫn")
        .shows("ghi không đồng ý")
        .shows("tạo đường dẫn phụ huynh");
}

#[test]
fn by_https_the_page_stays_open_with_a_cookie_of_this_host_alone() {
    let app = TestApp::by_https();
    let world = World::build(&app);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let link = mailed(&app, &mut officer, world.minh_anh);
    let mut guardian = app.browser();
    let page = guardian.post(&link, &[("birth_year", "2013")]);
    // Browsers take the prefix only with the whole site's path.
    let cookie = page.header("set-cookie").unwrap();
    let parts: Vec<&str> = cookie.split("; ").collect();
    assert!(parts[0].starts_with("__Host-guardian="), "{cookie}");
    for wanted in ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"] {
        assert!(parts.contains(&wanted), "{wanted}: {cookie}");
    }
    guardian.get(&link).is(200).shows("Phụ huynh của em");
    guardian.submit(&format!("{link}/leave"), &[]);
    guardian.get(&link).shows("Năm sinh của con");
}

#[test]
fn a_new_link_ends_the_old_one_at_once_and_every_link_ends() {
    let (app, world) = TestApp::with_world();
    let mut teacher = app.signed_in(CLASS_TEACHER);
    let old = mailed(&app, &mut teacher, world.minh_anh);
    let mut guardian = opened(&app, &old, "2013");
    without_address(&app, world.minh_anh);
    let make = format!("/school/ambassadors/{}/guardian-link", world.minh_anh);
    teacher.submit(&make, &[("way", "email")]).shows("Chưa có địa chỉ thư điện tử");
    let shown = teacher.post(&make, &[("way", "shown")]);
    shown.is(200).shows("Tin nhắn gửi phụ huynh").shows("0903 000 111");
    assert_eq!(shown.header("cache-control"), Some("private, no-store"));
    let new = link_in(&shown.all("#message")[0]);
    assert_ne!(old, new);
    for _ in 0..2 {
        guardian.get(&old).is(404).shows("không còn dùng được").hides("Minh Anh");
        guardian.post(&old, &[("birth_year", "2013")]).is(404);
    }
    // The browser that had the old one open does not have the new one open.
    guardian.get(&new).is(200).shows("Năm sinh của con");
    // Without an address there is a way to add one, once.
    let mut guardian = opened(&app, &new, "2013");
    let address = format!("{new}/address");
    guardian.post(&address, &[("email", "không phải thư")]).is(422).shows("địa chỉ thư đầy đủ");
    guardian.submit(&address, &[("email", "Me@Example.vn")]).shows("me…@example.vn");
    guardian.post(&address, &[("email", "other@example.vn")]).is(404);
    app.clock.move_to(saturday_at(7, 0).plus_minutes(91 * DAY));
    guardian.get(&new).is(404).shows("không còn dùng được");
    app.browser().get("/guardian/khong-co").is(404).shows("không còn dùng được");

    // Whoever may not ask cannot.
    app.signed_in(BOARD).post(&make, &[]).is(403);
    app.signed_in(OTHER_OFFICER).post(&make, &[]).is(404);
    let other_class = format!("/school/ambassadors/{}/guardian-link", world.quoc_bao);
    app.signed_in(CLASS_TEACHER).post(&other_class, &[]).is(404);
}

#[test]
fn guessing_ends_after_five_years_and_the_right_one_is_answered_like_the_wrong_ones() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let link = mailed(&app, &mut officer, world.minh_anh);
    let mut guesser = app.browser();
    for year in ["2008", "2009", "2010", "2011", "2012"] {
        guesser.post(&link, &[("birth_year", year)]).is(422).shows("Năm sinh chưa đúng");
    }
    let wrong = guesser.post(&link, &[("birth_year", "2014")]);
    let right = guesser.post(&link, &[("birth_year", "2013")]);
    for page in [&wrong, &right] {
        page.is(422).shows("Đã thử quá nhiều lần");
        assert_eq!(page.header("set-cookie"), None);
    }
    // A new link is a new door; too many links a day are refused.
    let link = mailed(&app, &mut officer, world.minh_anh);
    opened(&app, &link, "2013");
    for _ in 0..3 {
        mailed(&app, &mut officer, world.minh_anh);
    }
    let make = format!("/school/ambassadors/{}/guardian-link", world.minh_anh);
    officer.submit(&make, &[("way", "email")]).shows("Hôm nay đã tạo nhiều đường dẫn");
}

#[test]
fn a_guardian_says_no_to_a_shift_until_the_deadline() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| {
        new.starts_at = saturday_at(8, 0).plus_minutes(7 * DAY);
        new.ends_at = saturday_at(10, 0).plus_minutes(7 * DAY);
    });
    let mut pupil = app.signed_in(MINH_ANH);
    let take = format!("/me/sessions/{session}/take");
    pupil.post(&take, &[]).is(303);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let link = mailed(&app, &mut officer, world.minh_anh);
    let mut guardian = opened(&app, &link, "2013");
    let page = guardian.get(&link);
    page.shows("Văn phòng khu phố 5").shows("12 Tân Thới Nhất 14").shows("8:00–10:00");
    page.shows("Phạm Thị Hoa, Lê Văn Phước").shows("028 3891 0000").shows("Hạn: ");
    let veto = page.attributes("form[action$='/veto']", "action").remove(0);
    let page = guardian.submit(&veto, &[]);
    page.shows("Đã rút con khỏi ca này").shows("Anh/chị không cho đi");
    guardian.submit(&veto, &[]).shows("không còn ở phía trước");
    let (_, to, text) = letters(&app).pop().unwrap();
    assert_eq!(to, COORDINATOR);
    assert!(text.contains("Phụ huynh không đồng ý cho em đi ca này"), "{text}");
    // Nobody gives the child this session again, until the guardian allows it.
    pupil.submit(&take, &[]).shows("Phụ huynh không đồng ý cho đi buổi này");
    let reasons = pupil.get("/me/sessions?week=2026-12-05");
    assert_eq!(reasons.attributes("li[data-reason]", "data-reason"), ["guardian_veto"]);
    let allow = veto.replace("/veto", "/allow");
    guardian.submit(&allow, &[]).shows("Con có thể nhận lại buổi này");
    pupil.post(&take, &[]).is(303);

    // The school sets another deadline; after it, the page says whom to call.
    let deadline = "/school/consents/deadline";
    officer.post(deadline, &[("veto_hours", "100")]).is(422).shows("từ 1 đến 72");
    officer.submit(deadline, &[("veto_hours", "48")]).shows("Đã lưu");
    app.signed_in(CLASS_TEACHER).post(deadline, &[("veto_hours", "48")]).is(403);
    app.clock.move_to(saturday_at(8, 1).plus_minutes(5 * DAY));
    let mut guardian = opened(&app, &link, "2013");
    let page = guardian.get(&link);
    page.shows("Đã qua hạn từ chối").shows("xin anh/chị gọi Đoàn phường");
    assert!(page.attributes("form[action$='/veto']", "action").is_empty());
    let shift = pupil.get("/me/shifts").attributes("a[href^='/me/shifts/']", "href");
    let id = shift.iter().find_map(|href| href.rsplit('/').next()?.parse::<i64>().ok()).unwrap();
    guardian.submit(&format!("{link}/shifts/{id}/veto"), &[]).shows("trước giờ bắt đầu 48 giờ");
    // Another child's shift is not there.
    guardian.post(&format!("{link}/shifts/99999/veto"), &[]).is(404);
}

#[test]
fn the_page_asks_as_often_for_one_shift_as_for_many() {
    let (app, world) = TestApp::with_world();
    agree(&app, world.minh_anh, Purpose::Photo, Side::ALL);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let link = mailed(&app, &mut officer, world.minh_anh);
    let mut guardian = opened(&app, &link, "2013");
    app.same_queries(&mut guardian, &[&link], 12, || {
        for week in 1..4 {
            let session = app.open_session(world);
            app.write(move |act| {
                use dai_su_so::db::schema::sessions::dsl as s;
                use diesel::prelude::*;
                let starts = saturday_at(8, 0).plus_minutes(week * 7 * DAY);
                diesel::update(s::sessions.find(session))
                    .set((s::starts_at.eq(starts), s::ends_at.eq(starts.plus_minutes(120))))
                    .execute(act.conn)
                    .map_err(dai_su_so::db::DbError::from)?;
                Ok(())
            })
            .unwrap();
            app.signed_in(MINH_ANH).post(&format!("/me/sessions/{session}/take"), &[]).is(303);
        }
    });
}

#[test]
fn a_guardian_asks_about_the_data_of_the_child_and_their_own() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let link = mailed(&app, &mut officer, world.quoc_bao);
    let data = format!("{link}/data");
    assert_eq!(app.browser().get(&data).location(), link, "the door comes first");
    app.browser().post(&data, &[("whose", "child"), ("kind", "delete")]).is(303);
    let mut guardian = opened(&app, &link, "2015");
    guardian.get(&link).shows("Dữ liệu của con và của tôi");
    guardian.get(&data).is(200).shows("Bảo").hides("Đã gửi");
    guardian.post(&data, &[("kind", "see")]).is(422);
    guardian.submit(&data, &[("whose", "child"), ("kind", "see")]).shows("Mới nhận");
    guardian.submit(&data, &[("whose", "own"), ("kind", "correct")]).shows("của phụ huynh");
    officer.get("/staff/data-requests").shows("Xem dữ liệu").shows("Sửa cho đúng");
    officer.get("/staff/data-requests/1").shows("Qua trang phụ huynh").shows("Cha mẹ");
    app.signed_in(OTHER_OFFICER).get("/staff/data-requests").hides("Bảo");
}
