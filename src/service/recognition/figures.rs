//! What pupils have reached: for computing candidates, for those who miss a tier, for a
//! pupil's own way, and class by class.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, Answer, Error, classes_of, programme_for};
use crate::db::hours::{self, Period, Total, Whose};
use crate::db::organisations::{self, Class};
use crate::db::recognition::pages::{ClassLine, ClassesPage, Look, Miss, MissingPage, PER_PAGE};
use crate::db::recognition::{self, Programme, awards, candidates, papers};
use crate::domain::access::{Actor, Permission};
use crate::domain::ids::*;
use crate::domain::recognition::{
    AwardForm, AwardState, Criteria, Earned, Figures, Progress, Step, next,
};
use crate::domain::school_year;

fn period(programme: &Programme) -> Period {
    Period { from: programme.from_day, to: programme.to_day }
}

/// An active pupil with what the programme's period has brought.
pub(super) struct Pupil {
    pub total: Total,
    pub figures: Figures,
}

impl Pupil {
    pub(super) fn earned(&self) -> Earned {
        Earned { ambassador: self.total.ambassador, class: self.total.class, figures: self.figures }
    }
}

/// The active pupils of the programme's school, by class and name: two queries.
pub(super) fn pupils(act: &mut Act<'_>, programme: &Programme) -> Answer<Vec<Pupil>> {
    let school = programme.school_id;
    let days = (programme.from_day, programme.to_day);
    let records: BTreeMap<AmbassadorId, i64> = candidates::records(act.conn, school, days)?
        .into_iter()
        .map(|record| (record.ambassador, record.breaches))
        .collect();
    let totals = hours::totals(act.conn, Whose::School(school), period(programme))?;
    Ok(totals
        .into_iter()
        .filter_map(|total| {
            let breaches = *records.get(&total.ambassador)?;
            Some(Pupil { figures: figures(&total, breaches), total })
        })
        .collect())
}

fn figures(total: &Total, breaches: i64) -> Figures {
    Figures {
        minutes: total.minutes,
        supports: total.supports,
        attendance_percent: total.attendance_percent(),
        breaches,
    }
}

/// The classes of the programme's school and year that this person may see.
pub(super) fn classes_in_view(act: &mut Act<'_>, programme: &Programme) -> Answer<Vec<Class>> {
    let mut classes =
        organisations::classes(act.conn, programme.school_id, &programme.school_year)?;
    if let Some(own) = classes_of(act, Permission::SeeSchool) {
        classes.retain(|class| own.contains(&class.id));
    }
    Ok(classes)
}

/// The pupils who hold no award of the programme and have a tier before them, with what
/// is missing.
pub fn missing(act: &mut Act<'_>, id: ProgrammeId, look: Look) -> Answer<MissingPage> {
    let programme = programme_for(act, id, Permission::SeeSchool)?;
    let tiers = recognition::tiers(act.conn, id)?;
    let criteria: Vec<Criteria> = tiers.iter().map(recognition::Tier::criteria).collect();
    let classes = classes_in_view(act, &programme)?;
    let own = classes_of(act, Permission::SeeSchool);
    let holding: BTreeSet<AmbassadorId> = candidates::known(act.conn, id)?
        .into_iter()
        .filter(|award| !matches!(award.state, AwardState::Revoked))
        .map(|award| award.earned.ambassador)
        .collect();
    let mut rows: Vec<Miss> = pupils(act, &programme)?
        .into_iter()
        .filter(|pupil| own.as_ref().is_none_or(|own| own.contains(&pupil.total.class)))
        .filter(|pupil| look.class.is_none_or(|class| class == pupil.total.class))
        .filter(|pupil| !holding.contains(&pupil.total.ambassador))
        .filter_map(|pupil| {
            let next = next(&criteria, &pupil.figures)?;
            Some(Miss { total: pupil.total, figures: pupil.figures, next })
        })
        .collect();
    let total = rows.len() as i64;
    let from = usize::try_from(look.rows().1).unwrap_or(usize::MAX).min(rows.len());
    let rows = rows.drain(from..).take(PER_PAGE as usize).collect();
    Ok(MissingPage { programme, tiers, classes, look, total, rows })
}

/// What each class has reached. Only classes are compared, never children (invariant 11).
pub fn classes(act: &mut Act<'_>, id: ProgrammeId) -> Answer<ClassesPage> {
    let programme = programme_for(act, id, Permission::SeeSchool)?;
    let issued = awards::by_class(act.conn, id)?;
    let mut lines: BTreeMap<ClassId, ClassLine> = BTreeMap::new();
    for pupil in pupils(act, &programme)? {
        let total = pupil.total;
        let line = lines.entry(total.class).or_insert_with(|| ClassLine {
            class_name: total.class_name,
            ambassadors: 0,
            minutes: 0,
            supports: 0,
            awards: vec![0; AwardForm::ALL.len()],
        });
        line.ambassadors += 1;
        line.minutes += total.minutes;
        line.supports += total.supports;
    }
    for held in issued {
        let at = AwardForm::ALL.iter().position(|form| *form == held.form).unwrap_or(0);
        if let Some(line) = lines.get_mut(&held.class) {
            line.awards[at] += held.issued;
        }
    }
    let mut classes: Vec<ClassLine> = lines.into_values().collect();
    // A stable sort: classes with the same hours stay in the order of their ids.
    classes.sort_by_key(|class| std::cmp::Reverse(class.minutes));
    Ok(ClassesPage { programme, classes })
}

/// Where a pupil stands on the way to this year's awards: for the pupil, and for the
/// staff who may see the class.
pub fn progress(act: &mut Act<'_>, pupil: AmbassadorId) -> Answer<Progress> {
    let today = act.now.day();
    let year = Period::school_year(today);
    let school = school_of(act, pupil, year)?;
    let programme = recognition::running(act.conn, school, &school_year::of(today), today)?;
    let period = programme.as_ref().map_or(year, period);
    let total = hours::totals(act.conn, Whose::Pupil(pupil), period)?.pop();
    let total = total.ok_or(Error::NotFound)?;
    let breaches = candidates::breaches_of(act.conn, pupil, (period.from, period.to))?;
    let steps = match &programme {
        Some(programme) => recognition::tiers(act.conn, programme.id)?,
        None => Vec::new(),
    };
    Ok(Progress {
        programme: programme.map(|programme| programme.name),
        figures: figures(&total, breaches),
        steps: steps.into_iter().map(step).collect(),
        awards: papers::held(act.conn, pupil)?,
    })
}

fn step(tier: recognition::Tier) -> Step {
    let criteria = tier.criteria();
    Step { form: tier.form, name_vi: tier.name_vi, name_en: tier.name_en, criteria }
}

/// The pupil's school, for the pupil and for staff who may see the class; else 404.
fn school_of(act: &mut Act<'_>, pupil: AmbassadorId, year: Period) -> Answer<OrganisationId> {
    if let Actor::Person(person) = act.actor
        && let Some(own) = person.pupil.as_ref().filter(|own| own.ambassador == pupil)
    {
        return Ok(own.school);
    }
    let total = hours::totals(act.conn, Whose::Pupil(pupil), year)?.pop().ok_or(Error::NotFound)?;
    act.within(Permission::SeeSchool, total.school)?;
    let own = classes_of(act, Permission::SeeSchool);
    if own.is_some_and(|own| !own.contains(&total.class)) {
        return Err(Error::NotFound);
    }
    Ok(total.school)
}
