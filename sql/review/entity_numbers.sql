-- Grain: one vendor number of the entity of a supplier, itself among them.
SELECT other.supplier_id, other.entity_id
FROM supplier_status AS mine
JOIN supplier_status AS other USING (reporting_year, entity_id)
WHERE mine.reporting_year = $year AND mine.supplier_id = $supplier
ORDER BY other.supplier_id
