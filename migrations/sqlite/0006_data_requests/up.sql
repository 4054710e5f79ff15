-- Requests about personal data, with their legal clocks.
-- What people typed stands here and never in the audit trail, so that it can be emptied.

CREATE TABLE data_requests (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    subject TEXT NOT NULL CHECK (subject IN ('resident', 'pupil', 'guardian')),
    resident_id BIGINT REFERENCES residents (id),
    ambassador_id BIGINT REFERENCES ambassadors (id),
    kind TEXT NOT NULL CHECK (kind IN ('see', 'correct', 'restrict', 'withdraw', 'delete')),
    asked_by TEXT NOT NULL CHECK (asked_by IN ('person', 'guardian', 'representative')),
    way TEXT NOT NULL CHECK (way IN ('booking_code', 'account', 'guardian_link', 'paper',
        'in_person', 'telephone')),
    identity_check TEXT NOT NULL CHECK (identity_check IN
        ('booking_code', 'signed_in', 'guardian_link', 'paper_shown', 'known_in_person', 'called_back')),
    asker_name TEXT NOT NULL DEFAULT '',
    reply_email TEXT,
    wish TEXT NOT NULL DEFAULT '',
    asked_on DATE NOT NULL,
    acknowledge_by DATE NOT NULL,
    answer_by DATE NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'acknowledged', 'done', 'refused')),
    received_at TIMESTAMP NOT NULL,
    received_by BIGINT REFERENCES accounts (id),
    acknowledged_at TIMESTAMP,
    finished_at TIMESTAMP,
    finished_by BIGINT REFERENCES accounts (id),
    answer TEXT NOT NULL DEFAULT '',
    lifted_at TIMESTAMP,
    scanned_tables BIGINT,
    scanned_columns BIGINT,
    finds BIGINT,
    found_in TEXT NOT NULL DEFAULT '',
    CHECK ((subject = 'resident') = (resident_id IS NOT NULL)),
    CHECK ((subject = 'resident') = (ambassador_id IS NULL)),
    CHECK ((state IN ('done', 'refused')) = (finished_at IS NOT NULL))
);
CREATE INDEX data_requests_by_organisation ON data_requests (organisation_id, state, answer_by);
CREATE INDEX data_requests_by_resident ON data_requests (resident_id);
CREATE INDEX data_requests_by_ambassador ON data_requests (ambassador_id);

-- Leaks of data. kinds is a list with commas; an empty notice is drafted from the facts.
CREATE TABLE data_leaks (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    kinds TEXT NOT NULL,
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    noticed_at TIMESTAMP NOT NULL,
    what TEXT NOT NULL,
    cause TEXT NOT NULL DEFAULT '',
    measures TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('draft', 'notified', 'closed')),
    authority_vi TEXT NOT NULL DEFAULT '',
    authority_en TEXT NOT NULL DEFAULT '',
    people_vi TEXT NOT NULL DEFAULT '',
    people_en TEXT NOT NULL DEFAULT '',
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    notified_at TIMESTAMP,
    late_reason TEXT NOT NULL DEFAULT '',
    told_at TIMESTAMP,
    closed_at TIMESTAMP,
    closing TEXT NOT NULL DEFAULT '',
    CHECK (from_day <= to_day),
    CHECK ((state = 'draft') = (notified_at IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX data_leaks_by_organisation ON data_leaks (organisation_id, state);
