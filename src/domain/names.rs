//! Vietnamese names: search without accents, order by given name, and the short
//! forms under which a person may be shown.

use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, đ as d, single spaces: what is searched and compared.
/// Tone placement (hoà, hòa) folds to the same text by itself.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(if c == 'đ' { 'd' } else { c });
    }
    out
}

/// Typed text as it is stored: NFC, trimmed, single spaces.
pub fn tidy(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines of typed text: NFC, each line's end trimmed.
pub fn tidy_lines(text: &str) -> String {
    let text: String = text.nfc().collect();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

static VIETNAMESE: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    Collator::try_new(locale!("vi").into(), CollatorOptions::default())
        .expect("the Vietnamese collation is compiled in")
});

/// Bytes that order people as a class list does: given name first, then the rest.
pub fn sort_key(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    let given_first = match name.rsplit_once(' ') {
        Some((family, given)) => format!("{given} {family}"),
        None => name.to_owned(),
    };
    // Writing to a Vec cannot fail.
    let _ = VIETNAMESE.write_sort_key_to(&given_first, &mut key);
    key
}

/// The last word: how a person is called.
pub fn given(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// "Nguyễn V. A.": the form for public lists when the name itself may not stand there.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let family = words.next().unwrap_or_default().to_owned();
    words.filter_map(|w| w.chars().next()).fold(family, |out, c| format!("{out} {c}."))
}

/// "L.": all that a pupil sees of a resident's name before the day.
pub fn initial(name: &str) -> String {
    given(name).chars().next().map(|c| format!("{c}.")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_accents_case_and_tone_placement() {
        assert_eq!(fold("  Điền   Hoà "), "dien hoa");
        assert_eq!(fold("Hòa"), fold("Hoà"));
        assert_eq!(fold("NGUYỄN Thị Lượng"), "nguyen thi luong");
    }

    #[test]
    fn people_stand_in_the_order_of_their_given_names() {
        let mut people =
            ["Trần Văn Em", "Lê An", "Võ Đào", "Bùi Duy", "Phạm Ân", "Ngô Ăn", "Hồ Dao"];
        people.sort_by_key(|p| sort_key(p));
        assert_eq!(people.map(given), ["An", "Ăn", "Ân", "Dao", "Duy", "Đào", "Em"]);
    }

    #[test]
    fn short_forms_hide_the_given_name() {
        assert_eq!(initials("Nguyễn Văn An"), "Nguyễn V. A.");
        assert_eq!(initial("Trần Thị Lan"), "L.");
    }
}
