//! A second opinion on every plan, written from the statement of the rules alone: it shares
//! no code with [`feasible`](super::feasible) and looks only at the facts.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::*;
use super::feasible::Refusal;

/// A rule a plan breaks, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Refusal,
    /// A match that breaks it.
    pub at: Assigned,
}

/// Every rule H1–H12 and of DESIGN §4 that the matches break; empty for a sound plan.
pub fn verify(facts: &Facts, matches: &[Assigned]) -> Vec<Violation> {
    let mut check = Check::new(facts);
    for m in matches {
        check.one(*m);
    }
    check.seats(matches);
    check.people(matches);
    check.teams(matches);
    check.broken
}

struct Check<'f> {
    facts: &'f Facts,
    requests: BTreeMap<RequestId, &'f Request>,
    sessions: BTreeMap<SessionId, &'f Session>,
    ambassadors: BTreeMap<AmbassadorId, &'f Ambassador>,
    served: BTreeSet<RequestId>,
    broken: Vec<Violation>,
}

impl<'f> Check<'f> {
    fn new(facts: &'f Facts) -> Self {
        Self {
            facts,
            requests: facts.requests.iter().map(|r| (r.id, r)).collect(),
            sessions: facts.sessions.iter().map(|s| (s.id, s)).collect(),
            ambassadors: facts.ambassadors.iter().map(|a| (a.id, a)).collect(),
            served: BTreeSet::new(),
            broken: Vec::new(),
        }
    }

    fn require(&mut self, holds: bool, rule: Refusal, at: Assigned) {
        if !holds {
            self.broken.push(Violation { rule, at });
        }
    }

    fn one(&mut self, m: Assigned) {
        let found = (
            self.requests.get(&m.request).copied(),
            self.sessions.get(&m.session).copied(),
            self.ambassadors.get(&m.ambassador).copied(),
        );
        let (Some(r), Some(s), Some(a)) = found else {
            return self.require(false, Refusal::Unknown, m);
        };
        let fresh = self.served.insert(m.request);
        self.require(fresh, Refusal::AlreadyServed, m);
        let in_span = |span: &Span| span.from <= m.slot && m.slot < span.to;
        let accepted = r.accept.iter().any(|x| x.session == m.session && in_span(&x.span));
        self.require(accepted && in_span(&s.span), Refusal::OutsideSession, m);
        let topic = self.facts.topics.iter().find(|t| t.id == r.topic);
        let for_pupils = topic.is_some_and(|t| t.tier != Tier::Reserved);
        self.require(for_pupils, Refusal::TierForAdults, m);
        let least = topic.map_or(0, |t| t.min_level.max(1));
        let certified = a.topics.iter().any(|(t, level)| *t == r.topic && *level >= least);
        self.require(certified, Refusal::NotCertified, m);
        self.require(!r.blocked.contains(&a.id), Refusal::Blocked, m);
        self.require(!self.facts.forbidden.contains(&(r.id, a.id)), Refusal::Forbidden, m);
        let pin = self.facts.pins.iter().filter(|p| p.request == r.id).min();
        let as_pinned = |p: &Pin| p.ambassador == a.id && p.slot.is_none_or(|slot| slot == m.slot);
        self.require(pin.is_none_or(as_pinned), Refusal::PinnedElsewhere, m);
        self.require(a.areas_ok.contains(&s.area), Refusal::AreaNotAccepted, m);
        self.require(s.open_team || s.team.contains(&a.id), Refusal::NotInTeam, m);
        self.require(!a.school_hours.iter().any(in_span), Refusal::AtSchool, m);
        let offered = a.available.iter().any(in_span) && !a.exceptions.iter().any(in_span);
        self.require(offered, Refusal::NotAvailable, m);
    }

    fn seats(&mut self, matches: &[Assigned]) {
        let mut taken: BTreeMap<(SessionId, Slot), u16> = BTreeMap::new();
        for m in matches {
            let n = taken.entry((m.session, m.slot)).or_default();
            *n += 1;
            let fits = self.sessions.get(&m.session).is_none_or(|s| *n <= s.seats);
            self.require(fits, Refusal::SeatsFull, *m);
        }
    }

    fn people(&mut self, matches: &[Assigned]) {
        let mut weeks: BTreeMap<AmbassadorId, Vec<Assigned>> = BTreeMap::new();
        for m in matches {
            weeks.entry(m.ambassador).or_default().push(*m);
        }
        for (id, mut week) in weeks {
            let Some(person) = self.ambassadors.get(&id).copied() else { continue };
            week.sort_by_key(|m| m.slot);
            let last = week[week.len() - 1];
            self.require(week.len() <= usize::from(person.max_slots), Refusal::WeeklyCap, last);
            let slots: BTreeSet<Slot> = week.iter().map(|m| m.slot).collect();
            for m in &week {
                let run = (0..=person.max_consecutive).all(|back| {
                    m.slot.checked_sub(back).is_some_and(|earlier| slots.contains(&earlier))
                });
                self.require(!run, Refusal::RunTooLong, *m);
            }
            for (i, m) in week.iter().enumerate() {
                for n in &week[i + 1..] {
                    self.require(m.slot != n.slot, Refusal::Busy, *n);
                    let free = n.slot.saturating_sub(m.slot + 1);
                    let gap = self.gap(m.session, n.session);
                    self.require(gap <= free || m.slot == n.slot, Refusal::TravelTooShort, *n);
                    let both = self.may_join_both(id, m.session, n.session);
                    self.require(both, Refusal::TravelTooShort, *n);
                }
                self.confirmed_elsewhere(*m);
            }
        }
    }

    /// A confirmed shift keeps its ambassador away from every other session meanwhile.
    fn confirmed_elsewhere(&mut self, m: Assigned) {
        let other = |s: &&Session| s.id != m.session && s.team.contains(&m.ambassador);
        let mut shifts: Vec<&Session> = self.facts.sessions.iter().filter(other).collect();
        shifts.retain(|s| self.team_stands(s));
        for s in shifts {
            let gap = self.gap(m.session, s.id);
            let apart = m.slot + 1 + gap <= s.span.from || s.span.to + gap <= m.slot;
            self.require(apart, Refusal::Busy, m);
        }
    }

    /// Of some pairs of sessions only one may be joined, but shifts confirmed in both stand.
    fn may_join_both(&self, who: AmbassadorId, a: SessionId, b: SessionId) -> bool {
        let excluded = self.facts.one_of.iter().any(|pair| *pair == (a, b) || *pair == (b, a));
        let confirmed = |id| {
            let session = self.sessions.get(&id);
            session.is_some_and(|s| s.team.contains(&who) && self.team_stands(s))
        };
        !excluded || (confirmed(a) && confirmed(b))
    }

    fn gap(&self, a: SessionId, b: SessionId) -> Slot {
        let place = |id| {
            let s = self.sessions.get(&id)?;
            self.facts.places.iter().find(|p| p.id == s.place)
        };
        let same = |x: &Session, y: &Session| x.place == y.place;
        match (self.sessions.get(&a), self.sessions.get(&b)) {
            (Some(x), Some(y)) if same(x, y) => return 0,
            _ => {}
        }
        let (Some(p), Some(q)) = (place(a), place(b)) else { return 2 };
        let km = ((p.x_km - q.x_km).powi(2) + (p.y_km - q.y_km).powi(2)).sqrt();
        let rules = &self.facts.rules;
        let minutes = (rules.travel_base_min + rules.travel_min_per_km * km + 1e-9).floor();
        let mut slots = 0;
        while f64::from(slots) * 30.0 < minutes && slots < WEEK {
            slots += 1;
        }
        slots
    }

    fn enemies(&self, a: AmbassadorId, b: AmbassadorId) -> bool {
        let lists = |x, y| self.ambassadors.get(&x).is_some_and(|p| p.no_pair.contains(&y));
        lists(a, b) || lists(b, a)
    }

    fn limit(&self, s: &Session) -> usize {
        usize::from(self.facts.rules.minors_per_adult) * usize::from(s.adults)
    }

    /// Whether a confirmed team counts as such; see [`Session::team`].
    fn team_stands(&self, s: &Session) -> bool {
        let known: BTreeSet<AmbassadorId> =
            s.team.iter().copied().filter(|a| self.ambassadors.contains_key(a)).collect();
        let quarrel = known.iter().any(|a| known.iter().any(|b| self.enemies(*a, *b)));
        known.len() <= self.limit(s) && !quarrel
    }

    fn teams(&mut self, matches: &[Assigned]) {
        let mut teams: BTreeMap<SessionId, (Assigned, BTreeSet<AmbassadorId>)> = BTreeMap::new();
        for m in matches {
            teams.entry(m.session).or_insert((*m, BTreeSet::new())).1.insert(m.ambassador);
        }
        for (id, (at, mut team)) in teams {
            let Some(s) = self.sessions.get(&id).copied() else { continue };
            if self.team_stands(s) {
                team.extend(s.team.iter().filter(|a| self.ambassadors.contains_key(a)));
            }
            let least = usize::from(self.facts.rules.min_ambassadors);
            self.require(team.len() >= least, Refusal::TeamTooSmall, at);
            self.require(team.len() <= self.limit(s), Refusal::TeamTooLarge, at);
            let quarrel = team.iter().any(|a| team.iter().any(|b| self.enemies(*a, *b)));
            self.require(!quarrel, Refusal::NoPair, at);
        }
    }
}
