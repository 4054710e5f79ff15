//! Who runs a job that only one instance may run at a time.

use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::leases;
use crate::domain::at::At;

/// Takes the lease `name` until `until` when nobody, not even the same holder, has it.
pub fn take_free(
    conn: &mut Conn,
    name: &str,
    holder: &str,
    now: At,
    until: At,
) -> Result<bool, DbError> {
    let held = leases::table.find(name).filter(leases::until.gt(now));
    match held.count().get_result::<i64>(conn)? {
        0 => take(conn, name, holder, now, until),
        _ => Ok(false),
    }
}

/// Takes the lease `name` until `until`, or keeps it; false while another holds it.
pub fn take(
    conn: &mut Conn,
    name: &str,
    holder: &str,
    now: At,
    until: At,
) -> Result<bool, DbError> {
    let row = (leases::name.eq(name), leases::holder.eq(holder), leases::until.eq(until));
    let taken = crate::each_backend!(conn, |c| diesel::insert_into(leases::table)
        .values(row)
        .on_conflict(leases::name)
        .do_nothing()
        .execute(c))?;
    if taken == 1 {
        return Ok(true);
    }
    let free = leases::holder.eq(holder).or(leases::until.le(now));
    let kept = diesel::update(leases::table.find(name).filter(free))
        .set((leases::holder.eq(holder), leases::until.eq(until)))
        .execute(conn)?;
    Ok(kept == 1)
}
