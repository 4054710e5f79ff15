//! Whom to tell that a legal term has passed.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Text};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::data_requests::RightKind;
use crate::domain::ids::*;
use crate::domain::lang::Lang;

/// One person to be told of one request.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct ToTell {
    #[diesel(sql_type = BigInt)]
    pub id: DataRequestId,
    #[diesel(sql_type = Text)]
    pub kind: RightKind,
    #[diesel(sql_type = Text)]
    pub place: String,
    /// The answer is late; else the acknowledgement.
    #[diesel(sql_type = Bool)]
    pub answer: bool,
    #[diesel(sql_type = Date)]
    pub due: NaiveDate,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    lang: String,
    #[diesel(sql_type = Text)]
    pub event_key: String,
}

impl ToTell {
    /// The language this person reads.
    pub fn lang(&self) -> Lang {
        Lang::from_tag(&self.lang)
    }
}

/// Those who may answer a late request and the administrators, where no letter stands yet.
pub fn to_tell(conn: &mut Conn, today: NaiveDate, at_most: i64) -> Result<Vec<ToTell>, DbError> {
    Ok(diesel::sql_query(
        "SELECT t.* FROM (\
            SELECT DISTINCT r.id, r.kind, o.name AS place, (r.answer_by < $1) AS answer, \
               CASE WHEN r.answer_by < $1 THEN r.answer_by ELSE r.acknowledge_by END AS due, \
               a.name, a.email, a.lang, \
               'data_request.late:' || CAST(r.id AS TEXT) || ':' || \
                  CASE WHEN r.answer_by < $1 THEN 'answer' ELSE 'acknowledge' END || ':' || \
                  CAST(a.id AS TEXT) AS event_key \
            FROM data_requests r JOIN organisations o ON o.id = r.organisation_id \
            JOIN roles h ON h.role = 'administrator' OR (h.organisation_id = r.organisation_id \
               AND h.role IN ('coordinator', 'school_officer')) \
            JOIN accounts a ON a.id = h.account_id \
            WHERE ((r.state = 'received' AND r.acknowledge_by < $1) \
                  OR (r.state IN ('received', 'acknowledged') AND r.answer_by < $1)) \
               AND h.since <= $1 AND (h.until IS NULL OR h.until >= $1) \
               AND a.active AND a.email IS NOT NULL) t \
         WHERE NOT EXISTS (SELECT 1 FROM outbox x WHERE x.event_key = t.event_key) \
         ORDER BY t.id, t.event_key LIMIT $2",
    )
    .bind::<Date, _>(today)
    .bind::<BigInt, _>(at_most)
    .load(conn)?)
}
