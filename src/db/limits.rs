//! Counters of attempts, shared by all instances.

use chrono::{DurationRound, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::attempts;
use crate::domain::at::At;

/// Counts one more attempt under `key` in the current window and returns how many that makes.
pub fn count(conn: &mut Conn, key: &str, now: At, minutes: i64) -> Result<i64, DbError> {
    let window = window(now, minutes)?;
    let row = (attempts::key.eq(key), attempts::window_start.eq(window), attempts::count.eq(1));
    crate::each_backend!(conn, |c| diesel::insert_into(attempts::table)
        .values(row)
        .on_conflict((attempts::key, attempts::window_start))
        .do_update()
        .set(attempts::count.eq(attempts::count + 1))
        .execute(c))?;
    Ok(attempts::table.find((key, window)).select(attempts::count).first(conn)?)
}

/// Takes one attempt back that turned out to be a good one.
pub fn take_back(conn: &mut Conn, key: &str, now: At, minutes: i64) -> Result<(), DbError> {
    let window = window(now, minutes)?;
    diesel::update(attempts::table.find((key, window)).filter(attempts::count.gt(0)))
        .set(attempts::count.eq(attempts::count - 1))
        .execute(conn)?;
    Ok(())
}

/// Forgets all attempts under `key`.
pub fn clear(conn: &mut Conn, key: &str) -> Result<(), DbError> {
    diesel::delete(attempts::table.filter(attempts::key.eq(key))).execute(conn)?;
    Ok(())
}

/// Removes counters of windows that began before `before`.
pub fn forget(conn: &mut Conn, before: At) -> Result<usize, DbError> {
    Ok(diesel::delete(attempts::table.filter(attempts::window_start.lt(before))).execute(conn)?)
}

/// How many attempts the current window has seen under `key`.
pub fn so_far(conn: &mut Conn, key: &str, now: At, minutes: i64) -> Result<i64, DbError> {
    let window = window(now, minutes)?;
    let seen =
        attempts::table.find((key, window)).select(attempts::count).first(conn).optional()?;
    Ok(seen.unwrap_or(0))
}

fn window(now: At, minutes: i64) -> Result<NaiveDateTime, DbError> {
    now.utc()
        .duration_trunc(TimeDelta::minutes(minutes))
        .map_err(|error| DbError::Other(error.to_string()))
}
