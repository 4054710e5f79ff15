//! A sharper bound on priority, from whole weeks of ambassadors.
//!
//! Prices are put on what ambassadors share: a request is served once (H1), a session's team
//! has room for so many (H11), and a slot for so many residents (H6). What is left falls apart
//! into ambassadors, and each one's best week at these prices is found nearly exactly: residents
//! who fit into their slots (H2), rests (H8), the weekly cap (H7), and how many slots the ways
//! between sessions leave (H5, H9). Any prices give a valid bound; a subgradient that remembers
//! where it went lowers it.

mod ways;

use super::bound::Prices;
use super::construct::Patience;
use super::model::{Model, PIN_WEIGHT};
use ways::{Person, Stand, Ways, fitting};

/// Share of the last direction in the next one.
const MEMORY: f64 = 0.9;
/// The first step, where 1 would reach the goal on a plane; how many without success make the
/// next ones shorter, by how much, and where it ends.
const FIRST: f64 = 0.1;
const TRIALS: u32 = 40;
const SHORTER: f64 = 0.8;
const SHORTEST: f64 = 1e-3;
/// Less than this lower is no success.
const SUCCESS: f64 = 0.02;
/// Share of the latest answer in what is known of the use of posts.
const LATEST: f64 = 0.02;
/// How far below the bound the best plan is taken to lie at most.
const GAP: f64 = 0.01;

/// By stand and number of slots: the best value of at most so many, and the pattern for it.
struct Table {
    width: usize,
    value: Vec<f64>,
    pattern: Vec<u64>,
}

pub(super) struct Rosters<'m> {
    model: &'m Model,
    ways: Ways,
    weight: Vec<f64>,
    /// Prices: of requests, then of room in sessions' teams, then of slots.
    prices: Vec<f64>,
    best: Vec<f64>,
    /// How much of each there is, and how much the latest answer claims.
    room: Vec<f64>,
    claims: Vec<f64>,
    direction: Vec<f64>,
    table: Table,
    taken: [u32; 64],
    bound: f64,
    length: f64,
    /// By post: how often the latest answers use it.
    usage: Vec<f64>,
}

impl<'m> Rosters<'m> {
    /// Starts from the prices of the simpler relaxation and what room in a team is worth there.
    /// Nothing for a week in which somebody could spend a session in too many ways.
    pub fn new(model: &'m Model, (known, rents): (&Prices, &[f64])) -> Option<Self> {
        let ways = Ways::new(model)?;
        let mut room = vec![1.0; model.requests.len()];
        let guests = |s: &super::model::DenseSession| f64::from(s.team_max.saturating_sub(s.fixed));
        room.extend(model.sessions.iter().map(guests));
        let mut prices = known.request.clone();
        prices.extend_from_slice(rents);
        for (s, price) in model.sessions.iter().zip(&known.session) {
            room.extend((0..s.length).map(|_| f64::from(s.seats)));
            prices.extend((0..s.length).map(|_| *price));
        }
        let width = 1 + ways.patterns.iter().map(|p| p.count_ones() as usize).max().unwrap_or(0);
        let stands = ways.people.iter().map(|p| p.stands.len()).max().unwrap_or(0);
        let table =
            Table { width, value: vec![0.0; stands * width], pattern: vec![0; stands * width] };
        let mut new = Self {
            model,
            ways,
            weight: model.requests.iter().map(|r| (r.weight % PIN_WEIGHT) as f64).collect(),
            best: prices.clone(),
            claims: vec![0.0; prices.len()],
            direction: vec![0.0; prices.len()],
            prices,
            room,
            table,
            taken: [0; 64],
            bound: f64::MAX,
            length: FIRST,
            usage: vec![0.0; model.posts.len()],
        };
        new.bound = new.answer();
        Some(new)
    }

    /// Lowers the bound in at most so many steps, or as many as there is patience for. `known`
    /// is what some plan serves: no bound is lower.
    pub fn lower(&mut self, steps: usize, known: f64, patience: Patience) -> f64 {
        let (mut last, mut trials) = (self.bound, 0);
        for _ in 0..steps {
            if self.length < SHORTEST || !patience() || !self.turn() {
                break;
            }
            let goal = known.max((1.0 - GAP) * self.bound);
            let norm: f64 = self.direction.iter().map(|d| d * d).sum();
            let size = self.length * (last - goal).max(1.0) / norm;
            for (price, direction) in self.prices.iter_mut().zip(&self.direction) {
                *price = (*price + size * direction).max(0.0);
            }
            last = self.answer();
            trials = if last < self.bound - SUCCESS { 0 } else { trials + 1 };
            if last < self.bound {
                self.bound = last;
                self.best.copy_from_slice(&self.prices);
            }
            if trials == TRIALS {
                trials = 0;
                self.length *= SHORTER;
                self.prices.copy_from_slice(&self.best);
                self.direction.fill(0.0);
                last = self.answer();
            }
        }
        self.bound
    }

    /// By post: share of the latest answers that use it, 0 to 1.
    pub fn usage(&self) -> &[f64] {
        &self.usage
    }

    /// The next direction, from the latest answer; false where none leads down.
    fn turn(&mut self) -> bool {
        let mut any = false;
        for i in 0..self.prices.len() {
            let over = self.claims[i] - self.room[i];
            let mut next = MEMORY * self.direction[i] + (1.0 - MEMORY) * over;
            if self.prices[i] <= 0.0 {
                // What costs nothing cannot get cheaper.
                next = (MEMORY * self.direction[i] + (1.0 - MEMORY) * over.max(0.0)).max(0.0);
            }
            self.direction[i] = next;
            any |= next.abs() > 1e-9;
        }
        any
    }

    /// Everybody's best week at the present prices: its claims and its value, a bound.
    fn answer(&mut self) -> f64 {
        self.usage.iter_mut().for_each(|u| *u *= 1.0 - LATEST);
        let mut value: f64 = self.prices.iter().zip(&self.room).map(|(p, room)| p * room).sum();
        self.claims.fill(0.0);
        let mut people = std::mem::take(&mut self.ways.people);
        for person in &mut people {
            value += self.best_week(person);
        }
        self.ways.people = people;
        value
    }

    fn best_week(&mut self, person: &mut Person) -> f64 {
        let mut worth = false;
        for (i, stand) in person.stands.iter_mut().enumerate() {
            worth |= self.fill_row(i, stand);
        }
        if !worth {
            return 0.0;
        }
        let (width, table) = (self.table.width, &self.table.value);
        let row = |(i, n): (usize, &u8)| table[i * width + usize::from(*n).min(width - 1)];
        let worth = |counts: &Vec<u8>| counts.iter().enumerate().map(row).sum::<f64>();
        let by_cap;
        let counts = if person.counts.is_empty() {
            by_cap = self.by_cap(person.stands.len(), person.cap);
            &by_cap
        } else {
            let mut best = (&person.counts[0], worth(&person.counts[0]));
            for counts in &person.counts[1..] {
                let value = worth(counts);
                best = if value > best.1 { (counts, value) } else { best };
            }
            best.0
        };
        let value = worth(counts);
        for (i, n) in counts.iter().enumerate() {
            let pattern = self.table.pattern[i * width + usize::from(*n).min(width - 1)];
            if pattern != 0 {
                self.claim(&person.stands[i], pattern);
            }
        }
        value
    }

    /// The best numbers of slots by stand when only their sum counts.
    fn by_cap(&self, stands: usize, cap: usize) -> Vec<u8> {
        let width = self.table.width;
        let mut best = vec![0.0; cap + 1];
        let mut taken = vec![vec![0u8; cap + 1]; stands];
        for (i, taken) in taken.iter_mut().enumerate() {
            for all in (1..=cap).rev() {
                for n in 1..width.min(all + 1) {
                    let value = best[all - n] + self.table.value[i * width + n];
                    if value > best[all] {
                        best[all] = value;
                        taken[all] = n as u8;
                    }
                }
            }
        }
        let (mut left, mut counts) = (cap, vec![0; stands]);
        for i in (0..stands).rev() {
            counts[i] = taken[i][left];
            left -= usize::from(counts[i]);
        }
        counts
    }

    /// The best values of a stand; false when it is worth nothing at these prices.
    fn fill_row(&mut self, row: usize, stand: &mut Stand) -> bool {
        let (weight, prices) = (&self.weight, &self.prices);
        let worth = |request: u32| weight[request as usize] - prices[request as usize];
        // Prices move little from step to step, so the order is nearly right.
        let asks = &mut stand.asks;
        for i in 1..asks.len() {
            let (ask, mut at) = (asks[i], i);
            while at > 0 && worth(asks[at - 1].request) < worth(ask.request) {
                asks[at] = asks[at - 1];
                at -= 1;
            }
            asks[at] = ask;
        }
        let cells = row * self.table.width..(row + 1) * self.table.width;
        let (value, pattern) =
            (&mut self.table.value[cells.clone()], &mut self.table.pattern[cells]);
        value.fill(0.0);
        pattern.fill(0);
        let requests = weight.len();
        let rent = if stand.fixed { 0.0 } else { prices[requests + stand.session as usize] };
        // What so many could be worth if every slot suited everybody.
        let (mut most, mut some) = ([0.0; 65], 0);
        for ask in asks.iter().take(value.len() - 1).take_while(|a| worth(a.request) > 0.0) {
            most[some + 1] = most[some] + worth(ask.request);
            some += 1;
        }
        if most[some] <= rent {
            return false;
        }
        let session = &self.model.sessions[stand.session as usize];
        let first = requests + self.model.sessions.len() + session.first_seat as usize;
        let mut good = false;
        for p in &self.ways.patterns[stand.patterns.clone()] {
            let n = p.count_ones() as usize;
            if n > some {
                break;
            }
            let cost = rent + ways::slots(*p).map(|rel| prices[first + rel]).sum::<f64>();
            if most[n] - cost <= value[n] {
                continue;
            }
            let mut sum = -cost;
            let full = fitting(asks, *p, &mut self.taken, |ask| sum += worth(ask.request));
            if full && sum > value[n] {
                (value[n], pattern[n], good) = (sum, *p, true);
            }
        }
        for n in 1..value.len() {
            if value[n - 1] > value[n] {
                (value[n], pattern[n]) = (value[n - 1], pattern[n - 1]);
            }
        }
        good
    }

    fn claim(&mut self, stand: &Stand, pattern: u64) {
        let (requests, sessions) = (self.weight.len(), self.model.sessions.len());
        self.usage[stand.post as usize] += LATEST;
        let claims = &mut self.claims;
        fitting(&stand.asks, pattern, &mut self.taken, |ask| claims[ask.request as usize] += 1.0);
        if !stand.fixed {
            claims[requests + stand.session as usize] += 1.0;
        }
        let session = &self.model.sessions[stand.session as usize];
        for rel in ways::slots(pattern) {
            claims[requests + sessions + session.first_seat as usize + rel] += 1.0;
        }
    }
}
