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

/// Staff accounts, and one's own.
pub mod staff {
    pub const LIST: &str = "/staff/people";
    pub const INVITE: &str = "/staff/people/invite";
    pub const INVITE_AGAIN: &str = "/staff/people/roles/{role}/invite";
    pub const END_ROLE: &str = "/staff/people/roles/{role}/end";
    pub const INVITATION: &str = "/invitations/{token}";
    pub const ACCOUNT: &str = "/account";
    pub const PASSWORD: &str = "/account/password";
    pub const OTHERS_OUT: &str = "/account/sign-out-others";

    /// The one-time page on which an invited person sets a password.
    pub fn invitation(token: &str) -> String {
        format!("/invitations/{token}")
    }

    pub fn invite_again(role: i64) -> String {
        format!("/staff/people/roles/{role}/invite")
    }

    pub fn end_role(role: i64) -> String {
        format!("/staff/people/roles/{role}/end")
    }
}

/// The trail of what happened.
pub mod audit {
    pub const LIST: &str = "/staff/audit";
}

/// Pages for development and demonstration, closed in real use.
pub mod dev {
    pub const MAIL: &str = "/dev/mail";
    pub const PARTS: &str = "/dev/parts";
}

/// Wards and schools.
pub mod organisations {
    use crate::domain::ids::OrganisationId;

    pub const LIST: &str = "/staff/organisations";
    pub const NEW: &str = "/staff/organisations/new";
    pub const ONE: &str = "/staff/organisations/{organisation}";

    pub fn one(id: OrganisationId) -> String {
        format!("/staff/organisations/{id}")
    }
}
