-- Grain: one question a person has decided: metal, cleaned name, country (empty: any), supplier (empty: any).
-- The newest decision wins; older ones stay in the ledger.
SELECT
    event_id,
    occurred_at AS decided_at,
    actor,
    payload ->> '$.metal' AS metal,
    clean_name(payload ->> '$.smelter_name_reported') AS name_clean,
    coalesce(clean_name(payload ->> '$.facility_country'), '') AS country_clean,
    coalesce(payload ->> '$.supplier_id', '') AS supplier_id,
    payload ->> '$.judgement' AS judgement,
    payload ->> '$.smelter_cid' AS smelter_cid,
    payload ->> '$.note' AS note
FROM event
WHERE kind = 'decision'
QUALIFY row_number() OVER (
    PARTITION BY metal, name_clean, country_clean, supplier_id ORDER BY occurred_at DESC, event_id DESC
) = 1
ORDER BY event_id
