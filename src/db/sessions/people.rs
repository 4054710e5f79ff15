//! The people around a session: adults who may look after it, residents who must be
//! called, pupils who must be told.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use super::SeriesFrom;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::access::Role;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::desk::ENDED_EARLY;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;

/// An adult of the ward or one of its schools.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Adult {
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Where the role is held.
    #[diesel(sql_type = Text)]
    pub organisation: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    #[diesel(sql_type = Text)]
    lang: String,
}

impl Adult {
    /// The language this person reads.
    pub fn lang(&self) -> Lang {
        Lang::from_tag(&self.lang)
    }
}

/// Adults who may look after a session of the ward on a day, in the order of their names.
pub fn adults(
    conn: &mut Conn,
    ward: OrganisationId,
    day: NaiveDate,
) -> Result<Vec<Adult>, DbError> {
    let mut found: Vec<Adult> = diesel::sql_query(
        "SELECT a.id AS account, a.name, a.title, o.short_name AS organisation, a.phone, \
            a.email, a.lang \
         FROM roles r JOIN accounts a ON a.id = r.account_id \
         JOIN organisations o ON o.id = r.organisation_id \
         WHERE (o.id = $1 OR o.ward_id = $1) AND r.role IN ('supervisor', 'coordinator') \
            AND r.since <= $2 AND (r.until IS NULL OR r.until >= $2) AND a.active \
         ORDER BY a.sort_key, a.id, r.id",
    )
    .bind::<BigInt, _>(ward)
    .bind::<Date, _>(day)
    .load(conn)?;
    // Whoever holds two such roles stands in the list once.
    found.dedup_by_key(|adult| adult.account);
    Ok(found)
}

/// Those who are named for a session, in the order of their names.
pub fn supervisors(conn: &mut Conn, session: SessionId) -> Result<Vec<Adult>, DbError> {
    Ok(diesel::sql_query(
        "SELECT a.id AS account, a.name, a.title, '' AS organisation, a.phone, a.email, a.lang \
         FROM session_supervisors v JOIN accounts a ON a.id = v.account_id \
         WHERE v.session_id = $1 ORDER BY a.sort_key, a.id",
    )
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// Those who hold a role at an organisation on a day.
pub fn holders(
    conn: &mut Conn,
    organisation: OrganisationId,
    role: Role,
    day: NaiveDate,
) -> Result<Vec<Adult>, DbError> {
    let mut found: Vec<Adult> = diesel::sql_query(
        "SELECT a.id AS account, a.name, a.title, o.short_name AS organisation, a.phone, \
            a.email, a.lang \
         FROM roles r JOIN accounts a ON a.id = r.account_id \
         JOIN organisations o ON o.id = r.organisation_id \
         WHERE o.id = $1 AND r.role = $2 AND r.since <= $3 \
            AND (r.until IS NULL OR r.until >= $3) AND a.active \
         ORDER BY a.sort_key, a.id, r.id",
    )
    .bind::<BigInt, _>(organisation)
    .bind::<Text, _>(role)
    .bind::<Date, _>(day)
    .load(conn)?;
    found.dedup_by_key(|adult| adult.account);
    Ok(found)
}

/// A session that keeps a place or an adult busy.
#[derive(QueryableByName, Clone, Debug)]
pub struct Busy {
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = BigInt)]
    pub place_id: PlaceId,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub adult: Option<AccountId>,
}

/// The ward's sessions that touch `[from, to)`, one row for each adult named for them.
pub fn busy(conn: &mut Conn, ward: OrganisationId, from: At, to: At) -> Result<Vec<Busy>, DbError> {
    Ok(diesel::sql_query(
        "SELECT s.id AS session_id, s.title, s.starts_at, s.ends_at, s.place_id, \
            v.account_id AS adult \
         FROM sessions s LEFT JOIN session_supervisors v ON v.session_id = s.id \
         WHERE s.ward_id = $1 AND s.ends_at > $2 AND s.starts_at < $3 \
            AND s.state NOT IN ('cancelled', 'closed') \
         ORDER BY s.starts_at, s.id",
    )
    .bind::<BigInt, _>(ward)
    .bind::<Timestamp, _>(from)
    .bind::<Timestamp, _>(to)
    .load(conn)?)
}

#[derive(QueryableByName)]
struct Elsewhere {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The adults of a session who are needed at that time in another one that is published.
pub fn elsewhere(conn: &mut Conn, session: &super::Session) -> Result<Vec<String>, DbError> {
    let rows: Vec<Elsewhere> = diesel::sql_query(
        "SELECT DISTINCT a.name FROM session_supervisors v JOIN accounts a ON a.id = v.account_id \
         JOIN session_supervisors o ON o.account_id = v.account_id AND o.session_id <> v.session_id \
         JOIN sessions s ON s.id = o.session_id \
         WHERE v.session_id = $1 AND s.starts_at < $2 AND s.ends_at > $3 \
            AND s.state IN ('awaiting_school', 'open', 'running') ORDER BY a.name",
    )
    .bind::<BigInt, _>(session.id)
    .bind::<Timestamp, _>(session.ends_at)
    .bind::<Timestamp, _>(session.starts_at)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// A resident who expects to come to a session.
#[derive(QueryableByName, Clone, Debug)]
pub struct Expected {
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    pub booking_id: BookingId,
    #[diesel(sql_type = BigInt)]
    pub slot_id: SlotId,
    #[diesel(sql_type = Timestamp)]
    pub starts_at: At,
    #[diesel(sql_type = Timestamp)]
    pub ends_at: At,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub state: BookingState,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    /// Who booked for the resident, if somebody did.
    #[diesel(sql_type = Nullable<Text>)]
    pub proxy_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub proxy_phone: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub area: Option<String>,
    #[diesel(sql_type = Text)]
    pub topic_code: String,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
}

/// Residents expected in a session and in those of its series that begin no earlier than
/// the given moment; in a session that was called off or ended early, those who were
/// expected.
pub fn expected(
    conn: &mut Conn,
    session: SessionId,
    series: Option<SeriesFrom>,
) -> Result<Vec<Expected>, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.session_id, b.id AS booking_id, b.slot_id, sl.starts_at, sl.ends_at, b.code, \
            b.state, re.name, re.phone, b.proxy_name, b.proxy_phone, a.name AS area, \
            b.topic_code, t.name_vi AS topic_vi, t.name_en AS topic_en \
         FROM bookings b JOIN sessions s ON s.id = b.session_id \
         JOIN slots sl ON sl.id = b.slot_id \
         JOIN residents re ON re.id = b.resident_id LEFT JOIN areas a ON a.id = re.area_id \
         JOIN topics t ON t.code = b.topic_code \
         WHERE (s.id = $1 OR (s.series_id = $2 AND s.starts_at >= $3)) \
            AND (b.state IN ('held', 'booked', 'arrived', 'waiting', 'offered') \
                OR (b.state = 'rescheduled' AND b.cancel_reason = $4) \
                OR (s.state = 'cancelled' AND b.state = 'cancelled' \
                    AND b.cancel_reason = s.cancel_reason)) \
         ORDER BY sl.starts_at, re.search, b.id",
    )
    .bind::<BigInt, _>(session)
    .bind::<Nullable<BigInt>, _>(series.map(|s| s.0))
    .bind::<Nullable<Timestamp>, _>(series.map(|s| s.1))
    .bind::<Text, _>(ENDED_EARLY)
    .load(conn)?)
}

/// A name under which more is booked for a day than one person may hold.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct NamedOften {
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = BigInt)]
    pub bookings: i64,
}

/// Names that stand in more than `limit` live bookings of a ward's day, however the rest of
/// what they gave differs: namesakes, or somebody who passes the limit by it.
pub fn named_often(
    conn: &mut Conn,
    ward: OrganisationId,
    day: (At, At),
    limit: i64,
) -> Result<Vec<NamedOften>, DbError> {
    Ok(diesel::sql_query(
        "SELECT MIN(re.name) AS name, COUNT(*) AS bookings \
         FROM sessions s JOIN bookings b ON b.session_id = s.id \
         JOIN residents re ON re.id = b.resident_id \
         WHERE s.ward_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 \
            AND b.state IN ('held', 'booked', 'arrived', 'being_helped', 'waiting', 'offered') \
         GROUP BY re.search HAVING COUNT(*) > $4 ORDER BY COUNT(*) DESC, MIN(re.name) LIMIT 20",
    )
    .bind::<BigInt, _>(ward)
    .bind::<Timestamp, _>(day.0)
    .bind::<Timestamp, _>(day.1)
    .bind::<BigInt, _>(limit)
    .load(conn)?)
}

/// A pupil who has a place in a session, with whoever may be told of changes.
#[derive(QueryableByName, Clone, Debug)]
pub struct OnDuty {
    #[diesel(sql_type = BigInt)]
    pub session_id: SessionId,
    #[diesel(sql_type = Text)]
    pub session_state: SessionState,
    #[diesel(sql_type = BigInt)]
    pub shift_id: ShiftId,
    #[diesel(sql_type = BigInt)]
    pub ambassador_id: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub school_id: OrganisationId,
    #[diesel(sql_type = Text)]
    pub state: ShiftState,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = Text)]
    pub school: String,
    #[diesel(sql_type = Text)]
    pub guardian_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    guardian_email: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    own_email: Option<String>,
    #[diesel(sql_type = Bool)]
    may_be_written_to: bool,
}

impl OnDuty {
    /// Where messages about the schedule may go: nowhere without both signatures for them.
    pub fn emails(&self) -> Vec<&str> {
        if !self.may_be_written_to {
            return Vec::new();
        }
        [&self.guardian_email, &self.own_email].into_iter().flatten().map(String::as_str).collect()
    }
}

/// Pupils who have a place in a session, and in those of its series that begin no earlier
/// than the given moment; signatures are those of `school_year`.
pub fn on_duty(
    conn: &mut Conn,
    session: SessionId,
    series: Option<SeriesFrom>,
    school_year: &str,
) -> Result<Vec<OnDuty>, DbError> {
    Ok(diesel::sql_query(
        "SELECT sh.session_id, s.state AS session_state, sh.id AS shift_id, sh.ambassador_id, \
            am.school_id, sh.state, a.name, c.name AS class_name, o.short_name AS school, \
            am.guardian_name, am.guardian_email, a.email AS own_email, \
            (SELECT COUNT(DISTINCT k.side) FROM consents k \
                WHERE k.ambassador_id = am.id AND k.purpose = 'schedule_messages' \
                AND k.school_year = $1 AND k.withdrawn_at IS NULL) = 2 AS may_be_written_to \
         FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
         JOIN ambassadors am ON am.id = sh.ambassador_id \
         JOIN accounts a ON a.id = am.account_id JOIN classes c ON c.id = am.class_id \
         JOIN organisations o ON o.id = am.school_id \
         WHERE (s.id = $2 OR (s.series_id = $3 AND s.starts_at >= $4)) \
            AND sh.state NOT IN ('declined', 'withdrawn') \
         ORDER BY s.starts_at, s.id, a.sort_key, a.id",
    )
    .bind::<Text, _>(school_year)
    .bind::<BigInt, _>(session)
    .bind::<Nullable<BigInt>, _>(series.map(|s| s.0))
    .bind::<Nullable<Timestamp>, _>(series.map(|s| s.1))
    .load(conn)?)
}
