//! What can be typed after `dai-su-so`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use dai_su_so::app::demo::Wish;
use dai_su_so::app::match_file::{self, Limit};
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
    /// Plan who helps whom in a week that lies in a file, without a database.
    ///
    /// Reads the JSON of the shared matching problem, plain or packed (.gz), writes the plan
    /// as its solution, and prints the objective, an upper bound and the time. Ctrl+C ends the
    /// search early and still writes the best plan so far.
    ///
    /// Exit codes: 0 the plan was made and written; 2 an argument or a file cannot be
    /// understood, and the message names the place; 3 the plan cannot be written; 4 the plan
    /// failed its own check and was not written; 130 Ctrl+C, the best plan so far was written.
    Match(MatchArgs),
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
pub struct MatchArgs {
    /// The week: an instance of the shared problem.
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// Where the plan goes; packed when the name ends in .gz.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A plan people were told about already, as a solution. Each match of it that is changed
    /// then counts more than any gain in quality.
    #[arg(long, value_name = "FILE")]
    published: Option<PathBuf>,
    /// Stop after so many seconds [default: 10]
    #[arg(long, value_name = "N", conflicts_with = "iterations", value_parser = seconds)]
    seconds: Option<f64>,
    /// Stop after so many steps; the same steps and seed give the same plan on every machine.
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    /// Where chance starts.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Seconds a search may take when nothing was said.
const PATIENCE: f64 = 10.0;

fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0);
    number.ok_or_else(|| "must be a number above zero".to_owned())
}

impl From<MatchArgs> for match_file::Wish {
    fn from(args: MatchArgs) -> match_file::Wish {
        let MatchArgs { facts, out, published, seconds, iterations, seed } = args;
        let timed = Limit::Seconds(seconds.unwrap_or(PATIENCE));
        let limit = iterations.map_or(timed, Limit::Iterations);
        match_file::Wish { facts, out, published, limit, seed }
    }
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
