//! A large week searched in two halves at once.
//!
//! The sessions are cut in two where they lie apart, every time from another one; ambassadors
//! and residents go with the half where they mostly belong. Each half is searched on its own,
//! on a thread of its own, and a step that would reach across the cut is taken back. So the
//! halves can be put together again without asking, and what comes out depends on the steps
//! alone, however many processors there are.

use super::model::{Model, PostId};
use super::rng::Rng;
use super::search::Search;
use super::state::{NONE, Score, Seat, State};

/// Belongs to neither half, because the session is in one and the ambassador in the other.
const BETWEEN: u8 = 2;
/// What somebody served counts for when it is asked where an ambassador belongs.
const SERVED: i32 = 8;

/// Which half everything belongs to.
pub(super) struct Cut {
    posts: Vec<u8>,
    requests: Vec<u8>,
}

/// One half of a cut: all that a search there may touch.
#[derive(Clone, Copy)]
pub(super) struct Half<'c> {
    cut: &'c Cut,
    side: u8,
}

impl Half<'_> {
    pub fn has_post(&self, post: PostId) -> bool {
        self.cut.posts[post as usize] == self.side
    }

    pub fn has_request(&self, request: u32) -> bool {
        self.cut.requests[request as usize] == self.side
    }

    /// Whether nothing outside was touched since the mark.
    pub fn holds(&self, state: &State, mark: usize) -> bool {
        let links = &state.model.links;
        let ours = |s: &Seat| s.link == NONE || self.has_post(links[s.link as usize].post);
        state.since(mark).iter().all(|(r, before)| {
            self.has_request(*r) && ours(before) && ours(&state.seats()[*r as usize])
        })
    }
}

/// Sessions that have residents in common, by session.
pub(super) struct Neighbours(Vec<Vec<u32>>);

impl Neighbours {
    pub fn new(model: &Model) -> Self {
        let mut near = vec![Vec::new(); model.sessions.len()];
        for r in 0..model.requests.len() as u32 {
            let session = |post: PostId| model.posts[post as usize].session;
            let mut sessions: Vec<u32> =
                model.links_of(r).iter().map(|l| session(l.post)).collect();
            sessions.dedup();
            for s in &sessions {
                near[*s as usize].extend(sessions.iter().filter(|t| *t != s));
            }
        }
        for list in &mut near {
            list.sort_unstable();
            list.dedup();
        }
        Self(near)
    }

    /// The half of all sessions that is reached first from one of them.
    fn around(&self, start: u32) -> Vec<bool> {
        let (count, mut found) = (self.0.len(), vec![false; self.0.len()]);
        let mut reached = Vec::with_capacity(count / 2 + 1);
        let mut elsewhere = 0..count as u32;
        let (mut at, mut next) = (0, Some(start));
        while reached.len() < count / 2 {
            match next {
                Some(s) if !found[s as usize] => {
                    found[s as usize] = true;
                    reached.push(s);
                }
                _ => {}
            }
            let fresh = |list: &[u32]| list.iter().copied().find(|s| !found[*s as usize]);
            next = None;
            while at < reached.len() && next.is_none() {
                next = fresh(&self.0[reached[at] as usize]);
                at += usize::from(next.is_none());
            }
            next = next.or_else(|| elsewhere.next());
        }
        found
    }
}

impl Cut {
    fn new(state: &State, first: &[bool]) -> Self {
        let model = state.model;
        let mut pull = vec![0; model.ambassadors.len()];
        for (p, post) in model.posts.iter().enumerate() {
            let weight = 1 + SERVED * state.occupied[p].count_ones() as i32;
            let weight = if first[post.session as usize] { weight } else { -weight };
            pull[post.ambassador as usize] += weight;
        }
        let side = |p: &super::model::Post| {
            let (session, person) = (first[p.session as usize], pull[p.ambassador as usize] >= 0);
            if session == person { u8::from(!session) } else { BETWEEN }
        };
        let posts: Vec<u8> = model.posts.iter().map(side).collect();
        let mostly = |r: u32| {
            let links = model.links_of(r).iter().map(|l| posts[l.post as usize]);
            let (mut here, mut there) = (0, 0);
            links.for_each(|side| {
                here += u32::from(side == 0);
                there += u32::from(side == 1);
            });
            u8::from(there > here)
        };
        let requests = (0u32..).zip(state.seats()).map(|(r, seat)| match seat.link {
            NONE => mostly(r),
            link => posts[model.links[link as usize].post as usize],
        });
        let requests = requests.collect();
        Self { posts, requests }
    }
}

/// What came of searching a half.
struct Outcome<'m> {
    state: State<'m>,
    best: Vec<Seat>,
    best_score: Score,
}

impl<'m> Search<'m, '_> {
    /// So many steps in each half of the week.
    pub fn run_halves(&mut self, near: &Neighbours, steps: u64, temperature: f64) {
        let model = self.state.model;
        let start = self.rng.below(model.sessions.len()) as u32;
        let cut = Cut::new(&self.state, &near.around(start));
        let seeds = [self.rng.next(), self.rng.next()];
        let (state, ranking) = (&self.state, self.ranking);
        let half = |side: u8| {
            let mut rng = Rng::new(seeds[usize::from(side)]);
            let mut search = Search::new(state.clone(), ranking, &mut rng);
            search.half = Some(Half { cut: &cut, side });
            for _ in 0..steps {
                search.step(temperature, false);
            }
            Outcome { state: search.state, best: search.best, best_score: search.best_score }
        };
        let (ours, theirs) = std::thread::scope(|scope| {
            let other = scope.spawn(|| half(1));
            let ours = half(0);
            (ours, other.join().unwrap_or_else(|why| std::panic::resume_unwind(why)))
        });
        let together = sum(&ours.best_score, &theirs.best_score, &self.state.score);
        if self.ranking.key(&together) > self.ranking.key(&self.best_score) {
            self.best_score = together;
            self.best = ours.best;
            for (r, seat) in theirs.best.into_iter().enumerate() {
                if cut.requests[r] == 1 {
                    self.best[r] = seat;
                }
            }
        }
        self.state = ours.state;
        adopt(&mut self.state, &theirs.state, &cut);
    }
}

/// Score of both halves' changes to one start; nothing that counts belongs to both.
fn sum(a: &Score, b: &Score, start: &Score) -> Score {
    Score {
        served: a.served + b.served - start.served,
        quality: a.quality + b.quality - start.quality,
        spread: a.spread + b.spread - start.spread,
        kept: a.kept + b.kept - start.kept,
    }
}

/// Seats the second half as it sits in `other`.
fn adopt(state: &mut State, other: &State, cut: &Cut) {
    let changed: Vec<u32> = (0..state.model.requests.len() as u32)
        .filter(|r| cut.requests[*r as usize] == 1 && state.seat(*r) != other.seat(*r))
        .collect();
    for r in &changed {
        if state.seat(*r).is_some() {
            state.take(*r);
        }
    }
    for r in changed {
        if let Some(seat) = other.seat(r) {
            state.put(r, seat);
        }
    }
    state.commit();
}
