-- Who set a document's level. What is there already stands as it is.

ALTER TABLE documents ADD COLUMN level_set_by TEXT NOT NULL DEFAULT '[]';
ALTER TABLE documents ADD COLUMN is_level_proposed BIGINT NOT NULL DEFAULT 0;
