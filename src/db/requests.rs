//! Wishes for help that no session fits yet.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::fixed::Fixed;
use super::schema::{request_times, requests};
use crate::domain::at::At;
use crate::domain::bookings::RequestState;
use crate::domain::ids::*;
use crate::domain::requests::Time;

/// A request to be added.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = requests)]
pub struct NewRequest<'a> {
    pub code: &'a str,
    pub ward_id: OrganisationId,
    pub resident_id: ResidentId,
    pub topic_code: &'a str,
    pub area_id: Option<AreaId>,
    pub state: RequestState,
    pub idempotency_key: &'a str,
    pub created_at: At,
}

/// Adds a request unless its code is somebody else's already.
pub fn add_if_code_is_new(
    conn: &mut Conn,
    new: &NewRequest<'_>,
) -> Result<Option<RequestId>, DbError> {
    let id = crate::each_backend!(conn, |c| diesel::insert_into(requests::table)
        .values(new)
        .on_conflict(requests::code)
        .do_nothing()
        .returning(requests::id)
        .get_result::<RequestId>(c)
        .optional())?;
    Ok(id)
}

/// Adds the times at which the person could come.
pub fn add_times(conn: &mut Conn, id: RequestId, times: &[Time]) -> Result<(), DbError> {
    use request_times::dsl as t;
    let rows: Vec<_> = times
        .iter()
        .map(|time| {
            (
                t::request_id.eq(id),
                t::weekday.eq(time.weekday),
                t::from_minute.eq(time.part.minutes().0),
                t::to_minute.eq(time.part.minutes().1),
            )
        })
        .collect();
    crate::each_backend!(conn, |c| diesel::insert_into(request_times::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}

/// How many open requests a person has in a ward.
pub fn open_of(conn: &mut Conn, ward: OrganisationId, person_key: &str) -> Result<i64, DbError> {
    Ok(Fixed::<BigInt>::new(OPEN_OF).with(ward).with(person_key).get_result(conn)?)
}

const OPEN_OF: &str = "SELECT COUNT(*) FROM requests q JOIN residents r ON r.id = q.resident_id \
     WHERE q.ward_id = ? AND q.state = 'open' AND r.person_key = ?";

/// The request that a form has already made.
pub fn by_key(conn: &mut Conn, key: &str) -> Result<Option<String>, DbError> {
    Ok(requests::table
        .filter(requests::idempotency_key.eq(key))
        .select(requests::code)
        .first(conn)
        .optional()?)
}

/// A request as its owner and the coordinator see it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Mine {
    #[diesel(sql_type = BigInt)]
    pub id: RequestId,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub state: RequestState,
    #[diesel(sql_type = BigInt)]
    pub ward_id: OrganisationId,
    #[diesel(sql_type = Text)]
    pub ward: String,
    #[diesel(sql_type = Text)]
    pub ward_phone: String,
    #[diesel(sql_type = Text)]
    pub topic_code: String,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub birth_year: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub area_id: Option<AreaId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub area: Option<String>,
    #[diesel(sql_type = Text)]
    pub needs: String,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
}

/// A request with the times at which the person could come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub request: Mine,
    pub times: Vec<Time>,
}

const MINE: &str = "SELECT q.id, q.code, q.state, q.ward_id, o.name AS ward, o.phone AS ward_phone, \
     q.topic_code, t.name_vi AS topic_vi, t.name_en AS topic_en, r.name, r.phone, r.birth_year, \
     q.area_id, a.name AS area, r.access_needs AS needs, q.created_at \
     FROM requests q JOIN residents r ON r.id = q.resident_id \
     JOIN organisations o ON o.id = q.ward_id JOIN topics t ON t.code = q.topic_code \
     LEFT JOIN areas a ON a.id = q.area_id ";

/// The request with this code.
pub fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Mine>, DbError> {
    Ok(diesel::sql_query(format!("{MINE} WHERE q.code = $1"))
        .bind::<Text, _>(code)
        .get_result(conn)
        .optional()?)
}

/// One request.
pub fn get(conn: &mut Conn, id: RequestId) -> Result<Mine, DbError> {
    Ok(diesel::sql_query(format!("{MINE} WHERE q.id = $1"))
        .bind::<BigInt, _>(id)
        .get_result(conn)?)
}

/// A ward's open requests, the oldest first, at most so many.
pub fn open(conn: &mut Conn, ward: OrganisationId, at_most: i64) -> Result<Vec<Mine>, DbError> {
    Ok(diesel::sql_query(format!(
        "{MINE} WHERE q.ward_id = $1 AND q.state = 'open' AND r.restricted_at IS NULL \
         ORDER BY q.id LIMIT $2"
    ))
    .bind::<BigInt, _>(ward)
    .bind::<BigInt, _>(at_most)
    .load(conn)?)
}

/// (request, weekday, from, to) of several requests, in the order of the week.
pub fn times(
    conn: &mut Conn,
    of: &[RequestId],
) -> Result<Vec<(RequestId, i64, i64, i64)>, DbError> {
    use request_times::dsl as t;
    Ok(request_times::table
        .filter(t::request_id.eq_any(of.to_vec()))
        .order((t::request_id, t::weekday, t::from_minute))
        .select((t::request_id, t::weekday, t::from_minute, t::to_minute))
        .load(conn)?)
}

/// Ends an open request; false when it is open no more.
pub fn close(
    conn: &mut Conn,
    id: RequestId,
    to: RequestState,
    booking: Option<BookingId>,
) -> Result<bool, DbError> {
    let closed = diesel::update(requests::table.find(id))
        .filter(requests::state.eq(RequestState::Open))
        .set((requests::state.eq(to), requests::booking_id.eq(booking)))
        .execute(conn)?;
    Ok(closed == 1)
}
