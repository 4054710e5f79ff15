//! What stands around the sessions of a run: places taken, wishes, neighbourhoods.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::eligibility::Weekly;
use crate::domain::ids::*;
use crate::domain::matches::{Occupied, Wish};
use crate::domain::topics::Tier;

#[derive(QueryableByName)]
struct OccupiedRow {
    #[diesel(sql_type = BigInt)]
    place_id: PlaceId,
    #[diesel(sql_type = Timestamp)]
    starts_at: At,
    #[diesel(sql_type = Timestamp)]
    ends_at: At,
}

/// Where and when the ward holds sessions on these days.
pub(super) fn occupied(
    conn: &mut Conn,
    ward: OrganisationId,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Occupied>, DbError> {
    let rows: Vec<OccupiedRow> = diesel::sql_query(
        "SELECT place_id, starts_at, ends_at FROM sessions \
         WHERE ward_id = $1 AND starts_at >= $2 AND starts_at < $3 AND state <> 'cancelled' \
         ORDER BY starts_at, id",
    )
    .bind::<BigInt, _>(ward)
    .bind::<Timestamp, _>(At::local(days.0, NaiveTime::MIN))
    .bind::<Timestamp, _>(At::local(days.1 + Days::new(1), NaiveTime::MIN))
    .load(conn)?;
    let held = |OccupiedRow { place_id: place, starts_at, ends_at }| Occupied {
        place,
        starts_at,
        ends_at,
    };
    Ok(rows.into_iter().map(held).collect())
}

#[derive(QueryableByName)]
struct WishRow {
    #[diesel(sql_type = BigInt)]
    id: RequestId,
    #[diesel(sql_type = Text)]
    topic_code: String,
    #[diesel(sql_type = Text)]
    tier: Tier,
    #[diesel(sql_type = Nullable<BigInt>)]
    area_id: Option<AreaId>,
    #[diesel(sql_type = Text)]
    access_needs: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    birth_year: Option<i64>,
    #[diesel(sql_type = Timestamp)]
    created_at: At,
    #[diesel(sql_type = BigInt)]
    weekday: i64,
    #[diesel(sql_type = BigInt)]
    from_minute: i64,
    #[diesel(sql_type = BigInt)]
    to_minute: i64,
}

/// Open wishes of the ward, oldest first.
pub(super) fn wishes(conn: &mut Conn, ward: OrganisationId) -> Result<Vec<Wish>, DbError> {
    let rows: Vec<WishRow> = diesel::sql_query(
        "SELECT q.id, q.topic_code, t.tier, q.area_id, r.access_needs, r.birth_year, \
            q.created_at, w.weekday, w.from_minute, w.to_minute \
         FROM requests q JOIN topics t ON t.code = q.topic_code \
         JOIN residents r ON r.id = q.resident_id JOIN request_times w ON w.request_id = q.id \
         WHERE q.ward_id = $1 AND q.state = 'open' ORDER BY q.id, w.weekday, w.from_minute",
    )
    .bind::<BigInt, _>(ward)
    .load(conn)?;
    let mut wishes: Vec<Wish> = Vec::new();
    for row in rows {
        let time = Weekly { weekday: row.weekday, minutes: (row.from_minute, row.to_minute) };
        if let Some(last) = wishes.last_mut().filter(|last| last.id == row.id) {
            last.times.push(time);
            continue;
        }
        wishes.push(Wish {
            id: row.id,
            topic: row.topic_code,
            tier: row.tier,
            area: row.area_id,
            access_needs: !row.access_needs.trim().is_empty(),
            birth_year: row.birth_year,
            asked_at: row.created_at,
            times: vec![time],
        });
    }
    Ok(wishes)
}

#[derive(QueryableByName)]
struct AreaRow {
    #[diesel(sql_type = BigInt)]
    id: AreaId,
    #[diesel(sql_type = Nullable<BigInt>)]
    neighbour_id: Option<AreaId>,
}

/// The ward's neighbourhoods with those beside each.
pub(super) fn areas(
    conn: &mut Conn,
    ward: OrganisationId,
) -> Result<Vec<(AreaId, Vec<AreaId>)>, DbError> {
    let rows: Vec<AreaRow> = diesel::sql_query(
        "SELECT a.id, n.neighbour_id FROM areas a \
         LEFT JOIN area_neighbours n ON n.area_id = a.id \
         WHERE a.ward_id = $1 ORDER BY a.id, n.neighbour_id",
    )
    .bind::<BigInt, _>(ward)
    .load(conn)?;
    let mut areas: BTreeMap<AreaId, Vec<AreaId>> = BTreeMap::new();
    for row in rows {
        areas.entry(row.id).or_default().extend(row.neighbour_id);
    }
    Ok(areas.into_iter().collect())
}
