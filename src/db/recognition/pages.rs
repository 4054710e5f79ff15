//! What the screens of recognition show, each under its screen's name.

use super::awards::{AwardRow, WaitingClass};
use super::papers::PaperRow;
use super::{Count, Programme, Tier};
use crate::db::audit::TrailRow;
use crate::db::hours::Total;
use crate::db::organisations::Class;
use crate::domain::ids::ClassId;
use crate::domain::recognition::{AwardForm, AwardState, Figures, Progress};

/// Rows of a page of candidates.
pub const PER_PAGE: i64 = 50;

/// Which part of a list is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// None: the state that waits for this person.
    pub state: Option<AwardState>,
    /// None: every class this person may see.
    pub class: Option<ClassId>,
    /// From 1.
    pub page: i64,
}

impl Look {
    /// How many rows and from which on, for the database.
    pub fn rows(&self) -> (i64, i64) {
        (PER_PAGE, (self.page - 1) * PER_PAGE)
    }
}

/// A programme's candidates and awards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProgrammePage {
    pub programme: Programme,
    pub tiers: Vec<Tier>,
    /// Of the school, that this person may see.
    pub classes: Vec<Class>,
    /// Of the whole programme.
    pub counts: Vec<Count>,
    /// The classes in view; `None` is all of them.
    pub in_view: Option<Vec<ClassId>>,
    pub state: AwardState,
    pub look: Look,
    pub rows: Vec<AwardRow>,
    /// Classes whose candidates wait for their teacher.
    pub waiting: Vec<WaitingClass>,
}

impl ProgrammePage {
    /// How many awards in view stand in a state.
    pub fn count(&self, state: AwardState) -> i64 {
        let seen = |class| self.in_view.as_ref().is_none_or(|seen| seen.contains(&class));
        let counts = self.counts.iter().filter(|count| count.state == state && seen(count.class));
        counts.map(|count| count.awards).sum()
    }

    /// How many of the whole programme do.
    pub fn whole(&self, state: AwardState) -> i64 {
        let counts = self.counts.iter().filter(|count| count.state == state);
        counts.map(|count| count.awards).sum()
    }

    /// Pages of the list in view.
    pub fn pages(&self) -> i64 {
        (self.count(self.state) + PER_PAGE - 1) / PER_PAGE
    }
}

/// A pupil who holds no award of the programme, and the tier that comes next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Miss {
    pub total: Total,
    pub figures: Figures,
    /// Where it stands among the tiers.
    pub next: usize,
}

/// Who has not reached a tier yet, and by how much.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingPage {
    pub programme: Programme,
    pub tiers: Vec<Tier>,
    pub classes: Vec<Class>,
    pub look: Look,
    pub total: i64,
    pub rows: Vec<Miss>,
}

/// One award with its history.
#[derive(Clone, Debug)]
pub struct AwardPage {
    pub award: AwardRow,
    pub programme: Programme,
    pub tier: Tier,
    pub history: Vec<TrailRow>,
}

/// A class in the totals: classes may be compared, children not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassLine {
    pub class_name: String,
    pub ambassadors: i64,
    pub minutes: i64,
    pub supports: i64,
    /// Issued, in the order of [`AwardForm::ALL`].
    pub awards: Vec<i64>,
}

/// What each class has reached in a programme.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassesPage {
    pub programme: Programme,
    /// By hours, most first.
    pub classes: Vec<ClassLine>,
}

impl ClassesPage {
    /// The sum over all classes.
    pub fn total(&self) -> ClassLine {
        let mut total = ClassLine {
            class_name: String::new(),
            ambassadors: 0,
            minutes: 0,
            supports: 0,
            awards: vec![0; AwardForm::ALL.len()],
        };
        for class in &self.classes {
            total.ambassadors += class.ambassadors;
            total.minutes += class.minutes;
            total.supports += class.supports;
            for (sum, n) in total.awards.iter_mut().zip(&class.awards) {
                *sum += n;
            }
        }
        total
    }
}

/// A pupil's own awards and the way to the next one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MyAwards {
    pub progress: Progress,
    pub awards: Vec<PaperRow>,
    /// Both sides agreed this year that public pages show the name.
    pub name_is_public: bool,
}
