-- statement document_add
INSERT INTO documents (id, number, number_key, title, level, period, issued, category, department, scope,
                       keeper_original, keeper_duplicate, fingerprint, state, registered_by,
                       registered_at, last_number, level_set_by, is_level_proposed, fingerprint_key,
                       pages, object, sha256, is_provisional)
VALUES (:id, :number, :number_key, :title, :level, :period, :issued, :category, :department, :scope,
        :keeper_original, :keeper_duplicate, :fingerprint, :state, :registered_by,
        :registered_at, :last_number, :level_set_by, :is_level_proposed, :fingerprint_key, :pages, :object,
        :sha256, :is_provisional)

-- The number, who registered it and when, and the last copy number stay as they are.
-- statement document_change
UPDATE documents SET
    title = :title, level = :level, period = :period, issued = :issued, category = :category,
    department = :department, scope = :scope, keeper_original = :keeper_original,
    keeper_duplicate = :keeper_duplicate, fingerprint = :fingerprint, state = :state,
    level_set_by = :level_set_by, is_level_proposed = :is_level_proposed,
    fingerprint_key = :fingerprint_key, pages = :pages, object = :object, sha256 = :sha256,
    is_provisional = :is_provisional
WHERE id = :id

-- Takes :count numbers at once; the last of them comes back.
-- statement document_take_numbers
UPDATE documents SET last_number = last_number + :count
WHERE id = :id AND last_number + :count <= 999999
RETURNING last_number

-- statement document_select
SELECT id, number, title, level, period, issued, category, department, scope, keeper_original,
       keeper_duplicate, fingerprint, state, registered_by, registered_at, last_number,
       level_set_by, is_level_proposed, pages, object, sha256, is_provisional
FROM documents

-- What was joined keeps its number, which leads to the whole. As it is written, else however it is typed:
-- rows of before may be written alike and be two.
-- statement document_named
WHERE id = (SELECT COALESCE(joined_into, id) FROM documents WHERE number = :number OR number_key = :number_key
            ORDER BY CASE WHEN number = :number THEN 0 ELSE 1 END LIMIT 1)

-- statement document_identified
WHERE id = (SELECT COALESCE(joined_into, id) FROM documents WHERE id = :id)

-- statement where_whole
WHERE joined_into IS NULL

-- statement where_fingerprint_key
WHERE fingerprint_key = :fingerprint_key AND joined_into IS NULL

-- statement document_numbers_joined
SELECT number FROM documents WHERE joined_into = :document

-- The files in custody that documents have; of what was joined too.
-- statement document_objects
SELECT object FROM documents WHERE object <> ''

-- Without a key in the index: made before there was one.
-- statement document_keyless
SELECT id, fingerprint FROM documents WHERE fingerprint <> '' AND fingerprint_key = ''

-- statement document_key_set
UPDATE documents SET fingerprint_key = :fingerprint_key, pages = :pages WHERE id = :id

-- Of before there was one form of a number: the strictest first, then the oldest.
-- statement document_numbers_unformed
SELECT id, number FROM documents WHERE number_key LIKE ' %'
ORDER BY CASE WHEN joined_into IS NULL THEN 0 ELSE 1 END,
         CASE level WHEN 'top-secret' THEN 0 WHEN 'secret' THEN 1 WHEN 'confidential' THEN 2
                    WHEN 'internal' THEN 3 ELSE 4 END, id

-- statement document_number_key_set
UPDATE documents SET number_key = :number_key
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM documents other WHERE other.number_key = :number_key)
