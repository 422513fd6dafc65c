-- Grain: one product in scope that a facility may reach, on what basis, and what that does not prove.
SELECT
    way.product_id,
    min(product.product_name) AS product_name,
    count(DISTINCT way.part_id) AS parts,
    string_agg(DISTINCT way.supplier_id, ', ' ORDER BY way.supplier_id) AS supplier_ids,
    string_agg(DISTINCT coalesce(way.basis, 'no scope stated'), ', ' ORDER BY coalesce(way.basis, 'no scope stated')) AS basis,
    string_agg(DISTINCT nullif(way.caveat, ''), ' | ' ORDER BY nullif(way.caveat, '')) AS caveat
FROM smelter_attribution AS way
LEFT JOIN (SELECT DISTINCT product_id, product_name FROM supplier_product WHERE reporting_year = $year) AS product
    USING (product_id)
WHERE way.reporting_year = $year AND way.metal = $metal AND way.smelter_cid = $cid AND way.product_id IS NOT NULL
GROUP BY way.product_id
