-- Grain: one declaration of a year of which a person has said what parts it reaches. The newest event wins, `withdrawn`
-- takes it back, and different words of one moment contradict each other: then nobody has said anything.
WITH said AS (
    SELECT
        event_id,
        occurred_at,
        actor,
        CAST(payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
        payload ->> '$.file_sha256' AS file_sha256,
        payload ->> '$.supplier_id' AS supplier_id,
        payload ->> '$.reach' AS reach,
        list_sort(payload ->> '$.part_ids[*]') AS part_ids,
        payload ->> '$.note' AS reason
    FROM event
    WHERE kind = 'declaration_reach'
),
newest AS (
    SELECT *
    FROM said
    QUALIFY rank() OVER (PARTITION BY reporting_year, file_sha256 ORDER BY occurred_at DESC) = 1
)
SELECT
    reporting_year,
    file_sha256,
    min(event_id) AS event_id,
    min(reach) AS reach,
    arg_min(part_ids, event_id) AS part_ids,
    arg_min(supplier_id, event_id) AS supplier_id,
    arg_min(actor, event_id) AS said_by,
    arg_min(occurred_at, event_id) AS said_at,
    arg_min(reason, event_id) AS reason
FROM newest
GROUP BY reporting_year, file_sha256
HAVING count(DISTINCT (reach, part_ids)) = 1 AND min(reach) IN ('all_parts', 'listed_parts', 'none')
ORDER BY reporting_year, file_sha256
