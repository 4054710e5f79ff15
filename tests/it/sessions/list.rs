//! The ward's list, its week, and what they cost.

use dai_su_so::paths::sessions as paths;

use super::{Typed, posted};
use crate::house::TestApp;
use crate::house::world::*;

#[test]
fn an_empty_ward_is_told_what_to_do_first() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.coordinator();
    browser.get(paths::LIST).is(200).shows("Chưa có buổi nào").shows("Đăng buổi mới");
    browser.get(paths::WEEK).is(200).shows("Hôm nay");
}

#[test]
fn the_list_shows_counts_and_parts() {
    let (app, world) = TestApp::with_world();
    let open = app.open_session(world);
    app.booking(open, 0, "Trần Thị Lan");
    let mut browser = app.coordinator();
    let page = browser.get(paths::LIST);
    page.shows("8:00–10:00").shows("1/8").shows("0/4").shows("Đang mở");
    browser.get(&paths::list("past", "", 1)).shows("Chưa có buổi nào");
    browser.get(&paths::list("upcoming", "draft", 1)).shows("Thử bỏ bộ lọc");
    browser.get(&paths::list("all", "open", 1)).shows("8:00–10:00");
    browser.get("/staff/sessions?when=xxx&state=yyy&page=zzz").is(200).shows("8:00–10:00");
    app.clock.move_to(crate::house::saturday_at(12, 0));
    browser.get(paths::LIST).hides("8:00–10:00");
    browser.get(&paths::list("past", "", 1)).shows("8:00–10:00");
}

#[test]
fn a_full_session_says_so_and_other_wards_see_nothing() {
    let (app, world) = TestApp::with_world();
    let open = app.session_with(world, |new| new.seats = 1);
    for (slot, name) in ["An", "Bình", "Chi", "Dũng"].into_iter().enumerate() {
        app.booking(open, slot, name);
    }
    app.coordinator().get(paths::LIST).shows("Đủ chỗ").shows("4/4");
    app.coordinator().get(paths::WEEK).shows("Đủ chỗ").shows("4/4 chỗ");
    app.signed_in(OTHER_COORDINATOR).get(&paths::list("all", "", 1)).shows("Chưa có buổi nào");
}

#[test]
fn the_week_names_holidays_and_turns() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.coordinator();
    browser.get(paths::WEEK).shows("23/11/2026 – 29/11/2026").shows("Ngày Văn hóa Việt Nam");
    browser.get(&paths::week(day(2026, 12, 2))).shows("30/11/2026 – 6/12/2026");
    browser.get("/staff/sessions/week?of=khong").is(200);
}

#[test]
fn the_list_and_the_page_cost_the_same_for_few_and_for_many() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let mut costs = |day: &str, until: &str| {
        let typed = Typed::posting(world).with("day", day).with("until", until);
        let id = posted(&mut browser, &typed, "draft");
        let list = app.queries(|| {
            browser.get(paths::LIST).is(200);
        });
        let week = app.queries(|| {
            browser.get(paths::WEEK).is(200);
        });
        let page = app.queries(|| {
            browser.get(&paths::one(id)).is(200);
        });
        (list, week, page)
    };
    let few = costs("2026-12-05", "2026-12-12");
    let many = costs("2026-12-19", "2027-04-24");
    assert_eq!(few, many);
    assert!(few.0 <= 6, "{few:?}");
}

#[test]
fn a_long_list_has_pages() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("day", "2026-12-05").with("until", "2027-08-28");
    posted(&mut browser, &typed, "draft");
    browser.get(paths::LIST).shows("Trang 1 / 2").shows("5/12/2026");
    browser.get(&paths::list("upcoming", "", 2)).shows("Trang 2 / 2").hides("5/12/2026, 7:30");
    browser.get(&paths::list("upcoming", "", 9)).is(200);
}
