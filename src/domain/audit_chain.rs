//! The chain over the audit trail: each row's hash covers the row and the hash before it, so
//! that nothing can be changed, taken out or put in between without breaking every later hash.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// A row of the trail as it is hashed. `at` is in microseconds since 1970 UTC.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link<'a> {
    pub id: i64,
    pub at: i64,
    pub account: Option<i64>,
    pub actor: &'a str,
    pub organisation: Option<i64>,
    pub entity: &'a str,
    pub entity_id: i64,
    pub act: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    pub detail: &'a str,
}

/// What stands before the first row.
pub const GENESIS: &str = "";

/// SHA-256 in lower-case hexadecimal over the hash before and the row. Every text goes in with
/// its length, so that no two rows read the same.
pub fn hash(before: &str, link: &Link<'_>) -> String {
    let mut digest = Sha256::new();
    let mut text = |text: &str| {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text.as_bytes());
    };
    text(before);
    for part in [link.actor, link.entity, link.act, link.from, link.to, link.detail] {
        text(part);
    }
    let optional = |id: Option<i64>| id.map_or("-".to_owned(), |id| id.to_string());
    text(&optional(link.account));
    text(&optional(link.organisation));
    for number in [link.id, link.at, link.entity_id] {
        digest.update(number.to_be_bytes());
    }
    HEXLOWER.encode(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link<'static> {
        Link {
            id: 7,
            at: 1_795_824_000_000_000,
            account: Some(3),
            actor: "person",
            organisation: None,
            entity: "session",
            entity_id: 12,
            act: "publish",
            from: "draft",
            to: "open",
            detail: "",
        }
    }

    #[test]
    fn every_part_of_a_row_and_the_hash_before_it_count() {
        let whole = hash(GENESIS, &link());
        let changed = [
            Link { id: 8, ..link() },
            Link { at: 0, ..link() },
            Link { account: None, ..link() },
            Link { actor: "house", ..link() },
            Link { organisation: Some(0), ..link() },
            Link { entity: "booking", ..link() },
            Link { entity_id: 13, ..link() },
            Link { act: "cancel", ..link() },
            Link { from: "", ..link() },
            Link { to: "", ..link() },
            Link { detail: "x", ..link() },
            // The same letters, cut elsewhere.
            Link { from: "drafto", to: "pen", ..link() },
        ];
        for other in changed {
            assert_ne!(hash(GENESIS, &other), whole, "{other:?}");
        }
        assert_ne!(hash(&whole, &link()), whole);
        assert_eq!(whole.len(), 64);
    }
}
