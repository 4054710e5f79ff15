//! Leaks of personal data, and whom they touch.

pub mod affected;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::data_leaks;
use super::staff::Reach;
use crate::domain::at::At;
use crate::domain::data_leaks::{LeakKind, LeakState, NoticesForm, ParsedLeak};
use crate::domain::ids::*;

/// A leak with its organisation.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Leak {
    #[diesel(sql_type = BigInt)]
    pub id: DataLeakId,
    #[diesel(sql_type = BigInt)]
    pub organisation: OrganisationId,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub phone: String,
    #[diesel(sql_type = Text)]
    kinds: String,
    #[diesel(sql_type = Date)]
    pub from_day: NaiveDate,
    #[diesel(sql_type = Date)]
    pub to_day: NaiveDate,
    #[diesel(sql_type = Timestamp)]
    pub noticed_at: At,
    #[diesel(sql_type = Text)]
    pub what: String,
    #[diesel(sql_type = Text)]
    pub cause: String,
    #[diesel(sql_type = Text)]
    pub measures: String,
    #[diesel(sql_type = Text)]
    pub state: LeakState,
    #[diesel(sql_type = Text)]
    pub authority_vi: String,
    #[diesel(sql_type = Text)]
    pub authority_en: String,
    #[diesel(sql_type = Text)]
    pub people_vi: String,
    #[diesel(sql_type = Text)]
    pub people_en: String,
    #[diesel(sql_type = Text)]
    pub created_by: String,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub notified_at: Option<At>,
    #[diesel(sql_type = Text)]
    pub late_reason: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub told_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub closed_at: Option<At>,
    #[diesel(sql_type = Text)]
    pub closing: String,
}

impl Leak {
    /// Whose data leaked.
    pub fn kinds(&self) -> Vec<LeakKind> {
        self.kinds.split(',').filter_map(LeakKind::from_code).collect()
    }
}

const LEAK: &str = "SELECT r.id, r.organisation_id AS organisation, o.name AS place, o.phone, \
     r.kinds, r.from_day, r.to_day, r.noticed_at, r.what, r.cause, r.measures, r.state, \
     r.authority_vi, r.authority_en, r.people_vi, r.people_en, a.name AS created_by, \
     r.created_at, r.notified_at, r.late_reason, r.told_at, r.closed_at, r.closing \
     FROM data_leaks r JOIN organisations o ON o.id = r.organisation_id \
     JOIN accounts a ON a.id = r.created_by";

/// A page of the leaks within reach: those to report first, then from the newest.
pub fn list(conn: &mut Conn, reach: &Reach, rows: (i64, i64)) -> Result<Vec<Leak>, DbError> {
    Ok(diesel::sql_query(format!(
        "{LEAK} WHERE {} ORDER BY CASE WHEN r.state = 'draft' THEN 0 ELSE 1 END, r.id DESC \
         LIMIT $1 OFFSET $2",
        reach.condition()
    ))
    .bind::<BigInt, _>(rows.0)
    .bind::<BigInt, _>(rows.1)
    .load(conn)?)
}

/// How many there are within reach.
pub fn count(conn: &mut Conn, reach: &Reach) -> Result<i64, DbError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let row: Count = diesel::sql_query(format!(
        "SELECT COUNT(*) AS n FROM data_leaks r WHERE {}",
        reach.condition()
    ))
    .get_result(conn)?;
    Ok(row.n)
}

/// One leak.
pub fn get(conn: &mut Conn, id: DataLeakId) -> Result<Leak, DbError> {
    let query = diesel::sql_query(format!("{LEAK} WHERE r.id = $1"));
    Ok(query.bind::<BigInt, _>(id).get_result(conn)?)
}

fn listed(kinds: &[LeakKind]) -> String {
    kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(",")
}

/// Keeps a leak.
pub fn add(
    conn: &mut Conn,
    leak: &ParsedLeak,
    by: AccountId,
    now: At,
) -> Result<DataLeakId, DbError> {
    use data_leaks::dsl as d;
    Ok(diesel::insert_into(data_leaks::table)
        .values((
            d::organisation_id.eq(leak.organisation),
            d::kinds.eq(listed(&leak.kinds)),
            d::from_day.eq(leak.from_day),
            d::to_day.eq(leak.to_day),
            d::noticed_at.eq(leak.noticed_at),
            d::what.eq(&leak.what),
            d::cause.eq(&leak.cause),
            d::measures.eq(&leak.measures),
            d::state.eq(LeakState::Draft),
            d::created_by.eq(by),
            d::created_at.eq(now),
        ))
        .returning(d::id)
        .get_result(conn)?)
}

/// Puts what is known right; false when the leak is closed.
pub fn edit(conn: &mut Conn, id: DataLeakId, leak: &ParsedLeak) -> Result<bool, DbError> {
    use data_leaks::dsl as d;
    let open = data_leaks::table.find(id).filter(d::closed_at.is_null());
    let changed = diesel::update(open)
        .set((
            d::kinds.eq(listed(&leak.kinds)),
            d::from_day.eq(leak.from_day),
            d::to_day.eq(leak.to_day),
            d::noticed_at.eq(leak.noticed_at),
            d::what.eq(&leak.what),
            d::cause.eq(&leak.cause),
            d::measures.eq(&leak.measures),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Keeps the notices as mended; false when the leak is closed.
pub fn save_notices(conn: &mut Conn, id: DataLeakId, form: &NoticesForm) -> Result<bool, DbError> {
    use data_leaks::dsl as d;
    let open = data_leaks::table.find(id).filter(d::closed_at.is_null());
    let changed = diesel::update(open)
        .set((
            d::authority_vi.eq(&form.authority_vi),
            d::authority_en.eq(&form.authority_en),
            d::people_vi.eq(&form.people_vi),
            d::people_en.eq(&form.people_en),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes that the authority was told; false when it was before.
pub fn notified(
    conn: &mut Conn,
    id: DataLeakId,
    late_reason: &str,
    now: At,
) -> Result<bool, DbError> {
    use data_leaks::dsl as d;
    let draft = data_leaks::table.find(id).filter(d::state.eq(LeakState::Draft));
    let moved = diesel::update(draft)
        .set((
            d::state.eq(LeakState::Notified),
            d::notified_at.eq(now),
            d::late_reason.eq(late_reason),
        ))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Notes that those affected were told; false when they were before.
pub fn told(conn: &mut Conn, id: DataLeakId, now: At) -> Result<bool, DbError> {
    use data_leaks::dsl as d;
    let untold = data_leaks::table.find(id).filter(d::told_at.is_null());
    Ok(diesel::update(untold).set(d::told_at.eq(now)).execute(conn)? == 1)
}

/// Closes a leak of which everybody was told; false when it is closed already.
pub fn close(conn: &mut Conn, id: DataLeakId, closing: &str, now: At) -> Result<bool, DbError> {
    use data_leaks::dsl as d;
    let told = data_leaks::table.find(id).filter(d::state.eq(LeakState::Notified));
    let moved = diesel::update(told.filter(d::told_at.is_not_null()))
        .set((d::state.eq(LeakState::Closed), d::closed_at.eq(now), d::closing.eq(closing)))
        .execute(conn)?;
    Ok(moved == 1)
}
