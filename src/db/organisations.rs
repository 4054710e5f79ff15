//! Wards and schools with their neighbourhoods, places and classes.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text};

use super::conn::Conn;
use super::error::DbError;
use super::fixed::{Fixed, listed};
use super::schema::{
    area_neighbours, areas, classes, closed_days, lesson_hours, organisations, places,
};
use crate::domain::access::OrganisationKind;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::names::fold;
use crate::domain::refusal::Message;
use crate::domain::school_year::{self, ClosedKind, ClosedSpan};

/// A ward or a school.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = organisations)]
pub struct Organisation {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub ward_id: Option<OrganisationId>,
    pub name: String,
    pub short_name: String,
    /// Short and unique: pupils' sign-in names and award registers begin with it.
    pub code: String,
    /// The authority above it, as documents head themselves.
    pub parent_name: String,
    pub phone: String,
    pub address: String,
}

/// A ward or school to be added.
#[derive(Clone, Debug)]
pub struct NewOrganisation<'a> {
    pub kind: OrganisationKind,
    pub ward: Option<OrganisationId>,
    pub name: &'a str,
    pub short_name: &'a str,
    pub code: &'a str,
    pub parent_name: &'a str,
    pub aliases: &'a str,
    pub phone: &'a str,
    pub address: &'a str,
}

/// Adds a ward or a school.
pub fn add(conn: &mut Conn, new: &NewOrganisation<'_>, now: At) -> Result<OrganisationId, DbError> {
    use organisations::dsl as o;
    Ok(diesel::insert_into(organisations::table)
        .values((
            o::kind.eq(new.kind),
            o::ward_id.eq(new.ward),
            o::name.eq(new.name),
            o::short_name.eq(new.short_name),
            o::code.eq(new.code),
            o::parent_name.eq(new.parent_name),
            o::aliases.eq(new.aliases),
            o::phone.eq(new.phone),
            o::address.eq(new.address),
            o::search.eq(fold(&format!("{} {}", new.name, new.aliases))),
            o::created_at.eq(now),
        ))
        .returning(o::id)
        .get_result(conn)?)
}

/// One organisation.
pub fn get(conn: &mut Conn, id: OrganisationId) -> Result<Organisation, DbError> {
    Ok(organisations::table.find(id).select(Organisation::as_select()).first(conn)?)
}

/// All wards and schools: each ward followed by its schools.
pub fn all(conn: &mut Conn) -> Result<Vec<Organisation>, DbError> {
    let mut all: Vec<Organisation> = organisations::table
        .order((organisations::name, organisations::id))
        .select(Organisation::as_select())
        .load(conn)?;
    let names: std::collections::HashMap<OrganisationId, String> =
        all.iter().map(|o| (o.id, o.name.clone())).collect();
    all.sort_by_key(|o| {
        let ward = o.ward_id.unwrap_or(o.id);
        (names.get(&ward).cloned(), ward, o.ward_id.is_some(), o.name.clone())
    });
    Ok(all)
}

/// All wards, by name.
pub fn wards(conn: &mut Conn) -> Result<Vec<Organisation>, DbError> {
    Ok(organisations::table
        .filter(organisations::kind.eq(OrganisationKind::Ward))
        .order(organisations::name)
        .select(Organisation::as_select())
        .load(conn)?)
}

/// A ward's schools, by name.
pub fn schools(conn: &mut Conn, ward: OrganisationId) -> Result<Vec<Organisation>, DbError> {
    Ok(organisations::table
        .filter(organisations::ward_id.eq(ward))
        .order(organisations::name)
        .select(Organisation::as_select())
        .load(conn)?)
}

/// A neighbourhood.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = areas)]
pub struct Area {
    pub id: AreaId,
    pub ward_id: OrganisationId,
    pub name: String,
    pub aliases: String,
}

/// Adds a neighbourhood of a ward; `position` orders the ward's list.
pub fn add_area(
    conn: &mut Conn,
    ward: OrganisationId,
    name: &str,
    aliases: &str,
    position: i64,
) -> Result<AreaId, DbError> {
    Ok(diesel::insert_into(areas::table)
        .values((
            areas::ward_id.eq(ward),
            areas::name.eq(name),
            areas::aliases.eq(aliases),
            areas::position.eq(position),
            areas::search.eq(fold(&format!("{name} {aliases}"))),
        ))
        .returning(areas::id)
        .get_result(conn)?)
}

/// Two neighbourhoods that lie beside each other.
pub fn add_neighbours(conn: &mut Conn, one: AreaId, other: AreaId) -> Result<(), DbError> {
    for (from, to) in [(one, other), (other, one)] {
        diesel::insert_into(area_neighbours::table)
            .values((area_neighbours::area_id.eq(from), area_neighbours::neighbour_id.eq(to)))
            .execute(conn)?;
    }
    Ok(())
}

/// A ward's neighbourhoods in their order.
pub fn areas(conn: &mut Conn, ward: OrganisationId) -> Result<Vec<Area>, DbError> {
    Ok(areas::table
        .filter(areas::ward_id.eq(ward))
        .order((areas::position, areas::id))
        .select(Area::as_select())
        .load(conn)?)
}

/// Every ward's neighbourhoods, ward by ward, each in its own order.
pub fn all_areas(conn: &mut Conn) -> Result<Vec<Area>, DbError> {
    Ok(areas::table
        .order((areas::ward_id, areas::position, areas::id))
        .select(Area::as_select())
        .load(conn)?)
}

/// Does the neighbourhood belong to the ward?
pub fn has_area(conn: &mut Conn, ward: OrganisationId, area: AreaId) -> Result<bool, DbError> {
    let found: i64 = areas::table
        .filter(areas::id.eq(area).and(areas::ward_id.eq(ward)))
        .count()
        .get_result(conn)?;
    Ok(found == 1)
}

/// A help point.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = places)]
pub struct Place {
    pub id: PlaceId,
    pub ward_id: OrganisationId,
    pub area_id: AreaId,
    pub name: String,
    pub address: String,
    pub landmark: String,
    pub accessible: bool,
    pub east_m: i64,
    pub north_m: i64,
    pub active: bool,
}

/// A help point to be added.
#[derive(Clone, Debug)]
pub struct NewPlace<'a> {
    pub ward: OrganisationId,
    pub area: AreaId,
    pub name: &'a str,
    pub address: &'a str,
    pub landmark: &'a str,
    pub accessible: bool,
    /// Metres east and north of the ward's reference point.
    pub at: (i64, i64),
}

/// Adds a help point.
pub fn add_place(conn: &mut Conn, new: &NewPlace<'_>) -> Result<PlaceId, DbError> {
    use places::dsl as p;
    Ok(diesel::insert_into(places::table)
        .values((
            p::ward_id.eq(new.ward),
            p::area_id.eq(new.area),
            p::name.eq(new.name),
            p::address.eq(new.address),
            p::landmark.eq(new.landmark),
            p::accessible.eq(new.accessible),
            p::east_m.eq(new.at.0),
            p::north_m.eq(new.at.1),
            p::search.eq(fold(&format!("{} {} {}", new.name, new.address, new.landmark))),
        ))
        .returning(p::id)
        .get_result(conn)?)
}

/// A ward's help points in use, by name.
pub fn places(conn: &mut Conn, ward: OrganisationId) -> Result<Vec<Place>, DbError> {
    Ok(places::table
        .filter(places::ward_id.eq(ward).and(places::active.eq(true)))
        .order(places::name)
        .select(Place::as_select())
        .load(conn)?)
}

/// A class of a school year.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = classes)]
pub struct Class {
    pub id: ClassId,
    pub school_id: OrganisationId,
    pub school_year: String,
    pub name: String,
    pub grade: i64,
}

/// Adds a class.
pub fn add_class(
    conn: &mut Conn,
    school: OrganisationId,
    school_year: &str,
    name: &str,
    grade: i64,
) -> Result<ClassId, DbError> {
    Ok(diesel::insert_into(classes::table)
        .values((
            classes::school_id.eq(school),
            classes::school_year.eq(school_year),
            classes::name.eq(name),
            classes::grade.eq(grade),
        ))
        .returning(classes::id)
        .get_result(conn)?)
}

/// A school's classes of a year, by grade and name.
pub fn classes(
    conn: &mut Conn,
    school: OrganisationId,
    school_year: &str,
) -> Result<Vec<Class>, DbError> {
    Ok(classes::table
        .filter(classes::school_id.eq(school).and(classes::school_year.eq(school_year)))
        .order((classes::grade, classes::name))
        .select(Class::as_select())
        .load(conn)?)
}

/// The classes of several schools in a year, by grade and name.
pub fn classes_of(
    conn: &mut Conn,
    schools: &[OrganisationId],
    school_year: &str,
) -> Result<Vec<Class>, DbError> {
    Ok(classes::table
        .filter(classes::school_id.eq_any(schools.to_vec()))
        .filter(classes::school_year.eq(school_year))
        .order((classes::grade, classes::name))
        .select(Class::as_select())
        .load(conn)?)
}

/// Lessons of a class: ISO weekday (1 Monday), minutes after midnight, `[from, to)`.
pub fn add_lesson_hours(
    conn: &mut Conn,
    class: ClassId,
    weekday: i64,
    minutes: (i64, i64),
) -> Result<(), DbError> {
    diesel::insert_into(lesson_hours::table)
        .values((
            lesson_hours::class_id.eq(class),
            lesson_hours::weekday.eq(weekday),
            lesson_hours::from_minute.eq(minutes.0),
            lesson_hours::to_minute.eq(minutes.1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Days on which nobody is scheduled.
#[derive(Insertable, Queryable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = closed_days)]
pub struct ClosedDays {
    /// None: the whole country.
    pub organisation_id: Option<OrganisationId>,
    pub kind: ClosedKind,
    pub from_day: NaiveDate,
    /// Included.
    pub to_day: NaiveDate,
    pub name_vi: String,
    pub name_en: String,
}

/// Adds closed days.
pub fn add_closed_days(conn: &mut Conn, new: &ClosedDays) -> Result<(), DbError> {
    diesel::insert_into(closed_days::table).values(new).execute(conn)?;
    Ok(())
}

type ClosedDaysSql = (Nullable<BigInt>, Text, Date, Date, Text, Text);

/// Closed days that touch `[from, to]`, in order: those entered for the country and for
/// these organisations, and the public holidays, which nobody has to enter.
pub fn closed_days(
    conn: &mut Conn,
    organisations: &[OrganisationId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<ClosedDays>, DbError> {
    let (list, ids) = listed(organisations.iter().map(|id| id.0));
    let mut found: Vec<ClosedDays> = Fixed::<ClosedDaysSql>::new(format!(
        "SELECT organisation_id, kind, from_day, to_day, name_vi, name_en FROM closed_days \
         WHERE from_day <= ? AND to_day >= ? \
           AND (organisation_id IS NULL OR organisation_id IN ({list})) ORDER BY from_day, id"
    ))
    .with(to)
    .with(from)
    .with_all(&ids)
    .load(conn)?;
    for holiday in school_year::holidays(from, to) {
        let entered = found.iter().any(|c| {
            let whole_country = c.organisation_id.is_none();
            whole_country && c.from_day <= holiday.from_day && holiday.to_day <= c.to_day
        });
        if !entered {
            found.push(ClosedDays::of(&holiday));
        }
    }
    found.sort_by_key(|closed| closed.from_day);
    Ok(found)
}

impl ClosedDays {
    fn of(span: &ClosedSpan) -> ClosedDays {
        ClosedDays {
            organisation_id: span.organisation,
            kind: span.kind,
            from_day: span.from_day,
            to_day: span.to_day,
            name_vi: span.name.say(Lang::Vi).to_owned(),
            name_en: span.name.say(Lang::En).to_owned(),
        }
    }
}

impl From<ClosedDays> for ClosedSpan {
    fn from(row: ClosedDays) -> ClosedSpan {
        ClosedSpan {
            organisation: row.organisation_id,
            kind: row.kind,
            from_day: row.from_day,
            to_day: row.to_day,
            name: Message::new(row.name_vi, row.name_en),
        }
    }
}
