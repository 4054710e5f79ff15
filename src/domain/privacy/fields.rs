//! Which fields of a form the guard reads: all of them, but for those that hold something
//! else by nature and are never kept as typed.

use super::refuse_secrets;
use crate::domain::refusal::Problems;

/// Fields that are not free text although they hold digits or random signs: keys that the
/// house made itself, the way back, and what is compared and not kept. Telephones and
/// passwords are known by their names.
const NOT_FREE_TEXT: &[&str] = &["key", "back", "proof", "current", "again"];

/// Whether what is typed into a field of this name is read for secrets.
pub fn is_guarded(field: &str) -> bool {
    let by_name = field.ends_with("phone") || field.contains("password");
    !by_name && !NOT_FREE_TEXT.contains(&field)
}

/// The fields that hold a secret, with the sentence that belongs beside each.
pub fn refuse_in_fields<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Problems {
    let mut problems = Problems::none();
    for (field, typed) in fields.into_iter().filter(|(field, _)| is_guarded(field)) {
        if let Err(secret) = refuse_secrets(typed) {
            problems.add(field, secret);
        }
    }
    problems
}
