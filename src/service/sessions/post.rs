//! Posting: the answers are checked and shown before anything is written.

use chrono::{Days, NaiveDate};

use super::{mine, note, options, release};
use crate::db::sessions::people::{self, Busy};
use crate::db::sessions::screens::{Checked, Options};
use crate::db::sessions::staff_page;
use crate::db::sessions::{self, NewSession, Session, series};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::domain::sessions::posting::{parse_schools, parse_until, title_for};
use crate::domain::sessions::series::{occasion, weekly};
use crate::domain::sessions::steps::{bookable, cut};
use crate::domain::sessions::{Posting, PostingForm, SessionRefusal};
use crate::domain::typed;
use crate::service::{Act, Answer};

/// A form sent twice within so many minutes makes one session.
const TWICE_MINUTES: i64 = 10;

/// The form for a new session, prefilled from another one when it is a copy or, with
/// `weekly`, the continuation of a series.
pub fn blank(
    act: &mut Act<'_>,
    copy: Option<SessionId>,
    weekly: bool,
) -> Answer<(Options, PostingForm)> {
    let offered = options(act)?;
    let form = match copy {
        None => empty_form(&offered),
        Some(id) => {
            let session = mine(act, id)?;
            copied(act, &session, weekly)?
        }
    };
    Ok((offered, form))
}

/// What a new form suggests: a Saturday morning, as most sessions are.
fn empty_form(offered: &Options) -> PostingForm {
    PostingForm {
        place: offered.places.first().map(|p| p.id.to_string()).unwrap_or_default(),
        from: "07:30".into(),
        to: "10:30".into(),
        slot_minutes: "30".into(),
        seats: "4".into(),
        walk_in_percent: "30".into(),
        ambassadors_wanted: if offered.schools.is_empty() { "0" } else { "8" }.into(),
        pupils_per_adult: "8".into(),
        schools: offered.schools.iter().map(|s| s.id.to_string()).collect(),
        ..PostingForm::default()
    }
}

fn copied(act: &mut Act<'_>, session: &Session, weekly: bool) -> Answer<PostingForm> {
    let posting = posting_of(act, session)?;
    let mut form = form_of(&posting);
    let asked = sessions::release::answers(act.conn, session.id)?;
    form.schools = asked.iter().map(|a| a.school_id.to_string()).collect();
    if weekly {
        form.continues = session.id.to_string();
    }
    // The same weekday, the next time it lies ahead.
    let mut day = session.starts_at.day() + Days::new(7);
    while day <= act.now.day() {
        day = day + Days::new(7);
    }
    form.day = typed::day_value(day);
    Ok(form)
}

/// A session's posting as it stands.
pub(super) fn posting_of(act: &mut Act<'_>, session: &Session) -> Answer<Posting> {
    let topics = staff_page::topics(act.conn, session.id, None)?;
    let named = staff_page::named(act.conn, session.id, None)?;
    let topics = topics.into_iter().map(|t| t.code).collect();
    Ok(posting_from(session, topics, named.into_iter().map(|n| n.account_id).collect()))
}

pub(super) fn posting_from(
    session: &Session,
    topics: Vec<String>,
    supervisors: Vec<AccountId>,
) -> Posting {
    Posting {
        title: session.title.clone(),
        place: session.place_id,
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        slot_minutes: session.slot_minutes,
        seats: session.seats,
        walk_in_percent: session.walk_in_percent,
        ambassadors_wanted: session.ambassadors_wanted,
        pupils_per_adult: session.pupils_per_adult,
        access_notes: session.access_notes.clone(),
        notes: session.notes.clone(),
        topics,
        supervisors,
    }
}

/// A posting as the form shows it.
pub(super) fn form_of(posting: &Posting) -> PostingForm {
    PostingForm {
        title: posting.title.clone(),
        place: posting.place.to_string(),
        day: typed::day_value(posting.starts_at.day()),
        from: typed::time_value(posting.starts_at.time()),
        to: typed::time_value(posting.ends_at.time()),
        topics: posting.topics.clone(),
        slot_minutes: posting.slot_minutes.to_string(),
        seats: posting.seats.to_string(),
        walk_in_percent: posting.walk_in_percent.to_string(),
        supervisors: posting.supervisors.iter().map(ToString::to_string).collect(),
        ambassadors_wanted: posting.ambassadors_wanted.to_string(),
        pupils_per_adult: posting.pupils_per_adult.to_string(),
        access_notes: posting.access_notes.clone(),
        notes: posting.notes.clone(),
        ..PostingForm::default()
    }
}

/// Checks the answers and says what would become of them; writes nothing.
pub fn check(act: &mut Act<'_>, form: &PostingForm) -> Answer<Checked> {
    let offered = options(act)?;
    let mut posting = offered.parse(form, act.now)?;
    name(&mut posting, &offered);
    let first = posting.starts_at.day();
    let until = parse_until(form, first)?;
    let schools = match posting.ambassadors_wanted {
        0 => Vec::new(),
        _ => offered.with_choices(act.now, |choices| parse_schools(form, choices))?,
    };
    let ward = offered.ward.id;
    let occasions = match until {
        Some(last) => weekly(first, last, ward, &schools, &offered.closed),
        None => vec![occasion(first, ward, &schools, &offered.closed)],
    };
    let postings: Vec<Posting> = occasions.iter().map(|o| on_day(&posting, o.day)).collect();
    let overlaps = overlaps(act, &offered, &postings, &[])?;
    Ok(Checked {
        steps: cut(posting.starts_at, posting.ends_at, posting.slot_minutes),
        bookable: bookable(posting.seats, posting.walk_in_percent),
        is_series: until.is_some(),
        options: offered,
        posting,
        occasions,
        schools,
        overlaps,
    })
}

/// Names a session that nobody named.
pub(super) fn name(posting: &mut Posting, offered: &Options) {
    if posting.title.is_empty() {
        posting.title = title_for(offered.place_name(posting.place));
    }
}

/// A posting as it would be held on another day, at the same times.
fn on_day(posting: &Posting, day: NaiveDate) -> Posting {
    Posting {
        starts_at: At::local(day, posting.starts_at.time()),
        ends_at: At::local(day, posting.ends_at.time()),
        ..posting.clone()
    }
}

/// Where a place or an adult is needed twice at a time, were each of these postings held;
/// sessions in `except` are left out of account, being those that are changed.
pub(super) fn overlaps(
    act: &mut Act<'_>,
    offered: &Options,
    postings: &[Posting],
    except: &[SessionId],
) -> Answer<Vec<Message>> {
    let from = postings.iter().map(|p| p.starts_at).min();
    let to = postings.iter().map(|p| p.ends_at).max();
    let (Some(from), Some(to)) = (from, to) else { return Ok(Vec::new()) };
    let busy = people::busy(act.conn, offered.ward.id, from, to)?;
    let mut found = Vec::new();
    for posting in postings {
        let touching = |b: &&Busy| {
            b.starts_at < posting.ends_at
                && posting.starts_at < b.ends_at
                && !except.contains(&b.session_id)
        };
        for b in busy.iter().filter(touching) {
            let adult = offered.adults.iter().find(|a| Some(a.account) == b.adult);
            if let Some(adult) = adult.filter(|a| posting.supervisors.contains(&a.account)) {
                found.push(twice(b, &adult.name));
            }
            if b.place_id == posting.place {
                found.push(twice(b, offered.place_name(posting.place)));
            }
        }
    }
    // A session is busy once for each of its adults, and says the same of its place each time.
    let mut once: Vec<Message> = Vec::new();
    for message in found {
        if !once.contains(&message) {
            once.push(message);
        }
    }
    Ok(once)
}

fn twice(busy: &Busy, what: &str) -> Message {
    let say = |lang: Lang| {
        let time = lang.times(busy.starts_at.time(), busy.ends_at.time());
        let day = lang.day(busy.starts_at.day());
        let (title, at) = (&busy.title, format!("{day}, {time}"));
        match lang {
            Lang::Vi => format!("{what} đã có buổi «{title}» lúc {at}."),
            Lang::En => format!("{what} is needed for “{title}” on {at}."),
        }
    };
    Message::new(say(Lang::Vi), say(Lang::En))
}

/// What becomes of a checked posting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finish {
    Draft,
    Publish,
}

/// Writes the session, or every session of the series, and publishes them if asked to.
/// Answers with the first of them and how many there are.
pub fn post(act: &mut Act<'_>, form: &PostingForm, finish: Finish) -> Answer<(SessionId, usize)> {
    let checked = check(act, form)?;
    if let (Finish::Publish, Some(why)) = (finish, checked.unpublishable()) {
        return Err(why.into());
    }
    let by = act.person()?.account;
    let since = act.now.plus_minutes(-TWICE_MINUTES);
    if let Some(twin) = sessions::twin(act.conn, &checked.posting, by, since)? {
        return Ok((twin, 0));
    }
    let series = series_for(act, form, &checked, by)?;
    let days: Vec<NaiveDate> = checked.days().collect();
    let mut ids = Vec::new();
    for day in days {
        let posting = on_day(&checked.posting, day);
        let new = NewSession::draft(checked.options.ward.id, &posting, series, by);
        let id = sessions::add(act.conn, &new, act.now)?;
        let session = sessions::get(act.conn, id)?;
        note(act, &session, "post", session.state, "")?;
        ids.push(id);
    }
    let first = *ids.first().ok_or(SessionRefusal::SchoolsAway)?;
    if finish == Finish::Publish {
        release::publish_all(act, &ids, &checked.schools)?;
    }
    Ok((first, ids.len()))
}

/// The series the new sessions belong to: a new one, or that of the session they continue.
fn series_for(
    act: &mut Act<'_>,
    form: &PostingForm,
    checked: &Checked,
    by: AccountId,
) -> Answer<Option<SeriesId>> {
    let days: Vec<NaiveDate> = checked.occasions.iter().map(|o| o.day).collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(None) };
    let ward = checked.options.ward.id;
    let Ok(continued) = form.continues.parse::<SessionId>() else {
        if !checked.is_series {
            return Ok(None);
        }
        return Ok(Some(series::add(act.conn, ward, (*first, *last), by, act.now)?));
    };
    let session = mine(act, continued)?;
    if let Some(series) = session.series_id {
        series::extend(act.conn, series, *last)?;
        return Ok(Some(series));
    }
    let from = session.starts_at.day().min(*first);
    let series = series::add(act.conn, ward, (from, *last), by, act.now)?;
    series::join(act.conn, session.id, series)?;
    note(act, &session, "join_series", session.state, "")?;
    Ok(Some(series))
}
