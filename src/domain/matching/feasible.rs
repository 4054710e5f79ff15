//! The one definition of what is allowed. The search, sign-up, swaps and matches made by
//! hand all ask here; `H1`–`H12` are the shared problem's rule names.

use super::facts::{Acceptance, Ambassador, Request, Rules, Session, Slot, Span, Tier, Topic};
use super::facts::{Assigned, Facts, Place, RequestId, WEEK, Weights};
use super::index::Index;
use super::model::{Model, PostId};
use super::quality::{Why, why};
use super::state::State;

/// Why a match may not be made. The first broken rule is named, standing rules first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// The match names a request, session or ambassador that is not in the facts.
    Unknown,
    /// Tier R, or a topic nobody classified: an adult must help.
    TierForAdults,
    /// H3: not certified for the topic at the level it asks.
    NotCertified,
    /// H3: the resident does not want this ambassador.
    Blocked,
    /// Excluded by hand.
    Forbidden,
    /// Fixed by hand with somebody else or at another time.
    PinnedElsewhere,
    /// H3: the ambassador does not go to that area.
    AreaNotAccepted,
    /// The team of this session is closed and the ambassador is not in it.
    NotInTeam,
    /// H2: outside the session or not a time the resident accepts.
    OutsideSession,
    /// H4: lessons.
    AtSchool,
    /// H4: not offered, or taken back.
    NotAvailable,
    /// H1: the request already has a match.
    AlreadyServed,
    /// H5: another resident, or a confirmed shift elsewhere, at that time.
    Busy,
    /// H6: every seat of the slot is taken.
    SeatsFull,
    /// H7: no slots left this week.
    WeeklyCap,
    /// H8: a rest is due.
    RunTooLong,
    /// H9: cannot get there, or on to the next place, in time; or may join only one of the two
    /// sessions.
    TravelTooShort,
    /// H11: more pupils than the adults present may supervise.
    TeamTooLarge,
    /// H12: must not share a session with somebody already there.
    NoPair,
    /// H10: the session would run with too few ambassadors. Only a whole plan can break it.
    TeamTooSmall,
}

/// Whether a pupil may help with the topic at all.
pub(super) fn topic_open(topic: Option<&Topic>) -> Result<u8, Refusal> {
    match topic {
        Some(t) if t.tier != Tier::Reserved => Ok(t.min_level.max(1)),
        _ => Err(Refusal::TierForAdults),
    }
}

/// Rules about the two people that no time or place can change; gives the certified level.
/// The request goes by its number in the index.
pub(super) fn suits(index: &Index, request: u32, ambassador: &Ambassador) -> Result<u8, Refusal> {
    let (terms, r) = (index.terms(request), index.requests[request as usize]);
    let least = terms.least?;
    let level = ambassador.topics.iter().filter(|(t, _)| *t == r.topic).map(|(_, l)| *l).max();
    let level = level.filter(|l| *l >= least).ok_or(Refusal::NotCertified)?;
    if r.blocked.contains(&ambassador.id) {
        return Err(Refusal::Blocked);
    }
    if terms.forbidden.contains(&ambassador.id) {
        return Err(Refusal::Forbidden);
    }
    match terms.pin {
        Some(pin) if pin.ambassador != ambassador.id => Err(Refusal::PinnedElsewhere),
        _ => Ok(level),
    }
}

/// Whether the ambassador may belong to the session's team at all.
pub(super) fn may_join(session: &Session, ambassador: &Ambassador) -> Result<(), Refusal> {
    if !ambassador.areas_ok.contains(&session.area) {
        return Err(Refusal::AreaNotAccepted);
    }
    if !session.open_team && !session.team.contains(&ambassador.id) {
        return Err(Refusal::NotInTeam);
    }
    Ok(())
}

/// Slots of the session, as bits from its start, that the resident accepts.
pub(super) fn accepted_slots(request: &Request, session: &Session) -> u64 {
    let wanted = |a: &&Acceptance| a.session == session.id;
    request.accept.iter().filter(wanted).fold(0, |bits, a| bits | window(session.span, a.span))
}

/// Bits of `of`, counted from its first slot, that lie inside `inside`.
pub(super) fn window(of: Span, inside: Span) -> u64 {
    let from = inside.from.max(of.from);
    let to = inside.to.min(of.to);
    if from >= to { 0 } else { run_of_bits(to - from) << (from - of.from) }
}

/// The lowest `length` bits set.
pub(super) fn run_of_bits(length: u16) -> u64 {
    if length >= 64 { u64::MAX } else { (1 << length) - 1 }
}

/// H4: whether the ambassador offered this half hour and has no lesson then.
pub(super) fn present(ambassador: &Ambassador, slot: Slot) -> Result<(), Refusal> {
    let inside = |spans: &[Span]| spans.iter().any(|s| s.has(slot));
    if inside(&ambassador.school_hours) {
        Err(Refusal::AtSchool)
    } else if !inside(&ambassador.available) || inside(&ambassador.exceptions) {
        Err(Refusal::NotAvailable)
    } else {
        Ok(())
    }
}

/// H9: free slots needed between a slot at one place and a slot at another.
pub(super) fn travel_gap(rules: &Rules, from: &Place, to: &Place) -> u16 {
    if from.id == to.id {
        return 0;
    }
    let (dx, dy) = (from.x_km - to.x_km, from.y_km - to.y_km);
    let minutes = rules.travel_base_min + rules.travel_min_per_km * (dx * dx + dy * dy).sqrt();
    let slots = ((minutes + 1e-9).floor() / 30.0).ceil();
    slots.clamp(0.0, f64::from(WEEK)) as u16
}

impl State<'_> {
    /// Every rule that depends on what is already matched, for putting one more resident
    /// into slot `rel` (counted from the session's start) of a post. `None` means allowed.
    pub(super) fn refuses(&self, post: PostId, rel: u16) -> Option<Refusal> {
        let model = self.model;
        let p = &model.posts[post as usize];
        let session = &model.sessions[p.session as usize];
        let occupied = self.occupied[post as usize];
        if occupied >> rel & 1 == 1 {
            return Some(Refusal::Busy);
        }
        if self.seats_taken[(session.first_seat + u32::from(rel)) as usize] >= session.seats {
            return Some(Refusal::SeatsFull);
        }
        let ambassador = &model.ambassadors[p.ambassador as usize];
        if self.load[p.ambassador as usize] >= ambassador.max_slots {
            return Some(Refusal::WeeklyCap);
        }
        let slot = session.start + rel;
        if self.run_with(p.ambassador, slot) > ambassador.max_consecutive {
            return Some(Refusal::RunTooLong);
        }
        if let Some(refusal) = self.clash(post, slot) {
            return Some(refusal);
        }
        if occupied == 0 { self.refuses_member(post) } else { None }
    }

    /// Those of `slots` that nothing refuses. The first lines only save questions.
    pub(super) fn free_slots(&self, post: PostId, slots: u64) -> u64 {
        let p = &self.model.posts[post as usize];
        let occupied = self.occupied[post as usize];
        let mut left = slots & !occupied & !self.full[p.session as usize];
        let rested = &self.model.ambassadors[p.ambassador as usize];
        if left == 0 || self.load[p.ambassador as usize] >= rested.max_slots {
            return 0;
        }
        if occupied == 0 && self.refuses_member(post).is_some() {
            return 0;
        }
        let mut free = 0;
        while left != 0 {
            let rel = left.trailing_zeros() as u16;
            left &= left - 1;
            if self.refuses(post, rel).is_none() {
                free |= 1 << rel;
            }
        }
        free
    }

    /// H11 and H12 for an ambassador who has nobody in this session yet.
    pub(super) fn refuses_member(&self, post: PostId) -> Option<Refusal> {
        let p = &self.model.posts[post as usize];
        let session = &self.model.sessions[p.session as usize];
        if !p.fixed && self.team[p.session as usize] >= session.team_max {
            return Some(Refusal::TeamTooLarge);
        }
        let foes = self.model.foes(post);
        foes.iter().any(|f| self.occupied[*f as usize] != 0).then_some(Refusal::NoPair)
    }

    /// H5 and H9 against the ambassador's matches in other sessions.
    fn clash(&self, post: PostId, slot: Slot) -> Option<Refusal> {
        for near in self.model.near(post) {
            let mut bits = self.occupied[near.post as usize];
            if bits == 0 {
                continue;
            }
            while bits != 0 {
                let other = near.start + bits.trailing_zeros() as u16;
                bits &= bits - 1;
                if other == slot {
                    return Some(Refusal::Busy);
                }
                if other.abs_diff(slot) <= near.reach {
                    return Some(Refusal::TravelTooShort);
                }
            }
        }
        None
    }

    /// H8: how long the ambassador's run around `slot` would be with it.
    pub(super) fn run_with(&self, ambassador: u32, slot: Slot) -> u16 {
        let week = &self.busy[ambassador as usize];
        let taken = |s: Slot| week[usize::from(s) >> 6] >> (s & 63) & 1 == 1;
        let mut length = 1;
        let mut s = slot;
        while s > 0 && taken(s - 1) {
            s -= 1;
            length += 1;
        }
        s = slot + 1;
        while s < WEEK && taken(s) {
            s += 1;
            length += 1;
        }
        length
    }
}

/// Answers "may these two be matched then, beside everything already matched?" for many
/// questions about the same week. Build it once; every answer is cheap.
pub struct Desk<'f> {
    index: Index<'f>,
    model: Model,
    matched: Vec<Assigned>,
}

impl<'f> Desk<'f> {
    /// `matched` is taken as it stands, even where it breaks a rule.
    pub fn new(facts: &'f Facts, matched: &[Assigned]) -> Self {
        let index = Index::new(facts);
        let model = Model::for_questions(&index, matched);
        Self { index, model, matched: matched.to_vec() }
    }

    /// Whether the match may be added; the first broken rule otherwise.
    pub fn check(&self, wish: Assigned) -> Result<(), Refusal> {
        self.check_without(wish, &[])
    }

    /// The same after the matches of `leaving` have been taken away: for a swap or a move.
    pub fn check_without(&self, wish: Assigned, leaving: &[RequestId]) -> Result<(), Refusal> {
        let number = self.index.request_number(wish.request).ok_or(Refusal::Unknown)?;
        let request = self.index.requests[number as usize];
        let session = self.index.session(wish.session).ok_or(Refusal::Unknown)?;
        let ambassador = self.index.ambassador(wish.ambassador).ok_or(Refusal::Unknown)?;
        suits(&self.index, number, ambassador)?;
        if self.index.pin(number).is_some_and(|p| p.slot.is_some_and(|s| s != wish.slot)) {
            return Err(Refusal::PinnedElsewhere);
        }
        may_join(session, ambassador)?;
        let rel = wish.slot.checked_sub(session.span.from).ok_or(Refusal::OutsideSession)?;
        if rel >= 64 || accepted_slots(request, session) >> rel & 1 == 0 {
            return Err(Refusal::OutsideSession);
        }
        present(ambassador, wish.slot)?;
        let kept = || self.matched.iter().filter(|m| !leaving.contains(&m.request));
        if kept().any(|m| m.request == wish.request) {
            return Err(Refusal::AlreadyServed);
        }
        let ambassador = self.index.ambassador_number(wish.ambassador);
        let session = self.index.session_number(wish.session);
        let (Some(session), Some(ambassador)) = (session, ambassador) else {
            return Err(Refusal::Unknown);
        };
        let post = self.model.find_post(session, ambassador).ok_or(Refusal::NoPair)?;
        if self.model.posts[post as usize].open >> rel & 1 == 0 {
            // All that is left to close a slot is a team mate confirmed here, who must not be
            // met, or a shift confirmed elsewhere.
            let foe =
                self.model.posts[post as usize].open == 0 && self.quarrels(session, ambassador);
            return Err(if foe { Refusal::NoPair } else { Refusal::Busy });
        }
        let mut state = State::new(&self.model);
        for m in kept() {
            self.occupy(&mut state, m);
        }
        state.refuses(post, rel).map_or(Ok(()), Err)
    }

    /// What would speak for the match, whether or not it may be made; nothing for strangers.
    pub fn why(&self, weights: &Weights, wish: Assigned) -> Why {
        let (Some(request), Some(session), Some(ambassador)) = (
            self.index.request(wish.request),
            self.index.session(wish.session),
            self.index.ambassador(wish.ambassador),
        ) else {
            return Why::default();
        };
        why(&self.index, weights, request, session, ambassador)
    }

    fn quarrels(&self, session: u32, ambassador: u32) -> bool {
        let (s, a) =
            (self.index.sessions[session as usize], self.index.ambassadors[ambassador as usize]);
        let team = s.team.iter().filter_map(|t| self.index.ambassador(*t));
        team.into_iter().any(|t| t.no_pair.contains(&a.id) || a.no_pair.contains(&t.id))
    }

    fn occupy(&self, state: &mut State, m: &Assigned) {
        let session = self.index.session_number(m.session);
        let ambassador = self.index.ambassador_number(m.ambassador);
        let (Some(session), Some(ambassador)) = (session, ambassador) else { return };
        let s = &self.model.sessions[session as usize];
        let rel = m.slot.wrapping_sub(s.start);
        if let (Some(post), true) = (self.model.find_post(session, ambassador), rel < s.length) {
            state.occupy(post, rel);
        }
    }
}

/// One question; see [`Desk`] for many.
pub fn check_pair(facts: &Facts, matched: &[Assigned], wish: Assigned) -> Result<(), Refusal> {
    Desk::new(facts, matched).check(wish)
}
