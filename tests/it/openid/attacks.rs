//! Answers that are not the provider's, not for this browser, or not for this moment.

use chrono::TimeDelta;
use serde_json::json;

use super::provider::Signed;
use super::story::{Story, person};
use crate::house::world::COORDINATOR;

const TOO_LATE: &str = "đã quá hạn, đã dùng rồi, hoặc bắt đầu ở một trình duyệt khác";
const DOUBTFUL: &str = "Chưa xác minh được câu trả lời của Cổng Phường";

fn story() -> Story {
    let story = Story::new();
    story.is(person("a-1", COORDINATOR, &[]));
    story
}

#[test]
fn an_answer_counts_once_in_the_browser_that_asked_and_for_ten_minutes() {
    let story = story();
    let mut diem = story.app.browser();
    let back = story.provider.agree(&story.begin(&mut diem, ""));
    let line = diem.cookie_line();
    assert_eq!(diem.get(&back).is(303).location(), "/start");
    // Once more, with the cookie that the browser had then.
    let mut replay = story.app.browser();
    let (name, value) = line.split_once('=').unwrap();
    replay.set_cookie(name, value);
    let to = replay.get(&back).is(303).location();
    story.outside(&mut replay, &to, TOO_LATE);
    // What an attacker began is of no use in somebody else's browser, with or without one
    // of its own.
    let back = story.provider.agree(&story.begin(&mut story.app.browser(), ""));
    let mut victim = story.app.browser();
    story.begin(&mut victim, "");
    let to = victim.get(&back).is(303).location();
    story.outside(&mut victim, &to, TOO_LATE);
    let to = story.app.browser().get(&back).is(303).location();
    assert_eq!(to, "/sign-in");
    // Too long at the provider.
    let mut slow = story.app.browser();
    let back = story.provider.agree(&story.begin(&mut slow, ""));
    story.app.clock.move_to(story.app.office.now() + TimeDelta::minutes(11));
    let to = slow.get(&back).is(303).location();
    story.outside(&mut slow, &to, TOO_LATE);
    // Nothing at all.
    let mut nobody = story.app.browser();
    let to = nobody.get("/sign-in/openid/return").is(303).location();
    story.outside(&mut nobody, &to, TOO_LATE);
}

#[test]
fn no_other_site_begins_a_sign_in() {
    let story = story();
    let mut victim = story.app.browser();
    victim.headers = vec![("sec-fetch-site", "cross-site".into())];
    victim.post("/sign-in/openid", &[]).is(403);
    victim.get("/sign-in/openid").is(405);
}

#[test]
fn a_token_with_anything_wrong_in_it_lets_nobody_in() {
    let story = story();
    let now = story.app.office.now().datetime().timestamp();
    for lies in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "another" }),
        json!({ "aud": ["dai-su-so", "another"] }),
        json!({ "azp": "another" }),
        json!({ "iss": "https://id.example" }),
        json!({ "exp": now }),
        json!({ "exp": now - 60 }),
        json!({ "iat": now - 660 }),
        json!({ "iat": now + 180 }),
        json!({ "sub": "" }),
        json!({ "sub": null }),
    ] {
        story.provider.now().lies = lies.clone();
        let mut diem = story.app.browser();
        let to = story.come(&mut diem, "").is(303).location();
        assert_eq!(to, "/sign-in", "{lies}");
        story.outside(&mut diem, &to, DOUBTFUL);
    }
    story.provider.now().lies = json!({ "azp": "dai-su-so", "aud": ["dai-su-so"] });
    story.let_in();
}

#[test]
fn only_the_providers_own_keys_sign_and_new_ones_are_asked_for_once_a_minute() {
    let story = story();
    for signed in [Signed::UnderAFalseName, Signed::BySecret, Signed::NotAtAll] {
        story.provider.now().signed = signed;
        story.refused(DOUBTFUL);
    }
    assert_eq!(story.provider.now().asked, 1);
    // A key that it does not tell of: it is asked again, but not by everybody.
    story.provider.now().signed = Signed::By(1);
    story.refused(DOUBTFUL);
    assert_eq!(story.provider.now().asked, 1, "within the minute");
    let minute = TimeDelta::seconds(61);
    let later = |story: &Story| {
        story.app.clock.move_to(story.app.office.now() + minute);
        story.provider.move_to(story.app.office.now());
    };
    later(&story);
    story.refused(DOUBTFUL);
    story.refused(DOUBTFUL);
    assert_eq!(story.provider.now().asked, 2);
    later(&story);
    story.provider.now().told_keys = 2;
    story.let_in();
    story.provider.now().signed = Signed::By(0);
    story.let_in();
    assert_eq!(story.provider.now().asked, 3);
}

#[test]
fn an_answer_in_the_name_of_another_provider_is_none() {
    let story = story();
    for (told, named) in [(true, Some("https://id.example")), (true, None), (false, Some("x"))] {
        story.provider.now().names_itself = told;
        story.app.clock.move_to(story.app.office.now() + TimeDelta::minutes(61));
        story.provider.move_to(story.app.office.now());
        let mut diem = story.app.browser();
        let back = story.provider.agree(&story.begin(&mut diem, ""));
        let (without, _) = back.split_once("&iss=").unwrap();
        let back = match named {
            Some(named) => format!("{without}&iss={named}"),
            None => without.to_owned(),
        };
        let to = diem.get(&back).is(303).location();
        story.outside(&mut diem, &to, DOUBTFUL);
    }
    // One that does not say so need not.
    let mut diem = story.app.browser();
    let back = story.provider.agree(&story.begin(&mut diem, ""));
    let (without, _) = back.split_once("&iss=").unwrap();
    assert_eq!(diem.get(without).is(303).location(), "/start");
    // A refusal at the provider is said, and used up what was begun.
    let mut diem = story.app.browser();
    let back = story.provider.agree(&story.begin(&mut diem, ""));
    let stopped = back.replace("code=", "error=access_denied&x=");
    let to = diem.get(&stopped).is(303).location();
    story.outside(&mut diem, &to, "Việc đăng nhập ở Cổng Phường đã dừng lại");
    assert_eq!(diem.get(&back).is(303).location(), "/sign-in");
}

#[test]
fn who_knocks_too_often_from_one_address_waits() {
    let story = story();
    for _ in 0..300 {
        let mut visitor = story.app.browser();
        visitor.headers.push(("x-forwarded-for", "203.0.113.9".into()));
        visitor.post("/sign-in/openid", &[]).is(200);
    }
    let mut visitor = story.app.browser();
    visitor.headers.push(("x-forwarded-for", "203.0.113.9".into()));
    let to = visitor.post("/sign-in/openid", &[]).is(303).location();
    visitor.get(&to).shows("Đã thử quá nhiều lần");
    story.let_in();
}
