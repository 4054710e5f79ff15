//! Everything that is kept about somebody, read along the register of processing: a column
//! that is declared there is in the copy without anybody having to think of it.

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::register::{Column, columns};
use crate::domain::data_requests::Subject;
use crate::domain::ids::*;
use crate::domain::register::{Use, Whose};

/// Which person, by the numbers that lead to their rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Person {
    Resident(Vec<ResidentId>),
    Pupil(AmbassadorId, AccountId),
    Guardian(AmbassadorId),
}

impl Person {
    pub fn subject(&self) -> Subject {
        match self {
            Person::Resident(_) => Subject::Resident,
            Person::Pupil(..) => Subject::Pupil,
            Person::Guardian(_) => Subject::Guardian,
        }
    }

    /// Puts the person's numbers into a condition.
    fn fill(&self, condition: &str) -> String {
        match self {
            Person::Resident(rows) => {
                let ids: Vec<String> = rows.iter().map(ToString::to_string).collect();
                let ids = if ids.is_empty() { "NULL".to_owned() } else { ids.join(", ") };
                condition.replace("{r}", &ids)
            }
            Person::Pupil(pupil, account) => {
                condition.replace("{m}", &pupil.to_string()).replace("{a}", &account.to_string())
            }
            Person::Guardian(pupil) => condition.replace("{m}", &pupil.to_string()),
        }
    }
}

/// A table that holds rows of such a person, which rows they are, and of whose columns.
struct Link {
    table: &'static str,
    rows: &'static str,
    /// All columns but those about nobody or staff; else only those about the guardian.
    whole: bool,
}

const fn link(table: &'static str, rows: &'static str) -> Link {
    Link { table, rows, whole: true }
}

const RESIDENT: &[Link] = &[
    link("residents", "id IN ({r})"),
    link("bookings", "resident_id IN ({r})"),
    link("requests", "resident_id IN ({r})"),
    link("request_times", "request_id IN (SELECT id FROM requests WHERE resident_id IN ({r}))"),
    link("supports", "booking_id IN (SELECT id FROM bookings WHERE resident_id IN ({r}))"),
    link("matches", "booking_id IN (SELECT id FROM bookings WHERE resident_id IN ({r}))"),
    link("conduct_notes", "resident_id IN ({r})"),
    link("ward_bars", "resident_id IN ({r})"),
    link("data_requests", "resident_id IN ({r})"),
];

const PUPIL: &[Link] = &[
    link("accounts", "id = {a}"),
    link("sign_ins", "account_id = {a}"),
    link("sign_in_cards", "ambassador_id = {m}"),
    link("ambassadors", "id = {m}"),
    link("consents", "ambassador_id = {m}"),
    link("guardian_links", "ambassador_id = {m}"),
    link("guardian_visits", "ambassador_id = {m}"),
    link("certifications", "ambassador_id = {m}"),
    link("availability", "ambassador_id = {m}"),
    link("availability_exceptions", "ambassador_id = {m}"),
    link("kept_apart", "ambassador_id = {m} OR other_id = {m}"),
    link("shifts", "ambassador_id = {m}"),
    link("matches", "ambassador_id = {m}"),
    link("forbidden_matches", "ambassador_id = {m}"),
    link("supports", "ambassador_id = {m}"),
    link("family_supports", "ambassador_id = {m}"),
    link("hours_entries", "ambassador_id = {m}"),
    link("safety_breaches", "ambassador_id = {m}"),
    link("incidents", "ambassador_id = {m}"),
    link("awards", "ambassador_id = {m}"),
    link("data_requests", "ambassador_id = {m}"),
];

const GUARDIAN: &[Link] = &[
    Link { table: "ambassadors", rows: "id = {m}", whole: false },
    link("consents", "ambassador_id = {m} AND side = 'guardian'"),
    link("guardian_links", "ambassador_id = {m}"),
    link("guardian_visits", "ambassador_id = {m}"),
    Link { table: "family_supports", rows: "ambassador_id = {m}", whole: false },
    link("data_requests", "ambassador_id = {m} AND subject = 'guardian'"),
];

fn links(subject: Subject) -> &'static [Link] {
    match subject {
        Subject::Resident => RESIDENT,
        Subject::Pupil => PUPIL,
        Subject::Guardian => GUARDIAN,
    }
}

/// The columns of a person's copy, as the register declares them.
pub fn columns_for(subject: Subject) -> Vec<Column> {
    let of = |link: &Link, column: &Column| {
        let theirs = match link.whole {
            true => !matches!(column.why.whose, Whose::Nobody | Whose::Staff),
            false => column.why.whose == Whose::Guardian,
        };
        column.table == link.table && theirs && column.why.purpose != Use::Running
    };
    links(subject)
        .iter()
        .flat_map(|link| columns().filter(|column| of(link, column)).collect::<Vec<_>>())
        .collect()
}

/// What proves somebody's identity is kept only as a fingerprint and stays unsaid, and so
/// does who else a pupil is kept apart from.
const UNSAID: &[&str] = &[
    "password_hash",
    "token_hash",
    "number_hash",
    "key_hash",
    "sort_key",
    "idempotency_key",
    "other_id",
];

/// Texts about two children at once, which a copy for one of them does not tell.
const UNSAID_HERE: &[(&str, &str)] = &[("kept_apart", "reason")];

/// The rows of one table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub table: &'static str,
    pub purpose: Use,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<Option<String>>>,
}

const BETWEEN: &str = "\u{1f}";
const NOTHING: &str = "\u{1e}";
/// In the place of a fingerprint.
pub const KEPT_UNSAID: &str = "***";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Everything, table by table: one query each, however much there is.
pub fn read(conn: &mut Conn, person: &Person) -> Result<Vec<Part>, DbError> {
    let all = columns_for(person.subject());
    let mut parts = Vec::new();
    for link in links(person.subject()) {
        let own: Vec<&Column> = all.iter().filter(|c| c.table == link.table).collect();
        let Some(first) = own.first() else { continue };
        let cells: Vec<String> = own.iter().map(|column| cell(column)).collect();
        // Each cell ends with the sign between, so that both parameters always appear.
        let lines: Vec<Line> = diesel::sql_query(format!(
            "SELECT {} || $2 AS line FROM {} WHERE {} ORDER BY 1",
            cells.join(" || $2 || "),
            link.table,
            person.fill(link.rows)
        ))
        .bind::<Text, _>(NOTHING)
        .bind::<Text, _>(BETWEEN)
        .load(conn)?;
        parts.push(Part {
            table: link.table,
            purpose: first.why.purpose,
            columns: own.iter().map(|column| column.column).collect(),
            rows: lines.iter().map(|line| values(&line.line)).collect(),
        });
    }
    Ok(parts)
}

/// Numbers that only the house understands, and what people call the thing: column, table,
/// the thing's name.
const CALLED: &[(&str, &str, &str)] = &[
    ("organisation_id", "organisations", "name"),
    ("ward_id", "organisations", "name"),
    ("school_id", "organisations", "name"),
    ("area_id", "areas", "name"),
    ("home_area_id", "areas", "name"),
    ("class_id", "classes", "name"),
    ("session_id", "sessions", "starts_at"),
    ("slot_id", "slots", "starts_at"),
    ("programme_id", "programmes", "name"),
    ("tier_id", "tiers", "name_vi"),
];

fn cell(Column { table, column, .. }: &Column) -> String {
    let called = CALLED.iter().find(|(of, ..)| of == column);
    let unsaid = UNSAID.contains(column) || UNSAID_HERE.contains(&(*table, *column));
    let shown = match (unsaid, called) {
        (true, _) => format!("CASE WHEN {column} IS NULL THEN NULL ELSE '{KEPT_UNSAID}' END"),
        (_, Some((_, of, name))) => format!(
            "(SELECT CAST(called.{name} AS TEXT) FROM {of} called WHERE called.id = {table}.{column})"
        ),
        _ => format!("CAST({column} AS TEXT)"),
    };
    format!("COALESCE({shown}, $1)")
}

fn values(line: &str) -> Vec<Option<String>> {
    let line = line.strip_suffix(BETWEEN).unwrap_or(line);
    let value = |cell: &str| (cell != NOTHING).then(|| cell.to_owned());
    line.split(BETWEEN).map(value).collect()
}
