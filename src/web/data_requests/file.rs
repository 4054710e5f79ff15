//! A copy as a file for machines.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use serde_json::{Map, Value, json};

use crate::db::data_requests::copy::Part;
use crate::domain::at::At;
use crate::web::{Answer, WebError};

/// All rows, table by table, with what the file is about.
pub fn copy(name: &str, about: Value, parts: Vec<Part>, now: At) -> Answer {
    let tables: Map<String, Value> = parts
        .into_iter()
        .map(|part| {
            let rows = part.rows.iter().map(|row| {
                part.columns.iter().map(|c| (*c).to_owned()).zip(row.iter().cloned()).collect()
            });
            let rows: Vec<BTreeMap<String, Option<String>>> = rows.collect();
            (part.table.to_owned(), json!(rows))
        })
        .collect();
    let copy = json!({
        "about": about,
        "copied_at": now.datetime().to_rfc3339(),
        "times": "UTC",
        "data": tables,
    });
    let text = serde_json::to_vec_pretty(&copy).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(text))
}
