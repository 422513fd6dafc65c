-- Grain: one supplier (vendor number) of a reporting year. Of two rows with one number the first counts; the second is
-- a finding of the suite. The entity is the parent where there is one: a group answers once.
SELECT
    list_file.reporting_year,
    supplier.supplier_id,
    supplier.supplier_name,
    coalesce(supplier.parent_supplier_id, supplier.supplier_id) AS entity_id,
    supplier.supplier_role,
    supplier.email_domains,
    supplier.contact_name,
    supplier.contact_email,
    supplier.language,
    supplier.country,
    supplier.exempt_reason
FROM supplier
JOIN stg_list_file AS list_file ON list_file.file_sha256 = supplier.file_sha256 AND list_file.kind = 'supplier'
WHERE supplier.supplier_id IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY list_file.reporting_year, supplier.supplier_id
    ORDER BY supplier.file_sha256, supplier.source_sheet, supplier.source_row
) = 1
ORDER BY reporting_year, supplier_id
