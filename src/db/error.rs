//! What can go wrong at the database, in four kinds that callers tell apart.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// A failed read or write.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No such row, or not one this person may see.
    #[error("no such row")]
    NotFound,
    /// A constraint refused the write; the text names it or its columns.
    #[error("constraint refused: {0}")]
    Conflict(String),
    /// The database did not get round to it in time; trying again may help.
    #[error("database busy: {0}")]
    Busy(String),
    /// A fault of ours or the machine's.
    #[error("database: {0}")]
    Other(String),
}

impl From<Diesel> for DbError {
    fn from(error: Diesel) -> DbError {
        match error {
            Diesel::NotFound => DbError::NotFound,
            Diesel::DatabaseError(kind, info) => match kind {
                DatabaseErrorKind::UniqueViolation
                | DatabaseErrorKind::CheckViolation
                | DatabaseErrorKind::ForeignKeyViolation
                | DatabaseErrorKind::NotNullViolation => DbError::Conflict(format!(
                    "{} {}",
                    info.constraint_name().unwrap_or_default(),
                    info.message()
                )),
                DatabaseErrorKind::SerializationFailure => DbError::Busy(info.message().into()),
                _ if is_passing(info.message()) => DbError::Busy(info.message().into()),
                _ => DbError::Other(info.message().into()),
            },
            other => DbError::Other(other.to_string()),
        }
    }
}

/// Deadlocks, lock time-outs and a locked SQLite file pass by themselves.
fn is_passing(message: &str) -> bool {
    ["deadlock detected", "database is locked", "lock timeout", "could not serialize"]
        .iter()
        .any(|sign| message.contains(sign))
}

impl From<diesel::r2d2::PoolError> for DbError {
    fn from(error: diesel::r2d2::PoolError) -> DbError {
        DbError::Busy(error.to_string())
    }
}
