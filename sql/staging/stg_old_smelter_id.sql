-- Grain: one translation of an identification number of before 2014 that a list gives: a list of old numbers, or a
-- look-up list of 2014 that shows both numbers beside each other.
SELECT metal, upper(trim(old_smelter_id)) AS old_smelter_id, smelter_cid
FROM old_smelter_id
WHERE old_smelter_id IS NOT NULL AND smelter_cid IS NOT NULL
UNION
SELECT metal, upper(trim(old_smelter_id)), smelter_cid
FROM stg_reference
WHERE old_smelter_id IS NOT NULL AND smelter_cid IS NOT NULL
ORDER BY ALL
