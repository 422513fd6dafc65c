-- Grain: one declaration of a year that a person has set aside as a whole. The newest event wins, `reinstated` takes it
-- back, and different states of one moment contradict each other: then the declaration counts.
WITH said AS (
    SELECT
        event_id,
        occurred_at,
        actor,
        CAST(payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
        payload ->> '$.file_sha256' AS file_sha256,
        payload ->> '$.state' AS state,
        payload ->> '$.note' AS reason
    FROM event
    WHERE kind = 'declaration_state'
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
    arg_min(actor, event_id) AS set_aside_by,
    arg_min(occurred_at, event_id) AS set_aside_at,
    arg_min(reason, event_id) AS reason
FROM newest
GROUP BY reporting_year, file_sha256
HAVING bool_and(state = 'set_aside')
ORDER BY reporting_year, file_sha256
