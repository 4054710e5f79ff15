//! Wishes that no session fits yet: asked by residents, fitted into sessions by the ward.

use super::accounts::hash;
use super::bookings::{self, Booked};
use super::{Act, Answer, Error, Step, conduct};
use crate::db::DbError;
use crate::db::bookings::{NewResident, add_resident, lock_person, mine};
use crate::db::catalogue::sessions::{ChosenSlot, free_slots};
use crate::db::organisations;
use crate::db::requests::{self, Asked, Mine, NewRequest};
use crate::domain::access::Permission;
use crate::domain::bookings::{AccessNeed, Booking, Channel, RequestState, Who, needs_stored};
use crate::domain::codes;
use crate::domain::ids::{OrganisationId, RequestId, SlotId};
use crate::domain::lang::Lang;
use crate::domain::phone::Phone;
use crate::domain::refusal::{Message, Problems};
use crate::domain::requests::{OPEN_AT_ONCE, Part, Request, RequestRefusal, Time};

/// Requests shown to the coordinator at once; the oldest come first.
const AT_ONCE: i64 = 100;
/// Slots offered for one request.
const SLOTS: i64 = 30;

/// The code of a request that somebody has left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Left {
    /// The same form sent again gives the same one.
    Kept(String),
    /// The form has left this one before, with other answers: those are kept.
    Before(String),
}

/// Keeps a request.
pub fn ask(act: &mut Act<'_>, ward: OrganisationId, request: &Request) -> Answer<Left> {
    let person_key = request.who.person_key();
    lock_person(act.conn, &person_key)?;
    let key = hash(&format!("{}/{}/{person_key}", request.key, request.topic));
    if let Some(code) = requests::by_key(act.conn, &key)? {
        let same = says_the_same(act, &code, request)?;
        return Ok(if same { Left::Kept(code) } else { Left::Before(code) });
    }
    organisations::get(act.conn, ward)?;
    if let Some(area) = request.who.area
        && !organisations::has_area(act.conn, ward, area)?
    {
        let message = Message::new("Hãy chọn lại khu phố.", "Please choose the area again.");
        return Err(Problems::one("area", message).into());
    }
    // Whoever is barred reads the same as somebody who has asked often enough.
    let barred = conduct::refuse_barred(act, ward, &person_key)?.is_err();
    if barred || requests::open_of(act.conn, ward, &person_key)? >= OPEN_AT_ONCE {
        return Err(RequestRefusal::Enough.into());
    }
    let needs = needs_stored(&request.who.needs);
    let resident = NewResident {
        ward,
        name: &request.who.name,
        phone: request.who.phone.as_ref().map(Phone::as_str),
        birth_year: request.who.birth_year,
        area: request.who.area,
        access_needs: &needs,
        person_key: &person_key,
    };
    let resident_id = add_resident(act.conn, &resident, act.now)?;
    for _ in 0..10 {
        let code = codes::code(rand::random());
        let new = NewRequest {
            code: &code,
            ward_id: ward,
            resident_id,
            topic_code: &request.topic,
            area_id: request.who.area,
            state: RequestState::Open,
            idempotency_key: &key,
            created_at: act.now,
        };
        let Some(id) = requests::add_if_code_is_new(act.conn, &new)? else { continue };
        requests::add_times(act.conn, id, &request.times)?;
        audit(act, ward, id, "ask", "", RequestState::Open)?;
        return Ok(Left::Kept(code));
    }
    Err(DbError::Other("no free request code".into()).into())
}

/// Did the form that left the request say the same?
fn says_the_same(act: &mut Act<'_>, code: &str, request: &Request) -> Answer<bool> {
    let first = requests::by_code(act.conn, code)?.ok_or(Error::NotFound)?;
    let first = with_its_times(act, first)?;
    let (Asked { request: first, times }, who) = (first, &request.who);
    Ok(first.name == who.name
        && first.phone.as_deref() == who.phone.as_ref().map(Phone::as_str)
        && first.birth_year == who.birth_year
        && first.area_id == who.area
        && first.needs == needs_stored(&who.needs)
        && times == request.times)
}

/// The ward's open requests, the oldest first.
pub fn open(act: &mut Act<'_>) -> Answer<Vec<Asked>> {
    let ward = act.place(Permission::PostSessions)?;
    let open = requests::open(act.conn, ward, AT_ONCE)?;
    with_times(act, open)
}

/// One request with its times.
pub fn with_its_times(act: &mut Act<'_>, request: Mine) -> Answer<Asked> {
    with_times(act, vec![request])?.pop().ok_or(Error::NotFound)
}

fn with_times(act: &mut Act<'_>, asked: Vec<Mine>) -> Answer<Vec<Asked>> {
    let ids: Vec<RequestId> = asked.iter().map(|request| request.id).collect();
    let times = requests::times(act.conn, &ids)?;
    let of = |id: RequestId| {
        let mine = times.iter().filter(move |(request, ..)| *request == id);
        mine.filter_map(|(_, weekday, from, _)| {
            Some(Time { weekday: *weekday, part: Part::from_minute(*from)? })
        })
        .collect()
    };
    Ok(asked.into_iter().map(|request| Asked { times: of(request.id), request }).collect())
}

/// A request, and the slots it could go into: those the person named first.
pub fn choices(act: &mut Act<'_>, id: RequestId) -> Answer<(Asked, Vec<(ChosenSlot, bool)>)> {
    let request = requests::get(act.conn, id)?;
    act.within(Permission::PostSessions, request.ward_id)?;
    let asked = with_its_times(act, request)?;
    let (ward, topic) = (asked.request.ward_id, &asked.request.topic_code);
    let free = free_slots(act.conn, ward, topic, act.now, (act.now, act.now), SLOTS)?;
    let fits = |slot: &ChosenSlot| asked.times.iter().any(|time| time.covers(slot.starts_at));
    let mut slots: Vec<(ChosenSlot, bool)> = free
        .into_iter()
        .map(|slot| {
            let fit = fits(&slot);
            (slot, fit)
        })
        .collect();
    slots.sort_by_key(|(_, fits)| !fits);
    Ok((asked, slots))
}

/// Books a request into a slot on the person's behalf, under the code they already hold.
pub fn fit(act: &mut Act<'_>, id: RequestId, slot: SlotId) -> Answer<Booked> {
    let request = requests::get(act.conn, id)?;
    act.within(Permission::PostSessions, request.ward_id)?;
    if request.state == RequestState::Fitted
        && let Some(mine) = mine::by_code(act.conn, &request.code)?
        && mine.slot_id == slot
    {
        return Ok(Booked::Seat(bookings::Ticket { id: mine.id, code: mine.code }));
    }
    if request.state != RequestState::Open {
        return Err(RequestRefusal::NotOpen.into());
    }
    let booking = Booking {
        topic: request.topic_code.clone(),
        slot,
        who: Who {
            name: request.name.clone(),
            phone: request.phone.as_deref().and_then(|phone| Phone::parse(phone).ok()),
            birth_year: request.birth_year,
            area: request.area_id,
            needs: request.needs.split(',').filter_map(AccessNeed::from_code).collect(),
        },
        proxy: None,
        channel: Channel::Request,
        wait: false,
        key: format!("request-{id}"),
        lang: Lang::Vi,
    };
    let booked = bookings::book_under(act, &booking, Some(&request.code))?;
    if let Booked::Seat(ticket) = &booked {
        if !requests::close(act.conn, id, RequestState::Fitted, Some(ticket.id))? {
            return Err(RequestRefusal::NotOpen.into());
        }
        audit(act, request.ward_id, id, "fit", RequestState::Open.code(), RequestState::Fitted)?;
    }
    Ok(booked)
}

/// Closes a request of the coordinator's ward that cannot be met.
pub fn close(act: &mut Act<'_>, id: RequestId) -> Answer<()> {
    let request = requests::get(act.conn, id)?;
    act.within(Permission::PostSessions, request.ward_id)?;
    end(act, &request, "close")
}

/// Calls one's own request off.
pub fn cancel(act: &mut Act<'_>, request: &Mine) -> Answer<()> {
    end(act, request, "cancel")
}

fn end(act: &mut Act<'_>, request: &Mine, verb: &str) -> Answer<()> {
    if request.state == RequestState::Cancelled {
        return Ok(());
    }
    if !requests::close(act.conn, request.id, RequestState::Cancelled, None)? {
        return Err(RequestRefusal::NotOpen.into());
    }
    let from = RequestState::Open.code();
    audit(act, request.ward_id, request.id, verb, from, RequestState::Cancelled)
}

fn audit(
    act: &mut Act<'_>,
    ward: OrganisationId,
    id: RequestId,
    verb: &str,
    from: &str,
    to: RequestState,
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(ward),
        entity: "request",
        id: id.0,
        act: verb,
        from,
        to: to.code(),
        detail: "",
    })
}
