//! The call list: residents have no e-mail, so a change reaches them by telephone.

use super::mine;
use crate::db::audit;
use crate::db::sessions::people;
use crate::db::sessions::screens::Calls;
use crate::db::sessions::staff_page;
use crate::domain::ids::SessionId;
use crate::service::{Act, Answer};

/// The call list of one session.
pub fn calls(act: &mut Act<'_>, id: SessionId) -> Answer<Calls> {
    let session = mine(act, id)?;
    let trail = audit::of(act.conn, "session", id.0)?;
    let moved = trail.into_iter().rfind(|row| row.act == "move").map(|row| (row.at, row.detail));
    Ok(Calls {
        around: staff_page::surroundings(act.conn, id)?,
        topics: staff_page::topics(act.conn, id, None)?,
        expected: people::expected(act.conn, id, None)?,
        moved,
        now: act.now,
        session,
    })
}
