//! `kill -9` in the middle of bookings: what was acknowledged is there afterwards.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dai_su_so::db::DbError;
use dai_su_so::db::schema::bookings;
use dai_su_so::domain::access::Actor;
use dai_su_so::service::{Act, Answer};
use diesel::prelude::*;

use crate::bookings::form;
use crate::client::Client;
use crate::scene::Scene;
use crate::server::{Folder, Server};

const ROUNDS: usize = 20;
const CLIENTS: usize = 16;

pub fn run() -> anyhow::Result<()> {
    let folder = Folder::new("survive")?;
    let database = folder.database();
    let runtime = tokio::runtime::Runtime::new()?;
    let scene = Scene::build(&runtime, &database)?;
    let slots = Arc::new(scene.sessions(&runtime, 40, (56, 200))?);
    let next = Arc::new(AtomicUsize::new(0));
    let mut acknowledged = 0;
    for round in 1..=ROUNDS {
        let (server, _) = Server::start(&database, &folder)?;
        let port = server.port;
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (next, slots) = (next.clone(), slots.clone());
                std::thread::spawn(move || book_until_it_dies(port, &next, &slots))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(200 + 37 * round as u64));
        server.kill()?;
        let mut promised = Vec::new();
        for client in clients {
            promised.extend(client.join().expect("a client ends when the server does"));
        }
        let (server, _) = Server::start(&database, &folder)?;
        let held = runtime.block_on(scene.office.read(&Actor::House, codes));
        let held = held.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let lost = promised.iter().filter(|(_, slip)| !held.contains(&code_of(slip))).count();
        acknowledged += promised.len();
        println!("  round {round}: {} acknowledged, {lost} lost", promised.len());
        anyhow::ensure!(lost == 0, "an acknowledged booking was lost");
        server.kill()?;
    }
    println!("{ROUNDS} rounds of kill -9: {acknowledged} bookings acknowledged, none lost");
    Ok(())
}

/// The (slot, number) of each booking that was acknowledged before the end.
fn book_until_it_dies(
    port: u16,
    next: &AtomicUsize,
    slots: &[dai_su_so::domain::ids::SlotId],
) -> Vec<(usize, String)> {
    let mut promised = Vec::new();
    let Ok(mut client) = Client::connect(port) else { return promised };
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let body = form(number, slots[number % slots.len()], 7);
        match client.post(dai_su_so::paths::bookings::BOOK, &body) {
            Ok(answer) if answer.status == 303 => {
                promised.push((number, answer.location.unwrap_or_default()));
            }
            Ok(_) => {}
            Err(_) => return promised,
        }
    }
}

/// The codes of all bookings the database holds.
fn codes(act: &mut Act<'_>) -> Answer<HashSet<String>> {
    let codes: Vec<String> =
        bookings::table.select(bookings::code).load(act.conn).map_err(DbError::from)?;
    Ok(codes.into_iter().collect())
}

/// The code in the address of the slip that an acknowledgement led to.
fn code_of(slip: &str) -> String {
    slip.split('/').nth(2).unwrap_or_default().replace('-', "")
}
