-- Grain: one supplier, part and product of a reporting year: which supplier's part goes into which product in scope.
SELECT
    line.reporting_year,
    line.supplier_id,
    line.product_id,
    line.part_id,
    line.supplier_part_number
FROM stg_bill_of_materials AS line
JOIN stg_product AS product USING (reporting_year, product_id)
WHERE product.in_scope
ORDER BY ALL
