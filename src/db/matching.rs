//! The matching: what it is told ([`scene`]), its runs, the matches people were told about,
//! and pairs ruled out by hand.

mod board;
mod progress;
mod scene;
mod screens;
mod told;

pub use board::{Head, Line, Name, Outlook, RunRow, heads, lines, names, outlook, runs, team};
pub use progress::{Beat, beat, begin, finish, hurry, lose, stop};
pub use scene::{Wanted, scene};
pub use screens::{Chooser, EffectPage, Overview, QuestionPage, RunPage};
pub use told::{Freed, Poster, ToTell, due, end_match, left_since, poster, to_tell, was_published};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{bookings, forbidden_matches, matches, matching_runs};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::matches::{MatchState, RunState};

/// A run of the matching.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = matching_runs)]
pub struct Run {
    pub id: RunId,
    pub ward_id: OrganisationId,
    pub from_day: NaiveDate,
    /// Included.
    pub to_day: NaiveDate,
    /// None: everything of the ward in these days.
    pub session_id: Option<SessionId>,
    pub state: RunState,
    /// A `domain::matches::Draft` as JSON: ids and grounds, no names.
    pub plan: String,
    pub served: i64,
    pub value: i64,
    /// What first come, first served would have been worth.
    pub greedy_value: i64,
    pub bound: i64,
    /// None: the house itself.
    pub created_by: Option<AccountId>,
    pub created_at: At,
    pub published_at: Option<At>,
    /// Of 1000, while it is planned.
    pub progress: i64,
    /// Asked to end with the best so far.
    pub hurry: bool,
    /// When its process was last heard of, while it is planned.
    pub seen_at: Option<At>,
}

/// A run to be added or the new plan of one.
#[derive(AsChangeset, Clone, Debug)]
#[diesel(table_name = matching_runs)]
pub struct Planned {
    pub plan: String,
    pub served: i64,
    pub value: i64,
    pub greedy_value: i64,
    pub bound: i64,
}

/// Adds a run as a preview.
pub fn add_run(
    conn: &mut Conn,
    wanted: &Wanted,
    planned: &Planned,
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
            r::state.eq(RunState::Preview),
            r::plan.eq(&planned.plan),
            r::served.eq(planned.served),
            r::value.eq(planned.value),
            r::greedy_value.eq(planned.greedy_value),
            r::bound.eq(planned.bound),
            r::created_by.eq(by),
            r::created_at.eq(now),
        ))
        .returning(r::id)
        .get_result(conn)?)
}

/// One run.
pub fn run(conn: &mut Conn, id: RunId) -> Result<Run, DbError> {
    Ok(matching_runs::table.find(id).select(Run::as_select()).first(conn)?)
}

/// Puts another plan into a preview that still holds `before`; false when it was decided
/// or planned again meanwhile.
pub fn replan(
    conn: &mut Conn,
    id: RunId,
    before: &str,
    planned: &Planned,
) -> Result<bool, DbError> {
    use matching_runs::dsl as r;
    let same = r::state.eq(RunState::Preview).and(r::plan.eq(before));
    let changed =
        diesel::update(matching_runs::table.find(id).filter(same)).set(planned).execute(conn)?;
    Ok(changed == 1)
}

/// Decides a preview; false when somebody has decided it already.
pub fn decide(conn: &mut Conn, id: RunId, to: RunState, now: At) -> Result<bool, DbError> {
    use matching_runs::dsl as r;
    let published = (to == RunState::Published).then_some(now);
    let decided =
        diesel::update(matching_runs::table.find(id).filter(r::state.eq(RunState::Preview)))
            .set((r::state.eq(to), r::published_at.eq(published)))
            .execute(conn)?;
    Ok(decided == 1)
}

/// Notes in a published run what came of its plan.
pub fn note_outcome(conn: &mut Conn, id: RunId, plan: &str, served: i64) -> Result<(), DbError> {
    use matching_runs::dsl as r;
    diesel::update(matching_runs::table.find(id))
        .set((r::plan.eq(plan), r::served.eq(served)))
        .execute(conn)?;
    Ok(())
}

/// A match to be added.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = matches)]
pub struct NewMatch<'a> {
    pub booking_id: BookingId,
    pub ambassador_id: AmbassadorId,
    pub run_id: RunId,
    pub state: MatchState,
    pub pinned: bool,
    /// `domain::matches::Grounds` as a code.
    pub reason: &'a str,
    pub created_at: At,
}

/// Adds matches; each booking has no standing one any more.
pub fn add_matches(conn: &mut Conn, new: &[NewMatch<'_>]) -> Result<(), DbError> {
    // PostgreSQL takes 65,535 parameters in a statement.
    for part in new.chunks(1000) {
        crate::each_backend!(conn, |c| diesel::insert_into(matches::table)
            .values(part)
            .execute(c))?;
    }
    Ok(())
}

/// Ends standing matches because others take their place; answers how many still stood.
pub fn replace(conn: &mut Conn, ids: &[MatchId], now: At) -> Result<usize, DbError> {
    let live = matches::id.eq_any(ids.to_vec()).and(matches::state.eq_any(MatchState::LIVE));
    Ok(diesel::update(matches::table.filter(live))
        .set((matches::state.eq(MatchState::Replaced), matches::decided_at.eq(now)))
        .execute(conn)?)
}

/// Pins standing matches, or lets them go.
pub fn pin(conn: &mut Conn, ids: &[MatchId], pinned: bool) -> Result<(), DbError> {
    diesel::update(matches::table.filter(matches::id.eq_any(ids.to_vec())))
        .set(matches::pinned.eq(pinned))
        .execute(conn)?;
    Ok(())
}

/// Keeps other instances from changing these bookings until this act is done.
pub fn lock_bookings(conn: &mut Conn, ids: &[BookingId]) -> Result<(), DbError> {
    if let Conn::Pg(c) = conn {
        bookings::table
            .filter(bookings::id.eq_any(ids))
            .order(bookings::id)
            .select(bookings::id)
            .for_update()
            .load::<BookingId>(c)?;
    }
    Ok(())
}

/// Rules a pair out; true when it was not before.
pub fn forbid(
    conn: &mut Conn,
    booking: BookingId,
    ambassador: AmbassadorId,
    by: AccountId,
    now: At,
) -> Result<bool, DbError> {
    use forbidden_matches::dsl as f;
    let row = (
        f::booking_id.eq(booking),
        f::ambassador_id.eq(ambassador),
        f::created_by.eq(by),
        f::created_at.eq(now),
    );
    let added = crate::each_backend!(conn, |c| diesel::insert_into(forbidden_matches::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// Lets a pair be matched again; true when it was ruled out.
pub fn allow(
    conn: &mut Conn,
    booking: BookingId,
    ambassador: AmbassadorId,
) -> Result<bool, DbError> {
    let gone =
        diesel::delete(forbidden_matches::table.find((booking, ambassador))).execute(conn)?;
    Ok(gone == 1)
}
