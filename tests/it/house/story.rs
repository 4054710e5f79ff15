//! Builders that set the scene: an open session, a booking in it.

use dai_su_so::db::DbError;
use dai_su_so::db::bookings::{self, NewBooking, NewResident};
use dai_su_so::db::schema::school_approvals::dsl as a;
use dai_su_so::db::seats;
use dai_su_so::db::sessions::{self, NewSession};
use dai_su_so::domain::bookings::{BookingState, Channel};
use dai_su_so::domain::ids::*;
use dai_su_so::domain::sessions::{ApprovalState, SessionState};
use dai_su_so::service::{Act, Answer};
use diesel::prelude::*;

use super::{TestApp, World, saturday_at};

impl TestApp {
    /// A session of the ward, open, 8:00–10:00 of the tests' Saturday at the first
    /// place: four slots of two seats, all of them bookable ahead, topics A2 and A4,
    /// released by the world's school.
    pub fn open_session(&self, world: World) -> SessionId {
        self.session_with(world, |_| {})
    }

    /// The same with something changed: `app.session_with(world, |new| new.seats = 1)`.
    pub fn session_with(&self, world: World, change: fn(&mut NewSession<'_>)) -> SessionId {
        self.write(move |act| {
            let topics = ["A2".to_owned(), "A4".to_owned()];
            let mut new = NewSession {
                ward: world.ward,
                place: world.place,
                series: None,
                state: SessionState::Open,
                title: "Buổi hỗ trợ thứ Bảy",
                starts_at: saturday_at(8, 0),
                ends_at: saturday_at(10, 0),
                slot_minutes: 30,
                seats: 2,
                walk_in_percent: 0,
                ambassadors_wanted: 4,
                pupils_per_adult: 8,
                access_notes: "",
                notes: "",
                topics: &topics,
                supervisors: &[world.supervisor, world.supervisor_two],
                created_by: world.coordinator,
            };
            change(&mut new);
            let id = sessions::add(act.conn, &new, act.now)?;
            release(act, id, world.school)?;
            Ok(id)
        })
        .expect("a session can be added")
    }

    /// Somebody booked into the session's `slot`-th step (from 0) for topic A2.
    pub fn booking(&self, session: SessionId, slot: usize, name: &'static str) -> BookingId {
        self.write(move |act| book(act, session, slot, name, "A2")).expect("a booking can be added")
    }
}

/// The school releases its pupils for the session.
pub fn release(act: &mut Act<'_>, session: SessionId, school: OrganisationId) -> Answer<()> {
    diesel::insert_into(a::school_approvals)
        .values((
            a::session_id.eq(session),
            a::school_id.eq(school),
            a::state.eq(ApprovalState::Approved),
            a::asked_at.eq(act.now),
            a::decided_at.eq(act.now),
        ))
        .execute(act.conn)
        .map_err(DbError::from)?;
    Ok(())
}

/// Somebody booked into the session's `slot`-th step for a topic.
pub fn book(
    act: &mut Act<'_>,
    session: SessionId,
    slot: usize,
    name: &str,
    topic: &str,
) -> Answer<BookingId> {
    let ward = sessions::get(act.conn, session)?.ward_id;
    let slot = sessions::slots(act.conn, session)?.remove(slot);
    assert!(seats::take_ahead(act.conn, slot.id)?, "the slot has a seat");
    let resident = NewResident {
        ward,
        name,
        phone: Some("0903123456"),
        birth_year: Some(1955),
        area: None,
        access_needs: "",
        person_key: name,
    };
    let resident_id = bookings::add_resident(act.conn, &resident, act.now)?;
    let code = format!("T{}{}", session.0, resident_id.0);
    let new = NewBooking {
        code: &code,
        ward_id: ward,
        session_id: session,
        slot_id: slot.id,
        resident_id,
        topic_code: topic,
        state: BookingState::Booked,
        channel: Channel::Web,
        seat_held: true,
        ahead: true,
        day: slot.starts_at.day(),
        person_key: name,
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
        arrived_at: None,
    };
    Ok(bookings::add(act.conn, &new)?)
}
