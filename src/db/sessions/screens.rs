//! What the staff pages about sessions show, each gathered by its service.

use chrono::NaiveDate;

use super::lists::{Counts, SessionLine};
use super::people::{Adult, Expected, NamedOften, OnDuty};
use super::release::AnswerLine;
use super::staff_page::{Named, SessionTopic, Sibling, SlotCount, Surroundings};
use super::{Session, Slot};
use crate::db::audit::TrailRow;
use crate::db::organisations::{Organisation, Place};
use crate::db::topics::TopicRow;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::refusal::{Message, Problems};
use crate::domain::school_year::ClosedSpan;
use crate::domain::sessions::change::{Scope, SlotPlan};
use crate::domain::sessions::posting::Choices;
use crate::domain::sessions::series::Occasion;
use crate::domain::sessions::steps::Step;
use crate::domain::sessions::{Posting, PostingForm, SessionRefusal, SessionState};
use crate::domain::topics::Tier;

/// A page of the ward's sessions.
#[derive(Clone, Debug)]
pub struct List {
    pub lines: Vec<SessionLine>,
    pub counts: Counts,
    pub now: At,
}

/// A week of the ward.
#[derive(Clone, Debug)]
pub struct WeekOf {
    pub monday: NaiveDate,
    pub today: NaiveDate,
    pub lines: Vec<SessionLine>,
    pub closed: Vec<ClosedSpan>,
}

/// Everything the ward knows about one session.
#[derive(Clone, Debug)]
pub struct Page {
    pub session: Session,
    pub around: Surroundings,
    pub topics: Vec<SessionTopic>,
    pub supervisors: Vec<Adult>,
    pub answers: Vec<AnswerLine>,
    /// The ward's schools, for asking one more.
    pub schools: Vec<Organisation>,
    pub slots: Vec<Slot>,
    pub counts: Vec<SlotCount>,
    pub on_duty: Vec<OnDuty>,
    pub siblings: Vec<Sibling>,
    /// Of the whole day, while it is ahead or running.
    pub named_often: Vec<NamedOften>,
    pub trail: Vec<TrailRow>,
    pub now: At,
}

impl Page {
    /// Its posting may still be changed.
    pub fn is_ahead(&self) -> bool {
        self.session.state.is_ahead() && self.session.starts_at > self.now
    }
}

/// What the form of a posting offers.
#[derive(Clone, Debug)]
pub struct Options {
    pub ward: Organisation,
    pub places: Vec<Place>,
    pub topics: Vec<TopicRow>,
    pub adults: Vec<Adult>,
    pub schools: Vec<Organisation>,
    /// Of the country, the ward and its schools.
    pub closed: Vec<ClosedSpan>,
    pub today: NaiveDate,
}

impl Options {
    /// Reads a form against what is offered.
    pub fn parse(&self, form: &PostingForm, now: At) -> Result<Posting, Problems> {
        self.with_choices(now, |choices| Posting::parse(form, choices))
    }

    /// The same as the domain asks for it.
    pub fn with_choices<T>(&self, now: At, ask: impl FnOnce(&Choices<'_>) -> T) -> T {
        let places: Vec<PlaceId> = self.places.iter().map(|p| p.id).collect();
        let topics: Vec<(String, Tier)> =
            self.topics.iter().map(|t| (t.code.clone(), t.tier)).collect();
        let supervisors: Vec<AccountId> = self.adults.iter().map(|a| a.account).collect();
        let schools: Vec<OrganisationId> = self.schools.iter().map(|s| s.id).collect();
        ask(&Choices {
            now,
            ward: self.ward.id,
            places: &places,
            topics: &topics,
            supervisors: &supervisors,
            schools: &schools,
            closed: &self.closed,
        })
    }

    /// What stands in a posting but may not be meant.
    pub fn cautions(&self, posting: &Posting) -> Vec<Message> {
        let reserved: Vec<(&str, &str)> = self
            .topics
            .iter()
            .filter(|t| t.tier == Tier::Reserved && posting.topics.contains(&t.code))
            .map(|t| (t.name_vi.as_str(), t.name_en.as_str()))
            .collect();
        posting.cautions(&reserved)
    }

    /// A help point.
    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }

    /// The name of a help point.
    pub fn place_name(&self, id: PlaceId) -> &str {
        self.place(id).map_or("", |place| &place.name)
    }
}

/// Answers that can stand, with everything that shows what would become of them.
#[derive(Clone, Debug)]
pub struct Checked {
    pub options: Options,
    pub posting: Posting,
    pub steps: Vec<Step>,
    /// Seats of one slot that may be booked ahead.
    pub bookable: i64,
    /// One for a single session; every week of a series.
    pub occasions: Vec<Occasion>,
    pub is_series: bool,
    /// The schools to be asked.
    pub schools: Vec<OrganisationId>,
    /// Where the place or an adult is needed twice at a time.
    pub overlaps: Vec<Message>,
}

impl Checked {
    /// The days on which there will be a session.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let held = |o: &&Occasion| o.skipped.is_none() || !self.is_series;
        self.occasions.iter().filter(held).map(|o| o.day)
    }

    /// Why it cannot be published now, though it can be kept as a draft.
    pub fn unpublishable(&self) -> Option<SessionRefusal> {
        if self.posting.ambassadors_wanted == 0 {
            return None;
        }
        if self.schools.is_empty() {
            return Some(SessionRefusal::NoSchool);
        }
        let away = self.occasions.iter().all(|o| o.skipped.is_some());
        away.then_some(SessionRefusal::SchoolsAway)
    }
}

/// A session's posting in its form.
#[derive(Clone, Debug)]
pub struct Editing {
    pub session: Session,
    pub options: Options,
    pub form: PostingForm,
    /// Sessions of its series that may still change, itself included; 0: it stands alone.
    pub in_series: usize,
}

/// What a change would do to one session.
#[derive(Clone, Debug)]
pub struct Target {
    pub session: Session,
    pub before: Posting,
    pub after: Posting,
    pub plan: SlotPlan,
    /// Why this session cannot be changed so.
    pub refused: Vec<Message>,
    pub expected: Vec<Expected>,
    pub on_duty: Vec<OnDuty>,
    /// The adults named for it before the change.
    pub named: Vec<Named>,
    /// The schools that agreed to it as it was before the change.
    pub agreed: Vec<String>,
    /// Pupils whose shift could not stay, and why.
    pub unfit: Vec<(AmbassadorId, Message)>,
}

impl Target {
    /// Residents and pupils have to be told.
    pub fn moves(&self) -> bool {
        self.after.moves(&self.before)
    }

    /// The schools asked for pupils have to be asked again: what they agreed to is not
    /// what it becomes.
    pub fn asks_again(&self) -> bool {
        let published = self.session.state != SessionState::Draft;
        published && self.moves() && self.after.ambassadors_wanted > 0
    }

    /// What a resident booked is no longer helped with.
    pub fn loses_topic(&self, booking: &Expected) -> bool {
        let code = &booking.topic_code;
        self.before.topics.contains(code) && !self.after.topics.contains(code)
    }

    /// Residents who have to be called: they have no e-mail.
    pub fn to_call(&self) -> impl Iterator<Item = &Expected> {
        let published = self.session.state != SessionState::Draft;
        let touched = move |e: &&Expected| published && (self.moves() || self.loses_topic(e));
        self.expected.iter().filter(touched)
    }

    /// When a booking's slot is afterwards; none: the slot disappears.
    pub fn slot_after(&self, slot: SlotId) -> Option<Step> {
        self.plan.kept.iter().find(|(id, _)| *id == slot).map(|(_, step)| *step)
    }

    /// Why a pupil's shift could not stay.
    pub fn why_unfit(&self, pupil: AmbassadorId) -> Option<&Message> {
        self.unfit.iter().find(|(id, _)| *id == pupil).map(|(_, why)| why)
    }
}

/// Whom a change would touch.
#[derive(Clone, Debug)]
pub struct Preview {
    pub session: Session,
    pub options: Options,
    pub scope: Scope,
    pub targets: Vec<Target>,
    pub overlaps: Vec<Message>,
}

impl Preview {
    /// Nothing stands in the way.
    pub fn may_be_saved(&self) -> bool {
        self.targets.iter().all(|target| target.refused.is_empty())
    }
}

/// Whom calling a session off would concern.
#[derive(Clone, Debug)]
pub struct Concerned {
    pub session: Session,
    /// Sessions of its series that are ahead, itself included; 0: it stands alone.
    pub in_series: usize,
    pub expected: Vec<Expected>,
    pub on_duty: Vec<OnDuty>,
}

/// A question to a school, as it reads it before it answers.
#[derive(Clone, Debug)]
pub struct Question {
    pub session: Session,
    pub around: Surroundings,
    pub topics: Vec<SessionTopic>,
    pub supervisors: Vec<Adult>,
    pub answer: AnswerLine,
    /// The school's pupils who have a place.
    pub joined: Vec<OnDuty>,
    /// Why the school is away that day, if it is.
    pub away: Option<ClosedSpan>,
    /// It may still be answered, or answered otherwise.
    pub is_ahead: bool,
}

/// Whom to call about a session, and what to say.
#[derive(Clone, Debug)]
pub struct Calls {
    pub session: Session,
    pub around: Surroundings,
    pub topics: Vec<SessionTopic>,
    pub expected: Vec<Expected>,
    /// The latest change of time or place: when it was made, and from what to what.
    pub moved: Option<(At, String)>,
    pub now: At,
}

impl Calls {
    /// What a resident booked is no longer helped with in this session.
    pub fn lost_topic(&self, booking: &Expected) -> bool {
        self.topics.iter().all(|topic| topic.code != booking.topic_code)
    }
}
