-- A school year's programme, its tiers and what was awarded. A number is unique in
-- its register (school, year, kind); an achievement earns one award.

CREATE TABLE programmes (
    id INTEGER PRIMARY KEY,
    school_id BIGINT NOT NULL REFERENCES organisations (id),
    school_year TEXT NOT NULL,
    name TEXT NOT NULL,
    plan_number TEXT NOT NULL DEFAULT '',
    plan_date DATE,
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    signatory_title TEXT NOT NULL,
    signatory_name TEXT NOT NULL,
    place_name TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (school_id, school_year, name),
    CHECK (from_day <= to_day)
);

CREATE TABLE tiers (
    id INTEGER PRIMARY KEY,
    programme_id BIGINT NOT NULL REFERENCES programmes (id),
    position BIGINT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('certificate', 'letter', 'commendation')),
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    min_minutes BIGINT NOT NULL CHECK (min_minutes >= 0),
    min_supports BIGINT NOT NULL CHECK (min_supports >= 0),
    min_attendance_percent BIGINT NOT NULL CHECK (min_attendance_percent BETWEEN 0 AND 100),
    needs_clean_record BOOLEAN NOT NULL,
    UNIQUE (programme_id, position)
);

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    programme_id BIGINT NOT NULL REFERENCES programmes (id),
    number TEXT NOT NULL,
    decided_on DATE NOT NULL,
    decided_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (programme_id, number)
);

-- AUTOINCREMENT, because a candidate that no longer reaches a tier is removed and its
-- number must not come back: the audit trail would mix two awards.
-- The figures and the class are those of the moment the candidate was computed: a
-- paper printed years later still names the class in which it was earned.
CREATE TABLE awards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    programme_id BIGINT NOT NULL REFERENCES programmes (id),
    tier_id BIGINT NOT NULL REFERENCES tiers (id),
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    class_id BIGINT NOT NULL REFERENCES classes (id),
    state TEXT NOT NULL CHECK (state IN ('candidate', 'checked', 'approved', 'issued', 'revoked', 'set_aside')),
    minutes BIGINT NOT NULL,
    supports BIGINT NOT NULL,
    attendance_percent BIGINT,
    breaches BIGINT NOT NULL,
    set_aside_reason TEXT,
    checked_by BIGINT REFERENCES accounts (id),
    checked_at TIMESTAMP,
    decision_id BIGINT REFERENCES decisions (id),
    register TEXT,
    number BIGINT,
    token TEXT UNIQUE,
    issued_at TIMESTAMP,
    revoked_at TIMESTAMP,
    revoked_reason TEXT,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (register, number),
    CHECK ((state IN ('issued', 'revoked')) = (number IS NOT NULL AND token IS NOT NULL AND register IS NOT NULL)),
    CHECK ((state = 'revoked') = (revoked_reason IS NOT NULL)),
    CHECK (state NOT IN ('approved', 'issued', 'revoked') OR decision_id IS NOT NULL)
);
CREATE UNIQUE INDEX awards_one_per_achievement ON awards (programme_id, ambassador_id)
    WHERE state NOT IN ('revoked', 'set_aside');
CREATE INDEX awards_by_programme ON awards (programme_id, state);
CREATE INDEX awards_by_ambassador ON awards (ambassador_id);

-- The last number given in a register, for example 'NVN/2026/GCN'.
CREATE TABLE registers (
    register TEXT PRIMARY KEY,
    last_number BIGINT NOT NULL CHECK (last_number >= 0)
);
