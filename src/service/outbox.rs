//! Messages leave after the act that queued them is committed; a job carries them out.

use super::{Act, Answer, Office};
use crate::db::outbox::{self, Claimed};
use crate::domain::access::Actor;
use crate::domain::ids::MessageId;
use crate::message::{Mailer, Outgoing, Undelivered};

/// Messages carried out in one round.
const BATCH: i64 = 20;
/// How long a round may take before another instance may claim its messages.
const LEASE_MINUTES: i64 = 5;
/// Minutes until the next try, by the number of tries so far; after the last the message is given up.
const WAITS: [i64; 6] = [1, 5, 30, 120, 360, 720];

/// Carries out what is due; returns how many messages left.
pub async fn deliver(office: &Office, mailer: &Mailer) -> Answer<usize> {
    let claimed = office
        .write(&Actor::House, |act| {
            let until = act.now.plus_minutes(LEASE_MINUTES);
            Ok(outbox::claim(act.conn, act.now, until, BATCH)?)
        })
        .await?;
    let mut left = 0;
    for message in claimed {
        let Claimed { id, attempts, .. } = message;
        let outgoing = Outgoing {
            event_key: message.event_key,
            recipient: message.recipient,
            subject: message.subject,
            text: message.body_text,
            html: message.body_html,
        };
        let delivered = mailer.deliver(&outgoing).await;
        if let Err(error) = &delivered {
            tracing::warn!(message.id = id.0, attempts, %error, "A message did not leave");
        }
        left += usize::from(delivered.is_ok());
        let again = !matches!(delivered, Err(Undelivered::ForGood(_)));
        let error = delivered.err().map(|error| error.to_string());
        office
            .write(&Actor::House, move |act| settle(act, id, error.as_deref(), attempts, again))
            .await?;
    }
    Ok(left)
}

fn settle(
    act: &mut Act<'_>,
    id: MessageId,
    error: Option<&str>,
    attempts: i64,
    may_help: bool,
) -> Answer<()> {
    let Some(error) = error else { return Ok(outbox::sent(act.conn, id, act.now)?) };
    let wait = usize::try_from(attempts - 1).ok().and_then(|n| WAITS.get(n));
    let again = wait.filter(|_| may_help).map(|minutes| act.now.plus_minutes(*minutes));
    Ok(outbox::not_sent(act.conn, id, error, again)?)
}

/// The newest messages for the development page, and how many there are.
pub fn newest(act: &mut Act<'_>, page: i64) -> Answer<(Vec<outbox::MessageRow>, i64)> {
    Ok(outbox::newest(act.conn, page, NEWEST_PER_PAGE)?)
}

/// Rows of the development page.
pub const NEWEST_PER_PAGE: i64 = 25;
