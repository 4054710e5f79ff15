//! Recognition: programmes, candidates, awards, papers, and the public page.

pub mod awards;
pub mod papers;
pub mod programmes;

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Deserialize;

use super::{Answer, Visitor};
use crate::db::recognition::pages::Look;
use crate::domain::ids::ClassId;
use crate::domain::recognition::AwardState;
use crate::service::{self, Error};

/// Which part of a list is asked for; what makes no sense is as good as not asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    state: String,
    class: String,
    page: String,
}

impl Filter {
    fn look(query: Query<Filter>) -> Look {
        let Filter { state, class, page } = query.into_inner();
        Look {
            state: AwardState::from_code(&state),
            class: class.parse().ok().map(ClassId),
            page: page.parse().unwrap_or(1).clamp(1, 100_000),
        }
    }
}

/// 303 with the notice, or with the reason for a refusal, to `back`.
fn settled(visitor: &Visitor, back: &str, done: service::Answer<String>) -> Answer {
    match done {
        Ok(notice) => Ok(visitor.done(back, &notice)),
        Err(Error::Refused(refusal)) => Ok(visitor.refused(back, &refusal.message())),
        Err(error) => Err(error.into()),
    }
}

/// A PDF that only this visitor's browser may keep.
fn pdf(name: &str, bytes: Vec<u8>) -> HttpResponse {
    use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")))
        .body(bytes)
}
