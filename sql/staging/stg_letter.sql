-- Grain: one letter that reached a supplier: sent by the system (ledger), or recorded in an outreach log by people.
-- A letter that only lies in the outbox has not been sent and is not counted.
SELECT
    CAST(payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
    payload ->> '$.supplier_id' AS supplier_id,
    payload ->> '$.letter_kind' AS letter_kind,
    CAST(occurred_at[:10] AS DATE) AS sent_on
FROM event
WHERE kind = 'letter_sent'
UNION ALL
SELECT DISTINCT stg_file.reporting_year, log.supplier_id, log.letter_kind, log.sent_on
FROM outreach_log AS log
JOIN stg_file USING (file_sha256)
WHERE log.supplier_id IS NOT NULL AND log.letter_kind IS NOT NULL AND log.sent_on IS NOT NULL
    AND log.letter_kind IN ('survey', 'reminder', 'correction', 'official_notice', 'closing')
ORDER BY ALL
