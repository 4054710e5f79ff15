//! CPU per request of the product's pages against bare handlers of the same stack,
//! measured in turns in one run, so that a noisy machine is noisy for all of them.

use std::process::{Child, Command};
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use maud::html;

use crate::client::Client;
use crate::scene::Scene;
use crate::server::{Folder, Server};
use crate::town;

const ROUNDS: usize = 15;
const REQUESTS: usize = 300;
const SESSIONS: usize = 5_000;

/// One page to ask for, of one process.
struct Target {
    name: &'static str,
    process: u32,
    port: u16,
    /// Ask with a new query each time, so that nothing kept rendered fits.
    fresh: bool,
    path: String,
    cookie: Option<String>,
}

pub fn run() -> anyhow::Result<()> {
    let folder = Folder::new("pages")?;
    let database = folder.database();
    let runtime = tokio::runtime::Runtime::new()?;
    Scene::build(&runtime, &database)?.sessions(&runtime, SESSIONS, (8, 4))?;
    let (server, _) = Server::start(&database, &folder)?;
    let bare = Bare::start()?;
    let town = folder.0.join("town.sqlite").display().to_string();
    let slots = town::build(&runtime, &town)?;
    let (of_town, _) = Server::start(&town, &folder)?;
    let cookie = town::sign_in(of_town.port, town::PUPIL)?;
    let pupil = |name, path: &str| Target {
        name,
        process: of_town.id(),
        port: of_town.port,
        fresh: false,
        path: path.to_owned(),
        cookie: Some(cookie.clone()),
    };
    let product = |name, path: &str, fresh| Target {
        name,
        process: server.id(),
        port: server.port,
        fresh,
        path: path.to_owned(),
        cookie: None,
    };
    let floor = |name, path: &str| Target {
        name,
        process: bare.child.id(),
        port: bare.port,
        fresh: false,
        path: path.to_owned(),
        cookie: None,
    };
    let targets = [
        floor("bare handler, static bytes", "/static"),
        floor("bare handler, 50 cards rendered from memory", "/cards"),
        product("healthz", "/healthz", false),
        product("home page", "/", false),
        product("sessions, kept rendered", "/sessions", false),
        product("sessions, rendered anew (50 cards of 5,000)", "/sessions", true),
        product("topics, rendered anew", "/topics", true),
        pupil("what can I take, this week", "/me/sessions"),
        pupil("what can I take, a week of 60 (30 a page)", &town::full_week()),
        pupil("a pupil's day", "/me"),
    ];
    println!("A town of 5,000 pupils and {slots} slots behind the pupil's pages.");
    println!("CPU per request, median of {ROUNDS} interleaved rounds of {REQUESTS} requests:");
    report(&targets)?;
    Ok(())
}

fn report(targets: &[Target]) -> anyhow::Result<()> {
    let mut figures = vec![Vec::new(); targets.len()];
    let mut bytes = vec![0; targets.len()];
    for round in 0..=ROUNDS {
        for (at, target) in targets.iter().enumerate() {
            let (cpu, size) = ask(target, round)?;
            bytes[at] = size;
            // The first round warms caches and is not counted.
            if round > 0 {
                figures[at].push(cpu);
            }
        }
    }
    for (at, target) in targets.iter().enumerate() {
        figures[at].sort_by(f64::total_cmp);
        let median = figures[at][ROUNDS / 2];
        println!(
            "  {:<48} {median:>7.0} µs  (min {:.0}, max {:.0}; {} bytes)",
            target.name,
            figures[at][0],
            figures[at][ROUNDS - 1],
            bytes[at]
        );
    }
    Ok(())
}

/// Microseconds of CPU of the target's process per request, and the size of the answer.
fn ask(target: &Target, round: usize) -> anyhow::Result<(f64, usize)> {
    let mut client = Client::connect(target.port)?;
    client.cookie.clone_from(&target.cookie);
    let before = cpu_nanoseconds(target.process)?;
    let mut size = 0;
    for number in 0..REQUESTS {
        let path = match target.fresh {
            true => format!("{}?n={round}-{number}", target.path),
            false => target.path.clone(),
        };
        let answer = client.get(&path)?;
        anyhow::ensure!(answer.status == 200, "{} answered {}", target.path, answer.status);
        size = answer.bytes;
    }
    std::thread::sleep(Duration::from_millis(5));
    let spent = cpu_nanoseconds(target.process)? - before;
    Ok((spent as f64 / 1000.0 / REQUESTS as f64, size))
}

/// Time on a processor of all threads of a process, as the scheduler counts it.
fn cpu_nanoseconds(process: u32) -> anyhow::Result<u64> {
    let mut total = 0;
    for task in std::fs::read_dir(format!("/proc/{process}/task"))? {
        // A thread may end between the listing and the reading.
        if let Ok(text) = std::fs::read_to_string(task?.path().join("schedstat")) {
            total += text.split_whitespace().next().unwrap_or("0").parse::<u64>()?;
        }
    }
    Ok(total)
}

/// This program once more, serving bare handlers.
struct Bare {
    child: Child,
    port: u16,
}

impl Bare {
    fn start() -> anyhow::Result<Bare> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child =
            Command::new(std::env::current_exe()?).args(["bare", &port.to_string()]).spawn()?;
        while Client::connect(port).is_err() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(Bare { child, port })
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        // It has no other way to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the stack costs by itself: the same actix, without the product.
pub fn serve_bare(port: u16) -> anyhow::Result<()> {
    let page: &'static [u8] = Box::leak(cards().into_bytes().into_boxed_slice());
    actix_web::rt::System::new().block_on(async move {
        HttpServer::new(move || {
            App::new()
                .route(
                    "/static",
                    web::get().to(move || async move { HttpResponse::Ok().body(page) }),
                )
                .route("/cards", web::get().to(|| async { HttpResponse::Ok().body(cards()) }))
        })
        .bind(("127.0.0.1", port))?
        .run()
        .await
    })?;
    Ok(())
}

fn cards() -> String {
    let page = html! {
        (maud::DOCTYPE)
        html lang="vi" {
            body {
                @for number in 0..50 {
                    article.card {
                        h2 { a href={ "/sessions/" (number) } { "Buổi hỗ trợ tại Văn phòng khu phố " (number) } }
                        p { "Thứ Bảy, 28/11/2026, 7:30–11:00, đối diện chợ, có lối cho xe lăn" }
                        ul { li { "Tích hợp giấy tờ vào VNeID" } li { "Nộp một hồ sơ trực tuyến" } li { "Tra cứu hồ sơ" } }
                        p { "Còn nhiều chỗ" }
                    }
                }
            }
        }
    };
    page.into_string()
}
