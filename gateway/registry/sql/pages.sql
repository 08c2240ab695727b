-- The names of what is asked for follow, then ")": one for each bucket.
-- statement page_keys_select
SELECT bucket, postings FROM page_keys WHERE bucket IN (

-- Rows follow, in the order of their buckets, then page_keys_replace.
-- statement page_keys_put
INSERT INTO page_keys (bucket, postings) VALUES

-- statement page_keys_replace
ON CONFLICT (bucket) DO UPDATE SET postings = excluded.postings

-- statement page_run_add
INSERT INTO page_runs (first, pages, document) VALUES (:first, :pages, :document)

-- What its pages left in the buckets leads nowhere from now on, and goes when those are next looked through.
-- statement page_run_remove
DELETE FROM page_runs WHERE document = :document

-- For each page a page_run_before follows, then ")".
-- statement page_run_select
SELECT page_runs.first, page_runs.pages, page_runs.document, documents.is_provisional
FROM page_runs JOIN documents ON documents.id = page_runs.document
WHERE page_runs.first IN (

-- The name of a page follows, then ")".
-- statement page_run_before
(SELECT MAX(first) FROM page_runs WHERE first <=
