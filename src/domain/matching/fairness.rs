//! How evenly the work is shared, before a plan and after it, group by group.

use std::collections::BTreeMap;

use super::facts::{AmbassadorId, Assigned, Facts};

/// How the half hours of a group of people are spread.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hours {
    /// Of all together.
    pub total: i64,
    /// Of whoever has least.
    pub least: i64,
    /// Of the one in the middle; of two in the middle, the one with less.
    pub median: i64,
    /// Of whoever has most.
    pub most: i64,
    /// Standard deviation: 0 when all have the same.
    pub deviation: f64,
}

/// One group, before the plan and with it. All numbers are half hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share<G> {
    /// The caller's group, for example a class.
    pub group: G,
    /// People in it.
    pub people: usize,
    /// As recorded so far.
    pub before: Hours,
    /// With the matches on top.
    pub after: Hours,
}

/// The spread of recorded half hours in every group, without the matches and with them, in
/// order of group. Whoever belongs to no group is left out.
pub fn spread<G: Ord>(
    facts: &Facts,
    matches: &[Assigned],
    group: impl Fn(AmbassadorId) -> Option<G>,
) -> Vec<Share<G>> {
    let mut served: BTreeMap<AmbassadorId, i64> = BTreeMap::new();
    for m in matches {
        *served.entry(m.ambassador).or_default() += 1;
    }
    let mut groups: BTreeMap<G, (Vec<i64>, Vec<i64>)> = BTreeMap::new();
    for a in &facts.ambassadors {
        if let Some(group) = group(a.id) {
            let (before, after) = groups.entry(group).or_default();
            before.push(a.recorded);
            after.push(a.recorded + served.get(&a.id).copied().unwrap_or(0));
        }
    }
    let share = |(group, (before, after)): (G, (Vec<i64>, Vec<i64>))| Share {
        group,
        people: before.len(),
        before: hours(before),
        after: hours(after),
    };
    groups.into_iter().map(share).collect()
}

fn hours(mut each: Vec<i64>) -> Hours {
    each.sort_unstable();
    let (Some(least), Some(most)) = (each.first(), each.last()) else { return Hours::default() };
    let total: i64 = each.iter().sum();
    let mean = total as f64 / each.len() as f64;
    let squares: f64 = each.iter().map(|h| (*h as f64 - mean) * (*h as f64 - mean)).sum();
    Hours {
        total,
        least: *least,
        median: each[(each.len() - 1) / 2],
        most: *most,
        deviation: (squares / each.len() as f64).sqrt(),
    }
}
