//! Reading one's organisation's part of the audit trail.

use super::staff::reach;
use super::{Act, Answer};
use crate::db::audit::{self, TrailRow};
use crate::domain::access::Permission;

/// Rows of a page.
pub const PER_PAGE: i64 = 100;

/// Rows before `before` (0: the newest), newest first; `entity` empty: all kinds.
pub fn list(act: &mut Act<'_>, entity: &str, before: i64) -> Answer<Vec<TrailRow>> {
    let reach = reach(act, Permission::ReadAudit)?;
    Ok(audit::list(act.conn, &reach, entity, before, PER_PAGE)?)
}
