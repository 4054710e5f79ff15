//! Booking a seat, and what its owner may do with it afterwards.

mod change;
mod door;
mod line;
mod papers;
mod throttle;

pub use change::{Moving, accept, cancel, decline, may_change, move_to};
pub use door::{Entry, Opened, enter, open, open_as_ward};
pub use line::{calls, expire_offers, offer_next, place_in_line};
pub use papers::{calendar, qr};
pub use throttle::wait_before_another;

use super::accounts::hash;
use super::{Act, Answer, Error, Step, conduct};
use crate::db::DbError;
use crate::db::bookings::{self, NewBooking, NewResident, OfTheDay, Said, SlotFacts};
use crate::db::{organisations, seats};
use crate::domain::bookings::{Booking, BookingRefusal, BookingState, needs_stored};
use crate::domain::codes;
use crate::domain::ids::{AreaId, BookingId, OrganisationId, ResidentId};
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::sessions::SessionState;

/// What became of asking for a seat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Booked {
    /// There is a seat; the same form sent again gives the same one.
    Seat(Ticket),
    /// No seat yet, but a place in the line.
    Waiting(Ticket),
    /// Somebody else was faster: time to show other times. Nothing was written.
    Full,
    /// The form has made this booking before, with other answers: those are kept.
    Before(Ticket),
}

/// A booking's number inside the house and its code outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ticket {
    pub id: BookingId,
    pub code: String,
}

/// Books one resident into one slot for one topic. Whoever asks has shown nothing yet, so
/// a refusal does not tell what the person of that name has booked.
pub fn book(act: &mut Act<'_>, booking: &Booking) -> Answer<Booked> {
    book_under(act, booking, None)
}

/// The same under a code that the resident already holds, that of a request.
pub(super) fn book_under(
    act: &mut Act<'_>,
    booking: &Booking,
    held: Option<&str>,
) -> Answer<Booked> {
    let person_key = booking.who.person_key();
    bookings::lock_person(act.conn, &person_key)?;
    // The person and the slot are part of the key, so that nobody reads another one's
    // slip by sending a key of theirs.
    let key = hash(&format!("{}/{}/{person_key}", booking.key, booking.slot));
    if let Some((id, code, state)) = bookings::by_key(act.conn, &key)? {
        let ticket = Ticket { id, code };
        if !says_the_same(act, id, booking)? {
            return Ok(Booked::Before(ticket));
        }
        let waits = state == BookingState::Waiting;
        return Ok(if waits { Booked::Waiting(ticket) } else { Booked::Seat(ticket) });
    }
    let facts = bookings::slot_facts(act.conn, booking.slot, &booking.topic)?;
    refuse_slot(act, &facts)?;
    refuse_area(act, facts.ward, booking.who.area)?;
    let day = facts.starts_at.day();
    let others = bookings::of_the_day(act.conn, facts.ward, &person_key, day)?;
    let limit = act.rules.bookings_per_day;
    let asked_by_anybody = held.is_none();
    if let Err(barred) = conduct::refuse_barred(act, facts.ward, &person_key)? {
        // Said to strangers in the words of a full day: they learn that the ward is to be
        // called, and not that this person is barred.
        return Err(if asked_by_anybody {
            BookingRefusal::NotThatDay { limit }.into()
        } else {
            barred.into()
        });
    }
    if let Err(why) = refuse_person(act, &facts, &others) {
        return Err(
            if asked_by_anybody { BookingRefusal::NotThatDay { limit } } else { why }.into()
        );
    }
    let wanted = Wanted { booking, facts: &facts, person_key: &person_key, key: &key, held };
    match seats::book_ahead(act.conn, facts.slot)? {
        Some(left) => {
            if left.was_said_otherwise_before_taking() {
                act.sessions_changed()?;
            }
            Ok(Booked::Seat(add(act, &wanted, BookingState::Booked)?))
        }
        None if booking.wait => Ok(Booked::Waiting(add(act, &wanted, BookingState::Waiting)?)),
        None => Ok(Booked::Full),
    }
}

/// Did the form that made the booking say the same? A key that comes with other answers
/// is no second click.
fn says_the_same(act: &mut Act<'_>, id: BookingId, booking: &Booking) -> Answer<bool> {
    let (who, proxy) = (&booking.who, booking.proxy.as_ref());
    let now = Said {
        topic: booking.topic.clone(),
        name: who.name.clone(),
        phone: who.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        birth_year: who.birth_year,
        area: who.area,
        needs: needs_stored(&who.needs),
        proxy_name: proxy.map(|proxy| proxy.name.clone()),
        proxy_phone: proxy
            .and_then(|proxy| proxy.phone.as_ref())
            .map(|phone| phone.as_str().to_owned()),
        proxy_relation: proxy.map(|proxy| proxy.relation),
        proxy_may_change: proxy.is_some_and(|proxy| proxy.may_change),
    };
    Ok(bookings::said(act.conn, id)? == now)
}

/// Why the slot cannot be booked at all.
fn refuse_slot(act: &Act<'_>, facts: &SlotFacts) -> Answer<()> {
    match facts.state {
        SessionState::Draft | SessionState::AwaitingSchool => return Err(Error::NotFound),
        SessionState::Open | SessionState::Running => {}
        _ => return Err(BookingRefusal::NotOpen.into()),
    }
    if facts.starts_at <= act.now {
        return Err(BookingRefusal::Over.into());
    }
    if !facts.offered {
        return Err(BookingRefusal::NotOffered.into());
    }
    Ok(())
}

fn refuse_area(act: &mut Act<'_>, ward: OrganisationId, area: Option<AreaId>) -> Answer<()> {
    let Some(area) = area else { return Ok(()) };
    if organisations::has_area(act.conn, ward, area)? {
        return Ok(());
    }
    Err(Problems::one("area", BookingRefusal::UnknownArea.message()).into())
}

/// Why this person cannot have it: `others` are their bookings of that day but the one
/// that is being moved.
fn refuse_person(
    act: &Act<'_>,
    facts: &SlotFacts,
    others: &[OfTheDay],
) -> Result<(), BookingRefusal> {
    if others.iter().any(|other| other.slot == facts.slot) {
        return Err(BookingRefusal::SameSlot);
    }
    let live = || others.iter().filter(|other| other.state.is_live());
    if live().any(|other| other.starts_at < facts.ends_at && facts.starts_at < other.ends_at) {
        return Err(BookingRefusal::Elsewhere);
    }
    let limit = act.rules.bookings_per_day;
    if live().count() as i64 >= limit {
        return Err(BookingRefusal::EnoughForTheDay { limit });
    }
    Ok(())
}

struct Wanted<'a> {
    booking: &'a Booking,
    facts: &'a SlotFacts,
    person_key: &'a str,
    key: &'a str,
    /// A code that stands already.
    held: Option<&'a str>,
}

/// Writes the resident and the booking; the seat is taken already when the state holds one.
fn add(act: &mut Act<'_>, wanted: &Wanted<'_>, state: BookingState) -> Answer<Ticket> {
    let Wanted { booking, facts, person_key, .. } = wanted;
    let needs = needs_stored(&booking.who.needs);
    let resident = NewResident {
        ward: facts.ward,
        name: &booking.who.name,
        phone: booking.who.phone.as_ref().map(|phone| phone.as_str()),
        birth_year: booking.who.birth_year,
        area: booking.who.area,
        access_needs: &needs,
        person_key,
    };
    let resident = bookings::add_resident(act.conn, &resident, act.now)?;
    let ticket = add_with_new_code(act, wanted, resident, state)?;
    act.audit(Step {
        organisation: Some(facts.ward),
        entity: "booking",
        id: ticket.id.0,
        act: "book",
        from: "",
        to: state.code(),
        detail: booking.channel.code(),
    })?;
    Ok(ticket)
}

fn add_with_new_code(
    act: &mut Act<'_>,
    wanted: &Wanted<'_>,
    resident: ResidentId,
    state: BookingState,
) -> Answer<Ticket> {
    let Wanted { booking, facts, person_key, key, held } = wanted;
    let holds_seat = state == BookingState::Booked;
    let (phrase, tear_off) = (codes::phrase(rand::random()), codes::tear_off(rand::random()));
    let proxy = booking.proxy.as_ref();
    // One code in thousands is taken when the table is large; ten in a row are not chance.
    for attempt in 0..10 {
        let held = held.filter(|_| attempt == 0).map(str::to_owned);
        let code = held.unwrap_or_else(|| codes::code(rand::random()));
        let new = NewBooking {
            code: &code,
            ward_id: facts.ward,
            session_id: facts.session,
            slot_id: facts.slot,
            resident_id: resident,
            topic_code: &booking.topic,
            state,
            channel: booking.channel,
            seat_held: holds_seat,
            ahead: holds_seat,
            day: facts.starts_at.day(),
            person_key,
            phrase: &phrase,
            tear_off: &tear_off,
            language: booking.lang.tag(),
            proxy_name: proxy.map(|proxy| proxy.name.as_str()),
            proxy_relation: proxy.map(|proxy| proxy.relation),
            proxy_agreed: proxy.map(|proxy| proxy.agreed),
            proxy_may_change: proxy.is_some_and(|proxy| proxy.may_change),
            proxy_phone: proxy.and_then(|proxy| proxy.phone.as_ref()).map(|phone| phone.as_str()),
            idempotency_key: key,
            created_at: act.now,
            arrived_at: None,
        };
        if let Some(id) = bookings::add_if_code_is_new(act.conn, &new)? {
            return Ok(Ticket { id, code });
        }
    }
    Err(DbError::Other("no free booking code".into()).into())
}
