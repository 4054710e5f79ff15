//! actix only: the table of routes, what a handler may ask for, and how it answers.

pub mod accounts;
pub mod ambassadors;
pub mod approvals;
pub mod audit;
pub mod bookings;
pub mod breaches;
pub mod cache;
pub mod catalogue;
pub mod conduct;
pub mod consents;
pub mod data_leaks;
pub mod data_requests;
pub mod desk;
pub mod dev;
pub mod error;
pub mod extract;
pub mod family_supports;
pub mod fields;
pub mod guardians;
pub mod home;
pub mod hours;
pub mod incidents;
pub mod language;
pub mod matching;
pub mod middleware;
pub mod nav;
pub mod openid;
pub mod organisations;
pub mod passkeys;
pub mod places;
pub mod recognition;
pub mod register;
pub mod requests;
pub mod roster;
pub mod routes;
pub mod sessions;
pub mod shifts;
pub mod site;
pub mod span;
pub mod staff;
pub mod supports;
pub mod topics;
pub mod two_step;

pub use error::WebError;
pub use extract::{May, Visitor};
pub use fields::Fields;

/// What a handler answers.
pub type Answer = Result<actix_web::HttpResponse, WebError>;

/// Back to a page with a good word, or with the reason for a refusal.
pub fn told<T>(
    visitor: &Visitor,
    to: &str,
    answer: crate::service::Answer<T>,
    say: impl FnOnce(T) -> String,
) -> Answer {
    use crate::service::Error;
    match answer {
        Ok(value) => Ok(visitor.done(to, &say(value))),
        Err(Error::Refused(refusal)) => Ok(visitor.refused(to, &refusal.message())),
        Err(Error::Invalid(problems)) => Ok(visitor.refused(to, &problems.first())),
        Err(error) => Err(error.into()),
    }
}
