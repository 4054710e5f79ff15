//! Recognition: a school's programme for the year, its candidates, and the way of an
//! award from candidate to paper ([`awards`]), to print ([`papers`]) and to the public page.

pub mod awards;
mod figures;
mod letters;
mod look;
pub mod papers;

pub use awards::{
    approve, approve_page, check, compute, compute_nightly, issue, reopen, revoke, set_aside,
    take_off,
};
pub use figures::{classes, missing, progress};
pub use look::{award, mine, page, public};

use super::{Act, Answer, Error, Step};
use crate::db::recognition::{self, Programme, ProgrammeLine, Tier, candidates};
use crate::db::{DbError, organisations};
use crate::domain::access::Permission;
use crate::domain::ids::*;
use crate::domain::recognition::{
    AwardRefusal, ParsedProgramme, ParsedTier, ProgrammeForm, default_tiers, ward_in,
};
use crate::domain::refusal::{Message, Problems};
use crate::domain::school_year;

/// The programmes of one's own school, newest first.
pub fn list(act: &mut Act<'_>) -> Answer<Vec<ProgrammeLine>> {
    let school = act.place(Permission::SeeSchool)?;
    Ok(recognition::of_school(act.conn, school)?)
}

/// What a new programme begins with: this school year, the usual tiers, and the plan and
/// the signatory of the last one.
pub fn blank(act: &mut Act<'_>) -> Answer<ProgrammeForm> {
    let school = act.place(Permission::IssueAwards)?;
    let today = act.now.day();
    let (from_day, to_day) = school_year::days(today);
    let mut form = ProgrammeForm {
        name: "Đại sứ số – Bình dân học vụ số".to_owned(),
        from_day: from_day.to_string(),
        to_day: to_day.to_string(),
        signatory_title: "Hiệu trưởng".to_owned(),
        ..ProgrammeForm::default()
    };
    match recognition::newest(act.conn, school)? {
        Some(last) => {
            form.plan_number = last.plan_number;
            form.plan_date = last.plan_date.map(|day| day.to_string()).unwrap_or_default();
            form.signatory_title = last.signatory_title;
            form.signatory_name = last.signatory_name;
            form.place_name = last.place_name;
        }
        None => {
            let head = recognition::head_of(act.conn, school, today)?;
            form.signatory_name = head.unwrap_or_default();
            form.place_name = place_of(act, school)?;
        }
    }
    Ok(form.with_tiers(&default_tiers()))
}

/// The ward that papers are dated at.
fn place_of(act: &mut Act<'_>, school: OrganisationId) -> Answer<String> {
    let Some(ward) = organisations::get(act.conn, school)?.ward_id else {
        return Ok(String::new());
    };
    let name = organisations::get(act.conn, ward)?.name;
    Ok(ward_in(&name).1.to_owned())
}

/// Opens a programme at one's own school.
pub fn create(act: &mut Act<'_>, form: &ProgrammeForm) -> Answer<ProgrammeId> {
    let school = act.place(Permission::IssueAwards)?;
    let new = ParsedProgramme::parse(form)?;
    let by = act.person()?.account;
    // A new programme has no tiers yet that a row could refer to.
    let tiers = new.tiers.iter().map(|tier| ParsedTier { id: None, ..tier.clone() }).collect();
    let new = ParsedProgramme { tiers, ..new };
    let id = recognition::add(act.conn, school, &new, by, act.now)?.ok_or_else(namesake)?;
    audit(act, school, ("programme", id.0), ("create", "", "open"), "")?;
    Ok(id)
}

fn namesake() -> Problems {
    Problems::one(
        "name",
        Message::new(
            "Năm học này đã có chương trình tên như vậy.",
            "This school year has a programme of this name already.",
        ),
    )
}

/// A programme as it is typed, and whether its tiers may still change.
pub fn edit_page(act: &mut Act<'_>, id: ProgrammeId) -> Answer<(ProgrammeForm, Vec<Tier>, bool)> {
    let programme = programme_for(act, id, Permission::IssueAwards)?;
    let tiers = recognition::tiers(act.conn, id)?;
    let uses = recognition::tier_uses(act.conn, id)?;
    let fixed = uses.iter().any(|tier| tier.settled);
    let typed: Vec<ParsedTier> = tiers.iter().map(Tier::typed).collect();
    Ok((typed_programme(&programme).with_tiers(&typed), tiers, fixed))
}

fn typed_programme(programme: &Programme) -> ProgrammeForm {
    ProgrammeForm {
        name: programme.name.clone(),
        plan_number: programme.plan_number.clone(),
        plan_date: programme.plan_date.map(|day| day.to_string()).unwrap_or_default(),
        from_day: programme.from_day.to_string(),
        to_day: programme.to_day.to_string(),
        signatory_title: programme.signatory_title.clone(),
        signatory_name: programme.signatory_name.clone(),
        place_name: programme.place_name.clone(),
        ..ProgrammeForm::default()
    }
}

/// Changes a programme. New tiers or another period mean that nobody has been checked
/// against them: checked candidates wait for their teacher again, and all are computed anew.
pub fn change(act: &mut Act<'_>, id: ProgrammeId, form: &ProgrammeForm) -> Answer<()> {
    let programme = locked(act, id, Permission::IssueAwards)?;
    let tiers = recognition::tiers(act.conn, id)?;
    let current: Vec<ParsedTier> = tiers.iter().map(Tier::typed).collect();
    let uses = recognition::tier_uses(act.conn, id)?;
    let fixed = uses.iter().any(|tier| tier.settled);
    let to = match form.rows() {
        // The page of fixed tiers shows them, but asks for none.
        0 if fixed => ParsedProgramme::parse(&form.clone().with_tiers(&current))?,
        _ => ParsedProgramme::parse(form)?,
    };
    if fixed && to.tiers != current {
        return Err(AwardRefusal::TiersFixed.into());
    }
    if fixed && to.school_year != programme.school_year {
        return Err(other_year().into());
    }
    let days = (programme.from_day, programme.to_day);
    let counts_change = to.tiers != current || (to.from_day, to.to_day) != days;
    match recognition::change(act.conn, id, &to) {
        Err(DbError::Conflict(_)) => return Err(namesake().into()),
        done => done?,
    }
    audit(act, programme.school_id, ("programme", id.0), ("change", "", ""), "")?;
    if counts_change && !fixed {
        change_tiers(act, &programme, &tiers, &to.tiers)?;
        awards::recompute(act, id)?;
    }
    Ok(())
}

fn other_year() -> Problems {
    Problems::one(
        "from_day",
        Message::new(
            "Đã có khen thưởng được phê duyệt trong năm học này nên không đổi sang năm học khác được.",
            "Awards have been approved in this school year, so it cannot become another.",
        ),
    )
}

fn change_tiers(
    act: &mut Act<'_>,
    programme: &Programme,
    current: &[Tier],
    to: &[ParsedTier],
) -> Answer<()> {
    let id = programme.id;
    let known = |tier: &ParsedTier| tier.id.is_none_or(|id| current.iter().any(|t| t.id == id));
    if !to.iter().all(known) {
        return Err(Error::NotFound);
    }
    let kept: Vec<TierId> = to.iter().filter_map(|tier| tier.id).collect();
    let uses = recognition::tier_uses(act.conn, id)?;
    if uses.iter().any(|tier| tier.decided && !kept.contains(&tier.tier)) {
        return Err(AwardRefusal::TierInUse.into());
    }
    let unchecked = candidates::uncheck(act.conn, id)?;
    let lost = candidates::known(act.conn, id)?;
    let lost: Vec<AwardId> =
        lost.iter().filter(|award| !kept.contains(&award.tier)).map(|award| award.award).collect();
    candidates::withdraw(act.conn, &lost)?;
    recognition::replace_tiers(act.conn, id, to)?;
    let detail = format!("tiers {}, unchecked {unchecked}, lost {}", to.len(), lost.len());
    audit(act, programme.school_id, ("programme", id.0), ("change_tiers", "", ""), &detail)
}

/// A programme of a school where this person may do it.
fn programme_for(act: &mut Act<'_>, id: ProgrammeId, permission: Permission) -> Answer<Programme> {
    let programme = recognition::get(act.conn, id)?;
    act.within(permission, programme.school_id)?;
    Ok(programme)
}

/// The same, and nobody else moves its awards until this act is done.
fn locked(act: &mut Act<'_>, id: ProgrammeId, permission: Permission) -> Answer<Programme> {
    programme_for(act, id, permission)?;
    Ok(recognition::lock(act.conn, id)?)
}

/// The classes this person may see or check, of all; `None` is every class.
fn classes_of(act: &Act<'_>, permission: Permission) -> Option<Vec<ClassId>> {
    act.actor.person().and_then(|person| person.only_classes(permission))
}

fn audit(
    act: &mut Act<'_>,
    school: OrganisationId,
    (entity, id): (&str, i64),
    (verb, from, to): (&str, &str, &str),
    detail: &str,
) -> Answer<()> {
    act.audit(Step { organisation: Some(school), entity, id, act: verb, from, to, detail })
}
