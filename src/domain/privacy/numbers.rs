//! Numbers in a text, joined as people space them, and what harmless thing they may be.

use crate::domain::phone::{is_landline, is_mobile};

/// Digits that belong together.
#[derive(Clone, Debug)]
pub struct Number {
    pub digits: String,
    /// Where it stands in the folded text, in characters; `end` is after it.
    pub start: usize,
    pub end: usize,
    /// Part of a word of letters and digits, such as a dossier code.
    pub in_code: bool,
    /// A telephone number.
    pub is_phone: bool,
    /// A sum of money.
    pub is_amount: bool,
    /// Part of a time or a date.
    pub is_time: bool,
}

impl Number {
    /// A hotline such as 1900 1234, or a short one such as 113.
    pub fn is_service_line(&self) -> bool {
        let length = self.digits.len();
        let hotline = self.digits.starts_with("1900") || self.digits.starts_with("1800");
        (hotline && (8..=10).contains(&length)) || length <= 4
    }

    /// A branch's tax code: ten digits, a dash and three.
    pub fn is_tax_code(&self, text: &[char]) -> bool {
        self.digits.len() == 13
            && self.end - self.start == 14
            && text.get(self.start + 10) == Some(&'-')
    }
}

/// A maximal row of digits.
#[derive(Clone, Copy, Debug)]
struct Group {
    start: usize,
    end: usize,
}

impl Group {
    fn len(self) -> usize {
        self.end - self.start
    }

    fn digits(self, text: &[char]) -> String {
        text[self.start..self.end].iter().collect()
    }
}

/// All numbers of a folded text. A row of spaced groups comes as one number, and each of
/// its groups that is long enough to be a secret alone comes by itself too.
pub fn numbers(text: &[char]) -> Vec<Number> {
    let mut found = Vec::new();
    let mut run: Vec<Group> = Vec::new();
    for group in groups(text) {
        if run.last().is_some_and(|last| !joins(text, *last, group)) {
            close(text, &mut run, &mut found);
        }
        run.push(group);
    }
    close(text, &mut run, &mut found);
    found
}

/// The digits of rows whose groups stand apart by the same two or three signs, or by signs
/// that [`numbers`] does not join: "079, 155, 001, 234", "079/155/001/234".
pub fn evenly_spaced(text: &[char]) -> Vec<String> {
    let mut found = Vec::new();
    let mut row: Vec<Group> = Vec::new();
    for group in groups(text) {
        let gap = |one: Group, next: Group| &text[one.end..next.start];
        let even = match row.as_slice() {
            [] => true,
            [.., before, last] => gap(*last, group) == gap(*before, *last),
            [last] => is_even_gap(gap(*last, group)),
        };
        if !even {
            found.push(std::mem::take(&mut row));
        }
        row.push(group);
    }
    found.push(row);
    let digits = |row: Vec<Group>| row.iter().map(|group| group.digits(text)).collect();
    found.into_iter().filter(|row| row.len() > 2).map(digits).collect()
}

fn is_even_gap(gap: &[char]) -> bool {
    let signs = |c: &char| matches!(c, ' ' | ',' | '.' | '-' | '/' | '|' | '*' | '_' | '+' | '–');
    (1..=3).contains(&gap.len()) && gap.iter().all(signs)
}

fn groups(text: &[char]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut start = None;
    for (i, c) in text.iter().enumerate() {
        match (c.is_ascii_digit(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                groups.push(Group { start: from, end: i });
                start = None;
            }
            _ => {}
        }
    }
    groups.extend(start.map(|from| Group { start: from, end: text.len() }));
    groups
}

/// One space, dot or dash between two groups, neither of them part of a code.
fn joins(text: &[char], one: Group, next: Group) -> bool {
    next.start == one.end + 1
        && matches!(text[one.end], ' ' | '.' | '-' | '·' | '_')
        && !in_code(text, one)
        && !in_code(text, next)
}

/// Letters stand in the same word: a dossier code, a class, an amount such as 50k.
fn in_code(text: &[char], group: Group) -> bool {
    let ends = |c: &char| c.is_whitespace() || matches!(c, ':' | '=' | ',' | ';' | '(' | ')' | '"');
    let from = text[..group.start].iter().rposition(ends).map_or(0, |at| at + 1);
    let to = text[group.end..].iter().position(ends).map_or(text.len(), |at| group.end + at);
    text[from..to].iter().any(|c| c.is_alphabetic())
}

/// Turns a row of groups into numbers: dates and telephones are cut out first.
fn close(text: &[char], run: &mut Vec<Group>, found: &mut Vec<Number>) {
    let mut rest: &[Group] = run;
    let mut pending: Vec<Group> = Vec::new();
    while let Some((first, others)) = rest.split_first() {
        if let Some(length) = date_at(text, rest) {
            join(text, &pending, found);
            pending.clear();
            let mut date = number(text, &rest[..length]);
            date.is_time = true;
            found.push(date);
            rest = &rest[length..];
        } else if let Some(length) =
            phone_at(text, rest, run.len()).filter(|length| pending.is_empty() || *length == 1)
        {
            join(text, &pending, found);
            pending.clear();
            found.push(number(text, &rest[..length]));
            rest = &rest[length..];
        } else {
            pending.push(*first);
            rest = others;
        }
    }
    join(text, &pending, found);
    run.clear();
}

fn join(text: &[char], groups: &[Group], found: &mut Vec<Number>) {
    if groups.is_empty() {
        return;
    }
    found.push(number(text, groups));
    if groups.len() > 1 {
        found.extend(groups.iter().filter(|g| g.len() >= 4).map(|g| number(text, &[*g])));
    }
}

fn number(text: &[char], groups: &[Group]) -> Number {
    let (first, last) = (groups[0], groups[groups.len() - 1]);
    let digits: String = groups.iter().map(|group| group.digits(text)).collect();
    let national =
        digits.trim_start_matches("00").strip_prefix("84").map(|rest| format!("0{rest}"));
    let is_phone = is_mobile(&digits)
        || is_landline(&digits)
        || national.is_some_and(|n| is_mobile(&n) || is_landline(&n));
    // A long row of digits is what it is, whatever letters touch it.
    let in_code = digits.len() != 12 && groups.iter().any(|group| in_code(text, *group));
    Number {
        is_phone,
        in_code,
        is_amount: is_amount(text, groups),
        is_time: is_time(text, first, last),
        start: first.start,
        end: last.end,
        digits,
    }
}

/// Day, month and year with the same sign between them.
fn date_at(text: &[char], groups: &[Group]) -> Option<usize> {
    let [day, month, year, ..] = groups else { return None };
    let value = |group: &Group| group.digits(text).parse::<u32>().unwrap_or(u32::MAX);
    let same_sign = text[day.end] == text[month.end] && text[day.end] != ' ';
    let is_date = (1..=31).contains(&value(day))
        && (1..=12).contains(&value(month))
        && day.len() <= 2
        && month.len() <= 2
        && year.len() == 4
        && (1900..=2100).contains(&value(year));
    (same_sign && is_date).then_some(3)
}

/// A telephone at the beginning of the row. Twelve digits in pairs or one by one are an
/// identity number read aloud, although the first ten of them may make a telephone.
fn phone_at(text: &[char], groups: &[Group], row: usize) -> Option<usize> {
    let read_aloud = groups.len() == row
        && groups.iter().all(|group| group.len() <= 2)
        && groups.iter().map(|group| group.len()).sum::<usize>() == 12;
    let mut digits = String::new();
    for (i, group) in groups.iter().enumerate() {
        digits.push_str(&group.digits(text));
        if !read_aloud && (is_mobile(&digits) || is_landline(&digits)) {
            return Some(i + 1);
        }
    }
    None
}

/// A unit of money or of a telephone's battery or memory after it, or thousands set apart by dots.
fn is_amount(text: &[char], groups: &[Group]) -> bool {
    let after: String = text[groups[groups.len() - 1].end..].iter().take(8).collect();
    let after = after.trim_start();
    let word: String = after.chars().take_while(|c| c.is_alphabetic()).collect();
    let money = ["d", "dong", "vnd", "k", "nghin", "ngan", "trieu", "ty", "usd", "mah", "gb"];
    let starts_low = text[groups[0].start] == '0';
    let thousands = groups.len() > 1
        && groups[0].len() <= 3
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups.windows(2).all(|pair| text[pair[0].end] == '.');
    !starts_low && (money.contains(&word.as_str()) || thousands)
}

/// A colon or a slash touches it: 7:30, 28/11.
fn is_time(text: &[char], first: Group, last: Group) -> bool {
    let is_mark = |c: &char| matches!(c, '/' | ':');
    let before = first.start.checked_sub(2).is_some_and(|at| {
        text[at].is_ascii_digit() && text.get(first.start - 1).is_some_and(is_mark)
    });
    let after = text.get(last.end).is_some_and(is_mark)
        && text.get(last.end + 1).is_some_and(char::is_ascii_digit);
    before || after
}
