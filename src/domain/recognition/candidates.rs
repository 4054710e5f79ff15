//! Who is a candidate: computed as often as one likes, and what a teacher or the
//! board has already decided stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::criteria::{Criteria, Figures, highest};
use super::{AwardState, AwardState as S};
use crate::domain::ids::{AmbassadorId, AwardId, ClassId, TierId};

/// What an active pupil has reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Earned {
    pub ambassador: AmbassadorId,
    pub class: ClassId,
    pub figures: Figures,
}

/// An award of the programme as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known {
    pub award: AwardId,
    pub state: AwardState,
    pub tier: TierId,
    pub earned: Earned,
}

/// What computing the candidates comes to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Newly reached a tier.
    pub add: Vec<(TierId, Earned)>,
    /// Not yet checked, and the tier, the class or a figure is another now.
    pub update: Vec<(AwardId, TierId, Earned)>,
    /// Not yet checked, and no tier is reached any more.
    pub withdraw: Vec<AwardId>,
}

impl Changes {
    /// Everything stands as it stood.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.update.is_empty() && self.withdraw.is_empty()
    }
}

/// Compares what pupils have earned with the awards there are. `tiers` in rising order.
///
/// One achievement earns one award: a pupil whose award is checked, approved or
/// issued, or whom somebody set aside, gets no second one. After a revocation a new
/// candidate is possible.
pub fn changes(tiers: &[(TierId, Criteria)], earned: &[Earned], known: &[Known]) -> Changes {
    let criteria: Vec<Criteria> = tiers.iter().map(|(_, criteria)| *criteria).collect();
    let open: BTreeMap<AmbassadorId, &Known> = known
        .iter()
        .filter(|award| award.state == S::Candidate)
        .map(|award| (award.earned.ambassador, award))
        .collect();
    let decided: BTreeSet<AmbassadorId> = known
        .iter()
        .filter(|a| matches!(a.state, S::Checked | S::Approved | S::Issued | S::SetAside))
        .map(|award| award.earned.ambassador)
        .collect();
    let mut changes = Changes::default();
    let mut kept = BTreeSet::new();
    for pupil in earned {
        let Some(at) = highest(&criteria, &pupil.figures) else { continue };
        let tier = tiers[at].0;
        match open.get(&pupil.ambassador) {
            Some(award) => {
                kept.insert(award.award);
                if award.tier != tier || award.earned != *pupil {
                    changes.update.push((award.award, tier, *pupil));
                }
            }
            None if decided.contains(&pupil.ambassador) => {}
            None => changes.add.push((tier, *pupil)),
        }
    }
    changes.withdraw =
        open.values().map(|award| award.award).filter(|award| !kept.contains(award)).collect();
    changes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::recognition::default_tiers;

    fn tiers() -> Vec<(TierId, Criteria)> {
        let numbered = default_tiers().into_iter().zip(1..);
        numbered.map(|(tier, id)| (TierId(id), tier.criteria)).collect()
    }

    /// The awards after the changes are carried out.
    fn applied(mut known: Vec<Known>, changes: &Changes) -> Vec<Known> {
        known.retain(|award| !changes.withdraw.contains(&award.award));
        for (id, tier, earned) in &changes.update {
            let award = known.iter_mut().find(|award| award.award == *id).unwrap();
            (award.tier, award.earned) = (*tier, *earned);
        }
        let next = known.iter().map(|award| award.award.0).max().unwrap_or(0) + 1;
        known.extend(changes.add.iter().zip(next..).map(|((tier, earned), id)| Known {
            award: AwardId(id),
            state: S::Candidate,
            tier: *tier,
            earned: *earned,
        }));
        known
    }

    fn earned() -> impl Strategy<Value = Vec<Earned>> {
        let pupil = (0i64..50, 0i64..20, 80i64..=100, 0i64..2);
        prop::collection::vec(pupil, 0..20).prop_map(|pupils| {
            let numbered = pupils.into_iter().zip(1..);
            numbered
                .map(|((hours, supports, attendance_percent, breaches), id)| Earned {
                    ambassador: AmbassadorId(id),
                    class: ClassId(id % 3),
                    figures: Figures {
                        minutes: hours * 60,
                        supports,
                        attendance_percent: Some(attendance_percent),
                        breaches,
                    },
                })
                .collect()
        })
    }

    proptest! {
        /// Whatever was decided before and however the figures moved: nobody has two live
        /// awards, what was decided is untouched, every candidate reaches the tier it
        /// stands for, and computing once more changes nothing.
        #[test]
        fn computing_again_is_safe(first in earned(), second in earned(), states in prop::collection::vec(0usize..6, 20)) {
            let tiers = tiers();
            let mut known = applied(Vec::new(), &changes(&tiers, &first, &[]));
            for (award, state) in known.iter_mut().zip(states) {
                award.state = AwardState::ALL[state];
            }
            let before = known.clone();
            let after = applied(known.clone(), &changes(&tiers, &second, &known));
            prop_assert!(changes(&tiers, &second, &after).is_empty());
            for award in before.iter().filter(|a| a.state != S::Candidate) {
                prop_assert!(after.contains(award));
            }
            for pupil in &second {
                let own = after.iter().filter(|a| a.earned.ambassador == pupil.ambassador);
                let live = own.filter(|a| !matches!(a.state, S::Revoked | S::SetAside));
                prop_assert!(live.count() <= 1);
            }
            for award in after.iter().filter(|a| a.state == S::Candidate) {
                let criteria: Vec<_> = tiers.iter().map(|t| t.1).collect();
                let at = highest(&criteria, &award.earned.figures);
                prop_assert_eq!(at.map(|at| tiers[at].0), Some(award.tier));
            }
        }
    }
}
