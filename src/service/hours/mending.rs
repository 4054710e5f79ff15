//! A credit is taken back, and credited anew, each by a row of its own with a reason.

use super::{book_of, new_entry};
use crate::db::hours::{self as ledger, Entry, NewEntry};
use crate::domain::access::Permission;
use crate::domain::hours::{
    Caps, HoursKind, HoursRefusal, ReverseForm, attended, reason_of, reason_to_credit, week_of,
};
use crate::domain::ids::*;
use crate::service::{Act, Answer, Step};

/// Takes a credit back with a reason: a second row of the same size below zero.
/// Answers whose it was.
pub fn reverse(act: &mut Act<'_>, id: HoursEntryId, form: &ReverseForm) -> Answer<AmbassadorId> {
    let entry = locked(act, id)?;
    if entry.kind == HoursKind::Reversal {
        return Err(HoursRefusal::IsAReversal.into());
    }
    if entry.reversed_by.is_some() {
        return Err(HoursRefusal::AlreadyReversed.into());
    }
    let reason = reason_of(form)?;
    let row =
        new_entry(act, entry.ambassador, HoursKind::Reversal, -entry.minutes, entry.earned_on);
    let row =
        NewEntry { reverses_id: Some(id), reason, school_year: entry.school_year.clone(), ..row };
    ledger::append(act.conn, &[row])?;
    audit(act, &entry, ("reverse", "credited", "reversed"), entry.minutes)?;
    Ok(entry.ambassador)
}

/// Whose a row of the ledger is, for those who may take it back.
pub fn pupil_of(act: &mut Act<'_>, id: HoursEntryId) -> Answer<AmbassadorId> {
    let entry = ledger::entry(act.conn, id)?;
    act.within(Permission::VerifyHours, entry.school)?;
    Ok(entry.ambassador)
}

/// Credits anew what a reversal took back, from the same stay or the same help at home, as
/// far as the caps of that day and week allow; once per reversal. Answers whose it is.
pub fn credit_again(
    act: &mut Act<'_>,
    reversal: HoursEntryId,
    form: &ReverseForm,
) -> Answer<AmbassadorId> {
    let entry = locked(act, reversal)?;
    if entry.kind != HoursKind::Reversal {
        return Err(HoursRefusal::NotAReversal.into());
    }
    let taken = ledger::reversed(act.conn, reversal)?;
    if taken.credited_again_by.is_some() {
        return Err(HoursRefusal::AlreadyCreditedAgain.into());
    }
    let reason = reason_to_credit(form)?;
    let (kind, caps, earned) = match taken.attendance() {
        Some((stay, window)) => (HoursKind::Session, Caps::SESSIONS, attended(stay, window)),
        None => (HoursKind::Family, Caps::FAMILY, taken.family_minutes.unwrap_or(0)),
    };
    let (pupil, day) = (entry.ambassador, entry.earned_on);
    let credited = ledger::credited_to_pupil(act.conn, pupil, kind, week_of(day))?;
    let minutes = book_of(pupil, caps, &credited).credit(day, earned);
    if minutes == 0 {
        return Err(HoursRefusal::NothingToCredit.into());
    }
    let row = NewEntry {
        shift_id: taken.shift,
        family_support_id: taken.family_support,
        recredits_id: Some(reversal),
        school_year: entry.school_year.clone(),
        reason,
        ..new_entry(act, pupil, kind, minutes, day)
    };
    ledger::append(act.conn, &[row])?;
    audit(act, &entry, ("credit_again", "reversed", "credited"), minutes)?;
    Ok(pupil)
}

/// The row, read again under the lock of its pupil, for those who verify hours there.
fn locked(act: &mut Act<'_>, id: HoursEntryId) -> Answer<Entry> {
    let entry = ledger::entry(act.conn, id)?;
    act.within(Permission::VerifyHours, entry.school)?;
    ledger::lock_pupils(act.conn, &[entry.ambassador])?;
    Ok(ledger::entry(act.conn, id)?)
}

fn audit(
    act: &mut Act<'_>,
    entry: &Entry,
    (name, from, to): (&str, &str, &str),
    minutes: i64,
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(entry.school),
        entity: "hours_entry",
        id: entry.id.0,
        act: name,
        from,
        to,
        detail: &format!("minutes {minutes}"),
    })
}
