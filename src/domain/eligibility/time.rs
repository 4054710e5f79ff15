//! Free times and the way between two places.

use chrono::{Datelike, NaiveDate};

use super::{DayException, Spot};

/// A span of every week: ISO weekday (1 Monday), minutes after midnight, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Weekly {
    pub weekday: i64,
    pub minutes: (i64, i64),
}

impl Weekly {
    /// Shares a minute with the half-open span on that day.
    pub fn touches(&self, day: NaiveDate, (from, to): (i64, i64)) -> bool {
        self.is_on(day) && self.minutes.0 < to && from < self.minutes.1
    }

    fn is_on(&self, day: NaiveDate) -> bool {
        self.weekday == i64::from(day.weekday().number_from_monday())
    }
}

/// When somebody is free on a day: the week's times and the day's own, joined where
/// they meet, less the times away. What is both free and away is away.
pub fn free_spans(
    weekly: &[Weekly],
    exceptions: &[DayException],
    day: NaiveDate,
) -> Vec<(i64, i64)> {
    let of_week = weekly.iter().filter(|w| w.is_on(day)).map(|w| w.minutes);
    let today = || exceptions.iter().filter(move |e| e.day == day);
    let extra = today().filter(|e| e.available).map(|e| e.minutes);
    let mut free = joined(of_week.chain(extra).collect());
    for away in today().filter(|e| !e.available) {
        free = free.into_iter().flat_map(|span| without(span, away.minutes)).collect();
    }
    free
}

/// Spans in order, those that touch or overlap made one.
pub fn joined(mut spans: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    spans.sort_unstable();
    let mut out: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// What is left of a span when another is cut out of it.
pub fn without(span: (i64, i64), cut: (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
    let before = (span.0, span.1.min(cut.0));
    let after = (span.0.max(cut.1), span.1);
    let is_there = |(from, to): &(i64, i64)| from < to;
    // A cut that misses the span leaves it whole on one side and nothing, or the same, on the other.
    let both = if cut.0 < span.1 && span.0 < cut.1 { [before, after] } else { [span, (0, 0)] };
    both.into_iter().filter(is_there)
}

/// Getting ready to leave, however near the next place is.
const BASE_MINUTES: i64 = 15;
/// On foot or by bus with the group.
const MINUTES_PER_KM: f64 = 15.0;

/// Minutes from one place to another, as the crow flies, rounded up; none within a place.
pub fn travel_minutes(from: Spot, to: Spot) -> i64 {
    if from.place == to.place {
        return 0;
    }
    let metres = ((from.east_m - to.east_m) as f64).hypot((from.north_m - to.north_m) as f64);
    BASE_MINUTES + (metres / 1000.0 * MINUTES_PER_KM).ceil() as i64
}
