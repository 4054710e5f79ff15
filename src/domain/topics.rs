//! The catalogue of topics: what residents come for, how long it takes, what to
//! bring, and how close an adult must stand.

mod plain;

pub use plain::{Hit, Plain, bring, hit, plain, safety, said};

use super::names::fold;
use crate::text_enum;

text_enum! {
    /// Who may help with a topic.
    pub enum Tier {
        /// A pupil may guide in sight of an adult.
        Guide = "G",
        /// An adult stands within arm's reach.
        Adult = "A",
        /// An adult leads; a pupil is never matched to it.
        Reserved = "R",
    }
}

/// The 48 topics as the product ships them; wards edit the texts later.
const SHIPPED: &str = include_str!("topics.csv");

/// One topic as it is shipped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    pub code: String,
    pub tier: Tier,
    pub group_vi: String,
    pub group_en: String,
    pub name_vi: String,
    pub name_en: String,
    pub minutes: i64,
    /// Separated by semicolons.
    pub bring_vi: String,
    pub safety_vi: String,
}

impl Topic {
    /// What a search without accents looks through.
    pub fn search(&self) -> String {
        fold(&format!("{} {} {} {}", self.name_vi, self.group_vi, self.name_en, self.group_en))
    }
}

/// Reads the shipped catalogue, in its order.
pub fn shipped() -> Result<Vec<Topic>, csv::Error> {
    let mut reader = csv::Reader::from_reader(SHIPPED.as_bytes());
    let mut topics = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cell = |i: usize| record.get(i).unwrap_or_default().to_owned();
        topics.push(Topic {
            code: cell(0),
            // A tier nobody knows is the strictest one.
            tier: Tier::from_code(&cell(1)).unwrap_or(Tier::Reserved),
            group_vi: cell(2),
            group_en: cell(3),
            name_vi: cell(4),
            name_en: cell(5),
            minutes: cell(6).parse().unwrap_or(30),
            bring_vi: cell(7),
            safety_vi: cell(8),
        });
    }
    Ok(topics)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_eight_topics_with_a_tier_and_a_length_each() {
        let topics = shipped().unwrap();
        assert_eq!(topics.len(), 48);
        assert_eq!(topics.iter().filter(|t| t.tier == Tier::Reserved).count(), 9);
        assert!(topics.iter().all(|t| (10..=45).contains(&t.minutes) && !t.bring_vi.is_empty()));
        assert!(topics.iter().any(|t| t.search().contains("khai sinh")));
    }
}
