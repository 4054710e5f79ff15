//! The ambassadors: three known by name, the rest invented, in every state of
//! consent, certification and availability that a school meets.

use chrono::Days;

use super::Size;
use super::chance::Chance;
use super::names;
use super::residents::fictitious_phone;
use super::setting::{Class, Setting, Ward};
use crate::db::bulk::{
    AccountRow, AmbassadorRow, AvailabilityRow, CertificationRow, ConsentRow, ExceptionRow,
};
use crate::domain::access::AccountKind;
use crate::domain::at::At;
use crate::domain::consent::{ConsentMethod, Purpose, Side, TEXT_VERSION};
use crate::domain::eligibility::{Candidate, Certified, DayException, Limits, Weekly};
use crate::domain::ids::*;
use crate::domain::names::{fold, sort_key};
use crate::domain::school_year;
use crate::domain::topics::Tier;

/// Sign-in names of the first two.
pub const MINH_ANH: &str = "nvn-0001";
pub const QUOC_BAO: &str = "nvn-0002";

/// Everything to be written about pupils, and what the rest of the plan asks of them.
#[derive(Default)]
pub struct Pupils {
    pub accounts: Vec<AccountRow>,
    pub ambassadors: Vec<AmbassadorRow>,
    pub consents: Vec<ConsentRow>,
    pub certifications: Vec<CertificationRow>,
    pub availability: Vec<AvailabilityRow>,
    pub exceptions: Vec<ExceptionRow>,
    pub all: Vec<Pupil>,
}

/// One pupil as the plan of sessions sees them.
pub struct Pupil {
    /// What the product itself asks before it lets a pupil take a shift.
    pub candidate: Candidate,
    /// Index of the ward.
    pub ward: usize,
    pub teacher: AccountId,
    /// Both sides agree that the pupil takes part.
    pub agreed: bool,
    pub level: i64,
    /// How often this pupil asks for a shift, 0 to 100: somebody has to reach the
    /// highest tier, and most come now and then.
    pub zeal: i64,
}

/// Invents them.
pub fn plan(setting: &Setting, size: &Size, hash: &str, chance: &mut Chance) -> Pupils {
    let mut pupils = Pupils::default();
    let homes = homes(setting);
    let mut numbers = vec![0_i64; homes.len()];
    for n in 0..size.ambassadors {
        let home = pick_home(n, homes.len(), chance);
        numbers[home] += 1;
        let (ward, school) = homes[home];
        let newcomer = Newcomer {
            setting,
            hash,
            id: AmbassadorId(n as i64 + 1),
            account: AccountId(setting.next_account + n as i64),
            ward,
            school,
            number: numbers[home],
        };
        newcomer.sign_up(chance, &mut pupils);
    }
    pupils
}

/// (ward, school) of every school, the known one first.
fn homes(setting: &Setting) -> Vec<(usize, usize)> {
    let schools = |(w, ward): (usize, &Ward)| (0..ward.schools.len()).map(move |s| (w, s));
    setting.wards.iter().enumerate().flat_map(schools).collect()
}

/// The first sixty go to the ward's own schools, most of them to the known one.
fn pick_home(n: usize, homes: usize, chance: &mut Chance) -> usize {
    match n {
        0..6 => 0,
        6..60 => usize::from(chance.percent(15)),
        _ => chance.index(homes),
    }
}

/// A pupil who signs up.
struct Newcomer<'a> {
    setting: &'a Setting,
    hash: &'a str,
    id: AmbassadorId,
    account: AccountId,
    ward: usize,
    school: usize,
    /// Running number within the school.
    number: i64,
}

/// What is known of a pupil before the dice fall.
struct Known {
    name: &'static str,
    class: &'static str,
    level: i64,
    zeal: i64,
}

const KNOWN: [Known; 3] = [
    Known { name: "Nguyễn Ngọc Minh Anh", class: "8A1", level: 1, zeal: 50 },
    // Eleven years old: helps at home only, so far.
    Known { name: "Trần Quốc Bảo", class: "6/3", level: 0, zeal: 0 },
    Known { name: "Lê Gia Hân", class: "8A1", level: 2, zeal: 100 },
];

impl Newcomer<'_> {
    fn known(&self) -> Option<&'static Known> {
        KNOWN.get(self.id.0 as usize - 1)
    }

    fn sign_up(&self, chance: &mut Chance, pupils: &mut Pupils) {
        let ward = &self.setting.wards[self.ward];
        let school = &ward.schools[self.school];
        let class = self
            .known()
            .and_then(|known| school.classes.iter().find(|class| class.name == known.class))
            .unwrap_or_else(|| chance.one(&school.classes));
        let name = self.known().map_or_else(|| names::pupil(chance), |k| k.name.to_owned());
        let guardian = names::guardian(chance, &name);
        let signatures = self.consents(chance, (&name, &guardian), pupils);
        let signed = |side| signatures.iter().any(|(s, _)| *s == side);
        let agreed = signed(Side::Child) && signed(Side::Guardian);
        let level = self.known().map_or_else(|| level(chance, class.grade, agreed), |k| k.level);
        let candidate = Candidate {
            ambassador: self.id,
            school: school.id,
            active: true,
            birth_year: i64::from(self.setting.first_year) - class.grade - 5,
            signatures,
            certified: self.certifications(chance, level, class, pupils),
            free: self.availability(chance, level, class, pupils),
            exceptions: self.away(chance, pupils),
            lessons: class.lessons.clone(),
            shifts: Vec::new(),
            vetoed: Vec::new(),
            kept_apart: Vec::new(),
            week_cap: 480,
            limits: Limits::default(),
        };
        self.enrol(chance, (&name, &guardian), &candidate, (class, level), pupils);
        let zeal = self.known().map_or_else(
            || chance.weighted(&[(100, 7), (60, 20), (30, 38), (0, 35)]),
            |known| known.zeal,
        );
        let teacher = class.teacher;
        pupils.all.push(Pupil { candidate, ward: self.ward, teacher, agreed, level, zeal });
    }

    /// The account and the place on the roster.
    fn enrol(
        &self,
        chance: &mut Chance,
        (name, guardian): (&str, &str),
        candidate: &Candidate,
        (class, level): (&Class, i64),
        pupils: &mut Pupils,
    ) {
        let ward = &self.setting.wards[self.ward];
        let school = &ward.schools[self.school];
        let code = format!("{}-{:04}", school.code.to_lowercase(), self.number);
        pupils.ambassadors.push(AmbassadorRow {
            id: self.id,
            account_id: self.account,
            school_id: school.id,
            class_id: class.id,
            birth_year: candidate.birth_year,
            home_area_id: Some(*chance.one(&ward.areas)),
            languages: if chance.percent(6) { "vi,en" } else { "vi" }.to_owned(),
            guardian_name: guardian.to_owned(),
            guardian_phone: Some(fictitious_phone(500 + self.id.0 % 400)),
            guardian_email: Some(format!("phuhuynh.{code}@giadinh.example")),
            week_cap_minutes: candidate.week_cap,
            level,
            badge: code.to_uppercase(),
        });
        pupils.accounts.push(AccountRow {
            id: self.account,
            kind: AccountKind::Ambassador,
            sign_in_name: code,
            password_hash: Some(self.hash.to_owned()),
            search: fold(name),
            sort_key: sort_key(name),
            name: name.to_owned(),
            title: String::new(),
            email: None,
            phone: None,
            created_at: self.joined_at(),
        });
    }

    /// Eleven weeks ago, before the oldest session of the demo.
    fn joined_at(&self) -> At {
        self.setting.now.plus_minutes(-(80 - self.id.0 % 5) * 24 * 60)
    }

    /// Signs; answers the standing signatures to take part.
    fn consents(
        &self,
        chance: &mut Chance,
        (name, guardian): (&str, &str),
        pupils: &mut Pupils,
    ) -> Vec<(Side, String)> {
        let luck = chance.between(0, 99);
        let (child, parent, withdrawn) = match luck {
            _ if self.known().is_some() => (true, true, false),
            0..78 => (true, true, false),
            78..86 => (true, false, false),
            86..91 => (false, true, false),
            91..96 => (false, false, false),
            _ => (true, true, true),
        };
        let mut purposes = vec![Purpose::TakingPart];
        for (purpose, percent) in
            [(Purpose::ScheduleMessages, 85), (Purpose::Photo, 50), (Purpose::PublicName, 45)]
        {
            let named = self.known().is_some() && purpose == Purpose::PublicName;
            if chance.percent(percent) || named {
                purposes.push(purpose);
            }
        }
        if purposes.contains(&Purpose::ScheduleMessages) {
            purposes.push(Purpose::ArrivalMessages);
        }
        let paper = chance.percent(60);
        let mut standing = Vec::new();
        for purpose in purposes {
            for (side, signs, by) in
                [(Side::Child, child, name), (Side::Guardian, parent, guardian)]
            {
                let signs = signs && purpose.sides().contains(&side);
                let taking_part = purpose == Purpose::TakingPart;
                let gone = withdrawn && side == Side::Guardian && taking_part;
                for year in self.setting.years.iter().filter(|_| signs) {
                    pupils.consents.push(self.signature(purpose, side, year, (paper, by, gone)));
                    if taking_part && !gone {
                        standing.push((side, year.clone()));
                    }
                }
            }
        }
        standing
    }

    fn signature(
        &self,
        purpose: Purpose,
        side: Side,
        year: &str,
        (paper, by, withdrawn): (bool, &str, bool),
    ) -> ConsentRow {
        let method = match (paper, side) {
            (true, _) => ConsentMethod::Paper,
            (false, Side::Child) => ConsentMethod::Account,
            (false, Side::Guardian) => ConsentMethod::Link,
        };
        let school = &self.setting.wards[self.ward].schools[self.school];
        ConsentRow {
            ambassador_id: self.id,
            purpose,
            side,
            school_year: year.to_owned(),
            text_version: TEXT_VERSION.to_owned(),
            method,
            given_at: self.joined_at().plus_minutes(24 * 60),
            given_by: by.to_owned(),
            entered_by: paper.then_some(school.officer),
            withdrawn_at: withdrawn.then(|| self.setting.now.plus_minutes(-3 * 24 * 60)),
        }
    }

    /// Level 1 opens topics in sight of an adult, level 2 those within arm's reach.
    fn certifications(
        &self,
        chance: &mut Chance,
        level: i64,
        class: &Class,
        pupils: &mut Pupils,
    ) -> Vec<Certified> {
        let mut topics = Vec::new();
        if level >= 1 {
            let guide = chance.some(&self.setting.topics_of(Tier::Guide), 80);
            topics.extend(guide.into_iter().map(|topic| (topic, 1.max(level - 1))));
        }
        if level >= 2 {
            let adult = chance.some(&self.setting.topics_of(Tier::Adult), 45);
            topics.extend(adult.into_iter().map(|topic| (topic, level)));
        }
        // One in thirty forgot to renew.
        let expired = self.known().is_none() && chance.percent(3);
        let today = self.setting.today;
        let (from_day, to_day) = match expired {
            true => (today - Days::new(400), today - Days::new(35)),
            false => (today - Days::new(78), school_year::days(today).1),
        };
        pupils.certifications.extend(topics.iter().map(|(topic, level)| CertificationRow {
            ambassador_id: self.id,
            topic_code: (*topic).to_owned(),
            level: *level,
            certified_on: from_day,
            expires_on: to_day,
            certified_by: Some(class.teacher),
        }));
        let certified = |(topic, level): (&str, i64)| Certified {
            topic: topic.to_owned(),
            level,
            from_day,
            to_day,
        };
        topics.into_iter().map(certified).collect()
    }

    fn availability(
        &self,
        chance: &mut Chance,
        level: i64,
        class: &Class,
        pupils: &mut Pupils,
    ) -> Vec<Weekly> {
        let generous = self.known().is_some();
        if level == 0 || (!generous && chance.percent(5)) {
            return Vec::new();
        }
        // Half days without lessons: mornings of the lower grades, afternoons of the upper.
        let off = if class.grade >= 8 { (780, 1005) } else { (450, 690) };
        let times = [
            (6, (420, 690), 85),
            (6, (810, 1020), 50),
            (7, (420, 690), 70),
            (3, (1005, 1140), 45),
            (5, (1005, 1140), 40),
            (2, (1005, 1140), 20),
            (4, (1005, 1140), 20),
            (1, off, 45),
            (3, off, 45),
            (5, off, 45),
        ];
        let mut free = Vec::new();
        for (weekday, minutes, percent) in times {
            if generous || chance.percent(percent) {
                free.push(Weekly { weekday, minutes });
            }
        }
        pupils.availability.extend(free.iter().map(|weekly| AvailabilityRow {
            ambassador_id: self.id,
            weekday: weekly.weekday,
            from_minute: weekly.minutes.0,
            to_minute: weekly.minutes.1,
        }));
        free
    }

    /// One in eight is away on a day of the coming fortnight.
    fn away(&self, chance: &mut Chance, pupils: &mut Pupils) -> Vec<DayException> {
        if self.known().is_some() || !chance.percent(12) {
            return Vec::new();
        }
        let day = self.setting.today + Days::new(chance.between(1, 14) as u64);
        let away = DayException { day, available: false, minutes: (0, 24 * 60) };
        pupils.exceptions.push(ExceptionRow {
            ambassador_id: self.id,
            day,
            available: away.available,
            from_minute: away.minutes.0,
            to_minute: away.minutes.1,
        });
        vec![away]
    }
}

/// Who has not agreed is not trained further; public services begin in grade 8.
fn level(chance: &mut Chance, grade: i64, agreed: bool) -> i64 {
    match (agreed, grade) {
        (false, _) => chance.weighted(&[(0, 70), (1, 30)]),
        (true, ..8) => chance.weighted(&[(0, 10), (1, 90)]),
        (true, _) => chance.weighted(&[(0, 4), (1, 36), (2, 50), (3, 10)]),
    }
}
