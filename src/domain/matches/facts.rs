//! The scene in the engine's terms.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::eligibility::{Candidate, level_for};
use crate::domain::ids::*;
use crate::domain::matching::{
    Acceptance, Ambassador, Area, Assigned, Facts, Pin, Place, Preference, Request, RequestId,
    Rules, Session, Span, Topic, TopicId, WEEK,
};

use super::clash::only_one;
use super::grid::Row;
use super::roster::Roster;
use super::scene::{Awaiting, Helper, Posted, Scene};

/// A neighbourhood nobody named; no session lies in it.
const NO_AREA: AreaId = AreaId(0);
/// Half hours a pupil helps without a break: two hours, then a rest of at least one step
/// (dossier §5: a quarter of an hour for every two hours).
const RUN: u16 = 4;

/// A scene being translated.
pub(super) struct Translator<'s> {
    scene: &'s Scene,
    roster: Roster<'s>,
    posted: HashMap<SessionId, &'s Posted>,
    bookings: HashMap<BookingId, &'s Awaiting>,
    rows: HashMap<SessionId, Row>,
    topics: BTreeMap<&'s str, TopicId>,
    waiting: HashMap<SessionId, Vec<&'s Awaiting>>,
    only_one: Vec<(SessionId, SessionId)>,
}

impl<'s> Translator<'s> {
    pub fn new(scene: &'s Scene) -> Translator<'s> {
        let row =
            |s: &Posted| Row::lay(scene.monday, s.facts.starts_at, s.step_minutes, s.steps.len());
        let codes: BTreeSet<&str> = scene.waiting.iter().map(|b| b.topic.as_str()).collect();
        let mut waiting: HashMap<SessionId, Vec<&Awaiting>> = HashMap::new();
        for booking in &scene.waiting {
            waiting.entry(booking.session).or_default().push(booking);
        }
        Translator {
            scene,
            roster: Roster::of(scene),
            posted: scene.sessions.iter().map(|s| (s.facts.id, s)).collect(),
            bookings: scene.waiting.iter().map(|b| (b.id, b)).collect(),
            rows: scene.sessions.iter().filter_map(|s| Some((s.facts.id, row(s)?))).collect(),
            topics: (1..).zip(codes).map(|(number, code)| (code, TopicId(number))).collect(),
            waiting,
            only_one: only_one(&scene.sessions, scene.now),
        }
    }

    /// Everything the engine is told. Pairs in `barred` are kept out of each other: shifts
    /// that together would exceed a ceiling no pair of sessions shows.
    pub fn facts(
        &self,
        pins: &BTreeMap<BookingId, AmbassadorId>,
        barred: &BTreeSet<(SessionId, AmbassadorId)>,
    ) -> Facts {
        let mut forbidden: Vec<(RequestId, AmbassadorId)> =
            self.scene.forbidden.iter().map(|(b, a)| (RequestId(b.0), *a)).collect();
        let mut usable = HashMap::new();
        let mut ambassadors = Vec::new();
        for helper in &self.scene.helpers {
            let open = self.usable(helper, barred);
            if open.is_empty() {
                continue;
            }
            self.exclude(helper, &open, &mut forbidden);
            ambassadors.push(self.ambassador(helper, &open));
            usable.insert(helper.candidate.ambassador, open);
        }
        let pin = |(b, a): (&BookingId, &AmbassadorId)| Pin {
            request: RequestId(b.0),
            ambassador: *a,
            slot: None,
        };
        Facts {
            // Room is counted for each session by itself; whole shifts decide about the way.
            rules: Rules {
                minors_per_adult: 1,
                min_ambassadors: 1,
                travel_base_min: 0.0,
                travel_min_per_km: 0.0,
            },
            topics: self.topics(),
            areas: self
                .scene
                .areas
                .iter()
                .map(|(id, adjacent)| Area { id: *id, adjacent: adjacent.clone() })
                .collect(),
            places: self.places(),
            sessions: self.scene.sessions.iter().filter_map(|s| self.session(s, &usable)).collect(),
            ambassadors,
            requests: self.scene.waiting.iter().filter_map(|b| self.request(b)).collect(),
            one_of: self.only_one.clone(),
            pins: pins.iter().map(pin).collect(),
            forbidden,
            published: self
                .scene
                .live
                .iter()
                .filter_map(|m| self.assigned(m.booking, m.ambassador))
                .collect(),
        }
    }

    /// The match of a booking with a pupil, on the grid.
    pub fn assigned(&self, booking: BookingId, ambassador: AmbassadorId) -> Option<Assigned> {
        let booking = self.bookings.get(&booking)?;
        let posted = self.posted.get(&booking.session)?;
        let slot = self.rows.get(&booking.session)?.slot(posted.step_number(booking.step)?)?;
        Some(Assigned {
            request: RequestId(booking.id.0),
            session: booking.session,
            slot,
            ambassador,
        })
    }

    /// Whether a booking waits in this step of this session.
    pub fn stands(&self, booking: BookingId, session: SessionId, step: SlotId) -> bool {
        self.bookings.get(&booking).is_some_and(|b| (b.session, b.step) == (session, step))
    }

    /// Sessions this pupil may help in.
    fn usable(
        &self,
        helper: &Helper,
        barred: &BTreeSet<(SessionId, AmbassadorId)>,
    ) -> Vec<SessionId> {
        let pupil = helper.candidate.ambassador;
        let sessions = self.scene.sessions.iter().map(|s| s.facts.id);
        let able = |id: &SessionId| {
            self.rows.contains_key(id)
                && !barred.contains(&(*id, pupil))
                && !self.roster.declined(*id, pupil)
                && self.roster.refusals(*id, pupil).is_empty()
        };
        sessions.filter(able).collect()
    }

    /// Keeps a pupil from bookings that free time alone does not rule out: of a session they
    /// may not join while they are at another one, and on days a certificate does not hold.
    fn exclude(
        &self,
        helper: &Helper,
        open: &[SessionId],
        forbidden: &mut Vec<(RequestId, AmbassadorId)>,
    ) {
        let pupil = helper.candidate.ambassador;
        let spans: Vec<Span> =
            open.iter().filter_map(|id| Some(self.rows.get(id)?.span())).collect();
        for posted in &self.scene.sessions {
            let id = posted.facts.id;
            let Some(row) = self.rows.get(&id) else { continue };
            let day = posted.facts.starts_at.day();
            let may_join = open.contains(&id);
            let span = row.span();
            let meets = |other: &Span| other.from < span.to && span.from < other.to;
            if !may_join && !spans.iter().any(meets) {
                continue;
            }
            for booking in self.waiting.get(&id).into_iter().flatten() {
                let holds = helper.candidate.is_certified(&booking.topic, booking.tier, day);
                if !(may_join && holds)
                    && self.topics_of(&helper.candidate).any(|(t, _)| t == booking.topic)
                {
                    forbidden.push((RequestId(booking.id.0), pupil));
                }
            }
        }
    }

    fn topics_of<'c>(&self, candidate: &'c Candidate) -> impl Iterator<Item = (&'c str, i64)> {
        candidate.certified.iter().map(|c| (c.topic.as_str(), c.level))
    }

    fn ambassador(&self, helper: &Helper, open: &[SessionId]) -> Ambassador {
        let candidate = &helper.candidate;
        let me = candidate.ambassador;
        let posted = || open.iter().filter_map(|id| self.posted.get(id));
        let quarter_hours = posted().all(|s| s.step_minutes <= 15);
        let areas: BTreeSet<AreaId> = posted().map(|s| s.area).collect();
        let topic =
            |(code, level): (&str, i64)| Some((*self.topics.get(code)?, u8::try_from(level).ok()?));
        Ambassador {
            id: me,
            area: helper.home.unwrap_or(NO_AREA),
            areas_ok: areas.into_iter().collect(),
            topics: self.topics_of(candidate).filter_map(topic).collect(),
            languages: helper.languages.clone(),
            gender: None,
            available: open.iter().filter_map(|id| Some(self.rows.get(id)?.span())).collect(),
            exceptions: Vec::new(),
            school_hours: Vec::new(),
            max_slots: WEEK,
            max_consecutive: if quarter_hours { RUN * 2 } else { RUN },
            recorded: helper.recorded / 30,
            // Whichever of the two knows of it.
            no_pair: candidate.kept_apart.clone(),
        }
    }

    fn session(
        &self,
        posted: &Posted,
        usable: &HashMap<AmbassadorId, Vec<SessionId>>,
    ) -> Option<Session> {
        let id = posted.facts.id;
        let row = self.rows.get(&id)?;
        let there = |a: &&AmbassadorId| usable.get(*a).is_some_and(|open| open.contains(&id));
        let team: Vec<AmbassadorId> = match posted.has_adults() {
            true => posted.team.iter().filter(there).copied().collect(),
            // Without two adults nobody is matched, whoever has promised to come.
            false => Vec::new(),
        };
        let left = (posted.room() - posted.facts.members.len() as i64).max(0);
        let room = team.len() as i64 + left;
        let most = self.waiting.get(&id).map_or(0, |waiting| fullest(waiting));
        Some(Session {
            id,
            place: posted.facts.spot.place,
            area: posted.area,
            span: row.span(),
            adults: u16::try_from(room).unwrap_or(u16::MAX),
            // Whoever is booked has a seat already.
            seats: u16::try_from(posted.seats.max(most)).unwrap_or(u16::MAX),
            team,
            open_team: true,
        })
    }

    fn topics(&self) -> Vec<Topic> {
        let tiers: BTreeMap<&str, _> =
            self.scene.waiting.iter().map(|b| (b.topic.as_str(), b.tier)).collect();
        let topic = |(code, tier): (&str, _)| Topic {
            id: self.topics[code],
            tier,
            // Of an adults' topic the engine reads the tier alone.
            min_level: level_for(tier).and_then(|level| u8::try_from(level).ok()).unwrap_or(3),
        };
        tiers.into_iter().map(topic).collect()
    }

    fn places(&self) -> Vec<Place> {
        let mut seen = BTreeSet::new();
        let fresh = self.scene.sessions.iter().filter(|s| seen.insert(s.facts.spot.place));
        fresh
            .map(|s| Place {
                id: s.facts.spot.place,
                x_km: s.facts.spot.east_m as f64 / 1000.0,
                y_km: s.facts.spot.north_m as f64 / 1000.0,
                accessible: s.accessible,
            })
            .collect()
    }

    fn request(&self, booking: &Awaiting) -> Option<Request> {
        let wish = self.assigned(booking.id, AmbassadorId(0))?;
        Some(Request {
            id: wish.request,
            topic: self.topics[booking.topic.as_str()],
            area: booking.area.unwrap_or(NO_AREA),
            accept: vec![Acceptance { session: wish.session, span: Span::one(wish.slot) }],
            prefer: Preference {
                language: booking.language.clone(),
                gender: None,
                accessible: booking.access_needs,
            },
            weight: booking.weight(self.scene.now),
            continuity: booking.helped_by,
            blocked: Vec::new(),
        })
    }
}

/// The most residents in one step.
fn fullest(waiting: &[&Awaiting]) -> i64 {
    let mut counts: HashMap<SlotId, i64> = HashMap::new();
    for booking in waiting {
        *counts.entry(booking.step).or_default() += 1;
    }
    counts.into_values().max().unwrap_or(0)
}
