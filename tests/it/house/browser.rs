//! A browser as plain as they come: cookies, forms, no script.

use std::collections::BTreeMap;

use dai_su_so::domain::ids::SessionId;
use scraper::{ElementRef, Html, Selector};

/// Visits one application; keeps cookies, does not follow redirects by itself.
pub struct Browser {
    agent: ureq::Agent,
    base: String,
    cookies: BTreeMap<String, String>,
    /// Sent with every request, for example `accept-language`.
    pub headers: Vec<(&'static str, String)>,
}

/// An answer.
pub struct Page {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl Browser {
    pub fn new(port: u16) -> Browser {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        Browser {
            agent,
            base: format!("http://127.0.0.1:{port}"),
            cookies: BTreeMap::new(),
            headers: vec![("sec-fetch-site", "same-origin".into())],
        }
    }

    /// The same visitor in English.
    pub fn in_english(mut self) -> Browser {
        self.cookies.insert("lang".into(), "en".into());
        self
    }

    /// A cookie that this visitor made up.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.into(), value.into());
    }

    /// The page that the next requests come from.
    pub fn refer(&mut self, address: &str) {
        self.headers.retain(|(name, _)| *name != "referer");
        self.headers.push(("referer", address.to_owned()));
    }

    pub fn get(&mut self, path: &str) -> Page {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in self.headers.clone() {
            request = request.header(name, value);
        }
        let answer = request.header("cookie", self.cookie_line()).call();
        self.take(answer.expect("the server answers"))
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut request = self.agent.post(format!("{}{path}", self.base));
        for (name, value) in self.headers.clone() {
            request = request.header(name, value);
        }
        let answer = request
            .header("cookie", self.cookie_line())
            .header("content-type", "application/x-www-form-urlencoded")
            .send(serde_html_form::to_string(fields).unwrap());
        self.take(answer.expect("the server answers"))
    }

    /// Posts and follows the redirect, as a person does.
    pub fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post(path, fields);
        assert_eq!(page.status, 303, "POST {path}: {}", page.text());
        let to = page.location();
        self.get(&to)
    }

    /// Checks out every pupil of a running session whom its closing page has ticked.
    pub fn pupils_out(&mut self, session: SessionId) -> Page {
        let end = self.get(&format!("/desk/{session}/end"));
        let ticked = end.attributes("input[name=who][checked]", "value");
        let fields: Vec<_> = ticked.iter().map(|shift| ("who", shift.as_str())).collect();
        self.submit(&format!("/desk/{session}/pupils/out"), &fields)
    }

    /// The cookies as a header, for requests that this browser cannot make.
    pub fn cookie_line(&self) -> String {
        let pairs: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        pairs.join("; ")
    }

    fn take(&mut self, answer: ureq::http::Response<ureq::Body>) -> Page {
        let (parts, mut body) = answer.into_parts();
        let headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .map(|(k, v)| (k.to_string(), String::from_utf8_lossy(v.as_bytes()).into_owned()))
            .collect();
        for (name, value) in &headers {
            if name == "set-cookie" {
                let pair = value.split(';').next().unwrap_or_default();
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                match value {
                    "" => self.cookies.remove(key),
                    _ => self.cookies.insert(key.to_owned(), value.to_owned()),
                };
            }
        }
        Page { status: parts.status.as_u16(), headers, bytes: body.read_to_vec().unwrap() }
    }
}

impl Page {
    /// The body as it came.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What a reader sees, spaces folded.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.html());
        let text: String = html.root_element().text().collect::<Vec<_>>().join(" ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The texts of all elements that match.
    pub fn all(&self, css: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html());
        html.select(&Selector::parse(css).unwrap())
            .map(|e| {
                e.text()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    /// An attribute of all elements that match; those of the language switch, which sends a
    /// form once more, only when they are asked for.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html());
        let switch = |e: ElementRef<'_>| e.attr("class") == Some("language");
        html.select(&Selector::parse(css).unwrap())
            .filter(|e| {
                css.contains("language") || !e.ancestors().filter_map(ElementRef::wrap).any(switch)
            })
            .filter_map(|e| e.attr(name).map(str::to_owned))
            .collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// Where a 303 leads.
    pub fn location(&self) -> String {
        self.header("location").expect("a redirect says where to").to_owned()
    }

    /// Asserts that a reader sees this.
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Page {
        assert!(self.text().contains(text), "expected to read {text:?} in: {}", self.text());
        self
    }

    /// Asserts that a reader does not.
    #[track_caller]
    pub fn hides(&self, text: &str) -> &Page {
        assert!(!self.html().contains(text), "did not expect {text:?} in: {}", self.text());
        self
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Page {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}
