//! What a resident holds in the hand: the booking code, the two words the greeter
//! must say, and the tear-off number. Made from random bits that the caller brings.

mod words;

use super::names::fold;
use words::{QUALITIES, THINGS};

/// No look-alikes: no 0/O/Q, 1/I/L/J, U/V/W, and of 2/Z, 5/S, 8/B only the digit.
/// Twenty-three signs, a prime, so that the check sign below catches every single wrong
/// sign and every two that changed places.
pub(super) const SIGNS: &[u8; 23] = b"23456789ACDEFGHKMNPRTXY";

/// Random signs in a code; with the check sign it is written 4-3: 148 million codes.
const RANDOM: usize = 6;

/// A code for bookings and requests, stored without its dash: "7K2QM9X".
pub fn code(random: u64) -> String {
    let mut rest = random;
    let mut values = [0_u64; RANDOM];
    for value in &mut values {
        *value = rest % 23;
        rest /= 23;
    }
    let mut code: String = values.iter().map(|v| char::from(SIGNS[*v as usize])).collect();
    code.push(check_sign(&values));
    code
}

/// The sum of the signs' values, each times its place, modulo 23.
fn check_sign(values: &[u64]) -> char {
    let sum: u64 = values.iter().zip(1..).map(|(value, place)| value * place).sum();
    char::from(SIGNS[(sum % 23) as usize])
}

/// A code as it was typed or heard, in its stored form; `None` when it cannot be one.
/// Signs that codes do not use are read as those they are mistaken for.
pub fn read(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(RANDOM + 1);
    let mut values = Vec::with_capacity(RANDOM + 1);
    for c in fold(typed).to_uppercase().chars() {
        if c.is_whitespace() || matches!(c, '-' | '.' | '_' | '–' | '—') {
            continue;
        }
        let meant = match c {
            '0' | 'O' | 'Q' => 'D',
            'Z' => '2',
            'S' => '5',
            'B' => '8',
            'V' => 'Y',
            other => other,
        };
        values.push(SIGNS.iter().position(|sign| char::from(*sign) == meant)? as u64);
        code.push(meant);
    }
    let whole = values.len() == RANDOM + 1 && code.ends_with(check_sign(&values[..RANDOM]));
    whole.then_some(code)
}

/// "7K2Q-M9X": as it is printed and read out. Codes of another make stay as they are.
pub fn shown(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((first, second)) if code.len() == RANDOM + 1 => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}

/// Two words that are easily said and heard: "sông xanh". One of 4,096.
pub fn phrase(random: u64) -> String {
    let thing = THINGS[(random % THINGS.len() as u64) as usize];
    let quality = QUALITIES[(random / THINGS.len() as u64 % QUALITIES.len() as u64) as usize];
    format!("{thing} {quality}")
}

/// Four digits, handed over only when the help was good.
pub fn tear_off(random: u64) -> String {
    format!("{:04}", random % 10_000)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_code_is_read_back_however_it_is_typed(random: u64) {
            let code = code(random);
            prop_assert_eq!(read(&code), Some(code.clone()));
            prop_assert_eq!(read(&shown(&code).to_lowercase()), Some(code.clone()));
            prop_assert_eq!(read(&format!(" {} ", code.replace('D', "0").replace('5', "s"))), Some(code));
        }

        #[test]
        fn one_wrong_sign_or_two_in_each_others_place_are_noticed(
            random: u64, place in 0..7_usize, other in 0..7_usize, sign in 0..23_usize,
        ) {
            let right = code(random).into_bytes();
            let mut wrong = right.clone();
            wrong[place] = SIGNS[sign];
            let mut swapped = right.clone();
            swapped.swap(place, other);
            for changed in [wrong, swapped] {
                if changed != right && (place.max(other) < RANDOM || changed[..RANDOM] == right[..RANDOM]) {
                    prop_assert_eq!(read(std::str::from_utf8(&changed).unwrap()), None);
                }
            }
        }
    }

    #[test]
    fn anything_else_is_no_code() {
        for typed in ["", "7K2Q", "7K2QM9XX", "khong biet", "1111111", "999999"] {
            assert_eq!(read(typed), None, "{typed}");
        }
        assert_eq!(shown("7K2QM9X"), "7K2Q-M9X");
        assert_eq!(shown("T12"), "T12");
    }

    #[test]
    fn the_words_of_a_phrase_sound_different_even_without_accents() {
        for words in [THINGS, QUALITIES] {
            let heard: HashSet<String> = words.iter().map(|word| fold(word)).collect();
            assert_eq!(heard.len(), 64);
        }
        assert_eq!(phrase(0), format!("{} {}", THINGS[0], QUALITIES[0]));
        assert_eq!(phrase(64 * 64 - 1), format!("{} {}", THINGS[63], QUALITIES[63]));
        assert_eq!(tear_off(10_007), "0007");
    }
}
