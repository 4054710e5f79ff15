//! actix only: the table of routes, what a handler may ask for, and how it answers.

pub mod accounts;
pub mod audit;
pub mod bookings;
pub mod breaches;
pub mod cache;
pub mod catalogue;
pub mod desk;
pub mod dev;
pub mod error;
pub mod extract;
pub mod home;
pub mod hours;
pub mod matching;
pub mod middleware;
pub mod nav;
pub mod organisations;
pub mod recognition;
pub mod requests;
pub mod routes;
pub mod site;
pub mod span;
pub mod staff;
pub mod topics;

pub use error::WebError;
pub use extract::{Fields, May, Visitor};

/// What a handler answers.
pub type Answer = Result<actix_web::HttpResponse, WebError>;
