//! Coming in, the second step, staff accounts and one's own.

/// Coming in and going out.
pub mod accounts {
    pub const SIGN_IN: &str = "/sign-in";
    /// Where the second step is asked for.
    pub const CODE: &str = "/sign-in/code";
    /// Behind the QR code of a pupil's card.
    pub const CARD: &str = "/card/{token}";
    pub const SIGN_OUT: &str = "/sign-out";
    /// Where a signed-in person starts.
    pub const START: &str = "/start";

    /// What the QR code of a card says.
    pub fn card(token: &str) -> String {
        format!("/card/{token}")
    }
}

/// Coming in with an account that somebody else keeps.
pub mod openid {
    pub const BEGIN: &str = "/sign-in/openid";
    /// Where the provider sends people back to.
    pub const RETURN: &str = "/sign-in/openid/return";
    pub const RELEASE: &str = "/staff/people/roles/{role}/openid-release";

    pub fn release(role: i64) -> String {
        format!("/staff/people/roles/{role}/openid-release")
    }
}

/// The second step of staff sign-ins.
pub mod two_step {
    use crate::domain::ids::OrganisationId;

    pub const PAGE: &str = "/account/two-step";
    pub const BEGIN: &str = "/account/two-step/begin";
    pub const CONFIRM: &str = "/account/two-step/confirm";
    pub const CODES: &str = "/account/two-step/codes";
    pub const OFF: &str = "/account/two-step/off";
    pub const RESET: &str = "/staff/people/roles/{role}/two-step-reset";
    pub const REQUIRED: &str = "/staff/organisations/{organisation}/two-step";

    pub fn reset(role: i64) -> String {
        format!("/staff/people/roles/{role}/two-step-reset")
    }

    pub fn required(id: OrganisationId) -> String {
        format!("/staff/organisations/{id}/two-step")
    }
}

/// Passkeys of staff.
pub mod passkeys {
    use crate::domain::ids::PasskeyId;

    pub const PAGE: &str = "/account/passkeys";
    /// Answers the page on which the device is asked.
    pub const BEGIN: &str = "/account/passkeys/begin";
    pub const ADD: &str = "/account/passkeys/add";
    pub const REMOVE: &str = "/account/passkeys/{passkey}/remove";
    pub const SIGN_IN: &str = "/sign-in/passkey";
    /// Gives the script of the sign-in page the question for the device.
    pub const QUESTION: &str = "/sign-in/passkey/question";

    pub fn remove(id: PasskeyId) -> String {
        format!("/account/passkeys/{id}/remove")
    }
}

/// Staff accounts, and one's own.
pub mod staff {
    pub const LIST: &str = "/staff/people";
    pub const RIGHTS: &str = "/staff/people/rights";
    pub const INVITE: &str = "/staff/people/invite";
    pub const INVITE_AGAIN: &str = "/staff/people/roles/{role}/invite";
    pub const END_ROLE: &str = "/staff/people/roles/{role}/end";
    pub const END_SIGN_INS: &str = "/staff/people/roles/{role}/sign-outs";
    pub const INVITATION: &str = "/invitations/{token}";
    pub const ACCOUNT: &str = "/account";
    pub const PASSWORD: &str = "/account/password";
    pub const OTHERS_OUT: &str = "/account/sign-out-others";
    pub const ONE_OUT: &str = "/account/sign-ins/{sign_in}/end";

    /// Ends one of one's own sign-ins.
    pub fn one_out(sign_in: crate::domain::ids::SignInId) -> String {
        format!("/account/sign-ins/{sign_in}/end")
    }

    /// The one-time page on which an invited person sets a password.
    pub fn invitation(token: &str) -> String {
        format!("/invitations/{token}")
    }

    pub fn invite_again(role: i64) -> String {
        format!("/staff/people/roles/{role}/invite")
    }

    /// Signs somebody out everywhere.
    pub fn end_sign_ins(role: i64) -> String {
        format!("/staff/people/roles/{role}/sign-outs")
    }

    pub fn end_role(role: i64) -> String {
        format!("/staff/people/roles/{role}/end")
    }
}
