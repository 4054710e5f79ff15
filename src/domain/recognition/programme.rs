//! A programme as typed, and as it is kept: period, plan, signatory and tiers.

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use super::{AwardForm, Criteria};
use crate::domain::ids::TierId;
use crate::domain::names::{tidy, tidy_lines};
use crate::domain::refusal::{Message, Problems};
use crate::domain::school_year;
use crate::domain::typed::unprintable;

/// Tiers a programme may have.
pub const MOST_TIERS: usize = 5;

/// As typed. The tiers come as columns: the second of each list belongs to the second tier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Validate)]
#[serde(default)]
pub struct ProgrammeForm {
    #[validate(length(max = 120))]
    pub name: String,
    #[validate(length(max = 40))]
    pub plan_number: String,
    #[validate(length(max = 10))]
    pub plan_date: String,
    #[validate(length(max = 10))]
    pub from_day: String,
    #[validate(length(max = 10))]
    pub to_day: String,
    #[validate(length(max = 120))]
    pub signatory_title: String,
    #[validate(length(max = 80))]
    pub signatory_name: String,
    #[validate(length(max = 80))]
    pub place_name: String,
    pub tier_id: Vec<String>,
    pub tier_form: Vec<String>,
    pub tier_name_vi: Vec<String>,
    pub tier_name_en: Vec<String>,
    pub tier_hours: Vec<String>,
    pub tier_supports: Vec<String>,
    pub tier_attendance: Vec<String>,
    pub tier_clean: Vec<String>,
}

/// A tier that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedTier {
    /// None for a new one.
    pub id: Option<TierId>,
    pub form: AwardForm,
    pub name_vi: String,
    pub name_en: String,
    pub criteria: Criteria,
}

/// A programme that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedProgramme {
    pub name: String,
    pub school_year: String,
    pub plan_number: String,
    pub plan_date: Option<NaiveDate>,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    /// One office a line: "KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG".
    pub signatory_title: String,
    pub signatory_name: String,
    pub place_name: String,
    /// In rising order of hours.
    pub tiers: Vec<ParsedTier>,
}

/// What a new programme begins with: the three tiers of dossier §3.2, whose fourth, for
/// whole classes, is no pupil's award.
pub fn default_tiers() -> Vec<ParsedTier> {
    let tier = |form, (name_vi, name_en): (&str, &str), hours: i64, supports, attendance, clean| {
        let criteria = Criteria {
            min_minutes: hours * 60,
            min_supports: supports,
            min_attendance_percent: attendance,
            needs_clean_record: clean,
        };
        let (name_vi, name_en) = (name_vi.to_owned(), name_en.to_owned());
        ParsedTier { id: None, form, name_vi, name_en, criteria }
    };
    use AwardForm as F;
    let letter =
        ("Thư khen (tuyên dương trước toàn trường)", "Letter of praise before the whole school");
    let commendation = ("Giấy khen của hiệu trưởng", "Principal's commendation");
    vec![
        tier(
            F::Certificate,
            ("Giấy chứng nhận Đại sứ số", "Ambassador certificate"),
            10,
            8,
            0,
            false,
        ),
        tier(F::Letter, letter, 25, 0, 0, false),
        tier(F::Commendation, commendation, 40, 0, 90, true),
    ]
}

impl ProgrammeForm {
    /// Fills the columns of the tiers.
    pub fn with_tiers(mut self, tiers: &[ParsedTier]) -> ProgrammeForm {
        for tier in tiers {
            let criteria = &tier.criteria;
            self.tier_id.push(tier.id.map(|id| id.to_string()).unwrap_or_default());
            self.tier_form.push(tier.form.code().to_owned());
            self.tier_name_vi.push(tier.name_vi.clone());
            self.tier_name_en.push(tier.name_en.clone());
            self.tier_hours.push(hours_typed(criteria.min_minutes));
            self.tier_supports.push(criteria.min_supports.to_string());
            self.tier_attendance.push(criteria.min_attendance_percent.to_string());
            let clean = if criteria.needs_clean_record { "yes" } else { "no" };
            self.tier_clean.push(clean.to_owned());
        }
        self
    }

    /// How many rows of tiers were typed.
    pub fn rows(&self) -> usize {
        self.tier_name_vi.len().min(MOST_TIERS)
    }
}

/// "12,5": hours as they are typed.
fn hours_typed(minutes: i64) -> String {
    let hours = crate::domain::lang::Lang::Vi.hours(minutes);
    hours.split(' ').next().unwrap_or_default().replace('.', "")
}

impl ParsedProgramme {
    /// Reads what was typed; problems of a tier stand at "tier_hours-2" for the third row.
    pub fn parse(form: &ProgrammeForm) -> Result<ParsedProgramme, Problems> {
        let mut problems = Problems::none();
        let from_day = problems.take("from_day", day(&form.from_day));
        let to_day = problems.take("to_day", day(&form.to_day));
        if let (Some(from), Some(to)) = (from_day, to_day) {
            if to < from {
                problems.add(
                    "to_day",
                    Message::new(
                        "Ngày kết thúc đứng trước ngày bắt đầu.",
                        "The last day is before the first.",
                    ),
                );
            } else if school_year::of(from) != school_year::of(to) {
                problems.add(
                    "to_day",
                    Message::new(
                        "Thời gian xét phải nằm trong một năm học (từ 1/8 đến 31/7 năm sau).",
                        "The period must lie within one school year (1 August to 31 July).",
                    ),
                );
            }
        }
        let plan_date = match form.plan_date.trim() {
            "" => None,
            typed => problems.take("plan_date", day(typed)),
        };
        let mut required = |field: &str, typed: String| {
            if typed.is_empty() {
                problems.add(field, Message::new("Hãy điền mục này.", "Please fill this in."));
            }
            if let Some(character) = typed.lines().find_map(unprintable) {
                problems.add(field, cannot_print(character));
            }
            typed
        };
        let name = required("name", tidy(&form.name));
        let signatory_title = required("signatory_title", tidy_lines(&form.signatory_title));
        let signatory_name = required("signatory_name", tidy(&form.signatory_name));
        let place_name = required("place_name", tidy(&form.place_name));
        let plan_number = tidy(&form.plan_number);
        if let Some(character) = unprintable(&plan_number) {
            problems.add("plan_number", cannot_print(character));
        }
        if signatory_title.lines().count() > 2 {
            problems.add(
                "signatory_title",
                Message::new(
                    "Chức danh người ký chỉ có tối đa hai dòng.",
                    "The office has two lines at most.",
                ),
            );
        }
        let tiers = parse_tiers(form, &mut problems);
        let (Some(from_day), Some(to_day), true) = (from_day, to_day, problems.is_empty()) else {
            return Err(problems);
        };
        Ok(ParsedProgramme {
            name,
            school_year: school_year::of(from_day),
            plan_number,
            plan_date,
            from_day,
            to_day,
            signatory_title,
            signatory_name,
            place_name,
            tiers,
        })
    }
}

/// What is printed on certificates and papers has only characters that print.
pub(super) fn cannot_print(character: char) -> Message {
    Message::new(
        format!("Ký tự “{character}” không in lên giấy được. Hãy bỏ ký tự này."),
        format!("“{character}” cannot be printed. Please leave it out."),
    )
}

fn parse_tiers(form: &ProgrammeForm, problems: &mut Problems) -> Vec<ParsedTier> {
    let mut tiers: Vec<ParsedTier> = Vec::new();
    let mut blank = 0;
    for row in 0..form.rows() {
        let typed = |column: &[String]| column.get(row).map(|t| tidy(t)).unwrap_or_default();
        let (name_vi, hours) = (typed(&form.tier_name_vi), typed(&form.tier_hours));
        if name_vi.is_empty() && hours.is_empty() {
            blank += 1;
            continue;
        }
        let name_en = typed(&form.tier_name_en);
        for (field, name) in [("tier_name_vi", &name_vi), ("tier_name_en", &name_en)] {
            let field = format!("{field}-{row}");
            if name.is_empty() {
                problems.add(&field, Message::new("Hãy đặt tên cho mức.", "Name the tier."));
            } else if let Some(character) = unprintable(name) {
                problems.add(&field, cannot_print(character));
            } else if name.chars().count() > 100 {
                problems.add(
                    &field,
                    Message::new(
                        "Dài quá: chỉ nhận tối đa 100 ký tự.",
                        "Too long: at most 100 characters.",
                    ),
                );
            }
        }
        let at = |field: &str| format!("{field}-{row}");
        let min_minutes = problems.take(&at("tier_hours"), minutes(&hours));
        let supports = count(&typed(&form.tier_supports), 10_000);
        let min_supports = problems.take(&at("tier_supports"), supports);
        let attendance = count(&typed(&form.tier_attendance), 100);
        let min_attendance = problems.take(&at("tier_attendance"), attendance);
        let award_form = problems.take(&at("tier_form"), award_form(&typed(&form.tier_form)));
        let (Some(min_minutes), Some(min_supports), Some(min_attendance_percent), Some(form_of)) =
            (min_minutes, min_supports, min_attendance, award_form)
        else {
            continue;
        };
        if tiers.last().is_some_and(|below| below.criteria.min_minutes >= min_minutes) {
            problems.add(
                &at("tier_hours"),
                Message::new(
                    "Mức sau phải cần nhiều giờ hơn mức trước.",
                    "Each tier must ask for more hours than the one before.",
                ),
            );
        }
        let needs_clean_record = typed(&form.tier_clean) == "yes";
        let id = typed(&form.tier_id).parse().ok();
        let criteria =
            Criteria { min_minutes, min_supports, min_attendance_percent, needs_clean_record };
        tiers.push(ParsedTier { id, form: form_of, name_vi, name_en, criteria });
    }
    if blank == form.rows() {
        problems.add(
            "tier_name_vi-0",
            Message::new(
                "Chương trình cần ít nhất một mức khen thưởng.",
                "The programme needs at least one tier.",
            ),
        );
    }
    tiers
}

/// A day as browsers send it: "2026-11-28".
pub(super) fn day(typed: &str) -> Result<NaiveDate, Message> {
    NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d")
        .map_err(|_| Message::new("Hãy chọn một ngày.", "Choose a day."))
}

fn award_form(typed: &str) -> Result<AwardForm, Message> {
    AwardForm::from_code(typed)
        .ok_or_else(|| Message::new("Hãy chọn hình thức khen.", "Choose a form of award."))
}

/// Hours to the quarter, with a comma or a point: "12,5" is 750 minutes.
fn minutes(typed: &str) -> Result<i64, Message> {
    let wrong = || {
        Message::new("Hãy nhập số giờ, ví dụ 10 hoặc 12,5.", "Enter hours, for example 10 or 12.5.")
    };
    let (whole, part) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    let whole: i64 = whole.parse().map_err(|_| wrong())?;
    let quarter = match part {
        "" | "0" | "00" => 0,
        "25" => 15,
        "5" | "50" => 30,
        "75" => 45,
        _ => return Err(wrong()),
    };
    match whole * 60 + quarter {
        asked @ 15..=60_000 => Ok(asked),
        _ => Err(wrong()),
    }
}

/// A whole number from 0; nothing typed is 0.
fn count(typed: &str, most: i64) -> Result<i64, Message> {
    let number = if typed.is_empty() { Ok(0) } else { typed.parse::<i64>() };
    number.ok().filter(|n| (0..=most).contains(n)).ok_or_else(|| {
        Message::new(
            format!("Hãy nhập số từ 0 đến {most}."),
            format!("Enter a number from 0 to {most}."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;

    fn form() -> ProgrammeForm {
        let form = ProgrammeForm {
            name: "Đại sứ số".into(),
            from_day: "2026-08-01".into(),
            to_day: "2027-05-31".into(),
            signatory_title: "Hiệu trưởng".into(),
            signatory_name: "Đỗ Minh Hiếu".into(),
            place_name: "Đông Hưng Thuận".into(),
            ..ProgrammeForm::default()
        };
        form.with_tiers(&default_tiers())
    }

    #[test]
    fn the_defaults_read_back_as_they_were() {
        let parsed = ParsedProgramme::parse(&form()).unwrap();
        assert_eq!(parsed.tiers, default_tiers());
        assert_eq!(parsed.school_year, "2026–2027");
        assert_eq!(parsed.plan_date, None);
    }

    #[test]
    fn hours_may_have_quarters_with_a_comma_or_a_point() {
        assert_eq!(minutes("12,5"), Ok(750));
        assert_eq!(minutes("12.75"), Ok(765));
        for bad in ["", "0", "12,3", "-4", "mười", "99999999999999999999"] {
            assert!(minutes(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn tiers_rise_and_blank_rows_are_left_out() {
        let mut form = form();
        for column in [&mut form.tier_name_vi, &mut form.tier_name_en, &mut form.tier_hours] {
            column.push(String::new());
        }
        assert_eq!(ParsedProgramme::parse(&form).unwrap().tiers.len(), 3);
        form.tier_hours[1] = "10".into();
        let problems = ParsedProgramme::parse(&form).unwrap_err();
        assert!(problems.say("tier_hours-1", Lang::Vi).unwrap().contains("nhiều giờ hơn"));
    }

    #[test]
    fn the_period_stays_within_a_school_year() {
        let wrong = ProgrammeForm { to_day: "2027-08-01".into(), ..form() };
        assert!(ParsedProgramme::parse(&wrong).unwrap_err().of("to_day").is_some());
        let empty = ParsedProgramme::parse(&ProgrammeForm::default()).unwrap_err();
        for field in ["name", "from_day", "to_day", "signatory_name", "tier_name_vi-0"] {
            assert!(empty.of(field).is_some(), "{field}");
        }
    }
}
