//! The people whom requests are about, and what is done to their rows.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::{ambassadors, residents};
use crate::domain::at::At;
use crate::domain::data_requests::Correction;
use crate::domain::ids::*;
use crate::domain::names::fold;
use crate::domain::phone::Phone;

/// What is kept of a resident that may be put right.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = residents)]
pub struct Kept {
    pub name: String,
    pub phone: Option<String>,
    pub birth_year: Option<i64>,
    pub area_id: Option<AreaId>,
    pub person_key: String,
    pub restricted_at: Option<At>,
    pub pseudonymised_at: Option<At>,
}

/// The newest row of a resident.
pub fn kept(conn: &mut Conn, id: ResidentId) -> Result<Kept, DbError> {
    Ok(residents::table.find(id).select(Kept::as_select()).first(conn)?)
}

/// All rows of one resident: each booking has its own.
pub fn rows_of(conn: &mut Conn, id: ResidentId) -> Result<Vec<ResidentId>, DbError> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = BigInt)]
        id: ResidentId,
    }
    let found: Vec<Id> = diesel::sql_query(
        "SELECT s.id FROM residents own JOIN residents s \
            ON s.ward_id = own.ward_id AND s.person_key = own.person_key \
         WHERE own.id = $1 ORDER BY s.id",
    )
    .bind::<BigInt, _>(id)
    .load(conn)?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// Puts a resident right in all their rows; the old values are kept nowhere.
pub fn correct(
    conn: &mut Conn,
    rows: &[ResidentId],
    to: &Correction,
    person_key: &str,
) -> Result<(), DbError> {
    use crate::db::schema::bookings;
    use residents::dsl as r;
    diesel::update(residents::table.filter(r::id.eq_any(rows)))
        .set((
            r::name.eq(&to.name),
            r::phone.eq(to.phone.as_ref().map(Phone::as_str)),
            r::birth_year.eq(to.birth_year),
            r::search.eq(fold(&to.name)),
            r::person_key.eq(person_key),
        ))
        .execute(conn)?;
    diesel::update(bookings::table.filter(bookings::resident_id.eq_any(rows)))
        .set(bookings::person_key.eq(person_key))
        .execute(conn)?;
    Ok(())
}

/// Sets or lifts the restriction of a resident.
pub fn restrict_resident(
    conn: &mut Conn,
    rows: &[ResidentId],
    at: Option<At>,
) -> Result<(), DbError> {
    diesel::update(residents::table.filter(residents::id.eq_any(rows)))
        .set(residents::restricted_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Sets or lifts the restriction of a pupil, and of the guardian with them.
pub fn restrict_pupil(conn: &mut Conn, id: AmbassadorId, at: Option<At>) -> Result<(), DbError> {
    diesel::update(ambassadors::table.find(id))
        .set(ambassadors::restricted_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Is the pupil restricted, and which account is theirs?
pub fn pupil(conn: &mut Conn, id: AmbassadorId) -> Result<(AccountId, Option<At>), DbError> {
    Ok(ambassadors::table
        .find(id)
        .select((ambassadors::account_id, ambassadors::restricted_at))
        .first(conn)?)
}

/// Codes of the resident's bookings and requests that are not over, and how many visits are
/// under way.
pub fn coming(
    conn: &mut Conn,
    rows: &[ResidentId],
    now: At,
) -> Result<(Vec<String>, Vec<RequestId>, i64), DbError> {
    use crate::db::schema::{bookings as b, requests as q};
    use crate::domain::bookings::{BookingState as S, RequestState};
    #[derive(QueryableByName)]
    struct Code {
        #[diesel(sql_type = Text)]
        code: String,
    }
    let ids: Vec<String> = rows.iter().map(ToString::to_string).collect();
    let ids = if ids.is_empty() { "NULL".to_owned() } else { ids.join(", ") };
    let codes: Vec<Code> = diesel::sql_query(format!(
        "SELECT b.code FROM bookings b JOIN slots l ON l.id = b.slot_id \
         WHERE b.resident_id IN ({ids}) AND b.state IN ('booked', 'waiting', 'offered') \
         AND l.starts_at > $1 ORDER BY b.id"
    ))
    .bind::<Timestamp, _>(now)
    .load(conn)?;
    let codes = codes.into_iter().map(|row| row.code).collect();
    let open = q::table
        .filter(q::resident_id.eq_any(rows).and(q::state.eq(RequestState::Open)))
        .order(q::id)
        .select(q::id)
        .load(conn)?;
    let here = b::table
        .filter(b::resident_id.eq_any(rows))
        .filter(b::state.eq_any([S::Arrived, S::BeingHelped]))
        .count()
        .get_result(conn)?;
    Ok((codes, open, here))
}
