//! The second step of a staff sign-in: a code that changes every half minute (TOTP, RFC 6238),
//! or one of ten recovery codes that work once each.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha1::Sha1;
use validator::Validate;

use super::at::At;
use super::names::fold;
use super::refusal::{Message, Refuse};

/// Seconds that a code lasts. With six digits and SHA-1 these are the values every
/// authenticator understands.
const STEP_SECONDS: i64 = 30;
/// Recovery codes handed out at a time.
pub const RECOVERY_CODES: usize = 10;
/// Bytes of a secret (RFC 4226 §4 asks for 20).
pub const SECRET_BYTES: usize = 20;

/// As typed at the second step, and where the step is confirmed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct CodeForm {
    #[validate(length(max = 40))]
    pub code: String,
    /// Where to go after; only a path of this house.
    #[validate(length(max = 300))]
    pub back: String,
}

/// As typed to turn the second step off, or to ask for new recovery codes.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ProofForm {
    #[validate(length(max = 200))]
    pub current: String,
    #[validate(length(max = 40))]
    pub code: String,
}

/// What was typed as a code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Typed {
    Time(u32),
    Recovery(String),
}

impl Typed {
    /// Six digits, or a recovery code; spaces and dashes do not matter.
    pub fn read(typed: &str) -> Option<Typed> {
        let plain: String = fold(typed).chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        match plain.len() {
            6 => plain.parse().ok().map(Typed::Time),
            RECOVERY_SIGNS => Some(Typed::Recovery(plain)),
            _ => None,
        }
    }
}

/// The code of one step (RFC 4226 §5.3).
fn code_at(secret: &[u8], step: i64) -> Option<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let from = usize::from(digest.last()? & 0x0f);
    let four: [u8; 4] = digest.get(from..from + 4)?.try_into().ok()?;
    Some((u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
}

/// The step whose code was typed, if it is about now and later than the last one used:
/// a code that was seen over a shoulder is worth nothing (RFC 6238 §5.2).
pub fn step_of(secret: &str, typed: u32, now: At, last_used: i64) -> Option<i64> {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).ok()?;
    let current = now.datetime().timestamp().div_euclid(STEP_SECONDS);
    // Only the code of this half minute counts (ASVS 6.5.5): telephones keep their clocks by the
    // network, and whoever types too late is told to wait for the next code.
    (current > last_used && code_at(&secret, current) == Some(typed)).then_some(current)
}

/// The six digits that an authenticator shows now.
pub fn shown_at(secret: &str, now: At) -> Option<String> {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).ok()?;
    let step = now.datetime().timestamp().div_euclid(STEP_SECONDS);
    code_at(&secret, step).map(|code| format!("{code:06}"))
}

/// A secret as it is stored and typed by hand: base 32 without padding.
pub fn secret(random: [u8; SECRET_BYTES]) -> String {
    BASE32_NOPAD.encode(&random)
}

/// What the QR code says: the key URI that authenticators read.
pub fn uri(secret: &str, account: &str) -> String {
    let escaped: String = account
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'@' => {
                char::from(b).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    let issuer = "%C4%90%E1%BA%A1i%20s%E1%BB%A9%20s%E1%BB%91";
    format!("otpauth://totp/{issuer}:{escaped}?secret={secret}&issuer={issuer}&digits=6&period=30")
}

/// Letters and digits that cannot be mistaken for one another on paper.
const SIGNS: &[u8; 29] = b"abcdefghkmnpqrstuvwxyz2345679";
/// 24 of 29 signs hold 116 bits: nobody finds a code from its hash (ASVS 6.5.2).
const RECOVERY_SIGNS: usize = 24;

/// A recovery code from random bits, without its dashes.
pub fn recovery_code(random: u128) -> String {
    let mut rest = random;
    (0..RECOVERY_SIGNS)
        .map(|_| {
            let sign = SIGNS[(rest % SIGNS.len() as u128) as usize];
            rest /= SIGNS.len() as u128;
            char::from(sign)
        })
        .collect()
}

/// "k7mp-4rtx-2abc-…": as it is printed.
pub fn recovery_shown(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    signs.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Why the second step was not taken, turned on or turned off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TwoStepRefusal {
    WrongCode,
    TooManyTries,
    /// The password was given too long ago.
    TooLate,
    /// It is on already.
    IsOn,
    /// It is not on.
    IsOff,
    /// One's own is turned off with password and code, not by the list of staff.
    Own,
    /// This person also works where the keeper keeps no accounts.
    Elsewhere,
}

impl Refuse for TwoStepRefusal {
    fn code(&self) -> &'static str {
        match self {
            TwoStepRefusal::WrongCode => "wrong_code",
            TwoStepRefusal::TooManyTries => "too_many_codes",
            TwoStepRefusal::TooLate => "second_step_too_late",
            TwoStepRefusal::IsOn => "two_step_on",
            TwoStepRefusal::IsOff => "two_step_off",
            TwoStepRefusal::Own => "own_two_step",
            TwoStepRefusal::Elsewhere => "two_step_elsewhere",
        }
    }

    fn message(&self) -> Message {
        let (vi, en) = match self {
            TwoStepRefusal::WrongCode => (
                "Mã chưa đúng, đã hết hạn hoặc đã dùng rồi. Hãy chờ ứng dụng hiện mã mới rồi nhập lại, và kiểm tra đồng hồ điện thoại.",
                "The code is wrong, too old or used already. Wait for the next one and check the clock of your telephone.",
            ),
            TwoStepRefusal::TooManyTries => (
                "Đã nhập sai mã quá nhiều lần. Vui lòng đợi 15 phút.",
                "Too many wrong codes. Please wait 15 minutes.",
            ),
            TwoStepRefusal::TooLate => (
                "Đã quá 10 phút từ lúc nhập mật khẩu. Hãy đăng nhập lại.",
                "More than 10 minutes have passed since the password. Please sign in again.",
            ),
            TwoStepRefusal::IsOn => {
                ("Xác thực hai bước đang bật rồi.", "The second step is on already.")
            }
            TwoStepRefusal::IsOff => ("Xác thực hai bước đang tắt.", "The second step is not on."),
            TwoStepRefusal::Own => (
                "Xác thực hai bước của chính mình thì tắt ở trang Tài khoản, bằng mật khẩu và mã.",
                "Turn your own second step off on your account page, with password and code.",
            ),
            TwoStepRefusal::Elsewhere => (
                "Người này còn giữ vai trò ở đơn vị khác. Hãy nhờ quản trị viên của hệ thống.",
                "This person also holds a role elsewhere. Ask the administrator.",
            ),
        };
        Message::new(vi, en)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn at(seconds: i64) -> At {
        At::from_utc(DateTime::from_timestamp(seconds, 0).unwrap().naive_utc())
    }

    /// RFC 6238, appendix B: the last six of the eight digits, for SHA-1.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = BASE32_NOPAD.encode(b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(shown_at(&secret, at(seconds)).as_deref(), Some(code));
        }
    }

    #[test]
    fn a_code_counts_in_its_half_minute_and_never_twice() {
        let secret = secret([7; SECRET_BYTES]);
        let now = at(1_800_000_000);
        let code: u32 = shown_at(&secret, now).unwrap().parse().unwrap();
        let step = step_of(&secret, code, now, 0).unwrap();
        assert_eq!(step_of(&secret, code, at(1_800_000_029), 0), Some(step));
        assert_eq!(step_of(&secret, code, at(1_800_000_030), 0), None);
        assert_eq!(step_of(&secret, code, at(1_799_999_999), 0), None);
        assert_eq!(step_of(&secret, code, now, step), None, "used");
        assert_eq!(step_of("kein Base32", code, now, 0), None);
    }

    #[test]
    fn what_is_typed_is_read_with_or_without_dashes() {
        assert_eq!(Typed::read(" 081 804 "), Some(Typed::Time(81_804)));
        let code = recovery_code(u128::MAX / 3);
        assert_eq!(Typed::read(&recovery_shown(&code).to_uppercase()), Some(Typed::Recovery(code)));
        for wrong in ["", "12345", "1234567", "abcdef"] {
            assert_eq!(Typed::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_uri_names_house_and_account() {
        let uri = uri("ABC", "diem@phuong.example");
        assert!(uri.starts_with("otpauth://totp/%C4%90"));
        assert!(uri.contains(":diem@phuong.example?secret=ABC&issuer=%C4%90"));
    }
}
