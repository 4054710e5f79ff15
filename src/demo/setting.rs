//! Where it plays: the ward Đông Hưng Thuận with its schools, and for larger sizes
//! as many further wards as the numbers need.

mod closed;
mod home;
mod others;

pub use others::COUNT as OTHER_WARDS;

use chrono::{Datelike, Days, NaiveDate};

use super::Size;
use super::chance::Chance;
use super::staff;
use crate::db::organisations::{self, NewOrganisation, NewPlace};
use crate::domain::access::OrganisationKind;
use crate::domain::at::At;
use crate::domain::eligibility::{Spot, Weekly};
use crate::domain::ids::*;
use crate::domain::school_year::{self, ClosedSpan};
use crate::domain::topics::{Tier, Topic, shipped};
use crate::service::{Act, Answer, Error};

/// Everything that stands before the first pupil signs up.
pub struct Setting {
    pub now: At,
    pub today: NaiveDate,
    /// "2026–2027".
    pub year: String,
    /// The school years in which the demo's sessions lie, this one last.
    pub years: Vec<String>,
    /// 2026.
    pub first_year: i32,
    pub wards: Vec<Ward>,
    pub closed: Vec<ClosedSpan>,
    pub topics: Vec<Topic>,
    /// The first account id that is not yet used.
    pub next_account: i64,
}

/// A ward with its people and places.
pub struct Ward {
    pub id: OrganisationId,
    pub areas: Vec<AreaId>,
    pub places: Vec<Spot>,
    pub coordinator: AccountId,
    pub supervisors: Vec<AccountId>,
    pub schools: Vec<School>,
}

/// A school with its classes.
pub struct School {
    pub id: OrganisationId,
    pub code: String,
    pub officer: AccountId,
    pub board: AccountId,
    pub classes: Vec<Class>,
}

/// A class and when it has lessons.
#[derive(Clone, Debug)]
pub struct Class {
    pub id: ClassId,
    pub name: String,
    pub grade: i64,
    pub teacher: AccountId,
    pub lessons: Vec<Weekly>,
}

impl Setting {
    /// Makes it, with everybody who signs in as staff.
    pub fn build(act: &mut Act<'_>, size: &Size, hash: &str) -> Answer<Setting> {
        let today = act.now.day();
        let (first_day, _) = school_year::days(today);
        let topics = shipped().map_err(|error| Error::Fault(error.to_string()))?;
        let mut setting = Setting {
            now: act.now,
            today,
            year: school_year::of(today),
            years: years(today),
            first_year: first_day.year(),
            wards: Vec::new(),
            closed: Vec::new(),
            topics,
            next_account: 0,
        };
        let mut desk = Desk::new(act, hash, setting.year.clone(), size.seed);
        setting.wards.push(home::build(&mut desk)?);
        for name in others::NAMES.iter().take(size.other_wards()) {
            setting.wards.push(others::build(&mut desk, name)?);
        }
        setting.next_account = desk.accounts + 1;
        for days in closed::all(&setting) {
            organisations::add_closed_days(act.conn, &days)?;
        }
        let schools: Vec<OrganisationId> =
            setting.wards.iter().flat_map(|ward| &ward.schools).map(|school| school.id).collect();
        let (from, to) = (today - Days::new(100), today + Days::new(100));
        let closed = organisations::closed_days(act.conn, &schools, from, to)?;
        setting.closed.extend(closed.into_iter().map(ClosedSpan::from));
        Ok(setting)
    }

    /// Are schools in exam weeks, or is it a holiday of the country?
    pub fn is_closed(&self, day: NaiveDate) -> bool {
        self.closed.iter().any(|days| days.from_day <= day && day <= days.to_day)
    }

    /// Is it a holiday of the whole country?
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        let holiday = |days: &&ClosedSpan| days.organisation.is_none();
        self.closed.iter().filter(holiday).any(|days| days.from_day <= day && day <= days.to_day)
    }

    /// The codes of all topics of a tier.
    pub fn topics_of(&self, tier: Tier) -> Vec<&str> {
        self.topics.iter().filter(|t| t.tier == tier).map(|t| t.code.as_str()).collect()
    }

    /// The topic's tier; an unknown one counts as the strictest.
    pub fn tier(&self, code: &str) -> Tier {
        self.topics.iter().find(|t| t.code == code).map_or(Tier::Reserved, |t| t.tier)
    }

    /// The minutes a topic is planned to take.
    pub fn minutes(&self, code: &str) -> i64 {
        self.topics.iter().find(|t| t.code == code).map_or(30, |t| t.minutes)
    }
}

/// What the builders hand round: the act, the dice, and how many accounts there are.
pub struct Desk<'a, 'b> {
    pub act: &'a mut Act<'b>,
    pub hash: &'a str,
    pub year: String,
    pub chance: Chance,
    pub accounts: i64,
}

impl<'a, 'b> Desk<'a, 'b> {
    pub fn new(act: &'a mut Act<'b>, hash: &'a str, year: String, seed: u64) -> Desk<'a, 'b> {
        Desk { act, hash, year, chance: Chance::new(seed), accounts: 0 }
    }

    fn organisation(&mut self, new: &NewOrganisation<'_>) -> Answer<OrganisationId> {
        Ok(organisations::add(self.act.conn, new, self.act.now)?)
    }

    fn areas(&mut self, ward: OrganisationId, aliases: &[&str]) -> Answer<Vec<AreaId>> {
        let mut areas = Vec::new();
        for (index, alias) in aliases.iter().enumerate() {
            let name = format!("Khu phố {}", index + 1);
            let position = index as i64 + 1;
            areas.push(organisations::add_area(self.act.conn, ward, &name, alias, position)?);
        }
        // Two rows of five, numbered there and back: 1 2 3 4 5 above 10 9 8 7 6.
        for index in 1..areas.len() {
            organisations::add_neighbours(self.act.conn, areas[index - 1], areas[index])?;
        }
        for index in 0..areas.len() / 2 - 1 {
            let opposite = areas.len() - 1 - index;
            organisations::add_neighbours(self.act.conn, areas[index], areas[opposite])?;
        }
        Ok(areas)
    }

    fn place(&mut self, new: &NewPlace<'_>) -> Answer<Spot> {
        let place = organisations::add_place(self.act.conn, new)?;
        Ok(Spot { place, east_m: new.at.0, north_m: new.at.1 })
    }

    /// A school with one class teacher per class.
    fn school(
        &mut self,
        ward: OrganisationId,
        new: &SchoolPlan<'_>,
        officer: &staff::Staff<'_>,
        board: &staff::Staff<'_>,
    ) -> Answer<School> {
        let id = self.organisation(&NewOrganisation {
            kind: OrganisationKind::School,
            ward: Some(ward),
            name: new.name,
            short_name: new.short_name,
            code: new.code,
            parent_name: new.parent_name,
            aliases: "",
            phone: new.phone,
            address: new.address,
        })?;
        let officer = staff::school_officer(self, id, officer)?;
        let board = staff::board(self, id, board)?;
        let mut classes = Vec::new();
        for name in new.classes {
            classes.push(self.class(id, new.code, name)?);
        }
        Ok(School { id, code: new.code.to_owned(), officer, board, classes })
    }

    fn class(&mut self, school: OrganisationId, code: &str, name: &str) -> Answer<Class> {
        let grade = name.chars().next().and_then(|c| c.to_digit(10)).map_or(6, i64::from);
        let id = organisations::add_class(self.act.conn, school, &self.year, name, grade)?;
        let lessons = lessons(grade);
        for lesson in &lessons {
            organisations::add_lesson_hours(self.act.conn, id, lesson.weekday, lesson.minutes)?;
        }
        let teacher = staff::class_teacher(self, school, code, id, name)?;
        Ok(Class { id, name: name.to_owned(), grade, teacher, lessons })
    }
}

/// A school to be made.
struct SchoolPlan<'a> {
    name: &'a str,
    short_name: &'a str,
    code: &'a str,
    parent_name: &'a str,
    phone: &'a str,
    address: &'a str,
    classes: &'a [&'a str],
}

/// The upper grades learn in the morning, the lower ones in the afternoon, as in
/// schools with fewer rooms than classes; two half days a week everybody stays longer.
fn lessons(grade: i64) -> Vec<Weekly> {
    let (every_day, longer) = match grade {
        8.. => ((7 * 60, 11 * 60 + 15), (13 * 60 + 30, 16 * 60)),
        _ => ((12 * 60 + 45, 16 * 60 + 45), (8 * 60, 10 * 60 + 15)),
    };
    let every_day = (1..=5).map(|weekday| Weekly { weekday, minutes: every_day });
    every_day.chain([2, 4].map(|weekday| Weekly { weekday, minutes: longer })).collect()
}

/// The school year ten weeks ago, when it was another one, and this one.
fn years(today: NaiveDate) -> Vec<String> {
    let mut years = vec![school_year::of(today - Days::new(70)), school_year::of(today)];
    years.dedup();
    years
}
