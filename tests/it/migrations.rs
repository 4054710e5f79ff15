//! The two schemas are the same schema, and diesel's picture of it is true.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::house::Database;

/// Tables and columns as the migrations of one database write them.
fn written(folder: &str) -> BTreeMap<String, Vec<(String, bool)>> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut tables = BTreeMap::new();
    for file in files {
        let sql = std::fs::read_to_string(file.join("up.sql")).unwrap();
        let mut table = None;
        for line in sql.lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                let name = rest.trim_end_matches(" (").to_owned();
                tables.insert(name.clone(), Vec::new());
                table = Some(name);
            } else if line.starts_with(");") {
                table = None;
            } else if let (Some(name), Some(column)) = (&table, line.strip_prefix("    ")) {
                let word = column.split_whitespace().next().unwrap_or_default();
                if word.starts_with(|c: char| c.is_ascii_lowercase()) {
                    let required = column.contains("NOT NULL") || column.contains("PRIMARY KEY");
                    let columns: &mut Vec<_> = tables.get_mut(name).unwrap();
                    columns.push((word.to_owned(), required));
                }
            }
        }
    }
    tables
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let root = env!("CARGO_MANIFEST_DIR");
    let sqlite = written(&format!("{root}/migrations/sqlite"));
    let postgres = written(&format!("{root}/migrations/postgres"));
    assert!(sqlite.len() > 40);
    assert_eq!(sqlite, postgres);
}

#[test]
fn diesel_knows_every_column_in_its_order() {
    let root = env!("CARGO_MANIFEST_DIR");
    let schema = std::fs::read_to_string(format!("{root}/src/db/schema.rs")).unwrap();
    for (table, columns) in written(&format!("{root}/migrations/sqlite")) {
        let (_, rest) = schema.split_once(&format!("    {table} (")).expect(&table);
        let body = rest.split("    }\n").next().unwrap();
        let known: Vec<(String, bool)> = body
            .lines()
            .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" -> "))
            .map(|(name, kind)| (name.to_owned(), !kind.starts_with("Nullable")))
            .collect();
        assert_eq!(known, columns, "{table}");
    }
}

/// With another index to choose, SQLite once read and sorted every open session for each page.
#[test]
fn the_public_list_walks_along_its_index_and_sorts_nothing() {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }
    let database = Database::in_a_file();
    let mut conn = SqliteConnection::establish(&database.url).unwrap();
    let steps: Vec<Step> = diesel::sql_query(
        "EXPLAIN QUERY PLAN SELECT s.id FROM sessions s JOIN places p ON p.id = s.place_id \
         WHERE s.state IN ('open', 'running') AND s.starts_at > '2026-11-27' \
         AND s.ends_at > '2026-11-28' ORDER BY s.starts_at, s.id LIMIT 50",
    )
    .load(&mut conn)
    .unwrap();
    let plan: Vec<String> = steps.into_iter().map(|step| step.detail).collect();
    assert!(plan[0].contains("sessions_public"), "{plan:?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
}
