-- Grain: one attempt to send a letter; see letter_attempt. Letters that an outreach log records are in supplier_letter.
SELECT
    reporting_year,
    letter_id,
    attempt,
    entity_id,
    supplier_id,
    letter_kind,
    number,
    language,
    template_version,
    recipient,
    subject,
    outcome,
    occurred_on,
    CASE WHEN outcome = 'sent' THEN occurred_on END AS sent_on,
    due_on,
    reason,
    approved_by,
    settled_by,
    bounced,
    content_sha256
FROM letter_attempt
ORDER BY reporting_year, occurred_at, letter_id, attempt
