//! Shifts that the rules no longer allow are given back for the pupil: the school closed a
//! day, changed its lesson hours or limits, took a certificate, or two pupils may no longer
//! meet. Nobody has to notice it first.

use std::collections::HashMap;

use super::{audit, notify};
use crate::db::sessions;
use crate::db::shifts::facts::{self, Whom};
use crate::db::shifts::{self as rows, MatchesTo, Shift};
use crate::domain::eligibility::{Candidate, Refusal, SessionFacts, may_keep};
use crate::domain::ids::*;
use crate::domain::refusal::Refuse;
use crate::domain::school_year::ClosedSpan;
use crate::domain::shifts::{ShiftRefusal, ShiftState};
use crate::service::{Act, Answer};

/// Takes back every shift to come of a school's pupils that the rules refuse now, the latest
/// first, so that what was agreed earlier stands when one of several has to go. Answers how
/// many fell.
pub fn release_unfit(act: &mut Act<'_>, school: OrganisationId) -> Answer<usize> {
    let coming = rows::still_to_come_of(act.conn, school, act.now)?;
    if coming.is_empty() {
        return Ok(0);
    }
    let mut of_sessions: Vec<SessionId> = coming.iter().map(|shift| shift.session_id).collect();
    let mut of_pupils: Vec<AmbassadorId> = coming.iter().map(|shift| shift.ambassador_id).collect();
    for_locking(&mut of_sessions, &mut of_pupils);
    rows::lock(act.conn, &of_sessions, &of_pupils)?;
    // Read again under the lock: somebody may have answered meanwhile.
    let coming = rows::still_to_come_of(act.conn, school, act.now)?;
    let mut scene = scene(act, school, &of_sessions)?;
    let mut fallen = 0;
    for shift in &coming {
        let Some(why) = scene.refuses(shift) else { continue };
        scene.forget(shift);
        withdraw(act, shift, why)?;
        fallen += 1;
    }
    Ok(fallen)
}

fn for_locking(of_sessions: &mut Vec<SessionId>, of_pupils: &mut Vec<AmbassadorId>) {
    of_sessions.sort_unstable();
    of_sessions.dedup();
    of_pupils.sort_unstable();
    of_pupils.dedup();
}

/// The facts about these sessions and the school's pupils: a fixed number of queries.
struct Scene {
    sessions: HashMap<SessionId, SessionFacts>,
    pupils: HashMap<AmbassadorId, Candidate>,
    closed: Vec<ClosedSpan>,
}

fn scene(act: &mut Act<'_>, school: OrganisationId, ids: &[SessionId]) -> Answer<Scene> {
    let sessions = facts::sessions(act.conn, ids)?;
    let Some(days) = facts::weeks_of(&sessions) else {
        let (sessions, pupils, closed) = Default::default();
        return Ok(Scene { sessions, pupils, closed });
    };
    let mut of: Vec<OrganisationId> = sessions.iter().map(|session| session.ward).collect();
    of.push(school);
    of.sort_unstable();
    of.dedup();
    let closed = facts::closed(act.conn, &of, days)?;
    let pupils = facts::pupils(act.conn, Whom::School(school), days)?;
    Ok(Scene {
        sessions: sessions.into_iter().map(|session| (session.id, session)).collect(),
        pupils: pupils.into_iter().map(|e| (e.candidate.ambassador, e.candidate)).collect(),
        closed,
    })
}

impl Scene {
    fn refuses(&self, shift: &Shift) -> Option<Refusal> {
        let session = self.sessions.get(&shift.session_id)?;
        let pupil = self.pupils.get(&shift.ambassador_id)?;
        let why = may_keep(pupil, session, &self.closed).err()?;
        // Which of two pupils who are to be kept apart gives way is for an adult to decide:
        // the pupil's page names the session.
        why.into_iter().find(|refusal| *refusal != Refusal::KeptApart)
    }

    /// What has fallen weighs on nothing else.
    fn forget(&mut self, shift: &Shift) {
        if let Some(session) = self.sessions.get_mut(&shift.session_id) {
            session.members.retain(|member| *member != shift.ambassador_id);
        }
        if let Some(pupil) = self.pupils.get_mut(&shift.ambassador_id) {
            pupil.shifts.retain(|held| held.session != shift.session_id);
        }
    }
}

fn withdraw(act: &mut Act<'_>, shift: &Shift, why: Refusal) -> Answer<()> {
    let (to, pupil) = (ShiftState::Withdrawn, shift.ambassador_id);
    let message = why.message();
    let reason = message.say(crate::domain::lang::Lang::Vi);
    if !rows::advance(act.conn, shift.id, shift.state, to, reason)? {
        return Err(ShiftRefusal::Moved.into());
    }
    rows::move_matches(act.conn, shift.session_id, pupil, MatchesTo::Replaced, act.now)?;
    let ward = sessions::get(act.conn, shift.session_id)?.ward_id;
    let states = (shift.state.code(), to.code());
    audit(act, ward, shift.id, "release_unfit", states, why.code())?;
    notify::coordinator(act, shift.id, to, reason)
}
