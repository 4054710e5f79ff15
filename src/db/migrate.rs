//! Brings a database to the schema this binary knows, under a lock.

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::Conn;
use super::error::DbError;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number that no other program takes for its advisory lock on this database.
const LOCK: i64 = 7_126_042_025;

/// Applies what is missing and returns how many migrations that were.
///
/// Several instances may start at once: on PostgreSQL an advisory lock lets one
/// go first; on SQLite the file's own write lock does.
pub fn run(conn: &mut Conn) -> Result<usize, DbError> {
    match conn {
        Conn::Pg(c) => {
            c.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
            let applied = c.run_pending_migrations(POSTGRES).map(|done| done.len());
            c.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            applied
        }
        Conn::Sqlite(c) => {
            // WAL is a property of the file; readers then never wait for the writer.
            c.batch_execute("PRAGMA journal_mode = WAL")?;
            c.run_pending_migrations(SQLITE).map(|done| done.len())
        }
    }
    .map_err(|error| DbError::Other(format!("migration: {error}")))
}

/// How many migrations this binary knows that the database has not seen.
pub fn pending(conn: &mut Conn) -> Result<usize, DbError> {
    match conn {
        Conn::Pg(c) => c.pending_migrations(POSTGRES).map(|all| all.len()),
        Conn::Sqlite(c) => c.pending_migrations(SQLITE).map(|all| all.len()),
    }
    .map_err(|error| DbError::Other(format!("migration: {error}")))
}
