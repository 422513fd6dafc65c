-- Suppliers whose place on the ladder of letters is none, or not what ledger, outreach logs and rates say: a vendor number
-- without exactly one state; letters counted otherwise than the ledger tells them; a letter next though one may have left;
-- an answer the rates do not know.
WITH told AS (
    SELECT DISTINCT event.payload ->> '$.letter_id' AS letter_id, event.payload ->> '$.attempt' AS attempt
    FROM event
    WHERE event.kind = 'letter' AND (event.payload ->> '$.step' = 'sent'
        OR event.payload ->> '$.step' = 'settled' AND event.payload ->> '$.outcome' = 'sent')
),
reached AS (
    SELECT DISTINCT
        CAST(event.payload ->> '$.reporting_year' AS INTEGER) AS reporting_year,
        event.payload ->> '$.supplier_id' AS supplier_id,
        event.payload ->> '$.entity_id' AS entity_then,
        event.payload ->> '$.letter_kind' AS letter_kind,
        CAST(event.occurred_at[:10] AS DATE) AS sent_on
    FROM event
    JOIN told ON told.letter_id = event.payload ->> '$.letter_id' AND told.attempt = event.payload ->> '$.attempt'
    WHERE event.kind = 'letter' AND event.payload ->> '$.step' = 'intent'
    UNION
    SELECT file.reporting_year, log.supplier_id, NULL, log.letter_kind, log.sent_on
    FROM outreach_log AS log
    JOIN stg_file AS file USING (file_sha256)
    WHERE log.letter_kind IN ('survey', 'reminder', 'correction', 'thank_you', 'official_notice', 'closing')
),
counted AS (
    SELECT
        reached.reporting_year,
        coalesce(supplier.entity_id, entity.entity_id, reached.entity_then) AS entity_id,
        count(DISTINCT reached.sent_on) FILTER (WHERE reached.letter_kind = 'reminder') AS reminders,
        max(reached.sent_on) FILTER (WHERE reached.letter_kind = 'official_notice') AS escalated_on,
        min(reached.sent_on) FILTER (WHERE reached.letter_kind <> 'thank_you') AS surveyed_on
    FROM reached
    LEFT JOIN stg_supplier AS supplier USING (reporting_year, supplier_id)
    LEFT JOIN stg_supplier AS entity
        ON entity.reporting_year = reached.reporting_year AND entity.supplier_id = reached.entity_then
    GROUP BY ALL
)
SELECT reporting_year, supplier_id, count(status.state) || ' states' AS fault
FROM supplier_scope
LEFT JOIN supplier_status AS status USING (reporting_year, supplier_id)
GROUP BY reporting_year, supplier_id
HAVING count(status.state) <> 1 OR count(status.next_action) <> 1
UNION ALL
SELECT status.reporting_year, status.supplier_id, 'its letters are not those on record'
FROM supplier_status AS status
LEFT JOIN counted USING (reporting_year, entity_id)
WHERE status.reminders <> coalesce(counted.reminders, 0)
    OR status.surveyed_on IS DISTINCT FROM counted.surveyed_on
    OR status.escalated_on IS DISTINCT FROM counted.escalated_on
    OR status.state IN ('surveyed', 'reminded') AND counted.surveyed_on IS NULL
    OR status.state = 'escalated' AND counted.escalated_on IS NULL
UNION ALL
SELECT status.reporting_year, status.supplier_id, 'a letter is next though another may have left'
FROM supplier_status AS status
JOIN letter AS attempted ON attempted.reporting_year = status.reporting_year AND attempted.entity_id = status.entity_id
    AND attempted.outcome = 'uncertain'
WHERE status.next_action NOT IN ('settle_letter', 'none')
UNION ALL
SELECT status.reporting_year, status.supplier_id, 'its response is not that of the rates'
FROM supplier_status AS status
JOIN entity_response AS entity USING (reporting_year, entity_id)
WHERE status.response <> 'exempt'
    AND (entity.received_now <> (status.response <> 'no_response') OR entity.valid_now <> (status.response = 'complete'))
