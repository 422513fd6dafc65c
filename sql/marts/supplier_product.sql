-- Grain: one supplier and product in scope its entity's parts go into: the way from a smelter to our products.
SELECT DISTINCT supplier.reporting_year, supplier.supplier_id, supply.product_id, product.product_name
FROM stg_supplier AS supplier
JOIN stg_supplier AS sibling USING (reporting_year, entity_id)
JOIN stg_supply AS supply
    ON supply.reporting_year = sibling.reporting_year AND supply.supplier_id = sibling.supplier_id
JOIN stg_product AS product
    ON product.reporting_year = supply.reporting_year AND product.product_id = supply.product_id
ORDER BY ALL
