//! A client that costs next to nothing: one kept-alive connection, bytes out, bytes in.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// Sent along when somebody is signed in.
    pub cookie: Option<String>,
}

/// As much of an answer as the measurements need.
pub struct Answer {
    pub status: u16,
    /// Of a redirect.
    pub location: Option<String>,
    /// What is to be kept, as the next request sends it.
    pub cookies: String,
    /// Of the body.
    pub bytes: usize,
}

impl Client {
    pub fn connect(port: u16) -> std::io::Result<Client> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Client { stream, buffer: Vec::with_capacity(64 * 1024), cookie: None })
    }

    pub fn get(&mut self, path: &str) -> std::io::Result<Answer> {
        let cookie = self.cookie.as_ref().map(|c| format!("cookie: {c}\r\n")).unwrap_or_default();
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{cookie}\r\n");
        self.stream.write_all(request.as_bytes())?;
        self.answer()
    }

    pub fn post(&mut self, path: &str, body: &str) -> std::io::Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> std::io::Result<Answer> {
        self.buffer.clear();
        let mut chunk = [0; 16 * 1024];
        let head_end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at;
            }
            let read = self.stream.read(&mut chunk)?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            self.buffer.extend_from_slice(&chunk[..read]);
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let header = |name: &str| {
            head.lines().find_map(|line| {
                let (key, value) = line.split_once(": ")?;
                key.eq_ignore_ascii_case(name).then(|| value.to_owned())
            })
        };
        let kept: Vec<&str> = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(key, _)| key.eq_ignore_ascii_case("set-cookie"))
            .filter_map(|(_, value)| value.split(';').next())
            .collect();
        let status = head.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0);
        let chunked = header("transfer-encoding").is_some();
        let length: usize = header("content-length").and_then(|v| v.parse().ok()).unwrap_or(0);
        loop {
            let body = &self.buffer[head_end + 4..];
            let whole = if chunked { body.ends_with(b"0\r\n\r\n") } else { body.len() >= length };
            if whole {
                let bytes = body.len();
                let (location, cookies) = (header("location"), kept.join("; "));
                return Ok(Answer { status, location, cookies, bytes });
            }
            let read = self.stream.read(&mut chunk)?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            self.buffer.extend_from_slice(&chunk[..read]);
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
