//! An upper bound on priority, and prices that guide the search: Lagrangian relaxation.
//!
//! Three kinds of promises are given a price instead of being enforced: that a request is
//! served once (H1), that an ambassador keeps to the weekly cap (H7), and that a session keeps
//! to its seats (H6). What is left falls apart into posts: the best few requests each
//! ambassador could take in a session, and per session the best team the adults present may
//! supervise (H11). Any prices give a valid bound; the volume algorithm (Barahona and Anbil,
//! 2000) moves them towards the lowest and averages the answers on the way, which tells how
//! often each ambassador belongs into each team of a nearly best plan.

use super::construct::Patience;
use super::model::Model;

/// Prices of the relaxed promises.
#[derive(Clone)]
pub(super) struct Prices {
    pub request: Vec<f64>,
    pub ambassador: Vec<f64>,
    /// For a seat, whatever the slot.
    pub session: Vec<f64>,
}

/// How often each promise is claimed, in one answer or on average.
#[derive(Clone)]
struct Claims {
    request: Vec<f64>,
    ambassador: Vec<f64>,
    session: Vec<f64>,
    post: Vec<f64>,
}

pub(super) struct Relaxation<'m> {
    model: &'m Model,
    weight: Vec<f64>,
    /// Weight less the trial price.
    worth: Vec<f64>,
    /// By post: most slots its ambassador can serve there.
    most: Vec<u16>,
    seats: Vec<f64>,
    /// Requests by post, one after the other; `asks[p]..asks[p + 1]` are a post's.
    asking: Vec<u32>,
    asks: Vec<u32>,
    best: Prices,
    trial: Prices,
    average: Claims,
    claims: Claims,
    bound: f64,
    step: f64,
    stale: u32,
    chosen: Vec<(f64, u32)>,
    picked: Vec<(f64, u32)>,
    picks: Vec<(u32, u32)>,
    /// By session: what the first ambassador who found no room in the team would have gained.
    rents: Vec<f64>,
}

impl<'m> Relaxation<'m> {
    pub fn new(model: &'m Model) -> Self {
        let (r, a, s) = (model.requests.len(), model.ambassadors.len(), model.sessions.len());
        let prices =
            Prices { request: vec![0.0; r], ambassador: vec![0.0; a], session: vec![0.0; s] };
        let claims = Claims {
            request: vec![0.0; r],
            ambassador: vec![0.0; a],
            session: vec![0.0; s],
            post: vec![0.0; model.posts.len()],
        };
        let seats = |s: &super::model::DenseSession| f64::from(s.seats) * f64::from(s.length);
        let (mut asking, mut asks) = (Vec::with_capacity(model.links.len()), vec![0]);
        for p in 0..model.posts.len() as u32 {
            asking.extend(model.back(p).iter().map(|l| model.links[*l as usize].request));
            asks.push(asking.len() as u32);
        }
        let mut new = Self {
            model,
            asking,
            asks,
            weight: model
                .requests
                .iter()
                .map(|r| (r.weight % super::model::PIN_WEIGHT) as f64)
                .collect(),
            most: (0..model.posts.len() as u32).map(|p| most_slots(model, p)).collect(),
            seats: model.sessions.iter().map(seats).collect(),
            worth: vec![0.0; r],
            best: prices.clone(),
            trial: prices,
            average: claims.clone(),
            claims,
            bound: f64::MAX,
            step: 1.0,
            stale: 0,
            chosen: Vec::new(),
            picked: Vec::new(),
            picks: Vec::new(),
            rents: vec![0.0; s],
        };
        for (r, price) in new.trial.request.iter_mut().enumerate() {
            *price = 0.3 * new.weight[r];
        }
        new.bound = new.answer();
        new.best = new.trial.clone();
        new.average = new.claims.clone();
        new
    }

    /// One step of the prices, as long as if the best plan lay a few percent below the bound.
    fn step(&mut self) {
        let target = 0.96 * self.bound;
        let norm = self.norm();
        if norm <= 1e-9 {
            return;
        }
        let size = self.step * (self.bound - target).max(1.0) / norm;
        move_prices(
            &mut self.trial.request,
            &self.best.request,
            &self.average.request,
            size,
            |_| 1.0,
        );
        let cap = |a: usize| f64::from(self.model.ambassadors[a].max_slots);
        move_prices(
            &mut self.trial.ambassador,
            &self.best.ambassador,
            &self.average.ambassador,
            size,
            cap,
        );
        let seats = |s: usize| self.seats[s];
        move_prices(
            &mut self.trial.session,
            &self.best.session,
            &self.average.session,
            size,
            seats,
        );
        let value = self.answer();
        self.blend(0.1);
        if value < self.bound - 1e-6 {
            self.bound = value;
            std::mem::swap(&mut self.best, &mut self.trial);
            self.stale = 0;
            self.step = (self.step * 1.1).min(1.8);
        } else {
            self.stale += 1;
            if self.stale >= 10 {
                self.stale = 0;
                self.step = (self.step * 0.7).max(1e-3);
            }
        }
    }

    /// So many steps, or as many as there is patience for.
    pub fn steps(&mut self, steps: usize, patience: Patience) {
        for _ in 0..steps {
            if !patience() {
                return;
            }
            self.step();
        }
    }

    /// No plan serves more search weight than this.
    pub fn bound(&self) -> f64 {
        self.bound
    }

    /// The best prices, and what room in each session's team is worth at them.
    pub fn prices(&mut self) -> (&Prices, &[f64]) {
        self.trial.clone_from(&self.best);
        self.answer();
        (&self.best, &self.rents)
    }

    /// By post: share of nearly best answers that use it, 0 to 1.
    pub fn usage(&self) -> &[f64] {
        &self.average.post
    }

    /// Squared length of the average's violations that a price may still answer.
    fn norm(&self) -> f64 {
        let part = |claims: &[f64], prices: &[f64], cap: &dyn Fn(usize) -> f64| -> f64 {
            let each = claims.iter().zip(prices).enumerate().map(|(i, (c, p))| {
                let over = c - cap(i);
                if over < 0.0 && *p <= 0.0 { 0.0 } else { over * over }
            });
            each.sum()
        };
        part(&self.average.request, &self.best.request, &|_| 1.0)
            + part(&self.average.ambassador, &self.best.ambassador, &|a| {
                f64::from(self.model.ambassadors[a].max_slots)
            })
            + part(&self.average.session, &self.best.session, &|s| self.seats[s])
    }

    fn blend(&mut self, share: f64) {
        let mix = |a: &mut Vec<f64>, b: &[f64]| {
            for (x, y) in a.iter_mut().zip(b) {
                *x += share * (y - *x);
            }
        };
        mix(&mut self.average.request, &self.claims.request);
        mix(&mut self.average.ambassador, &self.claims.ambassador);
        mix(&mut self.average.session, &self.claims.session);
        mix(&mut self.average.post, &self.claims.post);
    }

    /// The best answer at the trial prices: its claims and its value, a bound.
    fn answer(&mut self) -> f64 {
        let model = self.model;
        let mut value: f64 = self.trial.request.iter().sum();
        for (a, price) in self.trial.ambassador.iter().enumerate() {
            value += *price * f64::from(model.ambassadors[a].max_slots);
        }
        for (s, price) in self.trial.session.iter().enumerate() {
            value += *price * self.seats[s];
        }
        for (r, worth) in self.worth.iter_mut().enumerate() {
            *worth = self.weight[r] - self.trial.request[r];
        }
        self.claims.request.fill(0.0);
        self.claims.ambassador.fill(0.0);
        self.claims.post.fill(0.0);
        for s in 0..model.sessions.len() as u32 {
            value += self.answer_session(s);
        }
        value
    }

    fn answer_session(&mut self, s: u32) -> f64 {
        let model = self.model;
        let session = &model.sessions[s as usize];
        self.chosen.clear();
        self.picks.clear();
        let (mut value, mut served) = (0.0, 0);
        for post in model.session_posts(s) {
            let from = self.picks.len() as u32;
            let gain = self.pick(*post, self.trial.session[s as usize]);
            if gain <= 0.0 {
                continue;
            }
            for (_, r) in &self.picked {
                self.picks.push((*post, *r));
            }
            if model.posts[*post as usize].fixed {
                value += gain;
                served += self.claim(*post, from);
            } else {
                self.chosen.push((gain, from));
            }
        }
        self.chosen.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let guests = usize::from(session.team_max.saturating_sub(session.fixed));
        self.rents[s as usize] = self.chosen.get(guests).map_or(0.0, |(gain, _)| *gain);
        for i in 0..guests.min(self.chosen.len()) {
            let (gain, from) = self.chosen[i];
            value += gain;
            let post = self.picks[from as usize].0;
            served += self.claim(post, from);
        }
        self.claims.session[s as usize] = served as f64;
        value
    }

    /// Books what a chosen post picked; `from` is where its picks begin.
    fn claim(&mut self, post: u32, from: u32) -> u32 {
        let picks = self.picks[from as usize..].iter().take_while(|(p, _)| *p == post);
        let mut count = 0;
        for (_, r) in picks {
            self.claims.request[*r as usize] += 1.0;
            count += 1;
        }
        self.claims.ambassador[self.model.posts[post as usize].ambassador as usize] += count as f64;
        self.claims.post[post as usize] = 1.0;
        count
    }

    /// The best requests for one post, into `picked`; gives their worth after prices.
    fn pick(&mut self, post: u32, session_price: f64) -> f64 {
        let most = usize::from(self.most[post as usize]);
        self.picked.clear();
        let ambassador = self.model.posts[post as usize].ambassador;
        let rent = session_price + self.trial.ambassador[ambassador as usize];
        let (from, to) = (self.asks[post as usize], self.asks[post as usize + 1]);
        for r in self.asking[from as usize..to as usize].iter().copied() {
            let worth = self.worth[r as usize] - rent;
            if worth <= 0.0 {
                continue;
            }
            if self.picked.len() == most {
                match self.picked.last() {
                    Some((least, _)) if *least < worth => self.picked.pop(),
                    _ => continue,
                };
            }
            let at = self.picked.partition_point(|(w, _)| *w >= worth);
            self.picked.insert(at, (worth, r));
        }
        self.picked.iter().map(|(w, _)| w).sum()
    }
}

fn move_prices(
    trial: &mut [f64],
    best: &[f64],
    average: &[f64],
    size: f64,
    cap: impl Fn(usize) -> f64,
) {
    for (i, price) in trial.iter_mut().enumerate() {
        *price = (best[i] + size * (average[i] - cap(i))).max(0.0);
    }
}

/// Most slots an ambassador can serve in a session: there, rested, and within the week.
fn most_slots(model: &Model, post: u32) -> u16 {
    let p = &model.posts[post as usize];
    let person = &model.ambassadors[p.ambassador as usize];
    let (mut total, mut run) = (0, 0);
    for rel in 0..64 {
        let open = p.open >> rel & 1 == 1;
        run = if open && run < person.max_consecutive { run + 1 } else { 0 };
        total += u16::from(run > 0);
    }
    total.min(person.max_slots)
}
