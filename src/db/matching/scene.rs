//! What the matching is told: a fixed number of queries, however many sessions, bookings
//! and pupils there are.

mod around;

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::shifts::facts::{self, Entry, Whom};
use crate::domain::at::At;
use crate::domain::hours::week_of;
use crate::domain::ids::*;
use crate::domain::matches::{Awaiting, Helper, Live, Posted, Scene, Step};
use crate::domain::matching::Weights;
use crate::domain::school_year;
use crate::domain::shifts::ShiftState;
use crate::domain::topics::Tier;

use around::{areas, occupied, wishes};

/// Which sessions are to be matched: of a ward, in days of one week, or one of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted {
    pub ward: OrganisationId,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    pub session: Option<SessionId>,
}

/// Reads it all.
pub fn scene(conn: &mut Conn, wanted: &Wanted, now: At) -> Result<Scene, DbError> {
    let heads = heads(conn, wanted, now)?;
    let (monday, sunday) = (week_of(wanted.days.0).0, week_of(wanted.days.1).1);
    let sessions = posted(conn, heads)?;
    let list = listed(sessions.iter().map(|s| s.facts.id));
    let entries = facts::pupils(conn, Whom::Ward(wanted.ward), (monday, sunday))?;
    let mut of: Vec<OrganisationId> = entries.iter().map(|e| e.candidate.school).collect();
    of.push(wanted.ward);
    of.sort_unstable();
    of.dedup();
    let closed = facts::closed(conn, &of, (monday, sunday))?;
    let recorded = recorded(conn, wanted.ward, &school_year::of(wanted.days.0))?;
    let helper = |entry: Entry| Helper {
        class: entry.class_name,
        home: entry.home_area,
        languages: languages(&entry.languages),
        recorded: recorded.get(&entry.candidate.ambassador).copied().unwrap_or(0),
        candidate: entry.candidate,
    };
    let scene = Scene {
        now,
        monday,
        waiting: waiting(conn, &list, now)?,
        live: live(conn, &list)?,
        forbidden: forbidden(conn, &list)?,
        occupied: occupied(conn, wanted.ward, (monday, sunday))?,
        wishes: wishes(conn, wanted.ward)?,
        areas: areas(conn, wanted.ward)?,
        helpers: entries.into_iter().map(helper).collect(),
        sessions,
        closed,
        weights: Weights::default(),
    };
    Ok(scene.sorted())
}

/// Ids of our own, as digits: diesel does not bind lists in its raw queries.
pub(super) fn listed(ids: impl Iterator<Item = SessionId>) -> String {
    let list: Vec<String> = ids.map(|id| id.0.to_string()).collect();
    // No session has this number; an empty list is no SQL.
    if list.is_empty() { "0".to_owned() } else { list.join(", ") }
}

/// "vi, en" as single words.
fn languages(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[derive(QueryableByName)]
struct HeadRow {
    #[diesel(sql_type = BigInt)]
    id: SessionId,
    #[diesel(sql_type = BigInt)]
    area_id: AreaId,
    #[diesel(sql_type = Bool)]
    accessible: bool,
    #[diesel(sql_type = BigInt)]
    slot_minutes: i64,
    #[diesel(sql_type = BigInt)]
    seats: i64,
}

/// Sessions still to come. In one that has begun the desk decides who helps whom: a plan
/// people were told about is not changed by whoever walks in.
fn heads(conn: &mut Conn, wanted: &Wanted, now: At) -> Result<Vec<HeadRow>, DbError> {
    Ok(diesel::sql_query(
        "SELECT s.id, p.area_id, p.accessible, s.slot_minutes, s.seats \
         FROM sessions s JOIN places p ON p.id = s.place_id \
         WHERE s.ward_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 \
           AND s.state = 'open' AND ($4 = 0 OR s.id = $4) AND s.starts_at > $5 ORDER BY s.id",
    )
    .bind::<BigInt, _>(wanted.ward)
    .bind::<Timestamp, _>(At::local(wanted.days.0, NaiveTime::MIN))
    .bind::<Timestamp, _>(At::local(wanted.days.1 + Days::new(1), NaiveTime::MIN))
    .bind::<BigInt, _>(wanted.session.map_or(0, |id| id.0))
    .bind::<Timestamp, _>(now)
    .load(conn)?)
}

#[derive(QueryableByName)]
struct StepRow {
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    id: SlotId,
    #[diesel(sql_type = Timestamp)]
    starts_at: At,
    #[diesel(sql_type = Timestamp)]
    ends_at: At,
}

#[derive(QueryableByName)]
struct MateRow {
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    ambassador_id: AmbassadorId,
    #[diesel(sql_type = Text)]
    state: ShiftState,
}

fn posted(conn: &mut Conn, heads: Vec<HeadRow>) -> Result<Vec<Posted>, DbError> {
    let ids: Vec<SessionId> = heads.iter().map(|head| head.id).collect();
    let list = listed(ids.iter().copied());
    let steps: Vec<StepRow> = diesel::sql_query(format!(
        "SELECT session_id, id, starts_at, ends_at FROM slots \
         WHERE session_id IN ({list}) ORDER BY session_id, starts_at"
    ))
    .load(conn)?;
    let team: Vec<MateRow> = diesel::sql_query(format!(
        "SELECT session_id, ambassador_id, state FROM shifts WHERE session_id IN ({list}) \
           AND state IN ('taken', 'proposed', 'accepted', 'present', 'declined', 'withdrawn') \
         ORDER BY session_id, ambassador_id"
    ))
    .load(conn)?;
    let mut facts: HashMap<SessionId, _> =
        facts::sessions(conn, &ids)?.into_iter().map(|facts| (facts.id, facts)).collect();
    let mut posted: Vec<Posted> = heads
        .into_iter()
        .filter_map(|head| {
            Some(Posted {
                facts: facts.remove(&head.id)?,
                area: head.area_id,
                accessible: head.accessible,
                step_minutes: head.slot_minutes,
                seats: head.seats,
                steps: Vec::new(),
                team: Vec::new(),
                agreed: Vec::new(),
                declined: Vec::new(),
            })
        })
        .collect();
    let index: HashMap<SessionId, usize> =
        posted.iter().enumerate().map(|(i, s)| (s.facts.id, i)).collect();
    for row in steps {
        if let Some(i) = index.get(&row.session_id) {
            let StepRow { id, starts_at, ends_at, .. } = row;
            posted[*i].steps.push(Step { id, starts_at, ends_at });
        }
    }
    for row in team {
        if let Some(i) = index.get(&row.session_id) {
            let (here, pupil) = (&mut posted[*i], row.ambassador_id);
            match row.state {
                ShiftState::Declined | ShiftState::Withdrawn => here.declined.push(pupil),
                ShiftState::Proposed => here.team.push(pupil),
                _ => {
                    here.team.push(pupil);
                    here.agreed.push(pupil);
                }
            }
        }
    }
    Ok(posted)
}

#[derive(QueryableByName)]
struct WaitingRow {
    #[diesel(sql_type = BigInt)]
    id: BookingId,
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    slot_id: SlotId,
    #[diesel(sql_type = Text)]
    topic_code: String,
    #[diesel(sql_type = Text)]
    tier: Tier,
    #[diesel(sql_type = Nullable<BigInt>)]
    area_id: Option<AreaId>,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Text)]
    access_needs: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    birth_year: Option<i64>,
    #[diesel(sql_type = Timestamp)]
    created_at: At,
}

#[derive(QueryableByName)]
struct HelpedRow {
    #[diesel(sql_type = BigInt)]
    id: BookingId,
    #[diesel(sql_type = BigInt)]
    ambassador_id: AmbassadorId,
}

/// Bookings that wait for a pupil: booked for a time that is not over, or here already.
fn waiting(conn: &mut Conn, list: &str, now: At) -> Result<Vec<Awaiting>, DbError> {
    let rows: Vec<WaitingRow> = diesel::sql_query(format!(
        "SELECT b.id, b.session_id, b.slot_id, b.topic_code, t.tier, r.area_id, b.language, \
            r.access_needs, r.birth_year, b.created_at \
         FROM bookings b JOIN slots sl ON sl.id = b.slot_id \
         JOIN topics t ON t.code = b.topic_code JOIN residents r ON r.id = b.resident_id \
         WHERE b.session_id IN ({list}) AND r.restricted_at IS NULL \
           AND (b.state = 'arrived' OR (b.state = 'booked' AND sl.ends_at > $1))"
    ))
    .bind::<Timestamp, _>(now)
    .load(conn)?;
    // The last row for a booking is the last time this person was helped.
    let helped: Vec<HelpedRow> = diesel::sql_query(format!(
        "SELECT b.id, su.ambassador_id FROM bookings b \
         JOIN bookings past ON past.ward_id = b.ward_id AND past.person_key = b.person_key \
         JOIN supports su ON su.booking_id = past.id \
         WHERE b.session_id IN ({list}) AND b.state IN ('booked', 'arrived') \
           AND past.id <> b.id AND su.ambassador_id IS NOT NULL \
         ORDER BY su.ended_at, su.id"
    ))
    .load(conn)?;
    let helped: HashMap<BookingId, AmbassadorId> =
        helped.into_iter().map(|row| (row.id, row.ambassador_id)).collect();
    let awaiting = |row: WaitingRow| Awaiting {
        id: row.id,
        session: row.session_id,
        step: row.slot_id,
        topic: row.topic_code,
        tier: row.tier,
        area: row.area_id,
        language: Some(row.language).filter(|l| l != "vi"),
        access_needs: !row.access_needs.trim().is_empty(),
        birth_year: row.birth_year,
        booked_at: row.created_at,
        helped_by: helped.get(&row.id).copied(),
    };
    Ok(rows.into_iter().map(awaiting).collect())
}

#[derive(QueryableByName)]
struct LiveRow {
    #[diesel(sql_type = BigInt)]
    id: MatchId,
    #[diesel(sql_type = BigInt)]
    booking_id: BookingId,
    #[diesel(sql_type = BigInt)]
    ambassador_id: AmbassadorId,
    #[diesel(sql_type = Bool)]
    pinned: bool,
}

fn live(conn: &mut Conn, list: &str) -> Result<Vec<Live>, DbError> {
    let rows: Vec<LiveRow> = diesel::sql_query(format!(
        "SELECT m.id, m.booking_id, m.ambassador_id, m.pinned \
         FROM matches m JOIN bookings b ON b.id = m.booking_id \
         WHERE b.session_id IN ({list}) AND b.state IN ('booked', 'arrived') \
           AND m.state IN ('proposed', 'published', 'accepted')"
    ))
    .load(conn)?;
    let live = |row: LiveRow| Live {
        id: row.id,
        booking: row.booking_id,
        ambassador: row.ambassador_id,
        pinned: row.pinned,
    };
    Ok(rows.into_iter().map(live).collect())
}

fn forbidden(conn: &mut Conn, list: &str) -> Result<BTreeSet<(BookingId, AmbassadorId)>, DbError> {
    let rows: Vec<HelpedRow> = diesel::sql_query(format!(
        "SELECT b.id, f.ambassador_id FROM forbidden_matches f \
         JOIN bookings b ON b.id = f.booking_id WHERE b.session_id IN ({list})"
    ))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row.ambassador_id)).collect())
}

#[derive(QueryableByName)]
struct SumRow {
    #[diesel(sql_type = BigInt)]
    ambassador_id: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    minutes: i64,
}

/// Minutes credited in the school year, by pupil.
fn recorded(
    conn: &mut Conn,
    ward: OrganisationId,
    year: &str,
) -> Result<HashMap<AmbassadorId, i64>, DbError> {
    let rows: Vec<SumRow> = diesel::sql_query(
        "SELECT h.ambassador_id, CAST(COALESCE(SUM(h.minutes), 0) AS BIGINT) AS minutes \
         FROM hours_entries h JOIN ambassadors am ON am.id = h.ambassador_id \
         JOIN organisations o ON o.id = am.school_id \
         WHERE o.ward_id = $1 AND h.school_year = $2 GROUP BY h.ambassador_id",
    )
    .bind::<BigInt, _>(ward)
    .bind::<Text, _>(year)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.ambassador_id, row.minutes)).collect())
}
