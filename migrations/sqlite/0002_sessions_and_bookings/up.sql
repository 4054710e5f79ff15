-- Help sessions with their slots and seats, and what residents book in them.
-- The counters on a slot carry invariant 1: nobody sits on a seat that is not there.

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    series_id BIGINT REFERENCES series (id),
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'awaiting_school', 'open', 'running', 'to_confirm', 'closed', 'cancelled')),
    title TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    slot_minutes BIGINT NOT NULL DEFAULT 30 CHECK (slot_minutes IN (15, 30, 60)),
    seats BIGINT NOT NULL CHECK (seats BETWEEN 1 AND 200),
    walk_in_percent BIGINT NOT NULL DEFAULT 30 CHECK (walk_in_percent BETWEEN 0 AND 100),
    ambassadors_wanted BIGINT NOT NULL CHECK (ambassadors_wanted BETWEEN 0 AND 200),
    pupils_per_adult BIGINT NOT NULL DEFAULT 8 CHECK (pupils_per_adult BETWEEN 1 AND 8),
    access_notes TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    cancel_reason TEXT,
    revision BIGINT NOT NULL DEFAULT 1,
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    CHECK (starts_at < ends_at),
    CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL))
);
CREATE INDEX sessions_by_ward ON sessions (ward_id, starts_at);
CREATE INDEX sessions_by_series ON sessions (series_id);
-- The public list walks along this one; what is not public is not in it. No other index begins
-- with the state, or SQLite would take that one and sort every public session for each page.
CREATE INDEX sessions_public ON sessions (starts_at, id) WHERE state IN ('open', 'running');

CREATE TABLE session_topics (
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    topic_code TEXT NOT NULL REFERENCES topics (code),
    PRIMARY KEY (session_id, topic_code)
);
CREATE INDEX session_topics_by_topic ON session_topics (topic_code);

CREATE TABLE session_supervisors (
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (session_id, account_id)
);
CREATE INDEX session_supervisors_by_account ON session_supervisors (account_id);

-- A school releases its pupils for a session, or does not.
CREATE TABLE school_approvals (
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    school_id BIGINT NOT NULL REFERENCES organisations (id),
    state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'declined')),
    asked_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session_id, school_id),
    CHECK ((state = 'asked') = (decided_at IS NULL))
);
CREATE INDEX school_approvals_by_school ON school_approvals (school_id, state);

-- taken counts every resident of the slot; reserved_taken those booked ahead, who
-- may use only the seats not kept for walk-ins.
CREATE TABLE slots (
    id INTEGER PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    seats BIGINT NOT NULL CHECK (seats >= 0),
    bookable BIGINT NOT NULL CHECK (bookable >= 0 AND bookable <= seats),
    taken BIGINT NOT NULL DEFAULT 0 CHECK (taken >= 0 AND taken <= seats),
    booked_ahead BIGINT NOT NULL DEFAULT 0 CHECK (booked_ahead >= 0 AND booked_ahead <= bookable),
    UNIQUE (session_id, starts_at),
    CHECK (starts_at < ends_at),
    CHECK (booked_ahead <= taken)
);

-- Adults in the room, by the minute: open seats follow the rows without a check-out.
CREATE TABLE adult_attendance (
    id INTEGER PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    checked_in_at TIMESTAMP NOT NULL,
    checked_out_at TIMESTAMP,
    entered_by BIGINT NOT NULL REFERENCES accounts (id),
    CHECK (checked_out_at IS NULL OR checked_out_at >= checked_in_at)
);
CREATE INDEX adult_attendance_by_session ON adult_attendance (session_id, account_id);
-- An adult is in one room at a time, so nobody counts as the second adult of two sessions.
CREATE UNIQUE INDEX adult_attendance_present ON adult_attendance (account_id)
    WHERE checked_out_at IS NULL;

CREATE TABLE residents (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    phone TEXT,
    birth_year BIGINT CHECK (birth_year BETWEEN 1900 AND 2100),
    area_id BIGINT REFERENCES areas (id),
    access_needs TEXT NOT NULL DEFAULT '',
    search TEXT NOT NULL,
    person_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    pseudonymised_at TIMESTAMP,
    restricted_at TIMESTAMP
);

-- seat_held says whether the row counts in its slot's taken; ahead whether it also
-- counts in booked_ahead. Both fall to false exactly once, when the seat is given back.
-- led_by is the adult who helps when no pupil does.
CREATE TABLE bookings (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    slot_id BIGINT NOT NULL REFERENCES slots (id),
    resident_id BIGINT NOT NULL REFERENCES residents (id),
    topic_code TEXT NOT NULL REFERENCES topics (code),
    state TEXT NOT NULL CHECK (state IN
        ('held', 'booked', 'arrived', 'being_helped', 'helped', 'referred', 'rescheduled',
         'cancelled', 'absent', 'waiting', 'offered')),
    channel TEXT NOT NULL CHECK (channel IN ('web', 'proxy', 'desk', 'walk_in', 'request')),
    seat_held BOOLEAN NOT NULL,
    ahead BOOLEAN NOT NULL,
    day DATE NOT NULL,
    person_key TEXT NOT NULL,
    phrase TEXT NOT NULL,
    tear_off TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT 'vi',
    queue_number BIGINT,
    led_by BIGINT REFERENCES accounts (id),
    offered_until TIMESTAMP,
    proxy_name TEXT,
    proxy_relation TEXT CHECK (proxy_relation IN ('child', 'relative', 'neighbour', 'area_head', 'officer', 'other')),
    proxy_agreed TEXT CHECK (proxy_agreed IN ('present', 'spoken', 'phone')),
    proxy_may_change BOOLEAN NOT NULL DEFAULT FALSE,
    proxy_phone TEXT,
    idempotency_key TEXT NOT NULL UNIQUE,
    cancel_reason TEXT,
    felt_helped TEXT CHECK (felt_helped IN ('yes', 'partly', 'no')),
    created_at TIMESTAMP NOT NULL,
    arrived_at TIMESTAMP,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    CHECK (seat_held OR NOT ahead),
    CHECK (state NOT IN ('held', 'booked', 'arrived', 'being_helped', 'helped', 'referred', 'offered') OR seat_held),
    CHECK (state NOT IN ('waiting', 'cancelled', 'rescheduled') OR NOT seat_held)
);
CREATE INDEX bookings_by_session ON bookings (session_id, state);
CREATE INDEX bookings_by_slot ON bookings (slot_id, state);
CREATE INDEX bookings_by_person ON bookings (ward_id, person_key, day);
CREATE INDEX bookings_by_resident ON bookings (resident_id);
CREATE INDEX bookings_waiting ON bookings (slot_id, id) WHERE state = 'waiting';
CREATE INDEX bookings_offered ON bookings (offered_until) WHERE state = 'offered';
-- One resident is in a slot once.
CREATE UNIQUE INDEX bookings_once_per_slot ON bookings (slot_id, person_key)
    WHERE state NOT IN ('cancelled', 'rescheduled', 'absent');

CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    resident_id BIGINT NOT NULL REFERENCES residents (id),
    topic_code TEXT NOT NULL REFERENCES topics (code),
    area_id BIGINT REFERENCES areas (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'fitted', 'cancelled')),
    booking_id BIGINT REFERENCES bookings (id),
    idempotency_key TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    CHECK ((state = 'fitted') = (booking_id IS NOT NULL))
);
CREATE INDEX requests_by_ward ON requests (ward_id, state);
CREATE INDEX requests_by_resident ON requests (resident_id);

-- A time the resident could come: a weekday (1 Monday … 7 Sunday) and a part of it.
CREATE TABLE request_times (
    request_id BIGINT NOT NULL REFERENCES requests (id),
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_minute BIGINT NOT NULL,
    to_minute BIGINT NOT NULL,
    PRIMARY KEY (request_id, weekday, from_minute),
    CHECK (from_minute < to_minute)
);
