//! The call list: residents have no e-mail, so a change reaches them by telephone.

use super::mine;
use crate::db::audit;
use crate::db::sessions::Session;
use crate::db::sessions::people::{self, Expected};
use crate::db::sessions::staff_page::{self, Surroundings};
use crate::domain::at::At;
use crate::domain::ids::SessionId;
use crate::service::{Act, Answer};

/// Whom to call, and what to say.
pub struct Calls {
    pub session: Session,
    pub around: Surroundings,
    pub expected: Vec<Expected>,
    /// The latest change of time or place: when it was made, and from what to what.
    pub moved: Option<(At, String)>,
    pub now: At,
}

/// The call list of one session.
pub fn calls(act: &mut Act<'_>, id: SessionId) -> Answer<Calls> {
    let session = mine(act, id)?;
    let trail = audit::of(act.conn, "session", id.0)?;
    let moved = trail.into_iter().rfind(|row| row.act == "move").map(|row| (row.at, row.detail));
    Ok(Calls {
        around: staff_page::surroundings(act.conn, id)?,
        expected: people::expected(act.conn, id, None)?,
        moved,
        now: act.now,
        session,
    })
}
