//! What the school changes about one pupil. Each change is its own act and its own row
//! of the trail.

use super::{audit, kept};
use crate::db::ambassadors::{keep, roster as rows};
use crate::db::organisations;
use crate::db::shifts as shift_rows;
use crate::db::{staff, topics};
use crate::domain::access::Permission;
use crate::domain::at::At;
use crate::domain::consent::{ConsentMethod, SignatureForm, Signed, WithdrawForm};
use crate::domain::ids::*;
use crate::domain::names::fold;
use crate::domain::refusal::{Message, Problems};
use crate::domain::roster::{
    CertifyForm, Certifying, ClassChoice, PupilDetails, PupilForm, PupilStanding, StandingForm,
};
use crate::domain::school_year;
use crate::service::consents::{self, Recorded, Signer};
use crate::service::{Act, Answer, Error, guardians, shifts};

/// The classes a pupil of this school can be in this year.
pub(super) fn class_choices(act: &mut Act<'_>, school: OrganisationId) -> Answer<Vec<ClassChoice>> {
    let year = school_year::of(act.now.day());
    let classes = organisations::classes(act.conn, school, &year)?;
    Ok(classes.into_iter().map(|class| ClassChoice { id: class.id, name: class.name }).collect())
}

/// Changes name, class, birth year and guardian.
pub fn set_details(act: &mut Act<'_>, id: AmbassadorId, form: &PupilForm) -> Answer<()> {
    let dossier = kept(act, id)?;
    let classes = class_choices(act, dossier.school)?;
    let new = PupilDetails::parse(form, &classes, act.now.day())?;
    let known = rows::known(act.conn, dossier.school)?;
    let (own, next) = (
        (fold(&dossier.name), dossier.class, dossier.birth_year),
        (fold(&new.name), new.class, new.birth_year),
    );
    let same = |k: &rows::Known| (k.search.clone(), k.class_id, k.birth_year) == next;
    if own != next && known.iter().any(same) {
        return Err(Problems::one("name", already_there()).into());
    }
    keep::set_details(act.conn, id, dossier.account, &new)?;
    let moved = if new.class == dossier.class { "" } else { "class" };
    audit(act, dossier.school, id, ("set_details", "", ""), moved)?;
    shifts::release_unfit(act, dossier.school)?;
    Ok(())
}

pub(super) fn already_there() -> Message {
    Message::new(
        "Trong lớp đã có em cùng tên và năm sinh. Hãy ghi thêm tên đệm để phân biệt.",
        "The class has a pupil of this name and year of birth. Add a middle name to tell them apart.",
    )
}

/// Changes level, ceiling and home.
pub fn set_standing(act: &mut Act<'_>, id: AmbassadorId, form: &StandingForm) -> Answer<()> {
    let dossier = kept(act, id)?;
    let areas: Vec<AreaId> =
        organisations::areas(act.conn, dossier.ward)?.into_iter().map(|area| area.id).collect();
    let new = PupilStanding::parse(form, &areas)?;
    keep::set_standing(act.conn, id, &new)?;
    let (from, to) = (dossier.level.to_string(), new.level.to_string());
    let detail = format!("week cap {} minutes", new.week_cap_minutes);
    audit(act, dossier.school, id, ("set_standing", &from, &to), &detail)?;
    shifts::release_unfit(act, dossier.school)?;
    Ok(())
}

/// Enters one side's yes and no from paper, by the officer or the class teacher. What stands
/// already stays as it is.
pub fn sign(act: &mut Act<'_>, id: AmbassadorId, form: &SignatureForm) -> Answer<Recorded> {
    let of = guardians::asked_by_school(act, id)?;
    let signed = Signed::parse(form, act.now.day())?;
    let signer = Signer {
        side: signed.side,
        method: ConsentMethod::Paper,
        given_by: &signed.given_by,
        given_at: At::local(signed.given_on, chrono::NaiveTime::MIN),
    };
    consents::record(act, &of, &signed.replies, signer)
}

/// Withdraws one side's consent for one purpose, as told to the school. Answers how many
/// shifts fell.
pub fn withdraw_consent(act: &mut Act<'_>, id: AmbassadorId, form: &WithdrawForm) -> Answer<usize> {
    let of = kept(act, id)?;
    let which = form.parse()?;
    shift_rows::lock(act.conn, &[], &[id])?;
    consents::withdraw(act, &of, which, ConsentMethod::Paper)
}

/// Certifies for topics at a level, until a day. Answers how many.
pub fn certify(act: &mut Act<'_>, id: AmbassadorId, form: &CertifyForm) -> Answer<usize> {
    let dossier = kept(act, id)?;
    let catalogue: Vec<_> =
        topics::all(act.conn)?.into_iter().map(|topic| (topic.code, topic.tier)).collect();
    let new = Certifying::parse(form, &catalogue, act.now.day())?;
    let valid = (act.now.day(), new.until);
    let by = act.actor.person().map(|person| person.account);
    for topic in &new.topics {
        keep::set_certificate(act.conn, id, topic, new.level, valid, by)?;
    }
    let (level, detail) = (new.level.to_string(), new.topics.join(" "));
    audit(act, dossier.school, id, ("certify", "", &level), &detail)?;
    // A lower level or an earlier end than before may not carry a shift any more.
    shifts::release_unfit(act, dossier.school)?;
    Ok(new.topics.len())
}

/// Takes a certification away; shifts that rest on it alone are given back.
pub fn uncertify(act: &mut Act<'_>, id: AmbassadorId, topic: &str) -> Answer<()> {
    let dossier = kept(act, id)?;
    if !keep::remove_certificate(act.conn, id, topic)? {
        return Err(Error::NotFound);
    }
    audit(act, dossier.school, id, ("uncertify", "", ""), topic)?;
    shifts::release_unfit(act, dossier.school)?;
    Ok(())
}

/// Pauses a pupil: no sign-in, no shifts; those to come are taken back. Answers how many.
pub fn pause(act: &mut Act<'_>, id: AmbassadorId) -> Answer<usize> {
    let dossier = kept(act, id)?;
    keep::set_active(act.conn, id, dossier.account, false)?;
    staff::end_sign_ins(act.conn, dossier.account, None, act.now)?;
    let state = |active| if active { "active" } else { "paused" };
    audit(act, dossier.school, id, ("pause", state(dossier.active), "paused"), "")?;
    shifts::withdraw_all(act, id, "Tài khoản tạm nghỉ.")
}

/// Opens a paused account again.
pub fn resume(act: &mut Act<'_>, id: AmbassadorId) -> Answer<()> {
    let dossier = kept(act, id)?;
    act.within(Permission::KeepRoster, dossier.school)?;
    keep::set_active(act.conn, id, dossier.account, true)?;
    audit(act, dossier.school, id, ("resume", "paused", "active"), "")
}
