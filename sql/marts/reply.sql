-- Grain: one e-mail of a reporting year: who it came from as far as can be told, and what it brought. The declarations
-- attached tell the sender where nothing else does. What a person wrote is for people: no figure is taken from it.
WITH brought AS (
    SELECT
        attachment.reporting_year,
        attachment.mail_sha256 AS file_sha256,
        count(*) AS declarations,
        min(tie.entity_id) AS entity_id,
        min(tie.supplier_id) AS supplier_id,
        count(DISTINCT tie.supplier_id) AS suppliers
    FROM mail_attachment AS attachment
    JOIN declaration_supplier AS tie USING (reporting_year, file_sha256)
    WHERE attachment.declares
    GROUP BY attachment.reporting_year, attachment.mail_sha256
)
SELECT
    mail.reporting_year,
    mail.file_sha256,
    mail.drop_path,
    mail.received_at,
    coalesce(sender.supplier_id, brought.supplier_id) AS supplier_id,
    CASE WHEN sender.supplier_id IS NULL THEN brought.entity_id ELSE sender.entity_id END AS entity_id,
    CASE WHEN sender.supplier_id IS NOT NULL THEN sender.tied_by
        WHEN brought.supplier_id IS NOT NULL THEN 'declaration' END AS tied_by,
    mail.letter_id,
    mail.mail_kind,
    mail.from_address,
    mail.subject,
    mail.sent_at,
    coalesce(all_brought.declarations, 0) AS declarations,
    mail.attachments,
    mail.body_text
FROM stg_mail AS mail
LEFT JOIN file_supplier AS sender USING (reporting_year, file_sha256)
LEFT JOIN brought AS all_brought USING (reporting_year, file_sha256)
LEFT JOIN brought
    ON brought.reporting_year = mail.reporting_year AND brought.file_sha256 = mail.file_sha256 AND brought.suppliers = 1
ORDER BY mail.reporting_year, mail.received_at, mail.file_sha256
