//! After the draft: choices by hand, shifts that stand, and what changed meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

#[test]
fn a_pupil_with_a_shift_keeps_it_and_is_matched_first_of_all_by_the_rules() {
    let mut town =
        scene(vec![session(1, 28, 480, 30, 4)], vec![pupil(1), pupil(2)], vec![booking(1, 1, 0)]);
    let here = &mut town.sessions[0];
    (here.team, here.agreed, here.facts.members) =
        (vec![AmbassadorId(2)], vec![AmbassadorId(2)], vec![AmbassadorId(2)]);
    here.facts.ambassadors_wanted = 1;
    let plan = plan_of(&town);
    assert_eq!(pairs(&plan), [(1, 2)]);
    assert!(!plan.pairs[0].joins);
    let done = settle(&town, &plan);
    assert!(done.shifts.is_empty() && done.made[0].agreed);
    town.helpers[1].candidate.signatures.clear();
    assert!(plan_of(&town).pairs.is_empty(), "consent withdrawn: nobody schedules them");
}

/// The hours marked as free say when to ask; a yes that was given stands beside them.
#[test]
fn whoever_said_yes_to_a_shift_is_free_then() {
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], vec![pupil(1)], vec![booking(1, 1, 0)]);
    town.helpers[0].candidate.free.clear();
    assert!(plan_of(&town).pairs.is_empty(), "nobody is asked outside their free hours");
    let here = &mut town.sessions[0];
    (here.team, here.facts.members) = (vec![AmbassadorId(1)], vec![AmbassadorId(1)]);
    assert!(plan_of(&town).pairs.is_empty(), "asked and not answered yet");
    town.sessions[0].agreed = vec![AmbassadorId(1)];
    let plan = plan_of(&town);
    assert_eq!(pairs(&plan), [(1, 1)]);
    assert_eq!(settle(&town, &plan).made.len(), 1);
    let lesson = Weekly { weekday: 6, minutes: (450, 690) };
    town.helpers[0].candidate.lessons.push(lesson);
    assert!(plan_of(&town).pairs.is_empty(), "lessons still come first");
}

#[test]
fn hand_choices_name_who_is_free_who_would_move_others_and_who_cannot() {
    let waiting = vec![booking(1, 1, 0), booking(2, 1, 0)];
    let mut helpers: Vec<Helper> = (1..=4).map(pupil).collect();
    helpers[3].candidate.free.clear();
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], helpers, waiting);
    town.sessions[0].facts.ambassadors_wanted = 4;
    let plan = plan_of(&town);
    let planned = plan.pair(BookingId(1)).unwrap().ambassador;
    let other = plan.pair(BookingId(2)).unwrap().ambassador;
    let found = choices(&town, &plan, BookingId(1));
    assert_eq!(found.len(), 4);
    let answer = |a: AmbassadorId| {
        found.iter().find(|c| c.ambassador == a).map(|c| c.answer.clone()).unwrap()
    };
    assert_eq!(answer(planned), Verdict::Planned);
    assert!(matches!(answer(other), Verdict::Moves { swap: Some(BookingId(2)), .. }));
    assert!(matches!(answer(AmbassadorId(4)), Verdict::No(why) if why.len() == 1));
    assert_eq!(found.iter().filter(|c| c.answer == Verdict::Free).count(), 1);
    let swapped = swapped(&town, &plan, BookingId(1), BookingId(2)).unwrap();
    assert_eq!(swapped, [(BookingId(1), other), (BookingId(2), planned)]);
    let again = draft(&town, &swapped.into_iter().collect(), ITERATIONS);
    assert_eq!(again.pair(BookingId(1)).unwrap().ambassador, other);
    assert_eq!(again.pair(BookingId(2)).unwrap().ambassador, planned);
}

#[test]
fn whoever_declined_a_session_is_not_asked_again() {
    let waiting = vec![booking(1, 1, 0)];
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], vec![pupil(1), pupil(2)], waiting);
    let plan = plan_of(&town);
    town.sessions[0].declined = vec![plan.pairs[0].ambassador];
    assert_eq!(settle(&town, &plan).passed.len(), 1);
    let other = plan_of(&town);
    assert_ne!(other.pairs[0].ambassador, plan.pairs[0].ambassador);
    town.sessions[0].declined = vec![AmbassadorId(1), AmbassadorId(2)];
    assert_eq!(plan_of(&town).left_out[0].remedy, Remedy::OneMorePupil);
}

#[test]
fn settling_passes_over_what_changed_meanwhile() {
    let waiting = vec![booking(1, 1, 0), booking(2, 1, 1), booking(3, 1, 2)];
    let before = scene(vec![session(1, 28, 480, 30, 4)], vec![pupil(1)], waiting);
    let plan = plan_of(&before);
    assert_eq!(plan.pairs.len(), 3);
    let mut after = before.clone();
    after.waiting.remove(0);
    after.waiting[0].step = SlotId(103);
    let done = settle(&after, &plan);
    let passed: Vec<i64> = done.passed.iter().map(|p| p.booking.0).collect();
    assert_eq!((done.made.len(), done.shifts.len(), passed), (1, 1, vec![1, 2]));
    after.helpers[0].candidate.active = false;
    let done = settle(&after, &plan);
    assert_eq!((done.made.len(), done.shifts.len(), done.passed.len()), (0, 0, 3));
}

#[test]
fn a_new_plan_replaces_the_old_matches_of_its_bookings_and_leaves_others_alone() {
    let waiting = vec![booking(1, 1, 0), booking(2, 1, 1)];
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], vec![pupil(1), pupil(2)], waiting);
    let team = vec![AmbassadorId(1), AmbassadorId(2)];
    town.sessions[0].facts.members = team.clone();
    town.sessions[0].team = team;
    let live = |id, booking, ambassador| Live {
        id: MatchId(id),
        booking: BookingId(booking),
        ambassador: AmbassadorId(ambassador),
        pinned: false,
    };
    town.live = vec![live(1, 1, 1), live(2, 2, 1)];
    let kept = plan_of(&town);
    assert_eq!((pairs(&kept), kept.worth.changes), (vec![(1, 1), (2, 1)], 0));
    assert_eq!(settle(&town, &kept).kept.len(), 2);
    let pins = BTreeMap::from([(BookingId(1), AmbassadorId(2))]);
    let done = settle(&town, &draft(&town, &pins, ITERATIONS));
    assert_eq!(done.replaced, [live(1, 1, 1)]);
    assert_eq!((done.made.len(), done.made[0].pinned, done.kept.len()), (1, true, 1));
    assert_eq!(done.concerned(), BTreeSet::from([AmbassadorId(1), AmbassadorId(2)]));
}
