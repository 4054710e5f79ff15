//! The facts in order of id, with constant-time lookup, so that nothing later depends on the
//! order in which a caller happened to list things.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::facts::*;
use super::feasible::{Refusal, topic_open};

/// Hashes ids, which the house gives out itself and nobody can choose to collide: a plan is
/// mended at every click, and the standard hasher took a sixth of that time.
#[derive(Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }

    fn write_u16(&mut self, n: u16) {
        self.write_u64(u64::from(n));
    }

    fn write_i64(&mut self, n: i64) {
        self.write_u64(n as u64);
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}

type ById<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;
type Ids<K> = HashSet<K, BuildHasherDefault<IdHasher>>;

/// What was decided about a request before anybody looked for a match.
pub(super) struct Terms {
    /// Lowest level that may help, or why no pupil may.
    pub least: Result<u8, Refusal>,
    pub pin: Option<Pin>,
    pub forbidden: Vec<AmbassadorId>,
}

/// Sorted views of the facts. Positions in these lists are the engine's dense numbers.
pub(super) struct Index<'f> {
    pub facts: &'f Facts,
    pub requests: Vec<&'f Request>,
    pub sessions: Vec<&'f Session>,
    pub ambassadors: Vec<&'f Ambassador>,
    request_at: ById<RequestId, u32>,
    session_at: ById<SessionId, u32>,
    ambassador_at: ById<AmbassadorId, u32>,
    areas: ById<AreaId, &'f Area>,
    places: ById<PlaceId, &'f Place>,
    terms: Vec<Terms>,
    published: Ids<Assigned>,
    one_of: Ids<(SessionId, SessionId)>,
}

impl<'f> Index<'f> {
    pub fn new(facts: &'f Facts) -> Self {
        let mut requests: Vec<&Request> = facts.requests.iter().collect();
        requests.sort_by_key(|r| r.id);
        let mut sessions: Vec<&Session> = facts.sessions.iter().collect();
        sessions.sort_by_key(|s| s.id);
        let mut ambassadors: Vec<&Ambassador> = facts.ambassadors.iter().collect();
        ambassadors.sort_by_key(|a| a.id);
        let request_at: ById<RequestId, u32> =
            (0..).zip(&requests).map(|(i, r)| (r.id, i)).collect();
        let topics: ById<TopicId, &Topic> = facts.topics.iter().map(|t| (t.id, t)).collect();
        Self {
            facts,
            terms: terms(facts, &requests, &request_at, &topics),
            request_at,
            session_at: (0..).zip(&sessions).map(|(i, s)| (s.id, i)).collect(),
            ambassador_at: (0..).zip(&ambassadors).map(|(i, a)| (a.id, i)).collect(),
            requests,
            sessions,
            ambassadors,
            areas: facts.areas.iter().map(|a| (a.id, a)).collect(),
            places: facts.places.iter().map(|p| (p.id, p)).collect(),
            published: facts.published.iter().copied().collect(),
            one_of: facts.one_of.iter().flat_map(|(s, t)| [(*s, *t), (*t, *s)]).collect(),
        }
    }

    pub fn request_number(&self, id: RequestId) -> Option<u32> {
        self.request_at.get(&id).copied()
    }

    pub fn session_number(&self, id: SessionId) -> Option<u32> {
        self.session_at.get(&id).copied()
    }

    pub fn ambassador_number(&self, id: AmbassadorId) -> Option<u32> {
        self.ambassador_at.get(&id).copied()
    }

    pub fn request(&self, id: RequestId) -> Option<&'f Request> {
        self.request_number(id).map(|i| self.requests[i as usize])
    }

    pub fn session(&self, id: SessionId) -> Option<&'f Session> {
        self.session_number(id).map(|i| self.sessions[i as usize])
    }

    pub fn ambassador(&self, id: AmbassadorId) -> Option<&'f Ambassador> {
        self.ambassador_number(id).map(|i| self.ambassadors[i as usize])
    }

    pub fn place(&self, id: PlaceId) -> Option<&'f Place> {
        self.places.get(&id).copied()
    }

    pub fn adjacent(&self, of: AreaId, other: AreaId) -> bool {
        self.areas.get(&of).is_some_and(|a| a.adjacent.contains(&other))
    }

    /// The terms of a request, by its number.
    pub fn terms(&self, request: u32) -> &Terms {
        &self.terms[request as usize]
    }

    /// The pin on a request, if any.
    pub fn pin(&self, request: u32) -> Option<Pin> {
        self.terms(request).pin
    }

    pub fn was_published(&self, m: &Assigned) -> bool {
        self.published.contains(m)
    }

    /// Whether nobody may newly join both sessions.
    pub fn only_one(&self, a: SessionId, b: SessionId) -> bool {
        self.one_of.contains(&(a, b))
    }

    /// Minutes on the way between two sessions, in slots that must stay free. Places nobody
    /// described are an hour apart, so that a gap in the data never teleports a child.
    pub fn travel(&self, a: &Session, b: &Session) -> u16 {
        if a.place == b.place {
            return 0;
        }
        match (self.place(a.place), self.place(b.place)) {
            (Some(p), Some(q)) => super::feasible::travel_gap(&self.facts.rules, p, q),
            _ => 2,
        }
    }
}

fn terms(
    facts: &Facts,
    requests: &[&Request],
    at: &ById<RequestId, u32>,
    topics: &ById<TopicId, &Topic>,
) -> Vec<Terms> {
    let open = |r: &&Request| Terms {
        least: topic_open(topics.get(&r.topic).copied()),
        pin: None,
        forbidden: Vec::new(),
    };
    let mut terms: Vec<Terms> = requests.iter().map(open).collect();
    for (request, ambassador) in &facts.forbidden {
        if let Some(i) = at.get(request) {
            terms[*i as usize].forbidden.push(*ambassador);
        }
    }
    for pin in &facts.pins {
        if let Some(i) = at.get(&pin.request) {
            // Of several pins on one request the lowest counts.
            let held = &mut terms[*i as usize].pin;
            *held = Some(held.map_or(*pin, |p| p.min(*pin)));
        }
    }
    terms
}
