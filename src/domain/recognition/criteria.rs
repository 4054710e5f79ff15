//! What a tier asks for, what a pupil has, and how far apart they are.

use super::AwardForm;
use crate::domain::lang::Lang;

/// What a pupil has reached in a programme's period.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// Verified.
    pub minutes: i64,
    /// Supports that an adult confirmed.
    pub supports: i64,
    /// Shifts kept of those that came due; none when none did.
    pub attendance_percent: Option<i64>,
    /// Safety breaches that stand.
    pub breaches: i64,
}

/// What a tier asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Criteria {
    pub min_minutes: i64,
    pub min_supports: i64,
    pub min_attendance_percent: i64,
    pub needs_clean_record: bool,
}

/// One thing a tier may ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Criterion {
    /// In minutes.
    Hours,
    Supports,
    /// In percent.
    Attendance,
    /// Counts breaches: none is asked.
    CleanRecord,
}

/// A criterion with the figure beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Measure {
    pub criterion: Criterion,
    /// None: nothing to measure yet, which is not enough.
    pub reached: Option<i64>,
    pub asked: i64,
}

impl Measure {
    /// Is it enough?
    pub fn is_met(self) -> bool {
        match self.criterion {
            Criterion::CleanRecord => self.reached.is_some_and(|breaches| breaches <= self.asked),
            _ => self.reached.is_some_and(|reached| reached >= self.asked),
        }
    }

    /// "12,5/10 giờ", "7/8 lượt", "85/90 % chuyên cần".
    pub fn say(self, lang: Lang) -> String {
        let asked = lang.number(self.asked);
        let Some(count) = self.reached else {
            return match lang {
                Lang::Vi => format!("chưa có ca trực (cần {asked} % chuyên cần)"),
                Lang::En => format!("no shift yet ({asked} % attendance needed)"),
            };
        };
        let reached = lang.number(count);
        match self.criterion {
            Criterion::Hours => {
                let hours = lang.hours(count);
                let number = hours.split(' ').next().unwrap_or_default();
                format!("{number}/{}", lang.hours(self.asked))
            }
            Criterion::Supports => format!("{reached}/{asked} {}", lang.t("lượt", "supports")),
            Criterion::Attendance => {
                format!("{reached}/{asked} % {}", lang.t("chuyên cần", "attendance"))
            }
            Criterion::CleanRecord if count == 0 => {
                lang.t("Không có vi phạm an toàn", "No safety breach").to_owned()
            }
            Criterion::CleanRecord => {
                lang.count(count, "vi phạm an toàn", "safety breach", "safety breaches")
            }
        }
    }

    /// What is missing: "2,5 giờ", "3 lượt hỗ trợ"; nothing when it is met.
    pub fn missing(self, lang: Lang) -> Option<String> {
        if self.is_met() {
            return None;
        }
        let reached = self.reached.unwrap_or_default();
        let by = self.asked - reached;
        Some(match self.criterion {
            Criterion::Hours => lang.hours(by),
            Criterion::Supports => lang.count(by, "lượt hỗ trợ", "support", "supports"),
            Criterion::Attendance if self.reached.is_none() => lang
                .t(
                    "ca trực đầu tiên (chưa có ca nào để tính chuyên cần)",
                    "a first shift (there is no attendance yet)",
                )
                .to_owned(),
            Criterion::Attendance => match lang {
                Lang::Vi => format!("chuyên cần {by} %"),
                Lang::En => format!("{by} % attendance"),
            },
            Criterion::CleanRecord => match lang {
                Lang::Vi => format!("hồ sơ không vi phạm (đang có {reached})"),
                Lang::En => format!("a clean record (now {})", self.say(lang)),
            },
        })
    }
}

impl Criteria {
    /// Each criterion this tier has, with the pupil's figure. Hours always stand in it.
    pub fn measures(&self, figures: &Figures) -> Vec<Measure> {
        let measure = |criterion, reached, asked| Measure { criterion, reached, asked };
        let mut all = vec![measure(Criterion::Hours, Some(figures.minutes), self.min_minutes)];
        if self.min_supports > 0 {
            all.push(measure(Criterion::Supports, Some(figures.supports), self.min_supports));
        }
        if self.min_attendance_percent > 0 {
            let (reached, asked) = (figures.attendance_percent, self.min_attendance_percent);
            all.push(measure(Criterion::Attendance, reached, asked));
        }
        if self.needs_clean_record {
            all.push(measure(Criterion::CleanRecord, Some(figures.breaches), 0));
        }
        all
    }

    /// Is everything it asks for reached?
    pub fn are_met(&self, figures: &Figures) -> bool {
        self.measures(figures).into_iter().all(Measure::is_met)
    }
}

/// The place of the highest tier whose criteria are all met; tiers in rising order.
pub fn highest(tiers: &[Criteria], figures: &Figures) -> Option<usize> {
    tiers.iter().rposition(|criteria| criteria.are_met(figures))
}

/// The place of the tier that comes next: the first one above the highest reached.
pub fn next(tiers: &[Criteria], figures: &Figures) -> Option<usize> {
    let next = highest(tiers, figures).map_or(0, |reached| reached + 1);
    (next < tiers.len()).then_some(next)
}

/// A tier on a pupil's way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    pub form: AwardForm,
    pub name_vi: String,
    pub name_en: String,
    pub criteria: Criteria,
}

/// Where a pupil stands on the way to the school year's awards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The programme's name; none when the school has not opened one yet.
    pub programme: Option<String>,
    pub figures: Figures,
    /// In rising order.
    pub steps: Vec<Step>,
    /// Awards the pupil holds in all years.
    pub awards: i64,
}

impl Progress {
    /// The highest tier reached.
    pub fn reached(&self) -> Option<&Step> {
        highest(&self.criteria(), &self.figures).map(|at| &self.steps[at])
    }

    /// The tier that comes next.
    pub fn next(&self) -> Option<&Step> {
        next(&self.criteria(), &self.figures).map(|at| &self.steps[at])
    }

    fn criteria(&self) -> Vec<Criteria> {
        self.steps.iter().map(|step| step.criteria).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::recognition::default_tiers;

    fn criteria() -> Vec<Criteria> {
        default_tiers().into_iter().map(|tier| tier.criteria).collect()
    }

    fn figures(hours: i64, supports: i64, attendance_percent: i64, breaches: i64) -> Figures {
        let attendance_percent = Some(attendance_percent);
        Figures { minutes: hours * 60, supports, attendance_percent, breaches }
    }

    #[test]
    fn the_dossiers_tiers_are_reached_as_it_says() {
        let tiers = criteria();
        let reached = |h, s, a, b| highest(&tiers, &figures(h, s, a, b));
        assert_eq!(reached(9, 20, 100, 0), None);
        assert_eq!(reached(10, 7, 100, 0), None);
        assert_eq!(reached(10, 8, 50, 3), Some(0));
        assert_eq!(reached(25, 8, 50, 3), Some(1));
        assert_eq!(reached(40, 8, 90, 0), Some(2));
        assert_eq!(reached(40, 8, 89, 0), Some(1), "attendance is missing");
        assert_eq!(reached(40, 8, 90, 1), Some(1), "a breach is in the way");
    }

    #[test]
    fn what_is_missing_is_said_in_both_languages() {
        let tiers = criteria();
        let figures = Figures { minutes: 450, ..figures(0, 5, 100, 0) };
        let missing = |lang| -> Vec<String> {
            tiers[0].measures(&figures).into_iter().filter_map(|m| m.missing(lang)).collect()
        };
        assert_eq!(missing(Lang::Vi), ["2,5 giờ", "3 lượt hỗ trợ"]);
        assert_eq!(missing(Lang::En), ["2.5 hours", "3 supports"]);
        assert_eq!(tiers[0].measures(&figures)[0].say(Lang::Vi), "7,5/10 giờ");
    }

    #[test]
    fn whoever_had_no_shift_has_no_attendance_to_show() {
        let tiers = criteria();
        let figures = Figures { attendance_percent: None, ..figures(40, 8, 0, 0) };
        assert_eq!(highest(&tiers, &figures), Some(1), "forty hours at home, and no shift");
        let measures = tiers[2].measures(&figures);
        let attendance = measures.iter().find(|m| m.criterion == Criterion::Attendance).unwrap();
        assert_eq!(attendance.say(Lang::Vi), "chưa có ca trực (cần 90 % chuyên cần)");
        assert!(attendance.missing(Lang::Vi).unwrap().contains("chưa có ca nào"));
    }

    proptest! {
        /// More work and fewer breaches never lower the tier, and the next tier is
        /// always one that is not reached.
        #[test]
        fn doing_more_never_earns_less(
            h in 0i64..60, s in 0i64..60, a in 0i64..=100, b in 0i64..3,
            more_h in 0i64..20, more_s in 0i64..20,
        ) {
            let tiers = criteria();
            let less = figures(h, s, a, b);
            let more = figures(h + more_h, s + more_s, 100, 0);
            prop_assert!(highest(&tiers, &more) >= highest(&tiers, &less));
            if let Some(at) = next(&tiers, &less) {
                prop_assert!(!tiers[at].are_met(&less));
                let missing = tiers[at].measures(&less).into_iter().filter(|m| m.missing(Lang::Vi).is_some());
                prop_assert!(missing.count() > 0);
            }
        }
    }
}
