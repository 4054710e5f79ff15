//! Where a session's steps lie on the engine's grid of half hours.
//!
//! What two sessions have to do with each other (overlap, way, hours of a day) is decided
//! for whole shifts in [`super::clash`]; on the grid only the order within a session counts.
//! - 30-minute steps: one half hour each.
//! - 60-minute steps: two half hours each, the booking in the first. No topic takes longer
//!   than 45 minutes, so the second half hour holds the pupil's rest.
//! - 15-minute steps: one half hour each, in a row from the session's start. The session
//!   then seems twice as long as it is, which can only keep a pupil from a second session
//!   on the same day, never let two collide.
//!
//! A start off the half hour is moved back to it, together with its steps.

use chrono::NaiveDate;

use crate::domain::at::At;
use crate::domain::matching::{Slot, Span, WEEK};

/// The longest row of half hours a session may take up: the engine keeps them in 64 bits.
const LONGEST: u16 = 48;

/// A session's row on the grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Row {
    first: Slot,
    stride: u16,
    steps: u16,
}

impl Row {
    /// Lays a session of `steps` steps onto the week that begins on `monday`; none when it
    /// begins in another week or has no steps.
    pub fn lay(monday: NaiveDate, starts_at: At, step_minutes: i64, steps: usize) -> Option<Row> {
        let day = u16::try_from((starts_at.day() - monday).num_days()).ok().filter(|d| *d < 7)?;
        let half_hour = u16::try_from(starts_at.minute_of_day() / 30).ok()?;
        let stride = if step_minutes >= 60 { 2 } else { 1 };
        let steps = u16::try_from(steps).ok()?.min(LONGEST / stride);
        if steps == 0 {
            return None;
        }
        let first = (day * 48 + half_hour).min(WEEK - steps * stride);
        Some(Row { first, stride, steps })
    }

    /// The half hours it takes up.
    pub fn span(self) -> Span {
        Span::new(self.first, self.first + self.steps * self.stride)
    }

    /// Where its step `number` (from 0) lies.
    pub fn slot(self, number: usize) -> Option<Slot> {
        let number = u16::try_from(number).ok().filter(|n| *n < self.steps)?;
        Some(self.first + number * self.stride)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;

    fn at(day: u32, hour: u32, minute: u32) -> At {
        let day = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        At::local(day, NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
    }

    fn monday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn steps_lie_in_order_inside_the_session() {
        for (minutes, steps, length) in [(15, 12, 12), (30, 6, 6), (60, 3, 6)] {
            let row = Row::lay(monday(), at(28, 8, 0), minutes, steps).unwrap();
            assert_eq!(row.span(), Span::new(5 * 48 + 16, 5 * 48 + 16 + length));
            let slots: Vec<Slot> = (0..steps).map(|n| row.slot(n).unwrap()).collect();
            assert!(slots.is_sorted_by(|a, b| a < b) && slots.iter().all(|s| row.span().has(*s)));
            assert_eq!(row.slot(steps), None);
        }
    }

    #[test]
    fn sessions_that_do_not_overlap_do_not_meet_on_the_grid() {
        let early = Row::lay(monday(), at(28, 7, 45), 30, 5).unwrap();
        let late = Row::lay(monday(), at(28, 10, 15), 30, 2).unwrap();
        assert_eq!(early.span().to, late.span().from);
    }

    #[test]
    fn the_week_ends_on_sunday_night() {
        let row = Row::lay(monday(), at(29, 22, 0), 15, 8).unwrap();
        assert_eq!(row.span().to, WEEK);
        assert_eq!(Row::lay(monday(), at(30, 8, 0), 30, 4), None);
        assert_eq!(Row::lay(monday(), at(22, 8, 0), 30, 4), None);
        assert_eq!(Row::lay(monday(), at(28, 8, 0), 30, 0), None);
    }
}
