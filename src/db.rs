//! The only room that knows SQL. One handle, two verbs: [`Db::read`] and [`Db::write`].

pub mod accounts;
pub mod ambassadors;
pub mod audit;
pub mod bookings;
pub mod breaches;
pub mod bulk;
pub mod catalogue;
mod committer;
pub mod conduct;
mod conn;
pub mod data_leaks;
pub mod data_requests;
pub mod demo;
pub mod desk;
pub mod duties;
mod error;
pub mod family_supports;
mod fixed;
pub mod guardians;
pub mod hours;
pub mod incidents;
pub mod leases;
pub mod limits;
pub mod matching;
pub mod migrate;
pub mod openid;
pub mod organisations;
pub mod outbox;
pub mod passkeys;
pub mod places;
pub mod recognition;
pub mod register;
pub mod requests;
pub mod retention;
pub mod schema;
pub mod school_days;
pub mod seats;
pub mod sessions;
pub mod shifts;
mod sql;
pub mod staff;
pub mod supports;
pub mod topics;
pub mod trail;
pub mod two_step;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use diesel::prelude::*;
use diesel::r2d2::Pool;
use tokio::sync::Semaphore;

pub use committer::Refusable;
pub use conn::{Conn, Durability};
pub use error::DbError;

use committer::Committer;
use conn::{Manager, Setup};

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct DbConfig {
    /// `postgres://…`, or the path of an SQLite file.
    pub url: String,
    pub durability: Durability,
    /// Connections for reading; the writer has its own.
    pub readers: u32,
}

/// Writers on PostgreSQL: enough that one waits for the disk while another works.
const POSTGRES_WRITERS: usize = 4;

/// A handle on the database; clones share it.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    readers: Pool<Manager>,
    permits: Semaphore,
    /// One on SQLite, which has one writer; a few on PostgreSQL.
    committers: Vec<Committer>,
    /// Acts committed by this process.
    commits: Arc<AtomicU64>,
    queries: Arc<AtomicU64>,
    postgres: bool,
    /// SQLite's write-ahead log, which grows or is written anew with every commit.
    log: PathBuf,
}

/// Where an SQLite database stands: it changes with every commit of any process.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Mark {
    commits: u64,
    log: Option<(u64, SystemTime)>,
}

impl Db {
    /// Opens the database. Migrations are applied only by [`Db::migrate`].
    pub fn open(config: &DbConfig) -> Result<Db, DbError> {
        let setup = Setup { durability: config.durability, read_only: false };
        let queries = Arc::new(AtomicU64::new(0));
        let commits = Arc::new(AtomicU64::new(0));
        let postgres = conn::is_postgres(&config.url);
        let readers = Pool::builder()
            .max_size(config.readers)
            // A file does not go away; a server may have been restarted.
            .test_on_check_out(postgres)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(10))
            .connection_customizer(Box::new(Counting {
                setup: Setup { read_only: true, ..setup },
                queries: queries.clone(),
            }))
            .build(Manager::new(&config.url))?;
        let url = config.url.clone();
        let open = move || {
            let mut writer = Db::connect(&url)?;
            setup.apply(&mut writer)?;
            Ok(writer)
        };
        let writers = if postgres { POSTGRES_WRITERS } else { 1 };
        let committers: Result<Vec<_>, _> =
            (0..writers).map(|_| Committer::start(open.clone(), commits.clone())).collect();
        let committers = committers?;
        Ok(Db {
            shared: Arc::new(Shared {
                readers,
                permits: Semaphore::new(config.readers as usize),
                committers,
                commits,
                queries,
                postgres,
                log: PathBuf::from(format!("{}-wal", config.url)),
            }),
        })
    }

    /// Opens, and first brings the schema up to date.
    pub fn migrate(config: &DbConfig) -> Result<usize, DbError> {
        let mut conn = Db::connect(&config.url)?;
        Setup { durability: config.durability, read_only: false }.apply(&mut conn)?;
        migrate::run(&mut conn)
    }

    /// Adds the shipped topics that the catalogue lacks and returns how many that were.
    pub fn add_topics(
        config: &DbConfig,
        shipped: &[crate::domain::topics::Topic],
        checked_on: chrono::NaiveDate,
    ) -> Result<usize, DbError> {
        let mut conn = Db::connect(&config.url)?;
        Setup { durability: config.durability, read_only: false }.apply(&mut conn)?;
        conn.transaction(|conn| topics::add_missing(conn, shipped, checked_on))
    }

    fn connect(url: &str) -> Result<Conn, DbError> {
        // What the libraries say may run over several lines; a refusal is one sentence.
        let said = |error: ConnectionError| {
            error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        Conn::establish(url).map_err(|error| DbError::Other(said(error)))
    }

    /// Runs `act` on a reading connection, off the async threads; a permit bounds how many wait there.
    pub async fn read<T, E, F>(&self, act: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let shared = self.shared.clone();
        let _permit = self.shared.permits.acquire().await.map_err(|_| closed())?;
        tokio::task::spawn_blocking(move || {
            let mut conn = shared.readers.get().map_err(DbError::from)?;
            act(&mut conn)
        })
        .await
        .map_err(|fault| DbError::Other(format!("a read panicked: {fault}")))?
    }

    /// Runs `act` as one transaction and answers once it is committed.
    ///
    /// Acts that wait at the same moment share a commit, each in a savepoint of its
    /// own: an act's error undoes that act alone. `act` may be run again when the
    /// database asks for it (a deadlock between instances), so it borrows its input.
    pub async fn write<T, E, F>(&self, act: F) -> Result<T, E>
    where
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Refusable + Send + 'static,
    {
        self.shared.committers[0].submit(act).await
    }

    /// The same for an act that touches little but what `key` names, such as one slot:
    /// acts near different keys need not wait for each other's commit.
    pub async fn write_near<T, E, F>(&self, key: i64, act: F) -> Result<T, E>
    where
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Refusable + Send + 'static,
    {
        let committers = &self.shared.committers;
        let at = key.unsigned_abs() as usize % committers.len();
        committers[at].submit(act).await
    }

    /// How many acts this process has committed: what it rendered before is stale after.
    pub fn commits(&self) -> u64 {
        self.shared.commits.load(Ordering::Acquire)
    }

    /// Where the database stands, without asking it; `None` on PostgreSQL. Commits of this
    /// process are counted, those of others (a command at work on the same file) show in
    /// the log's size and time.
    pub fn mark(&self) -> Option<Mark> {
        if self.shared.postgres {
            return None;
        }
        let log = std::fs::metadata(&self.shared.log).ok();
        let log = log.and_then(|log| Some((log.len(), log.modified().ok()?)));
        Some(Mark { commits: self.commits(), log })
    }

    /// How many statements the readers have run, for the tests that count them.
    pub fn queries(&self) -> u64 {
        self.shared.queries.load(Ordering::Relaxed)
    }

    /// Is it PostgreSQL, where other instances may write too?
    pub fn is_shared(&self) -> bool {
        self.shared.postgres
    }
}

fn closed() -> DbError {
    DbError::Busy("the database is closing".into())
}

/// Sets a reader up and counts its statements.
#[derive(Debug)]
struct Counting {
    setup: Setup,
    queries: Arc<AtomicU64>,
}

impl diesel::r2d2::CustomizeConnection<Conn, diesel::r2d2::Error> for Counting {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        self.setup.on_acquire(conn)?;
        let queries = self.queries.clone();
        conn.set_instrumentation(move |event: diesel::connection::InstrumentationEvent<'_>| {
            if let diesel::connection::InstrumentationEvent::StartQuery { .. } = event {
                queries.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(())
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

/// Answers when the database does; for readiness.
pub fn ping(conn: &mut Conn) -> Result<(), DbError> {
    let row: Count = diesel::sql_query("SELECT CAST(1 AS BIGINT) AS n").get_result(conn)?;
    debug_assert_eq!(row.n, 1);
    Ok(())
}
