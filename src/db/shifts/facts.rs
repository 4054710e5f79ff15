//! Everything `domain::eligibility` asks about, gathered in a fixed number of queries
//! however many sessions and pupils there are.

mod pupils;
mod sessions;

use chrono::NaiveDate;

pub use pupils::pupils;
pub use sessions::sessions;

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::organisations;
use crate::domain::eligibility::{Candidate, SessionFacts};
use crate::domain::hours::week_of;
use crate::domain::ids::*;
use crate::domain::refusal::Message;
use crate::domain::school_year::ClosedSpan;

/// Which pupils are asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whom {
    One(AmbassadorId),
    /// All active pupils of the schools that release theirs for this session.
    Released(SessionId),
    /// Pupils who have a place in this session.
    OnDuty(SessionId),
    /// All active pupils of a ward's schools.
    Ward(OrganisationId),
    /// All pupils of a school, paused ones too.
    School(OrganisationId),
}

impl Whom {
    /// A condition on `ambassadors am`, with a place for the id.
    fn condition(self) -> &'static str {
        match self {
            Whom::One(_) => "am.id = ?",
            Whom::Released(_) => {
                "am.active AND am.school_id IN (SELECT r.school_id FROM school_approvals r \
                 WHERE r.session_id = ? AND r.state = 'approved')"
            }
            Whom::OnDuty(_) => {
                "am.id IN (SELECT d.ambassador_id FROM shifts d WHERE d.session_id = ? \
                 AND d.state NOT IN ('declined', 'withdrawn'))"
            }
            Whom::School(_) => "am.school_id = ?",
            Whom::Ward(_) => {
                "am.active AND am.school_id IN (SELECT o.id FROM organisations o \
                 WHERE o.ward_id = ?)"
            }
        }
    }

    fn id(self) -> i64 {
        match self {
            Whom::One(id) => id.0,
            Whom::Released(id) | Whom::OnDuty(id) => id.0,
            Whom::Ward(id) | Whom::School(id) => id.0,
        }
    }
}

/// A pupil who may be asked, with what a person needs to recognise them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub candidate: Candidate,
    pub name: String,
    pub class_name: String,
    /// 0 to 3, the step of the learning path.
    pub level: i64,
    pub languages: String,
    pub home_area: Option<AreaId>,
}

/// The days that matter for sessions from `first` to `last`: their whole weeks.
pub fn weeks(first: NaiveDate, last: NaiveDate) -> (NaiveDate, NaiveDate) {
    (week_of(first).0, week_of(last).1)
}

/// The weeks of these sessions; none without sessions.
pub fn weeks_of(sessions: &[SessionFacts]) -> Option<(NaiveDate, NaiveDate)> {
    let days = || sessions.iter().map(|session| session.starts_at.day());
    Some(weeks(days().min()?, days().max()?))
}

/// Closed days that touch these days, of the country and of these schools and wards: one query.
pub fn closed(
    conn: &mut Conn,
    of: &[OrganisationId],
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<ClosedSpan>, DbError> {
    let rows = organisations::closed_days(conn, of, days.0, days.1)?;
    let span = |row: organisations::ClosedDays| ClosedSpan {
        organisation: row.organisation_id,
        kind: row.kind,
        from_day: row.from_day,
        to_day: row.to_day,
        name: Message::new(row.name_vi, row.name_en),
    };
    Ok(rows.into_iter().map(span).collect())
}

/// Everything about one session and all pupils who might come to it: thirteen queries.
pub fn around(
    conn: &mut Conn,
    session: SessionId,
    whom: Whom,
) -> Result<(SessionFacts, Vec<Entry>, Vec<ClosedSpan>), DbError> {
    let session = sessions(conn, &[session])?.pop().ok_or(DbError::NotFound)?;
    let day = session.starts_at.day();
    let days = weeks(day, day);
    let entries = pupils(conn, whom, days)?;
    let mut of: Vec<OrganisationId> = entries.iter().map(|e| e.candidate.school).collect();
    of.push(session.ward);
    of.sort_unstable();
    of.dedup();
    let closed = closed(conn, &of, days)?;
    Ok((session, entries, closed))
}
