-- statement counter_next
UPDATE counters SET value = value + 1 WHERE name = :name RETURNING value

-- statement where_id
WHERE id = :id

-- statement where_document
WHERE document = :document

-- statement where_state
WHERE state = :state

-- statement order_by_id
ORDER BY id
