//! The facts in dense numbers: what the search walks over.
//!
//! A *post* is one ambassador in one session; a *link* says which slots of a post one request
//! could take. Only pairs every standing rule allows become links, so the search never has to
//! ask about certificates, areas, lessons or vetoes again.

use super::compile::build;
use super::facts::{Ambassador, Assigned, Slot, Weights};
use super::feasible::may_join;
use super::index::Index;

/// Position in [`Model::posts`].
pub(super) type PostId = u32;
/// Position in [`Model::links`].
pub(super) type LinkId = u32;

/// Added to the search weight of a pinned request: no value can outweigh a pin.
pub(super) const PIN_WEIGHT: i64 = 1 << 32;

#[derive(Clone)]
pub(super) struct DenseSession {
    pub start: Slot,
    pub length: u16,
    pub seats: u16,
    /// Most ambassadors the adults present may supervise.
    pub team_max: u16,
    /// Ambassadors with a confirmed shift, who count as present.
    pub fixed: u16,
    /// Position of its first slot in the seat counters.
    pub first_seat: u32,
}

#[derive(Clone)]
pub(super) struct DenseAmbassador {
    pub max_slots: u16,
    pub max_consecutive: u16,
    pub recorded: i64,
}

pub(super) struct DenseRequest {
    /// Search weight: the priority points, with [`PIN_WEIGHT`] when pinned.
    pub weight: i64,
    /// Its links are `links[first..last]`, in order of session, then ambassador.
    pub first: LinkId,
    pub last: LinkId,
}

#[derive(Clone)]
pub(super) struct Post {
    pub session: u32,
    pub ambassador: u32,
    /// Slots, counted from the session's start, the ambassador is there for.
    pub open: u64,
    /// Position of its first slot among the cells.
    pub first_cell: u32,
    /// A confirmed shift.
    pub fixed: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Link {
    pub request: u32,
    pub post: PostId,
    pub slots: u64,
    pub quality: i32,
}

/// Another post of the same ambassador, close enough in time to get in the way.
#[derive(Clone, Copy)]
pub(super) struct Near {
    pub post: PostId,
    pub start: Slot,
    /// Slots at a distance of this many or fewer clash.
    pub reach: u16,
}

pub(super) struct Model {
    pub min_team: u16,
    pub sessions: Vec<DenseSession>,
    pub ambassadors: Vec<DenseAmbassador>,
    pub requests: Vec<DenseRequest>,
    pub posts: Vec<Post>,
    pub links: Vec<Link>,
    /// For each request, the published link and slot, if still possible.
    pub published: Vec<Option<(LinkId, u16)>>,
    pub seat_count: usize,
    pub cell_count: usize,
    pub back: Grouped<LinkId>,
    pub near: Grouped<Near>,
    pub foes: Grouped<PostId>,
    pub session_posts: Grouped<PostId>,
    pub ambassador_posts: Grouped<PostId>,
}

/// Many short lists in one allocation.
pub(super) struct Grouped<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy> Grouped<T> {
    /// Items keep their order inside a group.
    pub fn new(groups: usize, pairs: Vec<(u32, T)>) -> Self {
        let mut starts = vec![0u32; groups + 1];
        for (g, _) in &pairs {
            starts[*g as usize + 1] += 1;
        }
        for g in 0..groups {
            starts[g + 1] += starts[g];
        }
        let mut next = starts.clone();
        let mut items: Vec<T> = pairs.iter().map(|(_, t)| *t).collect();
        for (g, t) in pairs {
            items[next[g as usize] as usize] = t;
            next[g as usize] += 1;
        }
        Self { starts, items }
    }

    /// All items, group after group.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// All items with their group.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, T)> {
        let groups = 0..self.starts.len() as u32 - 1;
        groups.flat_map(|g| self.get(g).iter().map(move |t| (g, *t)))
    }

    fn get(&self, group: u32) -> &[T] {
        let g = group as usize;
        &self.items[self.starts[g] as usize..self.starts[g + 1] as usize]
    }
}

impl Model {
    /// For planning: posts that could take somebody.
    pub fn new(index: &Index, weights: &Weights) -> Self {
        build(index, weights, &[])
    }

    /// For questions about single matches: also every post of `matched`, allowed or not, and
    /// every post that a question could be about.
    pub fn for_questions(index: &Index, matched: &[Assigned]) -> Self {
        let mut also: Vec<(u32, u32)> = matched
            .iter()
            .filter_map(|m| {
                Some((index.session_number(m.session)?, index.ambassador_number(m.ambassador)?))
            })
            .collect();
        for (s, session) in (0..).zip(&index.sessions) {
            let able = |a: &&Ambassador| may_join(session, a).is_ok();
            also.extend(
                (0..).zip(&index.ambassadors).filter(|(_, a)| able(a)).map(|(a, _)| (s, a)),
            );
        }
        build(index, &Weights::default(), &also)
    }

    /// Links into a post.
    pub fn back(&self, post: PostId) -> &[LinkId] {
        self.back.get(post)
    }

    /// Other posts of the same ambassador that could clash in time.
    pub fn near(&self, post: PostId) -> &[Near] {
        self.near.get(post)
    }

    /// Posts of the same session whose ambassador must not meet this one.
    pub fn foes(&self, post: PostId) -> &[PostId] {
        self.foes.get(post)
    }

    /// Posts of a session, in order of ambassador.
    pub fn session_posts(&self, session: u32) -> &[PostId] {
        self.session_posts.get(session)
    }

    /// Posts of an ambassador, in order of session.
    pub fn ambassador_posts(&self, ambassador: u32) -> &[PostId] {
        self.ambassador_posts.get(ambassador)
    }

    /// Links of a request.
    pub fn links_of(&self, request: u32) -> &[Link] {
        let r = &self.requests[request as usize];
        &self.links[r.first as usize..r.last as usize]
    }

    /// Whether somebody decided by hand who serves the request.
    pub fn is_pinned(&self, request: u32) -> bool {
        self.requests[request as usize].weight >= PIN_WEIGHT
    }

    /// Whether a link is one people count on: a pinned request's, or a published match.
    pub fn is_spoken_for(&self, link: LinkId) -> bool {
        let request = self.links[link as usize].request;
        let published = self.published[request as usize].is_some_and(|(l, _)| l == link);
        published || self.is_pinned(request)
    }

    /// The post of an ambassador in a session.
    pub fn find_post(&self, session: u32, ambassador: u32) -> Option<PostId> {
        let posts = self.session_posts(session);
        let at = posts.binary_search_by_key(&ambassador, |p| self.posts[*p as usize].ambassador);
        at.ok().map(|i| posts[i])
    }

    /// The link that serves a request through a post.
    pub fn find_link(&self, request: u32, post: PostId) -> Option<LinkId> {
        let first = self.requests[request as usize].first;
        let at = self.links_of(request).binary_search_by_key(&post, |l| l.post);
        at.ok().map(|i| first + i as u32)
    }
}
