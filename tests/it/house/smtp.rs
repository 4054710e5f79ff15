//! A mail server that speaks SMTP on a port of its own and keeps what it is given.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

pub struct SmtpServer {
    pub port: u16,
    received: Arc<Mutex<Vec<String>>>,
    /// Answers 451 to this many messages before it takes any.
    pub busy: Arc<AtomicUsize>,
}

impl SmtpServer {
    pub fn start() -> SmtpServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = Arc::new(Mutex::new(Vec::new()));
        let busy = Arc::new(AtomicUsize::new(0));
        let server = SmtpServer { port, received: received.clone(), busy: busy.clone() };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (received, busy) = (received.clone(), busy.clone());
                std::thread::spawn(move || converse(stream, &received, &busy));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The messages taken so far, headers and body.
    pub fn received(&self) -> Vec<String> {
        self.received.lock().unwrap().clone()
    }
}

/// One connection, from greeting to QUIT (RFC 5321 §4.1).
fn converse(stream: TcpStream, received: &Mutex<Vec<String>>, busy: &AtomicUsize) {
    let mut out = stream.try_clone().unwrap();
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let _ = say("220 test ESMTP");
    while let Some(line) = lines.next() {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answered = match verb.as_str() {
            "EHLO" => say("250-test\r\n250 8BITMIME"),
            "HELO" | "MAIL" | "RCPT" | "RSET" | "NOOP" => say("250 OK"),
            "DATA" => {
                let _ = say("354 go on");
                let body: Vec<String> = lines.by_ref().take_while(|line| line != ".").collect();
                let is_busy =
                    busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
                if is_busy.is_ok() {
                    say("451 come back later")
                } else {
                    received.lock().unwrap().push(body.join("\n"));
                    say("250 taken")
                }
            }
            "QUIT" => {
                let _ = say("221 bye");
                return;
            }
            _ => say("502 unknown"),
        };
        if answered.is_err() {
            return;
        }
    }
}
