//! What can be typed after `dai-su-so`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use dai_su_so::app::demo::Wish;
use dai_su_so::demo::Size;

/// Đại sứ số: help sessions, bookings, matching, verified hours and recognition.
#[derive(Parser)]
#[command(version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Show the whole product with an invented ward: fills a database and serves it.
    ///
    /// Prints the address and who signs in how. Without --data everything lies in a
    /// temporary folder that is removed at the end. Messages are written to files
    /// instead of being sent.
    Demo(DemoArgs),
    /// Serve for real use; the schema is brought up to date first.
    Serve(Settings),
    /// Bring the database's schema and the catalogue of topics up to date and stop.
    Migrate(Settings),
    /// What is done before anybody can sign in.
    #[command(subcommand)]
    Admin(Admin),
}

#[derive(Args)]
pub struct Settings {
    /// A configuration file; see config/default.toml for every key. Environment
    /// variables (DSS_…) win over it.
    #[arg(long, env = "DSS_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Admin {
    /// Make the first administrator and print a one-time address to set the password at.
    Create {
        #[command(flatten)]
        settings: Settings,
        /// E-mail address; also the name to sign in with.
        #[arg(long)]
        email: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// Make one more although there is an administrator already.
        #[arg(long)]
        force: bool,
    },
}

#[derive(Args)]
pub struct DemoArgs {
    /// Address and port to listen on [default: 127.0.0.1 and the first free port from 8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Folder for the database and the messages; a demo that is in it is opened again.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Another seed invents other people.
    #[arg(long, default_value_t = Size::default().seed)]
    seed: u64,
    /// Pupils who help; beyond 400 there are further wards.
    #[arg(long, value_name = "N", default_value_t = Size::default().ambassadors)]
    ambassadors: usize,
    /// Sessions in the ten weeks before today and the two after.
    #[arg(long, value_name = "N", default_value_t = Size::default().sessions)]
    sessions: usize,
    /// Residents who are helped; nearly one booking each.
    #[arg(long, value_name = "N", default_value_t = Size::default().residents)]
    residents: usize,
    /// An empty PostgreSQL database to fill instead of an SQLite file.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

impl From<DemoArgs> for Wish {
    fn from(args: DemoArgs) -> Wish {
        let DemoArgs { listen, data, seed, ambassadors, sessions, residents, database_url } = args;
        let size = Size { seed, ambassadors, sessions, residents };
        Wish { listen, data, database_url, size }
    }
}
