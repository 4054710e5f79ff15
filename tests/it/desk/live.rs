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

/// A server of its own on the story's database, so that it can be asked to stop.
#[allow(clippy::zombie_processes, reason = "the process is waited for after it is told to stop")]
#[cfg(unix)]
fn serve(app: &TestApp) -> (std::process::Child, u16) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let server = std::process::Command::new(env!("CARGO_BIN_EXE_dai-su-so"))
        .arg("serve")
        .env("DSS_LISTEN", format!("127.0.0.1:{port}"))
        .env("DSS_DATABASE_URL", app.database_url())
        .env("DSS_MAIL_FOLDER", app.folder().join("mail-of-the-server"))
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return (server, port);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the server does not listen");
}

#[cfg(unix)]
#[test]
fn a_stop_does_not_wait_for_open_boards() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let (mut server, port) = serve(&app);
    let mut desk = Browser::new(port);
    let sign_in = [("name", COORDINATOR), ("password", crate::house::PASSWORD)];
    desk.post("/sign-in", &sign_in).is(303);
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
    let request = format!(
        "GET /desk/{session}/events HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n",
        desk.cookie_line()
    );
    (&stream).write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(&stream).lines().map(|line| line.unwrap());
    assert_eq!(lines.find(|line| line.starts_with("data:")).unwrap(), "data: changed");
    let pid = server.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    // The stream is ended by the house, with the chunk of length nothing that says so; one
    // that the stop had to wait for is cut off without it.
    assert!(lines.any(|line| line == "0"), "the stream is brought to its end");
    assert!(server.wait().unwrap().success(), "a clean end");
}
