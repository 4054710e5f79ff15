//! Telephone numbers of Việt Nam: one stored form, one shown form.

use super::refusal::Message;

/// A number that can be called, stored as E.164: "+84903123456".
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Phone(String);

/// Second digits after 0 that mobile networks use (dossier §5).
const MOBILE: [(char, &str); 5] =
    [('3', "23456789"), ('5', "25689"), ('7', "06789"), ('8', "123456789"), ('9', "012346789")];

impl Phone {
    /// Reads a number as people write it: 0903 123 456, +84 903.123.456, (028) 3891 0000.
    pub fn parse(text: &str) -> Result<Phone, Message> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')' | '\u{a0}'))
            .collect();
        let national = plain
            .strip_prefix("+84")
            .or_else(|| plain.strip_prefix("0084"))
            .or_else(|| plain.strip_prefix("84").filter(|rest| matches!(rest.len(), 9 | 10)))
            .map(|rest| format!("0{}", rest.strip_prefix('0').unwrap_or(rest)))
            .unwrap_or(plain);
        if is_mobile(&national) || is_landline(&national) {
            return Ok(Phone(format!("+84{}", &national[1..])));
        }
        Err(Message::new(
            "Số điện thoại chưa đúng. Số di động có 10 chữ số, ví dụ 0903 123 456.",
            "This is not a telephone number. Mobile numbers have 10 digits, such as 0903 123 456.",
        ))
    }

    /// Nothing typed is no number; anything else must be one.
    pub fn optional(text: &str) -> Result<Option<Phone>, Message> {
        if text.trim().is_empty() { Ok(None) } else { Phone::parse(text).map(Some) }
    }

    /// As it is stored: "+84903123456".
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people dial it: "0903123456".
    pub fn national(&self) -> String {
        format!("0{}", &self.0[3..])
    }

    /// The last four digits, which the owner tells to show that a booking is theirs.
    pub fn last_four(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&shown(&self.0))
    }
}

/// A stored number in groups that the eye can hold: "0903 123 456", "028 3891 0000".
/// What is not a number of this country is shown as it is.
pub fn shown(stored: &str) -> String {
    let Ok(phone) = Phone::parse(stored) else { return stored.to_owned() };
    let digits = phone.national();
    let cuts: &[usize] = match digits.len() {
        10 => &[4, 7],
        _ if digits.starts_with("024") || digits.starts_with("028") => &[3, 7],
        _ => &[4, 7],
    };
    let mut out = String::with_capacity(digits.len() + cuts.len());
    for (i, digit) in digits.chars().enumerate() {
        if cuts.contains(&i) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// Ten digits that begin as a mobile network's numbers do.
pub fn is_mobile(national: &str) -> bool {
    let mut digits = national.chars();
    national.len() == 10
        && national.bytes().all(|b| b.is_ascii_digit())
        && digits.next() == Some('0')
        && MOBILE.iter().any(|(first, seconds)| {
            let mut rest = digits.clone();
            rest.next() == Some(*first) && rest.next().is_some_and(|d| seconds.contains(d))
        })
}

/// Eleven digits that begin with 02, as fixed lines do since 2017.
pub fn is_landline(national: &str) -> bool {
    national.len() == 11
        && national.bytes().all(|b| b.is_ascii_digit())
        && national.starts_with("02")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_number_is_stored_the_same() {
        for text in [
            "0903123456",
            "0903 123 456",
            "0903.123.456",
            "+84 903 123 456",
            "84903123456",
            "0084903123456",
            "+84 (0)903-123-456",
        ] {
            assert_eq!(Phone::parse(text).unwrap().as_str(), "+84903123456", "{text}");
        }
        let ward = Phone::parse("(028) 3891 0000").unwrap();
        assert_eq!((ward.as_str(), ward.to_string().as_str()), ("+842838910000", "028 3891 0000"));
    }

    #[test]
    fn a_number_is_shown_in_groups_and_known_by_its_end() {
        let phone = Phone::parse("0903123456").unwrap();
        assert_eq!(phone.to_string(), "0903 123 456");
        assert_eq!(phone.last_four(), "3456");
        assert_eq!(shown("+842513823456"), "0251 382 3456");
        assert_eq!(shown("1900 1234"), "1900 1234");
    }

    #[test]
    fn what_cannot_be_called_is_refused() {
        for text in ["090312345", "09031234567", "0123456789", "0803123456", "abc", "+1 555 0100"] {
            assert!(Phone::parse(text).is_err(), "{text}");
        }
        assert_eq!(Phone::optional("  ").unwrap(), None);
        assert!(Phone::optional("12").is_err());
    }
}
