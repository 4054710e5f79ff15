-- What leaves the house (outbox), what happened in it (audit), and the small rows
-- that let several instances work as one (leases, versions).

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    event_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'sms')),
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts BIGINT NOT NULL DEFAULT 0,
    next_attempt_at TIMESTAMP NOT NULL,
    leased_until TIMESTAMP,
    last_error TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP
);
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);

-- Append-only: rows are added and never changed; triggers refuse anything else.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    actor TEXT NOT NULL,
    organisation_id BIGINT REFERENCES organisations (id),
    entity TEXT NOT NULL,
    entity_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT NOT NULL DEFAULT '',
    to_state TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_by_entity ON audit (entity, entity_id);
CREATE INDEX audit_by_organisation ON audit (organisation_id, at);

-- The chain over the trail: the hash of each row with the hash before it, numbered without gap.
CREATE TABLE audit_seals (
    number INTEGER PRIMARY KEY,
    audit_id BIGINT NOT NULL UNIQUE REFERENCES audit (id),
    hash TEXT NOT NULL
);

CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until TIMESTAMP NOT NULL
);

-- A counter per family of public pages; every write to their tables advances it.
CREATE TABLE versions (
    name TEXT PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO versions (name, version) VALUES ('sessions', 1), ('catalogue', 1);

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER seals_are_append_only_update BEFORE UPDATE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'audit_seals is append-only'); END;
CREATE TRIGGER seals_are_append_only_delete BEFORE DELETE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'audit_seals is append-only'); END;
CREATE TRIGGER hours_are_append_only_update BEFORE UPDATE ON hours_entries
BEGIN SELECT RAISE(ABORT, 'hours are append-only'); END;
CREATE TRIGGER hours_are_append_only_delete BEFORE DELETE ON hours_entries
BEGIN SELECT RAISE(ABORT, 'hours are append-only'); END;

-- The catalogue (topics, neighbourhoods, wards) is kept in memory under its version.
CREATE TRIGGER topics_insert_advances AFTER INSERT ON topics
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
CREATE TRIGGER topics_update_advances AFTER UPDATE ON topics
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
CREATE TRIGGER topics_delete_advances AFTER DELETE ON topics
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
CREATE TRIGGER areas_insert_advances AFTER INSERT ON areas
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
CREATE TRIGGER areas_update_advances AFTER UPDATE ON areas
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
CREATE TRIGGER areas_delete_advances AFTER DELETE ON areas
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
CREATE TRIGGER organisations_insert_advances AFTER INSERT ON organisations
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
CREATE TRIGGER organisations_update_advances AFTER UPDATE ON organisations
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
CREATE TRIGGER organisations_delete_advances AFTER DELETE ON organisations
BEGIN UPDATE versions SET version = version + 1 WHERE name = 'catalogue'; END;
