//! What a ward knows about the time to be matched: sessions, who is booked, who can help.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::at::At;
use crate::domain::eligibility::{ADULTS_AT_LEAST, Candidate, SessionFacts, Weekly, age_on};
use crate::domain::ids::*;
use crate::domain::matching::Weights;
use crate::domain::school_year::ClosedSpan;
use crate::domain::topics::Tier;

/// Everything about the sessions of one run, read in one moment.
#[derive(Clone, PartialEq, Debug)]
pub struct Scene {
    pub now: At,
    /// The Monday of the week all its sessions lie in.
    pub monday: NaiveDate,
    /// In order of id, as the lists below.
    pub sessions: Vec<Posted>,
    /// Where and when the ward holds sessions in that week, those of other runs, drafts and
    /// sessions already over among them.
    pub occupied: Vec<Occupied>,
    pub helpers: Vec<Helper>,
    /// Bookings that wait for somebody; ids rise in order of arrival.
    pub waiting: Vec<Awaiting>,
    pub closed: Vec<ClosedSpan>,
    /// Each neighbourhood with those beside it.
    pub areas: Vec<(AreaId, Vec<AreaId>)>,
    /// Matches people were told about that still stand, at most one for a booking and in
    /// order of booking.
    pub live: Vec<Live>,
    pub forbidden: BTreeSet<(BookingId, AmbassadorId)>,
    /// Wishes no session fits yet: nobody is matched to them, but they say what would help.
    pub wishes: Vec<Wish>,
    pub weights: Weights,
}

/// A session with what the matching needs beyond who may join it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posted {
    pub facts: SessionFacts,
    pub area: AreaId,
    pub accessible: bool,
    pub step_minutes: i64,
    pub seats: i64,
    pub steps: Vec<Step>,
    /// Pupils whose shift here stands: taken, proposed, accepted or present.
    pub team: Vec<AmbassadorId>,
    /// Of them, those who wait for no answer any more.
    pub agreed: Vec<AmbassadorId>,
    /// Pupils who declined this session or gave their shift back: they are not asked again.
    pub declined: Vec<AmbassadorId>,
}

/// A place taken by a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Occupied {
    pub place: PlaceId,
    pub starts_at: At,
    pub ends_at: At,
}

/// A step of a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    pub id: SlotId,
    pub starts_at: At,
    pub ends_at: At,
}

/// A pupil who may help.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Helper {
    pub candidate: Candidate,
    pub class: String,
    pub home: Option<AreaId>,
    pub languages: Vec<String>,
    /// Minutes credited this school year, for fairness.
    pub recorded: i64,
}

/// A booking that waits for a pupil.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Awaiting {
    pub id: BookingId,
    pub session: SessionId,
    pub step: SlotId,
    pub topic: String,
    pub tier: Tier,
    pub area: Option<AreaId>,
    /// A language besides Vietnamese that was asked for.
    pub language: Option<String>,
    pub access_needs: bool,
    pub birth_year: Option<i64>,
    pub booked_at: At,
    /// Who helped this person last time.
    pub helped_by: Option<AmbassadorId>,
}

/// A resident who waits for a session at a time that suits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    pub id: RequestId,
    pub topic: String,
    pub tier: Tier,
    pub area: Option<AreaId>,
    pub access_needs: bool,
    pub birth_year: Option<i64>,
    pub asked_at: At,
    pub times: Vec<Weekly>,
}

/// A match that stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Live {
    pub id: MatchId,
    pub booking: BookingId,
    pub ambassador: AmbassadorId,
    pub pinned: bool,
}

/// Points everybody has.
const EVERYBODY: i64 = 10;
/// On top from the age at which the law speaks of elderly people.
const ELDERLY: i64 = 5;
const ELDERLY_FROM: i64 = 60;
/// On top for who can hardly walk, see or sit.
const ACCESS_NEEDS: i64 = 6;
/// On top for every three days since the booking, up to a limit.
const WAITING_DAYS: i64 = 3;
const WAITING_MOST: i64 = 9;

impl Awaiting {
    /// Priority points on a day, by the shared problem's rule.
    pub fn weight(&self, now: At) -> i64 {
        let elderly = self.birth_year.is_some_and(|y| age_on(y, now.day()) >= ELDERLY_FROM);
        let waited = now.minutes_since(self.booked_at).max(0) / (24 * 60);
        EVERYBODY
            + if elderly { ELDERLY } else { 0 }
            + if self.access_needs { ACCESS_NEEDS } else { 0 }
            + (waited / WAITING_DAYS).min(WAITING_MOST)
    }
}

impl Posted {
    /// Which step (from 0) a booking stands in.
    pub fn step_number(&self, step: SlotId) -> Option<usize> {
        self.steps.iter().position(|s| s.id == step)
    }

    /// Enough adults to receive pupils at all.
    pub fn has_adults(&self) -> bool {
        self.facts.supervisors >= ADULTS_AT_LEAST
    }

    /// Pupils the adults and the posting allow at most; none when there are too few adults.
    pub fn room(&self) -> i64 {
        let most = self.supervised().min(self.facts.ambassadors_wanted);
        if self.has_adults() { most } else { 0 }
    }

    /// Pupils the adults may supervise.
    pub fn supervised(&self) -> i64 {
        self.facts.pupils_per_adult * self.facts.supervisors
    }
}

impl Scene {
    /// One of its sessions.
    pub fn session(&self, id: SessionId) -> Option<&Posted> {
        let at = self.sessions.binary_search_by_key(&id, |s| s.facts.id);
        at.ok().map(|at| &self.sessions[at])
    }

    /// Whether a session is held at that place at some moment of this time.
    pub fn is_occupied(&self, place: PlaceId, from: At, to: At) -> bool {
        let meets = |o: &Occupied| o.place == place && o.starts_at < to && from < o.ends_at;
        self.occupied.iter().any(meets)
    }

    /// One of its pupils.
    pub fn helper(&self, id: AmbassadorId) -> Option<&Helper> {
        let at = self.helpers.binary_search_by_key(&id, |h| h.candidate.ambassador);
        at.ok().map(|at| &self.helpers[at])
    }

    /// One of its bookings.
    pub fn booking(&self, id: BookingId) -> Option<&Awaiting> {
        let at = self.waiting.binary_search_by_key(&id, |b| b.id);
        at.ok().map(|at| &self.waiting[at])
    }

    /// The match of a booking that stands.
    pub fn standing(&self, booking: BookingId) -> Option<&Live> {
        let at = self.live.binary_search_by_key(&booking, |live| live.booking);
        at.ok().map(|at| &self.live[at])
    }

    /// Puts the lists in order, so that the same town is planned the same from any database.
    pub fn sorted(mut self) -> Scene {
        self.sessions.sort_by_key(|s| s.facts.id);
        self.helpers.sort_by_key(|h| h.candidate.ambassador);
        self.waiting.sort_by_key(|b| b.id);
        self.live.sort_by_key(|live| live.booking);
        self.closed.sort_by_key(|span| (span.from_day, span.to_day, span.organisation));
        for posted in &mut self.sessions {
            posted.facts.members.sort_unstable();
            posted.facts.approved_by.sort_unstable();
        }
        for helper in &mut self.helpers {
            in_order(&mut helper.candidate);
        }
        self
    }
}

/// No database answers in an order of its own.
fn in_order(candidate: &mut Candidate) {
    candidate.signatures.sort_by(|a, b| (a.0.code(), &a.1).cmp(&(b.0.code(), &b.1)));
    candidate.certified.sort_by(|a, b| (&a.topic, a.from_day).cmp(&(&b.topic, b.from_day)));
    candidate.free.sort_by_key(|free| (free.weekday, free.minutes));
    candidate.lessons.sort_by_key(|lesson| (lesson.weekday, lesson.minutes));
    candidate.exceptions.sort_by_key(|day| (day.day, day.minutes));
    candidate.shifts.sort_by_key(|held| (held.starts_at, held.session));
    candidate.kept_apart.sort_unstable();
}
