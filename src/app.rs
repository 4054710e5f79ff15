//! The composition root: settings become a database, a clock, a mailer and a
//! listening server. `main` and the tests both enter here.

pub mod admin;
pub mod audit;
pub mod demo;
pub mod match_file;
pub mod matching;
pub mod retention;

use std::net::TcpListener;
use std::path::Path;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{Compress, NormalizePath, TrailingSlash, from_fn};
use actix_web::web::{Data, FormConfig, PathConfig, PayloadConfig, ServiceConfig};
use actix_web::{App as ActixApp, HttpServer};
use anyhow::{Context, anyhow};
use tokio::sync::watch;
use tracing_actix_web::TracingLogger;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, DbConfig, Durability};
use crate::domain;
use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::files;
use crate::jobs::Jobs;
use crate::message::Mailer;
use crate::openid::Provider;
use crate::service::{self, Office, Rules, Vault};
use crate::web::WebError;
use crate::web::cache::Kept;
use crate::web::site::Site;
use crate::web::span::Discreet;
use crate::web::{middleware, routes};

/// A built application that listens but does not serve yet.
pub struct App {
    server: Server,
    /// Tells open streams that the process stops.
    closing: watch::Sender<bool>,
    port: u16,
    office: Office,
    mailer: Mailer,
}

/// Largest request body, in bytes: forms are small and nothing is uploaded.
const LARGEST_BODY: usize = 64 * 1024;

impl App {
    /// Opens the database (its schema brought up to date) and starts to listen.
    pub fn build(config: &Config, clock: Clock, demo: bool) -> anyhow::Result<App> {
        // Everything that a setting can break is tried before the database is touched.
        let mailer = mailer(config)?;
        let provider = provider(config)?;
        let listener = TcpListener::bind(config.server.listen)
            .with_context(|| format!("server.listen: cannot listen on {}", config.server.listen))?;
        let port = listener.local_addr()?.port();
        let office = open_office(config, clock)?.asking(provider);
        let (closing, hear) = watch::channel(false);
        let site = Data::new(Site {
            office: office.clone(),
            https: config.server.public_url.starts_with("https://"),
            demo,
            closing: hear,
            kept: Kept::default(),
        });
        let mut server = HttpServer::new(move || {
            ActixApp::new()
                .configure(configure(site.clone()))
                .wrap(from_fn(middleware::same_origin))
                .wrap(from_fn(middleware::dress))
                .wrap(from_fn(middleware::secure))
                .wrap(Compress::default())
                .wrap(NormalizePath::new(TrailingSlash::Trim))
                .wrap(TracingLogger::<Discreet>::new())
        })
        .shutdown_timeout(20)
        .client_request_timeout(std::time::Duration::from_secs(10));
        if config.server.workers > 0 {
            server = server.workers(config.server.workers);
        }
        let server = server.listen(listener)?.run();
        Ok(App { server, closing, port, office, mailer })
    }

    /// The port it listens on, for configurations that ask for any free one.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops the server from elsewhere; [`App::run`] then returns.
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// The back office behind it.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// Serves without running jobs: for an instance that only answers, and for tests.
    pub async fn run_without_jobs(self) -> anyhow::Result<()> {
        Ok(serve(self.server, self.closing).await?)
    }

    /// Serves until the process is asked to stop, then finishes what is under way.
    pub async fn run(self) -> anyhow::Result<()> {
        let jobs = Jobs::start(&self.office, self.mailer);
        let served = serve(self.server, self.closing).await;
        jobs.finish().await;
        Ok(served?)
    }
}

/// Serves until a signal stops the server. Streams that stay open hear of the same
/// signal and end, or the server would wait for them.
async fn serve(server: Server, closing: watch::Sender<bool>) -> std::io::Result<()> {
    let told = tokio::spawn(async move {
        if let Err(error) = asked_to_stop().await {
            tracing::warn!(%error, "Signals cannot be heard; open streams end late at a stop");
            std::future::pending::<()>().await;
        }
        closing.send_replace(true);
    });
    let served = server.await;
    told.abort();
    served
}

/// Waits for one of the signals at which the server stops.
async fn asked_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut quit = signal(SignalKind::quit())?;
        tokio::select! {
            asked = tokio::signal::ctrl_c() => asked,
            _ = terminate.recv() => Ok(()),
            _ = quit.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// What every worker, and every in-process test, registers.
pub fn configure(site: Data<Site>) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config
            .app_data(site)
            .app_data(PathConfig::default().error_handler(|_, _| WebError::NotFound.into()))
            .app_data(PayloadConfig::new(LARGEST_BODY))
            .app_data(FormConfig::default().limit(LARGEST_BODY))
            .configure(routes::configure);
    }
}

/// The way messages leave: the SMTP server of the settings, or the folder.
pub fn mailer(config: &Config) -> anyhow::Result<Mailer> {
    let mail = &config.mail;
    if mail.smtp_url.is_empty() {
        return Mailer::folder(&mail.from, &mail.folder)
            .with_context(|| format!("mail.folder: cannot write to {}", mail.folder.display()));
    }
    Mailer::smtp(&mail.from, &mail.smtp_url).context("mail.smtp_url")
}

/// The OpenID provider of the settings, if they name one.
fn provider(config: &Config) -> anyhow::Result<Option<Provider>> {
    let client = config.sign_in.openid.client(&config.server.public_url)?;
    client.map(Provider::new).transpose().context("sign_in.openid.issuer")
}

const NOT_OPENED: &str = "database.url: the database cannot be opened and brought up to date";

/// The back office alone, for commands that need no web server.
pub fn open_office(config: &Config, clock: Clock) -> anyhow::Result<Office> {
    let settings = db_config(config)?;
    let applied = Db::migrate(&settings).context(NOT_OPENED)?;
    if applied > 0 {
        tracing::info!(migrations = applied, "Brought the database up to date");
    }
    let topics = domain::topics::shipped().context("reading the shipped topics")?;
    let added = Db::add_topics(&settings, &topics, clock.now().day())
        .context("adding the shipped topics")?;
    if added > 0 {
        tracing::info!(topics = added, "Added the shipped topics");
    }
    let db = Db::open(&settings).context(NOT_OPENED)?;
    let rules = Rules {
        public_url: config.server.public_url.clone(),
        bookings_per_day: config.limits.bookings_per_day,
        bookings_per_hour: config.limits.bookings_per_hour,
        offer_hours: config.limits.offer_hours,
        bar_days: config.limits.bar_days,
        sign_in_days: config.limits.sign_in_days,
        staff_idle_hours: config.limits.staff_idle_hours,
        vault: vault_of(config)?,
        openid: config.sign_in.openid.policy()?,
        retention: config.retention.days(),
        instance: crate::service::accounts::new_token(),
    };
    Ok(Office::new(db, clock, rules))
}

/// The key of the settings, if there is one.
fn vault_of(config: &Config) -> anyhow::Result<Vault> {
    let file = &config.database.secret_key_file;
    if file.as_os_str().is_empty() {
        return Ok(Vault::open());
    }
    let wrong = || {
        format!("database.secret_key_file: no key of 64 hexadecimal digits in {}", file.display())
    };
    let text = std::fs::read_to_string(file).with_context(wrong)?;
    Vault::locked(&text).with_context(wrong)
}

/// How the settings open the database; makes the folder of an SQLite file.
fn db_config(config: &Config) -> anyhow::Result<DbConfig> {
    let url = config.database.url.clone();
    if !url.starts_with("postgres")
        && let Some(folder) = Path::new(&url).parent().filter(|p| !p.as_os_str().is_empty())
    {
        files::folder(folder)
            .with_context(|| format!("database.url: cannot make {}", folder.display()))?;
    }
    if !url.starts_with("postgres") && !url.starts_with(':') {
        // SQLite gives its log the permissions of the file.
        files::make(Path::new(&url))
            .with_context(|| format!("database.url: cannot open {url} for writing"))?;
    }
    let durability = match config.database.durability.as_str() {
        "normal" => Durability::Normal,
        _ => Durability::Full,
    };
    Ok(DbConfig { url, durability, readers: config.database.readers })
}

/// A service's refusal as the command line tells it: Vietnamese, then English.
fn told(error: service::Error) -> anyhow::Error {
    let both = |message: Message| format!("{}\n{}", message.say(Lang::Vi), message.say(Lang::En));
    match error {
        service::Error::Refused(refusal) => anyhow!(both(refusal.message())),
        service::Error::Invalid(problems) => anyhow!(both(problems.first())),
        service::Error::Busy(why) | service::Error::Fault(why) => anyhow!(why),
        other => anyhow!(other.code()),
    }
}
