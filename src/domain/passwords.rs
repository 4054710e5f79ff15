//! What a password must be: long, and nothing that a guesser tries first.
//!
//! Length is asked for and kinds of characters are not, and what is known or can be guessed
//! from the person is refused (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0 6.2).

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;
use validator::Validate;

use super::names::fold;
use super::refusal::{Message, Problems};

/// As typed where a password is set.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PasswordForm {
    #[validate(length(max = 200))]
    pub current: String,
    #[validate(length(max = 200))]
    pub password: String,
    #[validate(length(max = 200))]
    pub again: String,
}

/// The shortest password taken.
pub const SHORTEST: usize = 10;

/// What others know about somebody, and so try first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct About {
    /// Names of the person and of the sign-in.
    pub own: Vec<String>,
    /// Names and codes of the ward and the school.
    pub places: Vec<String>,
}

/// Why a password is not taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weakness {
    Short,
    Repeated,
    Walk,
    Digits,
    Known,
    Place,
    Own,
}

impl Weakness {
    /// What it means and what to do.
    pub fn message(self) -> Message {
        let (vi, en) = match self {
            Weakness::Short => (
                "Mật khẩu cần ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.",
                "A password needs 10 characters or more. A short sentence you remember is best.",
            ),
            Weakness::Repeated => (
                "Mật khẩu chỉ lặp lại vài ký tự nên máy đoán ra ngay. Hãy viết một câu ngắn của riêng mình.",
                "It repeats a few characters, so a machine guesses it at once. Write a short sentence of your own.",
            ),
            Weakness::Walk => (
                "Các phím liền nhau hoặc theo thứ tự là thứ kẻ gian thử đầu tiên. Hãy ghép vài từ không liên quan.",
                "Keys next to each other or in order are tried first. Put a few unrelated words together.",
            ),
            Weakness::Digits => (
                "Ngày sinh, năm và số điện thoại rất dễ đoán. Hãy thêm vài từ không liên quan.",
                "Birthdays, years and phone numbers are easy to guess. Add a few unrelated words.",
            ),
            Weakness::Known => (
                "Mật khẩu này nằm trong danh sách bị lộ nhiều nhất; thêm số ở cuối không giúp gì. Hãy chọn một câu khác, ví dụ bốn từ không liên quan.",
                "This is among the passwords leaked most; digits at its end do not help. Choose another sentence, for example four unrelated words.",
            ),
            Weakness::Place => (
                "Tên trường, tên phường ai cũng biết. Hãy chọn một câu không liên quan tới nơi mình làm, mình học.",
                "Everybody knows the school and the ward. Choose a sentence that has nothing to do with them.",
            ),
            Weakness::Own => (
                "Tên và tên đăng nhập của mình là thứ người khác thử đầu tiên. Hãy chọn một câu không có tên mình.",
                "Your own name and sign-in name are tried first. Choose a sentence without them.",
            ),
        };
        Message::new(vi, en)
    }
}

/// Checks a new password against its repetition, the list and what is known of the person.
pub fn new_password(form: &PasswordForm, about: &About) -> Result<(), Problems> {
    let mut problems = Problems::none();
    if let Some(weakness) = weakness(&form.password, about) {
        problems.add("password", weakness.message());
    }
    if form.password != form.again {
        problems
            .add("again", Message::new("Hai lần nhập chưa giống nhau.", "The two entries differ."));
    }
    problems.done()
}

/// The reason against a password, if there is one.
pub fn weakness(password: &str, about: &About) -> Option<Weakness> {
    if password.chars().count() < SHORTEST {
        return Some(Weakness::Short);
    }
    let folded = fold(password);
    let signs: Vec<char> =
        folded.chars().filter(|c| c.is_alphanumeric() || matches!(c, '@' | '$' | '!')).collect();
    if repeats(&signs) {
        return Some(Weakness::Repeated);
    }
    if signs.len() - walked(&signs) < 4 {
        return Some(Weakness::Walk);
    }
    if !signs.iter().any(|c| c.is_alphabetic()) {
        return Some(Weakness::Digits);
    }
    covered(&signs, about)
}

/// Few different signs, or a short piece said again and again.
fn repeats(signs: &[char]) -> bool {
    let different: HashSet<&char> = signs.iter().collect();
    let period = |p: usize| signs.iter().zip(&signs[p..]).all(|(a, b)| a == b);
    different.len() < 5 || (1..=signs.len() / 2).any(period)
}

/// Rows, columns and orders that fingers and machines walk along.
const WALKS: [&str; 11] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "q1w2e3r4t5y6u7i8o9p0",
    "147258369",
];

/// The shortest stretch of a walk that counts.
const STRETCH: usize = 4;

/// How many of the signs lie on walks, in either direction.
fn walked(signs: &[char]) -> usize {
    let walks: Vec<Vec<char>> = WALKS
        .iter()
        .flat_map(|walk| [walk.chars().collect::<Vec<_>>(), walk.chars().rev().collect()])
        .collect();
    let mut at = 0;
    let mut walked = 0;
    while at < signs.len() {
        let longest = walks.iter().map(|walk| stretch(&signs[at..], walk)).max().unwrap_or(0);
        if longest >= STRETCH {
            walked += longest;
        }
        at += if longest >= STRETCH { longest } else { 1 };
    }
    walked
}

/// How far the beginning of `signs` follows the walk from any place of it.
fn stretch(signs: &[char], walk: &[char]) -> usize {
    let from = |start: usize| signs.iter().zip(&walk[start..]).take_while(|(a, b)| a == b).count();
    (0..walk.len()).map(from).max().unwrap_or(0)
}

/// Words of leaked passwords, of the world and of Việt Nam, without accents.
static KNOWN: LazyLock<HashSet<Vec<char>>> = LazyLock::new(|| {
    include_str!("passwords/common.txt").split_whitespace().map(|w| w.chars().collect()).collect()
});

/// Known words that a password may consist of before it counts as a sentence.
const FEW: usize = 3;

/// Why the password is nothing but a few known words with digits between them.
fn covered(signs: &[char], about: &About) -> Option<Weakness> {
    let own = pieces(&about.own);
    let places = pieces(&about.places);
    let longest = KNOWN.iter().chain(&own).chain(&places).map(Vec::len).max().unwrap_or(0);
    // best[i]: fewest words that cover the first i signs, with the gravest of their kinds.
    let mut best: Vec<Option<(usize, Option<Weakness>)>> = vec![None; signs.len() + 1];
    best[0] = Some((0, None));
    for end in 1..=signs.len() {
        let mut found = match signs[end - 1].is_alphabetic() {
            true => None,
            false => best[end - 1],
        };
        for start in end.saturating_sub(longest)..end {
            let Some((words, kind)) = best[start] else { continue };
            let piece = &signs[start..end];
            let Some(named) = kind_of(piece, &own, &places) else { continue };
            let next = (words + 1, kind.max(Some(named)));
            let better = found.is_none_or(|(fewest, gravest)| {
                next.0 < fewest || (next.0 == fewest && next.1 > gravest)
            });
            if better {
                found = Some(next);
            }
        }
        best[end] = found;
    }
    let (words, kind) = best[signs.len()]?;
    kind.filter(|_| words <= FEW)
}

fn kind_of(
    piece: &[char],
    own: &HashSet<Vec<char>>,
    places: &HashSet<Vec<char>>,
) -> Option<Weakness> {
    let plain = plain(piece);
    let within = |words: &HashSet<Vec<char>>| words.contains(piece) || words.contains(&plain);
    if within(own) {
        Some(Weakness::Own)
    } else if within(places) {
        Some(Weakness::Place)
    } else {
        within(&KNOWN).then_some(Weakness::Known)
    }
}

/// The letters that digits and signs stand for in "p4$$w0rd".
fn plain(piece: &[char]) -> Vec<char> {
    let letter = |c: &char| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => *other,
    };
    piece.iter().map(letter).collect()
}

/// A name's words and every end of it, written together: "Trường THCS Nguyễn Vĩnh Nghiệp"
/// is also "nguyenvinhnghiep". Pieces of one sign say nothing.
fn pieces(names: &[String]) -> HashSet<Vec<char>> {
    let mut found = HashSet::new();
    for name in names {
        let folded = fold(name);
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        for (at, word) in words.iter().enumerate() {
            for piece in [(*word).to_owned(), words[at..].concat(), words[..=at].concat()] {
                found.insert(piece.chars().collect::<Vec<char>>());
            }
        }
        let first_letters: Vec<char> = words.iter().filter_map(|w| w.chars().next()).collect();
        found.insert(first_letters);
    }
    found.retain(|piece| piece.len() > 1);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about() -> About {
        About {
            own: vec!["Nguyễn Thị Diễm".into(), "diem@phuong.example".into()],
            places: vec!["Trường THCS Nguyễn Vĩnh Nghiệp".into(), "NVN".into()],
        }
    }

    #[test]
    fn sentences_of_ones_own_pass() {
        for good in [
            "con mèo trèo cây cau",
            "mưa rơi trên mái tôn cũ",
            "Diễm hay quên chìa khoá xe",
            "purple kettle walks home",
            "k7mp-4rtx-q2",
            "ba con vịt qua cầu khỉ",
        ] {
            assert_eq!(weakness(good, &about()), None, "{good}");
        }
    }

    #[test]
    fn each_weak_password_is_refused_for_its_own_reason() {
        for (bad, why) in [
            ("ngắn", Weakness::Short),
            ("aaaaaaaaaaaa", Weakness::Repeated),
            ("!!!!!!!!!!!!", Weakness::Repeated),
            ("12121212121212", Weakness::Repeated),
            ("mèo con mèo con", Weakness::Repeated),
            ("1234567890", Weakness::Walk),
            ("qwertyuiop1", Weakness::Walk),
            ("poiuytrewq", Weakness::Walk),
            ("1qaz2wsx3edc", Weakness::Walk),
            ("abcdefghijk", Weakness::Walk),
            ("Qwerty12345!", Weakness::Walk),
            ("28/11/1990 1", Weakness::Digits),
            ("Mật khẩu 1234", Weakness::Known),
            ("password2026", Weakness::Known),
            ("P4$$w0rd2026", Weakness::Known),
            ("Anh yêu em 2010", Weakness::Known),
            ("iloveyou_vietnam", Weakness::Known),
            ("Hà Nội mùa thu 86", Weakness::Known),
            ("Nguyễn Vĩnh Nghiệp", Weakness::Place),
            ("thcsnguyenvinhnghiep2026", Weakness::Place),
            ("Nguyễn Thị Diễm", Weakness::Own),
            ("diem19901990", Weakness::Own),
            ("diemphuong2026", Weakness::Own),
        ] {
            assert_eq!(weakness(bad, &about()), Some(why), "{bad}");
        }
    }

    #[test]
    fn both_entries_are_the_same_sentence() {
        let form = PasswordForm {
            password: "con mèo trèo cây".into(),
            again: "khác hẳn".into(),
            ..PasswordForm::default()
        };
        let problems = new_password(&form, &About::default()).unwrap_err();
        assert!(problems.of("again").is_some() && problems.of("password").is_none());
    }

    #[test]
    fn the_list_is_plain_and_long_enough_to_matter() {
        assert!(KNOWN.len() > 600, "{}", KNOWN.len());
        for word in KNOWN.iter() {
            assert!(word.iter().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
        }
    }
}
