//! The days of a weekly series, and why some of them are left out.

use chrono::{Days, NaiveDate};

use crate::domain::ids::OrganisationId;
use crate::domain::refusal::Message;
use crate::domain::school_year::{ClosedSpan, closing};

/// A series lasts no longer than a year: it is planned within a school year.
pub const WEEKS_AT_MOST: u64 = 53;

/// One week of a series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Occasion {
    pub day: NaiveDate,
    /// Why there is no session on that day.
    pub skipped: Option<Message>,
    /// Schools among the asked that stay away that day, and why; they are not asked.
    pub away: Vec<(OrganisationId, Message)>,
}

/// Every seventh day from `first` to `last`, both included. The ward's closed days are
/// skipped; so are days on which none of the schools to be asked could come.
pub fn weekly(
    first: NaiveDate,
    last: NaiveDate,
    ward: OrganisationId,
    schools: &[OrganisationId],
    closed: &[ClosedSpan],
) -> Vec<Occasion> {
    first
        .iter_weeks()
        .take_while(|day| *day <= last && *day - Days::new(7 * WEEKS_AT_MOST) <= first)
        .map(|day| occasion(day, ward, schools, closed))
        .collect()
}

/// What a single day is like for the ward and for the schools to be asked.
pub fn occasion(
    day: NaiveDate,
    ward: OrganisationId,
    schools: &[OrganisationId],
    closed: &[ClosedSpan],
) -> Occasion {
    let away: Vec<(OrganisationId, Message)> = schools
        .iter()
        .filter_map(|school| Some((*school, closing(closed, *school, day)?.name.clone())))
        .collect();
    let nobody_comes = !schools.is_empty() && away.len() == schools.len();
    let for_ward = closing(closed, ward, day).map(|span| span.name.clone());
    let skipped = for_ward.or_else(|| away.first().filter(|_| nobody_comes).map(|a| a.1.clone()));
    Occasion { day, skipped, away }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::domain::school_year::ClosedKind;

    const WARD: OrganisationId = OrganisationId(1);
    const SCHOOL: OrganisationId = OrganisationId(2);
    const OTHER: OrganisationId = OrganisationId(3);

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn exams(school: OrganisationId) -> ClosedSpan {
        ClosedSpan {
            organisation: Some(school),
            kind: ClosedKind::ExamWeek,
            from_day: day(12, 7),
            to_day: day(12, 13),
            name: Message::new("Kiểm tra học kỳ I", "Term exams"),
        }
    }

    #[test]
    fn a_tuesday_series_leaves_out_the_day_of_culture() {
        let closed = crate::domain::school_year::holidays(day(11, 1), day(12, 31));
        let weeks = weekly(day(11, 17), day(12, 1), WARD, &[], &closed);
        let skipped: Vec<_> =
            weeks.iter().map(|o| o.skipped.as_ref().map(|m| m.say(Lang::Vi))).collect();
        assert_eq!(skipped, [None, Some("Ngày Văn hóa Việt Nam"), None]);
    }

    #[test]
    fn exams_of_every_asked_school_skip_a_week_and_of_one_only_leave_it_out() {
        let closed = [exams(SCHOOL)];
        let alone = weekly(day(12, 5), day(12, 19), WARD, &[SCHOOL], &closed);
        let skipped: Vec<_> = alone.iter().map(|o| o.skipped.is_some()).collect();
        assert_eq!(skipped, [false, true, false]);
        let both = occasion(day(12, 12), WARD, &[SCHOOL, OTHER], &closed);
        assert!(both.skipped.is_none());
        assert_eq!(both.away.iter().map(|a| a.0).collect::<Vec<_>>(), [SCHOOL]);
        assert!(occasion(day(12, 12), WARD, &[], &closed).skipped.is_none(), "no pupils are asked");
    }

    #[test]
    fn a_series_ends_by_itself_after_a_year() {
        let weeks = weekly(day(1, 3), day(1, 3) + Days::new(3000), WARD, &[], &[]);
        assert_eq!(weeks.len() as u64, WEEKS_AT_MOST + 1);
    }
}
