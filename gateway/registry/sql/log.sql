-- statement event_add
INSERT INTO events (sequence, at, actor, what, subject, clauses, details, previous, hash)
VALUES (:sequence, :at, :actor, :what, :subject, :clauses, :details, :previous, :hash)

-- statement event_page
SELECT sequence, at, actor, what, subject, clauses, details, previous, hash
FROM events WHERE sequence >= :sequence ORDER BY sequence LIMIT 500

-- statement head_select
SELECT sequence, hash FROM audit_head WHERE id = 1

-- statement head_move
UPDATE audit_head SET sequence = :sequence, hash = :hash WHERE id = 1 AND sequence = :before
