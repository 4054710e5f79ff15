//! Sign-in of staff by somebody else's accounts.

use std::path::PathBuf;

use serde::Deserialize;

use super::{ConfigError, refused};
use crate::domain::access::Role;
use crate::domain::openid::{ClaimNames, Policy, RoleRule, is_loopback};
use crate::openid::Client;
use crate::paths;

#[derive(Clone, Debug, confique::Config)]
pub struct SignIn {
    #[config(nested)]
    pub openid: Openid,
}

/// An OpenID Connect provider; off as long as it has no issuer.
#[derive(Clone, confique::Config)]
pub struct Openid {
    /// The provider's own address, exactly as it names itself.
    #[config(env = "DSS_OPENID_ISSUER", default = "")]
    pub issuer: String,
    /// The name of this house at the provider.
    #[config(env = "DSS_OPENID_CLIENT_ID", default = "")]
    pub client_id: String,
    /// The secret that goes with it.
    #[config(env = "DSS_OPENID_CLIENT_SECRET", default = "")]
    pub client_secret: String,
    /// A file that holds the secret instead.
    #[config(env = "DSS_OPENID_CLIENT_SECRET_FILE", default = "")]
    pub client_secret_file: PathBuf,
    /// The provider's name on the button, in Vietnamese.
    #[config(env = "DSS_OPENID_NAME_VI", default = "tài khoản của đơn vị")]
    pub name_vi: String,
    /// The same in English.
    #[config(env = "DSS_OPENID_NAME_EN", default = "your organisation's account")]
    pub name_en: String,
    /// What the provider is asked to tell.
    #[config(default = ["openid", "email", "profile"])]
    pub scopes: Vec<String>,
    /// `login`, `select_account` or empty: what it asks of people who are signed in there.
    #[config(env = "DSS_OPENID_PROMPT", default = "")]
    pub prompt: String,
    /// The claims that hold the e-mail address, whether it is verified, and the name.
    #[config(default = "email")]
    pub email_claim: String,
    #[config(default = "email_verified")]
    pub verified_claim: String,
    #[config(default = "name")]
    pub name_claim: String,
    /// The claim that tells of a second step, and the values of which one is enough.
    #[config(default = "amr")]
    pub second_step_claim: String,
    #[config(default = [])]
    pub second_step_values: Vec<String>,
    /// Whoever is unknown here and has a role by the rules below gets an account.
    #[config(env = "DSS_OPENID_CREATE", default = false)]
    pub create: bool,
    /// Hours a sign-in by the provider lasts; then it is asked for the roles again.
    #[config(env = "DSS_OPENID_HOURS", default = 12)]
    pub hours: i64,
    /// Who holds which role.
    #[config(default = [])]
    pub roles: Vec<Rule>,
}

/// One `[[sign_in.openid.roles]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub claim: String,
    pub value: String,
    pub role: String,
    pub organisation: Option<String>,
    pub class: Option<String>,
}

/// The secret is never printed.
impl std::fmt::Debug for Openid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (issuer, client) = (&self.issuer, &self.client_id);
        f.debug_struct("Openid").field("issuer", issuer).field("client_id", client).finish()
    }
}

const SECTION: &str = "sign_in.openid";

fn wrong<T>(key: &str, why: &str) -> Result<T, ConfigError> {
    Err(refused(&format!("{SECTION}.{key}"), why))
}

impl Openid {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.policy()?.is_none() {
            return Ok(());
        }
        let issuer = &self.issuer;
        if !(issuer.starts_with("https://") || is_loopback(issuer)) {
            return wrong("issuer", "must start with https://");
        }
        if self.client_id.is_empty() {
            return wrong("client_id", "must be the name of this house at the provider");
        }
        if !(1..=24 * 30).contains(&self.hours) {
            return wrong("hours", "must be between 1 and 720");
        }
        for (key, value) in [
            ("name_vi", &self.name_vi),
            ("name_en", &self.name_en),
            ("email_claim", &self.email_claim),
            ("verified_claim", &self.verified_claim),
            ("name_claim", &self.name_claim),
            ("second_step_claim", &self.second_step_claim),
        ] {
            if value.trim().is_empty() {
                return wrong(key, "must not be empty");
            }
        }
        if !self.client_secret.is_empty() && !self.client_secret_file.as_os_str().is_empty() {
            return wrong("client_secret_file", "is given beside client_secret: one is enough");
        }
        Ok(())
    }

    /// What this house believes of the provider; none when there is no issuer.
    pub fn policy(&self) -> Result<Option<Policy>, ConfigError> {
        if self.issuer.is_empty() {
            return Ok(None);
        }
        Ok(Some(Policy {
            issuer: self.issuer.clone(),
            name_vi: self.name_vi.clone(),
            name_en: self.name_en.clone(),
            claims: ClaimNames {
                email: self.email_claim.clone(),
                verified: self.verified_claim.clone(),
                name: self.name_claim.clone(),
                second_step: self.second_step_claim.clone(),
            },
            second_step: self.second_step_values.clone(),
            create: self.create,
            hours: self.hours,
            rules: self.roles.iter().map(Rule::read).collect::<Result<_, _>>()?,
        }))
    }

    /// How this house is known at the provider; none when there is no issuer.
    pub fn client(&self, public_url: &str) -> Result<Option<Client>, ConfigError> {
        if self.issuer.is_empty() {
            return Ok(None);
        }
        Ok(Some(Client {
            issuer: self.issuer.clone(),
            id: self.client_id.clone(),
            secret: self.secret()?,
            scopes: self.scopes.clone(),
            prompt: self.prompt.clone(),
            return_to: format!("{public_url}{}", paths::openid::RETURN),
        }))
    }

    fn secret(&self) -> Result<Option<String>, ConfigError> {
        if self.client_secret_file.as_os_str().is_empty() {
            return Ok(Some(self.client_secret.clone()).filter(|secret| !secret.is_empty()));
        }
        let read = std::fs::read_to_string(&self.client_secret_file);
        match read.map(|text| text.trim().to_owned()) {
            Ok(secret) if !secret.is_empty() => Ok(Some(secret)),
            Ok(_) => wrong("client_secret_file", "the file is empty"),
            Err(error) => wrong("client_secret_file", &error.to_string()),
        }
    }
}

impl Rule {
    fn read(&self) -> Result<RoleRule, ConfigError> {
        let Some(role) = Role::from_code(&self.role) else {
            let known: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
            let why = format!("{} is no role; there are {}", self.role, known.join(", "));
            return wrong("roles", &why);
        };
        let rule = RoleRule {
            claim: self.claim.clone(),
            value: self.value.clone(),
            role,
            organisation: self.organisation.as_ref().map(|code| code.to_uppercase()),
            class: self.class.clone(),
        };
        match rule.wrong() {
            Some(why) => wrong("roles", why),
            None => Ok(rule),
        }
    }
}
