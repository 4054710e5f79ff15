//! Taking away what has been kept long enough: a dry run that says what it would do, and
//! the same done, by command and every night.

use super::{Act, Answer, Office, Step};
use crate::db::{leases, retention};
use crate::domain::access::Actor;
use crate::domain::retention::Rule;

/// Once in so many minutes one instance does it.
const EVERY_MINUTES: i64 = 24 * 60;

/// What a rule reaches: rows by table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach {
    pub rule: Rule,
    pub rows: Vec<(&'static str, i64)>,
}

impl Reach {
    /// Rows of all tables.
    pub fn total(&self) -> i64 {
        self.rows.iter().map(|(_, n)| n).sum()
    }
}

/// What each rule would do now; nothing is changed.
pub fn plan(act: &mut Act<'_>) -> Answer<Vec<Reach>> {
    let (today, days) = (act.now.day(), &act.rules.retention);
    Rule::ALL
        .iter()
        .map(|rule| Ok(Reach { rule: *rule, rows: retention::due(act.conn, *rule, days, today)? }))
        .collect()
}

/// Carries out one rule and leaves a row in the trail when it reached anything.
pub fn apply(act: &mut Act<'_>, rule: Rule) -> Answer<Reach> {
    let days = &act.rules.retention;
    let reach = Reach { rule, rows: retention::apply(act.conn, rule, days, act.now)? };
    if reach.total() > 0 {
        let said: Vec<String> =
            reach.rows.iter().map(|(table, n)| format!("{table} {n}")).collect();
        act.audit(Step {
            organisation: None,
            entity: "retention",
            id: 0,
            act: "take_away",
            from: "",
            to: "",
            detail: &format!("{rule}: {}", said.join(", ")),
        })?;
    }
    Ok(reach)
}

/// Carries out all rules, each in a transaction of its own.
pub async fn apply_all(office: &Office) -> Answer<Vec<Reach>> {
    let mut done = Vec::new();
    for rule in Rule::ALL {
        done.push(office.write(&Actor::House, move |act| apply(act, *rule)).await?);
    }
    Ok(done)
}

/// The nightly job: whichever instance comes first does it, and nobody again for a day.
pub async fn nightly(office: &Office) -> Answer<usize> {
    let mine = office
        .write(&Actor::House, |act| {
            let (holder, until) = (&act.rules.instance, act.now.plus_minutes(EVERY_MINUTES));
            Ok(leases::take_free(act.conn, "retention", holder, act.now, until)?)
        })
        .await?;
    if !mine {
        return Ok(0);
    }
    let done = apply_all(office).await?;
    Ok(done.iter().map(|reach| reach.total() as usize).sum())
}
