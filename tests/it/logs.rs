//! What the running program writes to its log.

use std::io::Read;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::house::{Browser, TestApp};

/// Lines of the running program while somebody visits it.
fn log_of(visit: impl FnOnce(&mut Browser)) -> String {
    let app = TestApp::in_a_file();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut program = Command::new(env!("CARGO_BIN_EXE_dai-su-so"))
        .arg("serve")
        .env("DSS_DATABASE_URL", app.folder().join("log.sqlite"))
        .env("DSS_MAIL_FOLDER", app.folder().join("log-mail"))
        .env("DSS_LISTEN", format!("127.0.0.1:{port}"))
        .env("DSS_LOG", "info")
        .env("DSS_LOG_FORMAT", "json")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let up = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    assert!(up, "it listens");
    visit(&mut Browser::new(port));
    program.kill().unwrap();
    let mut log = String::new();
    program.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    program.wait().unwrap();
    log
}

/// Method, route and status of every request in the log.
fn answered(log: &str) -> Vec<(String, String, u64)> {
    let lines: Vec<serde_json::Value> =
        log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    lines
        .iter()
        .filter(|line| line["fields"]["message"] == "Answered")
        .map(|line| {
            let fields = &line["fields"];
            let text = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
            assert!(fields["took_ms"].as_f64().unwrap() > 0.0);
            assert!(line["span"]["id"].is_string());
            (text("http.method"), text("http.route"), fields["http.status"].as_u64().unwrap())
        })
        .collect()
}

#[test]
fn every_request_is_one_line_that_names_nobody() {
    let log = log_of(|browser| {
        browser.get("/b/7K2QM9X/slip").is(303);
        browser.get("/topics?q=benh+cua+toi").is(200);
        browser.post("/b", &[("code", "7K2QM9X"), ("proof", "Sáu")]).is(404);
        browser.get("/khong/co").is(404);
    });
    let line = |method: &str, route: &str, status| (method.to_owned(), route.to_owned(), status);
    let expected = [
        line("GET", "/b/{code}/slip", 303),
        line("GET", "/topics", 200),
        line("POST", "/b", 404),
        line("GET", "-", 404),
    ];
    assert_eq!(answered(&log), expected, "{log}");
    for secret in ["7K2QM9X", "benh", "Sáu", "khong/co", "127.0.0.1\",\"peer"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[test]
fn no_secret_of_an_address_reaches_the_log() {
    use dai_su_so::paths::{accounts, bookings, family_supports, recognition, staff};
    const TOKEN: &str = "kM3vT0kenOfALinkThatOnlyItsOwnerShouldEverKnow";
    const CODE: &str = "7K2QM9X";
    let visited = [
        (accounts::CARD, true),
        (staff::INVITATION, true),
        (family_supports::ANSWER, true),
        (recognition::PUBLIC, false),
        (bookings::MINE, false),
        (bookings::SLIP, false),
        (bookings::CALENDAR, false),
        (bookings::MOVE, true),
        (bookings::CANCEL, true),
    ];
    let here = |route: &str| route.replace("{token}", TOKEN).replace("{code}", CODE);
    let log = log_of(|browser| {
        for (route, has_form) in visited {
            let path = here(route);
            browser.refer(&format!("http://127.0.0.1{path}"));
            assert!(browser.get(&path).status < 500, "{path}");
            if has_form {
                let fields = [("card_number", "4711"), ("password", TOKEN), ("again", TOKEN)];
                assert!(browser.post(&path, &fields).status < 500, "{path}");
            }
            // Cut short, drawn out, and carried on to where the way leads back to.
            browser.get(&format!("{path}/x"));
            browser.get(&format!("/sign-in?back={path}"));
        }
    });
    let routes: Vec<String> = answered(&log).into_iter().map(|(_, route, _)| route).collect();
    for (route, _) in visited {
        assert!(routes.iter().any(|seen| seen == route), "{route} in {log}");
    }
    for secret in [TOKEN, &TOKEN[..12], CODE, "4711"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
