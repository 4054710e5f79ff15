//! An authenticator as plain as they come: keys on P-256, a counter, no attestation. What a
//! test wants to be wrong is wrong in [`Bent`].

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Where the tests' house is at home: its address is 127.0.0.1, and passkeys need a name.
pub const ORIGIN: &str = "http://localhost:8080";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const NEW_KEY: u8 = 0x40;

/// One passkey on one device.
pub struct Device {
    key: SigningKey,
    id: Vec<u8>,
    user: String,
    pub counter: u32,
}

/// What is not as it should be.
#[derive(Clone, Debug)]
pub struct Bent {
    pub origin: &'static str,
    pub host: &'static str,
    pub kind: &'static str,
    pub flags: u8,
    pub challenge: Option<String>,
    pub user: Option<String>,
    /// A sign of the signature that is changed.
    pub broken: bool,
    pub across: bool,
}

/// Nothing is wrong.
pub fn straight() -> Bent {
    Bent {
        origin: ORIGIN,
        host: "localhost",
        kind: "",
        flags: PRESENT | VERIFIED,
        challenge: None,
        user: None,
        broken: false,
        across: false,
    }
}

fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn client_data(bent: &Bent, kind: &str, options: &Value) -> Vec<u8> {
    let asked = options["challenge"].as_str().unwrap();
    let kind = if bent.kind.is_empty() { kind } else { bent.kind };
    let challenge = bent.challenge.as_deref().unwrap_or(asked);
    json!({
        "type": kind, "challenge": challenge, "origin": bent.origin, "crossOrigin": bent.across,
    })
    .to_string()
    .into_bytes()
}

impl Device {
    /// Makes a key as the options ask; answers it with what goes to the house.
    pub fn make(options: &str, bent: &Bent) -> (Device, String) {
        let options: Value = serde_json::from_str(options).unwrap();
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["rp"]["name"], "Đại sứ số");
        let id: [u8; 32] = rand::random();
        let user = options["user"]["id"].as_str().unwrap().to_owned();
        let key = SigningKey::from_slice(&rand::random::<[u8; 32]>()).unwrap();
        let device = Device { key, id: id.to_vec(), user, counter: 1 };
        let data = client_data(bent, "webauthn.create", &options);
        let mut inside = device.authenticator_data(bent, NEW_KEY);
        inside.extend([0; 16]);
        inside.extend(u16::try_from(device.id.len()).unwrap().to_be_bytes());
        inside.extend(&device.id);
        let point = device.key.verifying_key().to_encoded_point(false);
        // A COSE key in CBOR: EC2, ES256, P-256, x, y.
        inside.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        inside.extend(point.x().unwrap().iter());
        inside.extend([0x22, 0x58, 0x20]);
        inside.extend(point.y().unwrap().iter());
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(inside.len()).unwrap());
        object.extend(&inside);
        let answer = json!({
            "id": text(&device.id), "rawId": text(&device.id), "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(&data), "attestationObject": text(&object),
                "transports": ["internal"],
            },
        });
        (device, answer.to_string())
    }

    /// Signs what the options ask.
    pub fn sign(&mut self, options: &str, bent: &Bent) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        assert_eq!(options["userVerification"], "required");
        self.counter += 1;
        let data = client_data(bent, "webauthn.get", &options);
        let inside = self.authenticator_data(bent, 0);
        let signed = [&inside[..], &Sha256::digest(&data)[..]].concat();
        let signature: Signature = self.key.sign(&signed);
        let mut signature = signature.to_der().as_bytes().to_vec();
        if bent.broken {
            let last = signature.len() - 1;
            signature[last] ^= 1;
        }
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(&data), "authenticatorData": text(&inside),
                "signature": text(&signature),
                "userHandle": bent.user.as_deref().unwrap_or(&self.user),
            },
        })
        .to_string()
    }

    fn authenticator_data(&self, bent: &Bent, more: u8) -> Vec<u8> {
        let mut data = Sha256::digest(bent.host.as_bytes()).to_vec();
        data.push(bent.flags | more);
        data.extend(self.counter.to_be_bytes());
        data
    }
}
