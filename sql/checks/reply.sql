-- E-mails that a person must read, and letters that came back. A supplier who wrote without a declaration and has sent one
-- since, or of whom a person has recorded what it said in that mail, is read. Machines that answer by themselves ask nothing.
-- A letter that came back is settled once the supplier list has another address.
WITH answered AS (
    SELECT tie.reporting_year, tie.entity_id, max(declaration.received_at) AS received_at
    FROM declaration_supplier AS tie
    JOIN stg_declaration AS declaration USING (reporting_year, file_sha256)
    WHERE tie.entity_id IS NOT NULL
    GROUP BY tie.reporting_year, tie.entity_id
),
read_by_a_person AS (
    SELECT DISTINCT payload ->> '$.evidence' AS evidence FROM event WHERE kind = 'supplier_said'
),
returned AS (
    SELECT reply.reporting_year, reply.file_sha256, reply.drop_path, reply.supplier_id,
        coalesce(mail.bounce_recipient, mail.letter_recipient, 'an address that the server does not name') AS recipient,
        mail.bounce_status, mail.letter_recipient, mail_addresses(supplier.contact_email) AS addresses
    FROM reply
    JOIN stg_mail AS mail USING (reporting_year, file_sha256)
    LEFT JOIN stg_supplier AS supplier
        ON supplier.reporting_year = reply.reporting_year AND supplier.supplier_id = reply.supplier_id
    WHERE reply.mail_kind = 'bounce'
)
SELECT reply.reporting_year,
    CASE WHEN reply.entity_id IS NULL THEN 'reply_sender_unknown' ELSE 'reply_without_declaration' END AS code,
    reply.file_sha256, reply.drop_path, CAST(NULL AS VARCHAR) AS source_sheet, CAST(NULL AS INTEGER) AS source_row,
    CAST(NULL AS VARCHAR) AS source_cell,
    CASE WHEN reply.entity_id IS NULL
        THEN concat_ws(': ', coalesce(reply.from_address, 'no address'), reply.subject)
        ELSE coalesce(reply.subject, 'no subject') END AS value,
    reply.supplier_id
FROM reply
ANTI JOIN read_by_a_person AS seen ON seen.evidence IN (reply.file_sha256, reply.drop_path)
LEFT JOIN answered
    ON answered.reporting_year = reply.reporting_year
    AND answered.entity_id = reply.entity_id
    AND answered.received_at >= reply.received_at
WHERE reply.mail_kind = 'reply' AND reply.declarations = 0 AND answered.entity_id IS NULL
UNION ALL
SELECT reporting_year, 'letter_bounced', file_sha256, drop_path, NULL, NULL, NULL,
    concat_ws(', ', recipient, bounce_status), supplier_id
FROM returned
WHERE
    supplier_id IS NULL
    OR coalesce(letter_recipient, recipient) NOT LIKE '%@%'
    OR coalesce(list_contains(addresses, coalesce(letter_recipient, recipient)), false)
