-- Grain: one part that a supplier (vendor number) is asked for, its number for it, and the product in scope that the part
-- goes into: who delivers it where the supplier only makes it, and whether a valid answer reaches it, as of the cut-off;
-- see part_coverage. What is not asked of an exempt supplier is neither reached nor missing.
WITH line AS (
    SELECT
        reporting_year,
        coalesce(manufacturer_id, supplier_id) AS asked_id,
        product_id,
        part_id,
        supplier_part_number,
        min(part_name) AS part_name,
        min(commodity) AS commodity
    FROM stg_bill_of_materials
    GROUP BY ALL
)
SELECT
    supply.reporting_year,
    supply.supplier_id,
    supply.part_id,
    min(line.part_name) AS part_name,
    min(line.commodity) AS commodity,
    supply.supplier_part_number,
    supply.product_id,
    min(product.product_name) AS product_name,
    string_agg(DISTINCT supply.delivered_by, ', ' ORDER BY supply.delivered_by) AS delivered_by,
    any_value(coverage.reached) AS reached,
    any_value(coverage.why_not_reached) AS why_not_reached
FROM stg_supply AS supply
JOIN line
    ON line.reporting_year = supply.reporting_year AND line.product_id = supply.product_id
    AND line.part_id IS NOT DISTINCT FROM supply.part_id AND line.asked_id = supply.supplier_id
    AND line.supplier_part_number IS NOT DISTINCT FROM supply.supplier_part_number
JOIN stg_product AS product
    ON product.reporting_year = supply.reporting_year AND product.product_id = supply.product_id
LEFT JOIN part_coverage AS coverage
    ON coverage.reporting_year = supply.reporting_year AND coverage.product_id = supply.product_id
    AND coverage.part_key = supply.part_key AND coverage.supplier_id = supply.supplier_id
WHERE supply.supplier_id IS NOT NULL
GROUP BY supply.reporting_year, supply.supplier_id, supply.part_id, supply.supplier_part_number, supply.product_id
ORDER BY supply.reporting_year, supply.supplier_id, supply.part_id, supply.supplier_part_number, supply.product_id
