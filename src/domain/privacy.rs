//! The guard on free text: nobody's identity number, password, one-time code, bank
//! account or card is ever stored, whoever types it (invariant 6). It errs on the side
//! of asking again, but lets telephones, dates, amounts, times and dossier codes pass.

mod fields;
mod numbers;
mod spoken;
mod words;

#[cfg(test)]
mod corpus;

pub use fields::{is_guarded, refuse_in_fields};
use numbers::{Number, evenly_spaced, numbers};
use words::{Found, find};

use super::names::fold;
use super::refusal::Message;

/// What a text must not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Secret {
    /// A twelve-digit identity number, or an old nine-digit one that is named as such.
    Identity,
    /// A bank card's number.
    Card,
    /// A bank account's number.
    Account,
    /// A one-time code or a PIN.
    OneTimeCode,
    /// A password.
    Password,
}

/// Refuses a text that looks as if it held a secret, with a plain sentence.
pub fn refuse_secrets(text: &str) -> Result<(), Message> {
    find_secret(text).map_or(Ok(()), |secret| Err(secret.message()))
}

/// The first kind of secret the text seems to hold.
pub fn find_secret(text: &str) -> Option<Secret> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text
        .replace(['\n', '\r'], " ; ")
        .nfkc()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
        .collect();
    let folded: Vec<char> = spoken::in_digits(&fold(&plain)).chars().collect();
    let numbers = numbers(&folded);
    identity(&folded, &numbers)
        .or_else(|| card(&numbers))
        .or_else(|| account(&folded, &numbers))
        .or_else(|| long_number(&folded, &numbers))
        .or_else(|| one_time_code(&folded, &numbers))
        .or_else(|| password(&folded))
}

fn identity(text: &[char], numbers: &[Number]) -> Option<Secret> {
    let named = find(text, words::IDENTITY);
    numbers
        .iter()
        .any(|number| {
            let twelve = number.digits.len() == 12 && !number.is_amount;
            let old =
                number.digits.len() == 9 && named.iter().any(|word| word.leads_to(number, 30));
            twelve || (old && !number.in_code)
        })
        .then_some(Secret::Identity)
        .or_else(|| evenly_spaced(text).iter().any(|d| is_identity(d)).then_some(Secret::Identity))
}

/// Twelve digits that begin with a province and a sign for sex and century of birth
/// (decree 137/2015/NĐ-CP, article 13).
fn is_identity(digits: &str) -> bool {
    digits.len() == 12 && digits.starts_with('0') && matches!(digits.as_bytes()[3], b'0'..=b'3')
}

fn card(numbers: &[Number]) -> Option<Secret> {
    numbers
        .iter()
        .any(|number| {
            let long = (13..=19).contains(&number.digits.len()) && !number.in_code;
            // 9704 begins every Vietnamese bank card, whatever its check digit.
            let local = number.digits.len() >= 16 && number.digits.starts_with("9704");
            let known = number.digits.starts_with(['2', '3', '4', '5', '6', '9']);
            long && (local || (known && luhn(&number.digits)))
        })
        .then_some(Secret::Card)
}

/// The check that card numbers pass (ISO/IEC 7812-1).
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0');
            let doubled = digit * 2;
            match i % 2 {
                0 => digit,
                _ if doubled > 9 => doubled - 9,
                _ => doubled,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn account(text: &[char], numbers: &[Number]) -> Option<Secret> {
    let named = find(text, words::ACCOUNT);
    let banks = find(text, words::BANK);
    numbers
        .iter()
        .filter(|number| !number.is_amount && !number.in_code && !number.is_service_line())
        .any(|number| {
            let length = number.digits.len();
            let said = named.iter().any(|word| {
                word.leads_to(number, 40)
                    && !(number.is_phone && word.between(text, number, words::TO_CALL))
            });
            let at_bank = !number.is_phone && banks.iter().any(|word| word.leads_to(number, 20));
            (length >= 6 && said) || (length >= 8 && at_bank)
        })
        .then_some(Secret::Account)
}

/// A number too long for anything people need to note, unless it is said to be harmless:
/// accounts are often written without a word beside them.
fn long_number(text: &[char], numbers: &[Number]) -> Option<Secret> {
    let weak = find(text, words::CODE);
    numbers
        .iter()
        .filter(|n| (13..=24).contains(&n.digits.len()))
        .filter(|n| !n.is_amount && !n.in_code && !n.is_phone)
        .any(|number| {
            let said_harmless = weak.iter().any(|word| {
                word.leads_to(number, 40) && word.between(text, number, words::HARMLESS_CODE)
            });
            !said_harmless && !number.is_tax_code(text)
        })
        .then_some(Secret::Account)
}

fn one_time_code(text: &[char], numbers: &[Number]) -> Option<Secret> {
    let strong = find(text, words::ONE_TIME);
    let weak = find(text, words::CODE);
    numbers
        .iter()
        .filter(|n| !n.is_amount && !n.is_phone && !n.in_code && !n.is_time)
        .any(|number| {
            let by_strong = match number.digits.len() {
                4 | 5 => strong.iter().any(|word| word.names(text, number)),
                6..=8 => {
                    strong.iter().any(|word| word.leads_to(number, 40) || word.follows(number, 25))
                }
                _ => false,
            };
            let by_weak = number.digits.len() == 6
                && weak.iter().any(|word| {
                    word.leads_to(number, 30) && !word.between(text, number, words::HARMLESS_CODE)
                });
            by_strong || by_weak
        })
        .then_some(Secret::OneTimeCode)
}

fn password(text: &[char]) -> Option<Secret> {
    let told = find(text, words::PASSWORD)
        .iter()
        .any(|word| word.told(text).is_some_and(|told| words::looks_secret(&told)));
    let beside = find(text, words::PASSWORD_BESIDE)
        .iter()
        .any(|word| word.beside(text).is_some_and(|next| words::looks_made_up(&next)));
    (told || beside).then_some(Secret::Password)
}

impl Found {
    /// The number comes after the word, within this many characters of one sentence.
    fn leads_to(&self, number: &Number, within: usize) -> bool {
        number.start >= self.end
            && number.start - self.end <= within
            && number.start <= self.sentence_end
    }

    /// The number comes before the word, within this many characters.
    fn follows(&self, number: &Number, within: usize) -> bool {
        self.start >= number.end && self.start - number.end <= within
    }

    /// The number comes right after the word, but for "là", a colon and the like.
    fn names(&self, text: &[char], number: &Number) -> bool {
        self.leads_to(number, 12) && words::only_links(&text[self.end..number.start])
    }

    /// One of these words stands between the two.
    fn between(&self, text: &[char], number: &Number, these: &[&str]) -> bool {
        !find(&text[self.end..number.start], these).is_empty()
    }
}

impl Secret {
    /// Why it is not taken, and what to write instead.
    pub fn message(self) -> Message {
        match self {
            Secret::Identity => Message::new(
                "Xin đừng ghi số căn cước. Chúng tôi không cần và không lưu số này; hãy xóa đi rồi gửi lại.",
                "Please leave out the identity-card number. We neither need nor keep it; remove it and send again.",
            ),
            Secret::Card => Message::new(
                "Có vẻ đây là số thẻ ngân hàng. Xin đừng ghi; không ai hỗ trợ lại cần số thẻ.",
                "This looks like a bank card number. Please leave it out; nobody who helps needs it.",
            ),
            Secret::Account => Message::new(
                "Có vẻ đây là số tài khoản ngân hàng. Xin đừng ghi ở đây; ông/bà tự nhập trên máy của mình.",
                "This looks like a bank account number. Please leave it out; you type it on your own phone.",
            ),
            Secret::OneTimeCode => Message::new(
                "Có vẻ đây là mã OTP hoặc mã PIN. Đừng đưa mã này cho bất cứ ai, kể cả người hướng dẫn. Hãy xóa đi rồi gửi lại.",
                "This looks like a one-time code or a PIN. Never give it to anybody, the helpers included. Remove it and send again.",
            ),
            Secret::Password => Message::new(
                "Có vẻ đây là mật khẩu. Đừng ghi mật khẩu ở bất cứ đâu ngoài máy của mình. Hãy xóa đi rồi gửi lại.",
                "This looks like a password. Never write it anywhere but on your own phone. Remove it and send again.",
            ),
        }
    }
}
