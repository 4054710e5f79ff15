//! People who are helped: their names, how two bookings are known to be the same
//! person's, and how somebody shows that a booking is theirs.

use chrono::{Datelike, NaiveDate};

use super::ids::AreaId;
use super::names::{fold, given, tidy};
use super::phone::Phone;
use super::privacy::refuse_secrets;
use super::refusal::Message;
use super::retention::FORGOTTEN;

/// Longest name that is kept, in characters.
pub const NAME_LENGTH: usize = 80;

/// A name or what the neighbours call them: "Bà Chín", "Nguyễn Văn Sáu".
pub fn name(typed: &str) -> Result<String, Message> {
    let name = tidy(typed);
    if !name.chars().any(char::is_alphabetic) {
        return Err(Message::new(
            "Hãy ghi tên, như bà con vẫn gọi. Ví dụ: Bà Chín.",
            "Please give a name, as neighbours say it. For example: Bà Chín.",
        ));
    }
    if name.chars().count() > NAME_LENGTH {
        return Err(Message::new(
            "Tên dài quá: chỉ ghi tên người sẽ đến.",
            "Too long: only the name of the person who comes.",
        ));
    }
    if name.chars().any(is_hidden) || holds_address(&name) {
        return Err(Message::new(
            "Tên không có đường liên kết hay ký tự ẩn. Hãy gõ lại chỉ tên người.",
            "A name has no links and no hidden characters. Please type only the name again.",
        ));
    }
    refuse_secrets(&name)?;
    if name.chars().filter(char::is_ascii_digit).count() > 2 {
        return Err(Message::new(
            "Ở đây chỉ ghi tên; số điện thoại có ô riêng.",
            "Only the name goes here; the telephone number has its own field.",
        ));
    }
    Ok(name)
}

/// Characters that show nothing, or turn the direction of what follows, so that a name reads
/// otherwise than it is.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Does it hold the address of a site or a mailbox? "example.vn", "http://…", "a@b".
fn holds_address(name: &str) -> bool {
    let lower = name.to_lowercase();
    if lower.contains("://") || lower.contains("www.") || lower.contains('@') {
        return true;
    }
    // "T.Lan" is a name; what follows a site's name is one of a few words, or a path.
    let path = lower.contains('/');
    let parts = lower.split(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '(' | ')'));
    parts.filter_map(|part| part.rsplit_once('.')).any(|(site, end)| {
        let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphabetic());
        !site.is_empty() && word(end) && (path || SITES.contains(&end))
    })
}

/// Ends of the addresses that are sent around most.
const SITES: [&str; 24] = [
    "vn", "com", "net", "org", "info", "biz", "xyz", "top", "site", "online", "shop", "store",
    "app", "link", "club", "vip", "asia", "live", "io", "cc", "ru", "cn", "tk", "page",
];

/// Nobody younger comes on their own behalf; a baby's papers are brought by its parents.
const YOUNGEST: i64 = 6;

/// A year of birth, or nothing.
pub fn birth_year(typed: &str, today: NaiveDate) -> Result<Option<i64>, Message> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let this_year = i64::from(today.year());
    let year = typed.parse().ok().filter(|year| (1900..=this_year).contains(year));
    match year {
        Some(year) if year > this_year - YOUNGEST => Err(Message::new(
            "Hãy ghi năm sinh của người sẽ đến, không phải của em bé được làm giấy tờ.",
            "Give the year of birth of the person who comes, not of the child the papers are for.",
        )),
        Some(year) => Ok(Some(year)),
        None => Err(Message::new(
            "Chỉ ghi năm sinh, bốn chữ số. Ví dụ: 1955.",
            "Only the year of birth, four digits. For example: 1955.",
        )),
    }
}

/// The same text for the same person of a ward, as far as one can know without an
/// identity card. A telephone is often a household's, so the given name belongs to it;
/// without one, name, year and neighbourhood together must do.
pub fn person_key(
    name: &str,
    phone: Option<&Phone>,
    birth_year: Option<i64>,
    area: Option<AreaId>,
) -> String {
    let name = fold(name);
    match phone {
        Some(phone) => format!("{} {}", phone.as_str(), given(&name)),
        None => {
            let year = birth_year.map(|year| year.to_string()).unwrap_or_default();
            let area = area.map(|area| area.to_string()).unwrap_or_default();
            format!("{name}/{year}/{area}")
        }
    }
}

/// The ways in which somebody may show that a booking is theirs, folded: the last four
/// digits of the telephone, the whole name, or its end ("Sáu" for "Nguyễn Văn Sáu").
/// Nothing shows it any more once the name is gone.
pub fn proofs(name: &str, phone: Option<&str>) -> Vec<String> {
    if name == FORGOTTEN {
        return Vec::new();
    }
    let name = fold(name);
    let mut proofs = vec![name.clone()];
    let mut rest = name.as_str();
    while let Some((_, end)) = rest.split_once(' ') {
        proofs.push(end.to_owned());
        rest = end;
    }
    if let Some(phone) = phone.and_then(|stored| Phone::parse(stored).ok()) {
        proofs.push(phone.last_four().to_owned());
        proofs.push(phone.as_str().to_owned());
    }
    proofs
}

/// What was typed as a proof, in the form of [`proofs`].
pub fn proof(typed: &str) -> String {
    Phone::parse(typed).map_or_else(|_| fold(typed), |phone| phone.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_neighbours_say_and_nothing_more() {
        assert_eq!(name("  Bà   Chín ").unwrap(), "Bà Chín");
        for wrong in ["", "  ", "123", "Bà Chín 0903123456", "079155001234"] {
            assert!(name(wrong).is_err(), "{wrong}");
        }
        assert!(name("Ông Tư 63").is_ok());
    }

    #[test]
    fn a_name_has_no_links_and_nothing_hidden() {
        for wrong in [
            "Bà \u{202e}níhC",
            "Bà\u{200b}Chín",
            "Chín\u{2066}",
            "Bà Chín http://evil.example",
            "xem evil.vn",
            "chín t.me/vay",
            "www.vay tien",
            "chin@example.vn",
            "Vay-Nhanh.COM/nhan",
        ] {
            let said = name(wrong).unwrap_err();
            assert!(said.say(crate::domain::lang::Lang::Vi).contains("đường liên kết"), "{wrong}");
        }
        for right in ["Nguyễn V. A", "Ng.V.Sáu", "Bà L.", "T.Lan", "Cô Út (bán bún)", "Y-Bih Niê"]
        {
            assert!(name(right).is_ok(), "{right}");
        }
    }

    #[test]
    fn only_a_year_is_asked_never_a_day() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        assert_eq!(birth_year(" 1955 ", today).unwrap(), Some(1955));
        assert_eq!(birth_year("", today).unwrap(), None);
        for wrong in ["1899", "2027", "2024", "12/3/1955", "năm"] {
            assert!(birth_year(wrong, today).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_household_shares_a_telephone_and_stays_two_people() {
        let phone = Phone::parse("0903123456").unwrap();
        let key = |name| person_key(name, Some(&phone), None, None);
        assert_eq!(key("Nguyễn Văn Sáu"), key("sau"));
        assert_ne!(key("Nguyễn Văn Sáu"), key("Lê Thị Chín"));
        let without = |year| person_key("Bà Chín", None, year, Some(AreaId(7)));
        assert_ne!(without(Some(1946)), without(None));
    }

    #[test]
    fn a_booking_is_shown_by_name_its_end_or_the_telephones_last_digits() {
        let proofs = proofs("Nguyễn Văn Sáu", Some("+84903123456"));
        for typed in ["nguyễn văn sáu", "SAU", "Văn Sáu", "3456", "0903 123 456"] {
            assert!(proofs.contains(&proof(typed)), "{typed}");
        }
        for typed in ["", "Nguyễn", "an Sáu", "0903", "1234"] {
            assert!(!proofs.contains(&proof(typed)), "{typed}");
        }
    }
}
