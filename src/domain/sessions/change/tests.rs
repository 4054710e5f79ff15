//! Nobody loses a seat by an edit, and a series changes only in what was edited.

use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::*;

use super::*;
use crate::domain::ids::PlaceId;

fn at(day: u32, minute: i64) -> At {
    At::local(NaiveDate::from_ymd_opt(2026, 12, day).unwrap(), NaiveTime::MIN).plus_minutes(minute)
}

fn posting(day: u32, from: i64, to: i64, slot_minutes: i64) -> Posting {
    Posting {
        title: String::new(),
        place: PlaceId(1),
        starts_at: at(day, from),
        ends_at: at(day, to),
        slot_minutes,
        seats: 4,
        walk_in_percent: 30,
        ambassadors_wanted: 0,
        pupils_per_adult: 8,
        access_notes: String::new(),
        notes: String::new(),
        topics: vec!["A2".into()],
        supervisors: Vec::new(),
    }
}

fn slots(posting: &Posting, live: &[i64]) -> Vec<SlotNow> {
    cut(posting.starts_at, posting.ends_at, posting.slot_minutes)
        .into_iter()
        .enumerate()
        .map(|(i, step)| {
            let live = live.get(i).copied().unwrap_or_default();
            SlotNow { id: SlotId(i as i64), step, taken: live, live }
        })
        .collect()
}

#[test]
fn a_session_of_the_same_length_moves_as_a_whole() {
    let before = posting(5, 450, 630, 30);
    let now = slots(&before, &[1, 2]);
    let after = posting(6, 480, 660, 30);
    let plan = plan_slots(&now, &before, &after);
    assert_eq!((plan.shifted_by, plan.kept.len()), (24 * 60 + 30, 6));
    assert_eq!(plan.kept[0].1.from, at(6, 480));
    assert_eq!((plan.removed.len(), plan.added.len()), (0, 0));
    assert_eq!(refuse(&plan, &now, 2), Ok(()));
}

#[test]
fn a_shorter_session_loses_only_slots_without_bookings() {
    let before = posting(5, 450, 630, 30);
    let after = posting(5, 480, 630, 30);
    let now = slots(&before, &[0, 3]);
    let plan = plan_slots(&now, &before, &after);
    assert_eq!(plan.removed, [SlotId(0)]);
    assert_eq!(refuse(&plan, &now, 4), Ok(()));
    assert_eq!(refuse(&plan, &now, 2), Err(SessionRefusal::SeatsTaken { taken: 3 }));
    let now = slots(&before, &[2, 3]);
    let plan = plan_slots(&now, &before, &after);
    assert_eq!(refuse(&plan, &now, 4), Err(SessionRefusal::BookingsInTheWay { bookings: 2 }));
}

#[test]
fn only_what_was_edited_reaches_the_rest_of_the_series() {
    let shown = posting(5, 450, 630, 30);
    let mut edited = posting(6, 450, 600, 30);
    edited.seats = 6;
    let mut target = posting(12, 480, 630, 30);
    target.place = PlaceId(9);
    target.seats = 2;
    let carried = edited.carried_to(&shown, &target);
    assert_eq!((carried.starts_at, carried.ends_at), (at(13, 480), at(13, 600)));
    assert_eq!((carried.place, carried.seats), (PlaceId(9), 6));
    assert_eq!(shown.carried_to(&shown, &target), target);
}

proptest! {
    /// Whatever becomes of the times, the slots afterwards are those of the new posting,
    /// and every old slot is accounted for once.
    #[test]
    fn the_plan_always_ends_in_the_new_posting(
        (f1, l1, f2, l2) in (24i64..60, 1i64..12, 24i64..60, 1i64..12),
        (m1, m2) in (prop::sample::select(vec![15i64, 30, 60]), prop::sample::select(vec![15i64, 30, 60])),
    ) {
        let before = posting(5, f1 * 15, f1 * 15 + l1 * 15, m1);
        let after = posting(5, f2 * 15, f2 * 15 + l2 * 15, m2);
        let now = slots(&before, &[]);
        let plan = plan_slots(&now, &before, &after);
        let mut steps: Vec<Step> = plan.kept.iter().map(|k| k.1).chain(plan.added.clone()).collect();
        steps.sort_by_key(|s| s.from);
        prop_assert_eq!(steps, cut(after.starts_at, after.ends_at, m2));
        prop_assert_eq!(plan.kept.len() + plan.removed.len(), now.len());
    }
}
