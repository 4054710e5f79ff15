//! Which sessions there are: what a ward repeats every week, some more where the size
//! asks for it, and those that stand for a state (running now, full, draft, …).

mod patterns;

use std::collections::HashSet;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::Size;
use super::chance::Chance;
use super::setting::{Setting, Ward};
use crate::domain::at::At;
use crate::domain::eligibility::Spot;
use crate::domain::ids::*;
use patterns::{PATTERNS, Pattern};

/// The oldest session lies this many days back, the furthest ahead so many.
pub const DAYS_BACK: u64 = 70;
pub const DAYS_AHEAD: u64 = 14;
/// The four weeks around today are dense; before them there is one session in two.
const DENSE_DAYS: u64 = 14;

/// Why the cancelled session and its bookings were.
pub const CANCEL_REASON: &str = "Điểm hỗ trợ mất điện để sửa chữa";

/// Where a session of the plan stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Past,
    /// Over, its supports not confirmed yet.
    ToConfirm,
    Running,
    Ahead,
    /// Ahead, every bookable seat taken, people waiting.
    Full,
    Draft,
    AwaitingSchool,
    Cancelled,
}

/// A session of the plan.
pub struct Planned {
    pub id: SessionId,
    /// Index of the ward.
    pub ward: usize,
    pub spot: Spot,
    pub stage: Stage,
    pub title: String,
    pub topics: &'static [&'static str],
    pub starts_at: At,
    pub ends_at: At,
    pub slot_minutes: i64,
    pub seats: i64,
    pub wanted: i64,
    pub supervisors: Vec<AccountId>,
    pub access_notes: &'static str,
    /// Number of the weekly pattern it repeats.
    pub weekly: Option<usize>,
}

impl Planned {
    /// Its steps.
    pub fn slots(&self) -> i64 {
        self.ends_at.minutes_since(self.starts_at) / self.slot_minutes
    }

    /// The local day.
    pub fn day(&self) -> NaiveDate {
        self.starts_at.day()
    }
}

/// A session that may become one of the plan.
#[derive(Clone)]
struct Wish {
    pattern: &'static Pattern,
    weekly: Option<usize>,
    day: NaiveDate,
    from: i64,
    place: usize,
}

impl Wish {
    fn starts_at(&self) -> At {
        At::local(self.day, NaiveTime::MIN).plus_minutes(self.from)
    }

    fn ends_at(&self) -> At {
        self.starts_at().plus_minutes(self.pattern.to - self.pattern.from)
    }

    fn overlaps(&self, from: At, to: At) -> bool {
        self.starts_at() < to && from < self.ends_at()
    }
}

/// All sessions, by ward and time.
pub fn plan(setting: &Setting, size: &Size, chance: &mut Chance) -> Vec<Planned> {
    let mut planned = Vec::new();
    let home = size.sessions.min(80).max(size.sessions / setting.wards.len());
    let others = setting.wards.len() - 1;
    for (index, ward) in setting.wards.iter().enumerate() {
        let share = match index {
            0 => home,
            _ => {
                (size.sessions - home) / others
                    + usize::from(index <= (size.sessions - home) % others)
            }
        };
        let mut wishes = wishes(setting, ward, share, chance);
        if index == 0 {
            let (from, to) = running_time(setting.now);
            wishes.retain(|wish| !wish.overlaps(from, to));
        } else {
            wishes.retain(|wish| !wish.overlaps(setting.now, setting.now.plus_minutes(1)));
        }
        let first = planned.len();
        for wish in wishes {
            let id = SessionId(planned.len() as i64 + 1);
            planned.push(session(setting, index, id, &wish));
        }
        if index == 0 {
            name_the_stages(setting.now, &mut planned);
            for special in [running(setting), awaiting_school(setting), draft(setting)] {
                let id = SessionId(planned.len() as i64 + 1);
                planned.push(Planned { id, ..special });
            }
        }
        give_supervisors(ward, &mut planned[first..], chance);
    }
    planned
}

/// `share` of them: the weekly ones nearest to today first, then others anywhere.
fn wishes(setting: &Setting, ward: &Ward, share: usize, chance: &mut Chance) -> Vec<Wish> {
    let mut wishes = weekly(setting, ward);
    let distance = |wish: &Wish| (wish.day - setting.today).num_days().abs();
    wishes.sort_by_key(|wish| (distance(wish), wish.from));
    wishes.truncate(share);
    let mut taken: HashSet<(NaiveDate, usize)> =
        wishes.iter().map(|wish| (wish.day, wish.place)).collect();
    // Where every place is taken on every day there is no room for more.
    for _ in 0..share * 20 {
        if wishes.len() >= share {
            break;
        }
        let pattern = chance.one(&PATTERNS);
        let days = chance.between(-(DAYS_BACK as i64), DAYS_AHEAD as i64);
        let day = setting.today + chrono::TimeDelta::days(days);
        let place = chance.index(ward.places.len());
        let wish = Wish { pattern, weekly: None, day, from: pattern.from, place };
        // Pupils are free on the pattern's own kind of day: the weekend, or its weekday.
        let fits = match pattern.weekday.is_weekend() {
            true => day.weekday().number_from_monday() > 5,
            false => pattern.wanted == 0 || day.weekday() == pattern.weekday.chrono(),
        };
        let fits = fits && (pattern.wanted > 0 || day.weekday().number_from_monday() <= 5);
        if fits && !is_shut(setting, &wish) && taken.insert((day, place)) {
            wishes.push(wish);
        }
    }
    wishes.sort_by_key(|wish| (wish.starts_at(), wish.place));
    wishes
}

/// What the ward repeats; holidays are left out, exam weeks where pupils help.
fn weekly(setting: &Setting, ward: &Ward) -> Vec<Wish> {
    let mut wishes = Vec::new();
    let first = setting.today - Days::new(DAYS_BACK);
    for offset in 0..=DAYS_BACK + DAYS_AHEAD {
        let day = first + Days::new(offset);
        let dense = offset >= DAYS_BACK - DENSE_DAYS;
        let week = day.iso_week().week() as usize;
        for (number, pattern) in PATTERNS.iter().enumerate() {
            let due = day.weekday() == pattern.weekday.chrono()
                && week % pattern.every == pattern.turn
                && (dense || pattern.always);
            let place = pattern.place % ward.places.len();
            let from = pattern.from;
            let wish = Wish { pattern, weekly: Some(number), day, from, place };
            if due && !is_shut(setting, &wish) {
                wishes.push(wish);
            }
        }
    }
    wishes
}

fn is_shut(setting: &Setting, wish: &Wish) -> bool {
    let pupils = wish.pattern.wanted > 0;
    if pupils { setting.is_closed(wish.day) } else { setting.is_holiday(wish.day) }
}

fn session(setting: &Setting, ward: usize, id: SessionId, wish: &Wish) -> Planned {
    let pattern = wish.pattern;
    let stage = if wish.ends_at() <= setting.now { Stage::Past } else { Stage::Ahead };
    Planned {
        id,
        ward,
        spot: setting.wards[ward].places[wish.place],
        stage,
        title: wish.weekly.map_or(pattern.elsewhere, |_| pattern.title).to_owned(),
        topics: pattern.topics,
        starts_at: wish.starts_at(),
        ends_at: wish.ends_at(),
        slot_minutes: pattern.slot_minutes,
        seats: pattern.seats,
        wanted: pattern.wanted,
        supervisors: Vec::new(),
        access_notes: pattern.access_notes,
        weekly: wish.weekly,
    }
}

/// It began between half an hour and an hour ago, on the half hour; two and a half hours
/// long, but over by 19:00 when that leaves it a slot ahead, and by midnight in any case.
fn running_time(now: At) -> (At, At) {
    let midnight = At::local(now.day(), NaiveTime::MIN);
    let from = (now.minute_of_day() / 30 * 30 - 30).max(0);
    let latest = if from + 90 <= 19 * 60 { 19 * 60 } else { 24 * 60 };
    let to = (from + 150).min(latest);
    (midnight.plus_minutes(from), midnight.plus_minutes(to))
}

fn running(setting: &Setting) -> Planned {
    let (starts_at, ends_at) = running_time(setting.now);
    let minutes = (starts_at.minute_of_day(), setting.now.minute_of_day());
    let in_office_hours = minutes.0 >= 7 * 60 && ends_at.time() <= at_19() && ends_at > starts_at;
    let real = in_office_hours && !setting.is_closed(setting.today);
    // Nobody would hold it at night: it is there so that a desk can be tried at any hour.
    let mark = if real { "" } else { " (minh họa)" };
    Planned {
        id: SessionId(0),
        ward: 0,
        spot: setting.wards[0].places[1],
        stage: Stage::Running,
        title: format!("Giúp bà con làm quen VNeID{mark}"),
        topics: &["A1", "A2", "A4", "A5", "A7", "B5", "G4", "G5", "H1"],
        starts_at,
        ends_at,
        slot_minutes: 30,
        seats: 6,
        wanted: 6,
        supervisors: Vec::new(),
        access_notes: "Lối vào không có bậc, có ghế ưu tiên, có kính lão.",
        weekly: None,
    }
}

/// A Saturday or Sunday in about ten days, on which schools are not closed.
fn weekend_day(setting: &Setting, weekday: chrono::Weekday) -> NaiveDate {
    let first = setting.today + Days::new(9);
    let is_fit = |day: &NaiveDate| day.weekday() == weekday && !setting.is_closed(*day);
    first.iter_days().take(60).find(is_fit).unwrap_or(first)
}

/// The school has been asked and has not answered.
fn awaiting_school(setting: &Setting) -> Planned {
    let midnight = At::local(weekend_day(setting, chrono::Weekday::Sat), NaiveTime::MIN);
    Planned {
        id: SessionId(0),
        ward: 0,
        spot: setting.wards[0].places[3],
        stage: Stage::AwaitingSchool,
        title: "Mở cửa phòng Tin học cho bà con".to_owned(),
        topics: &["G3", "G4", "G5", "G6", "E3", "E4", "H2"],
        starts_at: midnight.plus_minutes(14 * 60),
        ends_at: midnight.plus_minutes(16 * 60 + 30),
        slot_minutes: 30,
        seats: 6,
        wanted: 8,
        supervisors: Vec::new(),
        access_notes: "Phòng ở tầng trệt, có 20 máy tính.",
        weekly: None,
    }
}

/// Begun and not posted yet.
fn draft(setting: &Setting) -> Planned {
    let midnight = At::local(weekend_day(setting, chrono::Weekday::Sun), NaiveTime::MIN);
    Planned {
        id: SessionId(0),
        ward: 0,
        spot: setting.wards[0].places[7],
        stage: Stage::Draft,
        title: "Phòng tránh lừa đảo dịp cuối năm".to_owned(),
        topics: &["H1", "H2", "H3", "A5", "G5"],
        starts_at: midnight.plus_minutes(14 * 60),
        ends_at: midnight.plus_minutes(16 * 60),
        slot_minutes: 30,
        seats: 4,
        wanted: 4,
        supervisors: Vec::new(),
        access_notes: "",
        weekly: None,
    }
}

fn at_19() -> NaiveTime {
    NaiveTime::from_hms_opt(19, 0, 0).unwrap_or_default()
}

/// Picks the sessions of the known ward that stand for a state; ids stay in order of time.
fn name_the_stages(now: At, planned: &mut [Planned]) {
    let with_pupils = |s: &Planned, stage| s.stage == stage && s.wanted > 0;
    let week_ago = now.plus_minutes(-7 * 24 * 60);
    if let Some(last) = planned
        .iter_mut()
        .filter(|s| with_pupils(s, Stage::Past) && s.ends_at > week_ago)
        .max_by_key(|s| s.ends_at)
    {
        last.stage = Stage::ToConfirm;
    }
    let tomorrow = now.plus_minutes(20 * 60);
    let mut ahead: Vec<&mut Planned> =
        planned.iter_mut().filter(|s| with_pupils(s, Stage::Ahead)).collect();
    ahead.sort_by_key(|s| s.starts_at);
    let full = ahead.iter().position(|s| s.starts_at > tomorrow && s.seats >= 4);
    for (number, session) in ahead.into_iter().enumerate() {
        session.stage = match full {
            Some(full) if number == full => Stage::Full,
            Some(full) if number == full + 3 => Stage::Cancelled,
            _ => Stage::Ahead,
        };
    }
}

/// Two adults each, three where many come; nobody in two places at once. Teachers
/// have lessons on weekdays.
fn give_supervisors(ward: &Ward, planned: &mut [Planned], chance: &mut Chance) {
    let mut busy: Vec<(AccountId, At, At)> = Vec::new();
    for session in planned {
        let weekend = session.day().weekday().number_from_monday() > 5;
        let mut adults: Vec<AccountId> = ward
            .supervisors
            .iter()
            .copied()
            .filter(|who| weekend || !ward.schools.iter().any(|school| school.officer == *who))
            .filter(|who| {
                !busy.iter().any(|(other, from, to)| {
                    other == who && *from < session.ends_at && session.starts_at < *to
                })
            })
            .collect();
        let known = session.stage == Stage::Running;
        if !known {
            chance.shuffle(&mut adults);
        }
        adults.truncate(if session.wanted >= 6 { 3 } else { 2 });
        busy.extend(adults.iter().map(|who| (*who, session.starts_at, session.ends_at)));
        session.supervisors = adults;
    }
}
