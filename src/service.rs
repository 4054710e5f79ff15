//! One public function per thing a person can do. Each gathers facts, asks the
//! domain, writes and queues messages, inside one transaction.

pub mod accounts;
pub mod ambassadors;
pub mod audit;
pub mod bookings;
pub mod breaches;
pub mod catalogue;
pub mod conduct;
pub mod consents;
pub mod data_leaks;
pub mod data_requests;
pub mod desk;
pub mod duties;
mod error;
pub mod family_supports;
pub mod guardians;
pub mod health;
pub mod hours;
pub mod housekeeping;
pub mod incidents;
pub mod letters;
pub mod matching;
pub mod openid;
pub mod organisations;
pub mod outbox;
pub mod passkeys;
pub mod places;
pub mod recognition;
pub mod requests;
pub mod retention;
pub mod roster;
pub mod sessions;
pub mod shifts;
pub mod staff;
pub mod supports;
pub mod two_step;
mod vault;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use error::Error;
pub use vault::Vault;

use crate::clock::Clock;
use crate::db::trail::{self, AuditRow, OutboxRow};
use crate::db::{Conn, Db};
use crate::domain::access::{Actor, Permission, Person};
use crate::domain::at::At;
use crate::domain::ids::OrganisationId;
use crate::domain::openid::Policy;
use crate::domain::retention::Days;
use crate::openid::Provider;

/// What a service function answers.
pub type Answer<T> = Result<T, Error>;

/// Limits and facts of this installation that services need.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The address people type, without a slash at the end.
    pub public_url: String,
    /// Live bookings a person may hold for one day.
    pub bookings_per_day: i64,
    /// Bookings and requests from one address in an hour; 0: no limit.
    pub bookings_per_hour: i64,
    /// Hours for which a seat is kept for somebody from the waiting list.
    pub offer_hours: i64,
    /// Days for which a ward may bar a person's bookings at most.
    pub bar_days: i64,
    /// Days a sign-in lasts.
    pub sign_in_days: i64,
    /// Hours without any request after which a sign-in of staff ends.
    pub staff_idle_hours: i64,
    /// Seals what must not be readable in the database.
    pub vault: Vault,
    /// What is believed of the OpenID provider, if there is one.
    pub openid: Option<Policy>,
    /// How long what is kept.
    pub retention: Days,
    /// Tells this process from the others that share the database.
    pub instance: String,
}

/// The house's back office: the database and the clock, with two verbs.
#[derive(Clone)]
pub struct Office {
    db: Db,
    clock: Clock,
    rules: Arc<Rules>,
    /// Passwords hashed to be compared with a stored hash, or with nobody's.
    compared: Arc<AtomicU64>,
    /// Asked when somebody signs in with an account kept elsewhere.
    provider: Option<Arc<Provider>>,
}

impl Office {
    pub fn new(db: Db, clock: Clock, rules: Rules) -> Office {
        Office { db, clock, rules: Arc::new(rules), compared: Arc::default(), provider: None }
    }

    /// The same office with an OpenID provider to ask.
    pub fn asking(self, provider: Option<Provider>) -> Office {
        Office { provider: provider.map(Arc::new), ..self }
    }

    /// Runs a reading service function.
    pub async fn read<T, F>(&self, actor: &Actor, act: F) -> Answer<T>
    where
        F: FnOnce(&mut Act<'_>) -> Answer<T> + Send + 'static,
        T: Send + 'static,
    {
        let (actor, now, rules) = (actor.clone(), self.clock.now(), self.rules.clone());
        self.db.read(move |conn| act(&mut Act { conn, now, actor: &actor, rules: &rules })).await
    }

    /// Runs a writing service function as one transaction. It may be run again
    /// when the database asks for that, so it borrows its input.
    pub async fn write<T, F>(&self, actor: &Actor, mut act: F) -> Answer<T>
    where
        F: FnMut(&mut Act<'_>) -> Answer<T> + Send + 'static,
        T: Send + 'static,
    {
        let (actor, now, rules) = (actor.clone(), self.clock.now(), self.rules.clone());
        self.db.write(move |conn| act(&mut Act { conn, now, actor: &actor, rules: &rules })).await
    }

    /// The same for an act that touches little but what `key` names, such as one slot:
    /// on PostgreSQL acts near different keys commit side by side.
    pub async fn write_near<T, F>(&self, key: i64, actor: &Actor, mut act: F) -> Answer<T>
    where
        F: FnMut(&mut Act<'_>) -> Answer<T> + Send + 'static,
        T: Send + 'static,
    {
        let (actor, now, rules) = (actor.clone(), self.clock.now(), self.rules.clone());
        let run = move |conn: &mut Conn| act(&mut Act { conn, now, actor: &actor, rules: &rules });
        self.db.write_near(key, run).await
    }

    /// The installation's limits.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Now.
    pub fn now(&self) -> At {
        self.clock.now()
    }

    /// How many passwords this process has hashed to compare them: the costly work that must
    /// not tell a known name from an unknown one.
    pub fn passwords_compared(&self) -> u64 {
        self.compared.load(Ordering::Relaxed)
    }

    /// The database's own counters, for caches and tests.
    pub fn db(&self) -> &Db {
        &self.db
    }
}

/// One act under way: its transaction, its moment, and who does it.
pub struct Act<'a> {
    pub conn: &'a mut Conn,
    pub now: At,
    pub actor: &'a Actor,
    pub rules: &'a Rules,
}

/// A change of state, for the audit trail.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    pub organisation: Option<OrganisationId>,
    pub entity: &'a str,
    pub id: i64,
    pub act: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    pub detail: &'a str,
}

/// Lower-case words that the code itself says, numbers, days and the codes of topics: nothing
/// that somebody typed. Capitals but for single ones before a digit would be names.
pub fn holds_codes_only(detail: &str) -> bool {
    let word = |word: &str| {
        let word = word.trim_end_matches(',');
        let signs = |c: char| c.is_ascii_digit() || "_.:,;-+()/–?%".contains(c);
        let topic = word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.len() > 1
            && word[1..].chars().all(signs);
        let said = word.chars().all(|c| c.is_ascii_lowercase() || signs(c));
        said || topic || matches!(word, "None" | "Some") || word.starts_with("Some(")
    };
    detail.split(' ').all(word)
}

/// A message to one person about one event, in its final words.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Unique per person and event: `booking.reminder:1234:guardian`.
    pub event_key: String,
    pub email: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Act<'_> {
    /// The signed-in person, or 403.
    pub fn person(&self) -> Answer<&Person> {
        self.actor.person().ok_or(Error::Forbidden)
    }

    /// The organisation at which this person holds the permission; 403 when none.
    pub fn place(&self, permission: Permission) -> Answer<OrganisationId> {
        self.person()?.places(permission).next().ok_or(Error::Forbidden)
    }

    /// Refuses with 404 when the row's organisation is not one where the person holds the permission.
    pub fn within(&self, permission: Permission, organisation: OrganisationId) -> Answer<()> {
        if matches!(self.actor, Actor::House) || self.person()?.may_at(permission, organisation) {
            return Ok(());
        }
        Err(Error::NotFound)
    }

    /// Leaves a row in the audit trail. Nobody can take anything out of the trail again, so
    /// it holds codes and numbers only: reasons stand in rows of their own, which can be
    /// emptied when somebody asks for it.
    pub fn audit(&mut self, step: Step<'_>) -> Answer<()> {
        debug_assert!(holds_codes_only(step.detail), "typed text in the trail: {}", step.detail);
        let (account_id, actor) = match self.actor {
            Actor::Person(person) => (Some(person.account), "person"),
            Actor::Visitor => (None, "visitor"),
            Actor::House => (None, "house"),
        };
        trail::record(
            self.conn,
            &AuditRow {
                at: self.now,
                account_id,
                actor,
                organisation_id: step.organisation,
                entity: step.entity,
                entity_id: step.id,
                act: step.act,
                from_state: step.from,
                to_state: step.to,
                detail: step.detail,
            },
        )?;
        Ok(())
    }

    /// Queues an e-mail in this transaction; the same event is never queued twice.
    pub fn send(&mut self, letter: &Letter) -> Answer<()> {
        trail::queue(
            self.conn,
            &OutboxRow {
                event_key: &letter.event_key,
                channel: "email",
                recipient: &letter.email,
                subject: &letter.subject,
                body_text: &letter.text,
                body_html: &letter.html,
                state: "queued",
                next_attempt_at: self.now,
                created_at: self.now,
            },
        )?;
        Ok(())
    }

    /// Public pages about sessions are to be rendered anew.
    pub fn sessions_changed(&mut self) -> Answer<()> {
        Ok(trail::advance(self.conn, "sessions")?)
    }
}
