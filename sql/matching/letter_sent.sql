-- Grain: one letter that reached an entity: sent by the system, or recorded in outreach logs (one a kind and day, however
-- many vendor numbers it went to). A log knows the day alone: its letter is taken to answer what came on that day.
SELECT
    reporting_year,
    entity_id,
    letter_kind,
    number,
    occurred_at AS sent_at,
    occurred_on AS sent_on,
    due_on
FROM letter_attempt
WHERE outcome = 'sent'
UNION ALL
SELECT DISTINCT
    file.reporting_year,
    supplier.entity_id,
    log.letter_kind,
    NULL,
    log.sent_on || 'T23:59:59.999999+00:00',
    log.sent_on,
    CAST(NULL AS DATE)
FROM outreach_log AS log
JOIN stg_file AS file USING (file_sha256)
JOIN stg_supplier AS supplier
    ON supplier.reporting_year = file.reporting_year AND supplier.supplier_id = log.supplier_id
WHERE file.reason IS NULL AND log.sent_on IS NOT NULL
    AND log.letter_kind IN ('survey', 'reminder', 'correction', 'thank_you', 'official_notice', 'closing')
ORDER BY ALL
