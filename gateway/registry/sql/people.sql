-- statement person_put
INSERT INTO people (account, full_name, department, roles, is_active, is_outsider, outsider_purpose,
                    agreement, training)
VALUES (:account, :full_name, :department, :roles, :is_active, :is_outsider, :outsider_purpose,
        :agreement, :training)
ON CONFLICT (account) DO UPDATE SET
    full_name = excluded.full_name, department = excluded.department, roles = excluded.roles,
    is_active = excluded.is_active, is_outsider = excluded.is_outsider,
    outsider_purpose = excluded.outsider_purpose, agreement = excluded.agreement,
    training = excluded.training

-- statement person_select
SELECT account, full_name, department, roles, is_active, is_outsider, outsider_purpose, agreement,
       training
FROM people

-- statement where_account
WHERE account = :account

-- statement person_by_case
SELECT account FROM people WHERE LOWER(account) = :lower AND account <> :account
