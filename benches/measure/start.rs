//! From the process to the first answer, and memory at rest.

use std::time::Duration;

use crate::scene::Scene;
use crate::server::{Folder, Server};

pub fn run() -> anyhow::Result<()> {
    let folder = Folder::new("start")?;
    let database = folder.database();
    let runtime = tokio::runtime::Runtime::new()?;
    Scene::build(&runtime, &database)?.sessions(&runtime, 60, (8, 10))?;
    let mut times = Vec::new();
    let mut memory = 0.0;
    for _ in 0..9 {
        let (server, took) = Server::start(&database, &folder)?;
        std::thread::sleep(Duration::from_millis(500));
        memory = server.memory()?;
        times.push(took);
        server.kill()?;
    }
    times.sort();
    println!("from process to first answer, existing database, 9 starts:");
    println!("  min {:?}  median {:?}  max {:?}", times[0], times[4], times[8]);
    println!("memory at rest: {memory:.1} MiB resident");
    Ok(())
}
