-- What is known of a document's file: the key by which equal files are found, its pages, and the file
-- itself in custody. What nobody registered yet was entered by a print job. Several rows that turn out to
-- be one document are joined; each number that a document had before goes on leading to it.

ALTER TABLE documents ADD COLUMN fingerprint_key TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN pages BIGINT NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN object TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN is_provisional BIGINT NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN joined_into BIGINT REFERENCES documents (id);
UPDATE documents SET is_provisional = 1 WHERE number LIKE 'P-________-________';
CREATE INDEX documents_by_fingerprint_key ON documents (fingerprint_key);
CREATE INDEX documents_by_joined_into ON documents (joined_into);

-- The index of pages (docs/recognition.md). INTEGER where 32 bits are enough: SQLite then needs no second
-- index for the key. A page is known by its place in a run of pages, one run for each file.
CREATE TABLE page_keys (
    bucket INTEGER NOT NULL PRIMARY KEY,
    postings TEXT NOT NULL
);
CREATE TABLE page_runs (
    first INTEGER NOT NULL PRIMARY KEY,
    pages BIGINT NOT NULL,
    document BIGINT NOT NULL REFERENCES documents (id)
);
CREATE INDEX page_runs_by_document ON page_runs (document);
INSERT INTO counters (name, value) VALUES ('page', 0);
