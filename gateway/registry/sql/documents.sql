-- statement document_add
INSERT INTO documents (id, number, title, level, period, issued, category, department, scope,
                       keeper_original, keeper_duplicate, fingerprint, state, registered_by,
                       registered_at, last_number, level_set_by, is_level_proposed, fingerprint_key,
                       pages, object, sha256, is_provisional)
VALUES (:id, :number, :title, :level, :period, :issued, :category, :department, :scope,
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

-- What was joined keeps its number, which leads to the whole.
-- statement document_named
WHERE id = (SELECT COALESCE(joined_into, id) FROM documents WHERE number = :number)

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
