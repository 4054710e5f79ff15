//! The adults in the room: when the second one leaves nothing new begins.

use dai_su_so::domain::sessions::SessionState;

use crate::house::world::*;
use crate::house::{TestApp, saturday_at};

#[test]
fn when_the_second_adult_leaves_nothing_new_begins_and_what_runs_is_listed_to_be_finished() {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    let session = app.session_with(world, |new| new.state = SessionState::Open);
    let first = app.booking(session, 0, "Bà Chín");
    let second = app.booking(session, 1, "Ông Sáu");
    app.clock.move_to(saturday_at(8, 5));
    let mut desk = app.signed_in(SUPERVISOR);
    let desk_of = |door: &str| format!("/desk/{session}/{door}");
    let roll = |who: i64, act: &'static str| [("who", who.to_string()), ("act", act.to_owned())];
    let call = |desk: &mut crate::house::Browser, who: i64, act: &'static str| {
        let fields = roll(who, act);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        desk.submit(&desk_of("adults"), &fields).is(200);
    };
    call(&mut desk, world.supervisor.0, "in");
    call(&mut desk, world.supervisor_two.0, "in");
    desk.submit(&desk_of("open"), &[]).shows("Buổi đã mở");
    for booking in [first, second] {
        desk.submit(&desk_of("arrive"), &[("booking", &booking.to_string())]);
    }
    let lead = format!("a{}", world.supervisor);
    let start =
        |booking: &dyn std::fmt::Display| format!("/desk/{session}/bookings/{booking}/helper");
    let fields = [("helper", lead.as_str()), ("then", "start")];
    desk.submit(&start(&first), &fields).shows("Mời số");

    call(&mut desk, world.supervisor_two.0, "out");
    let board = desk.get(&format!("/desk/{session}"));
    board.shows("Mời thêm một người lớn phụ trách vào").shows("Đang dở 1 lượt").shows("Bà Chín");
    desk.submit(&start(&second), &fields).shows("Cần ít nhất 2 người lớn");
    desk.submit(&desk_of("next"), &[]).shows("Cần ít nhất 2 người lớn");
    desk.post(&desk_of("walk-in"), &[("name", "Bà Tư"), ("topic", "A2"), ("key", &"k".repeat(32))]);
    assert_eq!(open_seats(&app, session), 0, "no seat is offered but those taken");

    call(&mut desk, world.supervisor_two.0, "in");
    assert!(open_seats(&app, session) > 0);
    desk.get(&format!("/desk/{session}")).hides("Đang dở");
    let trail: Vec<String> = app
        .read(move |act| {
            use dai_su_so::db::schema::audit::dsl as a;
            use diesel::prelude::*;
            let rows = a::audit.filter(a::act.eq("follow_adults")).order(a::id).select(a::detail);
            Ok(rows.load(act.conn).map_err(dai_su_so::db::DbError::from)?)
        })
        .unwrap();
    assert!(trail.iter().any(|line| line == "adults 1, seats 0"), "{trail:?}");
    assert!(trail.iter().any(|line| line.starts_with("adults 2, seats")), "{trail:?}");
}

/// Seats of slots to come that nobody has.
fn open_seats(app: &TestApp, session: dai_su_so::domain::ids::SessionId) -> i64 {
    app.read(move |act| {
        let slots = dai_su_so::db::sessions::slots(act.conn, session)?;
        Ok(slots.iter().map(|slot| slot.seats - slot.taken).sum())
    })
    .unwrap()
}
