-- Grain: one supplier (vendor number) of a reporting year. Of two rows with one number the first counts; the second is
-- a finding of the suite. The entity is the last parent of the chain: a group answers once, however many levels it has.
-- Parents that lead in a circle name nobody: each vendor number on the way there stays an entity of its own, as nobody's
-- answer may count for another on data that cannot be right. A parent that the list does not have is still the entity.
WITH RECURSIVE line AS (
    SELECT
        list_file.reporting_year,
        supplier.* EXCLUDE (parent_supplier_id),
        nullif(supplier.parent_supplier_id, supplier.supplier_id) AS parent_supplier_id
    FROM supplier
    JOIN stg_list_file AS list_file ON list_file.file_sha256 = supplier.file_sha256 AND list_file.kind = 'supplier'
    WHERE supplier.supplier_id IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY list_file.reporting_year, supplier.supplier_id
        ORDER BY supplier.file_sha256, supplier.source_sheet, supplier.source_row
    ) = 1
),
climbed AS (
    SELECT reporting_year, supplier_id, supplier_id AS entity_id, parent_supplier_id AS next_id, 0 AS steps
    FROM line
    UNION ALL
    SELECT below.reporting_year, below.supplier_id, below.next_id, above.parent_supplier_id, below.steps + 1
    FROM climbed AS below
    LEFT JOIN line AS above ON above.reporting_year = below.reporting_year AND above.supplier_id = below.next_id
    WHERE below.next_id IS NOT NULL AND below.steps < 50
),
root AS (
    SELECT reporting_year, supplier_id, entity_id FROM climbed WHERE next_id IS NULL
)
SELECT
    line.reporting_year,
    line.supplier_id,
    line.supplier_name,
    coalesce(root.entity_id, line.supplier_id) AS entity_id,
    line.parent_supplier_id,
    root.entity_id IS NULL AS parents_in_circle,
    line.supplier_role,
    line.email_domains,
    line.contact_name,
    line.contact_email,
    line.language,
    line.country,
    line.exempt_reason,
    line.scope_asked,
    line.annual_spend,
    line.spend_currency
FROM line
LEFT JOIN root USING (reporting_year, supplier_id)
ORDER BY line.reporting_year, line.supplier_id
