//! Whom a leak touches: everybody of these kinds whom the organisation had to do with in
//! the time. People without a name any more are nobody's.

use chrono::{Days, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Leak;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::data_leaks::LeakKind;

/// One person to be told.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Affected {
    #[diesel(sql_type = Text)]
    pub kind: LeakKind,
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The class; whose guardian.
    #[diesel(sql_type = Text)]
    pub mark: String,
    #[diesel(sql_type = Text)]
    pub phone: String,
    #[diesel(sql_type = Text)]
    pub email: String,
}

/// Pupils of the school, or on duty in sessions of the ward in that time.
fn pupils(leak: &Leak) -> String {
    let moment = |at: At| at.utc().format("%Y-%m-%d %H:%M:%S").to_string();
    let from = moment(At::local(leak.from_day, NaiveTime::MIN));
    let to = moment(At::local(leak.to_day + Days::new(1), NaiveTime::MIN));
    format!(
        "FROM ambassadors m JOIN accounts a ON a.id = m.account_id \
         JOIN classes c ON c.id = m.class_id \
         WHERE a.sign_in_name NOT LIKE 'gone-%' AND (m.school_id = {0} OR m.id IN \
            (SELECT sh.ambassador_id FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
             WHERE s.ward_id = {0} AND s.starts_at >= '{from}' AND s.starts_at < '{to}'))",
        leak.organisation
    )
}

fn rows_of(leak: &Leak, kind: LeakKind) -> String {
    let (org, from, to) = (leak.organisation, leak.from_day, leak.to_day);
    match kind {
        LeakKind::Residents => format!(
            "SELECT 'residents' AS kind, r.name, '' AS mark, COALESCE(r.phone, '') AS phone, \
                '' AS email FROM bookings b JOIN residents r ON r.id = b.resident_id \
             WHERE b.ward_id = {org} AND b.day >= '{from}' AND b.day <= '{to}' \
                AND r.pseudonymised_at IS NULL \
             UNION SELECT 'residents', b.proxy_name, '', COALESCE(b.proxy_phone, ''), '' \
             FROM bookings b WHERE b.ward_id = {org} AND b.day >= '{from}' AND b.day <= '{to}' \
                AND b.proxy_name IS NOT NULL"
        ),
        LeakKind::Pupils => format!(
            "SELECT 'pupils' AS kind, a.name, c.name AS mark, COALESCE(a.phone, '') AS phone, \
                COALESCE(a.email, '') AS email {}",
            pupils(leak)
        ),
        LeakKind::Guardians => format!(
            "SELECT 'guardians' AS kind, m.guardian_name AS name, a.name AS mark, \
                COALESCE(m.guardian_phone, '') AS phone, COALESCE(m.guardian_email, '') AS email \
             {} AND m.guardian_name <> ''",
            pupils(leak)
        ),
        LeakKind::Staff => format!(
            "SELECT DISTINCT 'staff' AS kind, a.name, a.title AS mark, \
                COALESCE(a.phone, '') AS phone, COALESCE(a.email, '') AS email \
             FROM roles h JOIN accounts a ON a.id = h.account_id \
             WHERE h.organisation_id = {org} AND h.since <= '{to}' \
                AND (h.until IS NULL OR h.until >= '{from}') AND a.sign_in_name NOT LIKE 'gone-%'"
        ),
    }
}

fn all(leak: &Leak) -> String {
    let parts: Vec<String> = leak
        .kinds()
        .iter()
        .map(|kind| format!("SELECT * FROM ({}) {kind}", rows_of(leak, *kind)))
        .collect();
    parts.join(" UNION ALL ")
}

/// A part of the people, kind by kind and by name.
pub fn list(conn: &mut Conn, leak: &Leak, rows: (i64, i64)) -> Result<Vec<Affected>, DbError> {
    Ok(diesel::sql_query(format!(
        "SELECT * FROM ({}) everybody ORDER BY kind DESC, name, phone LIMIT $1 OFFSET $2",
        all(leak)
    ))
    .bind::<BigInt, _>(rows.0)
    .bind::<BigInt, _>(rows.1)
    .load(conn)?)
}

/// How many there are of each kind.
pub fn counts(conn: &mut Conn, leak: &Leak) -> Result<Vec<(LeakKind, i64)>, DbError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = Text)]
        kind: LeakKind,
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let rows: Vec<Count> = diesel::sql_query(format!(
        "SELECT kind, COUNT(*) AS n FROM ({}) everybody GROUP BY kind",
        all(leak)
    ))
    .load(conn)?;
    let n = |kind: LeakKind| rows.iter().find(|row| row.kind == kind).map_or(0, |row| row.n);
    Ok(leak.kinds().into_iter().map(|kind| (kind, n(kind))).collect())
}
