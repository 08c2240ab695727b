-- A frozen document keeps its incident, a withdrawn one its end; both are looked at again later.
-- statement document_release
UPDATE documents SET state = 'declassified' WHERE id = :id AND state = 'active'

-- What is left of a grant is of no use any more; what is used stays as it is.
-- statement grant_end_all
UPDATE grants SET until = :now WHERE document = :document AND (until IS NULL OR until > :now)

-- statement declassification_add
INSERT INTO declassifications (id, document, level, period, day, clauses, by_whom, at)
VALUES (:id, :document, :level, :period, :day, :clauses, :by_whom, :at)

-- statement declassification_select
SELECT id, document, level, period, day, clauses, by_whom, at FROM declassifications

-- statement derivation_add
INSERT INTO derivations (document, source, action) VALUES (:document, :source, :action)
ON CONFLICT (document, source) DO NOTHING

-- statement derivation_sources
SELECT document, source, action FROM derivations WHERE document = :document ORDER BY source

-- statement derivation_results
SELECT document, source, action FROM derivations WHERE source = :source ORDER BY document

-- statement edition_add
INSERT INTO editions (name, files) VALUES (:name, :files) ON CONFLICT (name) DO NOTHING

-- statement edition_select
SELECT name, files FROM editions ORDER BY name
