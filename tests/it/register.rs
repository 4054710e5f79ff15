//! Every column says why it is there, and the page says it to staff.

use std::collections::BTreeMap;

use dai_su_so::db::register::columns;
use dai_su_so::domain::register::{Ground, Keep, Whose};

use crate::house::TestApp;
use crate::house::world::*;

/// Tables and columns of `db/schema.rs`.
fn schema() -> Vec<(String, String)> {
    let file = format!("{}/src/db/schema.rs", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).unwrap();
    let mut found = Vec::new();
    for part in text.split("diesel::table! {").skip(1) {
        let table = part.split_whitespace().next().unwrap().to_owned();
        let body = part.split("\n}").next().unwrap();
        for line in body.lines() {
            if let Some((column, _)) = line.trim().split_once(" -> ") {
                found.push((table.clone(), column.to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_column_of_the_schema_is_declared_once_and_nothing_else_is() {
    let mut declared: BTreeMap<(String, String), usize> = BTreeMap::new();
    for column in columns() {
        *declared.entry((column.table.to_owned(), column.column.to_owned())).or_default() += 1;
    }
    let schema = schema();
    assert!(schema.len() > 350, "{}", schema.len());
    let missing: Vec<_> = schema.iter().filter(|key| !declared.contains_key(*key)).collect();
    assert!(missing.is_empty(), "db/register.rs says nothing about {missing:#?}");
    let wrong: Vec<_> =
        declared.iter().filter(|(key, n)| **n != 1 || !schema.contains(key)).collect();
    assert!(wrong.is_empty(), "declared twice, or not in the schema: {wrong:#?}");
}

#[test]
fn what_is_about_somebody_has_a_ground_and_an_end() {
    for column in columns() {
        let why = column.why;
        let about_nobody = why.whose == Whose::Nobody;
        assert_eq!(about_nobody, why.ground == Ground::None, "{column:?}");
        let personal = !about_nobody && !column.table.starts_with("audit");
        let stays = matches!(why.keep, Keep::Standing | Keep::Sealed);
        let signs = matches!(column.table, "programmes" | "decisions");
        assert!(!personal || !stays || signs, "{column:?} is kept without an end");
    }
}

#[test]
fn the_register_is_a_page_for_staff_in_both_languages() {
    let (app, _) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer
        .get("/staff/register")
        .is(200)
        .shows("Sổ xử lý dữ liệu cá nhân")
        .shows("guardian_phone")
        .shows("sau 90 ngày");
    app.signed_in(COORDINATOR).in_english().get("/staff/register").is(200).shows("after 90 days");
    officer.get("/staff/register").hides("đã tới hạn");
    app.signed_in(ADMINISTRATOR).get("/staff/register").is(200).shows("Số dòng đã tới hạn");
    app.signed_in(CLASS_TEACHER).get("/staff/register").is(403);
}
