//! The command line: reads it, then hands over to the library.

mod cli;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use cli::{Admin, Audit, Cli, Command, Matching, Settings};
use dai_su_so::app::{self, App};
use dai_su_so::clock::Clock;
use dai_su_so::config::Config;
use dai_su_so::demo::ProgressBar;
use dai_su_so::domain::lang::Lang;
use dai_su_so::telemetry;
use indicatif::ProgressStyle;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    run().await.unwrap_or_else(|error| {
        eprintln!("dai-su-so: {error:#}");
        ExitCode::FAILURE
    })
}

async fn run() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Demo(args) => app::demo::run(args.into(), bar(INVENTING)?).await?,
        Command::Serve(settings) => {
            let config = load(&settings)?;
            let app = App::build(&config, Clock::machine(), false)?;
            tracing::info!(port = app.port(), "Listening");
            app.run().await?;
        }
        Command::Migrate(settings) => {
            app::open_office(&load(&settings)?, Clock::machine())?;
        }
        Command::Match(args) => {
            return Ok(match args.into() {
                Matching::Week(settings, wish) => {
                    app::matching::run(&load(&settings)?, &wish).await?
                }
                Matching::File(wish) => {
                    let ended = app::match_file::run(wish, bar(PLANNING)?).await;
                    ExitCode::from(ended as u8)
                }
            });
        }
        Command::Audit(Audit::Verify { settings, noted }) => {
            return app::audit::verify(&load(&settings)?, noted).await;
        }
        Command::Retention { settings, apply, lang } => {
            app::retention::run(&load(&settings)?, apply, Lang::from_tag(&lang)).await?;
        }
        Command::Admin(Admin::Create { settings, email, name, force }) => {
            let config = Config::load(settings.config.as_deref())?;
            let address = app::admin::create(&config, email, name, force).await?;
            println!("Mở địa chỉ này trong 7 ngày để đặt mật khẩu (open it to set the password):");
            println!("{address}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the settings and starts to log as they say.
fn load(settings: &Settings) -> anyhow::Result<Config> {
    let config = Config::load(settings.config.as_deref())?;
    telemetry::start(&config.log)?;
    Ok(config)
}

const INVENTING: &str = "  Đang dựng dữ liệu mẫu (inventing a ward) {bar:32} {pos}/{len} {eta}";
const PLANNING: &str = "  Đang ghép (planning) {bar:32} {percent} % {msg} {eta}";

/// Shown on a terminal only; it goes to standard error.
fn bar(template: &str) -> anyhow::Result<ProgressBar> {
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(template)?);
    bar.enable_steady_tick(Duration::from_millis(200));
    Ok(bar)
}
