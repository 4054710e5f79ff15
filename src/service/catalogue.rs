//! What residents choose from: topics, places and times. Nothing here is personal.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};

use crate::db::catalogue::sessions::{self as rows, Card, ChosenSlot, Filter, PublicSession};
use crate::db::catalogue::sessions::{SlotToCome, Times};
use crate::db::catalogue::{self, Catalogue, Figures, Page};
use crate::domain::at::At;
use crate::domain::ids::{OrganisationId, SessionId, SlotId};
use crate::service::{Act, Answer};

/// Sessions on one page of the list.
pub const PAGE: i64 = 50;
/// Sessions on one page of times to choose from: each has several.
const PAGE_OF_TIMES: i64 = 10;
/// Other times shown to somebody who came too late.
const ALTERNATIVES: i64 = 5;

/// The catalogue, read anew only if `known` is not the current one.
pub fn current(act: &mut Act<'_>, known: Option<Arc<Catalogue>>) -> Answer<Arc<Catalogue>> {
    let (_, version) = catalogue::versions(act.conn)?;
    if let Some(known) = known.filter(|known| known.version == version) {
        return Ok(known);
    }
    Ok(Arc::new(catalogue::read(act.conn, version)?))
}

/// The versions of public pages (sessions, catalogue), for processes that share a database.
pub fn versions(act: &mut Act<'_>) -> Answer<(i64, i64)> {
    Ok(catalogue::versions(act.conn)?)
}

/// A page of the public list, from 1.
pub fn sessions(act: &mut Act<'_>, filter: &Filter, number: i64) -> Answer<Page<Card>> {
    page_of(act, filter, number, PAGE)
}

fn page_of(act: &mut Act<'_>, filter: &Filter, number: i64, size: i64) -> Answer<Page<Card>> {
    let offset = (number - 1).saturating_mul(size);
    let rows = rows::sessions(act.conn, filter, act.now, (size + 1, offset))?;
    Ok(Page::cut(rows, number, size))
}

/// The next few sessions.
pub fn next_sessions(act: &mut Act<'_>, how_many: i64) -> Answer<Vec<Card>> {
    Ok(rows::sessions(act.conn, &Filter::default(), act.now, (how_many, 0))?)
}

/// A session with its slots to come.
pub fn session(act: &mut Act<'_>, id: SessionId) -> Answer<(PublicSession, Vec<SlotToCome>)> {
    let session = rows::session(act.conn, id)?;
    let slots = rows::slots(act.conn, &[id], act.now)?;
    Ok((session, slots))
}

/// When and where help with a topic can be booked.
pub fn times(act: &mut Act<'_>, filter: &Filter, number: i64) -> Answer<Page<Times>> {
    let page = page_of(act, filter, number, PAGE_OF_TIMES)?;
    let ids: Vec<SessionId> = page.rows.iter().map(|session| session.id).collect();
    let slots = rows::slots(act.conn, &ids, act.now)?;
    let of = |id| slots.iter().filter(|slot| slot.session_id == id).cloned().collect::<Vec<_>>();
    let rows = page.rows.into_iter().map(|session| Times { slots: of(session.id), session });
    let rows = rows.filter(|times| !times.slots.is_empty()).collect();
    Ok(Page { rows, number: page.number, more: page.more })
}

/// Free times for the topic, the next first, for somebody who could not have the one they
/// chose; none of `but` when that whole day is closed to them.
pub fn alternatives(
    act: &mut Act<'_>,
    ward: OrganisationId,
    topic: &str,
    but: Option<NaiveDate>,
) -> Answer<Vec<ChosenSlot>> {
    let begins = |day| At::local(day, NaiveTime::MIN);
    let but = but.map_or((act.now, act.now), |day| (begins(day), begins(day + Days::new(1))));
    Ok(rows::free_slots(act.conn, ward, topic, act.now, but, ALTERNATIVES)?)
}

/// The slot that somebody has chosen, if it still takes bookings.
pub fn chosen_slot(act: &mut Act<'_>, id: SlotId, topic: &str) -> Answer<ChosenSlot> {
    Ok(rows::chosen_slot(act.conn, id, topic)?)
}

/// What has been done so far. Costly: keep it for a while.
pub fn figures(act: &mut Act<'_>) -> Answer<Figures> {
    Ok(catalogue::figures(act.conn)?)
}
