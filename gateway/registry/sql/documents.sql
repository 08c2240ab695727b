-- statement document_add
INSERT INTO documents (id, number, title, level, period, issued, category, department, scope,
                       keeper_original, keeper_duplicate, fingerprint, state, registered_by,
                       registered_at, last_number, level_set_by, is_level_proposed)
VALUES (:id, :number, :title, :level, :period, :issued, :category, :department, :scope,
        :keeper_original, :keeper_duplicate, :fingerprint, :state, :registered_by,
        :registered_at, 0, :level_set_by, :is_level_proposed)

-- The number, who registered it and when, and the last copy number stay as they are.
-- statement document_change
UPDATE documents SET
    title = :title, level = :level, period = :period, issued = :issued, category = :category,
    department = :department, scope = :scope, keeper_original = :keeper_original,
    keeper_duplicate = :keeper_duplicate, fingerprint = :fingerprint, state = :state,
    level_set_by = :level_set_by, is_level_proposed = :is_level_proposed
WHERE id = :id

-- Takes :count numbers at once; the last of them comes back.
-- statement document_take_numbers
UPDATE documents SET last_number = last_number + :count
WHERE id = :id AND last_number + :count <= 999999
RETURNING last_number

-- statement document_select
SELECT id, number, title, level, period, issued, category, department, scope, keeper_original,
       keeper_duplicate, fingerprint, state, registered_by, registered_at, last_number,
       level_set_by, is_level_proposed
FROM documents

-- statement where_number
WHERE number = :number
