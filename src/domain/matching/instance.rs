//! The shared problem's JSON, read into [`Facts`] and written back as a solution.
//!
//! Instances of the shared problem know no tiers: every topic below `meta.topics` is one a
//! pupil may help with. Slots stay as they are, `day * 48 + half_hour`.

mod unreadable;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facts::*;
pub use unreadable::Unreadable;

/// One week as the shared problem writes it.
#[derive(Deserialize)]
pub struct Instance {
    meta: Meta,
    rules: RulesIn,
    quality: QualityIn,
    areas: Vec<AreaIn>,
    places: Vec<PlaceIn>,
    sessions: Vec<SessionIn>,
    volunteers: Vec<VolunteerIn>,
    requests: Vec<RequestIn>,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default)]
    name: String,
    slot_minutes: u32,
    slots_per_day: u32,
    topics: i64,
}

#[derive(Deserialize)]
struct RulesIn {
    minors_per_adult: u16,
    min_volunteers: u16,
    travel_base_min: f64,
    travel_min_per_km: f64,
}

#[derive(Deserialize)]
struct QualityIn {
    level: [i64; 4],
    continuity: i64,
    lang: i64,
    gender: i64,
    accessible: i64,
    resident_same_area: i64,
    resident_adjacent_area: i64,
    volunteer_same_area: i64,
}

#[derive(Deserialize)]
struct AreaIn {
    id: i64,
    adj: Vec<i64>,
}

#[derive(Deserialize)]
struct PlaceIn {
    id: i64,
    x: f64,
    y: f64,
    accessible: bool,
}

#[derive(Deserialize)]
struct SessionIn {
    id: i64,
    place: i64,
    area: i64,
    start: Slot,
    end: Slot,
    adults: u16,
    seats: u16,
}

type SpanIn = (Slot, Slot);

#[derive(Deserialize)]
struct VolunteerIn {
    id: i64,
    gender: String,
    langs: Vec<String>,
    area: i64,
    areas_ok: Vec<i64>,
    topics: Vec<(i64, u8)>,
    avail: Vec<SpanIn>,
    exceptions: Vec<SpanIn>,
    school_hours: Vec<SpanIn>,
    max_slots: u16,
    max_consec: u16,
    recorded: i64,
    no_pair: Vec<i64>,
}

#[derive(Default, Deserialize)]
struct WishIn {
    lang: Option<String>,
    gender: Option<String>,
    #[serde(default)]
    accessible: bool,
}

#[derive(Deserialize)]
struct RequestIn {
    id: i64,
    topic: i64,
    area: i64,
    accept: Vec<(i64, Slot, Slot)>,
    #[serde(default)]
    pref: WishIn,
    weight: i64,
    continuity: Option<i64>,
    #[serde(default)]
    blocked: Vec<i64>,
}

/// A solution as the shared problem writes it: rows of request, session, slot, volunteer.
#[derive(Deserialize, Serialize)]
pub struct Solution {
    assign: Vec<(i64, i64, Slot, i64)>,
    /// Objective and bound, for people; the checker ignores it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, i64>,
}

impl Solution {
    /// The rows of a plan.
    pub fn new(matches: &[Assigned]) -> Self {
        let row = |m: &Assigned| (m.request.0, m.session.0, m.slot, m.ambassador.0);
        Self { assign: matches.iter().map(row).collect(), notes: BTreeMap::new() }
    }

    /// Reads the text of a solution.
    pub fn read(json: &str) -> Result<Self, Unreadable> {
        serde_json::from_str(json).map_err(|e| unreadable::place_in_solution(json, &e))
    }

    /// The matches it holds.
    pub fn matches(&self) -> Vec<Assigned> {
        let read = |row: &(i64, i64, Slot, i64)| Assigned {
            request: RequestId(row.0),
            session: SessionId(row.1),
            slot: row.2,
            ambassador: AmbassadorId(row.3),
        };
        self.assign.iter().map(read).collect()
    }
}

impl Instance {
    /// Reads the text of an instance.
    pub fn read(json: &str) -> Result<Self, Unreadable> {
        let instance = serde_json::from_str(json).map_err(|e| unreadable::place(json, &e))?;
        unreadable::check(&instance)?;
        Ok(instance)
    }

    /// Its name, as the generator gave it.
    pub fn name(&self) -> &str {
        &self.meta.name
    }

    /// The week, and the points of quality, ranked in the shared problem's order.
    pub fn into_facts(self) -> (Facts, Weights) {
        let weights = self.weights();
        let facts = Facts {
            rules: Rules {
                minors_per_adult: self.rules.minors_per_adult,
                min_ambassadors: self.rules.min_volunteers,
                travel_base_min: self.rules.travel_base_min,
                travel_min_per_km: self.rules.travel_min_per_km,
            },
            topics: (0..self.meta.topics).map(open_topic).collect(),
            areas: self.areas.into_iter().map(area).collect(),
            places: self.places.into_iter().map(place).collect(),
            sessions: self.sessions.into_iter().map(session).collect(),
            ambassadors: self.volunteers.into_iter().map(ambassador).collect(),
            requests: self.requests.into_iter().map(request).collect(),
            ..Facts::default()
        };
        (facts, weights)
    }

    fn weights(&self) -> Weights {
        let q = &self.quality;
        Weights {
            level: q.level,
            continuity: q.continuity,
            language: q.lang,
            gender: q.gender,
            accessible: q.accessible,
            resident_same_area: q.resident_same_area,
            resident_adjacent_area: q.resident_adjacent_area,
            ambassador_same_area: q.volunteer_same_area,
            stability: Stability::Last,
        }
    }
}

fn open_topic(id: i64) -> Topic {
    Topic { id: TopicId(id), tier: Tier::Guide, min_level: 1 }
}

fn area(a: AreaIn) -> Area {
    Area { id: AreaId(a.id), adjacent: a.adj.into_iter().map(AreaId).collect() }
}

fn place(p: PlaceIn) -> Place {
    Place { id: PlaceId(p.id), x_km: p.x, y_km: p.y, accessible: p.accessible }
}

fn session(s: SessionIn) -> Session {
    Session {
        id: SessionId(s.id),
        place: PlaceId(s.place),
        area: AreaId(s.area),
        span: Span::new(s.start, s.end),
        adults: s.adults,
        seats: s.seats,
        team: Vec::new(),
        open_team: true,
    }
}

fn spans(list: Vec<SpanIn>) -> Vec<Span> {
    list.into_iter().map(|(from, to)| Span::new(from, to)).collect()
}

fn gender(letter: &str) -> Option<Gender> {
    match letter {
        "F" => Some(Gender::Female),
        "M" => Some(Gender::Male),
        _ => None,
    }
}

fn ambassador(v: VolunteerIn) -> Ambassador {
    Ambassador {
        id: AmbassadorId(v.id),
        area: AreaId(v.area),
        areas_ok: v.areas_ok.into_iter().map(AreaId).collect(),
        topics: v.topics.into_iter().map(|(t, level)| (TopicId(t), level)).collect(),
        languages: v.langs,
        gender: gender(&v.gender),
        available: spans(v.avail),
        exceptions: spans(v.exceptions),
        school_hours: spans(v.school_hours),
        max_slots: v.max_slots,
        max_consecutive: v.max_consec,
        recorded: v.recorded,
        no_pair: v.no_pair.into_iter().map(AmbassadorId).collect(),
    }
}

fn request(r: RequestIn) -> Request {
    let accept = |(s, from, to): (i64, Slot, Slot)| Acceptance {
        session: SessionId(s),
        span: Span::new(from, to),
    };
    Request {
        id: RequestId(r.id),
        topic: TopicId(r.topic),
        area: AreaId(r.area),
        accept: r.accept.into_iter().map(accept).collect(),
        prefer: Preference {
            language: r.pref.lang,
            gender: r.pref.gender.as_deref().and_then(gender),
            accessible: r.pref.accessible,
        },
        weight: r.weight,
        continuity: r.continuity.map(AmbassadorId),
        blocked: r.blocked.into_iter().map(AmbassadorId).collect(),
    }
}
