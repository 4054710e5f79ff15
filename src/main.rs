//! The command line: reads it, then hands over to the library.

mod cli;

use std::time::Duration;

use clap::Parser;
use cli::{Admin, Cli, Command, Settings};
use dai_su_so::app::{self, App};
use dai_su_so::clock::Clock;
use dai_su_so::config::Config;
use dai_su_so::demo::ProgressBar;
use dai_su_so::telemetry;
use indicatif::ProgressStyle;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Demo(args) => app::demo::run(args.into(), bar()?).await,
        Command::Serve(settings) => {
            let config = load(&settings)?;
            let app = App::build(&config, Clock::machine(), false)?;
            tracing::info!(port = app.port(), "Listening");
            app.run().await
        }
        Command::Migrate(settings) => {
            app::open_office(&load(&settings)?, Clock::machine())?;
            Ok(())
        }
        Command::Admin(Admin::Create { settings, email, name, force }) => {
            let config = Config::load(settings.config.as_deref())?;
            let address = app::admin::create(&config, email, name, force).await?;
            println!("Mở địa chỉ này trong 7 ngày để đặt mật khẩu (open it to set the password):");
            println!("{address}");
            Ok(())
        }
    }
}

/// Reads the settings and starts to log as they say.
fn load(settings: &Settings) -> anyhow::Result<Config> {
    let config = Config::load(settings.config.as_deref())?;
    telemetry::start(&config.log)?;
    Ok(config)
}

/// Shown on a terminal only; it goes to standard error.
fn bar() -> anyhow::Result<ProgressBar> {
    let template = "  Đang dựng dữ liệu mẫu (inventing a ward) {bar:32} {pos}/{len} {eta}";
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(template)?);
    bar.enable_steady_tick(Duration::from_millis(200));
    Ok(bar)
}
