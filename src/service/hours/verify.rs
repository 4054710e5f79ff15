//! The school verifies what supervisors confirmed about its own pupils.

use crate::db::hours::verify::{self as db, ToVerify, Which};
use crate::domain::access::Permission;
use crate::domain::desk::ReturnForm;
use crate::domain::hours::{HoursRefusal, VerifyForm};
use crate::domain::ids::*;
use crate::domain::supports::SupportState;
use crate::service::{Act, Answer, Error, Step};

/// Supports on one page at most.
pub const MOST: i64 = 300;

/// What waits to be verified, and whether there is more than fits.
pub fn list(act: &mut Act<'_>) -> Answer<(Vec<ToVerify>, bool)> {
    let school = act.place(Permission::VerifyHours)?;
    let mut rows = db::to_verify(act.conn, school, MOST + 1)?;
    let more = rows.len() as i64 > MOST;
    rows.truncate(MOST as usize);
    Ok((rows, more))
}

/// Verifies one support, a session's, or all; answers how many.
pub fn verify(act: &mut Act<'_>, form: &VerifyForm) -> Answer<usize> {
    let school = act.place(Permission::VerifyHours)?;
    let which = match (form.support.as_str(), form.session.as_str(), form.all.as_str()) {
        ("", "", "yes") => Which::All,
        ("", session, _) => Which::Session(session.parse().map_err(|_| Error::NotFound)?),
        (support, _, _) => Which::One(support.parse().map_err(|_| Error::NotFound)?),
    };
    let by = act.person()?.account;
    let verified = db::verify(act.conn, school, which, by, act.now)?;
    if verified.is_empty() {
        let (waiting, _) = list(act)?;
        let meant = |row: &ToVerify| match which {
            Which::One(id) => row.support == id,
            Which::Session(id) => row.session == id,
            Which::All => true,
        };
        if waiting.iter().any(|row| meant(row) && row.closed_by == Some(by)) {
            return Err(HoursRefusal::OwnConfirmation.into());
        }
        return Err(HoursRefusal::NothingToVerify.into());
    }
    for support in &verified {
        audit(act, school, *support, "verify", SupportState::Verified)?;
    }
    Ok(verified.len())
}

/// Sends a confirmed support back to the pupil: it is logged and confirmed anew.
pub fn send_back(act: &mut Act<'_>, support: SupportId, form: &ReturnForm) -> Answer<()> {
    let school = act.place(Permission::VerifyHours)?;
    let (waiting, _) = list(act)?;
    if !waiting.iter().any(|row| row.support == support) {
        return Err(Error::NotFound);
    }
    let reason = form.parse()?;
    if !db::send_back(act.conn, school, support, &reason)? {
        return Err(HoursRefusal::NothingToVerify.into());
    }
    audit(act, school, support, "return", SupportState::Returned)
}

fn audit(
    act: &mut Act<'_>,
    school: OrganisationId,
    support: SupportId,
    name: &str,
    to: SupportState,
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(school),
        entity: "support",
        id: support.0,
        act: name,
        from: SupportState::ClosedBySupervisor.code(),
        to: to.code(),
        detail: "",
    })
}
