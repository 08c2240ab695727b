-- statement request_add
INSERT INTO requests (id, document, action, requester, count, recipients, purpose, job, parent, policy,
                      fingerprint, state, reason, created_at)
VALUES (:id, :document, :action, :requester, :count, :recipients, :purpose, :job, :parent, :policy,
        :fingerprint, 'waiting', '', :created_at)

-- statement request_close
UPDATE requests SET state = :state, reason = :reason WHERE id = :id AND state = 'waiting'

-- statement request_select
SELECT id, document, action, requester, count, recipients, purpose, job, parent, policy, fingerprint,
       state, reason, created_at
FROM requests

-- statement approval_add
INSERT INTO approvals (request, step, role, account, verdict, note, at)
VALUES (:request, :step, :role, :account, :verdict, :note, :at)
ON CONFLICT (request, step, account) DO NOTHING

-- statement approval_select
SELECT request, step, role, account, verdict, note, at
FROM approvals WHERE request = :request ORDER BY step, at, account
