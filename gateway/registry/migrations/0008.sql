-- Jobs that wait for an officer's word on whose their pages are.

CREATE TABLE reviews (
    id BIGINT NOT NULL PRIMARY KEY,
    job TEXT NOT NULL UNIQUE,
    sentence TEXT NOT NULL,
    document BIGINT REFERENCES documents (id),
    page BIGINT NOT NULL,
    registered_page BIGINT NOT NULL,
    state TEXT NOT NULL,
    belongs_to BIGINT REFERENCES documents (id),
    level TEXT,
    period TEXT,
    decided_by TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at TEXT NOT NULL,
    decided_at TEXT
);
CREATE INDEX reviews_by_state ON reviews (state);
INSERT INTO counters (name, value) VALUES ('review', 0);
