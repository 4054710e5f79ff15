//! Settings: a file, then the environment. Wrong ones are refused at the start, by name.

mod sign_in;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use confique::Config as _;
use confique::meta::{FieldKind, Meta};
pub use sign_in::{Openid, Rule as OpenidRule, SignIn};

use crate::domain::retention::{Days, Rule};

/// Everything that can be set. `config/default.toml` lists each key with its meaning.
#[derive(Clone, Debug, confique::Config)]
pub struct Config {
    #[config(nested)]
    pub server: Server,
    #[config(nested)]
    pub database: Database,
    #[config(nested)]
    pub mail: Mail,
    #[config(nested)]
    pub limits: Limits,
    #[config(nested)]
    pub retention: Retention,
    #[config(nested)]
    pub sign_in: SignIn,
    #[config(nested)]
    pub log: Log,
}

#[derive(Clone, Debug, confique::Config)]
pub struct Server {
    /// Address and port to listen on.
    #[config(env = "DSS_LISTEN", default = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address people type; decides cookies, QR codes and links in mails.
    #[config(env = "DSS_PUBLIC_URL", default = "http://127.0.0.1:8080")]
    pub public_url: String,
    /// Threads that handle requests; 0: one per core.
    #[config(env = "DSS_WORKERS", default = 0)]
    pub workers: usize,
}

#[derive(Clone, confique::Config)]
pub struct Database {
    /// `postgres://user@host/name`, or the path of an SQLite file.
    #[config(env = "DSS_DATABASE_URL", default = "data/dai-su-so.sqlite")]
    pub url: String,
    /// SQLite: `full` survives a power cut, `normal` only a crash of the program.
    #[config(env = "DSS_DURABILITY", default = "full")]
    pub durability: String,
    /// A file with the key that seals the secrets of second steps; empty: they are readable.
    #[config(env = "DSS_SECRET_KEY_FILE", default = "")]
    pub secret_key_file: PathBuf,
    /// Connections for reading.
    #[config(env = "DSS_READERS", default = 8)]
    pub readers: u32,
}

#[derive(Clone, confique::Config)]
pub struct Mail {
    /// `smtp://user:password@host:587`, `smtps://…`; empty: write messages to `folder`.
    #[config(env = "DSS_SMTP_URL", default = "")]
    pub smtp_url: String,
    /// The sender's address.
    #[config(env = "DSS_MAIL_FROM", default = "Đại sứ số <dai-su-so@localhost>")]
    pub from: String,
    /// Where messages are written when there is no SMTP server.
    #[config(env = "DSS_MAIL_FOLDER", default = "data/mail")]
    pub folder: PathBuf,
}

#[derive(Clone, Debug, confique::Config)]
pub struct Limits {
    /// Live bookings one person may hold for one day.
    #[config(env = "DSS_BOOKINGS_PER_DAY", default = 2)]
    pub bookings_per_day: i64,
    /// Bookings and requests that one address may send in an hour; 0: as many as it likes.
    #[config(env = "DSS_BOOKINGS_PER_HOUR", default = 60)]
    pub bookings_per_hour: i64,
    /// Hours for which a seat is kept for somebody from the waiting list.
    #[config(env = "DSS_OFFER_HOURS", default = 24)]
    pub offer_hours: i64,
    /// Days for which a ward may refuse a person's bookings at most.
    #[config(env = "DSS_BAR_DAYS", default = 365)]
    pub bar_days: i64,
    /// Days a sign-in lasts.
    #[config(env = "DSS_SIGN_IN_DAYS", default = 30)]
    pub sign_in_days: i64,
    /// Hours without any request after which a sign-in of staff ends.
    #[config(env = "DSS_STAFF_IDLE_HOURS", default = 12)]
    pub staff_idle_hours: i64,
}

/// Days after which what is taken away. The defaults are the longest that purpose and law
/// allow: a setting can only shorten them.
#[derive(Clone, Debug, confique::Config)]
pub struct Retention {
    /// Residents and who booked for them, after the last visit: pseudonymised.
    #[config(env = "DSS_RETENTION_RESIDENTS", default = 90)]
    pub residents: u64,
    /// Requests for help: deleted.
    #[config(env = "DSS_RETENTION_REQUESTS", default = 90)]
    pub requests: u64,
    /// Sign-ins after expiry: deleted.
    #[config(env = "DSS_RETENTION_SIGN_INS", default = 90)]
    pub sign_ins: u64,
    /// Counters of attempts: deleted.
    #[config(env = "DSS_RETENTION_ATTEMPTS", default = 1)]
    pub attempts: u64,
    /// Invitations after use or expiry: deleted.
    #[config(env = "DSS_RETENTION_INVITATIONS", default = 30)]
    pub invitations: u64,
    /// Addresses and texts of messages that left: emptied.
    #[config(env = "DSS_RETENTION_MESSAGE_TEXTS", default = 30)]
    pub message_texts: u64,
    /// Rows of messages: deleted.
    #[config(env = "DSS_RETENTION_MESSAGES", default = 365)]
    pub messages: u64,
    /// Reasons for declining a shift: emptied.
    #[config(env = "DSS_RETENTION_SHIFT_REASONS", default = 90)]
    pub shift_reasons: u64,
    /// Guardians' confirmation links after expiry: removed.
    #[config(env = "DSS_RETENTION_FAMILY_LINKS", default = 30)]
    pub family_links: u64,
    /// Guardians' links to their child's page, after expiry: deleted.
    #[config(env = "DSS_RETENTION_GUARDIAN_LINKS", default = 30)]
    pub guardian_links: u64,
    /// Single days away or free: deleted.
    #[config(env = "DSS_RETENTION_DAYS_AWAY", default = 90)]
    pub days_away: u64,
    /// Guardians of pupils who left, after the school year: emptied.
    #[config(env = "DSS_RETENTION_GUARDIANS", default = 90)]
    pub guardians: u64,
    /// Free times of pupils who left, after the school year: deleted.
    #[config(env = "DSS_RETENTION_FREE_TIMES", default = 90)]
    pub free_times: u64,
    /// Names of who signed consents, after the school year: emptied.
    #[config(env = "DSS_RETENTION_CONSENT_NAMES", default = 730)]
    pub consent_names: u64,
    /// What was noted of safety breaches: emptied.
    #[config(env = "DSS_RETENTION_BREACHES", default = 730)]
    pub breaches: u64,
    /// What was told of incidents, after closing: emptied.
    #[config(env = "DSS_RETENTION_INCIDENTS", default = 730)]
    pub incidents: u64,
    /// Notes about residents' conduct: deleted.
    #[config(env = "DSS_RETENTION_CONDUCT", default = 365)]
    pub conduct: u64,
    /// Bars of a ward, after their end or lifting: deleted.
    #[config(env = "DSS_RETENTION_BARS", default = 90)]
    pub bars: u64,
    /// Names and texts of answered requests about personal data: emptied.
    #[config(env = "DSS_RETENTION_DATA_REQUESTS", default = 730)]
    pub data_requests: u64,
    /// Records of data leaks, after closing: deleted.
    #[config(env = "DSS_RETENTION_DATA_LEAKS", default = 1825)]
    pub data_leaks: u64,
    /// Pupils who left, after the school year: pseudonymised.
    #[config(env = "DSS_RETENTION_PUPILS", default = 1825)]
    pub pupils: u64,
    /// Staff after the end of the last role: pseudonymised.
    #[config(env = "DSS_RETENTION_STAFF", default = 1825)]
    pub staff: u64,
}

impl Retention {
    fn rules(&self) -> [(Rule, u64); 22] {
        [
            (Rule::Residents, self.residents),
            (Rule::Requests, self.requests),
            (Rule::SignIns, self.sign_ins),
            (Rule::Attempts, self.attempts),
            (Rule::Invitations, self.invitations),
            (Rule::MessageTexts, self.message_texts),
            (Rule::Messages, self.messages),
            (Rule::ShiftReasons, self.shift_reasons),
            (Rule::FamilyLinks, self.family_links),
            (Rule::GuardianLinks, self.guardian_links),
            (Rule::DaysAway, self.days_away),
            (Rule::Guardians, self.guardians),
            (Rule::FreeTimes, self.free_times),
            (Rule::ConsentNames, self.consent_names),
            (Rule::Breaches, self.breaches),
            (Rule::Incidents, self.incidents),
            (Rule::Conduct, self.conduct),
            (Rule::Bars, self.bars),
            (Rule::DataRequests, self.data_requests),
            (Rule::DataLeaks, self.data_leaks),
            (Rule::Pupils, self.pupils),
            (Rule::Staff, self.staff),
        ]
    }

    /// As the jobs and pages need them.
    pub fn days(&self) -> Days {
        self.rules().into_iter().fold(Days::default(), |days, (rule, n)| days.with(rule, n))
    }
}

#[derive(Clone, Debug, confique::Config)]
pub struct Log {
    /// What is logged, for example `info` or `info,dai_su_so=debug`.
    #[config(env = "DSS_LOG", default = "info")]
    pub filter: String,
    /// `text` for people, `json` for collectors.
    #[config(env = "DSS_LOG_FORMAT", default = "text")]
    pub format: String,
}

/// A URL may carry a password: only its kind is ever printed.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = if self.url.starts_with("postgres") { "postgres://…" } else { &self.url };
        f.debug_struct("Database").field("url", &kind).field("readers", &self.readers).finish()
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let smtp = if self.smtp_url.is_empty() { "none" } else { "set" };
        f.debug_struct("Mail").field("smtp_url", &smtp).field("from", &self.from).finish()
    }
}

/// Settings that cannot work; the sentence names the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}")]
    Unreadable(String),
    #[error("{key}: {why}")]
    Wrong { key: String, why: String },
}

impl Config {
    /// Reads the environment, then the file, then the defaults, and checks the result.
    pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
        let mut builder = Config::builder().env();
        if let Some(file) = file {
            if !file.is_file() {
                let file = file.display();
                return Err(ConfigError::Unreadable(format!("no configuration file at {file}")));
            }
            known_and_readable(file)?;
            builder = builder.file(file);
        }
        let config = builder.load().map_err(|e| ConfigError::Unreadable(e.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// The defaults alone, for tests and the demo to build on.
    pub fn defaults() -> Config {
        Config::builder().load().expect("the defaults are complete")
    }

    /// Refuses values that would fail later and far from their cause.
    pub fn check(&self) -> Result<(), ConfigError> {
        let wrong = |key: &str, why: &str| Err(refused(key, why));
        let url = &self.server.public_url;
        if !(url.starts_with("https://") || url.starts_with("http://")) || url.ends_with('/') {
            return wrong(
                "server.public_url",
                "must start with https:// or http:// and not end with a slash",
            );
        }
        if !matches!(self.database.durability.as_str(), "full" | "normal") {
            return wrong("database.durability", "must be full or normal");
        }
        if !(1..=200).contains(&self.database.readers) {
            return wrong("database.readers", "must be between 1 and 200");
        }
        if self.database.url.trim().is_empty() {
            return wrong("database.url", "must be a postgres:// URL or a file's path");
        }
        if let Some((scheme, _)) = self.database.url.split_once("://")
            && !matches!(scheme, "postgres" | "postgresql")
        {
            let why =
                format!("{scheme}:// is not known: only postgres:// or an SQLite file's path");
            return wrong("database.url", &why);
        }
        if self.mail.from.parse::<lettre::message::Mailbox>().is_err() {
            return wrong("mail.from", "must be an address such as Tên <ten@example.vn>");
        }
        let smtp = &self.mail.smtp_url;
        if !(smtp.is_empty() || smtp.starts_with("smtp://") || smtp.starts_with("smtps://")) {
            return wrong("mail.smtp_url", "must start with smtp:// or smtps://, or be empty");
        }
        if !(1..=10).contains(&self.limits.bookings_per_day) {
            return wrong("limits.bookings_per_day", "must be between 1 and 10");
        }
        if !(0..=100_000).contains(&self.limits.bookings_per_hour) {
            return wrong("limits.bookings_per_hour", "must be between 0 (no limit) and 100000");
        }
        if !(1..=365).contains(&self.limits.bar_days) {
            return wrong("limits.bar_days", "must be between 1 and 365");
        }
        if !(1..=72).contains(&self.limits.offer_hours) {
            return wrong("limits.offer_hours", "must be between 1 and 72");
        }
        if !(1..=90).contains(&self.limits.sign_in_days) {
            return wrong("limits.sign_in_days", "must be between 1 and 90");
        }
        if !(1..=720).contains(&self.limits.staff_idle_hours) {
            return wrong("limits.staff_idle_hours", "must be between 1 and 720");
        }
        for (rule, days) in self.retention.rules() {
            let longest = rule.longest();
            if !(1..=longest).contains(&days) {
                let why = format!("must be between 1 and {longest} days: it can only be shortened");
                return wrong(&format!("retention.{rule}"), &why);
            }
        }
        self.sign_in.openid.check()?;
        if !matches!(self.log.format.as_str(), "text" | "json") {
            return wrong("log.format", "must be text or json");
        }
        Ok(())
    }
}

fn refused(key: &str, why: &str) -> ConfigError {
    ConfigError::Wrong { key: key.to_owned(), why: why.to_owned() }
}

/// Refuses a file with a key that nobody reads, which is often one misspelt, or with a value
/// that its key cannot take. Each is tried alone, so that the refusal can name it.
fn known_and_readable(file: &Path) -> Result<(), ConfigError> {
    let unreadable = |why: &dyn std::fmt::Display| {
        let why = why.to_string();
        let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
        ConfigError::Unreadable(format!("{}: {why}", file.display()))
    };
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(&error))?;
    let sections: toml::Table = text.parse().map_err(|error| unreadable(&error))?;
    known_in(&Config::META, &[], &sections)
}

/// Goes through one section, whose own name is `way`, and those inside it.
fn known_in(meta: &Meta, way: &[&str], values: &toml::Table) -> Result<(), ConfigError> {
    for (name, value) in values {
        let way = [way, &[name.as_str()]].concat();
        let key = way.join(".");
        match meta.fields.iter().find(|field| field.name == name).map(|field| field.kind) {
            Some(FieldKind::Nested { meta }) => match value.as_table() {
                Some(values) => known_in(meta, &way, values)?,
                None => return Err(refused(&key, "must be a section with keys of its own")),
            },
            Some(FieldKind::Leaf { .. }) => {
                let alone = way.iter().rev().fold(value.clone(), |inner, name| {
                    toml::Table::from_iter([((*name).to_owned(), inner)]).into()
                });
                if let Err(error) = alone.try_into::<<Config as confique::Config>::Layer>() {
                    return Err(refused(&key, error.message().trim()));
                }
            }
            None if way.len() == 1 => {
                return Err(refused(&key, "there is no such section of settings"));
            }
            None => return Err(refused(&key, "there is no such setting")),
        }
    }
    Ok(())
}
