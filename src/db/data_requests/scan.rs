//! Looking for a person in every column of every table the register declares, to prove
//! that nothing leads to them any more.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::register::{Column, columns};
use crate::domain::data_traces::{Traces, pieces};
use crate::domain::register::Use;

/// Where something of the person stands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Find {
    pub table: &'static str,
    pub column: &'static str,
    /// As it is written there.
    pub piece: String,
}

/// What a scan has seen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scan {
    pub tables: i64,
    pub columns: i64,
    pub finds: BTreeSet<Find>,
    /// People of the same name or telephone whose own rows hold it; they stay as they are.
    pub others: i64,
}

/// Columns in which people have their own names and contacts: what stands in them now is
/// somebody else's, because the person's own rows were emptied before.
const OWN: &[(&str, &str)] = &[
    ("accounts", "name"),
    ("accounts", "title"),
    ("accounts", "search"),
    ("accounts", "email"),
    ("accounts", "phone"),
    ("accounts", "sign_in_name"),
    ("residents", "name"),
    ("residents", "search"),
    ("residents", "phone"),
    ("residents", "person_key"),
    ("bookings", "person_key"),
    ("bookings", "proxy_name"),
    ("bookings", "proxy_phone"),
    ("ambassadors", "guardian_name"),
    ("ambassadors", "guardian_phone"),
    ("ambassadors", "guardian_email"),
    ("consents", "given_by"),
    ("programmes", "signatory_name"),
];

/// Bytes that only order names, and never text.
const NO_TEXT: &[&str] = &["sort_key"];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    at: i64,
    #[diesel(sql_type = Text)]
    text: String,
}

/// Scans everything; `letter` is the event of the answer itself, which leaves and is emptied
/// with the other messages.
pub fn scan(conn: &mut Conn, traces: &Traces, letter: &str) -> Result<Scan, DbError> {
    let all: Vec<Column> = columns().filter(|c| !NO_TEXT.contains(&c.column)).collect();
    let mut tables: Vec<&'static str> = all.iter().map(|column| column.table).collect();
    tables.dedup();
    let tables: BTreeSet<&'static str> = tables.into_iter().collect();
    let mut done = Scan { tables: tables.len() as i64, ..Scan::default() };
    let mut others: BTreeSet<String> = BTreeSet::new();
    let mut texts: Vec<(Column, String)> = Vec::new();
    for table in tables {
        let own: Vec<Column> = all.iter().filter(|c| c.table == table).copied().collect();
        done.columns += own.len() as i64;
        for row in holding(conn, &own, traces, letter)? {
            let column = own[row.at as usize];
            if OWN.contains(&(column.table, column.column)) {
                done.others += 1;
                others.insert(row.text);
            } else if column.why.purpose != Use::Running {
                texts.push((column, row.text));
            }
        }
    }
    for (column, text) in texts {
        for piece in pieces(&text, traces, &others) {
            done.finds.insert(Find { table: column.table, column: column.column, piece });
        }
    }
    Ok(done)
}

/// The texts of a table that may hold a trace: one query for all its columns.
fn holding(
    conn: &mut Conn,
    own: &[Column],
    traces: &Traces,
    letter: &str,
) -> Result<Vec<Row>, DbError> {
    let wanted: Vec<String> =
        traces.needles().iter().map(|needle| needle.replace('\'', "''")).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let parts: Vec<String> = own
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let text = format!("CAST({} AS TEXT)", column.column);
            let like: Vec<String> =
                wanted.iter().map(|needle| format!("{text} LIKE '%{needle}%'")).collect();
            let but = but(column.table, letter);
            format!(
                "SELECT CAST({at} AS BIGINT) AS at, {text} AS text FROM {} WHERE ({}){but}",
                column.table,
                like.join(" OR ")
            )
        })
        .collect();
    Ok(diesel::sql_query(parts.join(" UNION ALL ")).load(conn)?)
}

/// The letter that tells of the deletion keeps its address until it has left.
fn but(table: &str, letter: &str) -> String {
    if table == "outbox" { format!(" AND event_key <> '{letter}'") } else { String::new() }
}

/// Tables to which rows are only ever added: nothing can be taken out of them.
const SEALED: &[&str] = &["audit", "audit_seals", "hours_entries"];

/// Takes what was found out of texts that may be changed, but for one letter, by its key.
pub fn redact(
    conn: &mut Conn,
    finds: &BTreeSet<Find>,
    instead: &str,
    letter: &str,
) -> Result<(), DbError> {
    for Find { table, column, piece } in finds {
        if SEALED.contains(table) {
            continue;
        }
        diesel::sql_query(format!(
            "UPDATE {table} SET {column} = REPLACE({column}, $1, $2) WHERE {column} LIKE $3{}",
            but(table, letter)
        ))
        .bind::<Text, _>(piece)
        .bind::<Text, _>(instead)
        .bind::<Text, _>(format!("%{piece}%"))
        .execute(conn)?;
    }
    Ok(())
}
