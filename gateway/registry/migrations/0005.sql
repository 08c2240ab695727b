-- The document as the person sent it, beside what the filters made of it, and how the pages were arranged.

ALTER TABLE jobs ADD COLUMN original TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN original_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN arrangement TEXT NOT NULL DEFAULT '';
