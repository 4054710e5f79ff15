//! Opening the session and calling the roll.

use super::{audit, follow_adults, guardians, locked, me, running, undecided};
use crate::db::DbError;
use crate::db::desk::{self, AdultLine, Guest, Head, PupilLine, ShiftStep};
use crate::db::sessions::{self, release};
use crate::domain::bookings::BookingState;
use crate::domain::codes;
use crate::domain::desk::{
    AdultRefusal, DeskRefusal, JoinForm, Lead, LeaveForm, PUPIL_LATE, RollForm, RollStep,
    UNDO_MINUTES, may_open_desk,
};
use crate::domain::eligibility::ADULTS_AT_LEAST;
use crate::domain::ids::*;
use crate::domain::refusal::{Message, Problems};
use crate::domain::school_year;
use crate::domain::sessions::{ApprovalState, SessionState};
use crate::domain::shifts::ShiftState;
use crate::service::{Act, Answer, Error, shifts};

/// Opens the session: two adults are here, and it is about time.
pub fn open(act: &mut Act<'_>, session: SessionId) -> Answer<()> {
    let head = locked(act, session)?;
    if head.state == SessionState::Running {
        return Ok(());
    }
    may_open_desk(head.state, head.starts_at, act.now)?;
    let adults = desk::room(act.conn, &head)?.adults;
    if adults < ADULTS_AT_LEAST {
        return Err(DeskRefusal::NeedsAdults { present: adults }.into());
    }
    let (from, to) = (SessionState::Open, SessionState::Running);
    if !sessions::advance(act.conn, session, from, to)? {
        return Err(DeskRefusal::Moved.into());
    }
    audit(act, &head, ("session", session.0), ("run", from.code(), to.code()), "")?;
    follow_adults(act, &head)?;
    act.sessions_changed()
}

fn wrong_step() -> Problems {
    Problems::one("act", Message::new("Hãy chọn vào hoặc ra.", "Choose in or out."))
}

/// One adult comes or leaves; open seats follow. Answers the adult's name.
pub fn adult(act: &mut Act<'_>, session: SessionId, form: &RollForm) -> Answer<String> {
    let head = locked(act, session)?;
    let step = form.step().ok_or_else(wrong_step)?;
    may_open_desk(head.state, head.starts_at, act.now)?;
    let adults = desk::adults(act.conn, session, head.ward_id, act.now.day())?;
    let who = adults.into_iter().find(|adult| adult.account.to_string() == form.who);
    let who = who.ok_or(DeskRefusal::NotOnRoll)?;
    match (step, who.since) {
        (RollStep::In, None) => {
            leave_elsewhere(act, &who, &form.leaving)?;
            adult_in(act, &head, who.account)?;
        }
        (RollStep::Out, Some(_)) => adult_out(act, &head, who.account)?,
        // Somebody pressed twice, or two people did: it is as they wanted it.
        (RollStep::In, Some(_)) | (RollStep::Out, None) => return Ok(who.name),
        (RollStep::Absent, _) => return Err(DeskRefusal::Moved.into()),
    }
    if head.state == SessionState::Running {
        follow_adults(act, &head)?;
    }
    Ok(who.name)
}

/// Whoever is checked in at another session counts there. `leaving` names that session when
/// the adult is to be checked out of it in the same step.
fn leave_elsewhere(act: &mut Act<'_>, who: &AdultLine, leaving: &str) -> Answer<()> {
    let Some((other, there)) = who.elsewhere() else { return Ok(()) };
    if leaving != other.to_string() {
        return Err(AdultRefusal::There(there).into());
    }
    let head = match locked(act, other) {
        Err(Error::NotFound) => return Err(AdultRefusal::NotYourDesk(there).into()),
        head => head?,
    };
    adult_out(act, &head, who.account)?;
    match head.state {
        SessionState::Running => follow_adults(act, &head),
        _ => Ok(()),
    }
}

fn adult_in(act: &mut Act<'_>, head: &Head, account: AccountId) -> Answer<()> {
    let by = me(act)?;
    match desk::adult_in(act.conn, head.id, account, by, act.now) {
        // Another desk checked the same adult in at this moment.
        Err(DbError::Conflict(_)) => return Err(DeskRefusal::Moved.into()),
        checked_in => checked_in?,
    }
    let of = ("adult_attendance", account.0);
    audit(act, head, of, ("check_in", "", "present"), &head.id.to_string())
}

/// Out: not from the middle of a visit, and not as the last one beside children.
fn adult_out(act: &mut Act<'_>, head: &Head, account: AccountId) -> Answer<()> {
    let guests = desk::guests(act.conn, head.id)?;
    let lead = Some(Lead::Adult(account));
    let of_adult = |g: &&Guest| g.state == BookingState::BeingHelped && g.lead() == lead;
    if let Some(guest) = guests.iter().find(of_adult) {
        return Err(AdultRefusal::Helping { resident: guest.name.clone() }.into());
    }
    desk::room(act.conn, head)?.dismiss_adult()?;
    desk::adults_out(act.conn, head.id, Some(account), act.now)?;
    let of = ("adult_attendance", account.0);
    audit(act, head, of, ("check_out", "present", "left"), &head.id.to_string())
}

/// One pupil comes, leaves or is marked absent; answers the pupil's name.
pub fn pupil(act: &mut Act<'_>, session: SessionId, form: &RollForm) -> Answer<String> {
    let step = form.step();
    // Who did not come is also said after the end; in and out are for the day itself.
    let head = match step {
        Some(RollStep::Absent) => undecided(act, session)?,
        _ => running(act, session)?,
    };
    let step = step.ok_or_else(wrong_step)?;
    let pupils = desk::pupils(act.conn, session)?;
    let who = pupils.into_iter().find(|pupil| pupil.shift.to_string() == form.who);
    let who = who.ok_or(DeskRefusal::NotOnRoll)?;
    step_of(act, &head, &who, step)?;
    Ok(who.name)
}

/// A step of one pupil's shift, by whichever way the pupil was found.
pub(super) fn step_of(
    act: &mut Act<'_>,
    head: &Head,
    who: &PupilLine,
    step: RollStep,
) -> Answer<()> {
    let by = me(act)?;
    let so_already = match step {
        RollStep::In => ShiftState::Present,
        RollStep::Out => ShiftState::Done,
        RollStep::Absent => ShiftState::Absent,
    };
    if who.state == so_already {
        return Ok(());
    }
    let move_to = match step {
        RollStep::In => come(act, head, who)?,
        RollStep::Out => leave(act, head, who)?,
        RollStep::Absent => stay_away(act, head, who)?,
    };
    if !desk::move_shift(act.conn, who.shift, move_to, by)? {
        return Err(DeskRefusal::Moved.into());
    }
    let name = match step {
        RollStep::In => "check_in",
        RollStep::Out => "check_out",
        RollStep::Absent => "mark_absent",
    };
    let states = (name, move_to.from.code(), move_to.to.code());
    audit(act, head, ("shift", who.shift.0), states, "")?;
    guardians::tell(act, head, who, step, move_to)
}

/// A pupil who came without a shift gets one and is checked in, if the rules of signing up
/// allow it; answers the pupil's name.
pub fn join(act: &mut Act<'_>, session: SessionId, form: &JoinForm) -> Answer<String> {
    let head = running(act, session)?;
    let typed = form.badge.trim();
    let badge = codes::read(typed).unwrap_or_else(|| typed.to_owned());
    let pupil = desk::pupil_by_badge(act.conn, session, &badge, &typed.to_lowercase())?;
    let pupil = pupil.ok_or(DeskRefusal::NoSuchPupil)?;
    let shift = shifts::join(act, session, pupil)?;
    let pupils = desk::pupils(act.conn, session)?;
    let who = pupils.into_iter().find(|line| line.shift == shift).ok_or(DeskRefusal::NotOnRoll)?;
    step_of(act, &head, &who, RollStep::In)?;
    Ok(who.name)
}

/// In: beside enough adults, released by the school, with both consents, in one place at a time.
fn come(act: &mut Act<'_>, head: &Head, who: &PupilLine) -> Answer<ShiftStep> {
    let since = match who.state {
        ShiftState::Taken | ShiftState::Accepted | ShiftState::Absent => act.now,
        ShiftState::Done => {
            // A check-out by mistake is taken back; a real break is not hidden.
            let left = who.checked_out_at.unwrap_or(act.now);
            if act.now.minutes_since(left) > UNDO_MINUTES {
                return Err(DeskRefusal::LeftLongAgo.into());
            }
            who.checked_in_at.unwrap_or(act.now)
        }
        _ => return Err(DeskRefusal::Moved.into()),
    };
    desk::room(act.conn, head)?.admit_pupil()?;
    let year = school_year::of(head.starts_at.day());
    if !desk::both_agreed(act.conn, who.ambassador, &year)? {
        return Err(DeskRefusal::NoConsent.into());
    }
    if release::state_of(act.conn, head.id, who.school)? != Some(ApprovalState::Approved) {
        return Err(DeskRefusal::NotReleased.into());
    }
    if desk::pupil_is_elsewhere(act.conn, who.ambassador, head.id)? {
        return Err(DeskRefusal::PresentElsewhere.into());
    }
    Ok(ShiftStep {
        from: who.state,
        to: ShiftState::Present,
        checked_in_at: Some(since),
        checked_out_at: None,
    })
}

/// Out: not while somebody is being helped by the pupil.
fn leave(act: &mut Act<'_>, head: &Head, who: &PupilLine) -> Answer<ShiftStep> {
    if who.state != ShiftState::Present {
        return Err(DeskRefusal::Moved.into());
    }
    let lead = Some(Lead::Pupil(who.ambassador));
    let guests = desk::guests(act.conn, head.id)?;
    if guests.iter().any(|g| g.state == BookingState::BeingHelped && g.lead() == lead) {
        return Err(DeskRefusal::PupilHelping.into());
    }
    Ok(ShiftStep {
        from: ShiftState::Present,
        to: ShiftState::Done,
        checked_in_at: who.checked_in_at,
        checked_out_at: Some(act.now.max(who.checked_in_at.unwrap_or(act.now))),
    })
}

/// Absent: a person says so, half an hour after the start at the earliest.
fn stay_away(act: &mut Act<'_>, head: &Head, who: &PupilLine) -> Answer<ShiftStep> {
    if !matches!(who.state, ShiftState::Taken | ShiftState::Accepted) {
        return Err(DeskRefusal::Moved.into());
    }
    let from = head.starts_at.plus_minutes(PUPIL_LATE);
    if act.now < from {
        return Err(DeskRefusal::TooSoonForAbsence { from }.into());
    }
    Ok(ShiftStep {
        from: who.state,
        to: ShiftState::Absent,
        checked_in_at: None,
        checked_out_at: None,
    })
}

/// Checks out the pupils who were ticked, together; answers how many left now.
pub fn pupils_out(act: &mut Act<'_>, session: SessionId, form: &LeaveForm) -> Answer<usize> {
    let head = running(act, session)?;
    if form.who.is_empty() {
        return Err(DeskRefusal::NobodyLeaves.into());
    }
    let pupils = desk::pupils(act.conn, session)?;
    let ticked = |pupil: &&PupilLine| {
        pupil.state == ShiftState::Present && form.who.contains(&pupil.shift.to_string())
    };
    let leaving: Vec<_> = pupils.iter().filter(ticked).collect();
    for pupil in &leaving {
        step_of(act, &head, pupil, RollStep::Out)?;
    }
    Ok(leaving.len())
}
