//! Every URL once: routes, links, mails and tests all take it from here.
//!
//! `CONST` names are route patterns; functions make links.

/// Everybody's pages.
pub mod home {
    pub const INDEX: &str = "/";
    pub const LANGUAGE: &str = "/language";
    pub const ASSET: &str = "/assets/{name:.*}";
    pub const HEALTHZ: &str = "/healthz";
    pub const READYZ: &str = "/readyz";
    pub const FAVICON: &str = "/favicon.ico";
}

/// Coming in and going out.
pub mod accounts {
    pub const SIGN_IN: &str = "/sign-in";
    pub const SIGN_OUT: &str = "/sign-out";
    /// Where a signed-in person starts.
    pub const START: &str = "/start";
}
