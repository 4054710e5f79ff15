//! Each reason by itself, and the edges on which it does not apply.

use chrono::{NaiveDate, NaiveTime};

use super::*;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Refuse};
use crate::domain::school_year::ClosedKind;

mod time;

const ME: AmbassadorId = AmbassadorId(1);
const SCHOOL: OrganisationId = OrganisationId(10);
const WARD: OrganisationId = OrganisationId(20);

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

/// 28/11/2026 is a Saturday, 25/11 a Wednesday.
fn at(d: u32, hour: u32, minute: u32) -> At {
    At::local(day(d), NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

const HERE: Spot = Spot { place: PlaceId(1), east_m: 0, north_m: 0 };
const TWO_KM: Spot = Spot { place: PlaceId(2), east_m: 1200, north_m: 1600 };

/// A pupil to whom everything is open.
fn ready() -> Candidate {
    let year = "2026–2027".to_owned();
    let certified = |topic: &str, level| Certified {
        topic: topic.into(),
        level,
        from_day: day(1),
        to_day: day(30),
    };
    Candidate {
        ambassador: ME,
        school: SCHOOL,
        active: true,
        birth_year: 2013,
        signatures: vec![(Side::Child, year.clone()), (Side::Guardian, year)],
        certified: vec![certified("A4", 1), certified("A2", 2)],
        free: (1..=7).map(|weekday| Weekly { weekday, minutes: (6 * 60, 19 * 60) }).collect(),
        exceptions: vec![],
        lessons: (1..=5)
            .map(|weekday| Weekly { weekday, minutes: (7 * 60, 16 * 60 + 30) })
            .collect(),
        shifts: vec![],
        vetoed: Vec::new(),
        kept_apart: vec![],
        week_cap: 480,
        limits: Limits::default(),
    }
}

/// Saturday 8:00–10:00 with room for everybody.
fn saturday() -> SessionFacts {
    SessionFacts {
        id: SessionId(7),
        ward: WARD,
        state: SessionState::Open,
        starts_at: at(28, 8, 0),
        ends_at: at(28, 10, 0),
        spot: HERE,
        topics: vec![("A4".into(), Tier::Guide), ("A2".into(), Tier::Adult)],
        supervisors: 2,
        pupils_per_adult: 8,
        ambassadors_wanted: 4,
        members: vec![],
        approved_by: vec![SCHOOL],
    }
}

fn held(session: i64, from: At, to: At, spot: Spot) -> Held {
    Held { session: SessionId(session), starts_at: from, ends_at: to, spot }
}

fn reasons(candidate: &Candidate, session: &SessionFacts, closed: &[ClosedSpan]) -> Vec<Refusal> {
    check(candidate, session, closed, at(27, 12, 0)).err().unwrap_or_default()
}

/// What is refused after changing the pupil and the session.
#[track_caller]
fn expect(change: impl Fn(&mut Candidate, &mut SessionFacts), wanted: &[Refusal]) {
    let (mut candidate, mut session) = (ready(), saturday());
    change(&mut candidate, &mut session);
    assert_eq!(reasons(&candidate, &session, &[]), wanted);
}

#[test]
fn a_ready_pupil_may_take_an_open_session() {
    expect(|_, _| {}, &[]);
}

#[test]
fn the_account_and_the_age_must_be_right() {
    expect(|c, _| c.active = false, &[Refusal::Inactive]);
    for (born, fine) in [(2016, false), (2015, true), (2008, true), (2007, false)] {
        let wanted: &[Refusal] = if fine { &[] } else { &[Refusal::Age] };
        expect(|c, _| c.birth_year = born, wanted);
    }
}

#[test]
fn both_signatures_are_of_the_school_year_of_the_session() {
    expect(|c, _| c.signatures.clear(), &[Refusal::ChildConsent, Refusal::GuardianConsent]);
    expect(|c, _| c.signatures.truncate(1), &[Refusal::GuardianConsent]);
    expect(|c, _| c.signatures[0].1 = "2025–2026".into(), &[Refusal::ChildConsent]);
}

#[test]
fn some_topic_is_certified_at_the_level_its_tier_asks_for() {
    expect(|c, _| c.certified.clear(), &[Refusal::NotCertified]);
    // Level 1 is enough for tier G and not for tier A.
    let only = |topic: &'static str, tier| {
        move |c: &mut Candidate, s: &mut SessionFacts| {
            c.certified[0] = Certified { topic: topic.into(), level: 1, ..c.certified[0].clone() };
            c.certified.truncate(1);
            s.topics = vec![(topic.into(), tier)];
        }
    };
    expect(only("X", Tier::Guide), &[]);
    expect(only("X", Tier::Adult), &[Refusal::NotCertified]);
    // Tier R never, whatever the level.
    expect(
        |c, s| {
            c.certified[0].level = 3;
            s.topics = vec![("A4".into(), Tier::Reserved)];
        },
        &[Refusal::NotCertified],
    );
    // Both days of validity are included.
    for (from, to, fine) in [(28, 28, true), (1, 27, false), (29, 30, false)] {
        let wanted: &[Refusal] = if fine { &[] } else { &[Refusal::NotCertified] };
        expect(
            |c, _| {
                for certified in &mut c.certified {
                    (certified.from_day, certified.to_day) = (day(from), day(to));
                }
            },
            wanted,
        );
    }
}

#[test]
fn who_stays_is_still_released_and_beside_nobody_kept_apart() {
    let (mut candidate, mut session) = (ready(), saturday());
    session.members = vec![ME, AmbassadorId(2)];
    assert_eq!(may_stay(&candidate, &session, &[]), Ok(()));
    candidate.kept_apart = vec![AmbassadorId(2)];
    session.approved_by.clear();
    assert_eq!(
        may_keep(&candidate, &session, &[]),
        Err(vec![Refusal::NotApproved, Refusal::KeptApart])
    );
}

#[test]
fn room_means_places_adults_and_no_pair_kept_apart() {
    let members = |n: i64| (100..100 + n).map(AmbassadorId).collect::<Vec<_>>();
    expect(|_, s| s.members = members(3), &[]);
    expect(|_, s| s.members = members(4), &[Refusal::EnoughPupils]);
    expect(|_, s| s.ambassadors_wanted = 0, &[Refusal::EnoughPupils]);
    let crowd = |n, per_adult| {
        move |_: &mut Candidate, s: &mut SessionFacts| {
            s.members = members(n);
            (s.ambassadors_wanted, s.pupils_per_adult) = (100, per_adult);
        }
    };
    expect(crowd(15, 8), &[]);
    expect(crowd(16, 8), &[Refusal::TooFewAdults]);
    expect(crowd(2, 1), &[Refusal::TooFewAdults]);
    expect(|_, s| s.supervisors = 1, &[Refusal::TooFewAdults]);
    expect(
        |c, s| {
            c.kept_apart = vec![AmbassadorId(101)];
            s.members = members(2);
        },
        &[Refusal::KeptApart],
    );
}

#[test]
fn the_session_is_open_released_by_the_school_and_still_to_come() {
    for state in SessionState::ALL {
        let wanted: &[Refusal] =
            if *state == SessionState::Open { &[] } else { &[Refusal::NotOpen] };
        expect(|_, s| s.state = *state, wanted);
    }
    expect(|_, s| s.approved_by.clear(), &[Refusal::NotApproved]);
    expect(|_, s| s.approved_by = vec![OrganisationId(11)], &[Refusal::NotApproved]);
    let (candidate, session) = (ready(), saturday());
    let asked = |now| check(&candidate, &session, &[], now);
    assert_eq!(asked(at(28, 7, 59)), Ok(()));
    assert_eq!(asked(at(28, 8, 0)), Err(vec![Refusal::Started]));
}

#[test]
fn a_pupil_in_the_session_is_told_only_that_and_may_stay() {
    let mut session = saturday();
    session.members = vec![ME];
    session.ambassadors_wanted = 1;
    let mut candidate = ready();
    candidate.shifts = vec![held(7, session.starts_at, session.ends_at, HERE)];
    candidate.week_cap = 120;
    assert_eq!(reasons(&candidate, &session, &[]), [Refusal::AlreadyIn]);
    assert_eq!(may_stay(&candidate, &session, &[]), Ok(()));
    candidate.signatures.clear();
    assert!(may_stay(&candidate, &session, &[]).is_err());
}

#[test]
fn all_reasons_are_told_at_once_each_with_its_name_and_two_sentences() {
    let (mut candidate, mut session) = (ready(), saturday());
    candidate.active = false;
    candidate.free.clear();
    session.members = vec![AmbassadorId(2), AmbassadorId(3), AmbassadorId(4), AmbassadorId(5)];
    let all = reasons(&candidate, &session, &[]);
    assert_eq!(all, [Refusal::Inactive, Refusal::NotFree, Refusal::EnoughPupils]);
    let figure = Refusal::WeekFull { most: 150 };
    assert_eq!(figure.message().say(Lang::Vi), "Quá số giờ trong tuần: tối đa 2,5 giờ.");
    assert_eq!(figure.message().say(Lang::En), "Too many hours that week: at most 2.5 hours.");
    assert_eq!(Refusal::TooLate { latest: 1140 }.message().say(Lang::En), "Shifts end by 19:00.");
}
