//! Whatever the facts, a shift is taken exactly when the rules allow it: random small
//! towns are written to the database, and every answer of the product is compared with
//! the rules asked about the same facts in memory.

mod town;

use dai_su_so::domain::eligibility::*;
use dai_su_so::domain::refusal::Refuse;
use dai_su_so::domain::shifts::ReasonForm;
use dai_su_so::service::shifts;

pub use town::{Chance, Town, build};

use crate::house::TestApp;

#[test]
fn a_shift_is_taken_exactly_when_the_rules_allow_it() {
    let (app, world) = TestApp::with_world();
    let (mut taken, mut refused) = (0, std::collections::BTreeMap::new());
    for case in 0..50 {
        let mut town = app.write(move |act| build(act, world, &mut Chance(case), case)).unwrap();
        let mut chance = Chance(case ^ 0xabcd);
        for _ in 0..20 {
            let who = chance.below(town.pupils.len() as u64) as usize;
            let which = chance.below(town.sessions.len() as u64) as usize;
            step(&app, &mut town, who, which, &mut chance, (&mut taken, &mut refused));
        }
    }
    // The towns are varied enough to mean something.
    assert!(taken > 50, "{taken} taken, {refused:?}");
    let all = [
        "inactive",
        "age",
        "child_consent",
        "guardian_consent",
        "not_certified",
        "started",
        "not_open",
        "not_approved",
        "already_in",
        "not_free",
        "at_school",
        "exam_week",
        "too_late",
        "session_too_long",
        "day_full",
        "week_full",
        "overlaps",
        "too_far",
        "kept_apart",
        "too_few_adults",
        "enough_pupils",
    ];
    let missing: Vec<_> = all.iter().filter(|code| !refused.contains_key(**code)).collect();
    assert!(missing.is_empty(), "never met: {missing:?}, {taken} taken, {refused:?}");
}

type Tally<'a> = (&'a mut u32, &'a mut std::collections::BTreeMap<&'static str, u32>);

/// One pupil tries one session; now and then an old shift is given back first.
fn step(
    app: &TestApp,
    town: &mut Town,
    who: usize,
    which: usize,
    chance: &mut Chance,
    (taken, refused): Tally<'_>,
) {
    let now = app.office.now();
    let session = town.sessions[which].clone();
    let (actor, candidate) = &town.pupils[who];
    let (actor, pupil) = (actor.clone(), candidate.ambassador);
    let expected = check(candidate, &session, &town.closed, now).err().unwrap_or_default();
    let told = app.read(move |act| shifts::why_not(act, session.id, pupil)).unwrap();
    assert_eq!(told, expected, "{candidate:?}\n{session:?}");
    let result = app.write_as(&actor, move |act| shifts::take(act, session.id));
    match (&result, expected.first()) {
        (Ok(shift), None) => {
            *taken += 1;
            let held = Held {
                session: session.id,
                starts_at: session.starts_at,
                ends_at: session.ends_at,
                spot: session.spot,
            };
            town.pupils[who].1.shifts.push(held);
            town.sessions[which].members.push(pupil);
            if chance.one_in(4) && session.starts_at > now.plus_minutes(24 * 60) {
                let shift = *shift;
                let form = ReasonForm { reason: "bận học".into() };
                app.write_as(&actor, move |act| shifts::withdraw(act, shift, &form)).unwrap();
                town.pupils[who].1.shifts.pop();
                town.sessions[which].members.pop();
            }
        }
        (Err(error), Some(first)) => {
            assert_eq!(error.code(), first.code());
            for why in &expected {
                *refused.entry(why.code()).or_insert(0) += 1;
            }
        }
        (result, expected) => panic!("{result:?} though {expected:?}"),
    }
}
