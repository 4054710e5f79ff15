//! What leads to a person, and where it stands in a text. Names are compared without accents
//! and case and as whole words; people of a longer or the same name are other people.

use std::collections::BTreeSet;

use super::names::fold;

/// Names, telephones, addresses and codes of one person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Traces {
    names: BTreeSet<String>,
    signs: BTreeSet<String>,
}

impl Traces {
    /// A name of one word, such as "Lan" or "Chín", is a word of the language too; it is
    /// looked for only where it stands alone.
    pub fn name(&mut self, name: &str) {
        if !name.trim().is_empty() {
            self.names.insert(name.trim().to_owned());
        }
    }

    /// A telephone, as it is stored and as people write it.
    pub fn phone(&mut self, phone: &str) {
        self.sign(phone);
        if let Some(rest) = phone.strip_prefix("+84") {
            self.sign(&format!("0{rest}"));
        }
    }

    /// An address or a code. Short ones would be found in anything.
    pub fn sign(&mut self, sign: &str) {
        if sign.trim().chars().count() >= 5 {
            self.signs.insert(sign.trim().to_owned());
        }
    }

    /// Telephones, addresses and codes.
    pub fn signs(&self) -> &BTreeSet<String> {
        &self.signs
    }

    /// What a text that holds a trace holds in some form; the database looks for these.
    pub fn needles(&self) -> BTreeSet<String> {
        let mut needles = BTreeSet::new();
        for name in &self.names {
            needles.insert(name.clone());
            needles.insert(name.to_lowercase());
            needles.insert(name.to_uppercase());
            needles.insert(fold(name));
        }
        for sign in &self.signs {
            needles.insert(sign.clone());
            needles.insert(sign.to_lowercase());
        }
        needles
    }
}

/// The traces in a text, as they are written there. `others` are names of other people: where
/// one of them is longer and stands there, it is theirs.
pub fn pieces(text: &str, traces: &Traces, others: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for sign in &traces.signs {
        let folded = sign.to_lowercase();
        for (at, _) in text.to_lowercase().match_indices(&folded) {
            let whole = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            let (before, after) = (text.get(..at), text.get(at + sign.len()..));
            let alone = before.is_none_or(|t| whole(t.chars().next_back()))
                && after.is_none_or(|t| whole(t.chars().next()));
            if let (true, Some(piece)) = (alone, text.get(at..at + sign.len())) {
                found.insert(piece.to_owned());
            }
        }
    }
    for name in &traces.names {
        found.extend(names_in(text, name, others));
    }
    found
}

fn names_in(text: &str, name: &str, others: &BTreeSet<String>) -> Vec<String> {
    let sought = fold(name);
    let length = sought.split(' ').count();
    if length == 1 {
        return if fold(text.trim()) == sought { vec![text.trim().to_owned()] } else { Vec::new() };
    }
    let longer: Vec<Vec<String>> = others
        .iter()
        .map(|other| fold(other))
        .filter(|other| other.len() > sought.len() && other.contains(&sought))
        .map(|other| other.split(' ').map(str::to_owned).collect())
        .collect();
    let words = words(text);
    let plain: Vec<String> = words.iter().map(|(from, to)| fold(&text[*from..*to])).collect();
    let mut found = Vec::new();
    for at in 0..words.len() {
        let Some(window) = plain.get(at..at + length) else { break };
        if window.join(" ") != sought {
            continue;
        }
        let theirs = longer.iter().any(|other| {
            (0..=at).any(|from| {
                let end = from + other.len();
                end >= at + length && plain.get(from..end) == Some(other.as_slice())
            })
        });
        if !theirs {
            found.push(text[words[at].0..words[at + length - 1].1].to_owned());
        }
    }
    found
}

/// Where the words of a text begin and end, without the signs around them.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        // A mark of a letter that is written apart belongs to the word.
        let inside = c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, others: &[&str]) -> Vec<String> {
        let mut traces = Traces::default();
        traces.name("Nguyễn Thị Lan");
        traces.phone("+84903123456");
        traces.sign("lan@example.vn");
        let others = others.iter().map(|name| (*name).to_owned()).collect();
        pieces(text, &traces, &others).into_iter().collect()
    }

    #[test]
    fn a_name_is_found_in_any_writing_and_as_whole_words() {
        assert_eq!(found("Bà Nguyễn Thị Lan, đã về", &[]), ["Nguyễn Thị Lan"]);
        assert_eq!(found("gap NGUYEN THI LAN hom qua", &[]), ["NGUYEN THI LAN"]);
        assert_eq!(found("Nguyễn Thị Lành", &[]), [] as [String; 0]);
        assert_eq!(found("Nguyễn Thị Liên", &[]), [] as [String; 0]);
    }

    #[test]
    fn whoever_has_a_longer_name_is_somebody_else() {
        let text = "Nguyễn Thị Lan Anh trực thay";
        assert_eq!(found(text, &["Nguyễn Thị Lan Anh"]), [] as [String; 0]);
        assert_eq!(found(text, &[]), ["Nguyễn Thị Lan"]);
        let both = "Nguyễn Thị Lan Anh và Nguyễn Thị Lan";
        assert_eq!(found(both, &["Nguyễn Thị Lan Anh"]), ["Nguyễn Thị Lan"]);
    }

    #[test]
    fn telephones_and_addresses_are_found_where_they_stand_alone() {
        assert_eq!(found("gọi 0903123456 nhé", &[]), ["0903123456"]);
        assert_eq!(found("mã 10903123456", &[]), [] as [String; 0]);
        assert_eq!(found("gửi LAN@example.vn", &[]), ["LAN@example.vn"]);
    }

    #[test]
    fn a_name_of_one_word_is_found_only_alone() {
        let mut traces = Traces::default();
        traces.name("Chín");
        let none = BTreeSet::new();
        assert!(pieces("đã chín giờ", &traces, &none).is_empty());
        assert_eq!(pieces("Chín", &traces, &none).len(), 1);
    }
}
