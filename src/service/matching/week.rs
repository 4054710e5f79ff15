//! A week from the command line: planned for a ward or for all, shown or published.

use std::collections::HashMap;

use super::publish::publish_now;
use super::{Outcome, drafted, gather, keep, planned, standing_pins};
use crate::db::matching::{self, Head, Line, Name, Wanted};
use crate::db::organisations::{self, Organisation};
use crate::domain::access::Actor;
use crate::domain::ids::*;
use crate::domain::matches::{Draft, Week};
use crate::domain::names::fold;
use crate::service::{Act, Answer, Error, Office};

/// What came of one ward's week.
#[derive(Clone, Debug)]
pub struct WeekReport {
    pub ward: String,
    pub draft: Draft,
    pub heads: Vec<Head>,
    pub lines: Vec<Line>,
    pub names: HashMap<AmbassadorId, Name>,
    /// None for a dry run, or when there was nobody to match.
    pub published: Option<Outcome>,
}

/// Plans the week of one ward, by its code or its name, or of every ward. A dry run writes
/// nothing.
pub async fn week(
    office: &Office,
    week: Week,
    named: Option<&str>,
    publish: bool,
) -> Answer<Vec<WeekReport>> {
    let wards = office.read(&Actor::House, |act| Ok(organisations::wards(act.conn)?)).await?;
    let named = named.map(bare);
    let is_meant = |ward: &Organisation| {
        named.as_ref().is_none_or(|typed| {
            [&ward.code, &ward.name, &ward.short_name].iter().any(|name| bare(name) == *typed)
        })
    };
    let chosen: Vec<_> = wards.into_iter().filter(is_meant).collect();
    if chosen.is_empty() {
        return Err(Error::NotFound);
    }
    let mut reports = Vec::new();
    for ward in chosen {
        let wanted = Wanted { ward: ward.id, days: week.days(), session: None };
        reports.push(one(office, &ward.name, wanted, publish).await?);
    }
    Ok(reports)
}

/// A ward's name as it is compared: folded, without the word for its kind.
fn bare(name: &str) -> String {
    let name = fold(name);
    let bare = ["phuong ", "xa ", "dac khu "].iter().find_map(|kind| name.strip_prefix(kind));
    bare.map(str::to_owned).unwrap_or(name)
}

async fn one(office: &Office, name: &str, wanted: Wanted, publishes: bool) -> Answer<WeekReport> {
    let scene = office.read(&Actor::House, move |act| gather(act, &wanted)).await?;
    let pins = standing_pins(&scene);
    let draft = drafted(scene, pins).await?;
    let mut published = None;
    if publishes && !draft.pairs.is_empty() {
        let (planned, plan) = (planned(&draft)?, draft.clone());
        let write = move |act: &mut Act<'_>| {
            let run = keep(act, &wanted, &planned)?;
            publish_now(act, run, plan.clone())
        };
        published = Some(office.write(&Actor::House, write).await?);
    }
    let shown = draft.clone();
    let read = move |act: &mut Act<'_>| {
        let heads = matching::heads(act.conn, &shown.sessions)?;
        let lines = matching::lines(act.conn, &shown.sessions)?;
        let pupils = super::pages::mentioned(&shown);
        Ok((heads, lines, matching::names(act.conn, pupils.into_iter())?))
    };
    let (heads, lines, names) = office.read(&Actor::House, read).await?;
    Ok(WeekReport { ward: name.to_owned(), draft, heads, lines, names, published })
}
