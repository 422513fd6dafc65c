-- Grain: one attempt to send a letter to a supplier's entity, or one line of an outreach log, of any year, newest first.
WITH entity AS (
    SELECT DISTINCT other.reporting_year, other.entity_id, other.supplier_id
    FROM supplier_contact AS mine
    JOIN supplier_contact AS other USING (reporting_year, entity_id)
    WHERE mine.supplier_id = $supplier
),
sent AS (
    SELECT reporting_year, supplier_id, letter_kind, sent_on, count(*) AS letters
    FROM letter
    WHERE sent_on IS NOT NULL
    GROUP BY ALL
)
SELECT letter.reporting_year, occurred_on, letter_kind, number, outcome, supplier_id, recipient, subject, language, due_on,
    reason, approved_by, settled_by, bounced, 1 AS letters
FROM letter
WHERE (reporting_year, entity_id) IN (SELECT (reporting_year, entity_id) FROM entity)
UNION ALL
SELECT log.reporting_year, log.sent_on, log.letter_kind, NULL, 'sent', log.supplier_id, NULL, NULL, NULL, NULL,
    'by an outreach log', NULL, NULL, false, log.letters - coalesce(sent.letters, 0)
FROM supplier_letter AS log
LEFT JOIN sent USING (reporting_year, supplier_id, letter_kind, sent_on)
WHERE (log.reporting_year, log.supplier_id) IN (SELECT (reporting_year, supplier_id) FROM entity)
    AND log.letters > coalesce(sent.letters, 0)
ORDER BY occurred_on DESC, reporting_year DESC, letter_kind, number DESC, supplier_id
