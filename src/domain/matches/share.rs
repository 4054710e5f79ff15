//! How evenly the hours of the school year are spread, class by class, before a plan and
//! with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::ids::{AmbassadorId, OrganisationId};

use super::drafting::Pairing;
use super::scene::Scene;

/// Minutes of the pupils of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Minutes {
    pub total: i64,
    pub least: i64,
    pub median: i64,
    pub most: i64,
}

/// One class before the plan and with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClassShare {
    pub school: OrganisationId,
    pub class: String,
    pub pupils: usize,
    pub before: Minutes,
    pub after: Minutes,
}

/// Minutes of each pupil of a class, without the plan and with it.
#[derive(Default)]
struct Each {
    before: Vec<i64>,
    after: Vec<i64>,
}

/// Every class with pupils who help in the plan or have helped, by school and name.
pub(super) fn shares(scene: &Scene, pairs: &[Pairing]) -> Vec<ClassShare> {
    let mut planned: BTreeMap<AmbassadorId, i64> = BTreeMap::new();
    for pair in pairs {
        let minutes = scene.session(pair.session).map_or(0, |posted| posted.step_minutes);
        *planned.entry(pair.ambassador).or_default() += minutes;
    }
    let mut classes: BTreeMap<(OrganisationId, &str), Each> = BTreeMap::new();
    for helper in &scene.helpers {
        let class = classes.entry((helper.candidate.school, &helper.class)).or_default();
        let more = planned.get(&helper.candidate.ambassador).copied().unwrap_or(0);
        class.before.push(helper.recorded);
        class.after.push(helper.recorded + more);
    }
    let share = |((school, class), each): ((_, &str), Each)| ClassShare {
        school,
        class: class.to_owned(),
        pupils: each.before.len(),
        before: minutes(each.before),
        after: minutes(each.after),
    };
    classes.into_iter().map(share).filter(|share| share.after.total > 0).collect()
}

fn minutes(mut each: Vec<i64>) -> Minutes {
    each.sort_unstable();
    Minutes {
        total: each.iter().sum(),
        least: each.first().copied().unwrap_or(0),
        median: each.get((each.len().max(1) - 1) / 2).copied().unwrap_or(0),
        most: each.last().copied().unwrap_or(0),
    }
}
