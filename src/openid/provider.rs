//! One provider, asked by its own description.

use std::error::Error;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use chrono::TimeDelta;
use openidconnect::core::*;
use openidconnect::{
    AdditionalClaims, AdditionalProviderMetadata, AuthType, AuthenticationFlow, AuthorizationCode,
    ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, IdToken,
    IdTokenClaims, IdTokenFields, IdTokenVerifier, IssuerUrl, LanguageTag, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, TokenResponse, UserInfoClaims, UserInfoError,
};
use serde::{Deserialize, Serialize};

use super::wire::{Unreached, Wire};
use super::{Client, Trouble, Words};
use crate::domain::at::At;
use crate::domain::openid::{Claims, Policy};

/// How long a description is believed without asking again.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// The soonest that a provider is asked for its keys again.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The soonest that one is asked again that did not answer: everybody would wait for it.
const PAUSE_AWAY: TimeDelta = TimeDelta::seconds(10);
/// A token is fetched as soon as it is made; beyond this a clock is wrong.
const TOKEN_AGE: TimeDelta = TimeDelta::minutes(10);
/// By how much the provider's clock may be ahead.
const AHEAD: TimeDelta = TimeDelta::minutes(2);

/// Signatures by a key pair. Those by a shared secret, and none at all, never count.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Whatever else a token or the provider's page about a person says.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Others(serde_json::Map<String, serde_json::Value>);
impl AdditionalClaims for Others {}

/// Whatever else a description says that matters here.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Extra {
    /// The provider says who it is beside every code (RFC 9207).
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}
impl AdditionalProviderMetadata for Extra {}

type Description = ProviderMetadata<
    Extra,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;
type Token =
    IdToken<Others, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Tokens = StandardTokenResponse<
    IdTokenFields<
        Others,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;
type Asker = openidconnect::Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What is remembered of a provider.
#[derive(Default)]
struct Known {
    description: Option<(Arc<Description>, At)>,
    /// When it was last asked, with or without an answer.
    asked: Option<At>,
}

/// A provider that can be asked. Every question blocks its thread, for five seconds a
/// request at most.
pub struct Provider {
    client: Client,
    issuer: IssuerUrl,
    return_to: RedirectUrl,
    wire: Wire,
    known: Mutex<Known>,
}

impl Provider {
    /// Prepares; nothing is asked before somebody signs in.
    pub fn new(client: Client) -> anyhow::Result<Provider> {
        let issuer = IssuerUrl::new(client.issuer.clone()).context("is no address")?;
        let return_to = RedirectUrl::new(client.return_to.clone()).context("no way back")?;
        let wire = Wire::towards(&client.issuer);
        Ok(Provider { client, issuer, return_to, wire, known: Mutex::default() })
    }

    /// Where somebody's browser goes to sign in.
    pub fn address(&self, words: &Words, lang: &str, now: At) -> Result<String, Trouble> {
        let asker = self.asker(&*self.description(now, false)?);
        let (state, nonce) = (words.state.clone(), words.nonce.clone());
        let verifier = PkceCodeVerifier::new(words.verifier.clone());
        let mut request = asker
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_ui_locale(LanguageTag::new(lang.to_owned()));
        for scope in self.client.scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        if !self.client.prompt.is_empty() {
            request = request.add_extra_param("prompt", self.client.prompt.clone());
        }
        let (address, _, _) = request.url();
        if !self.wire.allows(address.as_str()) {
            return Err(Trouble::Doubtful("it wants people to sign in without HTTPS".into()));
        }
        Ok(address.into())
    }

    /// Is it this provider that answered? One that says it always tells its name has to.
    pub fn answered_by(&self, issuer: Option<&str>, now: At) -> Result<(), Trouble> {
        let told = match issuer {
            Some(issuer) => issuer == self.client.issuer,
            None => {
                let about = self.description(now, false)?;
                !about.additional_metadata().authorization_response_iss_parameter_supported
            }
        };
        if told { Ok(()) } else { Err(Trouble::Doubtful("another provider answered".into())) }
    }

    /// Turns a code in and answers what the token says, and what is told about the person
    /// beside it where the token lacks what `policy` looks for.
    pub fn claims(
        &self,
        code: &str,
        words: &Words,
        policy: &Policy,
        now: At,
    ) -> Result<Claims, Trouble> {
        let about = self.description(now, false)?;
        let asker = self.asker(&about);
        let ask = |request: HttpRequest| self.wire.ask(request);
        let tokens = asker
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| Trouble::Doubtful(told(&error)))?
            .set_pkce_verifier(PkceCodeVerifier::new(words.verifier.clone()))
            .request(&ask)
            .map_err(|error| match &error {
                RequestTokenError::Request(_) => Trouble::Away(told(&error)),
                _ => Trouble::Doubtful(told(&error)),
            })?;
        let token = tokens.id_token();
        let token = token.ok_or_else(|| Trouble::Doubtful("it sent no ID token".into()))?;
        let nonce = Nonce::new(words.nonce.clone());
        let said = match self.verified(&about, token, &nonce, now) {
            Err(error) if unknown_key(&error) => {
                self.verified(&*self.description(now, true)?, token, &nonce, now)
            }
            other => other,
        };
        let said = said.map_err(|error| Trouble::Doubtful(told(&error)))?;
        self.meant_for_us(said)?;
        let claims = claims_of(said)?;
        let complete = policy.looks_for().all(|name| claims.find(name).is_some());
        if complete || asker.user_info_url().is_none() {
            return Ok(claims);
        }
        let more: UserInfoClaims<Others, CoreGenderClaim> = asker
            .user_info(tokens.access_token().clone(), Some(said.subject().clone()))
            .map_err(|error| Trouble::Doubtful(told(&error)))?
            .request(&ask)
            .map_err(|error| match &error {
                UserInfoError::Request(_) => Trouble::Away(told(&error)),
                _ => Trouble::Doubtful(told(&error)),
            })?;
        Ok(claims.or(claims_of(&more)?))
    }

    /// The token's claims, when signature, issuer, audience, nonce and times are right.
    fn verified<'t>(
        &self,
        about: &Description,
        token: &'t Token,
        nonce: &Nonce,
        now: At,
    ) -> Result<&'t IdTokenClaims<Others, CoreGenderClaim>, ClaimsVerificationError> {
        let now = now.datetime();
        let client = ClientId::new(self.client.id.clone());
        let verifier =
            IdTokenVerifier::new_public_client(client, self.issuer.clone(), about.jwks().clone())
                .set_allowed_algs(SIGNATURES)
                .set_time_fn(move || now)
                .set_issue_time_verifier_fn(move |issued| {
                    let fine = (now - TOKEN_AGE..=now + AHEAD).contains(&issued);
                    if fine { Ok(()) } else { Err(format!("issued at {issued}, it is {now}")) }
                });
        token.claims(&verifier, nonce)
    }

    /// A token that names whom it was made for names us.
    fn meant_for_us(&self, said: &IdTokenClaims<Others, CoreGenderClaim>) -> Result<(), Trouble> {
        match said.authorized_party() {
            Some(party) if **party != self.client.id => {
                Err(Trouble::Doubtful("the token was made for another client".into()))
            }
            _ => Ok(()),
        }
    }

    fn asker(&self, about: &Description) -> Asker {
        let id = ClientId::new(self.client.id.clone());
        let secret = self.client.secret.clone().map(ClientSecret::new);
        let asker = Asker::from_provider_metadata(about.clone(), id, secret)
            .set_redirect_uri(self.return_to.clone());
        let ways = about.token_endpoint_auth_methods_supported();
        let knows = |way| ways.is_some_and(|ways| ways.contains(&way));
        let by_body = knows(CoreClientAuthMethod::ClientSecretPost)
            && !knows(CoreClientAuthMethod::ClientSecretBasic);
        if by_body { asker.set_auth_type(AuthType::RequestBody) } else { asker }
    }

    /// Its description with its keys: as remembered, or asked for again when it is old or, with
    /// `renew`, lacks a key. An old one is better than none.
    fn description(&self, now: At, renew: bool) -> Result<Arc<Description>, Trouble> {
        // Whoever waits here would otherwise ask the same. Nothing is left half done under
        // the lock, so one that a panic left behind is as good as any.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (due, pause) = match &known.description {
            Some((_, at)) => (renew || now - *at >= FRESH, PAUSE),
            None => (true, PAUSE_AWAY),
        };
        if due && known.asked.is_none_or(|at| now - at >= pause) {
            known.asked = Some(now);
            let ask = |request: HttpRequest| self.wire.ask(request);
            match Description::discover(&self.issuer, &ask) {
                Ok(found) => known.description = Some((Arc::new(found), now)),
                Err(error) if known.description.is_none() => return Err(undescribed(&error)),
                Err(error) => {
                    tracing::warn!(error = told(&error), "The OpenID provider's keys stay old");
                }
            }
        }
        let description = known.description.as_ref().map(|(found, _)| found.clone());
        description.ok_or_else(|| Trouble::Away("it did not answer a moment ago".into()))
    }
}

fn claims_of(said: &impl Serialize) -> Result<Claims, Trouble> {
    let object = serde_json::to_value(said).map_err(|error| Trouble::Doubtful(told(&error)))?;
    Ok(Claims::new(object))
}

fn unknown_key(error: &ClaimsVerificationError) -> bool {
    use ClaimsVerificationError::SignatureVerification;
    matches!(error, SignatureVerification(SignatureVerificationError::NoMatchingKey))
}

fn undescribed(error: &DiscoveryError<Unreached>) -> Trouble {
    match error {
        DiscoveryError::Request(_) | DiscoveryError::Response(..) => Trouble::Away(told(error)),
        _ => Trouble::Doubtful(told(error)),
    }
}

/// An error with its causes, on one line.
fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing into a text cannot fail.
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
