//! What is asked of an OpenID provider: its description and keys, a token for a code, and
//! what it tells about the person. It answers claims that are provably the provider's own.
//!
//! Built with the cargo feature `oidc` only. Without it there is no [`Provider`], and settings
//! that ask for one stop the start.

#[cfg(feature = "oidc")]
mod provider;
#[cfg(feature = "oidc")]
mod wire;

#[cfg(feature = "oidc")]
pub use provider::Provider;

/// How this house is known at a provider.
#[derive(Clone)]
pub struct Client {
    pub issuer: String,
    pub id: String,
    /// None: a client without a secret, which the proof of the code's beginner guards alone.
    pub secret: Option<String>,
    pub scopes: Vec<String>,
    /// What the provider is asked to do with somebody who is signed in there; empty: nothing.
    pub prompt: String,
    /// Where the provider sends people back to.
    pub return_to: String,
}

/// A secret is never printed.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("issuer", &self.issuer).field("id", &self.id).finish()
    }
}

/// The one-time words of one sign-in. Each is unguessable and used once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    /// Comes back with the code.
    pub state: String,
    /// Comes back inside the token.
    pub nonce: String,
    /// Shown when the code is turned in; its hash went out at the beginning.
    pub verifier: String,
}

/// Why a provider's answer is none.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It cannot be reached, or not now.
    #[error("the provider is away: {0}")]
    Away(String),
    /// It answered, and the answer does not hold.
    #[error("the provider's answer does not hold: {0}")]
    Doubtful(String),
}

#[cfg(not(feature = "oidc"))]
mod absent {
    use super::{Client, Trouble, Words};
    use crate::domain::at::At;
    use crate::domain::openid::{Claims, Policy};

    /// There is none in this build.
    #[derive(Debug)]
    pub enum Provider {}

    impl Provider {
        /// Refuses: the program was built without it.
        pub fn new(_: Client) -> anyhow::Result<Provider> {
            anyhow::bail!("this build has no OpenID Connect; build it with --features oidc")
        }

        /// Never called: there is no provider.
        pub fn address(&self, _: &Words, _: &str, _: At) -> Result<String, Trouble> {
            match *self {}
        }

        /// Never called: there is no provider.
        pub fn answered_by(&self, _: Option<&str>, _: At) -> Result<(), Trouble> {
            match *self {}
        }

        /// Never called: there is no provider.
        pub fn claims(&self, _: &str, _: &Words, _: &Policy, _: At) -> Result<Claims, Trouble> {
            match *self {}
        }
    }
}
#[cfg(not(feature = "oidc"))]
pub use absent::Provider;
