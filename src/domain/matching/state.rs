//! A plan in the making: who sits where, the counters every rule needs, the running score,
//! and a journal to take steps back.

use super::facts::Slot;
use super::model::{DenseSession, LinkId, Model, PostId};

/// No link, no request.
pub(super) const NONE: u32 = u32::MAX;

/// The objective's parts; how they are ranked is [`Ranking`](super::search::Ranking)'s affair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Score {
    /// Search weight served, in sessions with enough ambassadors.
    pub served: i64,
    pub quality: i64,
    /// Σ (recorded + served)² − Σ recorded².
    pub spread: i64,
    /// Published matches that still stand.
    pub kept: i64,
}

/// Where a request sits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Seat {
    pub link: LinkId,
    pub rel: u16,
}

const NOWHERE: Seat = Seat { link: NONE, rel: 0 };

#[derive(Clone)]
pub(super) struct State<'m> {
    pub model: &'m Model,
    /// By post: taken slots, counted from the session's start.
    pub occupied: Vec<u64>,
    /// By cell: the request in it.
    pub cell: Vec<u32>,
    /// By session and slot.
    pub seats_taken: Vec<u16>,
    /// By session: slots whose seats are all taken.
    pub full: Vec<u64>,
    /// By session: guests of the team with a single match.
    pub singles: Vec<u16>,
    /// By ambassador: slots served this week.
    pub load: Vec<u16>,
    /// By ambassador: slots served, as bits of the week.
    pub busy: Vec<[u64; 6]>,
    /// By session: ambassadors present (confirmed ones, and others with a match).
    pub team: Vec<u16>,
    weight_in: Vec<i64>,
    seat: Vec<Seat>,
    pub score: Score,
    /// Requests without a seat that could have one, in no order that matters.
    pub unserved: Vec<u32>,
    at: Vec<u32>,
    journal: Vec<(u32, Seat)>,
}

impl<'m> State<'m> {
    pub fn new(model: &'m Model) -> Self {
        let requests = model.requests.len();
        let possible = |r: &u32| !model.links_of(*r).is_empty();
        let unserved: Vec<u32> = (0..requests as u32).filter(possible).collect();
        Self {
            model,
            occupied: vec![0; model.posts.len()],
            cell: vec![NONE; model.cell_count],
            seats_taken: vec![0; model.seat_count],
            full: full_from_the_start(model),
            singles: vec![0; model.sessions.len()],
            load: vec![0; model.ambassadors.len()],
            busy: vec![[0; 6]; model.ambassadors.len()],
            team: model.sessions.iter().map(|s| s.fixed).collect(),
            weight_in: vec![0; model.sessions.len()],
            seat: vec![NOWHERE; requests],
            score: Score::default(),
            at: positions(&unserved, requests),
            unserved,
            journal: Vec::new(),
        }
    }

    /// Where the request sits, if anywhere.
    pub fn seat(&self, request: u32) -> Option<Seat> {
        let seat = self.seat[request as usize];
        (seat.link != NONE).then_some(seat)
    }

    /// The request in a slot of a post.
    pub fn occupant(&self, post: PostId, rel: u16) -> u32 {
        self.cell[(self.model.posts[post as usize].first_cell + u32::from(rel)) as usize]
    }

    /// Everybody's seat, to come back to with [`State::seated`].
    pub fn seats(&self) -> &[Seat] {
        &self.seat
    }

    /// A state with these seats taken; they come from a state of the same model.
    pub fn seated(model: &'m Model, seats: &[Seat]) -> Self {
        let mut state = Self::new(model);
        for (r, seat) in (0..).zip(seats).filter(|(_, seat)| seat.link != NONE) {
            state.put(r, *seat);
        }
        state.commit();
        state
    }

    /// A point to go back to.
    pub fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Whoever was seated or unseated since the mark, with the seat they had before.
    pub fn since(&self, mark: usize) -> &[(u32, Seat)] {
        &self.journal[mark..]
    }

    /// Undoes everything since the mark.
    pub fn rollback(&mut self, mark: usize) {
        while self.journal.len() > mark {
            let Some((request, before)) = self.journal.pop() else { return };
            if self.seat[request as usize].link != NONE {
                self.clear(request);
            }
            if before.link != NONE {
                self.fill(request, before);
            }
        }
    }

    /// Makes everything so far final.
    pub fn commit(&mut self) {
        self.journal.clear();
    }

    /// Seats a request that has no seat. The caller has asked [`State::refuses`].
    pub fn put(&mut self, request: u32, seat: Seat) {
        self.journal.push((request, NOWHERE));
        self.fill(request, seat);
    }

    /// Takes a request out of its seat.
    pub fn take(&mut self, request: u32) -> Seat {
        let seat = self.seat[request as usize];
        self.journal.push((request, seat));
        self.clear(request);
        seat
    }

    fn fill(&mut self, request: u32, seat: Seat) {
        let model = self.model;
        let link = &model.links[seat.link as usize];
        let post = &model.posts[link.post as usize];
        self.cell[(post.first_cell + u32::from(seat.rel)) as usize] = request;
        self.seat[request as usize] = seat;
        self.occupy(link.post, seat.rel);
        self.earn(post.session, model.requests[request as usize].weight);
        self.score.quality += i64::from(link.quality);
        if model.published[request as usize] == Some((seat.link, seat.rel)) {
            self.score.kept += 1;
        }
        let hole = self.at[request as usize];
        self.unserved.swap_remove(hole as usize);
        if let Some(moved) = self.unserved.get(hole as usize) {
            self.at[*moved as usize] = hole;
        }
    }

    fn clear(&mut self, request: u32) {
        let model = self.model;
        let seat = self.seat[request as usize];
        let link = &model.links[seat.link as usize];
        let post = &model.posts[link.post as usize];
        self.cell[(post.first_cell + u32::from(seat.rel)) as usize] = NONE;
        self.seat[request as usize] = NOWHERE;
        self.vacate(link.post, seat.rel);
        self.earn(post.session, -model.requests[request as usize].weight);
        self.score.quality -= i64::from(link.quality);
        if model.published[request as usize] == Some((seat.link, seat.rel)) {
            self.score.kept -= 1;
        }
        self.at[request as usize] = self.unserved.len() as u32;
        self.unserved.push(request);
    }

    /// Counts a slot of a post as taken, whoever sits there.
    pub fn occupy(&mut self, post: PostId, rel: u16) {
        let before = self.occupied[post as usize];
        self.occupied[post as usize] = before | 1 << rel;
        self.count(post, rel, 1);
        self.grow(post, before.count_ones(), self.occupied[post as usize].count_ones());
    }

    /// The opposite of [`State::occupy`].
    pub fn vacate(&mut self, post: PostId, rel: u16) {
        let before = self.occupied[post as usize];
        self.occupied[post as usize] = before & !(1 << rel);
        self.count(post, rel, -1);
        self.grow(post, before.count_ones(), self.occupied[post as usize].count_ones());
    }

    /// Keeps the team up to date when an ambassador's matches in a session change in number.
    fn grow(&mut self, post: PostId, before: u32, after: u32) {
        let p = &self.model.posts[post as usize];
        if p.fixed || before == after {
            return;
        }
        let session = p.session;
        let singles = &mut self.singles[session as usize];
        *singles = *singles + u16::from(after == 1) - u16::from(before == 1);
        match (before, after) {
            (0, _) => self.grow_team(session, 1),
            (_, 0) => self.grow_team(session, -1),
            _ => {}
        }
    }

    fn count(&mut self, post: PostId, rel: u16, by: i16) {
        let p = &self.model.posts[post as usize];
        let session = &self.model.sessions[p.session as usize];
        let seats = &mut self.seats_taken[(session.first_seat + u32::from(rel)) as usize];
        *seats = seats.wrapping_add_signed(by);
        let full = &mut self.full[p.session as usize];
        *full = if *seats >= session.seats { *full | 1 << rel } else { *full & !(1 << rel) };
        let a = p.ambassador as usize;
        let recorded = self.model.ambassadors[a].recorded;
        let before = recorded + i64::from(self.load[a]);
        self.load[a] = self.load[a].wrapping_add_signed(by);
        let after = recorded + i64::from(self.load[a]);
        self.score.spread += after * after - before * before;
        let slot: Slot = session.start + rel;
        let word = &mut self.busy[a][usize::from(slot) >> 6];
        *word = if by > 0 { *word | 1 << (slot & 63) } else { *word & !(1 << (slot & 63)) };
    }

    /// Weight counts only where the team is large enough (H10), so that the search may pass
    /// through a team of one without believing in it.
    fn earn(&mut self, session: u32, weight: i64) {
        self.weight_in[session as usize] += weight;
        if self.team[session as usize] >= self.model.min_team {
            self.score.served += weight;
        }
    }

    fn grow_team(&mut self, session: u32, by: i16) {
        let s = session as usize;
        let before = self.team[s] >= self.model.min_team;
        self.team[s] = self.team[s].wrapping_add_signed(by);
        let after = self.team[s] >= self.model.min_team;
        match (before, after) {
            (false, true) => self.score.served += self.weight_in[s],
            (true, false) => self.score.served -= self.weight_in[s],
            _ => {}
        }
    }

    /// Takes out everybody in sessions whose team is too small to run.
    pub fn close_small_sessions(&mut self) {
        for s in 0..self.model.sessions.len() as u32 {
            if self.team[s as usize] < self.model.min_team {
                for post in self.model.session_posts(s) {
                    while self.occupied[*post as usize] != 0 {
                        let rel = self.occupied[*post as usize].trailing_zeros() as u16;
                        self.take(self.occupant(*post, rel));
                    }
                }
            }
        }
    }
}

fn full_from_the_start(model: &Model) -> Vec<u64> {
    let none = |s: &DenseSession| if s.seats == 0 { u64::MAX } else { 0 };
    model.sessions.iter().map(none).collect()
}

fn positions(list: &[u32], requests: usize) -> Vec<u32> {
    let mut at = vec![NONE; requests];
    for (i, r) in (0..).zip(list) {
        at[*r as usize] = i;
    }
    at
}
