//! What would help most: the same week with one more session, or with more people certified.
//!
//! Everything is measured from the published matches: those left out are asked once more
//! before and after the change, so that a gain is the change's and not the search's.

use std::collections::BTreeMap;

use super::facts::*;
use super::index::Index;
use super::model::Model;
use super::rng::Rng;
use super::search::Ranking;
use super::{assigned, construct};

/// Something a ward could do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Hold one more session; its id is one no session has. Of the residents left out, those
    /// come who accept a session in the same area at overlapping times.
    Session {
        /// The session, with its place, area, span, adults, seats and team.
        session: Session,
        /// Residents who are known to accept it besides, and when.
        also: Vec<(RequestId, Span)>,
    },
    /// Certify more ambassadors for a topic; the engine says who would be best.
    Certified {
        /// The topic.
        topic: TopicId,
        /// How many.
        count: usize,
    },
}

/// What a change would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gain {
    /// Residents more; below zero only where heavier ones took the place of light ones.
    pub served: i64,
    /// Priority points more.
    pub priority: i64,
    /// Residents who are left out now and would be served.
    pub requests: Vec<RequestId>,
    /// Whom to certify, or who would serve in the new session.
    pub ambassadors: Vec<AmbassadorId>,
}

/// A change worth making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to do.
    pub change: Change,
    /// What it would bring.
    pub gain: Gain,
}

/// Requests a chain may look at for those left out: for all of them, to begin with, and for
/// those a change concerns.
const ALL: usize = 40;
const CONCERNED: usize = 200;
/// Changes of each kind that are tried for the best three.
const SESSIONS_TRIED: usize = 10;
const TOPICS_TRIED: usize = 8;
/// Ambassadors a suggestion would certify.
const CERTIFIED: usize = 2;

/// What each change by itself would bring, in the order given.
pub fn what_if(facts: &Facts, weights: &Weights, changes: &[Change]) -> Vec<Gain> {
    let today = Today::new(facts, weights);
    changes.iter().map(|change| today.gain(change)).collect()
}

/// The three changes that would bring most, best first, made up from whoever is left out;
/// fewer where fewer would help.
pub fn best_three(facts: &Facts, weights: &Weights) -> Vec<Suggestion> {
    let today = Today::new(facts, weights);
    let changes = today.sessions().into_iter().chain(today.topics());
    let mut found: Vec<Suggestion> =
        changes.map(|change| Suggestion { gain: today.gain(&change), change }).collect();
    found.retain(|s| s.gain.priority > 0);
    found.sort_by_key(|s| (-s.gain.priority, -s.gain.served));
    found.truncate(3);
    found
}

/// The week as it stands.
struct Today<'f> {
    facts: &'f Facts,
    weights: &'f Weights,
    matches: Vec<Assigned>,
    left_out: Vec<&'f Request>,
}

impl<'f> Today<'f> {
    fn new(facts: &'f Facts, weights: &'f Weights) -> Self {
        let matches = settled(facts, weights, None);
        let mut served: Vec<RequestId> = matches.iter().map(|m| m.request).collect();
        served.sort_unstable();
        let open = |r: &&Request| served.binary_search(&r.id).is_err();
        let mut left_out: Vec<&Request> = facts.requests.iter().filter(open).collect();
        left_out.sort_by_key(|r| r.id);
        Self { facts, weights, matches, left_out }
    }

    fn gain(&self, change: &Change) -> Gain {
        let mut facts = Facts { published: self.matches.clone(), ..self.facts.clone() };
        let mut people = Vec::new();
        let concerned = match change {
            Change::Session { session, also } => self.hold(&mut facts, session, also),
            Change::Certified { topic, count } => {
                people = self.candidates(*topic, *count);
                certify(&mut facts, *topic, &people);
                self.left_out.iter().filter(|r| r.topic == *topic).map(|r| r.id).collect()
            }
        };
        let matches = settled(&facts, self.weights, Some(&concerned));
        if let Change::Session { session, .. } = change {
            let there = matches.iter().filter(|m| m.session == session.id);
            people = there.map(|m| m.ambassador).collect();
            people.sort_unstable();
            people.dedup();
        }
        let worth = |rows: &[Assigned]| -> i64 {
            let served: Vec<RequestId> = rows.iter().map(|m| m.request).collect();
            let weigh = facts.requests.iter().filter(|r| served.binary_search(&r.id).is_ok());
            weigh.map(|r| r.weight).sum()
        };
        let new = |id: &RequestId| self.left_out.binary_search_by_key(id, |r| r.id).is_ok();
        Gain {
            served: matches.len() as i64 - self.matches.len() as i64,
            priority: worth(&matches) - worth(&self.matches),
            requests: matches.iter().map(|m| m.request).filter(new).collect(),
            ambassadors: people,
        }
    }

    /// Adds a session and tells those left out of it; gives whom it concerns.
    fn hold(
        &self,
        facts: &mut Facts,
        session: &Session,
        also: &[(RequestId, Span)],
    ) -> Vec<RequestId> {
        facts.sessions.push(session.clone());
        let mut concerned = Vec::new();
        for r in &mut facts.requests {
            let left_out = self.left_out.binary_search_by_key(&r.id, |r| r.id).is_ok();
            let told = also.iter().filter(|(id, _)| *id == r.id).map(|(_, span)| *span);
            let mut spans: Vec<Span> = told.collect();
            if left_out {
                spans.extend(self.times(r, session.area));
            }
            spans.retain(|s| s.from < session.span.to && session.span.from < s.to);
            if !spans.is_empty() {
                concerned.push(r.id);
                let accept = |span| Acceptance { session: session.id, span };
                r.accept.extend(spans.into_iter().map(accept));
            }
        }
        concerned
    }

    /// When a resident would come to an area, judged by the sessions there they accept.
    fn times(&self, request: &Request, area: AreaId) -> Vec<Span> {
        let found = request.accept.iter().filter_map(|a| {
            let s = self.facts.sessions.iter().find(|s| s.id == a.session && s.area == area)?;
            let (from, to) = (a.span.from.max(s.span.from), a.span.to.min(s.span.to));
            (from < to).then_some(Span { from, to })
        });
        found.collect()
    }

    /// Who, if certified for the topic, could take most of those left out as things stand.
    fn candidates(&self, topic: TopicId, count: usize) -> Vec<AmbassadorId> {
        let mut facts = Facts { published: self.matches.clone(), ..self.facts.clone() };
        let certified = |a: &Ambassador| a.topics.iter().any(|(t, _)| *t == topic);
        let open = |a: &&Ambassador| !certified(a);
        let able: Vec<AmbassadorId> = facts.ambassadors.iter().filter(open).map(|a| a.id).collect();
        certify(&mut facts, topic, &able);
        let index = Index::new(&facts);
        let model = Model::new(&index, self.weights);
        let state = construct::published(&model);
        let mut offers: BTreeMap<AmbassadorId, Vec<(i64, RequestId)>> = BTreeMap::new();
        for r in self.left_out.iter().filter(|r| r.topic == topic) {
            let Some(number) = index.request_number(r.id) else { continue };
            let mut seen = None;
            for link in model.links_of(number) {
                let who = index.ambassadors[model.posts[link.post as usize].ambassador as usize];
                let free = state.free_slots(link.post, link.slots) != 0;
                if free && seen != Some(who.id) && able.contains(&who.id) {
                    offers.entry(who.id).or_default().push((r.weight, r.id));
                    seen = Some(who.id);
                }
            }
        }
        best_cover(offers, count)
    }

    /// A session more where and when most of those left out would come.
    fn sessions(&self) -> Vec<Change> {
        let mut wanted: BTreeMap<(AreaId, Span), i64> = BTreeMap::new();
        for r in &self.left_out {
            let mut asked: Vec<(AreaId, Span)> = Vec::new();
            for a in &r.accept {
                let found = self.facts.sessions.iter().find(|s| s.id == a.session);
                asked.extend(found.map(|s| (s.area, s.span)));
            }
            asked.sort_unstable();
            asked.dedup();
            for key in asked {
                *wanted.entry(key).or_default() += r.weight;
            }
        }
        let mut wanted: Vec<((AreaId, Span), i64)> = wanted.into_iter().collect();
        wanted.sort_by_key(|(key, weight)| (-weight, *key));
        wanted.truncate(SESSIONS_TRIED);
        let session = |((area, span), _)| self.session_there(area, span);
        wanted.into_iter().filter_map(session).collect()
    }

    fn session_there(&self, area: AreaId, span: Span) -> Option<Change> {
        let sessions = &self.facts.sessions;
        let there: Vec<&Session> = sessions.iter().filter(|s| s.area == area).collect();
        let meets = |s: &Session| s.span.from < span.to && span.from < s.span.to;
        let used = |p: PlaceId| sessions.iter().any(|s| s.place == p && meets(s));
        let mut places: Vec<PlaceId> = there.iter().map(|s| s.place).collect();
        places.sort_unstable();
        places.dedup();
        // Where every place of the area is taken, a second table stands in the first one.
        let place = places.iter().find(|p| !used(**p)).or(places.first())?;
        let mut seats: Vec<u16> = sessions.iter().map(|s| s.seats).collect();
        seats.sort_unstable();
        let session = Session {
            id: SessionId(sessions.iter().map(|s| s.id.0).max().unwrap_or(0) + 1),
            place: *place,
            area,
            span,
            adults: 1,
            seats: seats[seats.len() / 2],
            team: Vec::new(),
            open_team: true,
        };
        Some(Change::Session { session, also: Vec::new() })
    }

    /// More certificates in the topics most of those left out ask for.
    fn topics(&self) -> Vec<Change> {
        let mut wanted: BTreeMap<TopicId, i64> = BTreeMap::new();
        for r in &self.left_out {
            *wanted.entry(r.topic).or_default() += r.weight;
        }
        let for_pupils = |topic: &TopicId| {
            let found = self.facts.topics.iter().find(|t| t.id == *topic);
            found.is_some_and(|t| t.tier != Tier::Reserved)
        };
        wanted.retain(|topic, _| for_pupils(topic));
        let mut wanted: Vec<(TopicId, i64)> = wanted.into_iter().collect();
        wanted.sort_by_key(|(topic, weight)| (-weight, *topic));
        wanted.truncate(TOPICS_TRIED);
        let certified = |(topic, _)| Change::Certified { topic, count: CERTIFIED };
        wanted.into_iter().map(certified).collect()
    }
}

/// Whoever can take most first; what they take is no longer open to the next.
fn best_cover(
    mut offers: BTreeMap<AmbassadorId, Vec<(i64, RequestId)>>,
    count: usize,
) -> Vec<AmbassadorId> {
    let mut chosen = Vec::new();
    while chosen.len() < count {
        let weight = |list: &[(i64, RequestId)]| list.iter().map(|(w, _)| w).sum::<i64>();
        let best = offers.iter().max_by_key(|(a, list)| (weight(list), -a.0));
        let Some(best) = best.filter(|(_, list)| !list.is_empty()).map(|(a, _)| *a) else { break };
        let taken = offers.remove(&best).unwrap_or_default();
        for list in offers.values_mut() {
            list.retain(|offer| !taken.contains(offer));
        }
        chosen.push(best);
    }
    chosen.sort_unstable();
    chosen
}

/// Gives these ambassadors the lowest certificate the topic asks for.
fn certify(facts: &mut Facts, topic: TopicId, people: &[AmbassadorId]) {
    let level = facts.topics.iter().find(|t| t.id == topic).map_or(1, |t| t.min_level.max(1));
    for a in facts.ambassadors.iter_mut().filter(|a| people.contains(&a.id)) {
        a.topics.push((topic, level));
    }
}

/// The published matches and whoever fits beside them: all those left out are asked, or only
/// those named.
fn settled(facts: &Facts, weights: &Weights, concerned: Option<&[RequestId]>) -> Vec<Assigned> {
    let index = Index::new(facts);
    let model = Model::new(&index, weights);
    let ranking = Ranking { stability: Stability::BeforeQuality };
    let mut state = construct::published(&model);
    let mut rng = Rng::new(facts.requests.len() as u64);
    match concerned {
        None => construct::extend(&mut state, ranking, &[], ALL, &mut rng),
        Some(ids) => {
            let hurt: Vec<u32> = ids.iter().filter_map(|id| index.request_number(*id)).collect();
            construct::extend_by(&mut state, ranking, &hurt, CONCERNED, &mut rng);
        }
    }
    construct::open_small_sessions(&mut state, ranking, &mut rng);
    state.close_small_sessions();
    assigned(&index, &state)
}
