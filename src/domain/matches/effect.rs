//! What a change does to a plan, booking by booking: shown before it is kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::{AmbassadorId, BookingId};

use super::drafting::Draft;

/// A booking whose pupil is another one afterwards; none: nobody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moved {
    pub booking: BookingId,
    pub from: Option<AmbassadorId>,
    pub to: Option<AmbassadorId>,
}

/// Bookings of either draft whose pupil differs, in order of booking.
pub fn differences(before: &Draft, after: &Draft) -> Vec<Moved> {
    between(&pupils(before), &pupils(after), |_| true)
}

/// Bookings a draft knows whose pupil differs from the one people were told about.
pub fn standing_differences(
    standing: impl Iterator<Item = (BookingId, AmbassadorId)>,
    draft: &Draft,
) -> Vec<Moved> {
    between(&standing.collect(), &pupils(draft), |booking| draft.knows(booking))
}

type Pupils = BTreeMap<BookingId, AmbassadorId>;

fn pupils(draft: &Draft) -> Pupils {
    draft.pairs.iter().map(|pair| (pair.booking, pair.ambassador)).collect()
}

fn between(before: &Pupils, after: &Pupils, counts: impl Fn(BookingId) -> bool) -> Vec<Moved> {
    let all: BTreeSet<BookingId> = before.keys().chain(after.keys()).copied().collect();
    let moved = |booking: BookingId| Moved {
        booking,
        from: before.get(&booking).copied(),
        to: after.get(&booking).copied(),
    };
    all.into_iter()
        .filter(|booking| counts(*booking))
        .map(moved)
        .filter(|moved| moved.from != moved.to)
        .collect()
}
