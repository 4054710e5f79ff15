//! How a service says no.

use std::sync::Arc;

use crate::db::{DbError, Refusable};
use crate::domain::refusal::{Problems, Refuse};

/// Why a thing was not done.
#[derive(Clone, Debug)]
pub enum Error {
    /// Something typed is wrong; each problem stands beside its field.
    Invalid(Problems),
    /// A rule says no, with a named reason.
    Refused(Arc<dyn Refuse>),
    /// There is none, or this person may not know of it.
    NotFound,
    /// This person may not do it.
    Forbidden,
    /// The database is overloaded; trying again may help.
    Busy(String),
    /// A fault of ours.
    Fault(String),
}

impl Error {
    /// The refusal's name, for tests and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Invalid(_) => "invalid",
            Error::Refused(refusal) => refusal.code(),
            Error::NotFound => "not_found",
            Error::Forbidden => "forbidden",
            Error::Busy(_) => "busy",
            Error::Fault(_) => "fault",
        }
    }
}

impl Refusable for Error {
    fn is_busy(&self) -> bool {
        matches!(self, Error::Busy(_))
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Error {
        match error {
            DbError::NotFound => Error::NotFound,
            DbError::Busy(why) => Error::Busy(why),
            DbError::Conflict(why) | DbError::Other(why) => Error::Fault(why),
        }
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Error {
        Error::Invalid(problems)
    }
}

impl<R: Refuse + 'static> From<R> for Error {
    fn from(refusal: R) -> Error {
        Error::Refused(Arc::new(refusal))
    }
}
