//! Guardians' links, the browsers that opened them, and what stands behind.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::ambassadors::keep::Consent;
use super::ambassadors::roster::Dossier;
use super::conn::Conn;
use super::error::DbError;
use super::schema::{ambassadors, guardian_links, guardian_visits};
use super::shifts::pages::MyShift;
use crate::domain::at::At;
use crate::domain::guardians::Way;
use crate::domain::ids::*;

/// A link to be made in the place of the one before.
#[derive(Clone, Copy, Debug)]
pub struct NewLink<'a> {
    pub ambassador: AmbassadorId,
    pub token_hash: &'a str,
    pub way: Way,
    pub made_at: At,
    pub made_by: Option<AccountId>,
    pub expires_at: At,
}

/// Makes a link; the one before is dead at once, and so is every browser it opened.
pub fn set_link(conn: &mut Conn, new: &NewLink<'_>) -> Result<(), DbError> {
    use guardian_links::dsl as l;
    end_visits(conn, new.ambassador)?;
    let change = (
        l::token_hash.eq(new.token_hash),
        l::way.eq(new.way),
        l::made_at.eq(new.made_at),
        l::made_by.eq(new.made_by),
        l::expires_at.eq(new.expires_at),
        l::opened_at.eq(None::<At>),
    );
    let row = (l::ambassador_id.eq(new.ambassador), change);
    crate::each_backend!(conn, |c| diesel::insert_into(guardian_links::table)
        .values(row)
        .on_conflict(l::ambassador_id)
        .do_update()
        .set(change)
        .execute(c))?;
    Ok(())
}

/// Closes every browser in which a pupil's link was opened.
pub fn end_visits(conn: &mut Conn, pupil: AmbassadorId) -> Result<(), DbError> {
    use guardian_visits::dsl as v;
    diesel::delete(guardian_visits::table.filter(v::ambassador_id.eq(pupil))).execute(conn)?;
    Ok(())
}

/// What a link's door has to know.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Door {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub birth_year: i64,
}

/// The pupil behind a link that works, if it does.
pub fn door(conn: &mut Conn, token_hash: &str, now: At) -> Result<Option<Door>, DbError> {
    Ok(diesel::sql_query(
        "SELECT am.id AS ambassador, am.birth_year FROM guardian_links l \
         JOIN ambassadors am ON am.id = l.ambassador_id \
         WHERE l.token_hash = $1 AND l.expires_at > $2",
    )
    .bind::<Text, _>(token_hash)
    .bind::<Timestamp, _>(now)
    .get_result(conn)
    .optional()?)
}

/// Opens the link in one browser until a moment.
pub fn open(
    conn: &mut Conn,
    pupil: AmbassadorId,
    visit_hash: &str,
    until: At,
    now: At,
) -> Result<(), DbError> {
    use guardian_links::dsl as l;
    use guardian_visits::dsl as v;
    diesel::insert_into(guardian_visits::table)
        .values((v::token_hash.eq(visit_hash), v::ambassador_id.eq(pupil), v::expires_at.eq(until)))
        .execute(conn)?;
    diesel::update(guardian_links::table.find(pupil)).set(l::opened_at.eq(now)).execute(conn)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Opened {
    #[diesel(sql_type = BigInt)]
    ambassador: AmbassadorId,
}

/// The pupil whose link this browser has open: link and browser both still hold.
pub fn opened(
    conn: &mut Conn,
    token_hash: &str,
    visit_hash: &str,
    now: At,
) -> Result<Option<AmbassadorId>, DbError> {
    let found: Option<Opened> = diesel::sql_query(
        "SELECT l.ambassador_id AS ambassador FROM guardian_links l \
         JOIN guardian_visits v ON v.ambassador_id = l.ambassador_id \
         WHERE l.token_hash = $1 AND v.token_hash = $2 AND l.expires_at > $3 \
           AND v.expires_at > $3",
    )
    .bind::<Text, _>(token_hash)
    .bind::<Text, _>(visit_hash)
    .bind::<Timestamp, _>(now)
    .get_result(conn)
    .optional()?;
    Ok(found.map(|row| row.ambassador))
}

/// Closes one browser.
pub fn leave(conn: &mut Conn, visit_hash: &str) -> Result<(), DbError> {
    diesel::delete(guardian_visits::table.find(visit_hash)).execute(conn)?;
    Ok(())
}

/// Notes the guardian's address; false when there is one already.
pub fn add_address(conn: &mut Conn, pupil: AmbassadorId, email: &str) -> Result<bool, DbError> {
    use ambassadors::dsl as a;
    let without = ambassadors::table
        .find(pupil)
        .filter(a::guardian_email.is_null().or(a::guardian_email.eq("")));
    Ok(diesel::update(without).set(a::guardian_email.eq(email)).execute(conn)? == 1)
}

/// A link as the school sees it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct LinkState {
    #[diesel(sql_type = Text)]
    pub way: Way,
    #[diesel(sql_type = Timestamp)]
    pub made_at: At,
    #[diesel(sql_type = Timestamp)]
    pub expires_at: At,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub opened_at: Option<At>,
}

/// A pupil's link, if one was made and is still kept.
pub fn link_of(conn: &mut Conn, pupil: AmbassadorId) -> Result<Option<LinkState>, DbError> {
    Ok(diesel::sql_query(
        "SELECT way, made_at, expires_at, opened_at FROM guardian_links WHERE ambassador_id = $1",
    )
    .bind::<BigInt, _>(pupil)
    .get_result(conn)
    .optional()?)
}

/// The guardian's page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuardianPage {
    pub now: At,
    pub child: Dossier,
    pub school_name: String,
    pub school_phone: String,
    pub school_year: String,
    pub veto_hours: i64,
    /// Shifts to come, the next first.
    pub coming: Vec<MyShift>,
    /// Those the guardian said no to and that still lie ahead.
    pub vetoed: Vec<MyShift>,
    /// The adults in charge, by session.
    pub adults: Vec<(SessionId, String)>,
    /// Of all years, the newest first.
    pub consents: Vec<Consent>,
}

/// A pupil whose guardian is reminded.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct ToRemind {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
}

/// Active pupils whose guardian has an address and gave no answer this school year, and was
/// asked before `asked_before` or agreed in an earlier year; those with a letter of this
/// event are left out.
pub fn unanswered(
    conn: &mut Conn,
    school_year: &str,
    asked_before: At,
    event: &str,
    most: i64,
) -> Result<Vec<AmbassadorId>, DbError> {
    let rows: Vec<ToRemind> = diesel::sql_query(
        "SELECT am.id AS ambassador FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         LEFT JOIN guardian_links l ON l.ambassador_id = am.id \
         WHERE am.active AND a.active AND am.restricted_at IS NULL \
           AND am.guardian_email IS NOT NULL AND am.guardian_email <> '' \
           AND NOT EXISTS (SELECT 1 FROM consents k WHERE k.ambassador_id = am.id \
              AND k.purpose = 'taking_part' AND k.side = 'guardian' AND k.school_year = $1) \
           AND (l.made_at < $2 OR EXISTS (SELECT 1 FROM consents k \
              WHERE k.ambassador_id = am.id AND k.purpose = 'taking_part' \
                AND k.side = 'guardian' AND k.withdrawn_at IS NULL AND k.school_year <> $1)) \
           AND NOT EXISTS (SELECT 1 FROM outbox o \
              WHERE o.event_key = $3 || CAST(am.id AS TEXT)) \
         ORDER BY am.id LIMIT $4",
    )
    .bind::<Text, _>(school_year)
    .bind::<Timestamp, _>(asked_before)
    .bind::<Text, _>(event)
    .bind::<BigInt, _>(most)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.ambassador).collect())
}

/// Active pupils whose guardian has an address and whose consent of this school year stands;
/// those with a letter of this event are left out.
pub fn expiring(
    conn: &mut Conn,
    school_year: &str,
    event: &str,
    most: i64,
) -> Result<Vec<AmbassadorId>, DbError> {
    let rows: Vec<ToRemind> = diesel::sql_query(
        "SELECT am.id AS ambassador FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         WHERE am.active AND a.active AND am.restricted_at IS NULL \
           AND am.guardian_email IS NOT NULL AND am.guardian_email <> '' \
           AND EXISTS (SELECT 1 FROM consents k WHERE k.ambassador_id = am.id \
              AND k.purpose = 'taking_part' AND k.side = 'guardian' AND k.school_year = $1 \
              AND k.withdrawn_at IS NULL) \
           AND NOT EXISTS (SELECT 1 FROM outbox o \
              WHERE o.event_key = $2 || CAST(am.id AS TEXT)) \
         ORDER BY am.id LIMIT $3",
    )
    .bind::<Text, _>(school_year)
    .bind::<Text, _>(event)
    .bind::<BigInt, _>(most)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.ambassador).collect())
}
