//! What happens to a week after its plan was published.

use super::town::Chance;
use super::*;

/// Five kinds of events in turn, each to somebody drawn by chance: an ambassador cancels, a
/// resident books, another cancels, a session loses an adult, a match is pinned.
pub fn happen(facts: &mut Facts, event: usize, chance: &mut Chance) {
    match event % 5 {
        0 => {
            let who = chance.below(facts.ambassadors.len());
            facts.ambassadors[who].available.clear();
        }
        1 => {
            let like = chance.below(facts.requests.len());
            let newest = facts.requests.iter().map(|r| r.id.0).max().unwrap_or(0);
            let new = Request { id: RequestId(newest + 1), ..facts.requests[like].clone() };
            facts.requests.push(new);
        }
        2 => {
            let who = chance.below(facts.requests.len());
            facts.requests.remove(who);
        }
        3 => {
            let which = chance.below(facts.sessions.len());
            let adults = &mut facts.sessions[which].adults;
            *adults = adults.saturating_sub(1).max(1);
        }
        _ => {
            let which = chance.below(facts.published.len());
            if let Some(m) = facts.published.get(which) {
                let (request, ambassador, slot) = (m.request, m.ambassador, Some(m.slot));
                facts.pins.push(Pin { request, ambassador, slot });
            }
        }
    }
}
