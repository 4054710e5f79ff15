//! What the rules of retention reach, and how it is taken away. Bounds are computed in
//! Rust and stand in the text as literals: both databases compare them alike.

use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use crate::domain::at::At;
use crate::domain::names::{fold, sort_key};
use crate::domain::retention::{Days, FORGOTTEN, Rule};

/// A table that a rule reaches, which of its rows, and what happens to them.
struct Task {
    table: &'static str,
    /// A condition on the table's rows; false for rows that are done.
    due: String,
    deed: Deed,
}

enum Deed {
    Delete,
    /// An UPDATE's list.
    Set(&'static str),
    /// Takes the person out of residents and their bookings.
    ForgetResidents,
    /// Takes the person out of accounts.
    ForgetAccounts,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many rows of which tables the rule reaches today.
pub fn due(
    conn: &mut Conn,
    rule: Rule,
    days: &Days,
    today: NaiveDate,
) -> Result<Vec<(&'static str, i64)>, DbError> {
    let mut found = Vec::new();
    for Task { table, due, .. } in tasks(rule, days, today) {
        let count: Count =
            diesel::sql_query(format!("SELECT COUNT(*) AS n FROM {table} WHERE {due}"))
                .get_result(conn)?;
        found.push((table, count.n));
    }
    Ok(found)
}

/// Does what the rule says; how many rows of which tables.
pub fn apply(
    conn: &mut Conn,
    rule: Rule,
    days: &Days,
    now: At,
) -> Result<Vec<(&'static str, i64)>, DbError> {
    let mut done = Vec::new();
    for Task { table, due, deed } in tasks(rule, days, now.day()) {
        let rows = match deed {
            Deed::Delete => {
                diesel::sql_query(format!("DELETE FROM {table} WHERE {due}")).execute(conn)?
            }
            Deed::Set(list) => {
                diesel::sql_query(format!("UPDATE {table} SET {list} WHERE {due}")).execute(conn)?
            }
            Deed::ForgetResidents => forget_residents(conn, &due, now)?,
            Deed::ForgetAccounts => forget_accounts(conn, &due)?,
        };
        done.push((table, rows as i64));
    }
    Ok(done)
}

/// Takes name, telephone, year and needs out of the residents that the condition on
/// `residents` names, and who booked for them. Bookings stay, with a key that still tells
/// one person from another; nothing leads from it back to the person.
pub(super) fn forget_residents(conn: &mut Conn, due: &str, now: At) -> Result<usize, DbError> {
    diesel::sql_query(format!(
        "UPDATE bookings SET person_key = 'gone-' || CAST((SELECT MIN(same.id) \
            FROM residents own JOIN residents same \
            ON same.ward_id = own.ward_id AND same.person_key = own.person_key \
            WHERE own.id = bookings.resident_id) AS TEXT), \
         proxy_name = NULL, proxy_phone = NULL, cancel_reason = NULL \
         WHERE resident_id IN (SELECT id FROM residents WHERE {due})"
    ))
    .execute(conn)?;
    Ok(diesel::sql_query(format!(
        "UPDATE residents SET name = $1, phone = NULL, birth_year = NULL, access_needs = '', \
         search = '', pseudonymised_at = $2, person_key = COALESCE((SELECT MIN(b.person_key) \
            FROM bookings b WHERE b.resident_id = residents.id), \
            'gone-' || CAST(residents.id AS TEXT)) \
         WHERE {due}"
    ))
    .bind::<Text, _>(FORGOTTEN)
    .bind::<Timestamp, _>(now)
    .execute(conn)?)
}

/// Takes name, addresses and the ways in out of accounts.
pub(super) fn forget_accounts(conn: &mut Conn, due: &str) -> Result<usize, DbError> {
    Ok(diesel::sql_query(format!(
        "UPDATE accounts SET name = $1, search = $2, sort_key = $3, title = '', email = NULL, \
         phone = NULL, password_hash = NULL, active = FALSE, \
         sign_in_name = 'gone-' || CAST(id AS TEXT) WHERE {due}"
    ))
    .bind::<Text, _>(FORGOTTEN)
    .bind::<Text, _>(fold(FORGOTTEN))
    .bind::<Binary, _>(sort_key(FORGOTTEN))
    .execute(conn)?)
}

/// The pupils who have left and whose last class is of a school year before this one.
fn left(years_before: &str) -> String {
    format!(
        "SELECT am.id FROM ambassadors am JOIN classes c ON c.id = am.class_id \
         WHERE c.school_year < '{years_before}' AND NOT am.active"
    )
}

fn tasks(rule: Rule, days: &Days, today: NaiveDate) -> Vec<Task> {
    let day = days.before(rule, today);
    let at = At::local(day, NaiveTime::MIN).utc().format("%Y-%m-%d %H:%M:%S").to_string();
    let years = days.years_before(rule, today);
    let one = |table, due, deed| vec![Task { table, due, deed }];
    let expired = |table| Task { table, due: format!("expires_at < '{at}'"), deed: Deed::Delete };
    match rule {
        Rule::Residents => one(
            "residents",
            format!(
                "residents.pseudonymised_at IS NULL AND residents.created_at < '{at}' \
                 AND NOT EXISTS (SELECT 1 FROM bookings b \
                    WHERE b.resident_id = residents.id AND b.day >= '{day}') \
                 AND NOT EXISTS (SELECT 1 FROM requests q \
                    WHERE q.resident_id = residents.id AND q.created_at >= '{at}')"
            ),
            Deed::ForgetResidents,
        ),
        Rule::Requests => vec![
            Task {
                table: "request_times",
                due: format!(
                    "request_id IN (SELECT q.id FROM requests q WHERE q.created_at < '{at}')"
                ),
                deed: Deed::Delete,
            },
            Task { table: "requests", due: format!("created_at < '{at}'"), deed: Deed::Delete },
        ],
        Rule::SignIns => vec![
            Task {
                table: "sign_ins",
                due: format!("expires_at < '{at}' OR revoked_at < '{at}'"),
                deed: Deed::Delete,
            },
            expired("sign_in_cards"),
        ],
        Rule::Attempts => vec![
            Task { table: "attempts", due: format!("window_start < '{at}'"), deed: Deed::Delete },
            expired("half_sign_ins"),
            expired("passkey_challenges"),
            expired("openid_starts"),
        ],
        Rule::Invitations => {
            one("invitations", format!("expires_at < '{at}' OR used_at < '{at}'"), Deed::Delete)
        }
        Rule::MessageTexts => one(
            "outbox",
            format!("state <> 'queued' AND next_attempt_at < '{at}' AND recipient <> ''"),
            Deed::Set(
                "recipient = '', subject = '', body_text = '', body_html = '', last_error = ''",
            ),
        ),
        Rule::Messages => {
            one("outbox", format!("state <> 'queued' AND created_at < '{at}'"), Deed::Delete)
        }
        Rule::ShiftReasons => {
            one("shifts", format!("reason <> '' AND created_at < '{at}'"), Deed::Set("reason = ''"))
        }
        Rule::FamilyLinks => one(
            "family_supports",
            format!("token_hash IS NOT NULL AND token_expires_at < '{at}'"),
            Deed::Set("token_hash = NULL"),
        ),
        Rule::GuardianLinks => vec![
            Task {
                table: "guardian_visits",
                due: format!("expires_at < '{at}'"),
                deed: Deed::Delete,
            },
            Task {
                table: "guardian_links",
                due: format!("expires_at < '{at}'"),
                deed: Deed::Delete,
            },
        ],
        Rule::DaysAway => one("availability_exceptions", format!("day < '{day}'"), Deed::Delete),
        Rule::Guardians => one(
            "ambassadors",
            format!(
                "(guardian_name <> '' OR guardian_phone IS NOT NULL OR guardian_email IS NOT NULL) \
                 AND id IN ({})",
                left(&years)
            ),
            Deed::Set("guardian_name = '', guardian_phone = NULL, guardian_email = NULL"),
        ),
        Rule::FreeTimes => vec![
            Task {
                table: "availability",
                due: format!("ambassador_id IN ({})", left(&years)),
                deed: Deed::Delete,
            },
            Task {
                table: "kept_apart",
                due: format!("ambassador_id IN ({0}) OR other_id IN ({0})", left(&years)),
                deed: Deed::Delete,
            },
        ],
        Rule::ConsentNames => one(
            "consents",
            format!("given_by <> '' AND school_year < '{years}'"),
            Deed::Set("given_by = ''"),
        ),
        Rule::Breaches => one(
            "safety_breaches",
            format!("what <> '' AND happened_on < '{day}'"),
            Deed::Set(
                "what = '', withdrawn_reason = CASE WHEN withdrawn_at IS NULL THEN NULL ELSE '' END",
            ),
        ),
        Rule::Incidents => one(
            "incidents",
            format!("(what <> '' OR follow_up <> '') AND closed_at < '{at}'"),
            Deed::Set("what = '', follow_up = ''"),
        ),
        Rule::Conduct => one("conduct_notes", format!("created_at < '{at}'"), Deed::Delete),
        Rule::Bars => {
            one("ward_bars", format!("until < '{day}' OR lifted_at < '{at}'"), Deed::Delete)
        }
        Rule::DataRequests => one(
            "data_requests",
            format!(
                "finished_at < '{at}' AND (asker_name <> '' OR wish <> '' OR answer <> '' \
                 OR reply_email IS NOT NULL)"
            ),
            Deed::Set("asker_name = '', wish = '', answer = '', reply_email = NULL"),
        ),
        Rule::DataLeaks => one("data_leaks", format!("closed_at < '{at}'"), Deed::Delete),
        Rule::Pupils => vec![
            Task {
                table: "accounts",
                due: format!(
                    "kind = 'ambassador' AND sign_in_name NOT LIKE 'gone-%' AND id IN \
                     (SELECT p.account_id FROM ambassadors p WHERE p.id IN ({}))",
                    left(&years)
                ),
                deed: Deed::ForgetAccounts,
            },
            Task {
                table: "ambassadors",
                due: format!("home_area_id IS NOT NULL AND id IN ({})", left(&years)),
                deed: Deed::Set("home_area_id = NULL, languages = 'vi'"),
            },
        ],
        Rule::Staff => {
            let gone = format!(
                "kind = 'staff' AND sign_in_name NOT LIKE 'gone-%' \
                 AND EXISTS (SELECT 1 FROM roles r WHERE r.account_id = accounts.id) \
                 AND NOT EXISTS (SELECT 1 FROM roles r WHERE r.account_id = accounts.id \
                    AND (r.until IS NULL OR r.until >= '{day}'))"
            );
            // The accounts come last: they tell whose second step, passkeys and connection go.
            let of_gone = format!("account_id IN (SELECT accounts.id FROM accounts WHERE {gone})");
            vec![
                Task { table: "recovery_codes", due: of_gone.clone(), deed: Deed::Delete },
                Task { table: "passkeys", due: of_gone.clone(), deed: Deed::Delete },
                Task { table: "two_steps", due: of_gone.clone(), deed: Deed::Delete },
                Task { table: "openid_bindings", due: of_gone, deed: Deed::Delete },
                Task { table: "accounts", due: gone, deed: Deed::ForgetAccounts },
            ]
        }
    }
}
