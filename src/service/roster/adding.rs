//! New pupils, one by one or from a pasted list.

use std::collections::HashSet;

use super::audit;
use super::keeping::{already_there, class_choices};
use crate::db::accounts::{self, NewAccount};
use crate::db::ambassadors::{self, NewAmbassador, keep, roster as rows};
use crate::db::organisations::{self, Organisation};
use crate::domain::access::{AccountKind, Permission};
use crate::domain::ids::*;
use crate::domain::names::fold;
use crate::domain::refusal::Problems;
use crate::domain::roster::{
    ClassChoice, PasteForm, PastedLine, PupilDetails, PupilForm, read_lines, sign_in_name,
    sign_in_number,
};
use crate::service::{Act, Answer};

/// What the forms for new pupils choose from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adding {
    pub school: Organisation,
    pub classes: Vec<ClassChoice>,
}

/// The school whose roster this person keeps, and its classes.
pub fn adding(act: &mut Act<'_>) -> Answer<Adding> {
    let school = act.place(Permission::KeepRoster)?;
    let classes = class_choices(act, school)?;
    Ok(Adding { school: organisations::get(act.conn, school)?, classes })
}

/// Adds one pupil; a sign-in card is printed afterwards.
pub fn add(act: &mut Act<'_>, form: &PupilForm) -> Answer<AmbassadorId> {
    let Adding { school, classes } = adding(act)?;
    let new = PupilDetails::parse(form, &classes, act.now.day())?;
    keep::lock_school(act.conn, school.id)?;
    if known(act, school.id)?.contains(&key(&new)) {
        return Err(Problems::one("name", already_there()).into());
    }
    let number = last_number(act, &school)? + 1;
    store(act, &school, &new, number)
}

/// What a pasted list would become; nothing is stored.
pub fn preview(act: &mut Act<'_>, form: &PasteForm) -> Answer<Vec<PastedLine>> {
    let Adding { school, classes } = adding(act)?;
    let known = known(act, school.id)?;
    Ok(read_lines(&form.lines, &classes, &known, act.now.day()))
}

/// Adds the good lines of a pasted list; bad ones are left out. Answers how many.
pub fn paste(act: &mut Act<'_>, form: &PasteForm) -> Answer<usize> {
    let Adding { school, classes } = adding(act)?;
    keep::lock_school(act.conn, school.id)?;
    let known = known(act, school.id)?;
    let lines = read_lines(&form.lines, &classes, &known, act.now.day());
    let mut number = last_number(act, &school)?;
    let mut added = 0;
    for pupil in lines.into_iter().filter_map(|line| line.read.ok()) {
        number += 1;
        store(act, &school, &pupil, number)?;
        added += 1;
    }
    Ok(added)
}

fn key(pupil: &PupilDetails) -> (String, ClassId, i64) {
    (fold(&pupil.name), pupil.class, pupil.birth_year)
}

fn known(act: &mut Act<'_>, school: OrganisationId) -> Answer<HashSet<(String, ClassId, i64)>> {
    let rows = rows::known(act.conn, school)?;
    Ok(rows.into_iter().map(|row| (row.search, row.class_id, row.birth_year)).collect())
}

/// The highest number given to a pupil of the school so far.
fn last_number(act: &mut Act<'_>, school: &Organisation) -> Answer<i64> {
    let beginning = format!("{}-", school.code.to_lowercase());
    let names = keep::sign_in_names(act.conn, &beginning)?;
    let numbers = names.iter().filter_map(|name| sign_in_number(&school.code, name));
    Ok(numbers.max().unwrap_or(0))
}

fn store(
    act: &mut Act<'_>,
    school: &Organisation,
    new: &PupilDetails,
    number: i64,
) -> Answer<AmbassadorId> {
    let account = NewAccount {
        kind: AccountKind::Ambassador,
        sign_in_name: &sign_in_name(&school.code, number),
        password_hash: None,
        name: &new.name,
        title: "",
        email: None,
        phone: None,
    };
    let account_id = accounts::add(act.conn, &account, act.now)?;
    let badge = crate::domain::codes::code(rand::random());
    let row = NewAmbassador {
        account_id,
        school_id: school.id,
        class_id: new.class,
        birth_year: new.birth_year,
        home_area_id: None,
        guardian_name: &new.guardian_name,
        guardian_phone: new.guardian_phone.as_deref(),
        guardian_email: new.guardian_email.as_deref(),
        level: 0,
        badge: &badge,
    };
    let id = ambassadors::add(act.conn, &row)?;
    audit(act, school.id, id, ("add", "", "active"), "")?;
    Ok(id)
}
