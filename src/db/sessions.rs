//! Help sessions with their topics, supervisors and slots.

pub mod change;
pub mod lists;
pub mod people;
pub mod release;
pub mod screens;
pub mod series;
pub mod staff_page;

use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{sessions, slots};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::sessions::steps;
pub use crate::domain::sessions::steps::bookable;
use crate::domain::sessions::{Posting, SessionState};

/// The sessions of a series that begin no earlier than a moment.
pub type SeriesFrom = (SeriesId, At);

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
    pub pupils_per_adult: i64,
    pub access_notes: &'a str,
    pub notes: &'a str,
    pub topics: &'a [String],
    pub supervisors: &'a [AccountId],
    pub created_by: AccountId,
}

impl<'a> NewSession<'a> {
    /// A draft of what was posted.
    pub fn draft(
        ward: OrganisationId,
        posting: &'a Posting,
        series: Option<SeriesId>,
        created_by: AccountId,
    ) -> NewSession<'a> {
        NewSession {
            ward,
            place: posting.place,
            series,
            state: SessionState::Draft,
            title: &posting.title,
            starts_at: posting.starts_at,
            ends_at: posting.ends_at,
            slot_minutes: posting.slot_minutes,
            seats: posting.seats,
            walk_in_percent: posting.walk_in_percent,
            ambassadors_wanted: posting.ambassadors_wanted,
            pupils_per_adult: posting.pupils_per_adult,
            access_notes: &posting.access_notes,
            notes: &posting.notes,
            topics: &posting.topics,
            supervisors: &posting.supervisors,
            created_by,
        }
    }
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
            s::pupils_per_adult.eq(new.pupils_per_adult),
            s::access_notes.eq(new.access_notes),
            s::notes.eq(new.notes),
            s::created_by.eq(new.created_by),
            s::created_at.eq(now),
        ))
        .returning(s::id)
        .get_result(conn)?;
    change::add_topics(conn, id, new.topics)?;
    change::add_supervisors(conn, id, new.supervisors)?;
    let ahead = bookable(new.seats, new.walk_in_percent);
    for step in steps::cut(new.starts_at, new.ends_at, new.slot_minutes) {
        change::add_slot(conn, id, step, new.seats, ahead)?;
    }
    Ok(id)
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

/// A session just posted by the same person for the same time and place: the same form sent twice.
pub fn twin(
    conn: &mut Conn,
    posting: &Posting,
    by: AccountId,
    since: At,
) -> Result<Option<SessionId>, DbError> {
    use sessions::dsl as s;
    Ok(sessions::table
        .filter(s::created_by.eq(by).and(s::created_at.ge(since)))
        .filter(s::place_id.eq(posting.place).and(s::starts_at.eq(posting.starts_at)))
        .filter(s::ends_at.eq(posting.ends_at).and(s::state.ne(SessionState::Cancelled)))
        .select(s::id)
        .first(conn)
        .optional()?)
}
