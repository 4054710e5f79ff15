//! Days on which nobody is scheduled besides the public holidays, which the product
//! computes: exam weeks, and the city's Tết leave, whose days are still to be confirmed.

use chrono::{Datelike, Days, NaiveDate};

use super::Setting;
use crate::db::organisations::ClosedDays;
use crate::domain::ids::OrganisationId;
use crate::domain::school_year::{ClosedKind, holidays};

/// Those of the school year around today.
pub fn all(setting: &Setting) -> Vec<ClosedDays> {
    let year = setting.first_year;
    let mut days: Vec<ClosedDays> = tet_leave(year + 1).into_iter().collect();
    for school in setting.wards.iter().flat_map(|ward| &ward.schools) {
        days.extend(exam_weeks(school.id, year));
    }
    days
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// From the first day of the lunar year on for nine days: the pattern of former years.
fn tet_leave(year: i32) -> Option<ClosedDays> {
    let winter = holidays(day(year, 1, 2), day(year, 3, 1));
    let tet = winter.iter().max_by_key(|span| span.to_day - span.from_day)?;
    // The longest holiday of the winter begins with the eve of the new year.
    let first = tet.from_day + Days::new(1);
    Some(ClosedDays {
        organisation_id: None,
        kind: ClosedKind::Holiday,
        from_day: first,
        to_day: first + Days::new(8),
        name_vi: "Nghỉ Tết Nguyên đán (chờ xác nhận lịch nghỉ)".to_owned(),
        name_en: "Lunar New Year leave (days to be confirmed)".to_owned(),
    })
}

/// Four weeks, Monday to Saturday, in the weeks of these days.
fn exam_weeks(school: OrganisationId, year: i32) -> [ClosedDays; 4] {
    [
        (day(year, 11, 4), "Kiểm tra giữa học kỳ I", "Mid-term exams, term 1"),
        (day(year, 12, 23), "Kiểm tra cuối học kỳ I", "Final exams, term 1"),
        (day(year + 1, 3, 17), "Kiểm tra giữa học kỳ II", "Mid-term exams, term 2"),
        (day(year + 1, 5, 5), "Kiểm tra cuối học kỳ II", "Final exams, term 2"),
    ]
    .map(|(within, vi, en)| {
        let monday = within - Days::new(u64::from(within.weekday().num_days_from_monday()));
        ClosedDays {
            organisation_id: Some(school),
            kind: ClosedKind::ExamWeek,
            from_day: monday,
            to_day: monday + Days::new(5),
            name_vi: vi.to_owned(),
            name_en: en.to_owned(),
        }
    })
}
