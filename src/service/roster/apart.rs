//! Two pupils of the school who are not to be in one session. Signing up, the matching and
//! the desk obey at once; shifts that both hold already are shown, and an adult decides.

use super::{audit, kept};
use crate::db::ambassadors::apart::{self as rows, ApartPart, Said};
use crate::db::ambassadors::roster::Dossier;
use crate::db::{breaches, shifts};
use crate::domain::ids::*;
use crate::domain::refusal::Problems;
use crate::domain::roster::{ApartForm, NewPair, already_apart};
use crate::service::{Act, Answer, Error};

/// The part of a pupil's page.
pub(super) fn part(act: &mut Act<'_>, pupil: &Dossier) -> Answer<ApartPart> {
    let pairs = rows::of(act.conn, pupil.id)?;
    let mut choices = breaches::pupils(act.conn, pupil.school)?;
    choices
        .retain(|choice| choice.id != pupil.id && pairs.iter().all(|pair| pair.other != choice.id));
    let together = rows::together(act.conn, pupil.id, act.now)?;
    Ok(ApartPart { pairs, together, choices })
}

/// Keeps a pupil apart from another of the same school.
pub fn keep_apart(act: &mut Act<'_>, id: AmbassadorId, form: &ApartForm) -> Answer<()> {
    let dossier = kept(act, id)?;
    let pupils = breaches::pupils(act.conn, dossier.school)?;
    let of_school: Vec<AmbassadorId> = pupils.into_iter().map(|pupil| pupil.id).collect();
    let new = NewPair::parse(form, id, &of_school)?;
    // Neither of them signs up beside the other while this is written.
    shifts::lock(act.conn, &[], &[id, new.other])?;
    let by = act.actor.person().map(|person| person.account);
    let said = Said { reason: &new.reason, by, at: act.now };
    if !rows::add(act.conn, id, new.other, said)? {
        return Err(Problems::one("other", already_apart()).into());
    }
    of_both(act, dossier.school, (id, new.other), "keep_apart")
}

/// Lets both be scheduled together again. The reason goes with it.
pub fn end_apart(act: &mut Act<'_>, id: AmbassadorId, other: AmbassadorId) -> Answer<()> {
    let dossier = kept(act, id)?;
    if !rows::end(act.conn, id, other)? {
        return Err(Error::NotFound);
    }
    of_both(act, dossier.school, (id, other), "end_apart")
}

/// A step in the trail of each of the two, without the reason.
fn of_both(
    act: &mut Act<'_>,
    school: OrganisationId,
    (one, other): (AmbassadorId, AmbassadorId),
    what: &str,
) -> Answer<()> {
    for (pupil, beside) in [(one, other), (other, one)] {
        audit(act, school, pupil, (what, "", ""), &format!("ambassador {beside}"))?;
    }
    Ok(())
}
