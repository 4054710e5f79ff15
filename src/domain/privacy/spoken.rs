//! Digits written as words, one by one ("không chín một hai…", "zero nine one two…"),
//! turned into digits so that the rest of the guard sees them.

/// Fewer words than this in a row are ordinary speech: "ba năm", "hai ba người".
const WORDS_IN_A_ROW: usize = 4;
/// Fewer digits than this are no secret.
const DIGITS_IN_A_ROW: usize = 6;

fn digit(word: &str) -> Option<char> {
    Some(match word {
        "khong" | "zero" | "oh" => '0',
        "mot" | "one" => '1',
        "hai" | "two" => '2',
        "ba" | "three" => '3',
        "bon" | "tu" | "four" => '4',
        "nam" | "lam" | "five" => '5',
        "sau" | "six" => '6',
        "bay" | "seven" => '7',
        "tam" | "eight" => '8',
        "chin" | "nine" => '9',
        _ => return None,
    })
}

/// A word, a row of digits, or what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| (c.is_alphabetic(), c.is_ascii_digit());
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (token, others) = rest.split_at(end);
        tokens.push(token);
        rest = others;
    }
    tokens
}

fn is_gap(token: &str) -> bool {
    token.chars().count() <= 3 && token.chars().all(|c| matches!(c, ' ' | ',' | '.' | '-' | '/'))
}

/// The folded text with such rows of words in digits, a blank between them.
pub fn in_digits(text: &str) -> String {
    let tokens = tokens(text);
    let number = |at: usize| {
        let token: &str = tokens.get(at)?;
        let is_digits = token.starts_with(|c: char| c.is_ascii_digit());
        if is_digits { Some(token.to_owned()) } else { digit(token).map(String::from) }
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < tokens.len() {
        let Some(first) = number(at) else {
            out.push_str(tokens[at]);
            at += 1;
            continue;
        };
        let (mut row, mut end) = (vec![first], at + 1);
        while let Some(next) = number(end + 1).filter(|_| is_gap(tokens[end])) {
            row.push(next);
            end += 2;
        }
        let words = (at..end).step_by(2).filter(|i| digit(tokens[*i]).is_some()).count();
        let digits: usize = row.iter().map(String::len).sum();
        if words >= WORDS_IN_A_ROW && digits >= DIGITS_IN_A_ROW {
            out.push_str(&row.join(" "));
        } else {
            tokens[at..end].iter().for_each(|token| out.push_str(token));
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_number_words_become_digits_and_speech_stays() {
        assert_eq!(in_digits("so khong bay chin, mot nam nam nhe"), "so 0 7 9 1 5 5 nhe");
        assert_eq!(in_digits("one two three four 56"), "1 2 3 4 56");
        for speech in ["hai ba con, bon nam tuoi", "tu nam 2025 ba toi khong lam", "7:30, 8:30"] {
            assert_eq!(in_digits(speech), speech);
        }
    }
}
