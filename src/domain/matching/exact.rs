//! One session, solved exactly: branch and bound whose relaxation is a minimum-cost flow.
//!
//! With the team fixed and nobody tired, residents, ambassadors' slots and seats form a flow,
//! and the flow is the optimum of priority and then quality. Branching adds what a flow cannot
//! say: who belongs to the team (H10–H12), the weekly cap (H7) and the rest (H8).

use super::flow::Flow;
use super::model::{Model, PostId};
use super::state::Seat;

/// The best plan of one session.
pub(super) struct Best {
    pub seats: Vec<(u32, Seat)>,
    /// No plan serves more search weight than this.
    pub bound: i64,
}

#[derive(Clone)]
struct Node {
    /// Slots still allowed, by post.
    open: Vec<u64>,
    /// Posts decided to be in the team.
    joined: Vec<bool>,
    /// Matches decided.
    given: Vec<(u32, Seat)>,
}

struct Solver<'m> {
    model: &'m Model,
    session: u32,
    posts: Vec<PostId>,
    requests: Vec<u32>,
    /// One point of priority in units of value: more than all quality together.
    scale: i64,
    best: i64,
    seats: Vec<(u32, Seat)>,
    nodes_left: u32,
    /// Highest relaxed value among nodes that were given up.
    given_up: i64,
}

/// Solves the week's only session, looking at no more than `nodes` relaxations.
pub(super) fn solve(model: &Model, session: u32, nodes: u32) -> Best {
    let posts = model.session_posts(session).to_vec();
    let mut requests: Vec<u32> = Vec::new();
    let mut quality = 1;
    for post in &posts {
        requests.extend(model.back(*post).iter().map(|l| model.links[*l as usize].request));
    }
    requests.sort_unstable();
    requests.dedup();
    for r in &requests {
        quality += model.links_of(*r).iter().map(|l| i64::from(l.quality)).max().unwrap_or(0);
    }
    let mut solver = Solver {
        model,
        session,
        requests,
        scale: quality.max(1),
        best: 0,
        seats: Vec::new(),
        nodes_left: nodes,
        given_up: 0,
        posts,
    };
    let root = Node {
        open: solver.posts.iter().map(|p| model.posts[*p as usize].open).collect(),
        joined: solver.posts.iter().map(|p| model.posts[*p as usize].fixed).collect(),
        given: Vec::new(),
    };
    solver.visit(&root);
    let value = solver.best.max(solver.given_up);
    Best { bound: value / solver.scale, seats: solver.seats }
}

impl Solver<'_> {
    fn visit(&mut self, node: &Node) {
        let (value, seats) = self.relax(node);
        if value <= self.best {
            return;
        }
        if self.nodes_left == 0 {
            self.given_up = self.given_up.max(value);
            return;
        }
        self.nodes_left -= 1;
        let used = self.used_slots(&seats);
        match self.branches(node, &used) {
            Some(children) => children.iter().for_each(|child| self.visit(child)),
            None => {
                self.best = value;
                self.seats = seats;
            }
        }
    }

    /// The flow of a node: its value and matches, the decided ones included.
    fn relax(&self, node: &Node) -> (i64, Vec<(u32, Seat)>) {
        let closed = |(_, seat): &(u32, Seat)| node.open[self.position(*seat)] >> seat.rel & 1 == 0;
        if node.given.iter().any(closed) {
            return (0, Vec::new());
        }
        let session = &self.model.sessions[self.session as usize];
        let length = usize::from(session.length);
        let (cells, slots) = (self.requests.len(), self.requests.len() + self.posts.len() * length);
        let (source, sink) = (slots + length, slots + length + 1);
        let mut flow = Flow::new(sink + 1);
        let mut room = vec![i32::from(session.seats); length];
        let mut open = node.open.clone();
        let mut value = 0;
        for (r, seat) in &node.given {
            value += self.worth(*r, *seat);
            room[usize::from(seat.rel)] -= 1;
            open[self.position(*seat)] &= !(1 << seat.rel);
        }
        let mut edges = Vec::new();
        for (i, r) in self.requests.iter().enumerate() {
            if node.given.iter().any(|(g, _)| g == r) {
                continue;
            }
            flow.edge(source, i, 1, 0);
            let first = self.model.requests[*r as usize].first;
            for (link, l) in (first..).zip(self.model.links_of(*r)) {
                let Ok(p) = self.posts.binary_search(&l.post) else { continue };
                for rel in (0..length as u16).filter(|rel| (l.slots & open[p]) >> rel & 1 == 1) {
                    let seat = Seat { link, rel };
                    let cell = cells + p * length + usize::from(rel);
                    edges.push((flow.edge(i, cell, 1, -self.worth(*r, seat)), *r, seat));
                }
            }
        }
        for (p, open) in open.iter().enumerate() {
            for rel in (0..length).filter(|rel| open >> rel & 1 == 1) {
                flow.edge(cells + p * length + rel, slots + rel, 1, 0);
            }
        }
        for (rel, room) in room.iter().enumerate() {
            flow.edge(slots + rel, sink, (*room).max(0), 0);
        }
        value -= flow.cheapest(source, sink);
        let chosen = edges.iter().filter(|(e, ..)| flow.used(*e)).map(|(_, r, seat)| (*r, *seat));
        (value, node.given.iter().copied().chain(chosen).collect())
    }

    fn worth(&self, request: u32, seat: Seat) -> i64 {
        let weight = self.model.requests[request as usize].weight;
        weight * self.scale + i64::from(self.model.links[seat.link as usize].quality)
    }

    /// Where a seat's post stands in `self.posts`, which is in order.
    fn position(&self, seat: Seat) -> usize {
        self.posts.partition_point(|p| *p < self.model.links[seat.link as usize].post)
    }

    fn used_slots(&self, seats: &[(u32, Seat)]) -> Vec<u64> {
        let mut used = vec![0; self.posts.len()];
        for (_, seat) in seats {
            used[self.position(*seat)] |= 1 << seat.rel;
        }
        used
    }

    /// Children that together lose no allowed plan, or `None` when the relaxed plan is one.
    fn branches(&self, node: &Node, used: &[u64]) -> Option<Vec<Node>> {
        for (p, bits) in used.iter().enumerate() {
            if let Some(cells) = self.too_much(p, *bits) {
                return Some(cells.iter().map(|rel| without(node, p, 1 << rel)).collect());
            }
        }
        let quarrel = (0..used.len()).find_map(|p| {
            let foes = self.model.foes(self.posts[p]);
            let at_odds = |q: &usize| used[*q] != 0 && foes.contains(&self.posts[*q]);
            (used[p] != 0).then(|| (0..used.len()).find(at_odds)).flatten().map(|q| (p, q))
        });
        if let Some((p, q)) = quarrel {
            return Some(vec![without(node, p, u64::MAX), without(node, q, u64::MAX)]);
        }
        self.team_branches(node, used)
    }

    /// Slots one of which must go, because they are too many or too many in a row.
    fn too_much(&self, p: usize, bits: u64) -> Option<Vec<u16>> {
        let listed = |bits: u64| (0..64).filter(move |r| bits >> r & 1 == 1).collect();
        let post = &self.model.posts[self.posts[p] as usize];
        let person = &self.model.ambassadors[post.ambassador as usize];
        let mut run = 0;
        for rel in 0..64u16 {
            run = if bits >> rel & 1 == 1 { run + 1 } else { 0 };
            if run > person.max_consecutive {
                let cells = super::feasible::run_of_bits(run) << (rel + 1 - run);
                return Some(listed(cells));
            }
        }
        if bits.count_ones() > u32::from(person.max_slots) {
            return Some(listed(bits));
        }
        None
    }

    fn team_branches(&self, node: &Node, used: &[u64]) -> Option<Vec<Node>> {
        let session = &self.model.sessions[self.session as usize];
        let fixed = |p: usize| self.model.posts[self.posts[p] as usize].fixed;
        let present = usize::from(session.fixed);
        let guests = |p: &usize| used[*p] != 0 && !fixed(*p);
        let team = present + (0..used.len()).filter(guests).count();
        if team > usize::from(session.team_max) {
            let joined =
                present + (0..used.len()).filter(|p| node.joined[*p] && !fixed(*p)).count();
            if joined > usize::from(session.team_max) {
                return Some(Vec::new());
            }
            if joined == usize::from(session.team_max) {
                let mut child = node.clone();
                for p in 0..used.len() {
                    child.open[p] &= if child.joined[p] { u64::MAX } else { 0 };
                }
                return Some(vec![child]);
            }
            let undecided = (0..used.len()).filter(|p| guests(p) && !node.joined[*p]);
            let p = undecided.max_by_key(|p| (used[*p].count_ones(), usize::MAX - *p))?;
            let mut joining = node.clone();
            joining.joined[p] = true;
            return Some(vec![joining, without(node, p, u64::MAX)]);
        }
        if team >= usize::from(self.model.min_team) || used.iter().all(|bits| *bits == 0) {
            return None;
        }
        Some(self.one_more(node, used))
    }

    /// Too few ambassadors: any allowed plan uses one who is idle now, in some match.
    fn one_more(&self, node: &Node, used: &[u64]) -> Vec<Node> {
        let mut children = Vec::new();
        let taken = self.used_slots(&node.given);
        let session = &self.model.sessions[self.session as usize];
        for p in (0..used.len()).filter(|p| used[*p] == 0 && node.open[*p] != 0) {
            for link in self.model.back(self.posts[p]) {
                let l = &self.model.links[*link as usize];
                if node.given.iter().any(|(g, _)| *g == l.request) {
                    continue;
                }
                for rel in
                    (0..session.length).filter(|rel| (l.slots & node.open[p]) >> rel & 1 == 1)
                {
                    let full = taken.iter().filter(|t| **t >> rel & 1 == 1).count();
                    if full < usize::from(session.seats) {
                        let mut child = node.clone();
                        child.joined[p] = true;
                        child.given.push((l.request, Seat { link: *link, rel }));
                        children.push(child);
                    }
                }
            }
        }
        children
    }
}

fn without(node: &Node, post: usize, slots: u64) -> Node {
    let mut child = node.clone();
    child.open[post] &= !slots;
    child
}
