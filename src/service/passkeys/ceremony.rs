//! The two ceremonies of WebAuthn, between what is stored and what browsers send. What stands
//! here names no database and no person but the one whose device is asked.

use data_encoding::BASE64URL_NOPAD;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::register::{
    CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions,
    UserHandle16, Username,
};
use webauthn_rp::request::{AsciiDomain, ExtensionInfo, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication16, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
};

use crate::db::passkeys::StoredPasskey;
use crate::domain::passkeys::Home;
use crate::service::{Answer, Error};

type Key = StaticState<CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>>;

/// How the house introduces itself to a device.
const HOUSE: &str = "Đại sứ số";

/// A question to a device: what the browser is told, and what is kept to check the answer.
#[derive(Clone, Debug)]
pub struct Question {
    pub state: String,
    /// JSON of WebAuthn's creation or request options.
    pub options: String,
}

/// What is stored of a new key, as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewKey {
    pub credential_id: String,
    pub user_handle: String,
    pub public_key: String,
    pub state: String,
}

/// Who adds a passkey, as the device will show it.
pub struct Owner<'a> {
    pub sign_in_name: &'a str,
    pub name: &'a str,
    /// (credential, user handle) of the passkeys there are.
    pub known: &'a [(String, String)],
}

fn fault(why: impl std::fmt::Display) -> Error {
    Error::Fault(format!("passkeys: {why}"))
}

fn party(home: &Home) -> Answer<RpId> {
    Ok(RpId::Domain(AsciiDomain::try_from(home.host.clone()).map_err(fault)?))
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(bytes.as_ref())
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

fn handle(text: &str) -> Option<UserHandle16> {
    let Ok(handle) = UserHandle16::decode(bytes(text)?.try_into().ok()?);
    Some(handle)
}

/// Asks a device to make a key. All of an account's keys share one user handle, so that an
/// authenticator shows them as one account; it is random and says nothing.
pub fn ask_to_add(home: &Home, owner: &Owner<'_>) -> Answer<Question> {
    let party = party(home)?;
    let old = owner.known.first().and_then(|(_, old)| handle(old));
    let id = old.unwrap_or_default();
    let known = owner.known.iter().filter_map(|(credential, _)| {
        let id = CredentialId::decode(bytes(credential)?).ok()?;
        // Nothing is said of how the device is reached: the browser then looks everywhere.
        let transports = AuthTransports::decode(0).ok()?;
        Some(PublicKeyCredentialDescriptor { id, transports })
    });
    // What the device shows has to be free of signs that it could not show.
    let user = PublicKeyCredentialUserEntity {
        name: Username::try_from(owner.sign_in_name)
            .or_else(|_| Username::try_from("dai-su-so"))
            .map_err(fault)?,
        id: &id,
        display_name: Nickname::try_from(owner.name).ok(),
    };
    let mut options = PublicKeyCredentialCreationOptions::passkey(&party, user, known.collect());
    options.extensions.cred_protect =
        CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
    let (server, client) = options.start_ceremony().map_err(fault)?;
    let mut shown = serde_json::to_value(&client).map_err(fault)?;
    shown["rp"]["name"] = HOUSE.into();
    let state = server.encode().map_err(fault)?;
    Ok(Question { state: text(state), options: shown.to_string() })
}

/// The key that a device has made, if its answer fits the question; the reason, for the log,
/// if not.
pub fn added(home: &Home, state: &str, proof: &str) -> Result<NewKey, String> {
    let party = party(home).map_err(|error| format!("{error:?}"))?;
    let state = bytes(state).ok_or("the stored state is no base64url")?;
    let asked = RegistrationServerState::<16>::decode(&state).map_err(|e| e.to_string())?;
    let answer = Registration::from_json_relaxed(proof.as_bytes()).map_err(|e| e.to_string())?;
    let origins = [home.origin.as_str()];
    let options = RegistrationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        error_on_unsolicited_extensions: false,
        ..RegistrationVerificationOptions::default()
    };
    let key = asked.verify(&party, &answer, &options).map_err(|e| e.to_string())?;
    let Ok(counter) = key.dynamic_state().encode();
    Ok(NewKey {
        credential_id: text(key.id()),
        user_handle: text(key.user_id()),
        public_key: text(key.static_state().encode().map_err(|e| e.to_string())?),
        state: text(counter),
    })
}

/// Asks any device that holds a passkey of this house to sign.
pub fn ask_to_sign(home: &Home) -> Answer<Question> {
    let party = party(home)?;
    let (server, client) =
        DiscoverableCredentialRequestOptions::passkey(&party).start_ceremony().map_err(fault)?;
    let options = serde_json::to_string(&client).map_err(fault)?;
    Ok(Question { state: text(server.encode().map_err(fault)?), options })
}

/// What a device has signed, not checked yet.
#[derive(Debug)]
pub struct Signed(DiscoverableAuthentication16);

impl Signed {
    /// Read from what the script sent.
    pub fn read(proof: &str) -> Option<Signed> {
        DiscoverableAuthentication16::from_json_relaxed(proof.as_bytes()).ok().map(Signed)
    }

    /// The name of the key that is said to have signed.
    pub fn credential_id(&self) -> String {
        text(self.0.raw_id())
    }

    /// Checks challenge, origin, signature, the owner's presence and the counter; answers the
    /// key's new state, or the reason for the log.
    pub fn check(&self, home: &Home, state: &str, key: &StoredPasskey) -> Result<String, String> {
        let party = party(home).map_err(|error| format!("{error:?}"))?;
        let state = bytes(state).ok_or("the stored state is no base64url")?;
        let asked =
            DiscoverableAuthenticationServerState::decode(&state).map_err(|e| e.to_string())?;
        let owner = handle(&key.user_handle).ok_or("the stored user handle is none")?;
        let public = bytes(&key.public_key).ok_or("the stored key is no base64url")?;
        let counter = bytes(&key.state).and_then(|bytes| bytes.try_into().ok());
        let mut stored = AuthenticatedCredential::new(
            self.0.raw_id(),
            &owner,
            Key::decode(&public).map_err(|e| e.to_string())?,
            DynamicState::decode(counter.ok_or("the stored counter is none")?)
                .map_err(|e| e.to_string())?,
        )
        .map_err(|e| e.to_string())?;
        let origins = [home.origin.as_str()];
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        asked.verify(&party, &self.0, &mut stored, &options).map_err(|e| e.to_string())?;
        let Ok(counter) = stored.dynamic_state().encode();
        Ok(text(counter))
    }
}
