//! A school's closed days, lesson hours and settings, as its officers keep them.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::conn::Conn;
use super::error::DbError;
use super::organisations::{Class, ClosedDays};
use super::schema::{closed_days, lesson_hours, organisations};
use crate::domain::eligibility::{OwnLimits, Weekly};
use crate::domain::ids::*;
use crate::domain::roster::NewClosed;
use crate::domain::school_year::ClosedKind;

/// Closed days of a school's own.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = closed_days)]
pub struct OwnDays {
    pub id: i64,
    pub kind: ClosedKind,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    pub name_vi: String,
    pub name_en: String,
}

/// A school's own closed days that are not over.
pub fn own_days(
    conn: &mut Conn,
    school: OrganisationId,
    from: NaiveDate,
) -> Result<Vec<OwnDays>, DbError> {
    use closed_days::dsl as d;
    Ok(closed_days::table
        .filter(d::organisation_id.eq(school).and(d::to_day.ge(from)))
        .order((d::from_day, d::id))
        .select(OwnDays::as_select())
        .load(conn)?)
}

/// Adds closed days of a school; answers their id.
pub fn add_days(conn: &mut Conn, school: OrganisationId, new: &NewClosed) -> Result<i64, DbError> {
    use closed_days::dsl as d;
    Ok(diesel::insert_into(closed_days::table)
        .values((
            d::organisation_id.eq(school),
            d::kind.eq(new.kind),
            d::from_day.eq(new.from_day),
            d::to_day.eq(new.to_day),
            d::name_vi.eq(&new.name_vi),
            d::name_en.eq(&new.name_en),
        ))
        .returning(d::id)
        .get_result(conn)?)
}

/// Takes closed days of a school away; false when it has none of this id.
pub fn remove_days(conn: &mut Conn, school: OrganisationId, id: i64) -> Result<bool, DbError> {
    use closed_days::dsl as d;
    let own = closed_days::table.find(id).filter(d::organisation_id.eq(school));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// Lesson hours of a school's classes of a year: class by class, by weekday and time.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Lesson {
    #[diesel(sql_type = BigInt)]
    pub class_id: ClassId,
    #[diesel(sql_type = BigInt)]
    pub weekday: i64,
    #[diesel(sql_type = BigInt)]
    pub from_minute: i64,
    #[diesel(sql_type = BigInt)]
    pub to_minute: i64,
}

/// All of them.
pub fn lessons(
    conn: &mut Conn,
    school: OrganisationId,
    school_year: &str,
) -> Result<Vec<Lesson>, DbError> {
    Ok(diesel::sql_query(
        "SELECT l.class_id, l.weekday, l.from_minute, l.to_minute \
         FROM lesson_hours l JOIN classes c ON c.id = l.class_id \
         WHERE c.school_id = $1 AND c.school_year = $2 \
         ORDER BY l.class_id, l.weekday, l.from_minute",
    )
    .bind::<BigInt, _>(school)
    .bind::<Text, _>(school_year)
    .load(conn)?)
}

/// Puts these lesson hours in the place of all before, for each of the classes.
pub fn set_lessons(
    conn: &mut Conn,
    classes: &[ClassId],
    lessons: &[Weekly],
) -> Result<(), DbError> {
    use lesson_hours::dsl as l;
    diesel::delete(lesson_hours::table.filter(l::class_id.eq_any(classes.to_vec())))
        .execute(conn)?;
    let rows: Vec<_> = classes
        .iter()
        .flat_map(|class| {
            lessons.iter().map(move |lesson| {
                (
                    l::class_id.eq(*class),
                    l::weekday.eq(lesson.weekday),
                    l::from_minute.eq(lesson.minutes.0),
                    l::to_minute.eq(lesson.minutes.1),
                )
            })
        })
        .collect();
    if !rows.is_empty() {
        crate::each_backend!(conn, |c| diesel::insert_into(lesson_hours::table)
            .values(&rows)
            .execute(c))?;
    }
    Ok(())
}

/// An organisation's settings, a JSON object.
pub fn settings(conn: &mut Conn, organisation: OrganisationId) -> Result<String, DbError> {
    Ok(organisations::table.find(organisation).select(organisations::settings).first(conn)?)
}

/// Stores an organisation's settings.
pub fn set_settings(
    conn: &mut Conn,
    organisation: OrganisationId,
    json: &str,
) -> Result<(), DbError> {
    diesel::update(organisations::table.find(organisation))
        .set(organisations::settings.eq(json))
        .execute(conn)?;
    Ok(())
}

/// A class with its lesson hours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassLessons {
    pub class: Class,
    pub lessons: Vec<Weekly>,
}

/// What decides when the school's pupils can be scheduled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    pub today: NaiveDate,
    pub school: OrganisationId,
    /// The school's own days, which can be taken away.
    pub own: Vec<OwnDays>,
    /// Those of the ward and the country, for the rest of the school year.
    pub others: Vec<ClosedDays>,
    pub classes: Vec<ClassLessons>,
    pub limits: OwnLimits,
}
