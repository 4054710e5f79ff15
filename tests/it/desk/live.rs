//! Boards that keep themselves current.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::*;

#[test]
fn an_open_board_hears_of_every_change_and_of_nothing_else() {
    let (app, world) = TestApp::with_world();
    let (session, mut desk, _) = running(&app, world);
    app.booking(session, 0, "Trần Thị Lan");
    let stream = TcpStream::connect(("127.0.0.1", app.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let request = format!(
        "GET /desk/{session}/events HTTP/1.1\r\nhost: x\r\naccept-encoding: br, gzip\r\n\
         cookie: {}\r\n\r\n",
        desk.cookie_line()
    );
    (&stream).write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(&stream).lines().map(|line| line.unwrap());
    let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    assert!(head[0].contains("200"), "{head:?}");
    for header in ["content-type: text/event-stream", "x-accel-buffering: no"] {
        assert!(head.iter().any(|line| line.to_lowercase() == header), "{header}: {head:?}");
    }
    let mut data = || lines.find(|line| line.starts_with("data:")).unwrap();
    assert_eq!(data(), "data: changed", "what was missed before it opened");
    desk.submit(&format!("/desk/{session}/arrive"), &[("q", "lan")]);
    assert_eq!(data(), "data: changed");
    let body = desk.get(&format!("/desk/{session}/board"));
    body.is(200).shows("Số 1 · Trần Thị Lan").hides("<html");
}
