-- statement counter_next
UPDATE counters SET value = value + 1 WHERE name = :name RETURNING value

-- statement counter_select
SELECT value FROM counters WHERE name = :name

-- Takes :count numbers at once; the last of them comes back.
-- statement counter_take
UPDATE counters SET value = value + :count WHERE name = :name RETURNING value

-- statement where_id
WHERE id = :id

-- statement where_document
WHERE document = :document

-- statement where_state
WHERE state = :state

-- statement order_by_id
ORDER BY id
