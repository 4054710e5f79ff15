//! A session's time cut into slots, and how many of their seats may be booked ahead.

use crate::domain::at::At;

/// One slot's time, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    pub from: At,
    pub to: At,
}

/// The slots of `[starts_at, ends_at)`; a last step shorter than a slot is left out.
pub fn cut(starts_at: At, ends_at: At, slot_minutes: i64) -> Vec<Step> {
    let steps = ends_at.minutes_since(starts_at).max(0) / slot_minutes.max(1);
    (0..steps)
        .map(|i| Step {
            from: starts_at.plus_minutes(i * slot_minutes),
            to: starts_at.plus_minutes((i + 1) * slot_minutes),
        })
        .collect()
}

/// Seats kept for walk-ins: the whole number nearest to the share, half a seat being one.
/// Of 4 seats 30 % are 1, for 2 would be half of them; of a single seat it is none.
pub fn kept(seats: i64, walk_in_percent: i64) -> i64 {
    (seats * walk_in_percent + 50) / 100
}

/// Seats that may be booked ahead: those not kept for walk-ins.
pub fn bookable(seats: i64, walk_in_percent: i64) -> i64 {
    seats - kept(seats, walk_in_percent)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> At {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        At::local(day, chrono::NaiveTime::MIN).plus_minutes(minute)
    }

    #[test]
    fn a_remainder_shorter_than_a_slot_is_left_out() {
        let steps = cut(at(450), at(590), 60);
        assert_eq!(
            steps,
            [Step { from: at(450), to: at(510) }, Step { from: at(510), to: at(570) }]
        );
        assert!(cut(at(450), at(450), 30).is_empty());
    }

    #[test]
    fn whole_seats_are_kept_as_near_to_the_share_as_can_be() {
        let of_four = [0, 12, 13, 30, 37, 38, 50, 100].map(|percent| kept(4, percent));
        assert_eq!(of_four, [0, 0, 1, 1, 1, 2, 2, 4]);
        assert_eq!((kept(10, 30), bookable(10, 30)), (3, 7));
        assert_eq!((kept(2, 30), kept(1, 30)), (1, 0));
    }

    proptest! {
        #[test]
        fn slots_touch_each_other_and_stay_within(from in 0i64..1400, length in 1i64..600, slot in prop::sample::select(vec![15i64, 30, 60])) {
            let steps = cut(at(from), at(from + length), slot);
            prop_assert_eq!(steps.len() as i64, length / slot);
            prop_assert!(steps.windows(2).all(|w| w[0].to == w[1].from));
            prop_assert!(steps.iter().all(|s| s.from >= at(from) && s.to <= at(from + length)));
        }

        #[test]
        fn what_is_kept_for_walk_ins_is_at_most_half_a_seat_off_the_share(seats in 1i64..=200, percent in 0i64..=100) {
            let ahead = bookable(seats, percent);
            prop_assert!((0..=seats).contains(&ahead));
            prop_assert!(((seats - ahead) * 100 - seats * percent).abs() <= 50);
        }
    }
}
