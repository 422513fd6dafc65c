-- Grain: one part in scope, the vendor number that is asked for it and the product in scope that it goes into. A
-- distributor does not answer for who makes a part: where the bill of materials names the manufacturer, that one is asked,
-- and delivered_by keeps the distributor. A part without a number of ours is told apart (part_key) by the rest of its line.
SELECT DISTINCT
    line.reporting_year,
    coalesce(line.manufacturer_id, line.supplier_id) AS supplier_id,
    line.product_id,
    coalesce(line.part_id, CAST(json_array(line.product_id, line.supplier_id, line.supplier_part_number) AS VARCHAR)) AS part_key,
    line.part_id,
    line.supplier_part_number,
    CASE WHEN line.manufacturer_id <> line.supplier_id THEN line.supplier_id END AS delivered_by
FROM stg_bill_of_materials AS line
JOIN stg_product AS product USING (reporting_year, product_id)
WHERE product.in_scope AND line.in_scope
ORDER BY ALL
