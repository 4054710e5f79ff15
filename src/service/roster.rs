//! The school's roster. The school officer keeps it; a class teacher sees the own class.

mod adding;
mod apart;
mod calendar;
mod cards;
mod keeping;

pub use adding::{Adding, add, adding, paste, preview};
pub use apart::{end_apart, keep_apart};
pub use calendar::{add_days, calendar, lessons, remove_days, set_lessons, set_limits};
pub use cards::{MOST_CARDS, ToPrint, Wanting, issue_cards, revoke_card, to_print};
pub use keeping::{
    certify, pause, resume, set_details, set_standing, sign, uncertify, withdraw_consent,
};

use super::shifts::page_count;
use super::{Act, Answer, Error, Step, hours};
use crate::db::ambassadors::pages::{PupilPage, RosterPage};
use crate::db::ambassadors::roster::{self as rows, Dossier, Filter};
use crate::db::ambassadors::{keep, week};
use crate::db::hours::Period;
use crate::db::shifts::pages;
use crate::db::{guardians, organisations, topics};
use crate::domain::access::{Actor, Permission};
use crate::domain::ids::*;
use crate::domain::roster::search_text;
use crate::domain::school_year;

pub use crate::db::ambassadors::roster::Which;

/// Rows of a page.
pub const PER_PAGE: i64 = 50;

/// What somebody wants to see of the list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Part of a name or a sign-in name.
    pub part: String,
    pub class: Option<ClassId>,
    pub which: Option<Which>,
    /// From 1.
    pub page: u32,
}

/// A page of the roster of one's own school or class.
pub fn list(act: &mut Act<'_>, wanted: &Wanted) -> Answer<RosterPage> {
    let school = act.place(Permission::SeeSchool)?;
    let person = act.person()?;
    let only = person.only_classes(Permission::SeeSchool);
    let keeps = person.may_at(Permission::KeepRoster, school);
    let filter = Filter {
        school,
        only: only.clone(),
        class: wanted.class,
        part: search_text(&wanted.part),
        which: wanted.which.unwrap_or(Which::Active),
        school_year: school_year::of(act.now.day()),
        now: act.now,
    };
    let total = rows::count(act.conn, &filter)?;
    let pages = page_count(total, PER_PAGE);
    let page = wanted.page.clamp(1, pages);
    let part = (PER_PAGE, i64::from(page - 1) * PER_PAGE);
    let found = rows::list(act.conn, &filter, part)?;
    let mut classes = organisations::classes(act.conn, school, &filter.school_year)?;
    if let Some(only) = only {
        classes.retain(|class| only.contains(&class.id));
    }
    let issues = act.person()?.may_at(Permission::IssueCards, school);
    Ok(RosterPage { rows: found, total, page, pages, classes, keeps, issues })
}

/// One pupil of one's own school or class; 404 for others.
pub fn one(act: &mut Act<'_>, id: AmbassadorId) -> Answer<PupilPage> {
    let dossier = seen(act, id)?;
    let year = school_year::of(act.now.day());
    let keeps = match act.actor {
        Actor::House => true,
        _ => act.person()?.may_at(Permission::KeepRoster, dossier.school),
    };
    let issues = match act.actor {
        Actor::House => true,
        _ => act.person()?.may_at(Permission::IssueCards, dossier.school),
    };
    let checks = act.actor.person().is_some_and(|person| {
        person.may_at(Permission::CheckCandidates, dossier.school)
            && person
                .only_classes(Permission::CheckCandidates)
                .is_none_or(|own| own.contains(&dossier.class))
    });
    let standing = hours::standing(act, id, Period::school_year(act.now.day()))?;
    let apart = match keeps {
        true => Some(apart::part(act, &dossier)?),
        false => None,
    };
    Ok(PupilPage {
        now: act.now,
        apart,
        consents: keep::consents(act.conn, id, &year)?,
        link: guardians::link_of(act.conn, id)?,
        asks: keeps || checks,
        certificates: rows::certificates(act.conn, id)?,
        week: week::week(act.conn, id)?,
        coming: pages::coming(act.conn, id, act.now)?,
        total: standing.total,
        pending: standing.pending,
        classes: organisations::classes(act.conn, dossier.school, &year)?,
        areas: organisations::areas(act.conn, dossier.ward)?,
        topics: topics::all(act.conn)?,
        school_year: year,
        card: cards::card_of(act, id)?,
        issues,
        dossier,
        keeps,
    })
}

/// The dossier, for those who may see this pupil.
fn seen(act: &mut Act<'_>, id: AmbassadorId) -> Answer<Dossier> {
    let dossier = rows::dossier(act.conn, id)?;
    act.within(Permission::SeeSchool, dossier.school)?;
    if let Some(person) = act.actor.person()
        && let Some(only) = person.only_classes(Permission::SeeSchool)
        && !only.contains(&dossier.class)
    {
        return Err(Error::NotFound);
    }
    Ok(dossier)
}

/// The dossier, for those who may change this pupil.
fn kept(act: &mut Act<'_>, id: AmbassadorId) -> Answer<Dossier> {
    let dossier = rows::dossier(act.conn, id)?;
    act.within(Permission::KeepRoster, dossier.school)?;
    Ok(dossier)
}

fn audit(
    act: &mut Act<'_>,
    school: OrganisationId,
    id: AmbassadorId,
    (what, from, to): (&str, &str, &str),
    detail: &str,
) -> Answer<()> {
    let organisation = Some(school);
    act.audit(Step { organisation, entity: "ambassador", id: id.0, act: what, from, to, detail })
}
