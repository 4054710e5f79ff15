//! What the pages of the matching show, each named after its page.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Head, Line, Name, Outlook, Run, RunRow};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::matches::{Change, Choice, Draft, Suggestion, Week};
use crate::domain::refusal::{Message, Problems};
use crate::domain::sessions::SessionState;

/// Where the matching begins: what could be matched, and what was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overview {
    pub now: At,
    pub weeks: Vec<Week>,
    pub sessions: Vec<Outlook>,
    pub runs: Vec<RunRow>,
    /// The newest plan that still counts, for what would help most.
    pub newest: Option<RunPage>,
}

/// A run with names and with what has changed since it was planned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunPage {
    pub now: At,
    pub run: Run,
    pub draft: Draft,
    pub heads: Vec<Head>,
    pub lines: Vec<Line>,
    /// Pupils with a shift, by session.
    pub team: Vec<(SessionId, AmbassadorId)>,
    pub names: HashMap<AmbassadorId, Name>,
}

impl RunPage {
    /// Bookings that came in since the plan was made, for sessions still to come.
    pub fn fresh(&self) -> usize {
        let to_come = |line: &&Line| {
            let head = self.heads.iter().find(|head| head.id == line.session_id);
            head.is_some_and(|h| h.state == SessionState::Open && h.starts_at > self.now)
        };
        let unknown = |line: &&Line| line.waits() && !self.draft.knows(line.id);
        self.lines.iter().filter(unknown).filter(to_come).count()
    }

    /// The name of a pupil.
    pub fn name(&self, pupil: AmbassadorId) -> &str {
        self.names.get(&pupil).map_or("—", |name| &name.name)
    }
}

/// A question about a plan, and its answer once it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuestionPage {
    pub page: RunPage,
    pub monday: NaiveDate,
    pub answer: Option<Suggestion>,
    pub problems: Problems,
}

/// Who could help one booking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chooser {
    pub run: Run,
    pub draft: Draft,
    pub line: Line,
    pub choices: Vec<Choice>,
    /// Pairs with this booking that were ruled out by hand.
    pub forbidden: Vec<AmbassadorId>,
    pub names: HashMap<AmbassadorId, Name>,
    /// Names of residents whose booking could be swapped.
    pub others: HashMap<BookingId, String>,
}

/// What a change to a preview would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EffectPage {
    pub run: Run,
    pub change: Change,
    pub before: Draft,
    /// The plan after it, or why it cannot be.
    pub after: Result<Draft, Message>,
    pub lines: Vec<Line>,
    pub names: HashMap<AmbassadorId, Name>,
}

impl EffectPage {
    /// The name of a pupil.
    pub fn name(&self, pupil: AmbassadorId) -> &str {
        self.names.get(&pupil).map_or("—", |name| &name.name)
    }

    /// A booking.
    pub fn line(&self, booking: BookingId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == booking)
    }
}
