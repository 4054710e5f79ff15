//! A ward's help points as its staff keep them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::organisations::Place;
use super::schema::places;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::names::fold;
use crate::domain::sessions::place;

/// A help point in the ward's list.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct PlaceLine {
    #[diesel(sql_type = BigInt)]
    pub id: PlaceId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub address: String,
    #[diesel(sql_type = Text)]
    pub landmark: String,
    #[diesel(sql_type = Text)]
    pub area: String,
    #[diesel(sql_type = Bool)]
    pub accessible: bool,
    #[diesel(sql_type = Bool)]
    pub active: bool,
    /// Sessions ahead, drafts included.
    #[diesel(sql_type = BigInt)]
    pub sessions: i64,
}

/// All help points of a ward, those in use first.
pub fn list(conn: &mut Conn, ward: OrganisationId, now: At) -> Result<Vec<PlaceLine>, DbError> {
    Ok(diesel::sql_query(
        "SELECT p.id, p.name, p.address, p.landmark, a.name AS area, p.accessible, p.active, \
            (SELECT COUNT(*) FROM sessions s WHERE s.place_id = p.id AND s.ends_at > $1 \
                AND s.state <> 'cancelled') AS sessions \
         FROM places p JOIN areas a ON a.id = p.area_id \
         WHERE p.ward_id = $2 ORDER BY p.active DESC, p.search, p.id",
    )
    .bind::<Timestamp, _>(now)
    .bind::<BigInt, _>(ward)
    .load(conn)?)
}

/// One help point.
pub fn get(conn: &mut Conn, id: PlaceId) -> Result<Place, DbError> {
    Ok(places::table.find(id).select(Place::as_select()).first(conn)?)
}

/// Writes every answer about a help point.
pub fn update(conn: &mut Conn, id: PlaceId, new: &place::Place) -> Result<(), DbError> {
    use places::dsl as p;
    diesel::update(places::table.find(id))
        .set((
            p::name.eq(&new.name),
            p::address.eq(&new.address),
            p::landmark.eq(&new.landmark),
            p::area_id.eq(new.area),
            p::accessible.eq(new.accessible),
            p::east_m.eq(new.at.0),
            p::north_m.eq(new.at.1),
            p::search.eq(fold(&format!("{} {} {}", new.name, new.address, new.landmark))),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a help point out of use, or into use again.
pub fn set_active(conn: &mut Conn, id: PlaceId, active: bool) -> Result<(), DbError> {
    diesel::update(places::table.find(id)).set(places::active.eq(active)).execute(conn)?;
    Ok(())
}
