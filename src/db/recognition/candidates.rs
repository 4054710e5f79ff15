//! What computing the candidates reads and writes.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::awards;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::recognition::{AwardState, Earned, Figures, Known};

/// An active pupil of a school with the breaches that stand in a period.
#[derive(QueryableByName, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub breaches: i64,
}

/// The active pupils of a school and their breaches between two days, both included.
pub fn records(
    conn: &mut Conn,
    school: OrganisationId,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Record>, DbError> {
    Ok(diesel::sql_query(
        "SELECT am.id AS ambassador, COUNT(b.id) AS breaches FROM ambassadors am \
         LEFT JOIN safety_breaches b ON b.ambassador_id = am.id \
           AND b.withdrawn_at IS NULL AND b.happened_on BETWEEN $1 AND $2 \
         WHERE am.school_id = $3 AND am.active GROUP BY am.id ORDER BY am.id",
    )
    .bind::<Date, _>(days.0)
    .bind::<Date, _>(days.1)
    .bind::<BigInt, _>(school)
    .load(conn)?)
}

/// The breaches of one pupil that stand between two days, both included.
pub fn breaches_of(
    conn: &mut Conn,
    pupil: AmbassadorId,
    days: (NaiveDate, NaiveDate),
) -> Result<i64, DbError> {
    use crate::db::schema::safety_breaches as breaches;
    Ok(breaches::table
        .filter(breaches::ambassador_id.eq(pupil).and(breaches::withdrawn_at.is_null()))
        .filter(breaches::happened_on.between(days.0, days.1))
        .count()
        .get_result(conn)?)
}

#[derive(QueryableByName)]
struct KnownRow {
    #[diesel(sql_type = BigInt)]
    id: AwardId,
    #[diesel(sql_type = Text)]
    state: AwardState,
    #[diesel(sql_type = BigInt)]
    tier_id: TierId,
    #[diesel(sql_type = BigInt)]
    ambassador_id: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    class_id: ClassId,
    #[diesel(sql_type = BigInt)]
    minutes: i64,
    #[diesel(sql_type = BigInt)]
    supports: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    attendance_percent: Option<i64>,
    #[diesel(sql_type = BigInt)]
    breaches: i64,
}

/// Every award of a programme as computing the candidates needs it.
pub fn known(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<Known>, DbError> {
    let rows: Vec<KnownRow> = diesel::sql_query(
        "SELECT id, state, tier_id, ambassador_id, class_id, minutes, supports, \
            attendance_percent, breaches FROM awards WHERE programme_id = $1 ORDER BY id",
    )
    .bind::<BigInt, _>(programme)
    .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| Known {
            award: row.id,
            state: row.state,
            tier: row.tier_id,
            earned: Earned {
                ambassador: row.ambassador_id,
                class: row.class_id,
                figures: Figures {
                    minutes: row.minutes,
                    supports: row.supports,
                    attendance_percent: row.attendance_percent,
                    breaches: row.breaches,
                },
            },
        })
        .collect())
}

/// Adds a candidate.
pub fn add(
    conn: &mut Conn,
    programme: ProgrammeId,
    tier: TierId,
    earned: &Earned,
    now: At,
) -> Result<AwardId, DbError> {
    use awards::dsl as a;
    let figures = &earned.figures;
    Ok(diesel::insert_into(awards::table)
        .values((
            a::programme_id.eq(programme),
            a::tier_id.eq(tier),
            a::ambassador_id.eq(earned.ambassador),
            a::class_id.eq(earned.class),
            a::state.eq(AwardState::Candidate),
            a::minutes.eq(figures.minutes),
            a::supports.eq(figures.supports),
            a::attendance_percent.eq(figures.attendance_percent),
            a::breaches.eq(figures.breaches),
            a::created_at.eq(now),
        ))
        .returning(a::id)
        .get_result(conn)?)
}

/// Gives a candidate its new tier, class and figures.
pub fn update(
    conn: &mut Conn,
    award: AwardId,
    tier: TierId,
    earned: &Earned,
) -> Result<(), DbError> {
    use awards::dsl as a;
    let figures = &earned.figures;
    diesel::update(awards::table.find(award).filter(a::state.eq(AwardState::Candidate)))
        .set((
            a::tier_id.eq(tier),
            a::class_id.eq(earned.class),
            a::minutes.eq(figures.minutes),
            a::supports.eq(figures.supports),
            a::attendance_percent.eq(figures.attendance_percent),
            a::breaches.eq(figures.breaches),
        ))
        .execute(conn)?;
    Ok(())
}

/// Removes candidates who no longer reach a tier; nobody has decided anything about them.
pub fn withdraw(conn: &mut Conn, candidates: &[AwardId]) -> Result<(), DbError> {
    diesel::delete(
        awards::table
            .filter(awards::id.eq_any(candidates.to_vec()))
            .filter(awards::state.eq(AwardState::Candidate)),
    )
    .execute(conn)?;
    Ok(())
}

/// Makes checked awards of a programme candidates again: the criteria they were checked
/// against have changed.
pub fn uncheck(conn: &mut Conn, programme: ProgrammeId) -> Result<usize, DbError> {
    use awards::dsl as a;
    Ok(diesel::update(
        awards::table
            .filter(a::programme_id.eq(programme))
            .filter(a::state.eq(AwardState::Checked)),
    )
    .set((
        a::state.eq(AwardState::Candidate),
        a::checked_by.eq(None::<AccountId>),
        a::checked_at.eq(None::<At>),
    ))
    .execute(conn)?)
}
