//! What the running program writes to its log.

use std::io::Read;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::house::{Browser, TestApp};

#[test]
fn every_request_is_one_line_that_names_nobody() {
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
    let mut browser = Browser::new(port);
    browser.get("/b/7K2QM9X/slip").is(303);
    browser.get("/topics?q=benh+cua+toi").is(200);
    browser.post("/b", &[("code", "7K2QM9X"), ("proof", "Sáu")]).is(404);
    browser.get("/khong/co").is(404);
    program.kill().unwrap();
    let mut log = String::new();
    program.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    program.wait().unwrap();
    let lines: Vec<serde_json::Value> =
        log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let answered: Vec<_> = lines
        .iter()
        .map(|line| &line["fields"])
        .filter(|fields| fields["message"] == "Answered")
        .map(|fields| {
            let text = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
            assert!(fields["took_ms"].as_f64().unwrap() > 0.0);
            (text("http.method"), text("http.route"), fields["http.status"].as_u64().unwrap())
        })
        .collect();
    let line = |method: &str, route: &str, status| (method.to_owned(), route.to_owned(), status);
    let expected = [
        line("GET", "/b/{code}/slip", 303),
        line("GET", "/topics", 200),
        line("POST", "/b", 404),
        line("GET", "-", 404),
    ];
    assert_eq!(answered, expected, "{log}");
    assert!(
        lines.iter().all(|l| l["fields"]["message"] != "Answered" || l["span"]["id"].is_string())
    );
    for secret in ["7K2QM9X", "benh", "Sáu", "khong/co", "127.0.0.1\",\"peer"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
