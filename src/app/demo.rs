//! Starting the demo: a folder, a database filled with a sample town, a free port, and
//! a table that says who signs in how.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{App, open_office};
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::{self, Found, ProgressBar, Size};
use crate::files;
use crate::telemetry;

/// As asked for on the command line.
pub struct Wish {
    pub listen: Option<SocketAddr>,
    /// Where the demo's files stay; none: a temporary folder that is removed at the end.
    pub data: Option<PathBuf>,
    pub database_url: Option<String>,
    pub size: Size,
}

/// Ports tried one after the other when none was asked for.
const PORTS: std::ops::RangeInclusive<u16> = 8080..=8099;

/// Fills a database unless it holds a demo already, and serves it.
pub async fn run(wish: Wish, bar: ProgressBar) -> anyhow::Result<()> {
    let folder = Folder::open(wish.data)?;
    let config = settings(wish.listen, wish.database_url, &folder.path)?;
    make_key(&config.database.secret_key_file)?;
    telemetry::start(&config.log)?;
    fill(&config, wish.size, bar).await?;
    let app = App::build(&config, Clock::machine(), true)?;
    let guide = demo::guide(app.office(), &config.server.public_url).await;
    println!("{}", guide.map_err(super::told)?);
    app.run().await
}

async fn fill(config: &Config, size: Size, bar: ProgressBar) -> anyhow::Result<()> {
    let office = open_office(config, Clock::machine())?;
    match demo::look(&office).await.map_err(super::told)? {
        Found::Empty => demo::fill(&office, size, &bar).await.map_err(super::told)?,
        Found::Demo => {}
        Found::Other => bail!(
            "this database holds other data, or a demo that was stopped half-way; \
             give the demo an empty one"
        ),
    }
    bar.finish_and_clear();
    Ok(())
}

fn settings(
    listen: Option<SocketAddr>,
    database_url: Option<String>,
    folder: &Path,
) -> anyhow::Result<Config> {
    let mut config = Config::load(None)?;
    let listen = match listen {
        Some(address) => address,
        None => free_port()?,
    };
    // An address that means "every address of this machine" is none that people can type.
    let host = if listen.ip().is_unspecified() {
        SocketAddr::from((Ipv4Addr::LOCALHOST, listen.port()))
    } else {
        listen
    };
    config.server.listen = listen;
    config.server.public_url = format!("http://{host}");
    config.database.url =
        database_url.unwrap_or_else(|| folder.join("demo.sqlite").display().to_string());
    config.database.secret_key_file = folder.join("secret-key");
    config.mail.smtp_url = String::new();
    config.mail.folder = folder.join("mail");
    if std::env::var_os("DSS_LOG").is_none() {
        config.log.filter = "warn".to_owned();
    }
    Ok(config)
}

/// The demo's own key, made once; one that is there stays.
fn make_key(file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        return Ok(());
    }
    let key = data_encoding::HEXLOWER.encode(&rand::random::<[u8; 32]>());
    files::write(file, key.as_bytes())
        .with_context(|| format!("--data: cannot write {}", file.display()))
}

fn free_port() -> anyhow::Result<SocketAddr> {
    PORTS
        .map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .find(|address| TcpListener::bind(address).is_ok())
        .context("no free port from 8080 to 8099; choose one with --listen 127.0.0.1:PORT")
}

/// Where the demo's files are; a temporary one goes when the demo ends.
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    fn open(asked: Option<PathBuf>) -> anyhow::Result<Folder> {
        let temporary = asked.is_none();
        let path = asked.unwrap_or_else(|| {
            std::env::temp_dir().join(format!("dai-su-so-demo-{}", std::process::id()))
        });
        files::folder(&path).with_context(|| format!("--data: cannot make {}", path.display()))?;
        Ok(Folder { path, temporary })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary
            && let Err(error) = std::fs::remove_dir_all(&self.path)
        {
            tracing::warn!(%error, "The demo's temporary folder could not be removed");
        }
    }
}
