-- Grain: one supplier of a year, with what it owes: in scope when a part of it goes into a product in scope. Without any
-- bill of materials every supplier of the list is in scope.
WITH supplied AS (
    SELECT reporting_year, supplier_id, count(DISTINCT product_id) AS products
    FROM stg_supply
    GROUP BY reporting_year, supplier_id
),
has_bill AS (
    SELECT DISTINCT reporting_year FROM stg_bill_of_materials
)
SELECT
    supplier.*,
    has_bill.reporting_year IS NULL OR supplied.supplier_id IS NOT NULL AS in_scope,
    coalesce(supplied.products, 0) AS products
FROM stg_supplier AS supplier
LEFT JOIN supplied USING (reporting_year, supplier_id)
LEFT JOIN has_bill USING (reporting_year)
ORDER BY supplier.reporting_year, supplier.supplier_id
