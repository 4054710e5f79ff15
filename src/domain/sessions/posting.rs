//! What a coordinator types to post a session, and what it must be to stand.

mod cautions;
mod words;

use chrono::{Days, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::SessionRefusal;
use super::series::WEEKS_AT_MOST;
use crate::domain::at::At;
use crate::domain::eligibility::{ADULTS_AT_LEAST, Limits};
use crate::domain::ids::{AccountId, OrganisationId, PlaceId};
use crate::domain::names::{tidy, tidy_lines};
use crate::domain::privacy::refuse_secrets;
use crate::domain::refusal::{Message, Problems, Refuse};
use crate::domain::school_year::{ClosedSpan, closing};
use crate::domain::topics::Tier;
use crate::domain::typed;

/// As typed. Everything is text, so that a wrong answer can be shown again.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, Serialize, Validate)]
#[serde(default)]
pub struct PostingForm {
    #[validate(length(max = 120))]
    pub title: String,
    #[validate(length(max = 20))]
    pub place: String,
    #[validate(length(max = 20))]
    pub day: String,
    #[validate(length(max = 20))]
    pub from: String,
    #[validate(length(max = 20))]
    pub to: String,
    #[validate(length(max = 100))]
    pub topics: Vec<String>,
    #[validate(length(max = 20))]
    pub slot_minutes: String,
    #[validate(length(max = 20))]
    pub seats: String,
    #[validate(length(max = 20))]
    pub walk_in_percent: String,
    #[validate(length(max = 60))]
    pub supervisors: Vec<String>,
    #[validate(length(max = 20))]
    pub ambassadors_wanted: String,
    #[validate(length(max = 20))]
    pub pupils_per_adult: String,
    #[validate(length(max = 300))]
    pub access_notes: String,
    #[validate(length(max = 1000))]
    pub notes: String,
    /// The last day of a weekly series; empty for a single session.
    #[validate(length(max = 20))]
    pub until: String,
    /// The schools that are asked for their pupils.
    #[validate(length(max = 60))]
    pub schools: Vec<String>,
    /// The session that a new series continues.
    #[validate(length(max = 20))]
    pub continues: String,
    /// Of a change: how far it reaches in the series.
    #[validate(length(max = 20))]
    pub scope: String,
    /// Of a change: the revision the form was made from.
    #[validate(length(max = 20))]
    pub revision: String,
    /// The button that was pressed.
    #[validate(length(max = 20))]
    pub act: String,
}

/// What a form may choose from, and what decides whether it stands.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'a> {
    pub now: At,
    pub ward: OrganisationId,
    pub places: &'a [PlaceId],
    pub topics: &'a [(String, Tier)],
    /// Adults who may look after a session of the ward.
    pub supervisors: &'a [AccountId],
    pub schools: &'a [OrganisationId],
    pub closed: &'a [ClosedSpan],
}

/// A posting that can stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posting {
    /// Empty: the house names the session after its place.
    pub title: String,
    pub place: PlaceId,
    pub starts_at: At,
    pub ends_at: At,
    pub slot_minutes: i64,
    pub seats: i64,
    pub walk_in_percent: i64,
    pub ambassadors_wanted: i64,
    pub pupils_per_adult: i64,
    pub access_notes: String,
    pub notes: String,
    pub topics: Vec<String>,
    pub supervisors: Vec<AccountId>,
}

/// The lengths a slot may have.
pub const SLOT_MINUTES: [i64; 3] = [15, 30, 60];
/// Sessions are held between these hours.
const OPENS: NaiveTime = NaiveTime::from_hms_opt(6, 0, 0).expect("six o'clock is a time");
const SHUTS: NaiveTime = NaiveTime::from_hms_opt(21, 0, 0).expect("nine o'clock is a time");

impl Posting {
    /// Reads the form; every problem stands beside its field.
    pub fn parse(form: &PostingForm, choices: &Choices<'_>) -> Result<Posting, Problems> {
        let mut p = Problems::none();
        let place = p.take("place", place(form, choices));
        let when = when(form, choices, &mut p);
        let slot_minutes = p.take("slot_minutes", slot_minutes(&form.slot_minutes));
        let seats = p.take("seats", whole(&form.seats, 1, 200));
        let walk_in_percent = p.take("walk_in_percent", whole(&form.walk_in_percent, 0, 100));
        let topics = p.take("topics", topics(form, choices));
        let supervisors = p.take("supervisors", supervisors(form, choices));
        let wanted = p.take("ambassadors_wanted", whole(&form.ambassadors_wanted, 0, 200));
        let per_adult = p.take("pupils_per_adult", per_adult(&form.pupils_per_adult));
        for (field, text) in
            [("title", &form.title), ("access_notes", &form.access_notes), ("notes", &form.notes)]
        {
            p.take(field, refuse_secrets(text));
        }
        let all = (
            place,
            when,
            slot_minutes,
            seats,
            walk_in_percent,
            topics,
            supervisors,
            wanted,
            per_adult,
        );
        let (
            Some(place),
            Some((starts_at, ends_at)),
            Some(slot_minutes),
            Some(seats),
            Some(walk_in_percent),
            Some(topics),
            Some(supervisors),
            Some(ambassadors_wanted),
            Some(pupils_per_adult),
        ) = all
        else {
            return Err(p);
        };
        let posting = Posting {
            title: tidy(&form.title),
            place,
            starts_at,
            ends_at,
            slot_minutes,
            seats,
            walk_in_percent,
            ambassadors_wanted,
            pupils_per_adult,
            access_notes: tidy_lines(&form.access_notes),
            notes: tidy_lines(&form.notes),
            topics,
            supervisors,
        };
        if let Err(more) = posting.check(choices) {
            p.extend(more);
        }
        p.done().map(|()| posting)
    }

    /// The rules that look at several answers together; for a session of a series also
    /// those that its own day brings.
    pub fn check(&self, choices: &Choices<'_>) -> Result<(), Problems> {
        let mut p = Problems::none();
        check_time(self.starts_at, self.ends_at, choices, &mut p);
        if self.ends_at.minutes_since(self.starts_at) < self.slot_minutes {
            p.add("to", words::shorter_than_a_slot(self.slot_minutes));
        }
        if self.ambassadors_wanted > 0 {
            self.check_pupils(choices, &mut p);
        }
        p.done()
    }

    fn check_pupils(&self, choices: &Choices<'_>, p: &mut Problems) {
        let limits = Limits::default();
        if self.ends_at.minute_of_day() > limits.latest_end {
            p.add("to", words::too_late_for_pupils());
        }
        if self.ends_at.minutes_since(self.starts_at) > limits.session_minutes {
            p.add("to", words::too_long_for_pupils());
        }
        let adults = self.supervisors.len() as i64;
        if self.ambassadors_wanted > self.pupils_per_adult * adults {
            p.add("ambassadors_wanted", words::too_many_pupils(adults, self.pupils_per_adult));
        }
        let adult_only = |code: &String| {
            choices.topics.iter().any(|(c, tier)| c == code && *tier == Tier::Reserved)
        };
        if self.topics.iter().all(adult_only) {
            p.add("ambassadors_wanted", words::nothing_for_pupils());
        }
    }
}

/// The rules that need nothing but the time.
fn check_time(starts_at: At, ends_at: At, choices: &Choices<'_>, p: &mut Problems) {
    let day = starts_at.day();
    if starts_at <= choices.now {
        p.add(if day == choices.now.day() { "from" } else { "day" }, words::past());
    }
    if ends_at <= starts_at {
        p.add("to", words::ends_before_it_starts());
    }
    if starts_at.time() < OPENS {
        p.add("from", words::at_night());
    }
    if ends_at.time() > SHUTS {
        p.add("to", words::at_night());
    }
    if let Some(span) = closing(choices.closed, choices.ward, day) {
        p.add("day", words::closed(span));
    }
    if day > choices.now.day() + Days::new(7 * WEEKS_AT_MOST) {
        p.add("day", words::too_far_ahead());
    }
}

/// The last day of a weekly series that begins with `first`; none: a single session.
pub fn parse_until(form: &PostingForm, first: NaiveDate) -> Result<Option<NaiveDate>, Problems> {
    if form.until.trim().is_empty() {
        return Ok(None);
    }
    let Some(last) = typed::day(&form.until) else {
        return Err(Problems::one("until", words::no_day()));
    };
    if last < first + Days::new(7) || last > first + Days::new(7 * WEEKS_AT_MOST) {
        return Err(Problems::one("until", words::not_a_series()));
    }
    Ok(Some(last))
}

/// The schools that were chosen, each of them the ward's.
pub fn parse_schools(
    form: &PostingForm,
    choices: &Choices<'_>,
) -> Result<Vec<OrganisationId>, Problems> {
    let of_ward = |school: &String| school.parse().ok().filter(|id| choices.schools.contains(id));
    let chosen: Option<Vec<OrganisationId>> = form.schools.iter().map(of_ward).collect();
    let unknown = || Problems::one("schools", SessionRefusal::UnknownSchool.message());
    let chosen = chosen.ok_or_else(unknown)?;
    Ok(choices.schools.iter().copied().filter(|school| chosen.contains(school)).collect())
}

/// What the house calls a session that nobody named.
pub fn title_for(place: &str) -> String {
    format!("Hỗ trợ số tại {place}")
}

/// An exam week or another closed time in the words of a form.
pub fn closed_words(span: &ClosedSpan) -> Message {
    words::closed(span)
}

fn place(form: &PostingForm, choices: &Choices<'_>) -> Result<PlaceId, Message> {
    let chosen = form.place.parse().ok().filter(|place| choices.places.contains(place));
    chosen.ok_or_else(|| Message::new("Chọn nơi hỗ trợ.", "Choose a help point."))
}

fn when(form: &PostingForm, choices: &Choices<'_>, p: &mut Problems) -> Option<(At, At)> {
    let day = p.take("day", typed::day(&form.day).ok_or_else(words::no_day));
    let from = p.take("from", typed::time(&form.from).ok_or_else(words::no_time));
    let to = p.take("to", typed::time(&form.to).ok_or_else(words::no_time));
    let (starts_at, ends_at) = (At::local(day?, from?), At::local(day?, to?));
    check_time(starts_at, ends_at, choices, p);
    Some((starts_at, ends_at))
}

fn slot_minutes(text: &str) -> Result<i64, Message> {
    typed::whole(text)
        .filter(|n| SLOT_MINUTES.contains(n))
        .ok_or_else(|| Message::new("Chọn độ dài một khung giờ.", "Choose how long a slot is."))
}

fn whole(text: &str, least: i64, most: i64) -> Result<i64, Message> {
    typed::whole(text).filter(|n| (least..=most).contains(n)).ok_or_else(|| {
        Message::new(
            format!("Điền một số từ {least} đến {most}."),
            format!("Enter a number from {least} to {most}."),
        )
    })
}

fn per_adult(text: &str) -> Result<i64, Message> {
    whole(text, 1, 8).map_err(|_| {
        Message::new(
            "Mỗi người lớn phụ trách từ 1 đến 8 em.",
            "One adult looks after 1 to 8 pupils.",
        )
    })
}

fn topics(form: &PostingForm, choices: &Choices<'_>) -> Result<Vec<String>, Message> {
    // In the catalogue's order, each once, whatever order they were sent in.
    let chosen: Vec<String> = choices
        .topics
        .iter()
        .filter(|(code, _)| form.topics.contains(code))
        .map(|(code, _)| code.clone())
        .collect();
    if chosen.is_empty() {
        return Err(Message::new(
            "Chọn ít nhất một nội dung hỗ trợ.",
            "Choose at least one topic.",
        ));
    }
    Ok(chosen)
}

fn supervisors(form: &PostingForm, choices: &Choices<'_>) -> Result<Vec<AccountId>, Message> {
    let typed: Vec<AccountId> = form.supervisors.iter().filter_map(|s| s.parse().ok()).collect();
    let chosen: Vec<AccountId> =
        choices.supervisors.iter().copied().filter(|a| typed.contains(a)).collect();
    if (chosen.len() as i64) < ADULTS_AT_LEAST {
        return Err(Message::new(
            "Mỗi buổi cần ít nhất hai người lớn phụ trách: không để em nào một mình với một người lớn.",
            "Every session needs at least two supervisors: no child is ever alone with one adult.",
        ));
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests;
