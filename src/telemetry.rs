//! Structured logs with a reference per request.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::Log;

/// Starts logging to standard error; a second call changes nothing.
pub fn start(log: &Log) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(&log.filter).map_err(|error| anyhow::anyhow!("log.filter: {error}"))?;
    let registry = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let started = match log.format.as_str() {
        "json" => registry.with(lines.json()).try_init(),
        _ => registry.with(lines).try_init(),
    };
    if started.is_err() {
        tracing::debug!("Logging was already started");
    }
    Ok(())
}
