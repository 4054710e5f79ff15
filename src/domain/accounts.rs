//! What the door asks for and why it stays shut.

use serde::Deserialize;
use validator::Validate;

use super::refusal::{Message, Refuse};

/// As typed at the sign-in page.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct SignInForm {
    #[validate(length(max = 200))]
    pub name: String,
    #[validate(length(max = 200))]
    pub password: String,
    /// Where to go after; only a path of this house.
    #[validate(length(max = 300))]
    pub back: String,
}

/// Why somebody is not let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInRefusal {
    WrongNameOrPassword,
    TooManyTries,
}

impl Refuse for SignInRefusal {
    fn code(&self) -> &'static str {
        match self {
            SignInRefusal::WrongNameOrPassword => "wrong_name_or_password",
            SignInRefusal::TooManyTries => "too_many_tries",
        }
    }

    fn message(&self) -> Message {
        match self {
            SignInRefusal::WrongNameOrPassword => Message::new(
                "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi thử lại.",
                "The name or the password is not right. Check your keyboard layout and Caps Lock, then try again.",
            ),
            SignInRefusal::TooManyTries => Message::new(
                "Đã thử quá nhiều lần. Vui lòng đợi 15 phút rồi đăng nhập lại, hoặc nhờ người quản lý cấp lại mật khẩu.",
                "Too many tries. Please wait 15 minutes before signing in again, or ask your manager for a new password.",
            ),
        }
    }
}
