//! What would help most: the same week with one more session, or with more pupils certified.
//!
//! Each idea is tried on the scene itself, by all its rules, and the plan is mended around
//! it; the gain is measured against the plan mended without it, so that it is the idea's own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::domain::at::At;
use crate::domain::eligibility::{ADULTS_AT_LEAST, Certified, level_for};
use crate::domain::ids::*;
use crate::domain::topics::Tier;

use super::drafting::{Draft, mended};
use super::roster::Roster;
use super::scene::{Awaiting, Posted, Scene, Step, Wish};

/// Something a ward could do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Idea {
    /// One more session with the place, seats, adults and schools of another one, at a time
    /// when none is held there.
    Session { like: SessionId, day: NaiveDate, minutes: (i64, i64) },
    /// So many more pupils certified for the topic of this booking.
    Certify { booking: BookingId, topic: String, pupils: usize },
}

/// An idea and what it would bring.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Suggestion {
    pub idea: Idea,
    /// Residents more: booked ones without anybody, and those whose wish no session fits yet.
    pub served: i64,
    /// Priority points more.
    pub value: i64,
    /// Whom to certify.
    pub pupils: Vec<AmbassadorId>,
}

/// Ideas of each kind that are tried, and how many are shown.
const TRIED: usize = 6;
const SHOWN: usize = 3;
/// Pupils a suggestion would certify.
const CERTIFIED: usize = 2;
/// Minutes of a session that is made up for wishes.
const LENGTH: i64 = 120;

/// The three ideas that would bring most, best first; fewer where fewer would help.
pub fn best_three(scene: &Scene, draft: &Draft) -> Vec<Suggestion> {
    let base = mended(scene, draft, &draft.pins);
    let ideas = beside(scene, draft).into_iter().chain(for_wishes(scene));
    let ideas = ideas.chain(certificates(scene, draft));
    let mut found: Vec<Suggestion> =
        ideas.filter_map(|idea| tried(scene, draft, &base, idea)).collect();
    found.retain(|suggestion| suggestion.value > 0);
    found.sort_by_key(|suggestion| (Reverse(suggestion.value), Reverse(suggestion.served)));
    found.truncate(SHOWN);
    found
}

/// What one idea would bring; none when there is nothing like it to try.
pub fn what_if(scene: &Scene, draft: &Draft, idea: Idea) -> Option<Suggestion> {
    tried(scene, draft, &mended(scene, draft, &draft.pins), idea)
}

fn tried(scene: &Scene, draft: &Draft, base: &Draft, idea: Idea) -> Option<Suggestion> {
    let mut town = scene.clone();
    let pupils = match &idea {
        Idea::Session { like, day, minutes } => {
            hold(&mut town, draft, *like, *day, *minutes)?;
            Vec::new()
        }
        Idea::Certify { booking, pupils, .. } => certify(&mut town, draft, *booking, *pupils)?,
    };
    let after = mended(&town, draft, &draft.pins);
    Some(Suggestion {
        idea,
        served: after.worth.served as i64 - base.worth.served as i64,
        value: after.worth.value - base.worth.value,
        pupils,
    })
}

/// A second session at the same time in the same neighbourhood, for those the first had
/// nobody for.
fn beside(scene: &Scene, draft: &Draft) -> Vec<Idea> {
    let mut missing: BTreeMap<SessionId, usize> = BTreeMap::new();
    for left in &draft.left_out {
        *missing.entry(left.session).or_default() += 1;
    }
    let mut missing: Vec<_> = missing.into_iter().collect();
    missing.sort_by_key(|(session, count)| (Reverse(*count), *session));
    let posted = missing.into_iter().filter_map(|(session, _)| scene.session(session));
    let idea = |posted: &Posted| {
        let (day, minutes) = (posted.facts.starts_at.day(), posted.facts.minutes_of_day());
        let like = roomiest(scene, day, minutes, |s| s.area == posted.area)?;
        Some(Idea::Session { like, day, minutes })
    };
    posted.filter_map(idea).take(TRIED).collect()
}

/// Sessions at the times most wishes name, on days of the week still to come.
fn for_wishes(scene: &Scene) -> Vec<Idea> {
    let mut asked: BTreeMap<(NaiveDate, i64), usize> = BTreeMap::new();
    for window in scene.wishes.iter().flat_map(|wish| &wish.times) {
        let day = scene.monday + Days::new((window.weekday - 1).clamp(0, 6) as u64);
        if day > scene.now.day() {
            *asked.entry((day, window.minutes.0)).or_default() += 1;
        }
    }
    let mut asked: Vec<_> = asked.into_iter().collect();
    asked.sort_by_key(|(when, count)| (Reverse(*count), *when));
    asked.truncate(TRIED);
    let idea = |((day, from), _): ((NaiveDate, i64), usize)| {
        let minutes = (from, from + LENGTH);
        Some(Idea::Session { like: roomiest(scene, day, minutes, |_| true)?, day, minutes })
    };
    asked.into_iter().filter_map(idea).collect()
}

/// The session with the most room of those that suit and whose place is free at that time.
fn roomiest(
    scene: &Scene,
    day: NaiveDate,
    minutes: (i64, i64),
    suits: impl Fn(&Posted) -> bool,
) -> Option<SessionId> {
    let free = |s: &&Posted| suits(s) && !is_taken(scene, s, day, minutes);
    let room = |s: &&Posted| (s.room() * s.seats, Reverse(s.facts.id));
    Some(scene.sessions.iter().filter(free).max_by_key(room)?.facts.id)
}

/// Whether a session is held at the place of `posted` at that time already.
pub(super) fn is_taken(
    scene: &Scene,
    posted: &Posted,
    day: NaiveDate,
    minutes: (i64, i64),
) -> bool {
    let midnight = At::local(day, NaiveTime::MIN);
    let (from, to) = (midnight.plus_minutes(minutes.0), midnight.plus_minutes(minutes.1));
    scene.is_occupied(posted.facts.spot.place, from, to)
}

/// Two more certificates in the topics most of those left out ask for.
fn certificates(scene: &Scene, draft: &Draft) -> Vec<Idea> {
    let mut wanted: BTreeMap<&str, (usize, BookingId)> = BTreeMap::new();
    for left in &draft.left_out {
        let Some(booking) = scene.booking(left.booking).filter(|b| b.tier != Tier::Reserved) else {
            continue;
        };
        wanted.entry(&booking.topic).or_insert((0, booking.id)).0 += 1;
    }
    let mut wanted: Vec<_> = wanted.into_iter().collect();
    wanted.sort_by_key(|(topic, (count, _))| (Reverse(*count), *topic));
    let idea = |(topic, (_, booking)): (&str, _)| Idea::Certify {
        booking,
        topic: topic.to_owned(),
        pupils: CERTIFIED,
    };
    wanted.into_iter().map(idea).take(TRIED).collect()
}

/// Adds the session to the town, and those who would come to it.
fn hold(
    town: &mut Scene,
    draft: &Draft,
    like: SessionId,
    day: NaiveDate,
    (from, to): (i64, i64),
) -> Option<()> {
    let model = town.session(like)?.clone();
    let id = SessionId(town.sessions.iter().map(|s| s.facts.id.0).max()? + 1);
    let midnight = At::local(day, NaiveTime::MIN);
    let count = ((to - from) / model.step_minutes).max(0);
    let at = |number: i64| midnight.plus_minutes(from + number * model.step_minutes);
    // No slot has a number below zero.
    let step = |number: i64| Step {
        id: SlotId(-1 - number),
        starts_at: at(number),
        ends_at: at(number + 1),
    };
    let mut new = Posted {
        steps: (0..count).map(step).collect(),
        team: Vec::new(),
        agreed: Vec::new(),
        declined: Vec::new(),
        ..model.clone()
    };
    (new.facts.id, new.facts.starts_at, new.facts.ends_at) = (id, at(0), at(count));
    new.facts.state = crate::domain::sessions::SessionState::Open;
    new.facts.members.clear();
    new.facts.supervisors = model.facts.supervisors.max(ADULTS_AT_LEAST);
    let mut room: BTreeMap<SlotId, i64> = new.steps.iter().map(|s| (s.id, new.seats)).collect();
    let mut topics: BTreeSet<(String, &str)> = BTreeSet::new();
    let mut come = |steps: Vec<&Step>| {
        let free = steps.into_iter().find(|s| room.get(&s.id).is_some_and(|seats| *seats > 0))?;
        *room.get_mut(&free.id)? -= 1;
        Some(free.id)
    };
    let left_out: BTreeSet<BookingId> = draft.left_out.iter().map(|l| l.booking).collect();
    let near: BTreeMap<SessionId, (AreaId, Vec<Step>)> =
        town.sessions.iter().map(|s| (s.facts.id, (s.area, s.steps.clone()))).collect();
    for booking in town.waiting.iter_mut().filter(|b| left_out.contains(&b.id)) {
        let Some((area, steps)) = near.get(&booking.session) else { continue };
        let Some(now) = steps.iter().find(|s| s.id == booking.step) else { continue };
        let same_time = |s: &&Step| s.starts_at <= now.starts_at && now.starts_at < s.ends_at;
        if *area == model.area
            && let Some(step) = come(new.steps.iter().filter(same_time).collect())
        {
            (booking.session, booking.step) = (id, step);
            topics.insert((booking.topic.clone(), booking.tier.code()));
        }
    }
    let mut number = town.waiting.last().map_or(0, |b| b.id.0);
    for wish in &town.wishes {
        if !wish.reaches(model.area, &town.areas) {
            continue;
        }
        if let Some(step) = come(new.steps.iter().filter(|s| wish.suits(s)).collect()) {
            number += 1;
            topics.insert((wish.topic.clone(), wish.tier.code()));
            town.waiting.push(wish.booked(BookingId(number), id, step));
        }
    }
    let tiers =
        topics.into_iter().filter_map(|(topic, tier)| Some((topic, Tier::from_code(tier)?)));
    new.facts.topics = tiers.collect();
    town.sessions.push(new);
    Some(())
}

/// Certifies the pupils who could take most of those left out with the topic; says whom.
fn certify(
    town: &mut Scene,
    draft: &Draft,
    booking: BookingId,
    count: usize,
) -> Option<Vec<AmbassadorId>> {
    let asked = town.booking(booking)?.clone();
    let level = level_for(asked.tier)?;
    let lacking: Vec<AmbassadorId> = town
        .helpers
        .iter()
        .filter(|h| !h.candidate.is_certified(&asked.topic, asked.tier, town.monday + Days::new(6)))
        .map(|h| h.candidate.ambassador)
        .collect();
    let mut all = town.clone();
    give(&mut all, &asked.topic, level, &lacking);
    let roster = Roster::of(&all);
    let left_out: Vec<&Awaiting> = draft
        .left_out
        .iter()
        .filter_map(|left| all.booking(left.booking))
        .filter(|b| b.topic == asked.topic)
        .collect();
    let busy: BTreeSet<(AmbassadorId, SlotId)> =
        draft.pairs.iter().map(|p| (p.ambassador, p.step)).collect();
    let useful = |pupil: AmbassadorId| {
        let could = |b: &&&Awaiting| {
            !busy.contains(&(pupil, b.step))
                && !roster.declined(b.session, pupil)
                && roster.refusals(b.session, pupil).is_empty()
        };
        left_out.iter().filter(could).count()
    };
    let mut ranked: Vec<(usize, AmbassadorId)> =
        lacking.into_iter().map(|pupil| (useful(pupil), pupil)).collect();
    ranked.retain(|(useful, _)| *useful > 0);
    ranked.sort_by_key(|(useful, pupil)| (Reverse(*useful), *pupil));
    let chosen: Vec<AmbassadorId> =
        ranked.into_iter().take(count).map(|(_, pupil)| pupil).collect();
    give(town, &asked.topic, level, &chosen);
    Some(chosen)
}

fn give(town: &mut Scene, topic: &str, level: i64, pupils: &[AmbassadorId]) {
    let (from_day, to_day) = (town.monday, town.monday + Days::new(6));
    for helper in town.helpers.iter_mut().filter(|h| pupils.contains(&h.candidate.ambassador)) {
        let certified = Certified { topic: topic.to_owned(), level, from_day, to_day };
        helper.candidate.certified.push(certified);
    }
}

impl Wish {
    /// Whether the resident would come to that neighbourhood: the own one or one beside it.
    fn reaches(&self, area: AreaId, areas: &[(AreaId, Vec<AreaId>)]) -> bool {
        self.area.is_none_or(|home| {
            let beside = areas.iter().find(|(id, _)| *id == home);
            home == area || beside.is_some_and(|(_, beside)| beside.contains(&area))
        })
    }

    fn suits(&self, step: &Step) -> bool {
        let weekday = i64::from(step.starts_at.day().weekday().number_from_monday());
        let minute = step.starts_at.minute_of_day();
        self.times.iter().any(|time| {
            time.weekday == weekday && time.minutes.0 <= minute && minute < time.minutes.1
        })
    }

    fn booked(&self, id: BookingId, session: SessionId, step: SlotId) -> Awaiting {
        Awaiting {
            id,
            session,
            step,
            topic: self.topic.clone(),
            tier: self.tier,
            area: self.area,
            language: None,
            access_needs: self.access_needs,
            birth_year: self.birth_year,
            booked_at: self.asked_at,
            helped_by: None,
        }
    }
}
