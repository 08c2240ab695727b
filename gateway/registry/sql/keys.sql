-- statement key_name_select
SELECT generation, id, since FROM key_names ORDER BY generation

-- statement key_name_add
INSERT INTO key_names (generation, id, since) VALUES (:generation, :id, :since) ON CONFLICT (generation) DO NOTHING

-- statement leap_ids
UPDATE counters SET value = value + :ids WHERE name <> 'number'

-- statement leap_numbers
UPDATE documents SET last_number = CASE WHEN last_number + :numbers > 999999 THEN 999999
                                        ELSE last_number + :numbers2 END

-- statement leap_grants
UPDATE grants SET until = :now WHERE used < count AND (until IS NULL OR until > :limit)

-- statement trait_select
SELECT value FROM traits WHERE name = :name

-- statement trait_put
INSERT INTO traits (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value
