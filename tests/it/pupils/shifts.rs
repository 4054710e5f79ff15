//! Shifts: taken and given back, proposed and answered, and why not.

use dai_su_so::domain::matches::MatchState;
use dai_su_so::domain::shifts::ShiftSource;
use dai_su_so::service::shifts;

use super::{NEXT_WEEK, a_week_later, letters, match_state, matched};
use crate::house::world::{COORDINATOR, GIA_HAN, MINH_ANH, QUOC_BAO};
use crate::house::{TestApp, saturday_at};

#[test]
fn a_pupil_takes_a_shift_and_gives_it_back_in_time() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, a_week_later);
    let mut pupil = app.signed_in(MINH_ANH);
    pupil.get("/me").is(200).shows("Chưa có ca trực nào");
    pupil.get("/me/sessions").is(200).shows("Tuần này không có buổi nào").shows("Tuần sau");
    let week = pupil.get(NEXT_WEEK);
    week.is(200).shows("Văn phòng khu phố 5").shows("0/4 đại sứ số");
    let take = format!("/me/sessions/{session}/take");
    assert!(week.attributes("form", "action").contains(&take));
    let taken = pupil.post(&take, &[]);
    let shift = taken.is(303).location();
    pupil.get(&shift).is(200).shows("Hẹn gặp em!").shows("Đã nhận").shows("Lê Văn Phước");
    pupil.get(NEXT_WEEK).shows("Em đã nhận").shows("1/4 đại sứ số");
    pupil.submit(&take, &[]).shows("Đã có ca trực ở buổi này rồi");
    pupil.get("/me").shows("Văn phòng khu phố 5").hides("Chưa có ca trực nào");
    app.signed_in(GIA_HAN).get(&shift).is(404);
    app.signed_in(COORDINATOR).get(&shift).is(403);

    let withdraw = format!("{shift}/withdraw");
    let page = pupil.post(&withdraw, &[("reason", "-")]);
    page.is(422).shows("Ghi ngắn gọn lý do");
    assert_eq!(page.attributes("input[name=reason]", "value"), ["-"]);
    pupil.submit(&withdraw, &[("reason", "bận học thêm")]).shows("Đã rút và báo Đoàn phường");
    let told = letters(&app).pop().expect("the coordinator is told");
    assert_eq!(told.0, COORDINATOR);
    assert!(told.2.contains("đã rút khỏi ca trực") && told.2.contains("bận học thêm"));

    // Taken again, and within the last day no longer given back; said before the click.
    let shift = pupil.post(&take, &[]).is(303).location();
    app.clock.move_to(saturday_at(8, 30).plus_minutes(6 * 24 * 60));
    let late = "Còn dưới 24 giờ nên không tự rút được";
    let page = pupil.get(&shift);
    page.shows(late);
    assert!(!page.attributes("form", "action").contains(&format!("{shift}/withdraw")));
    pupil.submit(&format!("{shift}/withdraw"), &[("reason", "bận")]).shows(late);
    pupil.in_english().get(&shift).shows("Less than 24 hours are left");
}

#[test]
fn reasons_are_named_before_the_click_and_answer_the_click() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, a_week_later);
    let mut pupil = app.signed_in(QUOC_BAO);
    let page = pupil.get(NEXT_WEEK);
    let reasons = ["child_consent", "guardian_consent", "not_certified", "not_free"];
    assert_eq!(page.attributes("li[data-reason]", "data-reason"), reasons);
    let take = format!("/me/sessions/{session}/take");
    assert!(!page.attributes("form", "action").contains(&take), "nothing to press");
    page.shows("Vì sao em chưa nhận được").shows("2 nội dung em chưa được cấp chứng nhận");
    let refused = pupil.submit(&take, &[]);
    refused.shows("Chưa có chữ ký đồng ý của phụ huynh").shows("Ngoài giờ rảnh đã khai");
    pupil.get("/me/shifts").is(200).shows("Chưa có ca nào sắp tới");
    pupil.get("/me").shows("Em chưa đồng ý tham gia năm học này");
    pupil.post("/me/sessions/999999/take", &[]).is(404);
}

#[test]
fn a_proposed_shift_is_accepted_or_declined_and_the_match_follows() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, a_week_later);
    let (lan, sau) = (app.booking(session, 0, "Bà Lan"), app.booking(session, 1, "Ông Sáu"));
    let propose = |pupil| {
        let by = ShiftSource::Matching;
        app.write(move |act| shifts::propose(act, session, pupil, by)).unwrap()
    };
    let (first, second) = (propose(world.minh_anh), propose(world.gia_han));
    matched(&app, lan, world.minh_anh);
    matched(&app, sau, world.gia_han);

    let mut pupil = app.signed_in(MINH_ANH);
    pupil.get("/me").shows("Cần em trả lời");
    let one = format!("/me/shifts/{first}");
    pupil.get(&one).is(200).shows("Em có đi được ca này không?").shows("Bà L.");
    pupil.submit(&format!("{one}/accept"), &[]).shows("Đã nhận lời").shows("Đã đồng ý");
    assert_eq!(match_state(&app, lan), MatchState::Accepted);
    pupil.submit(&format!("{one}/accept"), &[]).shows("Đã nhận lời. Cảm ơn em!");

    let mut other = app.signed_in(GIA_HAN);
    other.post(&format!("{one}/decline"), &[("reason", "bận")]).is(404);
    let two = format!("/me/shifts/{second}");
    other.post(&format!("{two}/decline"), &[("reason", "")]).is(422).shows("Ghi ngắn gọn lý do");
    other
        .submit(&format!("{two}/decline"), &[("reason", "về quê")])
        .shows("Đã báo Đoàn phường")
        .shows("Đã từ chối");
    assert_eq!(match_state(&app, sau), MatchState::Declined);
    let told = letters(&app).pop().expect("the coordinator is told");
    assert_eq!(told.0, COORDINATOR);
    assert!(told.2.contains("không nhận ca trực được đề nghị") && told.2.contains("về quê"));
}
