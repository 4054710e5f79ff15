//! What all handlers of a process share.

use std::borrow::Cow;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use tokio::sync::watch;

use super::cache::Kept;
use crate::service::Office;

/// The running site: its office and how it presents itself.
pub struct Site {
    pub office: Office,
    /// Cookies carry `Secure` and the `__Host-` prefix when people come by HTTPS.
    pub https: bool,
    /// The development pages (messages, parts) are open and a banner says that data is sample data.
    pub demo: bool,
    /// Turns true when the process is asked to stop: open streams end, so that nothing
    /// holds the stop up.
    pub closing: watch::Receiver<bool>,
    /// Public pages and facts that this process keeps in memory.
    pub kept: Kept,
}

impl Site {
    /// A cookie's name as the browser knows it: by HTTPS it says that the cookie belongs to
    /// this host alone, so that no neighbour under the same domain can plant one.
    pub fn cookie_name(&self, name: &'static str) -> Cow<'static, str> {
        if self.https { format!("__Host-{name}").into() } else { name.into() }
    }

    /// A cookie that ends with the browser's session, out of reach of scripts and of other
    /// sites' forms.
    pub fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        Cookie::build(self.cookie_name(name), value)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.https)
            .finish()
    }

    /// What this visitor's browser holds under the name.
    pub fn cookie_of(&self, request: &HttpRequest, name: &'static str) -> Option<Cookie<'static>> {
        request.cookie(&self.cookie_name(name))
    }
}
