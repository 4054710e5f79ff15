//! A run while it is computed: how far it is, whether its process lives, and what people
//! want of it. Any instance may show it and stop it.

use diesel::prelude::*;

use super::Planned;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::matching::Wanted;
use crate::db::schema::matching_runs;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::matches::RunState;

/// Adds a run that is about to be computed; `plan` holds its pins.
pub fn begin(
    conn: &mut Conn,
    wanted: &Wanted,
    plan: &str,
    by: Option<AccountId>,
    now: At,
) -> Result<RunId, DbError> {
    use matching_runs::dsl as r;
    Ok(diesel::insert_into(matching_runs::table)
        .values((
            r::ward_id.eq(wanted.ward),
            r::from_day.eq(wanted.days.0),
            r::to_day.eq(wanted.days.1),
            r::session_id.eq(wanted.session),
            r::state.eq(RunState::Planning),
            r::plan.eq(plan),
            (r::served.eq(0), r::value.eq(0), r::greedy_value.eq(0), r::bound.eq(0)),
            r::created_by.eq(by),
            r::created_at.eq(now),
            r::progress.eq(0),
            r::seen_at.eq(now),
        ))
        .returning(r::id)
        .get_result(conn)?)
}

/// What people want of a run that is computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beat {
    GoOn,
    /// End with the best so far.
    Hurry,
    /// Nobody waits for it any more.
    Over,
}

/// Tells how far a run is (of 1000) and that its process lives, and hears what is wanted.
pub fn beat(conn: &mut Conn, id: RunId, progress: i64, now: At) -> Result<Beat, DbError> {
    use matching_runs::dsl as r;
    let planned = matching_runs::table.find(id).filter(r::state.eq(RunState::Planning));
    let hurry: Option<bool> = diesel::update(planned)
        .set((r::progress.eq(progress), r::seen_at.eq(now)))
        .returning(r::hurry)
        .get_result(conn)
        .optional()?;
    Ok(match hurry {
        None => Beat::Over,
        Some(true) => Beat::Hurry,
        Some(false) => Beat::GoOn,
    })
}

/// Makes a computed run a preview; false when nobody waits for it any more.
pub fn finish(conn: &mut Conn, id: RunId, planned: &Planned) -> Result<bool, DbError> {
    use matching_runs::dsl as r;
    let waiting = matching_runs::table.find(id).filter(r::state.eq(RunState::Planning));
    let done = diesel::update(waiting)
        .set((r::state.eq(RunState::Preview), r::progress.eq(1000), planned))
        .execute(conn)?;
    Ok(done == 1)
}

/// Asks a run to end with the best so far; false when it is not computed any more.
pub fn hurry(conn: &mut Conn, id: RunId) -> Result<bool, DbError> {
    use matching_runs::dsl as r;
    let waiting = matching_runs::table.find(id).filter(r::state.eq(RunState::Planning));
    Ok(diesel::update(waiting).set(r::hurry.eq(true)).execute(conn)? == 1)
}

/// Ends a run without a plan; false when it is not computed any more.
pub fn stop(conn: &mut Conn, id: RunId, to: RunState) -> Result<bool, DbError> {
    use matching_runs::dsl as r;
    let waiting = matching_runs::table.find(id).filter(r::state.eq(RunState::Planning));
    Ok(diesel::update(waiting).set(r::state.eq(to)).execute(conn)? == 1)
}

/// Marks runs whose process was not heard of since `since`; answers which.
pub fn lose(conn: &mut Conn, since: At) -> Result<Vec<(RunId, OrganisationId)>, DbError> {
    use matching_runs::dsl as r;
    let silent = r::state.eq(RunState::Planning).and(r::seen_at.lt(since));
    Ok(diesel::update(matching_runs::table.filter(silent))
        .set(r::state.eq(RunState::Lost))
        .returning((r::id, r::ward_id))
        .get_results(conn)?)
}
