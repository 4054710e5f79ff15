//! Help sessions with their topics, supervisors and slots.

use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{session_supervisors, session_topics, sessions, slots};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;

/// A session as it stands.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub id: SessionId,
    pub ward_id: OrganisationId,
    pub place_id: PlaceId,
    pub series_id: Option<SeriesId>,
    pub state: SessionState,
    pub title: String,
    pub starts_at: At,
    pub ends_at: At,
    pub slot_minutes: i64,
    /// Residents at once in any slot.
    pub seats: i64,
    /// Share of the seats kept for people who come without booking.
    pub walk_in_percent: i64,
    pub ambassadors_wanted: i64,
    pub pupils_per_adult: i64,
    pub access_notes: String,
    pub notes: String,
    pub cancel_reason: Option<String>,
    /// Grows with every change; what calendars call SEQUENCE.
    pub revision: i64,
    pub created_by: AccountId,
    pub created_at: At,
}

/// A session to be added, with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    pub ward: OrganisationId,
    pub place: PlaceId,
    pub series: Option<SeriesId>,
    pub state: SessionState,
    pub title: &'a str,
    pub starts_at: At,
    pub ends_at: At,
    pub slot_minutes: i64,
    pub seats: i64,
    pub walk_in_percent: i64,
    pub ambassadors_wanted: i64,
    pub access_notes: &'a str,
    pub notes: &'a str,
    pub topics: &'a [String],
    pub supervisors: &'a [AccountId],
    pub created_by: AccountId,
}

/// Adds a session and cuts its time into slots; a last step shorter than a slot is left out.
pub fn add(conn: &mut Conn, new: &NewSession<'_>, now: At) -> Result<SessionId, DbError> {
    use sessions::dsl as s;
    let id: SessionId = diesel::insert_into(sessions::table)
        .values((
            s::ward_id.eq(new.ward),
            s::place_id.eq(new.place),
            s::series_id.eq(new.series),
            s::state.eq(new.state),
            s::title.eq(new.title),
            s::starts_at.eq(new.starts_at),
            s::ends_at.eq(new.ends_at),
            s::slot_minutes.eq(new.slot_minutes),
            s::seats.eq(new.seats),
            s::walk_in_percent.eq(new.walk_in_percent),
            s::ambassadors_wanted.eq(new.ambassadors_wanted),
            s::access_notes.eq(new.access_notes),
            s::notes.eq(new.notes),
            s::created_by.eq(new.created_by),
            s::created_at.eq(now),
        ))
        .returning(s::id)
        .get_result(conn)?;
    for topic in new.topics {
        diesel::insert_into(session_topics::table)
            .values((session_topics::session_id.eq(id), session_topics::topic_code.eq(topic)))
            .execute(conn)?;
    }
    for supervisor in new.supervisors {
        use session_supervisors::dsl as v;
        diesel::insert_into(session_supervisors::table)
            .values((v::session_id.eq(id), v::account_id.eq(supervisor)))
            .execute(conn)?;
    }
    add_slots(conn, id, new)?;
    Ok(id)
}

fn add_slots(conn: &mut Conn, id: SessionId, new: &NewSession<'_>) -> Result<(), DbError> {
    let mut from = new.starts_at;
    loop {
        let to = from.plus_minutes(new.slot_minutes);
        if to > new.ends_at {
            return Ok(());
        }
        diesel::insert_into(slots::table)
            .values((
                slots::session_id.eq(id),
                slots::starts_at.eq(from),
                slots::ends_at.eq(to),
                slots::seats.eq(new.seats),
                slots::bookable.eq(bookable(new.seats, new.walk_in_percent)),
            ))
            .execute(conn)?;
        from = to;
    }
}

/// Seats that may be booked ahead: the rest, rounded up, is kept for walk-ins.
pub fn bookable(seats: i64, walk_in_percent: i64) -> i64 {
    seats - (seats * walk_in_percent + 99) / 100
}

/// One session.
pub fn get(conn: &mut Conn, id: SessionId) -> Result<Session, DbError> {
    Ok(sessions::table.find(id).select(Session::as_select()).first(conn)?)
}

/// Moves a session on, if it still stands where the caller saw it; false when it moved meanwhile.
pub fn advance(
    conn: &mut Conn,
    id: SessionId,
    from: SessionState,
    to: SessionState,
) -> Result<bool, DbError> {
    let moved = diesel::update(sessions::table.find(id).filter(sessions::state.eq(from)))
        .set((sessions::state.eq(to), sessions::revision.eq(sessions::revision + 1)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// A step of a session.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = slots)]
pub struct Slot {
    pub id: SlotId,
    pub session_id: SessionId,
    pub starts_at: At,
    pub ends_at: At,
    pub seats: i64,
    /// Of them, those that may be booked ahead.
    pub bookable: i64,
    /// Residents in the slot, however they came.
    pub taken: i64,
    /// Of them, those who booked ahead.
    pub booked_ahead: i64,
}

/// A session's slots in order.
pub fn slots(conn: &mut Conn, session: SessionId) -> Result<Vec<Slot>, DbError> {
    Ok(slots::table
        .filter(slots::session_id.eq(session))
        .order(slots::starts_at)
        .select(Slot::as_select())
        .load(conn)?)
}
