//! What people ask for themselves: residents behind a booking's code, pupils signed in.

use super::keep;
use crate::db::ambassadors::roster::Dossier;
use crate::db::bookings::mine;
use crate::db::data_requests::copy::{self as copies, Part, Person};
use crate::db::data_requests::{self as rows, DataRequest};
use crate::domain::bookings::{BookingRefusal, By};
use crate::domain::data_requests::{
    AskedBy, Asker, GuardianDataForm, IdentityCheck, OwnDataForm, ParsedDataRequest, Subject, Way,
};
use crate::domain::ids::*;
use crate::domain::refusal::{Message, Problems};
use crate::service::bookings::Opened;
use crate::service::guardians::{Key, opened};
use crate::service::shifts::me;
use crate::service::{Act, Answer};

/// Open requests that one person may leave.
const OPEN_AT_ONCE: usize = 3;
/// What a pupil's own copy leaves to the school: it tells of other people too, and is read
/// with somebody at hand.
const WITH_SOMEBODY: &[&str] = &["incidents", "safety_breaches"];

/// The requests that the holder of a booking has left.
pub fn of_resident(act: &mut Act<'_>, resident: ResidentId) -> Answer<Vec<DataRequest>> {
    Ok(rows::of_resident(act.conn, resident)?)
}

/// The resident behind a booking that somebody has opened.
pub fn resident_of(act: &mut Act<'_>, opened: &Opened) -> Answer<ResidentId> {
    Ok(mine::resident(act.conn, opened.mine.id)?)
}

/// Keeps a request of whoever has opened a booking with its code and name.
pub fn ask(act: &mut Act<'_>, opened: &Opened, form: &OwnDataForm) -> Answer<DataRequestId> {
    if opened.by == By::Proxy {
        // A helper has shown who the helper is, nothing of the person the data are about.
        return Err(BookingRefusal::NotForProxies.into());
    }
    let resident = resident_of(act, opened)?;
    let asker = Asker {
        subject: Subject::Resident,
        who: resident.0,
        asked_by: AskedBy::Person,
        way: Way::BookingCode,
        identity_check: IdentityCheck::BookingCode,
    };
    let new = form.parse(asker, act.now.day())?;
    let before = of_resident(act, resident)?;
    keep_once(act, opened.mine.ward_id, &new, &before)
}

/// The requests about the signed-in pupil that the pupil or the guardian left.
pub fn my_requests(act: &mut Act<'_>) -> Answer<Vec<DataRequest>> {
    let pupil = me(act)?.ambassador;
    Ok(rows::of_pupil(act.conn, pupil)?)
}

/// Everything kept about the signed-in pupil that they read by themselves.
pub fn my_copy(act: &mut Act<'_>) -> Answer<Vec<Part>> {
    let person = Person::Pupil(me(act)?.ambassador, act.person()?.account);
    let mut parts = copies::read(act.conn, &person)?;
    parts.retain(|part| !WITH_SOMEBODY.contains(&part.table));
    Ok(parts)
}

/// Keeps a request of the signed-in pupil; the school answers it.
pub fn ask_mine(act: &mut Act<'_>, form: &OwnDataForm) -> Answer<DataRequestId> {
    let pupil = me(act)?;
    let asker = Asker {
        subject: Subject::Pupil,
        who: pupil.ambassador.0,
        asked_by: AskedBy::Person,
        way: Way::Account,
        identity_check: IdentityCheck::SignedIn,
    };
    let new = form.parse(asker, act.now.day())?;
    let mut before = my_requests(act)?;
    before.retain(|request| request.subject == Subject::Pupil);
    keep_once(act, pupil.school, &new, &before)
}

/// The child behind an opened link, and the requests about it or its guardian.
pub fn guardian_requests(act: &mut Act<'_>, key: &Key) -> Answer<(Dossier, Vec<DataRequest>)> {
    let child = opened(act, key)?;
    let sent = rows::of_pupil(act.conn, child.id)?;
    Ok((child, sent))
}

/// Keeps a request of the guardian, about the child or about themselves.
pub fn ask_guardian(
    act: &mut Act<'_>,
    key: &Key,
    form: &GuardianDataForm,
) -> Answer<DataRequestId> {
    let (child, mut before) = guardian_requests(act, key)?;
    let new = form.parse(child.id.0, act.now.day())?;
    before.retain(|request| request.subject == new.subject);
    keep_once(act, child.school, &new, &before)
}

/// The same request is kept once while it is open, and not too many at a time.
fn keep_once(
    act: &mut Act<'_>,
    organisation: OrganisationId,
    new: &ParsedDataRequest,
    before: &[DataRequest],
) -> Answer<DataRequestId> {
    let open = || before.iter().filter(|request| request.state.is_open());
    if let Some(same) = open().find(|request| request.kind == new.kind) {
        return Ok(same.id);
    }
    if open().count() >= OPEN_AT_ONCE {
        let enough = Message::new(
            "Đã có ba yêu cầu đang chờ trả lời. Xin đợi trả lời, hoặc gọi điện.",
            "Three requests wait for an answer already. Please wait for it, or call.",
        );
        return Err(Problems::one("kind", enough).into());
    }
    keep(act, organisation, new, None)
}
