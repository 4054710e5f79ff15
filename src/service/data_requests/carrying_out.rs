//! Doing what was asked for: the copy, the correction, the restriction, the withdrawal.

use super::{end, note, one, open_one};
use crate::db::bookings::mine;
use crate::db::data_requests::copy::{self as copies, Part, Person};
use crate::db::data_requests::{self as rows, DataRequest, people};
use crate::db::{ambassadors, conduct, requests};
use crate::domain::bookings::By;
use crate::domain::consent::{Side, WithdrawForm};
use crate::domain::data_requests::{
    AnswerForm, CorrectionForm, DataRequestRefusal, DataRequestState, RightKind, Subject,
};
use crate::domain::ids::*;
use crate::domain::people::person_key;
use crate::domain::school_year;
use crate::service::bookings::{Opened, cancel};
use crate::service::conduct::key_hash;
use crate::service::{Act, Answer, Error, roster, shifts};

/// Which person a request is about.
pub(super) fn person_of(act: &mut Act<'_>, request: &DataRequest) -> Answer<Person> {
    Ok(match (request.subject, request.resident, request.ambassador) {
        (Subject::Resident, Some(resident), _) => {
            Person::Resident(people::rows_of(act.conn, resident)?)
        }
        (Subject::Pupil, _, Some(pupil)) => Person::Pupil(pupil, people::pupil(act.conn, pupil)?.0),
        (Subject::Guardian, _, Some(pupil)) => Person::Guardian(pupil),
        _ => return Err(Error::NotFound),
    })
}

/// Everything kept about the person, for a request to see it.
pub fn copy(act: &mut Act<'_>, id: DataRequestId) -> Answer<(DataRequest, Vec<Part>)> {
    let request = one(act, id)?;
    if request.kind != RightKind::See {
        return Err(Error::NotFound);
    }
    let person = person_of(act, &request)?;
    let parts = copies::read(act.conn, &person)?;
    Ok((request, parts))
}

/// Puts a resident right and answers the request.
pub fn correct(act: &mut Act<'_>, id: DataRequestId, form: &CorrectionForm) -> Answer<()> {
    let request = open_one(act, id)?;
    let (RightKind::Correct, Some(resident)) = (request.kind, request.resident) else {
        return Err(DataRequestRefusal::NotForThem.into());
    };
    let to = form.parse(act.now.day())?;
    let kept = people::kept(act.conn, resident)?;
    if kept.pseudonymised_at.is_some() {
        return Err(DataRequestRefusal::Forgotten.into());
    }
    let all = people::rows_of(act.conn, resident)?;
    let key = person_key(&to.name, to.phone.as_ref(), to.birth_year, kept.area_id);
    // A bar knows the person by the key only: it follows, or a new name would end it.
    let hash = |key: &str| key_hash(request.organisation, key);
    conduct::follow(act.conn, request.organisation, (&hash(&kept.person_key), &hash(&key)))?;
    people::correct(act.conn, &all, &to, &key)?;
    let phone = to.phone.as_ref().map(|phone| phone.as_str().to_owned());
    let changed: Vec<&str> = [
        ("name", to.name != kept.name),
        ("phone", phone != kept.phone),
        ("birth_year", to.birth_year != kept.birth_year),
    ]
    .into_iter()
    .filter_map(|(field, is)| is.then_some(field))
    .collect();
    let states = ("correct", "", "");
    note(act, request.organisation, id, states, &changed.join(", "))?;
    end(act, &request, DataRequestState::Done, "")
}

/// Keeps the person's rows out of scheduling, matching and letters until it is lifted.
pub fn restrict(act: &mut Act<'_>, id: DataRequestId, form: &AnswerForm) -> Answer<()> {
    let request = open_one(act, id)?;
    if request.kind != RightKind::Restrict {
        return Err(DataRequestRefusal::NotForThem.into());
    }
    set_restriction(act, &request, true)?;
    if let (Subject::Pupil | Subject::Guardian, Some(pupil)) = (request.subject, request.ambassador)
    {
        shifts::withdraw_all(act, pupil, "Dữ liệu của em tạm ngừng sử dụng theo yêu cầu.")?;
    }
    let answer = crate::domain::names::tidy_lines(&form.answer);
    end(act, &request, DataRequestState::Done, &answer)
}

/// Lets the person's rows be used again.
pub fn lift(act: &mut Act<'_>, id: DataRequestId) -> Answer<()> {
    let request = one(act, id)?;
    if !rows::lift(act.conn, id, act.now)? {
        return Err(DataRequestRefusal::MovedOn.into());
    }
    set_restriction(act, &request, false)?;
    note(act, request.organisation, id, ("lift", "restricted", ""), "")
}

fn set_restriction(act: &mut Act<'_>, request: &DataRequest, on: bool) -> Answer<()> {
    let at = on.then_some(act.now);
    match (request.resident, request.ambassador) {
        (Some(resident), _) => {
            let all = people::rows_of(act.conn, resident)?;
            people::restrict_resident(act.conn, &all, at)?;
        }
        (_, Some(pupil)) => people::restrict_pupil(act.conn, pupil, at)?,
        _ => return Err(Error::NotFound),
    }
    Ok(())
}

/// Takes the person's consent back: a pupil's for every purpose, with the shifts to come; a
/// resident's with the appointments and wishes to come.
pub fn withdraw(act: &mut Act<'_>, id: DataRequestId, form: &AnswerForm) -> Answer<()> {
    let request = open_one(act, id)?;
    match (request.kind, request.resident, request.ambassador) {
        (RightKind::Withdraw, Some(resident), _) => {
            let all = people::rows_of(act.conn, resident)?;
            call_off(act, &all)?;
        }
        (RightKind::Withdraw, _, Some(pupil)) => withdraw_consents(act, &request, pupil)?,
        _ => return Err(DataRequestRefusal::NotForThem.into()),
    }
    let answer = crate::domain::names::tidy_lines(&form.answer);
    end(act, &request, DataRequestState::Done, &answer)
}

/// Every consent of this school year that stands, of the side that asks.
fn withdraw_consents(act: &mut Act<'_>, request: &DataRequest, pupil: AmbassadorId) -> Answer<()> {
    let side = match request.subject {
        Subject::Guardian => Side::Guardian,
        _ => Side::Child,
    };
    let year = school_year::of(act.now.day());
    let standing = ambassadors::keep::consents(act.conn, pupil, &year)?;
    for consent in standing.iter().filter(|c| c.side == side && c.withdrawn_at.is_none()) {
        let form = WithdrawForm {
            purpose: consent.purpose.code().to_owned(),
            side: side.code().to_owned(),
        };
        roster::withdraw_consent(act, pupil, &form)?;
    }
    Ok(())
}

/// Cancels what a resident has ahead; refused while a visit is under way.
pub(super) fn call_off(act: &mut Act<'_>, all: &[ResidentId]) -> Answer<()> {
    let (codes, open, here) = people::coming(act.conn, all, act.now)?;
    if here > 0 {
        return Err(DataRequestRefusal::BeingHelped.into());
    }
    for code in codes {
        let mine = mine::by_code(act.conn, &code)?.ok_or(Error::NotFound)?;
        cancel(act, &Opened { mine, by: By::Ward })?;
    }
    for request in open {
        let request = requests::get(act.conn, request)?;
        crate::service::requests::cancel(act, &request)?;
    }
    Ok(())
}
