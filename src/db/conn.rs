//! One connection type over both databases.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error as PoolError};

/// A connection to PostgreSQL or SQLite, chosen by the URL: `postgres://…`, else a file's path.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs the same diesel expression on whichever connection it is: for what the
/// derived connection cannot express (upserts, batch inserts, row locks).
#[macro_export]
macro_rules! each_backend {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::Conn::Pg($c) => $body,
            $crate::db::Conn::Sqlite($c) => $body,
        }
    };
}

diesel::define_sql_function! {
    /// The id of the row that this SQLite connection inserted last.
    fn last_insert_rowid() -> diesel::sql_types::BigInt;
}

/// Inserts one row and gives its id, or nothing when the row was not wanted (a conflict that
/// does nothing). SQLite builds a table of its own for each `RETURNING`, so there the id is
/// asked for afterwards.
#[macro_export]
macro_rules! insert_for_id {
    ($conn:expr, $insert:expr, $id:expr) => {
        match $conn {
            $crate::db::Conn::Pg(c) => {
                diesel::RunQueryDsl::get_result($insert.returning($id), c).optional()
            }
            $crate::db::Conn::Sqlite(c) => match diesel::RunQueryDsl::execute($insert, c) {
                Ok(0) => Ok(None),
                Ok(_) => diesel::RunQueryDsl::get_result(
                    diesel::select($crate::db::conn::last_insert_rowid()),
                    c,
                )
                .map(Some),
                Err(error) => Err(error),
            },
        }
    };
}

pub(super) type Manager = ConnectionManager<Conn>;

/// What an acknowledged write survives on SQLite.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Durability {
    /// A power cut: `synchronous=FULL`.
    #[default]
    Full,
    /// A crash of the process, not of the machine: `synchronous=NORMAL`.
    Normal,
}

/// How each new connection is set up before its first use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setup {
    pub durability: Durability,
    pub read_only: bool,
}

impl Setup {
    pub fn apply(self, conn: &mut Conn) -> QueryResult<()> {
        match conn {
            Conn::Pg(c) => c.batch_execute(
                "SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; SET statement_timeout = '30s'",
            ),
            Conn::Sqlite(c) => {
                // busy_timeout comes first: the pragmas after it may already wait for a lock.
                c.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON")?;
                // Checkpoints copy the log into the file while everybody waits: fewer, larger ones.
                c.batch_execute("PRAGMA wal_autocheckpoint = 4000")?;
                // What undoes a single act of a group need not be written to a file.
                c.batch_execute("PRAGMA temp_store = MEMORY")?;
                c.batch_execute("PRAGMA mmap_size = 268435456; PRAGMA cache_size = -16000")?;
                c.batch_execute(match self.durability {
                    Durability::Full => "PRAGMA synchronous = FULL",
                    Durability::Normal => "PRAGMA synchronous = NORMAL",
                })?;
                if self.read_only {
                    c.batch_execute("PRAGMA query_only = ON")?;
                }
                Ok(())
            }
        }
    }
}

impl CustomizeConnection<Conn, PoolError> for Setup {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), PoolError> {
        self.apply(conn).map_err(PoolError::QueryError)
    }
}

/// Is this URL a PostgreSQL one?
pub(super) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}
