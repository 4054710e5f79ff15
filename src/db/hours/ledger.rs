//! Single rows of the ledger, and a pupil's ledger as its page shows it.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::Period;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::hours::{HoursKind, Span};
use crate::domain::ids::*;

/// A ledger row with whose it is, for its reversal.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    #[diesel(sql_type = BigInt)]
    pub id: HoursEntryId,
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = Text)]
    pub school_year: String,
    #[diesel(sql_type = Text)]
    pub kind: HoursKind,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    #[diesel(sql_type = Date)]
    pub earned_on: NaiveDate,
    /// The row that reverses it.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub reversed_by: Option<HoursEntryId>,
}

/// One row of the ledger.
pub fn entry(conn: &mut Conn, id: HoursEntryId) -> Result<Entry, DbError> {
    Ok(diesel::sql_query(
        "SELECT e.id, e.ambassador_id AS ambassador, am.school_id AS school, e.school_year, \
            e.kind, e.minutes, e.earned_on, r.id AS reversed_by \
         FROM hours_entries e JOIN ambassadors am ON am.id = e.ambassador_id \
         LEFT JOIN hours_entries r ON r.reverses_id = e.id WHERE e.id = $1",
    )
    .bind::<BigInt, _>(id)
    .get_result(conn)?)
}

/// A ledger row as the ledger page shows it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct LedgerRow {
    #[diesel(sql_type = BigInt)]
    pub id: HoursEntryId,
    #[diesel(sql_type = Text)]
    pub kind: HoursKind,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    #[diesel(sql_type = Date)]
    pub earned_on: NaiveDate,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub reversed_by: Option<HoursEntryId>,
    /// Of a reversal: the row that credits the same anew.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub credited_again_by: Option<HoursEntryId>,
    /// Of a session's credit.
    #[diesel(sql_type = Nullable<Text>)]
    pub session_title: Option<String>,
    /// Of a family support.
    #[diesel(sql_type = Nullable<Text>)]
    pub topic_vi: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub topic_en: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub entered_by: Option<String>,
}

/// A pupil's ledger, newest first.
pub fn ledger(
    conn: &mut Conn,
    pupil: AmbassadorId,
    period: Period,
) -> Result<Vec<LedgerRow>, DbError> {
    Ok(diesel::sql_query(
        "SELECT e.id, e.kind, e.minutes, e.earned_on, e.reason, e.created_at, \
            r.id AS reversed_by, g.id AS credited_again_by, s.title AS session_title, t.name_vi AS topic_vi, \
            t.name_en AS topic_en, b.name AS entered_by \
         FROM hours_entries e \
         LEFT JOIN hours_entries r ON r.reverses_id = e.id \
         LEFT JOIN hours_entries g ON g.recredits_id = e.id \
         LEFT JOIN shifts sh ON sh.id = e.shift_id \
         LEFT JOIN sessions s ON s.id = sh.session_id \
         LEFT JOIN family_supports f ON f.id = e.family_support_id \
         LEFT JOIN topics t ON t.code = f.topic_code \
         LEFT JOIN accounts b ON b.id = e.created_by \
         WHERE e.ambassador_id = $1 AND e.earned_on BETWEEN $2 AND $3 \
         ORDER BY e.earned_on DESC, e.id DESC",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Date, _>(period.from)
    .bind::<Date, _>(period.to)
    .load(conn)?)
}

/// What a reversal took back, as far as it matters for crediting it anew.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Reversed {
    #[diesel(sql_type = Nullable<BigInt>)]
    pub shift: Option<ShiftId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub family_support: Option<FamilySupportId>,
    /// Minutes of the help at home.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub family_minutes: Option<i64>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    came: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    left_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    starts_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    ends_at: Option<At>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub credited_again_by: Option<HoursEntryId>,
}

impl Reversed {
    /// The stay and the session's posted time; none for help at home.
    pub fn attendance(&self) -> Option<(Span, Span)> {
        let stay = Span { from: self.came?, to: self.left_at? };
        Some((stay, Span { from: self.starts_at?, to: self.ends_at? }))
    }
}

/// What this reversal took back; not found when the row is no reversal.
pub fn reversed(conn: &mut Conn, reversal: HoursEntryId) -> Result<Reversed, DbError> {
    Ok(diesel::sql_query(
        "SELECT o.shift_id AS shift, o.family_support_id AS family_support, \
            f.minutes AS family_minutes, sh.checked_in_at AS came, \
            sh.checked_out_at AS left_at, s.starts_at, s.ends_at, g.id AS credited_again_by \
         FROM hours_entries r JOIN hours_entries o ON o.id = r.reverses_id \
         LEFT JOIN hours_entries g ON g.recredits_id = r.id \
         LEFT JOIN family_supports f ON f.id = o.family_support_id \
         LEFT JOIN shifts sh ON sh.id = o.shift_id \
         LEFT JOIN sessions s ON s.id = sh.session_id WHERE r.id = $1",
    )
    .bind::<BigInt, _>(reversal)
    .get_result(conn)?)
}
