//! Secrets that the database holds and must not be able to show: sealed with a key that stands
//! in a file of its own (ChaCha20-Poly1305). Without a key they are kept as they are, and those
//! kept before there was a key are sealed when they are next used.

use std::fmt;
use std::sync::Arc;

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::{Answer, Error};

/// Stands before what is sealed; a readable secret of a second step is base 32 and has no colon.
const MARK: &str = "v1:";

/// The key, or none. It never prints itself.
#[derive(Clone)]
pub struct Vault(Option<Arc<LessSafeKey>>);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Vault(locked)" } else { "Vault(open)" })
    }
}

impl Vault {
    /// Without a key.
    pub fn open() -> Vault {
        Vault(None)
    }

    /// With the key written as 64 hexadecimal digits; none when it is not.
    pub fn locked(text: &str) -> Option<Vault> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).ok()?;
        Some(Vault(Some(Arc::new(LessSafeKey::new(key)))))
    }

    /// What is stored of a secret. `whose` is bound to it: moved to another row it opens nothing.
    pub fn seal(&self, whose: i64, secret: &str) -> Answer<String> {
        let Some(key) = &self.0 else { return Ok(secret.to_owned()) };
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut sealed = secret.as_bytes().to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(whose.to_be_bytes()),
            &mut sealed,
        )
        .map_err(|_| Error::Fault("a secret could not be sealed".into()))?;
        let whole = [&nonce[..], &sealed].concat();
        Ok(format!("{MARK}{}", BASE64_NOPAD.encode(&whole)))
    }

    /// The secret again. A fault without the key it was sealed with.
    pub fn reveal(&self, whose: i64, stored: &str) -> Answer<String> {
        let Some(sealed) = stored.strip_prefix(MARK) else { return Ok(stored.to_owned()) };
        let fault =
            || Error::Fault("a sealed secret does not open: database.secret_key_file".into());
        let key = self.0.as_ref().ok_or_else(fault)?;
        let whole = BASE64_NOPAD.decode(sealed.as_bytes()).map_err(|_| fault())?;
        let (nonce, sealed) = whole.split_at_checked(NONCE_LEN).ok_or_else(fault)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| fault())?;
        let mut text = sealed.to_vec();
        let text = key
            .open_in_place(nonce, Aad::from(whose.to_be_bytes()), &mut text)
            .map_err(|_| fault())?;
        String::from_utf8(text.to_vec()).map_err(|_| fault())
    }

    /// Is this stored readable though there is a key?
    pub fn would_seal(&self, stored: &str) -> bool {
        self.0.is_some() && !stored.starts_with(MARK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_in_its_place_alone() {
        let (one, other) = ("0f".repeat(32), "1E".repeat(32));
        let vault = Vault::locked(&format!("{one}\n")).unwrap();
        let sealed = vault.seal(7, "ABCD").unwrap();
        assert!(!sealed.contains("ABCD") && sealed != vault.seal(7, "ABCD").unwrap());
        assert_eq!(vault.reveal(7, &sealed).unwrap(), "ABCD");
        assert!(vault.reveal(8, &sealed).is_err());
        assert!(Vault::locked(&other).unwrap().reveal(7, &sealed).is_err());
        assert!(Vault::open().reveal(7, &sealed).is_err());
        // What was kept before there was a key still opens, and is to be sealed.
        assert_eq!(vault.reveal(7, "ABCD").unwrap(), "ABCD");
        assert!(vault.would_seal("ABCD") && !vault.would_seal(&sealed));
        assert_eq!(Vault::open().seal(7, "ABCD").unwrap(), "ABCD");
        assert!(!Vault::open().would_seal("ABCD"));
        for wrong in ["", "0f", "zz", &"0f".repeat(33)] {
            assert!(Vault::locked(wrong).is_none(), "{wrong}");
        }
        assert!(!format!("{vault:?}").contains("15"));
    }
}
