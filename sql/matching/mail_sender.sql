-- Grain: one e-mail, one rule that tells who sent it, and one supplier it names: the letter of ours that it answers, its
-- address as the contact of the supplier list, or its domain as one of the supplier's. A head can be forged, so none of
-- them says more than who is likely to have sent it.
WITH contact AS (
    SELECT reporting_year, supplier_id, entity_id,
        unnest(mail_addresses(contact_email)) AS address
    FROM stg_supplier
)
SELECT mail.reporting_year, mail.file_sha256, 5 AS rule, 'letter' AS tied_by, supplier.supplier_id, supplier.entity_id
FROM stg_mail AS mail
JOIN stg_supplier AS supplier
    ON supplier.reporting_year = mail.reporting_year AND supplier.supplier_id = mail.letter_supplier_id
UNION ALL
SELECT mail.reporting_year, mail.file_sha256, 6, 'sender_address', contact.supplier_id, contact.entity_id
FROM stg_mail AS mail
JOIN contact ON contact.reporting_year = mail.reporting_year AND contact.address = mail.from_address
UNION ALL
SELECT mail.reporting_year, mail.file_sha256, 7, 'sender_domain', domain.supplier_id, domain.entity_id
FROM stg_mail AS mail
JOIN supplier_domain AS domain
    ON domain.reporting_year = mail.reporting_year AND domain.email_domain = mail.from_domain
ORDER BY ALL
