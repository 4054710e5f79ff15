//! Sums of the ledger, with what recognition needs beside them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Date, Text, Timestamp};

use super::Period;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::ids::*;

/// Which pupils a sum is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    School(OrganisationId),
    Class(ClassId),
    Pupil(AmbassadorId),
}

impl Whose {
    /// A condition on `ambassadors am`, with `$1` for the id.
    fn condition(self) -> &'static str {
        match self {
            Whose::School(_) => "am.school_id = $1",
            Whose::Class(_) => "am.class_id = $1",
            Whose::Pupil(_) => "am.id = $1",
        }
    }

    /// A list leaves out those who paused before they earned anything; one pupil is
    /// always found.
    fn shown(self) -> &'static str {
        match self {
            Whose::Pupil(_) => "TRUE",
            Whose::School(_) | Whose::Class(_) => "(am.active OR h.minutes IS NOT NULL)",
        }
    }

    fn id(self) -> i64 {
        match self {
            Whose::School(id) => id.0,
            Whose::Class(id) => id.0,
            Whose::Pupil(id) => id.0,
        }
    }
}

/// What a pupil has earned in a period, as recognition and the hours pages need it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Total {
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = BigInt)]
    pub grade: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Binary)]
    pub sort_key: Vec<u8>,
    #[diesel(sql_type = Text)]
    pub badge: String,
    /// Verified: the ledger's sum.
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    /// Supports a supervisor confirmed that helped: done alone, guided, or handed to an official.
    #[diesel(sql_type = BigInt)]
    pub supports: i64,
    #[diesel(sql_type = BigInt)]
    pub shifts_done: i64,
    #[diesel(sql_type = BigInt)]
    pub shifts_absent: i64,
}

impl Total {
    /// Shifts kept of those that came due, in percent; none when none came due.
    pub fn attendance_percent(&self) -> Option<i64> {
        crate::domain::hours::attendance_percent(self.shifts_done, self.shifts_absent)
    }
}

/// Sums per pupil in one query, by class and then by given name. Pupils who are no
/// longer active stand in it as long as they have earned something.
pub fn totals(conn: &mut Conn, whose: Whose, period: Period) -> Result<Vec<Total>, DbError> {
    let (of, shown) = (whose.condition(), whose.shown());
    let (from, to) = period.instants();
    Ok(diesel::sql_query(format!(
        "SELECT am.id AS ambassador, am.school_id AS school, am.class_id AS class, \
            c.name AS class_name, c.grade, a.name, a.sort_key, am.badge, \
            COALESCE(h.minutes, 0) AS minutes, COALESCE(u.supports, 0) AS supports, \
            COALESCE(w.done, 0) AS shifts_done, COALESCE(w.absent, 0) AS shifts_absent \
         FROM ambassadors am \
         JOIN accounts a ON a.id = am.account_id \
         JOIN classes c ON c.id = am.class_id \
         LEFT JOIN (SELECT e.ambassador_id, CAST(SUM(e.minutes) AS BIGINT) AS minutes \
            FROM hours_entries e JOIN ambassadors am ON am.id = e.ambassador_id \
            WHERE {of} AND e.earned_on BETWEEN $2 AND $3 \
            GROUP BY e.ambassador_id) h ON h.ambassador_id = am.id \
         LEFT JOIN (SELECT su.ambassador_id, COUNT(*) AS supports \
            FROM supports su JOIN ambassadors am ON am.id = su.ambassador_id \
            WHERE {of} AND su.state IN ('closed_by_supervisor', 'verified') \
              AND su.outcome IN ('alone', 'guided', 'referred') \
              AND su.started_at >= $4 AND su.started_at < $5 \
            GROUP BY su.ambassador_id) u ON u.ambassador_id = am.id \
         LEFT JOIN (SELECT sh.ambassador_id, \
              CAST(SUM(CASE WHEN sh.state = 'done' THEN 1 ELSE 0 END) AS BIGINT) AS done, \
              CAST(SUM(CASE WHEN sh.state = 'absent' THEN 1 ELSE 0 END) AS BIGINT) AS absent \
            FROM shifts sh JOIN ambassadors am ON am.id = sh.ambassador_id \
            JOIN sessions s ON s.id = sh.session_id \
            WHERE {of} AND sh.state IN ('done', 'absent') \
              AND s.starts_at >= $4 AND s.starts_at < $5 \
            GROUP BY sh.ambassador_id) w ON w.ambassador_id = am.id \
         WHERE {of} AND {shown} \
         ORDER BY c.grade, c.name, c.id, a.sort_key, am.id"
    ))
    .bind::<BigInt, _>(whose.id())
    .bind::<Date, _>(period.from)
    .bind::<Date, _>(period.to)
    .bind::<Timestamp, _>(from)
    .bind::<Timestamp, _>(to)
    .load(conn)?)
}
