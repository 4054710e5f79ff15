//! Invariant 1, the waiting line and the limits of a person, at the service itself.

mod deeds;

use dai_su_so::db::sessions;
use dai_su_so::domain::access::Actor;
use dai_su_so::domain::bookings::{Booking, BookingState, By, Channel, Who};
use dai_su_so::domain::codes;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::lang::Lang;
use dai_su_so::domain::phone::Phone;
use dai_su_so::service::bookings::{self, Booked, Entry, Moving, Opened};
use dai_su_so::service::{Act, Answer};
use diesel::prelude::*;

use crate::house::{TestApp, World, saturday_at};

/// Somebody with a name of their own asks for topic A2 in this slot.
pub fn wish(slot: SlotId, name: &str) -> Booking {
    Booking {
        topic: "A2".into(),
        slot,
        who: Who { name: name.into(), phone: None, birth_year: None, area: None, needs: vec![] },
        proxy: None,
        channel: Channel::Web,
        wait: false,
        key: format!("{name}-{slot}"),
        lang: Lang::Vi,
    }
}

fn slots(app: &TestApp, session: SessionId) -> Vec<SlotId> {
    app.read(move |act| Ok(sessions::slots(act.conn, session)?))
        .unwrap()
        .into_iter()
        .map(|slot| slot.id)
        .collect()
}

fn book(app: &TestApp, booking: Booking) -> Answer<Booked> {
    app.write_as(&Actor::Visitor, move |act| bookings::book(act, &booking))
}

/// Books the session's slot at this place for somebody.
pub fn book_slot(app: &TestApp, session: SessionId, slot: usize, name: &str) {
    let slot = slots(app, session)[slot];
    book(app, wish(slot, name)).expect("the slot can be booked");
}

fn code_of(booked: Booked) -> String {
    match booked {
        Booked::Seat(ticket) | Booked::Waiting(ticket) => ticket.code,
        other => panic!("no seat: {other:?}"),
    }
}

fn opened(act: &mut Act<'_>, code: &str, name: &str) -> Opened {
    match bookings::open(act, code, name, "here").unwrap() {
        Entry::Booking(opened) => *opened,
        other => panic!("{code} opens to {other:?}"),
    }
}

#[derive(QueryableByName, Debug, PartialEq)]
struct Counted {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    slot: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    taken: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    booked_ahead: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    rows: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    rows_ahead: i64,
}

/// Every slot whose counters are not what its rows say.
fn miscounted(app: &TestApp) -> Vec<Counted> {
    app.read(|act| {
        let counted: Vec<Counted> = diesel::sql_query(
            "SELECT l.id AS slot, l.taken, l.booked_ahead, \
             CAST(COALESCE(SUM(CASE WHEN b.seat_held THEN 1 ELSE 0 END), 0) AS BIGINT) AS rows, \
             CAST(COALESCE(SUM(CASE WHEN b.ahead THEN 1 ELSE 0 END), 0) AS BIGINT) AS rows_ahead \
             FROM slots l LEFT JOIN bookings b ON b.slot_id = l.id \
             GROUP BY l.id, l.taken, l.booked_ahead",
        )
        .load(act.conn)
        .map_err(dai_su_so::db::DbError::from)?;
        Ok(counted)
    })
    .unwrap()
    .into_iter()
    .filter(|c| c.taken != c.rows || c.booked_ahead != c.rows_ahead)
    .collect()
}

#[test]
fn forty_at_once_on_the_last_seat_give_one_booking_and_no_error() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| new.seats = 1);
    let slot = slots(&app, session)[0];
    let all = app.block_on(async {
        let visits = (0..40).map(|n| {
            let (office, booking) = (app.office.clone(), wish(slot, &format!("Bà số {n}")));
            tokio::spawn(async move {
                office.write(&Actor::Visitor, move |act| bookings::book(act, &booking)).await
            })
        });
        futures_util::future::join_all(visits).await
    });
    let answers: Vec<Booked> = all.into_iter().map(|a| a.unwrap().expect("no error")).collect();
    let seats = answers.iter().filter(|a| matches!(a, Booked::Seat(_))).count();
    let full = answers.iter().filter(|a| matches!(a, Booked::Full)).count();
    assert_eq!((seats, full), (1, 39));
    assert_eq!(miscounted(&app), []);
}

#[test]
fn the_same_form_sent_often_and_at_once_books_once() {
    let (app, world) = TestApp::with_world();
    let slot = slots(&app, app.open_session(world))[0];
    let all = app.block_on(async {
        let visits = (0..10).map(|_| {
            let (office, booking) = (app.office.clone(), wish(slot, "Bà Chín"));
            tokio::spawn(async move {
                office.write(&Actor::Visitor, move |act| bookings::book(act, &booking)).await
            })
        });
        futures_util::future::join_all(visits).await
    });
    let codes: Vec<String> = all.into_iter().map(|a| code_of(a.unwrap().unwrap())).collect();
    assert!(codes.iter().all(|code| code == &codes[0]), "{codes:?}");
    assert!(codes::read(&codes[0]).is_some());
    assert_eq!(miscounted(&app), []);
}

#[test]
fn a_person_holds_two_live_bookings_a_day_one_per_slot_and_none_at_the_same_time() {
    let (app, world) = TestApp::with_world();
    let first = slots(&app, app.open_session(world));
    let second = slots(&app, app.open_session(world));
    let again = |slot, key: &str| Booking { key: key.into(), ..wish(slot, "Bà Chín") };
    let first_code = code_of(book(&app, again(first[0], "1")).unwrap());
    // Which of them it is would tell a stranger where and when she will be.
    assert_eq!(book(&app, again(first[0], "2")).unwrap_err().code(), "not_that_day");
    assert_eq!(book(&app, again(second[0], "3")).unwrap_err().code(), "not_that_day");
    let second_code = code_of(book(&app, again(second[1], "4")).unwrap());
    assert_eq!(book(&app, again(first[3], "5")).unwrap_err().code(), "not_that_day");
    // Whoever has opened a booking of theirs is told which.
    for (slot, why) in [(first[0], "same_slot"), (second[0], "elsewhere_then")] {
        let code = second_code.clone();
        let refused = app.write(move |act| {
            let mine = opened(act, &code, "chín");
            bookings::move_to(act, &mine, None, slot)
        });
        assert_eq!(refused.unwrap_err().code(), why);
    }
    let shared = Phone::parse("0903123456").unwrap();
    for name in ["Ông Sáu", "Bà Sen"] {
        let mut booking = again(first[2], name);
        booking.who = Who { name: name.into(), phone: Some(shared.clone()), ..booking.who };
        book(&app, booking).expect("a household shares a telephone");
    }
    app.write(move |act| {
        let mine = opened(act, &first_code, "chín");
        bookings::cancel(act, &mine)
    })
    .unwrap();
    book(&app, again(first[3], "6")).expect("a cancelled booking does not count");
    assert_eq!(miscounted(&app), []);
}

#[test]
fn what_cannot_be_booked_is_refused_by_name() {
    let (app, world) = TestApp::with_world();
    let slot = slots(&app, app.open_session(world))[0];
    let other_topic = Booking { topic: "B1".into(), ..wish(slot, "Bà Chín") };
    assert_eq!(book(&app, other_topic).unwrap_err().code(), "topic_not_offered");
    let mut elsewhere = wish(slot, "Bà Chín");
    elsewhere.who.area = Some(AreaId(999_999));
    assert_eq!(book(&app, elsewhere).unwrap_err().code(), "invalid");
    assert_eq!(book(&app, wish(SlotId(999_999), "Bà Chín")).unwrap_err().code(), "not_found");
    let draft = app.session_with(world, |new| {
        new.state = dai_su_so::domain::sessions::SessionState::Draft;
    });
    let hidden = slots(&app, draft)[0];
    assert_eq!(book(&app, wish(hidden, "Bà Chín")).unwrap_err().code(), "not_found");
    app.clock.move_to(saturday_at(8, 0));
    assert_eq!(book(&app, wish(slot, "Bà Chín")).unwrap_err().code(), "slot_over");
}

/// A session tomorrow with one seat a slot, so that offers have time to be answered.
fn tomorrow(app: &TestApp, world: World) -> SessionId {
    app.session_with(world, |new| {
        new.seats = 1;
        new.starts_at = saturday_at(8, 0).plus_minutes(24 * 60);
        new.ends_at = saturday_at(10, 0).plus_minutes(24 * 60);
    })
}

#[test]
fn a_seat_that_comes_free_is_kept_for_whoever_waits_longest() {
    let (app, world) = TestApp::with_world();
    let slot = slots(&app, tomorrow(&app, world))[0];
    let waiting = |name| Booking { wait: true, ..wish(slot, name) };
    let first = code_of(book(&app, waiting("Bà Một")).unwrap());
    let second = book(&app, waiting("Bà Hai")).unwrap();
    assert!(matches!(second, Booked::Waiting(_)));
    let second = code_of(second);
    let third = code_of(book(&app, waiting("Bà Ba")).unwrap());
    let state = |code: &str, name: &'static str| {
        let code = code.to_owned();
        app.read(move |act| Ok(opened(act, &code, name).mine.state)).unwrap()
    };
    app.write(move |act| {
        let mine = opened(act, &first, "một");
        bookings::cancel(act, &mine)
    })
    .unwrap();
    assert_eq!(state(&second, "hai"), BookingState::Offered);
    assert_eq!(state(&third, "ba"), BookingState::Waiting);
    assert_eq!(book(&app, wish(slot, "Bà Chen")).unwrap(), Booked::Full, "nobody jumps the line");

    // Two hours before the slot an unanswered offer passes on; the line is then too late.
    app.clock.move_to(saturday_at(5, 59).plus_minutes(24 * 60));
    assert_eq!(app.write(bookings::expire_offers).unwrap(), 0);
    app.clock.move_to(saturday_at(6, 0).plus_minutes(24 * 60));
    let late = second.clone();
    let answer = app.write(move |act| {
        let mine = opened(act, &late, "hai");
        bookings::accept(act, &mine)
    });
    assert_eq!(answer.unwrap_err().code(), "offer_over");
    assert_eq!(app.write(bookings::expire_offers).unwrap(), 1);
    assert_eq!(state(&second, "hai"), BookingState::Cancelled);
    assert_eq!(state(&third, "ba"), BookingState::Waiting);
    assert!(matches!(book(&app, wish(slot, "Bà Kịp")).unwrap(), Booked::Seat(_)));
    assert_eq!(miscounted(&app), []);
}

#[test]
fn an_offer_is_accepted_once_and_a_declined_one_goes_to_the_next() {
    let (app, world) = TestApp::with_world();
    let slot = slots(&app, tomorrow(&app, world))[0];
    let names = ["Bà Một", "Bà Hai", "Bà Ba"];
    let codes: Vec<String> = names
        .iter()
        .map(|name| code_of(book(&app, Booking { wait: true, ..wish(slot, name) }).unwrap()))
        .collect();
    let [one, two, three] = [0, 1, 2].map(|i| codes[i].clone());
    app.write(move |act| {
        let mine = opened(act, &one, "một");
        bookings::cancel(act, &mine)?;
        let mine = opened(act, &two, "hai");
        bookings::decline(act, &mine)?;
        let mine = opened(act, &three, "ba");
        assert_eq!(mine.mine.state, BookingState::Offered);
        bookings::accept(act, &mine)?;
        let mine = opened(act, &three, "ba");
        assert_eq!(mine.mine.state, BookingState::Booked);
        bookings::accept(act, &mine)?;
        Ok(())
    })
    .unwrap();
    assert_eq!(miscounted(&app), []);
}

#[test]
fn seats_that_are_added_go_to_those_who_wait() {
    let (app, world) = TestApp::with_world();
    let slot = slots(&app, tomorrow(&app, world))[0];
    book(&app, wish(slot, "Bà Một")).unwrap();
    let second = code_of(book(&app, Booking { wait: true, ..wish(slot, "Bà Hai") }).unwrap());
    assert_eq!(app.write(bookings::expire_offers).unwrap(), 0);
    app.write(move |act| {
        diesel::sql_query("UPDATE slots SET seats = 2, bookable = 2")
            .execute(act.conn)
            .map_err(dai_su_so::db::DbError::from)?;
        Ok(())
    })
    .unwrap();
    assert_eq!(app.write(bookings::expire_offers).unwrap(), 1);
    let state = app.read(move |act| Ok(opened(act, &second, "hai").mine.state)).unwrap();
    assert_eq!(state, BookingState::Offered);
    assert_eq!(miscounted(&app), []);
}

#[test]
fn moving_swaps_the_seats_or_leaves_everything() {
    let (app, world) = TestApp::with_world();
    let session = tomorrow(&app, world);
    let [from, full, to] = [0, 1, 2].map(|i| slots(&app, session)[i]);
    let code = code_of(book(&app, wish(from, "Bà Chín")).unwrap());
    book(&app, wish(full, "Ông Tám")).unwrap();
    let waits = code_of(book(&app, Booking { wait: true, ..wish(from, "Bà Đợi") }).unwrap());
    app.write(move |act| {
        let mine = opened(act, &code, "chín");
        assert_eq!(bookings::move_to(act, &mine, None, full)?, Moving::Full);
        assert_eq!(opened(act, &code, "chín").mine.slot_id, from);
        assert_eq!(bookings::move_to(act, &mine, None, to)?, Moving::Moved);
        let moved = opened(act, &code, "chín");
        assert_eq!((moved.mine.slot_id, moved.mine.state), (to, BookingState::Booked));
        let next = opened(act, &waits, "đợi");
        assert_eq!(next.mine.state, BookingState::Offered, "the old seat goes to the line");
        Ok(())
    })
    .unwrap();
    assert_eq!(miscounted(&app), []);
}

#[test]
fn only_a_proxy_who_may_changes_a_booking() {
    use dai_su_so::domain::bookings::{Agreed, Proxy, Relation};
    let (app, world) = TestApp::with_world();
    let slots = slots(&app, tomorrow(&app, world));
    for (slot, may_change) in [(slots[0], false), (slots[1], true)] {
        let proxy = Proxy {
            name: "Ông Phước".into(),
            phone: None,
            relation: Relation::AreaHead,
            agreed: Agreed::Spoken,
            may_change,
        };
        let code =
            code_of(book(&app, Booking { proxy: Some(proxy), ..wish(slot, "Bà Chín") }).unwrap());
        let answer = app.write(move |act| {
            let mine = opened(act, &code, "phước");
            assert_eq!(mine.by, By::Proxy);
            bookings::cancel(act, &mine)
        });
        assert_eq!(answer.is_ok(), may_change);
    }
}
