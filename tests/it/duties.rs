//! The start page says what waits, to those whom it waits for.

use dai_su_so::domain::sessions::SessionState;

use crate::house::TestApp;
use crate::house::world::*;

#[test]
fn the_start_page_says_what_waits_to_whom_it_waits_for() {
    let (app, world) = TestApp::with_world();
    app.signed_in(COORDINATOR).get("/start").hides("Đang chờ mình");
    app.session_with(world, |new| new.state = SessionState::Running);
    app.signed_in(COORDINATOR).get("/start").shows("Đang chờ mình").shows("buổi đang chạy");
    app.signed_in(SUPERVISOR).get("/start").shows("buổi đang chạy");
    app.signed_in(SCHOOL_OFFICER).get("/start").hides("buổi đang chạy");
    app.signed_in(OTHER_COORDINATOR).get("/start").hides("Đang chờ mình");
    app.signed_in(COORDINATOR)
        .in_english()
        .get("/start")
        .shows("Waiting for you")
        .shows("sessions running or to confirm");
}

#[test]
fn the_start_page_costs_the_same_queries_with_nothing_and_with_much_to_do() {
    let (app, world) = TestApp::with_world();
    let mut coordinator = app.signed_in(COORDINATOR);
    let mut visit = || app.queries(|| drop(coordinator.get("/start")));
    let with_nothing = visit();
    for _ in 0..5 {
        app.session_with(world, |new| new.state = SessionState::Running);
    }
    assert_eq!(visit(), with_nothing);
}
