-- Grain: one step of an attempt to send a letter, as the ledger has it. What the letter is stands in the step `intent`.
SELECT
    event_id,
    occurred_at,
    actor,
    payload ->> '$.letter_id' AS letter_id,
    CAST(payload ->> '$.attempt' AS INTEGER) AS attempt,
    payload ->> '$.step' AS step,
    CAST(payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
    payload ->> '$.entity_id' AS entity_id,
    payload ->> '$.supplier_id' AS supplier_id,
    payload ->> '$.letter_kind' AS letter_kind,
    CAST(payload ->> '$.number' AS INTEGER) AS number,
    payload ->> '$.language' AS language,
    payload ->> '$.template_version' AS template_version,
    payload ->> '$.recipient' AS recipient,
    payload ->> '$.subject' AS subject,
    payload ->> '$.content_sha256' AS content_sha256,
    CAST(payload ->> '$.due_on' AS DATE) AS due_on,
    payload ->> '$.approved_by' AS approved_by,
    coalesce(payload ->> '$.reason', payload ->> '$.note') AS reason,
    coalesce(CAST(payload ->> '$.permanent' AS BOOLEAN), false) AS permanent,
    payload ->> '$.outcome' AS settled_as
FROM event
WHERE kind = 'letter'
ORDER BY occurred_at, event_id
