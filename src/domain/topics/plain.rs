//! Topics in the words people use for them, words they may search by, and the English of
//! what the catalogue says in Vietnamese.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::lang::Lang;
use crate::domain::names::fold;

/// The everyday side of a shipped topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plain {
    /// What a resident would say: "Tôi quên mật khẩu VNeID".
    pub vi: String,
    pub en: String,
    /// Further words to find it by, folded.
    also: String,
    bring_en: String,
    safety_en: String,
    /// The shipped Vietnamese, which the English translates.
    bring_vi: String,
    safety_vi: String,
}

static PLAIN: LazyLock<HashMap<String, Plain>> = LazyLock::new(|| {
    let shipped = super::shipped().unwrap_or_default();
    let mut reader = csv::Reader::from_reader(include_str!("plain.csv").as_bytes());
    let mut plain = HashMap::new();
    for record in reader.records().flatten() {
        let cell = |i: usize| record.get(i).unwrap_or_default().to_owned();
        let Some(topic) = shipped.iter().find(|topic| topic.code == cell(0)) else { continue };
        plain.insert(
            cell(0),
            Plain {
                vi: cell(1),
                en: cell(2),
                also: cell(3),
                bring_en: cell(4),
                safety_en: cell(5),
                bring_vi: topic.bring_vi.clone(),
                safety_vi: topic.safety_vi.clone(),
            },
        );
    }
    plain
});

/// The everyday side of a topic; topics that a ward added have none.
pub fn plain(code: &str) -> Option<&'static Plain> {
    PLAIN.get(code)
}

/// A topic as a resident would say it, or its official name.
pub fn said<'a>(code: &str, name: &'a str, lang: Lang) -> &'a str
where
    'static: 'a,
{
    plain(code).map_or(name, |plain| lang.t(&plain.vi, &plain.en))
}

/// What to bring, one by one. English where the ward has not changed the Vietnamese.
pub fn bring(code: &str, bring_vi: &str, lang: Lang) -> Vec<String> {
    let translated = plain(code).filter(|plain| plain.bring_vi == bring_vi);
    let text = translated.map_or(bring_vi, |plain| lang.t(bring_vi, &plain.bring_en));
    text.split(';').map(str::trim).filter(|item| !item.is_empty()).map(capital).collect()
}

/// The safety note. English where the ward has not changed the Vietnamese.
pub fn safety<'a>(code: &str, safety_vi: &'a str, lang: Lang) -> &'a str
where
    'static: 'a,
{
    let translated = plain(code).filter(|plain| plain.safety_vi == safety_vi);
    translated.map_or(safety_vi, |plain| lang.t(safety_vi, &plain.safety_en))
}

/// How well a topic answers a question; the better is the lesser.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hit {
    /// The words stand in the topic as they were asked, one after the other.
    Phrase,
    /// Every word begins one of the topic's words.
    Words,
}

/// Does the topic answer the folded question, and how well?
pub fn hit(code: &str, search: &str, folded: &str) -> Option<Hit> {
    let plain = plain(code);
    let everyday = plain.map(|plain| fold(&format!("{} {}", plain.vi, plain.en)));
    let texts = [search, plain.map_or("", |plain| &plain.also), everyday.as_deref().unwrap_or("")];
    if texts.iter().any(|text| begins_at_a_word(text, folded)) {
        return Some(Hit::Phrase);
    }
    let begun = |word| texts.iter().any(|text| begins_at_a_word(text, word));
    folded.split(' ').all(begun).then_some(Hit::Words)
}

fn begins_at_a_word(text: &str, asked: &str) -> bool {
    text.match_indices(asked)
        .any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

fn capital(item: &str) -> String {
    let mut letters = item.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_topic_is_said_plainly_in_both_languages() {
        for topic in crate::domain::topics::shipped().unwrap() {
            let plain = plain(&topic.code).unwrap_or_else(|| panic!("{}", topic.code));
            assert!(!plain.vi.is_empty() && !plain.en.is_empty());
            let items = |lang| bring(&topic.code, &topic.bring_vi, lang).len();
            assert_eq!(items(Lang::Vi), items(Lang::En), "{}", topic.code);
            assert!(!safety(&topic.code, &topic.safety_vi, Lang::En).contains('ư'));
        }
    }

    #[test]
    fn people_find_topics_by_what_they_would_say() {
        let found = |question: &str| -> Vec<String> {
            let folded = fold(question);
            let topics = crate::domain::topics::shipped().unwrap();
            let hits = topics.into_iter().filter_map(|topic| {
                hit(&topic.code, &topic.search(), &folded).map(|hit| (hit, topic.code))
            });
            let mut hits: Vec<_> = hits.collect();
            hits.sort_by_key(|(hit, _)| *hit);
            hits.into_iter().map(|(_, code)| code).collect()
        };
        assert_eq!(found("quên mật khẩu"), ["A2"]);
        assert!(found("căn cước").contains(&"A1".to_owned()));
        assert_eq!(found("hộ khẩu")[0], "C1", "the password's “khẩu” comes after");
        assert_eq!(found("phat nguoi"), ["F5"]);
        assert_eq!(found("bằng lái")[..], ["A4".to_owned(), "F6".to_owned()]);
        assert!(found("zalo").contains(&"G5".to_owned()));
        assert_eq!(found("máy bay"), Vec::<String>::new());
    }

    #[test]
    fn what_a_ward_has_changed_is_shown_as_it_wrote_it() {
        assert_eq!(bring("A2", "căn cước; sạc pin", Lang::En), ["Căn cước", "Sạc pin"]);
        assert_eq!(said("X9", "Việc riêng", Lang::En), "Việc riêng");
    }
}
