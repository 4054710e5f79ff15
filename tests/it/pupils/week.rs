//! The week a pupil is free, and days that differ.

use super::{NEXT_WEEK, a_week_later};
use crate::house::TestApp;
use crate::house::world::{GIA_HAN, MINH_ANH};

#[test]
fn the_week_is_ticked_or_typed_and_wrong_rows_are_shown_again() {
    let (app, _) = TestApp::with_world();
    let mut pupil = app.signed_in(MINH_ANH);
    let page = pupil.get("/me/week");
    let ticked = page.is(200).attributes("input[name=free][checked]", "value");
    let whole_weekend =
        ["6-morning", "6-afternoon", "6-evening", "7-morning", "7-afternoon", "7-evening"];
    assert!(whole_weekend.iter().all(|tick| ticked.iter().any(|t| t == tick)), "{ticked:?}");
    let fields = [("free", "6-morning"), ("weekday", "7"), ("from", "8:00"), ("to", "10:30")];
    let page = pupil.submit("/me/week", &fields);
    page.shows("Đã lưu lịch rảnh");
    assert_eq!(page.attributes("input[name=free][checked]", "value"), ["6-morning"]);
    assert_eq!(page.attributes("#from-7-0", "value"), ["08:00"]);
    page.shows("Thứ Bảy 6:00–12:00").shows("Chủ nhật 8:00–10:30").shows("Thứ Hai bận");
    let spare = page.attributes("input[name=weekday]", "value");
    assert_eq!(spare, ["1", "2", "3", "4", "5", "6", "7", "7"], "one more for every day");
    let fields = [("free", "1-evening"), ("weekday", "3"), ("from", "10:30"), ("to", "9:00")];
    let page = pupil.post("/me/week", &fields);
    page.is(422).shows("Giờ khác cần giờ bắt đầu");
    assert_eq!(page.attributes("input[name=free][checked]", "value"), ["1-evening"]);
    assert_eq!(page.attributes("#from-3-0", "value"), ["10:30"]);
    let kept = pupil.get("/me/week").attributes("input[name=free][checked]", "value");
    assert_eq!(kept, ["6-morning"], "a wrong form changes nothing");
    pupil.in_english().get("/me/week").is(200).shows("When are you free?");
}

#[test]
fn a_day_that_differs_decides_about_that_day_only() {
    let (app, world) = TestApp::with_world();
    app.session_with(world, a_week_later);
    let mut pupil = app.signed_in(MINH_ANH);
    pupil.get(NEXT_WEEK).is(200).shows("Em nhận được (1)");
    let away = [("day", "2026-12-05"), ("kind", "away_all_day")];
    let page = pupil.submit("/me/week/exceptions", &away);
    page.shows("Đã thêm ngày này").shows("Thứ Bảy, 5/12/2026").shows("cả ngày");
    let barred = pupil.get(NEXT_WEEK);
    assert_eq!(barred.attributes("li[data-reason]", "data-reason"), ["not_free"]);
    let remove = page
        .attributes("form", "action")
        .into_iter()
        .find(|to| to.ends_with("/remove"))
        .expect("a way to take the day away");
    app.signed_in(GIA_HAN).post(&remove, &[]).is(404);
    pupil.submit(&remove, &[]).shows("Đã bỏ").shows("Chưa có ngày nào khác thường");
    pupil.get(NEXT_WEEK).shows("Em nhận được (1)");
    for wrong in [
        [("day", "2026-11-27"), ("kind", "away_all_day")],
        [("day", "2026-12-05"), ("kind", "away")],
        [("day", "khi nào đó"), ("kind", "?")],
    ] {
        let page = pupil.post("/me/week/exceptions", &wrong);
        page.is(422);
        assert!(!page.all(".error").is_empty(), "{}", page.text());
    }
    let part = [("day", "2026-12-05"), ("kind", "away"), ("from", "9:30"), ("to", "11:00")];
    pupil.submit("/me/week/exceptions", &part).shows("9:30–11:00");
    pupil.get(NEXT_WEEK).shows("Ngoài giờ rảnh đã khai");
}

#[test]
fn a_day_away_names_the_shift_in_it_and_offers_the_way_to_give_it_back() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, a_week_later);
    let mut pupil = app.signed_in(MINH_ANH);
    let shift = pupil.post(&format!("/me/sessions/{session}/take"), &[]).is(303).location();
    // Away before it: nothing is in the way. Away at that time: the shift is named.
    let early = [("day", "2026-12-05"), ("kind", "away"), ("from", "6:00"), ("to", "8:00")];
    pupil.submit("/me/week/exceptions", &early).hides("Hôm đó em vẫn còn ca");
    let away = [("day", "2026-12-05"), ("kind", "away"), ("from", "8:30"), ("to", "12:00")];
    let page = pupil.submit("/me/week/exceptions", &away);
    page.shows("Đã thêm ngày này. Hôm đó em vẫn còn ca 8:00–10:00, Văn phòng khu phố 5.");
    page.shows("Ghi bận không tự trả lại ca").shows("Trả lại ca này");
    pupil.get(&shift).shows("Đã nhận");
    let give_back = page
        .attributes("form", "action")
        .into_iter()
        .find(|to| to.ends_with("/withdraw"))
        .expect("a way to give the shift back");
    let reason = page.attributes("input[name=reason]", "value");
    assert_eq!(reason, ["Hôm đó em bận"]);
    pupil.submit(&give_back, &[("reason", &reason[0])]).is(200);
    let page = pupil.get("/me/week");
    page.is(200).hides("Hôm đó em vẫn còn ca").shows("8:30–12:00");
}

#[test]
fn a_shift_within_a_day_is_given_back_by_telephone() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut pupil = app.signed_in(MINH_ANH);
    pupil.post(&format!("/me/sessions/{session}/take"), &[]).is(303);
    let away = [("day", "2026-11-28"), ("kind", "away_all_day")];
    let page = pupil.submit("/me/week/exceptions", &away);
    page.shows("Hôm đó em vẫn còn ca 8:00–10:00").shows("Gọi Đoàn phường").hides("Trả lại ca này");
    pupil
        .in_english()
        .get("/me/week")
        .shows("You still have a shift then")
        .shows("Call the youth union");
}
