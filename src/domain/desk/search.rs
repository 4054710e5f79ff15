//! The one field of the desk: a code, what a QR scanner types, a queue number, or a
//! few letters of a name without accents.

use crate::domain::codes;
use crate::domain::names::fold;

/// What a resident can be found by.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    pub code: &'a str,
    /// The name, folded.
    pub name: &'a str,
    pub number: Option<i64>,
}

/// Fewer letters than this would list half the room.
const LETTERS: usize = 2;

/// Those whom the typed text means, in the order given: by code, else by queue number,
/// else those who have a word in their name that begins with each word typed.
pub fn find<'a, T>(typed: &str, all: &'a [T], sought: impl Fn(&'a T) -> Sought<'a>) -> Vec<&'a T> {
    let typed = scanned(typed.trim());
    let plain = plain_code(typed);
    let code = codes::read(typed);
    let by_code: Vec<&T> = all
        .iter()
        .filter(|one| {
            let own = sought(one).code;
            (!plain.is_empty() && plain_code(own) == plain) || code.as_deref() == Some(own)
        })
        .collect();
    if !by_code.is_empty() {
        return by_code;
    }
    if let Ok(number) = typed.trim_start_matches('#').parse::<i64>() {
        return all.iter().filter(|one| sought(one).number == Some(number)).collect();
    }
    let folded = fold(typed);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    if folded.chars().filter(|c| c.is_alphanumeric()).count() < LETTERS {
        return Vec::new();
    }
    let named =
        |name: &str| words.iter().all(|word| name.split(' ').any(|own| own.starts_with(word)));
    all.iter().filter(|one| named(sought(one).name)).collect()
}

/// A scanner types the whole address that the square holds; the code is its last part.
fn scanned(typed: &str) -> &str {
    if !typed.contains("://") {
        return typed;
    }
    let path = typed.split(['?', '#']).next().unwrap_or(typed);
    path.trim_end_matches('/').rsplit('/').next().unwrap_or(typed)
}

fn plain_code(typed: &str) -> String {
    typed.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(typed: &str) -> Vec<&'static str> {
        let all: [(&str, &str, Option<i64>); 3] = [
            ("7K2QM9X", "tran thi lan", Some(12)),
            ("t-12", "dang van sau", None),
            ("AAAAAAA", "le thi hoa lan", Some(3)),
        ];
        let all: &'static [_] = Box::leak(Box::new(all));
        find(typed, all, |one| Sought { code: one.0, name: one.1, number: one.2 })
            .into_iter()
            .map(|one| one.1)
            .collect()
    }

    #[test]
    fn letters_codes_numbers_and_scans_all_find() {
        assert_eq!(names("Lan"), ["tran thi lan", "le thi hoa lan"]);
        assert_eq!(names("tra la"), ["tran thi lan"]);
        assert_eq!(names("đặng"), ["dang van sau"]);
        assert_eq!(names("t-12"), ["dang van sau"]);
        assert_eq!(names("7k2q-m9x"), ["tran thi lan"]);
        assert_eq!(names("https://giup.example/b/7K2QM9X?x=1"), ["tran thi lan"]);
        assert_eq!(names("3"), ["le thi hoa lan"]);
    }

    #[test]
    fn too_little_finds_nobody() {
        for typed in ["", " ", "l", "%", "99", "an"] {
            assert!(names(typed).is_empty(), "{typed}");
        }
    }
}
