//! Ambassadors' places in sessions: looked for, taken, answered, given back.

mod notify;
mod unfit;

pub(super) use unfit::release_unfit;

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveTime};

use super::{Act, Answer, Error, Step};
use crate::db::sessions;
use crate::db::shifts::facts::{self, Whom};
use crate::db::shifts::pages::{
    self, MyShift, MyShifts, OpenRow, OpenSession, OpenWeek, ShiftPage, TopicChip,
};
use crate::db::shifts::{self as rows, MatchesTo, NewShift};
use crate::domain::access::Pupil;
use crate::domain::at::At;
use crate::domain::eligibility::{self, Candidate, Ineligible, Refusal, SessionFacts};
use crate::domain::hours::week_of;
use crate::domain::ids::*;
use crate::domain::school_year::ClosedSpan;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::{ReasonForm, ShiftRefusal, ShiftSource, ShiftState, may_withdraw};

/// The signed-in pupil, or 403.
pub(super) fn me(act: &Act<'_>) -> Answer<Pupil> {
    act.person()?.pupil.clone().ok_or(Error::Forbidden)
}

/// Sessions on one page at most.
pub const SESSIONS_PER_PAGE: i64 = 30;
/// No week of a school holds more than this; a larger number in the address is a slip.
const LAST_PAGE: u32 = 50;
/// Weeks ahead that can be looked at.
const WEEKS_AHEAD: u64 = 26;

/// What can I take? A page of the sessions of the week of `day`, or of this one, each with
/// the reasons that stand against it; pages count from 1. A fixed number of queries.
pub fn open_sessions(act: &mut Act<'_>, day: Option<NaiveDate>, page: u32) -> Answer<OpenWeek> {
    let pupil = me(act)?;
    let today = act.now.day();
    let (this_monday, _) = week_of(today);
    let last_monday = this_monday + Days::new(7 * WEEKS_AHEAD);
    let (monday, sunday) = week_of(day.unwrap_or(today).clamp(this_monday, last_monday));
    let midnight = |day| At::local(day, NaiveTime::MIN);
    let span = (midnight(monday).max(act.now), midnight(sunday + Days::new(1)));
    let page = page.clamp(1, LAST_PAGE);
    let part = (SESSIONS_PER_PAGE + 1, i64::from(page - 1) * SESSIONS_PER_PAGE);
    let mut found = pages::open_to(act.conn, pupil.ambassador, pupil.school, span, part)?;
    let more = found.len() as i64 > SESSIONS_PER_PAGE;
    found.truncate(SESSIONS_PER_PAGE as usize);
    let rows = with_reasons(act, &pupil, found, (monday, sunday))?;
    Ok(OpenWeek {
        monday,
        sunday,
        today,
        earlier: (monday > this_monday).then(|| monday - Days::new(7)),
        later: (monday < last_monday).then(|| monday + Days::new(7)),
        rows,
        page,
        more,
    })
}

fn with_reasons(
    act: &mut Act<'_>,
    pupil: &Pupil,
    found: Vec<OpenSession>,
    days: (NaiveDate, NaiveDate),
) -> Answer<Vec<OpenRow>> {
    let ids: Vec<SessionId> = found.iter().map(|session| session.id).collect();
    let sessions = facts::sessions(act.conn, &ids)?;
    let entry = facts::pupils(act.conn, Whom::One(pupil.ambassador), days)?.pop();
    let candidate = entry.ok_or(Error::NotFound)?.candidate;
    let mut of: Vec<OrganisationId> = sessions.iter().map(|s| s.ward).collect();
    of.push(pupil.school);
    of.sort_unstable();
    of.dedup();
    let closed = facts::closed(act.conn, &of, days)?;
    let names = pages::topic_names(act.conn)?;
    let names: HashMap<&str, (&str, &str)> =
        names.iter().map(|(code, vi, en)| (&**code, (&**vi, &**en))).collect();
    let chip = |code: &str, tier, day| {
        let (name_vi, name_en) = names.get(code).copied().unwrap_or((code, code));
        TopicChip {
            name_vi: name_vi.to_owned(),
            name_en: name_en.to_owned(),
            certified: candidate.is_certified(code, tier, day),
        }
    };
    // Both lists are in order of start and id.
    let rows = found.into_iter().zip(&sessions).map(|(session, facts)| OpenRow {
        topics: facts
            .topics
            .iter()
            .map(|(code, tier)| chip(code, *tier, facts.starts_at.day()))
            .collect(),
        coming: facts.members.len(),
        why_not: eligibility::check(&candidate, facts, &closed, act.now).err().unwrap_or_default(),
        session,
    });
    Ok(rows.collect())
}

/// Takes a place in an open session. Refused with every reason that stands against it.
pub fn take(act: &mut Act<'_>, session: SessionId) -> Answer<ShiftId> {
    let pupil = me(act)?;
    let ward = sessions::get(act.conn, session)?.ward_id;
    let new = NewPlace { session, ambassador: pupil.ambassador, source: ShiftSource::Own };
    place(act, &new, ShiftState::Taken, ward)
}

/// Proposes a place to a pupil, for the matching or by hand. The caller has checked who
/// may do that; the rules for pupils are checked here, under the same lock.
pub fn propose(
    act: &mut Act<'_>,
    session: SessionId,
    ambassador: AmbassadorId,
    source: ShiftSource,
) -> Answer<ShiftId> {
    let ward = sessions::get(act.conn, session)?.ward_id;
    place(act, &NewPlace { session, ambassador, source }, ShiftState::Proposed, ward)
}

/// Gives a pupil who came without a shift a place in a running session, by the rules of
/// signing up. The desk has checked who may do that and that the session runs.
pub(super) fn join(
    act: &mut Act<'_>,
    session: SessionId,
    ambassador: AmbassadorId,
) -> Answer<ShiftId> {
    let ward = sessions::get(act.conn, session)?.ward_id;
    rows::lock(act.conn, &[session], &[ambassador])?;
    let (facts, candidate, closed) = facts_of(act, session, ambassador)?;
    eligibility::may_join(&candidate, &facts, &closed).map_err(Ineligible)?;
    let new = NewPlace { session, ambassador, source: ShiftSource::Hand };
    enter(act, &new, ShiftState::Accepted, ward)
}

struct NewPlace {
    session: SessionId,
    ambassador: AmbassadorId,
    source: ShiftSource,
}

fn place(
    act: &mut Act<'_>,
    new: &NewPlace,
    state: ShiftState,
    ward: OrganisationId,
) -> Answer<ShiftId> {
    rows::lock(act.conn, &[new.session], &[new.ambassador])?;
    let (session, candidate, closed) = facts_of(act, new.session, new.ambassador)?;
    eligibility::check(&candidate, &session, &closed, act.now).map_err(Ineligible)?;
    enter(act, new, state, ward)
}

fn enter(
    act: &mut Act<'_>,
    new: &NewPlace,
    state: ShiftState,
    ward: OrganisationId,
) -> Answer<ShiftId> {
    let row = NewShift {
        session_id: new.session,
        ambassador_id: new.ambassador,
        state,
        source: new.source,
        reason: "",
        created_at: act.now,
    };
    let id = rows::add(act.conn, &row)?;
    audit(act, ward, id, new.source.code(), ("", state.code()), "")?;
    Ok(id)
}

fn facts_of(
    act: &mut Act<'_>,
    session: SessionId,
    ambassador: AmbassadorId,
) -> Answer<(SessionFacts, Candidate, Vec<ClosedSpan>)> {
    let (session, mut entries, closed) = facts::around(act.conn, session, Whom::One(ambassador))?;
    let candidate = entries.pop().ok_or(Error::NotFound)?.candidate;
    Ok((session, candidate, closed))
}

/// Every reason why a pupil may not take a session; none means yes.
pub fn why_not(
    act: &mut Act<'_>,
    session: SessionId,
    ambassador: AmbassadorId,
) -> Answer<Vec<Refusal>> {
    let (session, candidate, closed) = facts_of(act, session, ambassador)?;
    Ok(eligibility::check(&candidate, &session, &closed, act.now).err().unwrap_or_default())
}

/// The pupil agrees to a proposed shift, if the rules still allow it.
pub fn accept(act: &mut Act<'_>, shift: ShiftId) -> Answer<()> {
    let held = own(act, shift)?;
    rows::lock(act.conn, &[held.session], &[me(act)?.ambassador])?;
    if held.state == ShiftState::Accepted {
        return Ok(());
    }
    if held.state != ShiftState::Proposed {
        return Err(ShiftRefusal::NotProposed.into());
    }
    if held.starts_at <= act.now || held.session_state != SessionState::Open {
        return Err(ShiftRefusal::NotToCome.into());
    }
    let pupil = me(act)?.ambassador;
    let (session, candidate, closed) = facts_of(act, held.session, pupil)?;
    eligibility::may_stay(&candidate, &session, &closed).map_err(Ineligible)?;
    move_on(act, &held, ShiftState::Accepted, "")?;
    rows::move_matches(act.conn, held.session, pupil, MatchesTo::Accepted, act.now)?;
    Ok(())
}

/// The pupil says no to a proposed shift; the coordinator is told.
pub fn decline(act: &mut Act<'_>, shift: ShiftId, form: &ReasonForm) -> Answer<()> {
    let held = own(act, shift)?;
    if held.state == ShiftState::Declined {
        return Ok(());
    }
    if held.state != ShiftState::Proposed {
        return Err(ShiftRefusal::NotProposed.into());
    }
    let reason = form.parse()?;
    let pupil = me(act)?.ambassador;
    move_on(act, &held, ShiftState::Declined, &reason)?;
    rows::move_matches(act.conn, held.session, pupil, MatchesTo::Declined, act.now)?;
    notify::coordinator(act, shift, ShiftState::Declined, &reason)
}

/// The pupil gives a shift back in time; what was matched to them falls to others.
pub fn withdraw(act: &mut Act<'_>, shift: ShiftId, form: &ReasonForm) -> Answer<()> {
    let held = own(act, shift)?;
    let reason = form.parse()?;
    if held.state == ShiftState::Withdrawn && held.reason == reason {
        return Ok(());
    }
    may_withdraw(held.state, held.starts_at, act.now)?;
    let pupil = me(act)?.ambassador;
    move_on(act, &held, ShiftState::Withdrawn, &reason)?;
    rows::move_matches(act.conn, held.session, pupil, MatchesTo::Replaced, act.now)?;
    notify::coordinator(act, shift, ShiftState::Withdrawn, &reason)
}

/// Takes every shift to come from a pupil, at once and with a reason: consent was
/// withdrawn or the account paused. Answers how many there were.
pub(super) fn withdraw_all(act: &mut Act<'_>, pupil: AmbassadorId, reason: &str) -> Answer<usize> {
    rows::lock(act.conn, &[], &[pupil])?;
    let to_come = rows::still_to_come(act.conn, pupil, act.now)?;
    for shift in &to_come {
        let to = ShiftState::Withdrawn;
        if !rows::advance(act.conn, shift.id, shift.state, to, reason)? {
            return Err(ShiftRefusal::Moved.into());
        }
        rows::move_matches(act.conn, shift.session_id, pupil, MatchesTo::Replaced, act.now)?;
        let ward = sessions::get(act.conn, shift.session_id)?.ward_id;
        let states = (shift.state.code(), to.code());
        audit(act, ward, shift.id, "withdraw_all", states, "")?;
        notify::coordinator(act, shift.id, to, reason)?;
    }
    Ok(to_come.len())
}

/// The guardian says no to one shift: as if the pupil had given it back, and for good.
pub(super) fn veto(act: &mut Act<'_>, pupil: AmbassadorId, held: &MyShift) -> Answer<()> {
    let (to, reason) = (ShiftState::Withdrawn, "Phụ huynh không đồng ý cho em đi ca này.");
    if !rows::advance(act.conn, held.id, held.state, to, reason)?
        || !rows::set_veto(act.conn, held.id, true)?
    {
        return Err(ShiftRefusal::Moved.into());
    }
    rows::move_matches(act.conn, held.session, pupil, MatchesTo::Replaced, act.now)?;
    audit(act, held.ward, held.id, "veto", (held.state.code(), to.code()), "")?;
    notify::coordinator(act, held.id, to, reason)
}

/// Leaves the row of a guardian's no that was taken back.
pub(super) fn note_allowed(act: &mut Act<'_>, held: &MyShift) -> Answer<()> {
    let state = held.state.code();
    audit(act, held.ward, held.id, "veto_back", (state, state), "")
}

/// The pupil's own shift, or 404.
fn own(act: &mut Act<'_>, shift: ShiftId) -> Answer<MyShift> {
    let pupil = me(act)?.ambassador;
    Ok(pages::my_shift(act.conn, pupil, shift)?)
}

fn move_on(act: &mut Act<'_>, held: &MyShift, to: ShiftState, reason: &str) -> Answer<()> {
    if !rows::advance(act.conn, held.id, held.state, to, reason)? {
        return Err(ShiftRefusal::Moved.into());
    }
    audit(act, held.ward, held.id, "answer", (held.state.code(), to.code()), "")
}

fn audit(
    act: &mut Act<'_>,
    ward: OrganisationId,
    shift: ShiftId,
    what: &str,
    (from, to): (&str, &str),
    detail: &str,
) -> Answer<()> {
    let organisation = Some(ward);
    act.audit(Step { organisation, entity: "shift", id: shift.0, act: what, from, to, detail })
}

/// Shifts of the past on one page.
pub const PER_PAGE: i64 = 20;

/// The signed-in pupil's shifts; pages count from 1.
pub fn mine(act: &mut Act<'_>, page: u32) -> Answer<MyShifts> {
    let pupil = me(act)?.ambassador;
    let pages_there = page_count(pages::past_count(act.conn, pupil, act.now)?, PER_PAGE);
    let page = page.clamp(1, pages_there);
    let part = (PER_PAGE, i64::from(page - 1) * PER_PAGE);
    let past = pages::past(act.conn, pupil, act.now, part)?;
    let coming = pages::coming(act.conn, pupil, act.now)?;
    Ok(MyShifts { now: act.now, coming, past, page, pages: pages_there })
}

/// Pages of a list, at least one.
pub(super) fn page_count(rows: i64, per_page: i64) -> u32 {
    u32::try_from((rows + per_page - 1) / per_page).unwrap_or(u32::MAX).max(1)
}

/// One of the signed-in pupil's shifts.
pub fn one(act: &mut Act<'_>, shift: ShiftId) -> Answer<ShiftPage> {
    let pupil = me(act)?.ambassador;
    let shift = own(act, shift)?;
    let adults = pages::adults(act.conn, shift.session)?;
    let helped = pages::helped_in(act.conn, pupil, shift.session)?;
    Ok(ShiftPage { now: act.now, shift, adults, helped })
}
