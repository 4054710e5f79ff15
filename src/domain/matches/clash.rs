//! Sessions of which a pupil may join only one.

use crate::domain::at::At;
use crate::domain::consent::Side;
use crate::domain::eligibility::{
    Candidate, Certified, Held, Limits, Refusal, SessionFacts, Weekly, check,
};
use crate::domain::ids::{AmbassadorId, OrganisationId, SessionId};
use crate::domain::school_year;
use crate::domain::topics::Tier;

use super::scene::Posted;

/// Pairs of sessions that no pupil may join both, by the rules of [`check`] itself: asked
/// for a pupil who may do everything and already has a shift in the other one.
pub(super) fn only_one(sessions: &[Posted], now: At) -> Vec<(SessionId, SessionId)> {
    let mut pairs = Vec::new();
    for (i, one) in sessions.iter().enumerate() {
        for other in &sessions[i + 1..] {
            let days = (one.facts.starts_at.day() - other.facts.starts_at.day()).num_days();
            if days.abs() <= 1 && clash(&one.facts, &other.facts, now) {
                pairs.push((one.facts.id, other.facts.id));
            }
        }
    }
    pairs
}

fn clash(held: &SessionFacts, wished: &SessionFacts, now: At) -> bool {
    let shift = Held {
        session: held.id,
        starts_at: held.starts_at,
        ends_at: held.ends_at,
        spot: held.spot,
    };
    let Err(why) = check(&able(shift, wished), wished, &[], now) else { return false };
    why.iter().any(|refusal| {
        matches!(refusal, Refusal::Overlaps | Refusal::TooFar { .. } | Refusal::DayFull { .. })
    })
}

/// A pupil without any obstacle but the one shift.
fn able(shift: Held, wished: &SessionFacts) -> Candidate {
    let day = wished.starts_at.day();
    let year = school_year::of(day);
    let limits = Limits::default();
    Candidate {
        ambassador: AmbassadorId(0),
        school: wished.approved_by.first().copied().unwrap_or(OrganisationId(0)),
        active: true,
        birth_year: i64::from(chrono::Datelike::year(&day)) - limits.ages.start(),
        signatures: vec![(Side::Child, year.clone()), (Side::Guardian, year)],
        certified: wished
            .topics
            .iter()
            .filter(|(_, tier)| *tier != Tier::Reserved)
            .map(|(topic, _)| Certified {
                topic: topic.clone(),
                level: 3,
                from_day: day,
                to_day: day,
            })
            .collect(),
        free: (1..=7).map(|weekday| Weekly { weekday, minutes: (0, 24 * 60) }).collect(),
        exceptions: Vec::new(),
        lessons: Vec::new(),
        shifts: vec![shift],
        vetoed: Vec::new(),
        kept_apart: Vec::new(),
        week_cap: limits.week_minutes,
        limits,
    }
}
