//! What pupils log about the residents they helped.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::supports;
use super::shifts::pages::Helped;
use super::topics::TopicRow;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::hours::Span;
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;
use crate::domain::supports::{
    CanDoAlone, LOG_DAYS, Logged, OperatedBy, Outcome, Standing, SupportState,
};

/// A resident a pupil is matched to, with where everything stands.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Work {
    #[diesel(sql_type = BigInt)]
    pub booking: BookingId,
    #[diesel(sql_type = Text)]
    pub booking_state: BookingState,
    #[diesel(sql_type = Text)]
    pub topic: String,
    #[diesel(sql_type = Text)]
    pub tear_off: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub started_at: Option<At>,
    /// When the desk ended the visit.
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub finished_at: Option<At>,
    #[diesel(sql_type = BigInt)]
    pub session: SessionId,
    #[diesel(sql_type = Text)]
    pub session_state: SessionState,
    #[diesel(sql_type = BigInt)]
    pub ward: OrganisationId,
    #[diesel(sql_type = Timestamp)]
    pub session_starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub session_ends_at: At,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub shift: Option<ShiftId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub shift_state: Option<ShiftState>,
    #[diesel(sql_type = Bool)]
    pub busy: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub support: Option<SupportId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub support_state: Option<SupportState>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub support_started_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub support_ended_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<Outcome>,
    #[diesel(sql_type = Nullable<Text>)]
    pub operated_by: Option<OperatedBy>,
    #[diesel(sql_type = Nullable<Text>)]
    pub can_do_alone: Option<CanDoAlone>,
    #[diesel(sql_type = Nullable<Text>)]
    pub handed_to: Option<String>,
    #[diesel(sql_type = Nullable<Bool>)]
    pub tear_off_matched: Option<bool>,
    /// What was logged as done.
    #[diesel(sql_type = Nullable<Text>)]
    pub done_topic: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub also_done: Option<String>,
}

impl Work {
    /// For the rules about starting and logging.
    pub fn standing(&self, now: At) -> Standing {
        Standing {
            session: self.session_state,
            shift: self.shift_state,
            booking: self.booking_state,
            support: self.support_state,
            busy: self.busy,
            late: now.minutes_since(self.session_ends_at) > LOG_DAYS * 24 * 60,
        }
    }

    /// The session's posted time.
    pub fn session_span(&self) -> Span {
        Span { from: self.session_starts_at, to: self.session_ends_at }
    }
}

/// The booking as the pupil's work; not found unless the two are matched. A pupil is busy
/// while helping another resident whose support is not logged yet.
pub fn work(conn: &mut Conn, pupil: AmbassadorId, booking: BookingId) -> Result<Work, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.id AS booking, b.state AS booking_state, b.topic_code AS topic, b.tear_off, \
            b.started_at, b.finished_at, s.id AS session, s.state AS session_state, s.ward_id AS ward, \
            s.starts_at AS session_starts_at, s.ends_at AS session_ends_at, \
            sh.id AS shift, sh.state AS shift_state, \
            EXISTS (SELECT 1 FROM matches om JOIN bookings ob ON ob.id = om.booking_id \
                WHERE om.ambassador_id = m.ambassador_id AND ob.id <> b.id \
                  AND ob.state = 'being_helped' \
                  AND om.state IN ('published', 'accepted') \
                  AND NOT EXISTS (SELECT 1 FROM supports os WHERE os.booking_id = ob.id)) \
                AS busy, \
            su.id AS support, su.state AS support_state, su.started_at AS support_started_at, \
            su.ended_at AS support_ended_at, su.outcome, su.operated_by, su.can_do_alone, \
            su.handed_to, su.tear_off_matched, su.topic_code AS done_topic, su.also_done \
         FROM matches m JOIN bookings b ON b.id = m.booking_id \
         JOIN sessions s ON s.id = b.session_id \
         LEFT JOIN shifts sh ON sh.session_id = s.id AND sh.ambassador_id = m.ambassador_id \
            AND sh.state NOT IN ('declined', 'withdrawn') \
         LEFT JOIN supports su ON su.booking_id = b.id AND su.ambassador_id = m.ambassador_id \
         WHERE m.ambassador_id = $1 AND b.id = $2 \
           AND m.state IN ('published', 'accepted', 'done')",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<BigInt, _>(booking)
    .get_result(conn)?)
}

#[derive(QueryableByName)]
struct SpanRow {
    #[diesel(sql_type = Timestamp)]
    started_at: At,
    #[diesel(sql_type = Timestamp)]
    ended_at: At,
}

/// The first other support of the pupil at some moment of that time; one sent back does not
/// count until it is mended.
pub fn at_once(
    conn: &mut Conn,
    pupil: AmbassadorId,
    booking: BookingId,
    span: Span,
) -> Result<Option<Span>, DbError> {
    let row: Option<SpanRow> = diesel::sql_query(
        "SELECT started_at, ended_at FROM supports \
         WHERE ambassador_id = $1 AND booking_id <> $2 AND started_at < $3 AND ended_at > $4 \
           AND state <> 'returned' ORDER BY started_at, id LIMIT 1",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<BigInt, _>(booking)
    .bind::<Timestamp, _>(span.to)
    .bind::<Timestamp, _>(span.from)
    .get_result(conn)
    .optional()?;
    Ok(row.map(|row| Span { from: row.started_at, to: row.ended_at }))
}

/// Stores what a pupil logged for the first time. Once for each booking: a second
/// support is a conflict.
pub fn add(
    conn: &mut Conn,
    work: &Work,
    pupil: AmbassadorId,
    logged: &Logged,
    tear_off_matched: bool,
    now: At,
) -> Result<SupportId, DbError> {
    use supports::dsl as u;
    Ok(diesel::insert_into(supports::table)
        .values((
            u::booking_id.eq(work.booking),
            u::session_id.eq(work.session),
            u::ambassador_id.eq(pupil),
            u::topic_code.eq(&logged.done.topic),
            u::also_done.eq(logged.done.also_stored()),
            u::state.eq(SupportState::Logged),
            u::started_at.eq(logged.span.from),
            u::ended_at.eq(logged.span.to),
            u::outcome.eq(logged.finish.outcome),
            u::operated_by.eq(logged.finish.operated_by),
            u::can_do_alone.eq(logged.finish.can_do_alone),
            u::handed_to.eq(&logged.finish.handed_to),
            u::tear_off_matched.eq(tear_off_matched),
            u::logged_at.eq(now),
        ))
        .returning(u::id)
        .get_result(conn)?)
}

/// Stores what the pupil mended; false when an adult has confirmed it meanwhile.
pub fn mend(
    conn: &mut Conn,
    support: SupportId,
    logged: &Logged,
    tear_off_matched: bool,
    now: At,
) -> Result<bool, DbError> {
    use supports::dsl as u;
    let open = u::state.eq_any([SupportState::Logged, SupportState::Returned]);
    let mended = diesel::update(supports::table.find(support).filter(open))
        .set((
            u::state.eq(SupportState::Logged),
            u::returned_reason.eq(None::<String>),
            u::topic_code.eq(&logged.done.topic),
            u::also_done.eq(logged.done.also_stored()),
            u::started_at.eq(logged.span.from),
            u::ended_at.eq(logged.span.to),
            u::outcome.eq(logged.finish.outcome),
            u::operated_by.eq(logged.finish.operated_by),
            u::can_do_alone.eq(logged.finish.can_do_alone),
            u::handed_to.eq(&logged.finish.handed_to),
            u::tear_off_matched.eq(tear_off_matched),
            u::logged_at.eq(now),
        ))
        .execute(conn)?;
    Ok(mended == 1)
}

/// The page on which a pupil logs: the resident, and the times that are proposed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogPage {
    pub now: At,
    pub shift: ShiftId,
    pub helped: Helped,
    pub work: Work,
    pub proposed: Span,
    /// What a pupil may name as done.
    pub topics: Vec<TopicRow>,
}
