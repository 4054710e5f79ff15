//! The steps of an award. Each holds the programme's lock, so that nobody approves or
//! numbers a list that changes under their hands, and each leaves a row in the trail.

use chrono::Timelike;

use super::figures::pupils;
use super::letters::issued_letter;
use super::{Act, Answer, Error, audit, classes_of, locked, programme_for};
use crate::db::recognition::awards::{self as rows, AwardRow};
use crate::db::recognition::steps::{self, ToIssue};
use crate::db::recognition::{self, Programme, Tier, candidates};
use crate::db::{leases, organisations};
use crate::domain::access::{Actor, Permission};
use crate::domain::hours::percent_shown;
use crate::domain::ids::*;
use crate::domain::recognition::{
    AwardForm, AwardRefusal, AwardState, Changes, Criteria, DecisionForm, Earned, ParsedDecision,
    ReasonForm, changes, number, reason, register, token,
};
use crate::domain::refusal::{Message, Problems};
use crate::service::Office;

/// The lease of the nightly computation.
const NIGHT: &str = "candidates";
/// Hours of the clock in which the lists are computed.
const NIGHT_HOURS: std::ops::Range<u32> = 1..5;
/// From the first minute of those hours to the last, and less than from one night to the next.
const NIGHT_MINUTES: i64 = 6 * 60;
/// Longer than all schools take.
const NIGHT_LEASE_MINUTES: i64 = 30;

/// Computes for every active pupil of the school the highest tier reached. What nobody has
/// checked yet follows the figures; everything else stays.
pub fn compute(act: &mut Act<'_>, id: ProgrammeId) -> Answer<Changes> {
    locked(act, id, Permission::IssueAwards)?;
    recompute(act, id)
}

/// Computes every running programme once a night, while nobody works on the lists; answers
/// how many programmes changed. By day it does nothing.
pub async fn compute_nightly(office: &Office) -> Answer<usize> {
    let now = office.now();
    if !NIGHT_HOURS.contains(&now.time().hour()) {
        return Ok(0);
    }
    let claim = |act: &mut Act<'_>| {
        let holder = act.rules.instance.clone();
        let until = act.now.plus_minutes(NIGHT_LEASE_MINUTES);
        match leases::take_free(act.conn, NIGHT, &holder, act.now, until)? {
            true => Ok(recognition::on_day(act.conn, act.now.day())?),
            false => Ok(Vec::new()),
        }
    };
    let running = office.write(&Actor::House, claim).await?;
    if running.is_empty() {
        return Ok(0);
    }
    let mut changed = 0;
    for id in running {
        let one = move |act: &mut Act<'_>| {
            recognition::lock(act.conn, id)?;
            Ok(!recompute(act, id)?.is_empty())
        };
        changed += usize::from(office.write(&Actor::House, one).await?);
    }
    // Held until the day begins: a process that dies before leaves it to another.
    let done = |act: &mut Act<'_>| {
        let holder = act.rules.instance.clone();
        let until = act.now.plus_minutes(NIGHT_MINUTES);
        Ok(leases::take(act.conn, NIGHT, &holder, act.now, until)?)
    };
    office.write(&Actor::House, done).await?;
    Ok(changed)
}

/// The same for whoever already holds the programme's lock.
pub(super) fn recompute(act: &mut Act<'_>, id: ProgrammeId) -> Answer<Changes> {
    let programme = recognition::get(act.conn, id)?;
    let tiers: Vec<(TierId, Criteria)> =
        recognition::tiers(act.conn, id)?.iter().map(|tier| (tier.id, tier.criteria())).collect();
    let pupils = pupils(act, &programme)?;
    let earned: Vec<Earned> = pupils.iter().map(|pupil| pupil.earned()).collect();
    let known = candidates::known(act.conn, id)?;
    let changes = changes(&tiers, &earned, &known);
    let school = programme.school_id;
    for (tier, earned) in &changes.add {
        let award = candidates::add(act.conn, id, *tier, earned, act.now)?;
        let step = ("compute", "", "candidate");
        audit(act, school, ("award", award.0), step, &told(*tier, earned))?;
    }
    for (award, tier, earned) in &changes.update {
        candidates::update(act.conn, *award, *tier, earned)?;
        let step = ("compute", "candidate", "candidate");
        audit(act, school, ("award", award.0), step, &told(*tier, earned))?;
    }
    candidates::withdraw(act.conn, &changes.withdraw)?;
    for award in &changes.withdraw {
        audit(act, school, ("award", award.0), ("compute", "candidate", ""), "")?;
    }
    let (added, updated) = (changes.add.len(), changes.update.len());
    let detail = format!("added {added}, updated {updated}, gone {}", changes.withdraw.len());
    if act.actor.person().is_some() || !changes.is_empty() {
        audit(act, school, ("programme", id.0), ("compute", "", ""), &detail)?;
    }
    Ok(changes)
}

fn told(tier: TierId, earned: &Earned) -> String {
    let figures = &earned.figures;
    format!(
        "tier {tier}, minutes {}, supports {}, attendance {}, breaches {}",
        figures.minutes,
        figures.supports,
        percent_shown(figures.attendance_percent),
        figures.breaches
    )
}

/// The class teacher agrees with these candidates of the own class; answers how many.
/// Those that moved meanwhile are left as they are.
pub fn check(act: &mut Act<'_>, id: ProgrammeId, awards: &[AwardId]) -> Answer<usize> {
    let programme = locked(act, id, Permission::CheckCandidates)?;
    let own = classes_of(act, Permission::CheckCandidates);
    let by = act.person()?.account;
    let mut checked = 0;
    for award in rows::some(act.conn, id, awards)? {
        if own.as_ref().is_some_and(|own| !own.contains(&award.class)) {
            return Err(Error::NotFound);
        }
        if steps::check(act.conn, award.id, by, act.now)? {
            let step = ("check", "candidate", "checked");
            audit(act, programme.school_id, ("award", award.id.0), step, "")?;
            checked += 1;
        }
    }
    match checked {
        0 => Err(AwardRefusal::NothingToCheck.into()),
        checked => Ok(checked),
    }
}

/// The class teacher sets a candidate of the own class aside, with a reason.
pub fn set_aside(act: &mut Act<'_>, id: AwardId, form: &ReasonForm) -> Answer<ProgrammeId> {
    let (award, programme) = taught(act, id)?;
    let from = [AwardState::Candidate, AwardState::Checked];
    put_aside(act, &award, &programme, &from, form)
}

/// The board takes an award off the list before it is issued, with a reason.
pub fn take_off(act: &mut Act<'_>, id: AwardId, form: &ReasonForm) -> Answer<ProgrammeId> {
    let (award, programme) = award_for(act, id, Permission::ApproveAwards)?;
    let from = [AwardState::Checked, AwardState::Approved];
    put_aside(act, &award, &programme, &from, form)
}

fn put_aside(
    act: &mut Act<'_>,
    award: &AwardRow,
    programme: &Programme,
    from: &[AwardState],
    form: &ReasonForm,
) -> Answer<ProgrammeId> {
    let reason = reason(form)?;
    if !steps::set_aside(act.conn, award.id, from, &reason)? {
        return Err(AwardRefusal::MovedOn.into());
    }
    let step = ("set_aside", award.state.code(), "set_aside");
    audit(act, programme.school_id, ("award", award.id.0), step, "")?;
    Ok(programme.id)
}

/// The class teacher takes back what was set aside: a candidate again, with the figures
/// of today at the next computing.
pub fn reopen(act: &mut Act<'_>, id: AwardId) -> Answer<ProgrammeId> {
    let (award, programme) = taught(act, id)?;
    if award.state != AwardState::SetAside {
        return Err(AwardRefusal::MovedOn.into());
    }
    if !steps::reopen(act.conn, id)? {
        return Err(AwardRefusal::HasAnother.into());
    }
    let step = ("reopen", "set_aside", "candidate");
    audit(act, programme.school_id, ("award", id.0), step, "")?;
    Ok(programme.id)
}

/// An award of a class this person teaches.
fn taught(act: &mut Act<'_>, id: AwardId) -> Answer<(AwardRow, Programme)> {
    let found = award_for(act, id, Permission::CheckCandidates)?;
    let own = classes_of(act, Permission::CheckCandidates);
    match own {
        Some(own) if !own.contains(&found.0.class) => Err(Error::NotFound),
        _ => Ok(found),
    }
}

/// An award as it stands under its programme's lock.
fn award_for(
    act: &mut Act<'_>,
    id: AwardId,
    permission: Permission,
) -> Answer<(AwardRow, Programme)> {
    let programme = rows::get(act.conn, id)?.programme;
    let programme = locked(act, programme, permission)?;
    Ok((rows::get(act.conn, id)?, programme))
}

/// What the board decides on: the programme, its tiers, and how many checked candidates
/// each tier has.
pub fn approve_page(act: &mut Act<'_>, id: ProgrammeId) -> Answer<(Programme, Vec<(Tier, i64)>)> {
    let programme = programme_for(act, id, Permission::ApproveAwards)?;
    let checked = candidates::known(act.conn, id)?;
    let checked = |tier: TierId| {
        let of_tier = checked.iter().filter(|a| a.tier == tier && a.state == AwardState::Checked);
        of_tier.count() as i64
    };
    let tiers = recognition::tiers(act.conn, id)?;
    Ok((programme, tiers.into_iter().map(|tier| (tier.clone(), checked(tier.id))).collect()))
}

/// The board approves all checked awards with one decision; answers how many. `seen` is
/// how many the page showed: a list that grew meanwhile is looked at again first.
pub fn approve(
    act: &mut Act<'_>,
    id: ProgrammeId,
    form: &DecisionForm,
    seen: usize,
) -> Answer<usize> {
    let programme = locked(act, id, Permission::ApproveAwards)?;
    let counts = recognition::counts(act.conn, id)?;
    let checked = counts.iter().filter(|count| count.state == AwardState::Checked);
    let checked: i64 = checked.map(|count| count.awards).sum();
    let decision = ParsedDecision::parse(form, programme.from_day, act.now.day())?;
    if checked == 0 {
        return Err(AwardRefusal::NothingToApprove.into());
    }
    if checked != seen as i64 {
        return Err(AwardRefusal::MovedOn.into());
    }
    let by = act.person()?.account;
    let number = recognition::add_decision(act.conn, id, &decision, by, act.now)?;
    let number = number.ok_or_else(number_used)?;
    let approved = steps::approve(act.conn, id, number)?;
    for award in &approved {
        let step = ("approve", "checked", "approved");
        audit(act, programme.school_id, ("award", award.0), step, "")?;
    }
    Ok(approved.len())
}

fn number_used() -> Problems {
    Problems::one(
        "number",
        Message::new(
            "Số quyết định này đã dùng trong chương trình. Mỗi đợt phê duyệt cần một quyết định riêng.",
            "This decision number is used in the programme already. Each approval needs its own.",
        ),
    )
}

/// Issues all approved awards: numbers without a gap in each register, a public page and
/// a letter to the guardian for each; answers how many.
pub fn issue(act: &mut Act<'_>, id: ProgrammeId) -> Answer<usize> {
    let programme = locked(act, id, Permission::IssueAwards)?;
    let school = organisations::get(act.conn, programme.school_id)?;
    let approved = steps::to_issue(act.conn, id)?;
    if approved.is_empty() {
        return Err(AwardRefusal::NothingToIssue.into());
    }
    // Always in this order, so that two programmes of a school never wait for each other.
    for form in AwardForm::ALL {
        let of_form: Vec<&ToIssue> = approved.iter().filter(|a| a.form == *form).collect();
        if of_form.is_empty() {
            continue;
        }
        let register = register(&school.code, &programme.school_year, *form);
        let first = steps::take_numbers(act.conn, &register, of_form.len() as i64)?;
        for (award, at) in of_form.into_iter().zip(first..) {
            let printed = number(at, *form, &school.code);
            let token = token(rand::random());
            if !steps::issue(act.conn, award.id, (&register, at), &token, act.now)? {
                return Err(AwardRefusal::MovedOn.into());
            }
            let step = ("issue", "approved", "issued");
            audit(act, programme.school_id, ("award", award.id.0), step, &at.to_string())?;
            if let (Some(email), true) = (&award.guardian_email, award.may_write) {
                let page = crate::paths::recognition::public(&token);
                let url = format!("{}{page}", act.rules.public_url);
                let letter = issued_letter(award, email, &printed, &school.name, &url);
                act.send(&letter)?;
            }
        }
    }
    Ok(approved.len())
}

/// Revokes an issued award, with a reason. The register keeps the number, the public page
/// says so, and the achievement may earn another award.
pub fn revoke(act: &mut Act<'_>, id: AwardId, form: &ReasonForm) -> Answer<()> {
    let (_, programme) = award_for(act, id, Permission::IssueAwards)?;
    let reason = reason(form)?;
    if !steps::revoke(act.conn, id, &reason, act.now)? {
        return Err(AwardRefusal::MovedOn.into());
    }
    let step = ("revoke", "issued", "revoked");
    audit(act, programme.school_id, ("award", id.0), step, "")
}
