//! Who may open a booking: whoever knows its code and its name or telephone, and the
//! coordinator of its ward. Guessing is counted, and every wrong pair gets one answer.

use subtle::{Choice, ConstantTimeEq};

use crate::db::bookings::mine::{self, Mine};
use crate::db::{limits, requests};
use crate::domain::access::Permission;
use crate::domain::bookings::By;
use crate::domain::codes;
use crate::domain::people;
use crate::service::accounts::hash;
use crate::service::{Act, Answer, Error};

/// Wrong proofs for one code from one address within the window.
const TRIES_PER_CODE: i64 = 20;
/// Wrong pairs from one address within the window; a household, an office or a mobile network
/// shares one, so what one visitor gets wrong must not shut the others out.
const TRIES_PER_ADDRESS: i64 = 100;
/// Wrong pairs from everywhere within the window, after which each address has few left:
/// whoever types a right pair at once still comes in.
const TRIES_IN_ALL: i64 = 2000;
const TRIES_WHEN_CROWDED: i64 = 3;
const WINDOW_MINUTES: i64 = 15;

/// A booking in the hands of somebody who may see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    pub mine: Mine,
    pub by: By,
}

/// What is behind a code.
#[derive(Clone, Debug)]
pub enum Entry {
    Booking(Box<Opened>),
    Request(Box<requests::Mine>),
    /// No such pair of code and name.
    Unknown,
    /// Too many wrong pairs: even a right one is not looked at.
    TooMany,
}

/// Opens what is behind a code for somebody who typed a name or telephone with it.
/// A wrong pair is counted, so this writes.
pub fn enter(act: &mut Act<'_>, code: &str, proof: &str, address: &str) -> Answer<Entry> {
    let entry = open(act, code, proof, address)?;
    if matches!(entry, Entry::Unknown) {
        for key in [of_code(address, code), from_here(address), from_everywhere()] {
            limits::count(act.conn, &key, act.now, WINDOW_MINUTES)?;
        }
    }
    Ok(entry)
}

/// The same without counting; whoever gets [`Entry::Unknown`] from it calls [`enter`].
pub fn open(act: &mut Act<'_>, code: &str, proof: &str, address: &str) -> Answer<Entry> {
    let here = limits::so_far(act.conn, &from_here(address), act.now, WINDOW_MINUTES)?;
    let everywhere = limits::so_far(act.conn, &from_everywhere(), act.now, WINDOW_MINUTES)?;
    let of_code = limits::so_far(act.conn, &of_code(address, code), act.now, WINDOW_MINUTES)?;
    let crowded = everywhere >= TRIES_IN_ALL;
    let enough = if crowded { TRIES_WHEN_CROWDED } else { TRIES_PER_ADDRESS };
    if here >= enough || of_code >= TRIES_PER_CODE {
        return Ok(Entry::TooMany);
    }
    // A code that cannot be one is looked up all the same, so that it costs the same time.
    let code = codes::read(code).unwrap_or_else(|| code.trim().to_owned());
    let proof = people::proof(proof);
    if let Some(mine) = mine::by_code(act.conn, &code)? {
        let owner = matches(&proof, &people::proofs(&mine.name, mine.phone.as_deref()));
        let proxy = mine.proxy_name.as_deref().unwrap_or_default();
        let proxy = matches(&proof, &people::proofs(proxy, mine.proxy_phone.as_deref()));
        if bool::from(owner | proxy) {
            let by = if bool::from(owner) { By::Owner } else { By::Proxy };
            return Ok(Entry::Booking(Box::new(Opened { mine, by })));
        }
    }
    if let Some(request) = requests::by_code(act.conn, &code)? {
        let proofs = people::proofs(&request.name, request.phone.as_deref());
        if bool::from(matches(&proof, &proofs)) {
            return Ok(Entry::Request(Box::new(request)));
        }
    }
    Ok(Entry::Unknown)
}

/// Opens a booking of the coordinator's own ward.
pub fn open_as_ward(act: &mut Act<'_>, code: &str) -> Answer<Opened> {
    let mine = mine::by_code(act.conn, code)?.ok_or(Error::NotFound)?;
    act.within(Permission::PostSessions, mine.ward_id)?;
    Ok(Opened { mine, by: By::Ward })
}

/// However the code was written.
fn of_code(address: &str, code: &str) -> String {
    let code = codes::read(code).unwrap_or_else(|| code.trim().to_owned());
    hash(&format!("code:{address}:{code}"))
}

fn from_here(address: &str) -> String {
    hash(&format!("code:{address}"))
}

fn from_everywhere() -> String {
    hash("code")
}

/// Compares with every proof in a time that does not tell how much of any was right.
fn matches(typed: &str, proofs: &[String]) -> Choice {
    let typed_hash = hash(typed);
    let any = proofs.iter().fold(Choice::from(0), |any, proof| {
        any | typed_hash.as_bytes().ct_eq(hash(proof).as_bytes())
    });
    // Nothing typed proves nothing, not even for an empty name.
    any & Choice::from(u8::from(!typed.is_empty()))
}
