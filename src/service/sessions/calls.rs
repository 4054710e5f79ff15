//! The call list: residents have no e-mail, so a change reaches them by telephone.

use super::edit::before_and_after;
use super::mine;
use crate::db::sessions::people;
use crate::db::sessions::screens::Calls;
use crate::db::sessions::staff_page;
use crate::db::{audit, organisations};
use crate::domain::ids::SessionId;
use crate::service::{Act, Answer};

/// The call list of one session.
pub fn calls(act: &mut Act<'_>, id: SessionId) -> Answer<Calls> {
    let session = mine(act, id)?;
    let trail = audit::of(act.conn, "session", id.0)?;
    let places = organisations::places(act.conn, session.ward_id)?;
    let moved = trail.into_iter().rfind(|row| row.act == "move");
    let moved = moved.map(|row| (row.at, before_and_after(&places, &row.detail)));
    Ok(Calls {
        around: staff_page::surroundings(act.conn, id)?,
        topics: staff_page::topics(act.conn, id, None)?,
        expected: people::expected(act.conn, id, None)?,
        moved,
        now: act.now,
        session,
    })
}
