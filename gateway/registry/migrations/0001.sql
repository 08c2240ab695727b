-- The first schema. Only what SQLite and PostgreSQL both have: TEXT for texts, days ("2026-11-23"),
-- instants ("2026-11-23T08:15:30.123Z") and lists (JSON); BIGINT for numbers and for yes and no.
-- Identifiers come from the table counters, so that one is never given twice.

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('document', 0), ('request', 0), ('grant', 0), ('movement', 0);

CREATE TABLE people (
    account TEXT NOT NULL PRIMARY KEY,
    full_name TEXT NOT NULL,
    department TEXT NOT NULL,
    roles TEXT NOT NULL,
    is_active BIGINT NOT NULL,
    is_outsider BIGINT NOT NULL,
    outsider_purpose TEXT NOT NULL,
    agreement TEXT,
    training TEXT
);

CREATE TABLE documents (
    id BIGINT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    level TEXT NOT NULL,
    period TEXT,
    issued TEXT,
    category TEXT NOT NULL,
    department TEXT NOT NULL,
    scope TEXT NOT NULL,
    keeper_original TEXT NOT NULL,
    keeper_duplicate TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    last_number BIGINT NOT NULL CHECK (last_number BETWEEN 0 AND 999999)
);

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    queue TEXT NOT NULL,
    cups_job BIGINT NOT NULL,
    cups_uuid TEXT NOT NULL,
    account TEXT NOT NULL,
    title TEXT NOT NULL,
    device TEXT NOT NULL,
    copies BIGINT NOT NULL,
    options TEXT NOT NULL,
    state TEXT NOT NULL,
    object TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    inspection TEXT NOT NULL,
    document BIGINT,
    request BIGINT,
    grant_id BIGINT,
    parent TEXT,
    sentence TEXT NOT NULL,
    way TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (queue, cups_job, cups_uuid)
);
CREATE INDEX jobs_by_state ON jobs (state);

CREATE TABLE requests (
    id BIGINT NOT NULL PRIMARY KEY,
    document BIGINT NOT NULL REFERENCES documents (id),
    action TEXT NOT NULL,
    requester TEXT NOT NULL,
    count BIGINT NOT NULL,
    recipients TEXT NOT NULL,
    purpose TEXT NOT NULL,
    job TEXT,
    parent TEXT,
    policy TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX requests_by_state ON requests (state);

CREATE TABLE approvals (
    request BIGINT NOT NULL REFERENCES requests (id),
    step BIGINT NOT NULL,
    role TEXT NOT NULL,
    account TEXT NOT NULL,
    verdict TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (request, step, account)
);

-- The last bar against one copy too many: no statement can write more used than granted (K5, P7.13.1).
CREATE TABLE grants (
    id BIGINT NOT NULL PRIMARY KEY,
    request BIGINT NOT NULL UNIQUE REFERENCES requests (id),
    document BIGINT NOT NULL REFERENCES documents (id),
    fingerprint TEXT NOT NULL,
    count BIGINT NOT NULL,
    used BIGINT NOT NULL CHECK (used BETWEEN 0 AND count),
    recipients TEXT NOT NULL,
    until TEXT,
    granted_by TEXT NOT NULL,
    granted_at TEXT NOT NULL
);
CREATE INDEX grants_by_document ON grants (document);

-- Rows are never removed: a serial and a number are given once, ever.
CREATE TABLE copies (
    serial TEXT NOT NULL PRIMARY KEY,
    document BIGINT NOT NULL REFERENCES documents (id),
    number BIGINT CHECK (number BETWEEN 1 AND 999999),
    parent TEXT REFERENCES copies (serial),
    kind TEXT NOT NULL,
    job TEXT NOT NULL,
    place_in_job BIGINT NOT NULL,
    grant_id BIGINT REFERENCES grants (id),
    recipient TEXT NOT NULL,
    holder TEXT NOT NULL,
    place TEXT NOT NULL,
    state TEXT NOT NULL,
    printed_by TEXT NOT NULL,
    reserved_at TEXT NOT NULL,
    settled_at TEXT,
    note TEXT NOT NULL,
    UNIQUE (document, number)
);
CREATE INDEX copies_by_job ON copies (job);
CREATE INDEX copies_by_parent ON copies (parent);
CREATE INDEX copies_by_grant ON copies (grant_id);

CREATE TABLE movements (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    serial TEXT NOT NULL REFERENCES copies (serial),
    from_whom TEXT NOT NULL,
    to_whom TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX movements_by_serial ON movements (serial);
CREATE INDEX movements_by_kind ON movements (kind, at);

CREATE TABLE events (
    sequence BIGINT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    clauses TEXT NOT NULL,
    details TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, sequence, hash)
    VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
