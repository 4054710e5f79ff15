//! What the pages about pupils show: their own, and the school's.

use super::apart::ApartPart;
use super::cards::Validity;
use chrono::NaiveDate;

use super::keep::Consent;
use super::roster::{CertificateRow, Dossier, RosterRow};
use super::week::Exception;
use crate::db::guardians::LinkState;
use crate::db::hours::Total;
use crate::db::organisations::{Area, Class};
use crate::db::shifts::pages::MyShift;
use crate::db::topics::TopicRow;
use crate::domain::at::At;
use crate::domain::availability::takes_from;
use crate::domain::eligibility::Weekly;
use crate::domain::recognition::Progress;

/// Where a pupil starts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    pub now: At,
    /// Shifts to come, the next first.
    pub coming: Vec<MyShift>,
    /// Verified minutes of this school year.
    pub minutes: i64,
    /// Minutes that closing the open sessions will credit.
    pub pending: i64,
    /// Help at home that waits for an answer, in minutes.
    pub family_minutes: i64,
    /// The way to this year's awards, as the school computes it.
    pub progress: Progress,
    pub certificates: Vec<CertificateRow>,
    pub has_week: bool,
}

/// When the pupil is free: the week, and days from today on that differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MyWeek {
    pub today: NaiveDate,
    pub free: Vec<Weekly>,
    pub exceptions: Vec<Exception>,
    pub now: At,
    /// Shifts to come, which a day away does not give back by itself.
    pub coming: Vec<MyShift>,
}

impl MyWeek {
    /// Shifts that lie in the time of a day away.
    pub fn in_the_way(&self, day: &Exception) -> Vec<&MyShift> {
        let minutes = (day.from_minute, day.to_minute);
        let takes = |shift: &&MyShift| takes_from(day.day, minutes, shift.span());
        let shifts = self.coming.iter().filter(takes);
        if day.available { Vec::new() } else { shifts.collect() }
    }
}

/// A page of the roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RosterPage {
    pub rows: Vec<RosterRow>,
    pub total: i64,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    pub classes: Vec<Class>,
    /// This person may change it.
    pub keeps: bool,
    /// This person may print sign-in cards.
    pub issues: bool,
}

/// Everything about one pupil.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PupilPage {
    pub now: At,
    pub school_year: String,
    pub dossier: Dossier,
    pub consents: Vec<Consent>,
    /// The guardian's link, if there is one.
    pub link: Option<LinkState>,
    /// This person may ask the guardian and type forms in.
    pub asks: bool,
    pub certificates: Vec<CertificateRow>,
    pub week: Vec<Weekly>,
    pub coming: Vec<MyShift>,
    /// Hours of this school year.
    pub total: Total,
    /// Minutes that closing the open sessions will credit.
    pub pending: i64,
    pub classes: Vec<Class>,
    pub areas: Vec<Area>,
    pub topics: Vec<TopicRow>,
    /// The sign-in card, if the pupil holds a good one.
    pub card: Option<Validity>,
    /// Whom the pupil is kept apart from; only for whoever keeps the roster.
    pub apart: Option<ApartPart>,
    /// This person may change it.
    pub keeps: bool,
    /// This person may print sign-in cards.
    pub issues: bool,
}
