-- Grain: one attempt to send a letter, with what became of it. Handed over to the mail server, and nothing known since, it
-- is uncertain: it may have left, and only a person can say. One that came back for good stays sent; `dead` are the
-- addresses without a mailbox. A report that names no address speaks of all of them; one that names a foreign address of
-- none: the letter was forwarded, perhaps to many. A letter belongs to the entity that its vendor number belongs to now.
WITH intended AS (
    SELECT *
    FROM stg_letter_event
    WHERE step = 'intent'
    QUALIFY row_number() OVER (PARTITION BY letter_id, attempt ORDER BY occurred_at, event_id) = 1
),
told AS (
    SELECT
        letter_id,
        attempt,
        bool_or(step = 'sent' OR step = 'settled' AND settled_as = 'sent') AS sent,
        bool_or(step = 'settled') AS settled,
        bool_or(step = 'failed') AS failed,
        bool_or(step = 'failed' AND permanent) AS permanent,
        bool_or(step = 'send') AS handed_over,
        bool_or(step = 'outbox') AS laid_out,
        arg_max(actor, (occurred_at, event_id)) FILTER (WHERE step = 'settled') AS settled_by,
        arg_max(reason, (step = 'settled', occurred_at, event_id)) FILTER (WHERE step IN ('failed', 'outbox', 'settled'))
            AS reason
    FROM stg_letter_event
    GROUP BY letter_id, attempt
),
returned AS (
    SELECT
        letter_id,
        min(bounce_status) AS bounce_status,
        -- Only 5.1.x and 5.2.1 say that there is no such mailbox (RFC 3463); others speak of a full one, of us, of a policy.
        list(lower(trim(bounce_recipient))) FILTER (WHERE no_mailbox AND bounce_recipient IS NOT NULL) AS recipients,
        bool_or(no_mailbox AND bounce_recipient IS NULL) AS of_all
    FROM (SELECT *, regexp_full_match(bounce_status, '5\.(1\.\d+|2\.1)') AS no_mailbox FROM mail)
    WHERE mail_kind = 'bounce' AND bounce_status LIKE '5%' AND letter_id IS NOT NULL
    GROUP BY letter_id
)
SELECT
    intended.reporting_year,
    intended.letter_id,
    intended.attempt,
    coalesce(supplier.entity_id, entity.entity_id, intended.entity_id) AS entity_id,
    intended.entity_id AS entity_then,
    intended.supplier_id,
    intended.letter_kind,
    intended.number,
    intended.language,
    intended.template_version,
    intended.recipient,
    intended.subject,
    intended.content_sha256,
    intended.due_on,
    intended.approved_by,
    intended.occurred_at,
    CAST(intended.occurred_at[:10] AS DATE) AS occurred_on,
    CASE
        WHEN told.sent THEN 'sent'
        WHEN told.settled THEN 'not_sent'
        WHEN told.failed THEN 'failed'
        WHEN told.handed_over THEN 'uncertain'
        WHEN told.laid_out THEN 'outbox'
        ELSE 'planned'
    END AS outcome,
    outcome = 'failed' AND told.permanent AS failed_for_good,
    told.reason,
    told.settled_by,
    outcome IN ('sent', 'uncertain') AND returned.letter_id IS NOT NULL AS bounced,
    returned.bounce_status,
    CASE
        WHEN failed_for_good THEN mail_addresses(intended.recipient)
        WHEN bounced AND returned.of_all THEN mail_addresses(intended.recipient)
        WHEN bounced AND list_has_any(mail_addresses(intended.recipient), returned.recipients) THEN returned.recipients
    END AS dead
FROM intended
JOIN told USING (letter_id, attempt)
LEFT JOIN returned USING (letter_id)
LEFT JOIN stg_supplier AS supplier
    ON supplier.reporting_year = intended.reporting_year AND supplier.supplier_id = intended.supplier_id
LEFT JOIN stg_supplier AS entity
    ON entity.reporting_year = intended.reporting_year AND entity.supplier_id = intended.entity_id
ORDER BY intended.reporting_year, intended.letter_id, intended.attempt
