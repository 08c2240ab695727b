-- Matters 事项: what the registers follow from its opening to its end (K12–K22, K25, K33–K35), and the
-- PINs that people sign with (K11, K13, K30).

CREATE TABLE matters (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    document BIGINT REFERENCES documents (id),
    opened_by TEXT NOT NULL,
    subject TEXT NOT NULL,
    purpose TEXT NOT NULL,
    policy TEXT NOT NULL,
    details TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    due_at TEXT,
    closed_at TEXT
);
CREATE INDEX matters_by_kind ON matters (kind, closed_at);
CREATE INDEX matters_by_document ON matters (document);

-- What lies in a matter, in order: a copy, a person, or a copy and the person it is for.
CREATE TABLE matter_items (
    matter BIGINT NOT NULL REFERENCES matters (id),
    place BIGINT NOT NULL,
    serial TEXT REFERENCES copies (serial),
    person TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at TEXT,
    note TEXT NOT NULL,
    PRIMARY KEY (matter, place)
);
CREATE INDEX matter_items_by_serial ON matter_items (serial);
CREATE INDEX matter_items_by_person ON matter_items (person);

-- What was done, and who signed for it. Rows are never changed.
CREATE TABLE acts (
    id BIGINT NOT NULL PRIMARY KEY,
    matter BIGINT NOT NULL REFERENCES matters (id),
    what TEXT NOT NULL,
    serial TEXT REFERENCES copies (serial),
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    signatures TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    note TEXT NOT NULL,
    details TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX acts_by_matter ON acts (matter);

CREATE TABLE pins (
    account TEXT NOT NULL PRIMARY KEY REFERENCES people (account),
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    failures BIGINT NOT NULL
);

INSERT INTO counters (name, value) VALUES ('matter', 0), ('act', 0);

ALTER TABLE movements ADD COLUMN matter BIGINT REFERENCES matters (id);
ALTER TABLE movements ADD COLUMN signed TEXT NOT NULL DEFAULT '';
CREATE INDEX copies_by_holder ON copies (holder);
