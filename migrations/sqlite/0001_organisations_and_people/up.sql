-- Who takes part and where: wards and schools, their places and classes, the
-- catalogue of topics, accounts with roles held at an organisation, and the
-- pupils with everything that decides whether they may be scheduled at all
-- (consent, certification, availability). Instants are UTC; days are local.

CREATE TABLE organisations (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('ward', 'school')),
    ward_id BIGINT REFERENCES organisations (id),
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    parent_name TEXT NOT NULL DEFAULT '',
    aliases TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL,
    address TEXT NOT NULL,
    settings TEXT NOT NULL DEFAULT '{}',
    search TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CHECK ((kind = 'school') = (ward_id IS NOT NULL))
);

CREATE TABLE areas (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    aliases TEXT NOT NULL DEFAULT '',
    position BIGINT NOT NULL,
    search TEXT NOT NULL,
    UNIQUE (ward_id, name)
);

-- One row per direction, so that a neighbour is found from either side.
CREATE TABLE area_neighbours (
    area_id BIGINT NOT NULL REFERENCES areas (id),
    neighbour_id BIGINT NOT NULL REFERENCES areas (id),
    PRIMARY KEY (area_id, neighbour_id),
    CHECK (area_id <> neighbour_id)
);

-- Metres east and north of the ward's reference point, for travel time.
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    ward_id BIGINT NOT NULL REFERENCES organisations (id),
    area_id BIGINT NOT NULL REFERENCES areas (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    landmark TEXT NOT NULL DEFAULT '',
    accessible BOOLEAN NOT NULL DEFAULT FALSE,
    east_m BIGINT NOT NULL DEFAULT 0,
    north_m BIGINT NOT NULL DEFAULT 0,
    search TEXT NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    UNIQUE (ward_id, name)
);

CREATE TABLE topics (
    code TEXT PRIMARY KEY,
    tier TEXT NOT NULL CHECK (tier IN ('G', 'A', 'R')),
    group_vi TEXT NOT NULL,
    group_en TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    minutes BIGINT NOT NULL CHECK (minutes > 0),
    bring_vi TEXT NOT NULL,
    safety_vi TEXT NOT NULL,
    position BIGINT NOT NULL,
    search TEXT NOT NULL,
    checked_on DATE NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE
);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('staff', 'ambassador')),
    sign_in_name TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    name TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    email TEXT,
    phone TEXT,
    lang TEXT NOT NULL DEFAULT 'vi' CHECK (lang IN ('vi', 'en')),
    search TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE classes (
    id INTEGER PRIMARY KEY,
    school_id BIGINT NOT NULL REFERENCES organisations (id),
    school_year TEXT NOT NULL,
    name TEXT NOT NULL,
    grade BIGINT NOT NULL CHECK (grade BETWEEN 6 AND 9),
    UNIQUE (school_id, school_year, name)
);

-- A role is held at one organisation; a class teacher's also at one class.
CREATE TABLE roles (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    organisation_id BIGINT REFERENCES organisations (id),
    class_id BIGINT REFERENCES classes (id),
    role TEXT NOT NULL CHECK (role IN
        ('administrator', 'coordinator', 'supervisor', 'school_officer', 'class_teacher', 'board')),
    since DATE NOT NULL,
    until DATE,
    CHECK ((role = 'administrator') = (organisation_id IS NULL)),
    CHECK ((role = 'class_teacher') = (class_id IS NOT NULL))
);
CREATE INDEX roles_by_account ON roles (account_id);
CREATE INDEX roles_by_organisation ON roles (organisation_id);

CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    token_hash TEXT NOT NULL UNIQUE,
    way TEXT NOT NULL DEFAULT 'password' CHECK (way IN
        ('password', 'card', 'passkey', 'openid', 'openid_two_step')),
    device TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX sign_ins_by_account ON sign_ins (account_id);

-- The second step of staff sign-ins. Not confirmed: it waits for its first code and is not
-- asked for. The secret is needed as it is to compute codes; what is shown once never
-- comes back to a page. last_step: no code of this or an earlier half minute counts again.
CREATE TABLE two_steps (
    account_id BIGINT PRIMARY KEY REFERENCES accounts (id),
    secret TEXT NOT NULL,
    confirmed_at TIMESTAMP,
    last_step BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE recovery_codes (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    code_hash TEXT NOT NULL,
    used_at TIMESTAMP,
    PRIMARY KEY (account_id, code_hash)
);

-- The password, or what stands in its place, was right; the code is still to come.
CREATE TABLE half_sign_ins (
    token_hash TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    way TEXT NOT NULL CHECK (way IN ('password', 'openid')),
    device TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX half_sign_ins_by_expiry ON half_sign_ins (expires_at);

-- Passkeys of staff. user_handle is what an authenticator calls the account; it says nothing
-- about who that is. public_key never changes; state holds the counter of uses.
CREATE TABLE passkeys (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    credential_id TEXT NOT NULL UNIQUE,
    user_handle TEXT NOT NULL,
    public_key TEXT NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP
);
CREATE INDEX passkeys_by_account ON passkeys (account_id);

-- What an authenticator was asked to sign. token_hash binds it to one browser. No account:
-- somebody is signing in; else this one adds a passkey.
CREATE TABLE passkey_challenges (
    token_hash TEXT PRIMARY KEY,
    account_id BIGINT REFERENCES accounts (id),
    state TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);

-- A sign-in begun at an OpenID provider. It is finished once, by the browser that began it.
CREATE TABLE openid_starts (
    state_hash TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    back TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX openid_starts_by_expiry ON openid_starts (expires_at);

-- Who somebody is at a provider: one person there is one account here, and the other way
-- round, so that an address given to somebody else opens nothing.
CREATE TABLE openid_bindings (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    bound_at TIMESTAMP NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (account_id, issuer)
);

-- Roles that a provider's claims gave; they end when its claims no longer give them.
CREATE TABLE openid_roles (
    role_id BIGINT PRIMARY KEY REFERENCES roles (id),
    issuer TEXT NOT NULL
);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);

-- Counters of attempts, shared by all instances: key is a hash, never a name or address.
CREATE TABLE attempts (
    key TEXT NOT NULL,
    window_start TIMESTAMP NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (key, window_start)
);

-- Lesson hours of a class, minutes after midnight; a pupil is never scheduled inside them.
CREATE TABLE lesson_hours (
    class_id BIGINT NOT NULL REFERENCES classes (id),
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_minute BIGINT NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    to_minute BIGINT NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),
    PRIMARY KEY (class_id, weekday, from_minute),
    CHECK (from_minute < to_minute)
);

-- Days on which nobody is scheduled. No organisation: the whole country.
CREATE TABLE closed_days (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT REFERENCES organisations (id),
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'exam_week', 'closure')),
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    CHECK (from_day <= to_day)
);
CREATE INDEX closed_days_by_organisation ON closed_days (organisation_id, to_day);

-- The birth year, not the day, is kept: it decides what a pupil may do. restricted_at: kept,
-- but not used until the restriction is lifted.
CREATE TABLE ambassadors (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL UNIQUE REFERENCES accounts (id),
    school_id BIGINT NOT NULL REFERENCES organisations (id),
    class_id BIGINT NOT NULL REFERENCES classes (id),
    birth_year BIGINT NOT NULL CHECK (birth_year BETWEEN 1990 AND 2100),
    home_area_id BIGINT REFERENCES areas (id),
    languages TEXT NOT NULL DEFAULT 'vi',
    guardian_name TEXT NOT NULL DEFAULT '',
    guardian_phone TEXT,
    guardian_email TEXT,
    week_cap_minutes BIGINT NOT NULL DEFAULT 480 CHECK (week_cap_minutes BETWEEN 0 AND 480),
    level BIGINT NOT NULL DEFAULT 0 CHECK (level BETWEEN 0 AND 3),
    badge TEXT NOT NULL UNIQUE,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    restricted_at TIMESTAMP
);
CREATE INDEX ambassadors_by_class ON ambassadors (class_id);
CREATE INDEX ambassadors_by_school ON ambassadors (school_id);

-- The card whose QR code signs a pupil in together with a number that is not on it. One
-- each: a new card is the end of the old one, and all end with the school year. After too
-- many wrong numbers a card is dead: only who holds it can have tried them.
CREATE TABLE sign_in_cards (
    ambassador_id BIGINT PRIMARY KEY REFERENCES ambassadors (id),
    token_hash TEXT NOT NULL UNIQUE,
    number_hash TEXT NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    misses BIGINT NOT NULL DEFAULT 0
);

-- Consent is a signature of each side per purpose and school year. Withdrawing keeps the row.
-- A "no" is a row that never stood: refused, and withdrawn in the moment it was given.
CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    purpose TEXT NOT NULL CHECK (purpose IN
        ('taking_part', 'schedule_messages', 'arrival_messages', 'photo', 'public_name')),
    side TEXT NOT NULL CHECK (side IN ('child', 'guardian')),
    school_year TEXT NOT NULL,
    text_version TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('paper', 'link', 'account')),
    given_at TIMESTAMP NOT NULL,
    given_by TEXT NOT NULL,
    entered_by BIGINT REFERENCES accounts (id),
    withdrawn_at TIMESTAMP,
    withdrawn_method TEXT CHECK (withdrawn_method IN ('paper', 'link', 'account')),
    refused BOOLEAN NOT NULL DEFAULT FALSE,
    CHECK (NOT refused OR withdrawn_at IS NOT NULL)
);
CREATE UNIQUE INDEX consents_current ON consents (ambassador_id, purpose, side, school_year)
    WHERE withdrawn_at IS NULL;

-- The guardian's way in: one link per pupil, so that a new one ends the old. Only a hash of
-- its token is kept.
CREATE TABLE guardian_links (
    ambassador_id BIGINT PRIMARY KEY REFERENCES ambassadors (id),
    token_hash TEXT NOT NULL UNIQUE,
    way TEXT NOT NULL CHECK (way IN ('email', 'shown')),
    made_at TIMESTAMP NOT NULL,
    made_by BIGINT REFERENCES accounts (id),
    expires_at TIMESTAMP NOT NULL,
    opened_at TIMESTAMP
);

-- A browser in which a guardian's link was opened with the child's year of birth.
CREATE TABLE guardian_visits (
    token_hash TEXT PRIMARY KEY,
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX guardian_visits_by_ambassador ON guardian_visits (ambassador_id);

CREATE TABLE certifications (
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    topic_code TEXT NOT NULL REFERENCES topics (code),
    level BIGINT NOT NULL CHECK (level BETWEEN 1 AND 3),
    certified_on DATE NOT NULL,
    expires_on DATE NOT NULL,
    certified_by BIGINT REFERENCES accounts (id),
    PRIMARY KEY (ambassador_id, topic_code)
);
CREATE INDEX certifications_by_topic ON certifications (topic_code);

CREATE TABLE availability (
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_minute BIGINT NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    to_minute BIGINT NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),
    PRIMARY KEY (ambassador_id, weekday, from_minute),
    CHECK (from_minute < to_minute)
);

-- A single day that differs from the week: away, or free at other times.
CREATE TABLE availability_exceptions (
    id INTEGER PRIMARY KEY,
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    day DATE NOT NULL,
    available BOOLEAN NOT NULL,
    from_minute BIGINT NOT NULL,
    to_minute BIGINT NOT NULL,
    CHECK (from_minute < to_minute),
    UNIQUE (ambassador_id, day, from_minute)
);

-- Pairs who are never scheduled together, whichever of the two was chosen. The reason is for
-- the school's officers; no pupil reads it.
CREATE TABLE kept_apart (
    ambassador_id BIGINT NOT NULL REFERENCES ambassadors (id),
    other_id BIGINT NOT NULL REFERENCES ambassadors (id),
    reason TEXT NOT NULL,
    created_by BIGINT REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (ambassador_id, other_id),
    CHECK (ambassador_id < other_id)
);
CREATE INDEX kept_apart_by_other ON kept_apart (other_id);
