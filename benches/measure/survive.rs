//! `kill -9` in the middle of bookings: what was acknowledged is there afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

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
    let slots = Arc::new(Scene::build(&runtime, &database)?.sessions(&runtime, 40, (56, 200))?);
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
        let lost = promised.iter().filter(|slip| !is_there(server.port, slip)).count();
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

/// The slip the acknowledgement led to still shows.
fn is_there(port: u16, (_, slip): &(usize, String)) -> bool {
    Client::connect(port).and_then(|mut c| c.get(slip)).is_ok_and(|answer| answer.status == 200)
}
