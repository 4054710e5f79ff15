//! What residents choose from: topics, places and times. Nothing here is personal.

use std::sync::Arc;

use crate::db::catalogue::{self, Card, ChosenSlot, Figures, Filter, PublicSession, SlotToCome};
use crate::db::organisations::{self, Area, Organisation};
use crate::db::topics::{self, TopicRow};
use crate::domain::ids::{AreaId, OrganisationId, SessionId, SlotId};
use crate::domain::lang::Lang;
use crate::service::{Act, Answer};

/// Sessions on one page of the list.
pub const PAGE: i64 = 50;
/// Sessions on one page of times to choose from: each has several.
const PAGE_OF_TIMES: i64 = 10;
/// Other times shown to somebody who came too late.
const ALTERNATIVES: i64 = 5;

/// Topics, wards and neighbourhoods, which change a few times a year: processes keep them
/// and ask only whether the version is still the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Catalogue {
    version: i64,
    pub topics: Vec<TopicRow>,
    pub wards: Vec<Organisation>,
    pub areas: Vec<Area>,
}

impl Catalogue {
    /// A topic in use.
    pub fn topic(&self, code: &str) -> Option<&TopicRow> {
        self.topics.iter().find(|topic| topic.code == code)
    }

    /// A ward.
    pub fn ward(&self, id: OrganisationId) -> Option<&Organisation> {
        self.wards.iter().find(|ward| ward.id == id)
    }

    /// The only ward of a small installation.
    pub fn only_ward(&self) -> Option<&Organisation> {
        (self.wards.len() == 1).then(|| self.wards.first()).flatten()
    }

    /// A neighbourhood.
    pub fn area(&self, id: AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// A ward's neighbourhoods, in its own order.
    pub fn areas_of(&self, ward: OrganisationId) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(move |area| area.ward_id == ward)
    }

    /// Topics in which every word of the question is found, in the catalogue's order.
    pub fn found(&self, question: &str) -> Vec<&TopicRow> {
        let folded = crate::domain::names::fold(question);
        let asked = |topic: &&TopicRow| {
            folded.is_empty()
                || crate::domain::topics::is_found(&topic.code, &topic.search, &folded)
        };
        self.topics.iter().filter(asked).collect()
    }

    /// Groups of these topics' codes, each once: "An toàn số · Đời sống số".
    pub fn groups<'a>(&'a self, codes: &str, lang: Lang) -> Vec<&'a str> {
        let mut groups: Vec<&str> = Vec::new();
        for topic in self.topics.iter().filter(|t| codes.split(' ').any(|code| code == t.code)) {
            let group = lang.t(&topic.group_vi, &topic.group_en);
            if groups.last() != Some(&group) {
                groups.push(group);
            }
        }
        groups
    }
}

/// The catalogue, read anew only if `known` is not the current one.
pub fn current(act: &mut Act<'_>, known: Option<Arc<Catalogue>>) -> Answer<Arc<Catalogue>> {
    let (_, version) = catalogue::versions(act.conn)?;
    if let Some(known) = known.filter(|known| known.version == version) {
        return Ok(known);
    }
    Ok(Arc::new(Catalogue {
        version,
        topics: topics::all(act.conn)?,
        wards: organisations::wards(act.conn)?,
        areas: organisations::all_areas(act.conn)?,
    }))
}

/// The version of the public session pages, for processes that share a database.
pub fn sessions_version(act: &mut Act<'_>) -> Answer<i64> {
    Ok(catalogue::versions(act.conn)?.0)
}

/// A page of something, and whether there are more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// From 1.
    pub number: i64,
    pub more: bool,
}

impl<T> Page<T> {
    /// Cuts off the one row too many that tells whether there is another page.
    fn cut(mut rows: Vec<T>, number: i64, size: i64) -> Page<T> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        Page { rows, number, more }
    }
}

/// A page of the public list, from 1.
pub fn sessions(act: &mut Act<'_>, filter: &Filter, number: i64) -> Answer<Page<Card>> {
    page_of(act, filter, number, PAGE)
}

fn page_of(act: &mut Act<'_>, filter: &Filter, number: i64, size: i64) -> Answer<Page<Card>> {
    let offset = (number - 1).saturating_mul(size);
    let rows = catalogue::sessions(act.conn, filter, act.now, (size + 1, offset))?;
    Ok(Page::cut(rows, number, size))
}

/// The next few sessions.
pub fn next_sessions(act: &mut Act<'_>, how_many: i64) -> Answer<Vec<Card>> {
    Ok(catalogue::sessions(act.conn, &Filter::default(), act.now, (how_many, 0))?)
}

/// A session with its slots to come.
pub fn session(act: &mut Act<'_>, id: SessionId) -> Answer<(PublicSession, Vec<SlotToCome>)> {
    let session = catalogue::session(act.conn, id)?;
    let slots = catalogue::slots(act.conn, &[id], act.now)?;
    Ok((session, slots))
}

/// A session and its slots that somebody may choose from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Times {
    pub session: Card,
    pub slots: Vec<SlotToCome>,
}

/// When and where help with a topic can be booked.
pub fn times(act: &mut Act<'_>, filter: &Filter, number: i64) -> Answer<Page<Times>> {
    let page = page_of(act, filter, number, PAGE_OF_TIMES)?;
    let ids: Vec<SessionId> = page.rows.iter().map(|session| session.id).collect();
    let slots = catalogue::slots(act.conn, &ids, act.now)?;
    let of = |id| slots.iter().filter(|slot| slot.session_id == id).cloned().collect::<Vec<_>>();
    let rows = page.rows.into_iter().map(|session| Times { slots: of(session.id), session });
    let rows = rows.filter(|times| !times.slots.is_empty()).collect();
    Ok(Page { rows, number: page.number, more: page.more })
}

/// Free times for the topic, the next first, for somebody who came too late.
pub fn alternatives(
    act: &mut Act<'_>,
    ward: OrganisationId,
    topic: &str,
) -> Answer<Vec<ChosenSlot>> {
    Ok(catalogue::free_slots(act.conn, ward, topic, act.now, ALTERNATIVES)?)
}

/// The slot that somebody has chosen, if it still takes bookings.
pub fn chosen_slot(act: &mut Act<'_>, id: SlotId) -> Answer<ChosenSlot> {
    Ok(catalogue::chosen_slot(act.conn, id)?)
}

/// What has been done so far. Costly: keep it for a while.
pub fn figures(act: &mut Act<'_>) -> Answer<Figures> {
    Ok(catalogue::figures(act.conn)?)
}
