//! The school's roster: adding pupils singly or from a pasted list, their details,
//! certifications, and the school's own calendar.

mod apart;
mod calendar;
mod paste;

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

pub use apart::{ApartForm, NewPair, already_apart};
pub use calendar::{ClosedForm, LessonsForm, LimitsForm, NewClosed, read_limits};
pub use paste::{PasteForm, PastedLine, read_lines};

use super::eligibility::{Limits, age_on};
use super::ids::{AreaId, ClassId};
use super::names::tidy;
use super::phone::Phone;
use super::refusal::{Message, Problems};
use super::school_year;
use super::staff::{email, person_name};
use super::topics::Tier;
use super::typed;

/// A class as forms choose it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassChoice {
    pub id: ClassId,
    pub name: String,
}

/// A pupil as typed, new or with changed details.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PupilForm {
    #[validate(length(max = 100))]
    pub name: String,
    #[validate(length(max = 20))]
    pub class: String,
    #[validate(length(max = 10))]
    pub birth_year: String,
    #[validate(length(max = 100))]
    pub guardian_name: String,
    #[validate(length(max = 30))]
    pub guardian_phone: String,
    #[validate(length(max = 200))]
    pub guardian_email: String,
}

/// A pupil as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PupilDetails {
    pub name: String,
    pub class: ClassId,
    pub birth_year: i64,
    pub guardian_name: String,
    pub guardian_phone: Option<String>,
    pub guardian_email: Option<String>,
}

impl PupilDetails {
    /// Reads the form; `class` holds a class's id.
    pub fn parse(
        form: &PupilForm,
        classes: &[ClassChoice],
        today: NaiveDate,
    ) -> Result<PupilDetails, Problems> {
        let class = classes.iter().find(|class| class.id.to_string() == form.class);
        PupilDetails::read(form, class, today)
    }

    fn read(
        form: &PupilForm,
        class: Option<&ClassChoice>,
        today: NaiveDate,
    ) -> Result<PupilDetails, Problems> {
        let mut problems = Problems::none();
        let name = problems.take("name", person_name(&form.name));
        let class = problems.take("class", class.map(|c| c.id).ok_or_else(no_class));
        let birth_year = problems.take("birth_year", birth_year(&form.birth_year, today));
        let guardian_name = problems.take("guardian_name", person_name(&form.guardian_name));
        let phone = problems.take("guardian_phone", Phone::optional(&form.guardian_phone));
        let mail = match form.guardian_email.trim() {
            "" => None,
            typed => problems.take("guardian_email", email(typed)),
        };
        match (problems.is_empty(), name, class, birth_year, guardian_name, phone) {
            (true, Some(name), Some(class), Some(birth_year), Some(guardian_name), Some(phone)) => {
                Ok(PupilDetails {
                    name,
                    class,
                    birth_year,
                    guardian_name,
                    guardian_phone: phone.map(|phone| phone.as_str().to_owned()),
                    guardian_email: mail,
                })
            }
            _ => Err(problems),
        }
    }
}

fn no_class() -> Message {
    Message::new(
        "Hãy chọn một lớp của trường trong năm học này.",
        "Choose a class of the school in this school year.",
    )
}

fn birth_year(text: &str, today: NaiveDate) -> Result<i64, Message> {
    let year = typed::whole(text);
    year.filter(|year| Limits::default().ages.contains(&age_on(*year, today))).ok_or_else(|| {
        Message::new(
            "Chỉ ghi năm sinh; đại sứ số từ 11 đến 18 tuổi.",
            "Only the year of birth; ambassadors are 11 to 18 years old.",
        )
    })
}

/// What the school decides about a pupil beyond the details.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct StandingForm {
    #[validate(length(max = 2))]
    pub level: String,
    #[validate(length(max = 2))]
    pub week_hours: String,
    #[validate(length(max = 20))]
    pub home_area: String,
}

/// The step on the learning path, the pupil's own ceiling, and where home is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PupilStanding {
    /// 0 to 3.
    pub level: i64,
    pub week_cap_minutes: i64,
    pub home_area: Option<AreaId>,
}

impl PupilStanding {
    /// Reads the form; nobody's ceiling is above that of the house.
    pub fn parse(form: &StandingForm, areas: &[AreaId]) -> Result<PupilStanding, Problems> {
        let mut problems = Problems::none();
        let choose = || Message::new("Hãy chọn một mục.", "Choose one.");
        let level = typed::whole(&form.level).filter(|level| (0..=3).contains(level));
        let level = problems.take("level", level.ok_or_else(choose));
        let most = Limits::default().week_minutes / 60;
        let hours = typed::whole(&form.week_hours).filter(|hours| (0..=most).contains(hours));
        let hours = problems.take("week_hours", hours.ok_or_else(choose));
        let home_area = areas.iter().copied().find(|area| area.to_string() == form.home_area);
        if home_area.is_none() && !form.home_area.is_empty() {
            problems.add("home_area", choose());
        }
        match (problems.is_empty(), level, hours) {
            (true, Some(level), Some(hours)) => {
                Ok(PupilStanding { level, week_cap_minutes: hours * 60, home_area })
            }
            _ => Err(problems),
        }
    }
}

/// Topics a pupil is certified for at a level until a day.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct CertifyForm {
    #[validate(length(max = 60))]
    pub topics: Vec<String>,
    #[validate(length(max = 2))]
    pub level: String,
    #[validate(length(max = 20))]
    pub until: String,
}

/// Certifications to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certifying {
    pub topics: Vec<String>,
    pub level: i64,
    pub until: NaiveDate,
}

impl Certifying {
    /// Reads the form. Topics of tier R are not for pupils; a certification ends with
    /// the school year at the latest (dossier §2.4).
    pub fn parse(
        form: &CertifyForm,
        catalogue: &[(String, Tier)],
        today: NaiveDate,
    ) -> Result<Certifying, Problems> {
        let mut problems = Problems::none();
        let topics: Vec<String> = catalogue
            .iter()
            .filter(|(code, tier)| *tier != Tier::Reserved && form.topics.contains(code))
            .map(|(code, _)| code.clone())
            .collect();
        if topics.is_empty() {
            problems.add(
                "topics",
                Message::new("Chọn ít nhất một thủ tục.", "Choose at least one topic."),
            );
        }
        let level = typed::whole(&form.level).filter(|level| (1..=3).contains(level));
        let level = level.ok_or_else(|| Message::new("Hãy chọn cấp.", "Choose the level."));
        let level = problems.take("level", level);
        let (_, last) = school_year::days(today);
        let until = match form.until.trim() {
            "" => Some(last),
            typed => typed::day(typed).filter(|day| (today..=last).contains(day)),
        };
        let until = problems.take(
            "until",
            until.ok_or_else(|| {
                Message::new(
                    "Chọn một ngày từ hôm nay đến hết năm học.",
                    "Choose a day from today to the end of the school year.",
                )
            }),
        );
        match (problems.is_empty(), level, until) {
            (true, Some(level), Some(until)) => Ok(Certifying { topics, level, until }),
            _ => Err(problems),
        }
    }
}

/// "nvn-0012": how a pupil signs in, the school's code and a number of the school's.
pub fn sign_in_name(school_code: &str, number: i64) -> String {
    format!("{}-{number:04}", school_code.to_lowercase())
}

/// The number in a sign-in name of this school; none when it is of another make.
pub fn sign_in_number(school_code: &str, name: &str) -> Option<i64> {
    let rest = name.strip_prefix(&school_code.to_lowercase())?.strip_prefix('-')?;
    rest.parse().ok().filter(|number| *number > 0)
}

/// Letters and digits that a child cannot mistake for one another on paper.
const PLAIN: &[u8; 29] = b"abcdefghkmnpqrstuvwxyz2345679";

/// A first password from random bits: "k7mp-4rtx", 39 bits behind a door that shuts
/// after ten tries.
pub fn first_password(random: u64) -> String {
    let mut rest = random;
    let mut out = String::with_capacity(9);
    for i in 0..8 {
        if i == 4 {
            out.push('-');
        }
        out.push(char::from(PLAIN[(rest % PLAIN.len() as u64) as usize]));
        rest /= PLAIN.len() as u64;
    }
    out
}

/// One card, to be cut out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    pub name: String,
    pub class_name: String,
    pub sign_in_name: String,
    /// None when the pupil keeps the one already set.
    pub password: Option<String>,
    /// What the card's QR code says: the way in, together with the number.
    pub link: String,
    /// Four digits, handed over apart from the card.
    pub number: String,
}

/// A sheet of cards. The passwords are stored nowhere else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    pub school: String,
    /// Where one signs in.
    pub address: String,
    /// The last day of the school year, with which the cards end.
    pub good_to: NaiveDate,
    pub cards: Vec<Card>,
}

/// A tidy search text, as the roster's filter takes it.
pub fn search_text(typed: &str) -> String {
    super::names::fold(&tidy(typed)).chars().take(60).collect()
}

#[cfg(test)]
mod tests;
