-- Secrecy that ended, documents made out of others, and the rules that requests were made under.

CREATE TABLE declassifications (
    id BIGINT NOT NULL PRIMARY KEY,
    document BIGINT NOT NULL REFERENCES documents (id),
    level TEXT NOT NULL,
    period TEXT,
    day TEXT NOT NULL,
    clauses TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX declassifications_by_document ON declassifications (document);
INSERT INTO counters (name, value) VALUES ('declassification', 0);

CREATE TABLE derivations (
    document BIGINT NOT NULL REFERENCES documents (id),
    source BIGINT NOT NULL REFERENCES documents (id),
    action TEXT NOT NULL,
    PRIMARY KEY (document, source)
);
CREATE INDEX derivations_by_source ON derivations (source);

CREATE TABLE editions (
    name TEXT NOT NULL PRIMARY KEY,
    files TEXT NOT NULL
);
