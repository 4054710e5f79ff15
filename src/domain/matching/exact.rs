//! A small week, solved exactly: branch and bound whose relaxation is a minimum-cost flow.
//!
//! With the teams fixed and nobody tired, residents, ambassadors' slots and seats form a flow,
//! and the flow is the optimum of priority and then quality. Branching adds what a flow cannot
//! say: who belongs to a team (H10–H12), the weekly cap (H7), the rest (H8) and the way from
//! one session to the next (H5, H9).

use std::collections::HashSet;

use super::flow::Flow;
use super::model::{DenseSession, Model, PostId};
use super::state::{Seat, State};

/// Relaxations times their cost, about half a second of them.
const WORK: u64 = 10_000_000;
const MOST_NODES: u32 = 10_000;
/// A search for a proof is not begun with less; a single session is always worth it.
const FEWEST_NODES: u32 = 300;

/// What was found out about a week.
pub(super) struct Best {
    /// A better plan than the one known before, if there is one.
    pub seats: Option<Vec<(u32, Seat)>>,
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

/// What a node has decided, whatever the order: slots allowed, teams joined, matches made.
type Decided = (Vec<u64>, Vec<bool>, Vec<(u32, u32, u16)>);

struct Solver<'m> {
    model: &'m Model,
    requests: Vec<u32>,
    /// One point of priority in units of value: more than all quality together.
    scale: i64,
    best: i64,
    seats: Option<Vec<(u32, Seat)>>,
    nodes_left: u32,
    /// Nodes looked at: what forbids the same things in another order is the same node.
    seen: HashSet<Decided>,
    /// Highest relaxed value among nodes that were given up.
    given_up: i64,
}

/// Relaxations a week is worth: their cost grows with the ways to serve somebody and with how
/// many are served. None for a week that so few could not settle.
pub(super) fn nodes(model: &Model) -> u32 {
    let ways: u64 = model.links.iter().map(|l| u64::from(l.slots.count_ones())).sum();
    let work = ways * model.requests.len() as u64;
    let nodes = (WORK / work.max(1)).min(u64::from(MOST_NODES)) as u32;
    if nodes < FEWEST_NODES && model.sessions.len() > 1 { 0 } else { nodes.max(FEWEST_NODES) }
}

/// Looks for a plan better than the state known, at no more than `nodes` relaxations.
pub(super) fn solve(known: &State, nodes: u32) -> Best {
    let model = known.model;
    let all = 0..model.requests.len() as u32;
    let requests: Vec<u32> = all.filter(|r| !model.links_of(*r).is_empty()).collect();
    let most = |r: &u32| model.links_of(*r).iter().map(|l| i64::from(l.quality).abs()).max();
    let quality: i64 = requests.iter().filter_map(most).sum();
    let scale = 2 * quality + 1;
    let mut solver = Solver {
        model,
        requests,
        scale,
        best: known.score.served * scale + known.score.quality,
        seats: None,
        nodes_left: nodes,
        seen: HashSet::new(),
        given_up: 0,
    };
    let root = Node {
        open: model.posts.iter().map(|p| p.open).collect(),
        joined: model.posts.iter().map(|p| p.fixed).collect(),
        given: Vec::new(),
    };
    solver.visit(&root);
    let value = solver.best.max(solver.given_up);
    Best { bound: (value + quality) / scale, seats: solver.seats }
}

impl Solver<'_> {
    fn visit(&mut self, node: &Node) {
        let mut given: Vec<_> =
            node.given.iter().map(|(r, seat)| (*r, seat.link, seat.rel)).collect();
        given.sort_unstable();
        if !self.seen.insert((node.open.clone(), node.joined.clone(), given)) {
            return;
        }
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
                self.seats = Some(seats);
            }
        }
    }

    /// The flow of a node: its value and matches, the decided ones included.
    fn relax(&self, node: &Node) -> (i64, Vec<(u32, Seat)>) {
        let model = self.model;
        let closed = |(_, seat): &(u32, Seat)| node.open[self.post(*seat)] >> seat.rel & 1 == 0;
        if node.given.iter().any(closed) {
            return (0, Vec::new());
        }
        let cells = self.requests.len();
        let slots = cells + model.cell_count;
        let (source, sink) = (slots + model.seat_count, slots + model.seat_count + 1);
        let mut flow = Flow::new(sink + 1);
        let mut room = vec![0; model.seat_count];
        for s in &model.sessions {
            let from = s.first_seat as usize;
            room[from..from + usize::from(s.length)].fill(i32::from(s.seats));
        }
        let mut open = node.open.clone();
        let mut value = 0;
        for (r, seat) in &node.given {
            value += self.worth(*r, *seat);
            room[self.slot(self.post(*seat), seat.rel)] -= 1;
            open[self.post(*seat)] &= !(1 << seat.rel);
        }
        let mut edges = Vec::new();
        for (i, r) in self.requests.iter().enumerate() {
            if node.given.iter().any(|(g, _)| g == r) {
                continue;
            }
            flow.edge(source, i, 1, 0);
            let first = model.requests[*r as usize].first;
            for (link, l) in (first..).zip(model.links_of(*r)) {
                for rel in bits(l.slots & open[l.post as usize]) {
                    let seat = Seat { link, rel };
                    let cell = cells + self.cell(l.post as usize, rel);
                    edges.push((flow.edge(i, cell, 1, -self.worth(*r, seat)), *r, seat));
                }
            }
        }
        for (p, open) in open.iter().enumerate() {
            for rel in bits(*open & self.inside(p)) {
                flow.edge(cells + self.cell(p, rel), slots + self.slot(p, rel), 1, 0);
            }
        }
        for (slot, room) in room.iter().enumerate() {
            flow.edge(slots + slot, sink, (*room).max(0), 0);
        }
        value -= flow.cheapest(source, sink);
        let chosen = edges.iter().filter(|(e, ..)| flow.used(*e)).map(|(_, r, seat)| (*r, *seat));
        (value, node.given.iter().copied().chain(chosen).collect())
    }

    fn worth(&self, request: u32, seat: Seat) -> i64 {
        let weight = self.model.requests[request as usize].weight;
        weight * self.scale + i64::from(self.model.links[seat.link as usize].quality)
    }

    fn post(&self, seat: Seat) -> usize {
        self.model.links[seat.link as usize].post as usize
    }

    fn cell(&self, post: usize, rel: u16) -> usize {
        self.model.posts[post].first_cell as usize + usize::from(rel)
    }

    fn session(&self, post: usize) -> &DenseSession {
        &self.model.sessions[self.model.posts[post].session as usize]
    }

    fn slot(&self, post: usize, rel: u16) -> usize {
        self.session(post).first_seat as usize + usize::from(rel)
    }

    /// The slots the session of a post has.
    fn inside(&self, post: usize) -> u64 {
        super::feasible::run_of_bits(self.session(post).length)
    }

    fn used_slots(&self, seats: &[(u32, Seat)]) -> Vec<u64> {
        let mut used = vec![0; self.model.posts.len()];
        for (_, seat) in seats {
            used[self.post(*seat)] |= 1 << seat.rel;
        }
        used
    }

    /// Children that together lose no allowed plan, or `None` when the relaxed plan is one.
    fn branches(&self, node: &Node, used: &[u64]) -> Option<Vec<Node>> {
        for a in 0..self.model.ambassadors.len() as u32 {
            if let Some(cells) = self.too_much(a, used) {
                let child = |(p, rel): &(usize, u16)| without(node, *p, 1 << rel);
                return Some(cells.iter().map(child).collect());
            }
        }
        let quarrel = (0..used.len()).find_map(|p| {
            let foes = self.model.foes(p as PostId).iter().map(|q| *q as usize);
            (used[p] != 0)
                .then(|| foes.into_iter().find(|q| used[*q] != 0))
                .flatten()
                .map(|q| (p, q))
        });
        if let Some((p, q)) = quarrel {
            return Some(vec![without(node, p, u64::MAX), without(node, q, u64::MAX)]);
        }
        let mut sessions = 0..self.model.sessions.len() as u32;
        sessions.find_map(|s| self.team_branches(node, used, s))
    }

    /// Slots of an ambassador one of which must go: they are too many, too many in a row, or
    /// too close to each other at different places.
    fn too_much(&self, ambassador: u32, used: &[u64]) -> Option<Vec<(usize, u16)>> {
        let model = self.model;
        let posts = model.ambassador_posts(ambassador);
        let mut cells: Vec<(u16, (usize, u16))> = Vec::new();
        for p in posts.iter().map(|p| *p as usize) {
            let start = self.session(p).start;
            cells.extend(bits(used[p]).map(|rel| (start + rel, (p, rel))));
        }
        cells.sort_unstable();
        for (slot, (p, rel)) in &cells {
            for near in model.near(*p as PostId) {
                let q = near.post as usize;
                let clash = bits(used[q]).find(|r| (near.start + r).abs_diff(*slot) <= near.reach);
                if let Some(other) = clash {
                    return Some(vec![(*p, *rel), (q, other)]);
                }
            }
        }
        let person = &model.ambassadors[ambassador as usize];
        let listed = |cells: &[(u16, (usize, u16))]| cells.iter().map(|(_, cell)| *cell).collect();
        let mut run = 0;
        for i in 0..cells.len() {
            run = if i > 0 && cells[i].0 == cells[i - 1].0 + 1 { run + 1 } else { 1 };
            if run > usize::from(person.max_consecutive) {
                return Some(listed(&cells[i + 1 - run..=i]));
            }
        }
        (cells.len() > usize::from(person.max_slots)).then(|| listed(&cells))
    }

    fn team_branches(&self, node: &Node, used: &[u64], session: u32) -> Option<Vec<Node>> {
        let s = &self.model.sessions[session as usize];
        let posts = || self.model.session_posts(session).iter().map(|p| *p as usize);
        let fixed = |p: usize| self.model.posts[p].fixed;
        let present = usize::from(s.fixed);
        let guests = |p: &usize| used[*p] != 0 && !fixed(*p);
        let team = present + posts().filter(guests).count();
        if team > usize::from(s.team_max) {
            let joined = present + posts().filter(|p| node.joined[*p] && !fixed(*p)).count();
            if joined > usize::from(s.team_max) {
                return Some(Vec::new());
            }
            if joined == usize::from(s.team_max) {
                let mut child = node.clone();
                for p in posts() {
                    child.open[p] &= if child.joined[p] { u64::MAX } else { 0 };
                }
                return Some(vec![child]);
            }
            let undecided = posts().filter(|p| guests(p) && !node.joined[*p]);
            let p = undecided.max_by_key(|p| (used[*p].count_ones(), usize::MAX - *p))?;
            let mut joining = node.clone();
            joining.joined[p] = true;
            return Some(vec![joining, without(node, p, u64::MAX)]);
        }
        if team >= usize::from(self.model.min_team) || posts().all(|p| used[p] == 0) {
            return None;
        }
        Some(self.one_more(node, used, session))
    }

    /// Too few ambassadors: any allowed plan leaves the session empty, or uses one who is idle
    /// now, in some match.
    fn one_more(&self, node: &Node, used: &[u64], session: u32) -> Vec<Node> {
        let posts = || self.model.session_posts(session).iter().map(|p| *p as usize);
        let mut empty = node.clone();
        posts().for_each(|p| empty.open[p] = 0);
        let mut children = vec![empty];
        let taken = self.used_slots(&node.given);
        let s = &self.model.sessions[session as usize];
        for p in posts().filter(|p| used[*p] == 0 && node.open[*p] != 0) {
            for link in self.model.back(p as PostId) {
                let l = &self.model.links[*link as usize];
                if node.given.iter().any(|(g, _)| *g == l.request) {
                    continue;
                }
                for rel in bits(l.slots & node.open[p] & self.inside(p)) {
                    let full = posts().filter(|q| taken[*q] >> rel & 1 == 1).count();
                    if full < usize::from(s.seats) {
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

/// Positions of the set bits.
fn bits(mut set: u64) -> impl Iterator<Item = u16> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| set.trailing_zeros() as u16);
        set &= set.wrapping_sub(1);
        lowest
    })
}

fn without(node: &Node, post: usize, slots: u64) -> Node {
    let mut child = node.clone();
    child.open[post] &= !slots;
    child
}
