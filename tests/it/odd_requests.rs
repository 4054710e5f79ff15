//! Requests that no link of the product makes, and what they are answered.

use crate::house::TestApp;
use crate::house::world::*;

#[test]
fn whoever_may_read_a_page_may_ask_for_its_head() {
    let (app, _) = TestApp::with_world();
    for path in ["/", "/healthz", "/sessions"] {
        let answer = ureq::head(&format!("http://127.0.0.1:{}{path}", app.port)).call().unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.into_body().read_to_string().unwrap(), "");
    }
}

#[test]
fn an_address_that_only_takes_forms_says_so() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.browser();
    let page = browser.get("/book/check");
    page.is(405).shows("Trang này không mở trực tiếp được").shows("Về trang chủ");
    assert_eq!(page.header("allow"), Some("POST"));
    app.signed_in(COORDINATOR).get("/staff/places/1/retire").is(405).shows("Trang bắt đầu");
}

#[test]
fn an_address_with_letters_for_a_number_is_an_ordinary_unknown_page() {
    let (app, _) = TestApp::with_world();
    app.browser().get("/sessions/abc").is(404).shows("Không tìm thấy trang này");
    let mut desk = app.signed_in(SUPERVISOR);
    desk.get("/desk/abc").is(404).shows("Không tìm thấy trang này").shows("Trang bắt đầu");
}

#[test]
fn the_answer_to_a_form_leads_back_to_the_page_of_the_form() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let mut browser = app.browser();
    let board = format!("/book/who?topic=A2&slot={session}&whom=self");
    browser.refer(&format!("http://127.0.0.1:{}{board}", app.port));
    let answer = browser.post("/request", &[("name", "An")]);
    let back = answer.attributes("form.language input[name=back]", "value");
    assert_eq!(back, [board]);
    // Another site's address is no page of ours.
    browser.refer("https://example.vn/x");
    let answer = browser.post("/request", &[("name", "An")]);
    assert_eq!(answer.attributes("form.language input[name=back]", "value"), ["/request"]);
}
