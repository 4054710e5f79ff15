//! Publishing: schools are asked for their pupils, answer, and the session opens.

use super::{adults, letters, mine, note, withdraw};
use crate::db::organisations;
use crate::db::sessions::people;
use crate::db::sessions::release::{self, ReleaseLine};
use crate::db::sessions::screens::Question;
use crate::db::sessions::staff_page;
use crate::db::sessions::{self, Session};
use crate::domain::access::Permission;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Problems};
use crate::domain::school_year::{self, ClosedSpan, closing};
use crate::domain::sessions::posting::closed_words;
use crate::domain::sessions::release::{Decision, Ticked, seen, settle};
use crate::domain::sessions::{ApprovalState, SessionRefusal, SessionState};
use crate::service::{Act, Answer, Error};

/// Publishes a draft: opens it when no pupils are wanted, else asks these schools. Once
/// more changes nothing.
pub fn publish(act: &mut Act<'_>, id: SessionId, schools: &[OrganisationId]) -> Answer<()> {
    let session = mine(act, id)?;
    if matches!(session.state, SessionState::AwaitingSchool | SessionState::Open) {
        let asked = release::answers(act.conn, id)?;
        if asked.iter().all(|answer| schools.contains(&answer.school_id)) {
            return Ok(());
        }
    }
    publish_all(act, &[id], schools)
}

/// Publishes several drafts at once, with one letter to each school.
pub(super) fn publish_all(
    act: &mut Act<'_>,
    ids: &[SessionId],
    schools: &[OrganisationId],
) -> Answer<()> {
    let mut asked: Vec<(OrganisationId, Session)> = Vec::new();
    for id in ids {
        let session = mine(act, *id)?;
        if session.state != SessionState::Draft {
            return Err(SessionRefusal::NotADraft.into());
        }
        for school in publish_one(act, &session, schools)? {
            asked.push((school, sessions::get(act.conn, session.id)?));
        }
    }
    for school in schools {
        let theirs: Vec<&Session> =
            asked.iter().filter(|(s, _)| s == school).map(|(_, session)| session).collect();
        letters::asked(act, *school, &theirs)?;
    }
    Ok(())
}

/// Answers with the schools that are asked.
fn publish_one(
    act: &mut Act<'_>,
    session: &Session,
    schools: &[OrganisationId],
) -> Answer<Vec<OrganisationId>> {
    if session.starts_at <= act.now {
        return Err(SessionRefusal::Started.into());
    }
    let day = session.starts_at.day();
    let closed = closed_on(act, session)?;
    if let Some(span) = closing(&closed, session.ward_id, day) {
        return Err(Problems::one("day", closed_words(span)).into());
    }
    adults::refuse_elsewhere(act, session)?;
    release::forget(act.conn, session.id)?;
    if session.ambassadors_wanted == 0 {
        open(act, session, "publish")?;
        return Ok(Vec::new());
    }
    let chosen = askable(act, session, schools, &closed)?;
    for school in &chosen {
        release::ask(act.conn, session.id, *school, act.now)?;
    }
    move_on(act, session, SessionState::AwaitingSchool)?;
    note(act, session, "publish", SessionState::AwaitingSchool, &numbers(&chosen))?;
    Ok(chosen)
}

/// Of the chosen schools those of the ward that are not away that day.
fn askable(
    act: &mut Act<'_>,
    session: &Session,
    chosen: &[OrganisationId],
    closed: &[ClosedSpan],
) -> Answer<Vec<OrganisationId>> {
    let day = session.starts_at.day();
    let of_ward = organisations::schools(act.conn, session.ward_id)?;
    if chosen.iter().any(|school| of_ward.iter().all(|s| s.id != *school)) {
        return Err(SessionRefusal::UnknownSchool.into());
    }
    let chosen: Vec<OrganisationId> =
        of_ward.iter().map(|s| s.id).filter(|s| chosen.contains(s)).collect();
    if chosen.is_empty() {
        return Err(SessionRefusal::NoSchool.into());
    }
    let open: Vec<OrganisationId> =
        chosen.into_iter().filter(|s| closing(closed, *s, day).is_none()).collect();
    if open.is_empty() {
        return Err(SessionRefusal::SchoolsAway.into());
    }
    Ok(open)
}

fn closed_on(act: &mut Act<'_>, session: &Session) -> Answer<Vec<ClosedSpan>> {
    let day = session.starts_at.day();
    let schools = organisations::schools(act.conn, session.ward_id)?;
    let of: Vec<OrganisationId> =
        schools.iter().map(|s| s.id).chain(std::iter::once(session.ward_id)).collect();
    let closed = organisations::closed_days(act.conn, &of, day, day)?;
    Ok(closed.into_iter().map(ClosedSpan::from).collect())
}

/// Schools as the trail names them: by number, because names of people and what they wrote
/// must not come into it.
fn numbers(schools: &[OrganisationId]) -> String {
    let numbers: Vec<String> = schools.iter().map(|id| format!("school {id}")).collect();
    numbers.join(", ")
}

fn names(act: &mut Act<'_>, schools: &[OrganisationId]) -> Answer<String> {
    let mut names = Vec::new();
    for school in schools {
        names.push(organisations::get(act.conn, *school)?.short_name);
    }
    Ok(names.join(", "))
}

fn move_on(act: &mut Act<'_>, session: &Session, to: SessionState) -> Answer<()> {
    if !sessions::advance(act.conn, session.id, session.state, to)? {
        return Err(SessionRefusal::ChangedMeanwhile.into());
    }
    Ok(())
}

/// Opens a session to residents.
fn open(act: &mut Act<'_>, session: &Session, what: &str) -> Answer<()> {
    move_on(act, session, SessionState::Open)?;
    note(act, session, what, SessionState::Open, "")?;
    letters::opened(act, session)?;
    act.sessions_changed()
}

/// Asks further schools about a session that is published and ahead.
pub fn ask_more(act: &mut Act<'_>, id: SessionId, schools: &[OrganisationId]) -> Answer<()> {
    let session = mine(act, id)?;
    published_ahead(act, &session)?;
    let closed = closed_on(act, &session)?;
    let chosen = askable(act, &session, schools, &closed)?;
    for school in chosen {
        if matches!(release::state(act.conn, id, school), Ok(s) if s != ApprovalState::Declined) {
            continue;
        }
        release::ask(act.conn, id, school, act.now)?;
        note(act, &session, "ask_school", session.state, &numbers(&[school]))?;
        letters::asked(act, school, &[&session])?;
    }
    Ok(())
}

/// A session that moved is another one to the schools: whoever agreed is asked anew, and
/// whoever has not answered yet is asked about what it now is. Their pupils keep their
/// shifts until then, as residents keep their seats.
pub(super) fn ask_again(act: &mut Act<'_>, session: &Session) -> Answer<()> {
    let ended = release::reopen(act.conn, session.id, act.now)?;
    if ended.is_empty() {
        return Ok(());
    }
    note(act, session, "ask_again", session.state, &numbers(&ended))
}

/// Takes a question back that a school has not answered; the others' answers then decide.
pub fn take_back(act: &mut Act<'_>, id: SessionId, school: OrganisationId) -> Answer<()> {
    let session = mine(act, id)?;
    if !release::take_back(act.conn, id, school)? {
        return Err(SessionRefusal::AlreadyDecided.into());
    }
    published_ahead(act, &session)?;
    note(act, &session, "take_back", session.state, &numbers(&[school]))?;
    // Pupils who joined with an earlier consent have none any more.
    take_pupils_back(act, &session, school, "Phường rút lời hỏi nhà trường")?;
    settle_waiting(act, id).map(|_| ())
}

/// Lets the answers decide about a session that waits for them; answers with its state.
pub(super) fn settle_waiting(act: &mut Act<'_>, id: SessionId) -> Answer<SessionState> {
    let session = sessions::get(act.conn, id)?;
    if session.state != SessionState::AwaitingSchool {
        return Ok(session.state);
    }
    let answers = release::states(act.conn, id)?;
    let nobody_left = answers.is_empty() && session.ambassadors_wanted > 0;
    match settle(&answers) {
        None => Ok(session.state),
        Some(SessionState::Open) if !nobody_left => {
            open(act, &session, "open")?;
            Ok(SessionState::Open)
        }
        Some(_) => {
            move_on(act, &session, SessionState::Draft)?;
            note(act, &session, "back_to_draft", SessionState::Draft, "")?;
            Ok(SessionState::Draft)
        }
    }
}

fn published_ahead(act: &Act<'_>, session: &Session) -> Answer<()> {
    if !matches!(session.state, SessionState::AwaitingSchool | SessionState::Open) {
        return Err(SessionRefusal::NotAhead.into());
    }
    if session.starts_at <= act.now {
        return Err(SessionRefusal::Started.into());
    }
    Ok(())
}

/// Rows of the school officer's page.
const ASKED_AT_MOST: i64 = 200;

/// What one's schools are asked, sessions ahead, the nearest first.
pub fn asked_of_me(act: &mut Act<'_>) -> Answer<Vec<ReleaseLine>> {
    act.place(Permission::ApproveRelease)?;
    let account = act.person()?.account;
    Ok(release::asked_of(act.conn, account, act.now, ASKED_AT_MOST)?)
}

/// The question about a session to a school at which this person is an officer.
pub fn question(act: &mut Act<'_>, id: SessionId, school: OrganisationId) -> Answer<Question> {
    act.within(Permission::ApproveRelease, school)?;
    let session = sessions::get(act.conn, id)?;
    let answers = release::answers(act.conn, id)?;
    let answer = answers.into_iter().find(|a| a.school_id == school).ok_or(Error::NotFound)?;
    let day = session.starts_at.day();
    let closed: Vec<ClosedSpan> = closed_on(act, &session)?;
    let mut joined = people::on_duty(act.conn, id, None, &school_year::of(day))?;
    joined.retain(|pupil| pupil.school_id == school);
    Ok(Question {
        around: staff_page::surroundings(act.conn, id)?,
        topics: staff_page::topics(act.conn, id, None)?,
        supervisors: people::supervisors(act.conn, id)?,
        answer,
        joined,
        away: closing(&closed, school, day).cloned(),
        is_ahead: published_ahead(act, &session).is_ok(),
        session,
    })
}

/// The session and the school's present answer, when this person may give another.
fn answerable(
    act: &mut Act<'_>,
    id: SessionId,
    school: OrganisationId,
) -> Answer<(Session, ApprovalState)> {
    let (session, from) = answered(act, id, school)?;
    published_ahead(act, &session)?;
    Ok((session, from))
}

fn answered(
    act: &mut Act<'_>,
    id: SessionId,
    school: OrganisationId,
) -> Answer<(Session, ApprovalState)> {
    act.within(Permission::ApproveRelease, school)?;
    let session = sessions::get(act.conn, id)?;
    let from = release::state(act.conn, id, school)?;
    Ok((session, from))
}

/// A school officer answers, or answers otherwise while the session is ahead. A school
/// that declines, or takes its word back, takes its pupils back too. The same answer once
/// more changes nothing. `seen` tells which time and place were answered about: a session
/// that has moved since is a question of its own.
pub fn decide(
    act: &mut Act<'_>,
    id: SessionId,
    school: OrganisationId,
    decision: &Decision,
    seen: &str,
) -> Answer<SessionState> {
    let (to, reason) = match decision {
        Decision::Approve => (ApprovalState::Approved, String::new()),
        Decision::Decline(reason) => (ApprovalState::Declined, reason.clone()),
    };
    let (session, from) = answered(act, id, school)?;
    if from == to {
        return Ok(session.state);
    }
    published_ahead(act, &session)?;
    if to == ApprovalState::Approved && has_moved(&session, seen) {
        return Err(Problems::one("act", moved_meanwhile(&session)).into());
    }
    let by = act.person()?.account;
    let answer = release::Answer { from, to, by, at: act.now, reason: &reason };
    if !release::decide(act.conn, id, school, &answer)? {
        return Err(SessionRefusal::AlreadyDecided.into());
    }
    let name = names(act, &[school])?;
    let detail = if reason.is_empty() { name } else { format!("{name}: {reason}") };
    let what = if to == ApprovalState::Approved { "school_approved" } else { "school_declined" };
    note(act, &session, what, session.state, &numbers(&[school]))?;
    if to == ApprovalState::Declined {
        take_pupils_back(act, &session, school, &reason)?;
    }
    let state = settle_waiting(act, id)?;
    letters::decided(act, &session, state, to, &detail)?;
    Ok(state)
}

/// Was another time or place on the page? Nothing was, when the page does not say.
fn has_moved(session: &Session, shown: &str) -> bool {
    !shown.is_empty() && shown != seen(session.starts_at, session.ends_at, session.place_id)
}

fn moved_meanwhile(session: &Session) -> Message {
    let when = |lang: Lang| {
        let times = lang.times(session.starts_at.time(), session.ends_at.time());
        format!("{times}, {}", lang.day(session.starts_at.day()))
    };
    Message::new(
        format!(
            "Phường đã sửa buổi này sau khi trang được mở. Buổi hiện là {}. Hãy xem lại rồi trả lời.",
            when(Lang::Vi)
        ),
        format!(
            "The ward changed this session after the page was opened. It is now {}. Look again, then answer.",
            when(Lang::En)
        ),
    )
}

/// What became of several questions agreed to at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Agreed {
    pub done: usize,
    /// Answered, called off, begun or taken back meanwhile, or never this school's.
    pub left_out: usize,
}

/// Agrees to those of several questions that still wait; refused only when none of them does.
pub fn approve_all(act: &mut Act<'_>, chosen: &[Ticked]) -> Answer<Agreed> {
    let mut agreed = Agreed::default();
    let mut first = None;
    for Ticked { session, school, seen } in chosen {
        match answerable(act, *session, *school) {
            // The same form sent again: they have agreed.
            Ok((_, ApprovalState::Approved)) => agreed.done += 1,
            Ok((now, _)) if has_moved(&now, seen) => {
                agreed.left_out += 1;
                first.get_or_insert(Problems::one("act", moved_meanwhile(&now)).into());
            }
            Ok(_) => {
                decide(act, *session, *school, &Decision::Approve, seen)?;
                agreed.done += 1;
            }
            Err(why @ (Error::NotFound | Error::Refused(_))) => {
                agreed.left_out += 1;
                first.get_or_insert(why);
            }
            Err(why) => return Err(why),
        }
    }
    match first {
        Some(why) if agreed.done == 0 => Err(why),
        _ => Ok(agreed),
    }
}

fn take_pupils_back(
    act: &mut Act<'_>,
    session: &Session,
    school: OrganisationId,
    reason: &str,
) -> Answer<()> {
    let year = school_year::of(session.starts_at.day());
    let mut theirs = people::on_duty(act.conn, session.id, None, &year)?;
    theirs.retain(|pupil| pupil.school_id == school);
    letters::released(act, session, &theirs, reason)?;
    let pupils: Vec<AmbassadorId> = theirs.iter().map(|p| p.ambassador_id).collect();
    withdraw(act, session, Some(&pupils), reason)
}
