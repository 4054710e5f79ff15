//! Consent: given, refused and withdrawn, by whichever way, with what follows from it.

mod school;

pub use school::{
    ConsentsPage, Printed, Wanted, list, print_forms, set_deadline, spreadsheet, to_print,
};

use super::shifts::{self, me};
use super::{Act, Answer, Error, Step};
use crate::db::ambassadors::keep::{self, Consent};
use crate::db::ambassadors::roster::{self as rows, Dossier};
use crate::db::ambassadors::{self, Signature};
use crate::db::outbox;
use crate::db::shifts as shift_rows;
use crate::domain::access::Pupil;
use crate::domain::at::At;
use crate::domain::consent::{ConsentMethod, Purpose, RepliesForm, Reply, Side, WithdrawForm};
use crate::domain::ids::*;
use crate::domain::school_year;

/// Who says it, how and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signer<'a> {
    pub side: Side,
    pub method: ConsentMethod,
    pub given_by: &'a str,
    pub given_at: At,
}

/// What came of somebody's replies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Recorded {
    pub given: usize,
    pub refused: usize,
    /// Shifts to come that fell with a withdrawal.
    pub fell: usize,
}

/// Writes replies down, each in its own row of the trail. A yes that stands stays as it is; a
/// no to what stands withdraws it.
pub(super) fn record(
    act: &mut Act<'_>,
    of: &Dossier,
    replies: &[Reply],
    signer: Signer<'_>,
) -> Answer<Recorded> {
    let year = school_year::of(act.now.day());
    shift_rows::lock(act.conn, &[], &[of.id])?;
    let all = keep::consents_ever(act.conn, of.id)?;
    let mut done = Recorded::default();
    for (purpose, yes) in replies.iter().copied() {
        let own = || all.iter().filter(|c| c.purpose == purpose && c.side == signer.side);
        let stands_now = own().any(|c| c.stands() && c.school_year == year);
        if yes {
            if !stands_now {
                write(act, of, &year, (purpose, true), signer)?;
                done.given += 1;
            }
        } else if own().any(Consent::stands) {
            done.fell += withdraw(act, of, (purpose, signer.side), signer.method)?;
            done.refused += 1;
        } else if !own().find(|c| c.school_year == year).is_some_and(|c| c.refused) {
            write(act, of, &year, (purpose, false), signer)?;
            done.refused += 1;
        }
    }
    Ok(done)
}

fn write(
    act: &mut Act<'_>,
    of: &Dossier,
    year: &str,
    (purpose, yes): Reply,
    signer: Signer<'_>,
) -> Answer<()> {
    let entered_by = match signer.method {
        ConsentMethod::Paper => act.actor.person().map(|person| person.account),
        ConsentMethod::Link | ConsentMethod::Account => None,
    };
    let signature = Signature {
        ambassador: of.id,
        purpose,
        side: signer.side,
        school_year: year,
        method: signer.method,
        given_at: signer.given_at,
        given_by: signer.given_by,
        entered_by,
    };
    match yes {
        true => ambassadors::sign(act.conn, &signature)?,
        false => ambassadors::refuse(act.conn, &signature)?,
    }
    let step = match yes {
        true => ("sign", "asked", "given"),
        false => ("refuse_consent", "asked", "refused"),
    };
    let detail = format!("{} {} {}", purpose.code(), signer.side.code(), signer.method.code());
    audit(act, of, step, &detail)
}

/// Withdraws one side's consent for one purpose, with everything that rests on it, in the
/// same act: shifts to come are taken back and letters that have not left are stopped. Public
/// pages follow by themselves, because they ask for the consent each time. Answers how many
/// shifts fell.
pub(super) fn withdraw(
    act: &mut Act<'_>,
    of: &Dossier,
    (purpose, side): (Purpose, Side),
    method: ConsentMethod,
) -> Answer<usize> {
    if !keep::withdraw_consent(act.conn, of.id, (purpose, side), method, act.now)? {
        return Err(Error::NotFound);
    }
    let detail = format!("{} {} {}", purpose.code(), side.code(), method.code());
    audit(act, of, ("withdraw_consent", "given", "withdrawn"), &detail)?;
    stop_letters(act, of, purpose)?;
    match purpose {
        Purpose::TakingPart => shifts::withdraw_all(act, of.id, "Đã rút đồng ý tham gia."),
        _ => Ok(0),
    }
}

/// Takes back letters to the guardian that have not left and that nobody agrees to any more.
fn stop_letters(act: &mut Act<'_>, of: &Dossier, purpose: Purpose) -> Answer<()> {
    let (schedule, arrival) = match purpose {
        Purpose::TakingPart => (true, true),
        Purpose::ScheduleMessages => (true, false),
        Purpose::ArrivalMessages => (false, true),
        Purpose::Photo | Purpose::PublicName => return Ok(()),
    };
    let Some(email) = &of.guardian_email else { return Ok(()) };
    let own = shift_rows::ids_of(act.conn, of.id)?;
    let waiting = outbox::waiting_for(act.conn, email, act.now)?;
    let stopped: Vec<MessageId> = waiting
        .into_iter()
        .filter(|(_, event)| {
            schedule && about_schedule(event, of.id) || arrival && about_roll(event, &own)
        })
        .map(|(id, _)| id)
        .collect();
    match stopped.is_empty() {
        true => Ok(()),
        false => {
            let count = outbox::take_back(act.conn, &stopped)?;
            audit(act, of, ("stop_letters", "", ""), &count.to_string())
        }
    }
}

/// `matching:7:42`, `matching.left:7:42`, `session.moved:7:2:pupil:42:0`: of pupil 42.
fn about_schedule(event: &str, pupil: AmbassadorId) -> bool {
    if let Some((_, rest)) = event.split_once(":pupil:") {
        return rest.split(':').next() == Some(&pupil.to_string());
    }
    event.starts_with("matching") && event.rsplit(':').next() == Some(&pupil.to_string())
}

/// `shift.came:7:…`: of one of these shifts.
fn about_roll(event: &str, own: &[ShiftId]) -> bool {
    let kinds = ["shift.came:", "shift.left:", "shift.still_here:"];
    let rest = kinds.iter().find_map(|kind| event.strip_prefix(kind));
    let id = rest.and_then(|rest| rest.split(':').next()).and_then(|id| id.parse().ok());
    id.is_some_and(|id| own.contains(&ShiftId(id)))
}

pub(super) fn audit(
    act: &mut Act<'_>,
    of: &Dossier,
    (what, from, to): (&str, &str, &str),
    detail: &str,
) -> Answer<()> {
    let organisation = Some(of.school);
    act.audit(Step { organisation, entity: "ambassador", id: of.id.0, act: what, from, to, detail })
}

/// The signed-in pupil, when both sides agree that they take part; until then an account can
/// do nothing but learn.
pub(super) fn acting(act: &Act<'_>) -> Answer<Pupil> {
    let pupil = me(act)?;
    match pupil.agreed.nothing_missing() {
        true => Ok(pupil),
        false => Err(pupil.agreed.into()),
    }
}

/// What a pupil sees of their own consents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnConsents {
    pub school_year: String,
    /// Of all years, the newest first.
    pub consents: Vec<Consent>,
}

/// The signed-in pupil's consents.
pub fn mine(act: &mut Act<'_>) -> Answer<OwnConsents> {
    let pupil = me(act)?.ambassador;
    let consents = keep::consents_ever(act.conn, pupil)?;
    Ok(OwnConsents { school_year: school_year::of(act.now.day()), consents })
}

/// The child's own replies.
pub fn reply(act: &mut Act<'_>, form: &RepliesForm) -> Answer<Recorded> {
    let replies = form.replies(Side::Child)?;
    let of = rows::dossier(act.conn, me(act)?.ambassador)?;
    let signer = Signer {
        side: Side::Child,
        method: ConsentMethod::Account,
        given_by: &of.name,
        given_at: act.now,
    };
    record(act, &of, &replies, signer)
}

/// The child withdraws its own consent for a purpose; how many shifts fell.
pub fn withdraw_own(act: &mut Act<'_>, form: &WithdrawForm) -> Answer<usize> {
    let of = rows::dossier(act.conn, me(act)?.ambassador)?;
    let (purpose, _) = WithdrawForm { side: Side::Child.code().into(), ..form.clone() }.parse()?;
    shift_rows::lock(act.conn, &[], &[of.id])?;
    withdraw(act, &of, (purpose, Side::Child), ConsentMethod::Account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_about_one_pupil_are_told_by_their_event() {
        let pupil = AmbassadorId(42);
        for event in ["matching:7:42", "matching.left:7:42", "session.moved:7:2:pupil:42:0"] {
            assert!(about_schedule(event, pupil), "{event}");
        }
        for event in ["matching:42:7", "session.moved:42:2:pupil:7:0", "invitation:42", "x:42"] {
            assert!(!about_schedule(event, pupil), "{event}");
        }
        assert!(about_roll("shift.came:9:1790000000", &[ShiftId(9)]));
        assert!(!about_roll("shift.came:8:1790000000", &[ShiftId(9)]));
        assert!(!about_roll("shift.withdrawn:9:4", &[ShiftId(9)]));
    }
}
