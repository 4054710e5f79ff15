//! When a pupil is free.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::{availability, availability_exceptions};
use crate::domain::availability::DifferentDay;
use crate::domain::eligibility::Weekly;
use crate::domain::ids::AmbassadorId;

/// The weekly free times, in order.
pub fn week(conn: &mut Conn, pupil: AmbassadorId) -> Result<Vec<Weekly>, DbError> {
    use availability::dsl as v;
    let rows: Vec<(i64, i64, i64)> = availability::table
        .filter(v::ambassador_id.eq(pupil))
        .order((v::weekday, v::from_minute))
        .select((v::weekday, v::from_minute, v::to_minute))
        .load(conn)?;
    let weekly = |(weekday, from, to)| Weekly { weekday, minutes: (from, to) };
    Ok(rows.into_iter().map(weekly).collect())
}

/// Puts these free times in the place of all before.
pub fn set_week(conn: &mut Conn, pupil: AmbassadorId, free: &[Weekly]) -> Result<(), DbError> {
    use availability::dsl as v;
    diesel::delete(availability::table.filter(v::ambassador_id.eq(pupil))).execute(conn)?;
    if free.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = free
        .iter()
        .map(|weekly| {
            (
                v::ambassador_id.eq(pupil),
                v::weekday.eq(weekly.weekday),
                v::from_minute.eq(weekly.minutes.0),
                v::to_minute.eq(weekly.minutes.1),
            )
        })
        .collect();
    crate::each_backend!(conn, |c| diesel::insert_into(availability::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}

/// A day that differs from the week.
#[derive(Queryable, Selectable, Clone, Copy, PartialEq, Eq, Debug)]
#[diesel(table_name = availability_exceptions)]
pub struct Exception {
    pub id: i64,
    pub day: NaiveDate,
    pub available: bool,
    pub from_minute: i64,
    pub to_minute: i64,
}

/// Days that differ, from a day on.
pub fn exceptions(
    conn: &mut Conn,
    pupil: AmbassadorId,
    from: NaiveDate,
) -> Result<Vec<Exception>, DbError> {
    use availability_exceptions::dsl as e;
    Ok(availability_exceptions::table
        .filter(e::ambassador_id.eq(pupil).and(e::day.ge(from)))
        .order((e::day, e::from_minute))
        .select(Exception::as_select())
        .load(conn)?)
}

/// Adds a day that differs; one that begins at the same minute takes its place.
pub fn set_exception(
    conn: &mut Conn,
    pupil: AmbassadorId,
    new: &DifferentDay,
) -> Result<(), DbError> {
    use availability_exceptions::dsl as e;
    let key = (e::ambassador_id, e::day, e::from_minute);
    let row = (
        e::ambassador_id.eq(pupil),
        e::day.eq(new.day),
        e::available.eq(new.available),
        e::from_minute.eq(new.minutes.0),
        e::to_minute.eq(new.minutes.1),
    );
    let change = (e::available.eq(new.available), e::to_minute.eq(new.minutes.1));
    crate::each_backend!(conn, |c| diesel::insert_into(availability_exceptions::table)
        .values(row)
        .on_conflict(key)
        .do_update()
        .set(change)
        .execute(c))?;
    Ok(())
}

/// Takes one of the pupil's own different days away; false when there is none.
pub fn remove_exception(conn: &mut Conn, pupil: AmbassadorId, id: i64) -> Result<bool, DbError> {
    use availability_exceptions::dsl as e;
    let own = availability_exceptions::table.find(id).filter(e::ambassador_id.eq(pupil));
    Ok(diesel::delete(own).execute(conn)? == 1)
}
