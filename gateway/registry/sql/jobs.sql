-- statement job_add
INSERT INTO jobs (id, queue, cups_job, cups_uuid, account, title, device, copies, options, state, object,
                  sha256, original, original_sha256, arrangement, inspection, document, request, grant_id,
                  parent, sentence, way, created_at, changed_at)
VALUES (:id, :queue, :cups_job, :cups_uuid, :account, :title, :device, :copies, :options, :state, :object,
        :sha256, :original, :original_sha256, :arrangement, :inspection, :document, :request, :grant_id,
        :parent, :sentence, :way, :created_at, :changed_at)
ON CONFLICT DO NOTHING

-- statement job_change
UPDATE jobs SET
    title = :title, device = :device, copies = :copies, options = :options, state = :state,
    object = :object, sha256 = :sha256, original = :original, original_sha256 = :original_sha256,
    arrangement = :arrangement, inspection = :inspection, document = :document,
    request = :request, grant_id = :grant_id, parent = :parent, sentence = :sentence, way = :way,
    changed_at = :changed_at
WHERE id = :id AND state = :expected

-- statement job_select
SELECT id, queue, cups_job, cups_uuid, account, title, device, copies, options, state, object, sha256,
       original, original_sha256, arrangement, inspection, document, request, grant_id, parent, sentence, way, created_at, changed_at
FROM jobs

-- statement where_cups_job
WHERE queue = :queue AND cups_job = :cups_job AND cups_uuid = :cups_uuid

-- statement order_by_arrival
ORDER BY created_at, id
