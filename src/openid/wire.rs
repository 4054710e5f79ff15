//! The way to a provider: HTTPS, five seconds, no detours.

use std::fmt;
use std::io::Read;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;

/// A whole exchange, from the look-up of the name to the last byte.
const PATIENCE: Duration = Duration::from_secs(5);
/// Descriptions, keys and tokens are a few kilobytes.
const LARGEST: u64 = 512 * 1024;

/// Why a provider could not be asked.
#[derive(Debug)]
pub struct Unreached(String);

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreached {}

/// Plain HTTP is for a provider on this very machine, which is how the tests run one.
#[derive(Clone)]
pub struct Wire {
    agent: Agent,
    plain: bool,
}

impl Wire {
    /// Towards one issuer; when that is on this machine by plain HTTP, so may the rest be.
    pub fn towards(issuer: &str) -> Wire {
        let plain = is_here(issuer);
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            // A provider that moved says so in its description, not on the way.
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .user_agent("dai-su-so");
        if plain {
            config = config.proxy(None);
        }
        Wire { agent: config.build().into(), plain }
    }

    /// May this address be gone to, by us or by somebody's browser?
    pub fn allows(&self, address: &str) -> bool {
        address.starts_with("https://") || (self.plain && is_here(address))
    }

    /// Asks.
    pub fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unreached> {
        let address = request.uri().to_string();
        if !self.allows(&address) {
            return Err(Unreached(format!("{address} is not by HTTPS")));
        }
        let unreached = |error: &dyn fmt::Display| Unreached(format!("{address}: {error}"));
        let answer = self.agent.run(request).map_err(|error| unreached(&error))?;
        let (parts, body) = answer.into_parts();
        let mut bytes = Vec::new();
        let mut reader = body.into_reader().take(LARGEST + 1);
        reader.read_to_end(&mut bytes).map_err(|error| unreached(&error))?;
        if bytes.len() as u64 > LARGEST {
            return Err(unreached(&"the answer is too long"));
        }
        if parts.status.is_server_error() {
            return Err(unreached(&parts.status));
        }
        Ok(HttpResponse::from_parts(parts, bytes))
    }
}

/// Plain HTTP on this machine.
fn is_here(address: &str) -> bool {
    crate::domain::openid::is_loopback(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_goes_out_by_https_or_stays_on_this_machine() {
        let far = Wire::towards("https://id.example");
        assert!(far.allows("https://keys.example/jwks"));
        for no in ["http://id.example/token", "http://127.0.0.1:9/token", "ftp://id.example"] {
            assert!(!far.allows(no), "{no}");
        }
        let near = Wire::towards("http://127.0.0.1:9000");
        assert!(near.allows("http://127.0.0.1:9000/token"));
        for no in ["http://127.0.0.1.example/token", "http://127.0.0.1@id.example/token"] {
            assert!(!near.allows(no), "{no}");
        }
        let request = ureq::http::Request::get("http://id.example/").body(Vec::new()).unwrap();
        assert!(far.ask(request).unwrap_err().to_string().contains("not by HTTPS"));
    }
}
