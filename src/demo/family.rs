//! "Gia đình số": what pupils did at home, in every state.

use std::collections::HashMap;

use chrono::{Days, NaiveTime};

use super::chance::Chance;
use super::pupils::Pupil;
use super::setting::Setting;
use crate::db::bulk::{FamilySupportRow, HoursRow};
use crate::domain::at::At;
use crate::domain::hours::{Book, Caps, HoursKind};
use crate::domain::ids::*;
use crate::domain::school_year;
use crate::domain::supports::{CanDoAlone, ConfirmedHow, FamilyState, Relative};
use crate::domain::topics::Tier;

/// Weeks back from today in which pupils helped at home.
const WEEKS: u64 = 8;

/// Invents them, and the hours of those that were confirmed.
pub fn plan(
    setting: &Setting,
    pupils: &[Pupil],
    chance: &mut Chance,
    hours: &mut Vec<HoursRow>,
) -> Vec<FamilySupportRow> {
    let mut rows = Vec::new();
    let topics = setting.topics_of(Tier::Guide);
    let mut books: HashMap<AmbassadorId, Book> = HashMap::new();
    for week in (0..WEEKS).rev() {
        for pupil in pupils {
            // Quốc Bảo, who is eleven, helps at home only, and gladly.
            let often = if pupil.candidate.ambassador.0 == 2 { 75 } else { 14 };
            let day = setting.today - Days::new(week * 7 + chance.between(1, 6) as u64);
            if !pupil.agreed || !chance.percent(often) {
                continue;
            }
            let logged_at = At::local(day, NaiveTime::MIN).plus_minutes(19 * 60 + 40);
            let id = FamilySupportId(rows.len() as i64 + 1);
            let topic = (*chance.one(&topics)).to_owned();
            let row = support(chance, pupil, (id, topic), (day, logged_at), week);
            if let Some(confirmed_at) = row.confirmed_at {
                let book =
                    books.entry(row.ambassador_id).or_insert_with(|| Book::open(Caps::FAMILY, []));
                let minutes = book.credit(day, row.minutes);
                if minutes > 0 {
                    hours.push(credit(&row, hours.len(), minutes, confirmed_at));
                }
            }
            rows.push(row);
        }
    }
    rows
}

fn support(
    chance: &mut Chance,
    pupil: &Pupil,
    (id, topic_code): (FamilySupportId, String),
    (done_on, logged_at): (chrono::NaiveDate, At),
    week: u64,
) -> FamilySupportRow {
    // One in twenty is sent back, so that every sample shows it.
    let state = match week {
        1.. if id.0 % 20 == 7 => FamilyState::Returned,
        0 => chance.weighted(&[(FamilyState::Logged, 70), (FamilyState::Confirmed, 30)]),
        _ => chance.weighted(&[(FamilyState::Confirmed, 93), (FamilyState::Logged, 7)]),
    };
    let paper = chance.percent(30);
    let confirmed = state == FamilyState::Confirmed;
    FamilySupportRow {
        id,
        ambassador_id: pupil.candidate.ambassador,
        topic_code,
        relative: chance.weighted(&[
            (Relative::Grandparent, 46),
            (Relative::Parent, 42),
            (Relative::Sibling, 4),
            (Relative::Other, 8),
        ]),
        done_on,
        minutes: *chance.one(&[15, 20, 30, 30, 45, 60]),
        can_do_alone: *chance.one(CanDoAlone::ALL),
        state,
        token_hash: None,
        token_expires_at: None,
        confirmed_how: confirmed.then_some(if paper {
            ConfirmedHow::Paper
        } else {
            ConfirmedHow::GuardianLink
        }),
        confirmed_by: (confirmed && paper).then_some(pupil.teacher),
        confirmed_at: confirmed.then(|| logged_at.plus_minutes(chance.between(20, 240))),
        returned_reason: (state == FamilyState::Returned)
            .then(|| "Nhà mình chưa làm việc này, con xem lại nhé".to_owned()),
        logged_at,
    }
}

fn credit(row: &FamilySupportRow, number: usize, minutes: i64, created_at: At) -> HoursRow {
    HoursRow {
        id: HoursEntryId(number as i64 + 1),
        ambassador_id: row.ambassador_id,
        school_year: school_year::of(row.done_on),
        kind: HoursKind::Family,
        shift_id: None,
        family_support_id: Some(row.id),
        reverses_id: None,
        minutes,
        earned_on: row.done_on,
        reason: String::new(),
        created_by: row.confirmed_by,
        created_at,
    }
}
