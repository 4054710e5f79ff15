//! Words that tell what a number beside them is, folded.

/// Names an identity card.
pub const IDENTITY: &[&str] =
    &["cccd", "cmnd", "cmt", "can cuoc", "chung minh", "dinh danh", "id card", "identity"];

/// Names a bank account.
pub const ACCOUNT: &[&str] = &[
    "so tai khoan",
    "stk",
    "so tk",
    "tai khoan ngan hang",
    "tk ngan hang",
    "tai khoan nhan tien",
    "tai khoan huong",
    "so the",
    "the atm",
    "account number",
    "account no",
    "account no.",
    "bank account",
    "card number",
];

/// Names a bank; a long number after it is an account.
pub const BANK: &[&str] = &[
    "vietcombank",
    "vcb",
    "agribank",
    "bidv",
    "vietinbank",
    "techcombank",
    "mb bank",
    "mbbank",
    "acb",
    "sacombank",
    "vpbank",
    "tpbank",
    "tp bank",
    "momo",
    "vib",
    "hdbank",
    "shb",
    "dong a bank",
    "scb",
    "ngan hang",
];

/// Between the name of an account and a telephone: the telephone is there to be called.
pub const TO_CALL: &[&str] =
    &["goi", "sdt", "dt", "dien thoai", "so dien thoai", "lien he", "zalo", "phone", "call"];

/// Names a one-time code or PIN.
pub const ONE_TIME: &[&str] = &[
    "otp",
    "mat khau",
    "matkhau",
    "mk",
    "passcode",
    "password",
    "pass",
    "pin",
    "ma xac thuc",
    "ma xac nhan",
    "ma bao mat",
    "ma kich hoat",
    "verification code",
    "one-time code",
    "security code",
];

/// May name a one-time code.
pub const CODE: &[&str] = &["ma", "code"];

/// Between "mã" and the number: a code that is nobody's secret.
pub const HARMLESS_CODE: &[&str] = &[
    "ho so",
    "so thue",
    "so bhxh",
    "bhxh",
    "khach hang",
    "dat lich",
    "dat cho",
    "hen",
    "luot",
    "vung",
    "buu chinh",
    "buu dien",
    "tra cuu",
    "bien nhan",
    "van don",
    "don hang",
    "thu tuc",
    "phuong",
    "khu pho",
    "truong",
    "lop",
    "hoc sinh",
    "phieu",
    "hoa don",
    "hang",
    "dich vu",
    "booking",
    "dossier",
    "postal",
    "area",
    "customer",
    "order",
    "case",
];

/// Names a password.
pub const PASSWORD: &[&str] =
    &["mat khau", "matkhau", "mk", "passcode", "password", "pass", "ma pin", "pin"];

/// Names a password that may stand right beside it. "Pin" is a battery more often.
pub const PASSWORD_BESIDE: &[&str] =
    &["mat khau", "matkhau", "mk", "passcode", "password", "pass", "pwd"];

/// May stand between the name of a password and the password.
const SMALL: &[&str] = &[
    "moi", "cu", "cua", "toi", "em", "bac", "chau", "ba", "ong", "co", "chu", "con", "minh", "my",
    "the", "new", "old", "vneid", "vssid", "zalo", "facebook", "gmail", "may", "wifi", "nha",
    "nay", "hien", "tai", "dang", "nhap", "cho", "for", "-", ">", "=>", "->",
];

/// Words after "mật khẩu là …" that are not a password.
const TALK: &[&str] = &[
    "forgotten",
    "unknown",
    "needed",
    "required",
    "blocked",
    "locked",
    "expired",
    "missing",
    "changed",
    "written",
    "working",
    "correct",
    "something",
    "important",
    "difficult",
    "always",
    "rejected",
    "refused",
    "another",
    "different",
    "nothing",
    "incorrect",
    "invalid",
    "weak",
    "strong",
    "please",
    "reset",
    "vneid",
    "vssid",
    "facebook",
    "wrong",
    "google",
    "always",
];

/// A word that was looked for.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub start: usize,
    pub end: usize,
    /// Where its sentence ends.
    pub sentence_end: usize,
}

/// Every place where one of these words stands by itself.
pub fn find(text: &[char], these: &[&str]) -> Vec<Found> {
    let mut found = Vec::new();
    for word in these {
        let word: Vec<char> = word.chars().collect();
        for (start, window) in text.windows(word.len()).enumerate() {
            let end = start + word.len();
            let alone = !start.checked_sub(1).is_some_and(|at| text[at].is_alphanumeric())
                && !text.get(end).is_some_and(|c| c.is_alphabetic());
            if window == word && alone {
                found.push(Found { start, end, sentence_end: sentence_end(text, end) });
            }
        }
    }
    found
}

fn sentence_end(text: &[char], from: usize) -> usize {
    let ends = |at: usize| {
        let mark = matches!(text[at], '.' | '!' | '?') && text.get(at + 1) == Some(&' ');
        mark || text[at] == ';'
    };
    (from..text.len()).find(|at| ends(*at)).unwrap_or(text.len())
}

/// Nothing between a word and its number but "là", "is", "số", a colon and the like.
pub fn only_links(between: &[char]) -> bool {
    let between: String = between.iter().collect();
    between
        .split(|c: char| !c.is_alphanumeric())
        .all(|word| matches!(word, "" | "la" | "is" | "so" | "cua" | "em" | "toi" | "moi" | "cu"))
}

impl Found {
    /// The word that a colon, an equals sign, "là" or "is" hands over: at most four words
    /// stand between ("mật khẩu VNeID của bác là …").
    pub fn told(&self, text: &[char]) -> Option<String> {
        let rest: String = text[self.end..self.sentence_end].iter().collect();
        let rest = rest.replace([':', '='], " : ");
        let mut words = rest.split_whitespace();
        words.by_ref().take(5).find(|word| matches!(*word, ":" | "la" | "is"))?;
        words.find(|word| !matches!(*word, ":" | "la" | "is")).map(str::to_owned)
    }

    /// The next word but for at most four small ones.
    pub fn beside(&self, text: &[char]) -> Option<String> {
        let rest: String = text[self.end..self.sentence_end].iter().collect();
        let mut words = rest.split_whitespace();
        words.by_ref().take(5).find(|word| !SMALL.contains(word)).map(str::to_owned)
    }
}

/// Digits and letters together, a sign that words do not have, or a long word that is
/// not talk about passwords.
pub fn looks_secret(word: &str) -> bool {
    let word =
        word.trim_matches(|c: char| matches!(c, '.' | ',' | '"' | '\'' | '(' | ')' | '?' | '!'));
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let signs = word.chars().any(|c| matches!(c, '@' | '#' | '$' | '%' | '&' | '*' | '_' | '!'));
    let long = letters >= 8 && digits == 0 && !TALK.contains(&word);
    (letters > 0 && digits > 0) || (signs && word.chars().count() >= 4) || long || digits >= 4
}

/// A word that nobody says: letters and digits or signs mixed, long enough for a password,
/// and neither an address nor a number of a paper.
pub fn looks_made_up(word: &str) -> bool {
    let word = word.trim_matches(|c: char| matches!(c, '.' | ',' | '"' | '\'' | '(' | ')' | '?'));
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let signs = word.chars().any(|c| matches!(c, '@' | '#' | '$' | '%' | '&' | '*' | '!'));
    let address = word.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    let paper = word.contains('/') || word.matches(['.', '-']).count() > 1;
    word.chars().count() >= 6 && letters > 0 && (digits > 0 || signs) && !address && !paper
}
