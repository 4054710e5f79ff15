//! A pupil begins to help and logs what was done.

use super::consents::acting;
use super::shifts::me;
use super::{Act, Answer, Error, Step};
use crate::db::shifts::pages;
use crate::db::supports::{self, LogPage, Work};
use crate::db::topics::{self, TopicRow};
use crate::db::{desk, limits};
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::hours::Span;
use crate::domain::ids::*;
use crate::domain::supports::{
    Logged, SupportForm, SupportRefusal, SupportState, Topics, may_log, may_start, overlapping,
    proposed, visit_after,
};
use crate::domain::topics::Tier;

/// Numbers of a slip that are compared for one booking in a day. A pupil asks the
/// resident once or twice; a row of guesses is not compared at all.
const TEAR_OFF_TRIES: i64 = 3;

/// The resident a pupil is matched to has arrived; help begins now.
pub fn start(act: &mut Act<'_>, booking: BookingId) -> Answer<ShiftId> {
    let pupil = acting(act)?.ambassador;
    let found = supports::work(act.conn, pupil, booking)?;
    desk::lock(act.conn, found.session)?;
    // Read again under the lock: the desk may have moved meanwhile.
    let work = supports::work(act.conn, pupil, booking)?;
    may_start(work.standing(act.now))?;
    let head = desk::head(act.conn, work.session, None)?;
    desk::room(act.conn, &head)?.start_help()?;
    if !desk::start(act.conn, booking, act.now)? {
        return Err(SupportRefusal::Moved.into());
    }
    let states = (BookingState::Arrived.code(), BookingState::BeingHelped.code());
    audit(act, work.ward, ("booking", booking.0), "start", states)?;
    work.shift.ok_or(Error::NotFound)
}

/// Gathers it; refused with the reason when there is nothing to log.
pub fn log_page(act: &mut Act<'_>, booking: BookingId) -> Answer<LogPage> {
    let pupil = me(act)?.ambassador;
    let work = supports::work(act.conn, pupil, booking)?;
    may_log(work.standing(act.now))?;
    let helped = pages::helped(act.conn, pupil, booking)?;
    let proposed = proposal(&work, act.now);
    let shift = work.shift.ok_or(Error::NotFound)?;
    let topics = for_pupils(act)?;
    Ok(LogPage { now: act.now, shift, helped, work, proposed, topics })
}

fn proposal(work: &Work, now: At) -> Span {
    match (work.support_started_at, work.support_ended_at) {
        (Some(from), Some(to)) => Span { from, to },
        _ => proposed(work.session_span(), work.started_at, work.finished_at, now),
    }
}

/// The programme's topics that a pupil may lead (invariant 4).
fn for_pupils(act: &mut Act<'_>) -> Answer<Vec<TopicRow>> {
    let mut all = topics::all(act.conn)?;
    all.retain(|topic| topic.tier != Tier::Reserved);
    Ok(all)
}

/// What came of the number that a content resident tears off and hands over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TearOff {
    Right,
    Wrong,
    /// It was not compared: too many others were tried before.
    TriesOver,
}

/// What came of logging, for the words that thank the pupil.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recorded {
    pub shift: ShiftId,
    /// None: no number was given.
    pub tear_off: Option<TearOff>,
    /// The desk decides what happens next for the resident.
    pub desk_decides: bool,
}

/// Logs what was done, or mends what was logged before an adult confirmed it. A first
/// log ends the visit, unless the desk has done so or has to decide.
pub fn log(act: &mut Act<'_>, booking: BookingId, form: &SupportForm) -> Answer<Recorded> {
    let pupil = me(act)?.ambassador;
    let found = supports::work(act.conn, pupil, booking)?;
    desk::lock(act.conn, found.session)?;
    let work = supports::work(act.conn, pupil, booking)?;
    may_log(work.standing(act.now))?;
    let codes: Vec<String> = for_pupils(act)?.into_iter().map(|topic| topic.code).collect();
    let topics = Topics { booked: &work.topic, open: &codes };
    let proposed = proposal(&work, act.now);
    let logged = Logged::parse(form, work.session_span(), proposed, topics, act.now)?;
    if let Some(other) = supports::at_once(act.conn, pupil, booking, logged.span)? {
        return Err(overlapping(other).into());
    }
    let tear_off = compare(act, &work, &logged)?;
    let matched = match tear_off {
        Some(given) => given == TearOff::Right,
        None => work.tear_off_matched == Some(true),
    };
    let support = match work.support {
        None => supports::add(act.conn, &work, pupil, &logged, matched, act.now)?,
        Some(support) => {
            if !supports::mend(act.conn, support, &logged, matched, act.now)? {
                return Err(SupportRefusal::Closed.into());
            }
            support
        }
    };
    let before = work.support_state.map_or("", SupportState::code);
    let states = (before, SupportState::Logged.code());
    audit(act, work.ward, ("support", support.0), "log", states)?;
    end_visit(act, &work, &logged)?;
    Ok(Recorded {
        shift: work.shift.ok_or(Error::NotFound)?,
        tear_off,
        desk_decides: visit_after(logged.finish.outcome).is_none(),
    })
}

/// Does the number the resident tore off match? A wrong one is no error: the support is
/// kept without it.
fn compare(act: &mut Act<'_>, work: &Work, logged: &Logged) -> Answer<Option<TearOff>> {
    use subtle::ConstantTimeEq;
    let given = logged.finish.tear_off.as_bytes();
    if given.is_empty() {
        return Ok(None);
    }
    let key = super::accounts::hash(&format!("tear_off:{}", work.booking));
    let tries = limits::count(act.conn, &key, act.now, 24 * 60)?;
    let right = bool::from(given.ct_eq(work.tear_off.as_bytes()));
    Ok(Some(match right {
        _ if tries > TEAR_OFF_TRIES => TearOff::TriesOver,
        true => TearOff::Right,
        false => TearOff::Wrong,
    }))
}

fn end_visit(act: &mut Act<'_>, work: &Work, logged: &Logged) -> Answer<()> {
    let from = work.booking_state;
    let Some(to) = visit_after(logged.finish.outcome) else { return Ok(()) };
    if from == BookingState::BeingHelped {
        if !desk::finish(act.conn, work.booking, from, to, act.now)? {
            return Err(SupportRefusal::Moved.into());
        }
        let states = (from.code(), to.code());
        audit(act, work.ward, ("booking", work.booking.0), "finish", states)?;
    }
    Ok(desk::match_done(act.conn, work.booking, act.now)?)
}

fn audit(
    act: &mut Act<'_>,
    ward: OrganisationId,
    (entity, id): (&str, i64),
    what: &str,
    (from, to): (&str, &str),
) -> Answer<()> {
    let organisation = Some(ward);
    act.audit(Step { organisation, entity, id, act: what, from, to, detail: "" })
}
