//! What all handlers of a process share.

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
    /// The sign-in cookie's name.
    pub fn sign_in_cookie(&self) -> &'static str {
        if self.https { "__Host-sign-in" } else { "sign-in" }
    }
}
