//! The two steps every search here is made of.
//!
//! *Augment* looks, breadth first, for a chain: one request takes the seat of a second, which
//! takes the seat of a third, until somebody finds a free seat. Inside the chain the pattern of
//! taken seats does not change, so only its end has to be asked for feasibility.
//! *Force* puts a request where it does not fit and shows out whoever is in the way.

use super::feasible::Refusal;
use super::model::PostId;
use super::rng::Rng;
use super::state::{NONE, Seat, State};

/// A request reached by a chain: `parent` would take its place, sitting at `seat`.
struct Node {
    request: u32,
    parent: u32,
    seat: Seat,
}

/// Scratch space for chains, kept between calls.
pub(super) struct Chains {
    seen: Vec<u32>,
    now: u32,
    queue: Vec<Node>,
    people: Vec<Sitting>,
    path: Vec<u32>,
    /// Whether ways that take long to look at and seldom help are left out.
    pub hasty: bool,
    /// By post: whether chains must not bring a new ambassador in there. Empty for none.
    pub closed: Vec<bool>,
}

impl Chains {
    pub fn new(requests: usize) -> Self {
        Self {
            seen: vec![0; requests],
            hasty: false,
            now: 0,
            queue: Vec::new(),
            people: Vec::new(),
            path: Vec::new(),
            closed: Vec::new(),
        }
    }

    /// Seats an unserved request through a chain, looking at no more than `limit` requests.
    /// Failing that, shows out the cheapest request of the chain if it weighs less.
    pub fn augment(
        &mut self,
        state: &mut State,
        request: u32,
        limit: usize,
        rng: &mut Rng,
    ) -> bool {
        self.start(request);
        let mut at = 0;
        while at < self.queue.len() && at < limit {
            let q = self.queue[at].request;
            let links = state.model.links_of(q);
            let first = state.model.requests[q as usize].first;
            let turn = if links.is_empty() { 0 } else { rng.below(links.len()) };
            for i in 0..links.len() {
                let i = if i + turn < links.len() { i + turn } else { i + turn - links.len() };
                let link = first + i as u32;
                if self.expand(state, at as u32, Seat { link, rel: 0 }) {
                    return true;
                }
            }
            at += 1;
        }
        self.displace(state, request)
    }

    fn start(&mut self, request: u32) {
        self.queue.clear();
        self.now = self.now.wrapping_add(1);
        if self.now == 0 {
            self.seen.fill(0);
            self.now = 1;
        }
        self.seen[request as usize] = self.now;
        self.queue.push(Node { request, parent: NONE, seat: Seat { link: NONE, rel: 0 } });
    }

    fn reach(&mut self, request: u32, parent: u32, seat: Seat) {
        if self.seen[request as usize] != self.now {
            self.seen[request as usize] = self.now;
            self.queue.push(Node { request, parent, seat });
        }
    }

    /// Looks at every slot of one link of a node; true when the chain could be closed.
    fn expand(&mut self, state: &mut State, node: u32, seat: Seat) -> bool {
        let link = &state.model.links[seat.link as usize];
        let occupied = state.occupied[link.post as usize];
        if occupied == 0 && self.closed.get(link.post as usize).is_some_and(|closed| *closed) {
            return false;
        }
        let mut free = state.free_slots(link.post, link.slots);
        while free != 0 {
            let rel = free.trailing_zeros() as u16;
            free &= free - 1;
            if self.apply(state, node, Some(Seat { rel, ..seat })) {
                return true;
            }
        }
        let mut taken = link.slots & occupied;
        while taken != 0 {
            let rel = taken.trailing_zeros() as u16;
            taken &= taken - 1;
            self.reach(state.occupant(link.post, rel), node, Seat { rel, ..seat });
        }
        self.one_in_the_way(state, node, seat);
        false
    }

    /// A free slot that one departure elsewhere would open continues the chain there.
    fn one_in_the_way(&mut self, state: &mut State, node: u32, seat: Seat) {
        let model = state.model;
        let link = &model.links[seat.link as usize];
        let p = &model.posts[link.post as usize];
        let person = &model.ambassadors[p.ambassador as usize];
        let occupied = state.occupied[link.post as usize];
        let mut free = link.slots & !occupied;
        let stranger = occupied == 0 && state.refuses_member(link.post).is_some();
        if stranger && state.singles[p.session as usize] == 0 {
            return;
        }
        let tired = state.load[p.ambassador as usize] >= person.max_slots;
        if stranger && tired {
            return;
        }
        let mut people = std::mem::take(&mut self.people);
        while free != 0 {
            let rel = free.trailing_zeros() as u16;
            free &= free - 1;
            let Some(refusal) = state.refuses(link.post, rel) else { continue };
            if self.hasty && seldom_helps(refusal) {
                continue;
            }
            people.clear();
            in_the_way(state, link.post, rel, refusal, &mut people);
            for other in people.iter().copied() {
                if self.seen[other.request as usize] == self.now {
                    continue;
                }
                state.vacate(other.post, other.rel);
                let opened = state.refuses(link.post, rel).is_none();
                state.occupy(other.post, other.rel);
                if opened {
                    self.reach(other.request, node, Seat { rel, ..seat });
                }
            }
        }
        self.people = people;
    }

    /// Carries the chain out; each step is asked again, since departures may interact.
    fn apply(&mut self, state: &mut State, end: u32, last: Option<Seat>) -> bool {
        self.path.clear();
        let mut at = end;
        while at != NONE {
            self.path.push(at);
            at = self.queue[at as usize].parent;
        }
        let mark = state.mark();
        for i in (0..self.path.len()).rev() {
            let request = self.queue[self.path[i] as usize].request;
            let seat = match i {
                0 => last,
                _ => {
                    let next = &self.queue[self.path[i - 1] as usize];
                    state.take(next.request);
                    Some(next.seat)
                }
            };
            let Some(seat) = seat else { break };
            let post = state.model.links[seat.link as usize].post;
            if state.refuses(post, seat.rel).is_some() {
                state.rollback(mark);
                return false;
            }
            state.put(request, seat);
        }
        true
    }

    /// Ends the chain at its lightest request, which loses its seat.
    fn displace(&mut self, state: &mut State, request: u32) -> bool {
        let weight = |r: u32| state.model.requests[r as usize].weight;
        let lightest = (1..self.queue.len()).min_by_key(|i| weight(self.queue[*i].request));
        match lightest {
            Some(i) if weight(self.queue[i].request) < weight(request) => {
                let before = state.score.served;
                let mark = state.mark();
                if self.apply(state, i as u32, None) && state.score.served > before {
                    return true;
                }
                state.rollback(mark);
                false
            }
            _ => false,
        }
    }
}

/// Somebody who sits in a slot of a post.
#[derive(Clone, Copy)]
struct Sitting {
    request: u32,
    post: PostId,
    rel: u16,
}

/// Rules that one departure elsewhere seldom makes room under: where a slot's last seat is
/// taken or the ambassador is on the way, some other link of the same request nearly always
/// does as well.
fn seldom_helps(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::SeatsFull | Refusal::Busy | Refusal::TravelTooShort)
}

/// Requests any one of which might be what stands in the way of a free slot.
fn in_the_way(state: &State, post: PostId, rel: u16, refusal: Refusal, out: &mut Vec<Sitting>) {
    let model = state.model;
    let p = &model.posts[post as usize];
    match refusal {
        Refusal::SeatsFull => {
            for q in model.session_posts(p.session) {
                if state.occupied[*q as usize] >> rel & 1 == 1 {
                    out.push(Sitting { request: state.occupant(*q, rel), post: *q, rel });
                }
            }
        }
        Refusal::WeeklyCap | Refusal::RunTooLong | Refusal::Busy | Refusal::TravelTooShort => {
            for q in model.ambassador_posts(p.ambassador) {
                everybody(state, *q, out);
            }
        }
        Refusal::TeamTooLarge => {
            for q in model.session_posts(p.session) {
                let alone = state.occupied[*q as usize].count_ones() == 1;
                if alone && !model.posts[*q as usize].fixed {
                    everybody(state, *q, out);
                }
            }
        }
        Refusal::NoPair => {
            for q in model.foes(post) {
                if state.occupied[*q as usize].count_ones() == 1 {
                    everybody(state, *q, out);
                }
            }
        }
        _ => {}
    }
}

fn everybody(state: &State, post: PostId, out: &mut Vec<Sitting>) {
    let mut bits = state.occupied[post as usize];
    while bits != 0 {
        let rel = bits.trailing_zeros() as u16;
        out.push(Sitting { request: state.occupant(post, rel), post, rel });
        bits &= bits - 1;
    }
}

/// Seats `request` there, showing out whoever is in the way; they and the seats they had are
/// left in `out`. False when nobody's leaving could help; the caller then goes back.
pub(super) fn force(
    state: &mut State,
    request: u32,
    seat: Seat,
    rng: &mut Rng,
    out: &mut Vec<(u32, Seat)>,
) -> bool {
    let post = state.model.links[seat.link as usize].post;
    let mut people = Vec::new();
    while let Some(refusal) = state.refuses(post, seat.rel) {
        people.clear();
        leavers(state, post, seat.rel, refusal, rng, &mut people);
        if people.is_empty() {
            return false;
        }
        for sitting in &people {
            out.push((sitting.request, state.take(sitting.request)));
        }
    }
    state.put(request, seat);
    true
}

/// Who has to go so that this refusal no longer holds; chance decides where there is a choice.
fn leavers(
    state: &State,
    post: PostId,
    rel: u16,
    refusal: Refusal,
    rng: &mut Rng,
    out: &mut Vec<Sitting>,
) {
    let model = state.model;
    let p = &model.posts[post as usize];
    match refusal {
        Refusal::Busy if state.occupied[post as usize] >> rel & 1 == 1 => {
            out.push(Sitting { request: state.occupant(post, rel), post, rel });
        }
        Refusal::Busy | Refusal::TravelTooShort => {
            let slot = model.sessions[p.session as usize].start + rel;
            for near in model.near(post) {
                let mut bits = state.occupied[near.post as usize];
                while bits != 0 {
                    let other = bits.trailing_zeros() as u16;
                    bits &= bits - 1;
                    if (near.start + other).abs_diff(slot) <= near.reach {
                        let request = state.occupant(near.post, other);
                        out.push(Sitting { request, post: near.post, rel: other });
                    }
                }
            }
        }
        Refusal::TeamTooLarge => {
            let open = |q: &&PostId| !model.posts[**q as usize].fixed;
            let members = model.session_posts(p.session).iter().filter(open);
            let members: Vec<PostId> =
                members.copied().filter(|q| state.occupied[*q as usize] != 0).collect();
            if !members.is_empty() {
                everybody(state, members[rng.below(members.len())], out);
            }
        }
        Refusal::NoPair => {
            for q in model.foes(post) {
                everybody(state, *q, out);
            }
        }
        Refusal::RunTooLong => {
            let slot = model.sessions[p.session as usize].start + rel;
            let mut all = Vec::new();
            for q in model.ambassador_posts(p.ambassador) {
                everybody(state, *q, &mut all);
            }
            let start =
                |s: &Sitting| model.sessions[model.posts[s.post as usize].session as usize].start;
            all.retain(|s| (start(s) + s.rel).abs_diff(slot) == 1);
            if !all.is_empty() {
                out.push(all[rng.below(all.len())]);
            }
        }
        _ => {
            let mut all = Vec::new();
            in_the_way(state, post, rel, refusal, &mut all);
            if !all.is_empty() {
                out.push(all[rng.below(all.len())]);
            }
        }
    }
}
