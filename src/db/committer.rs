//! The writer: one thread, one connection, commits in groups.
//!
//! With one fsync per commit the disk allows a few hundred commits a second; acts
//! that wait at the same moment run one after the other inside one transaction,
//! each in its own savepoint, and are answered after the one COMMIT.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::prelude::*;
use tokio::sync::{mpsc, oneshot};

use super::conn::Conn;
use super::error::DbError;

/// Acts in one commit at most: bounds how long the first of them waits for the last.
const GROUP: usize = 64;
/// Acts that may wait; further callers wait for a place, without holding a thread.
const QUEUE: usize = 4096;
/// How often a group that the database threw out is run again.
const ATTEMPTS: usize = 5;

/// An error that tells whether running the act again may help.
pub trait Refusable {
    /// Deadlock, serialisation failure, lock time-out.
    fn is_busy(&self) -> bool;
}

impl Refusable for DbError {
    fn is_busy(&self) -> bool {
        matches!(self, DbError::Busy(_))
    }
}

/// One waiting act.
trait Act: Send {
    /// Runs it in the open transaction.
    fn run(&mut self, conn: &mut Conn) -> Outcome;
    /// Tells the caller, after the commit or its failure.
    fn answer(self: Box<Self>, committed: Result<(), String>);
}

enum Outcome {
    Keep,
    Undo,
    /// The transaction as a whole is lost; run the group again.
    Again,
}

struct Waiting<F, T, E> {
    act: F,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Act for Waiting<F, T, E>
where
    F: FnMut(&mut Conn) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Refusable + Send,
{
    fn run(&mut self, conn: &mut Conn) -> Outcome {
        let result = catch_unwind(AssertUnwindSafe(|| (self.act)(conn)))
            .unwrap_or_else(|_| Err(DbError::Other("an act panicked".into()).into()));
        let outcome = match &result {
            Ok(_) => Outcome::Keep,
            Err(error) if error.is_busy() => Outcome::Again,
            Err(_) => Outcome::Undo,
        };
        self.result = Some(result);
        outcome
    }

    fn answer(self: Box<Self>, committed: Result<(), String>) {
        let result = match (self.result, committed) {
            (Some(Ok(_)), Err(why)) => Err(DbError::Busy(why).into()),
            (Some(result), _) => result,
            (None, why) => Err(DbError::Busy(why.err().unwrap_or_default()).into()),
        };
        // The visitor may have left; the act stands all the same.
        let _ = self.caller.send(result);
    }
}

pub(super) struct Committer {
    queue: mpsc::Sender<Box<dyn Act>>,
}

impl Committer {
    /// Starts the thread; it ends when the last handle is dropped and the queue is
    /// empty. `open` makes its connection, now and again after one is lost.
    pub fn start(
        open: impl Fn() -> Result<Conn, DbError> + Send + 'static,
        commits: Arc<AtomicU64>,
    ) -> Result<Committer, DbError> {
        let mut conn = open()?;
        let (queue, mut waiting) = mpsc::channel::<Box<dyn Act>>(QUEUE);
        let thread = std::thread::Builder::new().name("committer".into());
        thread
            .spawn(move || {
                let mut group = Vec::with_capacity(GROUP);
                while waiting.blocking_recv_many(&mut group, GROUP) > 0 {
                    commit(&mut conn, &open, std::mem::take(&mut group), &commits);
                }
            })
            .map_err(|error| DbError::Other(format!("the writer's thread: {error}")))?;
        Ok(Committer { queue })
    }

    pub async fn submit<F, T, E>(&self, act: F) -> Result<T, E>
    where
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Refusable + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let waiting = Waiting { act, result: None, caller };
        let gone = || DbError::Busy("the writer has stopped".into());
        self.queue.send(Box::new(waiting)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

/// Runs a group until the database takes it, then answers everybody.
fn commit(
    conn: &mut Conn,
    open: &impl Fn() -> Result<Conn, DbError>,
    mut group: Vec<Box<dyn Act>>,
    commits: &AtomicU64,
) {
    let mut done = Ok(());
    for attempt in 1..=ATTEMPTS {
        done = attempt_group(conn, &mut group);
        let Err(why) = &done else { break };
        tracing::warn!(attempt, why, "A group of writes is run again");
        if super::ping(conn).is_err()
            && let Ok(fresh) = open()
        {
            *conn = fresh;
        }
    }
    if done.is_ok() {
        commits.fetch_add(group.len() as u64, Ordering::Release);
    }
    for act in group {
        act.answer(done.clone());
    }
}

type Tm = <Conn as Connection>::TransactionManager;

fn attempt_group(conn: &mut Conn, group: &mut [Box<dyn Act>]) -> Result<(), String> {
    begin(conn).map_err(|error| error.to_string())?;
    for act in group.iter_mut() {
        if let Err(why) = in_savepoint(conn, act.as_mut()) {
            roll_back(conn);
            return Err(why);
        }
    }
    Tm::commit_transaction(conn).map_err(|error| {
        roll_back(conn);
        error.to_string()
    })
}

/// One act inside the group; `Err` means that the whole transaction is lost.
fn in_savepoint(conn: &mut Conn, act: &mut dyn Act) -> Result<(), String> {
    let lost = |error: diesel::result::Error| error.to_string();
    Tm::begin_transaction(conn).map_err(lost)?;
    match act.run(conn) {
        Outcome::Keep => Tm::commit_transaction(conn).map_err(lost),
        Outcome::Undo => Tm::rollback_transaction(conn).map_err(lost),
        Outcome::Again => Err("an act found the database busy".into()),
    }
}

/// SQLite takes its write lock at once: a transaction that first reads and then
/// writes would fail as soon as somebody else wrote in between.
fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        Conn::Pg(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
    }
}

/// Leaves every open level, whatever state the group was in.
fn roll_back(conn: &mut Conn) {
    for _ in 0..3 {
        if Tm::rollback_transaction(conn).is_err() {
            break;
        }
    }
}
