//! A small OpenID provider that really signs and really checks, and lies when it is told to.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

use chrono::TimeDelta;
use dai_su_so::clock::Clock;
use dai_su_so::domain::at::At;
use data_encoding::BASE64URL_NOPAD;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const CLIENT: &str = "dai-su-so";
pub const SECRET: &str = "bi mat cua may chu";

/// Two keys made for these tests.
const KEYS: [&str; 2] = [
    "MC4CAQAwBQYDK2VwBCIEICcGjUf2VVjh0WNDLebbEpRtHODviXJCLamiRqdDI5C6",
    "MC4CAQAwBQYDK2VwBCIEIG/Pix2OWMsIljqXT0nkwNeyRxLA2e/vtWKMsFPuX9K9",
];

/// What a sign-in under way is waiting for.
struct Code {
    nonce: String,
    challenge: String,
    return_to: String,
}

/// How the next token is signed.
#[derive(Clone, Copy, PartialEq)]
pub enum Signed {
    /// By this one of the keys.
    By(usize),
    /// By the second key under the name of the first.
    UnderAFalseName,
    /// By the secret that the client shares.
    BySecret,
    NotAtAll,
}

/// What the provider thinks and does at the moment.
pub struct Now {
    /// About the person who signs in, in the token.
    pub person: Value,
    /// About the person, at the page for it.
    pub page: Value,
    /// Put into the token in place of what is right.
    pub lies: Value,
    pub signed: Signed,
    /// Keys that it tells of.
    pub told_keys: usize,
    /// It says that it names itself beside every code.
    pub names_itself: bool,
    /// It answers nothing but faults.
    pub broken: bool,
    /// How often its description was asked for.
    pub asked: usize,
    codes: HashMap<String, Code>,
}

#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    clock: Clock,
    now: Arc<Mutex<Now>>,
}

impl Provider {
    /// Listens until the tests end.
    pub fn start(clock: Clock) -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let now = Now {
            person: json!({}),
            page: json!({}),
            lies: json!({}),
            signed: Signed::By(0),
            told_keys: 1,
            names_itself: true,
            broken: false,
            asked: 0,
            codes: HashMap::new(),
        };
        let provider = Provider { issuer, clock, now: Arc::new(Mutex::new(now)) };
        let answering = provider.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answering.answer(stream.unwrap());
            }
        });
        provider
    }

    /// Its clock goes with the house's.
    pub fn move_to(&self, at: At) {
        self.clock.move_to(at);
    }

    pub fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap()
    }

    /// Somebody signs in at `address`; answers where the browser is sent back to.
    pub fn agree(&self, address: &str) -> String {
        let (page, query) = address.split_once('?').unwrap();
        assert_eq!(page, format!("{}/authorize", self.issuer));
        let asked: HashMap<String, String> = serde_html_form::from_str(query).unwrap();
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["scope"], "openid email profile");
        let mut now = self.now();
        let code = format!("code{}", now.codes.len());
        let waiting = Code {
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            return_to: asked["redirect_uri"].clone(),
        };
        now.codes.insert(code.clone(), waiting);
        let back = [("code", &code), ("state", &asked["state"]), ("iss", &self.issuer)];
        let path = asked["redirect_uri"].splitn(4, '/').nth(3).unwrap().to_owned();
        format!("/{path}?{}", serde_html_form::to_string(back).unwrap())
    }

    fn answer(&self, stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut first = String::new();
        reader.read_line(&mut first).unwrap();
        let mut headers = HashMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim().split_once(':') else { break };
            headers.insert(name.to_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let path = first.split(' ').nth(1).unwrap_or_default();
        let broken = self.now().broken;
        let found = match path {
            _ if broken => None,
            "/.well-known/openid-configuration" => Some(self.description()),
            "/keys" => Some(self.keys()),
            "/token" => self.token(&headers, &body),
            "/person" => Some(self.page()),
            _ => None,
        };
        let status = match (&found, broken) {
            (Some(_), _) => "200 OK",
            (None, true) => "503 Service Unavailable",
            (None, false) => "400 Bad Request",
        };
        let body = found.unwrap_or(json!({ "error": "invalid_grant" })).to_string();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n",
            body.len()
        );
        // A visitor who has gone away misses nothing.
        let _ = (&stream).write_all((head + &body).as_bytes());
    }

    fn description(&self) -> Value {
        let at = |page: &str| format!("{}/{page}", self.issuer);
        let mut now = self.now();
        now.asked += 1;
        json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "userinfo_endpoint": at("person"),
            "jwks_uri": at("keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "none", "HS256"],
            "authorization_response_iss_parameter_supported": now.names_itself,
        })
    }

    fn keys(&self) -> Value {
        let told = self.now().told_keys;
        let keys: Vec<Value> = (0..told)
            .map(|n| serde_json::to_value(key(n, &format!("k{n}")).as_verification_key()).unwrap())
            .collect();
        json!({ "keys": keys })
    }

    fn page(&self) -> Value {
        let now = self.now();
        let mut page = json!({ "sub": now.person["sub"] });
        for (name, value) in now.page.as_object().unwrap() {
            page[name] = value.clone();
        }
        page
    }

    /// Only for the right client, for a code once, and to whoever began.
    fn token(&self, headers: &HashMap<String, String>, body: &[u8]) -> Option<Value> {
        let form: HashMap<String, String> = serde_html_form::from_bytes(body).unwrap();
        let client = headers["authorization"].strip_prefix("Basic ").unwrap();
        let client = data_encoding::BASE64.decode(client.as_bytes()).unwrap();
        let known = format!("{CLIENT}:{}", SECRET.replace(' ', "+"));
        assert_eq!(String::from_utf8(client).unwrap(), known);
        let mut now = self.now();
        let code = now.codes.remove(&form["code"])?;
        let shown = BASE64URL_NOPAD.encode(&Sha256::digest(form["code_verifier"].as_bytes()));
        assert_eq!((shown, &form["redirect_uri"]), (code.challenge, &code.return_to));
        let at = self.clock.now().datetime();
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT, "nonce": code.nonce,
            "iat": at.timestamp(), "exp": (at + TimeDelta::minutes(5)).timestamp(),
        });
        for more in [&now.person, &now.lies] {
            for (name, value) in more.as_object().unwrap() {
                claims[name] = value.clone();
            }
        }
        Some(json!({
            "access_token": "mo", "token_type": "Bearer", "id_token": signed(&claims, now.signed),
        }))
    }
}

fn key(n: usize, name: &str) -> CoreEdDsaPrivateSigningKey {
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", KEYS[n]);
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(name.into())))
        .unwrap()
}

fn signed(claims: &Value, how: Signed) -> String {
    let (alg, name) = match how {
        Signed::By(n) => ("EdDSA", format!("k{n}")),
        Signed::UnderAFalseName => ("EdDSA", "k0".to_owned()),
        Signed::BySecret => ("HS256", "k0".to_owned()),
        Signed::NotAtAll => ("none", "k0".to_owned()),
    };
    let head = json!({ "alg": alg, "typ": "JWT", "kid": name }).to_string();
    let encoded = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    let text = format!("{}.{}", encoded(&head), encoded(&claims.to_string()));
    let by = |n| key(n, "").sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).unwrap();
    let signature = match how {
        Signed::By(n) => by(n),
        Signed::UnderAFalseName => by(1),
        Signed::BySecret => {
            use hmac::{Hmac, KeyInit, Mac};
            let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
            mac.chain_update(text.as_bytes()).finalize().into_bytes().to_vec()
        }
        Signed::NotAtAll => Vec::new(),
    };
    format!("{text}.{}", BASE64URL_NOPAD.encode(&signature))
}
