//! Telling scenes, and how they are drafted.

mod ideas;
mod life;
mod towns;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};

use super::*;
use crate::domain::at::At;
use crate::domain::consent::Side;
use crate::domain::eligibility::{Candidate, Certified, Limits, SessionFacts, Spot, Weekly};
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
            vetoed: Vec::new(),
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
    let held = |posted: &Posted| Occupied {
        place: posted.facts.spot.place,
        starts_at: posted.facts.starts_at,
        ends_at: posted.facts.ends_at,
    };
    Scene {
        now: now(),
        occupied: sessions.iter().map(held).collect(),
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
fn one_side_that_knows_is_enough_to_keep_two_apart() {
    for knowing in [0, 1] {
        let mut helpers = vec![pupil(0), pupil(1)];
        helpers[knowing].candidate.kept_apart = vec![AmbassadorId(1 - knowing as i64)];
        let waiting = vec![booking(0, 0, 0), booking(1, 0, 0)];
        let scene = scene(vec![session(0, 28, 8 * 60, 30, 4)], helpers, waiting);
        let plan = plan_of(&scene);
        assert_eq!(pairs(&plan).len(), 1, "pupil {knowing} knows");
        assert_eq!(settle(&scene, &plan).passed, vec![]);
    }
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
