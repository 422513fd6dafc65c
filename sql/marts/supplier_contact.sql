-- Grain: one supplier (vendor number) of a reporting year: who answers for it, whom to write to, and what it is asked for.
SELECT
    supplier.reporting_year,
    supplier.supplier_id,
    supplier.supplier_name,
    supplier.entity_id,
    entity.supplier_name AS entity_name,
    supplier.supplier_role,
    supplier.country,
    supplier.contact_name,
    supplier.contact_email,
    supplier.email_domains,
    supplier.language,
    supplier.scope_asked
FROM stg_supplier AS supplier
LEFT JOIN stg_supplier AS entity
    ON entity.reporting_year = supplier.reporting_year AND entity.supplier_id = supplier.entity_id
ORDER BY supplier.reporting_year, supplier.supplier_id
