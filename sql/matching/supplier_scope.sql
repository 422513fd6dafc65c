-- Grain: one supplier of a year, with what it owes: in scope when it is asked for a part in scope of a product in scope.
-- Without any bill of materials every supplier of the list is in scope. A vendor number without a role of its own has that
-- of its entity.
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
    coalesce(coalesce(supplier.supplier_role, entity.supplier_role) = 'distributor', false) AS distributor,
    has_bill.reporting_year IS NULL OR supplied.supplier_id IS NOT NULL AS in_scope,
    coalesce(supplied.products, 0) AS products
FROM stg_supplier AS supplier
LEFT JOIN stg_supplier AS entity
    ON entity.reporting_year = supplier.reporting_year AND entity.supplier_id = supplier.entity_id
LEFT JOIN supplied ON supplied.reporting_year = supplier.reporting_year AND supplied.supplier_id = supplier.supplier_id
LEFT JOIN has_bill ON has_bill.reporting_year = supplier.reporting_year
ORDER BY supplier.reporting_year, supplier.supplier_id
