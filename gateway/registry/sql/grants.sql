-- statement grant_add
INSERT INTO grants (id, request, document, fingerprint, count, used, recipients, until, granted_by,
                    granted_at)
VALUES (:id, :request, :document, :fingerprint, :count, 0, :recipients, :until, :granted_by, :granted_at)

-- The one place where a grant is spent: nothing is changed unless all of :count fit.
-- statement grant_take
UPDATE grants SET used = used + :count
WHERE id = :id AND document = :document AND used + :count <= count AND (until IS NULL OR until > :now)

-- statement grant_spend
UPDATE grants SET used = used + 1
WHERE id = :id AND used < count AND (until IS NULL OR until > :now)

-- statement grant_give_back
UPDATE grants SET used = used - 1 WHERE id = :id

-- statement grant_select
SELECT id, request, document, fingerprint, count, used, recipients, until, granted_by, granted_at
FROM grants
