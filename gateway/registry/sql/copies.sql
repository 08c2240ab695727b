-- A serial that chance has given before adds no row; another is drawn then.
-- statement copy_add
INSERT INTO copies (serial, document, number, parent, kind, job, place_in_job, grant_id, recipient, holder,
                    place, state, printed_by, reserved_at, settled_at, note)
VALUES (:serial, :document, :number, :parent, :kind, :job, :place_in_job, :grant_id, :recipient, '',
        :place, 'reserved', :printed_by, :reserved_at, NULL, '')
ON CONFLICT (serial) DO NOTHING

-- statement copy_move
UPDATE copies SET state = :state, holder = :holder, settled_at = :settled_at, note = :note
WHERE serial = :serial AND state = :expected

-- A copy of what was joined is one of the whole.
-- statement copy_select
SELECT serial, COALESCE((SELECT joined_into FROM documents WHERE documents.id = copies.document), document)
       AS whole, number, parent, kind, job, grant_id, recipient, holder, place, state,
       printed_by, reserved_at, settled_at, note
FROM copies

-- statement where_of_document
WHERE document IN (SELECT id FROM documents WHERE id = :document OR joined_into = :document)

-- statement where_serial
WHERE serial = :serial

-- statement where_job
WHERE job = :job

-- statement where_job_reserved
WHERE job = :job AND state = 'reserved'

-- statement where_parent
WHERE parent = :parent

-- statement where_grant
WHERE grant_id = :grant_id

-- Of copies of one instant the number says which came first; jobs are named by chance.
-- statement order_by_reservation
ORDER BY reserved_at, COALESCE(number, 0), job, place_in_job, serial

-- statement movement_add
INSERT INTO movements (id, kind, serial, from_whom, to_whom, by_whom, note, matter, signed, at)
VALUES (:id, :kind, :serial, :from_whom, :to_whom, :by_whom, :note, :matter, :signed, :at)

-- statement movement_select
SELECT id, kind, serial, from_whom, to_whom, by_whom, note, matter, signed, at
FROM movements

-- statement where_kind_between
WHERE kind = :kind AND at >= :earliest AND at < :latest
