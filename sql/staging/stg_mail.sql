-- Grain: one e-mail of a reporting year. What its head says of itself anybody can write; the letter it answers is named only
-- when the ledger has it, with the vendor number and the address that the letter went to.
WITH intended AS (
    SELECT
        letter_id,
        arg_min(supplier_id, (occurred_at, event_id)) AS supplier_id,
        arg_max(recipient, (occurred_at, event_id)) AS recipient
    FROM stg_letter_event
    WHERE step = 'intent'
    GROUP BY letter_id
)
SELECT
    file.reporting_year,
    file.file_sha256,
    file.drop_path,
    file.received_at,
    mail.mail_kind,
    mail.from_address,
    split_part(mail.from_address, '@', 2) AS from_domain,
    mail.from_name,
    mail.subject,
    mail.sent_at,
    intended.letter_id,
    intended.supplier_id AS letter_supplier_id,
    lower(trim(intended.recipient)) AS letter_recipient,
    mail.bounce_recipient,
    mail.bounce_status,
    mail.attachments,
    mail.body_text
FROM mail
JOIN stg_file AS file USING (file_sha256)
LEFT JOIN intended USING (letter_id)
ORDER BY file.reporting_year, file.file_sha256
