//! Requests about personal data: kept with their legal terms, acknowledged, carried out and
//! answered, or refused with a reason.

mod carrying_out;
mod deletion;
mod late;
mod letters;
mod own;

use chrono::{Days, NaiveDate};

pub use carrying_out::{copy, correct, lift, restrict, withdraw};
pub use deletion::{Fate, delete, fate};
pub(super) use late::call_the_late;
pub use letters::{Letter as AnswerLetter, letter};
pub use own::{
    ask, ask_guardian, ask_mine, guardian_requests, my_copy, my_requests, of_resident, resident_of,
};

use super::staff::reach;
use super::{Act, Answer, Error, Step};
use crate::db::data_requests::find::{self, Found};
use crate::db::data_requests::people::{self, Kept};
use crate::db::data_requests::{self as rows, DataRequest};
use crate::db::organisations;
use crate::db::staff::Reach;
use crate::domain::access::Permission;
use crate::domain::data_requests::{
    AnswerForm, DataRequestForm, DataRequestRefusal, DataRequestState, ParsedDataRequest,
    RightKind, Subject, acknowledge_by,
};
use crate::domain::ids::*;
use crate::domain::school_year::ClosedSpan;

/// Rows of a page.
pub const PER_PAGE: i64 = 25;

/// A page of the requests within reach, and how many are open and answered.
pub fn list(act: &mut Act<'_>, open: bool, page: i64) -> Answer<(Vec<DataRequest>, i64, i64)> {
    let reach = reach(act, Permission::AnswerDataRequests)?;
    let found = rows::list(act.conn, &reach, open, (PER_PAGE, (page - 1) * PER_PAGE))?;
    let (waiting, answered) =
        (rows::count(act.conn, &reach, true)?, rows::count(act.conn, &reach, false)?);
    Ok((found, waiting, answered))
}

/// One request within reach; 404 for others.
pub fn one(act: &mut Act<'_>, id: DataRequestId) -> Answer<DataRequest> {
    let request = rows::get(act.conn, id)?;
    within(act, request.organisation)?;
    Ok(request)
}

/// The same with what may be corrected, when that is what was asked for.
pub fn look(act: &mut Act<'_>, id: DataRequestId) -> Answer<(DataRequest, Option<Kept>)> {
    let request = one(act, id)?;
    let corrects = request.kind == RightKind::Correct && request.state.is_open();
    let kept = match request.resident.filter(|_| corrects) {
        Some(resident) => Some(people::kept(act.conn, resident)?),
        None => None,
    };
    Ok((request, kept))
}

/// 404 unless this person answers for the organisation.
pub(super) fn within(act: &Act<'_>, organisation: OrganisationId) -> Answer<()> {
    match reach(act, Permission::AnswerDataRequests)? {
        Reach::Everybody => Ok(()),
        Reach::At(places) if places.contains(&organisation) => Ok(()),
        Reach::At(_) => Err(Error::NotFound),
    }
}

/// People within reach whom a request can be about.
pub fn search(act: &mut Act<'_>, typed: &str) -> Answer<Vec<Found>> {
    let reach = reach(act, Permission::AnswerDataRequests)?;
    if typed.trim().chars().count() < 2 {
        return Ok(Vec::new());
    }
    Ok(find::search(act.conn, &reach, typed)?)
}

/// The person a new request is about; 404 for others.
pub fn person(act: &mut Act<'_>, subject: Subject, id: i64) -> Answer<Found> {
    let found = find::person(act.conn, subject, id)?;
    within(act, found.organisation)?;
    Ok(found)
}

/// Keeps a request that came in on paper, by telephone or in person.
pub fn receive(act: &mut Act<'_>, form: &DataRequestForm) -> Answer<DataRequestId> {
    let new = ParsedDataRequest::parse(form, act.now.day())?;
    let found = person(act, new.subject, new.who)?;
    let by = act.person()?.account;
    keep(act, found.organisation, &new, Some(by))
}

fn keep(
    act: &mut Act<'_>,
    organisation: OrganisationId,
    new: &ParsedDataRequest,
    by: Option<AccountId>,
) -> Answer<DataRequestId> {
    let days = (by_when(act, organisation, new.asked_on)?, new.kind.answer_by(new.asked_on));
    let id = rows::add(act.conn, organisation, new, days, by, act.now)?;
    note(act, organisation, id, ("receive", "", "received"), new.kind.code())?;
    Ok(id)
}

/// The last day to acknowledge, by the calendar of the organisation.
fn by_when(
    act: &mut Act<'_>,
    organisation: OrganisationId,
    asked_on: NaiveDate,
) -> Answer<NaiveDate> {
    let until = asked_on + Days::new(60);
    let closed = organisations::closed_days(act.conn, &[organisation], asked_on, until)?;
    let closed: Vec<ClosedSpan> = closed.into_iter().map(ClosedSpan::from).collect();
    Ok(acknowledge_by(asked_on, &closed))
}

/// Tells the person that the request has arrived.
pub fn acknowledge(act: &mut Act<'_>, id: DataRequestId) -> Answer<()> {
    let request = one(act, id)?;
    if !rows::acknowledge(act.conn, id, act.now)? {
        return Err(DataRequestRefusal::MovedOn.into());
    }
    letters::acknowledged(act, &request)?;
    let states = ("acknowledge", request.state.code(), "acknowledged");
    note(act, request.organisation, id, states, "")
}

/// Refuses a request with a reason.
pub fn refuse(act: &mut Act<'_>, id: DataRequestId, form: &AnswerForm) -> Answer<()> {
    let request = one(act, id)?;
    let reason = form.reason()?;
    end(act, &request, DataRequestState::Refused, &reason)
}

/// Notes that a copy was handed over or a pupil's page put right, with what was said besides.
/// What the house itself carries out is not answered by words alone.
pub fn answer(act: &mut Act<'_>, id: DataRequestId, form: &AnswerForm) -> Answer<()> {
    let request = open_one(act, id)?;
    let by_hand = match request.kind {
        RightKind::See => true,
        RightKind::Correct => request.subject != Subject::Resident,
        RightKind::Restrict | RightKind::Withdraw | RightKind::Delete => false,
    };
    if !by_hand {
        return Err(DataRequestRefusal::OwnStep.into());
    }
    let answer = crate::domain::names::tidy_lines(&form.answer);
    end(act, &request, DataRequestState::Done, &answer)
}

/// Ends a request and sends the answer where there is an address.
fn end(act: &mut Act<'_>, request: &DataRequest, to: DataRequestState, answer: &str) -> Answer<()> {
    let by = act.person()?.account;
    if !rows::finish(act.conn, request.id, to, answer, by, act.now)? {
        return Err(DataRequestRefusal::MovedOn.into());
    }
    letters::answered(act, request, to, answer)?;
    let act_word = if to == DataRequestState::Refused { "refuse" } else { "finish" };
    let states = (act_word, request.state.code(), to.code());
    note(act, request.organisation, request.id, states, request.kind.code())
}

fn note(
    act: &mut Act<'_>,
    organisation: OrganisationId,
    id: DataRequestId,
    (verb, from, to): (&str, &str, &str),
    detail: &str,
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(organisation),
        entity: "data_request",
        id: id.0,
        act: verb,
        from,
        to,
        detail,
    })
}

/// A request that can still be carried out, within reach.
fn open_one(act: &mut Act<'_>, id: DataRequestId) -> Answer<DataRequest> {
    let request = one(act, id)?;
    if !request.state.is_open() {
        return Err(DataRequestRefusal::MovedOn.into());
    }
    Ok(request)
}
