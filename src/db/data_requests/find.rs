//! Finding the person whom a request is about.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::staff::Reach;
use crate::domain::data_requests::Subject;
use crate::domain::ids::*;
use crate::domain::names::fold;
use crate::domain::phone::Phone;

/// Somebody whom a request can be about.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Found {
    #[diesel(sql_type = Text)]
    pub subject: Subject,
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub organisation: OrganisationId,
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What tells people of one name apart: the telephone's last digits, the class.
    #[diesel(sql_type = Text)]
    pub mark: String,
    #[diesel(sql_type = Text)]
    pub place: String,
}

const RESIDENTS: &str = "SELECT 'resident' AS subject, MAX(p.id) AS id, \
     p.ward_id AS organisation, p.name, \
     CASE WHEN p.phone IS NULL THEN '' ELSE SUBSTR(p.phone, LENGTH(p.phone) - 3, 4) END AS mark, \
     r.short_name AS place \
     FROM residents p JOIN (SELECT id AS organisation_id, short_name FROM organisations) r \
        ON r.organisation_id = p.ward_id";
const PUPILS: &str = "SELECT 'pupil' AS subject, m.id, m.school_id AS organisation, a.name, \
     c.name AS mark, r.short_name AS place \
     FROM ambassadors m JOIN accounts a ON a.id = m.account_id \
     JOIN classes c ON c.id = m.class_id \
     JOIN (SELECT id AS organisation_id, short_name FROM organisations) r \
        ON r.organisation_id = m.school_id";
const GUARDIANS: &str = "SELECT 'guardian' AS subject, m.id, m.school_id AS organisation, \
     m.guardian_name AS name, a.name AS mark, r.short_name AS place \
     FROM ambassadors m JOIN accounts a ON a.id = m.account_id \
     JOIN (SELECT id AS organisation_id, short_name FROM organisations) r \
        ON r.organisation_id = m.school_id";

/// People within reach whose name holds `typed`, or whose telephone or booking code it is.
pub fn search(conn: &mut Conn, reach: &Reach, typed: &str) -> Result<Vec<Found>, DbError> {
    let part = format!("%{}%", fold(typed).replace(['%', '_'], ""));
    let phone = Phone::parse(typed).map(|p| p.as_str().to_owned()).unwrap_or_default();
    let code = crate::domain::codes::read(typed).unwrap_or_default();
    let reach = reach.condition();
    Ok(diesel::sql_query(format!(
        "SELECT * FROM ({RESIDENTS} WHERE p.pseudonymised_at IS NULL AND {reach} \
            AND (p.search LIKE $1 OR p.phone = $2 OR p.id IN \
                (SELECT b.resident_id FROM bookings b WHERE b.code = $3)) \
            GROUP BY p.ward_id, p.person_key, p.name, p.phone, r.short_name LIMIT 20) one \
         UNION ALL SELECT * FROM ({PUPILS} WHERE {reach} AND a.sign_in_name NOT LIKE 'gone-%' \
            AND (a.search LIKE $1 OR a.sign_in_name LIKE $1) LIMIT 20) two \
         UNION ALL SELECT * FROM ({GUARDIANS} WHERE {reach} AND m.guardian_name <> '' \
            AND (m.guardian_phone = $2 OR a.search LIKE $1) LIMIT 20) three \
         ORDER BY subject DESC, name, id"
    ))
    .bind::<Text, _>(part)
    .bind::<Text, _>(phone)
    .bind::<Text, _>(code)
    .load(conn)?)
}

/// The person of this number, or none.
pub fn person(conn: &mut Conn, subject: Subject, id: i64) -> Result<Found, DbError> {
    let (rows, condition) = match subject {
        Subject::Resident => (
            RESIDENTS,
            "p.id = $1 AND p.pseudonymised_at IS NULL \
             GROUP BY p.ward_id, p.person_key, p.name, p.phone, r.short_name",
        ),
        Subject::Pupil => (PUPILS, "m.id = $1 AND a.sign_in_name NOT LIKE 'gone-%'"),
        Subject::Guardian => (GUARDIANS, "m.id = $1 AND m.guardian_name <> ''"),
    };
    let query = diesel::sql_query(format!("{rows} WHERE {condition}"));
    Ok(query.bind::<BigInt, _>(id).get_result(conn)?)
}
