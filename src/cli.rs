//! What can be typed after `dai-su-so`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};
use dai_su_so::app::demo::Wish;
use dai_su_so::app::match_file::{self, Limit};
use dai_su_so::app::matching;
use dai_su_so::demo::Size;
use dai_su_so::domain::lang::Lang;
use dai_su_so::domain::matches::Week;

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
    /// Plan who helps whom in a week: of the database (--week), or of a file (--facts).
    ///
    /// --week plans the open sessions of a ward or of all. Prints who helps whom and why, who
    /// has nobody and what would help, and what the plan is worth beside first come, first
    /// served and the best possible. A dry run, unless --publish is given.
    ///
    /// --facts reads the JSON of the shared matching problem, plain or packed (.gz), writes the
    /// plan as its solution, and prints the objective, an upper bound and the time. Ctrl+C ends
    /// the search early and still writes the best plan so far.
    ///
    /// Exit codes: 0 the plan was made, and of a week everybody has somebody; 1 it failed; 2 an
    /// argument or a file cannot be understood, and the message names the place; 3 the plan
    /// cannot be written; 4 the plan failed its own check and was not written; 5 the week is
    /// planned and some bookings have nobody; 6 nobody is booked in the week; 130 Ctrl+C, the
    /// best plan so far was written.
    Match(MatchArgs),
    /// The audit trail.
    #[command(subcommand)]
    Audit(Audit),
    /// Take away what has been kept long enough: a dry run that lists it, rule by rule.
    ///
    /// The running house does the same every night. The page /staff/register tells which
    /// column falls under which rule.
    Retention {
        #[command(flatten)]
        settings: Settings,
        /// Do it.
        #[arg(long)]
        apply: bool,
        /// Language of the list: vi or en.
        #[arg(long, value_name = "LANG", default_value = "vi", value_parser = ["vi", "en"])]
        lang: String,
    },
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
pub enum Audit {
    /// Follow the chain over the whole trail and name the first row that was changed.
    ///
    /// Prints the end of the chain as NUMBER:HASH. Written down elsewhere and given back later
    /// as --noted, it also shows when the chain was written anew or cut.
    /// Ends with 0 when the trail is sound, with 1 when it is not.
    Verify {
        #[command(flatten)]
        settings: Settings,
        /// The end of the chain as it was printed once.
        #[arg(long, value_name = "NUMBER:HASH", value_parser = noted)]
        noted: Option<(i64, String)>,
    },
}

fn noted(text: &str) -> Result<(i64, String), String> {
    text.split_once(':')
        .and_then(|(number, hash)| Some((number.parse().ok()?, hash.to_owned())))
        .ok_or_else(|| "expected NUMBER:HASH as `audit verify` printed it".to_owned())
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
#[command(group(ArgGroup::new("what").required(true).args(["week", "facts"])))]
pub struct MatchArgs {
    #[command(flatten)]
    settings: Settings,
    /// The week of the database, Monday to Sunday, as ISO 8601 counts them.
    #[arg(long, value_name = "2026-W48", value_parser = week)]
    week: Option<Week>,
    /// Code or name of a ward, with or without accents [default: every ward]
    #[arg(long, value_name = "CODE_OR_NAME", requires = "week")]
    ward: Option<String>,
    /// Publish the plan: shifts are proposed and guardians told.
    #[arg(long, requires = "week")]
    publish: bool,
    /// Language of the summary of a week: vi or en.
    #[arg(long, value_name = "LANG", default_value = "vi", value_parser = ["vi", "en"])]
    lang: String,
    /// The week in a file: an instance of the shared problem.
    #[arg(long, value_name = "FILE", requires = "out")]
    facts: Option<PathBuf>,
    /// Where the plan goes; packed when the name ends in .gz.
    #[arg(long, value_name = "FILE", requires = "facts")]
    out: Option<PathBuf>,
    /// A plan people were told about already, as a solution. Each match of it that is changed
    /// then counts more than any gain in quality.
    #[arg(long, value_name = "FILE", requires = "facts")]
    published: Option<PathBuf>,
    /// Stop after so many seconds [default: 10]
    #[arg(long, value_name = "N", requires = "facts", conflicts_with = "iterations", value_parser = seconds)]
    seconds: Option<f64>,
    /// Stop after so many steps; the same steps and seed give the same plan on every machine.
    #[arg(long, value_name = "N", requires = "facts")]
    iterations: Option<u64>,
    /// Where chance starts.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// What `match` is asked for.
pub enum Matching {
    Week(Settings, matching::Wish),
    File(match_file::Wish),
}

fn week(text: &str) -> Result<Week, String> {
    Week::parse(text).ok_or_else(|| "must be a week such as 2026-W48".to_owned())
}

/// Seconds a search may take when nothing was said.
const PATIENCE: f64 = 10.0;

fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0);
    number.ok_or_else(|| "must be a number above zero".to_owned())
}

impl From<MatchArgs> for Matching {
    fn from(args: MatchArgs) -> Matching {
        if let (Some(facts), Some(out)) = (args.facts, args.out) {
            let timed = Limit::Seconds(args.seconds.unwrap_or(PATIENCE));
            let limit = args.iterations.map_or(timed, Limit::Iterations);
            let MatchArgs { published, seed, .. } = args;
            return Matching::File(match_file::Wish { facts, out, published, limit, seed });
        }
        let MatchArgs { settings, week, ward, publish, lang, .. } = args;
        let week = week.expect("without a file there is a week: clap asks for one of the two");
        Matching::Week(
            settings,
            matching::Wish { week, ward, publish, lang: Lang::from_tag(&lang) },
        )
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
