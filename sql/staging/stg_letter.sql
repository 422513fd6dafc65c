-- Grain: one letter that reached a supplier: sent by the system (letter_attempt), or recorded in an outreach log by people.
-- A letter that only lies in the outbox, or of which nobody knows whether it left, is not counted.
SELECT reporting_year, supplier_id, letter_kind, occurred_on AS sent_on
FROM letter_attempt
WHERE outcome = 'sent'
UNION ALL
SELECT DISTINCT stg_file.reporting_year, log.supplier_id, log.letter_kind, log.sent_on
FROM outreach_log AS log
JOIN stg_file USING (file_sha256)
WHERE log.supplier_id IS NOT NULL AND log.letter_kind IS NOT NULL AND log.sent_on IS NOT NULL
    AND log.letter_kind IN ('survey', 'reminder', 'correction', 'thank_you', 'official_notice', 'closing')
ORDER BY ALL
