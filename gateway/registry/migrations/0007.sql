-- What the keys of this registry are called, a generation each; how many copy numbers were ever given, in
-- all documents together; and what else is known of the registry itself.

CREATE TABLE key_names (
    generation BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    since TEXT NOT NULL
);

INSERT INTO counters (name, value) SELECT 'number', COALESCE(SUM(last_number), 0) FROM documents;

CREATE TABLE traits (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
