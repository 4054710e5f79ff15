//! What the question is asked about: a pupil and a session.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Weekly, level_for};
use crate::domain::at::At;
use crate::domain::consent::Side;
use crate::domain::ids::{AmbassadorId, OrganisationId, PlaceId, SessionId};
use crate::domain::sessions::SessionState;
use crate::domain::topics::Tier;

/// A pupil who might take a shift. Shifts, exceptions and signatures need only cover
/// the week around the sessions that are asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub ambassador: AmbassadorId,
    pub school: OrganisationId,
    /// Both the account and the pupil's place on the roster.
    pub active: bool,
    pub birth_year: i64,
    /// Standing signatures to take part: whose, and for which school year.
    pub signatures: Vec<(Side, String)>,
    pub certified: Vec<Certified>,
    /// Weekly free times.
    pub free: Vec<Weekly>,
    pub exceptions: Vec<DayException>,
    /// Lesson hours of the pupil's class.
    pub lessons: Vec<Weekly>,
    /// Shifts that stand or were done; those absent, declined or withdrawn are not held.
    pub shifts: Vec<Held>,
    /// Sessions to which the guardian said no.
    pub vetoed: Vec<SessionId>,
    /// Pupils never in one session with this one.
    pub kept_apart: Vec<AmbassadorId>,
    /// The pupil's own ceiling, minutes a week.
    pub week_cap: i64,
    pub limits: Limits,
}

impl Candidate {
    /// Certified for the topic on that day, at a level its tier accepts.
    pub fn is_certified(&self, topic: &str, tier: Tier, day: NaiveDate) -> bool {
        let Some(lowest) = level_for(tier) else { return false };
        self.certified
            .iter()
            .any(|c| c.topic == topic && c.level >= lowest && c.from_day <= day && day <= c.to_day)
    }
}

/// A topic a pupil may help with, from a day to a day, both included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certified {
    pub topic: String,
    /// 1 to 3.
    pub level: i64,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
}

/// A single day that differs from the week: free at other times, or away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayException {
    pub day: NaiveDate,
    pub available: bool,
    /// Minutes after midnight, `[from, to)`.
    pub minutes: (i64, i64),
}

/// A shift the pupil has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    pub session: SessionId,
    pub starts_at: At,
    pub ends_at: At,
    pub spot: Spot,
}

impl Held {
    /// Its length.
    pub fn minutes(&self) -> i64 {
        self.ends_at.minutes_since(self.starts_at)
    }
}

/// Where something takes place; metres from the ward's reference point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spot {
    pub place: PlaceId,
    pub east_m: i64,
    pub north_m: i64,
}

/// A session as far as its pupils are concerned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionFacts {
    pub id: SessionId,
    pub ward: OrganisationId,
    pub state: SessionState,
    pub starts_at: At,
    pub ends_at: At,
    pub spot: Spot,
    pub topics: Vec<(String, Tier)>,
    /// Adults named for the session; while it runs, adults in the room.
    pub supervisors: i64,
    pub pupils_per_adult: i64,
    pub ambassadors_wanted: i64,
    /// Pupils who have a place in it.
    pub members: Vec<AmbassadorId>,
    /// Schools that release their pupils for it.
    pub approved_by: Vec<OrganisationId>,
}

impl SessionFacts {
    /// Its length.
    pub fn minutes(&self) -> i64 {
        self.ends_at.minutes_since(self.starts_at)
    }

    /// Minutes after the midnight of its first day; past midnight the end exceeds 1440.
    pub fn minutes_of_day(&self) -> (i64, i64) {
        let from = self.starts_at.minute_of_day();
        (from, from + self.minutes())
    }
}

/// The ceilings for pupils. Those of the house are the highest there are; a school's
/// settings can only tighten them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    pub session_minutes: i64,
    pub day_minutes: i64,
    pub week_minutes: i64,
    /// Minutes after midnight by which a shift has ended.
    pub latest_end: i64,
    pub ages: RangeInclusive<i64>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            session_minutes: 3 * 60,
            day_minutes: 3 * 60,
            week_minutes: 8 * 60,
            latest_end: 19 * 60,
            ages: 11..=18,
        }
    }
}

impl Limits {
    /// The ceilings of the house, tightened by the school's settings (its JSON object,
    /// key `pupils`).
    pub fn of_school(settings: &str) -> Limits {
        Limits::default().tightened(&OwnLimits::of_settings(settings))
    }

    /// These ceilings, or a school's own where they are lower; a wish to loosen is ignored.
    pub fn tightened(mut self, wish: &OwnLimits) -> Limits {
        let lower = |own: &mut i64, wish: Option<i64>| *own = wish.map_or(*own, |w| w.min(*own));
        lower(&mut self.session_minutes, wish.session_minutes);
        lower(&mut self.week_minutes, wish.week_minutes);
        lower(&mut self.latest_end, wish.latest_end);
        self
    }
}

/// The part of a school's settings that concerns its pupils.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnLimits {
    pub session_minutes: Option<i64>,
    pub week_minutes: Option<i64>,
    pub latest_end: Option<i64>,
}

impl OwnLimits {
    /// From a school's settings. Those nobody can read tighten nothing: the house's own
    /// ceilings still hold.
    pub fn of_settings(json: &str) -> OwnLimits {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Settings {
            pupils: OwnLimits,
        }
        serde_json::from_str::<Settings>(json).unwrap_or_default().pupils
    }

    /// The settings with these limits in them; everything else in them stays.
    pub fn into_settings(self, json: &str) -> String {
        let mut settings: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(json).unwrap_or_default();
        settings.insert("pupils".to_owned(), serde_json::json!(self));
        serde_json::Value::Object(settings).to_string()
    }
}
