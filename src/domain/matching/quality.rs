//! What a match is worth beyond being made at all, and how it is explained.

use super::facts::{Ambassador, Request, Session, Weights};
use super::index::Index;

/// The facts behind one match, in the words the coordinator reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// Certified level for the topic, 1..=3.
    pub level: u8,
    /// Helped this resident last time.
    pub continuity: bool,
    /// Speaks the language asked for.
    pub language: bool,
    /// Is of the gender asked for.
    pub gender: bool,
    /// A step-free place was asked for, and this one is.
    pub accessible: bool,
    /// The session is in the resident's own area.
    pub resident_same_area: bool,
    /// The session is in an area beside it.
    pub resident_adjacent_area: bool,
    /// The session is in the ambassador's own area.
    pub ambassador_same_area: bool,
    /// Fixed by hand.
    pub pinned: bool,
    /// Exactly as published before.
    pub kept: bool,
    /// Points of quality of all this.
    pub quality: i64,
}

/// Everything about a possible match except `pinned` and `kept`.
pub(super) fn why(
    index: &Index,
    weights: &Weights,
    request: &Request,
    session: &Session,
    ambassador: &Ambassador,
) -> Why {
    let level =
        ambassador.topics.iter().filter(|(t, _)| *t == request.topic).map(|(_, l)| *l).max();
    let wish = &request.prefer;
    let same = session.area == request.area;
    let mut why = Why {
        level: level.unwrap_or(0),
        continuity: request.continuity == Some(ambassador.id),
        language: wish.language.as_ref().is_some_and(|l| ambassador.languages.contains(l)),
        gender: wish.gender.is_some() && wish.gender == ambassador.gender,
        accessible: wish.accessible && index.place(session.place).is_some_and(|p| p.accessible),
        resident_same_area: same,
        resident_adjacent_area: !same && index.adjacent(request.area, session.area),
        ambassador_same_area: session.area == ambassador.area,
        ..Why::default()
    };
    why.quality = points(weights, &why);
    why
}

fn points(weights: &Weights, why: &Why) -> i64 {
    let if_so = |holds: bool, points: i64| if holds { points } else { 0 };
    weights.level[usize::from(why.level.min(3))]
        + if_so(why.continuity, weights.continuity)
        + if_so(why.language, weights.language)
        + if_so(why.gender, weights.gender)
        + if_so(why.accessible, weights.accessible)
        + if_so(why.resident_same_area, weights.resident_same_area)
        + if_so(why.resident_adjacent_area, weights.resident_adjacent_area)
        + if_so(why.ambassador_same_area, weights.ambassador_same_area)
}
