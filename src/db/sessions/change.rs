//! Writing a session: its answers, topics, adults and slots, and what is given up with it.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use super::SeriesFrom;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::{bookings, session_supervisors, session_topics, sessions, shifts, slots};
use crate::db::seats;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::ids::*;
use crate::domain::matches::MatchState;
use crate::domain::sessions::Posting;
use crate::domain::sessions::change::SlotNow;
use crate::domain::sessions::steps::Step;
use crate::domain::shifts::ShiftState;

/// Adds topics to a session.
pub(super) fn add_topics(conn: &mut Conn, id: SessionId, topics: &[String]) -> Result<(), DbError> {
    let rows: Vec<_> = topics
        .iter()
        .map(|topic| (session_topics::session_id.eq(id), session_topics::topic_code.eq(topic)))
        .collect();
    crate::each_backend!(conn, |c| diesel::insert_into(session_topics::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}

/// Names adults who look after a session.
pub(super) fn add_supervisors(
    conn: &mut Conn,
    id: SessionId,
    supervisors: &[AccountId],
) -> Result<(), DbError> {
    use session_supervisors::dsl as v;
    let rows: Vec<_> =
        supervisors.iter().map(|who| (v::session_id.eq(id), v::account_id.eq(who))).collect();
    crate::each_backend!(conn, |c| diesel::insert_into(session_supervisors::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}

/// Adds a slot.
pub fn add_slot(
    conn: &mut Conn,
    session: SessionId,
    step: Step,
    seats: i64,
    bookable: i64,
) -> Result<(), DbError> {
    diesel::insert_into(slots::table)
        .values((
            slots::session_id.eq(session),
            slots::starts_at.eq(step.from),
            slots::ends_at.eq(step.to),
            slots::seats.eq(seats),
            slots::bookable.eq(bookable),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes every answer of a posting and counts a revision, if the session still stands at
/// the revision the caller saw; false when somebody changed it meanwhile.
pub fn update(
    conn: &mut Conn,
    id: SessionId,
    revision: i64,
    posting: &Posting,
) -> Result<bool, DbError> {
    use sessions::dsl as s;
    let written = diesel::update(sessions::table.find(id).filter(s::revision.eq(revision)))
        .set((
            s::place_id.eq(posting.place),
            s::title.eq(&posting.title),
            s::starts_at.eq(posting.starts_at),
            s::ends_at.eq(posting.ends_at),
            s::slot_minutes.eq(posting.slot_minutes),
            s::seats.eq(posting.seats),
            s::walk_in_percent.eq(posting.walk_in_percent),
            s::ambassadors_wanted.eq(posting.ambassadors_wanted),
            s::pupils_per_adult.eq(posting.pupils_per_adult),
            s::access_notes.eq(&posting.access_notes),
            s::notes.eq(&posting.notes),
            s::revision.eq(revision + 1),
        ))
        .execute(conn)?;
    if written == 0 {
        return Ok(false);
    }
    diesel::delete(session_topics::table.filter(session_topics::session_id.eq(id)))
        .execute(conn)?;
    add_topics(conn, id, &posting.topics)?;
    diesel::delete(session_supervisors::table.filter(session_supervisors::session_id.eq(id)))
        .execute(conn)?;
    add_supervisors(conn, id, &posting.supervisors)?;
    Ok(true)
}

#[derive(QueryableByName)]
struct SlotRow {
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    id: SlotId,
    #[diesel(sql_type = Timestamp)]
    starts_at: At,
    #[diesel(sql_type = Timestamp)]
    ends_at: At,
    #[diesel(sql_type = BigInt)]
    taken: i64,
    #[diesel(sql_type = BigInt)]
    live: i64,
}

/// The slots of a session and of those of its series that begin no earlier than `from`,
/// with what stands in them; `series` none: of the session alone.
pub fn slots_now(
    conn: &mut Conn,
    session: SessionId,
    series: Option<SeriesFrom>,
) -> Result<Vec<(SessionId, SlotNow)>, DbError> {
    let rows: Vec<SlotRow> = diesel::sql_query(
        "SELECT sl.session_id, sl.id, sl.starts_at, sl.ends_at, sl.taken, \
            (SELECT COUNT(*) FROM bookings b WHERE b.slot_id = sl.id \
                AND b.state NOT IN ('cancelled', 'rescheduled', 'absent')) AS live \
         FROM slots sl JOIN sessions s ON s.id = sl.session_id \
         WHERE s.id = $1 OR (s.series_id = $2 AND s.starts_at >= $3) \
         ORDER BY s.starts_at, s.id, sl.starts_at",
    )
    .bind::<BigInt, _>(session)
    .bind::<diesel::sql_types::Nullable<BigInt>, _>(series.map(|s| s.0))
    .bind::<diesel::sql_types::Nullable<Timestamp>, _>(series.map(|s| s.1))
    .load(conn)?;
    let now = |row: SlotRow| {
        let step = Step { from: row.starts_at, to: row.ends_at };
        (row.session_id, SlotNow { id: row.id, step, taken: row.taken, live: row.live })
    };
    Ok(rows.into_iter().map(now).collect())
}

/// Moves slots to other times. They are given in an order in which none lands on one
/// that has not moved yet.
pub fn move_slots(conn: &mut Conn, to: &[(SlotId, Step)]) -> Result<(), DbError> {
    for (slot, step) in to {
        diesel::update(slots::table.find(slot))
            .set((slots::starts_at.eq(step.from), slots::ends_at.eq(step.to)))
            .execute(conn)?;
    }
    Ok(())
}

/// The bookings of a session are now for this day.
pub fn rebook_day(conn: &mut Conn, session: SessionId, day: NaiveDate) -> Result<(), DbError> {
    diesel::update(bookings::table.filter(bookings::session_id.eq(session)))
        .set(bookings::day.eq(day))
        .execute(conn)?;
    Ok(())
}

/// Gives every slot of a session this many seats; seats already booked ahead stay bookable.
/// False when a slot holds more residents than that.
pub fn set_seats(
    conn: &mut Conn,
    session: SessionId,
    seats: i64,
    bookable: i64,
) -> Result<bool, DbError> {
    diesel::sql_query(
        "UPDATE slots SET seats = $1, \
            bookable = CASE WHEN booked_ahead > $2 THEN booked_ahead ELSE $2 END \
         WHERE session_id = $3 AND taken <= $1",
    )
    .bind::<BigInt, _>(seats)
    .bind::<BigInt, _>(bookable)
    .bind::<BigInt, _>(session)
    .execute(conn)?;
    let fuller: i64 = slots::table
        .filter(slots::session_id.eq(session).and(slots::taken.gt(seats)))
        .count()
        .get_result(conn)?;
    Ok(fuller == 0)
}

/// Removes slots in which nobody is expected. Bookings that ended before (cancelled, moved
/// elsewhere) keep their row and point to the slot that now is the session's first.
pub fn remove_slots(conn: &mut Conn, session: SessionId, gone: &[SlotId]) -> Result<(), DbError> {
    let first: Option<SlotId> = slots::table
        .filter(slots::session_id.eq(session).and(slots::id.ne_all(gone)))
        .order(slots::starts_at)
        .select(slots::id)
        .first(conn)
        .optional()?;
    if let Some(first) = first {
        let ended = [BookingState::Cancelled, BookingState::Rescheduled, BookingState::Absent];
        diesel::update(bookings::table)
            .filter(bookings::slot_id.eq_any(gone).and(bookings::state.eq_any(ended)))
            .set(bookings::slot_id.eq(first))
            .execute(conn)?;
    }
    diesel::delete(slots::table.filter(slots::id.eq_any(gone))).execute(conn)?;
    Ok(())
}

/// Calls a session off, if it still stands at the revision the caller saw.
pub fn cancel(
    conn: &mut Conn,
    id: SessionId,
    revision: i64,
    reason: &str,
) -> Result<bool, DbError> {
    use crate::domain::sessions::SessionState;
    use sessions::dsl as s;
    let done = diesel::update(sessions::table.find(id).filter(s::revision.eq(revision)))
        .set((
            s::state.eq(SessionState::Cancelled),
            s::cancel_reason.eq(reason),
            s::revision.eq(revision + 1),
        ))
        .execute(conn)?;
    Ok(done == 1)
}

/// Cancels the bookings of a session that wait for it and gives their seats back; answers
/// with each and the state it was in.
pub fn cancel_bookings(
    conn: &mut Conn,
    session: SessionId,
    reason: &str,
) -> Result<Vec<(BookingId, BookingState)>, DbError> {
    use bookings::dsl as b;
    let waiting = [
        BookingState::Held,
        BookingState::Booked,
        BookingState::Arrived,
        BookingState::Waiting,
        BookingState::Offered,
    ];
    let found: Vec<(BookingId, BookingState)> = bookings::table
        .filter(b::session_id.eq(session).and(b::state.eq_any(waiting)))
        .order(b::id)
        .select((b::id, b::state))
        .load(conn)?;
    let cancelled = BookingState::Cancelled;
    for (id, from) in &found {
        // Whoever waits holds no seat; everybody else gives one back.
        if *from != BookingState::Waiting {
            seats::give_back(conn, *id, *from, cancelled, Some(reason))?;
            continue;
        }
        diesel::update(bookings::table.find(id).filter(b::state.eq(from)))
            .set((b::state.eq(cancelled), b::cancel_reason.eq(reason)))
            .execute(conn)?;
    }
    Ok(found)
}

/// Withdraws the pupils (all of them, or these) who have a place in a session; answers
/// with each shift and the state it was in.
pub fn withdraw_shifts(
    conn: &mut Conn,
    session: SessionId,
    pupils: Option<&[AmbassadorId]>,
    reason: &str,
) -> Result<Vec<(ShiftId, AmbassadorId, ShiftState)>, DbError> {
    use shifts::dsl as s;
    let held = [ShiftState::Taken, ShiftState::Proposed, ShiftState::Accepted];
    let mut found: Vec<(ShiftId, AmbassadorId, ShiftState)> = shifts::table
        .filter(s::session_id.eq(session).and(s::state.eq_any(held)))
        .order(s::id)
        .select((s::id, s::ambassador_id, s::state))
        .load(conn)?;
    if let Some(pupils) = pupils {
        found.retain(|(_, pupil, _)| pupils.contains(pupil));
    }
    let ids: Vec<ShiftId> = found.iter().map(|f| f.0).collect();
    diesel::update(shifts::table.filter(s::id.eq_any(ids)))
        .set((s::state.eq(ShiftState::Withdrawn), s::reason.eq(reason)))
        .execute(conn)?;
    Ok(found)
}

#[derive(QueryableByName)]
struct MatchRow {
    #[diesel(sql_type = BigInt)]
    id: MatchId,
    #[diesel(sql_type = BigInt)]
    ambassador_id: AmbassadorId,
    #[diesel(sql_type = Text)]
    state: MatchState,
}

/// Takes back the matches of a session (all of them, or those of these pupils); answers
/// with each and the state it was in.
pub fn replace_matches(
    conn: &mut Conn,
    session: SessionId,
    pupils: Option<&[AmbassadorId]>,
    now: At,
) -> Result<Vec<(MatchId, MatchState)>, DbError> {
    use crate::db::schema::matches;
    let mut found: Vec<MatchRow> = diesel::sql_query(
        "SELECT m.id, m.ambassador_id, m.state FROM matches m \
         JOIN bookings b ON b.id = m.booking_id \
         WHERE b.session_id = $1 AND m.state IN ('proposed', 'published', 'accepted') \
         ORDER BY m.id",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?;
    if let Some(pupils) = pupils {
        found.retain(|row| pupils.contains(&row.ambassador_id));
    }
    let ids: Vec<MatchId> = found.iter().map(|row| row.id).collect();
    diesel::update(matches::table.filter(matches::id.eq_any(ids)))
        .set((matches::state.eq(MatchState::Replaced), matches::decided_at.eq(now)))
        .execute(conn)?;
    Ok(found.into_iter().map(|row| (row.id, row.state)).collect())
}
