//! Hours: what is credited, under which caps, and how it is taken back.

mod pages;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dai_su_so::db::hours::{Period, Whose, totals};
use dai_su_so::db::schema::{family_supports, hours_entries, sessions, shifts};
use dai_su_so::domain::at::At;
use dai_su_so::domain::hours::{ReverseForm, week_of};
use dai_su_so::domain::ids::*;
use dai_su_so::domain::sessions::SessionState;
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::domain::supports::{CanDoAlone, ConfirmedHow, FamilyState, Relative};
use dai_su_so::service::hours as service;
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::house::world::day;
use crate::house::{TestApp, World, saturday_at};

/// A closed session of the ward: starts at the tests' Saturday plus `minutes`, lasts so long.
fn closed_session(app: &TestApp, world: World, minutes: i64, lasts: i64) -> SessionId {
    let session = app.open_session(world);
    let from = saturday_at(8, 0).plus_minutes(minutes);
    app.write(move |act| {
        let row = diesel::update(sessions::table.find(session));
        row.set((
            sessions::starts_at.eq(from),
            sessions::ends_at.eq(from.plus_minutes(lasts)),
            sessions::state.eq(SessionState::Closed),
        ))
        .execute(act.conn)
        .map_err(dai_su_so::db::DbError::from)?;
        Ok(())
    })
    .unwrap();
    session
}

/// A finished shift, from check-in to check-out.
fn shift(app: &TestApp, session: SessionId, pupil: AmbassadorId, came: At, left: At) -> ShiftId {
    app.write(move |act| {
        let new = (
            shifts::session_id.eq(session),
            shifts::ambassador_id.eq(pupil),
            shifts::state.eq(ShiftState::Done),
            shifts::source.eq(ShiftSource::Own),
            shifts::checked_in_at.eq(came),
            shifts::checked_out_at.eq(left),
            shifts::created_at.eq(came),
        );
        Ok(diesel::insert_into(shifts::table)
            .values(new)
            .returning(shifts::id)
            .get_result(act.conn)
            .map_err(dai_su_so::db::DbError::from)?)
    })
    .unwrap()
}

/// (day, minutes, id) of every row of a pupil.
fn rows(app: &TestApp, pupil: AmbassadorId) -> Vec<(NaiveDate, i64, HoursEntryId)> {
    app.read(move |act| {
        Ok(hours_entries::table
            .filter(hours_entries::ambassador_id.eq(pupil))
            .order(hours_entries::id)
            .select((hours_entries::earned_on, hours_entries::minutes, hours_entries::id))
            .load(act.conn)
            .map_err(dai_su_so::db::DbError::from)?)
    })
    .unwrap()
}

fn sum(app: &TestApp, pupil: AmbassadorId) -> i64 {
    let year = Period::school_year(day(2026, 11, 28));
    let totals = app.read(move |act| Ok(totals(act.conn, Whose::Pupil(pupil), year)?)).unwrap();
    totals.iter().map(|total| total.minutes).sum()
}

#[test]
fn time_inside_the_session_is_credited_once_in_quarters() {
    let (app, world) = TestApp::with_world();
    let session = closed_session(&app, world, 0, 120);
    shift(&app, session, world.minh_anh, saturday_at(7, 30), saturday_at(9, 50));
    shift(&app, session, world.gia_han, saturday_at(9, 50), saturday_at(10, 30));
    app.clock.move_to(saturday_at(11, 0));
    let first = app.write(move |act| service::credit_session(act, session)).unwrap();
    assert_eq!((first.rows, first.minutes), (1, 105), "10 minutes are no quarter");
    let again = app.write(move |act| service::credit_session(act, session)).unwrap();
    assert_eq!((again.rows, again.minutes), (0, 0));
    assert_eq!(sum(&app, world.minh_anh), 105);
    assert_eq!(rows(&app, world.gia_han), []);
}

#[test]
fn a_session_that_is_not_closed_and_time_to_come_earn_nothing() {
    let (app, world) = TestApp::with_world();
    let open = app.open_session(world);
    let refused = app.write(move |act| service::credit_session(act, open)).unwrap_err();
    assert_eq!(refused.code(), "session_not_closed");
    let session = closed_session(&app, world, 0, 120);
    shift(&app, session, world.minh_anh, saturday_at(8, 0), saturday_at(10, 0));
    app.clock.move_to(saturday_at(8, 31));
    let credited = app.write(move |act| service::credit_session(act, session)).unwrap();
    assert_eq!(credited.minutes, 30, "what lies ahead of the clock is not credited");
}

#[test]
fn a_reversal_takes_a_credit_back_once_and_only_at_the_pupils_school() {
    let (app, world) = TestApp::with_world();
    let session = closed_session(&app, world, 0, 120);
    shift(&app, session, world.minh_anh, saturday_at(8, 0), saturday_at(10, 0));
    app.clock.move_to(saturday_at(11, 0));
    app.write(move |act| service::credit_session(act, session)).unwrap();
    let entry = rows(&app, world.minh_anh)[0].2;
    let empty = app.write(move |act| service::reverse(act, entry, &ReverseForm::default()));
    assert_eq!(empty.unwrap_err().code(), "invalid");
    let form = ReverseForm { reason: "điểm danh nhầm ca".into() };
    let reverse = move |entry| {
        let form = form.clone();
        app.write(move |act| service::reverse(act, entry, &form)).map_err(|error| error.code())
    };
    assert_eq!(reverse(entry), Ok(world.minh_anh));
    assert_eq!(reverse(entry), Err("already_reversed"));
    assert_eq!(reverse(HoursEntryId(entry.0 + 1)), Err("is_a_reversal"));
}

#[test]
fn help_at_home_is_credited_once_confirmed_up_to_an_hour_a_week() {
    let (app, world) = TestApp::with_world();
    let family = |on: NaiveDate, minutes: i64, confirmed: bool| {
        app.write(move |act| {
            use family_supports::dsl as f;
            let state = if confirmed { FamilyState::Confirmed } else { FamilyState::Logged };
            Ok(diesel::insert_into(f::family_supports)
                .values((
                    f::ambassador_id.eq(world.minh_anh),
                    f::topic_code.eq("A2"),
                    f::relative.eq(Relative::Grandparent),
                    f::done_on.eq(on),
                    f::minutes.eq(minutes),
                    f::can_do_alone.eq(CanDoAlone::Yes),
                    f::state.eq(state),
                    f::confirmed_how.eq(confirmed.then_some(ConfirmedHow::Paper)),
                    f::confirmed_at.eq(confirmed.then_some(act.now)),
                    f::logged_at.eq(act.now),
                ))
                .returning(f::id)
                .get_result::<FamilySupportId>(act.conn)
                .map_err(dai_su_so::db::DbError::from)?)
        })
        .unwrap()
    };
    let credit =
        |id| app.write(move |act| service::credit_family(act, id)).map_err(|error| error.code());
    let waiting = family(day(2026, 11, 23), 60, false);
    assert_eq!(credit(waiting), Err("family_not_confirmed"));
    let monday = family(day(2026, 11, 23), 45, true);
    assert_eq!(credit(monday), Ok(45));
    assert_eq!(credit(monday), Ok(0), "once");
    let tuesday = family(day(2026, 11, 24), 40, true);
    assert_eq!(credit(tuesday), Ok(15), "the week's hour is full");
    let tomorrow = family(day(2026, 11, 29), 60, true);
    assert_eq!(credit(tomorrow), Err("family_not_confirmed"), "the future earns nothing");
    assert_eq!(sum(&app, world.minh_anh), 60);
}

/// A stay: which of six sessions (half a day apart), minutes after its start of
/// check-in, and how long; and whether the row is reversed afterwards.
fn stays() -> impl Strategy<Value = Vec<(usize, i64, i64, bool)>> {
    prop::collection::vec((0usize..6, -90i64..200, 0i64..400, any::<bool>()), 1..6)
}

#[test]
fn caps_hold_crediting_is_idempotent_and_what_is_reversed_sums_to_zero() {
    let (app, world) = TestApp::with_world();
    let mut runner = TestRunner::new(Config { cases: 24, ..Config::default() });
    let round = std::cell::Cell::new(0);
    app.clock.move_to(saturday_at(23, 0));
    runner
        .run(&stays(), |stays| {
            round.set(round.get() + 1);
            one_round(&app, world, round.get(), &stays);
            Ok(())
        })
        .unwrap();
}

fn one_round(app: &TestApp, world: World, round: i64, stays: &[(usize, i64, i64, bool)]) {
    // Each round plays in past weeks of its own, six sessions of four hours a half day apart.
    let begin = -(round * 21 * 24 * 60);
    let sessions: Vec<SessionId> =
        (0..6).map(|n| closed_session(app, world, begin + n * 12 * 60, 240)).collect();
    let mut used = BTreeMap::new();
    for &(n, came, lasts, reversed) in stays {
        let start = saturday_at(8, 0).plus_minutes(begin + n as i64 * 12 * 60);
        let came = start.plus_minutes(came);
        used.entry(n).or_insert_with(|| {
            shift(app, sessions[n], world.gia_han, came, came.plus_minutes(lasts));
            reversed
        });
    }
    let before = rows(app, world.gia_han).len();
    for _ in 0..2 {
        // In whatever order the sessions are closed; twice gives what once gave.
        for n in stays.iter().map(|stay| stay.0) {
            let session = sessions[n];
            app.write(move |act| service::credit_session(act, session)).unwrap();
        }
    }
    let credits = rows(app, world.gia_han).split_off(before);
    assert!(credits.len() <= used.len(), "once per shift");
    for (day, _, _) in &credits {
        let of = |from: NaiveDate, to: NaiveDate| -> i64 {
            credits.iter().filter(|c| (from..=to).contains(&c.0)).map(|c| c.1).sum()
        };
        assert!(of(*day, *day) <= 180);
        let (monday, sunday) = week_of(*day);
        assert!(of(monday, sunday) <= 480);
    }
    for (_, minutes, id) in &credits {
        assert!(*minutes > 0 && minutes % 15 == 0);
        let id = *id;
        let form = ReverseForm { reason: "nhập nhầm người".into() };
        app.write(move |act| service::reverse(act, id, &form)).unwrap();
    }
    let all = rows(app, world.gia_han).split_off(before);
    assert_eq!(all.iter().map(|row| row.1).sum::<i64>(), 0, "reversed rows sum to zero");
}
