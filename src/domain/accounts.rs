//! What the door asks for and why it stays shut.

use serde::Deserialize;
use validator::Validate;

use super::refusal::{Message, Refuse};
use crate::text_enum;

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

/// As typed where a change of sign-in asks for the password once more.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct CurrentForm {
    #[validate(length(max = 200))]
    pub current: String,
}

text_enum! {
    /// By what a device was signed in.
    pub enum Way {
        Password = "password",
        Card = "card",
        Passkey = "passkey",
        /// An OpenID provider.
        Openid = "openid",
        /// One that asked for a second step itself.
        OpenidTwoStep = "openid_two_step",
    }
}

/// As typed after scanning a card.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct CardForm {
    #[validate(length(max = 10))]
    pub card_number: String,
}

/// Why somebody is not let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInRefusal {
    WrongNameOrPassword,
    WrongCard,
    TooManyTries,
}

impl Refuse for SignInRefusal {
    fn code(&self) -> &'static str {
        match self {
            SignInRefusal::WrongNameOrPassword => "wrong_name_or_password",
            SignInRefusal::WrongCard => "wrong_card",
            SignInRefusal::TooManyTries => "too_many_tries",
        }
    }

    fn message(&self) -> Message {
        match self {
            SignInRefusal::WrongNameOrPassword => Message::new(
                "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi thử lại.",
                "The name or the password is not right. Check your keyboard layout and Caps Lock, then try again.",
            ),
            SignInRefusal::WrongCard => Message::new(
                "Số riêng chưa đúng, hoặc thẻ này không còn dùng được. Em thử lại, hoặc hỏi thầy cô.",
                "The number is not right, or this card is no longer good. Try again, or ask your teacher.",
            ),
            SignInRefusal::TooManyTries => Message::new(
                "Đã thử quá nhiều lần. Vui lòng đợi 15 phút rồi đăng nhập lại, hoặc nhờ người quản lý cấp lại mật khẩu.",
                "Too many tries. Please wait 15 minutes before signing in again, or ask your manager for a new password.",
            ),
        }
    }
}
