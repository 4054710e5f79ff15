//! Whatever people do in whatever order, the counters of a slot are its rows.

use dai_su_so::db::bookings as rows;
use dai_su_so::db::{seats, sessions};
use dai_su_so::domain::bookings::{Booking, BookingState, Channel};
use dai_su_so::domain::ids::*;
use dai_su_so::service::bookings::{self, Booked};
use dai_su_so::service::{Act, Answer};
use proptest::prelude::*;

use super::{book, code_of, miscounted, opened, slots, wish};
use crate::house::{TestApp, saturday_at};

/// What somebody does with a slot of the one session of the story.
#[derive(Clone, Debug)]
enum Deed {
    Book { slot: usize, wait: bool },
    WalkIn { slot: usize },
    Cancel { which: usize },
    Move { which: usize, to: usize },
    Accept { which: usize },
    Lapse,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..4_usize, any::<bool>()).prop_map(|(slot, wait)| Deed::Book { slot, wait }),
        2 => (0..4_usize).prop_map(|slot| Deed::WalkIn { slot }),
        2 => any::<usize>().prop_map(|which| Deed::Cancel { which }),
        1 => (any::<usize>(), 0..4_usize).prop_map(|(which, to)| Deed::Move { which, to }),
        1 => any::<usize>().prop_map(|which| Deed::Accept { which }),
        1 => Just(Deed::Lapse),
    ]
}

fn walk_in(act: &mut Act<'_>, session: SessionId, slot: SlotId, n: usize) -> Answer<()> {
    if !seats::take_walk_in(act.conn, slot)? {
        return Ok(());
    }
    let ward = sessions::get(act.conn, session)?.ward_id;
    let name = format!("Khách {n}");
    let resident = rows::NewResident {
        ward,
        name: &name,
        phone: None,
        birth_year: None,
        area: None,
        access_needs: "",
        person_key: &name,
    };
    let resident_id = rows::add_resident(act.conn, &resident, act.now)?;
    let code = format!("W{n}");
    let new = rows::NewBooking {
        code: &code,
        ward_id: ward,
        session_id: session,
        slot_id: slot,
        resident_id,
        topic_code: "A2",
        state: BookingState::Arrived,
        channel: Channel::WalkIn,
        seat_held: true,
        ahead: false,
        day: act.now.day(),
        person_key: &name,
        phrase: "sen hồng",
        tear_off: "1234",
        language: "vi",
        proxy_name: None,
        proxy_relation: None,
        proxy_agreed: None,
        proxy_may_change: false,
        proxy_phone: None,
        idempotency_key: &code,
        created_at: act.now,
        arrived_at: Some(act.now),
    };
    rows::add(act.conn, &new)?;
    Ok(())
}

/// Does a deed; a refusal by name is an answer, a fault is not.
fn perform(
    app: &TestApp,
    session: SessionId,
    slots: &[SlotId],
    codes: &mut Vec<(String, String)>,
    n: usize,
    deed: &Deed,
) {
    let someone = |which: usize| (!codes.is_empty()).then(|| codes[which % codes.len()].clone());
    let fine = |answer: Answer<()>| {
        if let Err(error) = answer {
            assert!(!matches!(error.code(), "fault" | "busy" | "not_found"), "{deed:?}: {error:?}");
        }
    };
    match *deed {
        Deed::Book { slot, wait } => {
            let name = format!("Người {n}");
            let booking = Booking { wait, ..wish(slots[slot], &name) };
            match book(app, booking) {
                Ok(Booked::Full) => {}
                Ok(booked) => codes.push((code_of(booked), name)),
                Err(error) => fine(Err(error)),
            }
        }
        Deed::WalkIn { slot } => {
            let slot = slots[slot];
            fine(app.write(move |act| walk_in(act, session, slot, n)));
        }
        Deed::Cancel { which } => {
            let Some((code, name)) = someone(which) else { return };
            fine(app.write(move |act| {
                let mine = opened(act, &code, &name);
                bookings::cancel(act, &mine)
            }));
        }
        Deed::Move { which, to } => {
            let Some((code, name)) = someone(which) else { return };
            let to = slots[to];
            fine(app.write(move |act| {
                let mine = opened(act, &code, &name);
                bookings::move_to(act, &mine, None, to).map(|_| ())
            }));
        }
        Deed::Accept { which } => {
            let Some((code, name)) = someone(which) else { return };
            fine(app.write(move |act| {
                let mine = opened(act, &code, &name);
                bookings::accept(act, &mine)
            }));
        }
        Deed::Lapse => {
            app.clock.move_to(app.clock.now().plus_minutes(9 * 60));
            app.write(bookings::expire_offers).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn whatever_people_do_the_counters_are_the_rows(deeds in proptest::collection::vec(deed(), 1..60)) {
        let (app, world) = TestApp::with_world();
        let session = app.session_with(world, |new| {
            new.seats = 3;
            new.walk_in_percent = 30;
            new.starts_at = saturday_at(8, 0).plus_minutes(2 * 24 * 60);
            new.ends_at = saturday_at(10, 0).plus_minutes(2 * 24 * 60);
        });
        let slots = slots(&app, session);
        let mut codes = Vec::new();
        for (n, deed) in deeds.iter().enumerate() {
            perform(&app, session, &slots, &mut codes, n, deed);
            prop_assert_eq!(miscounted(&app), []);
        }
    }
}
