-- Grain: one finding that a person has given a state, with the state in force and the fault it was given for. The newest
-- event wins and older ones stay in the ledger. Different states of one moment contradict each other: the finding is open.
WITH said AS (
    SELECT
        event_id,
        occurred_at,
        actor,
        payload ->> '$.finding_id' AS finding_id,
        payload ->> '$.state' AS state,
        payload ->> '$.note' AS note,
        CAST(payload ->> '$.until' AS DATE) AS until,
        CAST(payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
        payload ->> '$.code' AS code,
        payload ->> '$.file_sha256' AS file_sha256,
        payload ->> '$.source_sheet' AS source_sheet,
        CAST(payload ->> '$.source_row' AS INTEGER) AS source_row,
        payload ->> '$.source_cell' AS source_cell,
        coalesce(payload ->> '$.subject', payload ->> '$.value') AS subject,
        payload ->> '$.severity' AS severity,
        payload ->> '$.supplier_id' AS supplier_id
    FROM event
    WHERE kind = 'finding_state'
),
newest AS (
    SELECT *, concat_ws('|', state, until) AS answer
    FROM said
    QUALIFY rank() OVER (PARTITION BY finding_id ORDER BY occurred_at DESC) = 1
),
judged AS (
    SELECT *, min(answer) OVER finding <> max(answer) OVER finding AS contradicted
    FROM newest
    WINDOW finding AS (PARTITION BY finding_id)
    QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY event_id) = 1
)
SELECT
    * EXCLUDE (answer, contradicted) REPLACE (
        CASE WHEN contradicted THEN 'open' ELSE state END AS state,
        CASE WHEN contradicted THEN NULL ELSE until END AS until,
        CASE WHEN contradicted THEN 'two states of one moment contradict each other' ELSE note END AS note
    )
FROM judged
ORDER BY finding_id
