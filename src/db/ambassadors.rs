//! Pupils who help, with what decides whether they may be scheduled.

pub mod apart;
pub mod cards;
pub mod keep;
pub mod missing;
pub mod pages;
pub mod roster;
pub mod week;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::{ambassadors, availability, certifications, consents};
use crate::domain::at::At;
use crate::domain::consent::{ConsentMethod, Purpose, Side, TEXT_VERSION};
use crate::domain::ids::*;

/// A pupil to be added; the account exists already.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = ambassadors)]
pub struct NewAmbassador<'a> {
    pub account_id: AccountId,
    pub school_id: OrganisationId,
    pub class_id: ClassId,
    pub birth_year: i64,
    pub home_area_id: Option<AreaId>,
    pub guardian_name: &'a str,
    pub guardian_phone: Option<&'a str>,
    pub guardian_email: Option<&'a str>,
    pub level: i64,
    /// On the badge and the QR card; unique, says nothing about the child.
    pub badge: &'a str,
}

/// Adds a pupil.
pub fn add(conn: &mut Conn, new: &NewAmbassador<'_>) -> Result<AmbassadorId, DbError> {
    Ok(diesel::insert_into(ambassadors::table)
        .values(new)
        .returning(ambassadors::id)
        .get_result(conn)?)
}

/// A signature to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct Signature<'a> {
    pub ambassador: AmbassadorId,
    pub purpose: Purpose,
    pub side: Side,
    pub school_year: &'a str,
    pub method: ConsentMethod,
    pub given_at: At,
    pub given_by: &'a str,
    pub entered_by: Option<AccountId>,
}

/// Records a signature under the current text.
pub fn sign(conn: &mut Conn, new: &Signature<'_>) -> Result<(), DbError> {
    write(conn, new, None)
}

/// Records a no: a signature that never stood.
pub fn refuse(conn: &mut Conn, new: &Signature<'_>) -> Result<(), DbError> {
    write(conn, new, Some(new.given_at))
}

fn write(conn: &mut Conn, new: &Signature<'_>, refused: Option<At>) -> Result<(), DbError> {
    use consents::dsl as c;
    diesel::insert_into(consents::table)
        .values((
            c::refused.eq(refused.is_some()),
            c::withdrawn_at.eq(refused),
            c::ambassador_id.eq(new.ambassador),
            c::purpose.eq(new.purpose),
            c::side.eq(new.side),
            c::school_year.eq(new.school_year),
            c::text_version.eq(TEXT_VERSION),
            c::method.eq(new.method),
            c::given_at.eq(new.given_at),
            c::given_by.eq(new.given_by),
            c::entered_by.eq(new.entered_by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Certifies a pupil for a topic at a level from 1 to 3.
pub fn certify(
    conn: &mut Conn,
    ambassador: AmbassadorId,
    topic: &str,
    level: i64,
    valid: (NaiveDate, NaiveDate),
    by: Option<AccountId>,
) -> Result<(), DbError> {
    use certifications::dsl as c;
    diesel::insert_into(certifications::table)
        .values((
            c::ambassador_id.eq(ambassador),
            c::topic_code.eq(topic),
            c::level.eq(level),
            c::certified_on.eq(valid.0),
            c::expires_on.eq(valid.1),
            c::certified_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// A weekly free time: ISO weekday (1 Monday), minutes after midnight, `[from, to)`.
pub fn add_availability(
    conn: &mut Conn,
    ambassador: AmbassadorId,
    weekday: i64,
    minutes: (i64, i64),
) -> Result<(), DbError> {
    diesel::insert_into(availability::table)
        .values((
            availability::ambassador_id.eq(ambassador),
            availability::weekday.eq(weekday),
            availability::from_minute.eq(minutes.0),
            availability::to_minute.eq(minutes.1),
        ))
        .execute(conn)?;
    Ok(())
}
