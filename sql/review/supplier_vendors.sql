-- Grain: one other vendor number of the same entity.
SELECT other.supplier_id, other.supplier_name
FROM supplier_contact AS mine
JOIN supplier_contact AS other USING (reporting_year, entity_id)
WHERE mine.reporting_year = $year AND mine.supplier_id = $supplier AND other.supplier_id <> mine.supplier_id
ORDER BY other.supplier_id
