//! What the product costs, measured: `cargo bench --bench measure -- WHAT`.
//!
//! - `pages`: CPU per request of public and pupils' pages against bare handlers, interleaved.
//! - `bookings`: bookings through HTTP with 64 clients, spread over sessions and on one;
//!   none oversold. `DSS_DATABASE_URL=postgres://…` measures PostgreSQL.
//! - `survive`: twenty rounds of `kill -9` in the middle of bookings; none acknowledged is lost.
//! - `start`: from the process to the first answer, and memory at rest.

#[path = "measure/bookings.rs"]
mod bookings;
#[path = "measure/client.rs"]
mod client;
#[path = "measure/pages.rs"]
mod pages;
#[path = "measure/scene.rs"]
mod scene;
#[path = "measure/server.rs"]
mod server;
#[path = "measure/start.rs"]
mod start;
#[path = "measure/survive.rs"]
mod survive;
#[path = "measure/town.rs"]
mod town;

fn main() -> anyhow::Result<()> {
    // Cargo adds `--bench`; the first word of the caller's own says what to measure.
    let what = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    match what.as_deref() {
        Some("pages") => pages::run(),
        Some("bookings") => bookings::run(),
        Some("survive") => survive::run(),
        Some("start") => start::run(),
        Some("bare") => {
            let port = std::env::args().nth(2).and_then(|port| port.parse().ok());
            pages::serve_bare(port.unwrap_or_default())
        }
        _ => {
            println!("cargo bench --bench measure -- pages | bookings | survive | start");
            Ok(())
        }
    }
}
