//! The school's own days, lesson hours and tighter limits.

use crate::db::organisations::{self, Class};
use crate::db::school_days::{self as rows, Calendar, ClassLessons};
use crate::domain::access::Permission;
use crate::domain::eligibility::{OwnLimits, Weekly};
use crate::domain::ids::*;
use crate::domain::roster::{ClosedForm, LessonsForm, LimitsForm, NewClosed, read_limits};
use crate::domain::school_year;
use crate::service::{Act, Answer, Error, Step, shifts};

/// The calendar of the school whose roster this person keeps.
pub fn calendar(act: &mut Act<'_>) -> Answer<Calendar> {
    let school = act.place(Permission::KeepRoster)?;
    let today = act.now.day();
    let year = school_year::of(today);
    let ward = organisations::get(act.conn, school)?.ward_id;
    let ward: Vec<OrganisationId> = ward.into_iter().collect();
    let (_, last) = school_year::days(today);
    let lessons = rows::lessons(act.conn, school, &year)?;
    let of = |class: &Class| -> Vec<Weekly> {
        let own = lessons.iter().filter(|lesson| lesson.class_id == class.id);
        own.map(|l| Weekly { weekday: l.weekday, minutes: (l.from_minute, l.to_minute) }).collect()
    };
    let classes = organisations::classes(act.conn, school, &year)?;
    Ok(Calendar {
        today,
        school,
        own: rows::own_days(act.conn, school, today)?,
        others: organisations::closed_days(act.conn, &ward, today, last)?,
        classes: classes
            .into_iter()
            .map(|class| ClassLessons { lessons: of(&class), class })
            .collect(),
        limits: own_limits(act, school)?,
    })
}

fn own_limits(act: &mut Act<'_>, school: OrganisationId) -> Answer<OwnLimits> {
    let settings = rows::settings(act.conn, school)?;
    Ok(OwnLimits::of_settings(&settings))
}

/// Closes days for the school's pupils. Shifts that fall on them are given back at once.
pub fn add_days(act: &mut Act<'_>, form: &ClosedForm) -> Answer<()> {
    let school = act.place(Permission::KeepRoster)?;
    let new = NewClosed::parse(form, act.now.day())?;
    let id = rows::add_days(act.conn, school, &new)?;
    let detail = format!("{} {}–{}", new.kind, new.from_day, new.to_day);
    audit(act, school, ("closed_days", id), "add", &detail)?;
    shifts::release_unfit(act, school)?;
    Ok(())
}

/// Opens days of the school's own again.
pub fn remove_days(act: &mut Act<'_>, id: i64) -> Answer<()> {
    let school = act.place(Permission::KeepRoster)?;
    if !rows::remove_days(act.conn, school, id)? {
        return Err(Error::NotFound);
    }
    audit(act, school, ("closed_days", id), "remove", "")
}

/// One class with its lesson hours; 404 unless it is of the own school and this year.
pub fn lessons(act: &mut Act<'_>, class: ClassId) -> Answer<ClassLessons> {
    let calendar = calendar(act)?;
    calendar.classes.into_iter().find(|own| own.class.id == class).ok_or(Error::NotFound)
}

/// Changes the lesson hours of a class, or of all classes. Answers of how many.
pub fn set_lessons(act: &mut Act<'_>, class: ClassId, form: &LessonsForm) -> Answer<usize> {
    let calendar = calendar(act)?;
    let all: Vec<ClassId> = calendar.classes.iter().map(|own| own.class.id).collect();
    if !all.contains(&class) {
        return Err(Error::NotFound);
    }
    let hours = form.parse()?;
    let classes = if form.all == "yes" { all } else { vec![class] };
    rows::set_lessons(act.conn, &classes, &hours)?;
    let detail = format!("{} classes, {} spans", classes.len(), hours.len());
    audit(act, calendar.school, ("class", class.0), "set_lessons", &detail)?;
    shifts::release_unfit(act, calendar.school)?;
    Ok(classes.len())
}

/// Changes the school's own limits, which only tighten those of the house.
pub fn set_limits(act: &mut Act<'_>, form: &LimitsForm) -> Answer<()> {
    let school = act.place(Permission::KeepRoster)?;
    let own = read_limits(form)?;
    let settings = own.into_settings(&rows::settings(act.conn, school)?);
    rows::set_settings(act.conn, school, &settings)?;
    let detail = format!(
        "session {:?}, week {:?}, latest end {:?} (minutes)",
        own.session_minutes, own.week_minutes, own.latest_end
    );
    audit(act, school, ("organisation", school.0), "set_limits", &detail)?;
    shifts::release_unfit(act, school)?;
    Ok(())
}

fn audit(
    act: &mut Act<'_>,
    school: OrganisationId,
    (entity, id): (&str, i64),
    what: &str,
    detail: &str,
) -> Answer<()> {
    let organisation = Some(school);
    act.audit(Step { organisation, entity, id, act: what, from: "", to: "", detail })
}
