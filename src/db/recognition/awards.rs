//! Awards as staff see them: lists by state and class, one award, and whom a list waits for.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::recognition::{AwardForm, AwardState, Figures, number};

/// An award as lists and its own page show it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct AwardRow {
    #[diesel(sql_type = BigInt)]
    pub id: AwardId,
    #[diesel(sql_type = BigInt)]
    pub programme: ProgrammeId,
    #[diesel(sql_type = Text)]
    pub state: AwardState,
    #[diesel(sql_type = BigInt)]
    pub tier: TierId,
    #[diesel(sql_type = Text)]
    pub form: AwardForm,
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    #[diesel(sql_type = BigInt)]
    pub supports: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub attendance_percent: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub breaches: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub set_aside_reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub number: Option<i64>,
    #[diesel(sql_type = Text)]
    school_code: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub token: Option<String>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub issued_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub revoked_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub revoked_reason: Option<String>,
}

impl AwardRow {
    /// The number as it is printed, "01/GCN-NVN", once it has one.
    pub fn printed_number(&self) -> Option<String> {
        self.number.map(|n| number(n, self.form, &self.school_code))
    }

    /// The figures of the moment it was computed.
    pub fn figures(&self) -> Figures {
        Figures {
            minutes: self.minutes,
            supports: self.supports,
            attendance_percent: self.attendance_percent,
            breaches: self.breaches,
        }
    }
}

const AWARD: &str = "SELECT a.id, a.programme_id AS programme, a.state, a.tier_id AS tier, t.form, \
        a.ambassador_id AS ambassador, n.name, a.class_id AS class, c.name AS class_name, \
        a.minutes, a.supports, a.attendance_percent, a.breaches, a.set_aside_reason, \
        d.number AS decision, a.number, o.code AS school_code, a.token, a.issued_at, a.revoked_at, a.revoked_reason \
     FROM awards a JOIN tiers t ON t.id = a.tier_id \
     JOIN ambassadors am ON am.id = a.ambassador_id \
     JOIN accounts n ON n.id = am.account_id \
     JOIN classes c ON c.id = a.class_id \
     JOIN organisations o ON o.id = am.school_id \
     LEFT JOIN decisions d ON d.id = a.decision_id";

/// By class and then by given name, as a class list stands.
pub(super) const BY_CLASS: &str = "ORDER BY c.grade, c.name, c.id, n.sort_key, a.id";

/// A condition on a column of classes; ids are numbers, so they may stand in the text.
fn among(classes: Option<&[ClassId]>) -> String {
    let Some(classes) = classes else { return String::new() };
    let ids: Vec<String> = classes.iter().map(ToString::to_string).collect();
    match ids.is_empty() {
        true => " AND FALSE".to_owned(),
        false => format!(" AND a.class_id IN ({})", ids.join(", ")),
    }
}

/// A page of a programme's awards in one state, of some classes or of all.
pub fn list(
    conn: &mut Conn,
    programme: ProgrammeId,
    state: AwardState,
    classes: Option<&[ClassId]>,
    rows: (i64, i64),
) -> Result<Vec<AwardRow>, DbError> {
    let classes = among(classes);
    Ok(diesel::sql_query(format!(
        "{AWARD} WHERE a.programme_id = $1 AND a.state = $2{classes} {BY_CLASS} LIMIT $3 OFFSET $4"
    ))
    .bind::<BigInt, _>(programme)
    .bind::<Text, _>(state)
    .bind::<BigInt, _>(rows.0)
    .bind::<BigInt, _>(rows.1)
    .load(conn)?)
}

/// All proposals of a programme: checked by the teacher and what became of them, except
/// those set aside.
pub fn proposals(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<AwardRow>, DbError> {
    Ok(diesel::sql_query(format!(
        "{AWARD} WHERE a.programme_id = $1 AND a.state IN ('checked', 'approved', 'issued') {BY_CLASS}"
    ))
    .bind::<BigInt, _>(programme)
    .load(conn)?)
}

/// One award.
pub fn get(conn: &mut Conn, id: AwardId) -> Result<AwardRow, DbError> {
    let query = diesel::sql_query(format!("{AWARD} WHERE a.id = $1"));
    Ok(query.bind::<BigInt, _>(id).get_result(conn)?)
}

/// Some awards of a programme, for acts on a list.
pub fn some(
    conn: &mut Conn,
    programme: ProgrammeId,
    ids: &[AwardId],
) -> Result<Vec<AwardRow>, DbError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(diesel::sql_query(format!(
        "{AWARD} WHERE a.programme_id = $1 AND a.id IN ({}) {BY_CLASS}",
        ids.join(", ")
    ))
    .bind::<BigInt, _>(programme)
    .load(conn)?)
}

/// A class whose candidates wait for its teacher.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct WaitingClass {
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// None: nobody holds the class today, so nobody can check.
    #[diesel(sql_type = Nullable<Text>)]
    pub teacher: Option<String>,
}

/// The classes whose candidates wait, with who could check them on this day.
pub fn waiting_classes(
    conn: &mut Conn,
    programme: ProgrammeId,
    day: chrono::NaiveDate,
) -> Result<Vec<WaitingClass>, DbError> {
    Ok(diesel::sql_query(
        "SELECT c.name AS class_name, COUNT(DISTINCT a.id) AS waiting, MIN(t.name) AS teacher \
         FROM classes c JOIN awards a ON a.class_id = c.id \
         LEFT JOIN roles r ON r.class_id = c.id AND r.role = 'class_teacher' \
           AND r.since <= $1 AND (r.until IS NULL OR r.until >= $1) \
         LEFT JOIN accounts t ON t.id = r.account_id AND t.active \
         WHERE a.programme_id = $2 AND a.state = 'candidate' \
         GROUP BY c.id, c.grade, c.name ORDER BY c.grade, c.name, c.id",
    )
    .bind::<Date, _>(day)
    .bind::<BigInt, _>(programme)
    .load(conn)?)
}

/// Awards of a class, by form.
#[derive(QueryableByName, Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClassAwards {
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = Text)]
    pub form: AwardForm,
    #[diesel(sql_type = BigInt)]
    pub issued: i64,
}

/// How many awards each class holds.
pub fn by_class(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<ClassAwards>, DbError> {
    Ok(diesel::sql_query(
        "SELECT a.class_id AS class, t.form, COUNT(*) AS issued FROM awards a \
         JOIN tiers t ON t.id = a.tier_id \
         WHERE a.programme_id = $1 AND a.state = 'issued' GROUP BY a.class_id, t.form",
    )
    .bind::<BigInt, _>(programme)
    .load(conn)?)
}
