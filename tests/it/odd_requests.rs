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
    let page = browser.get("/b/leave");
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
fn too_much_is_said_on_a_page_and_a_nul_is_no_text() {
    let (app, _) = TestApp::with_world();
    let mut browser = app.browser();
    let long = "a".repeat(70_000);
    let page = browser.post("/request", &[("name", &long)]);
    page.is(413).shows("Nội dung gửi lên dài quá").shows("Về trang chủ");
    let nul = String::from_utf8(vec![b'A', 0, b'B']).unwrap();
    browser.post("/book/check", &[("name", &nul)]).is(400).shows("Không đọc được yêu cầu");
    for path in ["/b/7K2Q%00M9X", "/topics/A2%00", "/sessions?ward=%00"] {
        browser.get(path).is(400).shows("Không đọc được yêu cầu");
    }
    let pass = data_encoding::BASE64URL_NOPAD.encode(b"7K2QM9X\nb\0");
    browser.set_cookie("booking", &pass);
    browser.get("/b/7K2QM9X").is(303);
}

#[test]
fn the_switch_of_a_refused_form_keeps_what_was_typed_but_no_password() {
    let (app, _) = TestApp::with_world();
    let typed = [("name", COORDINATOR), ("password", "sai mật khẩu rồi")];
    let page = app.browser().post("/sign-in?back=%2Fdesk", &typed);
    page.is(422);
    let to = page.attributes("form.language", "action");
    assert_eq!(to, ["/sign-in?back=%2Fdesk&language=en"]);
    let names = page.attributes("form.language input", "name");
    assert_eq!(names, ["name"], "{}", page.html());
    assert!(!page.html().contains("sai mật khẩu rồi"));
}

#[test]
fn the_answer_to_a_form_that_acted_leads_back_to_the_page_of_the_form() {
    let (app, world) = TestApp::with_world();
    let pupil = world.minh_anh.to_string();
    let cards = "/school/ambassadors/cards";
    let form = format!("{cards}?whom=everybody");
    let mut teacher = app.signed_in(CLASS_TEACHER);
    let mut back = |referer: &str| {
        teacher.refer(referer);
        let page = teacher.post(cards, &[("ids", &pupil)]);
        page.is(200).attributes("form.language input[name=back]", "value").concat()
    };
    assert_eq!(back(&format!("http://127.0.0.1:{}{form}", app.port)), form);
    // Another site's address is no page of ours.
    assert_eq!(back("https://example.vn/x"), cards);
}
