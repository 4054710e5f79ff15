//! A running application per test, a browser to visit it, and builders with defaults.

mod browser;
pub mod counting;
mod database;
pub mod smtp;
#[allow(dead_code, reason = "each story takes the scene it needs")]
mod story;
pub mod world;

use std::sync::Arc;
use std::sync::mpsc;

use chrono::{NaiveDate, NaiveTime};
use dai_su_so::app::App;
use dai_su_so::clock::Clock;
use dai_su_so::config::Config;
use dai_su_so::db::{Db, DbConfig, Durability};
use dai_su_so::domain::access::Actor;
use dai_su_so::domain::at::At;
use dai_su_so::service::{Act, Answer, Office};

pub use browser::{Browser, Page};
pub use database::Database;
pub use story::{book, release};
pub use world::{PASSWORD, World};

/// Saturday 28 November 2026, 7:00 in Việt Nam: when every test begins.
pub fn saturday_at(hour: u32, minute: u32) -> At {
    let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    At::local(day, NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

/// The application on its own database and its own port, with a clock that stands still.
pub struct TestApp {
    pub clock: Clock,
    pub office: Office,
    pub port: u16,
    runtime: Arc<tokio::runtime::Runtime>,
    server: actix_web::dev::ServerHandle,
    /// Dropped last: removes the database.
    database: Database,
}

impl TestApp {
    /// An empty house.
    pub fn new() -> TestApp {
        TestApp::start(true, Database::fresh(), |_| {})
    }

    /// The same without the jobs, for stories that carry the mail themselves.
    pub fn mail_unattended() -> TestApp {
        TestApp::start(false, Database::fresh(), |_| {})
    }

    /// An empty house on SQLite, whatever the other tests run on, without the jobs.
    pub fn in_a_file() -> TestApp {
        TestApp::start(false, Database::in_a_file(), |_| {})
    }

    /// A house whose visitors come by HTTPS, through a proxy that speaks it for the house.
    pub fn by_https() -> TestApp {
        TestApp::start(false, Database::fresh(), |config| {
            config.server.public_url = "https://daisuso.example".into();
        })
    }

    /// A house that is known by a number and has no name.
    pub fn by_number() -> TestApp {
        TestApp::start(false, Database::fresh(), |config| {
            config.server.public_url = "http://192.0.2.7:8080".into();
        })
    }

    /// A house that ends idle sign-ins of staff after the hours of the defaults.
    pub fn watching_idleness() -> TestApp {
        TestApp::start(false, Database::fresh(), |config| {
            config.limits.staff_idle_hours = Config::defaults().limits.staff_idle_hours;
        })
    }

    /// A house whose database does not show the secrets of second steps.
    pub fn with_a_key() -> TestApp {
        TestApp::start(false, Database::fresh(), |config| {
            let file = config.mail.folder.with_file_name("secret-key");
            std::fs::write(&file, "5a".repeat(32)).unwrap();
            config.database.secret_key_file = file;
        })
    }

    /// A house with people in it, whose settings are changed before it opens.
    #[cfg_attr(not(feature = "oidc"), allow(dead_code, reason = "only the provider's stories"))]
    pub fn set_up(change: impl FnOnce(&mut Config)) -> (TestApp, World) {
        let app = TestApp::start(false, Database::fresh(), change);
        let world = World::build(&app);
        (app, world)
    }

    fn start(jobs: bool, database: Database, change: impl FnOnce(&mut Config)) -> TestApp {
        let mut config = Config::defaults();
        config.server.listen = "127.0.0.1:0".parse().unwrap();
        config.server.workers = 1;
        config.database.url = database.url.clone();
        config.database.readers = 4;
        config.mail.folder = database.folder().join("mail");
        // Stories jump over days while everybody stays where they are.
        config.limits.staff_idle_hours = 720;
        change(&mut config);
        let clock = Clock::standing(saturday_at(7, 0));
        let (told, hear) = mpsc::channel();
        let at = clock.clone();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = App::build(&config, at, true).expect("the application builds");
                told.send((app.port(), app.office().clone(), app.handle())).unwrap();
                let running = if jobs { app.run().await } else { app.run_without_jobs().await };
                running.expect("the server runs");
            });
        });
        let (port, office, handle) = hear.recv().expect("the application starts");
        let runtime = Arc::new(
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap(),
        );
        TestApp { clock, office, port, runtime, server: handle, database }
    }

    /// A house with a ward, a school and one person of every role.
    pub fn with_world() -> (TestApp, World) {
        let app = TestApp::new();
        let world = World::build(&app);
        (app, world)
    }

    /// A second instance on the same database, as behind a load balancer.
    pub fn another_instance(&self) -> Office {
        let url = self.database.url.clone();
        let config = DbConfig { url, durability: Durability::Normal, readers: 2 };
        let db = Db::open(&config).expect("the database opens once more");
        Office::new(db, self.clock.clone(), self.office.rules().clone())
    }

    /// A visitor without account.
    pub fn browser(&self) -> Browser {
        Browser::new(self.port)
    }

    /// Somebody signed in with the password of all test accounts.
    pub fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.post("/sign-in", &[("name", name), ("password", PASSWORD)]);
        assert_eq!(page.status, 303, "{name} signs in: {}", page.text());
        browser
    }

    /// Runs service or database functions as the house itself, in one transaction.
    pub fn write<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Act<'_>) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        self.write_as(&Actor::House, act)
    }

    /// The same as somebody.
    pub fn write_as<T: Send + 'static>(
        &self,
        actor: &Actor,
        act: impl FnMut(&mut Act<'_>) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        self.runtime.block_on(self.office.write(actor, act))
    }

    /// Runs reading functions as the house itself.
    pub fn read<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Act<'_>) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        self.runtime.block_on(self.office.read(&Actor::House, act))
    }

    /// For asynchronous service functions.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// The runtime as a context, for clients that stop with a task of their own.
    pub fn enter(&self) -> tokio::runtime::EnterGuard<'_> {
        self.runtime.enter()
    }

    /// Where the story's database is, for a second process on it.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// The story's own folder, removed at its end.
    pub fn folder(&self) -> &std::path::Path {
        self.database.folder()
    }

    /// How many passwords are hashed to be compared while `visit` happens.
    pub fn comparisons<T>(&self, visit: impl FnOnce() -> T) -> (u64, T) {
        let before = self.office.passwords_compared();
        let seen = visit();
        (self.office.passwords_compared() - before, seen)
    }

    /// How many statements the readers run while `visit` happens.
    pub fn queries(&self, visit: impl FnOnce()) -> u64 {
        let before = self.office.db().queries();
        visit();
        self.office.db().queries() - before
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The server's connections to the database go with it.
        self.runtime.block_on(self.server.stop(false));
    }
}
