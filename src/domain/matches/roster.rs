//! Who has a shift where, while new shifts are promised one after the other.

use std::collections::{HashMap, HashSet};

use crate::domain::at::At;
use crate::domain::eligibility::{
    Candidate, Held, Refusal, SessionFacts, check, may_keep, may_stay,
};
use crate::domain::ids::{AmbassadorId, SessionId};
use crate::domain::school_year::ClosedSpan;

use super::scene::Scene;

/// The shifts of a scene and those promised since. Nobody gets one past
/// [`check`](crate::domain::eligibility::check), asked with everything promised before.
#[derive(Clone, Debug)]
pub struct Roster<'s> {
    now: At,
    closed: &'s [ClosedSpan],
    sessions: HashMap<SessionId, SessionFacts>,
    pupils: HashMap<AmbassadorId, Candidate>,
    standing: HashSet<(SessionId, AmbassadorId)>,
    agreed: HashSet<(SessionId, AmbassadorId)>,
    declined: HashSet<(SessionId, AmbassadorId)>,
}

impl<'s> Roster<'s> {
    /// As things stand.
    pub fn of(scene: &'s Scene) -> Roster<'s> {
        let pupils = scene.helpers.iter().map(|h| (h.candidate.ambassador, h.candidate.clone()));
        let teams = scene.sessions.iter().flat_map(|s| s.team.iter().map(|a| (s.facts.id, *a)));
        let agreed = scene.sessions.iter().flat_map(|s| s.agreed.iter().map(|a| (s.facts.id, *a)));
        let declined =
            scene.sessions.iter().flat_map(|s| s.declined.iter().map(|a| (s.facts.id, *a)));
        Roster {
            now: scene.now,
            closed: &scene.closed,
            sessions: scene.sessions.iter().map(|s| (s.facts.id, s.facts.clone())).collect(),
            pupils: pupils.collect(),
            standing: teams.collect(),
            agreed: agreed.collect(),
            declined: declined.collect(),
        }
    }

    /// Whether the pupil has a shift in the session.
    pub fn has(&self, session: SessionId, pupil: AmbassadorId) -> bool {
        self.standing.contains(&(session, pupil))
    }

    /// Whether the pupil said no to the session and has no shift there since.
    pub fn declined(&self, session: SessionId, pupil: AmbassadorId) -> bool {
        self.declined.contains(&(session, pupil)) && !self.has(session, pupil)
    }

    /// Why the pupil cannot help in the session, every reason; none: can. Whoever has a
    /// shift keeps it while the rules about the pupil hold, and whoever has said yes to it is
    /// free then; anybody else must be able to join.
    pub fn refusals(&self, session: SessionId, pupil: AmbassadorId) -> Vec<Refusal> {
        let (Some(facts), Some(candidate)) = (self.sessions.get(&session), self.pupils.get(&pupil))
        else {
            // Nobody the scene does not know may be scheduled.
            return vec![Refusal::Inactive];
        };
        let answer = if self.agreed.contains(&(session, pupil)) {
            may_keep(candidate, facts, self.closed)
        } else if self.has(session, pupil) {
            may_stay(candidate, facts, self.closed)
        } else {
            check(candidate, facts, self.closed, self.now)
        };
        answer.err().unwrap_or_default()
    }

    /// Promises a shift. One that stands already is fine as long as it may.
    pub fn join(&mut self, session: SessionId, pupil: AmbassadorId) -> Result<(), Vec<Refusal>> {
        let refusals = self.refusals(session, pupil);
        if !refusals.is_empty() {
            return Err(refusals);
        }
        if self.standing.insert((session, pupil))
            && let (Some(facts), Some(candidate)) =
                (self.sessions.get_mut(&session), self.pupils.get_mut(&pupil))
        {
            facts.members.push(pupil);
            let (starts_at, ends_at, spot) = (facts.starts_at, facts.ends_at, facts.spot);
            candidate.shifts.push(Held { session, starts_at, ends_at, spot });
        }
        Ok(())
    }
}
