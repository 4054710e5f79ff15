//! The language of a page, and changing it without losing what was typed: the answer to a
//! form has no address that could be opened again, so its switch sends the form once more.

use std::cell::OnceCell;
use std::rc::Rc;

use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::http::Method;
use actix_web::{HttpMessage, HttpRequest};

use super::extract::cookie_of;
use super::site::Site;
use crate::domain::lang::Lang;
use crate::view::layout::Sent;

pub const LANG_COOKIE: &str = "lang";
/// In the address to which a switch sends a form: the language asked for.
const ASKED: &str = "language";
const DAYS: i64 = 365;

/// The language of a request: the one its switch asks for, the visitor's choice, else the
/// first the browser asks for, else Vietnamese.
pub fn lang_of(request: &HttpRequest) -> Lang {
    if let Some(asked) = asked(request) {
        return asked;
    }
    if let Some(cookie) = cookie_of(request, LANG_COOKIE) {
        return Lang::from_tag(cookie.value());
    }
    request
        .headers()
        .get("accept-language")
        .and_then(|value| value.to_str().ok())
        .map_or(Lang::Vi, Lang::from_tag)
}

/// The language that a form sent once more asks for.
pub fn asked(request: &HttpRequest) -> Option<Lang> {
    let posted = *request.method() == Method::POST;
    let tag = pairs(request.query_string()).find_map(asked_in);
    tag.filter(|_| posted).map(Lang::from_tag)
}

/// Keeps the choice in this browser.
pub fn remembered(site: &Site, lang: Lang) -> Cookie<'static> {
    let mut cookie = site.cookie(LANG_COOKIE, lang.tag().to_owned());
    cookie.set_max_age(Duration::days(DAYS));
    cookie
}

/// The language's tag in a pair of a query that asks for one.
fn asked_in(pair: &str) -> Option<&str> {
    pair.strip_prefix(ASKED)?.strip_prefix('=')
}

fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

/// What a request's form holds, once it has been read; passwords and the numbers of cards
/// left out, so that no page carries them.
#[derive(Clone, Default)]
pub struct Posted {
    fields: Rc<OnceCell<Vec<(String, String)>>>,
}

impl Posted {
    /// The one of this request: made by whoever asks first, the page or the form.
    pub fn of(request: &HttpRequest) -> Posted {
        let mut extensions = request.extensions_mut();
        if let Some(posted) = extensions.get::<Posted>() {
            return posted.clone();
        }
        let posted = Posted::default();
        extensions.insert(posted.clone());
        posted
    }

    /// Keeps the fields of a form; a request has one.
    pub fn keep(&self, fields: &[(String, String)]) {
        let secret = |name: &str| {
            name.contains("password")
                || matches!(name, "card_number" | "current" | "again" | "proof")
        };
        let shown = fields.iter().filter(|(name, _)| !secret(name));
        // Set before only if a handler reads its form twice, which says the same.
        let _ = self.fields.set(shown.cloned().collect());
    }

    /// The form as a switch to `lang` sends it; none where no form was read.
    pub fn sent<'a>(&'a self, request: &'a str, lang: Lang) -> Option<Sent<'a>> {
        let fields = self.fields.get()?;
        let (path, query) = request.split_once('?').unwrap_or((request, ""));
        let others = pairs(query).filter(|pair| asked_in(pair).is_none());
        let asked = format!("{ASKED}={}", lang.tag());
        let query: Vec<&str> = others.chain([asked.as_str()]).collect();
        Some(Sent { to: format!("{path}?{}", query.join("&")), fields })
    }
}
