//! What is printed of an award, and what its public page may say.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::recognition::{AwardForm, AwardState};

/// Everything that stands on one certificate.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct PaperRow {
    #[diesel(sql_type = BigInt)]
    pub id: AwardId,
    #[diesel(sql_type = Text)]
    pub state: AwardState,
    #[diesel(sql_type = Text)]
    pub form: AwardForm,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub token: String,
    #[diesel(sql_type = Timestamp)]
    pub issued_at: At,
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub holder: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    #[diesel(sql_type = BigInt)]
    pub supports: i64,
    #[diesel(sql_type = Text)]
    pub programme: String,
    #[diesel(sql_type = Text)]
    pub school_year: String,
    #[diesel(sql_type = Text)]
    pub place_name: String,
    #[diesel(sql_type = Text)]
    pub signatory_title: String,
    #[diesel(sql_type = Text)]
    pub signatory_name: String,
    #[diesel(sql_type = Text)]
    pub decision_number: String,
    #[diesel(sql_type = Date)]
    pub decided_on: NaiveDate,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = Text)]
    pub school_name: String,
    #[diesel(sql_type = Text)]
    pub school_code: String,
    #[diesel(sql_type = Text)]
    pub parent_name: String,
    #[diesel(sql_type = Text)]
    pub ward_name: String,
}

const PAPER: &str = "SELECT a.id, a.state, t.form, a.number, a.token, a.issued_at, \
        a.ambassador_id AS ambassador, n.name AS holder, c.name AS class_name, a.minutes, a.supports, \
        g.name AS programme, g.school_year, g.place_name, g.signatory_title, g.signatory_name, \
        d.number AS decision_number, d.decided_on, g.school_id AS school, s.name AS school_name, \
        s.code AS school_code, s.parent_name, w.name AS ward_name \
     FROM awards a JOIN tiers t ON t.id = a.tier_id \
     JOIN ambassadors am ON am.id = a.ambassador_id \
     JOIN accounts n ON n.id = am.account_id \
     JOIN classes c ON c.id = a.class_id \
     JOIN programmes g ON g.id = a.programme_id \
     JOIN decisions d ON d.id = a.decision_id \
     JOIN organisations s ON s.id = g.school_id \
     JOIN organisations w ON w.id = s.ward_id";

/// The paper of one award that has a number, revoked or not.
pub fn one(conn: &mut Conn, id: AwardId) -> Result<PaperRow, DbError> {
    let query = diesel::sql_query(format!("{PAPER} WHERE a.id = $1 AND a.number IS NOT NULL"));
    Ok(query.bind::<BigInt, _>(id).get_result(conn)?)
}

/// The papers of all issued awards of a programme, in the order of their registers.
pub fn all(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<PaperRow>, DbError> {
    Ok(diesel::sql_query(format!(
        "{PAPER} WHERE a.programme_id = $1 AND a.state = 'issued' ORDER BY a.register, a.number"
    ))
    .bind::<BigInt, _>(programme)
    .load(conn)?)
}

/// The awards a pupil holds or held, newest first.
pub fn of_pupil(conn: &mut Conn, pupil: AmbassadorId) -> Result<Vec<PaperRow>, DbError> {
    Ok(diesel::sql_query(format!(
        "{PAPER} WHERE a.ambassador_id = $1 AND a.number IS NOT NULL \
         ORDER BY a.issued_at DESC, a.id DESC"
    ))
    .bind::<BigInt, _>(pupil)
    .load(conn)?)
}

/// What the public page behind a paper's QR code knows. The name comes along only when
/// both sides agree to it in the award's school year, so no page can show it by mistake.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct PublicAward {
    #[diesel(sql_type = Text)]
    pub state: AwardState,
    #[diesel(sql_type = Text)]
    pub form: AwardForm,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Timestamp)]
    pub issued_at: At,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub revoked_at: Option<At>,
    /// As the name: only with consent.
    #[diesel(sql_type = Nullable<Text>)]
    pub class_name: Option<String>,
    #[diesel(sql_type = Text)]
    pub programme: String,
    #[diesel(sql_type = Text)]
    pub school_year: String,
    #[diesel(sql_type = Text)]
    pub school_name: String,
    #[diesel(sql_type = Text)]
    pub school_code: String,
    #[diesel(sql_type = Text)]
    pub school_phone: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    /// As the name: only with consent.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub minutes: Option<i64>,
}

/// The award behind a token, as the public may see it.
pub fn public(conn: &mut Conn, token: &str) -> Result<PublicAward, DbError> {
    Ok(diesel::sql_query(
        "SELECT a.state, a.form, a.number, a.issued_at, a.revoked_at, a.programme, \
            a.school_year, a.school_name, a.school_code, a.school_phone, \
            CASE WHEN a.sides = 2 THEN a.class_name END AS class_name, \
            CASE WHEN a.sides = 2 THEN a.name END AS name, \
            CASE WHEN a.sides = 2 THEN a.minutes END AS minutes \
         FROM (SELECT a.state, t.form, a.number, a.issued_at, a.revoked_at, c.name AS class_name, \
               g.name AS programme, g.school_year, s.name AS school_name, s.code AS school_code, \
               s.phone AS school_phone, n.name, a.minutes, \
               (SELECT COUNT(DISTINCT k.side) FROM consents k \
                WHERE k.ambassador_id = a.ambassador_id AND k.purpose = 'public_name' \
                  AND k.school_year = g.school_year AND k.withdrawn_at IS NULL) AS sides \
            FROM awards a JOIN tiers t ON t.id = a.tier_id \
            JOIN ambassadors am ON am.id = a.ambassador_id \
            JOIN accounts n ON n.id = am.account_id \
            JOIN classes c ON c.id = a.class_id \
            JOIN programmes g ON g.id = a.programme_id \
            JOIN organisations s ON s.id = g.school_id \
            WHERE a.token = $1) a",
    )
    .bind::<Text, _>(token)
    .get_result(conn)?)
}

/// How many valid awards a pupil holds, in all years.
pub fn held(conn: &mut Conn, pupil: AmbassadorId) -> Result<i64, DbError> {
    use crate::db::schema::awards;
    Ok(awards::table
        .filter(awards::ambassador_id.eq(pupil))
        .filter(awards::state.eq(AwardState::Issued))
        .count()
        .get_result(conn)?)
}

/// Does this pupil's public page show the name? For the pupil's own page, which says so.
#[derive(QueryableByName)]
struct Agreed {
    #[diesel(sql_type = Bool)]
    both: bool,
}

/// Have both sides agreed to a public name for the school year?
pub fn shows_name(
    conn: &mut Conn,
    pupil: AmbassadorId,
    school_year: &str,
) -> Result<bool, DbError> {
    let row: Agreed = diesel::sql_query(
        "SELECT COUNT(DISTINCT k.side) = 2 AS both FROM consents k \
         WHERE k.ambassador_id = $1 AND k.purpose = 'public_name' AND k.school_year = $2 \
           AND k.withdrawn_at IS NULL",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Text, _>(school_year)
    .get_result(conn)?;
    Ok(row.both)
}
