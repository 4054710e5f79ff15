//! For every request left out, the smallest change that would have helped.

use super::facts::{AmbassadorId, RequestId, Session, SessionId, Slot, TopicId};
use super::feasible::{Refusal, accepted_slots, may_join, present, suits};
use super::index::Index;
use super::model::Model;
use super::state::State;

/// A request without a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unserved {
    /// The request.
    pub request: RequestId,
    /// What would help.
    pub remedy: Remedy,
}

/// The nearest way to serve a request that the plan leaves out. Where several would do, the
/// one that asks least of people: a time, a seat, an adult, and only then more ambassadors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Tier R: an adult has to help; no pupil may.
    AdultOnly,
    /// No session of this week was accepted: offer the resident another time.
    NoSession,
    /// A seat is all that is missing: one more seat in this slot.
    SeatsFull { session: SessionId, slot: Slot },
    /// One more ambassador could come, but the adults present may not supervise more.
    NeedsAdult { session: SessionId },
    /// The session had fewer ambassadors than it needs to run at all.
    TeamTooSmall { session: SessionId },
    /// Everybody certified who is there has somebody else to help, is due a rest or is
    /// on the way: one more ambassador certified for the topic in this slot.
    EverybodyBusy { session: SessionId, slot: Slot, topic: TopicId },
    /// Everybody certified who is there has served all the slots of the week.
    WeeklyCap { session: SessionId, topic: TopicId },
    /// Certified ambassadors come to this area, but not at this time.
    NobodyAvailable { session: SessionId, slot: Slot, topic: TopicId },
    /// The only ambassadors who could are blocked, forbidden or kept apart by hand.
    Excluded { session: SessionId, topic: TopicId },
    /// The ambassador it is pinned to cannot take it.
    PinImpossible { ambassador: AmbassadorId, refusal: Refusal },
    /// Nobody who comes to this session is certified for the topic.
    NobodyCertified { session: SessionId, topic: TopicId },
}

impl Remedy {
    fn rank(&self) -> u8 {
        match self {
            Remedy::AdultOnly | Remedy::PinImpossible { .. } => 0,
            Remedy::SeatsFull { .. } => 1,
            Remedy::NeedsAdult { .. } => 2,
            Remedy::TeamTooSmall { .. } => 3,
            Remedy::EverybodyBusy { .. } => 4,
            Remedy::WeeklyCap { .. } => 5,
            Remedy::NobodyAvailable { .. } => 6,
            Remedy::Excluded { .. } => 7,
            Remedy::NobodyCertified { .. } => 8,
            Remedy::NoSession => 9,
        }
    }
}

/// The remedy for a request that has no seat in `state`.
pub(super) fn remedy(index: &Index, state: &State, number: u32) -> Remedy {
    let request = index.requests[number as usize];
    if index.terms(number).least.is_err() {
        return Remedy::AdultOnly;
    }
    if let Some(pin) = index.pin(number) {
        let refusal = pin_refusal(index, state, number, pin.ambassador);
        return Remedy::PinImpossible { ambassador: pin.ambassador, refusal };
    }
    let mut sessions: Vec<&Session> =
        request.accept.iter().filter_map(|a| index.session(a.session)).collect();
    sessions.sort_by_key(|s| s.id);
    let remedies = sessions.into_iter().map(|s| in_session(index, state, number, s));
    remedies.min_by_key(|r| r.rank()).unwrap_or(Remedy::NoSession)
}

fn pin_refusal(index: &Index, state: &State, request: u32, ambassador: AmbassadorId) -> Refusal {
    let Some(person) = index.ambassador(ambassador) else { return Refusal::Unknown };
    if let Err(refusal) = suits(index, request, person) {
        return refusal;
    }
    let refusals = refusals_of(state, request, None).into_iter().map(|(_, refusal)| refusal);
    refusals.min().unwrap_or(Refusal::NotAvailable)
}

/// What stands in the way of each link and slot of a request, in one session or in all.
fn refusals_of(state: &State, request: u32, session: Option<u32>) -> Vec<(u16, Refusal)> {
    let model: &Model = state.model;
    let mut found = Vec::new();
    for link in model.links_of(request) {
        let of = model.posts[link.post as usize].session;
        if session.is_some_and(|s| s != of) {
            continue;
        }
        for rel in (0..64).filter(|rel| link.slots >> rel & 1 == 1) {
            let refusal = state.refuses(link.post, rel).unwrap_or(Refusal::TeamTooSmall);
            found.push((rel, refusal));
        }
    }
    found
}

fn in_session(index: &Index, state: &State, number: u32, session: &Session) -> Remedy {
    let request = index.requests[number as usize];
    let (id, topic) = (session.id, request.topic);
    let refusals = refusals_of(state, number, index.session_number(id));
    if refusals.is_empty() {
        return nobody_there(index, number, session);
    }
    let first = |wanted: &[Refusal]| {
        let hit = refusals.iter().find(|(_, refusal)| wanted.contains(refusal));
        hit.map(|(rel, _)| session.span.from + rel)
    };
    if let Some(slot) = first(&[Refusal::SeatsFull]) {
        Remedy::SeatsFull { session: id, slot }
    } else if first(&[Refusal::TeamTooLarge]).is_some() {
        Remedy::NeedsAdult { session: id }
    } else if first(&[Refusal::TeamTooSmall]).is_some() {
        Remedy::TeamTooSmall { session: id }
    } else if let Some(slot) = first(&[Refusal::Busy, Refusal::RunTooLong, Refusal::TravelTooShort])
    {
        Remedy::EverybodyBusy { session: id, slot, topic }
    } else if first(&[Refusal::WeeklyCap]).is_some() {
        Remedy::WeeklyCap { session: id, topic }
    } else {
        Remedy::Excluded { session: id, topic }
    }
}

/// Nobody could take the request in this session whatever the others do: why not.
fn nobody_there(index: &Index, number: u32, session: &Session) -> Remedy {
    let request = index.requests[number as usize];
    let (id, topic) = (session.id, request.topic);
    let slots = accepted_slots(request, session);
    if slots == 0 {
        return Remedy::NoSession;
    }
    let comes = index.ambassadors.iter().filter(|a| may_join(session, a).is_ok());
    let (mut certified, mut there) = (false, false);
    for person in comes.filter(|a| a.topics.iter().any(|(t, _)| *t == topic)) {
        let able = suits(index, number, person);
        if able == Err(Refusal::NotCertified) {
            continue;
        }
        certified = true;
        let can =
            |rel: u16| slots >> rel & 1 == 1 && present(person, session.span.from + rel).is_ok();
        there |= able.is_err() && (0..64).any(can);
    }
    match (certified, there) {
        (false, _) => Remedy::NobodyCertified { session: id, topic },
        (true, true) => Remedy::Excluded { session: id, topic },
        (true, false) => {
            let slot = session.span.from + slots.trailing_zeros() as u16;
            Remedy::NobodyAvailable { session: id, slot, topic }
        }
    }
}
