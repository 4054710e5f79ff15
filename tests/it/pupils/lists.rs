//! Every list costs the same number of statements, whatever it holds.

use dai_su_so::db::DbError;
use dai_su_so::db::schema::{family_supports, shifts};
use dai_su_so::domain::ids::*;
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::domain::supports::{CanDoAlone, FamilyState, Relative};
use diesel::prelude::*;

use super::{NEXT_WEEK, a_week_later, matched};
use crate::house::counting::TWENTY;
use crate::house::world::{MINH_ANH, SCHOOL_OFFICER, day, pupil};
use crate::house::{TestApp, World, saturday_at};

fn shift(app: &TestApp, session: SessionId, pupil: AmbassadorId, state: ShiftState) -> ShiftId {
    app.write(move |act| {
        let came = (state == ShiftState::Done).then(|| saturday_at(8, 0));
        Ok(diesel::insert_into(shifts::table)
            .values((
                shifts::session_id.eq(session),
                shifts::ambassador_id.eq(pupil),
                shifts::state.eq(state),
                shifts::source.eq(ShiftSource::Own),
                shifts::checked_in_at.eq(came),
                shifts::checked_out_at.eq(came.map(|at| at.plus_minutes(60))),
                shifts::created_at.eq(act.now),
            ))
            .returning(shifts::id)
            .get_result(act.conn)
            .map_err(DbError::from)?)
    })
    .unwrap()
}

fn help_at_home(app: &TestApp, pupil: AmbassadorId) {
    app.write(move |act| {
        use family_supports::dsl as f;
        diesel::insert_into(f::family_supports)
            .values((
                f::ambassador_id.eq(pupil),
                f::topic_code.eq("A2"),
                f::relative.eq(Relative::Parent),
                f::done_on.eq(day(2026, 11, 10)),
                f::minutes.eq(15),
                f::can_do_alone.eq(CanDoAlone::Yes),
                f::state.eq(FamilyState::Logged),
                f::logged_at.eq(act.now),
            ))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
}

/// Two of everything that the lists show, then twenty.
fn more(app: &TestApp, world: World, names: &[&'static str], today: SessionId) {
    for name in names {
        app.session_with(world, a_week_later);
        let past = app.open_session(world);
        shift(app, past, world.minh_anh, ShiftState::Done);
        help_at_home(app, world.minh_anh);
        let booking = app.booking(today, 0, name);
        matched(app, booking, world.minh_anh);
        let name = *name;
        app.write(move |act| {
            pupil(act, "", name, name, world.school, world.class, 2013, world.area)?;
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn pages_of_pupils_and_of_the_roster_cost_the_same_for_two_and_for_twenty() {
    let (app, world) = TestApp::with_world();
    let today = app.session_with(world, |new| new.seats = 30);
    let own = shift(&app, today, world.minh_anh, ShiftState::Accepted);
    more(&app, world, &["Bà Một", "Bà Hai"], today);
    let mut visitor = app.signed_in(MINH_ANH);
    let mine = format!("/me/shifts/{own}");
    let pages = [
        "/me",
        NEXT_WEEK,
        "/me/shifts",
        &mine,
        "/me/week",
        "/me/hours",
        "/me/family",
        "/me/awards",
    ];
    app.same_queries(&mut visitor, &pages, 20, || more(&app, world, &TWENTY[..18], today));

    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let one = format!("/school/ambassadors/{}", world.minh_anh);
    let pages = [
        "/school/ambassadors",
        &one,
        "/school/family",
        "/school/ambassadors/cards",
        "/school/calendar",
    ];
    app.same_queries(&mut officer, &pages, 20, || more(&app, world, &TWENTY[18..], today));
}

#[test]
fn a_week_of_many_sessions_is_shown_in_pages() {
    let (app, world) = TestApp::with_world();
    for _ in 0..42 {
        app.session_with(world, a_week_later);
    }
    let mut visitor = app.signed_in(MINH_ANH);
    let first = visitor.get(NEXT_WEEK);
    first.is(200).shows("Em nhận được (30)").shows("Các buổi tiếp theo của tuần");
    let second = visitor.get("/me/sessions?week=2026-11-30&page=2");
    second
        .is(200)
        .shows("Em nhận được (12)")
        .shows("Các buổi trước đó")
        .hides("Các buổi tiếp theo");
    visitor.get("/me/sessions?week=2026-11-30&page=999999").is(200);
}
