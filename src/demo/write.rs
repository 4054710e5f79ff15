//! Writes the plan in large acts: each is one transaction, so a stopped run leaves
//! whole acts and never half a row.

use std::sync::Arc;

use indicatif::ProgressBar;

use super::plan::Plan;
use crate::db::{Conn, DbError, bulk};
use crate::domain::access::Actor;
use crate::service::{Answer, Office};

/// Rows in one act.
const ROWS_PER_ACT: usize = 4000;

/// The tables in an order in which every foreign key finds its row.
macro_rules! in_order {
    ($($field:ident by $insert:ident,)*) => {
        /// Writes everything, telling how far it is.
        pub async fn all(office: &Office, plan: Plan, bar: &ProgressBar) -> Answer<()> {
            bar.set_length([$(plan.$field.len()),*].iter().sum::<usize>() as u64);
            let writer = Writer { office, bar };
            $(writer.rows(plan.$field, bulk::$insert).await?;)*
            office.write(&Actor::House, |act| Ok(bulk::go_on_counting(act.conn)?)).await
        }
    };
}

in_order! {
    accounts by accounts,
    ambassadors by ambassadors,
    consents by consents,
    certifications by certifications,
    availability by availability,
    exceptions by exceptions,
    series by series,
    sessions by sessions,
    session_topics by session_topics,
    session_supervisors by session_supervisors,
    approvals by school_approvals,
    slots by slots,
    attendance by adult_attendance,
    residents by residents,
    bookings by bookings,
    requests by requests,
    request_times by request_times,
    shifts by shifts,
    matches by matches,
    supports by supports,
    family_supports by family_supports,
    hours by hours_entries,
}

struct Writer<'a> {
    office: &'a Office,
    bar: &'a ProgressBar,
}

impl Writer<'_> {
    async fn rows<R: Send + Sync + 'static>(
        &self,
        rows: Vec<R>,
        insert: fn(&mut Conn, &[R]) -> Result<(), DbError>,
    ) -> Answer<()> {
        let rows = Arc::new(rows);
        let mut from = 0;
        while from < rows.len() {
            let to = (from + ROWS_PER_ACT).min(rows.len());
            let part = rows.clone();
            self.office
                .write(&Actor::House, move |act| Ok(insert(act.conn, &part[from..to])?))
                .await?;
            self.bar.inc((to - from) as u64);
            from = to;
        }
        Ok(())
    }
}
