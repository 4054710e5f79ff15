//! The lunar calendar as far as public holidays need it: on which day a lunar month begins.
//!
//! New moons and the sun's longitude are computed from the mean elements and periodic
//! terms of J. Meeus, "Astronomical Algorithms", chapters 25 and 49. Days are those of
//! Việt Nam (UTC+7), which is why Tết differs from the Chinese new year now and then.

use chrono::{Datelike, NaiveDate};

/// The day on which month `month` of lunar year `year` begins, leap months passed over.
pub(super) fn month_begins(year: i32, month: i64) -> NaiveDate {
    let (before, after) = (eleventh_month(year - 1), eleventh_month(year));
    // Months counted from the eleventh of the year before: the first month is the second after it.
    let mut ahead = if month >= 11 { month - 11 } else { month + 1 };
    if new_moon_day(after) - new_moon_day(before) > 365 && ahead >= leap_month(before) {
        ahead += 1;
    }
    from_day_number(new_moon_day(before + ahead))
}

/// Days by number, as astronomers count them: the day whose noon in Việt Nam has this Julian day.
fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) + 1_721_425
}

fn from_day_number(number: i64) -> NaiveDate {
    i32::try_from(number - 1_721_425)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or_default()
}

/// The count of the new moon that begins the eleventh month of `year`: the month in
/// which the sun reaches the winter solstice.
fn eleventh_month(year: i32) -> i64 {
    let last_day = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default();
    let days = day_number(last_day) - 2_451_550;
    let mut count = (days as f64 / 29.530_588_861).floor() as i64;
    while new_moon_day(count + 1) <= day_number(last_day) {
        count += 1;
    }
    while new_moon_day(count) > day_number(last_day) || sector(new_moon_day(count)) >= 9 {
        count -= 1;
    }
    count
}

/// How many months after the eleventh (counted as `count`) the leap month stands: the
/// first month in which the sun enters no new twelfth of its way.
fn leap_month(count: i64) -> i64 {
    (1..=13)
        .find(|i| sector(new_moon_day(count + i)) == sector(new_moon_day(count + i + 1)))
        .unwrap_or(13)
}

/// Which twelfth of its way the sun stands in when this day begins; 9 follows the winter solstice.
fn sector(day: i64) -> i64 {
    let midnight = day as f64 - 0.5 - 7.0 / 24.0;
    (sun_longitude(midnight) / 30.0).floor() as i64
}

/// The day of the `count`-th new moon after the one of 6 January 2000.
fn new_moon_day(count: i64) -> i64 {
    // 70 seconds: how far the even time of the formulas runs ahead of clocks in this century.
    let clock = new_moon(count) - 70.0 / 86_400.0;
    (clock + 7.0 / 24.0 + 0.5).floor() as i64
}

/// Julian day of the `count`-th new moon after the one of 6 January 2000.
fn new_moon(count: i64) -> f64 {
    let k = count as f64;
    let t = k / 1236.85;
    let rad = |degrees: f64| degrees.to_radians();
    let sun = rad(2.5534 + 29.105_356_70 * k - 0.000_001_4 * t * t);
    let moon = rad(201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t);
    let latitude = rad(160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t);
    let node = rad(124.7746 - 1.563_755_88 * k + 0.002_067_2 * t * t);
    let e = 1.0 - 0.002_516 * t - 0.000_007_4 * t * t;
    let terms = [
        (-0.407_20, moon),
        (0.172_41 * e, sun),
        (0.016_08, 2.0 * moon),
        (0.010_39, 2.0 * latitude),
        (0.007_39 * e, moon - sun),
        (-0.005_14 * e, moon + sun),
        (0.002_08 * e * e, 2.0 * sun),
        (-0.001_11, moon - 2.0 * latitude),
        (-0.000_57, moon + 2.0 * latitude),
        (0.000_56 * e, 2.0 * moon + sun),
        (-0.000_42, 3.0 * moon),
        (0.000_42 * e, sun + 2.0 * latitude),
        (0.000_38 * e, sun - 2.0 * latitude),
        (-0.000_24 * e, 2.0 * moon - sun),
        (-0.000_17, node),
    ];
    2_451_550.097_66
        + 29.530_588_861 * k
        + 0.000_154_37 * t * t
        + terms.iter().map(|(size, angle)| size * angle.sin()).sum::<f64>()
}

/// The sun's apparent longitude in degrees, 0 to 360.
fn sun_longitude(julian_day: f64) -> f64 {
    let t = (julian_day - 2_451_545.0) / 36_525.0;
    let mean = 280.466_46 + 36_000.769_83 * t;
    let anomaly = (357.529_11 + 35_999.050_29 * t).to_radians();
    let centre = (1.914_602 - 0.004_817 * t) * anomaly.sin()
        + 0.019_993 * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let nutation = (125.04 - 1934.136 * t).to_radians().sin();
    (mean + centre - 0.005_69 - 0.004_78 * nutation).rem_euclid(360.0)
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn tet_falls_on_the_days_it_was_and_will_be_kept() {
        // 1985, 2007 and 2030 are years in which the Chinese new year is another day.
        for tet in [
            day(1985, 1, 21),
            day(2007, 2, 17),
            day(2023, 1, 22),
            day(2024, 2, 10),
            day(2025, 1, 29),
            day(2026, 2, 17),
            day(2027, 2, 6),
            day(2028, 1, 26),
            day(2029, 2, 13),
            day(2030, 2, 2),
        ] {
            assert_eq!(month_begins(tet.year(), 1), tet);
        }
    }

    #[test]
    fn the_third_month_knows_of_leap_months() {
        // The tenth day is Giỗ Tổ; 2023 had a leap second month.
        for tenth in [
            day(2023, 4, 29),
            day(2024, 4, 18),
            day(2025, 4, 7),
            day(2026, 4, 26),
            day(2027, 4, 16),
        ] {
            assert_eq!(month_begins(tenth.year(), 3) + Days::new(9), tenth);
        }
    }

    #[test]
    fn day_numbers_are_those_of_astronomers() {
        assert_eq!(day_number(day(2000, 1, 1)), 2_451_545);
        assert_eq!(from_day_number(2_451_545), day(2000, 1, 1));
    }
}
