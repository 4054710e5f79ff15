//! Notes about residents' conduct, and the bars of a ward.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::{conduct_notes, ward_bars};
use crate::domain::at::At;
use crate::domain::conduct::{ConductKind, NewBar, Note};
use crate::domain::ids::*;

/// Adds a note about the resident of a booking.
pub fn add_note(
    conn: &mut Conn,
    (ward, booking, resident): (OrganisationId, BookingId, ResidentId),
    note: &Note,
    (by, at): (AccountId, At),
) -> Result<ConductNoteId, DbError> {
    use conduct_notes::dsl as n;
    Ok(diesel::insert_into(conduct_notes::table)
        .values((
            n::ward_id.eq(ward),
            n::resident_id.eq(resident),
            n::booking_id.eq(booking),
            n::kind.eq(note.kind),
            n::what.eq(&note.what),
            n::written_by.eq(by),
            n::created_at.eq(at),
        ))
        .returning(n::id)
        .get_result(conn)?)
}

/// A note as a coordinator reads it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct NoteRow {
    #[diesel(sql_type = BigInt)]
    pub resident: ResidentId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub kind: ConductKind,
    #[diesel(sql_type = Text)]
    pub what: String,
    #[diesel(sql_type = Text)]
    pub session: String,
    #[diesel(sql_type = Text)]
    pub written_by: String,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
}

const NOTE: &str = "SELECT n.resident_id AS resident, r.name, n.kind, n.what, s.title AS session, \
        a.name AS written_by, n.created_at \
     FROM conduct_notes n JOIN residents r ON r.id = n.resident_id \
     JOIN bookings b ON b.id = n.booking_id JOIN sessions s ON s.id = b.session_id \
     JOIN accounts a ON a.id = n.written_by";

/// A page of a ward's notes, newest first.
pub fn notes(
    conn: &mut Conn,
    ward: OrganisationId,
    part: (i64, i64),
) -> Result<Vec<NoteRow>, DbError> {
    Ok(diesel::sql_query(format!(
        "{NOTE} WHERE n.ward_id = $1 ORDER BY n.id DESC LIMIT $2 OFFSET $3"
    ))
    .bind::<BigInt, _>(ward)
    .bind::<BigInt, _>(part.0)
    .bind::<BigInt, _>(part.1)
    .load(conn)?)
}

/// How many notes a ward has.
pub fn note_count(conn: &mut Conn, ward: OrganisationId) -> Result<i64, DbError> {
    Ok(conduct_notes::table.filter(conduct_notes::ward_id.eq(ward)).count().get_result(conn)?)
}

/// Notes about the same person: whoever shares the resident's key in the ward.
pub fn notes_about(conn: &mut Conn, person: &Person) -> Result<Vec<NoteRow>, DbError> {
    Ok(diesel::sql_query(format!(
        "{NOTE} WHERE n.ward_id = $1 AND r.person_key = $2 ORDER BY n.id DESC LIMIT 50"
    ))
    .bind::<BigInt, _>(person.ward)
    .bind::<Text, _>(&person.person_key)
    .load(conn)?)
}

/// A resident whom the ward may bar.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Person {
    #[diesel(sql_type = BigInt)]
    pub id: ResidentId,
    #[diesel(sql_type = BigInt)]
    pub ward: OrganisationId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub person_key: String,
    #[diesel(sql_type = Text)]
    pub ward_phone: String,
}

/// One resident about whom there is a note or a bar.
pub fn person(conn: &mut Conn, id: ResidentId) -> Result<Person, DbError> {
    Ok(diesel::sql_query(
        "SELECT r.id, r.ward_id AS ward, r.name, r.person_key, o.phone AS ward_phone \
         FROM residents r JOIN organisations o ON o.id = r.ward_id \
         WHERE r.id = $1 AND (EXISTS (SELECT 1 FROM conduct_notes n WHERE n.resident_id = r.id) \
            OR EXISTS (SELECT 1 FROM ward_bars w WHERE w.resident_id = r.id))",
    )
    .bind::<BigInt, _>(id)
    .get_result(conn)?)
}

/// A bar as coordinators see it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Bar {
    #[diesel(sql_type = BigInt)]
    pub id: BarId,
    #[diesel(sql_type = BigInt)]
    pub ward: OrganisationId,
    #[diesel(sql_type = BigInt)]
    pub resident: ResidentId,
    #[diesel(sql_type = Text)]
    pub key_hash: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub kind: ConductKind,
    #[diesel(sql_type = Text)]
    pub what: String,
    #[diesel(sql_type = Text)]
    pub appeal_phone: String,
    #[diesel(sql_type = Date)]
    pub since: NaiveDate,
    #[diesel(sql_type = Date)]
    pub until: NaiveDate,
    #[diesel(sql_type = Text)]
    pub set_by: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub lifted_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub lifted_reason: Option<String>,
}

const BAR: &str = "SELECT w.id, w.ward_id AS ward, w.resident_id AS resident, w.key_hash, r.name, \
        w.kind, w.what, w.appeal_phone, w.since, w.until, a.name AS set_by, w.lifted_at, \
        w.lifted_reason \
     FROM ward_bars w JOIN residents r ON r.id = w.resident_id JOIN accounts a ON a.id = w.set_by";

/// The bars that stand at a ward today.
pub fn standing(
    conn: &mut Conn,
    ward: OrganisationId,
    today: NaiveDate,
) -> Result<Vec<Bar>, DbError> {
    Ok(diesel::sql_query(format!(
        "{BAR} WHERE w.ward_id = $1 AND w.lifted_at IS NULL AND w.until >= $2 ORDER BY w.until, w.id"
    ))
    .bind::<BigInt, _>(ward)
    .bind::<Date, _>(today)
    .load(conn)?)
}

/// All bars of one person, newest first.
pub fn of_person(
    conn: &mut Conn,
    ward: OrganisationId,
    key_hash: &str,
) -> Result<Vec<Bar>, DbError> {
    Ok(diesel::sql_query(format!(
        "{BAR} WHERE w.ward_id = $1 AND w.key_hash = $2 ORDER BY w.id DESC LIMIT 20"
    ))
    .bind::<BigInt, _>(ward)
    .bind::<Text, _>(key_hash)
    .load(conn)?)
}

/// One bar.
pub fn bar(conn: &mut Conn, id: BarId) -> Result<Bar, DbError> {
    Ok(diesel::sql_query(format!("{BAR} WHERE w.id = $1"))
        .bind::<BigInt, _>(id)
        .get_result(conn)?)
}

/// Which of these keys a bar stands against today, and until when.
pub fn barred_among(
    conn: &mut Conn,
    ward: OrganisationId,
    key_hashes: &[String],
    today: NaiveDate,
) -> Result<Vec<(String, NaiveDate)>, DbError> {
    use ward_bars::dsl as w;
    let query = ward_bars::table
        .filter(w::ward_id.eq(ward).and(w::key_hash.eq_any(key_hashes)))
        .filter(w::lifted_at.is_null().and(w::until.ge(today)));
    Ok(query.select((w::key_hash, w::until)).load(conn)?)
}

/// Until when bookings of this person are refused; none when they are not.
pub fn barred_until(
    conn: &mut Conn,
    ward: OrganisationId,
    key_hash: &str,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, DbError> {
    use ward_bars::dsl as w;
    let query = ward_bars::table
        .filter(w::ward_id.eq(ward).and(w::key_hash.eq(key_hash)))
        .filter(w::lifted_at.is_null().and(w::until.ge(today)));
    Ok(query.select(w::until).first(conn).optional()?)
}

/// Sets a bar. One that has run out makes room for it.
pub fn set(
    conn: &mut Conn,
    person: &Person,
    key_hash: &str,
    new: &NewBar,
    (by, at): (AccountId, At),
) -> Result<BarId, DbError> {
    use ward_bars::dsl as w;
    let over = ward_bars::table
        .filter(w::ward_id.eq(person.ward).and(w::key_hash.eq(key_hash)))
        .filter(w::lifted_at.is_null().and(w::until.lt(at.day())));
    diesel::update(over)
        .set((w::lifted_at.eq(at), w::lifted_by.eq(by), w::lifted_reason.eq("")))
        .execute(conn)?;
    Ok(diesel::insert_into(ward_bars::table)
        .values((
            w::ward_id.eq(person.ward),
            w::resident_id.eq(person.id),
            w::key_hash.eq(key_hash),
            w::kind.eq(new.kind),
            w::what.eq(&new.what),
            w::appeal_phone.eq(&new.appeal_phone),
            w::since.eq(at.day()),
            w::until.eq(new.until),
            w::set_by.eq(by),
            w::created_at.eq(at),
        ))
        .returning(w::id)
        .get_result(conn)?)
}

/// Lets the bars of one fingerprint stand under another: the person's name was put right.
pub fn follow(
    conn: &mut Conn,
    ward: OrganisationId,
    (from, to): (&str, &str),
) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE ward_bars SET key_hash = $1 WHERE ward_id = $2 AND key_hash = $3 \
         AND NOT EXISTS (SELECT 1 FROM ward_bars w \
            WHERE w.ward_id = $2 AND w.key_hash = $1 AND w.lifted_at IS NULL)",
    )
    .bind::<Text, _>(to)
    .bind::<BigInt, _>(ward)
    .bind::<Text, _>(from)
    .execute(conn)?;
    Ok(())
}

/// Lifts a bar; false when it was lifted before.
pub fn lift(
    conn: &mut Conn,
    id: BarId,
    reason: &str,
    (by, at): (AccountId, At),
) -> Result<bool, DbError> {
    use ward_bars::dsl as w;
    let row = ward_bars::table.find(id).filter(w::lifted_at.is_null());
    let lifted = (w::lifted_at.eq(at), w::lifted_by.eq(by), w::lifted_reason.eq(reason));
    Ok(diesel::update(row).set(lifted).execute(conn)? == 1)
}
