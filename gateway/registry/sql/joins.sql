-- What was on record of :part is of :whole from now on. Copies keep the row that they were numbered in.
-- statement join_row
UPDATE documents SET joined_into = :whole WHERE (id = :part OR joined_into = :part) AND id <> :whole

-- statement join_last_number
UPDATE documents SET last_number = :last_number WHERE id = :whole AND last_number < :last_number

-- statement join_page_runs
UPDATE page_runs SET document = :whole WHERE document = :part

-- statement join_requests
UPDATE requests SET document = :whole WHERE document = :part

-- statement join_grants
UPDATE grants SET document = :whole WHERE document = :part

-- statement join_jobs
UPDATE jobs SET document = :whole WHERE document = :part

-- statement join_matters
UPDATE matters SET document = :whole WHERE document = :part

-- statement join_declassifications
UPDATE declassifications SET document = :whole WHERE document = :part

-- statement join_sources
INSERT INTO derivations (document, source, action)
SELECT :whole, source, action FROM derivations WHERE document = :part AND source <> :whole
ON CONFLICT (document, source) DO NOTHING

-- statement join_results
INSERT INTO derivations (document, source, action)
SELECT document, :whole, action FROM derivations WHERE source = :part AND document <> :whole
ON CONFLICT (document, source) DO NOTHING

-- statement join_derivations_done
DELETE FROM derivations WHERE document = :part OR source = :part
