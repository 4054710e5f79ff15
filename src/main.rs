//! The command line: reads it, then hands over to the library.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use dai_su_so::app::App;
use dai_su_so::clock::Clock;
use dai_su_so::config::Config;
use dai_su_so::telemetry;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Đại sứ số: help sessions, bookings, matching, verified hours and recognition.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve for real use.
    Serve {
        /// A configuration file; see config/default.toml for every key.
        #[arg(long, env = "DSS_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Bring the database's schema up to date and stop.
    Migrate {
        /// A configuration file.
        #[arg(long, env = "DSS_CONFIG")]
        config: Option<PathBuf>,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Serve { config } => {
            let config = Config::load(config.as_deref())?;
            telemetry::start(&config.log)?;
            let app = App::build(&config, Clock::machine(), false)?;
            tracing::info!(port = app.port(), "Listening");
            app.run().await
        }
        Command::Migrate { config } => {
            let config = Config::load(config.as_deref())?;
            telemetry::start(&config.log)?;
            dai_su_so::app::open_office(&config, Clock::machine())?;
            Ok(())
        }
    }
}
