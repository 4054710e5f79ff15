//! Many rows at once, under ids the caller chose: for an empty database that is
//! filled by a generator. People's own acts go through the other drawers.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::*;
use crate::domain::access::AccountKind;
use crate::domain::at::At;
use crate::domain::bookings::{Agreed, BookingState, Channel, FeltHelped, Relation, RequestState};
use crate::domain::consent::{ConsentMethod, Purpose, Side};
use crate::domain::hours::HoursKind;
use crate::domain::ids::*;
use crate::domain::matches::MatchState;
use crate::domain::sessions::{ApprovalState, SessionState};
use crate::domain::shifts::{ShiftSource, ShiftState};
use crate::domain::supports::{
    CanDoAlone, ConfirmedHow, FamilyState, OperatedBy, Outcome, Relative, SupportState,
};

/// Rows in one statement: with 30 columns still under SQLite's 32,766 parameters.
const ROWS_PER_STATEMENT: usize = 500;

/// A row type and the function that inserts many of it.
macro_rules! rows {
    ($($(#[$meta:meta])* $row:ident in $table:ident by $insert:ident {
        $($(#[$field_meta:meta])* $field:ident: $type:ty,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Insertable, Clone, PartialEq, Debug)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub struct $row { $($(#[$field_meta])* pub $field: $type,)* }

        #[doc = concat!("Inserts rows into `", stringify!($table), "`.")]
        pub fn $insert(conn: &mut Conn, rows: &[$row]) -> Result<(), DbError> {
            for rows in rows.chunks(ROWS_PER_STATEMENT) {
                $crate::each_backend!(conn, |c| diesel::insert_into($table::table)
                    .values(rows)
                    .execute(c))?;
            }
            Ok(())
        }
    )*};
}

rows! {
    /// Somebody who signs in.
    AccountRow in accounts by accounts {
        id: AccountId,
        kind: AccountKind,
        sign_in_name: String,
        password_hash: Option<String>,
        name: String,
        title: String,
        email: Option<String>,
        phone: Option<String>,
        search: String,
        sort_key: Vec<u8>,
        created_at: At,
    }
    /// A pupil.
    AmbassadorRow in ambassadors by ambassadors {
        id: AmbassadorId,
        account_id: AccountId,
        school_id: OrganisationId,
        class_id: ClassId,
        birth_year: i64,
        home_area_id: Option<AreaId>,
        languages: String,
        guardian_name: String,
        guardian_phone: Option<String>,
        guardian_email: Option<String>,
        week_cap_minutes: i64,
        level: i64,
        badge: String,
    }
    /// One signature.
    ConsentRow in consents by consents {
        ambassador_id: AmbassadorId,
        purpose: Purpose,
        side: Side,
        school_year: String,
        text_version: String,
        method: ConsentMethod,
        given_at: At,
        given_by: String,
        entered_by: Option<AccountId>,
        withdrawn_at: Option<At>,
    }
    /// A topic a pupil may help with.
    CertificationRow in certifications by certifications {
        ambassador_id: AmbassadorId,
        topic_code: String,
        level: i64,
        certified_on: NaiveDate,
        expires_on: NaiveDate,
        certified_by: Option<AccountId>,
    }
    /// A weekly free time.
    AvailabilityRow in availability by availability {
        ambassador_id: AmbassadorId,
        weekday: i64,
        from_minute: i64,
        to_minute: i64,
    }
    /// A single day that differs.
    ExceptionRow in availability_exceptions by exceptions {
        ambassador_id: AmbassadorId,
        day: NaiveDate,
        available: bool,
        from_minute: i64,
        to_minute: i64,
    }
    /// A weekly series.
    SeriesRow in series by series {
        id: SeriesId,
        ward_id: OrganisationId,
        weekday: i64,
        first_day: NaiveDate,
        last_day: NaiveDate,
        created_by: AccountId,
        created_at: At,
    }
    /// A help session.
    SessionRow in sessions by sessions {
        id: SessionId,
        ward_id: OrganisationId,
        place_id: PlaceId,
        series_id: Option<SeriesId>,
        state: SessionState,
        title: String,
        starts_at: At,
        ends_at: At,
        slot_minutes: i64,
        seats: i64,
        walk_in_percent: i64,
        ambassadors_wanted: i64,
        access_notes: String,
        notes: String,
        cancel_reason: Option<String>,
        created_by: AccountId,
        created_at: At,
    }
    /// What a session helps with.
    SessionTopicRow in session_topics by session_topics {
        session_id: SessionId,
        topic_code: String,
    }
    /// An adult named for a session.
    SessionSupervisorRow in session_supervisors by session_supervisors {
        session_id: SessionId,
        account_id: AccountId,
    }
    /// A school's word on a session.
    ApprovalRow in school_approvals by school_approvals {
        session_id: SessionId,
        school_id: OrganisationId,
        state: ApprovalState,
        asked_at: At,
        decided_by: Option<AccountId>,
        decided_at: Option<At>,
        reason: String,
    }
    /// A step of a session, its counters as its bookings make them.
    SlotRow in slots by slots {
        id: SlotId,
        session_id: SessionId,
        starts_at: At,
        ends_at: At,
        seats: i64,
        bookable: i64,
        taken: i64,
        booked_ahead: i64,
    }
    /// An adult in the room.
    AttendanceRow in adult_attendance by adult_attendance {
        session_id: SessionId,
        account_id: AccountId,
        checked_in_at: At,
        checked_out_at: Option<At>,
        entered_by: AccountId,
    }
    /// A person who is helped.
    ResidentRow in residents by residents {
        id: ResidentId,
        ward_id: OrganisationId,
        name: String,
        phone: Option<String>,
        birth_year: Option<i64>,
        area_id: Option<AreaId>,
        access_needs: String,
        search: String,
        person_key: String,
        created_at: At,
    }
    /// One resident, one topic, one slot.
    BookingRow in bookings by bookings {
        id: BookingId,
        code: String,
        ward_id: OrganisationId,
        session_id: SessionId,
        slot_id: SlotId,
        resident_id: ResidentId,
        topic_code: String,
        state: BookingState,
        channel: Channel,
        seat_held: bool,
        ahead: bool,
        day: NaiveDate,
        person_key: String,
        phrase: String,
        tear_off: String,
        queue_number: Option<i64>,
        led_by: Option<AccountId>,
        offered_until: Option<At>,
        proxy_name: Option<String>,
        proxy_relation: Option<Relation>,
        proxy_agreed: Option<Agreed>,
        proxy_may_change: bool,
        proxy_phone: Option<String>,
        idempotency_key: String,
        cancel_reason: Option<String>,
        felt_helped: Option<FeltHelped>,
        created_at: At,
        arrived_at: Option<At>,
        started_at: Option<At>,
        finished_at: Option<At>,
    }
    /// A wish no session fits yet.
    RequestRow in requests by requests {
        id: RequestId,
        code: String,
        ward_id: OrganisationId,
        resident_id: ResidentId,
        topic_code: String,
        area_id: Option<AreaId>,
        state: RequestState,
        booking_id: Option<BookingId>,
        idempotency_key: String,
        created_at: At,
    }
    /// When such a person could come.
    RequestTimeRow in request_times by request_times {
        request_id: RequestId,
        weekday: i64,
        from_minute: i64,
        to_minute: i64,
    }
    /// A pupil's place in a session.
    ShiftRow in shifts by shifts {
        id: ShiftId,
        session_id: SessionId,
        ambassador_id: AmbassadorId,
        state: ShiftState,
        source: ShiftSource,
        reason: String,
        checked_in_at: Option<At>,
        checked_out_at: Option<At>,
        checked_by: Option<AccountId>,
        created_at: At,
    }
    /// Who helps whom.
    MatchRow in matches by matches {
        booking_id: BookingId,
        ambassador_id: AmbassadorId,
        state: MatchState,
        pinned: bool,
        reason: String,
        created_at: At,
        decided_at: Option<At>,
    }
    /// What was done.
    SupportRow in supports by supports {
        booking_id: BookingId,
        session_id: SessionId,
        ambassador_id: Option<AmbassadorId>,
        topic_code: String,
        state: SupportState,
        started_at: At,
        ended_at: At,
        outcome: Outcome,
        operated_by: OperatedBy,
        can_do_alone: CanDoAlone,
        handed_to: String,
        tear_off_matched: bool,
        returned_reason: Option<String>,
        logged_at: At,
        logged_by: Option<AccountId>,
        closed_by: Option<AccountId>,
        closed_at: Option<At>,
        verified_by: Option<AccountId>,
        verified_at: Option<At>,
    }
    /// The same at home.
    FamilySupportRow in family_supports by family_supports {
        id: FamilySupportId,
        ambassador_id: AmbassadorId,
        topic_code: String,
        relative: Relative,
        done_on: NaiveDate,
        minutes: i64,
        can_do_alone: CanDoAlone,
        state: FamilyState,
        token_hash: Option<String>,
        token_expires_at: Option<At>,
        confirmed_how: Option<ConfirmedHow>,
        confirmed_by: Option<AccountId>,
        confirmed_at: Option<At>,
        returned_reason: Option<String>,
        logged_at: At,
    }
    /// A row of the hours ledger.
    HoursRow in hours_entries by hours_entries {
        id: HoursEntryId,
        ambassador_id: AmbassadorId,
        school_year: String,
        kind: HoursKind,
        shift_id: Option<ShiftId>,
        family_support_id: Option<FamilySupportId>,
        reverses_id: Option<HoursEntryId>,
        minutes: i64,
        earned_on: NaiveDate,
        reason: String,
        created_by: Option<AccountId>,
        created_at: At,
    }
    /// A row of the audit trail.
    AuditedRow in audit by audit {
        at: At,
        account_id: Option<AccountId>,
        actor: String,
        organisation_id: Option<OrganisationId>,
        entity: String,
        entity_id: i64,
        act: String,
        from_state: String,
        to_state: String,
    }
}

/// Tables whose ids the caller chose.
const COUNTED: [&str; 11] = [
    "accounts",
    "ambassadors",
    "series",
    "sessions",
    "slots",
    "residents",
    "bookings",
    "requests",
    "shifts",
    "family_supports",
    "hours_entries",
];

/// Lets the database go on counting after the ids that were chosen for it; SQLite
/// does so by itself.
pub fn go_on_counting(conn: &mut Conn) -> Result<(), DbError> {
    if let Conn::Pg(c) = conn {
        for table in COUNTED {
            diesel::sql_query(format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table} \
                 HAVING MAX(id) IS NOT NULL"
            ))
            .execute(c)?;
        }
    }
    Ok(())
}
