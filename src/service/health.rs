//! Is this instance ready to serve?

use super::{Act, Answer, Error};
use crate::db;

/// The database answers and has every migration this binary knows.
pub fn ready(act: &mut Act<'_>) -> Answer<()> {
    db::ping(act.conn)?;
    match db::migrate::pending(act.conn)? {
        0 => Ok(()),
        n => Err(Error::Busy(format!("{n} migrations are still to be applied"))),
    }
}
