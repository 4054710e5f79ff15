//! Random towns, held against the rules for pupils.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::domain::eligibility::{SessionFacts, check};

/// Small numbers from which a town is made; proptest shrinks them.
type Town = (Vec<(u32, i64, i64, i64, i64)>, Vec<(i64, u8, i64, i64)>, Vec<(i64, i64)>);

fn towns() -> impl Strategy<Value = Town> {
    let sessions = prop::collection::vec((26..30u32, 0..8i64, 0..3i64, 0..3i64, 1..4i64), 1..5);
    let pupils = prop::collection::vec((60..480i64, 0..8u8, 0..6i64, 0..4i64), 1..6);
    let bookings = prop::collection::vec((0..5i64, 0..6i64), 1..16);
    (sessions, pupils, bookings)
}

fn town((sessions, pupils, bookings): &Town) -> Scene {
    let sessions = (0..).zip(sessions).map(|(n, (day, from, length, place, wanted))| {
        let step = [15, 30, 60][*length as usize];
        let mut posted = session(n, *day, 8 * 60 + from * 45, step, 120 / step);
        posted.facts.spot = Spot { place: PlaceId(*place), east_m: place * 3000, north_m: 0 };
        posted.facts.ambassadors_wanted = *wanted;
        posted
    });
    let sessions: Vec<Posted> = sessions.collect();
    let helpers = (0..).zip(pupils).map(|(n, (cap, flags, from, foe))| {
        let mut helper = pupil(n);
        helper.candidate.week_cap = *cap;
        helper.candidate.free.retain(|w| flags & 1 == 0 || w.weekday % 2 == 0);
        helper.candidate.free.iter_mut().for_each(|w| w.minutes.0 += from * 60);
        if flags & 6 == 6 {
            helper.candidate.signatures.pop();
        }
        // Pupils 0 and 1 are kept apart as soon as one of them knows of the other.
        if n < 2 && *foe > 0 {
            helper.candidate.kept_apart.push(AmbassadorId(1 - n));
        }
        helper
    });
    let count = sessions.len() as i64;
    let waiting = (0..).zip(bookings).map(|(n, (session, step))| {
        let session = session % count;
        booking(n, session, step % sessions[session as usize].steps.len() as i64)
    });
    let (helpers, waiting) = (helpers.collect(), waiting.collect());
    scene(sessions, helpers, waiting)
}

/// Every shift that publishing would propose, asked one after the other from the start.
fn all_allowed(scene: &Scene, shifts: &[(SessionId, AmbassadorId)]) -> bool {
    let mut sessions: BTreeMap<SessionId, SessionFacts> =
        scene.sessions.iter().map(|s| (s.facts.id, s.facts.clone())).collect();
    let mut pupils: BTreeMap<AmbassadorId, Candidate> =
        scene.helpers.iter().map(|h| (h.candidate.ambassador, h.candidate.clone())).collect();
    shifts.iter().all(|(session, pupil)| {
        let (facts, candidate) =
            (sessions.get_mut(session).unwrap(), pupils.get_mut(pupil).unwrap());
        let allowed = check(candidate, facts, &scene.closed, scene.now).is_ok();
        facts.members.push(*pupil);
        candidate.shifts.push(crate::domain::eligibility::Held {
            session: *session,
            starts_at: facts.starts_at,
            ends_at: facts.ends_at,
            spot: facts.spot,
        });
        allowed
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_scheduled_past_the_rules(recipe in towns()) {
        let scene = town(&recipe);
        let plan = draft(&scene, &BTreeMap::new(), 200);
        let done = settle(&scene, &plan);
        prop_assert!(all_allowed(&scene, &done.shifts));
        prop_assert_eq!(&done.passed, &vec![], "a fresh plan is published whole");
        prop_assert_eq!(done.made.len(), plan.pairs.len());
        let busy: BTreeSet<_> = plan.pairs.iter().map(|p| (p.ambassador, p.step)).collect();
        prop_assert_eq!(busy.len(), plan.pairs.len(), "one resident at a time");
        prop_assert_eq!(plan.pairs.len() + plan.left_out.len(), scene.waiting.len());
        prop_assert!(plan.worth.value <= plan.worth.bound);
    }

    #[test]
    fn an_old_plan_never_breaks_the_rules_of_a_changed_town(old in towns(), new in towns()) {
        let plan = draft(&town(&old), &BTreeMap::new(), 100);
        let scene = town(&new);
        let done = settle(&scene, &plan);
        prop_assert!(all_allowed(&scene, &done.shifts));
        prop_assert_eq!(done.made.len() + done.passed.len(), plan.pairs.len());
    }

    #[test]
    fn whoever_is_called_free_can_be_pinned(recipe in towns(), which in 0..16usize) {
        let scene = town(&recipe);
        let plan = draft(&scene, &BTreeMap::new(), 100);
        let booking = scene.waiting[which % scene.waiting.len()].id;
        for choice in choices(&scene, &plan, booking) {
            if choice.answer != Verdict::Free {
                continue;
            }
            let pins = BTreeMap::from([(booking, choice.ambassador)]);
            let pinned = draft(&scene, &pins, 100);
            prop_assert_eq!(pinned.pair(booking).map(|p| p.ambassador), Some(choice.ambassador));
        }
    }
}
