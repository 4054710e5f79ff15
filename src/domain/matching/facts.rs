//! What the engine is told: one week, in half-hour slots, everything already decided outside.
//!
//! Consent, exam weeks, holidays and the hours a pupil is already promised elsewhere are
//! expressed as *not having availability*; the engine never sees a name, a phone or a paper.

pub use crate::domain::ids::{AmbassadorId, AreaId, PlaceId, SessionId};
pub use crate::domain::topics::Tier;

/// A half hour, counted from the start of the week: `day * 48 + half_hour`, below [`WEEK`].
pub type Slot = u16;

/// Slots in a week.
pub const WEEK: Slot = 7 * 48;

/// Half-open interval of slots, `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First slot inside.
    pub from: Slot,
    /// First slot after the end.
    pub to: Slot,
}

impl Span {
    /// `[from, to)`.
    pub const fn new(from: Slot, to: Slot) -> Self {
        Self { from, to }
    }

    /// Exactly one slot, as a booking that already has its time.
    pub const fn one(slot: Slot) -> Self {
        Self { from: slot, to: slot + 1 }
    }

    /// Whether the slot lies inside.
    pub const fn has(self, slot: Slot) -> bool {
        self.from <= slot && slot < self.to
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
    )+};
}

ids! {
    /// A booking or a request: whoever waits for help, as the caller numbers them. Ids rise
    /// in order of arrival.
    RequestId,
    /// A topic, as the caller numbers them.
    TopicId,
}

/// A topic as the engine needs it. A topic that is not listed counts as adults only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// Who may help with it.
    pub tier: Tier,
    /// Lowest certified level that may be matched, 1..=3.
    pub min_level: u8,
}

/// A neighbourhood and the ones beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// Areas beside it.
    pub adjacent: Vec<AreaId>,
}

/// Where a session is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// Kilometres east of any fixed origin.
    pub x_km: f64,
    /// Kilometres north of the same origin.
    pub y_km: f64,
    /// Step-free and usable with a wheelchair.
    pub accessible: bool,
}

/// A help session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Where.
    pub place: PlaceId,
    /// The area it counts for.
    pub area: AreaId,
    /// When; at most one day (48 slots).
    pub span: Span,
    /// Supervising adults present.
    pub adults: u16,
    /// Residents at once in any slot.
    pub seats: u16,
    /// Ambassadors whose shift here is already confirmed. They count as present, and are
    /// away for every other session meanwhile. A team that itself breaks the supervising
    /// ratio or a must-not-pair is read as a list of candidates only.
    pub team: Vec<AmbassadorId>,
    /// Whether the engine may add ambassadors to the team.
    pub open_team: bool,
}

/// Male or female, only ever used for a resident's stated preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// nữ
    Female,
    /// nam
    Male,
}

/// A pupil who may be matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambassador {
    /// Their id.
    pub id: AmbassadorId,
    /// Where they live.
    pub area: AreaId,
    /// Areas they may go to.
    pub areas_ok: Vec<AreaId>,
    /// Certified topics with level 1..=3.
    pub topics: Vec<(TopicId, u8)>,
    /// Languages spoken, as the caller writes them.
    pub languages: Vec<String>,
    /// For a resident's preference only.
    pub gender: Option<Gender>,
    /// When they offered to help.
    pub available: Vec<Span>,
    /// When they took it back (illness, exam week, holiday).
    pub exceptions: Vec<Span>,
    /// Lessons.
    pub school_hours: Vec<Span>,
    /// Slots they may still serve this week.
    pub max_slots: u16,
    /// Slots in a row before a rest of at least one slot.
    pub max_consecutive: u16,
    /// Slots already earned, for fairness.
    pub recorded: i64,
    /// Ambassadors they must never share a session with; either side suffices.
    pub no_pair: Vec<AmbassadorId>,
}

/// Times a resident accepts in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The session.
    pub session: SessionId,
    /// Any slot in here; of length one for a booking with its time.
    pub span: Span,
}

/// Wishes that raise quality but never forbid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preference {
    /// A language besides Vietnamese.
    pub language: Option<String>,
    /// Gender of the helper.
    pub gender: Option<Gender>,
    /// A step-free place.
    pub accessible: bool,
}

/// One resident waiting for help with one topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its id; lower came first.
    pub id: RequestId,
    /// What with.
    pub topic: TopicId,
    /// Where the resident lives.
    pub area: AreaId,
    /// Sessions and times that suit.
    pub accept: Vec<Acceptance>,
    /// Wishes.
    pub prefer: Preference,
    /// Priority points, above zero.
    pub weight: i64,
    /// Who helped last time.
    pub continuity: Option<AmbassadorId>,
    /// Ambassadors the resident does not want.
    pub blocked: Vec<AmbassadorId>,
}

/// One match: who helps whom, in which session and slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Assigned {
    /// The resident's request.
    pub request: RequestId,
    /// The session.
    pub session: SessionId,
    /// The half hour.
    pub slot: Slot,
    /// The helper.
    pub ambassador: AmbassadorId,
}

/// A coordinator's wish that overrides value: this request with this ambassador.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pin {
    /// The request.
    pub request: RequestId,
    /// The helper.
    pub ambassador: AmbassadorId,
    /// The half hour, when that was decided too.
    pub slot: Option<Slot>,
}

/// The numbers behind the hard rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Pupils one adult may supervise.
    pub minors_per_adult: u16,
    /// Ambassadors a session needs to be used at all.
    pub min_ambassadors: u16,
    /// Minutes any change of place takes.
    pub travel_base_min: f64,
    /// Minutes per kilometre on top.
    pub travel_min_per_km: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            minors_per_adult: 4,
            min_ambassadors: 2,
            travel_base_min: 5.0,
            travel_min_per_km: 6.0,
        }
    }
}

/// Everything about one week. Order inside the lists does not matter; ids are unique.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Numbers behind the hard rules.
    pub rules: Rules,
    /// Topics with their tier.
    pub topics: Vec<Topic>,
    /// Areas.
    pub areas: Vec<Area>,
    /// Places.
    pub places: Vec<Place>,
    /// Sessions of the week.
    pub sessions: Vec<Session>,
    /// Ambassadors.
    pub ambassadors: Vec<Ambassador>,
    /// Requests.
    pub requests: Vec<Request>,
    /// Pairs of sessions of which an ambassador may join only one, whatever the slots: whole
    /// shifts overlap, lie too far apart, or exceed a day's hours. Whoever has a confirmed
    /// shift in both keeps both.
    pub one_of: Vec<(SessionId, SessionId)>,
    /// Matches fixed by hand.
    pub pins: Vec<Pin>,
    /// Pairs excluded by hand.
    pub forbidden: Vec<(RequestId, AmbassadorId)>,
    /// The plan people were already told about.
    pub published: Vec<Assigned>,
}

/// Points of quality; the defaults are the shared problem's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// By certified level 0..=3.
    pub level: [i64; 4],
    /// The ambassador who helped last time.
    pub continuity: i64,
    /// The language asked for.
    pub language: i64,
    /// The gender asked for.
    pub gender: i64,
    /// A step-free place when asked for.
    pub accessible: i64,
    /// Session in the resident's own area.
    pub resident_same_area: i64,
    /// Session in an area beside it.
    pub resident_adjacent_area: i64,
    /// Session in the ambassador's own area.
    pub ambassador_same_area: i64,
    /// Rank of published matches among the goals.
    pub stability: Stability,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            level: [0, 10, 20, 30],
            continuity: 25,
            language: 15,
            gender: 10,
            accessible: 15,
            resident_same_area: 10,
            resident_adjacent_area: 5,
            ambassador_same_area: 5,
            stability: Stability::default(),
        }
    }
}

/// Where keeping published matches stands among the goals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stability {
    /// A published match outweighs any gain in quality: people were told already.
    #[default]
    BeforeQuality,
    /// The shared problem's order: priority, quality, fairness, then changes.
    Last,
}
