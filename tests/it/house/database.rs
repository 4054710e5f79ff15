//! A fresh database per test: an SQLite file, or a PostgreSQL database copied from
//! a template that is migrated once per run.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use dai_su_so::db::{Db, DbConfig, Durability};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

pub struct Database {
    pub url: String,
    folder: PathBuf,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

fn server() -> Option<String> {
    std::env::var("DSS_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

impl Database {
    /// One that nobody else uses.
    pub fn fresh() -> Database {
        Database::on(server())
    }

    /// An SQLite file, even where the tests run on PostgreSQL.
    pub fn in_a_file() -> Database {
        Database::on(None)
    }

    fn on(server: Option<String>) -> Database {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dss_test_{}_{number}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let url = match server {
            Some(server) => {
                let template = postgres_template(&server);
                create(&server, &name, &format!("TEMPLATE {template}"));
                format!("{server}/{name}")
            }
            None => {
                let file = folder.join("house.sqlite");
                std::fs::copy(sqlite_template(), &file).unwrap();
                file.display().to_string()
            }
        };
        Database { url, folder }
    }

    /// A folder of the test's own, removed with the database.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What is left of a failed removal lies in the machine's folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn create(server: &str, name: &str, how: &str) {
    let mut conn =
        PgConnection::establish(&format!("{server}/postgres")).expect("PostgreSQL answers");
    // One copy at a time: a template may not be in use while it is copied.
    conn.batch_execute("SELECT pg_advisory_lock(42)").unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {name} {how}")).unwrap();
}

fn migrate(url: &str) {
    let config = DbConfig { url: url.to_owned(), durability: Durability::Normal, readers: 1 };
    Db::migrate(&config).expect("the schema applies");
}

fn postgres_template(server: &str) -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let name = format!("dss_template_{}", std::process::id());
        create(server, &name, "");
        migrate(&format!("{server}/{name}"));
        name
    })
}

fn sqlite_template() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let file = std::env::temp_dir().join(format!("dss_template_{}.sqlite", std::process::id()));
        let _ = std::fs::remove_file(&file);
        migrate(&file.display().to_string());
        // Everything into the one file, so that a copy of it is whole.
        let mut conn = diesel::SqliteConnection::establish(&file.display().to_string()).unwrap();
        conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        file
    })
}
