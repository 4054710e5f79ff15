//! Bookings through HTTP: how many a second, how long the slowest wait, none oversold.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dai_su_so::db::DbError;
use dai_su_so::domain::access::Actor;
use dai_su_so::domain::ids::SlotId;
use dai_su_so::service::{Act, Answer};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::client::Client;
use crate::scene::{Scene, TOPIC};
use crate::server::{Folder, Server};

const CLIENTS: usize = 64;
/// Slots of a session: fourteen hours of quarters.
const SLOTS: i64 = 56;
/// Seats of a slot: the most the product allows.
const SEATS: i64 = 200;
/// A hot session holds 56 slots of 200 seats; the spread run has as many on forty sessions.
const BOOKINGS: usize = 11_000;

pub fn run() -> anyhow::Result<()> {
    let folder = Folder::new("bookings")?;
    let database = folder.database();
    let runtime = tokio::runtime::Runtime::new()?;
    let scene = Scene::build(&runtime, &database)?;
    let kind =
        if database.starts_with("postgres") { "PostgreSQL" } else { "SQLite, durability full" };
    println!("{kind}, {CLIENTS} clients, {BOOKINGS} bookings each");
    for (name, sessions) in [("spread over 40 sessions", 40), ("one hot session", 1)] {
        let slots = scene.sessions(&runtime, sessions, (SLOTS, SEATS))?;
        let (server, _) = Server::start(&database, &folder)?;
        let cpu = server.cpu()?;
        let run = load(server.port, Arc::new(slots), name);
        let cpu = server.cpu()? - cpu;
        let Run { took, mut waits, booked, others } = run;
        waits.sort();
        let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize];
        anyhow::ensure!(booked > 0, "nobody was booked: the form of this bench is out of date");
        println!(
            "  {name}: {:.0} a second; p50 {:?}, p99 {:?}, max {:?}; {booked} booked, {others} told of other times; {:.0} µs CPU of the server each",
            booked as f64 / took.as_secs_f64(),
            at(0.5),
            at(0.99),
            at(1.0),
            cpu * 1e6 / waits.len() as f64,
        );
    }
    let wrong = runtime.block_on(scene.office.read(&Actor::House, miscounted));
    let wrong = wrong.map_err(|e| anyhow::anyhow!("{e:?}"))?;
    println!("slots oversold or miscounted: {wrong}");
    Ok(())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Slots that hold more residents than seats, or whose counter differs from their bookings.
fn miscounted(act: &mut Act<'_>) -> Answer<i64> {
    let count: Count = diesel::sql_query(
        "SELECT COUNT(*) AS n FROM slots s WHERE s.taken > s.seats OR s.taken <> \
         (SELECT COUNT(*) FROM bookings b WHERE b.slot_id = s.id AND b.seat_held)",
    )
    .get_result(act.conn)
    .map_err(DbError::from)?;
    Ok(count.n)
}

struct Run {
    took: Duration,
    waits: Vec<Duration>,
    booked: usize,
    others: usize,
}

fn load(port: u16, slots: Arc<Vec<SlotId>>, name: &str) -> Run {
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (next, slots, name) = (next.clone(), slots.clone(), name.len());
            std::thread::spawn(move || one_client(port, &next, &slots, name))
        })
        .collect();
    let mut run = Run { took: Duration::ZERO, waits: Vec::new(), booked: 0, others: 0 };
    for client in clients {
        let (waits, booked) = client.join().expect("a client ends well");
        run.others += waits.len() - booked;
        run.booked += booked;
        run.waits.extend(waits);
    }
    run.took = begun.elapsed();
    run
}

fn one_client(
    port: u16,
    next: &AtomicUsize,
    slots: &[SlotId],
    run: usize,
) -> (Vec<Duration>, usize) {
    let mut client = Client::connect(port).expect("the product answers");
    let (mut waits, mut booked) = (Vec::new(), 0);
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= BOOKINGS {
            return (waits, booked);
        }
        let body = form(number, slots[number % slots.len()], run);
        let begun = Instant::now();
        let answer = client.post(dai_su_so::paths::bookings::BOOK, &body).expect("an answer");
        waits.push(begun.elapsed());
        booked += usize::from(answer.status == 303);
    }
}

/// The last page of the booking flow, filled in by somebody new.
pub fn form(number: usize, slot: SlotId, run: usize) -> String {
    let name = format!("Người {}", letters(number));
    let fields = [
        ("topic", TOPIC.to_owned()),
        ("slot", slot.to_string()),
        ("whom", "self".to_owned()),
        ("name", name),
        ("area", "other".to_owned()),
        ("phone", format!("09{:08}", number + run * 1_000_000)),
        ("key", format!("{run}-{number}")),
    ];
    serde_html_form::to_string(fields).expect("plain text fields")
}

/// A number as letters, since names hold no digits.
fn letters(mut number: usize) -> String {
    let mut out = String::new();
    loop {
        out.push((b'a' + (number % 26) as u8) as char);
        number /= 26;
        if number == 0 {
            return out;
        }
    }
}
