//! Passkeys of staff: a key on one's own device, opened by fingerprint, face or PIN, that stands
//! for password and second step at once (WebAuthn).

use std::net::IpAddr;

use serde::Deserialize;
use validator::Validate;

use super::names::tidy;
use super::refusal::{Message, Problems, Refuse};

/// Passkeys that one account may have.
pub const MOST: usize = 10;
/// How long a sign-in counts as the proof that it is still its owner who sits there.
pub const FRESH_MINUTES: i64 = 10;
/// How long an authenticator's answer is waited for.
pub const CHALLENGE_MINUTES: i64 = 5;
/// Signs of a passkey's name.
const NAME: usize = 60;

/// As typed to begin a new passkey.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PasskeyForm {
    #[validate(length(max = 60))]
    pub name: String,
    #[validate(length(max = 200))]
    pub current: String,
}

/// What the script sends when the device has made the key.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct NewPasskeyForm {
    #[validate(length(max = 60))]
    pub name: String,
    /// Tells this question to the device from others of the same browser.
    #[validate(length(max = 100))]
    pub key: String,
    /// The authenticator's answer, as JSON.
    #[validate(length(max = 20_000))]
    pub proof: String,
}

/// What the script sends when a device has signed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PasskeySignInForm {
    #[validate(length(max = 100))]
    pub key: String,
    #[validate(length(max = 20_000))]
    pub proof: String,
    /// Where to go after; only a path of this house.
    #[validate(length(max = 300))]
    pub back: String,
}

/// As typed to remove a passkey.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct RemovePasskeyForm {
    #[validate(length(max = 200))]
    pub current: String,
}

/// What its owner calls a passkey.
pub fn name(typed: &str) -> Result<String, Message> {
    let name = tidy(typed);
    match name.chars().count() {
        0 => Err(Message::new(
            "Hãy đặt tên để sau này nhận ra khóa, ví dụ: Điện thoại của tôi.",
            "Give it a name that you will know again, such as: My phone.",
        )),
        1..=NAME => Ok(name),
        _ => Err(Message::new(
            format!("Tên dài quá: tối đa {NAME} ký tự."),
            format!("The name is too long: at most {NAME} characters."),
        )),
    }
}

/// Where passkeys work. A passkey belongs to the name of a site, so a site that is known by
/// its number only has none; but every machine calls itself `localhost`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    /// The name that passkeys belong to: the relying party's id.
    pub host: String,
    /// Scheme, host and port, as browsers write them.
    pub origin: String,
}

impl Home {
    /// Read from the address that people type (`server.public_url`).
    pub fn of(public_url: &str) -> Option<Home> {
        let (scheme, rest) = public_url.split_once("://")?;
        let authority = rest.split('/').next()?.to_ascii_lowercase();
        let (host, port) = match authority.strip_prefix('[') {
            Some(v6) => {
                let (host, port) = v6.split_once(']')?;
                (host.to_owned(), port.trim_start_matches(':').to_owned())
            }
            None => match authority.split_once(':') {
                Some((host, port)) => (host.to_owned(), port.to_owned()),
                None => (authority.clone(), String::new()),
            },
        };
        let (host, secure) = match host.parse::<IpAddr>() {
            Ok(number) if number.is_loopback() => ("localhost".to_owned(), false),
            Ok(_) => return None,
            Err(_) => (host, scheme == "https"),
        };
        let local = host == "localhost" || host.ends_with(".localhost");
        if host.is_empty() || !host.is_ascii() || !(secure || local) {
            return None;
        }
        let usual = if scheme == "https" { "443" } else { "80" };
        let port =
            if port.is_empty() || port == usual { String::new() } else { format!(":{port}") };
        Some(Home { origin: format!("{scheme}://{host}{port}"), host })
    }
}

/// What has to be shown before one's passkeys are changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// The sign-in is proof enough.
    Nothing,
    Password,
    /// There is no password, and the sign-in is too old.
    SignInAgain,
}

impl Ask {
    /// Before a passkey is added: a fresh sign-in, or the password.
    pub fn to_add(fresh: bool, has_password: bool) -> Ask {
        match (fresh, has_password) {
            (true, _) => Ask::Nothing,
            (false, true) => Ask::Password,
            (false, false) => Ask::SignInAgain,
        }
    }

    /// Before a passkey is removed: the password, by whomever has one.
    pub fn to_remove(fresh: bool, has_password: bool) -> Ask {
        match (has_password, fresh) {
            (true, _) => Ask::Password,
            (false, true) => Ask::Nothing,
            (false, false) => Ask::SignInAgain,
        }
    }
}

/// A question on its way to a browser, which can be answered only with its key and from there.
#[derive(Clone, Debug)]
pub struct Asked {
    pub key: String,
    /// JSON of WebAuthn's creation or request options.
    pub options: String,
}

/// Why a passkey was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PasskeyRefusal {
    /// This site is known by a number, or not by HTTPS.
    Off,
    /// There are ten already.
    TooMany,
    /// The sign-in is too old, and there is no password to ask for.
    SignInAgain,
    /// The device's answer came too late, from another browser, or makes no sense.
    NotAdded,
    /// At the door, whatever the reason.
    NotAccepted,
}

impl Refuse for PasskeyRefusal {
    fn code(&self) -> &'static str {
        match self {
            PasskeyRefusal::Off => "passkeys_off",
            PasskeyRefusal::TooMany => "too_many_passkeys",
            PasskeyRefusal::SignInAgain => "sign_in_again",
            PasskeyRefusal::NotAdded => "passkey_not_added",
            PasskeyRefusal::NotAccepted => "passkey_not_accepted",
        }
    }

    fn message(&self) -> Message {
        let (vi, en) = match self {
            PasskeyRefusal::Off => {
                ("Trang này chưa dùng được khóa truy cập.", "Passkeys do not work at this address.")
            }
            PasskeyRefusal::TooMany => (
                "Đã có 10 khóa truy cập. Hãy xóa một khóa không dùng nữa rồi thêm khóa mới.",
                "There are ten passkeys already. Remove one that you no longer use first.",
            ),
            PasskeyRefusal::SignInAgain => (
                "Hãy đăng xuất, đăng nhập lại, rồi làm việc này trong vòng 10 phút.",
                "Please sign out, sign in again, and do this within 10 minutes.",
            ),
            PasskeyRefusal::NotAdded => (
                "Chưa thêm được khóa truy cập. Hãy thử lại từ đầu; mỗi lần có 5 phút để xác nhận trên thiết bị.",
                "The passkey was not added. Please start again; you have 5 minutes to confirm on your device.",
            ),
            PasskeyRefusal::NotAccepted => (
                "Chưa đăng nhập được bằng khóa truy cập này. Hãy thử lại, hoặc dùng tên và mật khẩu.",
                "This passkey did not sign you in. Try again, or use your name and password.",
            ),
        };
        Message::new(vi, en)
    }
}

impl PasskeyRefusal {
    /// As a problem of the form, where there is no field it belongs to but the password's.
    pub fn beside_password(self) -> Problems {
        Problems::one("current", self.message())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_belong_to_a_name() {
        let home = |url: &str| Home::of(url).map(|home| (home.host, home.origin));
        let at = |host: &str, origin: &str| Some((host.to_owned(), origin.to_owned()));
        for (url, expected) in [
            ("https://DaiSuSo.example", at("daisuso.example", "https://daisuso.example")),
            ("https://a.example:443/so", at("a.example", "https://a.example")),
            ("https://a.example:8443", at("a.example", "https://a.example:8443")),
            ("http://a.example", None),
            ("http://localhost:8080", at("localhost", "http://localhost:8080")),
            ("http://127.0.0.1:8080", at("localhost", "http://localhost:8080")),
            ("http://[::1]:81", at("localhost", "http://localhost:81")),
            ("http://127.0.0.1", at("localhost", "http://localhost")),
            ("http://192.168.1.5:8080", None),
            ("https://203.0.113.9", None),
            ("https://[2001:db8::1]:8443", None),
            ("https://đạisứ.example", None),
            ("https://", None),
            ("a.example", None),
        ] {
            assert_eq!(home(url), expected, "{url}");
        }
    }

    #[test]
    fn a_name_is_asked_for_and_tidied() {
        assert_eq!(name("  Điện   thoại ").as_deref(), Ok("Điện thoại"));
        assert!(name(" ").is_err());
        assert!(name(&"a".repeat(61)).is_err());
    }

    #[test]
    fn adding_takes_a_fresh_sign_in_or_the_password_and_removing_the_password() {
        assert_eq!(Ask::to_add(true, true), Ask::Nothing);
        assert_eq!(Ask::to_add(false, true), Ask::Password);
        assert_eq!(Ask::to_add(false, false), Ask::SignInAgain);
        assert_eq!(Ask::to_remove(true, true), Ask::Password);
        assert_eq!(Ask::to_remove(true, false), Ask::Nothing);
        assert_eq!(Ask::to_remove(false, false), Ask::SignInAgain);
    }
}
