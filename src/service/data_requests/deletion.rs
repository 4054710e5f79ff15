//! Deletion in two steps: first what goes and what stays, then the deed and its proof.

use super::carrying_out::{call_off, person_of};
use super::{letters, note, open_one};
use crate::db::data_requests::copy::Person;
use crate::db::data_requests::{self as rows, DataRequest, erase, scan};
use crate::db::{ambassadors, staff};
use crate::domain::data_requests::{
    AnswerForm, DataRequestRefusal, DataRequestState, RightKind, Subject,
};
use crate::domain::ids::*;
use crate::domain::retention::FORGOTTEN;
use crate::service::{Act, Answer, Error, shifts};

/// What a deletion would reach: rows by table, of those that hold something of the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fate {
    pub request: DataRequest,
    pub rows: Vec<(&'static str, i64)>,
}

/// What goes and what stays, before anything is done.
pub fn fate(act: &mut Act<'_>, id: DataRequestId) -> Answer<Fate> {
    let request = to_delete(act, id)?;
    let person = person_of(act, &request)?;
    let parts = rows::copy::read(act.conn, &person)?;
    let rows = parts
        .into_iter()
        .filter(|part| !part.rows.is_empty())
        .map(|part| (part.table, part.rows.len() as i64))
        .collect();
    Ok(Fate { request, rows })
}

fn to_delete(act: &mut Act<'_>, id: DataRequestId) -> Answer<DataRequest> {
    let request = open_one(act, id)?;
    if request.kind != RightKind::Delete {
        return Err(Error::NotFound);
    }
    Ok(request)
}

/// Takes the person out of every row, then looks for them in every column of every table;
/// what the scan saw is kept with the request. Answers how much it still finds.
pub fn delete(act: &mut Act<'_>, id: DataRequestId, form: &AnswerForm) -> Answer<i64> {
    let request = to_delete(act, id)?;
    if form.sure != "yes" {
        return Err(DataRequestRefusal::NotSure.into());
    }
    let person = person_of(act, &request)?;
    if others_wait(act, &request)? {
        return Err(DataRequestRefusal::OthersFirst.into());
    }
    stop(act, &person)?;
    let traces = erase::traces(act.conn, &person)?;
    // The letter leaves with its address before the address goes from everything else.
    let letter = letters::answer_key(id);
    letters::answered(act, &request, DataRequestState::Done, "")?;
    erase::stop_letters(act.conn, &letter, traces.signs())?;
    erase::forget(act.conn, &person, act.now)?;
    let by = act.person()?.account;
    if !rows::finish(act.conn, id, DataRequestState::Done, "", by, act.now)? {
        return Err(DataRequestRefusal::MovedOn.into());
    }
    let first = scan::scan(act.conn, &traces, &letter)?;
    scan::redact(act.conn, &first.finds, FORGOTTEN, &letter)?;
    let proof = scan::scan(act.conn, &traces, &letter)?;
    erase::note_scan(act.conn, id, &proof)?;
    let found = proof.finds.len() as i64;
    let detail = format!("tables {}, columns {}, found {found}", proof.tables, proof.columns);
    let states = ("erase", request.state.code(), "done");
    note(act, request.organisation, id, states, &detail)?;
    act.sessions_changed()?;
    Ok(found)
}

/// Does another request about the same data wait? A pupil's data go with the guardian's.
fn others_wait(act: &mut Act<'_>, request: &DataRequest) -> Answer<bool> {
    let others = match (request.resident, request.ambassador) {
        (Some(resident), _) => rows::of_resident(act.conn, resident)?,
        (_, Some(pupil)) => rows::of_pupil(act.conn, pupil)?,
        _ => Vec::new(),
    };
    let wider = request.subject == Subject::Pupil;
    Ok(others.iter().any(|other| {
        let touched = wider || other.subject == request.subject;
        touched && other.id != request.id && other.state.is_open()
    }))
}

/// Ends what is still to come for the person, and every way in.
fn stop(act: &mut Act<'_>, person: &Person) -> Answer<()> {
    match person {
        Person::Resident(all) => call_off(act, all),
        Person::Pupil(pupil, account) => {
            ambassadors::keep::set_active(act.conn, *pupil, *account, false)?;
            staff::end_sign_ins(act.conn, *account, None, act.now)?;
            shifts::withdraw_all(act, *pupil, "Em đã thôi tham gia.")?;
            Ok(())
        }
        Person::Guardian(_) => Ok(()),
    }
}
