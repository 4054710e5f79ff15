-- Pupils in sessions (shifts), which of them helps whom (matches), what was done
-- (supports, family supports) and the append-only ledger of hours that follows from it.

CREATE TABLE shifts (
    id INTEGER PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    state TEXT NOT NULL CHECK (state IN
        ('taken', 'proposed', 'accepted', 'declined', 'withdrawn', 'present', 'done', 'absent')),
    source TEXT NOT NULL CHECK (source IN ('own', 'matching', 'hand')),
    reason TEXT NOT NULL DEFAULT '',
    -- The guardian said no to it: nobody gives this pupil a place in the session again.
    vetoed BOOLEAN NOT NULL DEFAULT FALSE CHECK (NOT vetoed OR state = 'withdrawn'),
    checked_in_at TIMESTAMP,
    checked_out_at TIMESTAMP,
    checked_by BIGINT REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    CHECK (checked_out_at IS NULL OR (checked_in_at IS NOT NULL AND checked_out_at >= checked_in_at))
);
CREATE UNIQUE INDEX shifts_live ON shifts (session_id, ambassador_id)
    WHERE state NOT IN ('declined', 'withdrawn');
CREATE INDEX shifts_by_ambassador ON shifts (ambassador_id, state);

-- Made by nobody: the house itself, from the command line or after somebody declined.
-- While a plan is computed, its process tells how far it is (progress, of 1000) and that it
-- lives (seen_at); hurry asks it to end with the best so far.
CREATE TABLE matching_runs (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    session_id BIGINT REFERENCES sessions (id),
    state TEXT NOT NULL CHECK (state IN
        ('planning', 'preview', 'published', 'discarded', 'stopped', 'lost')),
    plan TEXT NOT NULL,
    served BIGINT NOT NULL,
    value BIGINT NOT NULL,
    greedy_value BIGINT NOT NULL,
    bound BIGINT NOT NULL,
    created_by BIGINT REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP,
    progress BIGINT NOT NULL DEFAULT 1000 CHECK (progress BETWEEN 0 AND 1000),
    hurry BOOLEAN NOT NULL DEFAULT FALSE,
    seen_at TIMESTAMP,
    CHECK (from_day <= to_day),
    CHECK (state <> 'planning' OR seen_at IS NOT NULL)
);
CREATE INDEX matching_runs_by_ward ON matching_runs (ward_id, created_at);
CREATE INDEX matching_runs_planning ON matching_runs (seen_at) WHERE state = 'planning';

CREATE TABLE matches (
    id INTEGER PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES bookings (id),
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    run_id BIGINT REFERENCES matching_runs (id),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'published', 'accepted', 'declined', 'replaced', 'done')),
    pinned BOOLEAN NOT NULL DEFAULT FALSE,
    reason TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    decided_at TIMESTAMP
);
CREATE UNIQUE INDEX matches_live ON matches (booking_id) WHERE state NOT IN ('declined', 'replaced');
CREATE INDEX matches_by_ambassador ON matches (ambassador_id, state);
CREATE INDEX matches_ended ON matches (decided_at) WHERE state IN ('declined', 'replaced');

-- Pairs a coordinator ruled out by hand for a booking.
CREATE TABLE forbidden_matches (
    booking_id BIGINT NOT NULL REFERENCES bookings (id),
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (booking_id, ambassador_id)
);

-- The resident operates the device: operated_by other than 'resident' is kept and shown.
CREATE TABLE supports (
    id INTEGER PRIMARY KEY,
    booking_id BIGINT NOT NULL REFERENCES bookings (id),
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    ambassador_id BIGINT REFERENCES ambassadors (id),
    topic_code TEXT NOT NULL REFERENCES topics (code),
    -- Codes of what was done besides, with commas between.
    also_done TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('logged', 'closed_by_supervisor', 'verified', 'returned')),
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('alone', 'guided', 'unfinished', 'referred', 'declined')),
    operated_by TEXT NOT NULL CHECK (operated_by IN ('resident', 'relative', 'official')),
    can_do_alone TEXT NOT NULL CHECK (can_do_alone IN ('yes', 'with_help', 'no')),
    handed_to TEXT NOT NULL DEFAULT '',
    tear_off_matched BOOLEAN NOT NULL DEFAULT FALSE,
    returned_reason TEXT,
    logged_at TIMESTAMP NOT NULL,
    -- Staff who entered it for an adult; a pupil's own record has none.
    logged_by BIGINT REFERENCES accounts (id),
    closed_by BIGINT REFERENCES accounts (id),
    closed_at TIMESTAMP,
    verified_by BIGINT REFERENCES accounts (id),
    verified_at TIMESTAMP,
    CHECK (started_at <= ended_at),
    CHECK ((state = 'returned') = (returned_reason IS NOT NULL))
);
CREATE UNIQUE INDEX supports_once ON supports (booking_id);
CREATE INDEX supports_by_session ON supports (session_id, state);
CREATE INDEX supports_by_ambassador ON supports (ambassador_id, state);

CREATE TABLE family_supports (
    id INTEGER PRIMARY KEY,
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    topic_code TEXT NOT NULL REFERENCES topics (code),
    relative TEXT NOT NULL CHECK (relative IN ('grandparent', 'parent', 'sibling', 'other')),
    done_on DATE NOT NULL,
    minutes BIGINT NOT NULL CHECK (minutes BETWEEN 15 AND 60),
    can_do_alone TEXT NOT NULL CHECK (can_do_alone IN ('yes', 'with_help', 'no')),
    state TEXT NOT NULL CHECK (state IN ('logged', 'confirmed', 'returned')),
    token_hash TEXT UNIQUE,
    token_expires_at TIMESTAMP,
    confirmed_how TEXT CHECK (confirmed_how IN ('guardian_link', 'paper')),
    confirmed_by BIGINT REFERENCES accounts (id),
    confirmed_at TIMESTAMP,
    returned_reason TEXT,
    logged_at TIMESTAMP NOT NULL,
    CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL))
);
CREATE INDEX family_supports_by_ambassador ON family_supports (ambassador_id, state);

-- Credit rows and reversing rows only; a total is always a sum. A shift or a family
-- support is credited once, whatever happens to its session afterwards; once more only
-- after a reversal, which the new credit names: each reversal is followed by one at most.
CREATE TABLE hours_entries (
    id INTEGER PRIMARY KEY,
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    school_year TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('session', 'family', 'reversal')),
    shift_id BIGINT REFERENCES shifts (id),
    family_support_id BIGINT REFERENCES family_supports (id),
    reverses_id BIGINT UNIQUE REFERENCES hours_entries (id),
    recredits_id BIGINT UNIQUE REFERENCES hours_entries (id),
    minutes BIGINT NOT NULL,
    earned_on DATE NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    created_by BIGINT REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    CHECK ((kind = 'session') = (shift_id IS NOT NULL)),
    CHECK ((kind = 'family') = (family_support_id IS NOT NULL)),
    CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
    CHECK (recredits_id IS NULL OR (kind <> 'reversal' AND reason <> '')),
    CHECK (kind = 'reversal' OR (minutes > 0 AND minutes <= 180)),
    CHECK (kind <> 'reversal' OR (minutes < 0 AND reason <> ''))
);
CREATE INDEX hours_by_ambassador ON hours_entries (ambassador_id, school_year);
CREATE INDEX hours_by_shift ON hours_entries (shift_id);
CREATE INDEX hours_by_family_support ON hours_entries (family_support_id);
CREATE UNIQUE INDEX hours_once_by_shift ON hours_entries (shift_id) WHERE recredits_id IS NULL;
CREATE UNIQUE INDEX hours_once_by_family_support ON hours_entries (family_support_id)
    WHERE recredits_id IS NULL;

-- One that was noted by mistake is withdrawn with a reason; the row stays.
CREATE TABLE safety_breaches (
    id INTEGER PRIMARY KEY,
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    session_id BIGINT REFERENCES sessions (id),
    happened_on DATE NOT NULL,
    what TEXT NOT NULL,
    entered_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by BIGINT REFERENCES accounts (id),
    withdrawn_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
);
CREATE INDEX safety_breaches_by_ambassador ON safety_breaches (ambassador_id);

-- Something that happened to somebody around a session, or might have. What a pupil reports
-- is seen by the adults of the session, the school and the ward; away: not by those of the
-- session, because it may be about one of them.
CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    school_id BIGINT REFERENCES organisations (id),
    session_id BIGINT REFERENCES sessions (id),
    ambassador_id BIGINT REFERENCES ambassadors (id),
    reported_by BIGINT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('asked_for_secrets', 'uncomfortable', 'quarrel', 'health',
        'accident', 'lost_device', 'other')),
    what TEXT NOT NULL DEFAULT '',
    away BOOLEAN NOT NULL DEFAULT FALSE,
    state TEXT NOT NULL CHECK (state IN ('reported', 'seen', 'handling', 'closed')),
    seen_by BIGINT REFERENCES accounts (id),
    seen_at TIMESTAMP,
    handled_by BIGINT REFERENCES accounts (id),
    handled_at TIMESTAMP,
    closed_by BIGINT REFERENCES accounts (id),
    closed_at TIMESTAMP,
    outcome TEXT CHECK (outcome IN ('settled', 'guardian_told', 'authorities', 'no_ground')),
    follow_up TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    CHECK ((state = 'reported') = (seen_at IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (outcome IS NOT NULL)),
    CHECK ((ambassador_id IS NULL) = (school_id IS NULL))
);
CREATE INDEX incidents_by_ward ON incidents (ward_id, created_at);
CREATE INDEX incidents_by_school ON incidents (school_id, created_at);
CREATE INDEX incidents_by_session ON incidents (session_id);
CREATE INDEX incidents_by_ambassador ON incidents (ambassador_id);

-- What adults noted of a resident's conduct; only the ward's coordinators read it.
CREATE TABLE conduct_notes (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    resident_id BIGINT NOT NULL REFERENCES residents (id),
    booking_id BIGINT NOT NULL REFERENCES bookings (id),
    kind TEXT NOT NULL CHECK (kind IN ('disrespect', 'photos', 'contact', 'money', 'threat', 'other')),
    what TEXT NOT NULL,
    written_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX conduct_notes_by_ward ON conduct_notes (ward_id, created_at);
CREATE INDEX conduct_notes_by_resident ON conduct_notes (resident_id);

-- A person whom the ward does not book for a time. key_hash stands for the person's key, so
-- that the bar holds when name and telephone are gone.
CREATE TABLE ward_bars (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    resident_id BIGINT NOT NULL REFERENCES residents (id),
    key_hash TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('disrespect', 'photos', 'contact', 'money', 'threat', 'other')),
    what TEXT NOT NULL,
    appeal_phone TEXT NOT NULL,
    since DATE NOT NULL,
    until DATE NOT NULL,
    set_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    lifted_by BIGINT REFERENCES accounts (id),
    lifted_at TIMESTAMP,
    lifted_reason TEXT,
    CHECK (since <= until),
    CHECK ((lifted_at IS NULL) = (lifted_reason IS NULL))
);
CREATE INDEX ward_bars_by_ward ON ward_bars (ward_id, until);
CREATE UNIQUE INDEX ward_bars_standing ON ward_bars (ward_id, key_hash) WHERE lifted_at IS NULL;
