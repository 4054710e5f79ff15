//! Tells open boards when to fetch again: one small stream of events per board.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING};
use actix_web::web::{Bytes, Path};
use tokio::sync::watch;

use crate::domain::access::RunDesk;
use crate::domain::ids::SessionId;
use crate::service::desk;
use crate::web::{Answer, May};

/// How often a board's version is looked at. On SQLite this process sees every commit, so
/// most looks cost nothing; on PostgreSQL each is one small query.
const PACE_ALONE: Duration = Duration::from_secs(1);
const PACE_SHARED: Duration = Duration::from_secs(2);

/// A comment goes out after so long a silence, so that proxies keep the line open.
const SILENCE: Duration = Duration::from_secs(15);

/// A stream ends after this and the browser opens another, which checks the sign-in anew.
const LIFE: Duration = Duration::from_secs(30 * 60);

/// The first word: reconnect after two seconds, and fetch what was missed meanwhile.
const HELLO: &[u8] = b"retry: 2000\ndata: changed\n\n";
const CHANGED: &[u8] = b"data: changed\n\n";
const STILL_HERE: &[u8] = b": still here\n\n";

/// The stream of one board. It carries no data, only "fetch again".
pub async fn events(who: May<RunDesk>, id: Path<i64>) -> Answer {
    let session = SessionId(*id);
    let seen = who.read(move |act| desk::version(act, session)).await?;
    let watch = Watch {
        session,
        seen,
        commits: who.office().db().commits(),
        closing: who.site.closing.clone(),
        age: Duration::ZERO,
        silent: Duration::ZERO,
        greeted: false,
        who,
    };
    let words = futures_util::stream::unfold(watch, |mut watch| async move {
        let word = watch.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from_static(word)), watch))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Compression and buffering proxies would hold the words back.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(words))
}

struct Watch {
    who: May<RunDesk>,
    session: SessionId,
    /// The version that the browser has, or will fetch.
    seen: String,
    commits: u64,
    closing: watch::Receiver<bool>,
    age: Duration,
    silent: Duration,
    greeted: bool,
}

impl Watch {
    /// The next thing to say; none ends the stream.
    async fn next(&mut self) -> Option<&'static [u8]> {
        if !self.greeted {
            self.greeted = true;
            return Some(HELLO);
        }
        let shared = self.who.office().db().is_shared();
        let pace = if shared { PACE_SHARED } else { PACE_ALONE };
        while self.age < LIFE {
            tokio::select! {
                // The process stops, or what told of it is gone.
                _ = self.closing.wait_for(|closing| *closing) => return None,
                () = tokio::time::sleep(pace) => {}
            }
            self.age += pace;
            self.silent += pace;
            if self.has_changed(shared).await? {
                self.silent = Duration::ZERO;
                return Some(CHANGED);
            }
            if self.silent >= SILENCE {
                self.silent = Duration::ZERO;
                return Some(STILL_HERE);
            }
        }
        None
    }

    /// None when the board may not be seen any more or the database does not answer.
    async fn has_changed(&mut self, shared: bool) -> Option<bool> {
        let commits = self.who.office().db().commits();
        if !shared && commits == self.commits {
            return Some(false);
        }
        self.commits = commits;
        let session = self.session;
        let version = self.who.read(move |act| desk::version(act, session)).await.ok()?;
        let changed = version != self.seen;
        self.seen = version;
        Some(changed)
    }
}
