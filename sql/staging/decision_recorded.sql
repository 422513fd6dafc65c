-- Grain: one decision ever recorded, revocations among them, with its question as questions are compared.
SELECT
    event_id,
    occurred_at AS decided_at,
    actor,
    payload ->> '$.metal' AS metal,
    payload ->> '$.smelter_name_reported' AS smelter_name_reported,
    payload ->> '$.facility_country' AS facility_country,
    payload ->> '$.smelter_id_reported' AS smelter_id_reported,
    coalesce(clean_name(payload ->> '$.metal'), '') AS metal_clean,
    coalesce(clean_name(payload ->> '$.smelter_name_reported'), '') AS name_clean,
    coalesce(clean_name(payload ->> '$.facility_country'), '') AS country_clean,
    -- As match_key reads a number: one that says nothing is none.
    CASE
        WHEN says_unknown(payload ->> '$.smelter_id_reported') OR says_nothing(payload ->> '$.smelter_id_reported') THEN ''
        ELSE coalesce(upper(regexp_replace(payload ->> '$.smelter_id_reported', '\s', '', 'g')), '')
    END AS id_clean,
    coalesce(trim(payload ->> '$.supplier_id'), '') AS supplier_id,
    payload ->> '$.judgement' AS judgement,
    payload ->> '$.smelter_cid' AS smelter_cid,
    payload ->> '$.metal_decided' AS metal_decided,
    payload ->> '$.evidence' AS evidence,
    payload ->> '$.note' AS note
FROM event
WHERE kind = 'decision'
ORDER BY event_id
