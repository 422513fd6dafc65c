-- Grain: one part that a supplier (vendor number) delivers, and the product in scope that it goes into.
SELECT
    supply.reporting_year,
    supply.supplier_id,
    supply.part_id,
    min(line.part_name) AS part_name,
    min(line.commodity) AS commodity,
    supply.supplier_part_number,
    supply.product_id,
    min(product.product_name) AS product_name
FROM stg_supply AS supply
JOIN stg_bill_of_materials AS line
    ON line.reporting_year = supply.reporting_year AND line.product_id = supply.product_id
    AND line.part_id IS NOT DISTINCT FROM supply.part_id AND line.supplier_id IS NOT DISTINCT FROM supply.supplier_id
    AND line.supplier_part_number IS NOT DISTINCT FROM supply.supplier_part_number
JOIN stg_product AS product
    ON product.reporting_year = supply.reporting_year AND product.product_id = supply.product_id
WHERE supply.supplier_id IS NOT NULL
GROUP BY ALL
ORDER BY ALL
