//! Reading one's organisation's part of the audit trail, and the chain over all of it.

use std::collections::HashMap;

use super::staff::reach;
use super::{Act, Answer, Office};
use crate::db::audit::{self, ChainRow, Seal, TrailRow};
use crate::db::leases;
use crate::domain::access::{Actor, Permission};
use crate::domain::audit_chain::{GENESIS, hash};

/// Rows of a page.
pub const PER_PAGE: i64 = 100;

/// Rows before `before` (0: the newest), newest first; `entity` empty: all kinds.
pub fn list(act: &mut Act<'_>, entity: &str, before: i64) -> Answer<Vec<TrailRow>> {
    let reach = reach(act, Permission::ReadAudit)?;
    Ok(audit::list(act.conn, &reach, entity, before, PER_PAGE)?)
}

/// Rows sealed in one transaction: few enough that nobody who books notices.
const SEALED_AT_ONCE: i64 = 500;
/// Rows of one transaction become visible after those of a later one at times; so far back
/// the sealing looks.
const LATECOMERS: i64 = 10_000;
/// Longer than one batch takes.
const SEAL_LEASE_MINUTES: i64 = 1;
/// Rows checked in one step.
const CHECKED_AT_ONCE: i64 = 2_000;

/// Chains what was written since; returns how many rows. Sealing runs behind the acts, by one
/// instance at a time, so that acts never wait for each other on account of the chain.
pub async fn seal(office: &Office) -> Answer<usize> {
    let mut sealed = 0;
    loop {
        // Only asks as long as nothing waits, so that kept pages stay kept.
        if office.read(&Actor::House, |act| Ok(waiting(act, 1)?.1.is_empty())).await? {
            return Ok(sealed);
        }
        match office.write(&Actor::House, seal_some).await? {
            0 => return Ok(sealed),
            some => sealed += some,
        }
    }
}

/// The end of the chain and what is not in it yet.
fn waiting(act: &mut Act<'_>, at_most: i64) -> Answer<(Option<Seal>, Vec<ChainRow>)> {
    let last = audit::last_seal(act.conn)?;
    let above = last.as_ref().map_or(0, |seal| seal.audit_id - LATECOMERS);
    let rows = audit::unsealed(act.conn, above, at_most)?;
    Ok((last, rows))
}

fn seal_some(act: &mut Act<'_>) -> Answer<usize> {
    let (last, rows) = waiting(act, SEALED_AT_ONCE)?;
    let (holder, until) = (act.rules.instance.clone(), act.now.plus_minutes(SEAL_LEASE_MINUTES));
    if rows.is_empty() || !leases::take(act.conn, "seal", &holder, act.now, until)? {
        return Ok(0);
    }
    let (mut number, mut before) =
        last.map_or((0, GENESIS.to_owned()), |seal| (seal.number, seal.hash));
    let seals: Vec<Seal> = rows
        .iter()
        .map(|row| {
            number += 1;
            before = hash(&before, &row.link());
            Seal { number, audit_id: row.id, hash: before.clone() }
        })
        .collect();
    audit::seal(act.conn, &seals)?;
    Ok(seals.len())
}

/// What a check of the whole chain found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Every sealed row is as it was written. The end of the chain is worth writing down
    /// outside the house: [`verify`] can ask for it later.
    Sound { sealed: i64, head: String, unsealed: usize },
    /// The first number whose row was changed, taken away or put in, and the row.
    Broken { number: i64, row: i64 },
    /// A hash that was written down is not in the chain: the chain was written anew or cut.
    Forged { number: i64 },
}

/// Follows the chain from its beginning. `anchor` is a number and its hash noted earlier.
pub async fn verify(office: &Office, anchor: Option<(i64, String)>) -> Answer<Verdict> {
    let (mut number, mut before, mut anchored) = (0, GENESIS.to_owned(), anchor.is_none());
    loop {
        let from = number + 1;
        let (seals, rows) = office
            .read(&Actor::House, move |act| {
                let seals = audit::seals(act.conn, from, CHECKED_AT_ONCE)?;
                let to = seals.last().map_or(from, |seal| seal.number);
                Ok((seals, audit::sealed_rows(act.conn, from, to)?))
            })
            .await?;
        if seals.is_empty() {
            break;
        }
        let rows: HashMap<i64, ChainRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        for seal in seals {
            number += 1;
            let whole = rows.get(&seal.audit_id).map(|row| hash(&before, &row.link()));
            if seal.number != number || whole.as_ref() != Some(&seal.hash) {
                return Ok(Verdict::Broken { number, row: seal.audit_id });
            }
            before = seal.hash;
            if let Some((_, noted)) = anchor.as_ref().filter(|(at, _)| *at == number) {
                anchored = *noted == before;
            }
        }
    }
    if !anchored {
        return Ok(Verdict::Forged { number: anchor.map_or(0, |(number, _)| number) });
    }
    let unsealed =
        office.read(&Actor::House, |act| Ok(audit::unsealed(act.conn, 0, i64::MAX)?.len())).await?;
    Ok(Verdict::Sound { sealed: number, head: before, unsealed })
}
