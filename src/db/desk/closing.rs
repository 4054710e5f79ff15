//! The end of a session: what was done, by whom, and what is still undecided.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::supports;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::desk::Open;
use crate::domain::hours::Span;
use crate::domain::ids::*;
use crate::domain::supports::{
    CanDoAlone, Noted, OperatedBy, Outcome, SpanMark, SupportState, span_marks,
};

/// A support to be recorded for help that an adult led.
#[derive(Insertable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = supports)]
pub struct AdultSupport {
    pub booking_id: BookingId,
    pub session_id: SessionId,
    pub topic_code: String,
    pub state: SupportState,
    pub started_at: At,
    pub ended_at: At,
    pub outcome: Outcome,
    pub operated_by: OperatedBy,
    pub can_do_alone: CanDoAlone,
    pub handed_to: String,
    /// The resident handed the slip's number over.
    pub tear_off_matched: bool,
    pub logged_at: At,
    /// Who entered it at the desk.
    pub logged_by: AccountId,
}

/// Records help that an adult led.
pub fn add_support(conn: &mut Conn, new: &AdultSupport) -> Result<SupportId, DbError> {
    Ok(diesel::insert_into(supports::table).values(new).returning(supports::id).get_result(conn)?)
}

/// A visit that ended in help, with its support when one is logged.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Done {
    #[diesel(sql_type = BigInt)]
    pub booking: BookingId,
    #[diesel(sql_type = Text)]
    pub booking_state: BookingState,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub queue_number: Option<i64>,
    #[diesel(sql_type = Text)]
    pub resident: String,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub pupil: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub class_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub adult: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub support: Option<SupportId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub state: Option<SupportState>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub started_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub ended_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<Outcome>,
    #[diesel(sql_type = Nullable<Text>)]
    pub operated_by: Option<OperatedBy>,
    #[diesel(sql_type = Nullable<Text>)]
    pub can_do_alone: Option<CanDoAlone>,
    #[diesel(sql_type = Nullable<Text>)]
    pub handed_to: Option<String>,
    #[diesel(sql_type = Nullable<Bool>)]
    pub tear_off_matched: Option<bool>,
    #[diesel(sql_type = Nullable<Text>)]
    pub returned_reason: Option<String>,
    /// What was booked, where something else was done.
    #[diesel(sql_type = Nullable<Text>)]
    pub booked_vi: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub booked_en: Option<String>,
    /// Codes of what was done besides.
    #[diesel(sql_type = Nullable<Text>)]
    pub also_done: Option<String>,
    /// The pupil has no certificate for what was done.
    #[diesel(sql_type = Bool)]
    pub uncertified: bool,
    #[diesel(sql_type = Nullable<Timestamp>)]
    desk_from: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    desk_to: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    shift_from: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    shift_to: Option<At>,
    #[diesel(sql_type = Nullable<BigInt>)]
    led_by: Option<AccountId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    logged_by: Option<AccountId>,
}

impl Done {
    /// The support was given by this adult, or entered for another one: somebody else
    /// confirms it. What a pupil did is the pupil's, whoever sat at the desk.
    pub fn is_of(&self, account: AccountId) -> bool {
        let own = [self.led_by, self.logged_by].contains(&Some(account));
        self.pupil.is_none() && own
    }

    /// Where the time that the pupil told leaves the shift or the desk's own times.
    pub fn marks(&self) -> Vec<SpanMark> {
        let (Some(from), Some(to), Some(_)) = (self.started_at, self.ended_at, &self.pupil) else {
            return Vec::new();
        };
        let noted = |from: Option<At>, to| from.map(|from| Noted { from, to });
        let shift = noted(self.shift_from, self.shift_to);
        span_marks(Span { from, to }, shift, noted(self.desk_from, self.desk_to))
    }
}

/// Every helped visit of the session of that day, those without a logged support among them.
pub fn done(conn: &mut Conn, session: SessionId, day: NaiveDate) -> Result<Vec<Done>, DbError> {
    Ok(diesel::sql_query(
        "SELECT b.id AS booking, b.state AS booking_state, b.queue_number, r.name AS resident, \
            t.name_vi AS topic_vi, t.name_en AS topic_en, pa.name AS pupil, c.name AS class_name, \
            ad.name AS adult, u.id AS support, u.state, u.started_at, u.ended_at, u.outcome, \
            u.operated_by, u.can_do_alone, u.handed_to, u.tear_off_matched, u.returned_reason, \
            CASE WHEN u.topic_code <> b.topic_code THEN bt.name_vi END AS booked_vi, \
            CASE WHEN u.topic_code <> b.topic_code THEN bt.name_en END AS booked_en, u.also_done, \
            (u.ambassador_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM certifications k \
                WHERE k.ambassador_id = u.ambassador_id AND k.topic_code = u.topic_code \
                  AND k.certified_on <= $1 AND k.expires_on >= $1)) AS uncertified, \
            b.started_at AS desk_from, b.finished_at AS desk_to, h.checked_in_at AS shift_from, \
            h.checked_out_at AS shift_to, b.led_by, u.logged_by \
         FROM bookings b JOIN residents r ON r.id = b.resident_id \
         LEFT JOIN supports u ON u.booking_id = b.id \
         JOIN topics t ON t.code = COALESCE(u.topic_code, b.topic_code) \
         JOIN topics bt ON bt.code = b.topic_code \
         LEFT JOIN shifts h ON h.session_id = b.session_id \
            AND h.ambassador_id = u.ambassador_id AND h.state NOT IN ('declined', 'withdrawn') \
         LEFT JOIN matches m ON m.booking_id = b.id \
            AND m.state IN ('published', 'accepted', 'done') \
         LEFT JOIN ambassadors pm ON pm.id = COALESCE(u.ambassador_id, m.ambassador_id) \
         LEFT JOIN accounts pa ON pa.id = pm.account_id \
         LEFT JOIN classes c ON c.id = pm.class_id \
         LEFT JOIN accounts ad ON ad.id = b.led_by \
         WHERE b.session_id = $2 AND (u.id IS NOT NULL OR b.state IN ('helped', 'referred')) \
         ORDER BY pa.sort_key, b.started_at, b.id",
    )
    .bind::<Date, _>(day)
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// Confirms those of these supports that are still logged; answers which.
pub fn confirm(
    conn: &mut Conn,
    supports: &[SupportId],
    by: AccountId,
    now: At,
) -> Result<Vec<SupportId>, DbError> {
    use supports::dsl as u;
    let logged = u::id.eq_any(supports).and(u::state.eq(SupportState::Logged));
    let set =
        (u::state.eq(SupportState::ClosedBySupervisor), u::closed_by.eq(by), u::closed_at.eq(now));
    let confirmed = diesel::update(supports::table.filter(logged)).set(set);
    Ok(confirmed.returning(u::id).get_results(conn)?)
}

/// Sends a logged support back to the pupil; false when it is not logged any more.
pub fn send_back(
    conn: &mut Conn,
    session: SessionId,
    support: SupportId,
    reason: &str,
) -> Result<bool, DbError> {
    use supports::dsl as u;
    let of = supports::table
        .find(support)
        .filter(u::session_id.eq(session))
        // Help that an adult led has no pupil to send it back to.
        .filter(u::state.eq(SupportState::Logged).and(u::ambassador_id.is_not_null()));
    let sent = diesel::update(of)
        .set((u::state.eq(SupportState::Returned), u::returned_reason.eq(reason)))
        .execute(conn)?;
    Ok(sent == 1)
}

#[derive(QueryableByName)]
struct Undecided {
    #[diesel(sql_type = BigInt)]
    bookings: i64,
    #[diesel(sql_type = BigInt)]
    shifts: i64,
    #[diesel(sql_type = BigInt)]
    supports: i64,
}

/// What nobody has decided yet. Help that adults gave earns no hours, so it may be confirmed
/// by another one after the close.
pub fn undecided(conn: &mut Conn, session: SessionId) -> Result<Open, DbError> {
    let row: Undecided = diesel::sql_query(
        "SELECT (SELECT COUNT(*) FROM bookings b WHERE b.session_id = $1 \
                AND b.state IN ('booked', 'arrived', 'being_helped')) AS bookings, \
            (SELECT COUNT(*) FROM shifts h WHERE h.session_id = $1 \
                AND h.state IN ('taken', 'accepted', 'present')) AS shifts, \
            (SELECT COUNT(*) FROM supports u WHERE u.session_id = $1 \
                AND u.state = 'logged' AND u.ambassador_id IS NOT NULL) AS supports",
    )
    .bind::<BigInt, _>(session)
    .get_result(conn)?;
    Ok(Open { bookings: row.bookings, shifts: row.shifts, supports: row.supports })
}

#[derive(QueryableByName)]
struct Marked {
    #[diesel(sql_type = BigInt)]
    id: BookingId,
}

/// Marks those absent who were booked into slots that are over; answers which.
pub fn absent_rest(
    conn: &mut Conn,
    session: SessionId,
    now: At,
) -> Result<Vec<BookingId>, DbError> {
    let marked: Vec<Marked> = diesel::sql_query(
        "UPDATE bookings SET state = 'absent' \
         WHERE session_id = $1 AND state = 'booked' AND slot_id IN \
            (SELECT l.id FROM slots l WHERE l.session_id = $1 AND l.ends_at <= $2) \
         RETURNING id",
    )
    .bind::<BigInt, _>(session)
    .bind::<Timestamp, _>(now)
    .load(conn)?;
    Ok(marked.into_iter().map(|row| row.id).collect())
}
