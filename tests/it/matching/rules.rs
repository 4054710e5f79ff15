//! Whatever the facts, the matching schedules nobody past the rules: random small towns in
//! the database, planned and published week by week, and every new shift asked again.

use chrono::Days;
use dai_su_so::db::DbError;
use dai_su_so::db::matching::{Wanted, scene};
use dai_su_so::db::schema::shifts as shifts_table;
use dai_su_so::db::shifts::facts::{self, Whom};
use dai_su_so::domain::eligibility::{Refusal, check};
use dai_su_so::domain::ids::*;
use dai_su_so::domain::matches::{Week, draft};
use dai_su_so::domain::sessions::SessionState;
use dai_su_so::domain::shifts::ShiftSource;
use dai_su_so::service::{Act, Answer, matching, shifts};
use diesel::prelude::*;

use crate::eligibility::{Chance, Town, build};
use crate::house::{TestApp, World, book, saturday_at};

/// Books people into the open sessions of a town, for their own topics.
fn bookings(act: &mut Act<'_>, town: &Town, chance: &mut Chance, case: u64) -> Answer<()> {
    let open: Vec<_> = town.sessions.iter().filter(|s| s.state == SessionState::Open).collect();
    for number in 0..8 {
        let session = chance.of(&open);
        let steps = (session.minutes() / 30) as u64;
        let (topic, _) = chance.of(&session.topics);
        let name = format!("Bà Số {case} {number}");
        book(act, session.id, chance.below(steps.min(3)) as usize, &name, &topic)?;
    }
    Ok(())
}

/// A town with bookings, in which some pupils have taken shifts by themselves.
fn settled_town(app: &TestApp, world: World, case: u64) {
    let town = app
        .write(move |act| {
            let mut chance = Chance(case);
            let town = build(act, world, &mut chance, case)?;
            bookings(act, &town, &mut chance, case)?;
            Ok(town)
        })
        .unwrap();
    let mut chance = Chance(case ^ 0x5eed);
    for (actor, _) in &town.pupils {
        let session = chance.of(&town.sessions).id;
        // A refusal is as good: the pupil then has no shift.
        let _ = app.write_as(actor, move |act| shifts::take(act, session));
    }
}

#[derive(Queryable, Debug)]
struct Given {
    session: SessionId,
    pupil: AmbassadorId,
}

/// Shifts the matching proposed.
fn given(act: &mut Act<'_>) -> Answer<Vec<Given>> {
    use shifts_table::dsl as s;
    let rows = s::shifts
        .filter(s::source.eq(ShiftSource::Matching))
        .select((s::session_id, s::ambassador_id))
        .load(act.conn);
    Ok(rows.map_err(DbError::from)?)
}

/// What the rules say against a shift that was given, itself left out of account.
fn against(act: &mut Act<'_>, shift: &Given) -> Answer<Vec<Refusal>> {
    let whom = Whom::One(shift.pupil);
    let (session, mut entries, closed) = facts::around(act.conn, shift.session, whom)?;
    let candidate = entries.pop().expect("the pupil exists").candidate;
    let mut why = check(&candidate, &session, &closed, act.now).err().unwrap_or_default();
    why.retain(|refusal| *refusal != Refusal::AlreadyIn);
    Ok(why)
}

#[derive(QueryableByName, PartialEq, Eq, Debug)]
struct Unsound {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    booking_id: BookingId,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    ambassador_id: AmbassadorId,
}

/// Standing matches whose pupil has no shift there, is not certified for the topic at its
/// tier, or helps somebody else in the same slot.
fn unsound(act: &mut Act<'_>) -> Answer<Vec<Unsound>> {
    let live = "m.state IN ('published', 'accepted')";
    let rows = diesel::sql_query(format!(
        "SELECT m.booking_id, m.ambassador_id FROM matches m \
         JOIN bookings b ON b.id = m.booking_id JOIN topics t ON t.code = b.topic_code \
         LEFT JOIN certifications c ON c.ambassador_id = m.ambassador_id \
           AND c.topic_code = b.topic_code \
         WHERE {live} AND (c.level IS NULL OR t.tier = 'R' OR (t.tier = 'A' AND c.level < 2) \
           OR NOT EXISTS (SELECT 1 FROM shifts s WHERE s.session_id = b.session_id \
              AND s.ambassador_id = m.ambassador_id AND s.state NOT IN ('declined', 'withdrawn')) \
           OR EXISTS (SELECT 1 FROM matches o JOIN bookings x ON x.id = o.booking_id \
              WHERE o.id <> m.id AND o.ambassador_id = m.ambassador_id \
                AND x.slot_id = b.slot_id AND o.state IN ('published', 'accepted')))"
    ));
    Ok(rows.load(act.conn).map_err(DbError::from)?)
}

#[test]
fn publishing_never_gives_a_shift_the_rules_refuse() {
    let (app, world) = TestApp::with_world();
    let this = Week::of(saturday_at(7, 0).day());
    let (mut seen, mut served) = (0, 0);
    for case in 0..24 {
        settled_town(&app, world, case);
        for week in [this, this.next()] {
            let reports = app.block_on(matching::week(&app.office, week, Some("DHT"), true));
            served += reports.unwrap()[0].draft.worth.served;
        }
        let all = app.read(given).unwrap();
        for shift in &all[seen..] {
            let Given { session, pupil } = *shift;
            let why = app.read(move |act| against(act, &Given { session, pupil })).unwrap();
            assert_eq!(why, [], "case {case}: {shift:?}");
        }
        seen = all.len();
        assert_eq!(app.read(unsound).unwrap(), [], "case {case}");
    }
    assert!(seen > 20, "{seen} shifts, {served} served: the towns should mean something");
}

#[test]
fn the_same_facts_give_the_same_plan() {
    let (app, world) = TestApp::with_world();
    settled_town(&app, world, 7);
    let day = saturday_at(7, 0).day();
    let wanted = Wanted { ward: world.ward, days: (day, day + Days::new(1)), session: None };
    let read = move |act: &mut Act<'_>| Ok(scene(act.conn, &wanted, act.now)?);
    let (one, other) = (app.read(read).unwrap(), app.read(read).unwrap());
    let pins = Default::default();
    assert_eq!(draft(&one, &pins, 2_000), draft(&other, &pins, 2_000));
}
