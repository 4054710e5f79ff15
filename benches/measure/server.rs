//! The product as its own process, on a database and a free port of its own.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::client::Client;

pub struct Server {
    child: Child,
    pub port: u16,
}

/// A folder for one measurement, removed at its end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> anyhow::Result<Folder> {
        let path = std::env::temp_dir().join(format!("dss-measure-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }

    /// The database to measure: `DSS_DATABASE_URL`, or a new file in this folder.
    pub fn database(&self) -> String {
        let file = self.0.join("house.sqlite").display().to_string();
        std::env::var("DSS_DATABASE_URL").unwrap_or(file)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind lies among the machine's temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Server {
    /// Starts `serve` and waits until it answers; the time that took is returned too.
    pub fn start(database: &str, folder: &Folder) -> anyhow::Result<(Server, Duration)> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let begun = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_dai-su-so"))
            .arg("serve")
            .env("DSS_DATABASE_URL", database)
            .env("DSS_LISTEN", format!("127.0.0.1:{port}"))
            .env("DSS_MAIL_FOLDER", folder.0.join("mail"))
            // All clients come from one address.
            .env("DSS_BOOKINGS_PER_HOUR", "0")
            .env("DSS_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .context("starting the product")?;
        let server = Server { child, port };
        while begun.elapsed() < Duration::from_secs(20) {
            if Client::connect(port).and_then(|mut c| c.get("/healthz")).is_ok() {
                return Ok((server, begun.elapsed()));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        anyhow::bail!("the product did not answer within 20 seconds")
    }

    /// The process, for what the kernel counts of it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory in MiB, as the kernel counts it.
    pub fn memory(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        let kib: f64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
        Ok(kib / 1024.0)
    }

    /// CPU seconds used so far, user and system.
    pub fn cpu(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> =
            stat.rsplit(')').next().context("stat")?.split_whitespace().collect();
        let ticks: f64 = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
        Ok(ticks / 100.0)
    }

    /// `kill -9`: no goodbye.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended when `kill` was called.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
