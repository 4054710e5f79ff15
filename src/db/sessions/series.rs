//! Weekly series: real sessions that share an id.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use super::Session;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::{series, sessions};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;

/// Adds a series that begins on `days.0` and ends on `days.1`, both included.
pub fn add(
    conn: &mut Conn,
    ward: OrganisationId,
    days: (NaiveDate, NaiveDate),
    by: AccountId,
    now: At,
) -> Result<SeriesId, DbError> {
    Ok(diesel::insert_into(series::table)
        .values((
            series::ward_id.eq(ward),
            series::weekday.eq(i64::from(days.0.weekday().number_from_monday())),
            series::first_day.eq(days.0),
            series::last_day.eq(days.1),
            series::created_by.eq(by),
            series::created_at.eq(now),
        ))
        .returning(series::id)
        .get_result(conn)?)
}

/// Lets a series last longer; it never gets shorter by this.
pub fn extend(conn: &mut Conn, id: SeriesId, last_day: NaiveDate) -> Result<(), DbError> {
    diesel::update(series::table.find(id).filter(series::last_day.lt(last_day)))
        .set(series::last_day.eq(last_day))
        .execute(conn)?;
    Ok(())
}

/// Makes a single session the first of a series.
pub fn join(conn: &mut Conn, session: SessionId, id: SeriesId) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session)).set(sessions::series_id.eq(id)).execute(conn)?;
    Ok(())
}

/// The sessions of a series, in order.
pub fn of(conn: &mut Conn, id: SeriesId) -> Result<Vec<Session>, DbError> {
    Ok(sessions::table
        .filter(sessions::series_id.eq(id))
        .order((sessions::starts_at, sessions::id))
        .select(Session::as_select())
        .load(conn)?)
}

/// Those of a series that may still change: not started, not called off, from `from` on.
pub fn ahead(conn: &mut Conn, id: SeriesId, from: At, now: At) -> Result<Vec<Session>, DbError> {
    let states = [SessionState::Draft, SessionState::AwaitingSchool, SessionState::Open];
    Ok(sessions::table
        .filter(sessions::series_id.eq(id).and(sessions::state.eq_any(states)))
        .filter(sessions::starts_at.ge(from).and(sessions::starts_at.gt(now)))
        .order((sessions::starts_at, sessions::id))
        .select(Session::as_select())
        .load(conn)?)
}
