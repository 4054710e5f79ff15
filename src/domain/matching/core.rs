//! The part of a week worth searching: most ambassadors are never the right choice for most
//! sessions, and leaving those posts out makes the rest fit the processor's cache.

use super::model::{DenseRequest, Grouped, Link, LinkId, Model, Near, Post, PostId};
use super::state::{NONE, Seat, State};

/// A smaller model and the way back to the whole one.
pub(super) struct Core {
    pub model: Model,
    /// By link of the core: the same link in the whole model.
    links: Vec<LinkId>,
    /// By post of the core: the same post in the whole model.
    posts: Vec<PostId>,
}

impl Core {
    /// Keeps the posts that `keep` names.
    pub fn new(whole: &Model, keep: impl Fn(PostId) -> bool) -> Self {
        let mut number = vec![NONE; whole.posts.len()];
        let mut posts: Vec<Post> = Vec::new();
        let mut cell_count = 0;
        for (p, post) in (0u32..).zip(&whole.posts).filter(|(p, _)| keep(*p)) {
            number[p as usize] = posts.len() as PostId;
            posts.push(Post { first_cell: cell_count, ..post.clone() });
            cell_count += u32::from(whole.sessions[post.session as usize].length);
        }
        let (mut links, mut back_to, mut requests) = (Vec::new(), Vec::new(), Vec::new());
        let mut link_number = vec![NONE; whole.links.len()];
        for r in &whole.requests {
            let first = links.len() as LinkId;
            for l in r.first..r.last {
                let link = whole.links[l as usize];
                if number[link.post as usize] != NONE {
                    link_number[l as usize] = links.len() as LinkId;
                    links.push(Link { post: number[link.post as usize], ..link });
                    back_to.push(l);
                }
            }
            requests.push(DenseRequest { weight: r.weight, first, last: links.len() as LinkId });
        }
        let renamed = |p: PostId| (number[p as usize] != NONE).then(|| number[p as usize]);
        let near = whole
            .near
            .pairs()
            .filter_map(|(p, n)| Some((renamed(p)?, Near { post: renamed(n.post)?, ..n })));
        let foes = whole.foes.pairs().filter_map(|(p, q)| Some((renamed(p)?, renamed(q)?)));
        let published = whole.published.iter().map(|place| {
            place
                .filter(|(l, _)| link_number[*l as usize] != NONE)
                .map(|(l, rel)| (link_number[l as usize], rel))
        });
        let numbered = || (0u32..).zip(&posts);
        let model = Model {
            min_team: whole.min_team,
            sessions: whole.sessions.clone(),
            ambassadors: whole.ambassadors.clone(),
            published: published.collect(),
            seat_count: whole.seat_count,
            cell_count: cell_count as usize,
            back: Grouped::new(
                posts.len(),
                (0u32..).zip(&links).map(|(i, l)| (l.post, i)).collect(),
            ),
            near: Grouped::new(posts.len(), near.collect()),
            foes: Grouped::new(posts.len(), foes.collect()),
            session_posts: Grouped::new(
                whole.sessions.len(),
                numbered().map(|(i, p)| (p.session, i)).collect(),
            ),
            ambassador_posts: Grouped::new(
                whole.ambassadors.len(),
                numbered().map(|(i, p)| (p.ambassador, i)).collect(),
            ),
            requests,
            posts,
            links,
        };
        let posts = (0..whole.posts.len() as PostId).filter(|p| renamed(*p).is_some()).collect();
        Self { model, links: back_to, posts }
    }

    /// What is known of the posts of the whole model, for those of the core.
    pub fn usage(&self, whole: &[f64]) -> Vec<f64> {
        self.posts.iter().map(|p| whole[*p as usize]).collect()
    }

    /// Seats of the whole model, all of which the core keeps.
    pub fn in_core(&self, seats: &[Seat]) -> State<'_> {
        let renamed = |seat: &Seat| match seat.link {
            NONE => *seat,
            link => Seat { link: self.links.partition_point(|l| *l < link) as LinkId, ..*seat },
        };
        State::seated(&self.model, &seats.iter().map(renamed).collect::<Vec<Seat>>())
    }

    /// The same seats in the whole model.
    pub fn in_whole<'m>(&self, whole: &'m Model, seats: &[Seat]) -> State<'m> {
        let renamed = |seat: &Seat| match seat.link {
            NONE => *seat,
            link => Seat { link: self.links[link as usize], rel: seat.rel },
        };
        State::seated(whole, &seats.iter().map(renamed).collect::<Vec<Seat>>())
    }
}
