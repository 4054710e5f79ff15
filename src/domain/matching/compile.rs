//! Builds the [`Model`] from the facts: applies every standing rule once.

use super::facts::*;
use super::feasible::{accepted_slots, may_join, present, run_of_bits, suits, window};
use super::index::Index;
use super::model::*;
use super::quality;

/// A session's confirmed team, when it is one that rules allow.
fn confirmed_team(index: &Index, session: &Session) -> Vec<u32> {
    let mut team: Vec<u32> =
        session.team.iter().filter_map(|a| index.ambassador_number(*a)).collect();
    team.sort_unstable();
    team.dedup();
    let limit = usize::from(index.facts.rules.minors_per_adult) * usize::from(session.adults);
    let at_odds = |a: u32, b: u32| {
        let (a, b) = (index.ambassadors[a as usize], index.ambassadors[b as usize]);
        a.no_pair.contains(&b.id) || b.no_pair.contains(&a.id)
    };
    let quarrel = team.iter().any(|a| team.iter().any(|b| at_odds(*a, *b)));
    if team.len() > limit || quarrel { Vec::new() } else { team }
}

/// Availability of everybody as bits of the week.
fn availability(index: &Index) -> Vec<[u64; 6]> {
    let week = |a: &&Ambassador| {
        let mut bits = [0u64; 6];
        for span in &a.available {
            for slot in span.from..span.to.min(WEEK) {
                if present(a, slot).is_ok() {
                    bits[usize::from(slot) >> 6] |= 1 << (slot & 63);
                }
            }
        }
        bits
    };
    index.ambassadors.iter().map(week).collect()
}

/// Bits `[from, from + length)` of a week.
fn cut(week: &[u64; 6], from: Slot, length: u16) -> u64 {
    let (word, shift) = (usize::from(from) >> 6, from & 63);
    let low = week.get(word).copied().unwrap_or(0) >> shift;
    let high =
        if shift == 0 { 0 } else { week.get(word + 1).copied().unwrap_or(0) << (64 - shift) };
    (low | high) & run_of_bits(length)
}

struct Builder<'i, 'f> {
    index: &'i Index<'f>,
    teams: Vec<Vec<u32>>,
    shifts: Vec<Vec<u32>>,
    week: Vec<[u64; 6]>,
    /// Enemies by ambassador, both directions.
    no_pair: Vec<Vec<u32>>,
}

impl Builder<'_, '_> {
    /// Slots of a session an ambassador can really serve: there, and not on a confirmed
    /// shift elsewhere or on the way from or to it.
    fn open_slots(&self, session: u32, ambassador: u32) -> u64 {
        let s = self.index.sessions[session as usize];
        let length = s.span.to - s.span.from;
        let mut open = cut(&self.week[ambassador as usize], s.span.from, length);
        for other in self.shifts[ambassador as usize].iter().filter(|o| **o != session) {
            let o = self.index.sessions[*other as usize];
            let gap = self.index.travel(s, o);
            open &= !window(s.span, Span::new(o.span.from.saturating_sub(gap), o.span.to + gap));
        }
        open
    }

    fn candidates(&self, session: u32, by_area: &[Vec<u32>], area: usize) -> Vec<u32> {
        let s = self.index.sessions[session as usize];
        let mut list = if s.open_team { by_area[area].clone() } else { Vec::new() };
        list.extend(s.team.iter().filter_map(|a| self.index.ambassador_number(*a)));
        list.sort_unstable();
        list.dedup();
        list.retain(|a| may_join(s, self.index.ambassadors[*a as usize]).is_ok());
        list
    }

    fn quarrels_with_team(&self, session: u32, ambassador: u32) -> bool {
        let foes = &self.no_pair[ambassador as usize];
        self.teams[session as usize].iter().any(|t| foes.contains(t))
    }
}

pub(super) fn build(index: &Index, weights: &Weights, also: &[(u32, u32)]) -> Model {
    let teams: Vec<Vec<u32>> = index.sessions.iter().map(|s| confirmed_team(index, s)).collect();
    let mut shifts = vec![Vec::new(); index.ambassadors.len()];
    for (s, team) in (0u32..).zip(&teams) {
        team.iter().for_each(|a| shifts[*a as usize].push(s));
    }
    let mut no_pair = vec![Vec::new(); index.ambassadors.len()];
    for (a, ambassador) in (0u32..).zip(&index.ambassadors) {
        for b in ambassador.no_pair.iter().filter_map(|b| index.ambassador_number(*b)) {
            no_pair[a as usize].push(b);
            no_pair[b as usize].push(a);
        }
    }
    for foes in &mut no_pair {
        foes.sort_unstable();
        foes.dedup();
    }
    let builder = Builder { index, teams, shifts, week: availability(index), no_pair };
    let (posts, links) = posts_and_links(&builder, weights, also);
    assemble(&builder, posts, links)
}

type Found = (Vec<Post>, Vec<Link>);

fn posts_and_links(builder: &Builder, weights: &Weights, also: &[(u32, u32)]) -> Found {
    let index = builder.index;
    let mut areas: Vec<AreaId> = index.sessions.iter().map(|s| s.area).collect();
    areas.sort_unstable();
    areas.dedup();
    let mut by_area = vec![Vec::new(); areas.len()];
    for (a, ambassador) in (0u32..).zip(&index.ambassadors) {
        for area in &ambassador.areas_ok {
            if let Ok(i) = areas.binary_search(area) {
                by_area[i].push(a);
            }
        }
    }
    let mut wanted = vec![Vec::new(); index.sessions.len()];
    for (r, request) in (0u32..).zip(&index.requests) {
        let mut sessions: Vec<u32> =
            request.accept.iter().filter_map(|a| index.session_number(a.session)).collect();
        sessions.sort_unstable();
        sessions.dedup();
        for s in sessions {
            let slots =
                accepted_slots(request, index.sessions[s as usize]) & pinned_slots(index, r, s);
            wanted[s as usize].push((request.topic, r, slots));
        }
    }
    let mut also = also.to_vec();
    also.sort_unstable();
    also.dedup();
    let (mut posts, mut links) = (Vec::new(), Vec::new());
    for s in 0..index.sessions.len() as u32 {
        let wanted = &mut wanted[s as usize];
        wanted.sort_unstable();
        let area = areas.binary_search(&index.sessions[s as usize].area).unwrap_or(0);
        let from = also.partition_point(|p| p.0 < s);
        let to = also.partition_point(|p| p.0 <= s);
        let also = &also[from..to];
        let mut people = builder.candidates(s, &by_area, area);
        people.extend(also.iter().map(|p| p.1));
        people.sort_unstable();
        people.dedup();
        for a in people {
            let asked = also.binary_search(&(s, a)).is_ok();
            one_post(builder, weights, (s, a), wanted, asked, (&mut posts, &mut links));
        }
    }
    (posts, links)
}

/// Slots of the session a pin leaves to the request.
fn pinned_slots(index: &Index, request: u32, session: u32) -> u64 {
    match index.pin(request).and_then(|p| p.slot) {
        Some(slot) => window(index.sessions[session as usize].span, Span::one(slot)),
        None => u64::MAX,
    }
}

fn one_post(
    builder: &Builder,
    weights: &Weights,
    (s, a): (u32, u32),
    wanted: &[(TopicId, u32, u64)],
    asked: bool,
    (posts, links): (&mut Vec<Post>, &mut Vec<Link>),
) {
    let index = builder.index;
    let session = index.sessions[s as usize];
    let ambassador = index.ambassadors[a as usize];
    let allowed = may_join(session, ambassador).is_ok() && !builder.quarrels_with_team(s, a);
    let open = if allowed { builder.open_slots(s, a) } else { 0 };
    if open == 0 && !asked {
        return;
    }
    let post = posts.len() as PostId;
    let before = links.len();
    for (topic, _) in &ambassador.topics {
        let from = wanted.partition_point(|w| w.0 < *topic);
        for (_, r, slots) in wanted[from..].iter().take_while(|w| w.0 == *topic) {
            let request = index.requests[*r as usize];
            if open & slots == 0 || suits(index, *r, ambassador).is_err() {
                continue;
            }
            let quality = quality::why(index, weights, request, session, ambassador).quality;
            // Points are small; a setting beyond this range is as good as the end of it.
            let quality = quality.clamp(-1_000_000, 1_000_000) as i32;
            links.push(Link { request: *r, post, slots: open & slots, quality });
        }
    }
    if links.len() > before || asked {
        let fixed = builder.teams[s as usize].binary_search(&a).is_ok();
        posts.push(Post { session: s, ambassador: a, open, first_cell: 0, fixed });
    }
}

fn assemble(builder: &Builder, mut posts: Vec<Post>, links: Vec<Link>) -> Model {
    let index = builder.index;
    let rules = &index.facts.rules;
    let mut seat_count = 0;
    let mut sessions = Vec::with_capacity(index.sessions.len());
    for (s, team) in index.sessions.iter().zip(&builder.teams) {
        let length = s.span.to - s.span.from;
        sessions.push(DenseSession {
            start: s.span.from,
            length,
            seats: s.seats,
            team_max: rules.minors_per_adult.saturating_mul(s.adults),
            fixed: team.len() as u16,
            first_seat: seat_count,
        });
        seat_count += u32::from(length);
    }
    let mut cell_count = 0;
    for post in &mut posts {
        post.first_cell = cell_count;
        cell_count += u32::from(sessions[post.session as usize].length);
    }
    // They were found post by post, and putting them in order of request keeps that.
    let of_request = links.iter().map(|l| (l.request, *l)).collect();
    let mut links = Grouped::new(index.requests.len(), of_request).into_items();
    // A topic listed twice for one ambassador would give the same link twice.
    links.dedup_by_key(|l| (l.request, l.post));
    let mut requests = Vec::with_capacity(index.requests.len());
    let mut at = 0;
    for (r, request) in (0u32..).zip(&index.requests) {
        let first = at;
        while links.get(at).is_some_and(|l| l.request == r) {
            at += 1;
        }
        let pin = if index.pin(r).is_some() { PIN_WEIGHT } else { 0 };
        requests.push(DenseRequest {
            weight: request.weight + pin,
            first: first as LinkId,
            last: at as LinkId,
        });
    }
    let numbered = || (0u32..).zip(&posts);
    let back = (0u32..).zip(&links).map(|(i, l)| (l.post, i)).collect();
    let by_session = numbered().map(|(i, p)| (p.session, i)).collect();
    let by_ambassador = numbered().map(|(i, p)| (p.ambassador, i)).collect();
    let mut model = Model {
        min_team: rules.min_ambassadors,
        sessions,
        ambassadors: index.ambassadors.iter().map(|a| dense_ambassador(a)).collect(),
        requests,
        published: Vec::new(),
        seat_count: seat_count as usize,
        cell_count: cell_count as usize,
        back: Grouped::new(posts.len(), back),
        near: Grouped::new(0, Vec::new()),
        foes: Grouped::new(0, Vec::new()),
        session_posts: Grouped::new(index.sessions.len(), by_session),
        ambassador_posts: Grouped::new(index.ambassadors.len(), by_ambassador),
        posts,
        links,
    };
    model.near = Grouped::new(model.posts.len(), nearby(index, &model));
    model.foes = Grouped::new(model.posts.len(), enemies(builder, &model));
    model.published = published(index, &model);
    model
}

fn dense_ambassador(a: &Ambassador) -> DenseAmbassador {
    DenseAmbassador {
        max_slots: a.max_slots,
        max_consecutive: a.max_consecutive,
        recorded: a.recorded,
    }
}

fn nearby(index: &Index, model: &Model) -> Vec<(u32, Near)> {
    let mut found = Vec::new();
    for a in 0..model.ambassadors.len() as u32 {
        let own = model.ambassador_posts(a);
        for p in own {
            for q in own.iter().filter(|q| *q != p) {
                let (here, there) = (&model.posts[*p as usize], &model.posts[*q as usize]);
                let s = index.sessions[here.session as usize];
                let t = index.sessions[there.session as usize];
                let only_one = index.only_one(s.id, t.id) && !(here.fixed && there.fixed);
                let reach = if only_one { WEEK } else { index.travel(s, t) };
                if t.span.from < s.span.to + reach && s.span.from < t.span.to + reach {
                    found.push((*p, Near { post: *q, start: t.span.from, reach }));
                }
            }
        }
    }
    found
}

fn enemies(builder: &Builder, model: &Model) -> Vec<(u32, PostId)> {
    let mut found = Vec::new();
    for (p, post) in (0u32..).zip(&model.posts) {
        for foe in &builder.no_pair[post.ambassador as usize] {
            if let Some(q) = model.find_post(post.session, *foe) {
                found.push((p, q));
            }
        }
    }
    found
}

fn published(index: &Index, model: &Model) -> Vec<Option<(LinkId, u16)>> {
    let mut out = vec![None; model.requests.len()];
    for m in &index.facts.published {
        let Some(r) = index.request_number(m.request) else { continue };
        let place = (|| {
            let (s, a) = (index.session_number(m.session)?, index.ambassador_number(m.ambassador)?);
            let link = model.find_link(r, model.find_post(s, a)?)?;
            let rel = m.slot.checked_sub(model.sessions[s as usize].start)?;
            let open = rel < 64 && model.links[link as usize].slots >> rel & 1 == 1;
            open.then_some((link, rel))
        })();
        if place.is_some() {
            out[r as usize] = place;
        }
    }
    out
}
