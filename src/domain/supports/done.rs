//! What was really done, and where the times that a pupil tells differ from the house's own.

use super::{SupportForm, whole_minute};
use crate::domain::at::At;
use crate::domain::hours::Span;
use crate::domain::refusal::{Message, Problems};

/// Topics done besides the first.
const ALSO_MOST: usize = 3;

/// Minutes by which a pupil's times may go beyond the desk's before the supervisor is told.
const SLACK: i64 = 5;

/// What a pupil may name as done.
#[derive(Clone, Copy, Debug)]
pub struct Topics<'a> {
    /// What the resident booked.
    pub booked: &'a str,
    /// The programme's topics that a pupil may lead.
    pub open: &'a [String],
}

/// What was done: a first topic, and those done besides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicsDone {
    pub topic: String,
    pub also: Vec<String>,
}

impl TopicsDone {
    /// As it is stored: "A4,B6".
    pub fn also_stored(&self) -> String {
        self.also.join(",")
    }
}

/// Reads back what is stored.
pub fn also_read(stored: &str) -> impl Iterator<Item = &str> {
    stored.split(',').filter(|code| !code.is_empty())
}

impl Topics<'_> {
    /// Reads what was done; nothing chosen means what was booked.
    pub fn done(&self, form: &SupportForm) -> Result<TopicsDone, Problems> {
        let known = |code: &str| code == self.booked || self.open.iter().any(|open| open == code);
        let topic = match form.topic.as_str() {
            "" => self.booked,
            chosen => chosen,
        };
        let mut problems = Problems::none();
        if !known(topic) {
            problems.add("topic", unknown());
        }
        let mut also: Vec<String> = Vec::new();
        for code in form.also.iter().filter(|code| !code.is_empty() && *code != topic) {
            if !also.contains(code) {
                also.push(code.clone());
            }
        }
        if also.len() > ALSO_MOST || !also.iter().all(|code| known(code)) {
            problems.add("also", unknown());
        }
        problems.done()?;
        Ok(TopicsDone { topic: topic.to_owned(), also })
    }
}

fn unknown() -> Message {
    Message::new(
        "Hãy chọn thủ tục trong danh sách của chương trình.",
        "Choose a topic from the programme's list.",
    )
}

/// A time that the house itself noted, with an open end while it lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Noted {
    pub from: At,
    pub to: Option<At>,
}

impl Noted {
    /// Does the told time go beyond it by more than so many minutes?
    fn is_left_by(self, told: Span, slack: i64) -> bool {
        told.from < whole_minute(self.from).plus_minutes(-slack)
            || self.to.is_some_and(|to| told.to > whole_minute(to).plus_minutes(1 + slack))
    }
}

/// Where a told time does not agree with what the house noted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpanMark {
    /// Before the pupil was checked in, or after the check-out.
    OutsideShift(Noted),
    /// Longer than between the desk's start and end of the visit.
    OutsideVisit(Noted),
}

/// What the confirming adult should look at before confirming the time.
pub fn span_marks(told: Span, shift: Option<Noted>, visit: Option<Noted>) -> Vec<SpanMark> {
    let shift = shift.filter(|shift| shift.is_left_by(told, 0)).map(SpanMark::OutsideShift);
    let visit = visit.filter(|visit| visit.is_left_by(told, SLACK)).map(SpanMark::OutsideVisit);
    [shift, visit].into_iter().flatten().collect()
}
