-- Grain: one part of a supplier and the product in scope that it goes into, with the facilities that may stand behind it.
SELECT part.*, coalesce(behind.smelters, 0) AS smelters
FROM supplier_part AS part
LEFT JOIN (
    SELECT part_supplier_id AS supplier_id, part_id, product_id, count(DISTINCT (metal, smelter_cid)) AS smelters
    FROM smelter_attribution
    WHERE reporting_year = $year
    GROUP BY ALL
) AS behind USING (supplier_id, part_id, product_id)
WHERE part.reporting_year = $year AND part.supplier_id = $supplier
