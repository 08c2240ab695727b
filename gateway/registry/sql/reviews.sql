-- statement review_add
INSERT INTO reviews (id, job, sentence, document, page, registered_page, state, belongs_to, level, period,
                     decided_by, note, created_at, decided_at)
VALUES (:id, :job, :sentence, :document, :page, :registered_page, 'waiting', NULL, NULL, NULL, '', '',
        :created_at, NULL)

-- statement review_decide
UPDATE reviews SET state = :state, belongs_to = :belongs_to, level = :level, period = :period,
                   decided_by = :decided_by, note = :note, decided_at = :decided_at
WHERE id = :id AND state = 'waiting'

-- statement review_select
SELECT id, job, sentence, document, page, registered_page, state, belongs_to, level, period, decided_by,
       note, created_at, decided_at
FROM reviews

-- statement where_review_job
WHERE job = :job
