//! What an ambassador could do in a week, whatever it is worth.

use std::collections::{BTreeSet, HashMap};

use super::super::model::{Model, PostId};

/// A week in which somebody has more ways than these to spend a session is bounded more simply.
const MOST_PATTERNS: usize = 1_024;
/// Somebody with more ways than these to spend a week is only held to the weekly cap.
const MOST_QUESTIONS: u32 = 10_000;
const MOST_FOUND: usize = 1_000;
const MOST_COUNTS: usize = 400;

#[derive(Clone, Copy)]
pub(super) struct Ask {
    pub request: u32,
    /// Slots from the session's start.
    pub slots: u64,
}

/// A post, and what its ambassador could do there.
pub(super) struct Stand {
    pub post: PostId,
    pub session: u32,
    /// A confirmed shift takes no room in the team.
    pub fixed: bool,
    /// Who could be served, the worthiest at the latest prices first.
    pub asks: Vec<Ask>,
    /// Slots that may be served together as far as this session goes, few before many: a range
    /// of [`Ways::patterns`].
    pub patterns: std::ops::Range<usize>,
}

pub(super) struct Person {
    pub stands: Vec<Stand>,
    /// How many slots of each stand go together in a week, none of it less than another; empty
    /// when there are too many such lists, and only `cap` counts.
    pub counts: Vec<Vec<u8>>,
    pub cap: usize,
}

/// Everybody who could serve somebody.
pub(super) struct Ways {
    pub people: Vec<Person>,
    pub patterns: Vec<u64>,
}

/// Patterns already made: for these slots, weekly cap and rest.
type Known = HashMap<(u64, u16, u16), std::ops::Range<usize>>;

impl Ways {
    /// Nothing for a week in which somebody could spend a session in too many ways.
    pub fn new(model: &Model) -> Option<Self> {
        let (mut people, mut patterns, mut known) = (Vec::new(), Vec::new(), Known::new());
        for (a, person) in (0u32..).zip(&model.ambassadors) {
            let mut stands = Vec::new();
            for post in model.ambassador_posts(a).iter().filter(|p| !model.back(**p).is_empty()) {
                stands.push(stand(model, *post, &mut patterns, &mut known)?);
            }
            if !stands.is_empty() {
                let counts = counts(model, a, &stands, &patterns);
                people.push(Person { stands, counts, cap: usize::from(person.max_slots) });
            }
        }
        Some(Self { people, patterns })
    }
}

fn stand(model: &Model, post: PostId, patterns: &mut Vec<u64>, known: &mut Known) -> Option<Stand> {
    let p = &model.posts[post as usize];
    let person = &model.ambassadors[p.ambassador as usize];
    let links = model.back(post).iter().map(|l| &model.links[*l as usize]);
    let asks: Vec<Ask> = links.map(|l| Ask { request: l.request, slots: l.slots }).collect();
    let open = asks.iter().fold(0, |open, a| open | a.slots);
    let key = (open, person.max_slots, person.max_consecutive);
    let range = match known.get(&key) {
        Some(range) => range.clone(),
        None => {
            let from = patterns.len();
            patterns.extend(patterns_of(open, person.max_slots, person.max_consecutive)?);
            known.insert(key, from..patterns.len());
            from..patterns.len()
        }
    };
    Some(Stand { post, session: p.session, fixed: p.fixed, asks, patterns: range })
}

/// Sets of slots within the weekly cap that leave room for rests, few slots before many.
fn patterns_of(open: u64, cap: u16, run: u16) -> Option<Vec<u64>> {
    let mut patterns = vec![0u64];
    for rel in (0..64).filter(|rel| open >> rel & 1 == 1) {
        for i in 0..patterns.len() {
            let with = patterns[i] | 1 << rel;
            let in_a_row = (with << (63 - rel)).leading_ones();
            if with.count_ones() <= u32::from(cap) && in_a_row <= u32::from(run) {
                patterns.push(with);
            }
        }
        if patterns.len() > MOST_PATTERNS {
            return None;
        }
    }
    patterns.retain(|p| *p != 0);
    patterns.sort_unstable_by_key(|p| (p.count_ones(), *p));
    Some(patterns)
}

/// The slots of a pattern.
pub(super) fn slots(pattern: u64) -> impl Iterator<Item = usize> {
    let mut left = pattern;
    std::iter::from_fn(move || {
        let lowest = (left != 0).then(|| left.trailing_zeros() as usize);
        left &= left.wrapping_sub(1);
        lowest
    })
}

/// The worthiest requests that fit into the slots of a pattern, one each; false when some slot
/// stays free. What fits is a matroid, so taking the best first is right.
pub(super) fn fitting(
    asks: &[Ask],
    pattern: u64,
    taken: &mut [u32; 64],
    mut chosen: impl FnMut(&Ask),
) -> bool {
    let mut left = pattern;
    for (i, ask) in asks.iter().enumerate() {
        if left == 0 {
            break;
        }
        let at_once = ask.slots & left;
        if at_once != 0 {
            let rel = at_once.trailing_zeros();
            taken[rel as usize] = i as u32;
            left &= !(1 << rel);
            chosen(ask);
        } else if ask.slots & pattern != 0 {
            let mut seen = 0;
            if make_room(asks, i, pattern, &mut left, taken, &mut seen) {
                chosen(ask);
            }
        }
    }
    left == 0
}

/// Seats ask `i` by moving others to slots still free.
fn make_room(
    asks: &[Ask],
    i: usize,
    pattern: u64,
    left: &mut u64,
    taken: &mut [u32; 64],
    seen: &mut u64,
) -> bool {
    let free = asks[i].slots & *left;
    if free != 0 {
        let rel = free.trailing_zeros();
        *left &= !(1 << rel);
        taken[rel as usize] = i as u32;
        return true;
    }
    loop {
        let bits = asks[i].slots & pattern & !*seen;
        if bits == 0 {
            return false;
        }
        let rel = bits.trailing_zeros();
        *seen |= 1 << rel;
        let other = taken[rel as usize] as usize;
        if make_room(asks, other, pattern, left, taken, seen) {
            taken[rel as usize] = i as u32;
            return true;
        }
    }
}

/// A walk over everything an ambassador could do in a week, slot by slot.
struct Walk<'w> {
    model: &'w Model,
    stands: &'w [Stand],
    cells: Vec<(u16, usize)>,
    taken: Vec<(u16, usize)>,
    count: Vec<u8>,
    found: BTreeSet<Vec<u8>>,
    left: u32,
}

impl Walk<'_> {
    fn go(&mut self, at: usize, cap: usize, run: u16) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        if at == self.cells.len() || self.taken.len() == cap {
            self.found.insert(self.count.clone());
            return;
        }
        let (slot, stand) = self.cells[at];
        if self.fits(slot, stand, run) {
            self.taken.push((slot, stand));
            self.count[stand] += 1;
            self.go(at + 1, cap, run);
            self.taken.pop();
            self.count[stand] -= 1;
        }
        self.go(at + 1, cap, run);
    }

    fn fits(&self, slot: u16, stand: usize, run: u16) -> bool {
        let near = self.model.near(self.stands[stand].post);
        let clash = |(other, at): &(u16, usize)| {
            *other == slot
                || near
                    .iter()
                    .any(|n| n.post == self.stands[*at].post && other.abs_diff(slot) <= n.reach)
        };
        let before = self.taken.iter().rev().zip(1..);
        let row = before.take_while(|((other, _), i)| other + i == slot).count();
        row < usize::from(run) && !self.taken.iter().any(clash)
    }
}

/// How many slots of each stand go together. Empty when there is too much to look at.
fn counts(model: &Model, ambassador: u32, stands: &[Stand], patterns: &[u64]) -> Vec<Vec<u8>> {
    let person = &model.ambassadors[ambassador as usize];
    let mut cells = Vec::new();
    for (i, stand) in stands.iter().enumerate() {
        let open = patterns[stand.patterns.clone()].iter().fold(0, |open, p| open | p);
        let start = model.sessions[stand.session as usize].start;
        cells.extend((0..64).filter(|rel| open >> rel & 1 == 1).map(|rel| (start + rel, i)));
    }
    cells.sort_unstable();
    let mut walk = Walk {
        model,
        stands,
        cells,
        taken: Vec::new(),
        count: vec![0; stands.len()],
        found: BTreeSet::new(),
        left: MOST_QUESTIONS,
    };
    walk.go(0, usize::from(person.max_slots), person.max_consecutive);
    if walk.left == 0 || walk.found.len() > MOST_FOUND {
        return Vec::new();
    }
    let less = |a: &Vec<u8>, b: &Vec<u8>| a != b && a.iter().zip(b).all(|(x, y)| x <= y);
    let all = &walk.found;
    let most: Vec<Vec<u8>> =
        all.iter().filter(|c| !all.iter().any(|d| less(c, d))).cloned().collect();
    if most.len() > MOST_COUNTS { Vec::new() } else { most }
}
