-- Document numbers are found by one form, however they are typed; those from before are given theirs by the
-- program that reads this (a blank in front: none yet, or another row has it). Accounts that differ by case
-- alone are looked for when a person is entered.

ALTER TABLE documents ADD COLUMN number_key TEXT NOT NULL DEFAULT '';
UPDATE documents SET number_key = ' ' || number;
CREATE UNIQUE INDEX documents_by_number_key ON documents (number_key);
CREATE INDEX people_by_lower_account ON people (LOWER(account));
