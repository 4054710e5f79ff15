//! What leaves the house: e-mail through SMTP, or files in a folder where there is no server.

use std::path::{Path, PathBuf};

use lettre::message::{Mailbox, MultiPart, header};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::files;

/// An e-mail in its final words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outgoing {
    /// Makes the Message-ID: a server that sees a message twice can tell.
    pub event_key: String,
    pub recipient: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Why a message did not leave.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    /// Trying again cannot help: an address that is none, a refusal for good.
    #[error("{0}")]
    ForGood(String),
    /// The server was not there or asked to come back.
    #[error("{0}")]
    ForNow(String),
}

/// Hands messages over.
#[derive(Clone)]
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

impl Mailer {
    /// Sends through an SMTP server: `smtp://user:password@host:587`, `smtps://…`.
    pub fn smtp(from: &str, url: &str) -> anyhow::Result<Mailer> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?
            .timeout(Some(std::time::Duration::from_secs(20)))
            .build();
        Ok(Mailer { from: from.parse()?, way: Way::Smtp(transport) })
    }

    /// Writes each message as an `.eml` file; refused when nothing can be written there.
    pub fn folder(from: &str, folder: &Path) -> anyhow::Result<Mailer> {
        files::folder(folder)?;
        let trial = folder.join(format!(".trial-{}", std::process::id()));
        files::write(&trial, b"")?;
        std::fs::remove_file(&trial)?;
        Ok(Mailer { from: from.parse()?, way: Way::Folder(folder.to_owned()) })
    }

    /// Hands one message over; `Ok` means that the server has taken it.
    pub async fn deliver(&self, outgoing: &Outgoing) -> Result<(), Undelivered> {
        let message = self.compose(outgoing)?;
        match &self.way {
            Way::Smtp(transport) => match transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(Undelivered::ForGood(error.to_string())),
                Err(error) => Err(Undelivered::ForNow(error.to_string())),
            },
            Way::Folder(folder) => {
                let file = folder.join(format!("{}.eml", file_name(&outgoing.event_key)));
                let bytes = message.formatted();
                let folder = folder.clone();
                let write = move || {
                    files::folder(&folder)?;
                    files::write(&file, &bytes)
                };
                let for_now = |error: String| Undelivered::ForNow(error);
                let written = tokio::task::spawn_blocking(write).await;
                written
                    .map_err(|fault| for_now(fault.to_string()))?
                    .map_err(|e| for_now(e.to_string()))
            }
        }
    }

    fn compose(&self, outgoing: &Outgoing) -> Result<Message, Undelivered> {
        let broken = |why: String| Undelivered::ForGood(why);
        let to: Mailbox = outgoing
            .recipient
            .parse()
            .map_err(|error: lettre::address::AddressError| broken(error.to_string()))?;
        let host = self.from.email.domain();
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&outgoing.subject)
            .message_id(Some(format!("<{}@{host}>", file_name(&outgoing.event_key))))
            .header(header::MIME_VERSION_1_0)
            .multipart(MultiPart::alternative_plain_html(
                outgoing.text.clone(),
                outgoing.html.clone(),
            ))
            .map_err(|error| broken(error.to_string()))
    }
}

/// An event key with only what file names and message ids may hold.
fn file_name(event_key: &str) -> String {
    event_key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
