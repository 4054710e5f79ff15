//! Why these two: the grounds of a match, kept as words and said in a sentence.

use crate::domain::lang::Lang;
use crate::domain::matching::Why;

/// What speaks for a match.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Grounds {
    /// Certified level for the topic, 1 to 3.
    pub level: u8,
    /// Helped this person last time.
    pub continuity: bool,
    /// Speaks the language asked for.
    pub language: bool,
    /// The session is in the resident's neighbourhood.
    pub resident_area: bool,
    /// The session is in the pupil's neighbourhood.
    pub pupil_area: bool,
    /// Decided by hand.
    pub pinned: bool,
    /// As people were told before.
    pub kept: bool,
}

/// The words for all grounds but the level, in the order they are said.
const WORDS: [&str; 6] =
    ["pinned", "kept", "continuity", "language", "resident_area", "pupil_area"];

impl Grounds {
    fn flags(&mut self) -> [&mut bool; 6] {
        [
            &mut self.pinned,
            &mut self.kept,
            &mut self.continuity,
            &mut self.language,
            &mut self.resident_area,
            &mut self.pupil_area,
        ]
    }

    /// As stored with a match: "level2 continuity".
    pub fn code(mut self) -> String {
        let mut code = format!("level{}", self.level);
        for (word, holds) in WORDS.into_iter().zip(self.flags()) {
            if *holds {
                code.push(' ');
                code.push_str(word);
            }
        }
        code
    }

    /// Reads what was stored; words nobody knows any more are passed over.
    pub fn from_code(code: &str) -> Grounds {
        let mut grounds = Grounds::default();
        for word in code.split(' ') {
            if let Some(level) = word.strip_prefix("level").and_then(|l| l.parse().ok()) {
                grounds.level = level;
            }
            for (known, holds) in WORDS.into_iter().zip(grounds.flags()) {
                *holds |= known == word;
            }
        }
        grounds
    }

    /// "Chứng nhận bậc 2 về VNeID, cùng khu phố, đã giúp bác lần trước."
    pub fn sentence(self, lang: Lang, topic: &str) -> String {
        let mut parts = Vec::new();
        if self.level > 0 {
            let level = self.level;
            parts.push(match lang {
                Lang::Vi => format!("chứng nhận bậc {level} về {topic}"),
                Lang::En => format!("certified at level {level} for {topic}"),
            });
        }
        let mut say = |holds: bool, vi: &'static str, en: &'static str| {
            if holds {
                parts.push(lang.t(vi, en).to_owned());
            }
        };
        say(self.continuity, "đã giúp bác lần trước", "helped this person last time");
        say(self.language, "nói được tiếng bác cần", "speaks the language asked for");
        let both = self.resident_area && self.pupil_area;
        say(both, "cùng khu phố", "same neighbourhood");
        say(self.pupil_area && !both, "nhà gần điểm hỗ trợ", "lives near the help point");
        say(self.kept, "giữ như đã báo", "kept as announced");
        say(self.pinned, "cán bộ đã ghim", "pinned by hand");
        first_upper(&parts.join(", "))
    }
}

impl From<Why> for Grounds {
    fn from(why: Why) -> Grounds {
        Grounds {
            level: why.level,
            continuity: why.continuity,
            language: why.language,
            resident_area: why.resident_same_area,
            pupil_area: why.ambassador_same_area,
            pinned: why.pinned,
            kept: why.kept,
        }
    }
}

/// The sentence with a capital and a full stop.
fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_are_stored_and_said() {
        let grounds = Grounds {
            level: 2,
            continuity: true,
            resident_area: true,
            pupil_area: true,
            ..Grounds::default()
        };
        assert_eq!(grounds.code(), "level2 continuity resident_area pupil_area");
        assert_eq!(Grounds::from_code(&grounds.code()), grounds);
        assert_eq!(
            grounds.sentence(Lang::Vi, "VNeID"),
            "Chứng nhận bậc 2 về VNeID, đã giúp bác lần trước, cùng khu phố."
        );
        assert_eq!(
            grounds.sentence(Lang::En, "VNeID"),
            "Certified at level 2 for VNeID, helped this person last time, same neighbourhood."
        );
        assert_eq!(Grounds::from_code("").sentence(Lang::Vi, "VNeID"), "");
    }
}
