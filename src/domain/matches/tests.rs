//! Random and telling scenes: drafted, settled, and held against the rules for pupils.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::*;

use super::*;
use crate::domain::at::At;
use crate::domain::consent::Side;
use crate::domain::eligibility::{Candidate, Certified, Limits, SessionFacts, Spot, Weekly, check};
use crate::domain::ids::*;
use crate::domain::matching::Weights;
use crate::domain::sessions::SessionState;
use crate::domain::topics::Tier;

const WARD: OrganisationId = OrganisationId(1);
const SCHOOL: OrganisationId = OrganisationId(2);
const ITERATIONS: u64 = 300;

fn at(day: u32, minutes: i64) -> At {
    let day = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    At::local(day, NaiveTime::MIN).plus_minutes(minutes)
}

fn now() -> At {
    at(23, 7 * 60)
}

/// A session on a day of November from a minute, with steps.
fn session(id: i64, day: u32, from: i64, step_minutes: i64, steps: i64) -> Posted {
    let starts_at = at(day, from);
    let step = |n: i64| Step {
        id: SlotId(id * 100 + n),
        starts_at: starts_at.plus_minutes(n * step_minutes),
        ends_at: starts_at.plus_minutes((n + 1) * step_minutes),
    };
    Posted {
        facts: SessionFacts {
            id: SessionId(id),
            ward: WARD,
            state: SessionState::Open,
            starts_at,
            ends_at: starts_at.plus_minutes(steps * step_minutes),
            spot: Spot { place: PlaceId(1), east_m: 0, north_m: 0 },
            topics: vec![("A4".into(), Tier::Guide), ("A2".into(), Tier::Adult)],
            supervisors: 2,
            pupils_per_adult: 8,
            ambassadors_wanted: 4,
            members: vec![],
            approved_by: vec![SCHOOL],
        },
        area: AreaId(5),
        accessible: true,
        step_minutes,
        seats: 2,
        steps: (0..steps).map(step).collect(),
        team: vec![],
        agreed: vec![],
        declined: vec![],
    }
}

fn pupil(id: i64) -> Helper {
    let year = "2026–2027".to_owned();
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    let certified = |topic: &str| Certified {
        topic: topic.into(),
        level: 2,
        from_day: day(9, 1),
        to_day: day(12, 31),
    };
    Helper {
        candidate: Candidate {
            ambassador: AmbassadorId(id),
            school: SCHOOL,
            active: true,
            birth_year: 2013,
            signatures: vec![(Side::Child, year.clone()), (Side::Guardian, year)],
            certified: vec![certified("A4"), certified("A2")],
            free: (1..=7).map(|weekday| Weekly { weekday, minutes: (360, 1140) }).collect(),
            exceptions: vec![],
            lessons: vec![],
            shifts: vec![],
            kept_apart: vec![],
            week_cap: 480,
            limits: Limits::default(),
        },
        class: "8A1".into(),
        home: Some(AreaId(5)),
        languages: vec!["vi".into()],
        recorded: 0,
    }
}

fn booking(id: i64, session: i64, step: i64) -> Awaiting {
    Awaiting {
        id: BookingId(id),
        session: SessionId(session),
        step: SlotId(session * 100 + step),
        topic: "A2".into(),
        tier: Tier::Adult,
        area: Some(AreaId(5)),
        language: None,
        access_needs: false,
        birth_year: Some(1950),
        booked_at: now(),
        helped_by: None,
    }
}

fn scene(sessions: Vec<Posted>, helpers: Vec<Helper>, waiting: Vec<Awaiting>) -> Scene {
    Scene {
        now: now(),
        monday: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        sessions,
        helpers,
        waiting,
        closed: vec![],
        areas: vec![(AreaId(5), vec![AreaId(7)]), (AreaId(7), vec![AreaId(5)])],
        live: vec![],
        forbidden: BTreeSet::new(),
        wishes: vec![],
        weights: Weights::default(),
    }
    .sorted()
}

fn plan_of(scene: &Scene) -> Draft {
    draft(scene, &BTreeMap::new(), ITERATIONS)
}

fn pairs(draft: &Draft) -> Vec<(i64, i64)> {
    draft.pairs.iter().map(|p| (p.booking.0, p.ambassador.0)).collect()
}

#[test]
fn everybody_is_served_and_each_match_says_why() {
    let waiting = vec![booking(1, 1, 0), booking(2, 1, 0), booking(3, 1, 2)];
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], vec![pupil(1), pupil(2)], waiting);
    town.waiting[0].helped_by = Some(AmbassadorId(2));
    let plan = plan_of(&town);
    assert_eq!((plan.worth.served, plan.worth.total), (3, 3));
    assert_eq!(plan.worth.value, 45, "ten points each, five more for age");
    assert_eq!(plan.pair(BookingId(1)).unwrap().ambassador, AmbassadorId(2));
    let grounds = Grounds::from_code(&plan.pair(BookingId(1)).unwrap().grounds);
    assert!(grounds.continuity && grounds.pupil_area && grounds.level == 2);
    assert!(plan.pairs.iter().all(|p| p.joins));
}

/// A pupil would fit the half hours of both sessions, but not both whole shifts.
#[test]
fn a_shift_is_a_whole_session() {
    let sessions = vec![session(1, 28, 480, 30, 4), session(2, 28, 570, 30, 4)];
    let town = scene(sessions, vec![pupil(1)], vec![booking(1, 1, 0), booking(2, 2, 3)]);
    let plan = plan_of(&town);
    assert_eq!((plan.pairs.len(), &plan.left_out[0].remedy), (1, &Remedy::OneMorePupil));
}

#[test]
fn ideas_say_what_would_serve_more() {
    let waiting = vec![booking(1, 1, 0), booking(2, 1, 0), booking(3, 1, 0)];
    let mut helpers: Vec<Helper> = (1..=3).map(pupil).collect();
    for helper in &mut helpers[1..] {
        helper.candidate.certified.retain(|c| c.topic != "A2");
    }
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], helpers, waiting);
    let plan = plan_of(&town);
    assert_eq!(plan.worth.served, 1);
    let best = best_three(&town, &plan);
    let Idea::Certify { topic, pupils, .. } = &best[0].idea else { panic!("{best:?}") };
    assert_eq!((topic.as_str(), *pupils, best[0].served), ("A2", 2, 2));
    assert_eq!(best[0].pupils, [AmbassadorId(2), AmbassadorId(3)]);

    town.wishes = vec![Wish {
        id: RequestId(1),
        topic: "A2".into(),
        tier: Tier::Adult,
        area: Some(AreaId(7)),
        access_needs: true,
        birth_year: Some(1940),
        asked_at: now(),
        times: vec![Weekly { weekday: 7, minutes: (9 * 60, 11 * 60) }],
    }];
    let sunday = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
    let like = SessionId(1);
    let held = |minutes| what_if(&town, &plan, Idea::Session { like, day: sunday, minutes });
    assert_eq!(held((540, 660)).unwrap().served, 1, "the wish fits");
    assert_eq!(held((840, 960)).unwrap().served, 0, "nobody asked for the afternoon");
    let found = best_three(&town, &plan);
    assert!(found.iter().any(|s| matches!(s.idea, Idea::Session { day, .. } if day == sunday)));
    let shares = &plan.classes;
    assert_eq!((shares.len(), shares[0].pupils, shares[0].after.total), (1, 3, 30));
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

/// Three sessions on three days: two fit under the pupil's own four hours a week.
#[test]
fn ceilings_that_no_two_sessions_show_hold_over_the_week() {
    let sessions = (1..=3).map(|n| session(n, 25 + n as u32, 14 * 60, 30, 4)).collect();
    let mut town = scene(sessions, vec![pupil(1)], (1..=3).map(|n| booking(n, n, 0)).collect());
    town.helpers[0].candidate.week_cap = 240;
    let plan = plan_of(&town);
    assert_eq!(plan.worth.served, 2);
    assert!(plan.worth.bound >= plan.worth.value);
    let pinned = BTreeMap::from([(BookingId(3), AmbassadorId(1)), (BookingId(2), AmbassadorId(1))]);
    let plan = draft(&town, &pinned, ITERATIONS);
    assert_eq!(pairs(&plan), [(2, 1), (3, 1)], "pins come first");
}

#[test]
fn steps_of_every_length_give_a_pupil_one_resident_at_a_time() {
    for (minutes, steps, most) in [(15, 8, 8), (30, 4, 4), (60, 2, 2)] {
        let waiting = (0..steps).flat_map(|n| [booking(n * 2, 1, n), booking(n * 2 + 1, 1, n)]);
        let town =
            scene(vec![session(1, 28, 480, minutes, steps)], vec![pupil(1)], waiting.collect());
        let plan = plan_of(&town);
        assert_eq!(plan.worth.served, most, "{minutes}");
        let steps: BTreeSet<SlotId> = plan.pairs.iter().map(|p| p.step).collect();
        assert_eq!(steps.len(), most, "{minutes}: each in a step of its own");
        assert_eq!(plan.left_out[0].remedy, Remedy::OneMorePupil);
    }
}

#[test]
fn a_pupil_rests_after_two_hours() {
    let waiting = (0..6).map(|n| booking(n, 1, n)).collect();
    let town = scene(vec![session(1, 28, 480, 30, 6)], vec![pupil(1)], waiting);
    assert_eq!(plan_of(&town).worth.served, 5);
}

#[test]
fn every_gap_names_the_nearest_remedy() {
    let one = |change: fn(&mut Scene)| {
        let mut town =
            scene(vec![session(1, 28, 480, 30, 4)], vec![pupil(1)], vec![booking(1, 1, 0)]);
        change(&mut town);
        let plan = plan_of(&town);
        assert_eq!(plan.pairs, []);
        plan.left_out[0].remedy.clone()
    };
    assert_eq!(one(|t| t.waiting[0].tier = Tier::Reserved), Remedy::AdultOnly);
    assert_eq!(one(|t| t.sessions[0].facts.supervisors = 1), Remedy::TwoAdults);
    assert_eq!(one(|t| t.waiting[0].topic = "A7".into()), Remedy::NobodyCertified);
    assert_eq!(one(|t| t.helpers[0].candidate.certified[0].level = 1), Remedy::NobodyCertified);
    assert_eq!(one(|t| t.forbidden.extend([(BookingId(1), AmbassadorId(1))])), Remedy::RuledOut);
    let Remedy::Nearest { ambassador, vi, .. } = one(|t| t.helpers[0].candidate.free.clear())
    else {
        panic!("the pupil is named")
    };
    assert_eq!((ambassador, vi.contains("Ngoài giờ rảnh")), (AmbassadorId(1), true));
}

#[test]
fn room_and_adults_limit_how_many_may_come() {
    let waiting = || vec![booking(1, 1, 0), booking(2, 1, 0)];
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], vec![pupil(1), pupil(2)], waiting());
    town.sessions[0].facts.ambassadors_wanted = 1;
    let plan = plan_of(&town);
    assert_eq!((plan.pairs.len(), &plan.left_out[0].remedy), (1, &Remedy::OneMorePlace));
    town.sessions[0].facts.ambassadors_wanted = 9;
    town.sessions[0].facts.pupils_per_adult = 1;
    town.sessions[0].facts.members = vec![AmbassadorId(99)];
    let plan = plan_of(&town);
    assert_eq!((plan.pairs.len(), &plan.left_out[0].remedy), (1, &Remedy::OneMoreAdult));
}

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
        // Pupils 0 and 1 are kept apart, each knowing of the other, in three towns of four.
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
