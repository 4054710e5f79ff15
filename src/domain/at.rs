//! An instant. Stored and compared in UTC, shown on the wall clock of Việt Nam.

use std::ops::{Add, Sub};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeDelta, Utc};

/// Việt Nam keeps one offset all year: UTC+7.
const OFFSET: TimeDelta = TimeDelta::hours(7);

/// An instant in UTC, to the microsecond (what both databases keep).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct At(NaiveDateTime);

impl At {
    /// From a UTC wall clock, as the database stores it.
    pub fn from_utc(utc: NaiveDateTime) -> At {
        At(utc.trunc_subsecs(6))
    }

    /// The instant at which the wall clock in Việt Nam shows `day` and `time`.
    pub fn local(day: NaiveDate, time: NaiveTime) -> At {
        At(day.and_time(time) - OFFSET)
    }

    /// As the database stores it.
    pub fn utc(self) -> NaiveDateTime {
        self.0
    }

    /// The stored value in place, for binding without a copy.
    pub fn as_utc(&self) -> &NaiveDateTime {
        &self.0
    }

    /// For libraries that speak chrono.
    pub fn datetime(self) -> DateTime<Utc> {
        self.0.and_utc()
    }

    /// What the wall clock in Việt Nam shows.
    pub fn wall(self) -> NaiveDateTime {
        self.0 + OFFSET
    }

    /// The local day.
    pub fn day(self) -> NaiveDate {
        self.wall().date()
    }

    /// The local time of day.
    pub fn time(self) -> NaiveTime {
        self.wall().time()
    }

    /// Minutes after local midnight.
    pub fn minute_of_day(self) -> i64 {
        (self.time() - NaiveTime::MIN).num_minutes()
    }

    /// Later by whole minutes (earlier when negative).
    pub fn plus_minutes(self, minutes: i64) -> At {
        self + TimeDelta::minutes(minutes)
    }

    /// Whole minutes from `earlier` to `self`, towards zero.
    pub fn minutes_since(self, earlier: At) -> i64 {
        (self - earlier).num_minutes()
    }
}

impl Add<TimeDelta> for At {
    type Output = At;
    fn add(self, by: TimeDelta) -> At {
        At(self.0 + by)
    }
}

impl Sub<TimeDelta> for At {
    type Output = At;
    fn sub(self, by: TimeDelta) -> At {
        At(self.0 - by)
    }
}

impl Sub for At {
    type Output = TimeDelta;
    fn sub(self, earlier: At) -> TimeDelta {
        self.0 - earlier.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_and_the_wall_clock_are_each_others_inverse() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let time = NaiveTime::from_hms_opt(6, 30, 0).unwrap();
        let at = At::local(day, time);
        assert_eq!(at.datetime().to_rfc3339(), "2026-11-27T23:30:00+00:00");
        assert_eq!((at.day(), at.time(), at.minute_of_day()), (day, time, 390));
    }
}
