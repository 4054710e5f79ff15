//! The register of processing: one declaration per column of [`super::schema`], beside it.
//! A column without one fails `tests/it/register.rs`.

use crate::domain::register::{Ground, Keep, Use, Whose, Why};
use crate::domain::retention::Rule;

/// A column and why it is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    pub table: &'static str,
    pub column: &'static str,
    pub why: Why,
}

/// Every declared column, table by table.
pub fn columns() -> impl Iterator<Item = Column> {
    DECLARED.iter().flat_map(|(table, columns, why)| {
        columns.split_whitespace().map(|column| Column { table, column, why: *why })
    })
}

const fn why(purpose: Use, whose: Whose, ground: Ground, keep: Keep) -> Why {
    Why { purpose, whose, ground, keep }
}

const RUNNING: Why = why(Use::Running, Whose::Nobody, Ground::None, Keep::Standing);
const SESSIONS: Why = why(Use::Sessions, Whose::Nobody, Ground::None, Keep::Standing);
const SESSION_STAFF: Why =
    why(Use::Sessions, Whose::Staff, Ground::Task, Keep::Nameless(Rule::Staff));
const RESIDENT: Why =
    why(Use::Visits, Whose::Resident, Ground::Consent, Keep::Until(Rule::Residents));
const PROXY: Why = why(Use::Visits, Whose::Proxy, Ground::Consent, Keep::Until(Rule::Residents));
const VISIT: Why =
    why(Use::Visits, Whose::Resident, Ground::Consent, Keep::Nameless(Rule::Residents));
const REQUEST: Why =
    why(Use::Visits, Whose::Resident, Ground::Consent, Keep::Until(Rule::Requests));
const PUPIL: Why = why(Use::Pupils, Whose::Pupil, Ground::BothConsents, Keep::Until(Rule::Pupils));
const PUPIL_FACT: Why =
    why(Use::Pupils, Whose::Pupil, Ground::BothConsents, Keep::Nameless(Rule::Pupils));
const GUARDIAN: Why =
    why(Use::Consent, Whose::Guardian, Ground::BothConsents, Keep::Until(Rule::Guardians));
const CONSENT: Why = why(Use::Consent, Whose::Pupil, Ground::Duty, Keep::Nameless(Rule::Pupils));
const CONSENT_NAME: Why =
    why(Use::Consent, Whose::Guardian, Ground::Duty, Keep::Until(Rule::ConsentNames));
const GUARDIAN_LINK: Why =
    why(Use::Consent, Whose::Guardian, Ground::Duty, Keep::Until(Rule::GuardianLinks));
const FREE_TIMES: Why =
    why(Use::Pupils, Whose::Pupil, Ground::BothConsents, Keep::Until(Rule::FreeTimes));
const DAYS_AWAY: Why =
    why(Use::Pupils, Whose::Pupil, Ground::BothConsents, Keep::Until(Rule::DaysAway));
const SHIFT: Why =
    why(Use::Sessions, Whose::Pupil, Ground::BothConsents, Keep::Nameless(Rule::Pupils));
const SHIFT_REASON: Why =
    why(Use::Sessions, Whose::Pupil, Ground::BothConsents, Keep::Until(Rule::ShiftReasons));
const PRESENCE: Why = why(Use::Safety, Whose::Staff, Ground::Duty, Keep::Nameless(Rule::Staff));
const BREACH: Why = why(Use::Safety, Whose::Pupil, Ground::Duty, Keep::Nameless(Rule::Breaches));
const BREACH_TEXT: Why = why(Use::Safety, Whose::Pupil, Ground::Duty, Keep::Until(Rule::Breaches));
const INCIDENT: Why = why(Use::Safety, Whose::Pupil, Ground::Duty, Keep::Nameless(Rule::Incidents));
const INCIDENT_TEXT: Why =
    why(Use::Safety, Whose::Pupil, Ground::Duty, Keep::Until(Rule::Incidents));
const CONDUCT: Why = why(Use::Safety, Whose::Resident, Ground::Duty, Keep::Until(Rule::Conduct));
const BAR: Why = why(Use::Safety, Whose::Resident, Ground::Duty, Keep::Until(Rule::Bars));
const HOURS: Why =
    why(Use::Hours, Whose::Pupil, Ground::BothConsents, Keep::Nameless(Rule::Pupils));
const FAMILY_LINK: Why =
    why(Use::Hours, Whose::Guardian, Ground::BothConsents, Keep::Until(Rule::FamilyLinks));
const AWARDING: Why = why(Use::Recognition, Whose::Nobody, Ground::None, Keep::Standing);
const AWARD: Why = why(Use::Recognition, Whose::Pupil, Ground::Duty, Keep::Nameless(Rule::Pupils));
const SIGNATORY: Why = why(Use::Recognition, Whose::Staff, Ground::Duty, Keep::Standing);
const ACCOUNT: Why = why(Use::Accounts, Whose::Everybody, Ground::Task, Keep::Until(Rule::Staff));
const ROLE: Why = why(Use::Accounts, Whose::Staff, Ground::Task, Keep::Nameless(Rule::Staff));
const SIGN_IN: Why = why(Use::Accounts, Whose::Everybody, Ground::Task, Keep::Until(Rule::SignIns));
const SECOND_STEP: Why = why(Use::Accounts, Whose::Staff, Ground::Task, Keep::Until(Rule::Staff));
const OPENID: Why = why(Use::Accounts, Whose::Staff, Ground::Task, Keep::Until(Rule::Staff));
const INVITATION: Why =
    why(Use::Accounts, Whose::Staff, Ground::Task, Keep::Until(Rule::Invitations));
const ATTEMPT: Why =
    why(Use::Accounts, Whose::Everybody, Ground::Task, Keep::Until(Rule::Attempts));
const MESSAGE: Why =
    why(Use::Messages, Whose::Everybody, Ground::Task, Keep::Until(Rule::MessageTexts));
const MESSAGE_ROW: Why =
    why(Use::Messages, Whose::Everybody, Ground::Task, Keep::Until(Rule::Messages));
const DATA_REQUEST_TEXT: Why =
    why(Use::Rights, Whose::Everybody, Ground::Duty, Keep::Until(Rule::DataRequests));
const DATA_REQUEST: Why =
    why(Use::Rights, Whose::Everybody, Ground::Duty, Keep::Nameless(Rule::DataRequests));
const DATA_LEAK: Why =
    why(Use::Rights, Whose::Everybody, Ground::Duty, Keep::Until(Rule::DataLeaks));
const TRAIL: Why = why(Use::Trail, Whose::Everybody, Ground::Duty, Keep::Sealed);

/// (table, columns, why).
const DECLARED: &[(&str, &str, Why)] = &[
    (
        "organisations",
        "id kind ward_id name short_name code parent_name aliases phone address settings search \
         created_at",
        RUNNING,
    ),
    ("areas", "id ward_id name aliases position search", RUNNING),
    ("area_neighbours", "area_id neighbour_id", RUNNING),
    (
        "places",
        "id ward_id area_id name address landmark accessible east_m north_m search active",
        RUNNING,
    ),
    (
        "topics",
        "code tier group_vi group_en name_vi name_en minutes bring_vi safety_vi position search \
         checked_on active",
        RUNNING,
    ),
    (
        "accounts",
        "id kind sign_in_name password_hash name title email phone lang search sort_key active \
         created_at",
        ACCOUNT,
    ),
    ("classes", "id school_id school_year name grade", RUNNING),
    ("roles", "id account_id organisation_id class_id role since until", ROLE),
    (
        "sign_ins",
        "id account_id token_hash way device created_at last_seen_at expires_at revoked_at",
        SIGN_IN,
    ),
    ("two_steps", "account_id secret confirmed_at last_step", SECOND_STEP),
    ("recovery_codes", "account_id code_hash used_at", SECOND_STEP),
    ("half_sign_ins", "token_hash account_id way device expires_at", ATTEMPT),
    (
        "passkeys",
        "id account_id credential_id user_handle public_key state name created_at last_used_at",
        SECOND_STEP,
    ),
    ("passkey_challenges", "token_hash account_id state expires_at", ATTEMPT),
    ("openid_starts", "state_hash browser_hash nonce verifier back expires_at", ATTEMPT),
    ("openid_bindings", "issuer subject account_id bound_at", OPENID),
    ("openid_roles", "role_id issuer", ROLE),
    ("sign_in_cards", "ambassador_id token_hash number_hash issued_at expires_at misses", SIGN_IN),
    ("invitations", "id account_id token_hash created_at expires_at used_at", INVITATION),
    ("attempts", "key window_start count", ATTEMPT),
    ("lesson_hours", "class_id weekday from_minute to_minute", RUNNING),
    ("closed_days", "id organisation_id kind from_day to_day name_vi name_en", RUNNING),
    ("ambassadors", "birth_year home_area_id languages", PUPIL),
    (
        "ambassadors",
        "id account_id school_id class_id week_cap_minutes level badge active restricted_at",
        PUPIL_FACT,
    ),
    ("ambassadors", "guardian_name guardian_phone guardian_email", GUARDIAN),
    (
        "consents",
        "id ambassador_id purpose side school_year text_version method given_at entered_by \
         withdrawn_at withdrawn_method refused",
        CONSENT,
    ),
    ("consents", "given_by", CONSENT_NAME),
    (
        "guardian_links",
        "ambassador_id token_hash way made_at made_by expires_at opened_at",
        GUARDIAN_LINK,
    ),
    ("guardian_visits", "token_hash ambassador_id expires_at", GUARDIAN_LINK),
    (
        "certifications",
        "ambassador_id topic_code level certified_on expires_on certified_by",
        PUPIL_FACT,
    ),
    ("availability", "ambassador_id weekday from_minute to_minute", FREE_TIMES),
    ("availability_exceptions", "id ambassador_id day available from_minute to_minute", DAYS_AWAY),
    ("kept_apart", "ambassador_id other_id reason created_at", FREE_TIMES),
    ("kept_apart", "created_by", SESSION_STAFF),
    ("series", "id ward_id weekday first_day last_day created_at", SESSIONS),
    ("series", "created_by", SESSION_STAFF),
    (
        "sessions",
        "id ward_id place_id series_id state title starts_at ends_at slot_minutes seats \
         walk_in_percent ambassadors_wanted pupils_per_adult access_notes notes cancel_reason \
         revision created_at",
        SESSIONS,
    ),
    ("sessions", "created_by", SESSION_STAFF),
    ("session_topics", "session_id topic_code", SESSIONS),
    ("session_supervisors", "session_id account_id", SESSION_STAFF),
    (
        "school_approvals",
        "session_id school_id state asked_at decided_by decided_at reason",
        SESSION_STAFF,
    ),
    ("slots", "id session_id starts_at ends_at seats bookable taken booked_ahead", SESSIONS),
    (
        "adult_attendance",
        "id session_id account_id checked_in_at checked_out_at entered_by",
        PRESENCE,
    ),
    ("residents", "name phone birth_year access_needs search person_key", RESIDENT),
    ("residents", "id ward_id area_id created_at pseudonymised_at restricted_at", VISIT),
    ("bookings", "person_key idempotency_key cancel_reason", RESIDENT),
    ("bookings", "proxy_name proxy_phone", PROXY),
    (
        "bookings",
        "id code ward_id session_id slot_id resident_id topic_code state channel seat_held ahead \
         day phrase tear_off language queue_number led_by offered_until proxy_relation \
         proxy_agreed proxy_may_change felt_helped created_at arrived_at started_at finished_at",
        VISIT,
    ),
    (
        "requests",
        "id code ward_id resident_id topic_code area_id state booking_id idempotency_key \
         created_at",
        REQUEST,
    ),
    ("request_times", "request_id weekday from_minute to_minute", REQUEST),
    (
        "shifts",
        "id session_id ambassador_id state source vetoed checked_in_at checked_out_at checked_by \
         created_at",
        SHIFT,
    ),
    ("shifts", "reason", SHIFT_REASON),
    (
        "matching_runs",
        "id ward_id from_day to_day session_id state plan served value greedy_value bound \
         created_by created_at published_at progress hurry seen_at",
        SESSION_STAFF,
    ),
    (
        "matches",
        "id booking_id ambassador_id run_id state pinned reason created_at decided_at",
        SHIFT,
    ),
    ("forbidden_matches", "booking_id ambassador_id created_by created_at", SHIFT),
    (
        "supports",
        "id booking_id session_id ambassador_id topic_code also_done state started_at ended_at outcome \
         operated_by can_do_alone handed_to tear_off_matched returned_reason logged_at logged_by \
         closed_by closed_at verified_by verified_at",
        HOURS,
    ),
    (
        "family_supports",
        "id ambassador_id topic_code relative done_on minutes can_do_alone state confirmed_how \
         confirmed_by confirmed_at returned_reason logged_at",
        HOURS,
    ),
    ("family_supports", "token_hash token_expires_at", FAMILY_LINK),
    (
        "hours_entries",
        "id ambassador_id school_year kind shift_id family_support_id reverses_id recredits_id \
         minutes earned_on reason created_by created_at",
        HOURS,
    ),
    (
        "safety_breaches",
        "id ambassador_id session_id happened_on entered_by created_at withdrawn_at withdrawn_by",
        BREACH,
    ),
    ("safety_breaches", "what withdrawn_reason", BREACH_TEXT),
    (
        "incidents",
        "id ward_id school_id session_id ambassador_id reported_by kind away state seen_by seen_at \
         handled_by handled_at closed_by closed_at outcome created_at",
        INCIDENT,
    ),
    ("incidents", "what follow_up", INCIDENT_TEXT),
    ("conduct_notes", "id ward_id resident_id booking_id kind what written_by created_at", CONDUCT),
    (
        "ward_bars",
        "id ward_id resident_id key_hash kind what appeal_phone since until set_by created_at \
         lifted_by lifted_at lifted_reason",
        BAR,
    ),
    (
        "programmes",
        "id school_id school_year name plan_number plan_date from_day to_day place_name \
         created_by created_at",
        AWARDING,
    ),
    ("programmes", "signatory_title signatory_name", SIGNATORY),
    (
        "tiers",
        "id programme_id position form name_vi name_en min_minutes min_supports \
         min_attendance_percent needs_clean_record",
        AWARDING,
    ),
    ("decisions", "id programme_id number decided_on decided_by created_at", SIGNATORY),
    (
        "awards",
        "id programme_id tier_id ambassador_id class_id state minutes supports \
         attendance_percent breaches set_aside_reason checked_by checked_at decision_id register \
         number token issued_at revoked_at revoked_reason created_at",
        AWARD,
    ),
    ("registers", "register last_number", AWARDING),
    ("outbox", "recipient subject body_text body_html last_error", MESSAGE),
    (
        "outbox",
        "id event_key channel state attempts next_attempt_at leased_until created_at sent_at",
        MESSAGE_ROW,
    ),
    (
        "audit",
        "id at account_id actor organisation_id entity entity_id act from_state to_state detail",
        TRAIL,
    ),
    ("data_requests", "asker_name reply_email wish answer", DATA_REQUEST_TEXT),
    (
        "data_requests",
        "id organisation_id subject resident_id ambassador_id kind asked_by way identity_check \
         asked_on acknowledge_by answer_by state received_at received_by acknowledged_at \
         finished_at finished_by lifted_at scanned_tables scanned_columns finds found_in",
        DATA_REQUEST,
    ),
    (
        "data_leaks",
        "id organisation_id kinds from_day to_day noticed_at what cause measures state \
         authority_vi authority_en people_vi people_en created_by created_at notified_at \
         late_reason told_at closed_at closing",
        DATA_LEAK,
    ),
    ("audit_seals", "number audit_id hash", TRAIL),
    ("leases", "name holder until", RUNNING),
    ("versions", "name version", RUNNING),
];
