//! Taking a person out of their own rows. What law and accounts need stays as figures.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::copy::Person;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::retention::{forget_accounts, forget_residents};
use crate::domain::at::At;
use crate::domain::data_traces::Traces;
use crate::domain::ids::*;

/// Words that lead to the person, read before they go.
#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    word: Option<String>,
}

fn of_residents(ids: &str) -> String {
    format!(
        "SELECT 'name' AS kind, name AS word FROM residents WHERE id IN ({ids}) \
         UNION SELECT 'phone', phone FROM residents WHERE id IN ({ids}) \
         UNION SELECT 'sign', code FROM bookings WHERE resident_id IN ({ids}) \
         UNION SELECT 'sign', code FROM requests WHERE resident_id IN ({ids}) \
         UNION SELECT 'sign', reply_email FROM data_requests WHERE resident_id IN ({ids})"
    )
}

fn of_pupil(pupil: AmbassadorId, account: AccountId) -> String {
    format!(
        "SELECT 'name' AS kind, name AS word FROM accounts WHERE id = {account} \
         UNION SELECT 'sign', sign_in_name FROM accounts WHERE id = {account} \
         UNION SELECT 'sign', email FROM accounts WHERE id = {account} \
         UNION SELECT 'phone', phone FROM accounts WHERE id = {account} \
         UNION SELECT 'sign', badge FROM ambassadors WHERE id = {pupil} \
         UNION SELECT 'sign', reply_email FROM data_requests WHERE ambassador_id = {pupil}"
    )
}

fn of_guardian(pupil: AmbassadorId) -> String {
    format!(
        "SELECT 'name' AS kind, guardian_name AS word FROM ambassadors WHERE id = {pupil} \
         UNION SELECT 'phone', guardian_phone FROM ambassadors WHERE id = {pupil} \
         UNION SELECT 'sign', guardian_email FROM ambassadors WHERE id = {pupil} \
         UNION SELECT 'sign', reply_email FROM data_requests \
            WHERE ambassador_id = {pupil} AND subject = 'guardian'"
    )
}

/// Everything that leads to the person.
pub fn traces(conn: &mut Conn, person: &Person) -> Result<Traces, DbError> {
    let sql = match person {
        Person::Resident(rows) => of_residents(&listed(rows)),
        Person::Pupil(pupil, account) => of_pupil(*pupil, *account),
        Person::Guardian(pupil) => of_guardian(*pupil),
    };
    let words: Vec<Word> = diesel::sql_query(sql).load(conn)?;
    let mut traces = Traces::default();
    for Word { kind, word } in words {
        let Some(word) = word else { continue };
        match kind.as_str() {
            "name" => traces.name(&word),
            "phone" => traces.phone(&word),
            _ => traces.sign(&word),
        }
    }
    Ok(traces)
}

fn listed(rows: &[ResidentId]) -> String {
    let ids: Vec<String> = rows.iter().map(ToString::to_string).collect();
    if ids.is_empty() { "NULL".to_owned() } else { ids.join(", ") }
}

/// What else of a resident is taken away, besides what retention takes.
fn steps_of_residents(ids: &str) -> Vec<String> {
    let bookings = format!("SELECT id FROM bookings WHERE resident_id IN ({ids})");
    vec![
        // Whom this person booked for keep their bookings, without the one who made them.
        format!(
            "UPDATE bookings SET proxy_name = NULL, proxy_phone = NULL \
             WHERE proxy_phone IS NOT NULL AND EXISTS (SELECT 1 FROM residents r \
                WHERE r.id IN ({ids}) AND r.ward_id = bookings.ward_id \
                AND r.phone = bookings.proxy_phone AND r.name = bookings.proxy_name)"
        ),
        format!(
            "DELETE FROM request_times WHERE request_id IN \
             (SELECT id FROM requests WHERE resident_id IN ({ids}))"
        ),
        format!("DELETE FROM requests WHERE resident_id IN ({ids})"),
        format!(
            "UPDATE bookings SET code = 'gone-' || CAST(id AS TEXT), \
             idempotency_key = 'gone-' || CAST(id AS TEXT), phrase = '', tear_off = '' \
             WHERE resident_id IN ({ids})"
        ),
        format!("UPDATE supports SET handed_to = '' WHERE booking_id IN ({bookings})"),
        format!("UPDATE matches SET reason = '' WHERE booking_id IN ({bookings})"),
        // A bar protects the pupils until its end: it holds by a fingerprint, without a name.
        format!("DELETE FROM conduct_notes WHERE resident_id IN ({ids})"),
        format!(
            "UPDATE data_requests SET asker_name = '', wish = '', answer = '', \
             reply_email = NULL WHERE resident_id IN ({ids})"
        ),
    ]
}

fn steps_of_pupil(pupil: AmbassadorId, account: AccountId) -> Vec<String> {
    let of = |table: &str| format!("DELETE FROM {table} WHERE ambassador_id = {pupil}");
    vec![
        of("availability"),
        of("availability_exceptions"),
        format!("DELETE FROM kept_apart WHERE ambassador_id = {pupil} OR other_id = {pupil}"),
        format!("UPDATE shifts SET reason = '' WHERE ambassador_id = {pupil}"),
        format!("UPDATE matches SET reason = '' WHERE ambassador_id = {pupil}"),
        format!("UPDATE consents SET given_by = '' WHERE ambassador_id = {pupil}"),
        format!("UPDATE family_supports SET token_hash = NULL WHERE ambassador_id = {pupil}"),
        format!(
            "UPDATE safety_breaches SET what = '', withdrawn_reason = \
             CASE WHEN withdrawn_at IS NULL THEN NULL ELSE '' END WHERE ambassador_id = {pupil}"
        ),
        format!(
            "UPDATE ambassadors SET guardian_name = '', guardian_phone = NULL, \
             guardian_email = NULL, home_area_id = NULL, languages = 'vi', active = FALSE, \
             badge = 'gone-' || CAST(id AS TEXT) WHERE id = {pupil}"
        ),
        // An incident that is being handled keeps its words until it is closed.
        format!(
            "UPDATE incidents SET what = '', follow_up = '' \
             WHERE ambassador_id = {pupil} AND state = 'closed'"
        ),
        of("sign_in_cards"),
        of("guardian_visits"),
        of("guardian_links"),
        format!("DELETE FROM sign_ins WHERE account_id = {account}"),
        format!("DELETE FROM half_sign_ins WHERE account_id = {account}"),
        format!(
            "UPDATE data_requests SET asker_name = '', wish = '', answer = '', \
             reply_email = NULL WHERE ambassador_id = {pupil}"
        ),
    ]
}

fn steps_of_guardian(pupil: AmbassadorId) -> Vec<String> {
    vec![
        format!("DELETE FROM guardian_visits WHERE ambassador_id = {pupil}"),
        format!("DELETE FROM guardian_links WHERE ambassador_id = {pupil}"),
        format!(
            "UPDATE consents SET given_by = '' WHERE ambassador_id = {pupil} AND side = 'guardian'"
        ),
        format!("UPDATE family_supports SET token_hash = NULL WHERE ambassador_id = {pupil}"),
        format!(
            "UPDATE ambassadors SET guardian_name = '', guardian_phone = NULL, \
             guardian_email = NULL WHERE id = {pupil}"
        ),
        format!(
            "UPDATE data_requests SET asker_name = '', wish = '', answer = '', \
             reply_email = NULL WHERE ambassador_id = {pupil} AND subject = 'guardian'"
        ),
    ]
}

/// Takes the person out of their own rows.
pub fn forget(conn: &mut Conn, person: &Person, now: At) -> Result<(), DbError> {
    let steps = match person {
        Person::Resident(rows) => steps_of_residents(&listed(rows)),
        Person::Pupil(pupil, account) => steps_of_pupil(*pupil, *account),
        Person::Guardian(pupil) => steps_of_guardian(*pupil),
    };
    for step in steps {
        diesel::sql_query(step).execute(conn)?;
    }
    match person {
        Person::Resident(rows) => {
            let due = format!("residents.id IN ({})", listed(rows));
            forget_residents(conn, &due, now)?;
        }
        Person::Pupil(_, account) => {
            forget_accounts(conn, &format!("id = {account}"))?;
        }
        Person::Guardian(_) => {}
    }
    Ok(())
}

/// Letters to the person that have not left are not sent any more.
pub fn stop_letters(
    conn: &mut Conn,
    letter: &str,
    addresses: &BTreeSet<String>,
) -> Result<(), DbError> {
    for address in addresses {
        diesel::sql_query(
            "UPDATE outbox SET state = 'failed', recipient = '', subject = '', body_text = '', \
             body_html = '', last_error = '' WHERE recipient = $1 AND state = 'queued' \
             AND event_key <> $2",
        )
        .bind::<Text, _>(address)
        .bind::<Text, _>(letter)
        .execute(conn)?;
    }
    Ok(())
}

/// Keeps what the scan has seen with the request.
pub fn note_scan(
    conn: &mut Conn,
    id: DataRequestId,
    scan: &super::scan::Scan,
) -> Result<(), DbError> {
    use crate::db::schema::data_requests::{self, dsl as d};
    let places: BTreeSet<String> =
        scan.finds.iter().map(|find| format!("{}.{}", find.table, find.column)).collect();
    let places = places.into_iter().collect::<Vec<_>>().join(", ");
    diesel::update(data_requests::table.find(id))
        .set((
            d::scanned_tables.eq(scan.tables),
            d::scanned_columns.eq(scan.columns),
            d::finds.eq(scan.finds.len() as i64),
            d::found_in.eq(places),
        ))
        .execute(conn)?;
    Ok(())
}
