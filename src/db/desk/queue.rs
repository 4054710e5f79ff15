//! Residents on the day: who is expected, waiting, with whom, and done.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::{bookings, matches, slots};
use crate::domain::at::At;
use crate::domain::bookings::{BookingState, Channel};
use crate::domain::desk::{Lead, Priority, Sought, Turn};
use crate::domain::ids::*;
use crate::domain::matches::MatchState;
use crate::domain::topics::Tier;

/// A resident of the session as the board shows them: no telephone.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Guest {
    #[diesel(sql_type = BigInt)]
    pub id: BookingId,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub state: BookingState,
    #[diesel(sql_type = Text)]
    pub channel: Channel,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub queue_number: Option<i64>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub arrived_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub started_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub finished_at: Option<At>,
    /// Two words the greeter must say.
    #[diesel(sql_type = Text)]
    pub phrase: String,
    #[diesel(sql_type = Text)]
    pub tear_off: String,
    #[diesel(sql_type = Text)]
    pub language: String,
    #[diesel(sql_type = BigInt)]
    pub resident: ResidentId,
    #[diesel(sql_type = Text)]
    pub person_key: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub search: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub birth_year: Option<i64>,
    #[diesel(sql_type = Text)]
    pub access_needs: String,
    #[diesel(sql_type = BigInt)]
    pub slot: SlotId,
    #[diesel(sql_type = Timestamp)]
    pub slot_starts: At,
    #[diesel(sql_type = Timestamp)]
    pub slot_ends: At,
    #[diesel(sql_type = Text)]
    pub topic: String,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
    #[diesel(sql_type = Text)]
    pub tier: Tier,
    #[diesel(sql_type = Nullable<BigInt>)]
    pupil: Option<AmbassadorId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    led_by: Option<AccountId>,
    /// Of whoever leads.
    #[diesel(sql_type = Nullable<Text>)]
    pub lead_name: Option<String>,
}

impl Guest {
    /// Who helps, or is to help.
    pub fn lead(&self) -> Option<Lead> {
        self.pupil.map(Lead::Pupil).or(self.led_by.map(Lead::Adult))
    }

    /// The place in the order of those who wait.
    pub fn turn(&self) -> Turn {
        Turn {
            slot: self.slot_starts,
            arrived: self.arrived_at.unwrap_or(self.slot_starts),
            priority: Priority::of(self.birth_year, &self.access_needs, self.slot_starts.day()),
        }
    }

    /// May still come: booked, or marked absent too soon.
    pub fn is_expected(&self) -> bool {
        matches!(self.state, BookingState::Booked | BookingState::Absent)
    }

    /// What the one field finds this resident by.
    pub fn sought(&self) -> Sought<'_> {
        Sought { code: &self.code, name: &self.search, number: self.queue_number }
    }
}

/// Everybody who has or had a seat in the session, by slot.
pub fn guests(conn: &mut Conn, session: SessionId) -> Result<Vec<Guest>, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.id, b.code, b.state, b.channel, b.queue_number, b.arrived_at, b.started_at, \
            b.finished_at, b.phrase, b.tear_off, b.language, b.resident_id AS resident, \
            b.person_key, r.name, r.search, r.birth_year, \
            r.access_needs, b.slot_id AS slot, l.starts_at AS slot_starts, \
            l.ends_at AS slot_ends, t.code AS topic, t.name_vi AS topic_vi, \
            t.name_en AS topic_en, t.tier, m.ambassador_id AS pupil, b.led_by, \
            COALESCE(pa.name, ad.name) AS lead_name \
         FROM bookings b \
         JOIN residents r ON r.id = b.resident_id \
         JOIN slots l ON l.id = b.slot_id \
         JOIN topics t ON t.code = b.topic_code \
         LEFT JOIN matches m ON m.booking_id = b.id \
            AND m.state IN ('published', 'accepted', 'done') \
         LEFT JOIN ambassadors pm ON pm.id = m.ambassador_id \
         LEFT JOIN accounts pa ON pa.id = pm.account_id \
         LEFT JOIN accounts ad ON ad.id = b.led_by \
         WHERE b.session_id = $1 AND b.state IN \
            ('booked', 'arrived', 'being_helped', 'helped', 'referred', 'absent', \
             'rescheduled', 'cancelled') \
         ORDER BY l.starts_at, b.id",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// A certificate that is valid on the day, of a pupil who is here.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Certificate {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub topic: String,
    #[diesel(sql_type = BigInt)]
    pub level: i64,
}

/// What the pupils who are here may help with on the day.
pub fn certificates(
    conn: &mut Conn,
    session: SessionId,
    day: NaiveDate,
) -> Result<Vec<Certificate>, DbError> {
    Ok(diesel::sql_query(
        "SELECT c.ambassador_id AS ambassador, c.topic_code AS topic, c.level \
         FROM certifications c JOIN shifts h ON h.ambassador_id = c.ambassador_id \
         WHERE h.session_id = $1 AND h.state = 'present' \
           AND c.certified_on <= $2 AND c.expires_on >= $2",
    )
    .bind::<BigInt, _>(session)
    .bind::<Date, _>(day)
    .load(conn)?)
}

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = BigInt)]
    booking: BookingId,
    #[diesel(sql_type = BigInt)]
    ambassador: AmbassadorId,
}

/// Pairs that a coordinator ruled out.
pub fn ruled_out(
    conn: &mut Conn,
    session: SessionId,
) -> Result<Vec<(BookingId, AmbassadorId)>, DbError> {
    let pairs: Vec<Pair> = diesel::sql_query(
        "SELECT f.booking_id AS booking, f.ambassador_id AS ambassador \
         FROM forbidden_matches f JOIN bookings b ON b.id = f.booking_id WHERE b.session_id = $1",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?;
    Ok(pairs.into_iter().map(|pair| (pair.booking, pair.ambassador)).collect())
}

/// A topic that the session offers.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub name_vi: String,
    #[diesel(sql_type = Text)]
    pub name_en: String,
    #[diesel(sql_type = Text)]
    pub tier: Tier,
}

/// The session's topics in the catalogue's order.
pub fn offered(conn: &mut Conn, session: SessionId) -> Result<Vec<Offered>, DbError> {
    Ok(diesel::sql_query(
        "SELECT t.code, t.name_vi, t.name_en, t.tier FROM session_topics s \
         JOIN topics t ON t.code = s.topic_code WHERE s.session_id = $1 ORDER BY t.position",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// The next queue number of the session; the caller holds its lock.
pub fn next_number(conn: &mut Conn, session: SessionId) -> Result<i64, DbError> {
    let last: Option<i64> = bookings::table
        .filter(bookings::session_id.eq(session))
        .select(diesel::dsl::max(bookings::queue_number))
        .first(conn)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Notes that somebody has come; false when the booking moved meanwhile.
pub fn arrive(
    conn: &mut Conn,
    booking: BookingId,
    from: BookingState,
    number: i64,
    now: At,
) -> Result<bool, DbError> {
    let moved = diesel::update(bookings::table.find(booking).filter(bookings::state.eq(from)))
        .set((
            bookings::state.eq(BookingState::Arrived),
            bookings::arrived_at.eq(now),
            bookings::queue_number.eq(number),
        ))
        .execute(conn)?;
    Ok(moved == 1)
}

/// The seatable slots of a session that are not over: (id, from, to).
pub fn seatable(
    conn: &mut Conn,
    session: SessionId,
    now: At,
) -> Result<Vec<(SlotId, At, At)>, DbError> {
    Ok(slots::table
        .filter(slots::session_id.eq(session).and(slots::ends_at.gt(now)))
        .filter(slots::taken.lt(slots::seats))
        .order(slots::starts_at)
        .select((slots::id, slots::starts_at, slots::ends_at))
        .load(conn)?)
}

/// A booking's code.
pub fn code_of(conn: &mut Conn, booking: BookingId) -> Result<String, DbError> {
    Ok(bookings::table.find(booking).select(bookings::code).first(conn)?)
}

/// Gives a walk-in the number under which it is called.
pub fn number(conn: &mut Conn, booking: BookingId, number: i64) -> Result<(), DbError> {
    diesel::update(bookings::table.find(booking))
        .set(bookings::queue_number.eq(number))
        .execute(conn)?;
    Ok(())
}

/// Begins help: arrived → being helped.
pub fn start(conn: &mut Conn, booking: BookingId, now: At) -> Result<bool, DbError> {
    use BookingState::{Arrived, BeingHelped};
    let moved = diesel::update(bookings::table.find(booking).filter(bookings::state.eq(Arrived)))
        .set((bookings::state.eq(BeingHelped), bookings::started_at.eq(now)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Back to the queue: being helped → arrived, as if it had not begun.
pub fn back(conn: &mut Conn, booking: BookingId) -> Result<bool, DbError> {
    use BookingState::{Arrived, BeingHelped};
    let of = bookings::table.find(booking).filter(bookings::state.eq(BeingHelped));
    let moved = diesel::update(of)
        .set((bookings::state.eq(Arrived), bookings::started_at.eq(None::<At>)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Ends a resident's visit in one of the final states.
pub fn finish(
    conn: &mut Conn,
    booking: BookingId,
    from: BookingState,
    to: BookingState,
    now: At,
) -> Result<bool, DbError> {
    let moved = diesel::update(bookings::table.find(booking).filter(bookings::state.eq(from)))
        .set((bookings::state.eq(to), bookings::finished_at.eq(now)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Puts one helper in the place of whoever was to help before.
pub fn set_lead(conn: &mut Conn, booking: BookingId, lead: Lead, now: At) -> Result<(), DbError> {
    use matches::dsl as m;
    let (pupil, adult) = match lead {
        Lead::Pupil(pupil) => (Some(pupil), None),
        Lead::Adult(adult) => (None, Some(adult)),
    };
    drop_match(conn, booking, now)?;
    if let Some(pupil) = pupil {
        diesel::insert_into(matches::table)
            .values((
                m::booking_id.eq(booking),
                m::ambassador_id.eq(pupil),
                m::state.eq(MatchState::Accepted),
                m::pinned.eq(true),
                m::created_at.eq(now),
                m::decided_at.eq(now),
            ))
            .execute(conn)?;
    }
    diesel::update(bookings::table.find(booking)).set(bookings::led_by.eq(adult)).execute(conn)?;
    Ok(())
}

/// Nobody is matched to this resident any more.
pub fn drop_match(conn: &mut Conn, booking: BookingId, now: At) -> Result<(), DbError> {
    use matches::dsl as m;
    let live = m::booking_id
        .eq(booking)
        .and(m::state.ne_all([MatchState::Declined, MatchState::Replaced]));
    diesel::update(matches::table.filter(live))
        .set((m::state.eq(MatchState::Replaced), m::decided_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// The match of a finished visit is done.
pub fn match_done(conn: &mut Conn, booking: BookingId, now: At) -> Result<(), DbError> {
    use matches::dsl as m;
    let live = m::booking_id
        .eq(booking)
        .and(m::state.eq_any([MatchState::Published, MatchState::Accepted]));
    diesel::update(matches::table.filter(live))
        .set((m::state.eq(MatchState::Done), m::decided_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
struct Elsewhere {
    #[diesel(sql_type = Timestamp)]
    starts_at: At,
}

/// When the booking with this code begins, in whichever session of the ward it is.
pub fn time_of_code(
    conn: &mut Conn,
    ward: OrganisationId,
    code: &str,
) -> Result<Option<At>, DbError> {
    let found: Option<Elsewhere> = diesel::sql_query(
        "SELECT l.starts_at FROM bookings b JOIN slots l ON l.id = b.slot_id \
         WHERE b.code = $1 AND b.ward_id = $2",
    )
    .bind::<Text, _>(code)
    .bind::<BigInt, _>(ward)
    .get_result(conn)
    .optional()?;
    Ok(found.map(|row| row.starts_at))
}
