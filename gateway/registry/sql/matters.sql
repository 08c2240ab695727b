-- statement matter_add
INSERT INTO matters (id, kind, title, document, opened_by, subject, purpose, policy, details, state, opened_at,
                     due_at, closed_at)
VALUES (:id, :kind, :title, :document, :opened_by, :subject, :purpose, :policy, :details, :state, :opened_at,
        :due_at, :closed_at)

-- statement matter_change
UPDATE matters SET details = :details, state = :state, due_at = :due_at, closed_at = :closed_at
WHERE id = :id AND state = :expected

-- statement matter_select
SELECT id, kind, title, document, opened_by, subject, purpose, policy, details, state, opened_at, due_at, closed_at
FROM matters

-- statement where_kind
WHERE kind = :kind

-- statement where_kind_open
WHERE kind = :kind AND closed_at IS NULL

-- statement where_open
WHERE closed_at IS NULL

-- statement where_matter_of_copy
WHERE id IN (SELECT matter FROM matter_items WHERE serial = :serial)

-- statement item_put
INSERT INTO matter_items (matter, place, serial, person, state, due_at, note)
VALUES (:matter, :place, :serial, :person, :state, :due_at, :note)
ON CONFLICT (matter, place) DO UPDATE SET
    person = excluded.person, state = excluded.state, due_at = excluded.due_at, note = excluded.note

-- statement item_select
SELECT matter, serial, person, state, due_at, note FROM matter_items

-- statement where_matter
WHERE matter = :matter

-- statement order_by_place
ORDER BY matter, place

-- statement act_add
INSERT INTO acts (id, matter, what, serial, person, role, signatures, by_whom, note, details, at)
VALUES (:id, :matter, :what, :serial, :person, :role, :signatures, :by_whom, :note, :details, :at)

-- statement act_select
SELECT id, matter, what, serial, person, role, signatures, by_whom, note, details, at FROM acts

-- statement pin_put
INSERT INTO pins (account, salt, hash, changed_at, failures)
VALUES (:account, :salt, :hash, :changed_at, :failures)
ON CONFLICT (account) DO UPDATE SET
    salt = excluded.salt, hash = excluded.hash, changed_at = excluded.changed_at, failures = excluded.failures

-- statement pin_select
SELECT account, salt, hash, changed_at, failures FROM pins

-- statement copy_hand
UPDATE copies SET holder = :holder WHERE serial = :serial AND holder = :expected

-- statement where_holder
WHERE holder = :holder
