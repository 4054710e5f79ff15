//! A whole ward at work, invented: people, the weeks around today, hours and awards.
//! The same seed makes the same town on the same day.
//!
//! The generator plans in memory, with the same pure rules the product asks
//! (`domain::eligibility`, `domain::hours`, `domain::codes`), and writes the plan in
//! large acts; what has a service of its own and happens once is done by that service.

mod bookings;
mod calendar;
mod chance;
mod family;
mod guide;
mod helping;
mod names;
mod plan;
mod pupils;
mod recognition;
mod requests;
mod residents;
mod setting;
mod shifts;
mod staff;
mod trail;
mod write;

pub use guide::guide;
pub use indicatif::ProgressBar;
pub use staff::PASSWORD;

use crate::db::{self, accounts};
use crate::domain::access::Actor;
use crate::service::accounts::hash_password;
use crate::service::{Answer, Office};
use plan::Plan;
use setting::Setting;

/// How much to invent, and from which seed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    pub seed: u64,
    pub ambassadors: usize,
    /// Of the ten weeks before today and the two after.
    pub sessions: usize,
    /// People who are helped; nearly one booking each.
    pub residents: usize,
}

impl Default for Size {
    fn default() -> Size {
        Size { seed: 2026, ambassadors: 60, sessions: 58, residents: 560 }
    }
}

impl Size {
    /// Wards besides the known one, so that large numbers stay as a city would have them.
    fn other_wards(&self) -> usize {
        let by_sessions = self.sessions.saturating_sub(80).div_ceil(150);
        let by_ambassadors = self.ambassadors.saturating_sub(400).div_ceil(800);
        by_sessions.max(by_ambassadors).min(setting::OTHER_WARDS)
    }
}

/// What a database holds, before it is filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    Empty,
    /// A whole demo.
    Demo,
    /// Somebody's own data, or a demo that was stopped half-way.
    Other,
}

/// Looks before anything is written.
pub async fn look(office: &Office) -> Answer<Found> {
    office
        .read(&Actor::House, |act| {
            let whole = accounts::credentials(act.conn, staff::ADMINISTRATOR.mail)?.is_some();
            Ok(match db::demo::is_empty(act.conn)? {
                true => Found::Empty,
                false if whole => Found::Demo,
                false => Found::Other,
            })
        })
        .await
}

/// Fills an empty database.
pub async fn fill(office: &Office, size: Size, bar: &ProgressBar) -> Answer<()> {
    let hash = hash_password(PASSWORD.to_owned()).await?;
    let with = hash.clone();
    let setting = office.write(&Actor::House, move |act| Setting::build(act, &size, &with)).await?;
    let (plan, mut trail) = Plan::make(&setting, &size, &hash);
    write::all(office, plan, bar).await?;
    recognition::play(office, &setting, &mut trail).await?;
    trail.write(office, setting.now.plus_minutes(1)).await?;
    office.write(&Actor::House, move |act| staff::administrator(act, &hash)).await
}
