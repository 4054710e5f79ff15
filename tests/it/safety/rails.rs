//! Guard rails that cannot be clicked away: small towns made by chance, random acts along
//! every path that makes, answers or keeps a shift, or changes what a shift rests on. After
//! each act no live shift is one that the rules refuse.
//!
//! "Refuses" is `eligibility::may_keep`: everything but room, the moment of signing up, and
//! hours of the week marked after the promise. What a change makes unfit falls in the same
//! act (`service/shifts/unfit`), so it is asked after that act, too. Pasted lists add pupils and
//! nothing else: no file makes a shift.

mod hands;

use std::cell::Cell;
use std::collections::BTreeMap;

use dai_su_so::db::DbError;
use dai_su_so::db::schema::{sessions, shifts as shift_table};
use dai_su_so::db::sessions::release;
use dai_su_so::db::shifts::facts::{self, Whom};
use dai_su_so::domain::access::*;
use dai_su_so::domain::consent::WithdrawForm;
use dai_su_so::domain::desk::JoinForm;
use dai_su_so::domain::eligibility::{Refusal, may_keep};
use dai_su_so::domain::ids::*;
use dai_su_so::domain::lang::Lang;
use dai_su_so::domain::roster::{ClosedForm, LessonsForm, LimitsForm, StandingForm};
use dai_su_so::domain::sessions::{ApprovalState, SessionState};
use dai_su_so::domain::shifts::{ReasonForm, ShiftSource, ShiftState};
use dai_su_so::service::{self, Act, Answer, desk, roster, shifts};
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::eligibility::{Chance, Town, build};
use crate::house::TestApp;
use crate::house::world::*;

/// One act: which, by or about which pupil, on which session, and a number of its own.
type Deed = (u8, usize, usize, u8);

fn on_postgres() -> bool {
    std::env::var("DSS_TEST_POSTGRES").is_ok()
}

#[test]
fn no_path_leaves_a_live_shift_that_the_rules_refuse() {
    let (app, world) = (TestApp::mail_unattended(), Cell::new(None));
    world.set(Some(World::build(&app)));
    let world = world.get().unwrap();
    let next = Cell::new(1000_u64);
    let done = std::cell::RefCell::new(BTreeMap::<u8, (u32, u32)>::new());
    let cases = if on_postgres() { 8 } else { 48 };
    let mut runner = TestRunner::new(Config {
        cases,
        max_shrink_iters: 64,
        failure_persistence: None,
        ..Config::default()
    });
    // What the school changes makes towns barren: it happens now and then.
    let what = prop_oneof![8 => 0u8..8, 1 => 8u8..16, 2 => 16u8..19];
    let deeds = prop::collection::vec((what, 0usize..3, 0usize..6, any::<u8>()), 20..50);
    let result = runner.run(&(any::<u64>(), deeds), |(seed, deeds)| {
        let case = next.get();
        next.set(case + 1);
        let town = app.write(move |act| build(act, world, &mut Chance(seed), case)).unwrap();
        for deed in deeds {
            let worked = act_out(&app, world, &town, deed).is_ok();
            let mut done = done.borrow_mut();
            let tally = done.entry(deed.0).or_default();
            if worked {
                tally.0 += 1
            } else {
                tally.1 += 1
            }
            let unfit = unfit(&app, &town);
            if !unfit.is_empty() {
                return Err(TestCaseError::fail(format!("after {deed:?}: {unfit:?}")));
            }
        }
        Ok(())
    });
    let done = done.into_inner();
    assert!(result.is_ok(), "{}\n{done:?}", result.unwrap_err());
    // Every path was walked with success at least once, and the rules said no as well.
    if !on_postgres() {
        let never: Vec<_> =
            (0..19).filter(|deed| done.get(deed).is_none_or(|t| t.0 == 0)).collect();
        assert!(never.is_empty(), "never worked: {never:?} of {done:?}");
        assert!(done[&0].1 > 20 && done[&2].1 > 20, "{done:?}");
    }
}

fn officer(world: World, school: OrganisationId) -> Actor {
    staff(world.school_officer, Role::SchoolOfficer, OrganisationKind::School, school)
}

fn staff(account: AccountId, role: Role, kind: OrganisationKind, at: OrganisationId) -> Actor {
    let held = Held {
        role,
        organisation: Some(at),
        organisation_kind: Some(kind),
        organisation_name: String::new(),
        class: None,
        since: day(2026, 8, 1),
        until: None,
    };
    Actor::Person(Box::new(Person {
        account,
        sign_in: SignInId(0),
        kind: AccountKind::Staff,
        name: "Trần Đăng Khoa".into(),
        lang: Lang::Vi,
        roles: vec![held],
        pupil: None,
    }))
}

fn act_out(app: &TestApp, world: World, town: &Town, deed: Deed) -> Answer<()> {
    let (what, who, which, n) = deed;
    let (pupil, candidate) = &town.pupils[who];
    let (id, session) = (candidate.ambassador, town.sessions[which].id);
    let officer = officer(world, candidate.school);
    let reason = ReasonForm { reason: "bận học thêm".into() };
    match what {
        0 | 1 => app.write_as(pupil, move |act| shifts::take(act, session).map(drop)),
        2 => {
            app.write(move |act| shifts::propose(act, session, id, ShiftSource::Matching).map(drop))
        }
        3 => app.write(move |act| shifts::propose(act, session, id, ShiftSource::Hand).map(drop)),
        4 | 5 => {
            let shift = one_shift(app, id, &[ShiftState::Proposed])?;
            match what {
                4 => app.write_as(pupil, move |act| shifts::accept(act, shift)),
                _ => app.write_as(pupil, move |act| shifts::decline(act, shift, &reason)),
            }
        }
        6 => {
            let shift = one_shift(app, id, &[ShiftState::Taken, ShiftState::Accepted])?;
            app.write_as(pupil, move |act| shifts::withdraw(act, shift, &reason))
        }
        7 => join_at_the_desk(app, world, session, id),
        16 => hands::change_session(app, world, town, (which, n)),
        17 => hands::pin_and_publish(app, world, town, (who, which)),
        18 => hands::swap_and_publish(app, world, town, which),
        _ => school_changes(app, &officer, town, (what, id, n)),
    }
}

/// What the school changes under a shift's feet.
fn school_changes(
    app: &TestApp,
    officer: &Actor,
    town: &Town,
    (what, id, n): (u8, AmbassadorId, u8),
) -> Answer<()> {
    let day = town.sessions[usize::from(n) % town.sessions.len()].starts_at.day();
    let day_text = day.to_string();
    match what {
        8 => {
            let form = ClosedForm {
                kind: ["exam_week", "closure"][usize::from(n % 2)].into(),
                from_day: day_text.clone(),
                to_day: day_text,
                name: "Kiểm tra giữa kỳ".into(),
                name_en: "Exams".into(),
            };
            app.write_as(officer, move |act| roster::add_days(act, &form))
        }
        9 => {
            let class = match &town.pupils[0].0 {
                Actor::Person(person) => person.pupil.as_ref().map(|pupil| pupil.class).unwrap(),
                _ => unreachable!("pupils are people"),
            };
            let (mut from, mut to) = (vec![String::new(); 14], vec![String::new(); 14]);
            let weekday = usize::from(n % 7);
            from[weekday * 2] = "7:00".into();
            to[weekday * 2] = if n > 127 { "17:00".into() } else { "9:00".into() };
            let form = LessonsForm { from, to, all: String::new() };
            app.write_as(officer, move |act| roster::set_lessons(act, class, &form).map(drop))
        }
        10 => {
            let form = LimitsForm {
                session_minutes: ["60", "90", "180"][usize::from(n % 3)].into(),
                week_hours: ["2", "4", "8"][usize::from(n / 3 % 3)].into(),
                latest_end: ["12:00", "17:00", "19:00"][usize::from(n / 9 % 3)].into(),
            };
            app.write_as(officer, move |act| roster::set_limits(act, &form))
        }
        11 => {
            let topic = ["A2", "A4"][usize::from(n % 2)];
            app.write_as(officer, move |act| roster::uncertify(act, id, topic))
        }
        12 => app.write_as(officer, move |act| match n % 2 {
            0 => roster::pause(act, id).map(drop),
            _ => roster::resume(act, id),
        }),
        13 => {
            let week_hours = ["1", "2", "3", "8"][usize::from(n % 4)].into();
            let form = StandingForm { level: "2".into(), week_hours, home_area: String::new() };
            app.write_as(officer, move |act| roster::set_standing(act, id, &form))
        }
        14 => {
            let side = ["child", "guardian"][usize::from(n % 2)].into();
            let form = WithdrawForm { purpose: "taking_part".into(), side };
            app.write_as(officer, move |act| roster::withdraw_consent(act, id, &form).map(drop))
        }
        _ => {
            let office = &app.office;
            app.block_on(service::matching::mend_all(office)).map(drop)
        }
    }
}

/// The session runs with two adults, the pupil comes without a shift, and the desk tries;
/// afterwards it is as it was, so that others still sign up for it.
fn join_at_the_desk(
    app: &TestApp,
    world: World,
    session: SessionId,
    pupil: AmbassadorId,
) -> Answer<()> {
    let by = staff(world.supervisor, Role::Supervisor, OrganisationKind::Ward, world.ward);
    let before = state_of(app, session);
    if before != SessionState::Open {
        return Err(service::Error::NotFound);
    }
    set_state(app, session, SessionState::Running);
    let joined = app.write_as(&by, move |act| {
        use dai_su_so::db::schema::ambassadors::dsl as a;
        let badge: String =
            a::ambassadors.find(pupil).select(a::badge).first(act.conn).map_err(DbError::from)?;
        for adult in [world.supervisor, world.supervisor_two] {
            dai_su_so::db::desk::adult_in(act.conn, session, adult, adult, act.now)?;
        }
        let joined = desk::join(act, session, &JoinForm { badge }).map(drop);
        dai_su_so::db::desk::adults_out(act.conn, session, None, act.now)?;
        joined
    });
    set_state(app, session, before);
    joined
}

fn state_of(app: &TestApp, session: SessionId) -> SessionState {
    app.read(move |act| Ok(dai_su_so::db::sessions::get(act.conn, session)?.state)).unwrap()
}

fn set_state(app: &TestApp, session: SessionId, state: SessionState) {
    app.write(move |act| {
        diesel::update(sessions::table.find(session))
            .set(sessions::state.eq(state))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
}

fn one_shift(app: &TestApp, pupil: AmbassadorId, states: &[ShiftState]) -> Answer<ShiftId> {
    let states: Vec<ShiftState> = states.to_vec();
    app.read(move |act| {
        let rows = shift_table::table
            .filter(shift_table::ambassador_id.eq(pupil))
            .filter(shift_table::state.eq_any(states));
        let first = rows.order(shift_table::id).select(shift_table::id).first(act.conn);
        Ok(first.map_err(DbError::from)?)
    })
}

/// A session that moved is asked of the school anew; until it answers the pupils keep their
/// shifts, and the desk lets nobody start (`desk::a_pupil_starts_only_once_the_school_said_yes`).
fn asked_again(act: &mut Act<'_>, session: SessionId, school: OrganisationId) -> Answer<bool> {
    let state = release::state_of(act.conn, session, school)?;
    Ok(state == Some(ApprovalState::Asked))
}

/// Live shifts of the town that the rules refuse, with the reasons.
fn unfit(app: &TestApp, town: &Town) -> Vec<String> {
    let pupils: Vec<AmbassadorId> = town.pupils.iter().map(|(_, c)| c.ambassador).collect();
    let ids: Vec<SessionId> = town.sessions.iter().map(|session| session.id).collect();
    app.read(move |act| {
        let sessions = facts::sessions(act.conn, &ids)?;
        let days = facts::weeks_of(&sessions).unwrap();
        let mut found = Vec::new();
        for pupil in pupils {
            let entry = facts::pupils(act.conn, Whom::One(pupil), days)?.pop().unwrap();
            let of = [entry.candidate.school, sessions[0].ward];
            let closed = facts::closed(act.conn, &of, days)?;
            let live = shift_table::table
                .filter(shift_table::ambassador_id.eq(pupil))
                .filter(shift_table::state.eq_any([
                    ShiftState::Taken,
                    ShiftState::Proposed,
                    ShiftState::Accepted,
                ]))
                .select(shift_table::session_id)
                .load::<SessionId>(act.conn)
                .map_err(DbError::from)?;
            for session in sessions.iter().filter(|s| live.contains(&s.id)) {
                let mut why =
                    may_keep(&entry.candidate, session, &closed).err().unwrap_or_default();
                if asked_again(act, session.id, entry.candidate.school)? {
                    why.retain(|refusal| *refusal != Refusal::NotApproved);
                }
                if !why.is_empty() {
                    found.push(format!("{pupil} in {}: {why:?}", session.id));
                }
            }
        }
        Ok(found)
    })
    .unwrap()
}
