//! What is done from the command line before anybody can sign in.

use super::{open_office, told};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::access::Actor;
use crate::service::staff;

/// Makes the first administrator, or another one when asked; answers the one-time
/// address at which the password is set.
pub async fn create(
    config: &Config,
    email: String,
    name: String,
    another: bool,
) -> anyhow::Result<String> {
    let office = open_office(config, Clock::machine())?;
    let path = office
        .write(&Actor::House, move |act| staff::add_administrator(act, &email, &name, another))
        .await
        .map_err(told)?;
    Ok(format!("{}{path}", config.server.public_url))
}
